"""Every fault with every operation: nothing is written twice, nothing is lost, and what the client says is true."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest

from nexudus_calendars import NO_LIMITS, NexudusClient, Report, RetryPolicy
from nexudus_contract.mock import MockTransport

from .helpers.basics import ADMIN, VirtualClock
from .helpers.callers import FORMS, Caller, opened
from .helpers.fault_cases import (
    ACTS,
    BULK_ACTS,
    COMMANDS,
    EXPECTED,
    GOOGLES,
    OFFES,
    Stage,
    after_one_fault,
    asked,
    differing,
    error_parts,
    report_after_one_fault,
)
from .helpers.faulty_transport import FAULTS, FaultyTransport

URL = "http://127.0.0.1:1"


@pytest.fixture
def stage(nexudus_transport: MockTransport) -> Iterator[Stage]:
    faulty = FaultyTransport(nexudus_transport)

    def client(form: str, policy: RetryPolicy) -> AbstractContextManager[Caller]:
        return opened(form, URL, **ADMIN, transport=faulty, retries=policy, clock=VirtualClock())

    with NexudusClient(URL, **ADMIN, transport=nexudus_transport, limits=NO_LIMITS) as quiet:
        yield Stage(faulty, quiet, client)


@pytest.mark.parametrize("name", ACTS)
def test_after_one_fault_a_call_succeeds_or_says_truly_what_it_left(stage: Stage, form: str, name: str) -> None:
    resources = [GOOGLES] if name in COMMANDS else [GOOGLES, OFFES]
    wrong = [
        said
        for resource in resources
        for fault in FAULTS
        for said in after_one_fault(stage, form, fault, name, resource)
    ]
    assert not wrong, "\n".join(wrong)


@FORMS
@pytest.mark.parametrize("name", BULK_ACTS)
def test_after_one_fault_a_report_is_true_of_every_item(stage: Stage, form: str, name: str) -> None:
    wrong = [said for fault in FAULTS for said in report_after_one_fault(stage, form, fault, name)]
    assert not wrong, "\n".join(wrong)


@FORMS
def test_after_a_fault_of_reading_ahead_every_item_is_written(stage: Stage, form: str) -> None:
    wrong = list[str]()
    for fault in FAULTS:
        promise, scene = EXPECTED[fault], stage.scene(GOOGLES)
        stage.strikes.strike(fault, "GET")
        with stage.client(form, RetryPolicy()) as ask:
            report: Report = asked(ask, scene, BULK_ACTS["change_many_reading_ahead"].run)
        # Either the batch is read again, or each record by itself.
        reads = 1 if promise.repeated("GET") else 2
        said: dict[str, object] = {
            "complete": report.complete,
            "names": stage.names(GOOGLES),
            "forwarded": stage.forwarded("GET"),
        }
        expected = {"complete": True, "names": "c changed changed", "forwarded": promise.done + reads}
        wrong += differing(fault.value, said, expected)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["get", "create", "change", "delete"])
def test_a_fault_that_lasts_ends_the_call_after_the_last_retry(stage: Stage, form: str, name: str) -> None:
    wrong = list[str]()
    for fault in FAULTS:
        act, promise, scene = ACTS[name], EXPECTED[fault], stage.scene(GOOGLES)
        attempts = 3 if promise.repeated(act.method) else 1
        stage.strikes.strike(fault, act.method, times=9)
        with stage.client(form, RetryPolicy(retries=2)) as ask:
            error = asked(ask, scene, act.run)
        said = error_parts(error) | {"names": stage.names(GOOGLES), "forwarded": stage.forwarded(act.method)}
        expected = {
            "kind": promise.kind,
            "uncertain": promise.uncertain(act.method),
            "attempts": attempts,
            "names": act.names if promise.done and act.method != "GET" else "a b c",
            "forwarded": promise.done * attempts,
        }
        wrong += differing(fault.value, said, expected)
    assert not wrong, "\n".join(wrong)
