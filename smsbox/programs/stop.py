"""Stopping all programs at one press: whatever token they have, nothing is taken from them until they may again.

What they wrote before and has not left follows it: see `waiting`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.store import Store, options

_KEY = "programs.stopped"
_GOING_ON = "programs.going_on"


class Stopped(SmsboxError):
    """A person stopped all programs. Facts: `by` (his name)."""

    key = "programs.stopped"
    exit_code = 75
    retryable = True


@dataclass(frozen=True, slots=True)
class Stop:
    """Who stopped them, and when."""

    by: str
    at: Micros


def stopped(store: Store) -> Stop | None:
    """The stop that is in force."""
    found = options.get(store, _KEY)
    return Stop(**json.loads(found)) if found else None


def check(store: Store) -> None:
    """Raise Stopped while programs may send nothing."""
    found = stopped(store)
    if found is not None:
        raise Stopped(by=found.by)


def stop(store: Store, by: str, now: Micros) -> bool:
    """Take nothing more from programs; whether it was not so already."""
    with store.write():
        options.drop(store, _GOING_ON)
        return options.add(store, _KEY, json.dumps({"by": by, "at": now}, ensure_ascii=False), now)


def go_on(store: Store, now: Micros) -> bool:
    """Let them send again; whether they were stopped."""
    with store.write():
        if not options.drop(store, _KEY):
            return False
        options.put(store, _GOING_ON, "yes", now)
        return True


def going_on(store: Store) -> bool:
    """Whether something may still be held for a stop that is over."""
    return options.get(store, _GOING_ON) is not None


def gone_on(store: Store) -> None:
    """Nothing is any more."""
    options.drop(store, _GOING_ON)
