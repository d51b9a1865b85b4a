"""A program of the operator's that opens new subscriptions.

It is started once, without a shell. It gets a JSON object for each expiring record on a line of its stdin:
`{"record_type": ..., "id": ..., "expires": ..., "record": {...}}`. It answers on its stdout with what is to be written,
as `change.read` reads it, and ends with 0. What it says on stderr is shown. It gets no credentials for Nexudus.
"""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from nexudus_calendars.cli.expiring import Expiring
from nexudus_calendars.cli.files import json_lines
from nexudus_calendars.cli.files.line import RECORD_TYPE
from nexudus_calendars.cli.problem import CannotRunError
from nexudus_calendars.cli.renewal.change import EXPIRES
from nexudus_calendars.runtime.dates import format_moment

_CREDENTIALS = frozenset({"NEXUDUS_TOKEN", "NEXUDUS_PASSWORD"})


class RenewerError(CannotRunError):
    """The program failed.

    Attributes:
        answer: What it had said by then.
    """

    def __init__(self, message: str, answer: str = "") -> None:
        super().__init__(message)
        self.answer = answer


def words_of(command: str) -> list[str]:
    """The program and its arguments.

    Raises:
        CannotRunError: there is none.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise CannotRunError(f"--command {command!r}: {error}") from None
    if not words:
        raise CannotRunError("--command names no program")
    return words


def asked(words: Sequence[str], expiring: Sequence[Expiring], timeout: timedelta, *, with_secrets: bool) -> str:
    """What the program answers to the records.

    Raises:
        RenewerError: it cannot be started, fails, takes too long, or answers no text.
    """
    text = json_lines.text_of([_given(item, with_secrets=with_secrets) for item in expiring])
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own program, without a shell
            words,
            input=text.encode(),
            stdout=subprocess.PIPE,
            env=_environment(os.environ),
            timeout=timeout.total_seconds(),
            check=False,
        )
    except OSError as error:
        raise RenewerError(f"{words[0]}: {error.strerror}") from None
    except subprocess.TimeoutExpired as error:
        said = (error.stdout or b"").decode(errors="replace")
        raise RenewerError(f"{words[0]} took longer than {timeout}; --timeout gives it more", said) from None
    answer = done.stdout.decode(errors="replace")
    if done.returncode != 0:
        raise RenewerError(f"{words[0]} ended with {done.returncode}, not 0", answer)
    return answer


def _given(item: Expiring, *, with_secrets: bool) -> dict[str, Any]:
    return {
        RECORD_TYPE: item.record_type.name,
        "id": item.id,
        EXPIRES: format_moment(item.expires),
        "record": item.record_type.shown(item.record, with_secrets=with_secrets),
    }


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if name not in _CREDENTIALS}
