"""The admin interface: what the owner of a mock can do with it, as admin.yaml describes."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from nexudus_contract.document import Contract, load
from nexudus_contract.mock.call import query_items
from nexudus_contract.mock.control.faults import Fault
from nexudus_contract.mock.control.journal import Entry
from nexudus_contract.mock.envelopes import method_not_allowed
from nexudus_contract.mock.errors import InvalidError, RefusedError
from nexudus_contract.mock.records.store import Snapshot
from nexudus_contract.mock.validation import BodyReader, ParameterReader
from nexudus_contract.mock.wire.message import Answer, Request, answer
from nexudus_contract.mock.world import World
from nexudus_contract.routing import Router
from nexudus_contract.source import JsonObject

PREFIX = "/_mock/"
KEY_HEADER = b"x-mock-key"
_MOST_SNAPSHOTS = 20


@cache
def description() -> Contract:
    """The admin interface's own contract."""
    return load(Path(__file__).with_name("admin.yaml"))


@dataclass(frozen=True)
class _Question:
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: JsonObject


_Handler: TypeAlias = Callable[[_Question], object]


@dataclass(frozen=True)
class _Endpoint:
    path: ParameterReader
    query: ParameterReader
    body: BodyReader | None
    handler: _Handler


class Admin:
    """Answers for the admin interface of one world. `exposed` says whether other machines can reach it."""

    def __init__(self, world: World, *, exposed: bool = False) -> None:
        self._world = world
        self._exposed = exposed
        self._key = world.settings.admin_key.encode()
        handlers: Mapping[str, _Handler] = {
            "getState": self._state,
            "reset": self._reset,
            "seed": self._seed,
            "listRecords": self._list_records,
            "listSnapshots": lambda _question: list(self._world.snapshots),
            "takeSnapshot": self._take_snapshot,
            "deleteSnapshot": self._delete_snapshot,
            "restoreSnapshot": self._restore_snapshot,
            "getFaults": self._faults,
            "setFaults": self._set_faults,
            "addFault": self._add_fault,
            "clearFaults": self._clear_faults,
            "getClock": self._clock,
            "setClock": self._set_clock,
            "listRequests": self._list_requests,
            "clearRequests": self._clear_requests,
        }
        contract = description()
        self._router = Router(
            (
                operation,
                _Endpoint(
                    ParameterReader(contract, operation, "path"),
                    ParameterReader(contract, operation),
                    BodyReader(contract, operation.body) if operation.body else None,
                    handlers[operation.id],
                ),
            )
            for operation in contract.operations
        )

    def respond(self, request: Request) -> Answer:
        """The answer to a request whose path begins with `PREFIX`."""
        try:
            self._admit(request)
            match = self._router.find(request.path)
            if match is None:
                raise _refused(404, f"the admin interface has no {request.path}; {PREFIX}openapi.json says what it has")
            endpoint = match.endpoints.get(request.method)
            if endpoint is None:
                return method_not_allowed(request.method, list(match.endpoints))
            path = endpoint.path.read(tuple(match.parameters.items()))
            query = endpoint.query.read(query_items(request.query))
            body = endpoint.body.read(request.header(b"content-type"), request.body) if endpoint.body else {}
            return answer(endpoint.handler(_Question(path, query, body)))
        except InvalidError as error:
            return _refused(400, "; ".join(f"{item.name} {item.message}" for item in error.errors)).answer
        except RefusedError as refusal:
            return refusal.answer

    def _admit(self, request: Request) -> None:
        origin, host = request.header(b"origin"), request.header(b"host")
        if origin and origin.partition("://")[2] != host:
            raise _refused(401, f"{origin} is another site's; a page that is not the mock's own may not control it")
        if self._key:
            if not hmac.compare_digest(request.headers.get(KEY_HEADER, b""), self._key):
                raise _refused(401, "send the key that the mock was started with in the header X-Mock-Key")
        elif self._exposed:
            raise _refused(
                401, "other machines can reach this mock; start it with a key to control it: NEXUDUS_MOCK_KEY"
            )
        elif not _is_local(host):
            raise _refused(401, f"{host} is no name of this machine; ask 127.0.0.1, or start the mock with a key")

    def _state(self, _question: _Question) -> JsonObject:
        world = self._world
        return {
            "records": world.counts,
            "requests": len(world.requests),
            "faults": len(list(world.faults)),
            "now": world.clock().isoformat(),
            "dialect": world.settings.dialect,
            "lists": world.settings.lists,
            "write_value": world.settings.write_value,
            "snapshots": list(self._world.snapshots),
        }

    def _reset(self, question: _Question) -> JsonObject:
        self._world.reset()
        return self._state(question)

    def _seed(self, question: _Question) -> JsonObject:
        self._world.seed(question.body["records"], question.body.get("seed"))
        return self._state(question)

    def _list_records(self, question: _Question) -> list[dict[str, Any]]:
        try:
            return self._world.records(question.path["type"], question.query["page"], question.query["size"])
        except KeyError as error:
            tags = ", ".join(self._world.counts)
            raise _refused(404, f"there is no record type {question.path['type']}; there are {tags}") from error

    def _take_snapshot(self, question: _Question) -> JsonObject:
        name = question.path["name"]
        if name not in self._world.snapshots and len(self._world.snapshots) >= _MOST_SNAPSHOTS:
            raise _refused(409, f"there are {_MOST_SNAPSHOTS} snapshots already; delete one first")
        self._world.snapshots[name] = self._world.snapshot()
        return self._state(question)

    def _delete_snapshot(self, question: _Question) -> JsonObject:
        self._snapshot(question)
        del self._world.snapshots[question.path["name"]]
        return self._state(question)

    def _restore_snapshot(self, question: _Question) -> JsonObject:
        self._world.restore(self._snapshot(question))
        return self._state(question)

    def _snapshot(self, question: _Question) -> Snapshot:
        name = question.path["name"]
        if name not in self._world.snapshots:
            raise _refused(404, f"there is no snapshot {name}; there are {', '.join(self._world.snapshots) or 'none'}")
        return self._world.snapshots[name]

    def _faults(self, _question: _Question) -> JsonObject:
        faults = self._world.faults
        return {"seed": faults.seed, "faults": [fault.as_mapping() for fault in faults]}

    def _set_faults(self, question: _Question) -> JsonObject:
        faults = [_fault(raw) for raw in question.body["faults"]]
        self._world.faults.set(faults, question.body.get("seed"))
        return self._faults(question)

    def _add_fault(self, question: _Question) -> JsonObject:
        self._world.faults.add(_fault(question.body))
        return self._faults(question)

    def _clear_faults(self, question: _Question) -> JsonObject:
        self._world.faults.clear()
        return self._faults(question)

    def _clock(self, _question: _Question) -> JsonObject:
        clock = self._world.clock
        return {"now": clock().isoformat(), "frozen": clock.frozen}

    def _set_clock(self, question: _Question) -> JsonObject:
        clock, wanted = self._world.clock, question.body
        try:
            start = datetime.fromisoformat(wanted["now"]) if "now" in wanted else clock()
            now = (start + timedelta(seconds=wanted.get("advance", 0))).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise _refused(400, f"the clock cannot be set so: {error}") from error
        if wanted.get("frozen"):
            clock.freeze()
        clock.set(now)
        if wanted.get("frozen") is False:
            clock.resume()
        return self._clock(question)

    def _list_requests(self, question: _Question) -> list[JsonObject]:
        entries = [entry for entry in self._world.requests if entry.number > question.query["after"]]
        return [_shown(entry) for entry in entries[-question.query["limit"] :]]

    def _clear_requests(self, question: _Question) -> JsonObject:
        self._world.requests.clear()
        return self._state(question)


def _shown(entry: Entry) -> JsonObject:
    handling = entry.handling
    shown: JsonObject = {
        "number": entry.number,
        "time": entry.time.isoformat(),
        "method": entry.method,
        "path": entry.path,
        "query": entry.query.decode("latin-1"),
        "operation": handling.operation,
        "user": handling.user,
        "status": entry.status,
        "ignored": entry.ignored,
        "invalid": [{"name": error.name, "message": error.message} for error in handling.invalid],
        "faults": list(handling.faults),
    }
    if entry.body:
        try:
            shown["body"] = orjson.loads(entry.body)
        except orjson.JSONDecodeError:
            # What is not JSON broke the contract, and `invalid` says so.
            return shown
    return shown


def _fault(raw: JsonObject) -> Fault:
    try:
        return Fault.from_mapping(raw)
    except ValueError as error:
        raise _refused(400, str(error)) from error


def _is_local(host: str) -> bool:
    """Whether a `Host` header names this machine, and not some site whose name was made to point here."""
    name = host.partition("]")[0][1:] if host.startswith("[") else host.partition(":")[0]
    try:
        return ip_address(name).is_loopback
    except ValueError:
        # Names without a dot are of this network, and the last two reserved: https://www.rfc-editor.org/rfc/rfc6761
        return "." not in name or name.endswith((".localhost", ".test"))


def _refused(status: int, message: str) -> RefusedError:
    return RefusedError(answer({"message": message}, status))
