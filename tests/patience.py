"""Waiting in tests: as long as it takes for what must come, and promises of seconds held against a busy machine."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 90.0
"""Seconds after which something that should simply happen is taken for missing; costs nothing when it happens."""

_SAMPLE = 0.05
_SLOWEST = 0.2
"""Seconds between two looks at most: whoever waits long looks less often, and still sees what lasts this long."""


def burden() -> float:
    """How many times as long everything takes because others use the processors now; 1 when nobody does."""
    began, used = time.monotonic(), time.thread_time()
    while time.thread_time() - used < _SAMPLE:
        pass
    return max(1.0, (time.monotonic() - began) / _SAMPLE)


def overdue(began: float, seconds: float) -> bool:
    """Whether more than `seconds` of an idle machine have passed since `began` (time.monotonic)."""
    elapsed = time.monotonic() - began
    return elapsed > seconds and elapsed > seconds * max(burden() for _ in range(3))


def until(
    condition: Callable[[], Any], seconds: float = PATIENCE, what: str | Callable[[], str] = "", pause: float = 0.03
) -> Any:
    """Wait until `condition` gives something true and return it; fail after `seconds` of an idle machine.

    `pause`: seconds between the first looks; later ones come at intervals of a tenth of what was waited.
    """
    began = time.monotonic()
    while not (value := condition()):
        if overdue(began, seconds):
            told = what() if callable(what) else what
            raise AssertionError(f"not within {seconds} s: {told or condition}; last value {value!r}")
        time.sleep(max(pause, min(_SLOWEST, (time.monotonic() - began) / 10)))
    return value
