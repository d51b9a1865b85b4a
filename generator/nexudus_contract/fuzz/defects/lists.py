"""Defects of lists and batches: filters, ranges, order, pages, totals."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from nexudus_contract.fuzz.defects.plant import Defect, Family, Plot, Seen, filters, parsed, with_json
from nexudus_contract.mock import Answer, Request, Respond
from nexudus_contract.terms import Comparison, Kind

_EVERYTHING = {"size": "1000"}


def _asked(name: str, description: str, change: Callable[[Seen], Mapping[str, str]]) -> Defect:
    """A list that hears another question than was asked."""

    def plant(plot: Plot, respond: Respond) -> Respond:
        return plot.asking(respond, (Kind.LIST,), lambda seen: seen.with_query(change(seen)))

    return Defect(name, Family.MEANING, description, plant)


def _told(name: str, description: str, change: Callable[[Seen, dict[str, Any]], dict[str, Any]]) -> Defect:
    """A list that says other things about its page."""

    def plant(plot: Plot, respond: Respond) -> Respond:
        return plot.saying(respond, (Kind.LIST,), lambda seen, page: {**page, **change(seen, page)})

    return Defect(name, Family.MEANING, description, plant)


def _batch(name: str, description: str, change: Callable[[Seen, list[Any]], list[Any]]) -> Defect:
    """A batch that answers other records."""

    def plant(plot: Plot, respond: Respond) -> Respond:
        return plot.saying(respond, (Kind.BATCH,), change)

    return Defect(name, Family.MEANING, description, plant)


def _without(query: Mapping[str, str], names: Sequence[str]) -> dict[str, str]:
    return {name: value for name, value in query.items() if name not in names}


def _moved(seen: Seen, comparison: Comparison, by: timedelta) -> Mapping[str, str]:
    """The question, with the bounds of ranges elsewhere."""
    query = dict(seen.query)
    for parameter, _ in filters(seen, comparison):
        try:
            bound = datetime.fromisoformat(query[parameter])
            query[parameter] = (bound.replace(tzinfo=None) + by).strftime("%Y-%m-%dT%H:%M:%SZ")
        except (ValueError, OverflowError):
            continue
    return query


def _shifted(seen: Seen) -> Mapping[str, str]:
    later = timedelta(hours=1)
    return {**_moved(seen, Comparison.FROM, later), **_only_to(seen, later)}


def _only_to(seen: Seen, by: timedelta) -> Mapping[str, str]:
    moved = _moved(seen, Comparison.TO, by)
    return {parameter: moved[parameter] for parameter, _ in filters(seen, Comparison.TO)}


def _swapped(seen: Seen) -> Mapping[str, str]:
    names = {"from_": "to_", "to_": "from_"}
    query: dict[str, str] = {}
    for name, value in seen.query.items():
        start = next((start for start in names if name.startswith(start)), None)
        query[names[start] + name.removeprefix(start) if start else name] = value
    return query


def _first_only(seen: Seen) -> Mapping[str, str]:
    return _without(seen.query, [parameter for parameter, _ in filters(seen)][1:])


def _off_by_one(seen: Seen) -> Mapping[str, str]:
    query = dict(seen.query)
    for parameter, name in filters(seen, Comparison.EQUAL):
        if seen.record_type and "integer" in seen.record_type.properties[name].types and query[parameter].isdecimal():
            query[parameter] = str(int(query[parameter]) + 1)
    return query


def _rows(plot: Plot, respond: Respond, keep: Callable[[Seen, dict[str, Any]], bool]) -> Respond:
    """A list that finds what `keep` says among all records, and is right about everything else."""

    def changed(request: Request) -> Answer:
        seen, answer = plot.see(request), respond(request)
        if seen.kind is not Kind.LIST or answer.status != 200 or not filters(seen, Comparison.EQUAL):
            return answer
        wide = _without(seen.query, [parameter for parameter, _ in filters(seen)]) | _EVERYTHING | {"page": "1"}
        everything = parsed(respond(seen.with_query(wide)).body)["Records"]
        page = parsed(answer.body)
        found = [row for row in everything if keep(seen, row)]
        size, start = page["CurrentPageSize"], (page["CurrentPage"] - 1) * page["CurrentPageSize"]
        shown, pages = found[start : start + size], -(-len(found) // size)
        totals = {"TotalItems": len(found), "TotalPages": pages, "HasNextPage": page["CurrentPage"] < pages}
        return with_json(answer, {**page, **totals, "Records": shown, "LastItem": start + len(shown)})

    return changed


def _matching(name: str, description: str, keep: Callable[[Seen, dict[str, Any]], bool]) -> Defect:
    return Defect(name, Family.MEANING, description, lambda plot, respond: _rows(plot, respond, keep))


def _equal(seen: Seen) -> list[tuple[str, str]]:
    return [(seen.query[parameter], name) for parameter, name in filters(seen, Comparison.EQUAL)]


def _unstable(plot: Plot, respond: Respond) -> Respond:
    def changed(seen: Seen, page: Any) -> Any:
        name = page["CurrentOrderField"]
        order = seen.record_type.id_property if seen.record_type else name
        if name == order or page["CurrentPage"] % 2:
            return page
        # Rows that tie come in another order on every other page.
        rows = sorted(page["Records"], key=lambda row: row[order], reverse=page["CurrentSortDirection"] == 0)
        rows.sort(key=lambda row: str(row.get(name)), reverse=page["CurrentSortDirection"] == 1)
        return {**page, "Records": rows}

    return plot.saying(respond, (Kind.LIST,), changed)


def _repeating(plot: Plot, respond: Respond) -> Respond:
    def changed(request: Request) -> Answer:
        seen, answer = plot.see(request), respond(request)
        if seen.kind is not Kind.LIST or answer.status != 200:
            return answer
        page = parsed(answer.body)
        if page["CurrentPage"] < 2 or not page["Records"]:
            return answer
        before = parsed(respond(seen.with_query({**seen.query, "page": str(page["CurrentPage"] - 1)})).body)
        return with_json(answer, {**page, "Records": [before["Records"][-1], *page["Records"][1:]]})

    return changed


LISTS = (
    _asked(
        "filter-ignored",
        "The first filter of a question is ignored.",
        lambda seen: _without(seen.query, [parameter for parameter, _ in filters(seen, Comparison.EQUAL)][:1]),
    ),
    _asked("filters-after-the-first-ignored", "Of several filters only the first counts.", _first_only),
    _asked("filter-by-number-off-by-one", "A filter by a number finds the next one.", _off_by_one),
    _matching(
        "filter-inverted",
        "A filter finds what it should leave out.",
        lambda seen, row: all(str(row.get(name)) != value for value, name in _equal(seen)),
    ),
    _matching(
        "filters-joined-with-or",
        "Of several filters one that holds is enough.",
        lambda seen, row: any(str(row.get(name)) == value for value, name in _equal(seen)),
    ),
    _matching(
        "filter-by-part",
        "A filter by a text finds what begins with it.",
        lambda seen, row: all(str(row.get(name, "")).startswith(value) for value, name in _equal(seen)),
    ),
    _matching(
        "filter-blind-to-case",
        "A filter by a text does not tell capitals from small letters.",
        lambda seen, row: all(str(row.get(name, "")).lower() == value.lower() for value, name in _equal(seen)),
    ),
    _matching(
        "filter-finds-nothing-said",
        "A filter also finds records that hold nothing there.",
        lambda seen, row: all(row.get(name) is None or str(row[name]) == value for value, name in _equal(seen)),
    ),
    _asked(
        "range-ignored",
        "Ranges are ignored.",
        lambda seen: _without(seen.query, [item for item, _ in filters(seen, Comparison.FROM, Comparison.TO)]),
    ),
    _asked(
        "from-ignored",
        "The lower bound of a range is ignored.",
        lambda seen: _without(seen.query, [item for item, _ in filters(seen, Comparison.FROM)]),
    ),
    _asked(
        "to-ignored",
        "The upper bound of a range is ignored.",
        lambda seen: _without(seen.query, [item for item, _ in filters(seen, Comparison.TO)]),
    ),
    _asked(
        "from-exclusive",
        "The lower bound of a range does not belong to it.",
        lambda seen: _moved(seen, Comparison.FROM, timedelta(seconds=1)),
    ),
    _asked(
        "to-exclusive",
        "The upper bound of a range does not belong to it.",
        lambda seen: _moved(seen, Comparison.TO, timedelta(seconds=-1)),
    ),
    _asked("range-in-another-zone", "The bounds of a range are taken for an hour later.", _shifted),
    _asked("range-swapped", "The bounds of a range are taken for each other.", _swapped),
    _asked("order-ignored", "Every list is sorted by id.", lambda seen: _without(seen.query, ["orderBy"])),
    _asked("direction-ignored", "Every list is ascending.", lambda seen: _without(seen.query, ["dir"])),
    _asked(
        "direction-inverted",
        "Ascending is descending, and the other way round.",
        lambda seen: {**seen.query, "dir": {"0": "1", "1": "0"}.get(seen.query.get("dir", "0"), "0")},
    ),
    Defect("order-unstable", Family.MEANING, "Rows that tie change places from page to page.", _unstable),
    _told(
        "order-lies",
        "A list says that it is sorted by something else.",
        lambda _seen, _page: {"CurrentOrderField": "?"},
    ),
    _told(
        "direction-lies",
        "A list says that it is sorted the other way.",
        lambda _seen, page: {"CurrentSortDirection": 1 - page["CurrentSortDirection"]},
    ),
    Defect("page-repeats-a-row", Family.MEANING, "A page begins with the last row of the one before.", _repeating),
    _told(
        "page-drops-a-row",
        "A page after the first lacks its first row.",
        lambda _seen, page: {"Records": page["Records"][1 if page["CurrentPage"] > 1 else 0 :]},
    ),
    _told(
        "page-lacks-its-last-row",
        "A full page lacks its last row.",
        lambda _seen, page: {"Records": page["Records"][: -1 if page["HasNextPage"] else None]},
    ),
    _asked("page-ignored", "Every page is the first.", lambda seen: _without(seen.query, ["page"])),
    _asked("size-ignored", "Every page has 25 rows.", lambda seen: _without(seen.query, ["size"])),
    _told("page-number-lies", "Every page says that it is the first.", lambda _seen, _page: {"CurrentPage": 1}),
    _told(
        "size-lies",
        "A page says that its size is the number of its rows.",
        lambda _seen, page: {"CurrentPageSize": max(1, len(page["Records"]))},
    ),
    _told(
        "total-is-the-page",
        "The total is the number of rows on the page.",
        lambda _seen, page: {"TotalItems": len(page["Records"])},
    ),
    _told("total-too-large", "The total is one too many.", lambda _seen, page: {"TotalItems": page["TotalItems"] + 1}),
    _told(
        "pages-rounded-down",
        "The last page is not counted unless it is full.",
        lambda _seen, page: {"TotalPages": page["TotalItems"] // page["CurrentPageSize"]},
    ),
    _told("always-a-next-page", "There is always a next page.", lambda _seen, _page: {"HasNextPage": True}),
    _told("never-a-next-page", "There is never a next page.", lambda _seen, _page: {"HasNextPage": False}),
    _told("no-previous-page", "There is never a previous page.", lambda _seen, _page: {"HasPreviousPage": False}),
    _told(
        "first-item-from-zero",
        "Items are counted from 0.",
        lambda _seen, page: {"FirstItem": page["FirstItem"] - 1, "LastItem": page["LastItem"] - 1},
    ),
    _batch(
        "batch-drops-one", "A batch lacks its last record.", lambda _seen, rows: rows[:-1] if len(rows) > 1 else rows
    ),
    _batch("batch-reorders", "A batch comes in reverse order.", lambda _seen, rows: rows[::-1]),
    _batch("batch-repeats", "A batch has its first record twice.", lambda _seen, rows: [*rows[:1], *rows]),
    _batch("batch-cut-short", "A batch has two records at the most.", lambda _seen, rows: rows[:2]),
    _batch(
        "batch-answers-one-for-all",
        "A batch has its first record in every place.",
        lambda _seen, rows: rows[:1] * len(rows),
    ),
)


def _mixed(plot: Plot, respond: Respond) -> Respond:
    """Rows of the list asked before, of another type, come with this one."""
    before: dict[str, list[Any]] = {}

    def changed(seen: Seen, page: Any) -> Any:
        others = [rows for tag, rows in before.items() if seen.record_type and tag != seen.record_type.tag and rows]
        if seen.record_type:
            before[seen.record_type.tag] = page["Records"][:1]
        return {**page, "Records": [*others[0], *page["Records"]][: page["CurrentPageSize"]]} if others else page

    return plot.saying(respond, (Kind.LIST,), changed)


def _named_after_the_first(plot: Plot, respond: Respond) -> Respond:
    def changed(seen: Seen, record: dict[str, Any]) -> dict[str, Any]:
        named = [item.name for item in seen.record_type.properties.values() if item.name_of] if seen.record_type else []
        return {**record, **{name: None for name in named if name in record}}

    return plot.records(respond, changed)


LEAKS = (
    Defect("types-mixed", Family.MEANING, "A list begins with a row of another record type.", _mixed),
    Defect("names-lost", Family.MEANING, "The names behind references are never shown.", _named_after_the_first),
)
