"""The texts of a draft as fields of a form and back, and what its buttons do with one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smsbox import wording
from smsbox.campaigns.plan import LETTERS, MOST_VARIANTS, Plan, Variant

LONGEST = 2000
NAMES = ("text", "other_text", *(f"text_{letter}" for letter in LETTERS[2:].lower()))
"""The field of each text, by its letter."""

FIELDS = dict.fromkeys(NAMES, LONGEST) | {"insert": 200, "into": 1, "do": 20, "was": LONGEST, "was_of": 1}
"""Fields of the form and the greatest length of each in characters; `was`: a text before it was changed by a button,
and `was_of` its letter.
"""

_CHANGES = {"squeeze": lambda text: wording.squeeze(text)[0], "latin": wording.transliterate}


@dataclass(frozen=True, slots=True)
class Undo:
    """What a button has changed: the `letter` of the text, and how it was."""

    letter: str
    was: str


def shown(plan: Plan) -> dict[str, str]:
    """The fields of a plan that is kept."""
    texts = [each.text for each in plan.variants]
    return dict(zip(NAMES, [*texts, *[""] * MOST_VARIANTS], strict=False))


def fields_shown(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Letter and field of each text that stands in the form, of the first in any case, and of one more to write."""
    used = [place for place, name in enumerate(NAMES) if values[name].strip() or place == 0]
    places = dict.fromkeys([*used, *[place for place in range(MOST_VARIANTS) if place > used[-1]][:1]])
    return [(LETTERS[place], NAMES[place]) for place in places]


def changed(values: dict[str, str]) -> Undo | None:
    """Do what the pressed button says with the text it means; what can be taken back."""
    act, _, letter = values["do"].partition(":")
    name = _field(letter)
    if values["insert"]:
        name = _field(values["into"])
        apart = " " if values[name][-1:].isalnum() else ""
        values[name] = (values[name] + apart + values["insert"])[:LONGEST]
        return None
    if act == "undo":
        values[_field(values["was_of"])] = values["was"]
        return None
    if act not in _CHANGES:
        return None
    was = values[name]
    values[name] = _CHANGES[act](was)[:LONGEST]
    return Undo(LETTERS[NAMES.index(name)], was) if values[name] != was else None


def variants(values: Mapping[str, str], plan: Plan) -> tuple[Variant, ...]:
    """What the fields make of the texts of a plan. Shares stay as they are as long as there are as many texts."""
    texts = [values[name] for name in written(values)]
    kept = [each.weight for each in plan.variants]
    weights = kept if len(kept) == len(texts) else [1] * len(texts)
    return tuple(Variant(text, weight) for text, weight in zip(texts, weights, strict=True))


def written(values: Mapping[str, str]) -> list[str]:
    """The fields in which a text stands, in the order of the variants; the first one too, when only it is empty."""
    others = [name for name in NAMES[1:] if values[name].strip()]
    return [NAMES[0], *others] if others or values[NAMES[0]].strip() else []


def _field(letter: str) -> str:
    place = LETTERS.find(letter.upper()) if letter else 0
    return NAMES[max(place, 0)]
