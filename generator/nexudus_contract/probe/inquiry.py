"""One question on its way to an answer: a record type to ask about, and what was asked so far."""

from collections.abc import Iterator
from datetime import datetime

from nexudus_contract.probe.answer import Line, UnanswerableError
from nexudus_contract.probe.asker import Asker, Query
from nexudus_contract.probe.places import Places
from nexudus_contract.probe.reply import Reply
from nexudus_contract.source import Pointer, is_object
from nexudus_contract.terms import Kind, Operation, Parameter, RecordType

_USUAL_CAP = 1000
_GETS = 3
"""How many records are read one by one, at the most."""

NEVER = 2**31 - 1
"""An id that no record has: the largest that fits into 32 bits."""


class Inquiry:
    """Asks about one record type, and notes what it asked."""

    def __init__(self, record_type: RecordType, asker: Asker, places: Places) -> None:
        self.record_type = record_type
        self.places = places
        self.replies: dict[int, Reply] = {}
        self._asker = asker

    def operation(self, kind: Kind) -> Operation:
        """The record type's operation of a kind."""
        return self.record_type.operations[kind]

    def ask(self, kind: Kind, query: Query = (), record_id: int | None = None, *, stranger: bool = False) -> Reply:
        """What one of the record type's reads answers.

        Raises:
            UnanswerableError: the user may not read this, which says nothing about anything else.
        """
        reply = self._asker.ask(self.operation(kind), query, record_id, stranger=stranger)
        self.replies[reply.number] = reply
        if reply.status == 401 and not stranger:
            raise UnanswerableError(f"refused (401): the user lacks the role to {kind}, or there is no such path")
        return reply

    def first_page(self) -> Reply:
        """The list, without any question.

        Raises:
            UnanswerableError: it does not answer.
        """
        return self.ask(Kind.LIST).listed()

    def ids(self) -> list[int]:
        """The ids on the list's first page."""
        return self.ids_of(self.first_page())

    def ids_of(self, reply: Reply) -> list[int]:
        """The ids of the records that came, in their order."""
        ids = (row.get(self.record_type.id_property) for row in reply.rows)
        return [number for number in ids if isinstance(number, int)]

    def known(self, name: str) -> Iterator[tuple[int, object]]:
        """What is known of a property: ids and values that are not null, from rows, or else from a few whole records.

        Raises:
            UnanswerableError: there are no records.
        """
        page = self.first_page()
        if not page.rows:
            raise UnanswerableError("there are no records")
        rows = page.rows
        if all(name not in row for row in rows):
            replies = [self.ask(Kind.GET, record_id=number) for number in self.ids_of(page)[:_GETS]]
            rows = [reply.value for reply in replies if reply.status == 200 and is_object(reply.value)]
        for row in rows:
            number, value = row.get(self.record_type.id_property), row.get(name)
            if isinstance(number, int) and value is not None:
                yield number, value

    def moments(self, name: str) -> list[tuple[int, datetime]]:
        """What is known of a moment: ids and instants.

        Raises:
            UnanswerableError: there are no records, or their moments cannot be read.
        """
        found: list[tuple[int, datetime]] = []
        for number, value in self.known(name):
            try:
                moment = datetime.fromisoformat(str(value))
            except ValueError:
                continue
            if moment.tzinfo is not None:
                found.append((number, moment))
        if not found:
            raise UnanswerableError(f"no record shows a {name} with a time zone")
        return found

    def matches(self, query: Query, record_id: int) -> bool:
        """Whether a record is among those that a filter leaves.

        Raises:
            UnanswerableError: the list does not answer, or too many records match to see it.
        """
        reply = self.ask(Kind.LIST, [*query, ("size", str(self.cap))]).listed()
        if record_id in self.ids_of(reply):
            return True
        if reply.total > len(reply.rows):
            raise UnanswerableError(f"{reply.total} records match, more than one page holds")
        return False

    def parameter(self, kind: Kind, name: str) -> Parameter:
        """A parameter of one of the record type's operations.

        Raises:
            UnanswerableError: the contract has none of this name.
        """
        for parameter in self.operation(kind).parameters:
            if parameter.name == name:
                return parameter
        raise UnanswerableError(f"the contract has no parameter {name} here")

    @property
    def cap(self) -> int:
        """The largest page, as far as the contract knows it."""
        return self.parameter(Kind.LIST, "size").cap or _USUAL_CAP

    def line(self, pointer: Pointer, *, holds: bool | None) -> Line:
        """The line at a pointer, which the answer confirms, contradicts, or (None) is left open by."""
        return self.places.line(pointer, holds=holds)

    def promised(self, kind: Kind, reply: Reply) -> Line:
        """The line of the answer with a reply's status, which the reply keeps or breaks."""
        return self.places.promised(self.operation(kind), reply.received)
