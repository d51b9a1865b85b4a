"""Edits of what is contested between the pages, none of which changes a request or an answer."""

from .edit import DOCS, NOTHING, UNMADE, Edit, drop, put

CONTESTED = "x-nexudus-contradictions"
DISPUTE = {
    "id": "C99",
    "topic": "PATCH",
    "sides": {"a": {"says": "there is one", "source": "a page"}, "b": {"says": "there is none", "source": "another"}},
    "follows": [],
    "because": "It does not touch this contract.",
    "places": [],
    "probe": {"questions": [], "tells": "The probe only reads."},
}

CONTRADICTION_EDITS = (
    Edit("a contradiction is new", DOCS, UNMADE, lambda document: document[CONTESTED].insert(1, DISPUTE)),
    Edit("a contradiction goes", DOCS, UNMADE, drop(CONTESTED, 0)),
    Edit("a contradiction's topic changes", DOCS, UNMADE, put(CONTESTED, 2, "topic", "Which way rows are sorted")),
    Edit("a contradiction is decided otherwise", DOCS, NOTHING, put(CONTESTED, 2, "follows", ["a"])),
    Edit("a contradiction has other evidence", DOCS, UNMADE, put(CONTESTED, 2, "sides", "a", "source", "a letter")),
    Edit("a contradiction's reason changes", DOCS, UNMADE, put(CONTESTED, 2, "because", "It was observed.")),
    Edit("a contradiction's places change", DOCS, UNMADE, put(CONTESTED, 2, "places", ["#/info"])),
    Edit("a contradiction is settled otherwise", DOCS, UNMADE, put(CONTESTED, 2, "probe", "questions", ["dir=1"])),
    Edit("contradictions are reordered", NOTHING, UNMADE, lambda document: document[CONTESTED].reverse()),
)
