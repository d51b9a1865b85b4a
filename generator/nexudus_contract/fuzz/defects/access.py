"""Defects of access: who is let in, and what they may do."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs

from nexudus_contract.fuzz.defects.plant import Defect, Family, Plot, Seen, parsed
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.terms import Kind

_AUTHORIZATION = b"authorization"


def _with(request: Request, authorization: bytes) -> Request:
    return replace(request, headers={**request.headers, _AUTHORIZATION: authorization})


def _lending(wanted: Callable[[Seen], bool]) -> Callable[[Plot, Respond], Respond]:
    """A server that carries out what it should deny, in the name of whoever could do it last."""

    def plant(plot: Plot, respond: Respond) -> Respond:
        able: dict[str, bytes] = {}

        def changed(request: Request) -> Answer:
            seen, answer = plot.see(request), respond(request)
            given, operation = request.headers.get(_AUTHORIZATION), seen.operation.id if seen.operation else ""
            if answer.status != 401 and given:
                able[operation] = given
            if answer.status == 401 and operation in able and wanted(seen):
                return respond(_with(request, able[operation]))
            return answer

        return changed

    return plant


def _basic(seen: Seen) -> bool:
    return seen.request.headers.get(_AUTHORIZATION, b"").lower().startswith(b"basic ")


def _bearer(seen: Seen) -> bool:
    return seen.request.headers.get(_AUTHORIZATION, b"").lower().startswith(b"bearer ")


def _anonymous(seen: Seen) -> bool:
    return _AUTHORIZATION not in seen.request.headers


def _is_token(request: Request) -> bool:
    return request.path.endswith("/token") and request.method == "POST"


def _form(request: Request) -> dict[str, list[str]]:
    return parse_qs((request.body or b"").decode("latin-1"))


def _roles_of_the_last(plot: Plot, respond: Respond) -> Respond:
    """A write is carried out with the roles of whoever came last."""
    latest: list[bytes] = []

    def changed(request: Request) -> Answer:
        seen, given = plot.see(request), request.headers.get(_AUTHORIZATION)
        if seen.kind in {Kind.CREATE, Kind.UPDATE, Kind.DELETE} and latest and given:
            request = _with(request, latest[-1])
        answer = respond(request)
        if given and answer.status != 401 and seen.kind is not None:
            latest[:] = [given]
        return answer

    return changed


def _refresh_twice(_plot: Plot, respond: Respond) -> Respond:
    """A refresh token that was used is good for the grant of that time."""
    grants: dict[str, Answer] = {}

    def changed(request: Request) -> Answer:
        answer = respond(request)
        token = _form(request).get("refresh_token", [""])[0] if _is_token(request) else ""
        if token and answer.status == 200:
            grants[token] = answer
        return grants.get(token, answer) if token and answer.status == 400 else answer

    return changed


def _old_tokens_die(_plot: Plot, respond: Respond) -> Respond:
    """A grant ends the access tokens that were granted before."""
    alive: list[bytes] = []
    dead: set[bytes] = set()

    def changed(request: Request) -> Answer:
        given = request.headers.get(_AUTHORIZATION, b"")
        if given in dead:
            request = _with(request, b"Bearer none")
        answer = respond(request)
        if _is_token(request) and answer.status == 200:
            dead.update(alive)
            alive[:] = [b"Bearer " + parsed(answer.body)["access_token"].encode()]
        return answer

    return changed


def _json_grants(_plot: Plot, respond: Respond) -> Respond:
    """The token endpoint takes any body for a form."""

    def changed(request: Request) -> Answer:
        if _is_token(request):
            request = replace(
                request, headers={**request.headers, b"content-type": b"application/x-www-form-urlencoded"}
            )
        return respond(request)

    return changed


def _denying(status: int) -> Callable[[Plot, Respond], Respond]:
    def plant(plot: Plot, respond: Respond) -> Respond:
        def changed(request: Request) -> Answer:
            answer = respond(request)
            known = plot.see(request).operation is not None and _AUTHORIZATION in request.headers
            return replace(answer, status=status) if answer.status == 401 and known else answer

        return changed

    return plant


def _told_before_asked(plot: Plot, respond: Respond) -> Respond:
    """What does not exist is told to those who may not know."""

    def changed(request: Request) -> Answer:
        seen, answer = plot.see(request), respond(request)
        missing = seen.kind is Kind.GET and answer.status == 401 and (seen.record_id or 0) < 1001
        return Answer(404, b'"Not found"') if missing else answer

    return changed


ACCESS = (
    Defect(
        "anybody-reads",
        Family.ACCESS,
        "Reading needs no credentials once somebody has read.",
        _lending(lambda seen: _anonymous(seen) and seen.request.method == "GET"),
    ),
    Defect(
        "anybody-writes",
        Family.ACCESS,
        "Writing needs no credentials once somebody has written.",
        _lending(lambda seen: _anonymous(seen) and seen.request.method != "GET"),
    ),
    Defect("any-password", Family.ACCESS, "Any password is right once somebody has come in.", _lending(_basic)),
    Defect("any-token", Family.ACCESS, "Any token is right once somebody has come in.", _lending(_bearer)),
    Defect(
        "roles-ignored",
        Family.ACCESS,
        "Who may read may also delete.",
        _lending(lambda seen: seen.kind is Kind.DELETE and not _anonymous(seen)),
    ),
    Defect(
        "roles-of-another",
        Family.ACCESS,
        "A write is carried out in the name of whoever came last.",
        _roles_of_the_last,
    ),
    Defect("refresh-token-twice", Family.ACCESS, "A refresh token works twice.", _refresh_twice),
    Defect(
        "grant-ends-others", Family.ACCESS, "A new grant makes the access tokens before it worthless.", _old_tokens_die
    ),
    Defect(
        "json-grants", Family.ACCESS, "The token endpoint takes a form that says it is something else.", _json_grants
    ),
    Defect("denied-is-403", Family.ACCESS, "A missing role or a wrong password answers 403.", _denying(403)),
    Defect("existence-told", Family.ACCESS, "Who may not read is told what does not exist.", _told_before_asked),
)
