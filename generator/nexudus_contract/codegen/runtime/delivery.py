"""What happens to every request: credentials, pacing, sending, judging, retrying."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import count
from typing import Any

import httpx

from .answers import judge
from .credentials import Credentials
from .errors import AuthenticationError, NexudusError, PermissionDeniedError, StatusError, ThrottledError
from .flow import Flow, ask, exchange, pause
from .options import Options
from .pacing import Pacer
from .request import Arguments, Operation, Request
from .retries import causes, connection_failure
from .secret import Secret, redacted

LOGGER = logging.getLogger("nexudus_calendars")
LOGGER.addHandler(logging.NullHandler())
# Sending these once more leaves the same state. A create or a command would happen twice.
_REPEATABLE = frozenset({"GET", "PUT", "DELETE"})
# Seconds; a longer wait of the pacer's is worth a word.
_LONG_WAIT = 5.0


class Delivery:
    """Gets requests through."""

    def __init__(
        self,
        build: Callable[..., httpx.Request],
        base_url: str,
        grant: tuple[Operation, Arguments],
        options: Options,
        credentials: Credentials,
        pacer: Pacer,
    ) -> None:
        """Put the parts together.

        Args:
            build: httpx's own maker of requests.
            base_url: Address of the API, without a slash at its end.
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
        return self._attempts(
            Request(operation, {**arguments, "data": form, "headers": {"client_id": client_id}}), None
        )

    def send(self, request: Request) -> Flow[httpx.Response]:
        """Send a request until it succeeds or there is no point in going on.

        Raises:
            NexudusError: there is no success; the subclass says why.
        """
        if not request.operation.authorized:
            return (yield from self._attempts(request, None))
        header = yield from self._credentials.header(self)
        try:
            return (yield from self._attempts(request, header))
        except AuthenticationError as error:
            refusal = error
        except PermissionDeniedError as error:
            raise _naming_roles(error, request) from None
        if not (yield from self._credentials.renew(self, header)):
            refusal.advice = f"check the credentials, and that the user has API access{_or_role(request)}"
            raise refusal
        header = yield from self._credentials.header(self)
        try:
            return (yield from self._attempts(request, header))
        except AuthenticationError as error:
            # These credentials were good a moment ago, so it is the user who may not.
            raise _naming_roles(PermissionDeniedError(error.answer), request) from None

    def _attempts(self, request: Request, header: Secret | None) -> Flow[httpx.Response]:
        options, clock = self.options, self.options.clock
        repeatable = request.repeatable and (options.retries.repeat_posts or request.method in _REPEATABLE)
        started: float | None = None
        uncertain = False
        for attempt in count(1):
            yield from self._turn(request)
            started = clock.monotonic() if started is None else started
            try:
                return (yield from self._once(request, header, attempt))
            except NexudusError as error:
                failure = error
            failure.attempts = attempt
            elapsed = clock.monotonic() - started
            wait = options.retries.wait(failure, elapsed, clock.random(), repeatable=repeatable)
            uncertain = failure.uncertain = failure.uncertain or uncertain
            if wait is None:
                raise failure
            if isinstance(failure, ThrottledError):
                # The others would be refused as well.
                self._pacer.hold(wait)
            LOGGER.warning(
                "%s; attempt %d follows in %.2f s", failure, attempt + 1, wait, extra=_extra(request, attempt)
            )
            yield from pause(wait)
        raise AssertionError("count ends never")

    def _turn(self, request: Request) -> Flow[None]:
        """Wait until the pacer lets the request go."""
        while (wait := self._pacer.admit(request.method)) > 0:
            level = logging.INFO if wait > _LONG_WAIT else logging.DEBUG
            LOGGER.log(level, "%s waits %.2f s to keep within the limits", request.operation.id, wait)
            yield from pause(wait)

    def _once(self, request: Request, header: Secret | None, attempt: int) -> Flow[httpx.Response]:
        prepared = self._prepared(request, header)
        url = redacted(str(prepared.url))
        started = self.options.clock.monotonic()
        try:
            response = yield from exchange(prepared)
        except httpx.HTTPError as error:
            for cause in causes(error):
                # Its frames hold what was sent, credentials included.
                cause.__traceback__ = None
            raise connection_failure(error, request.method, url) from error
        seconds = self.options.clock.monotonic() - started
        extra = _extra(request, attempt) | {"status": response.status_code, "seconds": seconds}
        LOGGER.debug("%s %s answered %d", request.method, url, response.status_code, extra=extra)
        if self.options.on_response is not None:
            hook = self.options.on_response
            yield from ask(lambda: hook(response))
        judge(response, self.now())
        return response

    def _prepared(self, request: Request, header: Secret | None) -> httpx.Request:
        arguments: dict[str, Any] = {"json": request.arguments["json"]} if "json" in request.arguments else {}
        prepared = self._build(
            request.method,
            f"{self._base_url}{request.path}",
            params={**request.arguments.get("params", {}), **self.options.query},
            headers={**request.arguments.get("headers", {}), **self.options.headers},
            data=request.form,
            timeout=self.options.timeout,
            **arguments,
        )
        if header is not None:
            prepared.headers["Authorization"] = header.reveal()
        return prepared


def _extra(request: Request, attempt: int) -> dict[str, object]:
    return {"operation": request.operation.id, "method": request.method, "attempt": attempt}


def _or_role(request: Request) -> str:
    roles = request.operation.roles
    return f" and the role {' or '.join(roles)}" if roles else ""


def _naming_roles(error: StatusError, request: Request) -> StatusError:
    error.advice = f"the user lacks API access{_or_role(request).replace(' and', ' or', 1)}"
    return error
