"""What a person can choose about the mock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from nexudus_contract.mock.control.faults import Fault
from nexudus_contract.mock.dialects import DIALECTS
from nexudus_contract.mock.entry.users import DEFAULT_USERS, User
from nexudus_contract.terms import Limit

IN_MEMORY = ":memory:"
THROTTLE_STATUSES = (409, 429)
"""What the throttle answers: 409 as Nexudus' REST pages have it, 429 as its SDK and some integrators do."""
LISTS = ("full", "partial")
WRITE_VALUES = ("id", "record")


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
        dialect: the generation of the API that it speaks, `current` or `legacy-2020`.
        lists: whether the rows of lists are `full` records or `partial` ones.
        write_value: what a create answers as the new record, its `id` or the whole `record`.
        faults: what goes wrong from the beginning.
        seed: of the names behind references, of seeded records, and of the faults' chances.
        records: how many records of each type there are at the beginning.
        strict: whether each answer is held against the contract, and one that breaks it is a 500.
        log_size: how many requests the request log holds.
        admin_key: what the admin interface wants in the header `X-Mock-Key`; empty for nothing. A server off the
            loopback has no admin interface without one.

    Raises:
        MockError: one of them is not among its choices, or a limit lets nothing in or has no duration.
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
    dialect: str = "current"
    lists: str = "full"
    write_value: str = "id"
    faults: tuple[Fault, ...] = ()
    seed: int = 1
    records: int = 0
    strict: bool = False
    log_size: int = 1000
    admin_key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse what no mock can do."""
        if self.throttle_status not in THROTTLE_STATUSES:
            raise MockError(f"the throttle cannot answer {self.throttle_status}; choose 409 or 429")
        for name, choices in (("dialect", tuple(DIALECTS)), ("lists", LISTS), ("write_value", WRITE_VALUES)):
            if getattr(self, name) not in choices:
                raise MockError(f"{name} cannot be {getattr(self, name)!r}; choose {' or '.join(choices)}")
        if self.records < 0:
            raise MockError(f"there cannot be {self.records} records; choose 0 or more")
        for limit in self.limits:
            if limit.calls < 1 or limit.seconds <= 0:
                raise MockError(f"{limit} lets nothing in, or ends at once; both numbers must be above 0")


DEFAULT_SETTINGS = MockSettings()
