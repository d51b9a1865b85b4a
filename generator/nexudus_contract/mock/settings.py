"""What a person can choose about the mock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from nexudus_contract.mock.users import DEFAULT_USERS, User
from nexudus_contract.terms import Limit

IN_MEMORY = ":memory:"
THROTTLE_STATUSES = (409, 429)
"""What the throttle answers: 409 as Nexudus' REST pages have it, 429 as its SDK and some integrators do."""


class MockError(Exception):
    """The mock cannot start; the message says why, and what to do next."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class MockSettings:
    """Everything that a mock can be told.

    Attributes:
        database: file that keeps the records, or `:memory:` for a world that ends with the server.
        users: who may come in.
        clock: tells the time, with a time zone.
        unique_id: makes the UUID of a new record.
        access_lifetime: how long an access token is good; a week less a second, as the documentation's example has it.
        refresh_lifetime: how long a refresh token is good; fifteen days, as the documentation of 2020 says.
        max_body_bytes: the largest request body that is read.
        limits: how often each client may call; by default as often as it likes. The documented ones are
            `Contract.limits`.
        throttle_status: what a call beyond the limits is answered, 409 or 429.

    Raises:
        MockError: there is no such `throttle_status`, or a limit lets nothing in or has no duration.
    """

    database: str | Path = IN_MEMORY
    users: tuple[User, ...] = DEFAULT_USERS
    clock: Callable[[], datetime] = _now
    unique_id: Callable[[], UUID] = uuid4
    access_lifetime: timedelta = timedelta(seconds=604_799)
    refresh_lifetime: timedelta = timedelta(days=15)
    max_body_bytes: int = 1024 * 1024
    limits: tuple[Limit, ...] = ()
    throttle_status: int = 409

    def __post_init__(self) -> None:
        """Refuse what no throttle can do."""
        if self.throttle_status not in THROTTLE_STATUSES:
            raise MockError(f"the throttle cannot answer {self.throttle_status}; choose 409 or 429")
        for limit in self.limits:
            if limit.calls < 1 or limit.seconds <= 0:
                raise MockError(f"{limit} lets nothing in, or ends at once; both numbers must be above 0")


DEFAULT_SETTINGS = MockSettings()
