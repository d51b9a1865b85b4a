"""Wherever Nexudus' pages contradict one another, openapi.yaml says so at the place it concerns."""

from pathlib import Path

from nexudus_contract.document import Contract, load
from nexudus_contract.mock import MockSettings, running
from nexudus_contract.probe import Probe, run
from nexudus_contract.source import JsonObject, Pointer, read
from nexudus_contract.target import Target

WORDS = read(Path(__file__).parent / "contradictions.yaml")
CONTRACT = load(Path(__file__).parents[2] / "openapi.yaml")
MENTIONS: JsonObject = WORDS.data["mentions"]
PLACES = [
    (item.id, place, words)
    for item in CONTRACT.contradictions
    for place, words in zip(item.places, MENTIONS[item.id], strict=True)
]


def description(contract: Contract, pointer: Pointer) -> str:
    """The description at a pointer, in lower case and with single spaces."""
    value = contract.document
    for part in pointer:
        value = value[part]  # type: ignore[index]
    return " ".join(value["description"].split()).lower()


def test_contract_speaks_of_each_contradiction() -> None:
    wrong = [
        f"{name} at {'/'.join(map(str, pointer))} does not mention {word}"
        for name, pointer, words in PLACES
        for word in words or ["anything"]
        if word.lower() not in description(CONTRACT, pointer)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_table_is_whole() -> None:
    assert WORDS.problems == ()
    assert [item.id for item in CONTRACT.contradictions] == [f"C{number}" for number in range(1, 24)]
    assert list(MENTIONS) == [item.id for item in CONTRACT.contradictions]


def test_the_probe_has_the_questions_that_settle_it() -> None:
    named = {question for item in CONTRACT.contradictions for question in item.questions}
    with running(CONTRACT, MockSettings(records=5)) as mock:
        signed_in = {"NEXUDUS_USERNAME": "admin@example.com", "NEXUDUS_PASSWORD": "admin"}
        report = run(CONTRACT, Target.from_environment(mock.url, signed_in), Probe())
    asked = {question for question, _ in report.answered}
    assert len(named) > 10
    assert named - asked == set()
