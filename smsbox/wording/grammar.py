"""The grammar of a personal text: fields with fallbacks, and blocks for some. Nothing in it can run.

    {name}  {name|fallback}              a field, `{{` and `}}` for braces
    {?drink=coffee,tea}…{/}              only for those whose field has one of these values, perhaps among others
    {?tag:vip}…{:drink=tea}…{:}…{/}      the first that fits, else the last part
    {?birthday}…{/}  {?drink!=tea}…{/}  {?!tag:vip}…{/}

What is put in stays as it is and is never read again as a template. Small and capital letters are one in names and
values, and so are all apostrophes: `{Ім’я}`, `{ім'я}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from smsbox.errors import SmsboxError
from smsbox.sms.alphabet import is_gsm7
from smsbox.sms.fields import APOSTROPHES, fold, one_apostrophe
from smsbox.wording.person import CODE, COUPON, QUESTION, Person, role
from smsbox.wording.script import latin
from smsbox.wording.transliteration import latin_letters

DEEPEST = 8
"""Blocks inside blocks; more is a slip of the hand, not an offer."""

_NAME = rf"\w(?:[\w .{APOSTROPHES}-]*[\w.{APOSTROPHES}-])?"
_PIECE = re.compile(
    r"(?P<brace>\{\{|\}\})"
    rf"|\{{[ ]*(?P<name>{_NAME})[ ]*(?:\|(?P<fallback>[^{{}}]*))?\}}"
    r"|\{(?P<mark>[?:/])(?P<inside>[^{}]*)\}"
    r"|(?P<plain>[^{}]+)"
)
_LISTED = re.compile("[,;/]")
_CONDITION = re.compile(
    r"[ ]*(?P<no>!?)[ ]*(?:(?P<tag>(?:tag|тег|мітка|метка)[ ]*:)[ ]*(?P<tags>[^=!|]+)"
    rf"|(?P<name>{_NAME})[ ]*(?:(?P<sign>!?=)(?P<values>.*))?)",
    re.DOTALL,
)


class BadTemplate(SmsboxError):
    """A template that cannot be read.

    Facts: `position` (index of the character), `place` (the same, counted from 1), `near` (what stands there), `reason`
    (`brace`, `name`, `condition`, `open`, `close`, `otherwise`, `twice`, `deep`).
    """

    key = "wording.bad_template"
    exit_code = 65

    def __init__(self, text: str, position: int, reason: str) -> None:
        near = re.sub(r"\s+", " ", text[position : position + 16]).strip()
        super().__init__(position=position, place=position + 1, near=near, reason=reason)


class MissingField(SmsboxError):
    """A template asks for a field that this person does not have, and offers no fallback. Facts: `field`."""

    key = "wording.missing_field"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Field:
    """Where a value is put in: its `name` as `fold` makes it, as it is `written` there, the index of its brace."""

    name: str
    written: str
    fallback: str | None
    position: int

    def rendered(self, person: Person) -> str:
        """The value, or the fallback for a blank one. Raises MissingField."""
        value = person.value(self.name)
        if value.strip():
            return value
        if self.fallback is None and role(self.name) != QUESTION:  # not everybody is asked something
            raise MissingField(field=self.written)
        return self.fallback or ""


@dataclass(frozen=True, slots=True)
class Condition:
    """For whom a part is: a `tag`, or a field `name`; `values` none of which means any; `no` turns it round."""

    name: str
    tag: bool
    values: frozenset[str]
    no: bool

    def fits(self, person: Person) -> bool:
        """Whether the part is for `person`."""
        if self.tag:
            return bool(self.values & person.tags) != self.no
        value = fold(person.value(self.name))
        return (bool(self.values & each_of(value)) if self.values else bool(value)) != self.no


def each_of(value: str) -> set[str]:
    """A value (folded) and, where it lists several ("coffee, tea"), each of them: who likes both likes tea."""
    return {value, *(each.strip() for each in _LISTED.split(value))} - {""}


@dataclass(frozen=True, slots=True)
class Block:
    """Parts of which the first that fits is taken; the condition None fits everybody."""

    branches: tuple[tuple[Condition | None, tuple[Part, ...]], ...]
    position: int


Part = str | Field | Block


@dataclass(frozen=True, slots=True)
class Template:
    """A personal text, read once: `source` as it was written and its `parts`."""

    source: str
    parts: tuple[Part, ...]

    @classmethod
    def parse(cls, text: str) -> Template:
        """Read `text`. Raises BadTemplate."""
        return _parsed(text)

    def render(self, person: Person) -> str:
        """The text for `person`. Raises MissingField where a needed field is blank and has no fallback."""
        return "".join(_rendered(self.parts, person))

    def letter(self, person: Person) -> str:
        """As `render`; but where the words of the text are all Latin letters, what is put in is written in such too.

        One Cyrillic name would make each such text twice as dear. Codes stay as they are. Raises MissingField.
        """
        return "".join(_rendered(self.parts, person, latin=self.latin))

    @property
    def latin(self) -> bool:
        """Whether its own words fit the GSM alphabet, and there are some."""
        own = "".join(part for part in _walk(self.parts) if isinstance(part, str))
        return is_gsm7(own) and latin(own) > 0

    @property
    def places(self) -> tuple[Field, ...]:
        """Every place where a value is put in, in order, those inside of blocks too."""
        return tuple(part for part in _walk(self.parts) if isinstance(part, Field))

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition, in order."""
        blocks = (part for part in _walk(self.parts) if isinstance(part, Block))
        return tuple(condition for block in blocks for condition, _ in block.branches if condition is not None)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it asks for, to put in or to compare, each once, as `fold` makes them."""
        compared = (condition.name for condition in self.conditions if not condition.tag)
        return tuple(dict.fromkeys((*(field.name for field in self.places), *compared)))

    @property
    def personal(self) -> bool:
        """Whether it reads otherwise for one than for another."""
        return any(not isinstance(part, str) for part in self.parts)

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields that have no fallback somewhere, as they are written there, each once."""
        return tuple(dict.fromkeys(field.written for field in self.places if field.fallback is None))


def _rendered(parts: tuple[Part, ...], person: Person, *, latin: bool = False) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, Field):
            said = part.rendered(person)
            yield latin_letters(said, person.language) if latin and role(part.name) not in (COUPON, CODE) else said
        else:
            fitting = (inside for condition, inside in part.branches if condition is None or condition.fits(person))
            yield from _rendered(next(fitting, ()), person, latin=latin)


def _walk(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        if isinstance(part, Block):
            for _, inside in part.branches:
                yield from _walk(inside)


class _Open:
    """A block that is being read."""

    def __init__(self, position: int, condition: Condition | None) -> None:
        self.position, self.condition = position, condition
        self.parts: list[Part] = []
        self.branches: list[tuple[Condition | None, tuple[Part, ...]]] = []

    def turn(self, condition: Condition | None) -> None:
        """End the part under way and begin the next."""
        self.branches.append((self.condition, tuple(self.parts)))
        self.condition, self.parts = condition, []


@lru_cache(maxsize=64)
def _parsed(text: str) -> Template:
    opened = [_Open(0, None)]
    at = 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None:
            raise BadTemplate(text, at, _what_is_wrong(text, at))
        if found["mark"]:
            _turn(opened, text, found)
        elif found["name"] is None:
            opened[-1].parts.append(found["plain"] or found["brace"][0])
        else:
            written = one_apostrophe(found["name"])
            opened[-1].parts.append(Field(fold(written), written, found["fallback"], at))
        at = found.end()
    if len(opened) > 1:
        raise BadTemplate(text, opened[-1].position, "open")
    return Template(text, tuple(opened[0].parts))


def _turn(opened: list[_Open], text: str, found: re.Match[str]) -> None:
    """Begin a block, its next part, or end it."""
    at, mark, inside = found.start(), found["mark"], found["inside"].strip()
    if mark == "?":
        if len(opened) > DEEPEST:
            raise BadTemplate(text, at, "deep")
        opened.append(_Open(at, _condition(text, at, inside)))
        return
    if len(opened) == 1:
        raise BadTemplate(text, at, "close" if mark == "/" else "otherwise")
    block = opened[-1]
    if mark == ":":
        if block.condition is None:
            raise BadTemplate(text, at, "twice")
        block.turn(_condition(text, at, inside) if inside else None)
        return
    if inside:
        raise BadTemplate(text, at, "condition")
    block.turn(None)
    opened.pop()
    opened[-1].parts.append(Block(tuple(block.branches), block.position))


def _condition(text: str, at: int, inside: str) -> Condition:
    found = _CONDITION.fullmatch(inside)
    if found is None:
        raise BadTemplate(text, at, "condition")
    listed = found["tags"] if found["tag"] else found["values"]
    values = frozenset(fold(value) for value in (listed or "").split(",")) - {""}
    if listed is not None and not values:
        raise BadTemplate(text, at, "condition")
    no = bool(found["no"]) != (found["sign"] == "!=")
    return Condition(fold(found["name"] or ""), bool(found["tag"]), values, no)


def _what_is_wrong(text: str, at: int) -> str:
    """A brace without its partner, or one around something that is no name."""
    closed = text.find("}", at + 1)
    return "brace" if text[at] == "}" or closed < 0 or "{" in text[at + 1 : closed] else "name"
