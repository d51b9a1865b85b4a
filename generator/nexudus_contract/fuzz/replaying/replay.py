"""A case sent again: whether each answer is as it was, and whether what was found still shows."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

import httpx

from nexudus_contract.document import Contract
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.fuzz.judge import Judge, Watch
from nexudus_contract.fuzz.laws.access import STRANGER, Grants, Person
from nexudus_contract.fuzz.ledger import Ledger
from nexudus_contract.fuzz.replaying.case import Case, CaseError, Recorded
from nexudus_contract.fuzz.replaying.comparison import Comparison, result
from nexudus_contract.fuzz.replaying.reissue import Reissue
from nexudus_contract.fuzz.replaying.senders import Cast, Sender, answered, fields
from nexudus_contract.fuzz.reply import Reply
from nexudus_contract.fuzz.wire import Wire
from nexudus_contract.routing import Router
from nexudus_contract.target import Target
from nexudus_contract.terms import Operation

_TIMEOUT = 30


class Verdict(IntEnum):
    """What became of a finding; the value is the exit code."""

    GONE = 0
    SHOWS = 1
    UNTOLD = 2


@dataclass(frozen=True)
class Again:
    """A request sent again.

    Attributes:
        recorded: The request, and its answer of then.
        exchange: The answer of now, secrets included.
        difference: How it differs from that of then; empty where it does not, but for what the server assigns.
        wrong: What is wrong with it by itself, by the checks' names.
        was_wrong: The same of the answer of then.
    """

    recorded: Recorded
    exchange: Exchange
    difference: str
    wrong: Sequence[str]
    was_wrong: Sequence[str]

    @property
    def lost(self) -> bool:
        """Whether what was asked for is not there any more."""
        then, now = self.recorded.exchange.received, self.exchange.received
        return then is not None and now is not None and now.status == 404 != then.status

    @property
    def line(self) -> str:
        """All of this in one line."""
        sent = self.recorded.exchange.sent
        who = "" if self.recorded.sender is Sender.USER else f" ({self.recorded.sender.value.replace('-', ' ')})"
        answer = self.exchange.received.status if self.exchange.received else self.exchange.failure
        said = f"differs: {self.difference}" if self.difference else "as recorded"
        return f"  {sent.method} {sent.target[:160]}{who}: {answer}, {said}"


@dataclass(frozen=True)
class Replay:
    """A case sent again.

    Attributes:
        case: The case.
        target: Address of the server.
        answers: What each request was answered.
        outdated: What the server calls now what later requests called as it was then; empty where there was no such.
    """

    case: Case
    target: str
    answers: Sequence[Again]
    outdated: Mapping[int, int]

    @property
    def verdict(self) -> Verdict:
        """Whether what was found still shows."""
        check = self.case.check
        *way, last = self.answers
        if any(check in answer.was_wrong for answer in self.answers):
            # One answer tells, whatever the rest are.
            shows, strayed = any(check in answer.wrong for answer in self.answers), False
        else:
            shows, strayed = not last.difference, any(answer.difference for answer in way)
        if shows and not strayed:
            return Verdict.SHOWS
        # What a record answers that is not there says nothing of one that is.
        lost = any(answer.lost for answer in self.answers)
        return Verdict.UNTOLD if strayed or lost or self.outdated else Verdict.GONE

    @property
    def summary(self) -> str:
        """All of this on one screen."""
        lines = [f"replayed   {self.target}: {len(self.answers)} requests of {self.case.check}"]
        lines += [f"  {self.case.message}", *(answer.line for answer in self.answers)]
        for then, now in list(self.outdated.items())[:1]:
            lines.append(f"  the server calls {now} what was {then}, and later requests still say {then}: --renumber")
        return "\n".join([*lines, f"  {_SAID[self.verdict]}"])


_SAID = {
    Verdict.GONE: "the finding does not show any more",
    Verdict.SHOWS: "the finding shows again",
    Verdict.UNTOLD: "whether the finding still shows cannot be told: the server does not hold what it held then",
}


class Replayer:
    """Sends cases to one server."""

    def __init__(self, contract: Contract, target: Target, lesser: Person | None = None, slow: float = 1.0) -> None:
        """Sign in.

        Args:
            contract: What the server promises.
            target: The server.
            lesser: Somebody with fewer roles than the target's user, where there is one.
            slow: Seconds after which an answer comes too late.

        Raises:
            TargetError: the target cannot be reached or lets nobody in.
        """
        own = Person(target.username, target.password) if target.username and target.password else None
        self._contract = contract
        self._target = target
        self._cast = Cast(target.access_token(contract), own, lesser)
        self._judge = Judge(contract, slow)
        self._router = Router((item, item) for item in contract.operations)
        self._assigned = frozenset(
            item.name
            for record_type in contract.record_types
            for item in record_type.properties.values()
            if item.assigned and (item.moment or item.assigned == "uuid")
        )
        self._id_names = sorted({record_type.id_property for record_type in contract.record_types})

    def replay(self, case: Case, *, renumber: bool = False) -> Replay:
        """Send the requests of a case again, as they were.

        Args:
            case: The case.
            renumber: Whether later requests go by the ids that the server assigns now.

        Raises:
            CaseError: the case writes, and the server is not on this machine; or its people are not known.
        """
        writes = {item.exchange.sent.method for item in case.steps} - {"GET"}
        if writes and not self._target.on_this_machine:
            # The ids in it may be those of other people's records there.
            where = f"{self._target.url} is not on this machine; replay it on a mock"
            raise CaseError(f"the case sends {', '.join(sorted(writes))}, and {where}")
        for sender, person in ((Sender.LESSER, self._cast.lesser), (Sender.WRONG_PASSWORD, self._cast.own)):
            if person is None and any(item.sender is sender for item in case.steps):
                raise CaseError(f"the case needs a user ({sender.value}) for whom there is no password here")
        with httpx.Client(base_url=self._target.url, timeout=_TIMEOUT, trust_env=False) as client:
            reissue = Reissue(case, self._target.url, self._cast, self._id_names, self._refresh_token(case, client))
            now: list[Exchange] = []
            outdated = False
            for step in case.steps:
                old, new = (reissue.made(step, now, renumber=way) for way in (False, True))
                outdated = outdated or (not renumber and old != new)
                now.append(send(client, new if renumber else old))
                self._learn(reissue.ids, step.exchange, now[-1])
        comparison = Comparison(self._assigned, frozenset(self._id_names), reissue.ids)
        answers = [
            self._compared(case, step, exchange, comparison) for step, exchange in zip(case.steps, now, strict=True)
        ]
        moved = {old: new for old, new in reissue.ids.items() if old != new}
        return Replay(case, self._target.url, answers, moved if outdated else {})

    def _refresh_token(self, case: Case, client: httpx.Client) -> str:
        """A refresh token for those that stem from before the case."""
        forms = [fields(item.exchange.sent) for item in case.steps if item.sender is Sender.USER]
        if self._cast.own is None or not any("refresh_token" in form for form in forms):
            return STRANGER
        grant = Grants(self._contract, Wire(Watch(Ledger(), self._judge), client, "")).of(self._cast.own)
        return next(iter(answered([grant.exchange], "refresh_token")), STRANGER)

    def _compared(self, case: Case, step: Recorded, exchange: Exchange, comparison: Comparison) -> Again:
        difference = comparison.difference(step.exchange, exchange)
        operation = self._operation(step.exchange.sent, case)
        return Again(
            step, exchange, difference, self._wrong(operation, exchange), self._wrong(operation, step.exchange)
        )

    def _learn(self, ids: dict[int, int], then: Exchange, now: Exchange) -> None:
        """Note what a create's answer calls the record, and called it."""
        old, new = (result(exchange) for exchange in (then, now))
        for name in self._id_names:
            if isinstance(old.get(name), int) and isinstance(new.get(name), int) and then.sent.method == "POST":
                ids[old[name]] = new[name]

    def _wrong(self, operation: Operation | None, exchange: Exchange) -> list[str]:
        if operation is None:
            return []
        return [check for check, _, _ in self._judge.breaches(Reply(operation, exchange))]

    def _operation(self, sent: Sent, case: Case) -> Operation | None:
        found = self._router.find(urlsplit(sent.url.removeprefix(case.target)).path)
        return found.endpoints.get(sent.method) if found else None


def send(client: httpx.Client, sent: Sent) -> Exchange:
    """Send a request byte for byte: httpx would write some addresses in another way."""
    host, _, target = sent.url.partition("://")[2].partition("/")
    request = httpx.Request(
        sent.method,
        f"{sent.url.partition('://')[0]}://{host}/",
        headers=[(name.encode("latin-1"), value.encode("latin-1", "replace")) for name, value in sent.headers],
        content=sent.body or None,
        extensions={"target": f"/{target}".encode(), "timeout": httpx.Timeout(_TIMEOUT).as_dict()},
    )
    begin = time.perf_counter()
    try:
        answer = client.send(request)
    except httpx.HTTPError as error:
        return Exchange(sent, None, f"{type(error).__name__}: {error}")
    seconds = time.perf_counter() - begin
    headers = tuple(answer.headers.multi_items())
    return Exchange(sent, Received(answer.status_code, headers, answer.content, seconds, answer.reason_phrase))
