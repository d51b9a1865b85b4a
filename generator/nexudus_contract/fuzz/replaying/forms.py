"""A case in forms that a person can run: commands of curl, or code for the client."""

import shlex
from collections.abc import Iterator
from dataclasses import replace

from nexudus_contract.escaping import comment
from nexudus_contract.exchange import Sent
from nexudus_contract.fuzz.laws.access import STRANGER, Person
from nexudus_contract.fuzz.replaying.case import Case, Recorded
from nexudus_contract.fuzz.replaying.reissue import Reissue
from nexudus_contract.fuzz.replaying.senders import Cast, Sender

# What stands for a secret until the shell puts it in. Made of letters only, so that nothing quotes or encodes it.
_PLACES = {
    "xxUSERPASSWORDxx": '"$NEXUDUS_PASSWORD"',
    "xxLESSERPASSWORDxx": '"$NEXUDUS_LESSER_PASSWORD"',
    "xxREFRESHTOKENxx": '"$NEXUDUS_REFRESH_TOKEN"',
}
_SIGNED_IN = '"Authorization: Bearer $NEXUDUS_TOKEN"'


def as_curl(case: Case, url: str = "") -> str:
    """A command for each request. Secrets come from variables: `NEXUDUS_TOKEN`, `_USERNAME`, `_PASSWORD` and so on.

    Args:
        case: The case.
        url: Address of the server, where it is not the recorded one.
    """
    return "\n".join([f"# {comment(f'{case.check}: {case.message}')}", *_commands(case, url or case.target)])


def _commands(case: Case, url: str) -> Iterator[str]:
    own, lesser = Person("user", "xxUSERPASSWORDxx"), Person("lesser", "xxLESSERPASSWORDxx")
    reissue = Reissue(case, url, Cast("", own, lesser), refresh_token="xxREFRESHTOKENxx")  # noqa: S106 - none
    for step in case.steps:
        sent = _bare(reissue.made(step))
        text = sent.curl().replace("curl ", f"curl {_who(step)}", 1) if _who(step) else sent.curl()
        if step.sender is Sender.STRANGER:
            text = text.replace(_SIGNED_IN, f"'Authorization: Bearer {STRANGER}'")
        if step.sender is Sender.GRANTED:
            text = text.replace("$NEXUDUS_TOKEN", "$NEXUDUS_GRANTED_TOKEN")
            text = text.replace(f"refresh_token={STRANGER}", "refresh_token=xxREFRESHTOKENxx")
        for place, variable in _PLACES.items():
            # Out of the quotation marks, and in again.
            text = text.replace(place, f"'{variable}'")
        yield text


def _bare(sent: Sent) -> Sent:
    """Without Basic credentials, which a command has an option for."""
    headers = [pair for pair in sent.headers if not pair[1].lower().startswith("basic ")]
    return replace(sent, headers=headers)


def _who(step: Recorded) -> str:
    """The option for Basic credentials; empty where the request has none."""
    values = [value for name, value in step.exchange.sent.headers if name.lower() == "authorization"]
    if not any(value.lower().startswith("basic ") for value in values):
        return ""
    users = {
        Sender.USER: '"$NEXUDUS_USERNAME:$NEXUDUS_PASSWORD"',
        Sender.LESSER: '"$NEXUDUS_LESSER_USERNAME:$NEXUDUS_LESSER_PASSWORD"',
        Sender.WRONG_PASSWORD: '"$NEXUDUS_USERNAME:${NEXUDUS_PASSWORD}x"',
    }
    return f"-u {users.get(step.sender, shlex.quote(f'{STRANGER}:{STRANGER}'))} "
