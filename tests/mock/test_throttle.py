"""The throttle: whom it refuses, for how long, with what, and that a refused call does nothing."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import httpx
import pytest
from tests.mock.conftest import ADMIN, AUDITOR, Api, Clock, example

from nexudus_contract.document import Contract
from nexudus_contract.mock import MockError, MockSettings
from nexudus_contract.mock.entry.throttle import Throttle
from nexudus_contract.terms import Kind, Limit, RecordType

ME = "/api/auth/me"
AT_ONCE = timedelta()
ONE_A_MINUTE = (Limit(calls=1, seconds=60),)

Throttled = Callable[..., Api]


@pytest.fixture
def throttled(contract: Contract, clock: Clock) -> Iterator[Throttled]:
    """Makes a mock with these limits, and 409 unless told otherwise."""
    with ExitStack() as stack:

        def make(limits: tuple[Limit, ...], status: int = 409) -> Api:
            api = Api(contract, MockSettings(clock=clock, limits=limits, throttle_status=status))
            stack.callback(api.close)
            return api

        yield make


def _refused_for(response: httpx.Response, status: int = 409) -> int:
    """The seconds that a refusal asks for."""
    assert response.status_code == status
    return int(response.headers["Retry-After"])


def test_each_documented_limit_refuses_the_call_too_many_until_its_window_has_passed(contract: Contract) -> None:
    def waits(limit: Limit) -> list[timedelta]:
        clock = Clock()
        throttle, method = Throttle((limit,), clock), min(limit.methods, default="GET")
        found = [max(throttle.let_in(1, method) for _ in range(limit.calls)), throttle.let_in(1, method)]
        clock.pass_by(timedelta(seconds=limit.seconds) - timedelta.resolution)
        found.append(throttle.let_in(1, method))
        clock.pass_by(timedelta.resolution)
        return [*found, throttle.let_in(1, method)]

    assert {limit: waits(limit) for limit in contract.limits} == {
        limit: [AT_ONCE, timedelta(seconds=limit.seconds), timedelta.resolution, AT_ONCE] for limit in contract.limits
    }


def test_a_window_slides_with_each_call_and_does_not_start_anew_as_a_whole(clock: Clock) -> None:
    throttle = Throttle((Limit(calls=2, seconds=10),), clock)
    waits: list[float] = []
    for second in (0, 6, 9, 10, 11, 16, 17):
        clock.now = Clock().now + timedelta(seconds=second)
        waits.append(throttle.let_in(1, "GET").total_seconds())
    assert waits == [0, 0, 1, 0, 5, 0, 3]


def test_of_several_full_limits_the_longest_wait_counts(clock: Clock) -> None:
    throttle = Throttle((Limit(1, 1), Limit(1, 30), Limit(1, 5)), clock)
    throttle.let_in(1, "GET")
    assert throttle.let_in(1, "GET") == timedelta(seconds=30)


@pytest.mark.parametrize("status", [409, 429])
def test_a_refusal_has_the_documented_headers_and_no_body(
    throttled: Throttled, contract: Contract, status: int
) -> None:
    api = throttled(contract.limits, status)
    assert api.get(ME).status_code == 200
    response = api.get(ME)
    assert response.status_code == status
    assert response.content == b""
    assert dict(response.headers) == {
        "cache-control": "no-cache",
        "pragma": "no-cache",
        "expires": "-1",
        "retry-after": "1",
        "content-length": "0",
    }


def test_retry_after_is_in_whole_seconds_that_are_enough(throttled: Throttled, clock: Clock) -> None:
    api = throttled(ONE_A_MINUTE)
    found: list[int] = []
    for passed, seconds in ((timedelta(), 60), (timedelta(milliseconds=1), 60), (timedelta(seconds=59.9), 1)):
        api.world.reset()
        api.get(ME)
        clock.pass_by(passed)
        found.append(_refused_for(api.get(ME)))
        clock.pass_by(timedelta(seconds=seconds))
        assert api.get(ME).status_code == 200
    assert found == [60, 60, 1]


def test_the_documented_limits_hold_together(
    throttled: Throttled, clock: Clock, contract: Contract, google: RecordType
) -> None:
    api, body, pace = throttled(contract.limits), example(contract, google), timedelta(milliseconds=100)

    def statuses(method: str) -> set[int]:
        found: set[int] = set()
        for _ in range(60):
            found.add(api.request(method, google.path, json=body).status_code)
            clock.pass_by(pace)
        return found

    assert statuses("GET") == {200}
    assert statuses("POST") == {200}, "reads use up no write"
    assert _refused_for(api.get(google.path)) == 48, "120 calls took 12 seconds"
    clock.pass_by(timedelta(seconds=48))
    assert api.get(google.path).status_code == 200
    clock.pass_by(pace)
    assert _refused_for(api.post(google.path, json=body)) == 6, "60 writes, of which the first is 54 seconds old"
    assert api.get(google.path).status_code == 200, "the writes' limit binds no read"


def test_methods_that_modify_are_counted_together(clock: Clock) -> None:
    throttle = Throttle((Limit(3, 60, frozenset({"POST", "PUT", "DELETE"})),), clock)
    assert {throttle.let_in(1, other) for other in ("POST", "PUT", "DELETE", "GET")} == {AT_ONCE}
    waits = {method: throttle.let_in(1, method).total_seconds() for method in ("post", "put", "delete", "get")}
    assert waits == {"post": 60, "put": 60, "delete": 60, "get": 0}


@pytest.mark.parametrize("status", [409, 429])
def test_every_operation_refuses_as_the_contract_describes_it(
    throttled: Throttled, contract: Contract, status: int
) -> None:
    api = throttled(ONE_A_MINUTE, status)
    assert api.get(ME).status_code == 200
    answers = {
        operation.id: api.request(operation.method.upper(), operation.path.replace("{id}", "1"))
        for operation in contract.operations
    }
    found = {name: (answer.status_code, answer.headers.get("Retry-After")) for name, answer in answers.items()}
    assert found == dict.fromkeys(answers, (status, "60"))


def test_a_refused_write_changes_nothing(
    throttled: Throttled, clock: Clock, contract: Contract, record_type: RecordType
) -> None:
    api, body = throttled(ONE_A_MINUTE), example(contract, record_type)
    record_id = api.create(record_type)
    clock.pass_by(timedelta(seconds=60))
    before = api.record(record_type, record_id)
    path = record_type.operations[Kind.DELETE].path.replace("{id}", str(record_id))
    for response in (
        api.post(record_type.path, json=body),
        api.put(record_type.path, json=body | {"Id": record_id, "Name": "Other"}),
        api.delete(path),
    ):
        assert _refused_for(response) == 60
    clock.pass_by(timedelta(seconds=60))
    assert api.record(record_type, record_id) == before
    clock.pass_by(timedelta(seconds=60))
    assert api.get(record_type.path).json()["TotalItems"] == 1


def test_a_refused_call_does_not_count(throttled: Throttled, clock: Clock) -> None:
    api = throttled(ONE_A_MINUTE)
    api.get(ME)
    for _ in range(3):
        clock.pass_by(timedelta(seconds=15))
        assert api.get(ME).status_code == 409
    clock.pass_by(timedelta(seconds=15))
    assert api.get(ME).status_code == 200


def test_two_users_do_not_share(throttled: Throttled) -> None:
    api = throttled(ONE_A_MINUTE)
    assert [api.get(ME, login=login).status_code for login in (ADMIN, AUDITOR, ADMIN, AUDITOR)] == [200, 200, 409, 409]


def test_a_user_is_the_same_from_every_host_and_with_a_token(throttled: Throttled) -> None:
    api = throttled(ONE_A_MINUTE)
    form = {"grant_type": "password", "username": ADMIN[0], "password": ADMIN[1]}
    token = api.post("/api/token", login=None, data=form).json()["access_token"]
    assert api.get(ME, host="10.0.0.1").status_code == 200
    assert api.get(ME, host="10.0.0.2").status_code == 409
    headers = {"Authorization": f"Bearer {token}"}
    assert api.get(ME, login=None, headers=headers, host="10.0.0.3").status_code == 409


def test_who_has_no_account_is_counted_by_host(throttled: Throttled) -> None:
    api = throttled(ONE_A_MINUTE)
    wrong = (ADMIN[0], "wrong")
    assert api.get(ME, login=wrong, host="10.0.0.1").status_code == 401
    assert api.get(ME, login=None, host="10.0.0.1").status_code == 409
    assert api.get(ME, login=None, host="10.0.0.2").status_code == 401
    assert api.get(ME, host="10.0.0.1").status_code == 200


def test_the_token_endpoint_is_throttled_and_grants_nothing_then(throttled: Throttled) -> None:
    api = throttled(ONE_A_MINUTE)
    form = {"grant_type": "password", "username": ADMIN[0], "password": ADMIN[1]}
    refresh = api.post("/api/token", login=None, data=form).json()["refresh_token"]
    again = {"grant_type": "refresh_token", "refresh_token": refresh}
    headers = {"client_id": ADMIN[0]}
    assert _refused_for(api.post("/api/token", login=None, data=again, headers=headers)) == 60
    # The refresh token works once: it is still good.
    response = api.post("/api/token", login=None, data=again, headers=headers, host="10.0.0.2")
    assert response.status_code == 200


def test_a_call_that_a_role_forbids_counts(throttled: Throttled, contract: Contract, google: RecordType) -> None:
    api = throttled(ONE_A_MINUTE)
    assert api.post(google.path, json=example(contract, google), login=AUDITOR).status_code == 401
    assert api.get(google.path, login=AUDITOR).status_code == 409


def test_nobody_is_throttled_by_default(api: Api) -> None:
    assert {api.get(ME).status_code for _ in range(130)} == {200}


@pytest.mark.parametrize("status", [200, 404, 503])
def test_another_status_is_refused_by_name(status: int) -> None:
    with pytest.raises(MockError, match=f"cannot answer {status}; choose 409 or 429"):
        MockSettings(throttle_status=status)


@pytest.mark.parametrize("limit", [Limit(0, 60), Limit(-1, 60), Limit(1, 0), Limit(1, -0.5)], ids=repr)
def test_a_limit_that_makes_no_sense_is_refused_by_name(limit: Limit) -> None:
    with pytest.raises(MockError, match=r"Limit\(.*above 0"):
        MockSettings(limits=(limit,))


def test_it_remembers_no_more_calls_than_the_limits_let_in(clock: Clock) -> None:
    throttle = Throttle((Limit(3, 0.1), Limit(5, 60)), clock)
    for _ in range(50):
        throttle.let_in(1, "GET")
        clock.pass_by(timedelta(seconds=20))
    (record,) = throttle._records.values()
    assert [len(window.calls) for window in record.windows] == [3, 5]


def test_it_forgets_clients_whose_calls_no_limit_counts_any_more(clock: Clock) -> None:
    throttle = Throttle((Limit(9, 1), Limit(9, 60)), clock)
    for number in range(100):
        throttle.let_in(f"10.0.0.{number}", "GET")
    clock.pass_by(timedelta(seconds=30))
    throttle.let_in("10.0.0.0", "GET")
    assert len(throttle._records) == 100
    clock.pass_by(timedelta(seconds=30))
    throttle.let_in("10.0.0.1", "GET")
    assert list(throttle._records) == ["10.0.0.0", "10.0.0.1"]
