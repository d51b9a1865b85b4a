from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.coworker_google_calendar_page import CoworkerGoogleCalendarPage
from ...models.error_message import ErrorMessage
from ...models.list_coworker_google_calendars_dir import ListCoworkerGoogleCalendarsDir
from ...models.list_coworker_google_calendars_order_by import ListCoworkerGoogleCalendarsOrderBy
from ...models.validation_failure import ValidationFailure
from ...types import UNSET, Response, Unset


def get_kwargs(
    *,
    page: int | Unset = 1,
    size: int | Unset = 25,
    order_by: ListCoworkerGoogleCalendarsOrderBy | Unset = UNSET,
    dir_: ListCoworkerGoogleCalendarsDir | Unset = UNSET,
    coworker_google_calendar_resource: int | Unset = UNSET,
    coworker_google_calendar_coworker: int | Unset = UNSET,
    coworker_google_calendar_coworker_full_name: str | Unset = UNSET,
    coworker_google_calendar_name: str | Unset = UNSET,
    coworker_google_calendar_subscription_id: str | Unset = UNSET,
    coworker_google_calendar_calendar_id: str | Unset = UNSET,
    coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    coworker_google_calendar_watch_resource_id: str | Unset = UNSET,
    coworker_google_calendar_event_sync_token: str | Unset = UNSET,
    from_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    to_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    from_coworker_google_calendar_created_on: str | Unset = UNSET,
    to_coworker_google_calendar_created_on: str | Unset = UNSET,
    from_coworker_google_calendar_updated_on: str | Unset = UNSET,
    to_coworker_google_calendar_updated_on: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["page"] = page

    params["size"] = size

    json_order_by: str | Unset = UNSET
    if not isinstance(order_by, Unset):
        json_order_by = order_by

    params["orderBy"] = json_order_by

    json_dir_: int | Unset = UNSET
    if not isinstance(dir_, Unset):
        json_dir_ = dir_

    params["dir"] = json_dir_

    params["CoworkerGoogleCalendar_Resource"] = coworker_google_calendar_resource

    params["CoworkerGoogleCalendar_Coworker"] = coworker_google_calendar_coworker

    params["CoworkerGoogleCalendar_Coworker_FullName"] = coworker_google_calendar_coworker_full_name

    params["CoworkerGoogleCalendar_Name"] = coworker_google_calendar_name

    params["CoworkerGoogleCalendar_SubscriptionId"] = coworker_google_calendar_subscription_id

    params["CoworkerGoogleCalendar_CalendarId"] = coworker_google_calendar_calendar_id

    params["CoworkerGoogleCalendar_SubscriptionExpireDate"] = coworker_google_calendar_subscription_expire_date

    params["CoworkerGoogleCalendar_WatchResourceId"] = coworker_google_calendar_watch_resource_id

    params["CoworkerGoogleCalendar_EventSyncToken"] = coworker_google_calendar_event_sync_token

    params["from_CoworkerGoogleCalendar_SubscriptionExpireDate"] = (
        from_coworker_google_calendar_subscription_expire_date
    )

    params["to_CoworkerGoogleCalendar_SubscriptionExpireDate"] = to_coworker_google_calendar_subscription_expire_date

    params["from_CoworkerGoogleCalendar_CreatedOn"] = from_coworker_google_calendar_created_on

    params["to_CoworkerGoogleCalendar_CreatedOn"] = to_coworker_google_calendar_created_on

    params["from_CoworkerGoogleCalendar_UpdatedOn"] = from_coworker_google_calendar_updated_on

    params["to_CoworkerGoogleCalendar_UpdatedOn"] = to_coworker_google_calendar_updated_on

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/spaces/coworkergooglecalendars",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure | None:
    if response.status_code == 200:
        response_200 = CoworkerGoogleCalendarPage.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = ValidationFailure.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = ErrorMessage.from_dict(response.json())

        return response_401

    if response.status_code == 409:
        response_409 = cast(Any, None)
        return response_409

    if response.status_code == 429:
        response_429 = cast(Any, None)
        return response_429

    if response.status_code == 500:
        response_500 = ErrorMessage.from_dict(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure]:
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    page: int | Unset = 1,
    size: int | Unset = 25,
    order_by: ListCoworkerGoogleCalendarsOrderBy | Unset = UNSET,
    dir_: ListCoworkerGoogleCalendarsDir | Unset = UNSET,
    coworker_google_calendar_resource: int | Unset = UNSET,
    coworker_google_calendar_coworker: int | Unset = UNSET,
    coworker_google_calendar_coworker_full_name: str | Unset = UNSET,
    coworker_google_calendar_name: str | Unset = UNSET,
    coworker_google_calendar_subscription_id: str | Unset = UNSET,
    coworker_google_calendar_calendar_id: str | Unset = UNSET,
    coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    coworker_google_calendar_watch_resource_id: str | Unset = UNSET,
    coworker_google_calendar_event_sync_token: str | Unset = UNSET,
    from_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    to_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    from_coworker_google_calendar_created_on: str | Unset = UNSET,
    to_coworker_google_calendar_created_on: str | Unset = UNSET,
    from_coworker_google_calendar_updated_on: str | Unset = UNSET,
    to_coworker_google_calendar_updated_on: str | Unset = UNSET,
) -> Response[Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure]:
    """List Google calendar connections

     Answers one page of the connections that match every filter given. Rows may be partial: only `Id` is
    sure. The
    server ignores query parameters it does not know, so a misspelt filter silently matches everything.

    Args:
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 25.
        order_by (ListCoworkerGoogleCalendarsOrderBy | Unset):
        dir_ (ListCoworkerGoogleCalendarsDir | Unset):
        coworker_google_calendar_resource (int | Unset): Id of a record. Examples of the pages
            show 0 where no real id stands.
        coworker_google_calendar_coworker (int | Unset): Id of a record. Examples of the pages
            show 0 where no real id stands.
        coworker_google_calendar_coworker_full_name (str | Unset):
        coworker_google_calendar_name (str | Unset):
        coworker_google_calendar_subscription_id (str | Unset):
        coworker_google_calendar_calendar_id (str | Unset):
        coworker_google_calendar_subscription_expire_date (str | Unset):
        coworker_google_calendar_watch_resource_id (str | Unset):
        coworker_google_calendar_event_sync_token (str | Unset):
        from_coworker_google_calendar_subscription_expire_date (str | Unset): A minute without
            time zone, as the pages document it, or an instant in UTC, as integrators send it. Both
            are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_subscription_expire_date (str | Unset): A minute without time
            zone, as the pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        from_coworker_google_calendar_created_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_created_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        from_coworker_google_calendar_updated_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_updated_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure]
    """

    kwargs = get_kwargs(
        page=page,
        size=size,
        order_by=order_by,
        dir_=dir_,
        coworker_google_calendar_resource=coworker_google_calendar_resource,
        coworker_google_calendar_coworker=coworker_google_calendar_coworker,
        coworker_google_calendar_coworker_full_name=coworker_google_calendar_coworker_full_name,
        coworker_google_calendar_name=coworker_google_calendar_name,
        coworker_google_calendar_subscription_id=coworker_google_calendar_subscription_id,
        coworker_google_calendar_calendar_id=coworker_google_calendar_calendar_id,
        coworker_google_calendar_subscription_expire_date=coworker_google_calendar_subscription_expire_date,
        coworker_google_calendar_watch_resource_id=coworker_google_calendar_watch_resource_id,
        coworker_google_calendar_event_sync_token=coworker_google_calendar_event_sync_token,
        from_coworker_google_calendar_subscription_expire_date=from_coworker_google_calendar_subscription_expire_date,
        to_coworker_google_calendar_subscription_expire_date=to_coworker_google_calendar_subscription_expire_date,
        from_coworker_google_calendar_created_on=from_coworker_google_calendar_created_on,
        to_coworker_google_calendar_created_on=to_coworker_google_calendar_created_on,
        from_coworker_google_calendar_updated_on=from_coworker_google_calendar_updated_on,
        to_coworker_google_calendar_updated_on=to_coworker_google_calendar_updated_on,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    page: int | Unset = 1,
    size: int | Unset = 25,
    order_by: ListCoworkerGoogleCalendarsOrderBy | Unset = UNSET,
    dir_: ListCoworkerGoogleCalendarsDir | Unset = UNSET,
    coworker_google_calendar_resource: int | Unset = UNSET,
    coworker_google_calendar_coworker: int | Unset = UNSET,
    coworker_google_calendar_coworker_full_name: str | Unset = UNSET,
    coworker_google_calendar_name: str | Unset = UNSET,
    coworker_google_calendar_subscription_id: str | Unset = UNSET,
    coworker_google_calendar_calendar_id: str | Unset = UNSET,
    coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    coworker_google_calendar_watch_resource_id: str | Unset = UNSET,
    coworker_google_calendar_event_sync_token: str | Unset = UNSET,
    from_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    to_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    from_coworker_google_calendar_created_on: str | Unset = UNSET,
    to_coworker_google_calendar_created_on: str | Unset = UNSET,
    from_coworker_google_calendar_updated_on: str | Unset = UNSET,
    to_coworker_google_calendar_updated_on: str | Unset = UNSET,
) -> Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure | None:
    """List Google calendar connections

     Answers one page of the connections that match every filter given. Rows may be partial: only `Id` is
    sure. The
    server ignores query parameters it does not know, so a misspelt filter silently matches everything.

    Args:
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 25.
        order_by (ListCoworkerGoogleCalendarsOrderBy | Unset):
        dir_ (ListCoworkerGoogleCalendarsDir | Unset):
        coworker_google_calendar_resource (int | Unset): Id of a record. Examples of the pages
            show 0 where no real id stands.
        coworker_google_calendar_coworker (int | Unset): Id of a record. Examples of the pages
            show 0 where no real id stands.
        coworker_google_calendar_coworker_full_name (str | Unset):
        coworker_google_calendar_name (str | Unset):
        coworker_google_calendar_subscription_id (str | Unset):
        coworker_google_calendar_calendar_id (str | Unset):
        coworker_google_calendar_subscription_expire_date (str | Unset):
        coworker_google_calendar_watch_resource_id (str | Unset):
        coworker_google_calendar_event_sync_token (str | Unset):
        from_coworker_google_calendar_subscription_expire_date (str | Unset): A minute without
            time zone, as the pages document it, or an instant in UTC, as integrators send it. Both
            are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_subscription_expire_date (str | Unset): A minute without time
            zone, as the pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        from_coworker_google_calendar_created_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_created_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        from_coworker_google_calendar_updated_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_updated_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure
    """

    return sync_detailed(
        client=client,
        page=page,
        size=size,
        order_by=order_by,
        dir_=dir_,
        coworker_google_calendar_resource=coworker_google_calendar_resource,
        coworker_google_calendar_coworker=coworker_google_calendar_coworker,
        coworker_google_calendar_coworker_full_name=coworker_google_calendar_coworker_full_name,
        coworker_google_calendar_name=coworker_google_calendar_name,
        coworker_google_calendar_subscription_id=coworker_google_calendar_subscription_id,
        coworker_google_calendar_calendar_id=coworker_google_calendar_calendar_id,
        coworker_google_calendar_subscription_expire_date=coworker_google_calendar_subscription_expire_date,
        coworker_google_calendar_watch_resource_id=coworker_google_calendar_watch_resource_id,
        coworker_google_calendar_event_sync_token=coworker_google_calendar_event_sync_token,
        from_coworker_google_calendar_subscription_expire_date=from_coworker_google_calendar_subscription_expire_date,
        to_coworker_google_calendar_subscription_expire_date=to_coworker_google_calendar_subscription_expire_date,
        from_coworker_google_calendar_created_on=from_coworker_google_calendar_created_on,
        to_coworker_google_calendar_created_on=to_coworker_google_calendar_created_on,
        from_coworker_google_calendar_updated_on=from_coworker_google_calendar_updated_on,
        to_coworker_google_calendar_updated_on=to_coworker_google_calendar_updated_on,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    page: int | Unset = 1,
    size: int | Unset = 25,
    order_by: ListCoworkerGoogleCalendarsOrderBy | Unset = UNSET,
    dir_: ListCoworkerGoogleCalendarsDir | Unset = UNSET,
    coworker_google_calendar_resource: int | Unset = UNSET,
    coworker_google_calendar_coworker: int | Unset = UNSET,
    coworker_google_calendar_coworker_full_name: str | Unset = UNSET,
    coworker_google_calendar_name: str | Unset = UNSET,
    coworker_google_calendar_subscription_id: str | Unset = UNSET,
    coworker_google_calendar_calendar_id: str | Unset = UNSET,
    coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    coworker_google_calendar_watch_resource_id: str | Unset = UNSET,
    coworker_google_calendar_event_sync_token: str | Unset = UNSET,
    from_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    to_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    from_coworker_google_calendar_created_on: str | Unset = UNSET,
    to_coworker_google_calendar_created_on: str | Unset = UNSET,
    from_coworker_google_calendar_updated_on: str | Unset = UNSET,
    to_coworker_google_calendar_updated_on: str | Unset = UNSET,
) -> Response[Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure]:
    """List Google calendar connections

     Answers one page of the connections that match every filter given. Rows may be partial: only `Id` is
    sure. The
    server ignores query parameters it does not know, so a misspelt filter silently matches everything.

    Args:
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 25.
        order_by (ListCoworkerGoogleCalendarsOrderBy | Unset):
        dir_ (ListCoworkerGoogleCalendarsDir | Unset):
        coworker_google_calendar_resource (int | Unset): Id of a record. Examples of the pages
            show 0 where no real id stands.
        coworker_google_calendar_coworker (int | Unset): Id of a record. Examples of the pages
            show 0 where no real id stands.
        coworker_google_calendar_coworker_full_name (str | Unset):
        coworker_google_calendar_name (str | Unset):
        coworker_google_calendar_subscription_id (str | Unset):
        coworker_google_calendar_calendar_id (str | Unset):
        coworker_google_calendar_subscription_expire_date (str | Unset):
        coworker_google_calendar_watch_resource_id (str | Unset):
        coworker_google_calendar_event_sync_token (str | Unset):
        from_coworker_google_calendar_subscription_expire_date (str | Unset): A minute without
            time zone, as the pages document it, or an instant in UTC, as integrators send it. Both
            are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_subscription_expire_date (str | Unset): A minute without time
            zone, as the pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        from_coworker_google_calendar_created_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_created_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        from_coworker_google_calendar_updated_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_updated_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure]
    """

    kwargs = get_kwargs(
        page=page,
        size=size,
        order_by=order_by,
        dir_=dir_,
        coworker_google_calendar_resource=coworker_google_calendar_resource,
        coworker_google_calendar_coworker=coworker_google_calendar_coworker,
        coworker_google_calendar_coworker_full_name=coworker_google_calendar_coworker_full_name,
        coworker_google_calendar_name=coworker_google_calendar_name,
        coworker_google_calendar_subscription_id=coworker_google_calendar_subscription_id,
        coworker_google_calendar_calendar_id=coworker_google_calendar_calendar_id,
        coworker_google_calendar_subscription_expire_date=coworker_google_calendar_subscription_expire_date,
        coworker_google_calendar_watch_resource_id=coworker_google_calendar_watch_resource_id,
        coworker_google_calendar_event_sync_token=coworker_google_calendar_event_sync_token,
        from_coworker_google_calendar_subscription_expire_date=from_coworker_google_calendar_subscription_expire_date,
        to_coworker_google_calendar_subscription_expire_date=to_coworker_google_calendar_subscription_expire_date,
        from_coworker_google_calendar_created_on=from_coworker_google_calendar_created_on,
        to_coworker_google_calendar_created_on=to_coworker_google_calendar_created_on,
        from_coworker_google_calendar_updated_on=from_coworker_google_calendar_updated_on,
        to_coworker_google_calendar_updated_on=to_coworker_google_calendar_updated_on,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    page: int | Unset = 1,
    size: int | Unset = 25,
    order_by: ListCoworkerGoogleCalendarsOrderBy | Unset = UNSET,
    dir_: ListCoworkerGoogleCalendarsDir | Unset = UNSET,
    coworker_google_calendar_resource: int | Unset = UNSET,
    coworker_google_calendar_coworker: int | Unset = UNSET,
    coworker_google_calendar_coworker_full_name: str | Unset = UNSET,
    coworker_google_calendar_name: str | Unset = UNSET,
    coworker_google_calendar_subscription_id: str | Unset = UNSET,
    coworker_google_calendar_calendar_id: str | Unset = UNSET,
    coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    coworker_google_calendar_watch_resource_id: str | Unset = UNSET,
    coworker_google_calendar_event_sync_token: str | Unset = UNSET,
    from_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    to_coworker_google_calendar_subscription_expire_date: str | Unset = UNSET,
    from_coworker_google_calendar_created_on: str | Unset = UNSET,
    to_coworker_google_calendar_created_on: str | Unset = UNSET,
    from_coworker_google_calendar_updated_on: str | Unset = UNSET,
    to_coworker_google_calendar_updated_on: str | Unset = UNSET,
) -> Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure | None:
    """List Google calendar connections

     Answers one page of the connections that match every filter given. Rows may be partial: only `Id` is
    sure. The
    server ignores query parameters it does not know, so a misspelt filter silently matches everything.

    Args:
        page (int | Unset):  Default: 1.
        size (int | Unset):  Default: 25.
        order_by (ListCoworkerGoogleCalendarsOrderBy | Unset):
        dir_ (ListCoworkerGoogleCalendarsDir | Unset):
        coworker_google_calendar_resource (int | Unset): Id of a record. Examples of the pages
            show 0 where no real id stands.
        coworker_google_calendar_coworker (int | Unset): Id of a record. Examples of the pages
            show 0 where no real id stands.
        coworker_google_calendar_coworker_full_name (str | Unset):
        coworker_google_calendar_name (str | Unset):
        coworker_google_calendar_subscription_id (str | Unset):
        coworker_google_calendar_calendar_id (str | Unset):
        coworker_google_calendar_subscription_expire_date (str | Unset):
        coworker_google_calendar_watch_resource_id (str | Unset):
        coworker_google_calendar_event_sync_token (str | Unset):
        from_coworker_google_calendar_subscription_expire_date (str | Unset): A minute without
            time zone, as the pages document it, or an instant in UTC, as integrators send it. Both
            are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_subscription_expire_date (str | Unset): A minute without time
            zone, as the pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        from_coworker_google_calendar_created_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_created_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        from_coworker_google_calendar_updated_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.
        to_coworker_google_calendar_updated_on (str | Unset): A minute without time zone, as the
            pages document it, or an instant in UTC, as integrators send it. Both are
            taken as UTC, which no page says; the bound itself belongs to the range.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | CoworkerGoogleCalendarPage | ErrorMessage | ValidationFailure
    """

    return (
        await asyncio_detailed(
            client=client,
            page=page,
            size=size,
            order_by=order_by,
            dir_=dir_,
            coworker_google_calendar_resource=coworker_google_calendar_resource,
            coworker_google_calendar_coworker=coworker_google_calendar_coworker,
            coworker_google_calendar_coworker_full_name=coworker_google_calendar_coworker_full_name,
            coworker_google_calendar_name=coworker_google_calendar_name,
            coworker_google_calendar_subscription_id=coworker_google_calendar_subscription_id,
            coworker_google_calendar_calendar_id=coworker_google_calendar_calendar_id,
            coworker_google_calendar_subscription_expire_date=coworker_google_calendar_subscription_expire_date,
            coworker_google_calendar_watch_resource_id=coworker_google_calendar_watch_resource_id,
            coworker_google_calendar_event_sync_token=coworker_google_calendar_event_sync_token,
            from_coworker_google_calendar_subscription_expire_date=from_coworker_google_calendar_subscription_expire_date,
            to_coworker_google_calendar_subscription_expire_date=to_coworker_google_calendar_subscription_expire_date,
            from_coworker_google_calendar_created_on=from_coworker_google_calendar_created_on,
            to_coworker_google_calendar_created_on=to_coworker_google_calendar_created_on,
            from_coworker_google_calendar_updated_on=from_coworker_google_calendar_updated_on,
            to_coworker_google_calendar_updated_on=to_coworker_google_calendar_updated_on,
        )
    ).parsed
