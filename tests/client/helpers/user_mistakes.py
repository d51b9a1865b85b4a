"""Mistakes that a type checker must find.

Each line that has one says so with `type: ignore`, and both checkers complain about one that is not needed. So
`make types` fails where a mistake would pass.
"""
# pyright: reportUnnecessaryTypeIgnoreComment=true

from datetime import UTC, datetime

from nexudus_calendars import NexudusClient, models

NOW = datetime.now(UTC)


def mistaken(client: NexudusClient) -> None:
    calendars = client.coworker_google_calendars
    for row in calendars.list():
        calendars.update(row)  # type: ignore[arg-type]
    calendars.update(client.coworker_ms_office_calendars.get(1))  # type: ignore[arg-type]
    calendars.list(nmae="x")  # type: ignore[call-overload]
    calendars.list(order_by="Nmae")  # type: ignore[call-overload]
    calendars.list(created_on_after="2026-01-01")  # type: ignore[call-overload]
    calendars.change(1, nmae="x")  # type: ignore[call-arg]
    calendars.change(1, name=None)  # type: ignore[arg-type]
    calendars.change_many([(1, {"nmae": "x"})])  # type: ignore[typeddict-unknown-key]
    calendars.change_many([(1, {"name": "x"})], read_ahead="50")  # type: ignore[arg-type]
    calendars.get_many("123")  # type: ignore[arg-type]
    calendars.create(name="x")  # type: ignore[call-arg]
    client.coworker_ms_offe_calendars.list(name="x")  # type: ignore[call-overload]
    client.with_options(tiemout=5)  # type: ignore[call-arg]
    NexudusClient.from_env(tiemout=5)  # type: ignore[call-arg]
    assert models.Nothing  # type: ignore[attr-defined]
