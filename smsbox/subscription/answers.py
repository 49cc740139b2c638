"""Automatic answers: marked as such, only to numbers that may be written to, so many a day and no more."""

from __future__ import annotations

from smsbox import outbox
from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.outbox import Draft, MessageClass
from smsbox.outbox.destinations import may_reach
from smsbox.outbox.message import SECRET
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.store import Store, sims
from smsbox.store.scanning import octets
from smsbox.subscription import automatons

BATCH = "auto"
"""The batch of what smsbox answers by itself outside of dialogs: by it they are counted, and told from talk."""

DIALOG = "dialog"
"""The same of what a dialog says; they have a count of their own, since a quiz has many questions."""

AUTOMATIC = frozenset({BATCH, DIALOG, SECRET})
"""The batches of every message that no person wrote and no campaign."""

CODES_PER_DAY = 20
"""Whoever writes in the name of somebody else's phone makes it ring no more often."""

CODE_VALIDITY_S = 900

FIRST = 100
"""Priority of what people of the shop asked for: PAUSE waits behind no hundred answers to votes."""
_LOOKED_AT = 600
_ANSWERED = (
    "SELECT count(*) FROM (SELECT batch, created_at FROM messages WHERE recipient{octets} = ? ORDER BY id DESC "
    "LIMIT ?) AS last WHERE batch = ? AND created_at > ?"
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
    priority: int = 0,
) -> int | None:
    """Queue an answer; None when the number may not be written to, has had its answers of the day, or is silenced as an
    automaton.

    `reserve`: so many beyond those of the day, for what must not go unsaid, even to one who is silenced. `sim_id`: the
    SIM he turned to otherwise than by message `reply_to`. `priority` as of a `Draft`. Inside the caller's transaction.
    """
    if answered(store, number, now) >= config.shop.answers_per_day + reserve:
        return None
    if not reserve and automatons.silent(store, number, now):
        return None
    draft = Draft(number, text, kind, priority=priority, reply_to=reply_to, sim_id=sim_id, batch=BATCH)
    return _queued(store, config, draft, now)


def in_dialog(store: Store, config: Config, number: str, text: str, *, now: Micros, reply_to: int | None) -> int | None:
    """Queue what a dialog says to one who has just written; None as `answer`, by the count for dialogs.

    Inside the caller's transaction. What nobody asked for just now goes by `smsbox.dialogs.later`.
    """
    if answered(store, number, now, DIALOG) >= config.shop.dialog_answers_per_day:
        return None
    if automatons.silent(store, number, now):
        return None
    draft = Draft(number, text, MessageClass.REPLY, reply_to=reply_to, batch=DIALOG)
    return _queued(store, config, draft, now)


def secret(store: Store, config: Config, number: str, text: str, *, now: Micros, reply_to: int | None = None) -> bool:
    """Queue a text with a one-time code for a telephone of the staff, which nobody else may read; at most
    `CODES_PER_DAY`. Inside the caller's transaction.
    """
    if answered(store, number, now, SECRET) >= CODES_PER_DAY:
        return False
    draft = Draft(
        *(number, text, MessageClass.REPLY),
        priority=FIRST,
        reply_to=reply_to,
        batch=SECRET,
        validity_s=CODE_VALIDITY_S,
    )
    return _queued(store, config, draft, now) is not None


def answered(store: Store, number: str, now: Micros, batch: str = BATCH) -> int:
    """How many automatic answers the number was given within a day: those outside of dialogs, or those of `DIALOG`."""
    sql = _ANSWERED.format(octets=octets(store))
    return int(store.run(sql, number, _LOOKED_AT, batch, now - DAY).fetchone()[0])


def own_numbers(store: Store, config: Config) -> frozenset[str]:
    """The numbers of our own SIMs, E.164, as far as they are known: nothing automatic is ever said to them."""
    known = (_parsed(each, config) for each in sims.own_numbers(store))
    return frozenset(number for number in (config.shop.number, *known) if number is not None)


def _parsed(text: str, config: Config) -> str | None:
    try:
        return parse(text, config.region.country)
    except BadNumber:
        return None


def _queued(store: Store, config: Config, draft: Draft, now: Micros) -> int | None:
    allow = config.allow_any
    if not may_reach(draft.recipient, allow):
        return None
    return outbox.submit(store, [draft], now=now, allow=allow)[0]
