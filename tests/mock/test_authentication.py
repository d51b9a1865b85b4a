"""Who comes in, with what, and what they may do."""

import base64
from contextlib import closing
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.mock.conftest import ADMIN, AUDITOR, Api, Clock, example

from nexudus_contract.document import Contract
from nexudus_contract.mock import DEFAULT_USERS, MockSettings, User
from nexudus_contract.terms import Kind, RecordType

PASSWORD = {"grant_type": "password", "username": ADMIN[0], "password": ADMIN[1]}
DENIED = {"Message": "Authorization has been denied for this request."}


def _grant(api: Api, **parts: str) -> dict[str, Any]:
    headers = {"client_id": parts.pop("client_id")} if "client_id" in parts else {}
    response = api.post("/api/token", login=None, data=PASSWORD | parts, headers=headers)
    assert response.status_code == 200
    grant: dict[str, Any] = response.json()
    return grant


def _refresh(api: Api, token: str, client_id: str | None) -> httpx.Response:
    headers = {} if client_id is None else {"client_id": client_id}
    form = {"grant_type": "refresh_token", "refresh_token": token}
    return api.post("/api/token", login=None, data=form, headers=headers)


def _status(api: Api, authorization: str | bytes) -> int:
    return api.get("/api/auth/me", login=None, headers={"Authorization": authorization}).status_code


def test_every_secured_operation_wants_credentials(api: Api, contract: Contract) -> None:
    answers = {
        item.id: api.request(item.method.upper(), item.path.replace("{id}", "1"), login=None)
        for item in contract.operations
        if item.secured
    }
    found = {name: (answer.status_code, answer.json()) for name, answer in answers.items()}
    assert found == dict.fromkeys(answers, (401, DENIED))


def _basic(text: str) -> str:
    return "Basic " + base64.b64encode(text.encode()).decode()


WRONG = [
    "",
    "Basic",
    "Basic ",
    "Bearer",
    "Bearer ",
    "Bearer x y",
    "Digest x",
    "Basic !!!",
    "Basic \xe9",
    "Basic " + base64.b64encode(b"\xff:\xff").decode(),
    _basic("admin@example.com"),
    _basic("admin@example.com:"),
    _basic("admin@example.com:Admin"),
    _basic("admin@example.com:admin "),
    _basic("ADMIN:admin"),
    _basic(":"),
    _basic("nobody@example.com:admin"),
    _basic("admin@example.com:admin").removeprefix("Basic "),
    "Bearer " + _basic("admin@example.com:admin").removeprefix("Basic "),
]


def test_wrong_credentials_are_denied(api: Api) -> None:
    assert {header: _status(api, header.encode("latin-1")) for header in WRONG} == dict.fromkeys(WRONG, 401)


def test_right_credentials_are_taken_in_any_case_of_the_scheme_and_every_time(api: Api) -> None:
    right = _basic("admin@example.com:admin")
    token = _grant(api)["access_token"]
    headers = [right, right, right.replace("Basic", "bAsIc"), f"Bearer {token}", f"bearer {token}"]
    assert [_status(api, header) for header in headers] == [200] * 5


def test_two_authorization_headers_are_none(api: Api) -> None:
    header = ("Authorization", _basic("admin@example.com:admin"))
    assert api.get("/api/auth/me", login=None, headers=[header, header]).status_code == 401


def test_a_password_may_hold_colons_and_any_letter(contract: Contract) -> None:
    with closing(Api(contract, MockSettings(users=(User("é@example.com", "a:b:😀", roles=None),)))) as api:
        assert _status(api, _basic("é@example.com:a:b:😀")) == 200


def test_the_auditor_reads_and_changes_nothing(api: Api, record_type: RecordType) -> None:
    record_id = api.create(record_type)
    body = example(api.contract, record_type) | {"Id": record_id}
    before = api.record(record_type, record_id)
    for kind, operation in record_type.operations.items():
        path = operation.path.replace("{id}", str(record_id)) + ("?id=[1]" if kind is Kind.BATCH else "")
        status = api.request(operation.method.upper(), path, json=body, login=AUDITOR).status_code
        assert status == (200 if kind in {Kind.LIST, Kind.BATCH, Kind.GET} else 401), operation.id
    assert api.record(record_type, record_id) == before


def test_one_role_opens_its_operations_and_no_other(contract: Contract, google: RecordType) -> None:
    user = User("lister@example.com", "x", roles=frozenset({"CoworkerGoogleCalendar-List"}))
    with closing(Api(contract, MockSettings(users=(user,)))) as api:
        login = (user.email, "x")
        for operation in contract.operations:
            if operation.method == "get" and operation.secured:
                path = operation.path.replace("{id}", "1")
                status = api.get(path, login=login).status_code
                open_to_all = not operation.roles
                assert (status != 401) == (operation.id == google.operations[Kind.LIST].id or open_to_all), operation.id


def test_an_account_without_api_access_stays_out(contract: Contract) -> None:
    with closing(
        Api(contract, MockSettings(users=(User("off@example.com", "x", roles=None, api_access=False),)))
    ) as api:
        assert _status(api, _basic("off@example.com:x")) == 401
        form = {"grant_type": "password", "username": "off@example.com", "password": "x"}
        assert api.post("/api/token", login=None, data=form).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(("login", "admin"), [(ADMIN, True), (AUDITOR, False)])
def test_the_current_user_is_the_one_who_asks(api: Api, login: tuple[str, str], *, admin: bool) -> None:
    user = api.get("/api/auth/me", login=login).json()
    told = {"Email": login[0], "IsAdmin": admin, "APIAccess": True, "Active": True, "MustResetPassword": False}
    assert user == user | told | {"AccessToken": None, "LastAccess": None, "Businesses": [], "UserRoles": []}


def test_passwords_do_not_show() -> None:
    user = User("a", "pa55", roles=None, totp_secret="GEZDGNBVGY3TQOJQ")
    assert "auditor'" not in repr(DEFAULT_USERS)
    assert "pa55" not in repr(vars(user))
    assert "GEZDGNBVGY3TQOJQ" not in repr(user)
    assert "k3y" not in repr(MockSettings(users=(user,), admin_key="k3y"))


def test_a_token_acts_for_its_user(api: Api, google: RecordType) -> None:
    token = _grant(api, username=AUDITOR[0], password=AUDITOR[1])["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert api.get("/api/auth/me", login=None, headers=headers).json()["Email"] == AUDITOR[0]
    body = example(api.contract, google)
    assert api.post(google.path, login=None, headers=headers, json=body).status_code == 401


def test_a_grant_looks_as_documented(api: Api) -> None:
    grant = _grant(api)
    assert grant.keys() == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert grant["token_type"] == "bearer"
    assert grant["expires_in"] == 604799


def test_an_access_token_expires(api: Api, clock: Clock) -> None:
    header = f"Bearer {_grant(api)['access_token']}"
    clock.pass_by(timedelta(seconds=604_798))
    assert _status(api, header) == 200
    clock.pass_by(timedelta(seconds=1))
    assert _status(api, header) == 401


def test_expired_tokens_go_and_live_ones_stay(api: Api, clock: Clock) -> None:
    old = f"Bearer {_grant(api)['access_token']}"
    clock.pass_by(timedelta(days=6))
    young = f"Bearer {_grant(api)['access_token']}"
    clock.pass_by(timedelta(days=2))
    _grant(api)
    assert (_status(api, old), _status(api, young)) == (401, 200)


def test_a_refresh_token_works_once(api: Api) -> None:
    first = _grant(api)
    second = _refresh(api, first["refresh_token"], ADMIN[0])
    assert second.status_code == 200
    assert second.json()["refresh_token"] != first["refresh_token"]
    again = _refresh(api, first["refresh_token"], ADMIN[0])
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    assert _status(api, f"Bearer {first['access_token']}") == 200
    assert _status(api, f"Bearer {second.json()['access_token']}") == 200
    assert _refresh(api, second.json()["refresh_token"], ADMIN[0]).status_code == 200


def test_a_refresh_wants_the_same_client(api: Api) -> None:
    others = [None, "", "other", ADMIN[0]]
    token = _grant(api, client_id="one")["refresh_token"]
    found = {client_id: _refresh(api, token, client_id).json() for client_id in others}
    assert found == {client_id: {"error": "invalid_grant"} for client_id in others}
    assert _refresh(api, token, "one").status_code == 200


def test_a_new_password_grant_kills_the_refresh_token_of_its_client_only(api: Api) -> None:
    tokens = {client: _grant(api, client_id=client) for client in ("one", "two")}
    _grant(api, client_id="one")
    assert _refresh(api, tokens["one"]["refresh_token"], "one").status_code == 400
    assert _refresh(api, tokens["two"]["refresh_token"], "two").status_code == 200
    assert _status(api, f"Bearer {tokens['one']['access_token']}") == 200


def test_a_refresh_token_lives_fifteen_days(api: Api, clock: Clock) -> None:
    token = _grant(api)["refresh_token"]
    clock.pass_by(timedelta(days=15))
    assert _refresh(api, token, ADMIN[0]).json() == {"error": "invalid_grant"}


NO_GRANTS: list[tuple[str | bytes, str]] = [
    ("", "invalid_request"),
    ("grant_type=password", "invalid_request"),
    ("grant_type=password&username=a", "invalid_request"),
    ("grant_type=password&username=a&username=b&password=c", "invalid_request"),
    ("grant_type=password&grant_type=password&username=a&password=c", "invalid_request"),
    ("grant_type=refresh_token", "invalid_request"),
    ("grant_type=password&username=%FF&password=x", "invalid_request"),
    (b"grant_type=password&username=\xff&password=x", "invalid_request"),
    ("grant_type=", "unsupported_grant_type"),
    ("grant_type=client_credentials", "unsupported_grant_type"),
    ("grant_type=password&username=&password=", "invalid_grant"),
    ("grant_type=password&username=admin@example.com&password=Admin", "invalid_grant"),
    ("grant_type=refresh_token&refresh_token=", "invalid_grant"),
]


def test_a_form_without_a_grant_says_why(api: Api) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    found: list[tuple[str | bytes, str]] = []
    for content, _ in NO_GRANTS:
        answer = api.post("/api/token", login=None, content=content, headers=headers)
        found.append((content, answer.json()["error"] if answer.status_code == 400 else answer.text))
    assert found == NO_GRANTS


def test_wrong_credentials_are_described_alike(api: Api) -> None:
    for form in (PASSWORD | {"password": "x"}, PASSWORD | {"username": "nobody"}):
        assert api.post("/api/token", login=None, data=form).json() == {
            "error": "invalid_grant",
            "error_description": "The user name or password is incorrect.",
        }


def test_a_token_is_granted_for_forms_only(api: Api) -> None:
    for response in (
        api.post("/api/token", login=None, json=PASSWORD),
        api.post("/api/token", login=None),
        api.post("/api/token", login=None, content="grant_type=password", headers={"content-type": "text/plain"}),
    ):
        assert (response.status_code, response.json()) == (400, {"error": "unsupported_grant_type"})


def test_a_refusal_names_the_ways_in(api: Api) -> None:
    assert api.get("/api/auth/me", login=None).headers["WWW-Authenticate"] == 'Bearer, Basic realm="Nexudus"'
