"""The run as a guest on somebody's server: what it may write there, and what is said of it in the end."""

import secrets
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from nexudus_contract.document import Contract
from nexudus_contract.fuzz.laws.values import Own
from nexudus_contract.fuzz.live.brand import Brand
from nexudus_contract.fuzz.live.clean import Cleaned, Cleaner
from nexudus_contract.fuzz.live.guard import Guard
from nexudus_contract.fuzz.live.journal import Journal
from nexudus_contract.fuzz.live.leaving import DeniedError, LostError, SpentError, WithheldError
from nexudus_contract.fuzz.live.manners import Manners
from nexudus_contract.fuzz.live.traffic import Place
from nexudus_contract.fuzz.live.visit import visit
from nexudus_contract.fuzz.own_mock import FuzzError
from nexudus_contract.target import Target
from nexudus_contract.terms import Operation, RecordType

_NAME = "nexudus-contract fuzz"


class GuestError(FuzzError):
    """What a run is told about somebody's server makes no sense; the message says why and what to do."""


@dataclass
class Guest:
    """A run on somebody's server.

    Attributes:
        contract: What the server promises.
        manners: How to behave there.
        guard: The gate.
        client: The line through it.
        token: One that the server accepts.
        said: What a person should know of single record types.
    """

    contract: Contract
    manners: Manners
    guard: Guard
    client: httpx.Client
    token: str
    said: list[str] = field(default_factory=list[str])
    _cleaned: Cleaned = field(default_factory=Cleaned)

    def may(self, operation: Operation, record_id: int | None, body: bytes) -> bool:
        """Whether a request may be sent."""
        owner = next((one for one in self.contract.record_types if operation in one.operations.values()), None)
        return self.guard.may(Place(operation, owner, record_id), body)

    def own(self, record_type: RecordType) -> Own:
        """What records of the run's own must hold."""
        brand = self.guard.brand
        return Own() if brand is None or not self.writes(record_type) else Own(brand.own, brand.mark)

    def writes(self, record_type: RecordType) -> bool:
        """Whether records may be made."""
        brand = self.guard.brand
        if brand is None:
            return False
        return bool(brand.property(self.contract, record_type)) and not brand.missing(self.contract, record_type)

    @contextmanager
    def calling_on(self, record_type: RecordType) -> Generator[None]:
        """What ends a conversation, but not the run, ends at the end of the block."""
        guard, types = self.guard, self.contract.record_types
        if guard.brand is not None and (missing := guard.brand.missing(self.contract, record_type)):
            self.said.append(f"{record_type.tag} was only read: give {' and '.join(missing)} of your own")
        # No record type takes the writes of those that come after it.
        left = len(types) - list(types).index(record_type)
        guard.share = guard.tally.writes + (self.manners.budget - guard.tally.writes) // left
        try:
            yield
        except SpentError:
            self.said.append(f"{record_type.tag}: its share of the {self.manners.budget} writes is used up")
        except DeniedError as denied:
            self.said.append(f"{record_type.tag} was left: {denied}")
        except (LostError, WithheldError) as error:
            self.said.append(f"{record_type.tag} was left: {error}")

    def clean(self) -> None:
        """Delete what the run has made and not deleted."""
        journal = self.guard.journal
        if journal is None or not journal.left:
            return
        self._cleaned = Cleaned()
        try:
            Cleaner(self.contract, self.guard, self.client, journal, self._cleaned).run()
        finally:
            self.guard.cleaning = False

    @property
    def problems(self) -> Sequence[str]:
        """Why the run says less than it should, or has left something behind."""
        journal = self.guard.journal
        found = [f"stopped: {self.guard.stopped}"] if self.guard.stopped else []
        if journal is not None and journal.left:
            found.append(
                f"left behind: {len(journal.left)} records; {journal.path} names them, make fuzz-clean deletes them"
            )
            found += self._cleaned.left
        return found

    @property
    def remarks(self) -> Sequence[str]:
        """What else a person should know."""
        tally, brand = self.guard.tally, self.guard.brand
        if brand is None:
            return ["only read: writes need to be allowed", *self.said, *self._weather]
        written = (
            f"wrote {tally.writes} of at most {self.manners.budget} times, nothing but records named {brand.mark!r}"
        )
        return [written, *self.said, *self._weather]

    @property
    def _weather(self) -> Sequence[str]:
        tally = self.guard.tally
        counts = {
            "refusals by the throttle were waited out": tally.throttles,
            "reads failed and were sent again": tally.repeated,
            "writes got no answer": tally.lost,
        }
        told = [f"{count} {what}" for what, count in counts.items() if count]
        return [", ".join(told)] if told else []


@contextmanager
def guest(contract: Contract, target: Target, manners: Manners, *, writes: bool) -> Generator[Guest]:
    """Come in as a guest.

    Args:
        contract: What the server promises.
        target: The server.
        manners: How to behave there.
        writes: Whether records may be made there.

    Raises:
        GuestError: writes are allowed, and nothing is given that they may point at.
        JournalError: the journal cannot be written.
        TargetError: the server cannot be reached, or lets nobody in.
    """
    brand = journal = None
    if writes:
        brand = Brand(f"{_NAME} {manners.name or secrets.token_hex(4)} ", manners.own)
        _check(contract, brand)
        journal = Journal.begin(manners.journal, target.url, brand.mark)
    with visit(contract, target, manners, brand, journal) as visited:
        yield Guest(contract, manners, visited.guard, visited.client, visited.token)


def _check(contract: Contract, brand: Brand) -> None:
    known = sorted({name for item in contract.record_types for name in item.references})
    if not brand.own:
        raise GuestError(
            f"writes need records of your own that they may point at; give them as --own NAME=ID, of {', '.join(known)}"
        )
    if unknown := [name for name in brand.own if name not in known]:
        raise GuestError(f"no record points at anything by {unknown[0]}; choose of {', '.join(known)}")
    if all(brand.missing(contract, item) for item in contract.record_types):
        needed = " or ".join(" and ".join(brand.missing(contract, item)) for item in contract.record_types)
        raise GuestError(
            f"no record can be made with {', '.join(brand.own)} alone; give {needed} too, as --own NAME=ID"
        )
