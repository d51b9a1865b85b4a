"""A recorded request, made sendable again: to another address, with credentials, and with the ids of now."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote_plus

from nexudus_calendars.runtime.redaction import MASK
from nexudus_contract.exchange import Exchange, Sent
from nexudus_contract.fuzz.laws.access import STRANGER
from nexudus_contract.fuzz.replaying.case import Case, Recorded
from nexudus_contract.fuzz.replaying.senders import Cast, Sender, answered, authorization, fields

# httpx makes these of the address and the body.
_MADE = frozenset({"host", "content-length", "transfer-encoding", "connection"})


@dataclass
class Reissue:
    """Puts back into recorded requests what was taken out of them.

    Attributes:
        case: What was recorded.
        url: Address of the server, in the place of the recorded one.
        cast: Whose credentials there are.
        id_names: Names of the properties that the server numbers records by.
        refresh_token: One that was granted before the case begins.
        ids: What the server calls now what it called otherwise when it was recorded.
    """

    case: Case
    url: str
    cast: Cast
    id_names: Sequence[str] = ()
    refresh_token: str = field(default=STRANGER, repr=False)
    ids: dict[int, int] = field(default_factory=dict[int, int])

    def made(self, step: Recorded, before: Sequence[Exchange] = (), *, renumber: bool = False) -> Sent:
        """The request as it is to be sent.

        Args:
            step: What was recorded.
            before: What was answered until now, where tokens that the case was granted are found.
            renumber: Whether ids are those of now.
        """
        sent = step.exchange.sent
        target, body = sent.url.removeprefix(self.case.target), sent.body
        if renumber:
            target, body = renumbered(target, self.ids), renumbered_body(body, self.ids, self.id_names)
        if authorization(sent) is None and MASK in fields(sent).values():
            body = self._form(body, step.sender, before)
        headers = [
            (name, self._authorization(value, step.sender, before) if name.lower() == "authorization" else value)
            for name, value in sent.headers
            if name.lower() not in _MADE
        ]
        return replace(sent, url=f"{self.url}{target}", headers=headers, body=body)

    def _authorization(self, recorded: str, sender: Sender, before: Sequence[Exchange]) -> str:
        if not recorded.lower().startswith("bearer "):
            return self.cast.person(sender).basic if recorded.lower().startswith("basic ") else recorded
        token = {Sender.USER: self.cast.token, Sender.GRANTED: _latest(before, "access_token")}.get(sender, STRANGER)
        return f"{recorded[:6]} {token}"

    def _form(self, body: bytes, sender: Sender, before: Sequence[Exchange]) -> bytes:
        tokens = {Sender.USER: self.refresh_token, Sender.GRANTED: _latest(before, "refresh_token")}
        secrets = {"password": self.cast.person(sender).password, "refresh_token": tokens.get(sender, STRANGER)}
        text = body.decode()
        for name, secret in secrets.items():
            text = re.sub(rf"(^|&){name}={MASK}(?=&|$)", rf"\g<1>{name}={quote_plus(secret)}", text)
        return text.encode()


def renumbered(target: str, ids: Mapping[int, int]) -> str:
    """A path and its query with other ids: in the path whole parts, in the query `id` and what ends so."""
    path, mark, query = target.partition("?")
    parts = [_number(part, ids) for part in path.split("/")]
    pairs = [
        re.sub(r"(?<![\w.-])\d+(?![\w.])|(?<=%5B|%2C|%20)\d+", lambda found: _number(found[0], ids), pair)
        if re.match(r"(?:\w*_)?id=", pair, re.IGNORECASE)
        else pair
        for pair in query.split("&")
    ]
    return "/".join(parts) + mark + "&".join(pairs)


def renumbered_body(body: bytes, ids: Mapping[int, int], names: Sequence[str]) -> bytes:
    """JSON with other ids, and not a byte else changed."""
    if not names:
        return body
    pattern = rb'("(?:%s)"\s*:\s*)(\d+)(?![\d.eE])' % b"|".join(re.escape(name).encode() for name in names)
    return re.sub(pattern, lambda found: found[1] + _number(found[2].decode(), ids).encode(), body)


def _number(text: str, ids: Mapping[int, int]) -> str:
    return str(ids.get(int(text), text)) if text.isascii() and text.isdecimal() and len(text) < 20 else text


def _latest(exchanges: Sequence[Exchange], name: str) -> str:
    found = answered(exchanges, name)
    return found[-1] if found else STRANGER
