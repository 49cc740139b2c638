"""Chapters of a digest: figures of a month beside those of the month before, and how such are made of two counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from smsbox.clock import DAY, Micros
from smsbox.i18n.marks import N_
from smsbox.store import Store
from smsbox.store.scanning import first_since
from smsbox.subscription.growth import Period

MOST = 15
"""Lines of one chapter; the rest is told as one figure, and is in the tables of each scenario."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure: `name` a phrase, or, when `given`, words of the shop or of its customers. `now` and `before` count, or
    are money, of the currency `unit`.
    """

    name: str
    now: int | Decimal
    before: int | Decimal
    given: bool = False
    unit: str = ""

    @property
    def change(self) -> int | Decimal:
        """How much more than the month before."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Chapter:
    """Figures that belong together; `about`: the scenario or question, "" for none; `href`: where more stands."""

    title: str
    lines: tuple[Line, ...]
    about: str = ""
    href: str = ""


Figures = Mapping[Any, Any]


def lines(now: Figures, before: Figures, names: Mapping[Any, str] | None = None) -> tuple[Line, ...]:
    """Two counts side by side, the most frequent first; `names`: what keys are called, else they are words given."""
    keys = sorted({*now, *before}, key=lambda each: (-(now.get(each) or 0), -(before.get(each) or 0), str(each)))
    called = names or {}
    return most(
        [Line(called.get(key, str(key)), now.get(key) or 0, before.get(key) or 0, key not in called) for key in keys]
    )


def most(made: Sequence[Line]) -> tuple[Line, ...]:
    """The first of them, and what all others, which count the same, come to."""
    rest = made[MOST:]
    if not rest:
        return tuple(made)
    return *made[:MOST], Line(N_("All others"), sum(each.now for each in rest), sum(each.before for each in rest))


def ids(store: Store, table: str, column: str, month: Period) -> tuple[int, int, int, int]:
    """The stretch of ids in which the rows of a month lie, and its moments: a day on either side, for clocks that were
    wrong for a while.
    """
    first = _first(store, table, column, month.since - DAY)
    last = _first(store, table, column, month.until + DAY, generous=True)
    return first, last, month.since, month.until


_FIRST: WeakKeyDictionary[Store, dict[tuple[str, Micros], int]] = WeakKeyDictionary()
_MOST_FIRST = 64


def _first(store: Store, table: str, column: str, at: Micros, *, generous: bool = False) -> int:
    """The first id since then; where rows of a later day stand, it stays what it is, and is looked for once."""
    known = _FIRST.setdefault(store, {})
    if (table, at) in known:
        return known[table, at]
    last = f"SELECT {column} AS at, id FROM {table} ORDER BY id DESC LIMIT 32"  # noqa: S608 – names from code
    newest, end = store.run(f"SELECT max(at), max(id) FROM ({last}) AS found").fetchone()  # noqa: S608
    if newest is None or newest < at:
        return int(end or 0) + 1
    found = first_since(store, table, column, at, generous=generous)
    if newest > at + DAY:
        if len(known) >= _MOST_FIRST:
            known.clear()
        known[table, at] = found
    return found


def pair(read: Callable[[Period], Figures], month: Period, before: Period) -> tuple[Figures, Figures]:
    """What `read` counts in either month."""
    return read(month), read(before)
