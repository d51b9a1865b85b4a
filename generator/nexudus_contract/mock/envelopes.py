"""The answers' shapes that are the same in every dialect: OAuth error, message, "Not found", throttle."""

from collections.abc import Sequence
from datetime import timedelta

from nexudus_contract.mock.wire.message import Answer, answer


def failed_action(message: str) -> Answer:
    """The answer to an action that failed, which comes with HTTP status 200."""
    return answer({"Status": 500, "Message": message, "Value": None, "Errors": None, "WasSuccessful": False})


def oauth_error(error: str, description: str | None = None, status: int = 400) -> Answer:
    """The token endpoint's refusal: https://www.rfc-editor.org/rfc/rfc6749#section-5.2."""
    body = {"error": error} if description is None else {"error": error, "error_description": description}
    return answer(body, status)


def denied() -> Answer:
    """The answer to missing or wrong credentials, and to a missing role."""
    challenge = (b"www-authenticate", b'Bearer, Basic realm="Nexudus"')
    return answer({"Message": "Authorization has been denied for this request."}, 401, [challenge])


def throttled(wait: timedelta, status: int) -> Answer:
    """The answer to a call beyond the limits: https://developers.nexudus.com/reference/api-limitations.

    Without a body, and with the whole seconds to wait: rounded up, or the next call would come too early.
    """
    seconds = -(-wait // timedelta(seconds=1))
    retry_after = (b"retry-after", str(seconds).encode())
    return Answer(
        status, headers=((b"cache-control", b"no-cache"), (b"pragma", b"no-cache"), (b"expires", b"-1"), retry_after)
    )


def not_found() -> Answer:
    """The answer where there is no such record, or no such path."""
    return answer("Not found", 404)


def method_not_allowed(method: str, allowed: Sequence[str]) -> Answer:
    """The answer to a method that the path does not have."""
    message = f"The requested resource does not support http method '{method}'."
    return answer({"Message": message}, 405, [(b"allow", ", ".join(allowed).encode())])


def server_error(message: str = "An error has occurred.") -> Answer:
    """The answer to a defect."""
    return answer({"Message": message}, 500)
