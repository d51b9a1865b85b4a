"""The workflows run what there is, on the Pythons that we promise, with no more rights than they need.

`make lint` has zizmor look for what is unsafe in them; these are the rules that it does not know.
"""

import re
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from tests.packaging.conftest import ROOT, Distribution

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
EACH_JOB = pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.workflow}-{job.name}")


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


@EACH_JOB
def test_a_job_ends_and_may_only_read(job: Job) -> None:
    assert workflow(job.workflow)["permissions"] == {"contents": "read"}
    if "uses" not in job.raw:
        assert job.raw["timeout-minutes"] <= 360
    publishes = (job.workflow, job.name) == ("release.yml", "publish")
    rights = {"contents": "read", "id-token": "write", "attestations": "write"}
    assert job.raw.get("permissions", {}) == (rights if publishes else {})
    assert job.raw.get("environment") == ("pypi" if publishes else None)


@EACH_JOB
def test_a_job_keeps_no_credentials_and_no_expression_stands_in_a_script(job: Job) -> None:
    for step in job.steps:
        assert "${{" not in step.get("run", "")
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@EACH_JOB
def test_a_job_calls_what_there_is(job: Job) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    # The target `changes` is about to come.
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for step in job.steps:
        for line in step.get("run", "").splitlines():
            if line.startswith("make "):
                assert {word for word in line.split()[1:] if "=" not in word} <= targets
            if line.startswith("."):
                assert (ROOT / line.split()[0]).is_file()
    if "uses" in job.raw:
        assert True in workflow(Path(job.raw["uses"]).name)
        assert "workflow_call" in workflow(Path(job.raw["uses"]).name)[True]


@EACH_JOB
def test_a_fuzz_report_is_kept_whatever_happens(job: Job) -> None:
    fuzzed = {name for step in job.steps for name in re.findall(r"make (fuzz\S*)", step.get("run", ""))}
    kept = [step for step in job.steps if step.get("uses", "").startswith("actions/upload-artifact@")]
    for name in fuzzed:
        (upload,) = kept
        assert upload["if"] == "always()"
        assert upload["with"]["path"] == f"reports/{name}"


def test_the_checks_run_on_each_python_that_we_promise(built: Distribution) -> None:
    tried = workflow("check.yml")["jobs"]["check"]["strategy"]["matrix"]["python"]
    prefix = "Programming Language :: Python :: "
    classifiers = [item.removeprefix(prefix) for item in built.metadata.classifiers or [] if item.startswith(prefix)]
    assert tried == [item for item in classifiers if "." in item]
    assert str(built.metadata.requires_python) == f">={tried[0]}"


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


def test_the_contract_and_the_package_have_one_version(built: Distribution) -> None:
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    assert contract["info"]["version"] == str(built.metadata.version)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(str(built.metadata.version))} \(", changelog, re.MULTILINE)
