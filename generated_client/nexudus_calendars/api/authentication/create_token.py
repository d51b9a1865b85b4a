from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error_message import ErrorMessage
from ...models.grant import Grant
from ...models.o_auth_error import OAuthError
from ...models.password_grant import PasswordGrant
from ...models.refresh_grant import RefreshGrant
from ...types import UNSET, Response, Unset


def get_kwargs(
    *,
    body: PasswordGrant | RefreshGrant,
    client_id: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(client_id, Unset):
        headers["client_id"] = client_id

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/token",
    }

    _kwargs["data"] = body.to_dict()
    headers["Content-Type"] = "application/x-www-form-urlencoded"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | ErrorMessage | Grant | OAuthError | None:
    if response.status_code == 200:
        response_200 = Grant.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = OAuthError.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = OAuthError.from_dict(response.json())

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
) -> Response[Any | ErrorMessage | Grant | OAuthError]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: PasswordGrant | RefreshGrant,
    client_id: str | Unset = UNSET,
) -> Response[Any | ErrorMessage | Grant | OAuthError]:
    """Get an access token

     Takes a form, never JSON (which answers `unsupported_grant_type`), and answers a grant: an access
    token, and a
    refresh token that lives for fifteen days.

    Each `client_id` has one refresh token. A new password grant under the same `client_id` kills the
    earlier refresh
    token, and a refresh grant replaces it with the new one it answers; access tokens already issued
    stay valid.
    Account holders with two-factor authentication get `two_factor_auth_check` and ask again with
    `totp`.

    Args:
        client_id (str | Unset):
        body (PasswordGrant | RefreshGrant):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorMessage | Grant | OAuthError]
    """

    kwargs = get_kwargs(
        body=body,
        client_id=client_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: PasswordGrant | RefreshGrant,
    client_id: str | Unset = UNSET,
) -> Any | ErrorMessage | Grant | OAuthError | None:
    """Get an access token

     Takes a form, never JSON (which answers `unsupported_grant_type`), and answers a grant: an access
    token, and a
    refresh token that lives for fifteen days.

    Each `client_id` has one refresh token. A new password grant under the same `client_id` kills the
    earlier refresh
    token, and a refresh grant replaces it with the new one it answers; access tokens already issued
    stay valid.
    Account holders with two-factor authentication get `two_factor_auth_check` and ask again with
    `totp`.

    Args:
        client_id (str | Unset):
        body (PasswordGrant | RefreshGrant):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorMessage | Grant | OAuthError
    """

    return sync_detailed(
        client=client,
        body=body,
        client_id=client_id,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: PasswordGrant | RefreshGrant,
    client_id: str | Unset = UNSET,
) -> Response[Any | ErrorMessage | Grant | OAuthError]:
    """Get an access token

     Takes a form, never JSON (which answers `unsupported_grant_type`), and answers a grant: an access
    token, and a
    refresh token that lives for fifteen days.

    Each `client_id` has one refresh token. A new password grant under the same `client_id` kills the
    earlier refresh
    token, and a refresh grant replaces it with the new one it answers; access tokens already issued
    stay valid.
    Account holders with two-factor authentication get `two_factor_auth_check` and ask again with
    `totp`.

    Args:
        client_id (str | Unset):
        body (PasswordGrant | RefreshGrant):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | ErrorMessage | Grant | OAuthError]
    """

    kwargs = get_kwargs(
        body=body,
        client_id=client_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: PasswordGrant | RefreshGrant,
    client_id: str | Unset = UNSET,
) -> Any | ErrorMessage | Grant | OAuthError | None:
    """Get an access token

     Takes a form, never JSON (which answers `unsupported_grant_type`), and answers a grant: an access
    token, and a
    refresh token that lives for fifteen days.

    Each `client_id` has one refresh token. A new password grant under the same `client_id` kills the
    earlier refresh
    token, and a refresh grant replaces it with the new one it answers; access tokens already issued
    stay valid.
    Account holders with two-factor authentication get `two_factor_auth_check` and ask again with
    `totp`.

    Args:
        client_id (str | Unset):
        body (PasswordGrant | RefreshGrant):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | ErrorMessage | Grant | OAuthError
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            client_id=client_id,
        )
    ).parsed
