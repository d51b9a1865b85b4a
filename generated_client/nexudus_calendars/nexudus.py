import os
import platform
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Self, Unpack

import httpx

from .runtime.base_url import BaseURL
from .runtime.clock import SYSTEM_CLOCK, Clock
from .runtime.connections import AsyncClient, Client
from .runtime.credentials import Credentials, credentials
from .runtime.delivery import Delivery
from .runtime.environment import allows_http, environment
from .runtime.options import OptionChanges, Options, ResponseHook
from .runtime.pacing import Limit, Pacer
from .runtime.request import Operation
from .runtime.retries import RetryPolicy
from .runtime.session import AsyncSession, Session

if TYPE_CHECKING:
    from .resources.authentication import AsyncAuthentication, Authentication
    from .resources.coworker_google_calendars import AsyncCoworkerGoogleCalendars, CoworkerGoogleCalendars
    from .resources.coworker_ms_offe_calendars import AsyncCoworkerMsOffeCalendars, CoworkerMsOffeCalendars
    from .resources.coworker_ms_office_calendars import AsyncCoworkerMsOfficeCalendars, CoworkerMsOfficeCalendars

DEFAULT_BASE_URL = "https://spaces.nexudus.com"
DEFAULT_TIMEOUT = 30.0
DOCUMENTED_LIMITS = (
    Limit(1, 0.1),
    Limit(120, 60),
    Limit(5000, 3600),
    Limit(200000, 86400),
    Limit(60, 60, frozenset(["DELETE", "POST", "PUT"])),
    Limit(5000, 86400, frozenset(["DELETE", "POST", "PUT"])),
)
NO_LIMITS: tuple[Limit, ...] = ()
_USER_AGENT = f"nexudus-calendars/0.1.0 python/{platform.python_version()} httpx/{httpx.__version__}"
_GRANT = Operation("createToken", authorized=False), {"method": "post", "url": "/api/token"}


class ClientOptions(OptionChanges, total=False):
    """What `NexudusClient` takes besides the address and the credentials; see there for what each means."""

    allow_http: bool
    user_agent: str
    http_client: httpx.Client | None
    transport: httpx.BaseTransport | None
    clock: Clock


class AsyncClientOptions(OptionChanges, total=False):
    """What `AsyncNexudusClient` takes besides the address and the credentials; see there for what each means."""

    allow_http: bool
    user_agent: str
    http_client: httpx.AsyncClient | None
    transport: httpx.AsyncBaseTransport | None
    clock: Clock


class NexudusClient(Session):
    """The API, one attribute per resource. Use it with `with`, or close it."""

    def __init__(
        self,
        base_url: str = DEFAULT_BASE_URL,
        *,
        token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        auth: Credentials | None = None,
        allow_http: bool = False,
        timeout: float | httpx.Timeout | None = DEFAULT_TIMEOUT,
        retries: RetryPolicy | None = None,
        limits: Sequence[Limit] = DOCUMENTED_LIMITS,
        limit_wait: float | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        user_agent: str = "",
        on_response: ResponseHook | None = None,
        http_client: httpx.Client | None = None,
        transport: httpx.BaseTransport | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Make a client. Nothing is sent yet.

        Args:
            base_url: Address of the API, up to where the contract's paths begin.
            token: An access token; or else
            username: e-mail address of a user with API access, and
            password: that user's password, sent with every request; or else
            auth: `GrantAuth`, which signs in for a token and renews it, or another one of the credentials.
            allow_http: Whether a server that is not on this machine may be called by plain http, which others on the
                network can read.
            timeout: Seconds to wait for each part of an answer, or httpx's own description of that; None waits for ever.
            retries: What is sent again, and when; by default up to 4 times within 2 minutes.
            limits: What the client keeps to by itself; `NO_LIMITS` for a mock.
            limit_wait: Most seconds that a call waits for the limits before it fails with `LimitReachedError`, unsent;
                None waits as long as it takes.
            headers: Headers to send with every request.
            query: Query parameters to send with every request.
            user_agent: Your program's name and version, put before the client's own.
            on_response: Called with every raw answer.
            http_client: An httpx client of your own, for proxies, certificates, event hooks and connection limits. It is
                not closed with this one.
            transport: What carries the requests, in place of httpx's own network transport.
            clock: What the time is read from, for tests.

        Raises:
            ValueError: the address is none or not encrypted, more than one kind of credentials is given or half of a pair,
                or a transport together with an httpx client.
        """
        if http_client is not None and transport is not None:
            raise ValueError("give the transport to your httpx client, or leave that client out")
        who, address = credentials(token, username, password, auth), BaseURL(base_url, allow_http=allow_http)
        standing = {
            "Accept": "application/json",
            "User-Agent": f"{user_agent} {_USER_AGENT}".lstrip(),
            **(headers or {}),
        }
        # Headers that a client of our own has already need not be put into each request.
        http = Client(transport, standing) if http_client is None else http_client
        options = Options(
            timeout=timeout,
            retries=RetryPolicy() if retries is None else retries,
            limits=limits,
            limit_wait=limit_wait,
            headers={} if http_client is None else standing,
            query=query or {},
            on_response=on_response,
            clock=clock,
        )
        delivery = Delivery(http.build_request, address, _GRANT, options, who, Pacer(limits, clock))
        super().__init__(http, delivery, owns_connections=http_client is None)

    @classmethod
    def from_env(cls, **options: Unpack[ClientOptions]) -> Self:
        """A client with the credentials and the address that environment variables name.

        `NEXUDUS_TOKEN` is an access token. Otherwise `NEXUDUS_USERNAME` and `NEXUDUS_PASSWORD` are sent with every
        request, or exchanged for a token where `NEXUDUS_AUTH` is `grant`, under the name `NEXUDUS_CLIENT_ID` if there is
        one. `NEXUDUS_BASE_URL` is the address, if it is not Nexudus' own; it may be plain http with
        `NEXUDUS_ALLOW_HTTP=yes`.

        Args:
            **options: Anything else that the class takes, but for the address and the credentials.

        Raises:
            ValueError: what is needed is not there; the message names the variables, and never a value.
        """
        base_url = os.environ.get("NEXUDUS_BASE_URL") or DEFAULT_BASE_URL
        options.setdefault("allow_http", allows_http(os.environ))
        return cls(base_url, auth=environment(os.environ), **options)

    @property
    def coworker_ms_office_calendars(self) -> "CoworkerMsOfficeCalendars":
        """Office 365 calendars that customers connected, in order to book resources straight from them."""
        from .resources.coworker_ms_office_calendars import CoworkerMsOfficeCalendars

        return CoworkerMsOfficeCalendars(self)

    @property
    def coworker_ms_offe_calendars(self) -> "CoworkerMsOffeCalendars":
        """The same entity at a misspelt path, which one generation of the documentation gave its own pages, with other
        required fields and without entity filters. Which of the two paths a server answers is not known; prefer
        `CoworkerMsOfficeCalendars`, which every other generation uses."""
        from .resources.coworker_ms_offe_calendars import CoworkerMsOffeCalendars

        return CoworkerMsOffeCalendars(self)

    @property
    def coworker_google_calendars(self) -> "CoworkerGoogleCalendars":
        """Google calendars that customers connected, in order to book resources straight from them."""
        from .resources.coworker_google_calendars import CoworkerGoogleCalendars

        return CoworkerGoogleCalendars(self)

    @property
    def authentication(self) -> "Authentication":
        """Access tokens, and the user behind them."""
        from .resources.authentication import Authentication

        return Authentication(self)


class AsyncNexudusClient(AsyncSession):
    """The API, one attribute per resource. Use it with `async with`, or close it."""

    def __init__(
        self,
        base_url: str = DEFAULT_BASE_URL,
        *,
        token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        auth: Credentials | None = None,
        allow_http: bool = False,
        timeout: float | httpx.Timeout | None = DEFAULT_TIMEOUT,
        retries: RetryPolicy | None = None,
        limits: Sequence[Limit] = DOCUMENTED_LIMITS,
        limit_wait: float | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        user_agent: str = "",
        on_response: ResponseHook | None = None,
        http_client: httpx.AsyncClient | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Make a client. Nothing is sent yet.

        Args:
            base_url: Address of the API, up to where the contract's paths begin.
            token: An access token; or else
            username: e-mail address of a user with API access, and
            password: that user's password, sent with every request; or else
            auth: `GrantAuth`, which signs in for a token and renews it, or another one of the credentials.
            allow_http: Whether a server that is not on this machine may be called by plain http, which others on the
                network can read.
            timeout: Seconds to wait for each part of an answer, or httpx's own description of that; None waits for ever.
            retries: What is sent again, and when; by default up to 4 times within 2 minutes.
            limits: What the client keeps to by itself; `NO_LIMITS` for a mock.
            limit_wait: Most seconds that a call waits for the limits before it fails with `LimitReachedError`, unsent;
                None waits as long as it takes.
            headers: Headers to send with every request.
            query: Query parameters to send with every request.
            user_agent: Your program's name and version, put before the client's own.
            on_response: Called with every raw answer. It may be a coroutine function.
            http_client: An httpx client of your own, for proxies, certificates, event hooks and connection limits. It is
                not closed with this one.
            transport: What carries the requests, in place of httpx's own network transport.
            clock: What the time is read from, for tests.

        Raises:
            ValueError: the address is none or not encrypted, more than one kind of credentials is given or half of a pair,
                or a transport together with an httpx client.
        """
        if http_client is not None and transport is not None:
            raise ValueError("give the transport to your httpx client, or leave that client out")
        who, address = credentials(token, username, password, auth), BaseURL(base_url, allow_http=allow_http)
        standing = {
            "Accept": "application/json",
            "User-Agent": f"{user_agent} {_USER_AGENT}".lstrip(),
            **(headers or {}),
        }
        # Headers that a client of our own has already need not be put into each request.
        http = AsyncClient(transport, standing) if http_client is None else http_client
        options = Options(
            timeout=timeout,
            retries=RetryPolicy() if retries is None else retries,
            limits=limits,
            limit_wait=limit_wait,
            headers={} if http_client is None else standing,
            query=query or {},
            on_response=on_response,
            clock=clock,
        )
        delivery = Delivery(http.build_request, address, _GRANT, options, who, Pacer(limits, clock))
        super().__init__(http, delivery, owns_connections=http_client is None)

    @classmethod
    def from_env(cls, **options: Unpack[AsyncClientOptions]) -> Self:
        """A client with the credentials and the address that environment variables name.

        `NEXUDUS_TOKEN` is an access token. Otherwise `NEXUDUS_USERNAME` and `NEXUDUS_PASSWORD` are sent with every
        request, or exchanged for a token where `NEXUDUS_AUTH` is `grant`, under the name `NEXUDUS_CLIENT_ID` if there is
        one. `NEXUDUS_BASE_URL` is the address, if it is not Nexudus' own; it may be plain http with
        `NEXUDUS_ALLOW_HTTP=yes`.

        Args:
            **options: Anything else that the class takes, but for the address and the credentials.

        Raises:
            ValueError: what is needed is not there; the message names the variables, and never a value.
        """
        base_url = os.environ.get("NEXUDUS_BASE_URL") or DEFAULT_BASE_URL
        options.setdefault("allow_http", allows_http(os.environ))
        return cls(base_url, auth=environment(os.environ), **options)

    @property
    def coworker_ms_office_calendars(self) -> "AsyncCoworkerMsOfficeCalendars":
        """Office 365 calendars that customers connected, in order to book resources straight from them."""
        from .resources.coworker_ms_office_calendars import AsyncCoworkerMsOfficeCalendars

        return AsyncCoworkerMsOfficeCalendars(self)

    @property
    def coworker_ms_offe_calendars(self) -> "AsyncCoworkerMsOffeCalendars":
        """The same entity at a misspelt path, which one generation of the documentation gave its own pages, with other
        required fields and without entity filters. Which of the two paths a server answers is not known; prefer
        `CoworkerMsOfficeCalendars`, which every other generation uses."""
        from .resources.coworker_ms_offe_calendars import AsyncCoworkerMsOffeCalendars

        return AsyncCoworkerMsOffeCalendars(self)

    @property
    def coworker_google_calendars(self) -> "AsyncCoworkerGoogleCalendars":
        """Google calendars that customers connected, in order to book resources straight from them."""
        from .resources.coworker_google_calendars import AsyncCoworkerGoogleCalendars

        return AsyncCoworkerGoogleCalendars(self)

    @property
    def authentication(self) -> "AsyncAuthentication":
        """Access tokens, and the user behind them."""
        from .resources.authentication import AsyncAuthentication

        return AsyncAuthentication(self)
