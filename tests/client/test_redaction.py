"""No secret is left in what is shown or kept, wherever it stands; what is no secret stays; and no text takes long."""

import gzip
import json
import re
from collections.abc import Callable
from time import process_time
from urllib.parse import quote, urlencode

import pytest

from nexudus_calendars.runtime.redaction import (
    LEFT_OUT,
    LONGEST,
    MASK,
    is_secret_name,
    redact_address,
    redact_body,
    redact_header,
    redact_text,
)

CANARY = "G3heim-Kan4rie.77"
NAMES = (
    "password", "Password", "PASSWORD", "passwd", "pwd", "passphrase", "PasswordConfirm", "passwordHash",
    "new_password", "token", "access_token", "refreshToken", "id_token", "session_token", "EventSyncToken",
    "AccessToken", "x-auth-token",
    "secret", "client_secret", "ClientSecret", "apikey", "api_key", "Api-Key", "X-Api-Key", "X-CSRF-Token", "csrf",
    "_xsrf", "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "totp", "otp", "code", "X-Mock-Key",
)  # fmt: skip
LETTERS = json.dumps(CANARY)
PLACES: dict[str, Callable[[str], str]] = {
    "JSON": lambda name: json.dumps({"Name": "x", name: CANARY, "Other": 1}),
    "JSON, indented": lambda name: json.dumps({name: CANARY, "Other": [1]}, indent=2),
    "JSON, in an array": lambda name: json.dumps([{"a": {name: CANARY}}]),
    "JSON, as an object": lambda name: json.dumps({name: {"value": CANARY, "list": [CANARY]}}),
    "JSON in a string of JSON": lambda name: json.dumps({"Message": json.dumps({name: CANARY})}),
    "JSON in a string in a string": lambda name: json.dumps({"a": json.dumps({"b": json.dumps({name: CANARY})})}),
    "JSON, escaped": lambda name: json.dumps({name: CANARY}).replace("a", "\\u0061"),
    "JSON with a broken escape": lambda name: f'{{"\\q\\u00": 1, "{name}": "{CANARY}"}}',
    "JSON, cut off": lambda name: json.dumps({"a": 1, name: CANARY})[:-6],
    "JSON behind a prefix": lambda name: ")]}',\n" + json.dumps({name: CANARY}),
    "JSON behind a loop": lambda name: "while(1);" + json.dumps({name: CANARY}),
    "JSON behind a byte order mark": lambda name: "\ufeff" + json.dumps({name: CANARY}),
    "a validation failure": lambda name: json.dumps({"AttemptedValue": CANARY, "Message": "m", "PropertyName": name}),
    "a validation failure, turned": lambda name: json.dumps(
        {"Errors": [{"PropertyName": name, "AttemptedValue": CANARY}]}
    ),
    "a form": lambda name: urlencode({"a": 1, name: CANARY, "b": 2}),
    "a form, encoded": lambda name: f"a=1&{''.join(f'%{ord(sign):02X}' for sign in name)}={CANARY}",
    "a form in JSON": lambda name: json.dumps({"q": urlencode({name: CANARY})}),
    "a query": lambda name: f"https://h/p?a=1&{quote(name)}={CANARY}&b=2",
    "a fragment": lambda name: f"https://h/p#{quote(name)}={CANARY}",
    "a form in parts": lambda name: (
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{CANARY}\r\n--b--\r\n'
    ),
    "a form in parts, of two lines": lambda name: (
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{CANARY}\r\n{CANARY}\r\n--b--\r\n'
    ),
    "headers": lambda name: f"Accept: */*\n{name}: {CANARY}\nHost: h",
    "words": lambda name: f"the server said {name} = {CANARY}, and no more",
    "words in JSON": lambda name: json.dumps({"Message": f"refused: {name}: '{CANARY}'"}),
    "Python": lambda name: str({"a": 1, name: CANARY}),
    "words, cut off": lambda name: f"{name}: '{CANARY}",
}  # fmt: skip


def test_no_canary_is_left() -> None:
    leaks = [(place, name) for place, text in PLACES.items() for name in NAMES if CANARY in redact_text(text(name))]
    assert len(PLACES) * len(NAMES) > 800
    assert leaks == []


ELSEWHERE: dict[str, str] = {
    "user information": f"https://ada:{CANARY}@example.com/x",
    "user information with an at sign": f"https://ada@x:{CANARY}@example.com/x",
    "Bearer in words": f"Authorization failed for Bearer {CANARY}, sorry",
    "Bearer in JSON": json.dumps({"error": {"envelope": f"sent Bearer {CANARY}"}}),
    "Basic in words": f"curl -H 'x: Basic {CANARY}' https://h",
    "bearer in small letters": f"bearer {CANARY}",
}


def test_no_canary_is_left_where_no_name_tells_it() -> None:
    assert [place for place, text in ELSEWHERE.items() if CANARY in redact_text(text)] == []


def test_no_canary_is_left_in_a_header_or_an_address() -> None:
    schemes = ["", "Bearer ", "Basic ", "bearer  ", "a=1; b="]
    headers = [(name, scheme) for name in NAMES for scheme in schemes if CANARY in redact_header(name, scheme + CANARY)]
    assert headers == []
    assert [name for name in NAMES if CANARY in redact_address(f"https://h/?{quote(name)}={CANARY}")] == []
    assert redact_header("Authorization", f"Bearer {CANARY}") == f"Bearer {MASK}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_no_canary_is_left_in_bytes(encoding: str) -> None:
    bodies = {place: text("password").encode(encoding, "replace") for place, text in PLACES.items()}
    shown = {place: redact_body(body) for place, body in bodies.items()}
    assert [place for place, body in shown.items() if CANARY in body.decode(encoding, "replace")] == []


def test_what_is_packed_or_no_text_or_too_long() -> None:
    assert redact_body(gzip.compress(f"password={CANARY}".encode())) == LEFT_OUT.encode()
    assert redact_body(f"password={CANARY}".encode() + b"\xff").startswith(b"password=REDACTED")
    assert redact_body(b"a\xff\x00b") == b"a\xff\x00b"
    shown = redact_text("a" * LONGEST + f"password={CANARY}")
    assert (len(shown), shown[-len(LEFT_OUT) :]) == (LONGEST + len(LEFT_OUT), LEFT_OUT)


STAYS = (
    '{"token_type": "bearer", "expires_in": 1199}',
    '{"CoworkerId": 42, "SubscriptionId": "channel-1", "CountryCode": "AT", "UpdatedOn": "2026-08-27T08:32:29.99Z"}',
    '{"AttemptedValue": 0, "Message": "is a required field", "PropertyName": "Resource"}',
    "the token is void",
    "Bearer token is missing; Basic authentication has no place for a code",
    'Bearer realm="nexudus", error="invalid_request"',
    "https://h/api/spaces/coworkers?size=25&page=1&orderBy=Name",
    "postcode=1010&barcode=12&encode=1",
    "10:30:00 and a:b and x=y",
    "",
)


def test_what_is_no_secret_stays() -> None:
    assert [(text, redact_text(text)) for text in STAYS if redact_text(text) != text] == []
    assert [
        name for name in ("Name", "code_name", "CountryCode", "token_type", "TokenType") if is_secret_name(name)
    ] == []


def test_a_secret_keeps_its_kind() -> None:
    body = '{"password": "a", "totp": 12, "code": null, "secret": true, "token": ["x", 1]}'
    assert json.loads(redact_text(body)) == {
        "password": MASK, "totp": 0, "code": None, "secret": True, "token": [MASK, 0]
    }  # fmt: skip


# What each text repeats, and what stands before it.
GROWING = (
    ("", "name=a "), ("--b\r\n", 'Content-Disposition: form-data; name="a"\r\n'), ("--b\r\n\r\n", "name=a "),
    ("", "\\"), ("{", '"a":'), ('"', "\\"), ("[", '"'), ("{", "{"), ("", "<input name=a type=hidden value=b>"),
    ("", "://a@"), ("", "Bearer "), ("", "Bearer  \t"), ("", "token"), ("", "token: '"), ("token: '", "a"),
    ("Cookie: ", "a=b; "), ("", "?a=b#"), ("", "&"), ("", "a-"), ("{", '"AttemptedValue":"x","PropertyName":"y",'),
    ("{", '"a":"{\\"b\\":'), ("while(", " "), (")]}'", " "), ("", " "), ("", "=;#?"), ("password=", " "), ("", "\r\n"),
)  # fmt: skip


@pytest.mark.parametrize(("start", "part"), GROWING)
def test_time_grows_with_the_length_and_no_faster(start: str, part: str) -> None:
    """Ten times the text in at most thirty times the time: what grows with the square takes a hundred."""

    def seconds(length: int) -> float:
        text = start + part * (length // len(part))
        best = 60.0
        for _ in range(3):
            began = process_time()
            redact_text(text)
            best = min(best, process_time() - began)
        return best

    assert seconds(100_000) <= 30 * max(seconds(10_000), 0.0005)


def test_a_page_of_html_is_looked_at_once() -> None:
    page = "<form>" + '<input type="hidden" name="a" value="b">' * 1_650 + "</form>"
    assert len(page) > 66_000
    assert re.sub("REDACTED", "", redact_text(page)) == page
