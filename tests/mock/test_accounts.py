"""Accounts with something about them: second factor, locked, without API access; and files that list users."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
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


@pytest.fixture
def guarded(contract: Contract, clock: Clock) -> Iterator[Api]:
    """A mock whose one account has a second factor."""
    with closing(_api(contract, clock, totp_secret=SECRET)) as api:
        yield api


def _at(clock: Clock, seconds: float) -> None:
    clock.now = datetime.fromtimestamp(seconds, UTC)


def test_codes_are_those_of_the_standard(guarded: Api, clock: Clock) -> None:
    found: dict[int, list[Any]] = {}
    for seconds, code in CODES.items():
        _at(clock, seconds)
        answers = [_sign_in(guarded), *(_sign_in(guarded, totp=text) for text in ("", "123456", code))]
        found[seconds] = [answer.get("error") or answer["token_type"] for answer in answers]
    asks = ["two_factor_auth_check"] * 3
    assert found == {seconds: [*asks, "bearer"] for seconds in CODES}


def test_a_code_is_good_a_little_before_and_after(guarded: Api, clock: Clock) -> None:
    expected = {-60: False, -30: True, 0: True, 30: True, 60: False, 90: False}
    found: dict[int, bool] = {}
    for late in expected:
        _at(clock, 1_111_111_109 + late)
        found[late] = "access_token" in _sign_in(guarded, totp="081804")
    assert found == expected


def test_a_wrong_password_is_told_before_the_second_factor(guarded: Api) -> None:
    assert _sign_in(guarded, password="x")["error"] == "invalid_grant"


def test_a_user_without_a_second_factor_may_send_a_code(contract: Contract) -> None:
    with closing(_api(contract)) as api:
        assert _sign_in(api, totp="000000")["token_type"] == "bearer"


LOCKED: dict[str, tuple[dict[str, Any], str]] = {
    "suspended@example.com": ({"suspended": True}, "invalid_grant"),
    "api-access@example.com": ({"api_access": False}, "invalid_grant"),
    "reset@example.com": ({"must_reset_password": True}, "must_reset_password"),
    "totp@example.com": ({"totp_secret": SECRET}, "two_factor_auth_check"),
    "all@example.com": ({"suspended": True, "must_reset_password": True, "totp_secret": SECRET}, "invalid_grant"),
}


def test_a_locked_account_gets_no_token_and_no_way_in_by_basic(contract: Contract) -> None:
    users = tuple(User(email, PASSWORD, **account) for email, (account, _) in LOCKED.items())
    found: dict[str, tuple[str, str, int]] = {}
    with closing(Api(contract, MockSettings(users=users, clock=Clock()))) as api:
        for email in LOCKED:
            right, wrong = _sign_in(api, username=email), _sign_in(api, username=email, password="x")
            status = api.get("/api/auth/me", login=(email, PASSWORD)).status_code
            found[email] = (right.get("error", ""), wrong.get("error", ""), status)
    assert found == {email: (error, "invalid_grant", 401) for email, (_, error) in LOCKED.items()}


def test_roles_are_told_apart_by_record_type(contract: Contract) -> None:
    role = "CoworkerGoogleCalendar-*"
    with closing(_api(contract, roles=frozenset({role}))) as api:
        types = contract.record_types
        found = {item.entity: api.get(item.path, login=(EMAIL, PASSWORD)).status_code for item in types}
    assert found == {item.entity: 200 if item.entity == "CoworkerGoogleCalendar" else 401 for item in types}


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


SENSELESS: list[tuple[Any, str, str]] = [
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
]


def test_a_file_that_makes_no_sense_says_where(tmp_path: Path) -> None:
    wrong: list[tuple[str, str]] = []
    for read, text, said in SENSELESS:
        path = _file(tmp_path, text)
        message = _refusal(read, path)
        if not message.startswith(str(path)) or said not in message or "\n" in message:
            wrong.append((said, message))
    assert wrong == []


def _refusal(read: Callable[[Path], object], path: Path) -> str:
    """Why a file cannot be read."""
    try:
        return f"it is read: {read(path)}"
    except MockError as error:
        return str(error)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MockError, match=r"none\.yaml: cannot be read: No such file"):
        read_users(tmp_path / "none.yaml")
