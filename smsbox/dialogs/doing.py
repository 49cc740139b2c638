"""A task and what it is about: whoever takes or ends the one at the list of tasks does the same to the other, at once.

The order of a task is handed out or called off with it, whoever waits for a time waits no more, a call is returned.
Nothing is ever done on one page and still to be done on another. What a task is about is locked before the task, as
everywhere (flow, order, task), so that nobody waits for each other in a ring.
"""

from __future__ import annotations

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.desk import callbacks, tasks
from smsbox.desk.tasks import Task
from smsbox.store import Store

ORDER, WAITING = "order", "appointment"
"""Kinds of tasks whose end is felt by the customer."""


def take(store: Store, task_id: int, *, who: str, was: str | None = None, now: Micros) -> bool:
    """As `tasks.take`; its order is `who`'s, too."""
    with store.write():
        order_id = _order_of(store, tasks.get(store, task_id))
        won = tasks.take(store, task_id, who=who, was=was, now=now)
        if won:
            _given(store, order_id, who)
        return won


def give_back(store: Store, task_id: int, *, who: str) -> bool:
    """As `tasks.give_back`; its order is nobody's, too."""
    with store.write():
        order_id = _order_of(store, tasks.get(store, task_id))
        done = tasks.give_back(store, task_id, who=who)
        if done:
            _given(store, order_id, None)
        return done


def end(
    store: Store, config: Config, task_id: int, *, now: Micros, by: str, note: str = "", dropped: bool = False
) -> str | None:
    """As `tasks.end`. The customer is told of his order as if it were moved on its own page, with `note` as the reason
    where it is `dropped`. What has ended with the task: `ORDER`, `WAITING`, or ""; None when the task was over before.
    """
    with store.write():
        task = tasks.get(store, task_id)
        if task is None or not task.open:
            return None
        if task.kind == ORDER and task.ref_id is not None:
            if _moved(store, config, task.ref_id, now, by, note, dropped):
                return ORDER
        elif task.kind == WAITING and task.ref_id is not None:
            return WAITING if _waits_no_more(store, task, now, by, note, dropped) else None
        return "" if callbacks.end(store, task_id, now=now, by=by, note=note, dropped=dropped) else None


def _order_of(store: Store, task: Task | None) -> int | None:
    """The order of a task, locked before it."""
    if task is None or task.kind != ORDER or task.ref_id is None:
        return None
    from smsbox.dialogs.orders import rows  # only for who has orders

    return task.ref_id if rows.get(store, task.ref_id, lock=True) is not None else None


def _given(store: Store, order_id: int | None, who: str | None) -> None:
    if order_id is not None:
        from smsbox.dialogs.orders import rows

        rows.give(store, order_id, who=who)


def _moved(store: Store, config: Config, order_id: int, now: Micros, by: str, note: str, dropped: bool) -> bool:
    """Whether the order came to its end by this, and its task with it."""
    from smsbox.dialogs.orders import handling, rows
    from smsbox.dialogs.orders.goods import OrderState

    if rows.get(store, order_id) is None:
        return False
    state = OrderState.CANCELLED if dropped else OrderState.DONE
    return handling.move(store, config, order_id, state, by=by, now=now, note=note)


def _waits_no_more(store: Store, task: Task, now: Micros, by: str, note: str, dropped: bool) -> bool:
    from smsbox.dialogs.appointments import by_hand, waiting
    from smsbox.dialogs.flows.rows import hold

    assert task.ref_id is not None
    found = waiting.get(store, task.ref_id)
    if found is not None:
        hold(store, found.flow_id)
    ended = tasks.end(store, task.id, now=now, by=by, note=note, dropped=dropped)
    if ended:
        by_hand.wait_no_more(store, task.ref_id, by=by, now=now)
    return ended
