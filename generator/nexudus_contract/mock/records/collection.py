"""A record type as it is served: one method per kind of operation."""

import re
from collections.abc import Mapping, Sequence

import orjson

from nexudus_contract.document import Contract
from nexudus_contract.mock.call import Call, Handler, documented_example
from nexudus_contract.mock.dialects import DIALECTS, Action, action_result
from nexudus_contract.mock.envelopes import failed_action, not_found
from nexudus_contract.mock.errors import RefusedError
from nexudus_contract.mock.records.directory import Directory
from nexudus_contract.mock.records.listing import Listing
from nexudus_contract.mock.records.query import Query
from nexudus_contract.mock.records.record import Records, Stamp, stamp_moment
from nexudus_contract.mock.records.store import Store
from nexudus_contract.mock.settings import MockSettings
from nexudus_contract.mock.validation import BodyReader, ParameterReader
from nexudus_contract.mock.wire.message import Answer, answer, encode
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, RecordType

_ID = re.compile(r"-?[0-9]{1,19}")
_LARGEST_ID = 2**63 - 1


class Collection:
    """Serves the records of one type."""

    def __init__(
        self, contract: Contract, record_type: RecordType, store: Store, directory: Directory, settings: MockSettings
    ) -> None:
        self.record_type = record_type
        self.records = Records(contract, record_type, directory, settings.unique_id)
        self._store = store
        self._clock = settings.clock
        self._dialect = DIALECTS[settings.dialect]
        self._partial = settings.lists == "partial"
        self._writes_answer_record = settings.write_value == "record"
        self._listing = Listing(contract, record_type)
        self._batch_query = ParameterReader(contract, record_type.operations[Kind.BATCH])
        self._bodies = {
            kind: BodyReader(contract, operation.body, record_type.references)
            for kind, operation in record_type.operations.items()
            if operation.body is not None
        }
        commands = record_type.operations.get(Kind.COMMANDS)
        self._commands: Sequence[JsonObject] = [] if commands is None else documented_example(contract, commands)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """What answers each of the record type's operations, by operationId."""
        methods: Mapping[Kind, Handler] = {
            Kind.LIST: self._list,
            Kind.BATCH: self._batch,
            Kind.GET: self._get,
            Kind.CREATE: self._create,
            Kind.UPDATE: self._update,
            Kind.DELETE: self._delete,
            Kind.COMMANDS: self._list_commands,
            Kind.RUN: self._run,
        }
        return {operation.id: methods[kind] for kind, operation in self.record_type.operations.items()}

    def _list(self, call: Call) -> Answer:
        query = self._listing.read(self._dialect.question(call.query))
        wanted = self._dialect.ids_of_batch(self.record_type, call.query)
        if wanted is None:
            found, total = self._store.search(self.record_type, query)
        else:
            found, total = self._page_of_batch(wanted, query)
        return self._dialect.page([self._row(record) for record in found], total, query)

    def _page_of_batch(self, wanted: Sequence[int], query: Query) -> tuple[list[bytes], int]:
        found = self._store.get_many(self.record_type, wanted)
        if not found:
            raise RefusedError(not_found())
        return found[query.offset : query.offset + query.size], len(found)

    def _row(self, record: bytes) -> bytes:
        if self._partial:
            record = encode(self.records.partial(orjson.loads(record)))
        return self._dialect.shown(self.record_type, record)

    def _batch(self, call: Call) -> Answer:
        (record_ids,) = self._batch_query.read(call.query).values()
        records = self._store.get_many(self.record_type, record_ids)
        return Answer(200, b"[" + b",".join(records) + b"]")

    def _get(self, call: Call) -> Answer:
        return Answer(200, self._dialect.shown(self.record_type, self._existing(_record_id(call))))

    def _create(self, call: Call) -> Answer:
        written = self._body(Kind.CREATE, call)
        stamp = self._stamp(call)
        created = self._store.insert(self.record_type, lambda number: self.records.new(number, written, stamp))
        return self._done(Kind.CREATE, created, stamp)

    def _update(self, call: Call) -> Answer:
        written = self._body(Kind.UPDATE, call)
        record = orjson.loads(self._existing(written[self.record_type.id_property]))
        stamp = self._stamp(call)
        replacement = self.records.replacement(record, written, stamp)
        self._store.replace(self.record_type, replacement)
        return self._done(Kind.UPDATE, replacement, stamp)

    def _delete(self, call: Call) -> Answer:
        record_id = _record_id(call)
        if not self._store.delete(self.record_type, record_id):
            raise RefusedError(not_found())
        return self._done(Kind.DELETE, {self.record_type.id_property: record_id}, self._stamp(call))

    def _list_commands(self, _call: Call) -> Answer:
        return answer(self._commands)

    def _run(self, call: Call) -> Answer:
        request = self._body(Kind.RUN, call)
        command = next((item for item in self._commands if item["Key"] == request["Key"]), None)
        if command is None:
            return failed_action(f"There is no command with the key {request['Key']}.")
        wanted = set(request["Ids"])
        if len(self._store.get_many(self.record_type, list(wanted))) < len(wanted):
            return failed_action("Some of the records do not exist.")
        return action_result(f"{command['Name']}: done.", None)

    def _body(self, kind: Kind, call: Call) -> JsonObject:
        return self._bodies[kind].read(call.content_type, call.body)

    def _existing(self, record_id: int) -> bytes:
        record = self._store.get(self.record_type, record_id)
        if record is None:
            raise RefusedError(not_found())
        return record

    def _stamp(self, call: Call) -> Stamp:
        return Stamp(stamp_moment(self._clock()), call.account.email)

    def _done(self, kind: Kind, record: JsonObject, stamp: Stamp) -> Answer:
        value: JsonObject = {"Id": record[self.record_type.id_property]}
        if self._writes_answer_record and kind is Kind.CREATE:
            value = orjson.loads(self._dialect.shown(self.record_type, encode(record)))
        return self._dialect.done(Action(kind, self.record_type, record, stamp, value))


def _record_id(call: Call) -> int:
    (text,) = call.path.values()
    if not _ID.fullmatch(text) or abs(number := int(text)) > _LARGEST_ID:
        raise RefusedError(not_found())
    return number
