"""The mock's time, which a test can stop, set and let pass."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time of one world: that of a source, until somebody says otherwise."""

    def __init__(self, source: Callable[[], datetime]) -> None:
        self._source = source
        self._shift = timedelta()
        self._frozen: datetime | None = None

    def __call__(self) -> datetime:
        """The time, with a time zone."""
        if self._frozen is not None:
            return self._frozen
        return self._source() + self._shift if self._shift else self._source()

    @property
    def frozen(self) -> bool:
        """Whether time stands still."""
        return self._frozen is not None

    def set(self, now: datetime) -> None:
        """Make it `now`; time stands still or goes on from there as it did before.

        Raises:
            ValueError: `now` has no time zone.
        """
        if now.tzinfo is None:
            raise ValueError(f"{now.isoformat()} has no time zone; add one, UTC for example")
        now = now.astimezone(UTC)
        if self._frozen is not None:
            self._frozen = now
        else:
            self._shift = now - self._source()

    def advance(self, time: timedelta) -> None:
        """Let `time` pass at once.

        Raises:
            OverflowError: the calendar ends before.
        """
        self.set(self() + time)

    def freeze(self) -> None:
        """Let time stand still."""
        self._frozen = self()

    def resume(self) -> None:
        """Let time go on from where it stands."""
        now = self()
        self._frozen = None
        self.set(now)

    def reset(self) -> None:
        """Tell the source's time again."""
        self._shift, self._frozen = timedelta(), None
