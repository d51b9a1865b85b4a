"""Texts that try to be more than texts, and contracts that are full of them."""

import copy
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

from nexudus_contract.document import Contract, understand

TEXTS = {"description", "summary", "title"}
CANARY = "import pathlib; pathlib.Path('owned').touch()"
HOSTILE = (
    f'x."""; {CANARY}; """y',
    f"x.'''; {CANARY}; '''y",
    f'"""\n{CANARY}\n"""',
    f'\\"""; {CANARY}; \\"""',
    f'"; {CANARY}; "',
    f"'; {CANARY}; '",
    f"\n{CANARY}\n",
    f"\r{CANARY}\r",
    f"\u2028{CANARY}\u2029",
    f"\x0c{CANARY}",
    f"# {CANARY}",
    "{{ 7 * 7 }} {% raw %} {# none #}",
    "{x!r} {__import__('os')}",
    "%s %(x)s %",
    'it ends with a "',
    'it ends with """',
    "it ends with a \\",
    "\\",
    '"',
    '""""""',
    "\\x \\N{BULLET} \\u12 \\777",
    "zero \x00, bell \x07, escape \x1b[31m, half \ud800 and \udfff",
    "bidi \u202e and \u200b",
    "word" * 500,
    ("two words " * 60).strip(),
    "a\\\nb",
    "",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "[a link](javascript:alert(1)) ![a picture](https://example.com/x.png)",
    "<!-- --> ]]> </style></title></textarea>",
    "$(touch owned) `touch owned` ; touch owned",
)


def places(value: Any, *, inside_properties: bool = False) -> Iterator[tuple[dict[str, Any], str]]:
    """Where texts for people stand in a document."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in TEXTS and isinstance(inner, str) and not inside_properties:
                yield value, key
            else:
                yield from places(inner, inside_properties=key in {"properties", "schemas", "parameters"})
    elif isinstance(value, list):
        for inner in value:
            yield from places(inner)


def poisoned(contract: Contract, texts: list[str]) -> Contract:
    """The contract with these texts, in turn, in the place of its own."""
    document = copy.deepcopy(contract.document)
    del document["x-nexudus-contradictions"]
    for (holder, key), text in zip(list(places(document)), cycle(texts)):
        holder[key] = f"{text} "
    document["info"]["version"] = texts[0]
    document["servers"][0]["url"] = f"https://example.com/{texts[0]}"
    for path in document["paths"].values():
        for operation in path.values():
            operation["externalDocs"]["url"] = texts[0]
            for requirement in operation.get("security", []):
                for roles in requirement.values():
                    roles[:] = [f"{role}{texts[0]}" for role in roles]
    return understand(replace(contract.source, data=document))
