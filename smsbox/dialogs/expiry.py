"""What time alone brings to dialogs: those nobody answers end, holds run out, reminders come due."""

from __future__ import annotations

import logging

from smsbox.clock import MINUTE, Micros
from smsbox.config import Config
from smsbox.dialogs import engine, rows
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.rows import Kept
from smsbox.dialogs.kinds import books_of
from smsbox.dialogs.rows import Dialog
from smsbox.store import Store, StoreTrouble

log = logging.getLogger(__name__)

AT_ONCE = 200
"""Dialogs that end in one go."""
_AGAIN: Micros = 30 * MINUTE
"""After so long it is tried again to end a dialog whose kind could not."""
_KINDS = "SELECT DISTINCT kind FROM flows WHERE state > 0"


def expire(store: Store, config: Config, now: Micros, *, most: int = AT_ONCE) -> int:
    """Tick: end up to `most` dialogs whose patience has run out, or whose flow was closed, and let the books do what is
    due; how many dialogs and flows. Each in a transaction of its own, so one that fails keeps no other from ending.

    Costs two small reads where nothing is due. Not to be called while the clock is not trusted. Raises StoreTrouble.
    """
    due = rows.due(store, now, most)
    ended = sum(_end(store, config, each, now) for each in due)
    return ended + sum(_tick(store, config, row[0], now) for row in store.run(_KINDS).fetchall())


def _end(store: Store, config: Config, dialog: Dialog, now: Micros) -> bool:
    try:
        with store.write(durable=False):
            flows.hold(store, dialog.flow_id)
            now_open = rows.still_open(store, dialog.id)
            if now_open is None or now_open.expires_at > now:
                return False  # he has answered meanwhile, at another box
            return engine.leave(store, config, dialog.id, now, _why(store, now_open))
    except StoreTrouble:
        raise
    except Exception:  # a mistake of one kind must not keep all other dialogs open
        log.exception("dialog %s could not be ended; it stays open for now", dialog.id)
        with store.write(durable=False):
            rows.postpone(store, dialog.id, now + _AGAIN)
        return False


def _why(store: Store, dialog: Dialog) -> str:
    kept = flows.get(store, dialog.flow_id)
    closed = kept is not None and kept.state is FlowState.CLOSED
    return dialog.outcome or ("closed" if closed else "late")


def _tick(store: Store, config: Config, kind: str, now: Micros) -> int:
    """Let the books of every flow of a kind do what is due there, if anything is; of how many."""
    try:
        if not books_of(kind).due(store, now):
            return 0
    except StoreTrouble:
        raise
    except Exception:  # one kind must not keep all others waiting
        log.exception("what is due in scenarios of the kind %s could not be found out", kind)
        return 0
    return sum(_ticked(store, config, each, now) for each in flows.listed(store, kind=kind))


def _ticked(store: Store, config: Config, kept: Kept, now: Micros) -> bool:
    """The same in one of them."""
    if kept.state is FlowState.DRAFT:
        return False
    try:
        with store.write():
            flows.hold(store, kept.id)
            books_of(kept.kind).tick(store, config, flows.loaded(store, config, kept.id), now)
    except StoreTrouble:
        raise
    except FlowErrors as error:
        log.error("scenario %s cannot be read any more: %s", kept.name, error.facts["first"])
        return False
    except Exception:  # one flow must not keep all others waiting
        log.exception("what is due in scenario %s could not be done", kept.name)
        return False
    return True
