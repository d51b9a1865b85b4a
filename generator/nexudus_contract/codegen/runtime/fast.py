"""From an answer's bytes to models in less time than Python's json takes alone. Needs msgspec, the extra `fast`.

msgspec reads the bytes into structs, and the models are made of these. The structs know the contract's properties and
nothing else. Of whatever else an answer holds, `read` says None: what that means is written down in `from_dict` alone.
"""

import sys
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import GenericAlias, NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

import attrs
import msgspec

from nexudus_calendars import models
from nexudus_calendars.types import UNSET, Unset

from .dates import parse_moment

Value = TypeVar("Value")

# `parse_moment(value)`, without a call where it is what most are: in UTC, to the second.
_MOMENT = "(moment if len(value) == 20 and (moment := fromisoformat(value)).tzinfo is UTC else parse_moment(value))"
_NAMES = {"UNSET": UNSET, "UTC": UTC, "fromisoformat": datetime.fromisoformat, "parse_moment": parse_moment}


def read(kind: type[Value], content: bytes) -> Value | None:
    """The value, or None where only `from_dict` can say what it is, or what is wrong with it.

    Args:
        kind: A model, or a list of one.
        content: JSON.
    """
    if (reader := _reader(cast("Hashable", kind))) is None:
        return None
    decoder, build = reader
    try:
        value: Value = build(decoder.decode(content))
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return value


@dataclass(frozen=True)
class _Way:
    """From JSON to a value.

    Attributes:
        struct: What msgspec reads.
        build: Makes the value of it, if it is there; None where it is the value.
    """

    struct: Any
    build: Callable[[Any], Any] | None = None


class _NoWayError(Exception):
    """Only `from_dict` can read values of this kind."""


@cache
def _reader(kind: Hashable) -> tuple[msgspec.json.Decoder[Any], Callable[[Any], Any]] | None:
    try:
        way = _way(kind)
    except _NoWayError:
        return None
    return msgspec.json.Decoder(way.struct), way.build or (lambda value: value)


def _way(kind: Any) -> _Way:
    """How values of a kind are read, so that what is read is what `from_dict` reads.

    Raises:
        _NoWayError: only `from_dict` can.
    """
    if get_origin(kind) is list:
        return _each(_way(*get_args(kind)))
    if attrs.has(kind):
        return _model(kind)
    if kind is datetime:
        return _Way(str, parse_moment)
    if kind is UUID:
        return _Way(UUID)
    if kind in {Any, bool, float, int, str}:
        # `from_dict` does not look at these either.
        return _Way(Any)
    raise _NoWayError


def _property_way(kind: Any) -> _Way:
    """The same for a property, which may be null or left out."""
    kinds = {*get_args(kind)} if get_origin(kind) in {Union, UnionType} else {kind}
    members = kinds - {NoneType, Unset}
    if len(members) != 1:
        raise _NoWayError
    way = _way(*members)
    return _Way(way.struct | None, way.build) if NoneType in kinds else way


def _each(way: _Way) -> _Way:
    build = way.build
    return _Way(GenericAlias(list, way.struct), None if build is None else lambda values: list(map(build, values)))


def _model(model: Any) -> _Way:
    # Models are loaded when they are asked for, so only those that it names.
    named = " ".join(model.__annotations__.values())
    loaded = {name: getattr(models, name) for name in models.__all__ if name in named}
    hints = get_type_hints(model, vars(sys.modules[model.__module__]), loaded)
    fields = [item for item in attrs.fields(model) if item.init]
    ways = [_property_way(hints[item.name]) for item in fields]
    struct = msgspec.defstruct(
        model.__name__,
        [
            (item.name, way.struct) if item.default is attrs.NOTHING else (item.name, way.struct, item.default)
            for item, way in zip(fields, ways, strict=True)
        ],
        rename={attribute: name for name, attribute in model.ATTRIBUTES.items()},
        forbid_unknown_fields=True,
        # They live for a moment, and hold no circles.
        gc=False,
    )
    arguments = ", ".join(_argument(item.name, way) for item, way in zip(fields, ways, strict=True))
    names = {f"build_{item.name}": way.build for item, way in zip(fields, ways, strict=True)} | _NAMES
    # As attrs makes its constructors, and of nothing but the contract's names: loops and calls take half as long again.
    build = eval(f"lambda struct: model({arguments})", {**names, "model": model})  # noqa: S307
    return _Way(struct, build)


def _argument(attribute: str, way: _Way) -> str:
    """What a model's constructor is given, in Python."""
    if way.build is None:
        return f"struct.{attribute}"
    built = _MOMENT if way.build is parse_moment else f"build_{attribute}(value)"
    return f"({built} if (value := struct.{attribute}) is not None and value is not UNSET else value)"
