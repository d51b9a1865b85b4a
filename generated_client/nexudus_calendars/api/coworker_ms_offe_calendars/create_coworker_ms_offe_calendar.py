from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.action_result import ActionResult
from ...models.coworker_ms_offe_calendar_create import CoworkerMsOffeCalendarCreate
from ...models.error_message import ErrorMessage
from ...models.validation_failure import ValidationFailure
from ...types import Response


def get_kwargs(
    *,
    body: CoworkerMsOffeCalendarCreate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/spaces/coworkermsoffecalendars",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ActionResult | Any | ErrorMessage | ValidationFailure | None:
    if response.status_code == 200:
        response_200 = ActionResult.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ValidationFailure.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ErrorMessage.from_dict(response.json())

        return response_401

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
) -> Response[ActionResult | Any | ErrorMessage | ValidationFailure]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: CoworkerMsOffeCalendarCreate,
) -> Response[ActionResult | Any | ErrorMessage | ValidationFailure]:
    """Create an Office 365 calendar connection (misspelt path)

     Success is 200, not 201, and the answer names the new record's id only.

    This path's page demands `CoworkerId` and leaves `SubscriptionId` and `CalendarId` optional, the
    opposite of what
    the pages of the correctly spelt path say. Each path follows its own pages.

    Args:
        body (CoworkerMsOffeCalendarCreate): A new Office 365 calendar connection, for the
            misspelt path.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ActionResult | Any | ErrorMessage | ValidationFailure]
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
    body: CoworkerMsOffeCalendarCreate,
) -> ActionResult | Any | ErrorMessage | ValidationFailure | None:
    """Create an Office 365 calendar connection (misspelt path)

     Success is 200, not 201, and the answer names the new record's id only.

    This path's page demands `CoworkerId` and leaves `SubscriptionId` and `CalendarId` optional, the
    opposite of what
    the pages of the correctly spelt path say. Each path follows its own pages.

    Args:
        body (CoworkerMsOffeCalendarCreate): A new Office 365 calendar connection, for the
            misspelt path.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ActionResult | Any | ErrorMessage | ValidationFailure
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CoworkerMsOffeCalendarCreate,
) -> Response[ActionResult | Any | ErrorMessage | ValidationFailure]:
    """Create an Office 365 calendar connection (misspelt path)

     Success is 200, not 201, and the answer names the new record's id only.

    This path's page demands `CoworkerId` and leaves `SubscriptionId` and `CalendarId` optional, the
    opposite of what
    the pages of the correctly spelt path say. Each path follows its own pages.

    Args:
        body (CoworkerMsOffeCalendarCreate): A new Office 365 calendar connection, for the
            misspelt path.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ActionResult | Any | ErrorMessage | ValidationFailure]
    """

    kwargs = get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CoworkerMsOffeCalendarCreate,
) -> ActionResult | Any | ErrorMessage | ValidationFailure | None:
    """Create an Office 365 calendar connection (misspelt path)

     Success is 200, not 201, and the answer names the new record's id only.

    This path's page demands `CoworkerId` and leaves `SubscriptionId` and `CalendarId` optional, the
    opposite of what
    the pages of the correctly spelt path say. Each path follows its own pages.

    Args:
        body (CoworkerMsOffeCalendarCreate): A new Office 365 calendar connection, for the
            misspelt path.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ActionResult | Any | ErrorMessage | ValidationFailure
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
