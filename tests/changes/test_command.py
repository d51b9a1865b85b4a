"""`nexudus-contract changes`: what it writes, and what stands in its way."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import CLIENT, ROOT
from .helpers.project import FILES, REFUSAL, Done, Project, begin, edit


def test_nothing_changed(project: Project) -> None:
    done = project.run("--check")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout == "changes    0 breaking, 0 additive, 0 docs only: the next version is 1.2.3 at least\n"


def test_a_difference_is_told_with_its_line_and_who_is_hurt(project: Project) -> None:
    project.edit("openapi.yaml", "operationId: getCurrentUser", "operationId: getMe")
    text = (project.folder / "openapi.yaml").read_text(encoding="utf-8")
    line = text[: text.index("operationId: getMe")].count("\n") + 1
    done = project.run()
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "breaking\n  contract GET /api/auth/me has the operationId getMe, was getCurrentUser;"
    )
    assert f"openapi.yaml:{line} /paths/~1api~1auth~1me/get/operationId\n" in done.stdout
    assert done.stdout.endswith("changes    1 breaking, 0 additive, 0 docs only: the next version is 2.0.0 at least\n")


def test_the_last_release_is_in_the_file_for_programs(announced: Project, tmp_path: Path) -> None:
    assert announced.run("--json", str(tmp_path / "changes.json")).code == 0
    content = json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))
    assert content["version"] == {"released": "1.2.3", "before": "2.0.0", "now": "2.0.0", "demanded": "2.0.0"}


def test_what_is_gone_has_no_line(project: Project) -> None:
    project.edit("openapi.yaml", REFUSAL, "")
    project.edit("openapi.yaml", REFUSAL.replace("409", "400").replace("Throttled", "GrantRefused"), "")
    done = project.run()
    assert "  contract the answer 409 is gone; readers that handle it wait for it in vain\n" in done.stdout
    assert "openapi.yaml at HEAD /components/responses/Throttled, 2 operations\n" in done.stdout
    assert "openapi.yaml at HEAD /components/responses/GrantRefused, createToken\n" in done.stdout


def test_the_file_for_programs_has_all_of_it(project: Project, tmp_path: Path) -> None:
    project.edit("openapi.yaml", "operationId: getCurrentUser", "operationId: getMe")
    report = tmp_path / "deep" / "changes.json"
    assert project.run("--json", str(report)).code == 0
    content = json.loads(report.read_text(encoding="utf-8"))
    assert content["format"] == "nexudus-contract changes 1"
    assert content["version"] == {"released": None, "before": "1.2.3", "now": "1.2.3", "demanded": "2.0.0"}
    assert content["counts"]["breaking"] == content["counts"]["contract"]["breaking"] == 1
    (change,) = content["changes"]
    assert (change["side"], change["grade"], change["operations"]) == ("contract", "breaking", ["getMe"])
    assert content["refusal"].startswith("a breaking change demands version 2.0.0")


@pytest.mark.parametrize(
    ("base", "said"),
    [
        ("nowhere", "git knows no revision 'nowhere'; fetch it, or name another"),
        ("--help", "git knows no revision '--help'; fetch it, or name another"),
        ("", "git knows no revision ''; fetch it, or name another"),
    ],
)
def test_an_unknown_revision_is_told(project: Project, base: str, said: str) -> None:
    assert project.run(base=base) == Done(2, "", f"{said}\n")


@pytest.mark.parametrize("file", [*FILES, "generated_client"])
def test_a_revision_without_something_is_told(project: Project, file: str) -> None:
    project.git("rm", "-r", "--quiet", "--cached", file)
    project.git("commit", "--quiet", "--message", "Without")
    done = project.run()
    if file == "CHANGELOG.md":
        assert (done.code, done.stderr) == (0, "")
    else:
        assert (done.code, done.stdout) == (2, "")
        assert done.stderr == f"there was no {file} at HEAD; name a later revision\n"


def test_a_revision_whose_contract_is_unreadable_is_told(project: Project) -> None:
    good = (project.folder / "openapi.yaml").read_bytes()
    (project.folder / "openapi.yaml").write_text("openapi: [", encoding="utf-8")
    project.git("commit", "--quiet", "--all", "--message", "Break")
    (project.folder / "openapi.yaml").write_bytes(good)
    done = project.run()
    assert done.code == 2
    assert done.stderr.startswith("the contract at HEAD cannot be read: openapi.yaml:2:1: is not YAML")


def test_a_folder_without_git_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(project.folder / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.folder.parent))
    done = project.run()
    assert done.code == 2
    assert done.stderr == f"{project.folder} is in no git repository; run this where the project was cloned\n"


def test_a_machine_without_git_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    done = project.run()
    assert (done.code, done.stderr) == (2, "git cannot be run; install it to compare with an earlier revision\n")


def test_the_client_that_is_not_there_is_told(project: Project) -> None:
    shutil.rmtree(project.folder / "generated_client")
    done = project.run()
    assert (done.code, done.stderr) == (2, "generated_client holds no client; run 'make generate'\n")


def test_the_whole_project_is_compared(tmp_path: Path) -> None:
    for file in FILES:
        shutil.copy(ROOT / file, tmp_path)
    shutil.copytree(CLIENT, tmp_path / CLIENT.name, ignore=shutil.ignore_patterns("__pycache__"))
    begin(tmp_path)
    edit(tmp_path / CLIENT.name / "nexudus_calendars" / "runtime" / "bulk.py", "def count(", "def counted(")
    command = [sys.executable, "-m", "nexudus_contract", "changes", "--base", "HEAD", "--check"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "  client   Report.count is gone; programs that use it fail\n" in done.stdout
    assert "changes    1 breaking, 1 additive, 0 docs only: " in done.stdout
    assert done.stderr.startswith("refused    a breaking change demands version ")
