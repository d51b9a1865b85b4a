"""What a person can choose about the mock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from nexudus_contract.mock.users import DEFAULT_USERS, User

IN_MEMORY = ":memory:"


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
    """

    database: str | Path = IN_MEMORY
    users: tuple[User, ...] = DEFAULT_USERS
    clock: Callable[[], datetime] = _now
    unique_id: Callable[[], UUID] = uuid4
    access_lifetime: timedelta = timedelta(seconds=604_799)
    refresh_lifetime: timedelta = timedelta(days=15)
    max_body_bytes: int = 1024 * 1024


DEFAULT_SETTINGS = MockSettings()
