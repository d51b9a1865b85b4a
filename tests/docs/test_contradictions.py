"""Wherever Nexudus' pages contradict one another, openapi.yaml says so at the place it concerns."""

from pathlib import Path
from typing import Any

import pytest

from nexudus_contract.document import load
from nexudus_contract.source import JsonObject, read

TABLE = read(Path(__file__).parent / "contradictions.yaml")
CONTRACT = load(Path(__file__).parents[2] / "openapi.yaml")
CONTRADICTIONS: list[JsonObject] = TABLE.data["contradictions"]
PLACES = [(item["id"], place["at"], place["mentions"]) for item in CONTRADICTIONS for place in item.get("places", [])]


def description(document: Any, pointer: str) -> str:
    """The description at a JSON pointer, in lower case and with single spaces."""
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        document = document[int(key) if isinstance(document, list) else key]
    return " ".join(document["description"].split()).lower()


@pytest.mark.parametrize(
    ("pointer", "words"), [pytest.param(at, words, id=f"{name} {at}") for name, at, words in PLACES]
)
def test_contract_speaks_of_the_contradiction(pointer: str, words: list[str]) -> None:
    text = description(CONTRACT.document, pointer)
    assert [word for word in words if word.lower() not in text] == []


def test_every_contradiction_is_taken_up_or_has_a_reason_not_to_be() -> None:
    assert TABLE.problems == ()
    assert [item["id"] for item in CONTRADICTIONS] == [f"C{number}" for number in range(1, 24)]
    for item in CONTRADICTIONS:
        if "places" in item:
            assert item["places"]
            assert item["follows"] in {*item["sides"], "both"}
            assert all(place["mentions"] for place in item["places"])
        else:
            assert item["reason"]
