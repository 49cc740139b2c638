"""The grammar of a personal text: `{name}`, `{name|fallback}`, `{{` and `}}` for braces. Nothing in it can run.

A value is put in as it is and never read again as a template. Apostrophes in names are all one: `{ім’я}`, `{ім'я}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from smsbox.errors import SmsboxError

APOSTROPHES = "'’ʼ‘`´"
"""What keyboards give for one; the first stands for all."""
_ONE_APOSTROPHE = dict.fromkeys(map(ord, APOSTROPHES), APOSTROPHES[0])

_PIECE = re.compile(
    r"(?P<brace>\{\{|\}\})"
    rf"|\{{[ ]*(?P<name>\w(?:[\w .{APOSTROPHES}-]*[\w.{APOSTROPHES}-])?)[ ]*(?:\|(?P<fallback>[^{{}}]*))?\}}"
    r"|(?P<plain>[^{}]+)"
)

_Piece = tuple[str, str | None, str | None]
"""Literal text, then (or not) a field's name and its fallback."""


class BadTemplate(SmsboxError):
    """A template that cannot be read. Facts: `position` (index of the brace that has no partner or no proper name)."""

    key = "sms.bad_template"
    exit_code = 65


class MissingField(SmsboxError):
    """A template asks for a field that this person does not have, and offers no fallback. Facts: `field`."""

    key = "sms.missing_field"
    exit_code = 65


def render(template: str, values: Mapping[str, str]) -> str:
    """`template` with its fields filled in; an unknown or blank value gives way to the fallback.

    Raises MissingField where there is no fallback, BadTemplate.
    """
    values = {one_apostrophe(name): value for name, value in values.items()}
    return "".join(
        literal if name is None else literal + _value(name, fallback, values)
        for literal, name, fallback in _parse(template)
    )


def names(template: str) -> tuple[str, ...]:
    """The fields `template` asks for, each once, in order of appearance, with `'` for any apostrophe. Raises
    BadTemplate.
    """
    return tuple(dict.fromkeys(name for _, name, _ in _parse(template) if name is not None))


def one_apostrophe(name: str) -> str:
    """A field's name with `'` for every kind of apostrophe."""
    return name.translate(_ONE_APOSTROPHE)


def _value(name: str, fallback: str | None, values: Mapping[str, str]) -> str:
    value = values.get(name, "")
    if value.strip():
        return value
    if fallback is None:
        raise MissingField(field=name)
    return fallback


@lru_cache(maxsize=64)
def _parse(template: str) -> tuple[_Piece, ...]:
    pieces: list[_Piece] = []
    at = 0
    while at < len(template):
        found = _PIECE.match(template, at)
        if found is None:
            raise BadTemplate(position=at)
        if found["name"] is not None:
            pieces.append(("", one_apostrophe(found["name"]), found["fallback"]))
        else:
            pieces.append((found["plain"] or found["brace"][0], None, None))
        at = found.end()
    return tuple(pieces)
