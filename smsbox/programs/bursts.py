"""Numbers one after the other: how a stolen token is turned into money, noticed and held until a person has looked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from smsbox.clock import HOUR, Micros
from smsbox.store import Store
from smsbox.store.scanning import octets

SPAN: Micros = HOUR
_LAST_DIGITS = 3
_KNOWN = (
    "SELECT DISTINCT m.recipient FROM messages m JOIN program_messages p ON p.message_id = m.id "
    "WHERE m.recipient{0} >= ? AND m.recipient{0} < ? AND p.at > ? LIMIT ?"
)


def neighbourhood(number: str) -> str:
    """The beginning that a number has in common with its neighbours."""
    return number[:-_LAST_DIGITS]


def suspicious(store: Store, numbers: Sequence[str], most: int, now: Micros) -> set[int]:
    """Places in `numbers`, about to be written to by a program, of those that come after `most` neighbours were written
    to within an hour. 0: none is.
    """
    if not most:
        return set()
    found: set[int] = set()
    for beginning, places in _by_neighbourhood(numbers).items():
        known = _known(store, beginning, len(numbers[places[0]]), most, now)
        for place in places:
            if numbers[place] not in known and len(known) >= most:
                found.add(place)
            known.add(numbers[place])
    return found


def _by_neighbourhood(numbers: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, number in enumerate(numbers):
        found[neighbourhood(number)].append(place)
    return found


def _known(store: Store, beginning: str, length: int, most: int, now: Micros) -> set[str]:
    low, high = beginning + "0" * (length - len(beginning)), beginning + ":"  # ":" comes after "9"
    rows = store.run(_KNOWN.format(octets(store)), low, high, now - SPAN, most).fetchall()
    return {row[0] for row in rows}
