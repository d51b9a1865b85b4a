"""A case sent again says whether it still shows; it is sent as it was, by whoever sent it, and only where it may be."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import pytest

from nexudus_contract.cli import main
from nexudus_contract.document import Contract
from nexudus_contract.fuzz import (
    MOCK_READER,
    Case,
    CaseError,
    Replay,
    Replayer,
    Verdict,
)
from nexudus_contract.fuzz.defects import CATALOGUE, Plot
from nexudus_contract.mock import Answer, Request, Respond

from .conftest import ADMIN, Ask, Elsewhere, Talk, asking, body_of, healthy, recorded, served, watching


def planted(contract: Contract, name: str) -> Callable[[Respond], Respond]:
    return partial(next(item for item in CATALOGUE if item.name == name).plant, Plot(contract))


def replayed(contract: Contract, path: Path, wrap: Callable[[Respond], Respond], *, renumber: bool = False) -> Replay:
    with served(contract, wrap) as target:
        return Replayer(contract, target, MOCK_READER).replay(Case.read(path), renumber=renumber)


def crashing(contract: Contract) -> Talk:
    record_type = contract.record_types[0]
    return asking("POST", record_type.path, json.dumps(body_of(record_type, "a\\b")).encode())


def test_what_one_answer_shows(contract: Contract, tmp_path: Path) -> None:
    broken = planted(contract, "crash-at-a-backslash")
    path = recorded(contract, tmp_path, broken, crashing(contract), "never-fails")
    shows = replayed(contract, path, broken)
    assert shows.verdict is Verdict.SHOWS
    assert "500, as recorded" in shows.summary
    assert shows.summary.splitlines()[-1] == "  the finding shows again"
    gone = replayed(contract, path, healthy)
    assert gone.verdict is Verdict.GONE
    assert "200, differs: it was 500" in gone.summary


def forgetful(respond: Respond) -> Respond:
    """A server that reads otherwise what was updated."""

    def broken(request: Request) -> Answer:
        answer = respond(request)
        return replace(answer, body=answer.body.replace(b"three", b"two")) if request.method == "GET" else answer

    return broken


def updating(contract: Contract) -> Talk:
    """Two records, of which the second is updated."""
    record_type = contract.record_types[0]

    def talk(ask: Ask) -> None:
        ids: list[int] = []
        for name in ("one", "two"):
            answer = ask("POST", record_type.path, json.dumps(body_of(record_type, name)).encode())
            assert answer.received is not None
            ids.append(json.loads(answer.received.body)["Value"]["Id"])
        changed = {**body_of(record_type, "three"), record_type.id_property: ids[1]}
        ask("PUT", record_type.path, json.dumps(changed).encode())
        ask("GET", f"{record_type.path}/?id=[{ids[0]},{ids[1]}]")
        ask("GET", f"{record_type.path}/{ids[1]}")

    return talk


def test_ids_are_carried_over_on_request(contract: Contract, tmp_path: Path) -> None:
    path = recorded(contract, tmp_path, forgetful, updating(contract), before=3)
    as_it_was = replayed(contract, path, healthy)
    assert as_it_was.verdict is Verdict.UNTOLD
    assert "the server calls 1001 what was 1004, and later requests still say 1004: --renumber" in as_it_was.summary
    assert replayed(contract, path, forgetful, renumber=True).verdict is Verdict.SHOWS
    assert replayed(contract, path, healthy, renumber=True).answers[-1].difference.endswith(' was "two" and is "three"')


def test_what_was_right_is_the_same_again(contract: Contract, tmp_path: Path) -> None:
    path = recorded(contract, tmp_path, healthy, updating(contract), before=3)
    again = replayed(contract, path, healthy, renumber=True)
    assert not [answer.difference for answer in again.answers if answer.difference]


def test_another_way_tells_nothing(contract: Contract, tmp_path: Path) -> None:
    record_type = contract.record_types[0]

    def talk(ask: Ask) -> None:
        crashing(contract)(ask)
        ask("GET", f"{record_type.path}?size=x")

    path = recorded(contract, tmp_path, planted(contract, "crash-at-a-backslash"), talk)
    again = replayed(contract, path, healthy)
    assert not again.answers[-1].difference
    assert again.verdict is Verdict.UNTOLD


def test_records_of_others_do_not_matter(contract: Contract, tmp_path: Path) -> None:
    record_type = contract.record_types[0]

    def talk(ask: Ask) -> None:
        for name in ("one", "two"):
            ask("POST", record_type.path, json.dumps(body_of(record_type, name)).encode())
        ask("GET", f"{record_type.path}?size=1000")

    path = recorded(contract, tmp_path, healthy, talk, before=3)
    assert replayed(contract, path, healthy).verdict is Verdict.SHOWS
    head, mark, last = path.read_text().rpartition('"response"')
    path.write_text(head + mark + last.replace('two\\"', 'else\\"'))
    assert replayed(contract, path, healthy).answers[-1].difference.endswith('was "else" and is "two"')


def test_bytes_are_sent_as_they_were(contract: Contract, tmp_path: Path) -> None:
    path = contract.record_types[0].path
    targets = [f"{path}?a=%2F%2f b'\"<>|^`{{}}&&=&b", f"{path}/%31?x=%zz", f"{path}/../x//y;z?q=[1,2]#no", f"{path}?"]
    targets = [target.replace(" ", "%20") for target in targets]
    bodies = [b'{"a" : 1,\t"a":2}', b"\xff\x00{", b""]
    seen: list[list[Request]] = [[], []]

    def talk(ask: Ask) -> None:
        for target in targets:
            ask("GET", target)
        for body in bodies:
            ask("POST", path, body, "text/x-odd; charset=odd")
        ask("PATCH", path, b"x")

    case = recorded(contract, tmp_path, partial(watching, seen[0]), talk)
    replayed(contract, case, partial(watching, seen[1]))
    raw = [
        [(item.method, item.path, item.query, item.body, item.headers.get(b"content-type")) for item in one]
        for one in seen
    ]
    assert raw[0][-8:] == raw[1][-8:]
    assert len(raw[0]) >= 8


def test_requests_are_sent_by_whoever_sent_them(contract: Contract, tmp_path: Path) -> None:
    record_type = contract.record_types[0]
    seen: list[Request] = []
    body = json.dumps(body_of(record_type)).encode()
    form = "application/x-www-form-urlencoded"

    def talk(ask: Ask) -> None:
        ask("GET", record_type.path)
        ask("GET", record_type.path, who="")
        ask("GET", record_type.path, who="Bearer never-granted")
        ask("GET", record_type.path, who=ADMIN.basic)
        ask("GET", record_type.path, who=ADMIN.mistaken.basic)
        ask("POST", record_type.path, body, who=MOCK_READER.basic)
        granted = ask(
            "POST", "/api/token", b"grant_type=password&username=admin%40example.com&password=admin", form, ""
        )
        assert granted.received is not None
        refresh = json.loads(granted.received.body)["refresh_token"].encode()
        for _ in range(2):
            ask("POST", "/api/token", b"grant_type=refresh_token&refresh_token=" + refresh, form, "")

    path = recorded(contract, tmp_path, healthy, talk)
    again = replayed(contract, path, partial(watching, seen))
    assert [answer.exchange.received and answer.exchange.received.status for answer in again.answers] == [
        *(200, 401, 401, 200, 401, 401, 200, 400, 400)
    ]
    assert not [answer.difference for answer in again.answers[:7] if answer.difference]
    assert "(lesser)" in again.summary
    assert "(wrong password)" in again.summary


def test_elsewhere_is_only_read(contract: Contract, tmp_path: Path) -> None:
    path = recorded(contract, tmp_path, healthy, crashing(contract))
    seen: list[Request] = []
    with served(contract, partial(watching, seen)) as target:
        elsewhere = Elsewhere(**asdict(target))
        replayer = Replayer(contract, elsewhere, MOCK_READER)
        with pytest.raises(CaseError, match=r"sends POST, and .* is not on this machine; replay it on a mock"):
            replayer.replay(Case.read(path))
        assert {request.method for request in seen[1:]} == {"GET"}


def test_who_is_not_known_here_is_not_made_up(contract: Contract, tmp_path: Path) -> None:
    path = recorded(contract, tmp_path, healthy, asking("GET", "/", who=MOCK_READER.basic))
    with served(contract, healthy) as target, pytest.raises(CaseError, match="needs a user"):
        Replayer(contract, target).replay(Case.read(path))


def test_a_server_that_does_not_answer_differs(contract: Contract, tmp_path: Path) -> None:
    path = recorded(contract, tmp_path, healthy, crashing(contract), "answers-at-all")
    with served(contract, healthy) as target:
        case = Case.read(path)
        replayer = Replayer(contract, target, MOCK_READER)
    again = replayer.replay(case)
    assert "there is no answer" in again.summary
    assert again.answers[0].wrong == ["answers-at-all"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "cannot be read"),
        ("{", "is no case: it is not JSON"),
        ("[]", "is no case: it is no object"),
        ("{}", "is no case: exchanges is missing"),
        ('{"exchanges": []}', "is no case: it has no exchanges"),
        ('{"exchanges": [1], "target": "http://x"}', "is no case: an exchange is no object"),
        ('{"exchanges": [{"sender": "x"}], "target": "http://x"}', "is no case: request is missing"),
    ],
    ids=["absent", "no-json", "array", "empty", "none", "number", "half"],
)
def test_a_file_that_is_no_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, said: str
) -> None:
    path = tmp_path / "case.json"
    if text is not None:
        path.write_text(text)
    assert main(["fuzz-replay", str(path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.count("\n") == 1


def test_the_command_replays_against_a_mock_of_its_own(
    contract: Contract, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = recorded(contract, tmp_path, planted(contract, "crash-at-a-backslash"), crashing(contract), "never-fails")
    assert main(["fuzz-replay", str(path)]) == 0
    assert "the finding does not show any more" in capsys.readouterr().out
    with served(contract, planted(contract, "crash-at-a-backslash")) as target:
        assert main(["fuzz-replay", str(path), "--target", target.url]) == 1
    assert main(["fuzz-replay", str(path), "--target", target.url]) == 2
    assert "cannot be reached" in capsys.readouterr().err
