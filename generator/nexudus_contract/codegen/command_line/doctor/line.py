"""The line to the API: whether it is there, whose certificate it shows, and what time it has."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from nexudus_calendars.cli.connection import client_for
from nexudus_calendars.cli.doctor.check import Check, fail, ok, skipped
from nexudus_calendars.runtime.base_url import BaseURL
from nexudus_calendars.runtime.errors import (
    AuthenticationError,
    ConnectionFailedError,
    NexudusError,
    PermissionDeniedError,
    RequestTimeoutError,
    ServerError,
    StatusError,
    ThrottledError,
    causes,
)
from nexudus_calendars.runtime.retries import NO_RETRIES

TIMEOUT = 15.0
_TOLERATED = timedelta(seconds=60)
_CERTIFICATES = "see what stands between; if your network inspects TLS, name its certificates in SSL_CERT_FILE"


@dataclass(frozen=True)
class _Seen:
    """What the first answer showed of the line; `certificate_ends` is None where that is not known."""

    arrived: datetime
    date: str
    tls: str
    certificate_ends: datetime | None


def looked_at(address: BaseURL) -> Iterator[Check]:
    """The line's checks. One request without credentials shows all of it."""
    seen = list[_Seen]()
    error: NexudusError | None = None
    started = datetime.now(UTC)
    with client_for(
        address, timeout=TIMEOUT, retries=NO_RETRIES, on_response=lambda response: seen.append(_seen(response))
    ) as client:
        try:
            client.authentication.get_current_user()
        except NexudusError as raised:
            error = raised
    took = datetime.now(UTC) - started
    yield _reached(address, error, took)
    yield _tls(address, error, seen)
    yield _clock(seen)


def _seen(response: httpx.Response) -> _Seen:
    stream = response.extensions.get("network_stream")
    # Which of Python's two kinds of TLS objects it is depends on the transport; both have these methods.
    tls: Any = stream.get_extra_info("ssl_object") if stream is not None else None
    version, ends = "", None
    if tls is not None:
        try:
            version = tls.version() or ""
            shown: dict[str, Any] = tls.getpeercert() or {}
            text = shown.get("notAfter")
            ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(text)), UTC) if text else None
        except (OSError, ValueError):
            # The server has hung up already, so nobody can be asked.
            ends = None
    return _Seen(datetime.now(UTC), response.headers.get("Date", ""), version, ends)


def _reached(address: BaseURL, error: NexudusError | None, took: timedelta) -> Check:
    name = "address"
    if isinstance(error, ConnectionFailedError):
        why = causes(error)
        if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in why):
            return ok(name, f"{address} was reached")
        return fail(name, f"{address}: {error.reason}", _way(address, error, why))
    if error is None or isinstance(error, AuthenticationError | PermissionDeniedError | ThrottledError):
        return ok(name, f"{address} answered in {took.total_seconds() * 1000:.0f} ms")
    if isinstance(error, ServerError):
        return fail(name, f"{address} answered {error.status}", "the server fails; try again later")
    if isinstance(error, StatusError) and error.status in {301, 302, 303, 307, 308}:
        there = error.headers.get("location", "elsewhere")
        return fail(name, f"{address} sends to {there}", "give the address that it sends to as NEXUDUS_BASE_URL")
    return fail(name, f"{address} is not Nexudus' API: {error}", "check --base-url and NEXUDUS_BASE_URL")


def _way(address: BaseURL, error: ConnectionFailedError, why: list[BaseException]) -> str:
    host = address.host
    if any(isinstance(cause, socket.gaierror) for cause in why):
        return f"no name server knows {host}; check --base-url, NEXUDUS_BASE_URL and the network"
    if any(isinstance(cause, ConnectionRefusedError) for cause in why):
        return f"nothing listens there; check the port, and whether {host} is up"
    if any(isinstance(cause, ssl.SSLError) for cause in why):
        return "what listens there speaks no TLS; check the port, and whether it should be http"
    if isinstance(error, RequestTimeoutError):
        return "something drops what is sent; ask about firewalls and proxies (HTTPS_PROXY)"
    return "check the address, the network and proxies (HTTPS_PROXY)"


def _tls(address: BaseURL, error: NexudusError | None, seen: list[_Seen]) -> Check:
    name = "TLS"
    if not address.encrypted:
        return skipped(name, "http, on this machine" if address.is_loopback else "http, as NEXUDUS_ALLOW_HTTP allows")
    distrusted = (
        next((item for item in causes(error) if isinstance(item, ssl.SSLCertVerificationError)), None)
        if error
        else None
    )
    if distrusted is not None:
        return fail(name, f"the certificate is not trusted: {distrusted.verify_message}", _CERTIFICATES)
    if not seen:
        return skipped(name, "the address was not reached")
    ends = seen[0].certificate_ends
    left = f", its certificate good for {(ends - seen[0].arrived).days} days" if ends else ""
    return ok(name, f"{seen[0].tls or 'trusted'}{left}")


def _clock(seen: list[_Seen]) -> Check:
    name = "clock"
    if not seen:
        return skipped(name, "no answer came that would say the time")
    try:
        date = parsedate_to_datetime(seen[0].date)
    except (ValueError, OverflowError):
        return skipped(name, "the answer does not say the time")
    # The header is cut off to whole seconds.
    off = seen[0].arrived - (date if date.tzinfo else date.replace(tzinfo=UTC)) - timedelta(seconds=0.5)
    if abs(off) <= _TOLERATED:
        return ok(name, f"within {max(1, round(abs(off).total_seconds()))} s of the server's")
    way = "ahead of" if off > timedelta() else "behind"
    return fail(
        name,
        f"{abs(off).total_seconds():.0f} s {way} the server's",
        "set this machine's clock (NTP): expiry dates and codes of a second factor are judged by it",
    )
