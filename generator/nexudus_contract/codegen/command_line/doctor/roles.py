"""What the user may do, as far as reading shows it: nothing is written to find out."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from nexudus_calendars.cli.doctor.check import Check, fail, ok, skipped
from nexudus_calendars.cli.record_type import RecordType
from nexudus_calendars.models import User
from nexudus_calendars.nexudus import NexudusClient
from nexudus_calendars.runtime.errors import AuthenticationError, NexudusError, NotFoundError, PermissionDeniedError

_ADMINISTRATOR = "an administrator holds every role"
_UNTRIED = "not tried, since it would write"
_ANY_ID = 1


def looked_at(client: NexudusClient, record_type: RecordType, user: User) -> Iterator[Check]:
    """A check for each role of a record type that an operation needs."""
    tries = _tries(client, record_type)
    methods: dict[tuple[str, ...], list[str]] = {}
    for method, roles in record_type.roles.items():
        methods.setdefault(roles, []).append(method)
    for roles, names in methods.items():
        name = f"{' or '.join(roles)} ({record_type.name}: {', '.join(names)})"
        reading = next((tries[method] for method in names if method in tries), None)
        if reading is not None:
            yield _tried(name, roles, reading)
        else:
            yield ok(name, _ADMINISTRATOR) if user.is_admin else skipped(name, _UNTRIED)


def _tries(client: NexudusClient, record_type: RecordType) -> dict[str, Callable[[], object]]:
    """What can be tried by reading, by the client's methods. To list commands, one needs the role to change records."""
    resource: Any = record_type.resource(client)
    known, missing = list[int](), list[NotFoundError]()

    def first_row() -> None:
        try:
            known.extend(row.to_dict()[record_type.id_property] for row in islice(resource.list(size=1), 1))
        except NotFoundError as error:
            missing.append(error)
            raise

    def read() -> None:
        try:
            resource.get(known[0] if known else _ANY_ID)
        except NotFoundError:
            # Who may not read is told that, rather than whether there is such a record; unless there is no such path.
            if missing:
                raise

    tries: dict[str, Callable[[], object]] = {"list": first_row, "get": read}
    if "list_commands" in record_type.roles:
        tries["list_commands"] = resource.list_commands
    return tries


def _tried(name: str, roles: tuple[str, ...], reading: Callable[[], object]) -> Check:
    try:
        reading()
    except NotFoundError:
        return skipped(name, "the server has no such path")
    except (AuthenticationError, PermissionDeniedError):
        return fail(name, "refused", f"give the user the role {' or '.join(roles)}, if it is to do this")
    except NexudusError as error:
        return skipped(name, f"could not be tried: {error}")
    return ok(name, "tried by reading")
