"""Edits of operations: their names and paths, who may call them, where, and how often."""

from .edit import ADDITIVE, BREAKING, DOCS, NOTHING, UNMADE, Edit, add, both, drop, name, put
from .places import GET, GOOGLE, LIST, ME, TOKEN, YOU, security

OPERATION_EDITS = (
    Edit("an operation goes", BREAKING, BREAKING, drop(*ME)),
    Edit("a command goes", BREAKING, UNMADE, drop("paths", f"{GOOGLE}/commands")),
    Edit("an operationId changes", BREAKING, BREAKING, put(*ME, "operationId", "readCurrentUser")),
    Edit("an operationId of a record type changes", BREAKING, BREAKING, put(*GET, "operationId", "getGoogleCalendar")),
    Edit("a path changes", BREAKING, NOTHING, name("paths", "/api/auth/me", "/api/auth/myself")),
    Edit("a method changes", BREAKING, UNMADE, name("paths", "/api/auth/me", "get", "post")),
    Edit("a role changes", BREAKING, DOCS, put(*LIST, "security", security("CoworkerGoogleCalendar-Read"))),
    Edit("a role is demanded", BREAKING, UNMADE, put(*ME, "security", security("User-Read"))),
    Edit("credentials are demanded", BREAKING, BREAKING, put(*TOKEN, "security", security())),
    Edit("a way to sign in goes", BREAKING, UNMADE, put(*ME, "security", [{"bearer": []}])),
    Edit(
        "a security scheme changes",
        BREAKING,
        UNMADE,
        put("components", "securitySchemes", "basic", "scheme", "digest"),
    ),
    Edit("the server moves", BREAKING, BREAKING, put("servers", 0, "url", "https://api.nexudus.com")),
    Edit("a limit is lowered", BREAKING, ADDITIVE, put("x-nexudus-limits", 1, "calls", 60)),
    Edit("a limit's window grows", BREAKING, UNMADE, put("x-nexudus-limits", 1, "seconds", 120)),
    Edit(
        "a limit is new", BREAKING, UNMADE, add("x-nexudus-limits", {"calls": 10, "seconds": 60, "methods": ["DELETE"]})
    ),
    Edit(
        "an operation gets a server of its own",
        BREAKING,
        UNMADE,
        put(*ME, "servers", [{"url": "https://me.nexudus.com"}]),
    ),
    Edit("an operation is new", ADDITIVE, ADDITIVE, put("paths", "/api/auth/you", {"get": YOU})),
    Edit("a role is no longer demanded", ADDITIVE, UNMADE, put(*GET, "security", security())),
    Edit("anybody may call", ADDITIVE, ADDITIVE, put(*ME, "security", [])),
    Edit(
        "another way to sign in",
        ADDITIVE,
        UNMADE,
        both(
            put("components", "securitySchemes", "key", {"type": "apiKey", "in": "header", "name": "X-Key"}),
            add(*ME, "security", {"key": []}),
        ),
    ),
    Edit("a second server", ADDITIVE, UNMADE, add("servers", {"url": "https://eu.nexudus.com"})),
    Edit("a limit is raised", ADDITIVE, ADDITIVE, put("x-nexudus-limits", 1, "calls", 240)),
    Edit("a limit goes", ADDITIVE, UNMADE, drop("x-nexudus-limits", 5)),
)
