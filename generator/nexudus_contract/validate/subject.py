"""What a rule looks at, and what it says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from nexudus_contract.document import Contract, ContractError, understand
from nexudus_contract.source import Pointer, Source
from nexudus_contract.terms import Operation, RecordType
from nexudus_contract.validate.objects import Objects

Complaint: TypeAlias = tuple[Pointer, str]
"""Where something is wrong, and what is wrong; what to do."""


class Subject:
    """One contract under validation."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.contract = Contract(source)
        self.objects = Objects(source.data)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The contract's operations. Only a document without damage has them."""
        return self.contract.operations

    @cached_property
    def record_types(self) -> tuple[RecordType, ...]:
        """The contract's record types; none where one is broken, which a rule of its own tells."""
        try:
            return understand(self.source).record_types
        except ContractError:
            return ()


@dataclass(frozen=True)
class Rule:
    """A rule: its name, why there is one, and what finds its breaches."""

    name: str
    reason: str
    breaches: Callable[[Subject], Iterator[Complaint]]
