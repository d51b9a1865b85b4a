"""What the examples need of Microsoft and Google, and stand-ins that do it on paper.

Put your own classes in the stand-ins' place; the comments say which calls of the real services belong there.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class ProviderError(Exception):
    """Microsoft or Google refused, or did not answer."""


@dataclass(frozen=True)
class Channel:
    """A watch channel of Google.

    Attributes:
        id: The id that we gave it. No two may share one, so a new channel has a new one.
        resource_id: Google's own id of what it watches; it takes both to stop the channel.
        expires: When it ends by itself.
    """

    id: str
    resource_id: str
    expires: datetime


class Graph(Protocol):
    """Microsoft Graph, where a subscription is prolonged and keeps its id."""

    def prolong(self, subscription_id: str) -> datetime:
        """Prolong a subscription; answers when it ends now.

        Raises:
            ProviderError: Graph refused. A subscription that has ended cannot be prolonged, only made anew.
        """
        ...


class Google(Protocol):
    """Google Calendar, where no channel can be prolonged: a new one is opened beside it, and the old one stopped."""

    def watch(self, calendar_id: str) -> Channel:
        """Open a new channel.

        Raises:
            ProviderError: Google refused.
        """
        ...

    def stop(self, channel_id: str, resource_id: str) -> None:
        """Stop a channel. One that has ended already is fine.

        Raises:
            ProviderError: Google refused.
        """
        ...


class GraphStandIn:
    """Says yes to everything."""

    # Microsoft's page "subscription resource type", under "Subscription lifetime": an Outlook event's lasts at most
    # 10,080 minutes (under seven days). A little less, for clocks that differ.
    LIFETIME = timedelta(minutes=10_080 - 10)

    def prolong(self, subscription_id: str) -> datetime:
        """The real one: PATCH https://graph.microsoft.com/v1.0/subscriptions/{id} with `expirationDateTime`."""
        del subscription_id
        return datetime.now(UTC) + self.LIFETIME


class GoogleStandIn:
    """Says yes to everything, and remembers which channels it was told to stop."""

    # Google's page "Events: watch": a channel lasts 604,800 seconds unless `params.ttl` says otherwise.
    LIFETIME = timedelta(seconds=604_800)

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.stopped: list[str] = []

    def watch(self, calendar_id: str) -> Channel:
        """The real one: POST https://www.googleapis.com/calendar/v3/calendars/{calendar_id}/events/watch."""
        channel = Channel(str(uuid.uuid4()), f"watch-{calendar_id}", datetime.now(UTC) + self.LIFETIME)
        self.opened.append(channel.id)
        return channel

    def stop(self, channel_id: str, resource_id: str) -> None:
        """The real one: POST https://www.googleapis.com/calendar/v3/channels/stop with both ids."""
        del resource_id
        self.stopped.append(channel_id)
