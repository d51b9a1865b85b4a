"""A record type as it is served: one method per kind of operation."""

import re
from collections.abc import Mapping, Sequence

from starlette.responses import Response

from nexudus_contract.document import Contract
from nexudus_contract.mock.call import Call, Handler, documented_example
from nexudus_contract.mock.envelopes import RefusedError, action_result, answer, failed_action, not_found, page
from nexudus_contract.mock.listing import Listing
from nexudus_contract.mock.records import Records, Stamp, moment
from nexudus_contract.mock.settings import MockSettings
from nexudus_contract.mock.store import Store
from nexudus_contract.mock.validation import BodyReader, QueryReader
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, RecordType

_ID = re.compile(r"-?[0-9]{1,19}")
_LARGEST_ID = 2**63 - 1


class Collection:
    """Serves the records of one type."""

    def __init__(self, contract: Contract, record_type: RecordType, store: Store, settings: MockSettings) -> None:
        self._record_type = record_type
        self._store = store
        self._clock = settings.clock
        self._records = Records(contract, record_type, settings)
        self._listing = Listing(contract, record_type)
        self._batch_query = QueryReader(contract, record_type.operations[Kind.BATCH])
        self._bodies = {
            kind: BodyReader(contract, operation.body, record_type.id_property)
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
        return {operation.id: methods[kind] for kind, operation in self._record_type.operations.items()}

    def _list(self, call: Call) -> Response:
        query = self._listing.read(call.query)
        records, total = self._store.search(self._record_type, query)
        return page([self._records.shown(record) for record in records], total, query)

    def _batch(self, call: Call) -> Response:
        (record_ids,) = self._batch_query.read(call.query).values()
        records = self._store.get_many(self._record_type, record_ids)
        return answer([self._records.shown(record) for record in records])

    def _get(self, call: Call) -> Response:
        return answer(self._records.shown(self._existing(_record_id(call))))

    def _create(self, call: Call) -> Response:
        written = self._body(Kind.CREATE, call)
        stamp = self._stamp(call)
        record = self._store.insert(self._record_type, lambda number: self._records.new(number, written, stamp))
        return self._done("created", record[self._record_type.id_property], stamp)

    def _update(self, call: Call) -> Response:
        written = self._body(Kind.UPDATE, call)
        record = self._existing(written[self._record_type.id_property])
        stamp = self._stamp(call)
        self._store.replace(self._record_type, self._records.replacement(record, written, stamp))
        return self._done("updated", record[self._record_type.id_property], stamp)

    def _delete(self, call: Call) -> Response:
        record_id = _record_id(call)
        if not self._store.delete(self._record_type, record_id):
            raise RefusedError(not_found())
        return self._done("deleted", record_id, self._stamp(call))

    def _list_commands(self, _call: Call) -> Response:
        return answer(self._commands)

    def _run(self, call: Call) -> Response:
        request = self._body(Kind.RUN, call)
        command = next((item for item in self._commands if item["Key"] == request["Key"]), None)
        if command is None:
            return failed_action(f"There is no command with the key {request['Key']}.")
        wanted = set(request["Ids"])
        if len(self._store.get_many(self._record_type, list(wanted))) < len(wanted):
            return failed_action("Some of the records do not exist.")
        return action_result(f"{command['Name']}: done.")

    def _body(self, kind: Kind, call: Call) -> JsonObject:
        return self._bodies[kind].read(call.content_type, call.body)

    def _existing(self, record_id: int) -> JsonObject:
        record = self._store.get(self._record_type, record_id)
        if record is None:
            raise RefusedError(not_found())
        return record

    def _stamp(self, call: Call) -> Stamp:
        return Stamp(moment(self._clock()), call.account.email)

    def _done(self, verb: str, record_id: int, stamp: Stamp) -> Response:
        message = f"{self._record_type.entity} was successfully {verb}."
        return action_result(message, record_id=record_id, updated_on=stamp.moment, updated_by=stamp.author)


def _record_id(call: Call) -> int:
    (text,) = call.path.values()
    if not _ID.fullmatch(text) or abs(int(text)) > _LARGEST_ID:
        raise RefusedError(not_found())
    return int(text)
