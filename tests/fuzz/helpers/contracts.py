"""The contract with less in it, for runs of a second or two."""

import copy
import dataclasses
from pathlib import Path

from nexudus_contract.document import Contract, understand

OPENAPI = Path(__file__).parents[3] / "openapi.yaml"
ORDERS = ["Name", "Id", "ResourceId"]


def trimmed(contract: Contract, record_types: int, filters: int | None = 3) -> Contract:
    """The same with the first few record types only, and a few of their filters, or all of them."""
    document = copy.deepcopy(contract.document)
    gone = {record_type.tag for record_type in contract.record_types[record_types:]}
    document["tags"] = [tag for tag in document["tags"] if tag["name"] not in gone]
    for path in {record_type.path for record_type in contract.record_types[record_types:]}:
        for other in [one for one in document["paths"] if one == path or one.startswith(f"{path}/")]:
            del document["paths"][other]
    for record_type in contract.record_types[:record_types]:
        listing = document["paths"][record_type.path]["get"]
        dropped = set() if filters is None else {item.parameter for item in record_type.filters[filters:]}
        listing["parameters"] = [item for item in listing["parameters"] if item.get("name") not in dropped]
    return understand(dataclasses.replace(contract.source, data=document))


def small(contract: Contract, record_types: int = 1) -> Contract:
    """The same with few record types, two filters of each, few properties to sort by, and no commands."""
    contract = trimmed(contract, record_types, filters=2)
    document = copy.deepcopy(contract.document)
    for path in [path for path in document["paths"] if path.endswith(("/commands", "/runcommand"))]:
        del document["paths"][path]
    for record_type in contract.record_types:
        for item in document["paths"][record_type.path]["get"]["parameters"]:
            if item.get("name") == "orderBy":
                item["schema"]["enum"] = ORDERS
    return understand(dataclasses.replace(contract.source, data=document))
