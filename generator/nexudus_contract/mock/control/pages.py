"""What a mock shows to people: the reference with its "try it", and a page of records, requests and controls."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from nexudus_contract.document import Contract
from nexudus_contract.mock.control.admin import PREFIX, description
from nexudus_contract.mock.wire.message import JSON_HEADERS, Answer, Headers, Request, encode

_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'%s; img-src 'self' data:; connect-src 'self'; "
    b"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_TYPES: Mapping[str, bytes] = {"html": b"text/html", "js": b"text/javascript", "css": b"text/css"}


class Pages:
    """Serves the pages. They call out to nobody, and browsers are told to see to it."""

    def __init__(self, contract: Contract) -> None:
        reference = {**contract.document, "servers": [{"url": "/"}]}
        self._pages: Mapping[str, Callable[[], Answer]] = {
            # Swagger UI writes style attributes.
            "/": lambda: _own("reference.html", _POLICY % b" 'unsafe-inline'"),
            "/openapi.json": lambda: Answer(200, encode(reference), JSON_HEADERS),
            f"{PREFIX}openapi.json": lambda: Answer(200, encode(description().document), JSON_HEADERS),
            f"{PREFIX}reference.js": lambda: _own("reference.js"),
            f"{PREFIX}swagger-ui.js": lambda: _swagger("swagger-ui-bundle.js"),
            f"{PREFIX}swagger-ui.css": lambda: _swagger("swagger-ui.css"),
            f"{PREFIX}ui": lambda: _own("ui.html", _POLICY % b""),
            f"{PREFIX}ui.js": lambda: _own("ui.js"),
            f"{PREFIX}ui.css": lambda: _own("ui.css"),
        }

    def respond(self, request: Request) -> Answer | None:
        """The page at a request's path; None where there is none."""
        page = self._pages.get(request.path)
        return page() if page is not None and request.method in {"GET", "HEAD"} else None


def _own(name: str, policy: bytes = b"") -> Answer:
    headers = ((b"content-security-policy", policy),) if policy else ()
    return _file("nexudus_contract.mock.control", name, (*headers, (b"cache-control", b"no-cache")))


def _swagger(name: str) -> Answer:
    return _file("swagger_ui", f"static/{name}", ((b"cache-control", b"max-age=86400"),))


def _file(package: str, name: str, headers: Headers) -> Answer:
    kind = _TYPES[name.rpartition(".")[2]]
    return Answer(200, _bytes(package, name), ((b"content-type", kind + b"; charset=utf-8"), *headers))


@cache
def _bytes(package: str, name: str) -> bytes:
    return files(package).joinpath(name).read_bytes()
