"""The workflows run what there is, on the Pythons that we promise, with no more rights than they need.

`make lint` has zizmor look for what is unsafe in them; these are the rules that it does not know.
"""

import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from packaging.metadata import Metadata
from tests.packaging.conftest import ROOT

PATHS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


class Job(NamedTuple):
    """A job of a workflow."""

    workflow: str
    name: str
    raw: dict[str, Any]

    @property
    def steps(self) -> list[dict[str, Any]]:
        return list(self.raw.get("steps", []))


def workflow(name: str) -> dict[Any, Any]:
    content: dict[Any, Any] = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))
    return content


JOBS = [Job(path.name, name, raw) for path in PATHS for name, raw in workflow(path.name)["jobs"].items()]


def test_each_action_is_one_commit_everywhere() -> None:
    used = [match for path in PATHS for match in re.findall(r"uses: (?!\./)(.*)", path.read_text(encoding="utf-8"))]
    # The head of fuzz.yml shows how others call it.
    found = [
        re.fullmatch(r"([\w-]+/[\w-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", line) for line in used if "OWN" not in line
    ]
    assert len(found) > 10
    assert None not in found
    commits = {match.groups() for match in found if match is not None}
    assert len({name for name, _, _ in commits}) == len(commits)


def test_each_job_ends_and_may_only_read() -> None:
    assert {path.name: workflow(path.name)["permissions"] for path in PATHS} == {
        path.name: {"contents": "read"} for path in PATHS
    }
    endless = [
        f"{job.workflow} {job.name}" for job in JOBS if "uses" not in job.raw and "timeout-minutes" not in job.raw
    ]
    assert endless == []
    assert max(job.raw.get("timeout-minutes", 0) for job in JOBS) <= 360
    more = {
        (job.workflow, job.name): (job.raw.get("permissions"), job.raw.get("environment"))
        for job in JOBS
        if job.raw.get("permissions") or job.raw.get("environment")
    }
    rights = {"contents": "read", "id-token": "write", "attestations": "write"}
    assert more == {("release.yml", "publish"): (rights, "pypi")}


def test_no_job_keeps_credentials_and_no_expression_stands_in_a_script() -> None:
    steps = [(job.workflow, job.name, step) for job in JOBS for step in job.steps]
    assert [(file, name) for file, name, step in steps if "${{" in step.get("run", "")] == []
    checkouts = [item for item in steps if item[2].get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    keeping = [(file, name) for file, name, step in checkouts if step["with"].get("persist-credentials") is not False]
    assert keeping == []


def test_each_job_calls_what_there_is() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    lines = {line for job in JOBS for step in job.steps for line in step.get("run", "").splitlines()}
    made = {word for line in lines if line.startswith("make ") for word in line.split()[1:] if "=" not in word}
    started = {line.split()[0] for line in lines if line.startswith(".")}
    assert made
    assert made - targets == set()
    assert {path for path in started if not (ROOT / path).is_file()} == set()
    called = {Path(job.raw["uses"]).name for job in JOBS if "uses" in job.raw}
    # YAML reads the word "on" as true.
    assert {name for name in called if "workflow_call" not in workflow(name)[True]} == set()


def test_each_fuzz_report_is_kept_whatever_happens() -> None:
    fuzzed, kept = list[tuple[str, str, str]](), list[tuple[str, str, str]]()
    for job in JOBS:
        names = {name for step in job.steps for name in re.findall(r"make (fuzz\S*)", step.get("run", ""))}
        fuzzed += [(job.name, "always()", f"reports/{name}") for name in names]
        uploads = [step for step in job.steps if step.get("uses", "").startswith("actions/upload-artifact@")]
        kept += [(job.name, step.get("if", ""), step["with"]["path"]) for step in uploads if names]
    assert fuzzed
    assert sorted(kept) == sorted(fuzzed)


def test_the_checks_run_on_each_python_that_we_promise(metadata: Metadata) -> None:
    tried = workflow("check.yml")["jobs"]["check"]["strategy"]["matrix"]["python"]
    prefix = "Programming Language :: Python :: "
    classifiers = [item.removeprefix(prefix) for item in metadata.classifiers or [] if item.startswith(prefix)]
    assert tried == [item for item in classifiers if "." in item]
    assert str(metadata.requires_python) == f">={tried[0]}"


def test_nothing_is_published_that_was_not_checked_and_built_before() -> None:
    jobs = workflow("release.yml")["jobs"]
    assert [jobs[name].get("needs") for name in ("releasable", "check", "build", "publish")] == [
        None,
        "releasable",
        "check",
        "build",
    ]
    # What has the right to publish runs nothing of ours.
    assert not any("run" in step for step in jobs["publish"]["steps"])


@pytest.mark.parametrize(
    ("tag", "changelog", "said"),
    [
        ("v1.2.3", "## 1.2.3 (2026-12-01)", ""),
        ("1.2.3", "## 1.2.3 (2026-12-01)", "a tag looks like v1.2.3"),
        ("v1.2.3; echo", "## 1.2.3 (2026-12-01)", "a tag looks like v1.2.3"),
        ("v1.2.4", "## 1.2.4 (2026-12-01)", "pyproject.toml has another version"),
        ("v1.2.3", "## 1.2.3 (unreleased)", "CHANGELOG.md has no heading '## 1.2.3 (YYYY-MM-DD)'"),
        ("v1.2.3", "## 1x2.3 (2026-12-01)", "CHANGELOG.md has no heading '## 1.2.3 (YYYY-MM-DD)'"),
    ],
)
def test_a_tag_is_releasable_when_version_and_changelog_agree(
    tmp_path: Path, tag: str, changelog: str, said: str
) -> None:
    for name, text in {
        "pyproject.toml": 'version = "1.2.3"\n',
        "openapi.yaml": "info:\n  version: 1.2.3\n",
        "CHANGELOG.md": f"# Changelog\n\n{changelog}\n",
        ".ci/releasable": (ROOT / ".ci" / "releasable").read_text(encoding="utf-8"),
    }.items():
        tmp_path.joinpath(name).parent.mkdir(exist_ok=True)
        tmp_path.joinpath(name).write_text(text)
    command = ["bash", str(tmp_path / ".ci" / "releasable"), tag]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == (1 if said else 0)
    assert done.stderr == (f"{tag} cannot be released: {said}\n" if said else "")


def test_the_contract_and_the_package_have_one_version(metadata: Metadata) -> None:
    contract = yaml.load((ROOT / "openapi.yaml").read_bytes(), yaml.CSafeLoader)
    assert contract["info"]["version"] == str(metadata.version)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(str(metadata.version))} \(", changelog, re.MULTILINE)
