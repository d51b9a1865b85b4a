"""What a forked process may not share with the one it came from."""

import os
import threading
from types import TracebackType
from typing import Protocol
from weakref import WeakSet


class Forkable(Protocol):
    """Something that has to know that it is in another process now."""

    def after_fork(self) -> None:
        """Let go of what is the parent's. Called in the child, before anything else runs there."""
        ...


_known = WeakSet[Forkable]()


def tell_after_fork(item: Forkable) -> None:
    """Call `after_fork` of the item in each process that is forked from this one, as long as the item lives."""
    _known.add(item)


def _tell() -> None:
    for item in list(_known):
        item.after_fork()


os.register_at_fork(after_in_child=_tell)


class Lock:
    """A lock that is free in a forked process: whoever held it is not there to release it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        tell_after_fork(self)

    def after_fork(self) -> None:
        """Be another lock, and free."""
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._lock.release()
