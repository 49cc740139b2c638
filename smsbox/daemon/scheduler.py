"""Loads APScheduler without asyncio, 3.4 MB: it wants one function of it, which `inspect` has, too.

From Python 3.14 on APScheduler takes that one by itself (apscheduler/util.py).
"""

from __future__ import annotations

import inspect
import sys
from types import ModuleType

_NAME = "asyncio"
_stand_in = ModuleType(_NAME)
_stand_in.__dict__["iscoroutinefunction"] = inspect.iscoroutinefunction
_stands_in = sys.modules.setdefault(_NAME, _stand_in) is _stand_in
try:
    from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler
finally:
    if _stands_in:
        del sys.modules[_NAME]

__all__ = ["EVENT_JOB_ERROR", "EVENT_JOB_MISSED", "BackgroundScheduler", "JobExecutionEvent", "ThreadPoolExecutor"]
