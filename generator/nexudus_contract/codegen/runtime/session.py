"""Sending a request and getting a success back, or an error that says what to do."""

from types import TracebackType
from typing import Any, Self

import httpx

from .errors import ConnectionFailedError, RequestTimeoutError, raise_for_answer

Arguments = dict[str, Any]


def _failure(error: httpx.HTTPError, arguments: Arguments) -> ConnectionFailedError:
    request = f"{str(arguments['method']).upper()} {arguments['url']}"
    if isinstance(error, httpx.TimeoutException):
        return RequestTimeoutError(f"{request}: no answer in time; a write may have happened, so read first")
    return ConnectionFailedError(f"{request}: {error or type(error).__name__}; check the address and the network")


class Session:
    """A connection to the API that raises for every failure."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def send(self, arguments: Arguments) -> httpx.Response:
        """Send the request that a generated module described.

        Raises:
            StatusError: the API refused, or the action failed.
            ConnectionFailedError: no answer came.
        """
        try:
            response = self._http.request(**arguments)
        except httpx.HTTPError as error:
            raise _failure(error, arguments) from error
        raise_for_answer(response)
        return response

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncSession:
    """The same, awaited."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def send(self, arguments: Arguments) -> httpx.Response:
        """Send the request that a generated module described.

        Raises:
            StatusError: the API refused, or the action failed.
            ConnectionFailedError: no answer came.
        """
        try:
            response = await self._http.request(**arguments)
        except httpx.HTTPError as error:
            raise _failure(error, arguments) from error
        raise_for_answer(response)
        return response

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
