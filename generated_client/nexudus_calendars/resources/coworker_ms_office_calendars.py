from __future__ import annotations

import builtins
import datetime
from collections.abc import Sequence
from typing import Any

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
from ..runtime.answers import WriteResult, decode, each, full_record
from ..runtime.dates import format_filter_moment
from ..runtime.session import AsyncSession, Session
from ..types import UNSET


class CoworkerMsOfficeCalendars:
    """Office 365 calendars that customers connected, in order to book resources straight from them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(
        self,
        *,
        page: int | None = None,
        size: int | None = None,
        order_by: ListCoworkerMsOfficeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        resource: int | None = None,
        coworker: int | None = None,
        coworker_full_name: str | None = None,
        name: str | None = None,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
        subscription_expire_date: str | None = None,
        from_subscription_expire_date: datetime.datetime | None = None,
        to_subscription_expire_date: datetime.datetime | None = None,
        from_created_on: datetime.datetime | None = None,
        to_created_on: datetime.datetime | None = None,
        from_updated_on: datetime.datetime | None = None,
        to_updated_on: datetime.datetime | None = None,
    ) -> CoworkerMsOfficeCalendarPage:
        """List Office 365 calendar connections.

        Answers one page of the connections that match every filter given. Rows may be partial: only `Id` is sure. The
        server ignores query parameters it does not know, so a misspelt filter silently matches everything.

        Needs the role CoworkerMsOfficeCalendar-List.

        Args:
            page: Number of the page, from 1. `PageNumber` and other spellings are ignored, which answers page 1 for
                ever.
            size: Rows on a page. Only the generation of 2020 names a maximum, 1000; later ones name none, and what a
                server does beyond it is not known. Trust `HasNextPage` rather than the number of rows that came.
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
            from_subscription_expire_date: Only connections that expire at this moment or later.
            to_subscription_expire_date: Only connections that expire at this moment or earlier.
            from_created_on: Only connections created at this moment or later.
            to_created_on: Only connections created at this moment or earlier.
            from_updated_on: Only connections last updated at this moment or later. Deleted records never show.
            to_updated_on: Only connections last updated at this moment or earlier. Deleted records never show.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsofficecalendars
        """
        arguments = list_coworker_ms_office_calendars.get_kwargs(
            page=UNSET if page is None else page,
            size=UNSET if size is None else size,
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
            from_coworker_ms_office_calendar_subscription_expire_date=UNSET
            if from_subscription_expire_date is None
            else format_filter_moment(from_subscription_expire_date),
            to_coworker_ms_office_calendar_subscription_expire_date=UNSET
            if to_subscription_expire_date is None
            else format_filter_moment(to_subscription_expire_date),
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
        return decode(self._session.send(arguments), CoworkerMsOfficeCalendarPage.from_dict)

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
        arguments = create_coworker_ms_office_calendar.get_kwargs(
            body=CoworkerMsOfficeCalendarCreate(
                resource_id=resource_id,
                name=name,
                subscription_id=subscription_id,
                calendar_id=calendar_id,
                subscription_expire_date=subscription_expire_date,
                coworker_id=UNSET if coworker_id is None else coworker_id,
            )
        )
        return decode(self._session.send(arguments), _written)

    def update(self, record: CoworkerMsOfficeCalendar) -> WriteResult:
        """Replace an Office 365 calendar connection.

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
        record = full_record(record, CoworkerMsOfficeCalendar)
        arguments = update_coworker_ms_office_calendar.get_kwargs(
            body=CoworkerMsOfficeCalendarUpdate(
                resource_id=record.resource_id,
                name=record.name,
                subscription_id=record.subscription_id,
                calendar_id=record.calendar_id,
                subscription_expire_date=record.subscription_expire_date,
                id=record.id,
                coworker_id=record.coworker_id,
            )
        )
        return decode(self._session.send(arguments), _written)

    def get_many(self, ids: Sequence[int]) -> builtins.list[CoworkerMsOfficeCalendar]:
        """Read several Office 365 calendar connections by id.

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
        arguments = batch_coworker_ms_office_calendars.get_kwargs(id=[*ids])
        return decode(self._session.send(arguments), each(CoworkerMsOfficeCalendar.from_dict))

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
        arguments = get_coworker_ms_office_calendar.get_kwargs(id=id)
        return decode(self._session.send(arguments), CoworkerMsOfficeCalendar.from_dict)

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
        arguments = delete_coworker_ms_office_calendar.get_kwargs(id=id)
        self._session.send(arguments)

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
        arguments = list_coworker_ms_office_calendar_commands.get_kwargs()
        return decode(self._session.send(arguments), each(Command.from_dict))

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
        arguments = run_coworker_ms_office_calendar_command.get_kwargs(
            body=CommandRequest(
                key=key,
                ids=[*ids],
                parameters=UNSET if parameters is None else [*parameters],
            )
        )
        return decode(self._session.send(arguments), ActionResult.from_dict)


class AsyncCoworkerMsOfficeCalendars:
    """Office 365 calendars that customers connected, in order to book resources straight from them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(
        self,
        *,
        page: int | None = None,
        size: int | None = None,
        order_by: ListCoworkerMsOfficeCalendarsOrderBy | None = None,
        descending: bool | None = None,
        resource: int | None = None,
        coworker: int | None = None,
        coworker_full_name: str | None = None,
        name: str | None = None,
        subscription_id: str | None = None,
        calendar_id: str | None = None,
        subscription_expire_date: str | None = None,
        from_subscription_expire_date: datetime.datetime | None = None,
        to_subscription_expire_date: datetime.datetime | None = None,
        from_created_on: datetime.datetime | None = None,
        to_created_on: datetime.datetime | None = None,
        from_updated_on: datetime.datetime | None = None,
        to_updated_on: datetime.datetime | None = None,
    ) -> CoworkerMsOfficeCalendarPage:
        """List Office 365 calendar connections.

        Answers one page of the connections that match every filter given. Rows may be partial: only `Id` is sure. The
        server ignores query parameters it does not know, so a misspelt filter silently matches everything.

        Needs the role CoworkerMsOfficeCalendar-List.

        Args:
            page: Number of the page, from 1. `PageNumber` and other spellings are ignored, which answers page 1 for
                ever.
            size: Rows on a page. Only the generation of 2020 names a maximum, 1000; later ones name none, and what a
                server does beyond it is not known. Trust `HasNextPage` rather than the number of rows that came.
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
            from_subscription_expire_date: Only connections that expire at this moment or later.
            to_subscription_expire_date: Only connections that expire at this moment or earlier.
            from_created_on: Only connections created at this moment or later.
            to_created_on: Only connections created at this moment or earlier.
            from_updated_on: Only connections last updated at this moment or later. Deleted records never show.
            to_updated_on: Only connections last updated at this moment or earlier. Deleted records never show.

        Raises:
            NexudusError: the call failed; the subclass says how.

        Source (documented):
            https://developers.nexudus.com/rest-api/spaces/get-coworkermsofficecalendars
        """
        arguments = list_coworker_ms_office_calendars.get_kwargs(
            page=UNSET if page is None else page,
            size=UNSET if size is None else size,
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
            from_coworker_ms_office_calendar_subscription_expire_date=UNSET
            if from_subscription_expire_date is None
            else format_filter_moment(from_subscription_expire_date),
            to_coworker_ms_office_calendar_subscription_expire_date=UNSET
            if to_subscription_expire_date is None
            else format_filter_moment(to_subscription_expire_date),
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
        return decode(await self._session.send(arguments), CoworkerMsOfficeCalendarPage.from_dict)

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
        arguments = create_coworker_ms_office_calendar.get_kwargs(
            body=CoworkerMsOfficeCalendarCreate(
                resource_id=resource_id,
                name=name,
                subscription_id=subscription_id,
                calendar_id=calendar_id,
                subscription_expire_date=subscription_expire_date,
                coworker_id=UNSET if coworker_id is None else coworker_id,
            )
        )
        return decode(await self._session.send(arguments), _written)

    async def update(self, record: CoworkerMsOfficeCalendar) -> WriteResult:
        """Replace an Office 365 calendar connection.

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
        record = full_record(record, CoworkerMsOfficeCalendar)
        arguments = update_coworker_ms_office_calendar.get_kwargs(
            body=CoworkerMsOfficeCalendarUpdate(
                resource_id=record.resource_id,
                name=record.name,
                subscription_id=record.subscription_id,
                calendar_id=record.calendar_id,
                subscription_expire_date=record.subscription_expire_date,
                id=record.id,
                coworker_id=record.coworker_id,
            )
        )
        return decode(await self._session.send(arguments), _written)

    async def get_many(self, ids: Sequence[int]) -> builtins.list[CoworkerMsOfficeCalendar]:
        """Read several Office 365 calendar connections by id.

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
        arguments = batch_coworker_ms_office_calendars.get_kwargs(id=[*ids])
        return decode(await self._session.send(arguments), each(CoworkerMsOfficeCalendar.from_dict))

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
        arguments = get_coworker_ms_office_calendar.get_kwargs(id=id)
        return decode(await self._session.send(arguments), CoworkerMsOfficeCalendar.from_dict)

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
        arguments = delete_coworker_ms_office_calendar.get_kwargs(id=id)
        await self._session.send(arguments)

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
        arguments = list_coworker_ms_office_calendar_commands.get_kwargs()
        return decode(await self._session.send(arguments), each(Command.from_dict))

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
        arguments = run_coworker_ms_office_calendar_command.get_kwargs(
            body=CommandRequest(
                key=key,
                ids=[*ids],
                parameters=UNSET if parameters is None else [*parameters],
            )
        )
        return decode(await self._session.send(arguments), ActionResult.from_dict)


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
