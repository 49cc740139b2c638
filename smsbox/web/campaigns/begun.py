"""Counts of audiences that were begun: who looks at the same audience again goes on where the last look stopped."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from smsbox.campaigns import audiences
from smsbox.clock import MINUTE, Micros
from smsbox.consent import Rules

if TYPE_CHECKING:
    from smsbox.campaigns.audiences import Counts
    from smsbox.campaigns.plan import Plan
    from smsbox.store.pages import GoOn
    from smsbox.web.visit import Visit

FRESH: Micros = 5 * MINUTE
"""So long a count goes on; then it begins anew, since people come and leave."""
_MOST = 8

_LOCK = threading.Lock()
_BEGUN: dict[str, tuple[Micros, Counts]] = {}
"""By what is counted: when it was begun, and how far it is."""


def go_on(visit: Visit, plan: Plan, patience: GoOn) -> Counts:
    """Count who would get `plan` as long as there is patience. What is counted to its end begins anew next time."""
    key = _key(visit, plan)
    with _LOCK:
        at, before = _BEGUN.pop(key, (visit.now, None))
    if not 0 <= visit.now - at < FRESH:
        at, before = visit.now, None
    found = audiences.counts(visit.site.store, plan, visit.site.config, visit.now, go_on=patience, after=before)
    if not found.exact:
        with _LOCK:
            _BEGUN[key] = at, found
            while len(_BEGUN) > _MOST:
                del _BEGUN[min(_BEGUN, key=lambda each: _BEGUN[each][0])]
    return found


def _key(visit: Visit, plan: Plan) -> str:
    """All that a count depends on, but the customers and the moment."""
    site, when = visit.site, (plan.topic, plan.local_minute, plan.start, plan.day)
    return (
        f"{site.store.dialect.label} {plan.audience.as_json()} {when} {Rules.of(site.config)} {site.config.allow_any}"
    )
