"""What an earlier revision of the project held, as git knows it."""

import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from nexudus_contract.changes.difference import ChangesError


@dataclass(frozen=True)
class Revision:
    """A commit of the repository that `folder` is in.

    Attributes:
        folder: the project's folder; files are named from there.
        name: as people call the commit.
        commit: its hash.
    """

    folder: Path
    name: str
    commit: str

    @classmethod
    def find(cls, folder: Path, name: str) -> "Revision":
        """The commit that people call `name`.

        Raises:
            ChangesError: git is not installed, the folder is in no repository, or the name is no commit's.
        """
        if _git(folder, "rev-parse", "--git-dir") is None:
            raise ChangesError(f"{folder.resolve()} is in no git repository; run this where the project was cloned")
        commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if commit is None:
            raise ChangesError(f"git knows no revision {name!r}; fetch it, or name another")
        return cls(folder, name, commit.decode().strip())

    def file(self, path: str) -> bytes | None:
        """A file's content; None where there was none."""
        return _git(self.folder, "show", f"{self.commit}:./{path}")

    def tags(self) -> list[str]:
        """The names of the tags on it, and on what came before it."""
        listed = _git(
            self.folder, "for-each-ref", f"--merged={self.commit}", "--format=%(refname:strip=2)", "refs/tags"
        )
        return (listed or b"").decode("utf-8", "replace").splitlines()

    def unpack(self, path: str, into: Path) -> bool:
        """Write the folder `path` as it was into another folder; whether there was one."""
        archive = _git(self.folder, "archive", "--format=tar", self.commit, "--", path)
        if archive is None:
            return False
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(into, filter="data")
        return True


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says; None where it refuses."""
    try:
        command = ["git", "-C", str(folder), *arguments]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, and our own arguments
    except OSError as error:
        raise ChangesError("git cannot be run; install it to compare with an earlier revision") from error
    return done.stdout if done.returncode == 0 else None
