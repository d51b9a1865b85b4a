"""schemathesis on one server: examples, coverage, generated requests, and sequences along the contract's links."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Final

import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import Failure
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import Interaction, ScenarioRecorder

from nexudus_contract.document import Contract
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.fuzz.judge import Watch, place
from nexudus_contract.fuzz.ledger import Ledger, OutOfTimeError
from nexudus_contract.fuzz.live.carriers import guarded
from nexudus_contract.fuzz.live.guard import Guard
from nexudus_contract.fuzz.live.leaving import StoppedError
from nexudus_contract.fuzz.reply import Reply
from nexudus_contract.fuzz.sequences import with_entrances
from nexudus_contract.source import is_object
from nexudus_contract.terms import Kind, Operation, RecordType

# Measured: with 10 steps some of the 18 links stay unwalked at most seeds, with 14 hardly ever one.
_STEPS: Final = 14
# What schemathesis expects of a well-formed request when nobody tells it more.
_WELL_FORMED: Final = ["2xx", "401", "403", "404", "409", "429", "5xx"]
_HELD: Final = "status_code_conformance"
# What schemathesis calls what our own checks look at too. The rest keep their names.
_CHECKS: Final = {
    "not_a_server_error": "never-fails",
    "response_schema_conformance": "answers-as-documented",
    "status_code_conformance": "answers-as-documented",
    "content_type_conformance": "answers-as-documented",
    "response_headers_conformance": "answers-as-documented",
    "negative_data_rejection": "refuses-what-is-wrong",
    "positive_data_acceptance": "takes-what-is-valid",
    "ignored_auth": "denies-who-may-not",
    "use_after_free": "deleted-is-gone",
    "ensure_resource_availability": "reads-what-was-written",
    "max_response_time": "answers-in-time",
}


@dataclass(frozen=True)
class Generation:
    """How much schemathesis generates.

    Attributes:
        seed: Seed of the generated requests.
        examples: Requests per operation in the fuzzing phase.
        sequences: Sequences of requests along the links.
        elsewhere: Whether the server is somebody's: nothing but GET is sent, in nobody else's name.
        slow: Seconds after which an answer comes too late.
    """

    seed: int
    examples: int
    sequences: int
    elsewhere: bool = False
    slow: float = 1.0


@dataclass
class Phases:
    """What schemathesis did.

    Attributes:
        errors: What it could not finish.
        interrupted: Whether a person stopped it.
    """

    errors: list[str] = field(default_factory=list[str])
    interrupted: bool = False


class Generated:
    """schemathesis, told what the contract knows."""

    def __init__(self, contract: Contract, url: str, token: str, generation: Generation) -> None:
        """Load the contract, as it is for this server.

        Args:
            contract: What the server promises.
            url: Its address.
            token: The access token.
            generation: How much to generate.
        """
        self._contract = contract
        settings = _configuration(contract, url, token, generation)
        document = json.loads(json.dumps(with_entrances(contract)))
        if generation.elsewhere:
            _unlock(document)
        # Its types are unknown to a strict reader.
        self._schema: Any = schemathesis.openapi.from_dict(document, config=_settings(settings))
        self._labels = {f"{item.method.upper()} {item.path}": item for item in contract.operations}

    def bodies(self, record_type: RecordType) -> st.SearchStrategy[Any]:
        """Bodies of new records, as schemathesis makes them of the contract."""
        operation: Any = self._schema[record_type.path][record_type.operations[Kind.CREATE].method.upper()]
        cases: st.SearchStrategy[Any] = operation.as_strategy()
        return cases.map(attrgetter("body"))

    def run(self, watch: Watch, step: Callable[[str], None], guard: Guard | None = None) -> Phases:
        """Send what there is to send.

        Args:
            watch: Looks at each answer.
            step: Is told of each phase that begins.
            guard: The gate that every request passes; None where all may pass.

        Raises:
            StoppedError: the gate is closed.
        """
        with guarded(guard):
            return self._run(watch, step, guard)

    def _run(self, watch: Watch, step: Callable[[str], None], guard: Guard | None) -> Phases:
        ran = Phases()
        stream = from_schema(self._schema).execute()
        try:
            for event in stream:
                if guard is not None:
                    # What the gate refuses from the moment that it closes is no answer of the server.
                    guard.check_open()
                self._hear(event, ran, watch, step)
        except (OutOfTimeError, StoppedError, KeyboardInterrupt):
            stream.stop()
            for _ in stream:
                # It finishes what it has begun.
                pass
            raise
        return ran

    def _hear(self, event: events.EngineEvent, ran: Phases, watch: Watch, step: Callable[[str], None]) -> None:
        match event:
            case events.PhaseStarted():
                step(event.phase.name.value.lower())
            case events.ScenarioFinished():
                for reply, checked in self._replies(event.recorder):
                    watch.ledger.tick()
                    for check, aspect, message in watch.breaches(reply):
                        if checked:
                            key = f"{place(reply.operation)} {aspect}"
                            watch.ledger.note(check, key, reply.operation.id, message, [reply.exchange])
                self._note_failures(event.recorder, watch.ledger)
            case events.NonFatalError():
                ran.errors.append(f"{event.label}: {event.info.title}: {event.info.message}".rstrip(": "))
            case events.FatalError():
                ran.errors.append(f"the fuzzer failed: {event.exception!r}")
            case events.Interrupted():
                ran.interrupted = True
            case _:
                pass

    def _replies(self, recorder: ScenarioRecorder) -> Iterator[tuple[Reply, bool]]:
        """What was sent and answered, and whether schemathesis held it against the contract.

        What it sends within a check, such as credentials that are no HTTP, the contract says nothing of.
        """
        for case_id, interaction in recorder.interactions.items():
            operation = self._operation(recorder, case_id)
            if operation is not None and interaction.request.method.lower() == operation.method:
                checked = any(node.name == _HELD for node in recorder.checks.get(case_id, ()))
                yield Reply(operation, _exchange(interaction)), checked

    def _operation(self, recorder: ScenarioRecorder, case_id: str) -> Operation | None:
        cases: Any = recorder.cases
        return self._labels.get(cases[case_id].value.operation.label) if case_id in cases else None

    def _note_failures(self, recorder: ScenarioRecorder, ledger: Ledger) -> None:
        for case_id, nodes in recorder.checks.items():
            for node in nodes:
                if node.status is Status.FAILURE and node.failure_info is not None:
                    failure = node.failure_info.failure
                    operation = self._operation(recorder, case_id)
                    untyped: Any = recorder
                    cases = untyped.iter_chain_cases(case_id=failure.case_id or case_id)
                    chain: list[str] = [item.id for item in cases]
                    case = [_exchange(recorder.interactions[item]) for item in chain if item in recorder.interactions]
                    name = operation.id if operation else str(failure.operation)
                    check, aspect = _named(node.name, failure, operation, case)
                    ledger.note(check, aspect, name, _sentence(failure), case)


def _named(check: str, failure: Failure, operation: Operation | None, case: list[Exchange]) -> tuple[str, str]:
    """The check, and what tells this breach from others of it, as our own checks have it: nothing is found twice."""
    name = _CHECKS.get(check)
    if name is None or operation is None:
        # What no check of ours looks at is the same wherever it is found.
        return name or check.replace("_", "-"), failure.code
    aspect = ""
    if name == "answers-as-documented" and case and case[-1].received:
        aspect = str(case[-1].received.status)
    if name == "refuses-what-is-wrong":
        aspect = "body" if operation.body else "query"
    return name, f"{place(operation)} {aspect}"


def _sentence(failure: Failure) -> str:
    """A failure in one line."""
    text = " ".join(failure.message.split())
    return f"{failure.title}: {text}"[:300] if text else failure.title


def _exchange(interaction: Interaction) -> Exchange:
    request, response = interaction.request, interaction.response
    sent = Sent(request.method, request.uri, _flat(request.headers), request.body or b"")
    if response is None:
        return Exchange(sent, None, "the connection failed")
    headers = _flat(response.headers)
    return Exchange(sent, Received(response.status_code, headers, response.content, response.elapsed, response.message))


def _flat(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, values in headers.items() for value in values)


def _settings(settings: dict[str, Any]) -> SchemathesisConfig:
    untyped: Any = SchemathesisConfig
    made: SchemathesisConfig = untyped.from_dict(settings)
    return made


def _configuration(contract: Contract, url: str, token: str, generation: Generation) -> dict[str, Any]:
    configuration: dict[str, Any] = {
        "seed": generation.seed,
        "base-url": url,
        "workers": 1,
        "checks": {"max_response_time": generation.slow},
        "generation": {"database": "none", "max-examples": generation.examples},
        # The contract's links say more than can be guessed, and guesses go wrong: an id that is a JSON array, for one.
        "phases": {
            "stateful": {
                "inference": {"algorithms": []},
                "max-steps": _STEPS,
                "generation": {"max-examples": generation.sequences},
            }
        },
        "operations": list(_operations(contract, read_only=generation.elsewhere)),
    }
    if generation.elsewhere:
        configuration["headers"] = {"Authorization": f"Bearer {token}"}
        # What the other half of the run trusts, by its own variable.
        configuration["tls-verify"] = os.environ.get("SSL_CERT_FILE") or True
        # Undocumented methods are asked for to see them refused, which on somebody's server is a risk, not a test.
        configuration["phases"]["coverage"] = {"unexpected-methods": []}
    else:
        configuration["auth"] = {"openapi": {"bearer": {"bearer": token}}}
    return configuration


def _unlock(document: dict[str, Any]) -> None:
    """Take the locks away, at which wrong credentials would be tried: they can lock somebody out."""
    document.pop("security", None)
    paths: dict[str, dict[str, object]] = document["paths"]
    for item in paths.values():
        for operation in item.values():
            if is_object(operation):
                operation.pop("security", None)


def _operations(contract: Contract, *, read_only: bool) -> Iterator[dict[str, Any]]:
    for operation in contract.operations:
        settings: dict[str, Any] = {"include-operation-id": operation.id}
        refusals = [response.status for response in operation.responses.values() if response.refuses_valid]
        if refusals:
            settings["checks"] = {"positive_data_acceptance": {"expected-statuses": [*_WELL_FORMED, *refusals]}}
        if read_only and operation.method != "get":
            settings["enabled"] = False
        if len(settings) > 1:
            yield settings
