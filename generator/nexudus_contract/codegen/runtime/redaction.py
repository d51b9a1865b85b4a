"""Secrets taken out of what is shown or kept: of headers, addresses, forms, JSON and any other text.

JSON stays JSON, be it nested, escaped, cut off, or behind a prefix: a secret's text stays a text, a number a number,
and null is null. Each piece of a text is looked at once, so that no text takes long.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote_plus

MASK = "REDACTED"
LONGEST = 4 * 2**20
"""Characters of a text that are kept; what is behind them is left out."""
LEFT_OUT = "[left out]"
"""What stands for a body that cannot be read."""

# Whatever has one of these in its name opens a door: of a form, of a grant, of a user's settings.
_PARTS = ("token", "password", "passwd", "passphrase", "secret", "totp", "authorization", "cookie", "apikey", "mockkey",
          "csrf", "xsrf")  # fmt: skip
_WHOLE = frozenset({"code", "otp", "pwd"})
# Says of what kind a token is.
_PLAIN_NAMES = frozenset({"tokentype"})

# Pieces of JSON, however broken: each character belongs to one. A string may be cut off by the end.
_PIECE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\]:,]|\s++|[^\s{}\[\]:,"]++', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9][0-9.eE+-]*")
_JSON_WORDS = frozenset({"null", "true", "false"})
_JSON_START = re.compile(r"\A[\s\ufeff]*+(?:[{\[\"]|\)\]\}'?,?\s*+[{\[]|(?:while|for)\s*\([^)]{0,9}\);?\s*+[{\[])")
_FORM_NAME = re.compile(r"(?:^|[?;#])([^=?;#]*)=")
_USER = re.compile(r"(?<=://)(?:[^/?#\s\"@]*+@)++")
# Most texts of JSON are none of what follows, and there may be many.
_SUSPICIOUS = re.compile(r"[=:{@\"]|bearer|basic", re.IGNORECASE)
# A name and its value in words, a header or a program: password=x, 'token': 'x', Cookie: a=b; c=d.
_BARE = r"[^\s\"'&,;<>{}\[\]]++"
_NAMED = re.compile(r"""(?<![\w-])([\w-]++)\\*+["']?+\s*+[:=]\s*+""")
_VALUE = re.compile(
    rf"""
    (?P<quote> \\*["'] ) (?: (?! (?P=quote) ) (?: \\. | [^\\] ) )*+ (?P<end> (?P=quote) )?+
  | (?: (?: Bearer | Basic ) \s++ )?+ {_BARE} (?: ; \s++ {_BARE} )*+
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_CREDENTIALS = re.compile(
    r"\b(Bearer|Basic)(\s++)(?!(?:tokens?|auth\w*+|access|credentials|realm|scheme|and|or|is|was|has|with)\b)"
    r"[\w.~+/-]++=*+(?![\w\"])",
    re.IGNORECASE,
)


def is_secret_name(name: str) -> bool:
    """Whether a header, property or parameter of this name, in whatever spelling, holds something that opens a door."""
    letters = "".join(filter(str.isalnum, name)).lower()
    if letters in _PLAIN_NAMES:
        return False
    return letters in _WHOLE or any(part in letters for part in _PARTS)


def redact_header(name: str, value: str) -> str:
    """A header's value without secrets; the scheme of an authorization stays."""
    if not is_secret_name(name):
        return redact_text(value)
    scheme, separator, _ = value.strip().partition(" ")
    return f"{scheme} {MASK}" if separator and scheme.lower() in {"bearer", "basic"} else MASK


def redact_address(text: str) -> str:
    """An address, or a form, without secrets."""
    return "&".join(map(_redact_parameter, _USER.sub(f"{MASK}@", text).split("&")))


def redact_body(body: bytes) -> bytes:
    """A body without secrets. What is packed cannot be looked at, and is left out."""
    if body.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd")):
        return LEFT_OUT.encode()
    encoding = _encoding(body)
    return redact_text(body.decode(encoding)).encode(encoding)


def redact_text(text: str) -> str:
    """A form, JSON, or any other text, without secrets."""
    if len(text) > LONGEST:
        return f"{redact_text(text[:LONGEST])}{LEFT_OUT}"
    if _JSON_START.match(text):
        text = "".join(_redact_pieces(text))
        if _is_json(text):
            return text
    if "\n" in text and text.lstrip("\ufeff\r\n").startswith("--"):
        return "".join(_redact_parts(text))
    return _CREDENTIALS.sub(rf"\1\2{MASK}", "".join(_redact_words(redact_address(text))))


class Redacted:
    """What a value's text shows with its secrets masked, worked out only when somebody looks."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        return redact_text(str(self._value))


def _encoding(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        names = ["utf-16-le" if body.startswith(b"\xff") else "utf-16-be"]
    else:
        # Text of two bytes a letter has a zero in each second one.
        names = [name for name, zeros in (("utf-16-le", body[1:40:2]), ("utf-16-be", body[0:40:2])) if not any(zeros)]
        names = names if b"\0" in body[:40] else []
    for name in (*names, "utf-8"):
        with suppress(UnicodeError):
            body.decode(name)
            return name
    # No text that any server here was ever given or gives; but never let a secret through.
    return "latin-1"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _redact_parameter(pair: str) -> str:
    """A form's name and value, with whatever stands before it in an address."""
    for match in _FORM_NAME.finditer(pair):
        if is_secret_name(unquote_plus(match[1])) and " " not in match[1]:
            return pair[: match.end()] + MASK
    return pair


def _redact_words(text: str) -> Iterator[str]:
    """A text with names and values anywhere in it."""
    end = 0
    for name in _NAMED.finditer(text):
        if name.start() >= end and is_secret_name(name[1]) and (value := _VALUE.match(text, name.end())):
            quote = value["quote"] or ""
            yield f"{text[end : name.end()]}{quote}{MASK}{value['end'] or ''}"
            end = value.end()
    yield text[end:]


def _redact_parts(text: str) -> Iterator[str]:
    """A form in parts (multipart), line by line: a head, an empty line, and a value until the next boundary."""
    in_head, secret, told = False, False, False
    for line in text.splitlines(keepends=True):
        if line.lstrip("\ufeff").startswith("--"):
            in_head, secret, told = True, False, False
        elif in_head:
            in_head = bool(line.strip())
            name = re.search(r'\bname="?([^";\r\n]++)', line) if in_head else None
            secret = secret or (name is not None and is_secret_name(name[1]))
        elif secret:
            if not told:
                yield f"{MASK}\r\n"
            told = True
            continue
        yield line


def _redact_pieces(text: str) -> list[str]:
    pieces: list[str] = _PIECE.findall(text)
    last = ""
    hidden, depth = False, 0
    attempts = [_Attempt()]
    for place, piece in enumerate(pieces):
        if piece.isspace():
            continue
        if depth or hidden:
            # What stands inside of a secret's brackets is secret as a whole, names and all.
            depth += (piece in "{[") - (piece in "}]" and depth > 0)
            hidden = depth == 0 and piece not in ",}]{["
            pieces[place] = _hidden(piece)
            continue
        if piece in "{[":
            attempts.append(_Attempt())
        elif piece in "}]":
            _hide_attempt(pieces, attempts.pop() if len(attempts) > 1 else attempts[0])
        elif piece == ":":
            name = _decoded(last) if last.startswith('"') else last
            hidden = is_secret_name(name)
            attempts[-1].key = name
        else:
            is_string = piece.startswith('"')
            if attempts[-1].key:
                attempts[-1].take(place, _decoded(piece) if is_string else piece)
            if is_string:
                pieces[place] = _redact_string(piece)
        last = piece
    for attempt in attempts:
        _hide_attempt(pieces, attempt)
    return pieces


class _Attempt:
    """An object of JSON that says, as validation failures do, which value a property was given."""

    __slots__ = ("key", "place", "secret")

    def __init__(self) -> None:
        self.key = ""
        self.place: int | None = None
        self.secret = False

    def take(self, place: int, value: str) -> None:
        """Take a value that is no object and no array."""
        if self.key == "AttemptedValue":
            self.place = place
        if self.key == "PropertyName":
            self.secret = is_secret_name(value)
        self.key = ""


def _hide_attempt(pieces: list[str], attempt: _Attempt) -> None:
    if attempt.secret and attempt.place is not None:
        pieces[attempt.place] = _hidden(pieces[attempt.place])


def _hidden(piece: str) -> str:
    if piece in "{}[]:," or piece in _JSON_WORDS:
        return piece
    if piece.startswith('"'):
        return f'"{MASK}"' if _is_closed(piece) else f'"{MASK}'
    return "0" if _NUMBER.fullmatch(piece) else MASK


def _redact_string(piece: str) -> str:
    """A string, which may hold an address, a form, words, or JSON in its turn."""
    inner = _decoded(piece)
    if not _SUSPICIOUS.search(inner) or (clean := redact_text(inner)) == inner:
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
    if "\\" not in inner:
        return inner
    try:
        text: str = json.loads(f'"{inner}"', strict=False)
    except ValueError:
        return _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[2], inner)
    return text
