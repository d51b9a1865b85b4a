"""The address of a server, and the URL of each request to it."""

import ipaddress
import re

import httpx

Origin = tuple[str, bytes, int | None]

# A name, its parts of at most 63 letters (https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4), or an IPv6 address.
_HOST = re.compile(rb"\A(?:(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?|[0-9a-f.]*+:[0-9a-f:.]*+)")


class BaseURL:
    """The address of a server. Every URL that is made from it has its scheme, host and port."""

    def __init__(self, address: str, *, allow_http: bool = False) -> None:
        """Read an address. No message repeats it, since secrets stand in some.

        Args:
            address: The address, such as `https://spaces.nexudus.com`. It may have a path; all others follow it.
            allow_http: Whether a server that is not on this machine may be called without TLS.

        Raises:
            ValueError: it is no address of a server, or would send credentials unencrypted.
        """
        try:
            # Twice, since the first time leaves the usual port of HTTPS://HOST:443 as it is.
            url = httpx.URL(str(httpx.URL(address)))
        except httpx.InvalidURL:
            url = httpx.URL()
        if url.scheme not in {"http", "https"} or not _HOST.fullmatch(url.raw_host):
            raise ValueError("this is no address of a server; write it as https://host or http://127.0.0.1:8000")
        if url.userinfo:
            raise ValueError("the address holds a user name; give credentials by themselves, not in it")
        if "?" in address or "#" in address:
            raise ValueError("the address has a query or a fragment; leave out what begins with ? or #")
        self._text = str(url).rstrip("/")
        self._origin = _origin(url)
        self.host = url.host
        self.encrypted = url.scheme == "https"
        if not (self.encrypted or allow_http or self.is_loopback):
            raise ValueError(
                f"http://{self.host} is not encrypted, and others on the network could read the credentials; "
                "use https, or allow it with allow_http=True or NEXUDUS_ALLOW_HTTP=yes"
            )

    def __str__(self) -> str:
        """The address without a slash at its end."""
        return self._text

    @property
    def is_loopback(self) -> bool:
        """Whether the server is on this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def url(self, path: str) -> str:
        """The URL of a path on the server.

        Raises:
            ValueError: the path does not begin with exactly one slash, so that the URL could lead to another server.
        """
        if not path.startswith("/") or path.startswith("//"):
            raise ValueError(f"{path!r} is no path on the server; it begins with exactly one slash")
        return f"{self._text}{path}"

    def check(self, url: httpx.URL) -> None:
        """See that a request goes to this server, before credentials are put into it.

        Raises:
            ValueError: it goes to another scheme, host or port.
        """
        if _origin(url) != self._origin:
            raise ValueError(f"the request goes to {url.scheme}://{url.host}, and the credentials are for {self._text}")


def _origin(url: httpx.URL) -> Origin:
    return url.scheme, url.raw_host, url.port
