"""`nexudus-contract changes --check`: which version and which announcement a change demands."""

from .helpers.project import REFUSAL, Project


def test_a_breaking_change_wants_a_version_and_an_announcement(project: Project) -> None:
    project.edit("generated_client/nexudus_calendars/bulk.py", "def count(", "def counted(")
    done = project.run("--check")
    assert done.code == 1
    assert done.stderr == (
        "refused    a breaking change demands version 2.0.0 after 1.2.3 at HEAD, where no release is tagged, and "
        "pyproject.toml has 1.2.3; write 2.0.0 or more into pyproject.toml, and a line '- Breaking: ...' under "
        "'## 2.0.0' in CHANGELOG.md\n"
    )
    assert "  client   Report.count is gone; programs that use it fail\n" in done.stdout
    project.edit("pyproject.toml", 'version = "1.2.3"', 'version = "2.0.0"')
    done = project.run("--check")
    assert done.code == 1
    assert done.stderr.startswith(
        "refused    a breaking change must be announced; write a line '- Breaking: ...' under '## 2.0.0'"
    )
    project.edit(
        "CHANGELOG.md", "# Changelog\n", "# Changelog\n\n## 2.0.0\n\n- Breaking: `Report.count` is `counted`.\n"
    )
    done = project.run("--check")
    assert (done.code, done.stderr) == (0, "")


def test_an_old_announcement_does_not_count(project: Project) -> None:
    project.edit("CHANGELOG.md", "# Changelog\n", "# Changelog\n\n## 2.0.0\n\n- Breaking: something else.\n")
    project.git("commit", "--quiet", "--all", "--message", "Announce")
    project.edit("pyproject.toml", 'version = "1.2.3"', 'version = "2.0.0"')
    project.edit("openapi.yaml", "operationId: getCurrentUser", "operationId: getMe")
    assert project.run("--check").code == 1


def test_a_version_that_was_raised_since_the_release_serves_the_next_breaking_change(announced: Project) -> None:
    announced.edit("openapi.yaml", "operationId: getMe", "operationId: getMyself")
    done = announced.run("--check")
    assert done.code == 1
    assert done.stderr == (
        "refused    a breaking change must be announced; write a line '- Breaking: ...' under '## 2.0.0' in "
        "CHANGELOG.md, saying what to do about it\n"
    )
    announced.edit("CHANGELOG.md", "## 2.0.0\n\n", "## 2.0.0\n\n- Breaking: `getMyself` it is.\n")
    done = announced.run("--check")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.endswith("the next version is 2.0.0 at least\n")


def test_after_the_release_a_breaking_change_wants_a_version_of_its_own(announced: Project) -> None:
    announced.git("tag", "--force", "--annotate", "--message", "Release", "v2.0.0")
    announced.edit("openapi.yaml", "operationId: getMe", "operationId: getMyself")
    announced.edit("CHANGELOG.md", "## 2.0.0\n\n", "## 2.0.0\n\n- Breaking: `getMyself` it is.\n")
    done = announced.run("--check")
    assert done.code == 1
    assert done.stderr.startswith(
        "refused    a breaking change demands version 3.0.0 after the release 2.0.0, and pyproject.toml has 2.0.0;"
    )


def test_before_the_first_release_each_breaking_change_wants_a_version(announced: Project) -> None:
    announced.git("tag", "--delete", "v1.2.3")
    announced.edit("openapi.yaml", "operationId: getMe", "operationId: getMyself")
    done = announced.run("--check")
    assert done.code == 1
    assert "demands version 3.0.0 after 2.0.0 at HEAD, where no release is tagged" in done.stderr


def test_a_version_that_is_raised_again_does_not_announce_anew(announced: Project) -> None:
    announced.edit("openapi.yaml", "operationId: getMe", "operationId: getMyself")
    announced.edit("pyproject.toml", 'version = "2.0.0"', 'version = "2.1.0"')
    announced.edit("CHANGELOG.md", "## 2.0.0", "## 2.1.0")
    done = announced.run("--check")
    assert done.code == 1
    assert done.stderr.startswith("refused    a breaking change must be announced")


def test_an_additive_change_is_served_by_a_greater_version(announced: Project) -> None:
    announced.edit("openapi.yaml", "- calls: 1\n  seconds: 0.1\n", "")
    done = announced.run("--check")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.endswith("changes    0 breaking, 1 additive, 0 docs only: the next version is 2.0.0 at least\n")


def test_an_additive_change_wants_a_version_only_and_none_before_the_first_release(project: Project) -> None:
    project.edit("openapi.yaml", REFUSAL, "")
    project.git("commit", "--quiet", "--all", "--message", "Without")
    project.git("checkout", "--quiet", "HEAD^", "--", "openapi.yaml")
    done = project.run("--check")
    assert (done.code, done.stderr) == (0, "")
    assert "2 additive, 0 docs only: the next version is 1.2.3 at least\n" in done.stdout
    project.git("tag", "v1.2.3")
    done = project.run("--check")
    assert done.code == 1
    assert "an additive change demands version 1.3.0 after the release 1.2.3" in done.stderr
    project.edit("pyproject.toml", 'version = "1.2.3"', 'version = "1.3.0"')
    assert project.run("--check").code == 0


def test_words_want_nothing(project: Project) -> None:
    project.edit("openapi.yaml", "summary: Read the user behind the credentials", "summary: Read who asks")
    project.edit("openapi.yaml", "openapi: 3.1.0", "# A comment.\nopenapi: 3.1.0")
    done = project.run("--check")
    assert (done.code, done.stderr) == (0, "")
    assert "0 breaking, 0 additive, 1 docs only" in done.stdout


def test_a_version_does_not_go_back(project: Project) -> None:
    project.edit("pyproject.toml", 'version = "1.2.3"', 'version = "1.2.2"')
    done = project.run("--check")
    assert done.code == 1
    assert done.stderr == "refused    the version went back from 1.2.3 to 1.2.2; write 1.2.3 or more\n"
