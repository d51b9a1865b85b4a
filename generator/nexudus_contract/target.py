"""A running server: its address, and the credentials for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import httpx

from nexudus_calendars.runtime.base_url import BaseURL
from nexudus_calendars.runtime.environment import allows_http
from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject, is_object

# The mock's own administrator, whose password everybody knows.
MOCK_USER = ("admin@example.com", "admin")


class TargetError(Exception):
    """A server cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Target:
    """A running server.

    Attributes:
        url: Its address, without `/api`.
        token: An access token; or else
        username: a user's e-mail address, and
        password: that user's password.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, url: str, environment: Mapping[str, str]) -> "Target":
        """The server at `url`, with the credentials that the environment holds.

        A server on this machine for which it holds none is taken for the mock. Another one may be called by plain http
        if `NEXUDUS_ALLOW_HTTP` is `yes`.

        Raises:
            TargetError: the address makes no sense, or there are no credentials.
        """
        try:
            address = BaseURL(url, allow_http=allows_http(environment))
        except ValueError as error:
            raise TargetError(str(error)) from None
        target = cls(
            url=str(address),
            token=environment.get("NEXUDUS_TOKEN"),
            username=environment.get("NEXUDUS_USERNAME"),
            password=environment.get("NEXUDUS_PASSWORD"),
        )
        if target.token is None and target.username is None and target.on_this_machine:
            return replace(target, username=MOCK_USER[0], password=MOCK_USER[1])
        if target.token is None and (target.username is None or target.password is None):
            raise TargetError(f"no credentials for {url}; set NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD")
        return target

    @property
    def on_this_machine(self) -> bool:
        """Whether the address is a loopback address."""
        return self.address.is_loopback

    @property
    def address(self) -> BaseURL:
        """What makes the URLs of requests to it.

        Raises:
            TargetError: it is no address of a server.
        """
        try:
            return BaseURL(self.url, allow_http=True)
        except ValueError as error:
            raise TargetError(str(error)) from None

    def access_token(self, contract: Contract) -> str:
        """The token, or a new one for the user name and password; one that the server accepts, in any case.

        Raises:
            TargetError: the server cannot be reached, or lets nobody in.
        """
        token = self.token
        if token is None:
            token = str(self._ask(contract, "createToken", token=None).get("access_token"))
        self._ask(contract, "getCurrentUser", token=token)
        return token

    def _ask(self, contract: Contract, operation_id: str, *, token: str | None) -> JsonObject:
        operation = next(item for item in contract.operations if item.id == operation_id)
        form = {"grant_type": "password", "username": self.username, "password": self.password}
        try:
            answer = httpx.request(
                operation.method,
                self.address.url(operation.path),
                data=form if token is None else None,
                headers={} if token is None else {"Authorization": f"Bearer {token}"},
                timeout=30,
            )
        except httpx.HTTPError as error:
            raise TargetError(f"{self.url} cannot be reached: {error}; is the server running?") from error
        try:
            value: object = answer.json() if answer.status_code == 200 else None
        except ValueError:
            value = None
        if not is_object(value):
            refusal = f"{self.url} let nobody in: {operation.path} answered {answer.status_code}"
            raise TargetError(f"{refusal}; check the address and the credentials")
        return value
