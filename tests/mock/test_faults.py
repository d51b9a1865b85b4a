"""Which calls a fault strikes: by operation, for so many times, by chance; and how faults are written and kept."""

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mock.conftest import Api, Clock

from nexudus_contract.document import Contract
from nexudus_contract.mock import Fault, FaultKind, MockSettings
from nexudus_contract.mock.control.faults import Faults
from nexudus_contract.mock.wire.message import Request
from nexudus_contract.terms import Kind, RecordType

A_CALL = Request("GET", "/")
KINDS = ", ".join(FaultKind)
NAMES = "it has kind, operation, probability, times, after, seconds, page, status"
OTHERS = [kind for kind in FaultKind if kind is not FaultKind.RESET]


def _struck(faults: Faults, calls: int = 100, operation: str = "list") -> list[list[FaultKind]]:
    return [[fault.kind for fault in faults.striking(operation, A_CALL)] for _ in range(calls)]


def _numbers(struck: Sequence[Sequence[FaultKind]], kind: FaultKind = FaultKind.RESET) -> list[int]:
    return [number for number, kinds in enumerate(struck) if kind in kinds]


def test_a_pattern_says_which_operations_are_struck(record_type: RecordType) -> None:
    operations = record_type.operations
    patterns: dict[str, set[Kind]] = {
        "*": set(Kind),
        operations[Kind.CREATE].id: {Kind.CREATE},
        "create*": {Kind.CREATE},
        "*Calendars": {Kind.LIST, Kind.BATCH},
        "Create*": set(),
        "": set(),
    }
    faults = {pattern: Fault(FaultKind.RESET, operation=pattern) for pattern in patterns}
    struck = {
        pattern: {kind for kind, item in operations.items() if fault.strikes(item.id, A_CALL)}
        for pattern, fault in faults.items()
    }
    assert struck == {pattern: kinds & operations.keys() for pattern, kinds in patterns.items()}


def test_only_the_operation_that_is_named_is_struck_on_the_way_through(contract: Contract, google: RecordType) -> None:
    with closing(
        Api(contract, MockSettings(faults=(Fault(FaultKind.ERROR_500, google.operations[Kind.GET].id),)))
    ) as api:
        assert api.get(f"{google.path}/1").status_code == 500
        assert api.get(google.path).status_code == 200
        assert api.delete(f"{google.path}/1").status_code == 404


def test_a_path_that_the_contract_does_not_have_is_not_struck(api: Api) -> None:
    api.world.faults.add("error-500")
    assert api.get("/api/nothing").status_code == 404


def test_a_fault_strikes_as_often_as_it_was_told_and_says_how_often_it_still_will() -> None:
    faults = Faults([Fault(FaultKind.RESET, operation="list", times=3), Fault(FaultKind.HTML, operation="get")])
    left: list[list[int | None]] = []
    for _ in range(4):
        left.append([fault.times for fault in faults])
        assert faults
        assert _struck(faults, 1, "create") == [[]]
        _struck(faults, 1)
    assert left == [[3, None], [2, None], [1, None], [None]]
    assert _struck(faults, 1) == [[]]
    assert _struck(faults, 1, "get") == [[FaultKind.HTML]]
    faults.set([Fault(FaultKind.RESET, times=1)])
    _struck(faults, 1)
    assert not faults


def test_the_next_fault_waits_until_the_one_before_is_over() -> None:
    faults = Faults([Fault(FaultKind.RESET, times=1), Fault(FaultKind.HTML, times=1)])
    assert _struck(faults, 3) == [[FaultKind.RESET], [FaultKind.HTML], []]


def test_latencies_add_up_and_go_with_one_other_fault() -> None:
    faults = Faults([Fault(kind) for kind in (FaultKind.LATENCY, FaultKind.EMPTY, FaultKind.HTML, FaultKind.LATENCY)])
    assert _struck(faults, 1) == [[FaultKind.LATENCY, FaultKind.EMPTY, FaultKind.LATENCY]]


@settings(deadline=None, max_examples=25)
@given(probability=st.floats(0, 1), seed=st.integers())
def test_over_many_calls_the_share_that_is_struck_is_near_the_probability(probability: float, seed: int) -> None:
    faults = Faults([Fault(FaultKind.RESET, probability=probability)], seed)
    assert len(_numbers(_struck(faults, 2000))) / 2000 == pytest.approx(probability, abs=0.07)


def test_what_never_happens_does_not_and_what_always_happens_does() -> None:
    faults = [Faults([Fault(FaultKind.RESET, probability=probability)]) for probability in (0, 1)]
    assert [len(_numbers(_struck(item))) for item in faults] == [0, 100]


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(), other=st.integers(), kind=st.sampled_from(OTHERS), probability=st.floats(0, 1))
def test_chances_are_those_of_the_seed_whatever_fault_is_added(
    seed: int, other: int, kind: FaultKind, probability: float
) -> None:
    fault = Fault(FaultKind.RESET, probability=0.5)
    struck = _numbers(_struck(Faults([fault], seed)))
    assert _numbers(_struck(Faults([fault], seed))) == struck
    assert (_numbers(_struck(Faults([fault], other))) == struck) == (seed == other)
    assert _numbers(_struck(Faults([fault, Fault(kind, probability=probability)], seed))) == struck


def test_two_faults_with_the_same_probability_have_chances_of_their_own() -> None:
    faults = Faults([Fault(FaultKind.LATENCY, probability=0.5), Fault(FaultKind.RESET, probability=0.5)])
    struck = _struck(faults)
    assert _numbers(struck, FaultKind.LATENCY) != _numbers(struck)


def test_the_same_world_with_the_same_seed_fails_at_the_same_calls(contract: Contract, google: RecordType) -> None:
    def statuses(seed: int) -> list[int]:
        fault = Fault(FaultKind.ERROR_503, probability=0.5)
        with closing(Api(contract, MockSettings(clock=Clock(), faults=(fault,), seed=seed), judged=False)) as api:
            found = [api.get(google.path).status_code for _ in range(40)]
            api.world.reset()
            assert [api.get(google.path).status_code for _ in range(40)] == found
            return found

    first = statuses(1)
    assert set(first) == {200, 503}
    assert statuses(1) == first
    assert statuses(2) != first


def test_faults_can_be_added_replaced_cleared_and_had_again_as_at_the_beginning() -> None:
    initial = Fault(FaultKind.HTML, times=2)
    faults = Faults([initial], seed=5)
    assert _struck(faults, 1) == [[FaultKind.HTML]]
    faults.add(Fault(FaultKind.RESET))
    faults.add("empty,times=1")
    assert [fault.as_mapping() for fault in faults] == [
        {"kind": "html", "operation": "*", "probability": 1, "times": 1, "seconds": 1, "page": 50},
        {"kind": "reset", "operation": "*", "probability": 1, "seconds": 1, "page": 50},
        {"kind": "empty", "operation": "*", "probability": 1, "times": 1, "seconds": 1, "page": 50},
    ]
    faults.set(["latency,seconds=0.5", Fault(FaultKind.EMPTY)], seed=6)
    assert ([fault.kind for fault in faults], faults.seed) == ([FaultKind.LATENCY, FaultKind.EMPTY], 6)
    faults.set([])
    assert (list(faults), faults.seed, bool(faults)) == ([], 6, False), "without a say, the seed stays"
    faults.add("reset")
    faults.clear()
    assert list(faults) == []
    faults.reset()
    assert (list(faults), faults.seed) == ([initial], 5)


def test_a_list_with_a_fault_that_is_none_changes_nothing() -> None:
    faults = Faults([Fault(FaultKind.HTML)], seed=5)
    with pytest.raises(ValueError, match="there is no fault 'rest'"):
        faults.set(["reset", "rest"], seed=6)
    assert (list(faults), faults.seed) == ([Fault(FaultKind.HTML)], 5)


def test_what_a_fault_says_of_itself_makes_it_again() -> None:
    faults = [Fault(kind, "get*", 0.25, 3, after=True, seconds=0.5, page=7) for kind in FaultKind]
    assert [Fault.from_mapping(fault.as_mapping()) for fault in faults] == faults
    bare = [Fault(kind) for kind in FaultKind]
    assert [Fault.from_mapping({"kind": kind}) for kind in FaultKind] == bare
    assert [Fault.parse(kind) for kind in FaultKind] == bare


def test_a_text_names_a_kind_and_whatever_else_is_wanted() -> None:
    text = "reset, operation = create* ,probability=0.5,times=2,after=true,seconds=3,page=4"
    assert Fault.parse(text) == Fault(FaultKind.RESET, "create*", 0.5, 2, after=True, seconds=3, page=4)
    assert Fault.parse("empty,after=false") == Fault(FaultKind.EMPTY, after=False)


NO_TEXTS: list[tuple[str, str]] = [
    ("", f"there is no fault ''; there are {KINDS}"),
    ("rest", f"there is no fault 'rest'; there are {KINDS}"),
    ("RESET", f"there is no fault 'RESET'; there are {KINDS}"),
    (
        "reset,time=2",
        f"a fault has no time; {NAMES}",
    ),
    ("reset,", f"a fault has no ; {NAMES}"),
    ("reset,times", "times of a fault cannot be ''"),
    ("reset,times=often", "times of a fault cannot be 'often'"),
    ("reset,times=1.5", "times of a fault cannot be 1.5"),
    ("reset,times=true", "times of a fault cannot be True"),
    ("reset,times=0", "times is 0; it must be 1 or more, or left out for ever"),
    ("reset,times=-1", "times is -1; it must be 1 or more, or left out for ever"),
    ("reset,after=1", "after of a fault cannot be 1"),
    ("reset,after=yes", "after of a fault cannot be 'yes'"),
    ("reset,probability=half", "probability of a fault cannot be 'half'"),
    ("reset,probability=1.5", "probability is 1.5; it goes from 0 to 1"),
    ("reset,probability=-0.5", "probability is -0.5; it goes from 0 to 1"),
    ("reset,probability=nan", "probability is nan; it goes from 0 to 1"),
    ("latency,seconds=-1", "seconds is -1; it goes from 0 to 3600"),
    ("latency,seconds=inf", "seconds is inf; it goes from 0 to 3600"),
    ("latency,seconds=soon", "seconds of a fault cannot be 'soon'"),
    ("deep-page,page=2.5", "page of a fault cannot be 2.5"),
    ("variant,status=99", "status is 99; it goes from 100 to 599"),
    ("variant,status=fine", "status of a fault cannot be 'fine'"),
    ("reset,operation=5", "operation of a fault cannot be 5"),
    ("reset,kind=html", "kind is said twice"),
    ("reset,times=1,times=2", "times is said twice"),
]


def test_a_text_that_is_no_fault_is_told_why() -> None:
    assert [(text, _refusal(Fault.parse, text)) for text, _ in NO_TEXTS] == NO_TEXTS


def _refusal(make: Callable[[Any], Fault], given: object) -> str:
    """Why something is no fault."""
    try:
        return f"it is one: {make(given)}"
    except ValueError as error:
        return str(error)


NO_OBJECTS: list[tuple[dict[str, object], str]] = [
    ({}, f"there is no fault ''; there are {KINDS}"),
    ({"kind": None}, "kind of a fault cannot be None"),
    ({"kind": ["reset"]}, "kind of a fault cannot be ['reset']"),
    ({"kind": "reset", "after": "true"}, "after of a fault cannot be 'true'"),
    ({"kind": "reset", "probability": True}, "probability of a fault cannot be True"),
    ({"kind": "reset", "operation": None}, "operation of a fault cannot be None"),
    ({"kind": "reset", "Times": 1}, f"a fault has no Times; {NAMES}"),
]


def test_an_object_that_is_no_fault_is_told_why() -> None:
    assert [(raw, _refusal(Fault.from_mapping, raw)) for raw, _ in NO_OBJECTS] == NO_OBJECTS
