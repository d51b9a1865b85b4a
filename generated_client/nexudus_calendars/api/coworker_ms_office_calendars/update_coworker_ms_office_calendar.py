from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.action_result import ActionResult
from ...models.coworker_ms_office_calendar_update import CoworkerMsOfficeCalendarUpdate
from ...models.error_message import ErrorMessage
from ...models.validation_failure import ValidationFailure
from ...types import Response


def get_kwargs(
    *,
    body: CoworkerMsOfficeCalendarUpdate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/api/spaces/coworkermsofficecalendars",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ActionResult | Any | ErrorMessage | ValidationFailure | str | None:
    if response.status_code == 200:
        response_200 = ActionResult.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ValidationFailure.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ErrorMessage.from_dict(response.json())

        return response_401

    if response.status_code == 404:
        response_404 = cast(str, response.json())
        return response_404

    if response.status_code == 409:
        response_409 = cast(Any, None)
        return response_409

    if response.status_code == 429:
        response_429 = cast(Any, None)
        return response_429

    if response.status_code == 500:
        response_500 = ErrorMessage.from_dict(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ActionResult | Any | ErrorMessage | ValidationFailure | str]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: CoworkerMsOfficeCalendarUpdate,
) -> Response[ActionResult | Any | ErrorMessage | ValidationFailure | str]:
    """Replace an Office 365 calendar connection

     Replaces the record that `Id` in the body names; the path carries no id and there is no PATCH. Every
    writable
    field that is left out is cleared, so read the full record first and send all of it back.

    Args:
        body (CoworkerMsOfficeCalendarUpdate): An Office 365 calendar connection as it shall be.
            What is left out is cleared.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ActionResult | Any | ErrorMessage | ValidationFailure | str]
    """

    kwargs = get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: CoworkerMsOfficeCalendarUpdate,
) -> ActionResult | Any | ErrorMessage | ValidationFailure | str | None:
    """Replace an Office 365 calendar connection

     Replaces the record that `Id` in the body names; the path carries no id and there is no PATCH. Every
    writable
    field that is left out is cleared, so read the full record first and send all of it back.

    Args:
        body (CoworkerMsOfficeCalendarUpdate): An Office 365 calendar connection as it shall be.
            What is left out is cleared.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ActionResult | Any | ErrorMessage | ValidationFailure | str
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CoworkerMsOfficeCalendarUpdate,
) -> Response[ActionResult | Any | ErrorMessage | ValidationFailure | str]:
    """Replace an Office 365 calendar connection

     Replaces the record that `Id` in the body names; the path carries no id and there is no PATCH. Every
    writable
    field that is left out is cleared, so read the full record first and send all of it back.

    Args:
        body (CoworkerMsOfficeCalendarUpdate): An Office 365 calendar connection as it shall be.
            What is left out is cleared.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ActionResult | Any | ErrorMessage | ValidationFailure | str]
    """

    kwargs = get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CoworkerMsOfficeCalendarUpdate,
) -> ActionResult | Any | ErrorMessage | ValidationFailure | str | None:
    """Replace an Office 365 calendar connection

     Replaces the record that `Id` in the body names; the path carries no id and there is no PATCH. Every
    writable
    field that is left out is cleared, so read the full record first and send all of it back.

    Args:
        body (CoworkerMsOfficeCalendarUpdate): An Office 365 calendar connection as it shall be.
            What is left out is cleared.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ActionResult | Any | ErrorMessage | ValidationFailure | str
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
