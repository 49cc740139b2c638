"""The API as OpenAPI 3.1, made of the same declarations that requests are checked against."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields as marshmallow_fields

from smsbox import __version__
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.programs.answered import LONGEST
from smsbox.web.api import fields
from smsbox.web.api.operation import BASE, Operation
from smsbox.web.api.shapes.errors import Refused

TITLE = N_("smsbox: messages of a shop")
_ABOUT = N_(
    "Send a token as “Authorization: Bearer …”. What was answered with 202 is on the disk: it is not lost, and not "
    "sent twice in silence. A request with an Idempotency-Key may be sent again after any trouble: it is done once. "
    "Lists come in pages; “next” is the address of the next one."
)
_WRONG = {
    400: N_("The body is no JSON object."),
    401: N_("No token, or one that opens nothing."),
    403: N_("The token may not do this, or nobody may."),
    404: N_("There is no such thing."),
    409: N_("The Idempotency-Key stood for another request, or it is too late for this."),
    413: N_("The body is too large."),
    415: N_("The body is no JSON."),
    422: N_("Values are not what belongs there."),
    429: N_("A limit is reached, or too many wrong tokens came; Retry-After says when to come again."),
    503: N_("Not now; Retry-After says when to come again."),
    507: N_("The disk is full: nothing was taken."),
}
_ONCE = N_("One request under one key is done once, whatever is sent how often. Kept for 7 days.")
_PARAMETER = re.compile(r"<(\w+):id>")
_PARAMETER_OF_WORDS = re.compile(r"<(\w+)>")
_ID = {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}


def described(operations: Iterable[Operation], tr: Translator) -> dict[str, Any]:
    """The document, with its texts in the language of `tr`."""
    plugin = MarshmallowPlugin(schema_name_resolver=lambda schema: _class(schema).__name__)
    spec = APISpec(
        title=tr.gettext(TITLE),
        version=__version__,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": tr.gettext(_ABOUT)},
    )
    _teach(plugin, tr)
    for name, scheme in _SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(written(each.path), {})[each.method.lower()] = _operation(each, tr)
    for path, methods in paths.items():
        spec.path(path=path, operations=methods)
    return {**spec.to_dict(), "security": [{name: []} for name in _SCHEMES]}


_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}


def written(path: str) -> str:
    """A path as OpenAPI writes it."""
    return _PARAMETER_OF_WORDS.sub(r"{\1}", _PARAMETER.sub(r"{\1}", path))


def _class(schema: Any) -> type:
    return schema if isinstance(schema, type) else type(schema)


def _operation(each: Operation, tr: Translator) -> dict[str, Any]:
    answers = {
        str(status): {
            "description": tr.gettext(told) if told else tr.gettext(each.text),
            **({"content": {"application/json": {"schema": shape}}} if shape else {}),
        }
        for status, (shape, told) in each.answers.items()
    }
    wrong = {
        str(status): {"description": tr.gettext(_WRONG[status]), "content": {"application/json": {"schema": Refused}}}
        for status in _statuses(each)
    }
    found = {
        "operationId": each.name,
        "summary": tr.gettext(each.text),
        "tags": [tr.gettext(each.about)],
        "parameters": _parameters(each, tr),
        "responses": {**answers, **wrong},
    }
    if each.body is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": each.body}}}
    if each.needs is not None:
        found["x-right"] = each.needs.value
    return found


def _parameters(each: Operation, tr: Translator) -> list[Any]:
    found: list[Any] = [
        {"name": name, "in": "path", "required": True, "schema": dict(_ID)} for name in _PARAMETER.findall(each.path)
    ]
    found += [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PARAMETER_OF_WORDS.findall(each.path)
    ]
    if each.query is not None:
        found.append({"in": "query", "schema": each.query})
    if each.repeatable:
        key = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"}
        about = tr.gettext(_ONCE)
        found.append({"name": "Idempotency-Key", "in": "header", "schema": key, "description": about})
    return found


def _statuses(each: Operation) -> list[int]:
    """What may go wrong with an operation."""
    found = [401, 403, 422, 429, 503]
    if each.missing:
        found.append(404)
    if each.method != "GET":
        found += [400, 409, 413, 415, 507]
    return sorted(found)


def _teach(plugin: MarshmallowPlugin, tr: Translator) -> None:
    """What our own fields are."""
    converter = plugin.converter
    assert converter is not None
    for kind, name, form in (
        (fields.Text, "string", None),
        (fields.Choice, "string", None),
        (fields.Moment, "string", "date-time"),
        (fields.Whole, "integer", None),
        (fields.Counted, "integer", None),
        (fields.Flag, "boolean", None),
        (fields.Part, "number", None),
    ):
        converter.map_to_openapi_type(kind, name, form)

    def bounds(_: Any, field: marshmallow_fields.Field[Any], **__: Any) -> dict[str, Any]:
        return _bounds(field)

    def said(_: Any, field: marshmallow_fields.Field[Any], **__: Any) -> dict[str, Any]:
        about = field.metadata.get("description")
        return {"description": tr.gettext(str(about))} if about else {}

    converter.add_attribute_function(bounds)
    converter.add_attribute_function(said)


def _bounds(field: marshmallow_fields.Field[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if isinstance(field, fields.Text):
        found = {"minLength": field.least or None, "maxLength": field.most}
        if field.pattern:
            found["pattern"] = f"^(?:{field.pattern})$"
    elif isinstance(field, fields.Whole):
        found = {"minimum": field.least, "maximum": field.most}
    elif isinstance(field, fields.Choice):
        found = {"enum": list(field.words)}
    elif isinstance(field, fields.Several):
        found = {"minItems": field.least or None, "maxItems": field.most}
    return {name: value for name, value in found.items() if value is not None}


__all__ = ["BASE", "TITLE", "described", "written"]
