"""Every edit of the contract is classed as what it does to the client that is made from it."""

import copy

import pytest

from nexudus_contract.changes import Grade, Surface, client_changes
from nexudus_contract.document import Contract

from .conftest import Make, found, understood, worst
from .edits import EDITS, UNMADE

MADE = {edit.name: edit for edit in EDITS if edit.client != UNMADE}
LIST = "resources.coworker_google_calendars.CoworkerGoogleCalendars.list"
RUN = "resources.coworker_google_calendars.CoworkerGoogleCalendars.run_command"
API = "api.coworker_google_calendars"
AUTHENTICATION = "resources.authentication.Authentication"

WORDS = ("a role changes", "a description changes")
"""Edits that change words only."""
HARMLESS = (
    "a path changes",
    "a parameter's location changes",
    "a parameter's maximum is lowered",
    "a body's text gets a longest length",
    "an example changes",
    "a link goes",
    "nothing",
    "a parameter becomes a component",
    "a contradiction is decided otherwise",
)
"""Edits that change nothing in the client."""
TOGETHER = (
    {
        "an operation goes": f"{AUTHENTICATION}.get_current_user gone",
        "an operationId of a record type changes": f"{API}.get_coworker_google_calendar gone",
        "credentials are demanded": "api.authentication.create_token type client",
        "the server moves": "DEFAULT_BASE_URL value",
        "a filter goes": f"{LIST} PARAMETER_REMOVED name",
        "a parameter is renamed": f"{AUTHENTICATION}.create_token PARAMETER_REMOVED client_id",
        "a parameter's default changes": f"{API}.list_coworker_google_calendars PARAMETER_CHANGED_DEFAULT size",
        "a parameter's enum loses a value": "models.ListCoworkerGoogleCalendarsOrderBy type",
        "a body is new and required": f"{API}.list_coworker_google_calendar_commands PARAMETER_ADDED_REQUIRED body",
        "a body is closed": "models.CommandRequest.additional_properties gone",
        "a body's property goes": "models.CommandRequest.parameters gone",
        "a body's new property is required": f"{RUN} PARAMETER_ADDED_REQUIRED reason",
        "a body's property gets another type": "models.CommandRequest.key type",
        "a body's property may not be null any more": "models.CoworkerGoogleCalendarCreate.event_sync_token type",
        "one of a body's alternatives goes": "models.RefreshGrant gone",
        "an answer's text loses its format": "models.CoworkerGoogleCalendar.unique_id type",
    },
    {
        "an operationId changes": f"{AUTHENTICATION}.get_current_user gone",
        "a schema is renamed": "models.User gone",
        "a parameter's type changes": f"{LIST} type name",
        "a parameter becomes required": f"{AUTHENTICATION}.create_token PARAMETER_CHANGED_REQUIRED client_id",
        "a body's property becomes required": f"{RUN} PARAMETER_CHANGED_REQUIRED parameters",
        "a body's text gets a format": "models.CommandRequest.key type",
        "an answer's body goes": f"{LIST}_commands returns",
    },
    {
        "an answer's property may be null": "models.User.full_name type",
        "an answer's property may be missing": "models.User.email type",
        "an answer's property goes": "models.User.is_admin gone",
        "an answer's property gets another type": "models.User.active type",
        "a limit is raised": "DOCUMENTED_LIMITS value",
    },
    {
        "a limit is lowered": "DOCUMENTED_LIMITS value",
        "an operation is new": f"{AUTHENTICATION}.get_you new",
        "anybody may call": "api.authentication.get_current_user type client",
        "an optional parameter is new": f"{AUTHENTICATION}.create_token new colour",
        "a parameter's enum gets a value": "models.ListCoworkerGoogleCalendarsOrderBy type",
        "a body's new property is optional": "models.CommandRequest.reason new",
        "a record's new property is optional": "models.CoworkerGoogleCalendar.colour new",
        "a body's property becomes optional": "models.CommandRequest(ids) argument",
        "a body's property may be null": "models.CommandRequest.key type",
        "an answer's new property": "models.User.nickname new",
        "an answer's property always comes": "models.User(must_reset_password) argument",
        "an answer's property is never null": "models.User.default_currency_code type",
    },
)
"""Edits that do not touch one another and are made at once, each with the difference that it makes."""


@pytest.fixture(scope="module")
def surface(contract: Contract, make: Make) -> Surface:
    return make(contract)


def changed(contract: Contract, *names: str) -> Contract:
    """The contract with some edits."""
    document = copy.deepcopy(contract.document)
    for name in names:
        MADE[name].change(document)
    return understood(contract, document)


@pytest.mark.parametrize("differences", TOGETHER, ids=lambda differences: next(iter(differences)))
def test_its_difference_is_classed_rightly(
    contract: Contract, surface: Surface, make: Make, differences: dict[str, str]
) -> None:
    changes = client_changes(surface, make(changed(contract, *differences)))
    grades = found(changes)
    wrong = [
        f"{name}: {difference} is {grades.get(difference)}, not {MADE[name].client}"
        for name, difference in differences.items()
        if grades.get(difference) != MADE[name].client
    ]
    assert not wrong, "\n".join([*wrong, "", *grades])
    assert worst(changes) == min((MADE[name].client for name in differences), key=[*Grade].index)


def test_words_and_what_is_no_business_of_the_client_are_classed_rightly(
    contract: Contract, surface: Surface, make: Make
) -> None:
    assert [MADE[name].client for name in HARMLESS] == [None] * len(HARMLESS)
    assert [MADE[name].client for name in WORDS] == [Grade.DOCS] * len(WORDS)
    differing = [
        *(f"resources.coworker_google_calendars.{kind}CoworkerGoogleCalendars.list" for kind in ("", "Async")),
        *(f"resources.authentication.{kind}Authentication.get_current_user" for kind in ("", "Async")),
        "api.authentication.get_current_user",
    ]
    changes = client_changes(surface, make(changed(contract, *WORDS, *HARMLESS)))
    assert found(changes) == {f"{name} words": Grade.DOCS for name in differing}


def test_every_edit_is_made_once() -> None:
    assert sorted([*HARMLESS, *WORDS, *(name for group in TOGETHER for name in group)]) == sorted(MADE)
