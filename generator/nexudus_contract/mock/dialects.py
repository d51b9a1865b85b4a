"""The generations of the API, as far as their answers differ: the current one, and that of January 2020."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import orjson

from nexudus_contract.mock.errors import FieldError
from nexudus_contract.mock.records.query import Query
from nexudus_contract.mock.records.record import Stamp
from nexudus_contract.mock.wire.message import Answer, answer, encode
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, RecordType

_IDS = re.compile(r"\[\s*(-?[0-9]{1,19}(\s*,\s*-?[0-9]{1,19})*)?\s*\]")


@dataclass(frozen=True)
class Action:
    """A create, an update or a delete that worked.

    Attributes:
        kind: which of them.
        record_type: of the record.
        record: as it stands now, or its id only where it is gone.
        stamp: when, and by whom.
        value: what names the record in the answer.
    """

    kind: Kind
    record_type: RecordType
    record: JsonObject
    stamp: Stamp
    value: JsonObject


class Dialect:
    """The current generation: https://developers.nexudus.com/rest-api/overview."""

    def validation_failure(self, errors: Sequence[FieldError]) -> Answer:
        """The answer to a request that broke the contract. The summary is about the first error."""
        return answer(self._failure(errors, errors[0]), 400)

    def done(self, action: Action) -> Answer:
        """The answer to an action that worked."""
        message = f"{action.record_type.entity} was successfully {action.kind}d."
        return action_result(message, action.value, action.stamp)

    def page(self, rows: Sequence[bytes], total: int, query: Query) -> Answer:
        """A list's answer.

        The places are computed as MvcContrib's pagination does, whose names they carry: on an empty page the last item
        is one below the first.
        """
        pages = -(-total // query.size)
        rest = encode(
            {
                "CurrentPage": query.page,
                "CurrentPageSize": query.size,
                "CurrentOrderField": query.order_by,
                "CurrentSortDirection": query.direction,
                "FirstItem": query.offset + 1,
                "LastItem": query.offset + len(rows),
                "TotalItems": total,
                "TotalPages": pages,
                "HasNextPage": query.page < pages,
                "HasPreviousPage": query.page > 1,
                "PageNumber": query.page,
                "PageSize": query.size,
            }
        )
        return Answer(200, b'{"Records":[' + b",".join(rows) + b"]," + rest[1:])

    def shown(self, _record_type: RecordType, record: bytes) -> bytes:
        """A record as it is answered, from how it is kept."""
        return record

    def question(self, items: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
        """A list's query in the words of the contract."""
        return items

    def ids_of_batch(self, _record_type: RecordType, _items: Sequence[tuple[str, str]]) -> list[int] | None:
        """The ids that a list's query asks for; None where it asks for none."""
        return None

    batch_is_list = False
    """Whether the batch's path means the list."""

    departures: frozenset[Kind] = frozenset()
    """The operations whose answers openapi.yaml does not promise of this dialect."""

    def _failure(self, errors: Sequence[FieldError], summed_up: FieldError) -> JsonObject:
        return {
            "Message": f"{summed_up.name}: {summed_up.message}",
            "Value": None,
            "Errors": [
                {"AttemptedValue": error.attempted, "Message": error.message, "PropertyName": error.name}
                for error in errors
            ],
            "WasSuccessful": False,
        }


class Legacy2020(Dialect):
    """The generation of January 2020.

    Source: https://github.com/vardhan341/api-docs/tree/4e1e5a2/rest-api
    """

    batch_is_list = True
    departures = frozenset({Kind.LIST, Kind.BATCH, Kind.GET})

    def validation_failure(self, errors: Sequence[FieldError]) -> Answer:
        """A 400 whose body has a status of its own, and a summary that need not be about the first error."""
        told = [_retold(error) for error in errors]
        return answer({"Status": 500, **self._failure(told, told[min(1, len(told) - 1)])}, 400)

    def done(self, action: Action) -> Answer:
        """Names the record in the message, misspelt as documented; a delete's answer has no value."""
        if action.kind is Kind.DELETE:
            return answer(
                {
                    "Status": 200,
                    "WasSuccessful": True,
                    "Message": "The record was deleted successfully.",
                    "Value": None,
                    "OpenInDialog": False,
                    "RedirectURL": None,
                    "JavaScript": None,
                    "Errors": None,
                }
            )
        texts = (action.record.get(name) for name in action.record_type.writable)
        name = next((text for text in texts if isinstance(text, str)), "")
        message = f"Record '{name}' has been succesfully {action.kind}d."
        return answer({"Status": 200, "WasSuccessful": True, "Message": message, "Value": action.value})

    def shown(self, record_type: RecordType, record: bytes) -> bytes:
        """Related records stand as empty objects where their ids are today."""
        references = record_type.references
        return encode(
            {
                name.removesuffix("Id") if name in references else name: None if name in references else value
                for name, value in orjson.loads(record).items()
            }
        )

    def question(self, items: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
        """The sort direction is a word; a number means nothing."""
        words = {"ascending": "0", "descending": "1"}
        return [
            (name, words.get(value.lower(), "") if name == "dir" else value)
            for name, value in items
            if name != "dir" or value.lower() in words
        ]

    def ids_of_batch(self, record_type: RecordType, items: Sequence[tuple[str, str]]) -> list[int] | None:
        """A list whose query names ids is the batch of that time."""
        name = f"{record_type.entity}_{record_type.id_property}"
        found = next((value for given, value in items if given == name and _IDS.fullmatch(value)), None)
        return None if found is None else [int(number) for number in re.findall("-?[0-9]+", found)]


DIALECTS: Mapping[str, Dialect] = {"current": Dialect(), "legacy-2020": Legacy2020()}
"""The dialects by name, the newest first."""


def action_result(message: str, value: JsonObject | None, stamp: Stamp | None = None) -> Answer:
    """The answer to an action that worked."""
    return answer(
        {
            "Status": 200,
            "Message": message,
            "Value": value,
            "OpenInDialog": False,
            "OpenInWindow": False,
            "RedirectURL": None,
            "JavaScript": None,
            "UpdatedOn": stamp and stamp.moment,
            "UpdatedBy": stamp and stamp.author,
            "Errors": None,
            "WasSuccessful": True,
        }
    )


def _retold(error: FieldError) -> FieldError:
    if not error.missing:
        return error
    return replace(error, message="may not be null or empty" if error.text else "may not be null")
