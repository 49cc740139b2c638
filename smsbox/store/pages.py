"""Pages of what a search finds, forwards and back, each found in bounded time and honest about how far it looked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from smsbox.store.db import Store
from smsbox.store.scanning import Search, Step, step
from smsbox.store.scanning import number as number_below

GoOn = Callable[[], bool]
"""Whether there is time to look further."""

COUNTED = 1000
"""What is found is counted up to here."""

Row = TypeVar("Row")


def one_step() -> bool:
    """No time to look further than one step."""
    return False


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """`rows` newest first. `older`: the id before which the next page begins, `newer`: the id behind which the page
    before it lies; None where there is none.

    `short`: the page is not full because it was looked for long enough, not because there is no more. `number`: how
    many there are in all, `exact`, or else at least; None: not counted.
    """

    rows: list[Row]
    older: int | None
    newer: int | None
    short: bool = False
    number: int | None = None
    exact: bool = False


def read_page(
    store: Store,
    search: Search,
    load: Callable[[Sequence[int]], list[Row]],
    *,
    limit: int,
    before: int | None = None,
    after: int | None = None,
    down_to: int | None = None,
    go_on: GoOn = one_step,
) -> Page[Row]:
    """The page of `limit` rows before or after an id, or down to one; without either the newest one, with its number.

    Until the page is full it is looked further, a step at a time, as long as `go_on` says so.
    """
    if down_to is not None:
        search.low = max(search.low, down_to)
    if after is not None:
        back = _looked(store, search, limit, go_on, limit=limit + 1, after=after)
        if not back.over or len(back.ids) > limit:
            ids = back.ids[:limit][::-1]
            newer = back.place if len(back.ids) < limit else ids[0]
            return Page(load(ids), older=ids[-1] if ids else after + 1, newer=newer, short=len(ids) < limit)
        before = None
    found = _looked(store, search, limit, go_on, limit=limit + 1, before=before)
    ids = found.ids[:limit]
    number, exact = _counted(store, search, found, limit) if before is None else (None, found.over)
    return Page(
        load(ids),
        older=_older(found, limit),
        newer=None if before is None else (ids[0] if ids else before - 1),
        short=not found.over and len(found.ids) <= limit,
        number=number,
        exact=exact,
    )


def _counted(store: Store, search: Search, found: Step, limit: int) -> tuple[int, bool]:
    """How many there are of what was `found`: a page that is full is counted on, one step."""
    if found.over or len(found.ids) <= limit:
        return len(found.ids), found.over
    more, exact = number_below(store, search, most=COUNTED + 1 - len(found.ids), before=found.place)
    return len(found.ids) + more, exact


def _looked(store: Store, search: Search, enough: int, go_on: GoOn, **how: Any) -> Step:
    """Steps until one row more than `enough` is found, there is no more, or no time; as if they were one."""
    ids: list[int] = []
    while True:
        found = step(store, search, **how)
        ids += found.ids
        if found.over or len(ids) > enough or not go_on():
            return Step(ids, found.place, found.over)
        how |= {"limit": how["limit"] - len(found.ids), ("after" if "after" in how else "before"): found.place}


def _older(found: Step, limit: int) -> int | None:
    if len(found.ids) > limit:
        return found.ids[limit - 1]
    return None if found.over else found.place
