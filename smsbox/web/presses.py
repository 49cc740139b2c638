"""The mark of a press: a form carries one, and what is done with it is done once, however often it is sent."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING

from bottle import HTTPError

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
