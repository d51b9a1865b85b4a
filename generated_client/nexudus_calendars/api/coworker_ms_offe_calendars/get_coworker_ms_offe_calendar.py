from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.coworker_ms_offe_calendar import CoworkerMsOffeCalendar
from ...models.error_message import ErrorMessage
from ...types import Response


def get_kwargs(
    id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/spaces/coworkermsoffecalendars/{id}".format(
            id=quote(str(id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | CoworkerMsOffeCalendar | ErrorMessage | str | None:
    if response.status_code == 200:
        response_200 = CoworkerMsOffeCalendar.from_dict(response.json())

        return response_200

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
) -> Response[Any | CoworkerMsOffeCalendar | ErrorMessage | str]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: int,
    *,
    client: AuthenticatedClient,
) -> Response[Any | CoworkerMsOffeCalendar | ErrorMessage | str]:
    """Read one Office 365 calendar connection (misspelt path)

     Answers the full record, bare. This is the safe base for an update. So is the batch by its pages,
    but one
    integrator's client states that the single answer holds more.

    Args:
        id (int): Id of a record. Examples of the pages show 0 where no real id stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | CoworkerMsOffeCalendar | ErrorMessage | str]
    """

    kwargs = get_kwargs(
        id=id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: int,
    *,
    client: AuthenticatedClient,
) -> Any | CoworkerMsOffeCalendar | ErrorMessage | str | None:
    """Read one Office 365 calendar connection (misspelt path)

     Answers the full record, bare. This is the safe base for an update. So is the batch by its pages,
    but one
    integrator's client states that the single answer holds more.

    Args:
        id (int): Id of a record. Examples of the pages show 0 where no real id stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | CoworkerMsOffeCalendar | ErrorMessage | str
    """

    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: AuthenticatedClient,
) -> Response[Any | CoworkerMsOffeCalendar | ErrorMessage | str]:
    """Read one Office 365 calendar connection (misspelt path)

     Answers the full record, bare. This is the safe base for an update. So is the batch by its pages,
    but one
    integrator's client states that the single answer holds more.

    Args:
        id (int): Id of a record. Examples of the pages show 0 where no real id stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | CoworkerMsOffeCalendar | ErrorMessage | str]
    """

    kwargs = get_kwargs(
        id=id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: int,
    *,
    client: AuthenticatedClient,
) -> Any | CoworkerMsOffeCalendar | ErrorMessage | str | None:
    """Read one Office 365 calendar connection (misspelt path)

     Answers the full record, bare. This is the safe base for an update. So is the batch by its pages,
    but one
    integrator's client states that the single answer holds more.

    Args:
        id (int): Id of a record. Examples of the pages show 0 where no real id stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | CoworkerMsOffeCalendar | ErrorMessage | str
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
        )
    ).parsed
