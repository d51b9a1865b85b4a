"""Accounts with something about them: second factor, locked, without API access; and files that list users."""

import re
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.mock.conftest import Api, Clock

from nexudus_contract.document import Contract
from nexudus_contract.mock import Fault, FaultKind, MockError, MockSettings, User
from nexudus_contract.mock.files import read_faults, read_limits, read_users
from nexudus_contract.terms import Limit, RecordType

# The secret, the times and the codes of https://www.rfc-editor.org/rfc/rfc6238#appendix-B, cut to six digits.
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
CODES = {59: "287082", 1_111_111_109: "081804", 1_234_567_890: "005924", 2_000_000_000: "279037"}

EMAIL, PASSWORD = "ada@example.com", "pa55"


def _sign_in(api: Api, **form: str) -> Any:
    fields = {"grant_type": "password", "username": EMAIL, "password": PASSWORD} | form
    return api.post("/api/token", login=None, data=fields).json()


def _api(contract: Contract, clock: Clock | None = None, **account: Any) -> Api:
    user = User(EMAIL, PASSWORD, **account)
    return Api(contract, MockSettings(users=(user,), clock=clock or Clock()))


@pytest.mark.parametrize("seconds", CODES)
def test_codes_are_those_of_the_standard(contract: Contract, clock: Clock, seconds: int) -> None:
    clock.pass_by(timedelta(seconds=seconds) - timedelta(seconds=int(clock.now.timestamp())))
    with closing(_api(contract, clock, totp_secret=SECRET)) as api:
        assert _sign_in(api) == {"error": "two_factor_auth_check"}
        assert _sign_in(api, totp="") == {"error": "two_factor_auth_check"}
        assert _sign_in(api, totp="123456") == {"error": "two_factor_auth_check"}
        assert _sign_in(api, totp=CODES[seconds])["token_type"] == "bearer"


@pytest.mark.parametrize(("late", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False), (90, False)])
def test_a_code_is_good_a_little_before_and_after(contract: Contract, clock: Clock, late: int, *, good: bool) -> None:
    clock.pass_by(timedelta(seconds=1_111_111_109 + late) - timedelta(seconds=int(clock.now.timestamp())))
    with closing(_api(contract, clock, totp_secret=SECRET)) as api:
        assert ("access_token" in _sign_in(api, totp="081804")) is good


def test_a_wrong_password_is_told_before_the_second_factor(contract: Contract) -> None:
    with closing(_api(contract, totp_secret=SECRET)) as api:
        assert _sign_in(api, password="x")["error"] == "invalid_grant"


def test_a_user_without_a_second_factor_may_send_a_code(contract: Contract) -> None:
    with closing(_api(contract)) as api:
        assert _sign_in(api, totp="000000")["token_type"] == "bearer"


@pytest.mark.parametrize(
    ("account", "error"),
    [
        ({"suspended": True}, "invalid_grant"),
        ({"api_access": False}, "invalid_grant"),
        ({"must_reset_password": True}, "must_reset_password"),
        ({"totp_secret": SECRET}, "two_factor_auth_check"),
        ({"suspended": True, "must_reset_password": True, "totp_secret": SECRET}, "invalid_grant"),
    ],
    ids=["suspended", "api-access", "reset", "totp", "all"],
)
def test_a_locked_account_gets_no_token_and_no_way_in_by_basic(
    contract: Contract, account: dict[str, Any], error: str
) -> None:
    with closing(_api(contract, **account)) as api:
        assert _sign_in(api)["error"] == error
        assert _sign_in(api, password="x")["error"] == "invalid_grant"
        assert api.get("/api/auth/me", login=(EMAIL, PASSWORD)).status_code == 401


def test_roles_are_told_apart_by_record_type(contract: Contract) -> None:
    role = "CoworkerGoogleCalendar-*"
    with closing(_api(contract, roles=frozenset({role}))) as api:
        for record_type in contract.record_types:
            status = api.get(record_type.path, login=(EMAIL, PASSWORD)).status_code
            assert status == (200 if record_type.entity == "CoworkerGoogleCalendar" else 401)


def test_a_secret_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"base32|padding"):
        User(EMAIL, PASSWORD, totp_secret="not base32!")


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "told.yaml"
    path.write_text(text, encoding="utf-8")
    return path


USERS = f"""
users:
  - email: boss@example.com
    password: b0ss
  - email: {EMAIL}
    password: {PASSWORD}
    roles: ['*-List', CoworkerGoogleCalendar-Read]
    api_access: true
    totp_secret: {SECRET}
  - {{email: gone@example.com, password: x, suspended: true}}
"""


def test_users_come_from_a_file(tmp_path: Path, contract: Contract, google: RecordType) -> None:
    users = read_users(_file(tmp_path, USERS))
    assert [(user.email, user.roles, user.suspended) for user in users] == [
        ("boss@example.com", None, False),
        (EMAIL, frozenset({"*-List", "CoworkerGoogleCalendar-Read"}), False),
        ("gone@example.com", None, True),
    ]
    assert users[1].totp_secret == SECRET
    with closing(Api(contract, MockSettings(users=users))) as api:
        assert api.get(google.path, login=("boss@example.com", "b0ss")).status_code == 200
        assert api.get(google.path, login=("admin@example.com", "admin")).status_code == 401


def test_faults_and_limits_come_from_files(tmp_path: Path) -> None:
    text = (
        "faults:\n  - {kind: reset, operation: 'create*', times: 2, after: true}\n  - {kind: latency, seconds: 0.5}\n"
    )
    assert read_faults(_file(tmp_path, text)) == (
        Fault(FaultKind.RESET, operation="create*", times=2, after=True),
        Fault(FaultKind.LATENCY, seconds=0.5),
    )
    text = "x-nexudus-limits:\n  - {calls: 3, seconds: 60, methods: [POST]}\n"
    assert read_limits(_file(tmp_path, text)) == (Limit(3, 60, frozenset({"POST"})),)


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (read_users, "people: []", ":1:1: has no list of users; it starts with 'users:'"),
        (read_users, "users:\n  - ada", ":2:5: an entry of users must be an object"),
        (read_users, "users:\n  - email: a", ":2:5: the user lacks password"),
        (read_users, "users:\n  - {email: a, password: 5}", ":2:16: password must be a text"),
        (
            read_users,
            "users:\n  - {email: a, password: b, admin: true}",
            ":2:29: a user has no admin; it has api_access",
        ),
        (read_users, "users:\n  - {email: a, password: b, suspended: 1}", "suspended must be true or false"),
        (read_users, "users:\n  - {email: a, password: b, roles: all}", "roles must be a list of names"),
        (read_users, "users:\n  - {email: a, password: b, totp_secret: '1'}", "totp_secret is not base32"),
        (read_users, "users:\n- {email: a, password: b}\n- {email: a, password: c}", "two users have the same email"),
        (read_users, "- a", ": is not a mapping"),
        (read_faults, "faults:\n  - {kind: rest}", ":2:5: there is no fault 'rest'; there are latency, reset"),
        (read_faults, "faults: 5", "has no list of faults"),
        (read_limits, "limits: []", ":1:1: has no limits; list them under x-nexudus-limits"),
        (
            read_limits,
            "x-nexudus-limits:\n  - {calls: 0, seconds: 1}",
            ":2:6: calls of a limit must be a whole number",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith(":") else "",
)
def test_a_file_that_makes_no_sense_says_where(tmp_path: Path, read: Any, text: str, said: str) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(MockError, match=re.escape(said)) as caught:
        read(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MockError, match=r"none\.yaml: cannot be read: No such file"):
        read_users(tmp_path / "none.yaml")
