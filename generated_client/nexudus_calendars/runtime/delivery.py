"""What happens to every request: credentials, pacing, sending, judging, retrying."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import httpx

from .answers import ATTEMPTS, judge
from .base_url import BaseURL
from .credentials import Credentials
from .errors import AuthenticationError, NexudusError, PermissionDeniedError, StatusError, ThrottledError, bare
from .flow import Flow, ask, exchange, pause
from .options import Options
from .pacing import LimitReachedError, Pacer
from .redaction import Redacted
from .request import Arguments, Operation, Request
from .retries import connection_failure, is_connection_failure
from .secret import Secret

Value = TypeVar("Value")

LOGGER = logging.getLogger("nexudus_calendars")
LOGGER.addHandler(logging.NullHandler())
# Writing these once more leaves the same state. A create or a command would happen twice. A read is never in doubt.
_REPEATABLE = frozenset({"PUT", "DELETE"})
# Seconds; a longer wait of the pacer's is worth a word.
_LONG_WAIT = 5.0


@dataclass
class _Course:
    """How a request has fared so far, with renewed credentials too."""

    attempts: int = 0
    started: float = 0.0
    uncertain: bool = False


class Delivery:
    """Gets requests through."""

    def __init__(
        self,
        build: Callable[..., httpx.Request],
        base_url: BaseURL,
        grant: tuple[Operation, Arguments],
        options: Options,
        credentials: Credentials,
        pacer: Pacer,
    ) -> None:
        """Put the parts together.

        Args:
            build: httpx's own maker of requests.
            base_url: Address of the API.
            grant: The operation that grants tokens, and its method and url.
            options: How requests are sent.
            credentials: Who sends them.
            pacer: What lets them go.
        """
        self._build = build
        self._base_url = base_url
        self._grant = grant
        self._credentials = credentials
        self._pacer = pacer
        self.options = options

    def with_options(self, options: Options) -> "Delivery":
        """The same credentials with other options. The pacer is the same one unless the limits are others."""
        same = options.limits == self.options.limits
        pacer = self._pacer if same else Pacer(options.limits, options.clock)
        return Delivery(self._build, self._base_url, self._grant, options, self._credentials, pacer)

    def now(self) -> datetime:
        """The date and time in UTC."""
        return self.options.clock.now()

    def grant(self, form: Mapping[str, str | Secret], client_id: str) -> Flow[httpx.Response]:
        """Ask for tokens.

        Raises:
            NexudusError: there are none.
        """
        operation, arguments = self._grant
        request = Request(operation, {**arguments, "data": form, "headers": {"client_id": client_id}})
        return self._attempts(request, None, _Course())

    def send(self, request: Request) -> Flow[httpx.Response]:
        """Send a request until it succeeds or there is no point in going on.

        Raises:
            NexudusError: there is no success; the subclass says why.
        """
        course = _Course()
        if not request.operation.authorized:
            return (yield from self._attempts(request, None, course))
        header = yield from _signing_in(self._credentials.header(self), course)
        try:
            return (yield from self._attempts(request, header, course))
        except AuthenticationError as error:
            refusal = error
        except PermissionDeniedError as error:
            raise _naming_roles(error, request) from None
        if not (yield from _signing_in(self._credentials.renew(self, header), course)):
            refusal.advice = f"check the credentials, and that the user has API access{_or_role(request)}"
            raise refusal
        header = yield from _signing_in(self._credentials.header(self), course)
        try:
            return (yield from self._attempts(request, header, course))
        except (AuthenticationError, PermissionDeniedError) as error:
            # These credentials were good a moment ago, so it is the user who may not.
            denial = PermissionDeniedError(error.answer)
            denial.uncertain = course.uncertain
            raise _naming_roles(denial, request) from None

    def _attempts(self, request: Request, header: Secret | None, course: _Course) -> Flow[httpx.Response]:
        policy, clock = self.options.retries, self.options.clock
        repeatable = request.repeatable and (policy.repeat_posts or request.method in _REPEATABLE)
        failure: NexudusError | None = None
        while True:
            yield from self._turn(request, failure, course)
            if not course.attempts:
                course.started = clock.monotonic()
            course.attempts += 1
            try:
                return (yield from self._once(request, header, course.attempts))
            except NexudusError as error:
                failure = error
            failure.attempts = course.attempts
            failure.uncertain = course.uncertain = course.uncertain or failure.uncertain
            elapsed = clock.monotonic() - course.started
            wait = policy.wait(failure, elapsed, clock.random(), repeatable=repeatable)
            if wait is None:
                raise failure
            if isinstance(failure, ThrottledError):
                # The others would be refused as well.
                self._pacer.hold(wait)
            extra = _extra(request, course.attempts)
            _log(logging.WARNING, "%s; attempt %d follows in %.2f s", failure, course.attempts + 1, wait, extra=extra)
            yield from pause(wait)

    def _turn(self, request: Request, failure: NexudusError | None, course: _Course) -> Flow[None]:
        """Wait until the pacer lets the request go.

        Raises:
            NexudusError: that would take too long: as before, or `LimitReachedError` where nothing failed before.
        """
        policy, longest, now = self.options.retries, self.options.limit_wait, self.options.clock.monotonic
        came = now()
        while (wait := self._pacer.admit(request.method)) > 0:
            if failure is not None:
                if now() + wait > course.started + policy.deadline:
                    raise failure
            elif longest is not None and now() + wait > came + longest:
                refusal = LimitReachedError(request.operation.id, wait)
                refusal.attempts, refusal.uncertain = course.attempts, course.uncertain
                raise refusal
            level = logging.INFO if wait > _LONG_WAIT else logging.DEBUG
            extra = {"operation": request.operation.id, "method": request.method}
            _log(level, "%s waits %.2f s to keep within the limits", request.operation.id, wait, extra=extra)
            yield from pause(wait)

    def _once(self, request: Request, header: Secret | None, attempt: int) -> Flow[httpx.Response]:
        prepared = self._prepared(request, header)
        url = Redacted(prepared.url)
        started = self.options.clock.monotonic()
        try:
            response = yield from exchange(prepared)
        except Exception as error:
            if not is_connection_failure(error):
                raise
            raise connection_failure(error, request.method, str(url)) from bare(error)
        response.extensions[ATTEMPTS] = attempt
        seconds = self.options.clock.monotonic() - started
        extra = _extra(request, attempt) | {"status": response.status_code, "seconds": seconds}
        _log(logging.DEBUG, "%s %s answered %d", request.method, url, response.status_code, extra=extra)
        if self.options.on_response is not None:
            hook = self.options.on_response
            yield from ask(lambda: hook(response))
        judge(response, self.now())
        return response

    def _prepared(self, request: Request, header: Secret | None) -> httpx.Request:
        arguments: dict[str, Any] = {"json": request.arguments["json"]} if "json" in request.arguments else {}
        prepared = self._build(
            request.method,
            self._base_url.url(request.path),
            # httpx reads the whole URL again to put even no parameters into it, and all headers to add none.
            params={**request.arguments.get("params", {}), **self.options.query} or None,
            headers={**request.arguments.get("headers", {}), **self.options.headers} or None,
            data=request.form,
            timeout=self.options.timeout,
            **arguments,
        )
        self._base_url.check(prepared.url)
        if header is not None:
            prepared.headers["Authorization"] = header.reveal()
        return prepared


def _log(level: int, message: str, *arguments: object, extra: Mapping[str, object]) -> None:
    """Log, and go on whatever a handler makes of it: what was sent has been sent."""
    with suppress(Exception):
        LOGGER.log(level, message, *arguments, extra=extra, stacklevel=2)


def _signing_in(flow: Flow[Value], course: _Course) -> Flow[Value]:
    """A flow of the credentials. Asking for a token writes nothing, whatever was sent before may have written."""
    try:
        return (yield from flow)
    except NexudusError as error:
        error.uncertain = course.uncertain
        raise


def _extra(request: Request, attempt: int) -> dict[str, object]:
    return {"operation": request.operation.id, "method": request.method, "attempt": attempt}


def _or_role(request: Request) -> str:
    roles = request.operation.roles
    return f" and the role {' or '.join(roles)}" if roles else ""


def _naming_roles(error: StatusError, request: Request) -> StatusError:
    error.advice = f"the user lacks API access{_or_role(request).replace(' and', ' or', 1)}"
    return error
