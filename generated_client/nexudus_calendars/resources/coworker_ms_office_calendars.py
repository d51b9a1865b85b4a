from __future__ import annotations

import builtins
import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict, Unpack, overload

from ..api.coworker_ms_office_calendars import (
    batch_coworker_ms_office_calendars,
    create_coworker_ms_office_calendar,
    delete_coworker_ms_office_calendar,
    get_coworker_ms_office_calendar,
    list_coworker_ms_office_calendar_commands,
    list_coworker_ms_office_calendars,
    run_coworker_ms_office_calendar_command,
    update_coworker_ms_office_calendar,
)
from ..models import (
    ActionResult,
    Command,
    CommandRequest,
    CoworkerMsOfficeCalendar,
    CoworkerMsOfficeCalendarCreate,
    CoworkerMsOfficeCalendarListRow,
    CoworkerMsOfficeCalendarPage,
    CoworkerMsOfficeCalendarUpdate,
)
from ..models.command_parameter import CommandParameter
from ..models.command_request import CommandRequest
from ..models.coworker_ms_office_calendar_create import CoworkerMsOfficeCalendarCreate
from ..models.coworker_ms_office_calendar_update import CoworkerMsOfficeCalendarUpdate
from ..models.list_coworker_ms_office_calendars_order_by import (
    ListCoworkerMsOfficeCalendarsOrderBy,
)
from ..runtime.ahead import ReadAhead
from ..runtime.answers import WriteResult, decode, each, written
from ..runtime.bulk import Bulk, Progress, Report
from ..runtime.flow import given
from ..runtime.listing import AsyncListing, Listing, ListRequest, Range
from ..runtime.records import Batch, RecordType
from ..runtime.request import Operation, Request
from ..runtime.session import AsyncSession, Session
from ..runtime.writes import Writes, distinct
from ..types import UNSET

__all__ = ["AsyncCoworkerMsOfficeCalendars", "CoworkerMsOfficeCalendars", "CoworkerMsOfficeCalendarChanges"]

_LIST = Operation("listCoworkerMsOfficeCalendars", roles=("CoworkerMsOfficeCalendar-List",))
_CREATE = Operation("createCoworkerMsOfficeCalendar", roles=("CoworkerMsOfficeCalendar-Create",))
_UPDATE = Operation("updateCoworkerMsOfficeCalendar", roles=("CoworkerMsOfficeCalendar-Edit",))
_GET_MANY = Operation("batchCoworkerMsOfficeCalendars", roles=("CoworkerMsOfficeCalendar-Read",))
_GET = Operation("getCoworkerMsOfficeCalendar", roles=("CoworkerMsOfficeCalendar-Read",))
_DELETE = Operation("deleteCoworkerMsOfficeCalendar", roles=("CoworkerMsOfficeCalendar-Delete",))
_LIST_COMMANDS = Operation("listCoworkerMsOfficeCalendarCommands", roles=("CoworkerMsOfficeCalendar-Edit",))
_RUN_COMMAND = Operation("runCoworkerMsOfficeCalendarCommand", roles=("CoworkerMsOfficeCalendar-Edit",))


_TYPE = RecordType(
    entity="CoworkerMsOfficeCalendar",
    record=CoworkerMsOfficeCalendar,
    parse=CoworkerMsOfficeCalendar.from_dict,
    records=list[CoworkerMsOfficeCalendar],
    properties=frozenset(CoworkerMsOfficeCalendar.ATTRIBUTES),
    fields={
        "resource_id": "ResourceId",
        "name": "Name",
        "subscription_id": "SubscriptionId",
        "calendar_id": "CalendarId",
        "subscription_expire_date": "SubscriptionExpireDate",
        "coworker_id": "CoworkerId",
    },
    demanded=frozenset({"Id", "ResourceId", "Name", "SubscriptionId", "CalendarId", "SubscriptionExpireDate"}),
    shown=frozenset({"UniqueId", "CreatedOn", "UpdatedOn", "UpdatedBy", "IsNew", "ToStringText", "CoworkerFullName"}),
    id_property="Id",
    id_of=lambda record: record.id,
    updated_on_of=lambda record: record.updated_on,
    get=lambda id_: Request(_GET, get_coworker_ms_office_calendar.get_kwargs(id=id_)),
    batch=lambda ids: Request(_GET_MANY, batch_coworker_ms_office_calendars.get_kwargs(id=[*ids])),
    update=lambda body, repeatable: Request(
        _UPDATE,
        update_coworker_ms_office_calendar.get_kwargs(body=CoworkerMsOfficeCalendarUpdate.from_dict(body)),
        repeatable,
    ),
    delete=lambda id_: Request(_DELETE, delete_coworker_ms_office_calendar.get_kwargs(id=id_)),
)


class CoworkerMsOfficeCalendarChanges(TypedDict, total=False):
    """What `change` can change; see there for what each means."""

    resource_id: int
    name: str
    subscription_id: str
    calendar_id: str
    subscription_expire_date: datetime.datetime
    coworker_id: int | None


def _page(value: Mapping[str, Any]) -> CoworkerMsOfficeCalendarPage:
    return CoworkerMsOfficeCalendarPage.from_dict(
        {**value, "Records": [_TYPE.current(row) for row in value["Records"]]}
    )


def _creation(fields: CoworkerMsOfficeCalendarCreate) -> Request:
    return Request(_CREATE, create_coworker_ms_office_calendar.get_kwargs(body=fields))


class CoworkerMsOfficeCalendars:
    """Office 365 calendars that customers connected, in order to book resources straight from them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @overload
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOfficeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        resource: int | None = None,
        coworker: int | None = None,
        coworker_full_name: str | None = None,
        name: str | None = None,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
        subscription_expire_date: str | None = None,
        subscription_expire_date_after: datetime.datetime | None = None,
        subscription_expire_date_before: datetime.datetime | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: Literal[False] = False,
    ) -> Listing[CoworkerMsOfficeCalendarListRow, CoworkerMsOfficeCalendarPage]: ...
    @overload
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOfficeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        resource: int | None = None,
        coworker: int | None = None,
        coworker_full_name: str | None = None,
        name: str | None = None,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
        subscription_expire_date: str | None = None,
        subscription_expire_date_after: datetime.datetime | None = None,
        subscription_expire_date_before: datetime.datetime | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: Literal[True],
    ) -> Listing[CoworkerMsOfficeCalendar, CoworkerMsOfficeCalendarPage]: ...
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOfficeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        resource: int | None = None,
        coworker: int | None = None,
        coworker_full_name: str | None = None,
        name: str | None = None,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
        subscription_expire_date: str | None = None,
        subscription_expire_date_after: datetime.datetime | None = None,
        subscription_expire_date_before: datetime.datetime | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: bool = False,
    ) -> (
        Listing[CoworkerMsOfficeCalendarListRow, CoworkerMsOfficeCalendarPage]
        | Listing[CoworkerMsOfficeCalendar, CoworkerMsOfficeCalendarPage]
    ):
        """List Office 365 calendar connections.

        Iterating over the answer reads page after page. Of one request the contract says:

        Answers one page of the connections that match every filter given. Rows may be partial: only `Id` is sure. The
        server ignores query parameters it does not know, so a misspelt filter silently matches everything.

        Needs the role CoworkerMsOfficeCalendar-List.

        Args:
            size: Rows on a page. Only the generation of 2020 names a maximum, 1000; later ones name none, and
                integrators send up to 10000 without being refused. Take it that 1000 rows come at the most, that the
                answer's `PageSize` says so, and trust `HasNextPage` rather than the number of rows that came.
            order_by: Property to sort by. The pages say only that it is a property's name, so these are the record's.
                Left out, the oldest documentation sorts by `Id`.
            descending: Whether to sort from the last to the first.
            resource: Only connections watched through the resource with this id.
            coworker: Only connections of the customer with this id.
            coworker_full_name: Only connections whose value is this one. Whether the server compares the whole text or
                looks for a part of it is not documented; the mock compares the whole text.
            name: Only connections whose value is this one. Whether the server compares the whole text or looks for a
                part of it is not documented; the mock compares the whole text.
            subscription_id: Only connections whose value is this one. Whether the server compares the whole text or
                looks for a part of it is not documented; the mock compares the whole text.
            calendar_id: Only connections whose value is this one. Whether the server compares the whole text or looks
                for a part of it is not documented; the mock compares the whole text.
            subscription_expire_date: Only connections whose value is this one. Whether the server compares the whole
                text or looks for a part of it is not documented; the mock compares the whole text.
            subscription_expire_date_after: Only connections that expire at this moment or later.
            subscription_expire_date_before: Only connections that expire at this moment or earlier.
            created_on_after: Only connections created at this moment or later.
            created_on_before: Only connections created at this moment or earlier.
            updated_on_after: Only connections last updated at this moment or later. Deleted records never show.
            updated_on_before: Only connections last updated at this moment or earlier. Deleted records never show.
            window: Read the list in windows of this length, one after the other, for servers that refuse deep pages. It
                wants exactly one range with both its ends, and the order holds within each window.
            hydrate: Whether each row is read again as a full record, many in one request.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsofficecalendars
        """
        arguments = list_coworker_ms_office_calendars.get_kwargs(
            size=size,
            order_by=UNSET if order_by is None else order_by,
            dir_=UNSET if descending is None else 1 if descending else 0,
            coworker_ms_office_calendar_resource=UNSET if resource is None else resource,
            coworker_ms_office_calendar_coworker=UNSET if coworker is None else coworker,
            coworker_ms_office_calendar_coworker_full_name=UNSET if coworker_full_name is None else coworker_full_name,
            coworker_ms_office_calendar_name=UNSET if name is None else name,
            coworker_ms_office_calendar_subscription_id=UNSET if subscription_id is None else subscription_id,
            coworker_ms_office_calendar_calendar_id=UNSET if calendar_id is None else calendar_id,
            coworker_ms_office_calendar_subscription_expire_date=UNSET
            if subscription_expire_date is None
            else subscription_expire_date,
        )
        ranges = (
            Range(
                "from_CoworkerMsOfficeCalendar_SubscriptionExpireDate",
                "to_CoworkerMsOfficeCalendar_SubscriptionExpireDate",
                subscription_expire_date_after,
                subscription_expire_date_before,
            ),
            Range(
                "from_CoworkerMsOfficeCalendar_CreatedOn",
                "to_CoworkerMsOfficeCalendar_CreatedOn",
                created_on_after,
                created_on_before,
            ),
            Range(
                "from_CoworkerMsOfficeCalendar_UpdatedOn",
                "to_CoworkerMsOfficeCalendar_UpdatedOn",
                updated_on_after,
                updated_on_before,
            ),
        )
        if hydrate:
            return Listing(
                self._session,
                ListRequest(
                    _LIST,
                    arguments,
                    CoworkerMsOfficeCalendarPage,
                    _page,
                    lambda page: _TYPE.get_many(self._session.deliver, [row.id for row in page.records]),
                    ranges,
                    window,
                    order_by,
                    descending,
                    _TYPE.id_property,
                ),
            )
        return Listing(
            self._session,
            ListRequest(
                _LIST,
                arguments,
                CoworkerMsOfficeCalendarPage,
                _page,
                lambda page: given(page.records),
                ranges,
                window,
                order_by,
                descending,
                _TYPE.id_property,
            ),
        )

    def create(
        self,
        *,
        resource_id: int,
        name: str,
        subscription_id: str,
        calendar_id: str,
        subscription_expire_date: datetime.datetime,
        coworker_id: int | None = None,
    ) -> WriteResult:
        """Create an Office 365 calendar connection.

        Nexudus makes these records by itself when a customer connects an Office 365 calendar in the Members Portal or
        the app; created by hand they need a subscription that already exists at Microsoft Graph. Success is 200, not
        201, and the answer names the new record's id only.

        Pages disagree on the required fields. The pages of the misspelt path demand `CoworkerId` and not
        `SubscriptionId` and `CalendarId`; every page of this path, old and new, says the opposite and is followed here.

        Needs the role CoworkerMsOfficeCalendar-Create.

        Args:
            resource_id: Room or desk in Nexudus that the Microsoft Graph subscription watches.
            name: Name of the connected calendar, as people see it.
            subscription_id: Microsoft Graph's id of the push subscription. Demanded on this path; optional on the
                misspelt one.
            calendar_id: Microsoft Graph's id of the customer's calendar. Demanded on this path; optional on the
                misspelt one.
            subscription_expire_date: When the push subscription expires. Renew it at Microsoft Graph first, then write
                the new date here.
            coworker_id: Customer who connected the calendar. Optional on every page of this path but the update page of
                2020, which demanded it; the pages of the misspelt path demand it throughout.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/post-coworkermsofficecalendars
        """
        fields = CoworkerMsOfficeCalendarCreate(
            resource_id=resource_id,
            name=name,
            subscription_id=subscription_id,
            calendar_id=calendar_id,
            subscription_expire_date=subscription_expire_date,
            coworker_id=UNSET if coworker_id is None else coworker_id,
        )
        return decode(self._session.send(_creation(fields)), written)

    def create_many(
        self,
        items: Iterable[CoworkerMsOfficeCalendarCreate],
        *,
        concurrency: int = 4,
        report: Report | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Create many.

        A creation whose answer was lost is uncertain in the report, and never repeated by itself.

        Needs the role CoworkerMsOfficeCalendar-Create.

        Args:
            items: What to create.
            concurrency: How many are under way at once.
            report: What a former call of the same items returned or filled, to go on where it stopped. Give an empty one
                to have it when the call is interrupted.
            dry_run: Whether everything is done but the writing.
            progress: Called with the report after each item, by one thread or task at a time; see `progress_bar`. It is no
                coroutine function.

        Returns:
            What became of each item, in their order. Errors stand in it, and are not raised.

        Raises:
            ValueError: the report is of other items, or `concurrency` is below 1.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/post-coworkermsofficecalendars
        """
        bulk = Bulk(report, progress, repeatable=False, dry_run=dry_run)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).creation(_creation)
        with bulk.flows(items, write, lambda _: None) as flows:
            self._session.run_all(flows, concurrency)
        return bulk.report

    def update(self, record: CoworkerMsOfficeCalendar) -> WriteResult:
        """Replace an Office 365 calendar connection.

        Nothing is left out: what the server does not set by itself is sent back as it was read.

        Replaces the record that `Id` in the body names; the path carries no id and there is no PATCH. Every writable
        field that is left out is cleared, so read the full record first and send all of it back.

        Needs the role CoworkerMsOfficeCalendar-Edit.

        Args:
            record: The full record, as `get` answered it, changed.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsofficecalendars
        """
        return self._session.run(_TYPE.replace(self._session.deliver, record))

    def change(
        self,
        id: int,
        *,
        if_unchanged_since: datetime.datetime | None = None,
        verify: bool = False,
        **changes: Unpack[CoworkerMsOfficeCalendarChanges],
    ) -> WriteResult:
        """Change some fields of a record, and leave the others as they are.

        Reads the full record, puts the changes in, and writes all of it, since the API clears what an update leaves out.
        None clears a field that may be empty.

        Needs the roles CoworkerMsOfficeCalendar-Read and CoworkerMsOfficeCalendar-Edit.

        Args:
            id: Id of the record.
            if_unchanged_since: The record's `updated_on` as you know it. If it is another by now, nothing
                is written. The API has no such condition of its own, so the moment between reading and writing is not
                covered.
            verify: Whether the record is read back and compared with what was written.
            **changes: The fields, by name:
                resource_id: Room or desk in Nexudus that the Microsoft Graph subscription watches.
                name: Name of the connected calendar, as people see it.
                subscription_id: Microsoft Graph's id of the push subscription. Demanded on this path; optional
                    on the misspelt one.
                calendar_id: Microsoft Graph's id of the customer's calendar. Demanded on this path; optional
                    on the misspelt one.
                subscription_expire_date: When the push subscription expires. Renew it at Microsoft Graph first, then
                    write the new date here.
                coworker_id: Customer who connected the calendar. Optional on every page of this path but the
                    update page of 2020, which demanded it; the pages of the misspelt path demand it
                    throughout.

        Raises:
            TypeError: there is no such field, or none is given.
            StaleRecordError: somebody else changed the record; nothing was written.
            NotWrittenError: the record reads back otherwise than it was written.
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsofficecalendars
        """
        return self._session.run(
            _TYPE.change(
                self._session.deliver,
                _TYPE.get_one(self._session.deliver, id),
                {**changes},
                if_unchanged_since,
                verify=verify,
            )
        )

    def change_many(
        self,
        changes: Iterable[tuple[int, CoworkerMsOfficeCalendarChanges]],
        *,
        read_ahead: int = 1,
        concurrency: int = 4,
        report: Report | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Change some fields of many records, each as `change` does.

        A dry run reads the records, and says in the report what would differ.

        Needs the roles CoworkerMsOfficeCalendar-Read and CoworkerMsOfficeCalendar-Edit.

        Args:
            changes: Pairs of an id and the fields to change.
            read_ahead: How many records are read at once, right before the first of them is written. A write replaces
                the whole record, so what somebody else writes between the read and the write is lost. 1 reads each
                record right before its own write, and leaves the least time for that. More spend fewer requests (510
                instead of 1000 for 500 changes with 50), and leave as much time as so many writes take: at the
                documented 60 writes a minute, up to a second for each.
            concurrency: How many are under way at once.
            report: What a former call of the same items returned or filled, to go on where it stopped. Give an empty one
                to have it when the call is interrupted.
            dry_run: Whether everything is done but the writing.
            progress: Called with the report after each item, by one thread or task at a time; see `progress_bar`. It is no
                coroutine function.

        Returns:
            What became of each item, in their order. Errors stand in it, and are not raised.

        Raises:
            ValueError: the report is of other items, a record is to be changed twice, or `concurrency` or `read_ahead`
                is below 1.
            TypeError: `read_ahead` is no whole number.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsofficecalendars
        """
        bulk = Bulk(report, progress, repeatable=True, dry_run=dry_run)
        ahead = ReadAhead(_TYPE, self._session.deliver, self._session.lock(), bulk.ids_left(), read_ahead)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).change(ahead.get_one)
        items = distinct((id_, {**fields}) for id_, fields in changes)
        with bulk.flows(items, write, lambda item: item[0]) as flows:
            self._session.run_all(flows, concurrency)
        return bulk.report

    def get_many(self, ids: Sequence[int]) -> Batch[CoworkerMsOfficeCalendar]:
        """Read several Office 365 calendar connections by id.

        Reads them in as few requests as their ids fit in, and keeps their order; `missing` has the ids that no record
        came for. Of one request the contract says:

        Answers the full records in a bare array. The slash before the question mark matters. How many ids one request
        may name, what becomes of unknown ids, and the order of the answer are not documented.

        The current generation has no batch page for this path, but has one for both sister paths, whose form is
        followed here. The generation of 2020 asked for `?CoworkerMsOfficeCalendar_Id=[1,2]`, answered a page, and
        wanted the List role.

        Needs the role CoworkerMsOfficeCalendar-Read.

        Args:
            ids: Ids of the records, as one JSON array. It stands in the query as `id=[1,2,3]`.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (inferred):
            https://developers.nexudus.com/reference/get-multiple-coworkermsofficecalendar
        """
        return self._session.run(_TYPE.get_many(self._session.deliver, ids))

    def get(self, id: int) -> CoworkerMsOfficeCalendar:
        """Read one Office 365 calendar connection.

        Answers the full record, bare. This is the safe base for an update. So is the batch by its pages, but one
        integrator's client states that the single answer holds more.

        Needs the role CoworkerMsOfficeCalendar-Read.

        Args:
            id: Id of the record.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsofficecalendars-by-id
        """
        return self._session.run(_TYPE.get_one(self._session.deliver, id))

    def delete(self, id: int) -> None:
        """Delete an Office 365 calendar connection.

        Deletes for good; there is no undo and no soft delete. Older pages document the operation; what it answers is
        taken from the current pages of sister records, which name the deleted id in `Value`. The generation of 2020
        answered `Value: null`, and the schema allows it.

        Needs the role CoworkerMsOfficeCalendar-Delete.

        Args:
            id: Id of the record.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/reference/delete-coworkermsofficecalendar
        """
        self._session.run(_TYPE.remove(self._session.deliver, id))

    def delete_many(
        self,
        ids: Iterable[int],
        *,
        concurrency: int = 4,
        report: Report | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Delete many. One that is not there any more counts as deleted.

        Needs the role CoworkerMsOfficeCalendar-Delete, and for a dry run CoworkerMsOfficeCalendar-Read.

        Args:
            ids: Ids of the records.
            concurrency: How many are under way at once.
            report: What a former call of the same items returned or filled, to go on where it stopped. Give an empty one
                to have it when the call is interrupted.
            dry_run: Whether everything is done but the writing.
            progress: Called with the report after each item, by one thread or task at a time; see `progress_bar`. It is no
                coroutine function.

        Returns:
            What became of each item, in their order. Errors stand in it, and are not raised.

        Raises:
            ValueError: the report is of other items, or `concurrency` is below 1.

        Source (documented):
            https://developers.nexudus.com/reference/delete-coworkermsofficecalendar
        """
        bulk = Bulk(report, progress, repeatable=True, dry_run=dry_run)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).deletion
        with bulk.flows(ids, write, lambda id_: id_) as flows:
            self._session.run_all(flows, concurrency)
        return bulk.report

    def list_commands(
        self,
    ) -> builtins.list[Command]:
        """List the commands for Office 365 calendar connections.

        Answers the commands that can be run on these records, in a bare array. The generation of 2020 documents it; the
        current pages of calendar records leave commands out, and no command's key was ever published.

        Needs the role CoworkerMsOfficeCalendar-Edit.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented-2020):
            https://github.com/vardhan341/api-docs/blob/4e1e5a2/rest-api/spaces/coworkermsofficecalendar.md
        """
        return decode(
            self._session.send(
                Request(
                    _LIST_COMMANDS,
                    list_coworker_ms_office_calendar_commands.get_kwargs(),
                )
            ),
            each(Command.from_dict),
        )

    def run_command(
        self,
        *,
        key: str,
        ids: Sequence[int],
        parameters: Sequence[CommandParameter] | None = None,
    ) -> ActionResult:
        """Run a command on Office 365 calendar connections.

        Answers 200 even when the command failed for some records: only `WasSuccessful` tells. One generation prints the
        operation as a GET with a body and others as `runCommand`; POST in lower case is what a second generation
        documents, and the server's routes do not depend on case as far as is known.

        Needs the role CoworkerMsOfficeCalendar-Edit.

        Args:
            key: Which command.
            ids: The records to run it on.
            parameters: The parameters it wants.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/reference/commands-run-coworkermsofficecalendar
        """
        return decode(
            self._session.send(
                Request(
                    _RUN_COMMAND,
                    run_coworker_ms_office_calendar_command.get_kwargs(
                        body=CommandRequest(
                            key=key,
                            ids=[*ids],
                            parameters=UNSET if parameters is None else [*parameters],
                        )
                    ),
                )
            ),
            ActionResult.from_dict,
        )


class AsyncCoworkerMsOfficeCalendars:
    """Office 365 calendars that customers connected, in order to book resources straight from them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @overload
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOfficeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        resource: int | None = None,
        coworker: int | None = None,
        coworker_full_name: str | None = None,
        name: str | None = None,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
        subscription_expire_date: str | None = None,
        subscription_expire_date_after: datetime.datetime | None = None,
        subscription_expire_date_before: datetime.datetime | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: Literal[False] = False,
    ) -> AsyncListing[CoworkerMsOfficeCalendarListRow, CoworkerMsOfficeCalendarPage]: ...
    @overload
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOfficeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        resource: int | None = None,
        coworker: int | None = None,
        coworker_full_name: str | None = None,
        name: str | None = None,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
        subscription_expire_date: str | None = None,
        subscription_expire_date_after: datetime.datetime | None = None,
        subscription_expire_date_before: datetime.datetime | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: Literal[True],
    ) -> AsyncListing[CoworkerMsOfficeCalendar, CoworkerMsOfficeCalendarPage]: ...
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOfficeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        resource: int | None = None,
        coworker: int | None = None,
        coworker_full_name: str | None = None,
        name: str | None = None,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
        subscription_expire_date: str | None = None,
        subscription_expire_date_after: datetime.datetime | None = None,
        subscription_expire_date_before: datetime.datetime | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: bool = False,
    ) -> (
        AsyncListing[CoworkerMsOfficeCalendarListRow, CoworkerMsOfficeCalendarPage]
        | AsyncListing[CoworkerMsOfficeCalendar, CoworkerMsOfficeCalendarPage]
    ):
        """List Office 365 calendar connections.

        Iterating over the answer reads page after page. Of one request the contract says:

        Answers one page of the connections that match every filter given. Rows may be partial: only `Id` is sure. The
        server ignores query parameters it does not know, so a misspelt filter silently matches everything.

        Needs the role CoworkerMsOfficeCalendar-List.

        Args:
            size: Rows on a page. Only the generation of 2020 names a maximum, 1000; later ones name none, and
                integrators send up to 10000 without being refused. Take it that 1000 rows come at the most, that the
                answer's `PageSize` says so, and trust `HasNextPage` rather than the number of rows that came.
            order_by: Property to sort by. The pages say only that it is a property's name, so these are the record's.
                Left out, the oldest documentation sorts by `Id`.
            descending: Whether to sort from the last to the first.
            resource: Only connections watched through the resource with this id.
            coworker: Only connections of the customer with this id.
            coworker_full_name: Only connections whose value is this one. Whether the server compares the whole text or
                looks for a part of it is not documented; the mock compares the whole text.
            name: Only connections whose value is this one. Whether the server compares the whole text or looks for a
                part of it is not documented; the mock compares the whole text.
            subscription_id: Only connections whose value is this one. Whether the server compares the whole text or
                looks for a part of it is not documented; the mock compares the whole text.
            calendar_id: Only connections whose value is this one. Whether the server compares the whole text or looks
                for a part of it is not documented; the mock compares the whole text.
            subscription_expire_date: Only connections whose value is this one. Whether the server compares the whole
                text or looks for a part of it is not documented; the mock compares the whole text.
            subscription_expire_date_after: Only connections that expire at this moment or later.
            subscription_expire_date_before: Only connections that expire at this moment or earlier.
            created_on_after: Only connections created at this moment or later.
            created_on_before: Only connections created at this moment or earlier.
            updated_on_after: Only connections last updated at this moment or later. Deleted records never show.
            updated_on_before: Only connections last updated at this moment or earlier. Deleted records never show.
            window: Read the list in windows of this length, one after the other, for servers that refuse deep pages. It
                wants exactly one range with both its ends, and the order holds within each window.
            hydrate: Whether each row is read again as a full record, many in one request.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsofficecalendars
        """
        arguments = list_coworker_ms_office_calendars.get_kwargs(
            size=size,
            order_by=UNSET if order_by is None else order_by,
            dir_=UNSET if descending is None else 1 if descending else 0,
            coworker_ms_office_calendar_resource=UNSET if resource is None else resource,
            coworker_ms_office_calendar_coworker=UNSET if coworker is None else coworker,
            coworker_ms_office_calendar_coworker_full_name=UNSET if coworker_full_name is None else coworker_full_name,
            coworker_ms_office_calendar_name=UNSET if name is None else name,
            coworker_ms_office_calendar_subscription_id=UNSET if subscription_id is None else subscription_id,
            coworker_ms_office_calendar_calendar_id=UNSET if calendar_id is None else calendar_id,
            coworker_ms_office_calendar_subscription_expire_date=UNSET
            if subscription_expire_date is None
            else subscription_expire_date,
        )
        ranges = (
            Range(
                "from_CoworkerMsOfficeCalendar_SubscriptionExpireDate",
                "to_CoworkerMsOfficeCalendar_SubscriptionExpireDate",
                subscription_expire_date_after,
                subscription_expire_date_before,
            ),
            Range(
                "from_CoworkerMsOfficeCalendar_CreatedOn",
                "to_CoworkerMsOfficeCalendar_CreatedOn",
                created_on_after,
                created_on_before,
            ),
            Range(
                "from_CoworkerMsOfficeCalendar_UpdatedOn",
                "to_CoworkerMsOfficeCalendar_UpdatedOn",
                updated_on_after,
                updated_on_before,
            ),
        )
        if hydrate:
            return AsyncListing(
                self._session,
                ListRequest(
                    _LIST,
                    arguments,
                    CoworkerMsOfficeCalendarPage,
                    _page,
                    lambda page: _TYPE.get_many(self._session.deliver, [row.id for row in page.records]),
                    ranges,
                    window,
                    order_by,
                    descending,
                    _TYPE.id_property,
                ),
            )
        return AsyncListing(
            self._session,
            ListRequest(
                _LIST,
                arguments,
                CoworkerMsOfficeCalendarPage,
                _page,
                lambda page: given(page.records),
                ranges,
                window,
                order_by,
                descending,
                _TYPE.id_property,
            ),
        )

    async def create(
        self,
        *,
        resource_id: int,
        name: str,
        subscription_id: str,
        calendar_id: str,
        subscription_expire_date: datetime.datetime,
        coworker_id: int | None = None,
    ) -> WriteResult:
        """Create an Office 365 calendar connection.

        Nexudus makes these records by itself when a customer connects an Office 365 calendar in the Members Portal or
        the app; created by hand they need a subscription that already exists at Microsoft Graph. Success is 200, not
        201, and the answer names the new record's id only.

        Pages disagree on the required fields. The pages of the misspelt path demand `CoworkerId` and not
        `SubscriptionId` and `CalendarId`; every page of this path, old and new, says the opposite and is followed here.

        Needs the role CoworkerMsOfficeCalendar-Create.

        Args:
            resource_id: Room or desk in Nexudus that the Microsoft Graph subscription watches.
            name: Name of the connected calendar, as people see it.
            subscription_id: Microsoft Graph's id of the push subscription. Demanded on this path; optional on the
                misspelt one.
            calendar_id: Microsoft Graph's id of the customer's calendar. Demanded on this path; optional on the
                misspelt one.
            subscription_expire_date: When the push subscription expires. Renew it at Microsoft Graph first, then write
                the new date here.
            coworker_id: Customer who connected the calendar. Optional on every page of this path but the update page of
                2020, which demanded it; the pages of the misspelt path demand it throughout.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/post-coworkermsofficecalendars
        """
        fields = CoworkerMsOfficeCalendarCreate(
            resource_id=resource_id,
            name=name,
            subscription_id=subscription_id,
            calendar_id=calendar_id,
            subscription_expire_date=subscription_expire_date,
            coworker_id=UNSET if coworker_id is None else coworker_id,
        )
        return decode(await self._session.send(_creation(fields)), written)

    async def create_many(
        self,
        items: Iterable[CoworkerMsOfficeCalendarCreate],
        *,
        concurrency: int = 4,
        report: Report | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Create many.

        A creation whose answer was lost is uncertain in the report, and never repeated by itself.

        Needs the role CoworkerMsOfficeCalendar-Create.

        Args:
            items: What to create.
            concurrency: How many are under way at once.
            report: What a former call of the same items returned or filled, to go on where it stopped. Give an empty one
                to have it when the call is interrupted.
            dry_run: Whether everything is done but the writing.
            progress: Called with the report after each item, by one thread or task at a time; see `progress_bar`. It is no
                coroutine function.

        Returns:
            What became of each item, in their order. Errors stand in it, and are not raised.

        Raises:
            ValueError: the report is of other items, or `concurrency` is below 1.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/post-coworkermsofficecalendars
        """
        bulk = Bulk(report, progress, repeatable=False, dry_run=dry_run)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).creation(_creation)
        with bulk.flows(items, write, lambda _: None) as flows:
            await self._session.run_all(flows, concurrency)
        return bulk.report

    async def update(self, record: CoworkerMsOfficeCalendar) -> WriteResult:
        """Replace an Office 365 calendar connection.

        Nothing is left out: what the server does not set by itself is sent back as it was read.

        Replaces the record that `Id` in the body names; the path carries no id and there is no PATCH. Every writable
        field that is left out is cleared, so read the full record first and send all of it back.

        Needs the role CoworkerMsOfficeCalendar-Edit.

        Args:
            record: The full record, as `get` answered it, changed.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsofficecalendars
        """
        return await self._session.run(_TYPE.replace(self._session.deliver, record))

    async def change(
        self,
        id: int,
        *,
        if_unchanged_since: datetime.datetime | None = None,
        verify: bool = False,
        **changes: Unpack[CoworkerMsOfficeCalendarChanges],
    ) -> WriteResult:
        """Change some fields of a record, and leave the others as they are.

        Reads the full record, puts the changes in, and writes all of it, since the API clears what an update leaves out.
        None clears a field that may be empty.

        Needs the roles CoworkerMsOfficeCalendar-Read and CoworkerMsOfficeCalendar-Edit.

        Args:
            id: Id of the record.
            if_unchanged_since: The record's `updated_on` as you know it. If it is another by now, nothing
                is written. The API has no such condition of its own, so the moment between reading and writing is not
                covered.
            verify: Whether the record is read back and compared with what was written.
            **changes: The fields, by name:
                resource_id: Room or desk in Nexudus that the Microsoft Graph subscription watches.
                name: Name of the connected calendar, as people see it.
                subscription_id: Microsoft Graph's id of the push subscription. Demanded on this path; optional
                    on the misspelt one.
                calendar_id: Microsoft Graph's id of the customer's calendar. Demanded on this path; optional
                    on the misspelt one.
                subscription_expire_date: When the push subscription expires. Renew it at Microsoft Graph first, then
                    write the new date here.
                coworker_id: Customer who connected the calendar. Optional on every page of this path but the
                    update page of 2020, which demanded it; the pages of the misspelt path demand it
                    throughout.

        Raises:
            TypeError: there is no such field, or none is given.
            StaleRecordError: somebody else changed the record; nothing was written.
            NotWrittenError: the record reads back otherwise than it was written.
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsofficecalendars
        """
        return await self._session.run(
            _TYPE.change(
                self._session.deliver,
                _TYPE.get_one(self._session.deliver, id),
                {**changes},
                if_unchanged_since,
                verify=verify,
            )
        )

    async def change_many(
        self,
        changes: Iterable[tuple[int, CoworkerMsOfficeCalendarChanges]],
        *,
        read_ahead: int = 1,
        concurrency: int = 4,
        report: Report | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Change some fields of many records, each as `change` does.

        A dry run reads the records, and says in the report what would differ.

        Needs the roles CoworkerMsOfficeCalendar-Read and CoworkerMsOfficeCalendar-Edit.

        Args:
            changes: Pairs of an id and the fields to change.
            read_ahead: How many records are read at once, right before the first of them is written. A write replaces
                the whole record, so what somebody else writes between the read and the write is lost. 1 reads each
                record right before its own write, and leaves the least time for that. More spend fewer requests (510
                instead of 1000 for 500 changes with 50), and leave as much time as so many writes take: at the
                documented 60 writes a minute, up to a second for each.
            concurrency: How many are under way at once.
            report: What a former call of the same items returned or filled, to go on where it stopped. Give an empty one
                to have it when the call is interrupted.
            dry_run: Whether everything is done but the writing.
            progress: Called with the report after each item, by one thread or task at a time; see `progress_bar`. It is no
                coroutine function.

        Returns:
            What became of each item, in their order. Errors stand in it, and are not raised.

        Raises:
            ValueError: the report is of other items, a record is to be changed twice, or `concurrency` or `read_ahead`
                is below 1.
            TypeError: `read_ahead` is no whole number.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsofficecalendars
        """
        bulk = Bulk(report, progress, repeatable=True, dry_run=dry_run)
        ahead = ReadAhead(_TYPE, self._session.deliver, self._session.lock(), bulk.ids_left(), read_ahead)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).change(ahead.get_one)
        items = distinct((id_, {**fields}) for id_, fields in changes)
        with bulk.flows(items, write, lambda item: item[0]) as flows:
            await self._session.run_all(flows, concurrency)
        return bulk.report

    async def get_many(self, ids: Sequence[int]) -> Batch[CoworkerMsOfficeCalendar]:
        """Read several Office 365 calendar connections by id.

        Reads them in as few requests as their ids fit in, and keeps their order; `missing` has the ids that no record
        came for. Of one request the contract says:

        Answers the full records in a bare array. The slash before the question mark matters. How many ids one request
        may name, what becomes of unknown ids, and the order of the answer are not documented.

        The current generation has no batch page for this path, but has one for both sister paths, whose form is
        followed here. The generation of 2020 asked for `?CoworkerMsOfficeCalendar_Id=[1,2]`, answered a page, and
        wanted the List role.

        Needs the role CoworkerMsOfficeCalendar-Read.

        Args:
            ids: Ids of the records, as one JSON array. It stands in the query as `id=[1,2,3]`.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (inferred):
            https://developers.nexudus.com/reference/get-multiple-coworkermsofficecalendar
        """
        return await self._session.run(_TYPE.get_many(self._session.deliver, ids))

    async def get(self, id: int) -> CoworkerMsOfficeCalendar:
        """Read one Office 365 calendar connection.

        Answers the full record, bare. This is the safe base for an update. So is the batch by its pages, but one
        integrator's client states that the single answer holds more.

        Needs the role CoworkerMsOfficeCalendar-Read.

        Args:
            id: Id of the record.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsofficecalendars-by-id
        """
        return await self._session.run(_TYPE.get_one(self._session.deliver, id))

    async def delete(self, id: int) -> None:
        """Delete an Office 365 calendar connection.

        Deletes for good; there is no undo and no soft delete. Older pages document the operation; what it answers is
        taken from the current pages of sister records, which name the deleted id in `Value`. The generation of 2020
        answered `Value: null`, and the schema allows it.

        Needs the role CoworkerMsOfficeCalendar-Delete.

        Args:
            id: Id of the record.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/reference/delete-coworkermsofficecalendar
        """
        await self._session.run(_TYPE.remove(self._session.deliver, id))

    async def delete_many(
        self,
        ids: Iterable[int],
        *,
        concurrency: int = 4,
        report: Report | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Delete many. One that is not there any more counts as deleted.

        Needs the role CoworkerMsOfficeCalendar-Delete, and for a dry run CoworkerMsOfficeCalendar-Read.

        Args:
            ids: Ids of the records.
            concurrency: How many are under way at once.
            report: What a former call of the same items returned or filled, to go on where it stopped. Give an empty one
                to have it when the call is interrupted.
            dry_run: Whether everything is done but the writing.
            progress: Called with the report after each item, by one thread or task at a time; see `progress_bar`. It is no
                coroutine function.

        Returns:
            What became of each item, in their order. Errors stand in it, and are not raised.

        Raises:
            ValueError: the report is of other items, or `concurrency` is below 1.

        Source (documented):
            https://developers.nexudus.com/reference/delete-coworkermsofficecalendar
        """
        bulk = Bulk(report, progress, repeatable=True, dry_run=dry_run)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).deletion
        with bulk.flows(ids, write, lambda id_: id_) as flows:
            await self._session.run_all(flows, concurrency)
        return bulk.report

    async def list_commands(
        self,
    ) -> builtins.list[Command]:
        """List the commands for Office 365 calendar connections.

        Answers the commands that can be run on these records, in a bare array. The generation of 2020 documents it; the
        current pages of calendar records leave commands out, and no command's key was ever published.

        Needs the role CoworkerMsOfficeCalendar-Edit.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented-2020):
            https://github.com/vardhan341/api-docs/blob/4e1e5a2/rest-api/spaces/coworkermsofficecalendar.md
        """
        return decode(
            await self._session.send(
                Request(
                    _LIST_COMMANDS,
                    list_coworker_ms_office_calendar_commands.get_kwargs(),
                )
            ),
            each(Command.from_dict),
        )

    async def run_command(
        self,
        *,
        key: str,
        ids: Sequence[int],
        parameters: Sequence[CommandParameter] | None = None,
    ) -> ActionResult:
        """Run a command on Office 365 calendar connections.

        Answers 200 even when the command failed for some records: only `WasSuccessful` tells. One generation prints the
        operation as a GET with a body and others as `runCommand`; POST in lower case is what a second generation
        documents, and the server's routes do not depend on case as far as is known.

        Needs the role CoworkerMsOfficeCalendar-Edit.

        Args:
            key: Which command.
            ids: The records to run it on.
            parameters: The parameters it wants.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/reference/commands-run-coworkermsofficecalendar
        """
        return decode(
            await self._session.send(
                Request(
                    _RUN_COMMAND,
                    run_coworker_ms_office_calendar_command.get_kwargs(
                        body=CommandRequest(
                            key=key,
                            ids=[*ids],
                            parameters=UNSET if parameters is None else [*parameters],
                        )
                    ),
                )
            ),
            ActionResult.from_dict,
        )
