"""Edits of the client that no edit of the contract makes: each is classed as what it does to programs."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from nexudus_contract.changes import ChangesError, Grade, Surface, client_changes, read

from .conftest import CLIENT, worst

BREAKING, ADDITIVE, DOCS = Grade
NOTHING = None


@dataclass(frozen=True)
class Edit:
    """Text of a file of the client that is replaced wherever it stands there."""

    name: str
    grade: Grade | None
    file: str
    old: str
    new: str
    place: str = ""
    """What the worst difference is about."""


EDITS = (
    Edit("an export goes", BREAKING, "__init__.py", '    "Tokens",\n', "", "Tokens"),
    Edit("a model is exported no longer", BREAKING, "models/__init__.py", '    "User",\n', "", "models.User"),
    Edit("a type is exported no longer", BREAKING, "types.py", '"UNSET", ', "", "types.UNSET"),
    Edit("a method goes", BREAKING, "runtime/bulk.py", "def count(", "def counted(", "Report.count"),
    Edit(
        "an inherited method goes",
        BREAKING,
        "runtime/session.py",
        "def request(",
        "def asked(",
        "NexudusClient.request",
    ),
    Edit(
        "a method becomes a coroutine",
        BREAKING,
        "runtime/bulk.py",
        "def raise_for_failures",
        "async def raise_for_failures",
    ),
    Edit(
        "a property becomes a method",
        BREAKING,
        "runtime/bulk.py",
        "    @property\n    def complete",
        "    def complete",
    ),
    Edit(
        "a method becomes a property",
        BREAKING,
        "runtime/bulk.py",
        "    def raise_for_failures",
        "    @property\n    def raise_for_failures",
    ),
    Edit(
        "a keyword of a resource goes",
        BREAKING,
        "resources/coworker_google_calendars.py",
        "        window: datetime.timedelta | None = None,\n",
        "",
    ),
    Edit(
        "a parameter becomes keyword-only",
        BREAKING,
        "runtime/bulk.py",
        "def count(self, state",
        "def count(self, *, state",
    ),
    Edit(
        "parameters change places",
        BREAKING,
        "runtime/retries.py",
        "    retries: int = 4\n",
        "    slow: bool = False\n    retries: int = 4\n",
    ),
    Edit(
        "a required parameter is new",
        BREAKING,
        "runtime/bulk.py",
        "def count(self, state: State)",
        "def count(self, state: State, of: int)",
    ),
    Edit(
        "a parameter takes fewer types",
        BREAKING,
        "nexudus.py",
        "auth: Credentials | None = None",
        "auth: Credentials = ...",
    ),
    Edit("a method returns another type", BREAKING, "resources/authentication.py", ") -> User:", ") -> Grant:"),
    Edit("a method may return None", BREAKING, "resources/authentication.py", ") -> User:", ") -> User | None:"),
    Edit(
        "a field of a dataclass goes", BREAKING, "runtime/errors.py", "    attempts: int = 1\n", "", "Answer.attempts"
    ),
    Edit(
        "an error is no longer one of its kind",
        BREAKING,
        "runtime/errors.py",
        "class NotFoundError(StatusError)",
        "class NotFoundError(AnswerError)",
        "NotFoundError",
    ),
    Edit("an option goes", BREAKING, "nexudus.py", "    user_agent: str\n", "", "ClientOptions.user_agent"),
    Edit(
        "a state is stored otherwise", BREAKING, "runtime/bulk.py", 'DONE = "done"', 'DONE = "finished"', "State.DONE"
    ),
    Edit(
        "the default timeout changes",
        BREAKING,
        "nexudus.py",
        "DEFAULT_TIMEOUT = 30.0",
        "DEFAULT_TIMEOUT = 5.0",
        "DEFAULT_TIMEOUT",
    ),
    Edit(
        "a model's field takes fewer types", BREAKING, "models/command_request.py", "    key: str\n", "    key: int\n"
    ),
    Edit(
        "a constant becomes a function",
        BREAKING,
        "runtime/retries.py",
        "NO_RETRIES = ",
        "def NO_RETRIES() -> None: ...\n_NONE = ",
    ),
    Edit(
        "an export is new",
        ADDITIVE,
        "__init__.py",
        "__all__ = [\n",
        'VERSION = 1\n__all__ = [\n    "VERSION",\n',
        "VERSION",
    ),
    Edit(
        "a method is new",
        ADDITIVE,
        "runtime/bulk.py",
        "    def count(",
        "    def again(self) -> None: ...\n\n    def count(",
        "Report.again",
    ),
    Edit(
        "an optional parameter is new",
        ADDITIVE,
        "runtime/bulk.py",
        "def count(self, state: State)",
        "def count(self, state: State, of: int = 0)",
    ),
    Edit(
        "a parameter takes more types",
        ADDITIVE,
        "runtime/bulk.py",
        "def count(self, state: State)",
        "def count(self, state: State | str)",
    ),
    Edit("a float where an int was", ADDITIVE, "runtime/pools.py", "max_connections: int", "max_connections: float"),
    Edit(
        "a method returns fewer types",
        ADDITIVE,
        "resources/coworker_google_calendars.py",
        "        | Listing[CoworkerGoogleCalendar, CoworkerGoogleCalendarPage]\n",
        "",
    ),
    Edit("a docstring changes", DOCS, "runtime/bulk.py", "How many items are in a state.", "Counts."),
    Edit("something private changes", NOTHING, "runtime/bulk.py", "_GOOD = ", "_FINE: set[int] = set()\n_GOOD = "),
    Edit("something internal changes", NOTHING, "runtime/flow.py", "def given(", "def handed_out("),
    Edit(
        "a type is written otherwise",
        NOTHING,
        "resources/authentication.py",
        "client_id: str | None",
        "client_id: None | str",
    ),
)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_it_is_classed_rightly(surface: Surface, tmp_path: Path, edit: Edit) -> None:
    package = tmp_path / "nexudus_calendars"
    shutil.copytree(CLIENT / package.name, package, ignore=shutil.ignore_patterns("__pycache__"))
    file = package / edit.file
    text = file.read_text(encoding="utf-8")
    assert edit.old in text
    file.write_text(text.replace(edit.old, edit.new), encoding="utf-8")
    changes = client_changes(surface, read(tmp_path))
    assert worst(changes) is edit.grade, changes[:5]
    assert not edit.place or any(item.place == f"nexudus_calendars.{edit.place}" for item in changes), changes[:5]


def test_a_class_may_move_where_its_name_stays(surface: Surface, tmp_path: Path) -> None:
    package = tmp_path / "nexudus_calendars"
    shutil.copytree(CLIENT / package.name, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "runtime" / "pacing.py").rename(package / "runtime" / "gait.py")
    for file in package.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("runtime.pacing", "runtime.gait").replace(".pacing", ".gait"), encoding="utf-8")
    assert client_changes(surface, read(tmp_path)) == ()


def test_nothing_differs_from_itself(surface: Surface) -> None:
    assert client_changes(surface, surface) == ()


def test_what_is_no_client_is_told(tmp_path: Path) -> None:
    with pytest.raises(ChangesError, match="make generate"):
        read(tmp_path)


def test_what_is_no_python_is_told(surface: Surface, tmp_path: Path) -> None:
    package = tmp_path / "nexudus_calendars"
    shutil.copytree(CLIENT / package.name, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "runtime" / "clock.py").write_text("def (", encoding="utf-8")
    with pytest.raises(ChangesError, match="make generate"):
        client_changes(surface, read(tmp_path))
