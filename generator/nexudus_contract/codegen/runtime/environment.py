"""Credentials from the environment."""

from collections.abc import Mapping

from .credentials import BasicAuth, BearerAuth, Credentials
from .grants import GrantAuth, TotpSource
from .secret import Secret

_ALLOW_HTTP = "NEXUDUS_ALLOW_HTTP"
_VARIABLES = ("NEXUDUS_TOKEN", "NEXUDUS_USERNAME", "NEXUDUS_PASSWORD", "NEXUDUS_AUTH", "NEXUDUS_CLIENT_ID")


def allows_http(variables: Mapping[str, str]) -> bool:
    """Whether `NEXUDUS_ALLOW_HTTP` is `yes`: a server that is not on this machine may be called without TLS.

    Raises:
        ValueError: it is something else, and not empty.
    """
    given = variables.get(_ALLOW_HTTP) or ""
    if given not in {"", "yes"}:
        raise ValueError(f"{_ALLOW_HTTP} is neither yes nor left out")
    return given == "yes"


def environment(variables: Mapping[str, str], totp: TotpSource | None = None) -> Credentials:
    """The credentials that environment variables name.

    `NEXUDUS_TOKEN` is an access token. Otherwise `NEXUDUS_USERNAME` and `NEXUDUS_PASSWORD` are sent with each request,
    or exchanged for a token where `NEXUDUS_AUTH` is `grant`, under `NEXUDUS_CLIENT_ID` if there is one. A variable that
    is set to nothing counts as one that is not set.

    Args:
        variables: The environment.
        totp: What a grant's second factor comes from, if there is a way to ask for it.

    Raises:
        ValueError: what is needed is not there, or cannot be sent; the message names the variables, and never a value.
    """
    given = {name: Secret(variables[name]) for name in _VARIABLES if variables.get(name)}
    # Tracebacks can show the locals of their frames, and this one is the whole environment.
    del variables
    auth = given.pop("NEXUDUS_AUTH", Secret("basic"))
    if auth.reveal() not in {"basic", "grant"}:
        raise ValueError("NEXUDUS_AUTH is neither basic nor grant")
    if "NEXUDUS_TOKEN" not in given and not {"NEXUDUS_USERNAME", "NEXUDUS_PASSWORD"} <= given.keys():
        raise ValueError("set NEXUDUS_TOKEN, or NEXUDUS_USERNAME and NEXUDUS_PASSWORD")
    try:
        if "NEXUDUS_TOKEN" in given:
            return BearerAuth(given["NEXUDUS_TOKEN"].reveal())
        pair = given["NEXUDUS_USERNAME"], given["NEXUDUS_PASSWORD"]
        if auth.reveal() == "basic":
            return BasicAuth(*(half.reveal() for half in pair))
        client_id = given.get("NEXUDUS_CLIENT_ID")
        return GrantAuth(
            *(half.reveal() for half in pair), client_id=client_id.reveal() if client_id else None, totp=totp
        )
    except ValueError as error:
        reason = str(error)
    # Not from there, where frames hold the values.
    raise ValueError(f"{' and '.join(given)}: {reason}")
