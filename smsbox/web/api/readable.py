"""The API for people to read: the OpenAPI document taken apart into what a page shows of each operation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.people.rights import Right
from smsbox.web.api.fields import FLAG, LIST, OBJECT, TEXT, WHOLE

_KINDS = {"string": TEXT, "integer": WHOLE, "number": N_("a number"), "boolean": FLAG, "object": OBJECT, "array": LIST}
_MOMENT = N_("a moment")
_OR_NULL = N_("{kind} or null")
_HUGE = 2**31
_EXAMPLES: dict[str, object] = {
    "to": ["+380500000001"],
    "text": "Ваше замовлення готове",
    "number": "+380500000001",
    "words": "Так, надсилайте мені знижки",
    "evidence": "order 4711",
    "code": "ABCD2345",
    "version": 1,
}
"""What stands in an example for a field of that name that must be given."""
_ALSO = {"messages_send": ("to",), "messages_check": ("to",)}
"""Fields of which one must be given, in the example of an operation."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value: what it may be, one of which `words` if it is one of some, and what it is for; `of`: the object that
    it is, or that it is a list of.
    """

    name: str
    kind: str
    about: str
    required: bool
    words: str = ""
    of: str = ""
    plain: str = ""
    """What it may be, without bounds; "" for a text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation. `right`: what a token needs, in words, "" for nothing; `status` of its answer, which is the object
    `answer`.
    """

    name: str
    method: str
    path: str
    title: str
    right: str
    about: str
    status: str
    asks: tuple[Field, ...]
    takes: tuple[Field, ...]
    answer: str
    example: str


@dataclass(frozen=True, slots=True)
class Thing:
    """An object that is answered, by its name in the document."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Operations about one thing."""

    title: str
    entries: tuple[Entry, ...]


def chapters(document: Mapping[str, Any], tr: Translator) -> list[Chapter]:
    """All of a document that `openapi.described` made in the language of `tr`."""
    found: dict[str, list[Entry]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_entry(document, tr, path, method.upper(), operation))
    return [Chapter(title, tuple(entries)) for title, entries in found.items()]


def _entry(document: Mapping[str, Any], tr: Translator, path: str, method: str, operation: Mapping[str, Any]) -> Entry:
    body = _name(_shape(operation.get("requestBody")))
    status, answer = _answer(operation)
    asks = (each for each in operation["parameters"] if each["in"] == "query")
    right = operation.get("x-right")
    takes = tuple(_fields(tr, document["components"]["schemas"][body])) if body else ()
    return Entry(
        name=operation["operationId"],
        method=method,
        path=path,
        title=operation["summary"],
        right=tr.gettext(Right(right).text) if right else "",
        about=answer["description"] if answer["description"] != operation["summary"] else "",
        status=status,
        asks=tuple(Field(each["name"], _kind(tr, each["schema"]), "", False, _words(each["schema"])) for each in asks),
        takes=takes,
        answer=_name(_shape(answer)),
        example=_example(operation["operationId"], takes),
    )


def things(document: Mapping[str, Any], tr: Translator) -> list[Thing]:
    """The objects that are answered, those in them behind them."""
    answers = (
        _answer(each)[1] for methods in document["paths"].values() for each in methods.values() if "responses" in each
    )
    waiting, found = [_name(_shape(each)) for each in answers], dict[str, Thing]()
    waiting.append("Refused")
    while waiting:
        name = waiting.pop(0)
        if name and name not in found:
            found[name] = Thing(name, tuple(_fields(tr, document["components"]["schemas"][name])))
            waiting += [each.of for each in found[name].fields]
    return list(found.values())


def _answer(operation: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    return next((status, each) for status, each in operation["responses"].items() if status < "300")


def _shape(holder: Mapping[str, Any] | None) -> Mapping[str, Any]:
    content: Mapping[str, Any] = (holder or {}).get("content", {})
    found: Mapping[str, Any] = content.get("application/json", {}).get("schema", {})
    return found


def _name(shape: Mapping[str, Any]) -> str:
    return str(shape.get("$ref", "")).rpartition("/")[2]


def _fields(tr: Translator, shape: Mapping[str, Any]) -> Iterator[Field]:
    for name, each in shape.get("properties", {}).items():
        of = _name(each.get("items", each))
        about, required = each.get("description", ""), name in shape.get("required", ())
        yield Field(name, _kind(tr, each), about, required, _words(each), of, _plain(tr, each))


def _plain(tr: Translator, shape: Mapping[str, Any]) -> str:
    types = shape.get("type", "object")
    first = next(each for each in (types if isinstance(types, list) else [types]) if each != "null")
    return "" if first == "string" else tr.gettext(_KINDS[first])


def _words(shape: Mapping[str, Any]) -> str:
    return " | ".join(str(each) for each in shape.get("items", shape).get("enum", ()) if each is not None)


def _kind(tr: Translator, shape: Mapping[str, Any]) -> str:
    types = shape.get("type", "object")
    several = types if isinstance(types, list) else [types]
    first = next((each for each in several if each != "null"), "object")
    kind = _MOMENT if shape.get("format") == "date-time" else _KINDS[first]
    told = tr.gettext(kind) + _bounds(shape)
    return tr.gettext(_OR_NULL).format(kind=told) if "null" in several else told


def _bounds(shape: Mapping[str, Any]) -> str:
    least = next((shape[each] for each in ("minimum", "minLength", "minItems") if each in shape), None)
    most = next((shape[each] for each in ("maximum", "maxLength", "maxItems") if each in shape), None)
    if most is not None and most >= _HUGE:
        most = None
    if least is None and most is None:
        return ""
    return f", {'' if least is None else least}…{'' if most is None else most}"


def _example(name: str, takes: tuple[Field, ...]) -> str:
    wanted = [each.name for each in takes if each.required]
    content = {each: _EXAMPLES.get(each, "…") for each in (*_ALSO.get(name, ()), *wanted)}
    return json.dumps(content, ensure_ascii=False) if content else ""
