"""The project now, held against an earlier revision of it."""

import filecmp
import tempfile
from pathlib import Path

from nexudus_contract.changes.client import client_changes
from nexudus_contract.changes.contract import contract_changes
from nexudus_contract.changes.difference import Change, ChangesError, merged
from nexudus_contract.changes.outcome import Outcome
from nexudus_contract.changes.revision import Revision
from nexudus_contract.changes.surface import PACKAGE, read
from nexudus_contract.changes.versions import Version, announced, released
from nexudus_contract.document import Contract, load
from nexudus_contract.source import SourceError
from nexudus_contract.terms import ContractError

_CLIENT = "generated_client"
_PROJECT = "pyproject.toml"
_CHANGELOG = "CHANGELOG.md"


def compare(path: Path, base: str) -> Outcome:
    """Hold the contract at `path`, and the client, the version and the changelog beside it, against a revision.

    Raises:
        ChangesError: the revision, or something in it or beside the contract, is missing or cannot be read.
        ContractError: the contract now is not complete.
        SourceError: the contract now cannot be read.
    """
    contract = load(path)
    folder = path.parent
    revision = Revision.find(folder, base)
    with tempfile.TemporaryDirectory() as temporary:
        before = Path(temporary)
        changes = merged(
            [
                *contract_changes(_contract(revision, path.name, before), contract),
                *_client(revision, folder / _CLIENT, before),
            ]
        )
    now = Version.read(_here(folder / _PROJECT).encode(), _PROJECT)
    earlier = Version.read(_there(revision, _PROJECT), f"{_PROJECT} at {base}")
    # Under whatever heading a line stood: a version that is raised again takes what was announced along.
    log = (revision.file(_CHANGELOG) or b"").decode("utf-8", "replace").splitlines()
    fresh = announced(_here(folder / _CHANGELOG), now).difference(log)
    last = released(revision.tags(), earlier)
    return Outcome(base, path.name, tuple(changes), last, earlier, now, tuple(sorted(fresh)))


def _contract(revision: Revision, name: str, folder: Path) -> Contract:
    (folder / name).write_bytes(_there(revision, name))
    try:
        return load(folder / name)
    except (ContractError, SourceError) as error:
        said = str(error).removeprefix(f"{folder}/")
        raise ChangesError(f"the contract at {revision.name} cannot be read: {said}; name a later revision") from error


def _client(revision: Revision, now: Path, folder: Path) -> tuple[Change, ...]:
    if not (now / PACKAGE / "__init__.py").exists():
        raise ChangesError(f"{now} holds no client; run 'make generate'")
    if not revision.unpack(_CLIENT, folder):
        raise ChangesError(f"there was no {_CLIENT} at {revision.name}; name a later revision")
    # Reading takes a second each, which nobody needs to wait for when nothing changed.
    if _alike(filecmp.dircmp(folder / _CLIENT, now, ignore=["__pycache__"])):
        return ()
    return client_changes(read(folder / _CLIENT), read(now))


def _alike(folders: "filecmp.dircmp[str]") -> bool:
    _, different, unreadable = filecmp.cmpfiles(folders.left, folders.right, folders.common_files, shallow=False)
    apart = folders.left_only or folders.right_only or folders.common_funny or different or unreadable
    return not apart and all(map(_alike, folders.subdirs.values()))


def _there(revision: Revision, name: str) -> bytes:
    content = revision.file(name)
    if content is None:
        raise ChangesError(f"there was no {name} at {revision.name}; name a later revision")
    return content


def _here(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ChangesError(f"{path} cannot be read: {error}; run this in the project's folder") from error
