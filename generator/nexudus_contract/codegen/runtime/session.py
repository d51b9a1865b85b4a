"""Carrying flows out: blocking, or awaited."""

import copy
import inspect
import threading
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Self, TypeVar, Unpack

import httpx
from httpx._client import UseClientDefault

from . import forking
from .delivery import Delivery
from .flow import Alone, Effect, Exchange, Flow, Lock, Pause
from .options import OptionChanges
from .request import Operation, Request

Outcome = TypeVar("Outcome")

# Seconds.
_STEP = 0.1


class _Session:
    """What both forms share."""

    def __init__(self, delivery: Delivery, *, owns_connections: bool) -> None:
        self._delivery = delivery
        self._owns_connections = owns_connections

    def with_options(self, **changes: Unpack[OptionChanges]) -> Self:
        """The same client, sending in another way; `client.with_options(timeout=5)` for one slow call.

        Connections, tokens and, unless the limits are changed, the pacer are shared. Close the first client only.

        Args:
            **changes: timeout, in seconds; retries; limits; headers and query, which are added to those there are; and
                on_response, which is called with every raw httpx answer.

        Raises:
            TypeError: there is no such option.
        """
        other = copy.copy(self)
        other._delivery = self._delivery.with_options(self._delivery.options.changed(changes))  # noqa: SLF001 - our own
        other._owns_connections = False  # noqa: SLF001
        return other

    def deliver(self, request: Request) -> Flow[httpx.Response]:
        """The flow of sending a request of the contract."""
        return self._delivery.send(request)

    def _any_request(
        self, method: str, path: str, params: Mapping[str, str | int] | None, json: object
    ) -> Flow[httpx.Response]:
        body = {} if json is None else {"json": json}
        arguments = {"method": method, "url": path, "params": params or {}, **body}
        return self._delivery.send(Request(Operation(f"{method} {path}"), arguments))


def _wait_for(event: threading.Event) -> None:
    """Wait, but look up now and then: Python does not notice a Ctrl-C that comes just before it begins to wait."""
    while not event.wait(_STEP):
        pass


def _auth(request: httpx.Request) -> httpx.Auth | UseClientDefault | None:
    """None where the request says already who sends it: nothing of the caller's httpx client may overrule that."""
    return None if "Authorization" in request.headers else httpx.USE_CLIENT_DEFAULT


class Session(_Session):
    """A connection to the API that raises for every failure. Threads may share it."""

    def __init__(self, http: httpx.Client, delivery: Delivery, *, owns_connections: bool) -> None:
        super().__init__(delivery, owns_connections=owns_connections)
        self._http = http
        self._lock = forking.Lock()

    def request(
        self, method: str, path: str, *, params: Mapping[str, str | int] | None = None, json: object = None
    ) -> httpx.Response:
        """Send a request that the contract does not have, with credentials, pacing and retries.

        Args:
            method: HTTP method.
            path: Path from the address of the API on, such as `/api/spaces/coworkers`.
            params: Query parameters.
            json: A body to send as JSON.

        Raises:
            NexudusError: the call failed; the subclass says how.
        """
        return self.run(self._any_request(method, path, params, json))

    def send(self, request: Request) -> httpx.Response:
        """Send a request of the contract.

        Raises:
            NexudusError: the call failed; the subclass says how.
        """
        return self.run(self._delivery.send(request))

    def lock(self) -> Lock:
        """A new lock, for flows that wait for each other."""
        return threading.Lock()

    def run(self, flow: Flow[Outcome]) -> Outcome:
        """Carry a flow out, and return what it returns."""
        try:
            effect = next(flow)
            while True:
                try:
                    outcome = self._perform(effect)
                except BaseException as error:  # noqa: BLE001 - the flow decides, and raises it again
                    effect = flow.throw(error)
                else:
                    effect = flow.send(outcome)
        except StopIteration as end:
            result: Outcome = end.value
            return result

    def _perform(self, effect: Effect) -> object:
        if isinstance(effect, Exchange):
            return self._http.send(effect.request, auth=_auth(effect.request), follow_redirects=False)
        if isinstance(effect, Pause):
            self._delivery.options.clock.sleep(effect.seconds)
            return None
        if isinstance(effect, Alone):
            with self._lock:
                return self.run(effect.flow)
        answer = effect.function()
        if inspect.iscoroutine(answer):
            answer.close()
            raise TypeError("a callback is a coroutine function; give NexudusClient a plain one")
        return answer

    def run_all(self, flows: Iterator[Flow[None]], concurrency: int) -> None:
        """Carry flows out in so many threads, each as soon as one is free.

        If the caller is interrupted, no further flow is started, and those under way come to their end first. A second
        interruption does not wait for them.
        """
        if concurrency < 1:
            raise ValueError(f"concurrency is {concurrency}, and nothing would be done; it is at least 1")
        lock, ended = threading.Lock(), threading.Event()
        failures = list[BaseException]()

        def work() -> None:
            while not failures:
                with lock:
                    flow = next(flows, None)
                if flow is None:
                    return
                try:
                    self.run(flow)
                except BaseException as error:  # noqa: BLE001 - it is raised again in the caller's thread
                    failures.append(error)

        def lead() -> None:
            threads = list[threading.Thread]()
            try:
                for number in range(concurrency):
                    threads.append(threading.Thread(target=work, name=f"nexudus-{number}", daemon=True))
                    threads[-1].start()
            except RuntimeError as error:
                # There can be no more threads.
                failures.append(error)
                threads.pop()
            for thread in threads:
                thread.join()
            ended.set()

        # An interrupted `join` takes its thread for dead (https://github.com/python/cpython/issues/90882). So the
        # threads are started and joined by another one, which nothing interrupts.
        leader = threading.Thread(target=lead, name="nexudus", daemon=True)
        try:
            leader.start()
            _wait_for(ended)
        except BaseException as error:
            failures.append(error)
            if leader.ident is not None:
                _wait_for(ended)
            raise
        if failures:
            raise failures[0]

    def close(self) -> None:
        """Close the connections, unless they are of a client that the caller gave."""
        if self._owns_connections:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncSession(_Session):
    """The same, awaited. Tasks of one event loop may share it."""

    def __init__(self, http: httpx.AsyncClient, delivery: Delivery, *, owns_connections: bool) -> None:
        import asyncio  # noqa: PLC0415 - nobody who uses the sync client pays for it

        super().__init__(delivery, owns_connections=owns_connections)
        self._http = http
        self._lock = asyncio.Lock()

    async def request(
        self, method: str, path: str, *, params: Mapping[str, str | int] | None = None, json: object = None
    ) -> httpx.Response:
        """Send a request that the contract does not have, with credentials, pacing and retries.

        Args:
            method: HTTP method.
            path: Path from the address of the API on, such as `/api/spaces/coworkers`.
            params: Query parameters.
            json: A body to send as JSON.

        Raises:
            NexudusError: the call failed; the subclass says how.
        """
        return await self.run(self._any_request(method, path, params, json))

    async def send(self, request: Request) -> httpx.Response:
        """Send a request of the contract.

        Raises:
            NexudusError: the call failed; the subclass says how.
        """
        return await self.run(self._delivery.send(request))

    def lock(self) -> Lock:
        """A new lock, for flows that wait for each other."""
        import asyncio  # noqa: PLC0415

        return asyncio.Lock()

    async def run(self, flow: Flow[Outcome]) -> Outcome:
        """Carry a flow out, and return what it returns."""
        try:
            effect = next(flow)
            while True:
                try:
                    outcome = await self._perform(effect)
                except BaseException as error:  # noqa: BLE001 - the flow decides, and raises it again
                    effect = flow.throw(error)
                else:
                    effect = flow.send(outcome)
        except StopIteration as end:
            result: Outcome = end.value
            return result

    async def _perform(self, effect: Effect) -> object:
        if isinstance(effect, Exchange):
            return await self._http.send(effect.request, auth=_auth(effect.request), follow_redirects=False)
        if isinstance(effect, Pause):
            await self._delivery.options.clock.sleep_async(effect.seconds)
            return None
        if isinstance(effect, Alone):
            async with self._lock:
                return await self.run(effect.flow)
        answer = effect.function()
        return await answer if inspect.isawaitable(answer) else answer

    async def run_all(self, flows: Iterator[Flow[None]], concurrency: int) -> None:
        """Carry flows out in so many tasks, each as soon as one is free.

        If the caller is cancelled, no further flow is started, and those under way come to their end first. A second
        cancellation does not wait for them.
        """
        import asyncio  # noqa: PLC0415

        if concurrency < 1:
            raise ValueError(f"concurrency is {concurrency}, and nothing would be done; it is at least 1")
        failures = list[BaseException]()

        async def work() -> None:
            for flow in flows:
                try:
                    await self.run(flow)
                except BaseException as error:  # noqa: BLE001 - it is raised again in the caller's task
                    failures.append(error)
                if failures:
                    return

        everyone = asyncio.gather(*(work() for _ in range(concurrency)))
        try:
            await asyncio.shield(everyone)
        except asyncio.CancelledError as error:
            failures.append(error)
            await everyone
            raise
        if failures:
            raise failures[0]

    async def close(self) -> None:
        """Close the connections, unless they are of a client that the caller gave."""
        if self._owns_connections:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
