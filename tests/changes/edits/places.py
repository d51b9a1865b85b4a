"""Places in our contract, and what several edits put there."""

GOOGLE = "/api/spaces/coworkergooglecalendars"
LIST = ("paths", GOOGLE, "get")
CREATE = ("paths", GOOGLE, "post")
GET = ("paths", f"{GOOGLE}/{{id}}", "get")
RUN = ("paths", f"{GOOGLE}/runcommand", "post")
COMMANDS = ("paths", f"{GOOGLE}/commands", "get")
ME = ("paths", "/api/auth/me", "get")
TOKEN = ("paths", "/api/token", "post")
SCHEMAS = ("components", "schemas")
FIELDS = (*SCHEMAS, "CoworkerGoogleCalendarFields", "properties")
USER = (*SCHEMAS, "User")
STAMP = (*SCHEMAS, "RecordStamp", "properties")
SIZE = ("components", "parameters", "Size")
ANSWERS = ("components", "responses")


def security(*roles: str) -> list[dict[str, list[str]]]:
    return [{"bearer": list(roles)}, {"basic": list(roles)}]


TEXT = {"type": "string", "description": "A text.", "example": "red"}
YOU = {
    "operationId": "getYou",
    "summary": "You",
    "description": "You.",
    "tags": ["Authentication"],
    "security": security(),
    "x-nexudus-evidence": "inferred",
    "externalDocs": {"url": "https://developers.nexudus.com/rest-api/overview"},
    "responses": {"200": {"$ref": "#/components/responses/CommandRun"}},
}
