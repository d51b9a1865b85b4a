"""The copy in SQLite: what changes on either side reaches the other, and nothing is lost or overwritten in silence."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inventory import main, sync
from nexudus_calendars import NO_RETRIES, NexudusClient, NexudusError
from nexudus_contract.mock import World

from .conftest import GOOGLE, OFFICE, ROOT, connect_google, connect_office, kept

ADDITION = """INSERT INTO connections
    (kind, resource_id, name, calendar_id, subscription_id, subscription_expire_date, watch_resource_id)
    VALUES ('google', 15, 'Lobby', 'lobby@example.com', 'channel-9', '2030-01-01T00:00:00Z', 'watch-9')"""


class Copy:
    """The file, as somebody with an SQL tool sees it."""

    def __init__(self, path: Path, client: NexudusClient) -> None:
        self.path = path
        self.client = client

    def sync(self, *, allow_deletions: bool = False) -> int:
        with closing(sqlite3.connect(self.path)) as database:
            return sync(database, self.client, allow_deletions=allow_deletions)

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.path)) as database, database:
            return database.execute(statement).fetchall()

    def names(self) -> dict[int, str]:
        return dict(self.sql("SELECT id, name FROM connections"))


@pytest.fixture
def copy(client: NexudusClient, nexudus_world: World, tmp_path: Path) -> Copy:
    nexudus_world.clock.freeze()
    return Copy(tmp_path / "connections.db", client)


@pytest.fixture
def later(nexudus_world: World) -> Callable[[], None]:
    """An hour passes."""
    return lambda: nexudus_world.clock.advance(timedelta(hours=1))


def test_the_first_run_copies_everything(
    environment: None, copy: Copy, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    nexudus_world.seed(5)
    assert main([str(copy.path)]) == 0
    assert capsys.readouterr() == ("google: 5 read, 0 deleted\noffice: 5 read, 0 deleted\n", "")
    rows = copy.sql(
        "SELECT kind, id, resource_id, coworker_id, name, calendar_id, subscription_id, watch_resource_id "
        "FROM connections"
    )
    names = ("Id", "ResourceId", "CoworkerId", "Name", "CalendarId", "SubscriptionId", "WatchResourceId")
    records = [("google", record) for record in kept(nexudus_world, GOOGLE).values()]
    records += [("office", record) for record in kept(nexudus_world, OFFICE).values()]
    assert sorted(rows) == sorted((kind, *map(record.get, names)) for kind, record in records)


def test_later_runs_read_what_changed_and_what_is_new(
    copy: Copy, later: Callable[[], None], client: NexudusClient, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, other = connect_google(client, 1), connect_google(client, 2)
    later()
    connect_google(client, 3)
    assert copy.sync() == 0
    later()
    client.coworker_google_calendars.change(changed, name="theirs")
    new = connect_google(client, 4)
    capsys.readouterr()
    assert copy.sync() == 0
    # One changed, one new, and one from shortly before the last run.
    assert "google: 3 read, 0 deleted" in capsys.readouterr().out
    assert copy.names()[changed] == "theirs"
    assert copy.names()[new] == "calendar 4"
    assert copy.names()[other] == "calendar 2"


def test_a_write_that_was_under_way_is_read_later(copy: Copy, client: NexudusClient, nexudus_world: World) -> None:
    late, _ = connect_google(client, 1), connect_google(client, 2)
    nexudus_world.clock.advance(timedelta(minutes=2))
    connect_google(client, 3)
    assert copy.sync() == 0
    # It bears an earlier date than what has been read.
    nexudus_world.clock.advance(timedelta(minutes=-1))
    client.coworker_google_calendars.change(late, name="theirs")
    assert copy.sync() == 0
    assert copy.names()[late] == "theirs"


@pytest.mark.nexudus(lists="partial")
def test_rows_of_lists_may_lack_everything_but_the_id(
    copy: Copy, later: Callable[[], None], client: NexudusClient
) -> None:
    id_ = connect_google(client)
    assert copy.sync() == 0
    later()
    client.coworker_google_calendars.change(id_, name="theirs")
    assert copy.sync() == 0
    assert copy.names() == {id_: "theirs"}


def test_deletions_are_seen(copy: Copy, client: NexudusClient, capsys: pytest.CaptureFixture[str]) -> None:
    ids = [connect_google(client, number) for number in range(3)]
    assert copy.sync() == 0
    client.coworker_google_calendars.delete(ids[1])
    assert copy.sync() == 0
    assert "google: 2 read, 1 deleted" in capsys.readouterr().out
    assert set(copy.names()) == {ids[0], ids[2]}


@pytest.mark.parametrize(("count", "left"), [(12, 0), (12, 4), (3, 0)])
def test_an_answer_that_lacks_too_much_deletes_nothing(
    environment: None, copy: Copy, client: NexudusClient, capsys: pytest.CaptureFixture[str], count: int, left: int
) -> None:
    ids = [connect_google(client, number) for number in range(count)]
    assert copy.sync() == 0
    client.coworker_google_calendars.delete_many(ids[left:])
    assert main([str(copy.path)]) == 2
    assert f"google: {count - left} of {count} are missing" in capsys.readouterr().err
    assert set(copy.names()) == set(ids)
    assert main([str(copy.path), "--allow-deletions"]) == 0
    assert set(copy.names()) == set(ids[:left])


@pytest.mark.parametrize("fault", ["html", "error-500", "truncated"])
def test_a_list_that_cannot_be_read_deletes_nothing(
    copy: Copy, client: NexudusClient, nexudus_world: World, fault: str
) -> None:
    ids = {connect_google(client, number) for number in range(3)}
    assert copy.sync() == 0
    nexudus_world.faults.add(f"{fault},operation=list*")
    copy.client = client.with_options(retries=NO_RETRIES)
    with pytest.raises(NexudusError):
        copy.sync()
    assert set(copy.names()) == ids


def test_an_edit_is_sent_and_the_rest_of_the_record_stays(
    copy: Copy, later: Callable[[], None], client: NexudusClient, nexudus_world: World
) -> None:
    id_ = connect_google(client, 1, event_sync_token="token")
    assert copy.sync() == 0
    before = kept(nexudus_world, GOOGLE)[id_]
    later()
    copy.sql(
        "UPDATE connections SET name = 'Lobby', coworker_id = NULL, subscription_expire_date = '2031-01-01T00:00Z'"
    )
    assert copy.sync() == 0
    after = kept(nexudus_world, GOOGLE)[id_]
    assert {name: after[name] for name in after if after[name] != before[name]}.items() >= {
        "Name": "Lobby",
        "CoworkerId": None,
        "SubscriptionExpireDate": "2031-01-01T00:00:00Z",
    }.items()
    assert (after["EventSyncToken"], after["WatchResourceId"]) == ("token", "watch-1")
    requests = len(nexudus_world.requests)
    assert copy.sync() == 0
    assert all(entry.method == "GET" for entry in list(nexudus_world.requests)[requests:])


def test_an_addition_is_created_and_gets_its_id(copy: Copy, client: NexudusClient, nexudus_world: World) -> None:
    assert copy.sync() == 0
    copy.sql(ADDITION)
    copy.sql(ADDITION.replace("google", "office").replace("'watch-9'", "NULL"))
    assert copy.sync() == 0
    (google,), (office,) = kept(nexudus_world, GOOGLE).values(), kept(nexudus_world, OFFICE).values()
    assert copy.names() == {google["Id"]: "Lobby", office["Id"]: "Lobby"}
    assert copy.sync() == 0
    assert len(kept(nexudus_world, GOOGLE)) == len(kept(nexudus_world, OFFICE)) == 1


def test_an_addition_whose_answer_was_lost_is_recognised(copy: Copy, nexudus_world: World) -> None:
    assert copy.sync() == 0
    copy.sql(ADDITION)
    nexudus_world.faults.add("reset,operation=create*,times=1,after=true")
    assert copy.sync() == 1
    assert copy.sync() == 0
    (record,) = kept(nexudus_world, GOOGLE).values()
    assert copy.names() == {record["Id"]: "Lobby"}


def test_an_addition_that_is_there_already_takes_theirs(
    copy: Copy, client: NexudusClient, capsys: pytest.CaptureFixture[str]
) -> None:
    id_ = connect_google(client, 9)
    assert copy.sync() == 0
    copy.sql(ADDITION)
    assert copy.sync() == 0
    assert f"google {id_}: was there already" in capsys.readouterr().out
    assert copy.names() == {id_: "calendar 9"}


def test_an_addition_that_is_refused_stays(
    copy: Copy, nexudus_world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert copy.sync() == 0
    copy.sql(ADDITION.replace("'2030-01-01T00:00:00Z'", "'2030-01-01T00:00:00'"))
    assert copy.sync() == 1
    assert "google Lobby: FAILED: " in capsys.readouterr().err
    copy.sql("UPDATE connections SET subscription_expire_date = '2030-01-01T00:00:00Z'")
    assert copy.sync() == 0
    assert len(kept(nexudus_world, GOOGLE)) == 1


def conflicting(copy: Copy, later: Callable[[], None], client: NexudusClient) -> int:
    """Id of a record that was edited on both sides."""
    id_ = connect_google(client)
    assert copy.sync() == 0
    later()
    client.coworker_google_calendars.change(id_, name="theirs")
    copy.sql("UPDATE connections SET name = 'ours'")
    return id_


def test_a_conflict_is_told_and_neither_side_overwritten(
    copy: Copy, later: Callable[[], None], client: NexudusClient, capsys: pytest.CaptureFixture[str]
) -> None:
    id_ = conflicting(copy, later, client)
    for _ in range(2):
        assert copy.sync() == 1
        assert f"google {id_}: CONFLICT: record {id_} was last updated on" in capsys.readouterr().err
        assert copy.names() == {id_: "ours"}
        assert client.coworker_google_calendars.get(id_).name == "theirs"


def test_a_row_that_is_deleted_here_comes_back_as_theirs(
    copy: Copy, later: Callable[[], None], client: NexudusClient
) -> None:
    id_ = conflicting(copy, later, client)
    assert copy.sync() == 1
    copy.sql("DELETE FROM connections")
    assert copy.sync() == 0
    assert copy.names() == {id_: "theirs"}


def test_a_row_that_knows_their_update_is_sent(
    copy: Copy, later: Callable[[], None], client: NexudusClient, capsys: pytest.CaptureFixture[str]
) -> None:
    id_ = conflicting(copy, later, client)
    assert copy.sync() == 1
    theirs = capsys.readouterr().err.partition("was last updated on ")[2].partition(",")[0]
    assert (
        datetime.fromisoformat(theirs).isoformat() == client.coworker_google_calendars.get(id_).updated_on.isoformat()
    )
    copy.sql(f"UPDATE connections SET updated_on = '{theirs}'")
    assert copy.sync() == 0
    assert client.coworker_google_calendars.get(id_).name == "ours"


def test_an_edit_that_is_taken_back_shows_what_they_wrote(
    copy: Copy, later: Callable[[], None], client: NexudusClient
) -> None:
    id_ = conflicting(copy, later, client)
    assert copy.sync() == 1
    copy.sql("UPDATE connections SET name = 'calendar 1'")
    assert copy.sync() == 1
    copy.sql("UPDATE connections SET name = 'theirs'")
    assert copy.sync() == 0
    assert client.coworker_google_calendars.get(id_).name == "theirs"


def test_an_edit_of_what_was_deleted_there_is_a_conflict(
    copy: Copy, client: NexudusClient, capsys: pytest.CaptureFixture[str]
) -> None:
    id_ = connect_office(client)
    connect_office(client, 2)
    assert copy.sync() == 0
    client.coworker_ms_office_calendars.delete(id_)
    copy.sql(f"UPDATE connections SET name = 'ours' WHERE id = {id_}")
    assert copy.sync() == 1
    assert f"office {id_}: CONFLICT: " in capsys.readouterr().err
    assert copy.names()[id_] == "ours"


def test_a_row_of_no_kind_cannot_be_added(copy: Copy) -> None:
    assert copy.sync() == 0
    with pytest.raises(sqlite3.IntegrityError):
        copy.sql(ADDITION.replace("google", "goggle"))


def test_a_file_that_is_no_database_is_refused(
    environment: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(ROOT / "README.md", tmp_path / "connections.db")
    assert main([str(tmp_path / "connections.db")]) == 2
    assert capsys.readouterr().err == "inventory: file is not a database\n"
