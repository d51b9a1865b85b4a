"""The gate lets nothing pass that could touch what is somebody else's, whoever asks and whatever is answered."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from nexudus_contract.cli import main
from nexudus_contract.document import Contract, load
from nexudus_contract.fuzz import Effort, Lane, Manners, Person, clean_up, run
from nexudus_contract.fuzz.live.brand import Brand
from nexudus_contract.fuzz.live.carriers import guarded
from nexudus_contract.fuzz.live.guard import Guard
from nexudus_contract.fuzz.live.journal import Journal
from nexudus_contract.fuzz.live.leaving import WithheldError
from nexudus_contract.fuzz.live.pace import Pace
from nexudus_contract.fuzz.live.traffic import Answered, Asked
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.target import Target
from nexudus_contract.terms import RecordType

from .helpers.contracts import OPENAPI, trimmed
from .helpers.elsewhere import OWN, Elsewheres, elsewhere, example

MARK = "nexudus-contract fuzz test "
ORIGIN = "https://api.example:443"
MINE = "Bearer mine"


@pytest.fixture(scope="module")
def contract() -> Contract:
    return trimmed(load(OPENAPI), 1)


class Gate:
    """A guard, and what it let pass."""

    def __init__(self, contract: Contract, journal: Path) -> None:
        manners = Manners(own=OWN, journal=journal, sleep=lambda _: None)
        brand = Brand(MARK, OWN)
        pace = Pace((), manners.clock, manners.sleep)
        kept = Journal.begin(journal, "https://api.example", MARK)
        self.guard = Guard(contract, ORIGIN, manners, pace, brand, kept, MINE)
        self.passed: list[tuple[str, str]] = []
        (self.type,) = contract.record_types
        self.body = example(contract, self.type) | OWN | {"Name": f"{MARK}Ada"}

    def send(
        self, method: str, path: str, body: object = None, answer: Answered | None = None, **changed: Any
    ) -> Answered:
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        asked = dataclasses.replace(Asked(method, ORIGIN, path, MINE, data), **changed)

        def carried() -> Answered:
            self.passed.append((method, path))
            return answer or Answered(200, body=b"{}")

        return self.guard.carry(asked, carried, lambda told: told or Answered(0))

    def make(self, number: int = 5) -> None:
        """A record of the run's own."""
        self.send("POST", self.type.path, self.body, _made(number))
        self.send("GET", f"{self.type.path}/{number}", None, _read({**self.body, "Id": number}))


def _made(number: int) -> Answered:
    return Answered(200, body=json.dumps({"Value": {"Id": number}}).encode())


def _read(record: dict[str, Any]) -> Answered:
    return Answered(200, body=json.dumps(record).encode())


@pytest.fixture
def gate(contract: Contract, tmp_path: Path) -> Gate:
    return Gate(contract, tmp_path / "journal")


def test_its_own_records_pass(gate: Gate) -> None:
    path = gate.type.path
    gate.make()
    gate.send("PUT", path, {**gate.body, "Id": 5})
    gate.send("DELETE", f"{path}/5")
    assert gate.passed == [("POST", path), ("GET", f"{path}/5"), ("PUT", path), ("DELETE", f"{path}/5")]


Change = Callable[[dict[str, Any]], object]
BODIES: dict[str, Change] = {
    "without the mark": lambda body: body | {"Name": "Ada"},
    "with the mark elsewhere": lambda body: body | {"Name": f"Ada {MARK}"},
    "that points at somebody's": lambda body: body | {"ResourceId": 8},
    "that points at somebody's by a truth": lambda body: body | {"ResourceId": True},
    "with a name in other letters": lambda body: body | {"resourceid": 8},
    "with a name twice": lambda body: b'{"ResourceId": 8, ' + json.dumps(body)[1:].encode(),
    "in an array": lambda body: [body],
    "cut off": lambda body: json.dumps(body)[:-1].encode(),
    "that is empty": lambda _: b"",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_does_not_pass(gate: Gate, name: str) -> None:
    gate.make()
    passed = list(gate.passed)
    for method, body in (("POST", gate.body), ("PUT", gate.body | {"Id": 5})):
        with pytest.raises(WithheldError):
            gate.send(method, gate.type.path, BODIES[name](body))
    assert gate.passed == passed


@pytest.mark.parametrize("number", [6, True, "5", None])
def test_nobody_elses_record_is_changed(gate: Gate, number: object) -> None:
    gate.make()
    with pytest.raises(WithheldError):
        gate.send("PUT", gate.type.path, gate.body | {"Id": number})
    with pytest.raises(WithheldError):
        gate.send("DELETE", f"{gate.type.path}/6")
    with pytest.raises(WithheldError):
        gate.send("POST", gate.type.path, gate.body | {"Id": 5})


@pytest.mark.parametrize(
    ("method", "path", "changed"),
    [
        ("GET", "", {"authorization": "Bearer never-granted"}),
        ("GET", "", {"authorization": ""}),
        ("GET", "", {"origin": "https://elsewhere.example:443"}),
        ("GET", "/1/../..", {}),
        ("PATCH", "", {}),
        ("POST", "/runcommand", {}),
    ],
)
def test_a_request_does_not_pass(gate: Gate, method: str, path: str, changed: dict[str, Any]) -> None:
    with pytest.raises(WithheldError):
        gate.send(method, f"{gate.type.path}{path}", **changed)
    assert gate.passed == []


@pytest.mark.parametrize(
    "answer", [_read({"Name": "somebody's", "Id": 5}), _read({"Name": MARK, "Id": 6}), Answered(500)]
)
def test_a_record_that_does_not_read_with_the_mark_is_not_its_own(gate: Gate, answer: Answered) -> None:
    gate.send("POST", gate.type.path, gate.body, _made(5))
    gate.send("GET", f"{gate.type.path}/5", None, answer)
    with pytest.raises(WithheldError):
        gate.send("DELETE", f"{gate.type.path}/5")
    assert list(gate.guard.journal.left.records) == [(gate.type.tag, 5)] if gate.guard.journal else False


def test_a_deleted_record_is_not_deleted_again(gate: Gate) -> None:
    gate.make()
    gate.send("DELETE", f"{gate.type.path}/5")
    with pytest.raises(WithheldError):
        gate.send("DELETE", f"{gate.type.path}/5")


def test_the_intention_is_on_the_disk_before_the_create_is_sent(gate: Gate) -> None:
    journal = gate.guard.journal
    assert journal is not None

    def look(*_: object) -> Answered:
        (read,) = Journal.read(journal.path)
        assert list(read.left.unsure.values()) == [gate.type.tag]
        raise KeyboardInterrupt

    asked = Asked("POST", ORIGIN, gate.type.path, MINE, json.dumps(gate.body).encode())
    with pytest.raises(KeyboardInterrupt):
        gate.guard.carry(asked, look, lambda _: Answered(0))
    assert len(journal.left) == 1


def test_whatever_the_other_library_sends_passes_the_gate(gate: Gate) -> None:
    with guarded(gate.guard), pytest.raises(requests.RequestException, match="withheld"):
        requests.post(f"https://api.example{gate.type.path}", json={}, timeout=1)
    assert gate.guard.tally.withheld == 1


def test_half_a_line_at_the_end_of_a_journal_is_nothing(gate: Gate) -> None:
    gate.make()
    journal = gate.guard.journal
    assert journal is not None
    with journal.path.open("a") as file:
        file.write('{"made": 7, "a')
    (read,) = Journal.read(journal.path)
    assert list(read.left.records) == [(gate.type.tag, 5)]
    read.gone(gate.type.tag, 5)
    (read,) = Journal.read(journal.path)
    assert not len(read.left)


def confused(foreign: dict[str, int]) -> Callable[[Respond], Respond]:
    """A server that answers each create with the id of a record that is somebody else's."""

    def wrap(respond: Respond) -> Respond:
        def told(request: Request) -> Answer:
            answer = respond(request)
            if request.method == "POST" and answer.status == 200 and b'"Value"' in answer.body:
                content = json.loads(answer.body)
                content["Value"]["Id"] = foreign["id"]
                return dataclasses.replace(answer, body=json.dumps(content).encode())
            return answer

        return told

    return wrap


def test_a_server_that_names_somebodys_record_does_not_lose_it(contract: Contract, pem: Path, tmp_path: Path) -> None:
    foreign = {"id": 0}
    with elsewhere(contract, pem, confused(foreign)) as server:
        (before,) = server.everything
        foreign["id"] = before[0]["Id"]
        manners = Manners(own=OWN, journal=tmp_path / "journal", sleep=lambda _: None)
        lane = Lane(
            reports=tmp_path, effort=Effort(1, 4), examples=1, sequences=1, limit=None, slow=10, manners=manners
        )
        outcome = run(contract, server.target, dataclasses.replace(lane, allow_writes=True))
        (after,) = server.everything
    assert [row for row in after if not row["Name"].startswith("nexudus-contract")] == before
    assert outcome.findings
    assert "left behind" in outcome.summary


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Target, "on_this_machine", property(lambda _: False))
    monkeypatch.setenv("NEXUDUS_USERNAME", "admin@example.com")
    monkeypatch.setenv("NEXUDUS_PASSWORD", "admin")


def _left(server: Elsewheres, journal: Path, record_type: RecordType, number: int) -> Journal:
    kept = Journal.begin(journal, server.target.url, MARK)
    kept.made(kept.intend(record_type.tag), record_type.tag, number)
    return kept


@pytest.mark.usefixtures("live")
def test_clean_up_deletes_only_what_bears_the_mark(
    contract: Contract, pem: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (record_type,) = contract.record_types
    journal = tmp_path / "journal"
    with elsewhere(contract, pem) as server:
        (before,) = server.everything
        kept = _left(server, journal, record_type, server.make(record_type, Name=f"{MARK}one"))
        kept.made(kept.intend(record_type.tag), record_type.tag, 999)
        # Of this one nobody was told.
        kept.intend(record_type.tag)
        server.make(record_type, Name=f"{MARK}two")
        command = ["fuzz-clean", "--target", server.target.url, "--journal", str(journal)]
        assert main(command) == 0
        assert "2 of the run's records deleted, 1 were gone already" in capsys.readouterr().out
        assert server.everything == [before]
        assert main(command) == 0
        assert "0 of the run's records deleted, 0 were gone already" in capsys.readouterr().out
        # Somebody gave it another name meanwhile.
        _left(server, journal, record_type, before[0]["Id"])
        assert main(command) == 1
        assert "may be somebody else's" in capsys.readouterr().out
        assert server.everything == [before]
        assert main([*command[:3], "--journal", str(tmp_path / "nowhere")]) == 2


def test_clean_up_says_what_cannot_be_deleted(contract: Contract, pem: Path, tmp_path: Path) -> None:
    def keeping(respond: Respond) -> Respond:
        return lambda request: Answer(500, b"{}") if request.method == "DELETE" else respond(request)

    (record_type,) = contract.record_types
    with elsewhere(contract, pem, keeping) as server:
        _left(server, tmp_path / "journal", record_type, server.make(record_type, Name=f"{MARK}one"))
        cleaned = clean_up(contract, server.target, [tmp_path / "journal"], Manners(sleep=lambda _: None))
    assert cleaned.exit_code == 1
    assert "still there after a delete, which answered 500" in cleaned.summary


def test_somebody_with_fewer_roles_comes_from_the_environment() -> None:
    given = {"NEXUDUS_READER_USERNAME": "a@example.com", "NEXUDUS_READER_PASSWORD": "b"}
    assert Person.from_environment({}) is None
    assert Person.from_environment(given) == Person("a@example.com", "b", frozenset({"*-List", "*-Read"}))
    roles = Person.from_environment({**given, "NEXUDUS_READER_ROLES": "X-Read, Y-List"})
    assert roles is not None
    assert roles.roles == frozenset({"X-Read", "Y-List"})
