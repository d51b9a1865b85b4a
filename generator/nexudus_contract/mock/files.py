"""What a mock can be told in files: its users, its faults, its limits."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nexudus_contract.limits import LIMITS, limits
from nexudus_contract.mock.control.faults import Fault
from nexudus_contract.mock.entry.users import User
from nexudus_contract.mock.settings import MockError
from nexudus_contract.source import Pointer, Source, SourceError, is_array, is_object, read
from nexudus_contract.terms import ContractError, Limit

_TEXTS = {"email", "password", "totp_secret"}
_SWITCHES = {"api_access", "suspended", "must_reset_password"}


def read_users(path: Path) -> tuple[User, ...]:
    """The users in a file: a list under `users`, whose entries have the names of `User`'s attributes.

    Raises:
        MockError: it cannot be read, or an entry makes no sense; the message says where.
    """
    source = _read(path)
    entries = _entries(source, "users")
    users = tuple(_user(source, ("users", place), entry) for place, entry in enumerate(entries))
    if len({user.email for user in users}) != len(users):
        raise _wrong(source, ("users",), "two users have the same email")
    return users


def read_faults(path: Path) -> tuple[Fault, ...]:
    """The faults in a file: a list under `faults`, whose entries have the names of `Fault`'s attributes.

    Raises:
        MockError: it cannot be read, or an entry makes no sense; the message says where.
    """
    source = _read(path)
    faults: list[Fault] = []
    for place, entry in enumerate(_entries(source, "faults")):
        try:
            faults.append(Fault.from_mapping(entry))
        except ValueError as error:
            raise _wrong(source, ("faults", place), str(error)) from error
    return tuple(faults)


def read_limits(path: Path) -> tuple[Limit, ...]:
    """The limits in a file, written as in openapi.yaml.

    Raises:
        MockError: it cannot be read, or a limit makes no sense; the message says where.
    """
    source = _read(path)
    if LIMITS not in source.data:
        raise _wrong(source, (), f"has no limits; list them under {LIMITS}, as openapi.yaml does")
    try:
        return tuple(limits(source.data))
    except ContractError as error:
        raise _wrong(source, error.pointer, str(error)) from error


def _user(source: Source, pointer: Pointer, entry: Mapping[str, Any]) -> User:
    for name, value in entry.items():
        if name not in {*_TEXTS, *_SWITCHES, "roles"}:
            known = ", ".join(sorted({*_TEXTS, *_SWITCHES, "roles"}))
            raise _wrong(source, (*pointer, name), f"a user has no {name}; it has {known}")
        if (name in _TEXTS and not isinstance(value, str)) or (name in _SWITCHES and not isinstance(value, bool)):
            raise _wrong(source, (*pointer, name), f"{name} must be {'a text' if name in _TEXTS else 'true or false'}")
    roles = entry.get("roles")
    if "roles" in entry and not (is_array(roles) and all(isinstance(role, str) for role in roles)):
        raise _wrong(
            source, (*pointer, "roles"), "roles must be a list of names; without it, the user may do everything"
        )
    missing = [name for name in ("email", "password") if name not in entry]
    if missing:
        raise _wrong(source, pointer, f"the user lacks {' and '.join(missing)}")
    try:
        values: dict[str, Any] = {**entry, "roles": None if roles is None else frozenset(roles)}
        return User(**values)
    except ValueError as error:
        raise _wrong(source, pointer, f"totp_secret is not base32 ({error})") from error


def _read(path: Path) -> Source:
    try:
        return read(path)
    except SourceError as error:
        raise MockError(str(error)) from error


def _entries(source: Source, name: str) -> list[Mapping[str, Any]]:
    entries = source.data.get(name)
    if not is_array(entries):
        raise _wrong(source, (), f"has no list of {name}; it starts with '{name}:'")
    for place, entry in enumerate(entries):
        if not is_object(entry):
            raise _wrong(source, (name, place), f"an entry of {name} must be an object")
    return entries


def _wrong(source: Source, pointer: Pointer, message: str) -> MockError:
    position = source.position_of(pointer)
    return MockError(f"{source.path}:{position.line}:{position.column}: {message}")
