"""What is fuzzed: an address, and the credentials for it."""

import ipaddress
import re
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject, is_object

_READY = re.compile(r"mock on (\S+)")
# The mock's own administrator, whose password everybody knows.
MOCK_USER = ("admin@example.com", "admin")


class FuzzError(Exception):
    """The lane could not run; the message says why and what to do."""


@dataclass(frozen=True)
class Target:
    """A running server.

    Attributes:
        url: Its address, without `/api`.
        token: An access token; or else
        username: a user's e-mail address, and
        password: that user's password.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls, url: str, environment: Mapping[str, str]) -> "Target":
        """The server at `url`, with the credentials that the environment holds.

        A server on this machine for which it holds none is taken for the mock.

        Raises:
            FuzzError: the address makes no sense, or there are no credentials.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FuzzError(f"{url} is no address of a server; write it as https://host or http://127.0.0.1:8000")
        target = cls(
            url=url.rstrip("/"),
            token=environment.get("NEXUDUS_TOKEN"),
            username=environment.get("NEXUDUS_USERNAME"),
            password=environment.get("NEXUDUS_PASSWORD"),
        )
        if target.token is None and target.username is None and target.on_this_machine:
            return replace(target, username=MOCK_USER[0], password=MOCK_USER[1])
        if target.token is None and (target.username is None or target.password is None):
            raise FuzzError(f"no credentials for {url}; set NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD")
        return target

    @property
    def on_this_machine(self) -> bool:
        """Whether the address is a loopback address."""
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def access_token(self, contract: Contract) -> str:
        """The token, or a new one for the user name and password; one that the server accepts, in any case.

        Raises:
            FuzzError: the server cannot be reached, or lets nobody in.
        """
        token = self.token
        if token is None:
            token = str(self._ask(contract, "createToken", token=None).get("access_token"))
        self._ask(contract, "getCurrentUser", token=token)
        return token

    def _ask(self, contract: Contract, operation_id: str, *, token: str | None) -> JsonObject:
        operation = next(item for item in contract.operations if item.id == operation_id)
        form = {"grant_type": "password", "username": self.username, "password": self.password}
        try:
            answer = httpx.request(
                operation.method,
                f"{self.url}{operation.path}",
                data=form if token is None else None,
                headers={} if token is None else {"Authorization": f"Bearer {token}"},
                timeout=30,
            )
        except httpx.HTTPError as error:
            raise FuzzError(f"{self.url} cannot be reached: {error}; is the server running?") from error
        try:
            value: object = answer.json() if answer.status_code == 200 else None
        except ValueError:
            value = None
        if not is_object(value):
            refusal = f"{self.url} let nobody in: {operation.path} answered {answer.status_code}"
            raise FuzzError(f"{refusal}; check the address and the credentials")
        return value


@contextmanager
def own_mock(contract: Path, reports: Path) -> Generator[Target]:
    """A mock of our own in a process of its own, so that server and fuzzer each have a processor.

    Args:
        contract: The contract it serves.
        reports: Folder for its log, `mock.txt`.

    Raises:
        FuzzError: it does not start.
    """
    command = [sys.executable, "-m", "nexudus_contract", "--contract", str(contract), "mock", "--port", "0", "--strict"]
    reports.mkdir(parents=True, exist_ok=True)
    log = reports / "mock.txt"
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process,  # noqa: S603 - our own
    ):
        try:
            ready = _READY.search(process.stdout.readline() if process.stdout else "")
            if ready is None:
                raise FuzzError(f"the mock did not start; {log} says why")
            yield Target(ready[1], username=MOCK_USER[0], password=MOCK_USER[1])
        finally:
            process.terminate()
