"""What travels, as classes. Each is loaded when it is first asked for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .action_result import ActionResult
    from .command import Command
    from .command_parameter import CommandParameter
    from .command_request import CommandRequest
    from .coworker_google_calendar import CoworkerGoogleCalendar
    from .coworker_google_calendar_create import CoworkerGoogleCalendarCreate
    from .coworker_google_calendar_list_row import CoworkerGoogleCalendarListRow
    from .coworker_google_calendar_page import CoworkerGoogleCalendarPage
    from .coworker_google_calendar_update import CoworkerGoogleCalendarUpdate
    from .coworker_ms_offe_calendar import CoworkerMsOffeCalendar
    from .coworker_ms_offe_calendar_create import CoworkerMsOffeCalendarCreate
    from .coworker_ms_offe_calendar_list_row import CoworkerMsOffeCalendarListRow
    from .coworker_ms_offe_calendar_page import CoworkerMsOffeCalendarPage
    from .coworker_ms_offe_calendar_update import CoworkerMsOffeCalendarUpdate
    from .coworker_ms_office_calendar import CoworkerMsOfficeCalendar
    from .coworker_ms_office_calendar_create import CoworkerMsOfficeCalendarCreate
    from .coworker_ms_office_calendar_list_row import CoworkerMsOfficeCalendarListRow
    from .coworker_ms_office_calendar_page import CoworkerMsOfficeCalendarPage
    from .coworker_ms_office_calendar_update import CoworkerMsOfficeCalendarUpdate
    from .custom_field import CustomField
    from .custom_fields import CustomFields
    from .error_message import ErrorMessage
    from .field_error import FieldError
    from .grant import Grant
    from .list_coworker_google_calendars_dir import ListCoworkerGoogleCalendarsDir
    from .list_coworker_google_calendars_order_by import ListCoworkerGoogleCalendarsOrderBy
    from .list_coworker_ms_offe_calendars_dir import ListCoworkerMsOffeCalendarsDir
    from .list_coworker_ms_offe_calendars_order_by import ListCoworkerMsOffeCalendarsOrderBy
    from .list_coworker_ms_office_calendars_dir import ListCoworkerMsOfficeCalendarsDir
    from .list_coworker_ms_office_calendars_order_by import ListCoworkerMsOfficeCalendarsOrderBy
    from .localization_details import LocalizationDetails
    from .o_auth_error import OAuthError
    from .password_grant import PasswordGrant
    from .password_grant_grant_type import PasswordGrantGrantType
    from .record_reference import RecordReference
    from .refresh_grant import RefreshGrant
    from .refresh_grant_grant_type import RefreshGrantGrantType
    from .user import User
    from .validation_failure import ValidationFailure

__all__ = [
    "ActionResult",
    "Command",
    "CommandParameter",
    "CommandRequest",
    "CoworkerGoogleCalendar",
    "CoworkerGoogleCalendarCreate",
    "CoworkerGoogleCalendarListRow",
    "CoworkerGoogleCalendarPage",
    "CoworkerGoogleCalendarUpdate",
    "CoworkerMsOffeCalendar",
    "CoworkerMsOffeCalendarCreate",
    "CoworkerMsOffeCalendarListRow",
    "CoworkerMsOffeCalendarPage",
    "CoworkerMsOffeCalendarUpdate",
    "CoworkerMsOfficeCalendar",
    "CoworkerMsOfficeCalendarCreate",
    "CoworkerMsOfficeCalendarListRow",
    "CoworkerMsOfficeCalendarPage",
    "CoworkerMsOfficeCalendarUpdate",
    "CustomField",
    "CustomFields",
    "ErrorMessage",
    "FieldError",
    "Grant",
    "ListCoworkerGoogleCalendarsDir",
    "ListCoworkerGoogleCalendarsOrderBy",
    "ListCoworkerMsOffeCalendarsDir",
    "ListCoworkerMsOffeCalendarsOrderBy",
    "ListCoworkerMsOfficeCalendarsDir",
    "ListCoworkerMsOfficeCalendarsOrderBy",
    "LocalizationDetails",
    "OAuthError",
    "PasswordGrant",
    "PasswordGrantGrantType",
    "RecordReference",
    "RefreshGrant",
    "RefreshGrantGrantType",
    "User",
    "ValidationFailure",
]

_MODULES = {
    "ActionResult": ".action_result",
    "Command": ".command",
    "CommandParameter": ".command_parameter",
    "CommandRequest": ".command_request",
    "CoworkerGoogleCalendar": ".coworker_google_calendar",
    "CoworkerGoogleCalendarCreate": ".coworker_google_calendar_create",
    "CoworkerGoogleCalendarListRow": ".coworker_google_calendar_list_row",
    "CoworkerGoogleCalendarPage": ".coworker_google_calendar_page",
    "CoworkerGoogleCalendarUpdate": ".coworker_google_calendar_update",
    "CoworkerMsOffeCalendar": ".coworker_ms_offe_calendar",
    "CoworkerMsOffeCalendarCreate": ".coworker_ms_offe_calendar_create",
    "CoworkerMsOffeCalendarListRow": ".coworker_ms_offe_calendar_list_row",
    "CoworkerMsOffeCalendarPage": ".coworker_ms_offe_calendar_page",
    "CoworkerMsOffeCalendarUpdate": ".coworker_ms_offe_calendar_update",
    "CoworkerMsOfficeCalendar": ".coworker_ms_office_calendar",
    "CoworkerMsOfficeCalendarCreate": ".coworker_ms_office_calendar_create",
    "CoworkerMsOfficeCalendarListRow": ".coworker_ms_office_calendar_list_row",
    "CoworkerMsOfficeCalendarPage": ".coworker_ms_office_calendar_page",
    "CoworkerMsOfficeCalendarUpdate": ".coworker_ms_office_calendar_update",
    "CustomField": ".custom_field",
    "CustomFields": ".custom_fields",
    "ErrorMessage": ".error_message",
    "FieldError": ".field_error",
    "Grant": ".grant",
    "ListCoworkerGoogleCalendarsDir": ".list_coworker_google_calendars_dir",
    "ListCoworkerGoogleCalendarsOrderBy": ".list_coworker_google_calendars_order_by",
    "ListCoworkerMsOffeCalendarsDir": ".list_coworker_ms_offe_calendars_dir",
    "ListCoworkerMsOffeCalendarsOrderBy": ".list_coworker_ms_offe_calendars_order_by",
    "ListCoworkerMsOfficeCalendarsDir": ".list_coworker_ms_office_calendars_dir",
    "ListCoworkerMsOfficeCalendarsOrderBy": ".list_coworker_ms_office_calendars_order_by",
    "LocalizationDetails": ".localization_details",
    "OAuthError": ".o_auth_error",
    "PasswordGrant": ".password_grant",
    "PasswordGrantGrantType": ".password_grant_grant_type",
    "RecordReference": ".record_reference",
    "RefreshGrant": ".refresh_grant",
    "RefreshGrantGrantType": ".refresh_grant_grant_type",
    "User": ".user",
    "ValidationFailure": ".validation_failure",
}

# Type checkers read the imports above instead, so that they know a wrong name.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(_MODULES[name], __name__), name)
