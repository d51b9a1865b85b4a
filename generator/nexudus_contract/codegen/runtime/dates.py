"""Instants as this API writes them: UTC, to the second, with a Z."""

from datetime import UTC, datetime


def parse_moment(text: str) -> datetime:
    """Read an instant. One without a zone is UTC, as the contract's `Moment` says of all of them.

    Raises:
        ValueError: the text is no instant.
    """
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def format_moment(moment: datetime) -> str:
    """Write an instant as the contract's `Moment`; fractions of a second are cut off.

    Raises:
        ValueError: the instant has no time zone, so what it means is anybody's guess.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; say datetime(..., tzinfo=UTC)")
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"


def format_filter_moment(moment: datetime) -> str:
    """Write an instant as a list's range wants it: the documented minute form where it is enough.

    Raises:
        ValueError: the instant has no time zone.
    """
    text = format_moment(moment)
    return text.removesuffix(":00Z") if text.endswith(":00Z") else text
