"""Credentials from the environment."""

from collections.abc import Mapping

from .credentials import BasicAuth, BearerAuth, Credentials
from .grants import GrantAuth
from .secret import Secret

_VARIABLES = ("NEXUDUS_TOKEN", "NEXUDUS_USERNAME", "NEXUDUS_PASSWORD")


def environment(variables: Mapping[str, str]) -> Credentials:
    """The credentials that environment variables name.

    `NEXUDUS_TOKEN` is an access token. Otherwise `NEXUDUS_USERNAME` and `NEXUDUS_PASSWORD` are sent with each request,
    or exchanged for a token where `NEXUDUS_AUTH` is `grant`, under `NEXUDUS_CLIENT_ID` if there is one.

    Raises:
        ValueError: what is needed is not there; the message names the variables, and never a value.
    """
    given = {name: Secret(value) for name in _VARIABLES if (value := variables.get(name))}
    kind = variables.get("NEXUDUS_AUTH") or "basic"
    if kind not in {"basic", "grant"}:
        raise ValueError(f"NEXUDUS_AUTH is {kind}, which is neither basic nor grant")
    if "NEXUDUS_TOKEN" in given:
        return BearerAuth(given["NEXUDUS_TOKEN"].reveal())
    if not {"NEXUDUS_USERNAME", "NEXUDUS_PASSWORD"} <= given.keys():
        raise ValueError("set NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD")
    if kind == "basic":
        return BasicAuth(given["NEXUDUS_USERNAME"].reveal(), given["NEXUDUS_PASSWORD"].reveal())
    return GrantAuth(
        given["NEXUDUS_USERNAME"].reveal(),
        given["NEXUDUS_PASSWORD"].reveal(),
        client_id=variables.get("NEXUDUS_CLIENT_ID") or None,
    )
