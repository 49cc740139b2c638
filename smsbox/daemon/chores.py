"""What is tidied up by its age, hour by hour: usage, readings, calls, signals, closed problems, old records."""

from __future__ import annotations

from collections.abc import Callable

from smsbox import contacts, money, outbox, pacing, problems
from smsbox.alarms import records as alarms
from smsbox.campaigns import results
from smsbox.clock import Clock, Micros
from smsbox.config import Config
from smsbox.hooks import calls as hook_calls
from smsbox.inbox import calls
from smsbox.people import audit
from smsbox.privacy import retention
from smsbox.programs import answered, spending, waiting
from smsbox.store import Store, befores, signals

Chore = tuple[int, Callable[[Micros], object]]
"""Seconds between two of them, and what is done."""


def chores(store: Store, config: Callable[[], Config], clock: Clock) -> dict[str, Chore]:
    """By name; `config` is asked each time, since it changes."""
    return {
        "lapse": (60, lambda now: outbox.lapse(store, now=now)),
        "results": (60, lambda now: results.recount_some(store, now)),
        "usage": (3600, lambda now: pacing.prune(store, now)),
        "readings": (3600, lambda now: money.prune(store, now)),
        "calls": (3600, lambda now: calls.prune(store, now)),
        "called": (3600, lambda now: hook_calls.prune(store, now)),
        "signals": (3600, lambda now: signals.prune(store, now)),
        "closed": (3600, lambda now: problems.prune(store, now)),
        "told": (3600, lambda now: alarms.prune(store, now)),
        "before": (6 * 3600, lambda now: befores.prune(config().store.sqlite_path, now)),
        "audit": (3600, lambda now: audit.prune(store, config().records.audit_s, now)),
        "records": (3600, lambda now: retention.keep(store, config(), now, boottime=clock.boottime)),
        "programs": (10, lambda now: waiting.follow(store, now)),
        "answered": (30, lambda now: answered.prune(store, now)),
        "spending": (24 * 3600, lambda now: spending.prune(store, config(), now)),
        "lapsed": (3600, lambda now: contacts.lapse(store, config().shop.lapsed_days, now)),
    }
