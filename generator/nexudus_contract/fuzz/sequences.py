"""The contract's links, as the stateful phase wants them.

schemathesis starts a sequence only where it believes that the first request succeeds. A request with a reference to
another record in it is hopeless in its eyes unless some operation makes such records, which none of this API's does; so
it would walk the links of hardly any record type. Links from an operation that always succeeds to each record type's
list and create open the way to the contract's own links.
"""

import copy

from nexudus_contract.document import Contract
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind, Operation


def with_entrances(contract: Contract) -> JsonObject:
    """A copy of the document in which every record type can be reached without knowing a record."""
    document = copy.deepcopy(contract.document)
    entrance = next((operation for operation in contract.operations if _always_succeeds(operation)), None)
    if entrance is None:
        return document
    responses: JsonObject = document["paths"][entrance.path][entrance.method]["responses"]
    links = {
        f"{kind}{record_type.tag}": {"operationId": record_type.operations[kind].id}
        for record_type in contract.record_types
        for kind in (Kind.LIST, Kind.CREATE)
    }
    answer = contract.resolve(responses["200"])
    responses["200"] = {**answer, "links": {**answer.get("links", {}), **links}}
    return document


def _always_succeeds(operation: Operation) -> bool:
    return operation.kind is None and operation.method == "get" and not operation.parameters
