"""The generator's templates, mended where they are known to be wrong.

Each mend names the text it replaces and why. A text that is not there as often as expected means that the generator
changed: loading fails, so that nobody ships half a mend. Nothing of the templates is copied.
"""

from collections.abc import Callable
from dataclasses import dataclass

import jinja2


@dataclass(frozen=True)
class Mend:
    """One replacement in one template."""

    template: str
    reason: str
    find: str
    replace: str
    times: int = 1


class MendError(Exception):
    """A template is not what a mend expects."""


_ENDPOINT = "endpoint_module.py.jinja"
_MODEL = "model.py.jinja"
_CLIENT = "client.py.jinja"
_EACH = "{% for property in model.required_properties + model.optional_properties %}\n"
_NAME = "(property.name | in_double_quote_literal)"
_UNION = "property_templates/union_property.py.jinja"
_RUNTIME = (
    "from {dots}runtime.dates import format_moment, parse_moment\n"
    "from {dots}runtime.uuids import parse_uuid\n"
    "from {dots}runtime.values import is_list, is_object\n"
)

MENDS = (
    Mend(
        _ENDPOINT,
        "a status of 520 to 599, which proxies answer, is no HTTPStatus and raised ValueError",
        "HTTPStatus(response.status_code)",
        "response.status_code",
    ),
    Mend("types.py.jinja", "the same", "status_code: HTTPStatus", "status_code: int"),
    Mend(
        _ENDPOINT,
        "the resources describe a request with it and send it themselves, so it is no private name",
        "_get_kwargs(",
        "get_kwargs(",
        times=3,
    ),
    Mend(
        _ENDPOINT,
        "the mends below need these",
        "import httpx\n",
        "import json\n\nimport httpx\n\n" + _RUNTIME.format(dots="..."),
    ),
    Mend(
        "endpoint_macros.py.jinja",
        "a parameter with content travels as JSON, in one query value",
        'params["{{ property.name | in_double_quote_literal }}"] = {{ destination }}',
        'params["{{ property.name | in_double_quote_literal }}"] = {% if is_json(endpoint, property) %}'
        "{% if not property.required %}UNSET if isinstance({{ destination }}, Unset) else {% endif %}"
        'json.dumps({{ destination }}, separators=(",", ":")){% else %}{{ destination }}{% endif %}\n',
    ),
    Mend(
        "property_templates/datetime_property.py.jinja",
        "instants are read tolerantly",
        "datetime.datetime.fromisoformat({{ source }})",
        "parse_moment({{ source }})",
    ),
    Mend(
        "property_templates/datetime_property.py.jinja",
        "isoformat() writes +00:00 and microseconds, and lets naive instants through; this API wants seconds and Z",
        'source + ".isoformat()"',
        '"format_moment(" + source + ")"',
    ),
    Mend(
        _MODEL,
        "the mends below need these",
        "from ..types import UNSET, Unset\n",
        "from ..types import UNSET, Unset\n" + _RUNTIME.format(dots=".."),
    ),
    Mend(
        _MODEL,
        "passwords and tokens showed in repr",
        "{%- if config.docstrings_on_attributes and property.description -%}",
        "{%- if is_secret(model, property) -%}\n"
        "{{ property.python_name }}: {{ property.get_type_string() | as_unembedded_code }} = "
        "_attrs_field({% if not property.required %}default=UNSET, {% endif %}repr=False)\n"
        "{%- elif config.docstrings_on_attributes and property.description -%}",
    ),
    Mend(
        _MODEL,
        "strict type checkers do not know what dict() holds; calling dict[str, Any] is slow",
        "_attrs_field(init=False, factory=dict)",
        "_attrs_field(init=False, factory=lambda: {})",
    ),
    Mend(
        _MODEL,
        "the next mends need to know which properties are no additional ones, and the runtime where each is found",
        "T = TypeVar(",
        "_ATTRIBUTES: dict[str, str] = { {% for property in in_order(model) %}"
        '"{{ property.name | in_double_quote_literal }}": "{{ property.python_name }}", {% endfor %} }\n'
        "_PROPERTIES = frozenset(_ATTRIBUTES)\n"
        "T = TypeVar(",
    ),
    Mend(
        _MODEL,
        "the same",
        "    {{ docstring(class_docstring_content(model)) | indent(4) }}\n",
        "    {{ docstring(class_docstring_content(model)) | indent(4) }}\n\n"
        "    ATTRIBUTES: ClassVar[Mapping[str, str]] = _ATTRIBUTES\n",
    ),
    Mend(_MODEL, "the same", "from typing import Any, TypeVar,", "from typing import Any, ClassVar, TypeVar,"),
    Mend(
        _MODEL,
        "each record was copied to be read: reading takes most of a list's time",
        "        d = dict(src_dict)\n",
        "",
    ),
    Mend(_MODEL, "the same", f"'d.pop(\"' + {_NAME} + '\")'", f"'src_dict[\"' + {_NAME} + '\"]'"),
    Mend(_MODEL, "the same", f"'d.pop(\"' + {_NAME} + '\", UNSET)'", f"'src_dict.get(\"' + {_NAME} + '\", UNSET)'"),
    Mend(
        _MODEL,
        "the same",
        "in d.items():\n",
        "in src_dict.items():\n            if prop_name in _PROPERTIES:\n                continue\n",
    ),
    Mend(
        _MODEL,
        "the emptied copy stayed with each record, as large as the record's own dict",
        "        {{ module_name }}.additional_properties = d\n",
        "        if not _PROPERTIES.issuperset(src_dict):\n"
        "            {{ module_name }}.additional_properties = {\n"
        "                name: item for name, item in src_dict.items() if name not in _PROPERTIES\n"
        "            }\n",
    ),
    Mend(
        _MODEL,
        "to find so many arguments by their names takes longer than to set them",
        _EACH + "            {{ property.python_name }}={{ property.python_name }},\n",
        "{% for property in in_order(model) %}\n            {{ property.python_name }},\n",
    ),
    Mend(
        _MODEL,
        "to import takes longer than to read a property; a union imports its members where there is one to build",
        "def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:\n"
        "    {% for lazy_import in model.lazy_imports | sort %}\n",
        "def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:\n"
        "    {% for lazy_import in imported_first(model) %}\n",
    ),
    Mend(
        _UNION,
        "each record made a function for each of its unions, to call it once",
        "{% macro construct(property, source) %}\n",
        "{% macro construct(property, source) %}\n"
        '{% from "union.py.jinja" import construct as construct_in_place %}\n'
        "{{ construct_in_place(property, source, construct_by_function) }}\n"
        "{% endmacro %}\n\n"
        "{% macro construct_by_function(property, source) %}\n",
    ),
    Mend(
        "property_templates/uuid_property.py.jinja",
        "UUID() takes as long as reading ten properties",
        "UUID({{ source }})",
        "parse_uuid({{ source }})",
    ),
    Mend(
        "property_templates/property_macros.py.jinja",
        "to ask a value for its class takes longer than to see whether the property is there",
        "_{{ property.python_name }} = {{ source }}\n"
        "{{ property.python_name }}: {{ property.get_type_string() | as_unembedded_code }}\n"
        "    {% if not property.required %}\n"
        "if isinstance(_{{ property.python_name }},  Unset):\n"
        "    {{ property.python_name }} = UNSET\n"
        "    {% endif %}\n"
        "else:\n"
        '    {{ property.python_name }} = {{ construct_function(property, "_" + property.python_name) }}\n',
        "{% set key = '\"' ~ (property.name | in_double_quote_literal) ~ '\"' %}\n"
        "{{ property.python_name }}: {{ property.get_type_string() | as_unembedded_code }} = UNSET\n"
        "if {{ key }} in src_dict:\n"
        "    {{ property.python_name }} = {{ construct_function(property, 'src_dict[' ~ key ~ ']') }}\n",
    ),
    Mend(
        "property_templates/model_property.py.jinja",
        "strict type checkers do not know what a checked dict holds",
        "isinstance({{ source }}, dict)",
        "is_object({{ source }})",
    ),
    Mend(
        "property_templates/list_property.py.jinja",
        "nor a checked list",
        "isinstance({{ source }}, list)",
        "is_list({{ source }})",
    ),
    Mend(
        "property_templates/list_property.py.jinja",
        "to look up the method for each row takes a seventh of the time that it takes to read one",
        "{% if inner_template.construct %}\n",
        '{% if property.required and inner_property.template == "model_property.py.jinja" %}\n'
        "{{ property.python_name }} = list(map({{ inner_property.class_info.name }}.from_dict, {{ source }}))\n"
        "{% elif inner_template.construct %}\n",
    ),
    Mend(
        "property_templates/list_property.py.jinja",
        "nor an empty list that is read into",
        "{{ property.python_name }} = []\n_{{ property.python_name }} = {{ source }}\n",
        "{{ property.python_name }}: {{ property.get_type_string(no_optional=True) | as_unembedded_code }} = []\n"
        "_{{ property.python_name }} = {{ source }}\n",
    ),
    Mend(
        "property_templates/list_property.py.jinja",
        "nor an empty list that is written from",
        '{% if property.required %}\n{{ _transform(property, source, destination, "to_dict") }}',
        "{% if property.required %}\n{% if declare_type %}\n{{ destination }}: {{ type_string }}\n{% endif %}\n"
        '{{ _transform(property, source, destination, "to_dict") }}',
    ),
    Mend(
        _CLIENT,
        "the token showed in repr",
        '"token": namespace(type="str", default=""',
        '"token": namespace(type="str", default="field(repr=False)"',
    ),
    Mend(
        _CLIENT,
        "the token showed again in the headers' repr",
        'field(factory=dict, kw_only=True, alias="headers")',
        'field(factory=dict[str, str], kw_only=True, alias="headers", repr=False)',
    ),
    Mend(
        _CLIENT,
        "cookies can hold a session",
        'field(factory=dict, kw_only=True, alias="cookies")',
        'field(factory=dict[str, str], kw_only=True, alias="cookies", repr=False)',
    ),
    Mend(
        _CLIENT,
        "these can hold credentials",
        'field(factory=dict, kw_only=True, alias="httpx_args")',
        'field(factory=dict[str, Any], kw_only=True, alias="httpx_args", repr=False)',
    ),
)


class MendingLoader(jinja2.BaseLoader):
    """Loads our own templates first, then the generator's, mended."""

    def __init__(self, own: jinja2.BaseLoader, generator: jinja2.BaseLoader) -> None:
        self._own = own
        self._generator = generator

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The template's text, as jinja2 asks for it.

        Raises:
            MendError: a mend does not fit the template any more.
        """
        try:
            return self._own.get_source(environment, template)
        except jinja2.TemplateNotFound:
            source, path, uptodate = self._generator.get_source(environment, template)
        for mend in MENDS:
            if mend.template == template:
                source = apply(mend, source)
        return source, path, uptodate


def apply(mend: Mend, source: str) -> str:
    """The template's text with the mend made.

    Raises:
        MendError: the text to replace is not there as often as expected.
    """
    found = source.count(mend.find)
    if found != mend.times:
        raise MendError(
            f"{mend.template} has {found} times {mend.find!r}, not {mend.times}; look at what changed there"
        )
    return source.replace(mend.find, mend.replace)
