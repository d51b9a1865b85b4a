"""Which version a change demands, by semantic versioning 2.0.0, and whether it was given.

From 1.0.0 on a breaking change demands a new major version, and an additive one a new minor version. Before, semver
promises nothing, and we do as Cargo does: the minor number is the breaking one, and the patch number takes the rest.
Words demand nothing. All of it is counted from the last release: nobody uses the versions between, so that one that was
raised since serves whatever follows until the next.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from nexudus_contract.changes.difference import ChangesError, Grade

_HEADING = re.compile(r"## +v?(\d+\.\d+\.\d+)\b")
_BREAKING = "- Breaking: "


@dataclass(frozen=True, order=True)
class Version:
    """A version: three numbers."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        """As people write it."""
        return f"{self.major}.{self.minor}.{self.patch}"

    @classmethod
    def read(cls, project: bytes, name: str) -> "Version":
        """The version in a pyproject.toml.

        Args:
            project: what is in the file.
            name: what people call the file.

        Raises:
            ChangesError: there is none in it, or not three numbers.
        """
        try:
            stated = tomllib.loads(project.decode("utf-8")).get("project", {}).get("version")
        except (ValueError, AttributeError) as error:
            raise ChangesError(f"{name} is no TOML: {error}; mend it") from error
        version = cls.parse(str(stated))
        if version is None:
            raise ChangesError(f"{name} has no version of three numbers, but {stated}; write one such as 1.2.0")
        return version

    @classmethod
    def parse(cls, text: str) -> "Version | None":
        """The version that is written so; None where it is no three numbers."""
        parts = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", text)
        return parts and cls(*map(int, parts.groups()))

    def after(self, worst: Grade | None) -> "Version":
        """The lowest version that may follow, given the worst that changed; None for nothing."""
        if worst not in (Grade.BREAKING, Grade.ADDITIVE):
            return self
        if worst is Grade.BREAKING and self.major:
            return Version(self.major + 1, 0, 0)
        if worst is Grade.BREAKING or self.major:
            return Version(self.major, self.minor + 1, 0)
        return Version(0, self.minor, self.patch + 1)


def released(tags: Iterable[str], stated: Version) -> Version | None:
    """The last version that was released, by tags such as `v1.2.0`; None where there is none.

    Args:
        tags: names of tags.
        stated: the version of the project that has them. What is tagged with a later one was refused, as
            `.ci/releasable` has it, and is no release.
    """
    versions = (Version.parse(tag[1:]) for tag in tags if tag.startswith("v"))
    return max((version for version in versions if version is not None and version <= stated), default=None)


def announced(changelog: str, version: Version) -> set[str]:
    """The breaking changes that a CHANGELOG.md announces for a version.

    They are lines `- Breaking: what, and what to do about it.` under a heading `## 1.2.0`, whatever follows that.
    """
    lines = iter(changelog.splitlines())
    for line in lines:
        heading = _HEADING.match(line)
        if heading and heading[1] == str(version):
            section = takewhile(lambda one: not one.startswith("## "), lines)
            return {one for one in section if one.startswith(_BREAKING) and one[len(_BREAKING) :].strip()}
    return set()
