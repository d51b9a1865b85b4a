from __future__ import annotations

from ..api.authentication import create_token, get_current_user
from ..models import Grant, PasswordGrant, RefreshGrant, User
from ..models.password_grant import PasswordGrant
from ..models.refresh_grant import RefreshGrant
from ..runtime.answers import decode
from ..runtime.request import Operation, Request
from ..runtime.session import AsyncSession, Session
from ..types import UNSET

__all__ = ["AsyncAuthentication", "Authentication"]

_CREATE_TOKEN = Operation("createToken", authorized=False)
_GET_CURRENT_USER = Operation("getCurrentUser")


class Authentication:
    """Access tokens, and the user behind them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def create_token(
        self,
        *,
        body: PasswordGrant | RefreshGrant,
        client_id: str | None = None,
    ) -> Grant:
        """Get an access token.

        Takes a form, never JSON (which answers `unsupported_grant_type`), and answers a grant: an access token, and a
        refresh token that lives for fifteen days.

        Each `client_id` has one refresh token. A new password grant under the same `client_id` kills the earlier
        refresh token, and a refresh grant replaces it with the new one it answers; access tokens already issued stay
        valid. Account holders with two-factor authentication get `two_factor_auth_check` and ask again with `totp`.

        Args:
            body: The grant asked for.
            client_id: Your name for this client; a request header, though one generation calls it a parameter. Optional
                with a password, when it defaults to the user name; a refresh grant needs the very same value again.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/authentication
        """
        return decode(
            self._session.send(
                Request(
                    _CREATE_TOKEN,
                    create_token.get_kwargs(
                        body=body,
                        client_id=UNSET if client_id is None else client_id,
                    ),
                )
            ),
            Grant.from_dict,
        )

    def get_current_user(
        self,
    ) -> User:
        """Read the user behind the credentials.

        Answers the user whose credentials came with the request. It needs no role, so it is a safe first call.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented-2020):
            https://github.com/vardhan341/api-docs/blob/4e1e5a2/token-authentication-oauth.md
        """
        return decode(
            self._session.send(
                Request(
                    _GET_CURRENT_USER,
                    get_current_user.get_kwargs(),
                )
            ),
            User.from_dict,
        )


class AsyncAuthentication:
    """Access tokens, and the user behind them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def create_token(
        self,
        *,
        body: PasswordGrant | RefreshGrant,
        client_id: str | None = None,
    ) -> Grant:
        """Get an access token.

        Takes a form, never JSON (which answers `unsupported_grant_type`), and answers a grant: an access token, and a
        refresh token that lives for fifteen days.

        Each `client_id` has one refresh token. A new password grant under the same `client_id` kills the earlier
        refresh token, and a refresh grant replaces it with the new one it answers; access tokens already issued stay
        valid. Account holders with two-factor authentication get `two_factor_auth_check` and ask again with `totp`.

        Args:
            body: The grant asked for.
            client_id: Your name for this client; a request header, though one generation calls it a parameter. Optional
                with a password, when it defaults to the user name; a refresh grant needs the very same value again.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/authentication
        """
        return decode(
            await self._session.send(
                Request(
                    _CREATE_TOKEN,
                    create_token.get_kwargs(
                        body=body,
                        client_id=UNSET if client_id is None else client_id,
                    ),
                )
            ),
            Grant.from_dict,
        )

    async def get_current_user(
        self,
    ) -> User:
        """Read the user behind the credentials.

        Answers the user whose credentials came with the request. It needs no role, so it is a safe first call.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented-2020):
            https://github.com/vardhan341/api-docs/blob/4e1e5a2/token-authentication-oauth.md
        """
        return decode(
            await self._session.send(
                Request(
                    _GET_CURRENT_USER,
                    get_current_user.get_kwargs(),
                )
            ),
            User.from_dict,
        )
