"""A case as code for the client: typed calls where there are such, plain requests where there are none."""

import inspect
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from nexudus_calendars import NO_LIMITS, NO_RETRIES, NexudusClient
from nexudus_calendars.runtime.redaction import MASK
from nexudus_contract.document import Contract
from nexudus_contract.escaping import comment
from nexudus_contract.exchange import Sent
from nexudus_contract.fuzz.laws.access import STRANGER
from nexudus_contract.fuzz.replaying.case import Case, Recorded
from nexudus_contract.fuzz.replaying.senders import Sender, authorization
from nexudus_contract.routing import Router
from nexudus_contract.source import is_object
from nexudus_contract.terms import Kind, Operation

_HEAD = """\
import datetime
import os

import httpx
from nexudus_calendars import NO_RETRIES, NexudusClient, NexudusError

URL = {url!r}


def attempt(call):
    try:
        print(call())
    except NexudusError as error:
        print(type(error).__name__, error)
"""
_SIGNED_IN = 'os.environ["NEXUDUS_TOKEN"]'
_LOGINS = {
    Sender.USER: ('os.environ["NEXUDUS_USERNAME"]', 'os.environ["NEXUDUS_PASSWORD"]'),
    Sender.LESSER: ('os.environ["NEXUDUS_LESSER_USERNAME"]', 'os.environ["NEXUDUS_LESSER_PASSWORD"]'),
    Sender.WRONG_PASSWORD: ('os.environ["NEXUDUS_USERNAME"]', 'os.environ["NEXUDUS_PASSWORD"] + "x"'),
}
# What a list is asked for by a flag, and what the client sends by itself.
_PAGE = "page"


class _CaughtError(Exception):
    """The client's request, in the place of its answer."""

    def __init__(self, request: httpx.Request) -> None:
        super().__init__()
        self.request = request


@dataclass(frozen=True)
class _Call:
    """A method of a resource with its arguments."""

    resource: str
    method: str
    positional: tuple[Any, ...]
    named: Mapping[str, Any]

    def by(self, client: str) -> str:
        """The call of one client."""
        arguments = [repr(item) for item in self.positional]
        arguments += [f"{name}={value!r}" for name, value in self.named.items()]
        text = f"{client}.{self.resource}.{self.method}({', '.join(arguments)})"
        # Iterating asks for more pages than the case did.
        return f"next(iter({text}), None)" if self.method == "list" else text

    def sends(self, sent: Sent) -> bool:
        """Whether the client makes the request of it that the case has, as far as servers can tell."""

        def caught(request: httpx.Request) -> httpx.Response:
            raise _CaughtError(request)

        transport = httpx.MockTransport(caught)
        with NexudusClient("https://x", token="x", transport=transport, limits=NO_LIMITS, retries=NO_RETRIES) as client:  # noqa: S106 - it goes nowhere
            try:
                made = getattr(getattr(client, self.resource), self.method)(*self.positional, **self.named)
                next(iter(made))
            except _CaughtError as error:
                return _same(error.request, sent)
            except Exception:  # noqa: BLE001 - the arguments are whatever the fuzzer thought of
                return False
        return False


def as_python(case: Case, contract: Contract, url: str = "") -> str:
    """A program for the client that the package has.

    Secrets come from the variables `NEXUDUS_TOKEN`, `NEXUDUS_USERNAME`, `NEXUDUS_PASSWORD` and the like.

    Args:
        case: The case.
        contract: What it is about.
        url: Address of the server, where it is not the recorded one.
    """
    writer = _Writer(case, contract)
    lines = [line for step in case.steps for line in writer.lines(step)]
    who = [f"{name} = {made}" for name, made in writer.clients.items()]
    title = f"# {comment(f'{case.check}: {case.message}')}"
    ends = [f"{name}.close()" for name in writer.clients]
    return "\n".join([title, _HEAD.format(url=url or case.target), *who, *lines, *ends])


class _Writer:
    """Writes the calls of one case.

    Attributes:
        clients: The clients that they need, by the name that the program gives them.
    """

    def __init__(self, case: Case, contract: Contract) -> None:
        self.clients: dict[str, str] = {}
        self._case = case
        self._router = Router((item, item) for item in contract.operations)
        self._ids = {item.tag: item.id_property for item in contract.record_types}

    def lines(self, step: Recorded) -> Iterator[str]:
        sent, received = step.exchange.sent, step.exchange.received
        target = sent.url.removeprefix(self._case.target)
        operation, parameters = self._found(sent.method, urlsplit(target).path)
        said = received.status if received else step.exchange.failure
        yield f"# {comment(f'{operation.id if operation else sent.method}: {said}')}"
        client = self._client(step)
        call = self._call(operation, parameters, sent) if operation and client else None
        plain = _plain(sent, target)
        if call is not None and call.sends(sent):
            yield f"attempt(lambda: {call.by(client)})"
        elif client and plain is not None:
            yield f"attempt(lambda: {client}.request({plain}))"
        else:
            yield from _bare(step, target)

    def _found(self, method: str, path: str) -> tuple[Operation | None, Mapping[str, str]]:
        found = self._router.find(path)
        return (found.endpoints.get(method), found.parameters) if found else (None, {})

    def _client(self, step: Recorded) -> str:
        """Name of the client for a sender; empty where requests are sent without credentials, or those of a grant."""
        value = authorization(step.exchange.sent)
        if value is None or step.sender is Sender.GRANTED:
            return ""
        bearer = value.lower().startswith("bearer ")
        name = f"{step.sender.value}{'' if bearer else '_with_password'}".replace("-", "_")
        token = _SIGNED_IN if step.sender is Sender.USER else repr(STRANGER)
        username, password = _LOGINS.get(step.sender, (repr(STRANGER), repr(STRANGER)))
        who = f"token={token}" if bearer else f"username={username}, password={password}"
        self.clients[name] = f"NexudusClient(URL, {who}, retries=NO_RETRIES)"
        return name

    def _call(self, operation: Operation, parameters: Mapping[str, str], sent: Sent) -> _Call | None:
        """The typed call that may be this request."""
        resource = _named(operation.tag, dir(NexudusClient))
        if resource is None:
            return None
        methods: Mapping[Kind | None, str] = {
            None: operation.id,
            Kind.BATCH: "get_many",
            Kind.COMMANDS: "list_commands",
            Kind.RUN: "run_command",
        }
        with NexudusClient("https://x", token="x") as client:  # noqa: S106 - it goes nowhere
            functions = getattr(client, resource)
            method = _named(methods.get(operation.kind, str(operation.kind)), dir(functions))
            if method is None:
                return None
            signature = inspect.signature(getattr(functions, method)).parameters
        query = dict(parse_qsl(urlsplit(sent.url).query, keep_blank_values=True))
        positional: list[Any] = [int(value) for value in parameters.values() if value.isdecimal() and len(value) < 20]
        if operation.kind is Kind.BATCH:
            return _Call(resource, method, (_json(query.get("id", "")),), {})
        body = _json(sent.body.decode(errors="replace"))
        given = {**(body if is_object(body) else {}), **{_short(name): value for name, value in query.items()}}
        if "dir" in given:
            given["descending"] = given.pop("dir") == "1"
        named: dict[str, Any] = {}
        for wire, value in given.items():
            name = _named(wire, signature)
            if name is not None:
                named[name] = _typed(value, str(signature[name].annotation))
        return _Call(resource, method, tuple(positional), named)


def _short(parameter: str) -> str:
    """A filter without the name of what it filters."""
    prefix, _, name = parameter.partition("_")
    return name if name and prefix[:1].isupper() else parameter


def _named(wanted: str, names: Any) -> str | None:
    """The name that differs from the wanted one in capitals and underscores only."""
    return next((name for name in names if name.replace("_", "").lower() == wanted.replace("_", "").lower()), None)


def _typed(value: Any, annotation: str) -> Any:
    try:
        if isinstance(value, str) and "datetime" in annotation:
            return datetime.fromisoformat(value)
        if isinstance(value, str) and annotation.startswith("int"):
            return int(value)
    except ValueError:
        pass
    return value


def _same(request: httpx.Request, sent: Sent) -> bool:
    """Whether two requests ask for the same."""
    then, now = urlsplit(sent.url), urlsplit(str(request.url))
    queries = [sorted(parse_qsl(item.query, keep_blank_values=True)) for item in (then, now)]
    defaults = [(_PAGE, "1")] if dict(queries[1]).get(_PAGE) == "1" and _PAGE not in dict(queries[0]) else []
    bodies = [_json(item.decode(errors="replace")) for item in (sent.body, request.content)]
    return (
        request.method == sent.method
        and then.path.endswith(now.path)
        and sorted([*queries[0], *defaults]) == queries[1]
        and bodies[0] == bodies[1]
        and (not sent.body or _media_type(sent) == "application/json")
    )


def _plain(sent: Sent, target: str) -> str | None:
    """What `client.request` takes to send it; None where it cannot."""
    path, _, query = target.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    if len(dict(pairs)) < len(pairs) or (sent.body and _media_type(sent) != "application/json"):
        return None
    made = httpx.Request(sent.method, f"http://x{path}", params=dict(pairs))
    if made.url.raw_path.decode().rstrip("?") != target and parse_qsl(urlsplit(str(made.url)).query) != pairs:
        return None
    if made.url.raw_path.partition(b"?")[0].decode() != path:
        return None
    arguments = [repr(sent.method), repr(path), *([f"params={dict(pairs)!r}"] if pairs else [])]
    if sent.body:
        value = _json(sent.body.decode(errors="replace"))
        # A number that Python reads otherwise, or a name that comes twice, only bytes can say.
        if value is None or json.loads(json.dumps(value)) != value or _twice(sent.body):
            return None
        arguments.append(f"json={value!r}")
    return ", ".join(arguments)


def _bare(step: Recorded, target: str) -> Iterator[str]:
    """The request byte for byte, with httpx."""
    sent = step.exchange.sent
    headers: list[str] = []
    who = ""
    for name, value in sent.headers:
        if name.lower() in {"host", "content-length", "connection", "transfer-encoding"}:
            continue
        if name.lower() == "authorization" and value.lower().startswith("basic "):
            who = f", auth=({', '.join(_LOGINS.get(step.sender, (repr(STRANGER), repr(STRANGER))))})"
        elif name.lower() == "authorization" and step.sender is Sender.GRANTED:
            headers.append(f'({name!r}, "Bearer " + os.environ["NEXUDUS_GRANTED_TOKEN"])')
        elif name.lower() == "authorization" and step.sender is Sender.USER:
            headers.append(f'({name!r}, "Bearer " + {_SIGNED_IN})')
        else:
            headers.append(f"({name!r}, {value.replace(MASK, STRANGER)!r})")
    body = repr(sent.body)
    if MASK.encode() in sent.body:
        secret = "NEXUDUS_REFRESH_TOKEN" if b"refresh_token=" in sent.body else "NEXUDUS_PASSWORD"
        if step.sender in {Sender.USER, Sender.GRANTED}:
            body = f'{body}.replace(b"{MASK}", os.environ["{secret}"].encode())'
    yield "with httpx.Client() as plain:"
    yield f"    extensions = {{'target': (httpx.URL(URL).path.rstrip('/') + {target!r}).encode()}}"
    yield f"    headers = [{', '.join(headers)}]"
    content = f", content={body}" if sent.body else ""
    yield f"    request = httpx.Request({sent.method!r}, URL, headers=headers{content}, extensions=extensions)"
    yield f"    print(plain.send(request{who}))"


def _media_type(sent: Sent) -> str:
    found = [value for name, value in sent.headers if name.lower() == "content-type"]
    return found[0].partition(";")[0].strip() if found else ""


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _twice(body: bytes) -> bool:
    """Whether an object has a name twice, which no mapping can say."""

    def pairs(items: list[tuple[str, Any]]) -> Any:
        if len(dict(items)) < len(items):
            raise LookupError
        return dict(items)

    try:
        json.loads(body, object_pairs_hook=pairs)
    except LookupError:
        return True
    return False
