"""Faults on demand: what a server does when it is not well, by operation, by chance, or for the next few calls."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from enum import StrEnum
from fnmatch import fnmatchcase
from random import Random
from typing import Any

from nexudus_contract.mock.call import query_items
from nexudus_contract.mock.envelopes import denied, failed_action, oauth_error, server_error, throttled
from nexudus_contract.mock.wire.message import Answer, Ending, Request, answer

_HTML = ((b"content-type", b"text/html; charset=utf-8"),)
_PLAIN = ((b"content-type", b"text/plain; charset=utf-8"),)


class FaultKind(StrEnum):
    """What goes wrong."""

    LATENCY = "latency"
    RESET = "reset"
    TRUNCATED = "truncated"
    CONTENT_TYPE = "content-type"
    HTML = "html"
    EMPTY = "empty"
    ERROR_500 = "error-500"
    ERROR_502 = "error-502"
    ERROR_503 = "error-503"
    ERROR_520 = "error-520"
    UNSUCCESSFUL = "unsuccessful"
    DEEP_PAGE = "deep-page"
    DENIED_GRANT = "denied-grant"
    EXPIRED_TOKEN = "expired-token"  # noqa: S105 - the name of a fault
    THROTTLE_409 = "throttle-409"
    THROTTLE_429 = "throttle-429"
    VARIANT = "variant"


def _page_of_html(title: str, status: int) -> Answer:
    return Answer(status, f"<!DOCTYPE html><title>{title}</title><h1>{title}</h1>".encode(), _HTML)


_ANSWERS: Mapping[FaultKind, Callable[[], Answer]] = {
    FaultKind.HTML: lambda: _page_of_html("Please sign in", 200),
    FaultKind.EMPTY: lambda: Answer(200, headers=()),
    FaultKind.ERROR_500: server_error,
    FaultKind.ERROR_502: lambda: _page_of_html("Bad Gateway", 502),
    FaultKind.ERROR_503: lambda: _page_of_html("Service Unavailable", 503),
    FaultKind.ERROR_520: lambda: _page_of_html("Web server is returning an unknown error", 520),
    FaultKind.UNSUCCESSFUL: lambda: failed_action("Ooops! There was a problem while running this action."),
    FaultKind.DEEP_PAGE: lambda: answer({"Message": "Access denied."}, 403),
    FaultKind.DENIED_GRANT: lambda: oauth_error("invalid_grant", status=401),
    FaultKind.EXPIRED_TOKEN: denied,
}
_SPOIL_THE_ANSWER = {
    FaultKind.LATENCY,
    FaultKind.TRUNCATED,
    FaultKind.CONTENT_TYPE,
    FaultKind.EMPTY,
    FaultKind.VARIANT,
}


@dataclass(frozen=True)
class Fault:
    """A rule by which answers are spoilt.

    Attributes:
        kind: what goes wrong.
        operation: operationId of the calls that it strikes, in which `*` stands for any text.
        probability: how likely it strikes each of them, from 0 to 1.
        times: how often it strikes before it is over; None for ever.
        after: whether the work is done all the same, and only its answer is lost. Without a say, it is for faults that
            spoil an answer (latency, truncated, content-type, empty, variant), and not for the others.
        seconds: latency, or what a throttled client is told to wait.
        page: number of the first page that is too deep (deep-page).
        status: HTTP status whose answers take turns (variant); None for the status that there would be.
        turn: how often it struck before; only known of one that strikes.

    Raises:
        ValueError: a value makes no sense; the message says which.
    """

    kind: FaultKind
    operation: str = "*"
    probability: float = 1
    times: int | None = None
    after: bool | None = None
    seconds: float = 1
    page: int = 50
    status: int | None = None
    turn: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not 0 <= self.probability <= 1:
            raise ValueError(f"probability is {self.probability}; it goes from 0 to 1")
        if self.times is not None and self.times < 1:
            raise ValueError(f"times is {self.times}; it must be 1 or more, or left out for ever")
        if not 0 <= self.seconds <= 3600:
            raise ValueError(f"seconds is {self.seconds}; it goes from 0 to 3600")
        if self.status is not None and not 100 <= self.status <= 599:
            raise ValueError(f"status is {self.status}; it goes from 100 to 599")

    @property
    def works(self) -> bool:
        """Whether the work is done."""
        return self.kind in _SPOIL_THE_ANSWER if self.after is None else self.after or self.kind is FaultKind.LATENCY

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """The fault in a text like `reset,operation=create*,times=2`.

        Raises:
            ValueError: it is none; the message says why.
        """
        kind, *parts = text.split(",")
        values: dict[str, Any] = {"kind": kind.strip()}
        for part in parts:
            name, _, value = (word.strip() for word in part.partition("="))
            if name in values:
                raise ValueError(f"{name} is said twice")
            values[name] = _scalar(value)
        return cls.from_mapping(values)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any]) -> "Fault":
        """The fault in an object with the attributes' names, as files and the admin interface have it.

        Raises:
            ValueError: it is none; the message says why.
        """
        types: Mapping[str, tuple[type, ...]] = {
            "kind": (str,),
            "operation": (str,),
            "probability": (int, float),
            "times": (int, type(None)),
            "after": (bool, type(None)),
            "seconds": (int, float),
            "page": (int,),
            "status": (int, type(None)),
        }
        # To JSON a whole number is one however it is written.
        raw = {name: int(value) if _is_whole(value) else value for name, value in raw.items()}
        for name, value in raw.items():
            if name not in types:
                raise ValueError(f"a fault has no {name}; it has {', '.join(types)}")
            if not isinstance(value, types[name]) or (isinstance(value, bool) and name != "after"):
                raise ValueError(f"{name} of a fault cannot be {value!r}")
        if raw.get("kind") not in set(FaultKind):
            raise ValueError(f"there is no fault {raw.get('kind', '')!r}; there are {', '.join(FaultKind)}")
        values: dict[str, Any] = {**raw, "kind": FaultKind(raw["kind"])}
        return cls(**values)

    def as_mapping(self) -> dict[str, Any]:
        """The attributes by name, without those that hold nothing."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    def strikes(self, operation: str, request: Request) -> bool:
        """Whether it is about calls like this one."""
        if not fnmatchcase(operation, self.operation):
            return False
        return self.kind is not FaultKind.DEEP_PAGE or _page(request) >= self.page

    def spoilt(self, answered: Answer) -> Answer:
        """What the client gets in place of an answer."""
        delay = answered.delay + (self.seconds if self.kind is FaultKind.LATENCY else 0)
        return replace(self._spoilt(answered), delay=delay)

    def _spoilt(self, answered: Answer) -> Answer:
        match self.kind:
            case FaultKind.LATENCY | FaultKind.VARIANT:
                # What the contract allows, only one who knows it can say.
                return answered
            case FaultKind.RESET:
                return replace(answered, ending=Ending.RESET)
            case FaultKind.TRUNCATED:
                # What has no body has nothing to be cut off.
                return replace(answered, body=answered.body or b" ", ending=Ending.TRUNCATED)
            case FaultKind.CONTENT_TYPE:
                return replace(answered, headers=_PLAIN)
            case FaultKind.THROTTLE_409 | FaultKind.THROTTLE_429:
                return throttled(timedelta(seconds=self.seconds), int(self.kind.removeprefix("throttle-")))
            case _:
                return _ANSWERS[self.kind]()


@dataclass
class _Rule:
    fault: Fault
    random: Random
    left: int | None
    struck: int = 0

    def strikes(self, operation: str, request: Request) -> bool:
        if self.left == 0 or not self.fault.strikes(operation, request):
            return False
        if self.fault.probability < 1 and self.random.random() >= self.fault.probability:
            return False
        if self.left is not None:
            self.left -= 1
        self.struck += 1
        return True


class Faults:
    """The faults of one world. The same faults and the same seed strike the same calls again.

    Attributes:
        seed: of their chances.
    """

    def __init__(self, initial: Sequence[Fault] = (), seed: int = 1) -> None:
        self._initial = tuple(initial)
        self._initial_seed = seed
        self.seed = seed
        self._rules: list[_Rule] = []
        self.reset()

    def __iter__(self) -> Iterator[Fault]:
        """The faults that are not over, with the times that are left to them."""
        return (replace(rule.fault, times=rule.left) for rule in self._rules if rule.left != 0)

    def __bool__(self) -> bool:
        """Whether there are any that are not over."""
        return any(rule.left != 0 for rule in self._rules)

    def add(self, fault: Fault | str) -> None:
        """Add a fault, or the one in a text like `reset,operation=create*,times=2`.

        Raises:
            ValueError: there is no such fault; the message says why.
        """
        fault = Fault.parse(fault) if isinstance(fault, str) else fault
        # Each has chances of its own, so that one more fault does not change where the others strike.
        self._rules.append(_Rule(fault, Random(f"{self.seed} {len(self._rules)}"), fault.times))

    def set(self, faults: Sequence[Fault | str], seed: int | None = None) -> None:
        """Have these faults and no others.

        Raises:
            ValueError: one is none; the message says why, and nothing is changed.
        """
        parsed = [Fault.parse(fault) if isinstance(fault, str) else fault for fault in faults]
        self.seed = self.seed if seed is None else seed
        self._rules = []
        for fault in parsed:
            self.add(fault)

    def clear(self) -> None:
        """Have none."""
        self._rules = []

    def reset(self) -> None:
        """Have those that were there at the beginning, as fresh as then."""
        self.seed = self._initial_seed
        self.set(self._initial)

    def striking(self, operation: str, request: Request) -> list[Fault]:
        """The faults that strike a call: any latency, and at most one other."""
        struck: list[Fault] = []
        for rule in self._rules:
            room = rule.fault.kind is FaultKind.LATENCY or all(fault.kind is FaultKind.LATENCY for fault in struck)
            if room and rule.strikes(operation, request):
                struck.append(replace(rule.fault, turn=rule.struck - 1))
        return struck


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


def _page(request: Request) -> int:
    text = dict(query_items(request.query)).get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _scalar(text: str) -> Any:
    if text in {"true", "false"}:
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
