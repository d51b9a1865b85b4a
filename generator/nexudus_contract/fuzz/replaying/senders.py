"""In whose name the requests of a case were sent, told without any secret, so that others can send them again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, quote, quote_plus

from nexudus_calendars.runtime.redaction import MASK
from nexudus_contract.exchange import Exchange, Sent
from nexudus_contract.fuzz.laws.access import STRANGER, Person
from nexudus_contract.source import is_object

_SHORTEST = 8


class Sender(StrEnum):
    """In whose name a request was sent, or for whom a grant was asked."""

    NOBODY = "nobody"
    USER = "user"
    LESSER = "lesser"
    GRANTED = "granted"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 - a name
    STRANGER = "stranger"


@dataclass(frozen=True)
class Cast:
    """Those in whose name a run sends.

    Attributes:
        token: The access token of the run's own user.
        own: That user, where the password is known.
        lesser: Somebody with fewer roles.
    """

    token: str = field(default="", repr=False)
    own: Person | None = None
    lesser: Person | None = None

    def senders(self, case: Sequence[Exchange]) -> list[Sender]:
        """Who sent each request of a case.

        Whose credentials nobody of the cast has, and no earlier answer of the case gave, is a stranger.
        """
        return [self._sender(item, case[:place]) for place, item in enumerate(case)]

    def clean(self, text: str, case: Sequence[Exchange]) -> str:
        """A text without the secrets of the cast, and those that a case's answers gave, wherever it has them."""
        people = [person for person in (self.own, self.lesser) if person is not None]
        granted = [token for name in ("access_token", "refresh_token") for token in answered(case, name)]
        basic = [person.basic.partition(" ")[2] for person in people]
        secrets = {self.token, *granted, *basic, *(person.password for person in people)}
        # A password of few letters is a word that stands in many texts, and everybody's guess.
        for secret in sorted((item for item in secrets if len(item) >= _SHORTEST), key=len, reverse=True):
            for form in {secret, json.dumps(secret)[1:-1], quote(secret, safe=""), quote_plus(secret)}:
                text = text.replace(form, MASK)
        return text

    def _sender(self, exchange: Exchange, before: Sequence[Exchange]) -> Sender:
        value = authorization(exchange.sent)
        if value is None:
            return self._asked_for(exchange, before)
        scheme, _, secret = value.partition(" ")
        if scheme.lower() == "bearer":
            granted = secret in answered(before, "access_token")
            return Sender.USER if secret == self.token else Sender.GRANTED if granted else Sender.STRANGER
        for person, sender in ((self.own, Sender.USER), (self.lesser, Sender.LESSER)):
            if person is not None and value == person.basic:
                return sender
        return Sender.WRONG_PASSWORD if self.own is not None and value == self.own.mistaken.basic else Sender.STRANGER

    def _asked_for(self, exchange: Exchange, before: Sequence[Exchange]) -> Sender:
        """Whose grant a form asks for."""
        form = fields(exchange.sent)
        if "refresh_token" in form:
            if form["refresh_token"] in answered(before, "refresh_token"):
                return Sender.GRANTED
            # One that works, or did, was granted before the case begins.
            return Sender.USER if exchange.received and exchange.received.status == 200 else Sender.STRANGER
        if "password" not in form:
            return Sender.NOBODY
        for person, sender in ((self.own, Sender.USER), (self.lesser, Sender.LESSER)):
            if person is not None and (form.get("username"), form["password"]) == (person.username, person.password):
                return sender
        wrong = self.own is not None and form["password"] == self.own.mistaken.password
        return Sender.WRONG_PASSWORD if wrong else Sender.STRANGER

    def person(self, sender: Sender) -> Person:
        """The one who sends, as far as the cast has one; a stranger otherwise."""
        people = {
            Sender.USER: self.own,
            Sender.LESSER: self.lesser,
            Sender.WRONG_PASSWORD: self.own and self.own.mistaken,
        }
        return people.get(sender) or Person(STRANGER, STRANGER)


def authorization(sent: Sent) -> str | None:
    """The request's `Authorization` header; None where it has none."""
    return next((value for name, value in sent.headers if name.lower() == "authorization"), None)


def fields(sent: Sent) -> Mapping[str, str]:
    """The fields of a form, the first of each name; none where the body is no form."""
    try:
        text = sent.body.decode()
    except UnicodeDecodeError:
        return {}
    if text.lstrip().startswith(("{", "[", '"')):
        return {}
    return {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}


def answered(exchanges: Iterable[Exchange], name: str) -> list[str]:
    """The texts that go by a name in the answers, in their order."""
    found: list[str] = []
    for exchange in exchanges:
        try:
            value: object = json.loads(exchange.received.body) if exchange.received else None
        except ValueError:
            continue
        if is_object(value) and isinstance(value.get(name), str):
            found.append(value[name])
    return found
