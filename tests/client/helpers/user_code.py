"""What people write, with every method of the client. Type checkers must find no fault in it, and know every type."""

from datetime import UTC, datetime, timedelta
from typing import assert_type

import httpx

from nexudus_calendars import (
    DOCUMENTED_LIMITS,
    NO_LIMITS,
    NO_RETRIES,
    AsyncNexudusClient,
    Batch,
    GrantAuth,
    Limit,
    NexudusClient,
    Report,
    RetryPolicy,
    Tokens,
    WriteResult,
    aiohttp_transport,
    progress_bar,
)
from nexudus_calendars.models import (
    ActionResult,
    Command,
    CommandParameter,
    CoworkerGoogleCalendar,
    CoworkerGoogleCalendarCreate,
    CoworkerGoogleCalendarListRow,
    CoworkerGoogleCalendarPage,
    CoworkerMsOffeCalendar,
    CoworkerMsOfficeCalendar,
    Grant,
    PasswordGrant,
    User,
)

NOW = datetime.now(UTC)
NEW = CoworkerGoogleCalendarCreate(
    resource_id=1,
    name="",
    subscription_id="",
    calendar_id="",
    subscription_expire_date=NOW,
    watch_resource_id="",
)


def keep(tokens: Tokens) -> None:
    assert_type(tokens.refresh_token, str | None)


def sync() -> None:
    auth = GrantAuth("ada@example.com", "secret", totp=lambda: "123456", client_id="mine", on_tokens=keep)
    with NexudusClient(auth=auth, limits=[*DOCUMENTED_LIMITS, Limit(1, 1)], retries=RetryPolicy(retries=1)) as client:
        calendars = client.coworker_google_calendars
        created = calendars.create(
            resource_id=1,
            name="",
            subscription_id="",
            calendar_id="",
            subscription_expire_date=NOW,
            watch_resource_id="",
            coworker_id=None,
        )
        assert_type(created, WriteResult)
        record = assert_type(calendars.get(created.id), CoworkerGoogleCalendar)
        assert_type(record.subscription_expire_date, datetime)
        assert_type(calendars.update(record), WriteResult)
        assert_type(calendars.change(1, name="x", coworker_id=None, if_unchanged_since=NOW, verify=True), WriteResult)
        assert_type(calendars.get_many([1, 2]), Batch[CoworkerGoogleCalendar])
        assert_type(calendars.get_many([1, 2]).missing, tuple[int, ...])
        listing = calendars.list(order_by="Name", descending=True, coworker=1, updated_on_after=NOW)
        for row in listing:
            assert_type(row, CoworkerGoogleCalendarListRow)
        for page in listing.pages():
            assert_type(page, CoworkerGoogleCalendarPage)
        window = timedelta(days=30)
        for full in calendars.list(hydrate=True, created_on_after=NOW, created_on_before=NOW, window=window, size=9):
            assert_type(full, CoworkerGoogleCalendar)
        assert_type(calendars.delete(1), None)
        assert_type(calendars.list_commands(), list[Command])
        parameters = [CommandParameter(name="", type_="", value="")]
        assert_type(calendars.run_command(key="", ids=[1], parameters=parameters), ActionResult)
        report = Report()
        with progress_bar("Creating") as progress:
            assert_type(calendars.create_many([NEW], concurrency=2, report=report, progress=progress), Report)
        assert_type(calendars.change_many([(1, {"name": "x"}), (2, {"coworker_id": None})], dry_run=True), Report)
        assert_type(calendars.change_many([(1, {"name": "x"})], read_ahead=50), Report)
        assert_type(calendars.delete_many({1, 2}), Report)
        assert_type(Report.from_dict(report.to_dict()).complete, bool)
        assert_type(client.coworker_ms_office_calendars.get(1), CoworkerMsOfficeCalendar)
        assert_type(client.coworker_ms_offe_calendars.get(1), CoworkerMsOffeCalendar)
        assert_type(client.authentication.get_current_user(), User)
        body = PasswordGrant(grant_type="password", username="", password="")
        assert_type(client.authentication.create_token(body=body, client_id="mine"), Grant)
        assert_type(client.request("GET", "/api/spaces/coworkers", params={"page": 1}), httpx.Response)
        assert_type(client.with_options(timeout=5, headers={"X": "y"}, retries=NO_RETRIES), NexudusClient)
    NexudusClient.from_env(limits=NO_LIMITS, limit_wait=2.5, user_agent="mine/1.0").close()


async def awaited() -> None:
    async with AsyncNexudusClient(token="t", transport=aiohttp_transport()) as client:
        calendars = client.coworker_google_calendars
        record = assert_type(await calendars.get(1), CoworkerGoogleCalendar)
        assert_type(await calendars.update(record), WriteResult)
        assert_type(await calendars.change(1, name="x"), WriteResult)
        assert_type(await calendars.get_many([1]), Batch[CoworkerGoogleCalendar])
        async for row in calendars.list(name="x"):
            assert_type(row, CoworkerGoogleCalendarListRow)
        async for page in calendars.list().pages():
            assert_type(page, CoworkerGoogleCalendarPage)
        async for full in calendars.list(hydrate=True):
            assert_type(full, CoworkerGoogleCalendar)
        assert_type(await calendars.delete(1), None)
        assert_type(await calendars.list_commands(), list[Command])
        assert_type(await calendars.run_command(key="", ids=[1]), ActionResult)
        assert_type(await calendars.create_many([NEW]), Report)
        assert_type(await calendars.change_many([(1, {"name": "x"})], read_ahead=50), Report)
        assert_type(await calendars.delete_many([1]), Report)
        assert_type(await client.authentication.get_current_user(), User)
        assert_type(await client.request("GET", "/api/spaces/coworkers"), httpx.Response)
        assert_type(client.with_options(timeout=5), AsyncNexudusClient)
    await AsyncNexudusClient.from_env().close()
