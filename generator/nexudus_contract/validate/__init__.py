"""Whether a contract holds: the OpenAPI specification, the rules of this house, and every example."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from nexudus_contract.source import Source, read
from nexudus_contract.validate.examples import EXAMPLE_RULES, examples
from nexudus_contract.validate.finding import Finding, Report
from nexudus_contract.validate.operations import OPERATION_RULES
from nexudus_contract.validate.records import RECORD_RULES
from nexudus_contract.validate.schemas import SCHEMA_RULES
from nexudus_contract.validate.specification import FOUNDATION, REFEREE
from nexudus_contract.validate.subject import Rule, Subject

__all__ = ["FOUNDATION", "HOUSE", "REFEREE", "Finding", "Report", "Rule", "check", "check_source"]

HOUSE = (*OPERATION_RULES, *SCHEMA_RULES, *RECORD_RULES, *EXAMPLE_RULES)


def check(path: Path) -> Report:
    """Validate the contract at `path`.

    Raises:
        SourceError: the file cannot be read as YAML at all.
    """
    return check_source(read(path))


def check_source(source: Source) -> Report:
    """Validate a contract already read. Where it is no OpenAPI document, the later rules have nothing to go by."""
    subject = Subject(source)
    findings = {Finding(source.path, item.position, item.rule, item.message) for item in source.problems}
    damage = set(_findings(subject, FOUNDATION))
    findings |= damage
    if not damage:
        findings |= set(_findings(subject, HOUSE)) or set(_findings(subject, (REFEREE,)))
    return Report(
        path=source.path,
        findings=tuple(sorted(findings, key=lambda item: (item.position, item.rule, item.message))),
        operations=0 if damage else len(subject.operations),
        record_types=0 if damage else len(subject.record_types),
        schemas=sum(1 for _ in subject.objects.of("schema")),
        examples=0 if damage else sum(1 for _ in examples(subject)),
    )


def _findings(subject: Subject, rules: Iterable[Rule]) -> Iterator[Finding]:
    source = subject.source
    for rule in rules:
        for pointer, message in rule.breaches(subject):
            # A message may quote the document, whose texts can hold line breaks.
            yield Finding(source.path, source.position_of(pointer), rule.name, " ".join(message.split()))
