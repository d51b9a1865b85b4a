"""Tests that are run against a mutant, in a copy of the tree."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.mutation.mutants import Mutant
from tests.mutation.mutations import Mutation
from tests.mutation.packages import PACKAGES

PATIENCE = (3, 60)
"""A mutant is a `timeout` when its tests take this many times as long as without one, and so many seconds more."""


class CannotRunError(Exception):
    """The tests cannot measure anything; the message says why."""


@dataclass(frozen=True)
class Suite:
    """Which tests are run.

    Attributes:
        marks: The expression that pytest selects them by; empty for all.
        paths: Test modules in place of those of the mutant's package.
    """

    marks: str
    paths: tuple[str, ...] = ()
    _running: set[int] = field(default_factory=set[int], repr=False)

    def stop(self) -> None:
        """End all tests that are under way."""
        for number in [*self._running]:
            _end(number)

    def control(self, package: str, workspace: Path) -> float:
        """Run the tests of a package without a mutant: they have to pass. Returns how many seconds they took.

        Raises:
            CannotRunError: a test failed, or pytest found none.
        """
        started = time.monotonic()
        outcome, test = self._verdict(package, workspace, 3600)
        if outcome != "alive":
            raise CannotRunError(f"the tests of {package} fail without a mutant: {test}")
        return time.monotonic() - started

    def judge(self, mutant: Mutant, workspace: Path, seconds: float) -> Mutant:
        """Run its package's tests, which take so many seconds without it, against a mutant."""
        path = workspace / mutant.file
        original = path.read_bytes() if path.exists() else b""
        mutated = Mutation(mutant.line, mutant.before, mutant.after).apply(original.decode())
        if mutated is None:
            return replace(mutant, outcome="gone")
        path.write_text(mutated, encoding="utf-8")
        # Python knows compiled code by the time and the size of its source, so each mutant has a time of its own.
        os.utime(path, (time.time() + abs(hash(mutated)) % 10**6,) * 2)
        started = time.monotonic()
        try:
            outcome, test = self._verdict(mutant.package, workspace, PATIENCE[0] * seconds + PATIENCE[1])
        finally:
            path.write_bytes(original)
        return replace(mutant, outcome=outcome, test=test, seconds=round(time.monotonic() - started, 1))

    def _verdict(self, package: str, workspace: Path, limit: float) -> tuple[str, str]:
        paths = self.paths or PACKAGES[package].test_paths(workspace)
        command = [sys.executable, "-m", "pytest", "-x", "--no-header", "--tb=no", "-rfE", "-m", self.marks, *paths]
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        code = [str(workspace / name) for name in ("core", "generator", "generated_client")]
        with tempfile.TemporaryFile("w+") as output:
            process = subprocess.Popen(
                command,
                cwd=workspace,
                env={**environment, "PYTHONPATH": os.pathsep.join(code)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            self._running.add(process.pid)
            try:
                status = process.wait(limit)
            except subprocess.TimeoutExpired:
                status = None
            # What the tests started must not outlive them.
            _end(process.pid)
            process.wait()
            self._running.remove(process.pid)
            output.seek(0)
            said = output.read()
        if status is None:
            return "timeout", ""
        if status == 0:
            return "alive", ""
        if "no tests ran" in said:
            raise CannotRunError(f"pytest found no tests of {package}:\n{said}")
        failed = [line.split(" ", 1)[1] for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
        return "killed", (failed or [said[-200:]])[0][:200]


def _end(group: int) -> None:
    """Kill the processes of a group, if there are any left."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


@contextmanager
def workspaces(root: Path, count: int) -> Iterator[list[Path]]:
    """Copies of a tree, with its environment."""
    leave = shutil.ignore_patterns(".venv", "reports", "dist", "__pycache__", ".hypothesis", ".coverage*")
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = [Path(folder, str(number)) for number in range(count)]
        for copy in copies:
            shutil.copytree(root, copy, ignore=leave, symlinks=True)
            copy.joinpath(".venv").symlink_to(root / ".venv")
        yield copies
