"""The judge looks at one answer by itself."""

import json

import pytest

from nexudus_contract.document import Contract
from nexudus_contract.exchange import Exchange, Received, Sent
from nexudus_contract.fuzz.judge import Judge
from nexudus_contract.fuzz.reply import Reply
from nexudus_contract.terms import Kind

JSON = (("content-type", "application/json"),)
RESULT = {"Status": 200, "Message": "done", "Value": {"Id": 1}, "Errors": None, "WasSuccessful": True}
ERROR = {"AttemptedValue": None, "Message": "is wrong", "PropertyName": "Name"}
FAILURE = {"Message": "Name: is wrong", "Value": None, "Errors": [ERROR], "WasSuccessful": False}


def checks(contract: Contract, received: Received | None) -> list[str]:
    operation = contract.record_types[0].operations[Kind.CREATE]
    reply = Reply(operation, Exchange(Sent("POST", "http://x/"), received))
    return [check for check, _, _ in Judge(contract, slow=1).breaches(reply)]


@pytest.mark.parametrize(
    ("status", "value", "found"),
    [
        (200, RESULT, []),
        (200, RESULT | {"WasSuccessful": False, "Status": 500, "Value": None}, []),
        (200, RESULT | {"WasSuccessful": False}, ["envelope-agrees-with-itself"]),
        (200, RESULT | {"Status": 500}, ["envelope-agrees-with-itself"]),
        (200, RESULT | {"Errors": [ERROR]}, ["envelope-agrees-with-itself"]),
        (200, {}, ["answers-as-documented"]),
        (201, RESULT, ["answers-as-documented"]),
        (400, FAILURE, []),
        (400, FAILURE | {"Errors": []}, ["envelope-agrees-with-itself"]),
        (400, FAILURE | {"Message": "System.NullReferenceException: x"}, ["tells-no-secrets-of-its-code"]),
        (500, {"Message": "An error has occurred."}, ["never-fails"]),
    ],
)
def test_each_breach_is_named(contract: Contract, status: int, value: object, found: list[str]) -> None:
    assert checks(contract, Received(status, JSON, json.dumps(value).encode())) == found


def test_a_late_answer_and_none_at_all(contract: Contract) -> None:
    assert checks(contract, Received(200, JSON, json.dumps(RESULT).encode(), seconds=1.5)) == ["answers-in-time"]
    assert checks(contract, None) == ["answers-at-all"]
