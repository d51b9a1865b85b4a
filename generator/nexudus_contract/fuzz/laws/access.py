"""Who is let in, and what they may do."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import urlencode

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.laws.ground import Ground, answered
from nexudus_contract.fuzz.laws.reading import audit
from nexudus_contract.fuzz.laws.writing import update
from nexudus_contract.fuzz.reply import Content, Reply
from nexudus_contract.fuzz.wire import Wire
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, Operation

STRANGER = "never-granted"
"""A token that no server ever granted."""

_CLIENT = "nexudus-contract-fuzz"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Person:
    """Somebody who may come in.

    Attributes:
        username: e-mail address.
        password: in clear.
        roles: names of roles, in which `*` stands for any text; None for a full unrestricted administrator.
    """

    username: str
    password: str = field(repr=False)
    roles: frozenset[str] | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Person | None":
        """Somebody with fewer roles, as the environment has them; None where it has nobody."""
        username, password = environment.get("NEXUDUS_READER_USERNAME"), environment.get("NEXUDUS_READER_PASSWORD")
        if not username or not password:
            return None
        roles = environment.get("NEXUDUS_READER_ROLES") or "*-List,*-Read"
        return cls(username, password, frozenset(role.strip() for role in roles.split(",")))

    @property
    def basic(self) -> str:
        """The `Authorization` header of the Basic scheme."""
        return f"Basic {base64.b64encode(f'{self.username}:{self.password}'.encode()).decode()}"

    @property
    def mistaken(self) -> "Person":
        """The same with a wrong password."""
        return Person(self.username, f"{self.password}x", self.roles)

    def may(self, operation: Operation) -> bool:
        """Whether they may do what an operation does."""
        if self.roles is None or not operation.roles:
            return True
        return any(fnmatchcase(wanted, held) for wanted in operation.roles for held in self.roles)


MOCK_READER = Person("auditor@example.com", "auditor", frozenset({"*-List", "*-Read"}))
"""The user of every mock who may only read, and whose password everybody knows."""


@dataclass(frozen=True)
class People:
    """Who may be tried at the gates.

    Attributes:
        own: The run's own user, where a wrong password may be tried.
        lesser: Somebody with fewer roles.
        strangers: Whether people without credentials, or with wrong ones, may be tried.
    """

    own: Person | None = None
    lesser: Person | None = None
    strangers: bool = True


class Grants:
    """The token endpoint of one server."""

    def __init__(self, contract: Contract, wire: Wire) -> None:
        """Find the operations: the one without a lock that takes a form, and the one that needs no role."""
        self._wire = wire
        self.operation = next(item for item in contract.operations if item.body and item.body.media_type == _FORM)
        self.whoami = next(item for item in contract.operations if item.secured and not item.roles and not item.kind)

    def ask(self, content_type: str = _FORM, **form: str) -> Reply:
        """Ask for a grant."""
        # What the client calls itself, by which the server tells one refresh token from another.
        client = {item.name: _CLIENT for item in self.operation.parameters if item.location == "header"}
        content = Content(urlencode(form).encode(), {"Content-Type": content_type, **client})
        return self._wire.send(self.operation, content=content, authorization="")

    def of(self, person: Person) -> Reply:
        """A grant for somebody's password."""
        return self.ask(grant_type="password", username=person.username, password=person.password)

    def known(self, authorization: str) -> Reply:
        """Ask who one is."""
        return self._wire.send(self.whoami, authorization=authorization)


def grants(contract: Contract, wire: Wire, person: Person) -> None:
    """A grant lets one in, ends no other, and its refresh token works once.

    Raises:
        BreachError: it does not.
    """
    gate = Grants(contract, wire)
    operation = gate.operation
    first, second = gate.of(person), gate.of(person)
    for name, reply in (("first", first), ("second", second)):
        token = str(answered(reply, "access_token"))
        if (known := gate.known(f"Bearer {token}")).status != 200:
            message = f"the access token of the {name} of two grants answers {known.status}"
            wire.breach("grants-let-in", operation, message, reply, known)
    refresh = {"grant_type": "refresh_token", "refresh_token": str(answered(second, "refresh_token"))}
    renewed = gate.ask(**refresh)
    if renewed.status != 200:
        wire.breach("grants-let-in", operation, f"a refresh token is refused with {renewed.status}", second, renewed)
    again = gate.ask(**refresh)
    if again.status == 200:
        wire.breach("refresh-tokens-work-once", operation, "a refresh token works twice", renewed, again)
    if (known := gate.known(f"Bearer {answered(renewed, 'access_token')}")).status != 200:
        wire.breach("grants-let-in", operation, f"a renewed access token answers {known.status}", renewed, known)
    _refused_grants(gate, wire, person)


def _refused_grants(gate: Grants, wire: Wire, person: Person) -> None:
    right = {"grant_type": "password", "username": person.username, "password": person.password}
    wrong: Sequence[tuple[str, Reply]] = (
        ("a grant that is said to be JSON", gate.ask("application/json", **right)),
        ("a wrong password", gate.ask(**{**right, "password": person.mistaken.password})),
        ("an unknown kind of grant", gate.ask(**{**right, "grant_type": "none"})),
    )
    for said, reply in wrong:
        if reply.status not in {400, 401}:
            message = f"{said} is answered with {reply.status}"
            wire.breach("grants-are-refused", gate.operation, message, reply, aspect=said)


def gates(ground: Ground, record_id: int, body: JsonObject, person: Person | None) -> None:
    """Whoever brings no credentials, or wrong ones, is denied everything that is locked, and changes nothing.

    Raises:
        BreachError: they are not, or they do.
    """
    strangers = {"no credentials": "", "a token that was never granted": f"Bearer {STRANGER}"}
    if person is not None:
        strangers["a wrong password"] = person.mistaken.basic
    for kind, operation in ground.record_type.operations.items():
        for said, authorization in strangers.items():
            if operation.secured and kind is not Kind.RUN:
                _is_denied(ground, _ask(ground, kind, record_id, body, authorization), said)
    audit(ground)


def roles(ground: Ground, record_id: int, body: JsonObject, person: Person) -> None:
    """Who lacks a role is denied, and who has it is not, whoever came before.

    Args:
        ground: The record type.
        record_id: A record of this run.
        body: A body for it.
        person: Somebody with fewer roles than the line's own user.

    Raises:
        BreachError: they are not, or they are.
    """
    for kind, operation in ground.record_type.operations.items():
        if kind is Kind.RUN:
            continue
        reply = _ask(ground, kind, record_id, body, person.basic)
        if not person.may(operation):
            _is_denied(ground, reply, "somebody without the role")
        elif reply.status != 200:
            message = f"somebody with the role is refused with {reply.status}"
            ground.wire.breach("roles-suffice", operation, message, reply)
        if person.may(ground.operation(Kind.GET)):
            # One user's roles are not the next one's: who may write still may, after somebody came who may not.
            _ask(ground, Kind.GET, record_id, body, person.basic)
            update(ground, record_id, body)
    audit(ground)


def existence(ground: Ground, record_id: int) -> None:
    """Who is denied cannot tell a record that is there from one that is not.

    Raises:
        BreachError: they can.
    """
    operation = ground.operation(Kind.GET)
    there = ground.wire.send(operation, record_id=record_id, authorization=f"Bearer {STRANGER}")
    for unknown in (1, record_id + 10_000_000):
        nowhere = ground.wire.send(operation, record_id=unknown, authorization=f"Bearer {STRANGER}")
        if unknown not in ground.known and there.status != nowhere.status:
            message = f"who is denied is told {there.status} where a record is and {nowhere.status} where none is"
            ground.wire.breach("denial-tells-nothing", operation, message, there, nowhere)


def _is_denied(ground: Ground, reply: Reply, said: str) -> None:
    if reply.status != 401:
        message = f"{said} is answered with {reply.status}, where 401 is documented"
        ground.wire.breach("denies-who-may-not", reply.operation, message, reply, aspect=said)


def _ask(ground: Ground, kind: Kind, record_id: int, body: JsonObject, authorization: str) -> Reply:
    """Send a request that would be carried out, were it not for who sends it."""
    operation = ground.operation(kind)
    if kind is Kind.BATCH:
        return ground.batch([record_id], authorization)
    if operation.body is None:
        return ground.wire.send(operation, record_id=record_id, authorization=authorization)
    sent = {**body, ground.record_type.id_property: record_id} if kind is Kind.UPDATE else body
    return ground.wire.send(operation, content=Content.json(sent), authorization=authorization)
