"""aiohttp's connections under the async client: httpx's own pool slows down when many requests are in flight."""

import ssl

import httpx


def aiohttp_transport(
    *, verify: ssl.SSLContext | bool = True, max_connections: int = 100, trust_env: bool = True
) -> httpx.AsyncBaseTransport:
    """A transport for `AsyncNexudusClient(transport=...)`. Needs the extra `aiohttp`.

    Args:
        verify: Whether certificates are checked, or the context that does it.
        max_connections: Most connections at once.
        trust_env: Whether certificates that environment variables name are trusted.

    Raises:
        ImportError: httpx-aiohttp is not installed.
    """
    try:
        from aiohttp import ClientSession  # noqa: PLC0415
        from httpx_aiohttp import AiohttpTransport  # noqa: PLC0415
    except ImportError as error:
        raise ImportError(
            "aiohttp_transport needs httpx-aiohttp; install nexudus-calendars with its extra aiohttp"
        ) from error

    class Transport(AiohttpTransport):
        def get_client(self) -> ClientSession:
            session = super().get_client()
            # By itself aiohttp sends a GET, PUT or DELETE again where the answer is lost, and tells nobody. That is for
            # the client's own retries to decide. aiohttp has no other way to switch it off.
            session._retry_connection = False  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            return session

    return Transport(verify=verify, limits=httpx.Limits(max_connections=max_connections), trust_env=trust_env)
