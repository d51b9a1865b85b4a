"""What the log says, under one name, and to nobody who did not ask for it."""

import logging
import subprocess
import sys

import httpx
import pytest

from nexudus_calendars import Limit

from .helpers.basics import VirtualClock
from .helpers.steps import Stub, get, refusal, server
from .helpers.stubs import PATH


def test_each_answer_and_each_retry_is_logged(
    ask_stub: Stub, clock: VirtualClock, caplog: pytest.LogCaptureFixture
) -> None:
    answers = server(refusal(500, '{"Message": "it broke"}'))

    def slowly(request: httpx.Request) -> httpx.Response:
        clock.seconds += 0.25
        return answers(request)

    with caplog.at_level(logging.DEBUG, "nexudus_calendars"):
        get(ask_stub(slowly))
    url = f"http://127.0.0.1:1{PATH}/7"
    retried = f"GET {url} answered 500: it broke; try again later; attempt 2 follows in 0.50 s"
    records = [record for record in caplog.records if record.name.startswith("nexudus")]
    assert [(record.levelname, record.getMessage()) for record in records] == [
        ("DEBUG", f"GET {url} answered 500"),
        ("WARNING", retried),
        ("DEBUG", f"GET {url} answered 200"),
    ]
    common = {"name": "nexudus_calendars", "operation": "getCoworkerGoogleCalendar", "method": "GET"}
    extras: list[dict[str, object]] = [
        {**common, "attempt": 1, "status": 500, "seconds": 0.25},
        {**common, "attempt": 1},
        {**common, "attempt": 2, "status": 200, "seconds": 0.25},
    ]
    for logged, extra in zip(records, extras, strict=True):
        assert {name: vars(logged).get(name) for name in extra} == extra


@pytest.mark.parametrize(("seconds", "level"), [(5, "INFO"), (4.9, "DEBUG")])
def test_a_long_wait_for_the_limits_is_worth_a_word(
    ask_stub: Stub, caplog: pytest.LogCaptureFixture, seconds: float, level: str
) -> None:
    ask = ask_stub(server(), limits=[Limit(1, seconds)])
    get(ask)
    with caplog.at_level(logging.DEBUG, "nexudus_calendars"):
        get(ask)
    logged = caplog.records[0]
    wait = f"getCoworkerGoogleCalendar waits {seconds + 0.05:.2f} s to keep within the limits"
    assert (logged.name, logged.levelname, logged.getMessage()) == ("nexudus_calendars", level, wait)
    assert (vars(logged)["operation"], vars(logged)["method"]) == ("getCoworkerGoogleCalendar", "GET")


PROGRAM = """
import httpx
from nexudus_calendars import Clock, NexudusClient, NexudusError
class Still(Clock):
    def sleep(self, seconds): pass
transport = httpx.MockTransport(lambda _: httpx.Response(500))
try:
    NexudusClient("http://127.0.0.1:1", token="t", transport=transport, clock=Still()).request("GET", "/")
except NexudusError as error:
    assert error.attempts == 5
"""


def test_a_handler_that_raises_fails_no_call(ask_stub: Stub) -> None:
    class Broken(logging.Handler):
        said = 0

        def emit(self, record: logging.LogRecord) -> None:
            self.said += 1
            raise OSError(28, "No space left on device", record.name)

    broken, logger = Broken(), logging.getLogger("nexudus_calendars")
    logger.addHandler(broken)
    try:
        get(ask_stub(server(refusal(500, "{}"))))
    finally:
        logger.removeHandler(broken)
    assert broken.said == 1


def test_a_program_that_sets_up_no_log_sees_none() -> None:
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
