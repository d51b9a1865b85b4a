"""The one way to the server: reads only, at a pace, and stops where it is not wanted."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias
from urllib.parse import urlencode

import httpx

from nexudus_contract.document import Contract
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.probe.answer import ProbeError
from nexudus_contract.probe.reply import Reply
from nexudus_contract.source import is_object
from nexudus_contract.target import Target
from nexudus_contract.terms import Operation

Query: TypeAlias = Sequence[tuple[str, str]]

LARGEST_PACE = 100
"""Requests a minute to a target that is not on this machine; the documentation's limit is 120."""

_THROTTLED = (409, 429)
_LOCKED = (403, 423)
_ATTEMPTS = 4
_MOST_REFUSALS = 6
_LONGEST_WAIT = 120
_USUAL_WAIT = 10
_STRANGER = "made-up-by-the-probe"


@dataclass(frozen=True)
class Probe:
    """How to ask.

    Attributes:
        pace: requests a minute; None for `LARGEST_PACE`, or as many as can be to a target on this machine. To
            another one never more than that.
        sleep: waits, in seconds.
        clock: a monotonic clock, in seconds.
    """

    pace: int | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


USUAL = Probe()


class Asker:
    """Sends requests to one target, one at a time; what was asked before is not sent again.

    Args:
        contract: what the operations are taken from.
        target: the server, and the credentials for it.
        most: how many requests may be sent, those that the throttle refused not counted.
        probe: how to ask.
    """

    def __init__(self, contract: Contract, target: Target, most: int, probe: Probe = USUAL) -> None:
        self.most = most
        self.sent = 0
        self.replies: list[Reply] = []
        self.throttled: list[Reply] = []
        self._operations = {item.id: item for item in contract.operations}
        self._target = target
        self._token = ""
        fastest = None if target.on_this_machine else LARGEST_PACE
        paces = [item for item in (probe.pace, fastest) if item is not None]
        self._gap = 60 / min(paces) if paces else 0
        self._sleep = probe.sleep
        self._clock = probe.clock
        self._last: float | None = None
        self._known: dict[tuple[str, bool], Reply] = {}
        self._refused: dict[str, Reply] = {}
        self._client = httpx.Client(timeout=30, headers={"Accept": "application/json"})

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close the connections."""
        self._client.close()

    @property
    def secrets(self) -> Sequence[str]:
        """What must never be shown."""
        return [text for text in (self._token, self._target.token, self._target.password) if text]

    def enter(self) -> None:
        """Get a token where there is none, the one request that is no GET, and see that the server takes it.

        Raises:
            ProbeError: the server cannot be reached, or lets nobody in.
        """
        target = self._target
        self._token = target.token or self._new_token()
        whoami = self._operations["getCurrentUser"]
        self._let_in(whoami, self._send("GET", target.address.url(whoami.path), self._token))

    def ask(
        self, operation: Operation, query: Query = (), record_id: int | None = None, *, stranger: bool = False
    ) -> Reply:
        """What a GET operation answers.

        Args:
            operation: of the contract, and a GET.
            query: its query parameters.
            record_id: what its path asks for.
            stranger: whether to come with a made-up token.

        Raises:
            ProbeError: the connection fails, the server lets nobody in any more, or it throttles without an end.
        """
        if operation.method != "get":
            raise ProbeError(f"{operation.id} is not a read; the probe only reads")
        if operation.id in self._refused and not stranger:
            return self._refused[operation.id]
        path = operation.path if record_id is None else f"{operation.path.rpartition('/')[0]}/{record_id}"
        url = self._target.address.url(path) + (f"?{urlencode(list(query))}" if query else "")
        if (url, stranger) not in self._known:
            received = self._send("GET", url, _STRANGER if stranger else self._token)
            reply = self._known[url, stranger] = self._keep(url, received)
            if not stranger:
                self._heed(operation, reply)
        return self._known[url, stranger]

    def _keep(self, url: str, received: Received) -> Reply:
        sent = Sent("GET", url, (("Authorization", "Bearer token"), ("Accept", "application/json")))
        reply = Reply(len(self.replies), Exchange(sent, received), received)
        self.replies.append(reply)
        return reply

    def _heed(self, operation: Operation, reply: Reply) -> None:
        """Stop at the first sign that an account may be locked."""
        if reply.status in _LOCKED:
            raise ProbeError(f"{operation.path} answered {reply.status}; stopped, lest the account be locked")
        if reply.status != 401:
            return
        # A missing role is answered 401 too, so ask what needs none.
        self._refused[operation.id] = reply
        whoami = self._operations["getCurrentUser"]
        again = self._send("GET", self._target.address.url(whoami.path), self._token)
        if again.status != 200 or len(self._refused) > _MOST_REFUSALS:
            raise ProbeError(
                f"{operation.path} answered 401 to a token that was good; stopped, lest the account be locked; "
                "check the token and the user's roles"
            )

    def _new_token(self) -> str:
        operation, target = self._operations["createToken"], self._target
        form = {"grant_type": "password", "username": target.username or "", "password": target.password or ""}
        received = self._send("POST", target.address.url(operation.path), form=form)
        self._let_in(operation, received)
        grant = Reply(0, Exchange(Sent("POST", ""), received), received).value
        token: object = grant.get("access_token") if is_object(grant) else None
        if not isinstance(token, str):
            raise ProbeError(f"{target.url} gave no access token; is it Nexudus?")
        return token

    def _let_in(self, operation: Operation, received: Received) -> None:
        if received.status != 200:
            refusal = f"{self._target.url} let nobody in: {operation.path} answered {received.status}"
            raise ProbeError(f"{refusal}; check the address and the credentials")

    def _send(self, method: str, url: str, token: str | None = None, form: dict[str, str] | None = None) -> Received:
        if self.sent >= self.most:
            raise ProbeError(f"more than {self.most} requests would be needed; stopped")
        self.sent += 1
        for attempt in range(_ATTEMPTS):
            received = self._once(method, url, token, form)
            if received.status not in _THROTTLED:
                return received
            sent = Sent(method, url if token else self._target.url)
            self.throttled.append(Reply(len(self.throttled), Exchange(sent, received), received))
            if attempt < _ATTEMPTS - 1:
                self._wait(received)
        raise ProbeError(f"{self._target.url} throttled one request {_ATTEMPTS} times in a row; try again later")

    def _once(self, method: str, url: str, token: str | None, form: dict[str, str] | None) -> Received:
        if self._last is not None and self._gap:
            self._sleep(max(0, self._last + self._gap - self._clock()))
        self._last = began = self._clock()
        try:
            answer = self._client.request(
                method, url, data=form, headers={} if token is None else {"Authorization": f"Bearer {token}"}
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ProbeError(f"{self._target.url} cannot be reached: {error}; is the server running?") from error
        headers = tuple(answer.headers.multi_items())
        seconds = self._clock() - began
        return Received(answer.status_code, headers, answer.content, seconds, answer.reason_phrase)

    def _wait(self, received: Received) -> None:
        text = received.header("retry-after")
        seconds = int(text) if text.isdecimal() and len(text) < 10 else _USUAL_WAIT
        if seconds > _LONGEST_WAIT:
            raise ProbeError(f"{self._target.url} is throttled for {seconds} seconds; try again after that")
        self._sleep(seconds)
