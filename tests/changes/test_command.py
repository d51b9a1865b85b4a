"""`nexudus-contract changes` in a git repository of its own."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import CLIENT, ROOT

FILES = ("openapi.yaml", "pyproject.toml", "CHANGELOG.md")
WHO = [
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@example.com",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "tag.gpgsign=false",
]


@dataclass(frozen=True)
class Project:
    """A copy of the project, in git."""

    folder: Path

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", *WHO, *arguments], cwd=self.folder, check=True, capture_output=True)

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments: str, base: str = "HEAD", **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "nexudus_contract", "changes", "--base", base, *arguments]
        return subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, check=False, env={**os.environ, **environment}
        )


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "project"
    folder.mkdir()
    for file in FILES:
        shutil.copy(ROOT / file, folder)
    shutil.copytree(CLIENT, folder / CLIENT.name, ignore=shutil.ignore_patterns("__pycache__"))
    project = Project(folder)
    # A version of its own, so that this holds whatever ours is.
    text = (folder / "pyproject.toml").read_text(encoding="utf-8")
    stated = next(line for line in text.splitlines() if line.startswith("version = "))
    project.edit("pyproject.toml", stated, 'version = "1.2.3"')
    project.git("init", "--quiet", "--initial-branch", "main")
    project.git("add", ".")
    project.git("commit", "--quiet", "--message", "Begin")
    return project


def test_nothing_changed(project: Project) -> None:
    done = project.run("--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "changes    0 breaking, 0 additive, 0 docs only: the next version is 1.2.3 at least\n"


def test_a_difference_is_told_with_its_line_and_who_is_hurt(project: Project) -> None:
    project.edit("openapi.yaml", "operationId: getCurrentUser", "operationId: getMe")
    text = (project.folder / "openapi.yaml").read_text(encoding="utf-8")
    line = text[: text.index("operationId: getMe")].count("\n") + 1
    done = project.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "breaking\n  contract GET /api/auth/me has the operationId getMe, was getCurrentUser;"
    )
    assert f"openapi.yaml:{line} /paths/~1api~1auth~1me/get/operationId\n" in done.stdout
    assert done.stdout.endswith("changes    1 breaking, 0 additive, 0 docs only: the next version is 2.0.0 at least\n")


def test_a_breaking_change_wants_a_version_and_an_announcement(project: Project) -> None:
    project.edit("generated_client/nexudus_calendars/runtime/bulk.py", "def count(", "def counted(")
    done = project.run("--check")
    assert done.returncode == 1
    assert done.stderr == (
        "refused    a breaking change demands version 2.0.0 after 1.2.3 at HEAD, where no release is tagged, and "
        "pyproject.toml has 1.2.3; write 2.0.0 or more into pyproject.toml, and a line '- Breaking: ...' under "
        "'## 2.0.0' in CHANGELOG.md\n"
    )
    assert "  client   Report.count is gone; programs that use it fail\n" in done.stdout
    project.edit("pyproject.toml", 'version = "1.2.3"', 'version = "2.0.0"')
    done = project.run("--check")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "refused    a breaking change must be announced; write a line '- Breaking: ...' under '## 2.0.0'"
    )
    project.edit(
        "CHANGELOG.md", "# Changelog\n", "# Changelog\n\n## 2.0.0\n\n- Breaking: `Report.count` is `counted`.\n"
    )
    done = project.run("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_old_announcement_does_not_count(project: Project) -> None:
    project.edit("CHANGELOG.md", "# Changelog\n", "# Changelog\n\n## 2.0.0\n\n- Breaking: something else.\n")
    project.git("commit", "--quiet", "--all", "--message", "Announce")
    project.edit("pyproject.toml", 'version = "1.2.3"', 'version = "2.0.0"')
    project.edit("openapi.yaml", "operationId: getCurrentUser", "operationId: getMe")
    assert project.run("--check").returncode == 1


@pytest.fixture
def announced(project: Project) -> Project:
    """A project with 1.2.3 released, and a breaking change since then that has its version and its line."""
    project.git("tag", "v1.2.3")
    # What is no release, is on no way to here, or was refused as one.
    project.git("tag", "v1.9")
    project.git("tag", "2.0.0")
    project.git("tag", "v9.0.0")
    project.git("checkout", "--quiet", "-b", "elsewhere")
    project.git("commit", "--quiet", "--allow-empty", "--message", "Release elsewhere")
    project.git("tag", "v2.0.0")
    project.git("checkout", "--quiet", "main")
    project.edit("openapi.yaml", "operationId: getCurrentUser", "operationId: getMe")
    project.edit("pyproject.toml", 'version = "1.2.3"', 'version = "2.0.0"')
    project.edit("CHANGELOG.md", "# Changelog\n", "# Changelog\n\n## 2.0.0\n\n- Breaking: `getMe` it is.\n")
    assert project.run("--check").returncode == 0
    project.git("commit", "--quiet", "--all", "--message", "Break")
    return project


def test_a_version_that_was_raised_since_the_release_serves_the_next_breaking_change(announced: Project) -> None:
    announced.edit("openapi.yaml", "operationId: getMe", "operationId: getMyself")
    done = announced.run("--check")
    assert done.returncode == 1
    assert done.stderr == (
        "refused    a breaking change must be announced; write a line '- Breaking: ...' under '## 2.0.0' in "
        "CHANGELOG.md, saying what to do about it\n"
    )
    announced.edit("CHANGELOG.md", "## 2.0.0\n\n", "## 2.0.0\n\n- Breaking: `getMyself` it is.\n")
    done = announced.run("--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("the next version is 2.0.0 at least\n")


def test_after_the_release_a_breaking_change_wants_a_version_of_its_own(announced: Project) -> None:
    announced.git("tag", "--force", "--annotate", "--message", "Release", "v2.0.0")
    announced.edit("openapi.yaml", "operationId: getMe", "operationId: getMyself")
    announced.edit("CHANGELOG.md", "## 2.0.0\n\n", "## 2.0.0\n\n- Breaking: `getMyself` it is.\n")
    done = announced.run("--check")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "refused    a breaking change demands version 3.0.0 after the release 2.0.0, and pyproject.toml has 2.0.0;"
    )


def test_before_the_first_release_each_breaking_change_wants_a_version(announced: Project) -> None:
    announced.git("tag", "--delete", "v1.2.3")
    announced.edit("openapi.yaml", "operationId: getMe", "operationId: getMyself")
    done = announced.run("--check")
    assert done.returncode == 1
    assert "demands version 3.0.0 after 2.0.0 at HEAD, where no release is tagged" in done.stderr


def test_a_version_that_is_raised_again_does_not_announce_anew(announced: Project) -> None:
    announced.edit("openapi.yaml", "operationId: getMe", "operationId: getMyself")
    announced.edit("pyproject.toml", 'version = "2.0.0"', 'version = "2.1.0"')
    announced.edit("CHANGELOG.md", "## 2.0.0", "## 2.1.0")
    done = announced.run("--check")
    assert done.returncode == 1
    assert done.stderr.startswith("refused    a breaking change must be announced")


def test_an_additive_change_is_served_by_a_greater_version(announced: Project) -> None:
    announced.edit("openapi.yaml", "  - {calls: 1, seconds: 0.1}\n", "")
    done = announced.run("--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("changes    0 breaking, 1 additive, 0 docs only: the next version is 2.0.0 at least\n")


def test_the_last_release_is_in_the_file_for_programs(announced: Project, tmp_path: Path) -> None:
    assert announced.run("--json", str(tmp_path / "changes.json")).returncode == 0
    content = json.loads((tmp_path / "changes.json").read_text(encoding="utf-8"))
    assert content["version"] == {"released": "1.2.3", "before": "2.0.0", "now": "2.0.0", "demanded": "2.0.0"}


def test_an_additive_change_wants_a_version_only_and_none_before_the_first_release(project: Project) -> None:
    project.edit("openapi.yaml", "        '404': {$ref: '#/components/responses/NotFound'}\n", "")
    project.git("commit", "--quiet", "--all", "--message", "Without")
    project.git("checkout", "--quiet", "HEAD^", "--", "openapi.yaml")
    done = project.run("--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "9 additive, 0 docs only: the next version is 1.2.3 at least\n" in done.stdout
    project.git("tag", "v1.2.3")
    done = project.run("--check")
    assert done.returncode == 1
    assert "an additive change demands version 1.3.0 after the release 1.2.3" in done.stderr
    project.edit("pyproject.toml", 'version = "1.2.3"', 'version = "1.3.0"')
    assert project.run("--check").returncode == 0


def test_words_want_nothing(project: Project) -> None:
    project.edit("openapi.yaml", "summary: Read the user behind the credentials", "summary: Read who asks")
    project.edit("openapi.yaml", "# Instants stand in quotes", "# Moments stand in quotes")
    done = project.run("--check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 breaking, 0 additive, 1 docs only" in done.stdout


def test_a_version_does_not_go_back(project: Project) -> None:
    project.edit("pyproject.toml", 'version = "1.2.3"', 'version = "1.2.2"')
    done = project.run("--check")
    assert done.returncode == 1
    assert done.stderr == "refused    the version went back from 1.2.3 to 1.2.2; write 1.2.3 or more\n"


def test_what_is_gone_has_no_line(project: Project) -> None:
    project.edit("openapi.yaml", "        - $ref: '#/components/parameters/Size'\n", "")
    done = project.run()
    assert "  contract the parameter size is gone; the server ignores what callers send, or refuses it\n" in done.stdout
    assert "openapi.yaml at HEAD /components/parameters/Size, 3 operations\n" in done.stdout


def test_the_file_for_programs_has_all_of_it(project: Project, tmp_path: Path) -> None:
    project.edit("openapi.yaml", "operationId: getCurrentUser", "operationId: getMe")
    report = tmp_path / "deep" / "changes.json"
    assert project.run("--json", str(report)).returncode == 0
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
    command = [sys.executable, "-m", "nexudus_contract", "changes", f"--base={base}"]
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{said}\n")


@pytest.mark.parametrize("file", [*FILES, "generated_client"])
def test_a_revision_without_something_is_told(project: Project, file: str) -> None:
    project.git("rm", "-r", "--quiet", "--cached", file)
    project.git("commit", "--quiet", "--message", "Without")
    done = project.run()
    if file == "CHANGELOG.md":
        assert (done.returncode, done.stderr) == (0, "")
    else:
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"there was no {file} at HEAD; name a later revision\n"


def test_a_revision_whose_contract_is_unreadable_is_told(project: Project) -> None:
    good = (project.folder / "openapi.yaml").read_bytes()
    (project.folder / "openapi.yaml").write_text("openapi: [", encoding="utf-8")
    project.git("commit", "--quiet", "--all", "--message", "Break")
    (project.folder / "openapi.yaml").write_bytes(good)
    done = project.run()
    assert done.returncode == 2
    assert done.stderr.startswith("the contract at HEAD cannot be read: openapi.yaml:2:1: is not YAML")
    assert "Traceback" not in done.stderr


def test_a_folder_without_git_is_told(project: Project) -> None:
    shutil.rmtree(project.folder / ".git")
    done = project.run(GIT_CEILING_DIRECTORIES=str(project.folder.parent))
    assert done.returncode == 2
    assert done.stderr == f"{project.folder} is in no git repository; run this where the project was cloned\n"


def test_a_machine_without_git_is_told(project: Project) -> None:
    done = project.run(PATH="")
    assert (done.returncode, done.stderr) == (2, "git cannot be run; install it to compare with an earlier revision\n")


def test_the_client_that_is_not_there_is_told(project: Project) -> None:
    shutil.rmtree(project.folder / "generated_client")
    done = project.run()
    assert (done.returncode, done.stderr) == (2, "generated_client holds no client; run 'make generate'\n")
