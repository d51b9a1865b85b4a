"""One fake Nexudus: its state, what answers for it, and the controls that a test or a person has over it."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from functools import partial
from random import Random
from typing import Any

import orjson

from nexudus_contract.conformance import Conformance
from nexudus_contract.document import Contract
from nexudus_contract.mock.api import Api
from nexudus_contract.mock.control.clock import Clock
from nexudus_contract.mock.control.faults import Faults
from nexudus_contract.mock.control.journal import Journal
from nexudus_contract.mock.dialects import DIALECTS
from nexudus_contract.mock.entry.authentication import Authentication
from nexudus_contract.mock.entry.credentials import Credentials
from nexudus_contract.mock.entry.gate import Gate
from nexudus_contract.mock.entry.throttle import Throttle
from nexudus_contract.mock.entry.tokens import Tokens
from nexudus_contract.mock.entry.users import Accounts
from nexudus_contract.mock.records.collection import Collection
from nexudus_contract.mock.records.directory import Directory
from nexudus_contract.mock.records.query import Query
from nexudus_contract.mock.records.seeding import Seeder
from nexudus_contract.mock.records.store import Snapshot, Store
from nexudus_contract.mock.settings import DEFAULT_SETTINGS, MockSettings
from nexudus_contract.mock.wire.message import Answer, Request


class World:
    """One fake Nexudus. Any thread may use it, one at a time.

    Attributes:
        contract: what it is made from.
        settings: what it was told.
        clock: its time.
        faults: what goes wrong.
        requests: what was asked of it.
        snapshots: copies of its records that somebody wants to keep, by name.

    Raises:
        MockError: the database cannot be used.
        ContractError: the contract asks for something that the mock cannot do.
    """

    def __init__(self, contract: Contract, settings: MockSettings = DEFAULT_SETTINGS) -> None:
        self.contract = contract
        self.settings = settings
        self.clock = Clock(settings.clock)
        self.faults = Faults(settings.faults, settings.seed)
        self.requests = Journal(settings.log_size, self.clock)
        self.snapshots: dict[str, Snapshot] = {}
        self._lock = threading.RLock()
        self._directory = Directory(settings.seed)
        self._store = Store(contract.record_types, settings.database)
        self._tokens = Tokens(self.clock, settings.access_lifetime, settings.refresh_lifetime)
        self._throttle = Throttle(settings.limits, self.clock)
        accounts = Accounts(settings.users)
        told = replace(settings, clock=self.clock)
        self._collections = {
            record_type.tag: Collection(contract, record_type, self._store, self._directory, told)
            for record_type in contract.record_types
        }
        handlers = dict(Authentication(accounts, self._tokens, self.clock).handlers)
        for collection in self._collections.values():
            handlers.update(collection.handlers)
        self._api = Api(
            contract,
            handlers,
            Gate(Credentials(accounts, self._tokens), self._throttle, settings.throttle_status),
            DIALECTS[settings.dialect],
            self.faults,
            self.requests,
            Conformance(contract) if settings.strict else None,
        )
        self._fill()

    def respond(self, request: Request) -> Answer:
        """What the API answers."""
        with self._lock:
            return self._api.respond(request)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many records there are, by the tag of their type."""
        with self._lock:
            return {tag: self._store.count(collection.record_type) for tag, collection in self._collections.items()}

    def records(self, tag: str, page: int = 1, size: int = 25) -> list[dict[str, Any]]:
        """One page of the records of a type, the newest first, as they are kept.

        Raises:
            KeyError: the contract has no record type with this tag.
        """
        record_type = self._collections[tag].record_type
        query = Query((), record_type.id_property, direction=1, page=page, size=size)
        with self._lock:
            found, _ = self._store.search(record_type, query)
        return [orjson.loads(record) for record in found]

    def seed(self, records: int, seed: int | None = None) -> None:
        """Add as many made-up records of each type. The same seed makes the same ones, on the same day of the clock."""
        with self._lock:
            for collection in self._collections.values():
                record_type, now = collection.record_type, self.clock().astimezone(UTC)
                random = Random(f"{self.settings.seed if seed is None else seed} {record_type.tag}")
                seeder = Seeder(self.contract, record_type, collection.records, self._directory, random)
                self._store.insert_many(record_type, records, partial(seeder.record, now=now))

    def snapshot(self) -> Snapshot:
        """The records, and the ids given so far, for `restore`."""
        with self._lock:
            return self._store.snapshot()

    def restore(self, snapshot: Snapshot) -> None:
        """Put the records back as they were."""
        with self._lock:
            self._store.restore(snapshot)

    def reset(self) -> None:
        """Begin anew, as after the start: no records but the settings', no tokens, nothing counted, logged or kept."""
        with self._lock:
            self._store.reset()
            self._tokens.revoke_all()
            self._throttle.reset()
            self.faults.reset()
            self.clock.reset()
            self.requests.clear()
            self.snapshots.clear()
            self._fill()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def _fill(self) -> None:
        if self.settings.records and not any(self.counts.values()):
            self.seed(self.settings.records)
