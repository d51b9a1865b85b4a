"""Where Nexudus' pages contradict one another, as the contract's extension states it."""

from collections.abc import Iterator, Sequence

from nexudus_contract.source import JsonObject, Pointer, is_array, is_object
from nexudus_contract.terms import ContractError, Contradiction, Side

CONTRADICTIONS = "x-nexudus-contradictions"
_FIELDS = ("id", "topic", "sides", "follows", "because", "places", "probe")


def contradictions(document: JsonObject) -> Iterator[Contradiction]:
    """The contradictions of a document, in its order; none where it does not say.

    Raises:
        ContractError: one is malformed.
    """
    entries: object = document.get(CONTRADICTIONS, [])
    if not is_array(entries):
        raise ContractError(f"{CONTRADICTIONS} must be a list of contradictions", (CONTRADICTIONS,))
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        found = _contradiction(document, entry, (CONTRADICTIONS, index))
        if found.id in seen:
            raise ContractError(f"another contradiction is called {found.id}", (CONTRADICTIONS, index, "id"))
        seen.add(found.id)
        yield found


def _contradiction(document: JsonObject, entry: object, pointer: Pointer) -> Contradiction:
    raw = _object(entry, _FIELDS, pointer)
    probe = _object(raw["probe"], ("questions", "tells"), (*pointer, "probe"))
    sides = _sides(raw["sides"], (*pointer, "sides"))
    follows = _texts(raw, "follows", pointer)
    for index, letter in enumerate(follows):
        if letter not in sides:
            raise ContractError(f"there is no side {letter}", (*pointer, "follows", index))
    places = _texts(raw, "places", pointer)
    if bool(follows) != bool(places):
        raise ContractError("what the contract follows has places, and what it does not has none", (*pointer, "places"))
    return Contradiction(
        id=_text(raw, "id", pointer),
        topic=_text(raw, "topic", pointer),
        sides=sides,
        follows=follows,
        because=_text(raw, "because", pointer),
        places=tuple(_place(document, place, (*pointer, "places", index)) for index, place in enumerate(places)),
        questions=_texts(probe, "questions", (*pointer, "probe")),
        tells=_text(probe, "tells", (*pointer, "probe")),
    )


def _sides(value: object, pointer: Pointer) -> dict[str, Side]:
    if not is_object(value) or len(value) < 2:
        raise ContractError("a contradiction has two sides or more, each by its letter", pointer)
    sides: dict[str, Side] = {}
    for letter, entry in value.items():
        raw = _object(entry, ("says", "source"), (*pointer, letter))
        sides[letter] = Side(_text(raw, "says", (*pointer, letter)), _text(raw, "source", (*pointer, letter)))
    return sides


def _place(document: JsonObject, reference: str, pointer: Pointer) -> Pointer:
    """The pointer that a reference within the document names."""
    if not reference.startswith("#/"):
        raise ContractError(f"{reference} is no place in this document; begin it with #/", pointer)
    place: Pointer = ()
    value: object = document
    for part in reference[2:].split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        if is_object(value) and key in value:
            place, value = (*place, key), value[key]
        elif is_array(value) and key.isdecimal() and int(key) < len(value):
            place, value = (*place, int(key)), value[int(key)]
        else:
            raise ContractError(f"{reference} points at nothing", pointer)
    if not is_object(value) or "description" not in value:
        raise ContractError(f"{reference} has no description that could speak of it", pointer)
    return place


def _object(value: object, fields: Sequence[str], pointer: Pointer) -> JsonObject:
    """The value, if it is an object with just these fields."""
    if not is_object(value):
        raise ContractError(f"this must be an object, with {', '.join(fields)}", pointer)
    for name in fields:
        if name not in value:
            raise ContractError(f"{name} is missing", pointer)
    for name in value:
        if name not in fields:
            raise ContractError(f"there is no {name} here, but {', '.join(fields)}", (*pointer, name))
    return value


def _text(holder: JsonObject, name: str, pointer: Pointer) -> str:
    value: object = holder[name]
    if not isinstance(value, str) or not value.strip():
        raise ContractError(f"{name} must be a text", (*pointer, name))
    return value


def _texts(holder: JsonObject, name: str, pointer: Pointer) -> tuple[str, ...]:
    value: object = holder[name]
    if not is_array(value) or not all(isinstance(item, str) for item in value):
        raise ContractError(f"{name} must be a list of texts", (*pointer, name))
    return tuple(value)
