"""Deletes what a run has made and left behind: nothing but records that read with the run's mark."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.live.brand import Brand
from nexudus_contract.fuzz.live.guard import Guard
from nexudus_contract.fuzz.live.journal import Journal, JournalError
from nexudus_contract.fuzz.live.leaving import LeftError
from nexudus_contract.fuzz.live.manners import Manners
from nexudus_contract.fuzz.live.traffic import Answered
from nexudus_contract.fuzz.live.visit import visit
from nexudus_contract.source import JsonObject, is_array, is_object
from nexudus_contract.target import Target
from nexudus_contract.terms import Kind, RecordType

_SHOWN = 8


@dataclass
class Cleaned:
    """What came of it.

    Attributes:
        deleted: how many records were deleted.
        gone: how many were gone already.
        left: what could not be deleted, and why.
        journals: how many journals were read.
    """

    deleted: int = 0
    gone: int = 0
    left: list[str] = field(default_factory=list[str])
    journals: int = 0

    @property
    def exit_code(self) -> int:
        """0 where nothing is left, 1 where something is."""
        return 1 if self.left else 0

    @property
    def line(self) -> str:
        """All of this in one sentence."""
        left = f", {len(self.left)} could not be deleted" if self.left else ""
        return f"{self.deleted} of the run's records deleted, {self.gone} were gone already{left}"

    @property
    def summary(self) -> str:
        """All of this on one screen."""
        return "\n".join(
            [f"cleaned    {self.journals} journals: {self.line}", *(f"  {one}" for one in self.left[:_SHOWN])]
        )


def clean_up(contract: Contract, target: Target, journals: Sequence[Path], manners: Manners) -> Cleaned:
    """Delete what earlier runs have left on a server. Where nothing is left, nothing is asked.

    Args:
        contract: What the server promises.
        target: The server.
        journals: The files that those runs wrote.
        manners: How to behave there.

    Raises:
        JournalError: a journal cannot be read, or all are of other servers.
        TargetError: the server cannot be reached, or lets nobody in.
    """
    found = [journal for path in journals for journal in Journal.read(path)]
    ours = [journal for journal in found if journal.is_of(target.url)]
    if found and not ours:
        raise JournalError(f"no journal is of {target.url}, but of {found[0].target}; give that as the target")
    cleaned = Cleaned(journals=len(ours))
    for journal in filter(lambda one: one.left, ours):
        with visit(contract, target, manners, Brand(journal.mark, {}), journal) as visited:
            Cleaner(contract, visited.guard, visited.client, journal, cleaned).run()
    return cleaned


@dataclass
class Cleaner:
    """Goes through one journal.

    Attributes:
        contract: What the server promises.
        guard: The gate, which sees to it that nothing else is deleted.
        client: The line through it.
        journal: What may be left.
        cleaned: What came of it until now.
    """

    contract: Contract
    guard: Guard
    client: httpx.Client
    journal: Journal
    cleaned: Cleaned

    def run(self) -> None:
        """Delete what can be."""
        self.guard.cleaning = True
        types = {item.tag: item for item in self.contract.record_types}
        for tag, record_id in list(self.journal.left.records):
            self._try(f"record {record_id} of {tag}", types.get(tag), record_id)
        for tag in dict.fromkeys(self.journal.left.unsure.values()):
            self._try(f"what a create of {tag} may have made", types.get(tag), None)

    def _try(self, what: str, record_type: RecordType | None, record_id: int | None) -> None:
        try:
            if record_type is None:
                why = "the contract has no such record type"
            elif record_id is None:
                why = self._search(record_type)
            else:
                self.guard.adopt(record_type, record_id)
                why = self._delete(record_type, record_id)
        except (LeftError, httpx.HTTPError) as error:
            why = str(error) or type(error).__name__
        if why:
            self.cleaned.left.append(f"{what}: {why}")

    def _delete(self, record_type: RecordType, record_id: int) -> str:
        """Delete a record that the guard has in its care; why not, or nothing."""
        read = self._ask(record_type, Kind.GET, record_id)
        if read.status == 404:
            self.cleaned.gone += 1
            return ""
        if read.status != 200:
            return f"reading it answered {read.status}"
        if not self._is_marked(record_type, read.value):
            self.guard.disown(record_type, record_id)
            return "it does not begin with the run's mark, so it may be somebody else's"
        deleted = self._ask(record_type, Kind.DELETE, record_id)
        if self._ask(record_type, Kind.GET, record_id).status != 404:
            return f"it is still there after a delete, which answered {deleted.status}"
        self.cleaned.deleted += 1
        return ""

    def _search(self, record_type: RecordType) -> str:
        """Look for records of creates of which nobody knows whether they made one."""
        wrong = ""
        for row in list(self._rows(record_type)):
            record_id = row.get(record_type.id_property)
            name = self.guard.brand.property(self.contract, record_type) if self.guard.brand else ""
            if type(record_id) is not int or (name in row and not self._is_marked(record_type, row)):
                continue
            if not self._is_marked(record_type, self._ask(record_type, Kind.GET, record_id).value):
                continue
            self.guard.adopt(record_type, record_id)
            wrong = self._delete(record_type, record_id) or wrong
        if not wrong:
            for number in [item for item, tag in self.journal.left.unsure.items() if tag == record_type.tag]:
                self.journal.refused(number)
        return wrong

    def _rows(self, record_type: RecordType) -> Iterator[JsonObject]:
        operation = record_type.operations[Kind.LIST]
        size = next((item.cap for item in operation.parameters if item.cap), 100)
        page = 1
        while True:
            answer = self.client.get(operation.path, params={"page": page, "size": size}, headers=self._headers)
            value = Answered(answer.status_code, body=answer.content).value
            found: object = value.get("Records") if is_object(value) else None
            if answer.status_code != 200 or not is_array(found):
                raise httpx.HTTPError(f"the list cannot be read: it answered {answer.status_code}")
            yield from filter(is_object, found)
            if value.get("HasNextPage") is not True or not found:
                return
            page += 1

    def _ask(self, record_type: RecordType, kind: Kind, record_id: int) -> Answered:
        operation = record_type.operations[kind]
        path = operation.path.replace(next(f"{{{item.name}}}" for item in operation.parameters), str(record_id))
        answer = self.client.request(operation.method.upper(), path, headers=self._headers)
        return Answered(answer.status_code, body=answer.content)

    def _is_marked(self, record_type: RecordType, record: object) -> bool:
        return self.guard.brand is not None and self.guard.brand.is_on(self.contract, record_type, record)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": self.guard.authorization}
