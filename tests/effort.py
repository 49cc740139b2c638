"""What work costs Python and a database, counted and not timed: the same on a busy machine as on an idle one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from smsbox.store import Store

_EVERY = 20


def steps(store: Store, work: Callable[[], object]) -> int:
    """How many steps SQLite's machine takes, on this thread, while `work` is done; to about twenty."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += _EVERY
        return 0

    connection = store.database.connection()
    connection.set_progress_handler(count, _EVERY)
    try:
        work()
    finally:
        connection.set_progress_handler(None, 0)
    return counted


def instructions(work: Callable[[], object]) -> int:
    """How many instructions Python's machine takes, on this thread, while `work` is done; what is done in C is one.

    It is done twice and the second time counted: the first brings what is loaded or filled in when it is first wanted.
    """
    work()
    counted = 0

    def count(frame: FrameType, event: str, given: Any) -> Any:
        nonlocal counted
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        counted += event == "opcode"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted
