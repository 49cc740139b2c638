"""What values of the API may be: strict (`"1"` is no number, `1` is no yes), and wrong ones say so as a `Fault`.

Marshmallow's own fields take much for granted that a careful till should hear of.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields

from smsbox.clock import micros
from smsbox.i18n.marks import N_

FAULTS = {
    "required": N_("This is missing."),
    "null": N_("This may not be null."),
    "unknown": N_("Nothing is called so here."),
    "invalid": N_("This is not what belongs here: {kind}."),
    "short": N_("This is too short: at least {least} characters."),
    "long": N_("This is too long: at most {most} characters."),
    "low": N_("This is too small: at least {least}."),
    "high": N_("This is too large: at most {most}."),
    "few": N_("These are too few: at least {least}."),
    "many": N_("These are too many: at most {most}."),
    "choice": N_("This is none of: {words}."),
    "pattern": N_("This does not look like {example}."),
    "moment": N_("Write a moment with its zone, such as 2027-03-31T09:00:00+03:00."),
    "either": N_("Give one of: {words}."),
}
"""What is wrong with a value, by the code that programs get."""

TEXT, WHOLE, FLAG, OBJECT, LIST = N_("a text"), N_("a whole number"), N_("true or false"), N_("an object"), N_("a list")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a value: a key of FAULTS and what fills its words."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class Body(Schema):
    """An object of the API: what it does not know is refused, for a misspelt name must not be lost in silence."""

    class Meta:
        unknown = RAISE

    error_messages: dict[str, Any] = {"unknown": Fault("unknown"), "type": Fault("invalid", {"kind": OBJECT})}


class _Strict(fields.Field[Any]):
    """Says what is wrong as a Fault."""

    kind = TEXT

    def make_error(self, key: str, **kwargs: Any) -> ValidationError:
        code = key if key in FAULTS else "invalid"
        return ValidationError([Fault(code, {"kind": self.kind} if code == "invalid" else kwargs)])


class Text(_Strict):
    """A text of `least` to `most` characters, like `pattern` (matched whole) if there is one."""

    def __init__(
        self, *, least: int = 0, most: int | None = None, pattern: str = "", example: str = "", **how: Any
    ) -> None:
        super().__init__(**how)
        self.least, self.most, self.pattern, self.example = least, most, pattern, example

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if len(value) < self.least:
            raise self.make_error("short", least=self.least)
        if self.most is not None and len(value) > self.most:
            raise self.make_error("long", most=self.most)
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise self.make_error("pattern", example=self.example)
        return value


class Whole(_Strict):
    """A whole number from `least` to `most`."""

    kind = WHOLE

    def __init__(self, *, least: int | None = None, most: int | None = None, **how: Any) -> None:
        super().__init__(**how)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        if self.least is not None and value < self.least:
            raise self.make_error("low", least=self.least)
        if self.most is not None and value > self.most:
            raise self.make_error("high", most=self.most)
        return value


class Counted(Whole):
    """A whole number in an address, where all is text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str) or not re.fullmatch("-?(0|[1-9][0-9]{0,18})", value):
            raise self.make_error("invalid")
        return super()._deserialize(int(value), attr, data, **kwargs)


class Part(_Strict):
    """A part of a whole, 0 to 1."""


class Flag(_Strict):
    """True or false."""

    kind = FLAG

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Choice(_Strict):
    """One of some words."""

    def __init__(self, words: Collection[str], **how: Any) -> None:
        super().__init__(**how)
        self.words: Sequence[str] = tuple(words)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if value not in self.words:
            raise self.make_error("choice", words=", ".join(self.words))
        return value


class Moment(_Strict):
    """A moment with its zone (RFC 3339); given on in microseconds."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            found = datetime.fromisoformat(value)
            if found.tzinfo is None or not 1970 <= found.year < 9000:
                raise self.make_error("moment")
            return micros(found)
        except (ValueError, OverflowError):
            raise self.make_error("moment") from None


class Several(fields.List, _Strict):
    """A list of `least` to `most` of something."""

    kind = LIST

    def __init__(self, of: fields.Field[Any], *, least: int = 0, most: int = 1000, **how: Any) -> None:
        super().__init__(of, **how)
        self.least, self.most = least, most

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list):
            raise self.make_error("invalid")
        if len(value) < self.least:
            raise self.make_error("few", least=self.least)
        if len(value) > self.most:
            raise self.make_error("many", most=self.most)
        return list(super()._deserialize(value, attr, data, **kwargs))


class Inner(fields.Nested, _Strict):
    """An object in another."""

    kind = OBJECT


class Named(fields.Dict, _Strict):
    """An object whose names the program chooses."""

    kind = OBJECT


def told(about: str) -> dict[str, str]:
    """What a field is for, English, as its metadata."""
    return {"description": about}


def either(given: Mapping[str, Any], *names: str) -> None:
    """Raise ValidationError unless exactly one of `names` was given."""
    if sum(name in given for name in names) != 1:
        raise ValidationError([Fault("either", {"words": ", ".join(names)})], names[0])
