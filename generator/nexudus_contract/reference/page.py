"""The reference as one HTML file that needs nothing and nobody: no script, no request, no font of its own."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name  # pyright: ignore[reportUnknownVariableType] - any option goes

from nexudus_contract.document import Contract
from nexudus_contract.reference.chapters import Writer
from nexudus_contract.reference.client import Client

# No pictures: they would be fetched from elsewhere.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
_TOKEN = re.compile(r'<span class="(\w+)">([^<]*)</span>')
_PLAIN = frozenset({"n", "nn", "o", "p", "w"})
"""Kinds of words that have no colour. Without their markup the page is a quarter smaller."""


def page(contract: Contract, client: Client) -> str:
    """The whole file. The same contract and client make the same bytes.

    Raises:
        UnpresentableError: the client has no method for an operation.
    """
    writer = Writer(contract, client)
    style = _asset("page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.filters.update(markdown=_markdown, inline=_inline, code=_code)
    return environment.from_string(_asset("page.html.jinja")).render(
        document=contract.document,
        chapters=list(writer.chapters()),
        contested=list(writer.contested()),
        limits=writer.limits(),
        package=client.package,
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
    )


def _markdown(text: str) -> Markup:
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - markup in the text is escaped


def _inline(text: str) -> Markup:
    return Markup(_MARKDOWN.renderInline(" ".join(text.split())))  # noqa: S704 - markup in the text is escaped


@cache
def _code(text: str, language: str) -> Markup:
    """A text in colours. The head of a message with a body of JSON has none."""
    if language == "text":
        return Markup.escape(text)
    head, blank, body = text.partition("\n\n") if language == "json" else ("", "", text)
    return Markup.escape(head + blank) + Markup(_coloured(body, language))  # noqa: S704 - Pygments escapes


def _coloured(text: str, language: str) -> str:
    markup = highlight(text, get_lexer_by_name(language), _FORMATTER).rstrip("\n")
    return _TOKEN.sub(lambda token: token[2] if token[1] in _PLAIN else token[0], markup)


def _asset(name: str) -> str:
    return files("nexudus_contract.reference").joinpath(name).read_text(encoding="utf-8")
