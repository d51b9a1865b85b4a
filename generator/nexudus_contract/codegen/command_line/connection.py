"""A client with what the environment says, and what a person at a terminal adds to it."""

import getpass
import os
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Unpack

from nexudus_calendars.cli.problem import CannotRunError
from nexudus_calendars.nexudus import DEFAULT_BASE_URL, DOCUMENTED_LIMITS, NO_LIMITS, NexudusClient
from nexudus_calendars.runtime.base_url import BaseURL
from nexudus_calendars.runtime.credentials import Credentials
from nexudus_calendars.runtime.environment import allows_http, environment
from nexudus_calendars.runtime.options import OptionChanges
from nexudus_calendars.runtime.pacing import Limit

USER_AGENT = "nexudus-calendars-cli"


@contextmanager
def connected(base_url: str | None) -> Generator[NexudusClient]:
    """A client with the credentials of the environment.

    Raises:
        CannotRunError: there are none, or no address.
    """
    try:
        address = address_of(base_url)
        client = client_for(address, credentials(os.environ), limits=limits_for(address))
    except ValueError as error:
        raise CannotRunError(str(error)) from None
    with client:
        yield client


def client_for(address: BaseURL, auth: Credentials | None = None, **options: Unpack[OptionChanges]) -> NexudusClient:
    """A client of this command line. Whether the address may be plain http was decided when it was read."""
    return NexudusClient(str(address), auth=auth, allow_http=True, user_agent=USER_AGENT, **options)


def address_of(base_url: str | None) -> BaseURL:
    """The address that was given, or the environment's, or Nexudus' own.

    Raises:
        ValueError: it is none, or not encrypted and not allowed to be.
    """
    address = base_url or os.environ.get("NEXUDUS_BASE_URL") or DEFAULT_BASE_URL
    return BaseURL(address, allow_http=allows_http(os.environ))


def limits_for(address: BaseURL) -> tuple[Limit, ...]:
    """The documented limits; none for a server on this machine, which is no Nexudus."""
    return NO_LIMITS if address.is_loopback else DOCUMENTED_LIMITS


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
