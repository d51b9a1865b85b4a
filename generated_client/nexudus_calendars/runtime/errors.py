"""What can go wrong, as one tree of exceptions.

The API has six ways to say no: the validation failure, a bare `{"Message": ...}`, a bare text, an OAuth error, an empty
body, and a 200 whose `WasSuccessful` is false. Each becomes one of these; building one never fails, whatever came.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from .values import is_list, is_object

_BODY_SHOWN = 500


class NexudusError(Exception):
    """Whatever this client raises about the API."""


class ConnectionFailedError(NexudusError):
    """The request did not get through, or its answer did not come back."""


class RequestTimeoutError(ConnectionFailedError):
    """No answer came in time. A write may have happened all the same."""


class UnreadableAnswerError(NexudusError):
    """A success came whose content is not what the contract says: a page of HTML, half a JSON text, a missing name."""

    def __init__(self, response: httpx.Response, cause: Exception) -> None:
        what = f"{cause} is missing" if isinstance(cause, KeyError) else str(cause)
        super().__init__(
            f"{response.request.method} {response.request.url} answered {response.status_code}, but not as the "
            f"contract says: {what}; a write may have happened, so read before you repeat"
        )


@dataclass(frozen=True)
class FieldFailure:
    """One failed validation: which property, why, and what was sent."""

    property_name: str
    message: str
    attempted_value: object


class StatusError(NexudusError):
    """The API refused the request or failed at it.

    Attributes:
        status: HTTP status of the answer. An action that failed behind a 200 has 200 here.
        method: HTTP method of the request.
        url: URL of the request.
        headers: Headers of the answer.
        body: First 500 characters of the answer.
        reason: What the API said, or an empty text.
        failures: Failed validations, where the answer names any.
    """

    advice = "look at the reason"

    def __init__(self, response: httpx.Response) -> None:
        envelope = _envelope(response)
        self.status = response.status_code
        self.method = response.request.method
        self.url = str(response.request.url)
        self.headers: Mapping[str, str] = response.headers
        self.body = response.text[:_BODY_SHOWN]
        self.reason = _reason(envelope)
        self.failures = _failures(envelope)
        said = f": {self.reason}" if self.reason else ""
        super().__init__(f"{self.method} {self.url} answered {self.status}{said}; {self.advice}")


class BadRequestError(StatusError):
    """400: the request failed validation, and nothing was done."""

    advice = "correct the request"


class AuthenticationError(StatusError):
    """401: the credentials are missing, wrong or expired, or the user lacks the operation's role."""

    advice = "check the credentials, and that the user has API access and the operation's role"


class NotFoundError(StatusError):
    """404: there is no such record."""

    advice = "the record does not exist, or no longer"


class ConflictError(StatusError):
    """409 without `Retry-After`: a conflict, not the throttle."""

    advice = "read the record again"


class ThrottledError(StatusError):
    """429, or 409 with `Retry-After`: too many requests. This one was refused before any work was done.

    Attributes:
        retry_after: The header as it came, in seconds or as an HTTP date; None where there was none.
    """

    advice = "send it again later"

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response)
        self.retry_after: str | None = response.headers.get("Retry-After")


class ServerError(StatusError):
    """5xx: the server failed. Whether a write happened is not known."""

    advice = "read before you write again"


class ActionFailedError(StatusError):
    """200 with `WasSuccessful` false: the request arrived, and the action failed."""

    advice = "the action was not carried out"


def raise_for_answer(response: httpx.Response) -> None:
    """Return if the answer, already read, is a success.

    Raises:
        StatusError: the answer is a failure; the subclass says of which kind.
    """
    status = response.status_code
    if status < 300:
        # Most answers are records; only those that can be a failed action are worth a second look.
        if b'"WasSuccessful"' in response.content and _envelope(response).get("WasSuccessful") is False:
            raise ActionFailedError(response)
        return
    if status == 429 or (status == 409 and "Retry-After" in response.headers):
        raise ThrottledError(response)
    if status >= 500:
        raise ServerError(response)
    kinds: dict[int, type[StatusError]] = {
        400: BadRequestError,
        401: AuthenticationError,
        404: NotFoundError,
        409: ConflictError,
    }
    raise kinds.get(status, StatusError)(response)


def _envelope(response: httpx.Response) -> dict[str, Any]:
    """The answer as an object; a bare text stands under `Message`, and what cannot be read is empty."""
    try:
        value: Any = json.loads(response.content)
    except ValueError:
        return {}
    if isinstance(value, str):
        return {"Message": value}
    return value if is_object(value) else {}


def _reason(envelope: dict[str, Any]) -> str:
    for key in ("Message", "error_description", "error"):
        if isinstance(said := envelope.get(key), str) and said:
            return said
    return ""


def _failures(envelope: dict[str, Any]) -> tuple[FieldFailure, ...]:
    errors = envelope.get("Errors")
    if not is_list(errors):
        return ()
    return tuple(
        FieldFailure(str(entry.get("PropertyName", "")), str(entry.get("Message", "")), entry.get("AttemptedValue"))
        for entry in errors
        if is_object(entry)
    )
