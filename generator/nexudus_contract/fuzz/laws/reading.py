"""Laws of reading: what lists, batches and single records must say of one another. They need no model of the server."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from nexudus_contract.fuzz.laws.ground import Ground, answered, records, rows
from nexudus_contract.fuzz.reply import Reply
from nexudus_contract.source import JsonObject
from nexudus_contract.terms import Kind

_FAR = 1_000_000
_LARGEST = 2**31 - 1


def audit(ground: Ground) -> None:
    """The whole list holds what is known, each record once, as it was read, and nothing else.

    Raises:
        BreachError: it does not.
    """
    read = ground.whole()
    if read is None:
        return
    found, replies = read
    name = ground.record_type.id_property
    seen = {row[name]: row for row in found if isinstance(row.get(name), int)}
    if len(seen) < len(found):
        _listed(ground, replies, "twice", f"the list has {len(found)} rows, of {len(seen)} records")
    for record_id, row in seen.items():
        if record_id in ground.gone:
            _listed(ground, replies, "gone", f"the list shows the record {record_id}, which was deleted")
        elif record_id in ground.known:
            _agrees(ground, record_id, row, *replies)
        elif ground.alone:
            # From now on it is known, or every later look at the list would find it again.
            ground.others[record_id] = row
            if not ground.unsure:
                _listed(ground, replies, "unknown", f"the list shows the record {record_id}, which nobody made")
    for record_id in [number for number in ground.known if number not in seen]:
        if ground.others.pop(record_id, None) is None or ground.alone:
            _listed(ground, replies, "missing", f"the list lacks the record {record_id}")


def _listed(ground: Ground, replies: Sequence[Reply], aspect: str, message: str) -> None:
    ground.wire.breach("lists-what-is-there", ground.operation(Kind.LIST), message, *replies, aspect=aspect)


def batches(ground: Ground, ids: Sequence[int], unknown: int) -> None:
    """A batch answers the records that exist among the ids, each once, as they are, in an order that follows a rule.

    Raises:
        BreachError: it does not.
    """
    nowhere = range(unknown, unknown + 12)
    for asked in (list(ids), list(reversed(ids)), [*ids[1:], *nowhere, *ids[:1]], []):
        reply = ground.batch(asked)
        wrong = _wrong_batch(ground, asked, reply)
        if wrong is not None:
            aspect, message = wrong
            ground.wire.breach("batch-answers-what-was-asked", reply.operation, message, reply, aspect=aspect)
        for record in records(reply):
            number = record.get(ground.record_type.id_property)
            if isinstance(number, int) and number in ground.known:
                _agrees(ground, number, record, reply)


def _wrong_batch(ground: Ground, asked: Sequence[int], reply: Reply) -> tuple[str, str] | None:
    if reply.status != 200:
        return "refused", f"a batch of {len(asked)} ids is refused with {reply.status}"
    shown = [record.get(ground.record_type.id_property) for record in records(reply)]
    wanted = [number for number in asked if number in ground.known]
    if len(set(shown)) != len(shown):
        return "twice", "a batch has the same record twice"
    if missing := set(wanted) - set(shown):
        return "missing", f"a batch lacks {len(missing)} of {len(wanted)} records"
    if strange := set(shown) - set(wanted):
        return "strange", f"a batch has {len(strange)} records that were not asked for"
    if shown not in (wanted, sorted(wanted), sorted(wanted, reverse=True)):
        return "order", f"a batch for {wanted} answers {shown}: neither in the order asked for, nor by id"
    return None


def steady(ground: Ground, record_id: int) -> None:
    """Reading changes nothing: twice the same answer, and what was written last.

    Raises:
        BreachError: it does.
    """
    for _ in range(2):
        reply = ground.get(record_id)
        record: Any = reply.value if reply.status == 200 else {}
        if record != ground.known[record_id]:
            message = f"the record {record_id} reads otherwise than before, and nobody wrote it"
            ground.wire.breach("reading-changes-nothing", reply.operation, message, reply)
            # It is what it is from now on.
            (ground.records if record_id in ground.records else ground.others)[record_id] = record


def pages(ground: Ground, size: int, **order: str | int) -> None:
    """The pages of a list hold what the whole list holds, each row once, and say so of themselves.

    Raises:
        BreachError: they do not.
    """
    read = ground.whole(**order)
    if read is None:
        return
    total = len(read[0])
    name = ground.record_type.id_property
    whole = [row.get(name) for row in read[0]]
    last = max(1, -(-total // size))
    replies = [ground.page(**order, size=size, page=page) for page in range(1, min(last, 12) + 1)]
    for number, reply in enumerate(replies, start=1):
        _page(ground, reply, _Expected(number, size, total, order))
    if len(replies) == last:
        found = [row.get(name) for reply in replies for row in rows(reply)]
        if sorted(map(str, found)) != sorted(map(str, whole)):
            lacking, twice = len(set(whole) - set(found)), len(found) - len(set(found))
            message = f"{last} pages of {size} lack {lacking} of {total} rows and repeat {twice}"
            ground.wire.breach("pages-add-up", ground.operation(Kind.LIST), message, *replies, *read[1])
        elif found != whole:
            # Where rows that tie change places from one question to the next, a reader of pages loses some of them.
            message = f"{last} pages of {size} hold the rows in another order than one page of all"
            ground.wire.breach("pages-keep-the-order", ground.operation(Kind.LIST), message, *replies, *read[1])
    far = ground.page(**order, size=size, page=_FAR)
    if rows(far) or answered(far, "HasNextPage") is True:
        ground.wire.breach("pages-end", far.operation, f"page {_FAR} of {last} is not the end", far)
    for asked in (ground.cap, ground.cap + 1, _LARGEST):
        _page(ground, ground.page(**order, size=asked), _Expected(1, min(asked, ground.cap), total, order))


class _Expected(NamedTuple):
    """What is asked of a page, and how many rows match."""

    number: int
    size: int
    total: int
    order: Mapping[str, Any]


def _page(ground: Ground, reply: Reply, expected: _Expected) -> None:
    """What a page says of itself is true."""
    number, size, total, order = expected
    if reply.status != 200:
        message = f"a page that may be asked for is refused with {reply.status}"
        ground.wire.breach("takes-what-is-valid", reply.operation, message, reply)
        return
    last = max(1, -(-total // size))
    here = min(size, total - (number - 1) * size)
    truth: dict[str, Any] = {
        "CurrentPage": number,
        "PageNumber": number,
        "CurrentPageSize": size,
        "PageSize": size,
        "TotalItems": total,
        "HasNextPage": number < last,
        "HasPreviousPage": number > 1,
        **({"CurrentOrderField": order["orderBy"]} if "orderBy" in order else {}),
        **({"CurrentSortDirection": order["dir"]} if "dir" in order else {}),
    }
    if total:
        first = (number - 1) * size + 1
        truth |= {"TotalPages": last, "FirstItem": first, "LastItem": first + here - 1}
    for name, value in truth.items():
        shown = answered(reply, name)
        if shown is not None and shown != value:
            message = f"{name} is {shown!r}, where {value!r} is true"
            ground.wire.breach("pages-tell-the-truth", reply.operation, message, reply, aspect=name)
    if len(rows(reply)) != here:
        message = f"a page of {size} holds {len(rows(reply))} rows, where {here} of {total} stand on it"
        ground.wire.breach("pages-are-full", reply.operation, message, reply)


def orders(ground: Ground, name: str) -> None:
    """A list is sorted by what was asked for, in the direction that was asked for, and holds the same rows either way.

    Raises:
        BreachError: it is not.
    """
    operation = ground.operation(Kind.LIST)
    keys: list[list[Any]] = []
    for direction in (0, 1):
        read = ground.whole(orderBy=name, dir=direction)
        if read is None:
            return
        found, replies = read
        if replies[0].status != 200:
            message = f"a list sorted by {name}, dir={direction}, is refused with {replies[0].status}"
            ground.wire.breach("takes-what-is-valid", operation, message, *replies)
            return
        shown = [_whole_row(ground, row).get(name) for row in found]
        keys.append(shown)
        values = [value for value in shown if value is not None]
        pairs = list(pairwise(values))
        wrong = [(one, other) for one, other in pairs if _out_of_order(one, other, descending=bool(direction))]
        if wrong:
            message = f"sorted by {name}, dir={direction}, {wrong[0][0]!r} comes before {wrong[0][1]!r}"
            ground.wire.breach("sorts-as-asked", operation, message, *replies)
    if sorted(map(repr, keys[0])) == sorted(map(repr, keys[1])) and keys[0] != keys[1][::-1]:
        message = f"sorted by {name}, descending is not the reverse of ascending"
        ground.wire.breach("sorts-as-asked", operation, message, *replies, aspect="reverse")


def _out_of_order(one: Any, other: Any, *, descending: bool) -> bool:
    """Whether two neighbours stand the wrong way round, whatever the server's collation is."""
    if isinstance(one, str) and isinstance(other, str):
        # Digits in the same places, as moments have them, are ordered alike everywhere; other texts are not.
        if not (len(one) == len(other) and one[:4].isdecimal() and other[:4].isdecimal()):
            return False
        return one < other if descending else one > other
    if isinstance(one, int) and isinstance(other, int):
        return one < other if descending else one > other
    return False


def names(ground: Ground) -> None:
    """Where many records point at others, one at least shows a name.

    Raises:
        BreachError: none does.
    """
    for item in ground.record_type.properties.values():
        if item.name_of is None:
            continue
        pointing = [record for record in ground.known.values() if record.get(item.name_of)]
        if len(pointing) >= 3 and not any(record.get(item.name) for record in pointing):
            reply = ground.get(ground.id_of(pointing[0]))
            message = f"{len(pointing)} records point at others by {item.name_of}, and none shows a name in {item.name}"
            ground.wire.breach("names-are-shown", reply.operation, message, reply)


def _whole_row(ground: Ground, row: JsonObject) -> JsonObject:
    """A row with what is known of its record, for lists that are partial."""
    number = row.get(ground.record_type.id_property)
    return {**ground.known.get(number, {}), **row} if isinstance(number, int) else row


def _agrees(ground: Ground, record_id: int, shown: JsonObject, *replies: Reply) -> None:
    """A row, or a record of a batch, says what the record itself says."""
    known = ground.known[record_id]
    wrong = [name for name, value in shown.items() if name in known and value != known[name]]
    if wrong:
        operation = replies[0].operation
        message = f"{wrong[0]} of the record {record_id} is {shown[wrong[0]]!r} here, and reads {known[wrong[0]]!r}"
        ground.wire.breach("agrees-with-the-record", operation, message, *replies)
