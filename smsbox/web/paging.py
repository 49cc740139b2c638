"""Pages of long lists: by the id of the last row, so that page one thousand costs what page one costs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from smsbox.clock import Micros
from smsbox.store.pages import COUNTED, Page
from smsbox.web.messages.excerpt import excerpt
from smsbox.web.visit import Visit

if TYPE_CHECKING:
    from smsbox.web.messages.searching import Sought

FIRST_LOOK, FURTHER_LOOK = 0.02, 0.4
"""Seconds a page looks for what no index knows: the one that was opened, and one that was asked to look further."""

_ID = re.compile("[1-9][0-9]{0,17}")


def cursor(visit: Visit, name: str = "before") -> int | None:
    """The id before (or after) which the page lies; None on the first page."""
    text = visit.query(name)
    return int(text) if _ID.fullmatch(text) else None


def older(path: str, rows: Sequence[Any], page: int, **query: str) -> str | None:
    """The address of the next page, when `rows` holds more than one page."""
    return further(path, rows, page, "before", **query)


def further(path: str, rows: Sequence[Any], page: int, name: str, **query: str) -> str | None:
    """The same, by the cursor of that name: `before` where the newest come first, `after` where the oldest do."""
    if len(rows) <= page:
        return None
    kept = {key: value for key, value in query.items() if value}
    return f"{path}?{urlencode({**kept, name: rows[page - 1].id})}"


def which(visit: Visit) -> dict[str, Any]:
    """Which page the address asks for, and how long to look for it: who asks to look further has time."""
    before, after = cursor(visit), cursor(visit, "after")
    first = before is None and after is None
    return {"before": before, "after": after, "go_on": patience(visit, FIRST_LOOK if first else FURTHER_LOOK)}


def newest(visit: Visit) -> dict[str, Any]:
    """The first page once more; one that stopped, as far down as then: no row must go because the box is busy."""
    return {"down_to": cursor(visit, "down"), "go_on": patience(visit, FURTHER_LOOK)}


def patience(visit: Visit, seconds: float) -> Callable[[], bool]:
    """Whether less than `seconds` have passed since now."""
    boottime = visit.site.clock.boottime
    until = boottime() + seconds
    return lambda: boottime() < until


@dataclass(frozen=True, slots=True)
class Links:
    """Where the pages around one lie: the newest, the newer, the older one; `further`: the same as `older`, where
    looking stopped before the page was full. None: there is none. `live`: the address of the first page's live part.
    """

    first: str | None
    newer: str | None
    older: str | None
    further: str | None
    live: str


def links(sought: Sought, page: Page[Any]) -> Links:
    """The addresses around a page of a search."""
    live = sought.link(f"/live{sought.path}", down=page.older if page.short else "")
    on = None if page.older is None else sought.link(before=page.older)
    newer = None if page.newer is None else sought.link(after=page.newer)
    first = None if page.newer is None else sought.link()
    return Links(first, newer, None if page.short else on, on if page.short else None, live)


def shown(visit: Visit, sought: Sought, page: Page[Any], looked_to: Micros | None) -> dict[str, Any]:
    """What templates of rows need; `looked_to`: how far it was looked, where that ended before the page was full."""
    return {
        "page": page,
        "brief": partial(excerpt, sought=sought.form.values["text"]),
        "links": links(sought, page),
        "count": _count(visit, page),
        "looked_to": looked_to,
    }


def _count(visit: Visit, page: Page[Any]) -> str:
    """How many were found, as far as that was counted; "" when it was not."""
    if page.number is None or (page.short and not page.exact and not page.number):
        return ""
    if page.exact:
        return visit.tr.number(page.number)
    return visit.tr.number(min(page.number, COUNTED)) + "+"
