"""The answers' shapes: page, action result, validation failure, OAuth error, message, "Not found", throttle."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from starlette.responses import Response

from nexudus_contract.mock.query import Query
from nexudus_contract.source import JsonObject


@dataclass(frozen=True)
class FieldError:
    """One failed validation: of which property or parameter, why, and what was sent."""

    name: str
    message: str
    attempted: Any = None


class RefusedError(Exception):
    """Ends the handling of a request with an answer other than success."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def encode(value: object) -> bytes:
    """JSON as UTF-8."""
    try:
        return orjson.dumps(value)
    except TypeError:
        # orjson stops at 64 bits; an integer beyond them can only be one that a client sent, echoed in a failure.
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def answer(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer."""
    return Response(encode(value), status, headers, media_type="application/json")


def page(rows: Sequence[JsonObject], total: int, query: Query) -> Response:
    """A list's answer.

    The places are computed as MvcContrib's pagination does, whose names they carry: on an empty page the last item is
    one below the first.
    """
    pages = -(-total // query.size)
    return answer(
        {
            "Records": rows,
            "CurrentPage": query.page,
            "CurrentPageSize": query.size,
            "CurrentOrderField": query.order_by,
            "CurrentSortDirection": query.direction,
            "FirstItem": query.offset + 1,
            "LastItem": query.offset + len(rows),
            "TotalItems": total,
            "TotalPages": pages,
            "HasNextPage": query.page < pages,
            "HasPreviousPage": query.page > 1,
            "PageNumber": query.page,
            "PageSize": query.size,
        }
    )


def action_result(
    message: str, *, record_id: int | None = None, updated_on: str | None = None, updated_by: str | None = None
) -> Response:
    """The answer to an action that worked."""
    return answer(
        {
            "Status": 200,
            "Message": message,
            "Value": None if record_id is None else {"Id": record_id},
            "OpenInDialog": False,
            "OpenInWindow": False,
            "RedirectURL": None,
            "JavaScript": None,
            "UpdatedOn": updated_on,
            "UpdatedBy": updated_by,
            "Errors": None,
            "WasSuccessful": True,
        }
    )


def failed_action(message: str) -> Response:
    """The answer to a command that failed, which comes with HTTP status 200."""
    return answer({"Status": 500, "Message": message, "Value": None, "Errors": None, "WasSuccessful": False})


def validation_failure(errors: Sequence[FieldError]) -> Response:
    """The answer to a request that broke the contract. The summary is about the first error."""
    return answer(
        {
            "Message": f"{errors[0].name}: {errors[0].message}",
            "Value": None,
            "Errors": [
                {"AttemptedValue": error.attempted, "Message": error.message, "PropertyName": error.name}
                for error in errors
            ],
            "WasSuccessful": False,
        },
        400,
    )


def oauth_error(error: str, description: str | None = None) -> Response:
    """The token endpoint's refusal: https://www.rfc-editor.org/rfc/rfc6749#section-5.2."""
    body = {"error": error} if description is None else {"error": error, "error_description": description}
    return answer(body, 400)


def denied() -> Response:
    """The answer to missing or wrong credentials, and to a missing role."""
    challenge = {"WWW-Authenticate": 'Bearer, Basic realm="Nexudus"'}
    return answer({"Message": "Authorization has been denied for this request."}, 401, challenge)


def throttled(wait: timedelta, status: int) -> Response:
    """The answer to a call beyond the limits: https://developers.nexudus.com/reference/api-limitations.

    Without a body, and with the whole seconds to wait: rounded up, or the next call would come too early.
    """
    seconds = -(-wait // timedelta(seconds=1))
    headers = {"Cache-Control": "no-cache", "Pragma": "no-cache", "Expires": "-1", "Retry-After": str(seconds)}
    return Response(status_code=status, headers=headers)


def not_found() -> Response:
    """The answer where there is no such record, or no such path."""
    return answer("Not found", 404)


def method_not_allowed(method: str, allowed: Sequence[str]) -> Response:
    """The answer to a method that the path does not have."""
    message = f"The requested resource does not support http method '{method}'."
    return answer({"Message": message}, 405, {"Allow": ", ".join(allowed)})


def server_error() -> Response:
    """The answer to a defect of the mock."""
    return answer({"Message": "An error has occurred."}, 500)
