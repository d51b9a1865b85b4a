"""Each way in which a network fails, over real sockets: nothing is written twice, and what the client says is true."""

from collections.abc import Iterator
from contextlib import AbstractContextManager

import httpx
import pytest

from nexudus_calendars import NO_LIMITS, NexudusClient, RetryPolicy
from nexudus_contract.document import Contract
from nexudus_contract.mock import running

from .helpers.basics import ADMIN, VirtualClock
from .helpers.callers import Caller, opened
from .helpers.fault_cases import BULK_ACTS, Stage, after_one_fault, report_after_one_fault
from .helpers.faults import Fault
from .helpers.faulty_proxy import faulty_proxy, line

WIRES = pytest.mark.parametrize("wire", ["sync", "async", "aiohttp"])


@pytest.fixture(scope="module")
def stage(contract: Contract) -> Iterator[Stage]:
    with running(contract) as mock, faulty_proxy(mock.url) as proxy, httpx.Client(verify=False) as http:

        def client(wire: str, policy: RetryPolicy) -> AbstractContextManager[Caller]:
            transport = line(proxy, wire)
            return opened(wire, proxy.url, **ADMIN, transport=transport, retries=policy, clock=VirtualClock())

        yield Stage(proxy, NexudusClient(mock.url, **ADMIN, http_client=http, limits=NO_LIMITS), client, proxy.settle)


@WIRES
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name.lower())
def test_after_one_fault_a_call_succeeds_or_says_truly_what_it_left(stage: Stage, wire: str, fault: Fault) -> None:
    wrong = [said for name in ("get", "create", "update") for said in after_one_fault(stage, wire, fault, name)]
    assert not wrong, "\n".join(wrong)


@WIRES
@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.DROPPED, Fault.HALF_JSON], ids=lambda fault: fault.name.lower())
def test_after_one_fault_a_report_is_true_of_every_item(stage: Stage, wire: str, fault: Fault) -> None:
    wrong = [said for name in BULK_ACTS for said in report_after_one_fault(stage, wire, fault, name)]
    assert not wrong, "\n".join(wrong)
