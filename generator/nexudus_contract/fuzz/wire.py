"""The line to the server: sends requests, and holds each answer against the contract."""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import httpx

from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.fuzz.judge import Watch, place
from nexudus_contract.fuzz.live.carriers import SECONDS
from nexudus_contract.fuzz.reply import Content, Reply
from nexudus_contract.terms import Kind, Operation

_THROTTLED = (409, 429)
_MOST_WAITS = 5
_WRITES = frozenset({Kind.CREATE, Kind.UPDATE, Kind.DELETE})


@dataclass
class DoubtError(Exception):
    """The server seems to have broken a promise, unless somebody else wrote meanwhile."""

    tell: Callable[[], None]


def anything(*_request: object) -> bool:
    """Whether a request may be sent on a server of one's own."""
    return True


def exchanged(
    client: httpx.Client, operation: Operation, url: str, headers: Mapping[str, str], data: bytes = b""
) -> Reply:
    """Send one request and take down what comes of it."""
    request = client.build_request(operation.method.upper(), url, headers=headers, content=data or None)
    sent = Sent(request.method, str(request.url), tuple(request.headers.items()), data)
    begin = time.perf_counter()
    try:
        answer = client.send(request)
    except httpx.HTTPError as error:
        return Reply(operation, Exchange(sent, None, f"{type(error).__name__}: {error}"))
    seconds = answer.extensions.get(SECONDS, time.perf_counter() - begin)
    headers_, reason = tuple(answer.headers.multi_items()), answer.reason_phrase
    return Reply(operation, Exchange(sent, Received(answer.status_code, headers_, answer.content, seconds, reason)))


class Wire:
    """Sends requests to one server in one user's name.

    Attributes:
        watch: looks at each answer.
        writes: the requests that may have changed something, since `forget`.
    """

    def __init__(
        self,
        watch: Watch,
        client: httpx.Client,
        authorization: str,
        sleep: Callable[[float], None] = time.sleep,
        may: Callable[[Operation, int | None, bytes], bool] = anything,
    ) -> None:
        """Take the line.

        Args:
            watch: Looks at each answer.
            client: The connection; its base URL is the server's.
            authorization: The header that says who one is; empty for nobody.
            sleep: Waits for some seconds.
            may: Whether a request may be sent, which on somebody's server not every one may.
        """
        self.may = may
        self._doubting = False
        self.watch = watch
        self.writes: list[Exchange] = []
        # By identity; that the exchanges are kept keeps their identities from being given to others.
        self._broken: dict[int, Exchange] = {}
        self._client = client
        self._authorization = authorization
        self._sleep = sleep

    def forget(self) -> None:
        """Begin a new conversation."""
        self.writes.clear()
        self._broken.clear()

    @contextmanager
    def doubting(self) -> Generator[None]:
        """What breaks a promise until the block ends, and is not known yet, raises a doubt, and is not written down."""
        before, self._doubting = self._doubting, True
        try:
            yield
        finally:
            self._doubting = before

    def send(
        self,
        operation: Operation,
        *,
        record_id: int | None = None,
        query: Sequence[tuple[str, str]] = (),
        content: Content | None = None,
        authorization: str | None = None,
    ) -> Reply:
        """Send a request, waiting as the throttle wants it, and judge the answer.

        Args:
            operation: What to ask for.
            record_id: The path's parameter, where it has one.
            query: Query parameters.
            content: The body.
            authorization: Who one is, where it is not the line's own user; empty for nobody.

        Raises:
            BreachError: the answer breaks the contract.
        """
        path = operation.path
        for parameter in operation.parameters:
            if parameter.location == "path":
                path = path.replace(f"{{{parameter.name}}}", quote(str(record_id), safe=""))
        headers = dict(content.headers) if content else {}
        if given := self._authorization if authorization is None else authorization:
            headers["Authorization"] = given
        url = f"{path}?{urlencode(query, quote_via=quote)}" if query else path
        reply = self._send_once(operation, url, headers, content.data if content else b"")
        for _ in range(_MOST_WAITS):
            wait = reply.exchange.received.header("Retry-After") if reply.exchange.received else ""
            if reply.status not in _THROTTLED or not wait.isdecimal():
                break
            self._sleep(float(wait))
            reply = self._send_once(operation, url, headers, content.data if content else b"")
        return reply

    def sound(self, reply: Reply) -> bool:
        """Whether nothing is wrong with an answer by itself."""
        return id(reply.exchange) not in self._broken

    def breach(self, check: str, operation: Operation, message: str, *replies: Reply, aspect: str = "") -> None:
        """Write down that the server broke a promise.

        Args:
            check: The check's name.
            operation: Where.
            message: What it did.
            replies: The answers that show it; writes need not be among them.
            aspect: What tells this breach from others of the check at this kind of operation.

        Raises:
            BreachError: its kind is not known yet.
        """
        if not all(self.sound(reply) for reply in replies):
            # What an answer is worth that is wrong in itself nobody can say, and that it is wrong was told.
            return
        shown = {id(reply.exchange): reply.exchange for reply in replies}
        before = [exchange for exchange in self.writes if id(exchange) not in shown]
        case = [*before, *shown.values()]
        ledger, key = self.watch.ledger, f"{place(operation)} {aspect}"
        if self._doubting and not ledger.is_closed(check, key):
            raise DoubtError(lambda: ledger.breach(check, key, operation.id, message, case))
        ledger.breach(check, key, operation.id, message, case)

    def _send_once(self, operation: Operation, url: str, headers: Mapping[str, str], data: bytes) -> Reply:
        self.watch.ledger.tick()
        reply = exchanged(self._client, operation, url, headers, data)
        if operation.kind in _WRITES and reply.status not in {0, 400, 401, *_THROTTLED}:
            self.writes.append(reply.exchange)
        return self._judged(reply)

    def _judged(self, reply: Reply) -> Reply:
        breaches = list(self.watch.breaches(reply))
        for check, aspect, message in breaches:
            self.breach(check, reply.operation, message, reply, aspect=aspect)
        if breaches:
            self._broken[id(reply.exchange)] = reply.exchange
        return reply
