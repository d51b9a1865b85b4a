"""The fixtures as somebody else's test suite uses them."""

import pytest

pytest_plugins = ["pytester"]

OTHERS_OFF = ["-p", "no:cacheprovider", "-p", "no:schemathesis", "-p", "no:anyio", "-p", "no:hypothesispytest"]

BEGINNING = """
import asyncio
import httpx
import pytest

LOGIN = ("admin@example.com", "admin")
PATH = "/api/spaces/coworkergooglecalendars"
BODY = {"ResourceId": 1, "Name": "n", "SubscriptionId": "s", "CalendarId": "c", "WatchResourceId": "w",
        "SubscriptionExpireDate": "2025-01-15T10:30:00Z"}


def sync_client(transport):
    return httpx.Client(transport=transport, base_url="http://mock", auth=LOGIN)
"""


def _run(pytester: pytest.Pytester, text: str, **outcome: int) -> None:
    pytester.makepyfile(BEGINNING + text)
    # Asynchronous helpers of other plugins have no say in somebody else's suite.
    pytester.runpytest("-p", "no:cacheprovider", "-W", "error").assert_outcomes(**outcome)


def test_each_test_has_a_world_of_its_own(pytester: pytest.Pytester) -> None:
    _run(
        pytester,
        """
@pytest.mark.parametrize("number", range(3))
def test_first_record(nexudus_transport, nexudus_world, number):
    with sync_client(nexudus_transport) as client:
        assert client.post(PATH, json=BODY).json()["Value"]["Id"] == 1001
    assert [entry.number for entry in nexudus_world.requests] == [1]
    nexudus_world.faults.add("error-500")
    nexudus_world.clock.freeze()
    nexudus_world.snapshots["x"] = nexudus_world.snapshot()


def test_nothing_is_left(nexudus_world):
    assert not any(nexudus_world.counts.values())
    assert not nexudus_world.faults
    assert not nexudus_world.clock.frozen
    assert not nexudus_world.snapshots
    assert len(nexudus_world.requests) == 0
""",
        passed=4,
    )


def test_all_ways_lead_to_the_same_world(pytester: pytest.Pytester) -> None:
    _run(
        pytester,
        """
def test_ways(nexudus_world, nexudus_transport, nexudus_url):
    with sync_client(nexudus_transport) as client:
        assert client.post(PATH, json=BODY).status_code == 200
    assert httpx.get(nexudus_url + PATH, auth=LOGIN).json()["TotalItems"] == 1

    async def ask():
        async with httpx.AsyncClient(transport=nexudus_transport, base_url="http://mock", auth=LOGIN) as client:
            return (await client.get(PATH)).json()["TotalItems"]

    assert asyncio.run(ask()) == 1
    nexudus_world.faults.add("error-503,times=2")
    assert httpx.get(nexudus_url + PATH, auth=LOGIN).status_code == 503
    with sync_client(nexudus_transport) as client:
        assert client.get(PATH).status_code == 503
    assert httpx.post(nexudus_url + "/_mock/reset").json()["requests"] == 0
    assert not any(nexudus_world.counts.values())


def test_another(nexudus_url):
    assert httpx.get(nexudus_url + PATH, auth=LOGIN).json()["TotalItems"] == 0
""",
        passed=2,
    )


def test_settings_come_from_the_marker_and_from_a_fixture(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
import pytest
from nexudus_contract.mock import MockSettings
from nexudus_contract.pytest_plugin import with_marker


@pytest.fixture
def nexudus_settings(request):
    return with_marker(request, MockSettings(records=2))
"""
    )
    _run(
        pytester,
        """
def test_fixture(nexudus_world):
    assert set(nexudus_world.counts.values()) == {2}
    assert nexudus_world.settings.dialect == "current"


@pytest.mark.nexudus(dialect="legacy-2020", records=0)
def test_marker(nexudus_transport, nexudus_world):
    assert not any(nexudus_world.counts.values())
    with sync_client(nexudus_transport) as client:
        assert client.post(PATH, json={}).json()["Status"] == 500


def test_fixture_again(nexudus_world):
    assert set(nexudus_world.counts.values()) == {2}
""",
        passed=3,
    )


def test_another_password_is_another_world(pytester: pytest.Pytester) -> None:
    _run(
        pytester,
        """
from nexudus_contract.mock import MockSettings, User


@pytest.fixture(params=["one", "other"])
def nexudus_settings(request):
    return MockSettings(users=(User("ada@example.com", request.param),))


def test_password(nexudus_transport, nexudus_settings, request):
    password = request.node.callspec.params["nexudus_settings"]
    login = ("ada@example.com", password)
    with httpx.Client(transport=nexudus_transport, base_url="http://mock", auth=login) as client:
        assert client.get(PATH).status_code == 200
""",
        passed=2,
    )


def test_a_file_keeps_its_own_world(pytester: pytest.Pytester) -> None:
    _run(
        pytester,
        """
from nexudus_contract.mock import MockSettings


@pytest.fixture
def nexudus_settings(tmp_path):
    return MockSettings(database=tmp_path / "mock.db")


def test_file(nexudus_transport, tmp_path):
    with sync_client(nexudus_transport) as client:
        assert client.post(PATH, json=BODY).status_code == 200
    assert (tmp_path / "mock.db").stat().st_size
""",
        passed=1,
    )


def test_a_marker_with_a_misspelt_setting_fails_that_test_only(pytester: pytest.Pytester) -> None:
    _run(
        pytester,
        """
@pytest.mark.nexudus(dialekt="current")
def test_misspelt(nexudus_world):
    pass


def test_well(nexudus_world):
    pass
""",
        passed=1,
        errors=1,
    )


def test_it_costs_nothing_where_it_is_not_used(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
import sys

def test_imports():
    loaded = {name.partition(".")[0] for name in sys.modules}
    assert "nexudus_contract.pytest_plugin" in sys.modules
    assert not {"uvicorn", "orjson", "yaml", "jsonschema_rs", "nexudus_calendars"} & loaded
    assert "nexudus_contract.mock" not in sys.modules
"""
    )
    pytester.runpytest_subprocess(*OTHERS_OFF).assert_outcomes(passed=1)
