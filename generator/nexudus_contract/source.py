"""The contract's file: YAML text -> plain JSON data that remembers where each value stood."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeGuard

import yaml

JsonObject: TypeAlias = dict[str, Any]
Pointer: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Position:
    """A place in the file; both numbers count from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Problem:
    """Something YAML accepts and JSON, or a careful reader, does not."""

    position: Position
    rule: str
    message: str


@dataclass(frozen=True)
class Source:
    """A contract as read, before anybody asks what it means."""

    path: Path
    data: JsonObject
    positions: dict[Pointer, Position]
    problems: tuple[Problem, ...]

    def position_of(self, pointer: Pointer) -> Position:
        """Where the value at `pointer` stands, or its nearest ancestor that has a place."""
        while pointer not in self.positions:
            pointer = pointer[:-1]
        return self.positions[pointer]


class SourceError(Exception):
    """The file cannot be read at all."""

    def __init__(self, path: Path, message: str, position: Position | None = None) -> None:
        place = f"{path}:{position.line}:{position.column}" if position else str(path)
        super().__init__(f"{place}: {message}")


_TEXT = "tag:yaml.org,2002:str"
# YAML 1.1 reads far more than JSON: dates, octal numbers, yes and no, merge keys. Only these kinds are wanted, and only
# as JSON writes them.
_JSON_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool", "null")}

# No contract comes near these; a file that does is broken, or made to break its reader.
_MAXIMUM_DEPTH = 100
_MAXIMUM_VALUES = 200_000


def read(path: Path) -> Source:
    """Read the file at `path`.

    Raises:
        SourceError: it is missing, not UTF-8, not YAML, not a mapping, or far too deep or large.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(path, f"cannot be read: {error.strerror}; name another file") from error
    except UnicodeDecodeError as error:
        raise SourceError(path, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error
    builder = _Builder()
    try:
        # Composing recurses in C and dies of a deep file; listing its events does not.
        _refuse_depth(path, text)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        if not isinstance(node, yaml.MappingNode):
            raise SourceError(path, "is not a mapping; it starts with a name and a colon, as in 'openapi: 3.1.0'")
        data = builder.build(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        position = Position(mark.line + 1, mark.column + 1) if mark else None
        raise SourceError(path, f"is not YAML: {error.problem or error.context}; mend the syntax", position) from error
    except yaml.YAMLError as error:
        raise SourceError(path, f"is not YAML: {str(error).splitlines()[0]}; mend the syntax") from error
    # An anchor's value is built once per alias, so its problems come as often.
    return Source(path, data, builder.positions, tuple(dict.fromkeys(builder.problems)))


def is_object(value: object) -> TypeGuard[JsonObject]:
    """Whether it is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether it is a JSON array."""
    return isinstance(value, list)


def pointers(value: object, pointer: Pointer = ()) -> Iterator[tuple[Pointer, object]]:
    """Every value inside `value`, itself first, each with its pointer."""
    yield pointer, value
    if is_object(value):
        for key, inner in value.items():
            yield from pointers(inner, (*pointer, key))
    elif is_array(value):
        for index, inner in enumerate(value):
            yield from pointers(inner, (*pointer, index))


def _refuse_depth(path: Path, text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _MAXIMUM_DEPTH:
            mark = event.start_mark
            position = Position(mark.line + 1, mark.column + 1) if mark else None
            raise SourceError(path, f"is nested more than {_MAXIMUM_DEPTH} deep; look for an open bracket", position)


class _Builder:
    """Turns YAML nodes into data, noting each value's place and what does not belong."""

    def __init__(self) -> None:
        self._open: list[yaml.Node] = []
        self.positions: dict[Pointer, Position] = {}
        self.problems: list[Problem] = []

    def build(self, node: yaml.Node, pointer: Pointer) -> Any:
        position = Position(node.start_mark.line + 1, node.start_mark.column + 1)
        self.positions.setdefault(pointer, position)
        if any(node is ancestor for ancestor in self._open):
            raise yaml.constructor.ConstructorError(problem="a value contains itself", problem_mark=node.start_mark)
        # A few aliases of aliases make a small file explode.
        if len(self.positions) > _MAXIMUM_VALUES:
            raise yaml.constructor.ConstructorError(problem="aliases repeat too much", problem_mark=node.start_mark)
        self._open.append(node)
        try:
            return self._value(node, pointer, position)
        finally:
            self._open.pop()

    def _value(self, node: yaml.Node, pointer: Pointer, position: Position) -> Any:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, pointer)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*pointer, index)) for index, item in enumerate(node.value)]
        if node.tag == _TEXT:
            return str(node.value)
        if node.tag in _JSON_TAGS and _is_json(node.value):
            return json.loads(node.value)
        text, kind = str(node.value), node.tag.rpartition(":")[2]
        self._note(position, "json-values", f"{text[:40]!r} is read as {kind}; put it in quotes, or write as JSON does")
        return text

    def _mapping(self, node: yaml.MappingNode, pointer: Pointer) -> JsonObject:
        mapping: JsonObject = {}
        for key_node, value_node in node.value:
            position = Position(key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self._note(position, "json-values", "a key must be a text; put it in quotes")
                continue
            key = str(key_node.value)
            if key_node.tag != _TEXT:
                self._note(position, "json-values", f"the key {key} is not read as a text; put it in quotes")
            if key in mapping:
                self._note(position, "duplicate-key", f"{key!r} stands twice here; keep one of them")
                continue
            # The key's place is where a person looks for the value.
            self.positions[(*pointer, key)] = position
            mapping[key] = self.build(value_node, (*pointer, key))
        return mapping

    def _note(self, position: Position, rule: str, message: str) -> None:
        self.problems.append(Problem(position, rule, message))


def _is_json(text: str) -> bool:
    try:
        value = json.loads(text)
    except ValueError:
        return False
    return not isinstance(value, float) or math.isfinite(value)
