"""From an answer's bytes to what a caller gets: one plain type, or an error."""

import json
import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, TypeVar

import httpx

from .dates import parse_moment
from .errors import (
    KINDS,
    ActionFailedError,
    Answer,
    ServerError,
    StatusError,
    ThrottledError,
    UnreadableAnswerError,
    bare,
    excerpt,
)
from .redaction import redact_body, redact_header, redact_text
from .values import is_list, is_object

Value = TypeVar("Value")

ATTEMPTS = "nexudus_attempts"
"""Where an answer's extensions say how often its request had been sent."""

# More than an excerpt needs, in any encoding.
_BODY_READ = 4096
_SECONDS = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
# One integrator's client reads the wait from a throttle's text.
_WAIT = re.compile(r"wait (\d+) second", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class WriteResult:
    """A write that worked.

    Attributes:
        id: Id of the record written.
        message: What the API said about it, for people.
        updated_on: When the record was updated, where the API said so.
        updated_by: E-mail address of the user it was written by, where the API said so.
    """

    id: int
    message: str
    updated_on: datetime | None
    updated_by: str | None


def judge(response: httpx.Response, now: datetime) -> None:
    """Return if the answer is a success.

    Args:
        response: The answer, already read.
        now: The time, for a `Retry-After` that is a date.

    Raises:
        StatusError: the answer is a failure; the subclass says of which kind.
    """
    status = response.status_code
    if status < 300:
        # Most answers are records; only those that can be a failed action are worth a second look.
        if b'"WasSuccessful"' in response.content and _failed(_envelope(response)):
            raise ActionFailedError(snapshot(response))
        return
    if is_throttled(response):
        raise ThrottledError(snapshot(response), _retry_after(response, now))
    if status >= 500:
        raise ServerError(snapshot(response), _retry_after(response, now))
    raise KINDS.get(status, StatusError)(snapshot(response))


def is_throttled(response: httpx.Response) -> bool:
    """Whether it refuses one request too many: 429, or the 409 that says when to come again."""
    return response.status_code == 429 or (response.status_code == 409 and "Retry-After" in response.headers)


def decode(response: httpx.Response, parse: Callable[[Any], Value]) -> Value:
    """What `parse` makes of the answer's JSON.

    Raises:
        UnreadableAnswerError: it is not JSON, or not what the contract says.
    """
    with reading(response):
        return parse(response.json())


def read_many(response: httpx.Response, kind: type[Value], parse: Callable[[Any], Value]) -> Value:
    """What `parse` makes of the JSON of many records, or msgspec in its place, where it is installed and can.

    Args:
        response: The answer.
        kind: What it is as the contract has it: a model, or a list of one.
        parse: Makes it from JSON of either dialect.
    """
    read = _read_fast()
    value = None if read is None else read(kind, response.content)
    return parse(response.json()) if value is None else value


@contextmanager
def reading(response: httpx.Response) -> Generator[None]:
    """Within it, what is not as it should be is told as a fault of the answer.

    Raises:
        UnreadableAnswerError: it was not.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise UnreadableAnswerError(snapshot(response), excerpt(what)) from bare(error)


def each(parse: Callable[[Any], Value]) -> Callable[[Any], list[Value]]:
    """A parser for a list, from the parser of its items."""

    def parse_all(value: object) -> list[Value]:
        if not is_list(value):
            raise TypeError(f"expected a list, found {type(value).__name__}")
        return [parse(item) for item in value]

    return parse_all


def records(value: object) -> list[Any]:
    """The records of a batch: a bare array, or, in the generation of 2020, a page.

    Raises:
        KeyError: it is an object, and no page.
        TypeError: it is neither.
    """
    return each(lambda record: record)(value["Records"] if is_object(value) else value)


def written(value: object) -> WriteResult:
    """A write's action result.

    Raises:
        ValueError: it names no record.
    """
    result = _action(value)
    reference = result["Value"]
    if not is_object(reference) or isinstance(reference["Id"], bool):
        raise ValueError("its Value names no record")
    updated_on, updated_by = result.get("UpdatedOn"), result.get("UpdatedBy")
    return WriteResult(
        id=int(reference["Id"]),
        message=str(result["Message"] or ""),
        updated_on=parse_moment(updated_on) if updated_on else None,
        updated_by=str(updated_by) if updated_by else None,
    )


def done(value: object) -> None:
    """A deletion's action result, whose Value is null in the generation of 2020."""
    _action(value)


def snapshot(response: httpx.Response) -> Answer:
    """The answer as plain data without secrets. Never fails."""
    return Answer(
        method=response.request.method,
        url=redact_text(str(response.request.url)),
        status=response.status_code,
        headers={name: redact_header(name, value) for name, value in response.headers.items()},
        body=excerpt(_text(response)),
        envelope=_envelope(response),
        attempts=response.extensions.get(ATTEMPTS, 1),
    )


@cache
def _read_fast() -> Callable[[type[Any], bytes], Any] | None:
    # When the first of many records come: not everybody reads many, and it takes as long as a request to import it.
    try:
        from .fast import read  # noqa: PLC0415
    except ImportError:
        return None
    return read


def _action(value: object) -> dict[str, Any]:
    if not is_object(value):
        raise TypeError(f"expected an action result, found {type(value).__name__}")
    if value["WasSuccessful"] is not True:
        raise ValueError("WasSuccessful is not true")
    return value


def _failed(envelope: object) -> bool:
    return is_object(envelope) and envelope.get("WasSuccessful") is False


def _text(response: httpx.Response) -> str:
    """The beginning of the body. What it says its encoding is, is not believed: that may be none of texts."""
    return response.content[:_BODY_READ].decode("utf-8-sig", errors="replace")


def _envelope(response: httpx.Response) -> Any:
    try:
        return json.loads(redact_body(response.content))
    except (ValueError, RecursionError):
        return None


def _retry_after(response: httpx.Response, now: datetime) -> float | None:
    """Seconds to wait, from the header as a number or a date, else from the text; None where nothing is said."""
    text = response.headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    if date := _date(text):
        # By the server's own clock, if it shows it: ours may be off by more than the wait.
        return max(0.0, (date - (_date(response.headers.get("Date", "")) or now)).total_seconds())
    said = _WAIT.search(_text(response))
    return float(said[1]) if said else None


def _date(text: str) -> datetime | None:
    """A date in one of the forms that HTTP knows; one without a zone is UTC."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
