"""The report of a probe holds no secrets, and no texts of records."""

import json
from datetime import timedelta

from nexudus_contract.document import Contract
from nexudus_contract.mock import Answer, MockSettings, Request, Respond, World, responder
from nexudus_contract.probe import Probe, run

from .conftest import NOW, TARGET, answered_by
from .helpers.servers import json_answer

GOOGLE_PATH = "/api/spaces/coworkergooglecalendars"


def test_the_report_holds_no_secrets_and_no_texts_of_records(one_type: Contract) -> None:
    world = World(one_type, MockSettings(records=30, clock=lambda: NOW))
    tokens: list[bytes] = []

    def telling(respond: Respond) -> Respond:
        """A server that repeats the token in a header and in its 404, and what was sent in its 400."""

        def answer(request: Request) -> Answer:
            token = request.header(b"authorization").removeprefix("Bearer ").encode()
            tokens.append(token)
            given = respond(request)
            given.headers = (*given.headers, (b"x-you", token))
            if b"zz-no-text" in request.query:
                # A record's text, in the place of what was sent.
                name = json.loads(respond(Request("GET", GOOGLE_PATH, b"", request.headers)).body)["Records"][0]["Name"]
                return json_answer({"Errors": [{"AttemptedValue": name}]}, 400)
            return json_answer(f"no {token.decode()}", 404) if given.status == 404 else given

        return answer

    with answered_by(telling(responder(world)), world):
        report = run(one_type, TARGET, Probe(sleep=lambda seconds: world.clock.advance(timedelta(seconds=seconds))))
    texts = {
        value
        for item in one_type.record_types
        for record in world.records(item.tag, size=100)
        for name, value in record.items()
        if isinstance(value, str) and not item.properties[name].moment and len(value) > 3
    }
    world.close()
    shown = report.to_json() + report.table()
    assert len(texts) > 30
    assert {text for text in texts if text in shown} == set()
    assert {token for token in tokens if token and token.decode() in shown} <= {b"made-up-by-the-probe"}
