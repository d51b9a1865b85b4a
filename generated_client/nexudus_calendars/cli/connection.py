"""A client with what the environment says, and what a person at a terminal adds to it."""

import getpass
import ipaddress
import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit

from nexudus_calendars.cli.problem import CannotRunError
from nexudus_calendars.nexudus import DEFAULT_BASE_URL, DOCUMENTED_LIMITS, NO_LIMITS, NexudusClient
from nexudus_calendars.runtime.credentials import Credentials
from nexudus_calendars.runtime.environment import environment
from nexudus_calendars.runtime.pacing import Limit

USER_AGENT = "nexudus-calendars-cli"


@contextmanager
def connected(base_url: str | None) -> Generator[NexudusClient]:
    """A client with the credentials of the environment.

    Raises:
        CannotRunError: there are none, or no address.
    """
    address = address_of(base_url)
    try:
        client = NexudusClient(address, auth=credentials(os.environ), limits=limits_for(address), user_agent=USER_AGENT)
    except ValueError as error:
        raise CannotRunError(str(error)) from None
    with client:
        yield client


def address_of(base_url: str | None) -> str:
    """The address that was given, or the environment's, or Nexudus' own."""
    return base_url or os.environ.get("NEXUDUS_BASE_URL") or DEFAULT_BASE_URL


def limits_for(address: str) -> tuple[Limit, ...]:
    """The documented limits; none for a server on this machine, which is no Nexudus."""
    return NO_LIMITS if is_here(address) else DOCUMENTED_LIMITS


def is_here(address: str) -> bool:
    """Whether an address is of this machine."""
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def credentials(variables: Mapping[str, str]) -> Credentials:
    """The credentials of the environment. A person at a terminal is asked for the password or code that is missing.

    Raises:
        ValueError: they are not all there.
    """
    return environment(completed(variables), _ask_for_code if sys.stdin.isatty() else None)


def completed(variables: Mapping[str, str]) -> Mapping[str, str]:
    """The variables, with a password that a person at a terminal typed where only the user name is there."""
    asks = variables.get("NEXUDUS_USERNAME") and not (
        variables.get("NEXUDUS_PASSWORD") or variables.get("NEXUDUS_TOKEN")
    )
    if not asks or not sys.stdin.isatty():
        return variables
    return {**variables, "NEXUDUS_PASSWORD": getpass.getpass(f"Password of {variables['NEXUDUS_USERNAME']}: ")}


def _ask_for_code() -> str:
    return getpass.getpass("Code of the second factor: ")
