from __future__ import annotations

import builtins
import datetime
from collections.abc import Sequence
from typing import Any

from ..api.coworker_ms_offe_calendars import (
    batch_coworker_ms_offe_calendars,
    create_coworker_ms_offe_calendar,
    delete_coworker_ms_offe_calendar,
    get_coworker_ms_offe_calendar,
    list_coworker_ms_offe_calendars,
    update_coworker_ms_offe_calendar,
)
from ..models import (
    ActionResult,
    CoworkerMsOffeCalendar,
    CoworkerMsOffeCalendarCreate,
    CoworkerMsOffeCalendarPage,
    CoworkerMsOffeCalendarUpdate,
)
from ..models.coworker_ms_offe_calendar_create import CoworkerMsOffeCalendarCreate
from ..models.coworker_ms_offe_calendar_update import CoworkerMsOffeCalendarUpdate
from ..models.list_coworker_ms_offe_calendars_order_by import (
    ListCoworkerMsOffeCalendarsOrderBy,
)
from ..runtime.answers import WriteResult, decode, each, full_record
from ..runtime.dates import format_filter_moment
from ..runtime.session import AsyncSession, Session
from ..types import UNSET


class CoworkerMsOffeCalendars:
    """The same entity at a misspelt path, which one generation of the documentation gave its own pages, with other
    required fields and without entity filters. Which of the two paths a server answers is not known; prefer
    `CoworkerMsOfficeCalendars`, which every other generation uses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(
        self,
        *,
        page: int | None = None,
        size: int | None = None,
        order_by: ListCoworkerMsOffeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        from_created_on: datetime.datetime | None = None,
        to_created_on: datetime.datetime | None = None,
        from_updated_on: datetime.datetime | None = None,
        to_updated_on: datetime.datetime | None = None,
    ) -> CoworkerMsOffeCalendarPage:
        """List Office 365 calendar connections (misspelt path).

        Answers one page of the connections that match every range given. Rows may be partial: only `Id` is sure. This
        path's page documents no filters but the ranges of `CreatedOn` and `UpdatedOn`; the server ignores query
        parameters it does not know, so any other filter silently matches everything.

        Needs the role CoworkerMsOfficeCalendar-List.

        Args:
            page: Number of the page, from 1. `PageNumber` and other spellings are ignored, which answers page 1 for
                ever.
            size: Rows on a page. Only the generation of 2020 names a maximum, 1000; later ones name none, and what a
                server does beyond it is not known. Trust `HasNextPage` rather than the number of rows that came.
            order_by: Property to sort by. The pages say only that it is a property's name, so these are the record's.
                Left out, the oldest documentation sorts by `Id`.
            descending: Whether to sort from the last to the first.
            from_created_on: Only connections created at this moment or later.
            to_created_on: Only connections created at this moment or earlier.
            from_updated_on: Only connections last updated at this moment or later. Deleted records never show.
            to_updated_on: Only connections last updated at this moment or earlier. Deleted records never show.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsoffecalendars
        """
        arguments = list_coworker_ms_offe_calendars.get_kwargs(
            page=UNSET if page is None else page,
            size=UNSET if size is None else size,
            order_by=UNSET if order_by is None else order_by,
            dir_=UNSET if descending is None else 1 if descending else 0,
            from_coworker_ms_office_calendar_created_on=UNSET
            if from_created_on is None
            else format_filter_moment(from_created_on),
            to_coworker_ms_office_calendar_created_on=UNSET
            if to_created_on is None
            else format_filter_moment(to_created_on),
            from_coworker_ms_office_calendar_updated_on=UNSET
            if from_updated_on is None
            else format_filter_moment(from_updated_on),
            to_coworker_ms_office_calendar_updated_on=UNSET
            if to_updated_on is None
            else format_filter_moment(to_updated_on),
        )
        return decode(self._session.send(arguments), CoworkerMsOffeCalendarPage.from_dict)

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
        arguments = create_coworker_ms_offe_calendar.get_kwargs(
            body=CoworkerMsOffeCalendarCreate(
                resource_id=resource_id,
                coworker_id=coworker_id,
                name=name,
                subscription_expire_date=subscription_expire_date,
                subscription_id=UNSET if subscription_id is None else subscription_id,
                calendar_id=UNSET if calendar_id is None else calendar_id,
            )
        )
        return decode(self._session.send(arguments), _written)

    def update(self, record: CoworkerMsOffeCalendar) -> WriteResult:
        """Replace an Office 365 calendar connection (misspelt path).

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
        record = full_record(record, CoworkerMsOffeCalendar)
        arguments = update_coworker_ms_offe_calendar.get_kwargs(
            body=CoworkerMsOffeCalendarUpdate(
                resource_id=record.resource_id,
                coworker_id=record.coworker_id,
                name=record.name,
                subscription_expire_date=record.subscription_expire_date,
                id=record.id,
                subscription_id=record.subscription_id,
                calendar_id=record.calendar_id,
            )
        )
        return decode(self._session.send(arguments), _written)

    def get_many(self, ids: Sequence[int]) -> builtins.list[CoworkerMsOffeCalendar]:
        """Read several Office 365 calendar connections by id (misspelt path).

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
        arguments = batch_coworker_ms_offe_calendars.get_kwargs(id=[*ids])
        return decode(self._session.send(arguments), each(CoworkerMsOffeCalendar.from_dict))

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
        arguments = get_coworker_ms_offe_calendar.get_kwargs(id=id)
        return decode(self._session.send(arguments), CoworkerMsOffeCalendar.from_dict)

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
        arguments = delete_coworker_ms_offe_calendar.get_kwargs(id=id)
        self._session.send(arguments)


class AsyncCoworkerMsOffeCalendars:
    """The same entity at a misspelt path, which one generation of the documentation gave its own pages, with other
    required fields and without entity filters. Which of the two paths a server answers is not known; prefer
    `CoworkerMsOfficeCalendars`, which every other generation uses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(
        self,
        *,
        page: int | None = None,
        size: int | None = None,
        order_by: ListCoworkerMsOffeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        from_created_on: datetime.datetime | None = None,
        to_created_on: datetime.datetime | None = None,
        from_updated_on: datetime.datetime | None = None,
        to_updated_on: datetime.datetime | None = None,
    ) -> CoworkerMsOffeCalendarPage:
        """List Office 365 calendar connections (misspelt path).

        Answers one page of the connections that match every range given. Rows may be partial: only `Id` is sure. This
        path's page documents no filters but the ranges of `CreatedOn` and `UpdatedOn`; the server ignores query
        parameters it does not know, so any other filter silently matches everything.

        Needs the role CoworkerMsOfficeCalendar-List.

        Args:
            page: Number of the page, from 1. `PageNumber` and other spellings are ignored, which answers page 1 for
                ever.
            size: Rows on a page. Only the generation of 2020 names a maximum, 1000; later ones name none, and what a
                server does beyond it is not known. Trust `HasNextPage` rather than the number of rows that came.
            order_by: Property to sort by. The pages say only that it is a property's name, so these are the record's.
                Left out, the oldest documentation sorts by `Id`.
            descending: Whether to sort from the last to the first.
            from_created_on: Only connections created at this moment or later.
            to_created_on: Only connections created at this moment or earlier.
            from_updated_on: Only connections last updated at this moment or later. Deleted records never show.
            to_updated_on: Only connections last updated at this moment or earlier. Deleted records never show.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsoffecalendars
        """
        arguments = list_coworker_ms_offe_calendars.get_kwargs(
            page=UNSET if page is None else page,
            size=UNSET if size is None else size,
            order_by=UNSET if order_by is None else order_by,
            dir_=UNSET if descending is None else 1 if descending else 0,
            from_coworker_ms_office_calendar_created_on=UNSET
            if from_created_on is None
            else format_filter_moment(from_created_on),
            to_coworker_ms_office_calendar_created_on=UNSET
            if to_created_on is None
            else format_filter_moment(to_created_on),
            from_coworker_ms_office_calendar_updated_on=UNSET
            if from_updated_on is None
            else format_filter_moment(from_updated_on),
            to_coworker_ms_office_calendar_updated_on=UNSET
            if to_updated_on is None
            else format_filter_moment(to_updated_on),
        )
        return decode(await self._session.send(arguments), CoworkerMsOffeCalendarPage.from_dict)

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
        arguments = create_coworker_ms_offe_calendar.get_kwargs(
            body=CoworkerMsOffeCalendarCreate(
                resource_id=resource_id,
                coworker_id=coworker_id,
                name=name,
                subscription_expire_date=subscription_expire_date,
                subscription_id=UNSET if subscription_id is None else subscription_id,
                calendar_id=UNSET if calendar_id is None else calendar_id,
            )
        )
        return decode(await self._session.send(arguments), _written)

    async def update(self, record: CoworkerMsOffeCalendar) -> WriteResult:
        """Replace an Office 365 calendar connection (misspelt path).

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
        record = full_record(record, CoworkerMsOffeCalendar)
        arguments = update_coworker_ms_offe_calendar.get_kwargs(
            body=CoworkerMsOffeCalendarUpdate(
                resource_id=record.resource_id,
                coworker_id=record.coworker_id,
                name=record.name,
                subscription_expire_date=record.subscription_expire_date,
                id=record.id,
                subscription_id=record.subscription_id,
                calendar_id=record.calendar_id,
            )
        )
        return decode(await self._session.send(arguments), _written)

    async def get_many(self, ids: Sequence[int]) -> builtins.list[CoworkerMsOffeCalendar]:
        """Read several Office 365 calendar connections by id (misspelt path).

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
        arguments = batch_coworker_ms_offe_calendars.get_kwargs(id=[*ids])
        return decode(await self._session.send(arguments), each(CoworkerMsOffeCalendar.from_dict))

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
        arguments = get_coworker_ms_offe_calendar.get_kwargs(id=id)
        return decode(await self._session.send(arguments), CoworkerMsOffeCalendar.from_dict)

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
        arguments = delete_coworker_ms_offe_calendar.get_kwargs(id=id)
        await self._session.send(arguments)


def _written(value: Any) -> WriteResult:
    result = ActionResult.from_dict(value)
    if result.value is None:
        raise ValueError(f"the write worked ({result.message}), but Value names no record")
    return WriteResult(
        id=int(result.value.id),
        message=result.message,
        updated_on=result.updated_on or None,
        updated_by=result.updated_by or None,
    )
