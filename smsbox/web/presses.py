"""The mark of a press: a form carries one, and what is done with it is done once, however often it is sent."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING

from bottle import HTTPError

from smsbox.clock import DAY
from smsbox.store import options

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

_MARK = re.compile("[A-Za-z0-9_-]{22}|[0-9a-f]{32}")


def fresh() -> str:
    """A mark nobody has had before."""
    return secrets.token_urlsafe(16)


def of(*seen: object) -> str:
    """The same mark as long as the visitor sees the same: so a live part does not change by it."""
    return hashlib.sha256(" ".join(map(str, seen)).encode()).hexdigest()[:32]


def given(visit: Visit) -> str:
    """The mark of this press. Raises 400 without one: such a form is not ours."""
    mark = visit.field("once")
    if not _MARK.fullmatch(mark):
        raise HTTPError(400)
    return mark


_KEPT = "press."


def led(visit: Visit, *about: object) -> str | None:
    """Where the press of this form has led when it was sent before; None: it is the first, and whoever carries it out
    says so by `leads`. Inside the transaction of what it makes; a form without a mark is always the first. `about`:
    what has to be the same, too, that it is the same press.
    """
    key, store = _key(visit, about), visit.site.store
    if key is None:
        return None
    options.drop_older(store, _KEPT, visit.now - DAY)
    return None if options.add(store, key, "", visit.now) else options.get(store, key)


def leads(visit: Visit, path: str, *about: object) -> None:
    """Remember what this press has made, for when it comes again."""
    key = _key(visit, about)
    if key is not None:
        options.put(visit.site.store, key, path, visit.now)


def again(visit: Visit, path: str, *about: object) -> bool:
    """Whether this press was carried out before; it leads to `path`. For what cannot be made in one transaction."""
    with visit.site.store.write():
        if led(visit, *about) is not None:
            return True
        leads(visit, path, *about)
        return False


def _key(visit: Visit, about: tuple[object, ...]) -> str | None:
    mark = visit.field("once")
    return _KEPT + (of(mark, *about) if about else mark) if _MARK.fullmatch(mark) else None
