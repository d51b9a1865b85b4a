"""How often a client may call, as the contract's extension states it."""

from collections.abc import Iterator

from nexudus_contract.source import JsonObject, Pointer, is_array, is_object
from nexudus_contract.terms import ContractError, Limit

LIMITS = "x-nexudus-limits"
_METHODS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE")
_LARGEST = 2**31 - 1
"""Of the numbers in a limit: any language's integer holds it, and as seconds it is 68 years."""


def limits(document: JsonObject) -> Iterator[Limit]:
    """The limits of a document, in its order; none where it does not say.

    Raises:
        ContractError: a limit is malformed.
    """
    entries: object = document.get(LIMITS, [])
    if not is_array(entries):
        raise ContractError(f"{LIMITS} must be a list of limits", (LIMITS,))
    for index, entry in enumerate(entries):
        yield _limit(entry, (LIMITS, index))


def _limit(raw: object, pointer: Pointer) -> Limit:
    if not is_object(raw):
        raise ContractError("a limit must be an object with calls and seconds", pointer)
    # A misspelt `methods` would bind every method.
    unknown = next((key for key in raw if key not in ("calls", "seconds", "methods")), None)
    if unknown is not None:
        raise ContractError(f"a limit has calls, seconds and methods, but no {unknown}", (*pointer, unknown))
    calls, seconds = raw.get("calls"), raw.get("seconds")
    # JSON's true is a number to Python.
    if not isinstance(calls, int) or isinstance(calls, bool) or not 1 <= calls <= _LARGEST:
        raise ContractError(f"calls of a limit must be a whole number from 1 to {_LARGEST}", (*pointer, "calls"))
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool) or not 0 < seconds <= _LARGEST:
        raise ContractError(f"seconds of a limit must be a number above 0, up to {_LARGEST}", (*pointer, "seconds"))
    return Limit(calls, seconds, frozenset(_methods(raw["methods"], pointer)) if "methods" in raw else frozenset())


def _methods(names: object, limit: Pointer) -> Iterator[str]:
    if not is_array(names) or not names:
        raise ContractError(
            "methods of a limit must be a list with one or more; left out, it binds all", (*limit, "methods")
        )
    for index, name in enumerate(names):
        if name not in _METHODS:
            raise ContractError(f"{name} is none of the methods {', '.join(_METHODS)}", (*limit, "methods", index))
        yield name
