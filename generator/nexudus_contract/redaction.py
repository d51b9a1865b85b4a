"""Secrets taken out of what is shown: of headers, addresses, forms and JSON, be it nested, escaped or cut off."""

import json
import re
from urllib.parse import unquote_plus

REDACTED = "REDACTED"

# What opens a door: of a form, of a grant, of a user's settings. Whatever stands behind the name goes.
_ENDINGS = (
    "password", "passwd", "passphrase", "secret", "apikey", "accesstoken", "refreshtoken", "idtoken", "authtoken",
    "authorization", "cookie", "mockkey",
)  # fmt: skip
_NAMES = frozenset({"token", "code", "totp", "otp", "pwd"})

# Pieces of JSON, however broken: each character belongs to one. A string may be cut off by the end.
_PIECE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\]:,]|\s+|[^\s{}\[\]:,"]+', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9][0-9.eE+-]*")
_PLAIN = re.compile(r'[^="{@]*')
_FORM_NAME = re.compile(r"(?:^|[?;#])([^=?;#]*)=")
_PART = re.compile(r'(\bname="?([^";\r\n]+)[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)(.*?)(?=\r?\n--|\Z)', re.DOTALL)
_USER = re.compile(r"(?<=://)[^/?#\s\"]*@")


def is_secret(name: str) -> bool:
    """Whether what goes by a name, in whatever spelling, opens a door."""
    letters = "".join(filter(str.isalnum, name)).lower()
    return letters in _NAMES or letters.endswith(_ENDINGS)


def redact_header(name: str, value: str) -> str:
    """A header's value without secrets; the scheme of an authorization stays."""
    if not is_secret(name):
        return redact_address(value)
    scheme, separator, _ = value.strip().partition(" ")
    return f"{scheme} {REDACTED}" if separator and scheme.lower() in {"bearer", "basic"} else REDACTED


def redact_address(text: str) -> str:
    """An address, or a form, without secrets."""
    return "&".join(map(_redact_pair, _USER.sub(f"{REDACTED}@", text).split("&")))


def redact_body(body: bytes) -> bytes:
    """A body without secrets. A secret's text stays a text, a number a number, and null is null."""
    try:
        return redact_text(body.decode()).encode()
    except UnicodeDecodeError:
        # No text that any server here was ever given or gives; but never let a secret through.
        return redact_text(body.decode("latin-1")).encode("latin-1")


def redact_text(text: str) -> str:
    """A form, JSON, or any other text, without secrets."""
    clean = "".join(_redact_pieces(text)) if _looks_like_json(text) else text
    if _is_json(clean):
        return clean
    return _PART.sub(lambda part: part[1] + REDACTED if is_secret(part[2]) else part[0], redact_address(clean))


def _looks_like_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith(("{", "[", '"'))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _redact_pair(pair: str) -> str:
    """A form's name and value, with whatever stands before it in an address."""
    for match in _FORM_NAME.finditer(pair):
        if is_secret(unquote_plus(match[1])):
            return pair[: match.end()] + REDACTED
    return pair


def _redact_pieces(text: str) -> list[str]:
    pieces: list[str] = _PIECE.findall(text)
    last = ""
    hidden, depth = False, 0
    for place, piece in enumerate(pieces):
        if piece.isspace():
            continue
        if depth or hidden:
            # What stands inside of a secret's brackets is secret as a whole, names and all.
            depth += (piece in "{[") - (piece in "}]" and depth > 0)
            hidden = depth == 0 and piece not in ",}]{["
            pieces[place] = _hidden(piece)
        elif piece == ":":
            hidden = is_secret(_decoded(last) if last.startswith('"') else last)
        elif piece.startswith('"'):
            pieces[place] = _redact_string(piece)
        last = piece
    return pieces


def _hidden(piece: str) -> str:
    if piece in {"{", "}", "[", "]", ":", ",", "null", "true", "false"}:
        return piece
    if piece.startswith('"'):
        return f'"{REDACTED}"' if _is_closed(piece) else f'"{REDACTED}'
    return "0" if _NUMBER.fullmatch(piece) else REDACTED


def _redact_string(piece: str) -> str:
    """A string, which may hold an address, a form, or JSON in its turn."""
    inner = _decoded(piece)
    # Most texts are neither, and there may be many.
    if _PLAIN.fullmatch(inner) or (clean := redact_text(inner)) == inner:
        return piece
    written = json.dumps(clean)
    return written if _is_closed(piece) else written[:-1]


def _is_closed(piece: str) -> bool:
    # An escaped quotation mark at the end closes nothing.
    rest = _ESCAPE.sub("", piece)
    return len(rest) > 1 and rest.endswith('"')


def _decoded(piece: str) -> str:
    """The text that a string stands for, as far as it goes."""
    inner = piece[1:-1] if _is_closed(piece) else piece[1:]
    try:
        text: str = json.loads(f'"{inner}"', strict=False)
    except ValueError:
        return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[2], inner)
    return text
