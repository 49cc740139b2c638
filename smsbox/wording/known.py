"""What a text asks for that nobody has: fields, tags and values that were mistyped, with the nearest right one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from smsbox.sms.fields import fold
from smsbox.wording.grammar import Condition, Template, each_of
from smsbox.wording.person import WORDS, role

NEAR = 0.6
"""How alike two words have to be that one may be meant by the other, 0..1."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the customers of a shop have: names of `fields`, `tags`, and the `values` of a field that has few."""

    fields: Collection[str] = ()
    tags: Collection[str] = ()
    values: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something nobody has: its `kind` (`field`, `tag`, `value`), as it is `written`, the `nearest` that somebody has
    ("" when nothing is near), the index of its brace, and whether the text can do `without` it. `of`: the field of a
    value.
    """

    kind: str
    written: str
    nearest: str
    position: int | None
    without: bool
    of: str = ""


def unknown(template: Template, known: Known) -> Iterator[Unknown]:
    """What `template` asks for and nobody of `known` has, each once."""
    ours, told = {fold(name) for name in known.fields}, set[tuple[str, str, str]]()
    fields = [
        Unknown("field", each.written, _near_field(each.name, known), each.position, each.fallback is not None)
        for each in template.places
        if each.name not in ours and role(each.name) is None
    ]
    for each in (*fields, *(one for condition in template.conditions for one in _asked(condition, known, ours))):
        if (each.kind, fold(each.written), each.of) not in told:
            told.add((each.kind, fold(each.written), each.of))
            yield each


def _asked(condition: Condition, known: Known, ours: Collection[str]) -> Iterator[Unknown]:
    """What a condition compares with; nobody is lost by it, but its part reaches nobody."""
    if condition.tag:
        yield from _none_has("tag", condition.values, known.tags)
    elif role(condition.name) is None and condition.name not in ours:
        yield Unknown("field", condition.name, _near_field(condition.name, known), None, without=True)
    elif condition.name in known.values:
        had = {part: part for value in known.values[condition.name] for part in each_of(fold(value))}
        spelt = had | {fold(value): value for value in known.values[condition.name]}
        yield from _none_has("value", condition.values, spelt.values(), condition.name)


def _none_has(kind: str, asked: Collection[str], had: Collection[str], of: str = "") -> Iterator[Unknown]:
    spelt = {fold(each): each for each in had}
    for each in sorted(asked):
        if each not in spelt:
            near = get_close_matches(each, spelt, 1, NEAR)
            yield Unknown(kind, each, spelt[near[0]] if near else "", None, without=True, of=of)


def _near_field(name: str, known: Known) -> str:
    names = [*known.fields, *(word for words in WORDS.values() for word in words)]
    return next(iter(get_close_matches(name, names, 1, NEAR)), "")
