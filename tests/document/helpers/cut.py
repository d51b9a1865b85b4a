"""A small contract: a part of ours, with all that this part refers to, as a file of its own."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml

from nexudus_contract.source import JsonObject, Source, read

CONTRACT = Path(__file__).parents[3] / "openapi.yaml"
AUTHENTICATION = "Authentication"
GOOGLE = "CoworkerGoogleCalendars"
OFFICE = "CoworkerMsOfficeCalendars"


def cut(path: Path, *tags: str) -> Source:
    """Write the operations with these tags, and those that sign in, into a file, and read it."""
    whole = read(CONTRACT).data
    text = yaml.safe_dump(_part(whole, {AUTHENTICATION, *tags}), sort_keys=False, allow_unicode=True, width=120)
    path.write_text(text, encoding="utf-8")
    return read(path)


def _part(whole: JsonObject, tags: Collection[str]) -> JsonObject:
    paths = {name: item for name, item in whole["paths"].items() if _tags(item) <= set(tags)}
    part = {**whole, "paths": paths, "tags": [tag for tag in whole["tags"] if tag["name"] in tags]}
    used = _used(whole, part)
    part["components"] = {
        kind: {name: item for name, item in items.items() if kind == "securitySchemes" or (kind, name) in used}
        for kind, items in whole["components"].items()
    }
    left = {"paths": paths, "components": part["components"], "info": whole["info"]}
    part["x-nexudus-contradictions"] = [
        {**item, "places": [place if _stands(left, place) else "#/info" for place in item["places"]]}
        for item in whole["x-nexudus-contradictions"]
    ]
    return part


def _tags(path: JsonObject) -> set[str]:
    return {tag for operation in path.values() for tag in operation["tags"]}


def _used(whole: JsonObject, part: JsonObject) -> set[tuple[str, str]]:
    """The kinds and names of the components that the paths of a part refer to, or what these refer to."""
    found: set[tuple[str, str]] = set()
    open_: list[Any] = [part["paths"]]
    while open_:
        value = open_.pop()
        if isinstance(value, dict):
            open_ += value.values()
            _, _, kind, name = [*str(value.get("$ref", "")).split("/"), "", "", ""][:4]
            if name and (kind, name) not in found:
                found.add((kind, name))
                open_.append(whole["components"][kind][name])
        elif isinstance(value, list):
            open_ += value
    return found


def _stands(document: JsonObject, place: str) -> bool:
    value: Any = document
    for part in place.removeprefix("#/").split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError):
            return False
    return True
