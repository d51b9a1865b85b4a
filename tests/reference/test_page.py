"""The page tells of everything that the contract and the client hold, and needs nothing from elsewhere."""

import base64
import hashlib
import json
import re
import shutil
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.document.helpers.hostile import HOSTILE, poisoned

from nexudus_contract.cli import main
from nexudus_contract.document import Contract
from nexudus_contract.reference.client import Client
from nexudus_contract.reference.page import page as rendered
from nexudus_contract.reference.samples import sample
from nexudus_contract.terms import Operation

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT / "openapi.yaml"
PACKAGE = ROOT / "generated_client" / "nexudus_calendars"
TYPES = {"path": "whole number", "header": "text"}
"""What the parameters are that stand there."""
VOID = {"link", "meta", "br"}


class Outline(HTMLParser):
    """Elements, as a browser would find them. An element that is not closed, or in the wrong order, is noted."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def values(self, attribute: str) -> list[str]:
        return [str(attrs[attribute]) for _, attrs in self.elements if attribute in attrs]


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


def text_of(html: str) -> str:
    """What is read, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def plain(markdown: str) -> str:
    return " ".join(re.sub(r"[`*]", "", markdown).split())


def check_operation(operation: Operation, article: str) -> None:
    shown = text_of(article)
    for said in (operation.raw["summary"], operation.method.upper(), operation.path, operation.id, *operation.roles):
        assert said in shown
    assert plain(operation.raw["description"]) in shown
    assert f'<dd><a class="mark {operation.raw["x-nexudus-evidence"]}"' in article
    assert f'href="{operation.raw["externalDocs"]["url"]}"' in article
    assert "120 calls a minute" in shown
    for item in operation.parameters:
        assert f"<code>{item.name}</code>" in article
        assert plain(item.raw["description"]) in shown
        assert item.location == "query" or f"{item.name} {TYPES[item.location]} in the {item.location}" in shown
        assert "default" not in item.schema or f"{item.name} whole number, by default {item.schema['default']}" in shown


def test_an_operation_is_told_whole(contract: Contract, articles: dict[str, str], subtests: pytest.Subtests) -> None:
    for operation in contract.operations:
        with subtests.test(operation.id):
            check_operation(operation, articles[operation.id])


def check_answers(operation: Operation, article: str, contract: Contract) -> None:
    shown = text_of(article)
    for status, response in operation.responses.items():
        assert re.search(rf"<h5>{status} <a class=\"mark \S", article)
        assert plain(response.raw["description"]) in shown
        for content in response.raw.get("content", {}).values():
            for _, example in contract.examples(content):
                assert " ".join(json.dumps(example, indent=2, ensure_ascii=False).split()) in shown
        for name in response.raw.get("headers", {}):
            assert f"<code>{name}</code>" in article
        for link in response.raw.get("links", {}).values():
            assert f'<li><a href="#{link["operationId"]}">' in article


def test_every_answer_is_told_with_its_examples(
    contract: Contract, articles: dict[str, str], subtests: pytest.Subtests
) -> None:
    for operation in contract.operations:
        with subtests.test(operation.id):
            check_answers(operation, articles[operation.id], contract)


def check_fields(operation: Operation, article: str, contract: Contract) -> None:
    rows = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", article, re.DOTALL)
    told = {(text_of(re.findall("<code>(.*?)</code>", term)[0]), text_of(meaning)): term for term, meaning in rows
            if "<code>" in term}  # fmt: skip
    schemas = [operation.body.schema] if operation.body else []
    schemas += [response.schema for response in operation.responses.values() if response.schema]
    for schema in schemas:
        for name, raw in contract.flatten(schema).properties.items():
            described = contract.resolve(raw)
            meaning = plain(described["description"])
            (term,) = [term for (field, text), term in told.items() if field == name and text.startswith(meaning)][:1]
            mark = described.get("x-nexudus-evidence")
            assert f'class="mark {mark}"' in term if mark else ' inherited"' in term


def test_every_field_has_its_meaning_and_its_mark(
    contract: Contract, articles: dict[str, str], subtests: pytest.Subtests
) -> None:
    for operation in contract.operations:
        with subtests.test(operation.id):
            check_fields(operation, articles[operation.id], contract)


def check_programs(operation: Operation, article: str, contract: Contract, client: Client) -> None:
    shown = text_of(article)
    program = sample(contract, client, operation)
    assert " ".join(program.sync.split()) in shown
    assert " ".join(program.asynchronous.split()) in shown
    _, method = client.method(operation.id)
    assert " ".join(method.text.split()) in shown
    assert f"{operation.method.upper()} {operation.path.split('{')[0]}" in shown
    if operation.body:
        for content in operation.body.raw["content"].values():
            for _, example in contract.examples(content):
                first = next(iter(example))
                assert f'"{first}"' in shown or f"{first}=" in shown


def test_the_request_and_the_programs_are_shown(
    contract: Contract, client: Client, articles: dict[str, str], subtests: pytest.Subtests
) -> None:
    for operation in contract.operations:
        with subtests.test(operation.id):
            check_programs(operation, articles[operation.id], contract, client)


def test_methods_beyond_the_operations_are_shown(page: str, client: Client) -> None:
    shown = text_of(page)
    for resource in client.resources:
        for method in resource.methods.values():
            assert " ".join(method.text.split()) in shown
    assert "def change_many" in shown


def test_every_contradiction_has_its_row(page: str, contract: Contract) -> None:
    rows = dict(re.findall(r'<tr role="row" id="(C\d+)">(.*?)</tr>', page, re.DOTALL))
    assert list(rows) == [item.id for item in contract.contradictions]
    for item in contract.contradictions:
        shown = text_of(rows[item.id])
        for text in (item.topic, item.because, item.tells, *item.questions):
            assert plain(text) in shown
        sides = re.findall(r'<li( class="taken")?>(.*?)</li>', rows[item.id], re.DOTALL)
        assert [bool(taken) for taken, _ in sides] == [letter in item.follows for letter in item.sides]
        for (_, side), expected in zip(sides, item.sides.values(), strict=True):
            assert plain(expected.says) in text_of(side)
            assert plain(expected.source) in text_of(side)


def test_an_operation_leads_to_what_is_contested_of_it(articles: dict[str, str]) -> None:
    def contested(operation: str) -> list[str]:
        return re.findall(r'<a href="#(C\d+)">', articles[operation])

    everywhere = ["C5", "C6", "C7", "C19"]
    assert contested("getCurrentUser") == everywhere
    assert contested("createToken") == ["C5", "C6", "C8", "C9"]
    assert "C2" in contested("createCoworkerMsOfficeCalendar")
    assert "C15" in contested("updateCoworkerMsOfficeCalendar")
    assert {"C3", "C4", "C18"} < set(contested("listCoworkerGoogleCalendars"))
    assert contested("getCoworkerMsOffeCalendar") == ["C1", "C5", "C6", "C7", "C11", "C19", "C22"]


def test_it_is_well_formed_and_its_links_lead_somewhere(outline: Outline) -> None:
    assert outline.faults == []
    ids = outline.values("id")
    assert sorted(ids) == sorted(set(ids))
    within = {link.removeprefix("#") for link in outline.values("href") if link.startswith("#")}
    assert within - set(ids) == set()


def test_its_headings_skip_no_level(outline: Outline) -> None:
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_nothing_comes_from_elsewhere(page: str, outline: Outline) -> None:
    tags = {tag for tag, _ in outline.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "form", "base", "source", "video", "audio"}
    assert [attrs["href"] for tag, attrs in outline.elements if tag == "link"] == ["data:,"]
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert not re.search(r"url\(|@import", style)
    (policy,) = [attrs["content"] for _, attrs in outline.elements if attrs.get("http-equiv")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not outline.values("style")


def test_markup_in_the_contract_is_text(small: Contract, client: Client) -> None:
    markup = "<script>alert(1)</script>"
    document: Any = json.loads(json.dumps(small.document))
    document["info"]["title"] = document["info"]["description"] = markup
    document["x-nexudus-contradictions"][0]["topic"] = markup
    document["components"]["schemas"]["CoworkerGoogleCalendarFields"]["properties"]["Name"]["example"] = markup
    made = rendered(Contract(replace(small.source, data=document)), client)
    assert "<script" not in made
    assert escape(markup) in made


def test_no_text_of_the_contract_brings_markup_along(small: Contract, client: Client, outline: Outline) -> None:
    """What Markdown can make of a text is all: it makes no pictures, which would be fetched from elsewhere."""
    ours = {tag for tag, _ in outline.elements} | {
        "ol",
        "blockquote",
        "em",
        "strong",
        "h1",
        "h2",
        "hr",
        "br",
        "li",
        "ul",
    }
    for first in range(0, len(HOSTILE), 11):
        found = Outline(rendered(poisoned(small, [*HOSTILE[first:], *HOSTILE[:first]]), client))
        assert {tag for tag, _ in found.elements} - ours == set()
        assert [name for _, attributes in found.elements for name in attributes if name.startswith("on")] == []
        targets = [value for name in ("href", "src") for value in found.values(name)]
        assert [value for value in targets if str(value).lower().strip().startswith("javascript:")] == []


def test_a_schema_that_holds_itself_is_told_once(small: Contract, client: Client) -> None:
    document: Any = json.loads(json.dumps(small.document))
    again = {"description": "The same again.", "$ref": "#/components/schemas/RecordReference"}
    document["components"]["schemas"]["RecordReference"]["properties"]["Former"] = again
    made = rendered(Contract(replace(small.source, data=document)), client)
    assert "<code>Value.Former</code>" in made
    assert "<code>Value.Former.Id</code>" not in made


def test_the_command_writes_the_same_bytes(tmp_path: Path, page: str, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "new" / "reference.html"
    arguments = ["--contract", str(OPENAPI), "reference", "--client", str(PACKAGE), "--output", str(output)]
    assert main(arguments) == 0
    assert output.read_text(encoding="utf-8") == page
    assert capsys.readouterr().out == f"reference  {output}: 24 operations, {output.stat().st_size // 1000} kB\n"


def test_what_stands_in_the_way_is_told(small: Contract, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(client: Path, output: Path) -> str:
        arguments = [
            "--contract",
            str(small.source.path),
            "reference",
            "--client",
            str(client),
            "--output",
            str(output),
        ]
        assert main(arguments) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        return captured.err

    fine = tmp_path / "reference.html"
    assert "name the client's folder with --client" in told(tmp_path, fine)
    older = tmp_path / "older"
    shutil.copytree(PACKAGE, older)
    resource = older / "resources" / "authentication.py"
    resource.write_text(resource.read_text(encoding="utf-8").replace('"getCurrentUser"', '"who"'), encoding="utf-8")
    assert "no method for getCurrentUser; make the client anew" in told(older, fine)
    assert "cannot be written: Is a directory; name another file" in told(PACKAGE, tmp_path)
    assert not fine.exists()
