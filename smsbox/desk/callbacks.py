"""Calls to return as tasks: a call that somebody has to return and its task are open together and end together."""

from __future__ import annotations

from smsbox.clock import Micros
from smsbox.desk import tasks
from smsbox.inbox import calls
from smsbox.inbox.calls import Call, CallState
from smsbox.store import Store

KIND = "callback"


def rang(store: Store, call: Call, now: Micros) -> None:
    """A call came; where its rule wants a call back, it is somebody's task. In the transaction that wrote it down."""
    if call.state is CallState.OPEN:
        tasks.add(store, KIND, call.number, "", ref_id=call.id, now=now)


def settle(store: Store, call_id: int, *, now: Micros, by_whom: str | None, note: str | None) -> bool:
    """Somebody called back, or need not. False when there is no such open call."""
    with store.write():
        done = calls.settle(store, call_id, now=now, by_whom=by_whom, note=note)
        tasks.settle_for(store, KIND, call_id, now, by_whom or "", note=note or "")
        return done


def end(store: Store, task_id: int, *, now: Micros, by: str, note: str = "", dropped: bool = False) -> bool:
    """As `tasks.end`, and where the task is to return a call, that is settled: first, as by `settle`, so that nobody
    waits for each other in a ring.
    """
    with store.write():
        task = tasks.get(store, task_id)
        if task is not None and task.open and task.kind == KIND and task.ref_id is not None:
            calls.settle(store, task.ref_id, now=now, by_whom=by, note=note or None)
        return tasks.end(store, task_id, now=now, by=by, note=note, dropped=dropped)


def catch_up(store: Store, now: Micros, most: int = 500) -> None:
    """Calls that were open before there were tasks."""
    for call in calls.listed(store, most, open_only=True):
        rang(store, call, now)
