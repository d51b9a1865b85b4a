"""The workflow that others call is one, asks for no more than it needs, and calls commands that there are."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from nexudus_contract import cli

PATH = Path(__file__).parents[2] / ".github" / "workflows" / "fuzz.yml"


@pytest.fixture(scope="module")
def workflow() -> dict[Any, Any]:
    content: dict[Any, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    return content


def steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def commands(workflow: dict[Any, Any]) -> list[list[str]]:
    scripts = "\n".join(step.get("run", "") for step in steps(workflow))
    lines = [line.strip() for line in scripts.splitlines() if line.strip().startswith("nexudus-contract ")]
    return [shlex.split(line.partition("|")[0])[1:] for line in lines]


def test_it_can_be_called(workflow: dict[Any, Any]) -> None:
    # YAML 1.1 reads `on` as true.
    called = workflow[True]["workflow_call"]
    assert {name for name, item in called["inputs"].items() if item.get("required")} == {"url"}
    assert {"minutes", "shards"} <= set(called["inputs"])
    assert set(called["secrets"]) == {"token", "username", "password"}
    assert not any(item.get("required") for item in called["secrets"].values())
    assert workflow["permissions"] == {"contents": "read"}
    assert not any("permissions" in job for job in workflow["jobs"].values())


def test_actions_are_pinned_to_commits(workflow: dict[Any, Any]) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]
    assert len(used) == 3
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", name) for name in used)


def test_reports_are_kept_whatever_happens(workflow: dict[Any, Any]) -> None:
    (upload,) = (step for step in steps(workflow) if "upload-artifact" in step.get("uses", ""))
    assert upload["if"] == "always()"
    kept = upload["with"]["path"]
    written = [word for command in commands(workflow) for word in command if word.startswith("reports/")]
    assert len(written) == 2
    assert all(Path(kept) in Path(path).parents for path in written)
    (summary,) = (step for step in steps(workflow) if step.get("name") == "Summary")
    assert summary["if"] == "always()"
    assert "GITHUB_STEP_SUMMARY" in summary["run"]


def test_no_expression_stands_in_a_script(workflow: dict[Any, Any]) -> None:
    assert not any("${{" in step.get("run", "") for step in steps(workflow))


def test_it_calls_what_there_is(workflow: dict[Any, Any]) -> None:
    parser = cli._parser()
    names = [parser.parse_args(command).command.__name__ for command in commands(workflow)]
    assert names == ["_fuzz", "_fuzz_long"]


def test_its_steps_hand_over_what_the_scripts_read(workflow: dict[Any, Any]) -> None:
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            given = {**job.get("env", {}), **step.get("env", {})}
            read = set(re.findall(r"\$\{?([A-Z][A-Z_]+)", step.get("run", "")))
            assert read - set(given) <= {"GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY", "PWD"}


def test_the_example_at_its_head_calls_it(workflow: dict[Any, Any]) -> None:
    head = PATH.read_text(encoding="utf-8").partition("name: Fuzz")[0]
    lines = [line.removeprefix("#")[3:] for line in head.splitlines() if line.startswith("#   ")]
    example = yaml.safe_load("\n".join(lines))
    (job,) = example["jobs"].values()
    called = workflow[True]["workflow_call"]
    assert ".github/workflows/fuzz.yml@" in job["uses"]
    assert set(job["with"]) <= set(called["inputs"])
    assert set(job["secrets"]) <= set(called["secrets"])
