"""Renews the push subscriptions that expire soon, at the provider first and then in Nexudus. Made for cron.

Microsoft Graph prolongs a subscription, which keeps its id. Google cannot: a new channel is opened, the record gets its
ids, and the old channel is stopped last. So a step that fails loses no notification, and the next run goes on from
there; at worst two channels serve one calendar for a while, until one of them expires.

    make mock                                      # in one terminal; in another:
    curl -s -X POST -H 'Content-Type: application/json' -d '{"records": 10}' http://127.0.0.1:8000/_mock/seed
    export NEXUDUS_BASE_URL=http://127.0.0.1:8000 NEXUDUS_USERNAME=admin@example.com NEXUDUS_PASSWORD=admin
    .venv/bin/python examples/renew_expiring.py --within 48

It prints a line for each record, "google 1003: renewed until ...", and their number; run again, it finds none. It exits
with 0, with 1 if a renewal failed, and with 2 if it could not work at all. From cron, one run at a time:

    */30 * * * *  flock --nonblock /tmp/renew.lock .venv/bin/python examples/renew_expiring.py
"""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from nexudus_calendars import AuthenticationError, NexudusClient, NexudusError, NotFoundError, PermissionDeniedError
from nexudus_calendars.models import CoworkerGoogleCalendar, CoworkerMsOfficeCalendar
from providers import Google, GoogleStandIn, Graph, GraphStandIn, ProviderError

log = logging.getLogger("renew_expiring")


def renew_office(client: NexudusClient, graph: Graph, record: CoworkerMsOfficeCalendar) -> datetime:
    """Prolong the subscription of a record; answers when it expires now."""
    expires = graph.prolong(record.subscription_id)
    client.coworker_ms_office_calendars.change(
        record.id, if_unchanged_since=record.updated_on, subscription_expire_date=expires
    )
    return expires


def renew_google(client: NexudusClient, google: Google, record: CoworkerGoogleCalendar) -> datetime:
    """Open a new channel for a record, and stop its old one; answers when the new one expires."""
    channel = google.watch(record.calendar_id)
    try:
        client.coworker_google_calendars.change(
            record.id,
            if_unchanged_since=record.updated_on,
            subscription_id=channel.id,
            watch_resource_id=channel.resource_id,
            subscription_expire_date=channel.expires,
        )
    except NexudusError as error:
        # Where nobody knows what was written, either channel may be the record's, so both live on.
        if not error.uncertain:
            stop(google, channel.id, channel.resource_id)
        raise
    stop(google, record.subscription_id, record.watch_resource_id)
    return channel.expires


def stop(google: Google, channel_id: str, resource_id: str) -> None:
    """Stop a channel that no record names any more. If that fails, it ends by itself, so it is no failed renewal."""
    try:
        google.stop(channel_id, resource_id)
    except ProviderError as error:
        log.warning("channel %s was not stopped, and ends by itself: %s", channel_id, error)


def renew_all(client: NexudusClient, graph: Graph, google: Google, before: datetime) -> int:
    """Renew what expires before a moment, and print what became of each; answers how many failed."""
    # Read to the end before the first write: a renewed record leaves the list, and the others would move up.
    office = list(client.coworker_ms_office_calendars.list(subscription_expire_date_before=before, hydrate=True))
    googles = list(client.coworker_google_calendars.list(subscription_expire_date_before=before, hydrate=True))
    due: list[tuple[str, Callable[[], datetime]]] = [
        *((f"office {record.id}", partial(renew_office, client, graph, record)) for record in office),
        *((f"google {record.id}", partial(renew_google, client, google, record)) for record in googles),
    ]
    failed = 0
    for name, renew in due:
        try:
            print(f"{name}: renewed until {renew().astimezone(UTC):%Y-%m-%d %H:%M} UTC")
        except NotFoundError:
            print(f"{name}: was deleted meanwhile")
        except (AuthenticationError, PermissionDeniedError):
            raise  # The next one would fare no better.
        except (NexudusError, ProviderError) as error:
            failed += 1
            print(f"{name}: FAILED: {error}", file=sys.stderr)
    print(f"{len(due)} expiring, {failed} failed")
    return failed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Renew the push subscriptions that expire soon.")
    parser.add_argument("--within", type=float, default=24, metavar="HOURS", help="how soon is soon (%(default)s)")
    within = parser.parse_args(arguments).within
    try:
        soon = datetime.now(UTC) + timedelta(hours=within)
        with NexudusClient.from_env() as client:
            return 1 if renew_all(client, GraphStandIn(), GoogleStandIn(), soon) else 0
    except (NexudusError, ValueError, OverflowError) as error:
        print(f"renew_expiring: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
