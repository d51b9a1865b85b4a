from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict, Unpack, overload

from ..api.coworker_ms_offe_calendars import (
    batch_coworker_ms_offe_calendars,
    create_coworker_ms_offe_calendar,
    delete_coworker_ms_offe_calendar,
    get_coworker_ms_offe_calendar,
    list_coworker_ms_offe_calendars,
    update_coworker_ms_offe_calendar,
)
from ..models import (
    CoworkerMsOffeCalendar,
    CoworkerMsOffeCalendarCreate,
    CoworkerMsOffeCalendarListRow,
    CoworkerMsOffeCalendarPage,
    CoworkerMsOffeCalendarUpdate,
)
from ..models.coworker_ms_offe_calendar_create import CoworkerMsOffeCalendarCreate
from ..models.coworker_ms_offe_calendar_update import CoworkerMsOffeCalendarUpdate
from ..models.list_coworker_ms_offe_calendars_order_by import (
    ListCoworkerMsOffeCalendarsOrderBy,
)
from ..runtime.ahead import ReadAhead
from ..runtime.answers import WriteResult, decode, written
from ..runtime.bulk import Bulk, Progress, Report
from ..runtime.flow import given
from ..runtime.listing import AsyncListing, Listing, ListRequest, Range
from ..runtime.records import Batch, RecordType
from ..runtime.request import Operation, Request
from ..runtime.session import AsyncSession, Session
from ..runtime.writes import Writes, distinct
from ..types import UNSET

__all__ = ["AsyncCoworkerMsOffeCalendars", "CoworkerMsOffeCalendars", "CoworkerMsOffeCalendarChanges"]

_LIST = Operation("listCoworkerMsOffeCalendars", roles=("CoworkerMsOfficeCalendar-List",))
_CREATE = Operation("createCoworkerMsOffeCalendar", roles=("CoworkerMsOfficeCalendar-Create",))
_UPDATE = Operation("updateCoworkerMsOffeCalendar", roles=("CoworkerMsOfficeCalendar-Edit",))
_GET_MANY = Operation("batchCoworkerMsOffeCalendars", roles=("CoworkerMsOfficeCalendar-Read",))
_GET = Operation("getCoworkerMsOffeCalendar", roles=("CoworkerMsOfficeCalendar-Read",))
_DELETE = Operation("deleteCoworkerMsOffeCalendar", roles=("CoworkerMsOfficeCalendar-Delete",))


_TYPE = RecordType(
    entity="CoworkerMsOfficeCalendar",
    record=CoworkerMsOffeCalendar,
    parse=CoworkerMsOffeCalendar.from_dict,
    records=list[CoworkerMsOffeCalendar],
    properties=frozenset(CoworkerMsOffeCalendar.ATTRIBUTES),
    fields={
        "resource_id": "ResourceId",
        "coworker_id": "CoworkerId",
        "name": "Name",
        "subscription_expire_date": "SubscriptionExpireDate",
        "subscription_id": "SubscriptionId",
        "calendar_id": "CalendarId",
    },
    demanded=frozenset({"Id", "ResourceId", "CoworkerId", "Name", "SubscriptionExpireDate"}),
    shown=frozenset({"UniqueId", "CreatedOn", "UpdatedOn", "UpdatedBy", "IsNew", "ToStringText", "CoworkerFullName"}),
    id_property="Id",
    id_of=lambda record: record.id,
    updated_on_of=lambda record: record.updated_on,
    get=lambda id_: Request(_GET, get_coworker_ms_offe_calendar.get_kwargs(id=id_)),
    batch=lambda ids: Request(_GET_MANY, batch_coworker_ms_offe_calendars.get_kwargs(id=[*ids])),
    update=lambda body, repeatable: Request(
        _UPDATE,
        update_coworker_ms_offe_calendar.get_kwargs(body=CoworkerMsOffeCalendarUpdate.from_dict(body)),
        repeatable,
    ),
    delete=lambda id_: Request(_DELETE, delete_coworker_ms_offe_calendar.get_kwargs(id=id_)),
)


class CoworkerMsOffeCalendarChanges(TypedDict, total=False):
    """What `change` can change; see there for what each means."""

    resource_id: int
    coworker_id: int
    name: str
    subscription_expire_date: datetime.datetime
    subscription_id: None | str
    calendar_id: None | str


def _page(value: Mapping[str, Any]) -> CoworkerMsOffeCalendarPage:
    return CoworkerMsOffeCalendarPage.from_dict({**value, "Records": [_TYPE.current(row) for row in value["Records"]]})


def _creation(fields: CoworkerMsOffeCalendarCreate) -> Request:
    return Request(_CREATE, create_coworker_ms_offe_calendar.get_kwargs(body=fields))


class CoworkerMsOffeCalendars:
    """The same entity at a misspelt path, which one generation of the documentation gave its own pages, with other
    required fields and without entity filters. Which of the two paths a server answers is not known; prefer
    `CoworkerMsOfficeCalendars`, which every other generation uses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @overload
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOffeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: Literal[False] = False,
    ) -> Listing[CoworkerMsOffeCalendarListRow, CoworkerMsOffeCalendarPage]: ...
    @overload
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOffeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: Literal[True],
    ) -> Listing[CoworkerMsOffeCalendar, CoworkerMsOffeCalendarPage]: ...
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOffeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: bool = False,
    ) -> (
        Listing[CoworkerMsOffeCalendarListRow, CoworkerMsOffeCalendarPage]
        | Listing[CoworkerMsOffeCalendar, CoworkerMsOffeCalendarPage]
    ):
        """List Office 365 calendar connections (misspelt path).

        Iterating over the answer reads page after page. Of one request the contract says:

        Answers one page of the connections that match every range given. Rows may be partial: only `Id` is sure. This
        path's page documents no filters but the ranges of `CreatedOn` and `UpdatedOn`; the server ignores query
        parameters it does not know, so any other filter silently matches everything.

        Needs the role CoworkerMsOfficeCalendar-List.

        Args:
            size: Rows on a page. Only the generation of 2020 names a maximum, 1000; later ones name none, and
                integrators send up to 10000 without being refused. Take it that 1000 rows come at the most, that the
                answer's `PageSize` says so, and trust `HasNextPage` rather than the number of rows that came.
            order_by: Property to sort by. The pages say only that it is a property's name, so these are the record's.
                Left out, the oldest documentation sorts by `Id`.
            descending: Whether to sort from the last to the first.
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
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsoffecalendars
        """
        arguments = list_coworker_ms_offe_calendars.get_kwargs(
            size=size,
            order_by=UNSET if order_by is None else order_by,
            dir_=UNSET if descending is None else 1 if descending else 0,
        )
        ranges = (
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
                    CoworkerMsOffeCalendarPage,
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
                CoworkerMsOffeCalendarPage,
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
        coworker_id: int,
        name: str,
        subscription_expire_date: datetime.datetime,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
    ) -> WriteResult:
        """Create an Office 365 calendar connection (misspelt path).

        Success is 200, not 201, and the answer names the new record's id only.

        This path's page demands `CoworkerId` and leaves `SubscriptionId` and `CalendarId` optional, the opposite of
        what the pages of the correctly spelt path say. Each path follows its own pages.

        Needs the role CoworkerMsOfficeCalendar-Create.

        Args:
            resource_id: Room or desk in Nexudus.
            coworker_id: Customer. Demanded on the pages of this path, where an example shows 0; optional at the
                correctly spelt one.
            name: Name of the calendar.
            subscription_expire_date: When the push subscription expires.
            subscription_id: Id of the push subscription. Optional on this path; demanded on the correctly spelt one.
            calendar_id: Id of the calendar. Optional on this path; demanded on the correctly spelt one.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/post-coworkermsoffecalendars
        """
        fields = CoworkerMsOffeCalendarCreate(
            resource_id=resource_id,
            coworker_id=coworker_id,
            name=name,
            subscription_expire_date=subscription_expire_date,
            subscription_id=UNSET if subscription_id is None else subscription_id,
            calendar_id=UNSET if calendar_id is None else calendar_id,
        )
        return decode(self._session.send(_creation(fields)), written)

    def create_many(
        self,
        items: Iterable[CoworkerMsOffeCalendarCreate],
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
            https://developers.nexudus.com/rest-api/spaces/post-coworkermsoffecalendars
        """
        bulk = Bulk(report, progress, repeatable=False, dry_run=dry_run)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).creation(_creation)
        with bulk.flows(items, write, lambda _: None) as flows:
            self._session.run_all(flows, concurrency)
        return bulk.report

    def update(self, record: CoworkerMsOffeCalendar) -> WriteResult:
        """Replace an Office 365 calendar connection (misspelt path).

        Nothing is left out: what the server does not set by itself is sent back as it was read.

        Replaces the record that `Id` in the body names; the path carries no id and there is no PATCH. Every writable
        field that is left out is cleared, so read the full record first and send all of it back.

        Needs the role CoworkerMsOfficeCalendar-Edit.

        Args:
            record: The full record, as `get` answered it, changed.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsoffecalendars
        """
        return self._session.run(_TYPE.replace(self._session.deliver, record))

    def change(
        self,
        id: int,
        *,
        if_unchanged_since: datetime.datetime | None = None,
        verify: bool = False,
        **changes: Unpack[CoworkerMsOffeCalendarChanges],
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
                resource_id: Room or desk in Nexudus.
                coworker_id: Customer. Demanded on the pages of this path, where an example shows 0; optional
                    at the correctly spelt one.
                name: Name of the calendar.
                subscription_expire_date: When the push subscription expires.
                subscription_id: Id of the push subscription. Optional on this path; demanded on the correctly
                    spelt one.
                calendar_id: Id of the calendar. Optional on this path; demanded on the correctly spelt one.

        Raises:
            TypeError: there is no such field, or none is given.
            StaleRecordError: somebody else changed the record; nothing was written.
            NotWrittenError: the record reads back otherwise than it was written.
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsoffecalendars
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
        changes: Iterable[tuple[int, CoworkerMsOffeCalendarChanges]],
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
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsoffecalendars
        """
        bulk = Bulk(report, progress, repeatable=True, dry_run=dry_run)
        ahead = ReadAhead(_TYPE, self._session.deliver, self._session.lock(), bulk.ids_left(), read_ahead)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).change(ahead.get_one)
        items = distinct((id_, {**fields}) for id_, fields in changes)
        with bulk.flows(items, write, lambda item: item[0]) as flows:
            self._session.run_all(flows, concurrency)
        return bulk.report

    def get_many(self, ids: Sequence[int]) -> Batch[CoworkerMsOffeCalendar]:
        """Read several Office 365 calendar connections by id (misspelt path).

        Reads them in as few requests as their ids fit in, and keeps their order; `missing` has the ids that no record
        came for. Of one request the contract says:

        Answers the full records in a bare array. The slash before the question mark matters. How many ids one request
        may name, what becomes of unknown ids, and the order of the answer are not documented.

        Needs the role CoworkerMsOfficeCalendar-Read.

        Args:
            ids: Ids of the records, as one JSON array. It stands in the query as `id=[1,2,3]`.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsoffecalendars-batch
        """
        return self._session.run(_TYPE.get_many(self._session.deliver, ids))

    def get(self, id: int) -> CoworkerMsOffeCalendar:
        """Read one Office 365 calendar connection (misspelt path).

        Answers the full record, bare. This is the safe base for an update. So is the batch by its pages, but one
        integrator's client states that the single answer holds more.

        Needs the role CoworkerMsOfficeCalendar-Read.

        Args:
            id: Id of the record.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsoffecalendars-by-id
        """
        return self._session.run(_TYPE.get_one(self._session.deliver, id))

    def delete(self, id: int) -> None:
        """Delete an Office 365 calendar connection (misspelt path).

        Deletes for good; there is no undo and no soft delete. No page shows this operation at this path: it is
        concluded from the sister paths, and its answer from the current pages of sister records.

        Needs the role CoworkerMsOfficeCalendar-Delete.

        Args:
            id: Id of the record.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (inferred):
            https://learn.nexudus.com/rest-api/spaces/delete-coworkerdatafiles-by-id
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

        Source (inferred):
            https://learn.nexudus.com/rest-api/spaces/delete-coworkerdatafiles-by-id
        """
        bulk = Bulk(report, progress, repeatable=True, dry_run=dry_run)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).deletion
        with bulk.flows(ids, write, lambda id_: id_) as flows:
            self._session.run_all(flows, concurrency)
        return bulk.report


class AsyncCoworkerMsOffeCalendars:
    """The same entity at a misspelt path, which one generation of the documentation gave its own pages, with other
    required fields and without entity filters. Which of the two paths a server answers is not known; prefer
    `CoworkerMsOfficeCalendars`, which every other generation uses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @overload
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOffeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: Literal[False] = False,
    ) -> AsyncListing[CoworkerMsOffeCalendarListRow, CoworkerMsOffeCalendarPage]: ...
    @overload
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOffeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: Literal[True],
    ) -> AsyncListing[CoworkerMsOffeCalendar, CoworkerMsOffeCalendarPage]: ...
    def list(
        self,
        *,
        size: int = 1000,
        order_by: ListCoworkerMsOffeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        created_on_after: datetime.datetime | None = None,
        created_on_before: datetime.datetime | None = None,
        updated_on_after: datetime.datetime | None = None,
        updated_on_before: datetime.datetime | None = None,
        window: datetime.timedelta | None = None,
        hydrate: bool = False,
    ) -> (
        AsyncListing[CoworkerMsOffeCalendarListRow, CoworkerMsOffeCalendarPage]
        | AsyncListing[CoworkerMsOffeCalendar, CoworkerMsOffeCalendarPage]
    ):
        """List Office 365 calendar connections (misspelt path).

        Iterating over the answer reads page after page. Of one request the contract says:

        Answers one page of the connections that match every range given. Rows may be partial: only `Id` is sure. This
        path's page documents no filters but the ranges of `CreatedOn` and `UpdatedOn`; the server ignores query
        parameters it does not know, so any other filter silently matches everything.

        Needs the role CoworkerMsOfficeCalendar-List.

        Args:
            size: Rows on a page. Only the generation of 2020 names a maximum, 1000; later ones name none, and
                integrators send up to 10000 without being refused. Take it that 1000 rows come at the most, that the
                answer's `PageSize` says so, and trust `HasNextPage` rather than the number of rows that came.
            order_by: Property to sort by. The pages say only that it is a property's name, so these are the record's.
                Left out, the oldest documentation sorts by `Id`.
            descending: Whether to sort from the last to the first.
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
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsoffecalendars
        """
        arguments = list_coworker_ms_offe_calendars.get_kwargs(
            size=size,
            order_by=UNSET if order_by is None else order_by,
            dir_=UNSET if descending is None else 1 if descending else 0,
        )
        ranges = (
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
                    CoworkerMsOffeCalendarPage,
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
                CoworkerMsOffeCalendarPage,
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
        coworker_id: int,
        name: str,
        subscription_expire_date: datetime.datetime,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
    ) -> WriteResult:
        """Create an Office 365 calendar connection (misspelt path).

        Success is 200, not 201, and the answer names the new record's id only.

        This path's page demands `CoworkerId` and leaves `SubscriptionId` and `CalendarId` optional, the opposite of
        what the pages of the correctly spelt path say. Each path follows its own pages.

        Needs the role CoworkerMsOfficeCalendar-Create.

        Args:
            resource_id: Room or desk in Nexudus.
            coworker_id: Customer. Demanded on the pages of this path, where an example shows 0; optional at the
                correctly spelt one.
            name: Name of the calendar.
            subscription_expire_date: When the push subscription expires.
            subscription_id: Id of the push subscription. Optional on this path; demanded on the correctly spelt one.
            calendar_id: Id of the calendar. Optional on this path; demanded on the correctly spelt one.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/post-coworkermsoffecalendars
        """
        fields = CoworkerMsOffeCalendarCreate(
            resource_id=resource_id,
            coworker_id=coworker_id,
            name=name,
            subscription_expire_date=subscription_expire_date,
            subscription_id=UNSET if subscription_id is None else subscription_id,
            calendar_id=UNSET if calendar_id is None else calendar_id,
        )
        return decode(await self._session.send(_creation(fields)), written)

    async def create_many(
        self,
        items: Iterable[CoworkerMsOffeCalendarCreate],
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
            https://developers.nexudus.com/rest-api/spaces/post-coworkermsoffecalendars
        """
        bulk = Bulk(report, progress, repeatable=False, dry_run=dry_run)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).creation(_creation)
        with bulk.flows(items, write, lambda _: None) as flows:
            await self._session.run_all(flows, concurrency)
        return bulk.report

    async def update(self, record: CoworkerMsOffeCalendar) -> WriteResult:
        """Replace an Office 365 calendar connection (misspelt path).

        Nothing is left out: what the server does not set by itself is sent back as it was read.

        Replaces the record that `Id` in the body names; the path carries no id and there is no PATCH. Every writable
        field that is left out is cleared, so read the full record first and send all of it back.

        Needs the role CoworkerMsOfficeCalendar-Edit.

        Args:
            record: The full record, as `get` answered it, changed.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsoffecalendars
        """
        return await self._session.run(_TYPE.replace(self._session.deliver, record))

    async def change(
        self,
        id: int,
        *,
        if_unchanged_since: datetime.datetime | None = None,
        verify: bool = False,
        **changes: Unpack[CoworkerMsOffeCalendarChanges],
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
                resource_id: Room or desk in Nexudus.
                coworker_id: Customer. Demanded on the pages of this path, where an example shows 0; optional
                    at the correctly spelt one.
                name: Name of the calendar.
                subscription_expire_date: When the push subscription expires.
                subscription_id: Id of the push subscription. Optional on this path; demanded on the correctly
                    spelt one.
                calendar_id: Id of the calendar. Optional on this path; demanded on the correctly spelt one.

        Raises:
            TypeError: there is no such field, or none is given.
            StaleRecordError: somebody else changed the record; nothing was written.
            NotWrittenError: the record reads back otherwise than it was written.
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsoffecalendars
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
        changes: Iterable[tuple[int, CoworkerMsOffeCalendarChanges]],
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
            https://developers.nexudus.com/rest-api/spaces/put-coworkermsoffecalendars
        """
        bulk = Bulk(report, progress, repeatable=True, dry_run=dry_run)
        ahead = ReadAhead(_TYPE, self._session.deliver, self._session.lock(), bulk.ids_left(), read_ahead)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).change(ahead.get_one)
        items = distinct((id_, {**fields}) for id_, fields in changes)
        with bulk.flows(items, write, lambda item: item[0]) as flows:
            await self._session.run_all(flows, concurrency)
        return bulk.report

    async def get_many(self, ids: Sequence[int]) -> Batch[CoworkerMsOffeCalendar]:
        """Read several Office 365 calendar connections by id (misspelt path).

        Reads them in as few requests as their ids fit in, and keeps their order; `missing` has the ids that no record
        came for. Of one request the contract says:

        Answers the full records in a bare array. The slash before the question mark matters. How many ids one request
        may name, what becomes of unknown ids, and the order of the answer are not documented.

        Needs the role CoworkerMsOfficeCalendar-Read.

        Args:
            ids: Ids of the records, as one JSON array. It stands in the query as `id=[1,2,3]`.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsoffecalendars-batch
        """
        return await self._session.run(_TYPE.get_many(self._session.deliver, ids))

    async def get(self, id: int) -> CoworkerMsOffeCalendar:
        """Read one Office 365 calendar connection (misspelt path).

        Answers the full record, bare. This is the safe base for an update. So is the batch by its pages, but one
        integrator's client states that the single answer holds more.

        Needs the role CoworkerMsOfficeCalendar-Read.

        Args:
            id: Id of the record.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsoffecalendars-by-id
        """
        return await self._session.run(_TYPE.get_one(self._session.deliver, id))

    async def delete(self, id: int) -> None:
        """Delete an Office 365 calendar connection (misspelt path).

        Deletes for good; there is no undo and no soft delete. No page shows this operation at this path: it is
        concluded from the sister paths, and its answer from the current pages of sister records.

        Needs the role CoworkerMsOfficeCalendar-Delete.

        Args:
            id: Id of the record.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (inferred):
            https://learn.nexudus.com/rest-api/spaces/delete-coworkerdatafiles-by-id
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

        Source (inferred):
            https://learn.nexudus.com/rest-api/spaces/delete-coworkerdatafiles-by-id
        """
        bulk = Bulk(report, progress, repeatable=True, dry_run=dry_run)
        write = Writes(_TYPE, self._session.deliver, dry_run=dry_run).deletion
        with bulk.flows(ids, write, lambda id_: id_) as flows:
            await self._session.run_all(flows, concurrency)
        return bulk.report
