"""What a person writes, `client.<resource>.<verb>(...)`, as the templates want it described."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from nexudus_contract.terms import Kind, Operation

_WIDTH = 112


@dataclass(frozen=True)
class Argument:
    """One keyword argument of a method, and what the generated function wants for it.

    Attributes:
        name: What a person writes.
        annotation: Its type, without the None that makes it optional.
        required: Whether it must be given.
        target: Name of the generated function's or model's parameter; None where it is not passed on as it is.
        expression: What is passed on, when there is a value.
        description: What it means.
        default: What stands for it where it is not given, if that is not None.
    """

    name: str
    annotation: str
    required: bool
    target: str | None
    expression: str
    description: str
    default: str | None = None

    @property
    def declaration(self) -> str:
        """The argument as it stands in the signature."""
        if self.default is not None:
            return f"{self.name}: {self.annotation} = {self.default}"
        return f"{self.name}: {self.annotation}" + ("" if self.required else " | None = None")

    @property
    def passed(self) -> str:
        """The argument as it is passed on."""
        if self.required or self.default is not None:
            return f"{self.target}={self.expression}"
        return f"{self.target}=UNSET if {self.name} is None else {self.expression}"


@dataclass(frozen=True)
class Method:
    """One method of a resource.

    Attributes:
        kind: What it does, where it belongs to a record type.
        name: What a person calls.
        module: The generated endpoint module.
        arguments: What it takes.
        body: Type of the request body, where it is one model.
        answer: Type of its answer, as the generated models name it; None where any JSON may come.
        many: Whether the answer is a list of those.
        operation: The contract's operation.
    """

    kind: Kind | None
    name: str
    module: str
    arguments: tuple[Argument, ...]
    body: str | None
    answer: str | None
    many: bool
    operation: Operation

    def doc(self, *more: Argument) -> str:
        """The docstring: what it does, what it takes, what it needs, where the fact is from."""
        raw = self.operation.raw
        roles = " or ".join(self.operation.roles)
        parts = [f"{raw['summary']}.", wrapped(_CLIENT_SAYS.get(self.kind, "")), wrapped(raw["description"])]
        if roles:
            parts.append(f"Needs the role {roles}.")
        if arguments := [*self.arguments, *more]:
            lines = [
                textwrap.fill(
                    f"{item.name}: {' '.join(item.description.split())}",
                    _WIDTH,
                    initial_indent="    ",
                    subsequent_indent=" " * 8,
                )
                for item in arguments
            ]
            parts.append("Args:\n" + "\n".join(lines))
        parts.append("Raises:\n    NexudusError: the call failed; the subclass says how.")
        parts.append(f"Source ({raw['x-nexudus-evidence']}):\n    {raw['externalDocs']['url']}")
        return "\n\n".join(filter(None, parts))


@dataclass(frozen=True)
class Range:
    """A property of which a list can be asked for a range: two arguments, and the query parameters they become."""

    after: Argument
    before: Argument
    after_parameter: str
    before_parameter: str


@dataclass(frozen=True)
class Records:
    """What the templates say of a record type beyond its operations.

    Attributes:
        entity: Nexudus' name of it.
        record: Model of a full record.
        row: Model of a list's row.
        page: Model of a page.
        create: Model of what is created.
        update: Model of what an update sends.
        changes: What can be changed: arguments whose target is the property's name.
        demanded: Properties that an update must have a value for.
        shown: Properties that the server sets or shows.
        id_property: Property that holds the id.
        id: Attribute of it.
        updated_on: Attribute that says when a record was last updated.
        ranges: What a list can be asked a range of.
    """

    entity: str
    record: str
    row: str
    page: str
    create: str
    update: str
    changes: tuple[Argument, ...]
    demanded: tuple[str, ...]
    shown: tuple[str, ...]
    id_property: str
    id: str
    updated_on: str
    ranges: tuple[Range, ...]


@dataclass(frozen=True)
class Resource:
    """One attribute of the client."""

    attribute: str
    class_name: str
    description: str
    methods: tuple[Method, ...]
    imports: tuple[str, ...]
    records: Records | None

    @property
    def list_arguments(self) -> tuple[Argument, ...]:
        """What a list takes beyond the operation's own parameters."""
        ranges = self.records.ranges if self.records else ()
        return (*(end for item in ranges for end in (item.after, item.before)), _WINDOW, _HYDRATE)

    def method(self, kind: Kind) -> Method:
        """The method of a kind, which every record type has."""
        return next(method for method in self.methods if method.kind == kind)


# What the client does beyond the operation that the contract describes.
_CLIENT_SAYS: Mapping[Kind | None, str] = {
    Kind.LIST: "Iterating over the answer reads page after page. Of one request the contract says:",
    Kind.BATCH: """Reads them in as few requests as their ids fit in, and keeps their order; `missing` has the ids that
        no record came for. Of one request the contract says:""",
    Kind.UPDATE: "Nothing is left out: what the server does not set by itself is sent back as it was read.",
}
_WINDOW = Argument(
    name="window",
    annotation="datetime.timedelta",
    required=False,
    target=None,
    expression="window",
    description="""Read the list in windows of this length, one after the other, for servers that refuse deep pages. It
    wants exactly one range with both its ends, and the order holds within each window.""",
)
_HYDRATE = Argument(
    name="hydrate",
    annotation="bool",
    required=False,
    target=None,
    expression="hydrate",
    description="Whether each row is read again as a full record, many in one request.",
)


def wrapped(text: str) -> str:
    """The text in lines that fit a docstring, paragraph by paragraph."""
    return "\n\n".join(textwrap.fill(" ".join(part.split()), _WIDTH) for part in text.strip().split("\n\n"))
