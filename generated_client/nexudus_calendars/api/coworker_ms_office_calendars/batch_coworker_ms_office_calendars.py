import json
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.coworker_ms_office_calendar import CoworkerMsOfficeCalendar
from ...models.error_message import ErrorMessage
from ...models.validation_failure import ValidationFailure
from ...types import UNSET, Response


def get_kwargs(
    *,
    id: list[int],
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_id: list[int]
    json_id = id

    params["id"] = json.dumps(json_id, separators=(",", ":"))

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/spaces/coworkermsofficecalendars/",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar] | None:
    if response.status_code == 200:
        response_200 = list(map(CoworkerMsOfficeCalendar.from_dict, response.json()))

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
) -> Response[Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar]]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    id: list[int],
) -> Response[Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar]]:
    """Read several Office 365 calendar connections by id

     Answers the full records in a bare array. The slash before the question mark matters. How many ids
    one request
    may name, what becomes of unknown ids, and the order of the answer are not documented.

    The current generation has no batch page for this path, but has one for both sister paths, whose
    form is
    followed here. The generation of 2020 asked for `?CoworkerMsOfficeCalendar_Id=[1,2]`, answered a
    page, and
    wanted the List role.

    Args:
        id (list[int]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar]]
    """

    kwargs = get_kwargs(
        id=id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    id: list[int],
) -> Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar] | None:
    """Read several Office 365 calendar connections by id

     Answers the full records in a bare array. The slash before the question mark matters. How many ids
    one request
    may name, what becomes of unknown ids, and the order of the answer are not documented.

    The current generation has no batch page for this path, but has one for both sister paths, whose
    form is
    followed here. The generation of 2020 asked for `?CoworkerMsOfficeCalendar_Id=[1,2]`, answered a
    page, and
    wanted the List role.

    Args:
        id (list[int]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar]
    """

    return sync_detailed(
        client=client,
        id=id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    id: list[int],
) -> Response[Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar]]:
    """Read several Office 365 calendar connections by id

     Answers the full records in a bare array. The slash before the question mark matters. How many ids
    one request
    may name, what becomes of unknown ids, and the order of the answer are not documented.

    The current generation has no batch page for this path, but has one for both sister paths, whose
    form is
    followed here. The generation of 2020 asked for `?CoworkerMsOfficeCalendar_Id=[1,2]`, answered a
    page, and
    wanted the List role.

    Args:
        id (list[int]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar]]
    """

    kwargs = get_kwargs(
        id=id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    id: list[int],
) -> Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar] | None:
    """Read several Office 365 calendar connections by id

     Answers the full records in a bare array. The slash before the question mark matters. How many ids
    one request
    may name, what becomes of unknown ids, and the order of the answer are not documented.

    The current generation has no batch page for this path, but has one for both sister paths, whose
    form is
    followed here. The generation of 2020 asked for `?CoworkerMsOfficeCalendar_Id=[1,2]`, answered a
    page, and
    wanted the List role.

    Args:
        id (list[int]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorMessage | ValidationFailure | list[CoworkerMsOfficeCalendar]
    """

    return (
        await asyncio_detailed(
            client=client,
            id=id,
        )
    ).parsed
