"""What can go wrong, as one tree of exceptions.

The API has six ways to say no: the validation failure, a bare `{"Message": ...}`, a bare text, an OAuth error, an empty
body, and a 200 whose `WasSuccessful` is false. Each becomes one of these; building one never fails, whatever came. They
hold plain data only, so they can be pickled, and no secret.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .redaction import redact_text
from .values import is_list, is_object

_TEXT_SHOWN = 500


def excerpt(text: str) -> str:
    """The first 500 characters, secrets masked."""
    return redact_text(text[:_TEXT_SHOWN])


def causes(error: BaseException) -> list[BaseException]:
    """The error, and what led to it."""
    found = list[BaseException]()
    current: BaseException | None = error
    while current is not None and current not in found:
        found.append(current)
        current = current.__cause__ or current.__context__
    return found


def bare(error: Exception) -> Exception:
    """The error without the frames that it and its causes passed: those hold what was sent and what came."""
    for cause in causes(error):
        cause.__traceback__ = None
    return error


@dataclass(frozen=True)
class Answer:
    """An answer as an error keeps it.

    Attributes:
        method: HTTP method of the request.
        url: URL of the request.
        status: HTTP status.
        headers: Headers of the answer, secrets masked; the names in lower case.
        body: The first 500 characters, masked: secrets, and what failed validations repeat of the request.
        envelope: The body as JSON, secrets masked; None where it is no JSON.
        attempts: How often the request had been sent when it came.
    """

    method: str
    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: str = field(repr=False)
    envelope: Any = field(repr=False)
    attempts: int = 1


@dataclass(frozen=True)
class FieldFailure:
    """One failed validation: which property, why, and what was sent.

    Source: https://developers.nexudus.com/rest-api/overview
    """

    property_name: str
    message: str
    attempted_value: object


class NexudusError(Exception):
    """Whatever this client raises about the API.

    Attributes:
        advice: What to do next.
        uncertain: Whether a write may have been carried out although this was raised.
        attempts: How often the request was sent, a second time with renewed credentials included.
        passing: Whether the same request may fare better later, by itself.
    """

    advice = "look at the reason"
    passing = False
    uncertain = False
    attempts = 1


class ConnectionFailedError(NexudusError):
    """The request did not get through, or its answer did not come back.

    Attributes:
        method: HTTP method of the request.
        url: URL of the request.
        reason: What went wrong.
    """

    advice = "check the address and the network"
    passing = True

    def __init__(self, method: str, url: str, reason: str) -> None:
        super().__init__(method, url, reason)
        self.method = method
        self.url = url
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.method} {self.url}: {self.reason}{ending(self)}"


class RequestTimeoutError(ConnectionFailedError):
    """No answer came in time."""

    advice = "give it more time, or try again later"


class AnswerError(NexudusError):
    """An answer came, and it is no success.

    Attributes:
        answer: The answer.
        status: Its HTTP status. An action that failed behind a 200 has 200 here.
        method: HTTP method of the request.
        url: URL of the request.
        headers: Headers of the answer, secrets masked; the names in lower case.
        body: First 500 characters of the answer, masked: secrets, and what failed validations repeat of the request.
        envelope: The body as JSON, secrets masked; None where it is no JSON.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer
        self.attempts = answer.attempts
        self.status = answer.status
        self.method = answer.method
        self.url = answer.url
        self.headers = answer.headers
        self.body = answer.body
        self.envelope: Any = answer.envelope

    def __str__(self) -> str:
        return f"{self.method} {self.url} answered {self.status}"


class UnreadableAnswerError(AnswerError):
    """A success came whose content is not what the contract says: a page of HTML, half a JSON text, a missing name.

    Attributes:
        reason: What does not fit.
    """

    advice = "see what stands between you and the API; a proxy's page is a usual cause"

    def __init__(self, answer: Answer, reason: str) -> None:
        super().__init__(answer)
        self.args = (answer, reason)
        self.reason = reason
        self.uncertain = answer.method != "GET"

    def __str__(self) -> str:
        return f"{super().__str__()}, but not as the contract says: {self.reason}{ending(self)}"


class StatusError(AnswerError):
    """The API refused the request or failed at it.

    Attributes:
        reason: What the API said, or an empty text.
        failures: Failed validations, where the answer names any.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.reason = _reason(answer.envelope)
        self.failures = _failures(answer.envelope)

    def __str__(self) -> str:
        said = f": {self.reason}" if self.reason else ""
        return f"{super().__str__()}{said}{ending(self)}"


class BadRequestError(StatusError):
    """400: the request failed validation, and nothing was done.

    Source: https://developers.nexudus.com/rest-api/overview
    """

    advice = "correct the request"


class AuthenticationError(StatusError):
    """401: the credentials are missing, wrong or expired, or the user lacks the operation's role.

    A refused grant of tokens is one too, whatever its status.

    Source: https://developers.nexudus.com/rest-api/authentication
    """

    advice = "check the credentials, and that the user has API access and the operation's role"


class PermissionDeniedError(StatusError):
    """403; or 401 to a token granted a moment ago: the user may not do this.

    Source: https://developers.nexudus.com/rest-api/roles-and-access
    """

    advice = "the user lacks the operation's role, or API access"


class NotFoundError(StatusError):
    """404: there is no such record."""

    advice = "the record does not exist, or no longer"


class ConflictError(StatusError):
    """409 without `Retry-After`: a conflict, not the throttle."""

    advice = "read the record again"


class ThrottledError(StatusError):
    """429, or 409 with `Retry-After`: too many requests. This one was refused before any work was done.

    Attributes:
        retry_after: Seconds that the server asked to wait; None where it did not say.

    Source: https://developers.nexudus.com/reference/api-limitations
    """

    advice = "send it again later"
    passing = True

    def __init__(self, answer: Answer, retry_after: float | None) -> None:
        super().__init__(answer)
        self.args = (answer, retry_after)
        self.retry_after = retry_after


class ServerError(StatusError):
    """5xx: the server failed. Whether a write happened is not known.

    Attributes:
        retry_after: Seconds that the server asked to wait; None where it did not say.
    """

    advice = "try again later"
    passing = True

    def __init__(self, answer: Answer, retry_after: float | None) -> None:
        super().__init__(answer)
        self.args = (answer, retry_after)
        self.retry_after = retry_after
        self.uncertain = answer.method != "GET"


class ActionFailedError(StatusError):
    """200 with `WasSuccessful` false: the request arrived, and the action failed."""

    advice = "the action was not carried out"


_SAID: tuple[str, ...] = ("Message", "error_description", "error")
KINDS: Mapping[int, type[StatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
}


def ending(error: NexudusError) -> str:
    """What a message ends with: how often it was tried, what is in doubt, and what to do next."""
    tries = f" ({error.attempts} attempts)" if error.attempts > 1 else ""
    doubt = "a write may have happened, so read before you repeat; " if error.uncertain else ""
    return f"{tries}; {doubt}{error.advice}"


def _reason(envelope: object) -> str:
    said = [envelope.get(key) for key in _SAID] if is_object(envelope) else [envelope]
    return next((excerpt(text) for text in said if isinstance(text, str) and text), "")


def _failures(envelope: object) -> tuple[FieldFailure, ...]:
    errors = envelope.get("Errors") if is_object(envelope) else None
    if not is_list(errors):
        return ()
    return tuple(
        FieldFailure(str(entry.get("PropertyName") or ""), str(entry.get("Message") or ""), entry.get("AttemptedValue"))
        for entry in errors
        if is_object(entry)
    )
