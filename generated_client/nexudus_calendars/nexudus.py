import httpx

from .resources.authentication import AsyncAuthentication, Authentication
from .resources.coworker_google_calendars import (
    AsyncCoworkerGoogleCalendars,
    CoworkerGoogleCalendars,
)
from .resources.coworker_ms_offe_calendars import (
    AsyncCoworkerMsOffeCalendars,
    CoworkerMsOffeCalendars,
)
from .resources.coworker_ms_office_calendars import (
    AsyncCoworkerMsOfficeCalendars,
    CoworkerMsOfficeCalendars,
)
from .runtime.credentials import credentials
from .runtime.session import AsyncSession, Session

DEFAULT_BASE_URL = "https://spaces.nexudus.com"
DEFAULT_TIMEOUT = 30.0
_HEADERS = {"Accept": "application/json", "User-Agent": "nexudus-calendars/0.1.0"}


class NexudusClient(Session):
    """The API, one attribute per resource. Use it with `with`, or close it.

    Attributes:
        coworker_ms_office_calendars: Office 365 calendars that customers connected, in order to book resources straight from them.
        coworker_ms_offe_calendars: The same entity at a misspelt path, which one generation of the documentation gave its own pages, with other
            required fields and without entity filters. Which of the two paths a server answers is not known; prefer
            `CoworkerMsOfficeCalendars`, which every other generation uses.
        coworker_google_calendars: Google calendars that customers connected, in order to book resources straight from them.
        authentication: Access tokens, and the user behind them.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_BASE_URL,
        *,
        token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Make a client. Nothing is sent yet.

        Args:
            base_url: Address of the API, without `/api`.
            token: An access token; or else
            username: e-mail address of a user with API access, and
            password: that user's password.
            timeout: Seconds to wait for each part of an answer.
            transport: What carries the requests, in place of httpx's own network transport.

        Raises:
            ValueError: a token and a password are given, or half of a pair.
        """
        super().__init__(
            httpx.Client(
                base_url=base_url,
                auth=credentials(token, username, password),
                headers=_HEADERS,
                timeout=timeout,
                transport=transport,
            )
        )
        self.coworker_ms_office_calendars = CoworkerMsOfficeCalendars(self)
        self.coworker_ms_offe_calendars = CoworkerMsOffeCalendars(self)
        self.coworker_google_calendars = CoworkerGoogleCalendars(self)
        self.authentication = Authentication(self)


class AsyncNexudusClient(AsyncSession):
    """The API, one attribute per resource. Use it with `async with`, or close it.

    Attributes:
        coworker_ms_office_calendars: Office 365 calendars that customers connected, in order to book resources straight from them.
        coworker_ms_offe_calendars: The same entity at a misspelt path, which one generation of the documentation gave its own pages, with other
            required fields and without entity filters. Which of the two paths a server answers is not known; prefer
            `CoworkerMsOfficeCalendars`, which every other generation uses.
        coworker_google_calendars: Google calendars that customers connected, in order to book resources straight from them.
        authentication: Access tokens, and the user behind them.
    """

    def __init__(
        self,
        base_url: str = DEFAULT_BASE_URL,
        *,
        token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Make a client. Nothing is sent yet.

        Args:
            base_url: Address of the API, without `/api`.
            token: An access token; or else
            username: e-mail address of a user with API access, and
            password: that user's password.
            timeout: Seconds to wait for each part of an answer.
            transport: What carries the requests, in place of httpx's own network transport.

        Raises:
            ValueError: a token and a password are given, or half of a pair.
        """
        super().__init__(
            httpx.AsyncClient(
                base_url=base_url,
                auth=credentials(token, username, password),
                headers=_HEADERS,
                timeout=timeout,
                transport=transport,
            )
        )
        self.coworker_ms_office_calendars = AsyncCoworkerMsOfficeCalendars(self)
        self.coworker_ms_offe_calendars = AsyncCoworkerMsOffeCalendars(self)
        self.coworker_google_calendars = AsyncCoworkerGoogleCalendars(self)
        self.authentication = AsyncAuthentication(self)
