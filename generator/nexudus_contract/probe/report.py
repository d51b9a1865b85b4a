"""The answers of one probe, for people and for the next probe."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import TypeAlias

from nexudus_contract.probe.answer import Answer, ProbeError, Verdict
from nexudus_contract.source import JsonObject, is_array, is_object

_FORMAT = "nexudus-contract probe 1"
_WIDTH = 100
_INDENT = " " * 22

Key: TypeAlias = tuple[str, str]
"""Question, and what it is about."""


@dataclass(frozen=True)
class Report:
    """What a probe found.

    Attributes:
        target: address of the server.
        contract: the contract's version.
        file: name of the contract's file.
        record_types: tags of the record types, in the contract's order.
        sent: requests that were sent, those that the throttle refused not counted.
        most: requests that would have been sent at the most.
        throttled: requests that the throttle refused.
        answers: in the order of the questions, and then of the record types.
        exchanges: requests and answers without secrets, which the answers refer to by number.
    """

    target: str
    contract: str
    file: str
    record_types: tuple[str, ...]
    sent: int
    most: int
    throttled: int
    answers: tuple[Answer, ...]
    exchanges: tuple[JsonObject, ...]

    @property
    def answered(self) -> Mapping[Key, str]:
        """The answers by their question and what they are about."""
        return {(item.question, item.about): item.finding.answer for item in self.answers}

    def to_json(self) -> str:
        """The report as JSON, in the order of the questions."""
        content: JsonObject = {
            "format": _FORMAT,
            "target": self.target,
            "contract": {"file": self.file, "version": self.contract},
            "requests": {"sent": self.sent, "most": self.most, "throttled": self.throttled},
            "answers": [answer.to_json() for answer in self.answers],
            "exchanges": list(self.exchanges),
        }
        return json.dumps(content, indent=1, ensure_ascii=False) + "\n"

    def table(self) -> str:
        """The answers for a screen of 100 columns."""
        asked = f"{self.sent} requests of at most {self.most}, read only"
        head = f"probed     {self.target}: {len(self.record_types)} record types, {asked}"
        slow = [f"the throttle refused {self.throttled}, which were sent again"] if self.throttled else []
        title = f"{'question':<21} {'answer':<46} {'sure':<9}line of {self.file}"
        lines = [*wrap(head, _WIDTH), *slow, "", title]
        for _, answers in groupby(self.answers, key=lambda item: item.question):
            lines += _question(list(answers))
        against = [item for item in self.answers if _contradicts(item)]
        return "\n".join([*lines, "", f"{len(self.answers)} answers, {len(against)} contradict {self.file}"])


def _question(answers: Sequence[Answer]) -> Iterator[str]:
    """One line for what all record types have in common, and one for each that differs."""
    groups: dict[tuple[str, str, str], list[Answer]] = {}
    for item in answers:
        found = item.finding
        groups.setdefault((found.answer, found.confidence, found.note), []).append(item)
    question = answers[0].question
    for (answer, confidence, note), members in groups.items():
        first, *rest = wrap(answer, 46)
        yield f"{question:<21} {first:<46} {confidence:<9}{_lines(members)}".rstrip()
        yield from (f"{_INDENT}{line}" for line in rest)
        about = ", ".join(item.about for item in members) if len(groups) > 1 else ""
        for more in (about, note):
            yield from (f"{_INDENT}  {line}" for line in wrap(more, _WIDTH - len(_INDENT) - 2))
        question = ""


def _lines(answers: Sequence[Answer]) -> str:
    """What is said of which lines, as far as there is room; the report's file has the rest."""
    numbers: dict[Verdict, dict[int, None]] = {}
    for item in answers:
        for line in item.finding.lines:
            numbers.setdefault(line.verdict, {})[line.number] = None
    texts = [
        f"{verdict} {', '.join(map(str, list(found)[:2]))}{' …' if len(found) > 2 else ''}"
        for verdict, found in numbers.items()
    ]
    return "; ".join(texts[:1]) + (" …" if len(texts) > 1 else "")


def _contradicts(answer: Answer) -> bool:
    return any(line.verdict is Verdict.CONTRADICTS for line in answer.finding.lines)


def read(path: Path) -> Mapping[Key, str]:
    """The answers in the file of an earlier report, by question and what they are about.

    Raises:
        ProbeError: the file cannot be read, or holds something else.
    """
    try:
        content: object = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProbeError(f"{path} cannot be read: {error.strerror}; name the file that --json wrote") from error
    except (ValueError, RecursionError) as error:
        raise ProbeError(f"{path} is no JSON; name the file that --json wrote") from error
    answers: object = content.get("answers") if is_object(content) and content.get("format") == _FORMAT else None
    if not is_array(answers):
        raise ProbeError(f"{path} is not the report of a probe; name the file that --json wrote")
    try:
        return {(str(item["question"]), str(item["about"])): str(item["answer"]) for item in answers}
    except (KeyError, TypeError) as error:
        raise ProbeError(f"{path} is the report of a probe, but not whole; make it anew with --json") from error


def changes(earlier: Mapping[Key, str], now: Mapping[Key, str]) -> list[str]:
    """What is answered otherwise than before, one sentence for each; answers that came or went among them."""
    nothing = "not asked"
    return [
        f"{question}{f' of {about}' if about else ''}: {earlier.get((question, about), nothing)} -> "
        f"{now.get((question, about), nothing)}"
        for question, about in dict.fromkeys([*earlier, *now])
        if earlier.get((question, about)) != now.get((question, about))
    ]
