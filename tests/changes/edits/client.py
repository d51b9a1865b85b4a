"""Edits of the client that no edit of the contract makes."""

from dataclasses import dataclass

from nexudus_contract.changes import Grade

from .edit import ADDITIVE, BREAKING, DOCS, NOTHING


@dataclass(frozen=True)
class ClientEdit:
    """Text of a file of the client that is replaced wherever it stands there."""

    name: str
    grade: Grade | None
    file: str
    old: str
    new: str
    difference: str = ""
    """The name in the package that differs, and what of it."""

    def meets(self, other: "ClientEdit") -> bool:
        """Whether both change the same text, or make the same name differ."""
        texts = self.file == other.file and (self.old in other.old or other.old in self.old)
        return texts or self.difference.split(" ")[0] == other.difference.split(" ")[0] != ""


CLIENT_EDITS = (
    ClientEdit("an export goes", BREAKING, "__init__.py", '    "Tokens",\n', "", "Tokens gone"),
    ClientEdit(
        "a model is exported no longer", BREAKING, "models/__init__.py", '    "User",\n', "", "models.User gone"
    ),
    ClientEdit("a type is exported no longer", BREAKING, "types.py", '"UNSET", ', "", "types.UNSET gone"),
    ClientEdit("a method goes", BREAKING, "runtime/bulk.py", "def count(", "def counted(", "Report.count gone"),
    ClientEdit(
        "an inherited method goes",
        BREAKING,
        "runtime/session.py",
        "def request(",
        "def asked(",
        "NexudusClient.request gone",
    ),
    ClientEdit(
        "a method becomes a coroutine",
        BREAKING,
        "runtime/bulk.py",
        "def raise_for_failures",
        "async def raise_for_failures",
        "Report.raise_for_failures async",
    ),
    ClientEdit(
        "a property becomes a method",
        BREAKING,
        "runtime/bulk.py",
        "    @property\n    def complete",
        "    def complete",
        "Report.complete kind",
    ),
    ClientEdit(
        "a method becomes a property",
        BREAKING,
        "runtime/bulk.py",
        "    def raise_for_failures",
        "    @property\n    def raise_for_failures",
        "Report.raise_for_failures kind",
    ),
    ClientEdit(
        "a keyword of a resource goes",
        BREAKING,
        "resources/coworker_google_calendars.py",
        "        window: datetime.timedelta | None = None,\n",
        "",
        "resources.coworker_google_calendars.CoworkerGoogleCalendars.list PARAMETER_REMOVED window",
    ),
    ClientEdit(
        "a parameter becomes keyword-only",
        BREAKING,
        "runtime/bulk.py",
        "def count(self, state",
        "def count(self, *, state",
        "Report.count PARAMETER_CHANGED_KIND state",
    ),
    ClientEdit(
        "parameters change places",
        BREAKING,
        "runtime/retries.py",
        "    retries: int = 4\n",
        "    slow: bool = False\n    retries: int = 4\n",
        "RetryPolicy.__init__ PARAMETER_MOVED retries",
    ),
    ClientEdit(
        "a required parameter is new",
        BREAKING,
        "runtime/bulk.py",
        "def count(self, state: State)",
        "def count(self, state: State, of: int)",
        "Report.count PARAMETER_ADDED_REQUIRED of",
    ),
    ClientEdit(
        "a parameter takes fewer types",
        BREAKING,
        "nexudus.py",
        "auth: Credentials | None = None",
        "auth: Credentials = ...",
        "AsyncNexudusClient.__init__ PARAMETER_CHANGED_DEFAULT auth",
    ),
    ClientEdit(
        "a method returns another type",
        BREAKING,
        "resources/authentication.py",
        ") -> User:",
        ") -> Grant:",
        "resources.authentication.Authentication.get_current_user returns",
    ),
    ClientEdit(
        "a method may return None",
        BREAKING,
        "resources/authentication.py",
        ") -> User:",
        ") -> User | None:",
        "resources.authentication.Authentication.get_current_user returns",
    ),
    ClientEdit(
        "a field of a dataclass goes",
        BREAKING,
        "runtime/errors.py",
        "    attempts: int = 1\n",
        "",
        "Answer.attempts gone",
    ),
    ClientEdit(
        "an error is no longer one of its kind",
        BREAKING,
        "runtime/errors.py",
        "class NotFoundError(StatusError)",
        "class NotFoundError(AnswerError)",
        "NotFoundError bases",
    ),
    ClientEdit(
        "an option goes", BREAKING, "nexudus.py", "    user_agent: str\n", "", "AsyncClientOptions.user_agent gone"
    ),
    ClientEdit(
        "a state is stored otherwise",
        BREAKING,
        "runtime/bulk.py",
        'DONE = "done"',
        'DONE = "finished"',
        "State.DONE value",
    ),
    ClientEdit(
        "the default timeout changes",
        BREAKING,
        "nexudus.py",
        "DEFAULT_TIMEOUT = 30.0",
        "DEFAULT_TIMEOUT = 5.0",
        "DEFAULT_TIMEOUT value",
    ),
    ClientEdit(
        "a model's field takes fewer types",
        BREAKING,
        "models/command_request.py",
        "    key: str\n",
        "    key: int\n",
        "models.CommandRequest.key type",
    ),
    ClientEdit(
        "a constant becomes a function",
        BREAKING,
        "runtime/retries.py",
        "NO_RETRIES = ",
        "def NO_RETRIES() -> None: ...\n_NONE = ",
        "NO_RETRIES kind",
    ),
    ClientEdit(
        "an export is new",
        ADDITIVE,
        "__init__.py",
        "__all__ = [\n",
        'VERSION = 1\n__all__ = [\n    "VERSION",\n',
        "VERSION new",
    ),
    ClientEdit(
        "a method is new",
        ADDITIVE,
        "runtime/bulk.py",
        "    def count(",
        "    def again(self) -> None: ...\n\n    def count(",
        "Report.again new",
    ),
    ClientEdit(
        "an optional parameter is new",
        ADDITIVE,
        "runtime/bulk.py",
        "def count(self, state: State)",
        "def count(self, state: State, of: int = 0)",
        "Report.count new of",
    ),
    ClientEdit(
        "a parameter takes more types",
        ADDITIVE,
        "runtime/bulk.py",
        "def count(self, state: State)",
        "def count(self, state: State | str)",
        "Report.count type state",
    ),
    ClientEdit(
        "a float where an int was",
        ADDITIVE,
        "runtime/pools.py",
        "max_connections: int",
        "max_connections: float",
        "aiohttp_transport type max_connections",
    ),
    ClientEdit(
        "a method returns fewer types",
        ADDITIVE,
        "resources/coworker_google_calendars.py",
        "        | Listing[CoworkerGoogleCalendar, CoworkerGoogleCalendarPage]\n",
        "",
        "resources.coworker_google_calendars.CoworkerGoogleCalendars.list returns",
    ),
    ClientEdit(
        "a docstring changes",
        DOCS,
        "runtime/bulk.py",
        "How many items are in a state.",
        "Counts.",
        "Report.count words",
    ),
    ClientEdit(
        "something private changes", NOTHING, "runtime/bulk.py", "_GOOD = ", "_FINE: set[int] = set()\n_GOOD = "
    ),
    ClientEdit("something internal changes", NOTHING, "runtime/flow.py", "def given(", "def handed_out("),
    ClientEdit(
        "a type is written otherwise",
        NOTHING,
        "resources/authentication.py",
        "client_id: str | None",
        "client_id: None | str",
    ),
)


def together() -> list[list[ClientEdit]]:
    """Edits of one grade that do not meet, and can be made at once."""
    groups: list[list[ClientEdit]] = []
    for edit in CLIENT_EDITS:
        fits = (one for one in groups if one[0].grade is edit.grade and not any(map(edit.meets, one)))
        group = next(fits, None)
        if group is None:
            groups.append([edit])
        else:
            group.append(edit)
    return groups
