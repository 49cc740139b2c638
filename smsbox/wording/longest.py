"""The dearest of many renderings: what a campaign may cost at most for one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from smsbox.wording.grammar import MissingField, Template
from smsbox.wording.person import Person
from smsbox.wording.price import Priced, price


@dataclass(frozen=True, slots=True)
class Longest:
    """Among `people` the one whose text is dearest, by segments and then by units; `missing` could not be rendered."""

    text: str
    priced: Priced
    place: int
    people: int
    missing: int


def longest(
    template: Template, people: Iterable[Person], finish: Callable[[str, Person], str] = lambda text, _: text
) -> Longest | None:
    """The dearest rendering, after `finish` (the footer); None when nobody gets one. Raises BadText, TooLong."""
    best: tuple[str, Priced, int] | None = None
    count = missing = 0
    for place, person in enumerate(people):
        count += 1
        try:
            text = finish(template.letter(person), person)
        except MissingField:
            missing += 1
            continue
        priced = price(text)
        if best is None or (priced.segments, priced.units) > (best[1].segments, best[1].units):
            best = text, priced, place
    return None if best is None else Longest(*best, count, missing)
