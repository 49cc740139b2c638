"""Automatic answers: marked as such, only to numbers that may be written to, so many a day and no more."""

from __future__ import annotations

from smsbox import outbox
from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.outbox import Draft, MessageClass
from smsbox.outbox.destinations import may_reach
from smsbox.store import Store

BATCH = "auto"
"""The batch of every message that no person wrote and no campaign: by it they are counted, and told from talk."""

_LOOKED_AT = 200
_ANSWERED = (
    "SELECT count(*) FROM (SELECT batch, created_at FROM messages WHERE recipient = ? ORDER BY id DESC LIMIT ?) "
    "AS last WHERE batch = ? AND created_at > ?"
)


def answer(
    store: Store,
    config: Config,
    number: str,
    text: str,
    *,
    now: Micros,
    reply_to: int | None = None,
    sim_id: int | None = None,
    kind: MessageClass = MessageClass.REPLY,
    reserve: int = 0,
) -> int | None:
    """Queue an answer; None when the number may not be written to, or has had its answers of the day.

    `reserve`: so many beyond those of the day, for what must not go unsaid. `sim_id`: the SIM he turned to otherwise
    than by message `reply_to`. Inside the caller's transaction.
    """
    allow = config.allow_any
    if not may_reach(number, allow) or answered(store, number, now) >= config.shop.answers_per_day + reserve:
        return None
    draft = Draft(number, text, kind, reply_to=reply_to, sim_id=sim_id, batch=BATCH)
    return outbox.submit(store, [draft], now=now, allow=allow)[0]


def answered(store: Store, number: str, now: Micros) -> int:
    """How many automatic answers the number was given within a day."""
    return int(store.run(_ANSWERED, number, _LOOKED_AT, BATCH, now - DAY).fetchone()[0])
