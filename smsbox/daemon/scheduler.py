"""Loads APScheduler without asyncio, 3.4 MB, of which it wants one function that `inspect` has, too; and without pools
of threads and processes, 2.8 MB: ticks run one after the other, in the thread that waits for them. Nor does it look
through all that is installed for plug-ins, three times at each start: whoever adds a job brings its trigger.

From Python 3.14 on APScheduler takes that function by itself (apscheduler/util.py).
"""

from __future__ import annotations

import inspect
import sys
from types import ModuleType
from typing import Any


def _stand_in(name: str, **contents: Any) -> ModuleType:
    made = ModuleType(name)
    made.__dict__.update(contents)
    return made


_stand_ins = [
    _stand_in("asyncio", iscoroutinefunction=inspect.iscoroutinefunction),
    _stand_in("apscheduler.executors.pool", ThreadPoolExecutor=None),
    _stand_in(
        "importlib.metadata",
        version=lambda _: "3",
        PackageNotFoundError=ImportError,
        entry_points=lambda **_: (),
    ),
]
_used = [each for each in _stand_ins if sys.modules.setdefault(each.__name__, each) is each]
try:
    from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
    from apscheduler.executors.debug import DebugExecutor
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.interval import IntervalTrigger
finally:
    for each in _used:
        del sys.modules[each.__name__]

__all__ = [
    "EVENT_JOB_ERROR",
    "EVENT_JOB_MISSED",
    "BackgroundScheduler",
    "DebugExecutor",
    "IntervalTrigger",
    "JobExecutionEvent",
]
