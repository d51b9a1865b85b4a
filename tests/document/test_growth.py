"""Whatever foreign text comes, what reads it takes ten times as long for ten times as much, and not a hundred times."""

import gc
import importlib
import json
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import TypeAlias

import pytest

import nexudus_calendars.runtime
import nexudus_contract.fuzz
import nexudus_contract.mock
import nexudus_contract.probe
import nexudus_contract.traffic
from nexudus_calendars.runtime.base_url import BaseURL
from nexudus_calendars.runtime.dates import parse_moment
from nexudus_calendars.runtime.redaction import redact_address, redact_body, redact_header, redact_text
from nexudus_contract import conformance, routing, scalars
from nexudus_contract.fuzz.replaying.reissue import renumbered, renumbered_body

Read: TypeAlias = Callable[[str], object]

pytestmark = pytest.mark.slow("each of a hundred scanners reads two hundred long texts")

SHORT = 2_000
MOST = 20
# What takes less than this, of so long a text, does not grow with its square. Seconds.
TICK = 0.02

FORM = '<form><input type="hidden" name="a" value="1"/><input name=b value=2><p class="x">{y}</p></form>'
MULTIPART = '--b\r\nContent-Disposition: form-data; name="password"\r\n\r\nx\r\n'

# What a text is made of, again and again: so that an expression begins at each place, and fails at the end.
UNITS = [
    *("a", " ", "\n", "\t ", "1", "-", ".", "\\", "\\\\", '"', "'", '\\"', "{", "[", "}", ":", ",", "=", "&", "?", "%"),
    *(";", "/", "//", "://", "@", "//a@", "http://", "?a", "&a=", "?a=b;", "%25", "%5B1", "token", "token ", "token="),
    *("token:'", 'token="\\', "token=Basic ", "token\\", "Bearer ", "Bearer a ", "bearer+", "basic%20", "cookie: a; b"),
    *("\npassword: ", "name=a ", "name=a\n", 'name="a"\r\n\r\n', "\r\n", "\n--", "Content-Disposition: "),
    *(MULTIPART, MULTIPART[5:], FORM),
    *('{"a":', '{"token":', '{"token":{', '["', '{"AttemptedValue":', '"AttemptedValue" ', "'a':", "\\u0022", "\\u00"),
    *("a.", "a-", "a_", "1.", "1,", "[1,", "1 , ", "1e", "/Date(", "/Date(1", "2026-01-15T", "wait ", "wait 1"),
    *('File "', 'File "a", line ', ".cs:line ", "System.", "System.aException", "Exception", "id=", "a_id=1&", "a_"),
    *("é", "\0"),
]  # fmt: skip
ENDS = ["", "!"]


def _patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Every expression of the packages that see what others wrote."""
    for package in (nexudus_calendars.runtime, *(getattr(nexudus_contract, name) for name in PACKAGES)):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield from _of_module(found.name)
    for module in (conformance, routing, scalars):
        yield from _of_module(module.__name__)


PACKAGES = ("fuzz", "mock", "probe", "traffic")


def _of_module(name: str) -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    for attribute, value in vars(importlib.import_module(name)).items():
        if isinstance(value, re.Pattern):
            yield f"{name}.{attribute}", value


def _read_by(pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> None:
    if isinstance(pattern.pattern, bytes):
        given: re.Pattern[bytes] = re.compile(pattern.pattern, pattern.flags)
        given.sub(b"", text.encode())
        given.fullmatch(text.encode())
    else:
        plain: re.Pattern[str] = re.compile(pattern.pattern, pattern.flags)
        plain.sub("", text)
        plain.fullmatch(text)


def _refused(read: Read, text: str) -> None:
    with suppress(ValueError):
        read(text)


READERS: dict[str, Read] = {name: partial(_read_by, pattern) for name, pattern in _patterns()} | {
    "redact_text": redact_text,
    "redact_text of JSON": lambda text: redact_text(json.dumps({"token": 1, "a": text})),
    "redact_address": redact_address,
    "redact_header": partial(redact_header, "X-Said"),
    "redact_body": lambda text: redact_body(text.encode()),
    "BaseURL": partial(_refused, lambda text: BaseURL(f"https://{text}")),
    "parse_moment": partial(_refused, parse_moment),
    "renumbered": lambda text: renumbered(f"/{text}?id={text}", {1: 2}),
    "renumbered_body": lambda text: renumbered_body(text.encode(), {1: 2}, ["Id", "a"]),
}


def _seconds(read: Read, text: str) -> float:
    begin = time.process_time()
    read(text)
    return time.process_time() - begin


def growth(read: Read, unit: str, end: str) -> float:
    """How many times as long ten times the text takes, at the best of three; 1 where that is no time at all."""
    short, long = (unit * (size // len(unit)) + end for size in (SHORT, 10 * SHORT))
    ratios: list[float] = []
    while len(ratios) < 3:
        if (seconds := _seconds(read, long)) < TICK:
            return 1
        ratios.append(seconds / max(_seconds(read, short), TICK / 10))
    return min(ratios)


@pytest.fixture(autouse=True)
def _no_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("reader", READERS)
def test_time_grows_as_the_text_does(reader: str) -> None:
    found = {(unit, end): growth(READERS[reader], unit, end) for unit in UNITS for end in ENDS}
    assert {what: round(ratio) for what, ratio in found.items() if ratio > MOST} == {}


def test_what_takes_longer_is_noticed() -> None:
    slow: re.Pattern[str] = re.compile(r"(?:[^\r\n]+\r?\n)*x")
    assert growth(partial(_read_by, slow), "a\n", "") > MOST
