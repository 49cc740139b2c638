"""The figures people of the shop ask for by SMS: money, queue, and what today brought."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from smsbox import money, outbox, purse
from smsbox.i18n.forecasts import say
from smsbox.i18n.translator import Translator
from smsbox.outbox import State
from smsbox.pacing import calendar, hours
from smsbox.router.context import Context
from smsbox.sms.operators import operator_code, operator_of_imsi
from smsbox.sms.segments import split
from smsbox.store import modem_states, seats, sims
from smsbox.store.scanning import first_since
from smsbox.subscription import staff_words as words
from smsbox.subscription.growth import CAME, WENT

_ACTS = "SELECT count(*) FROM consents WHERE act = ? AND at >= ?"
_WAITING = "SELECT count(*) FROM received WHERE settled_at IS NULL AND state > 0 AND id <> ?"


def balance(context: Context, tr: Translator) -> str:
    """What is left on each SIM: how long it lasts, too, where two SMS have room for that."""
    found = list(_purses(context))
    texts = (_told(context, tr, found, sentences) for sentences in (2, 1))
    return next((text for text in texts if len(split(text).texts) <= words.MOST), _told(context, tr, found, 1))


def _told(context: Context, tr: Translator, found: Sequence[tuple[str, purse.Purse]], most: int) -> str:
    today, told = calendar.local_date(context.now, context.config.region.zone), []
    for name, known in found:
        sentences = list(money.sentences(known.forecast, known.standing))[:most]
        told.append(f"{name}: " + " ".join(say(tr, key, _short(facts), today) for key, facts in sentences))
    return "\n".join(told) or tr.gettext(words.NO_SIM)


def _short(facts: Mapping[str, object]) -> Mapping[str, object]:
    """What an operator said and nobody understood may be as long as he likes."""
    return {name: fact[:_LONGEST] if isinstance(fact, str) else fact for name, fact in facts.items()}


_LONGEST = 60


def _purses(context: Context) -> Iterator[tuple[str, purse.Purse]]:
    newest = {sim.modem: sim for sim in sorted(sims.known(context.store), key=lambda each: each.last_seen_at)}
    for modem in context.config.modems:
        sim = newest.get(modem.name)
        if sim is not None:
            operator = operator_code(modem.operator) if modem.operator else operator_of_imsi(sim.imsi)
            zone = context.config.region.zone
            yield modem.name, purse.look(context.store, sim.id, modem, operator=operator, now=context.now, zone=zone)


def queue(context: Context, tr: Translator) -> str:
    """How many wait, and how the modems are."""
    counts = outbox.counts(context.store)
    held, doubt = counts.of(State.HELD), counts.of(State.UNCERTAIN)
    line = tr.gettext(words.IN_QUEUE).format(queued=counts.of(State.QUEUED), held=held, doubt=doubt)
    known = modem_states.all(context.store)
    states = (tr.gettext(_state(context, each.name, known)).format(name=each.name) for each in context.config.modems)
    return " ".join((line, *(f"{each}." for each in states)))


def _state(context: Context, name: str, known: dict[str, tuple[str, int]]) -> str:
    if seats.paused(context.store, name) is not None:
        return words.STATES["paused"]
    try:
        state = json.loads(known[name][0]).get("state") if name in known else ""
    except ValueError:
        state = ""
    return words.STATES.get(str(state), words.STATES["other"])


def today(context: Context, tr: Translator) -> str:
    """What has happened since midnight."""
    store, zone, now = context.store, context.config.region.zone, context.now
    since = calendar.midnight(calendar.local_date(now, zone), zone)
    return tr.gettext(words.SO_FAR).format(
        sent=sum(sent for _, sent, _, _ in hours.minutes(store, since, now + 60_000_000)),
        received=_count(context, "received", "received_at", since),
        waiting=store.run(_WAITING, context.message.id).fetchone()[0],
        agreed=sum(store.run(_ACTS, act, since).fetchone()[0] for act in CAME),
        left=sum(store.run(_ACTS, act, since).fetchone()[0] for act in WENT),
        orders=_count(context, "orders", "made_at", since),
        appointments=_count(context, "appointments", "made_at", since),
    )


def _count(context: Context, table: str, column: str, since: int) -> int:
    first = first_since(context.store, table, column, since)
    sql = f"SELECT count(*) FROM {table} WHERE id >= ? AND {column} >= ?"  # noqa: S608 – names from above
    return int(context.store.run(sql, first, since).fetchone()[0])
