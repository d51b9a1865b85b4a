from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.action_result import ActionResult
from ...models.error_message import ErrorMessage
from ...runtime.values import is_object
from ...types import Response


def get_kwargs(
    id: int,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "delete",
        "url": "/api/spaces/coworkermsoffecalendars/{id}".format(
            id=quote(str(id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str | None:
    if response.status_code == 200:
        response_200 = ActionResult.from_dict(response.json())

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

        def _parse_response_500(data: object) -> ActionResult | ErrorMessage:
            try:
                if not is_object(data):
                    raise TypeError()
                response_500_type_0 = ActionResult.from_dict(data)

                return response_500_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not is_object(data):
                raise TypeError()
            response_500_type_1 = ErrorMessage.from_dict(data)

            return response_500_type_1

        response_500 = _parse_response_500(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str]:
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
) -> Response[ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str]:
    """Delete an Office 365 calendar connection (misspelt path)

     Deletes for good; there is no undo and no soft delete. No page shows this operation at this path: it
    is concluded
    from the sister paths, and its answer from the current pages of sister records.

    Args:
        id (int): Id of a record. Examples of the pages show 0 where no real id stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str]
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
) -> ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str | None:
    """Delete an Office 365 calendar connection (misspelt path)

     Deletes for good; there is no undo and no soft delete. No page shows this operation at this path: it
    is concluded
    from the sister paths, and its answer from the current pages of sister records.

    Args:
        id (int): Id of a record. Examples of the pages show 0 where no real id stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str
    """

    return sync_detailed(
        id=id,
        client=client,
    ).parsed


async def asyncio_detailed(
    id: int,
    *,
    client: AuthenticatedClient,
) -> Response[ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str]:
    """Delete an Office 365 calendar connection (misspelt path)

     Deletes for good; there is no undo and no soft delete. No page shows this operation at this path: it
    is concluded
    from the sister paths, and its answer from the current pages of sister records.

    Args:
        id (int): Id of a record. Examples of the pages show 0 where no real id stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str]
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
) -> ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str | None:
    """Delete an Office 365 calendar connection (misspelt path)

     Deletes for good; there is no undo and no soft delete. No page shows this operation at this path: it
    is concluded
    from the sister paths, and its answer from the current pages of sister records.

    Args:
        id (int): Id of a record. Examples of the pages show 0 where no real id stands.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        ActionResult | ActionResult | ErrorMessage | Any | ErrorMessage | str
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
        )
    ).parsed
