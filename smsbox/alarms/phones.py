"""Alarms by SMS: to telephones of owners and technicians that proved themselves, by a SIM that is not in trouble
itself, so many a day and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from smsbox import outbox
from smsbox.alarms import troubles
from smsbox.clock import DAY, HOUR, Micros
from smsbox.config import Config
from smsbox.outbox import Draft, MessageClass, State
from smsbox.outbox.destinations import may_reach
from smsbox.outbox.states import ACCEPTED
from smsbox.people import phones
from smsbox.people.rights import Right
from smsbox.store import Store
from smsbox.store.scanning import octets

BATCH = "alarm"
"""The batch of these messages: by it they are counted, and told from others."""
_FIRST = 100
_GOOD_FOR = HOUR
"""What has not left by then is news no more, and is told anew with what is known then."""
_COUNT = "SELECT count(*) FROM messages WHERE batch = ? AND recipient{octets} = ? AND created_at > ? AND state <> ?"


def numbers(store: Store, config: Config) -> list[str]:
    """Whom to tell: who proved his telephone, looks after modems, and may be reached by one of the SIMs."""
    known = [each for each in phones.everybodys(store) if each.confirmed_at is not None and each.may(Right.MODEMS)]
    return [each.number for each in known if may_reach(each.number, config.allow_any)]


def healthy(statuses: Iterable[Mapping[str, Any]], troubled: Iterable[str]) -> list[int]:
    """The SIMs that could carry an SMS now and of which nothing is wrong; `troubled`: modems that are a matter."""
    bad = frozenset(troubled)
    found = [each for each in statuses if each.get("state") == "ready" and each.get("name") not in bad]
    return [int(each["sim_id"]) for each in found if each.get("sim_id") is not None]


def send(
    store: Store, config: Config, text: str, sims: Sequence[int], now: Micros, *, counted: bool = True
) -> list[int]:
    """Queue `text` for everybody, to be sent by one of `sims`; ids of the messages. `counted`: not more than so many a
    day. Raises NoPhone, NoSim, SmsSpent, and what `outbox.submit` raises.
    """
    wanted = numbers(store, config)
    if not wanted:
        raise troubles.NoPhone()
    if not sims:
        raise troubles.NoSim()
    with store.write():
        left = [each for each in wanted if not counted or _today(store, each, now) < config.alarms.sms_per_day]
        if not left:
            raise troubles.SmsSpent(most=config.alarms.sms_per_day)
        drafts = [
            Draft(each, text, MessageClass.SERVICE, _FIRST, send_before=now + _GOOD_FOR, batch=BATCH) for each in left
        ]
        ids = outbox.submit(store, drafts, now=now, allow=config.allow_any)
        outbox.move(store, ids, sims[0], now)
    return ids


def outcome(store: Store, ids: Sequence[int]) -> bool | None:
    """Whether somebody has been told: None as long as that is open. Raises SmsFailed when none of them left."""
    states = [view.state for each in ids if (view := outbox.get(store, each)) is not None]
    if any(state in ACCEPTED for state in states):
        return True
    if any(state in (State.QUEUED, State.SENDING, State.UNCERTAIN) for state in states):
        return None
    raise troubles.SmsFailed(reason=", ".join(sorted({state.label for state in states})) or "-")


def _today(store: Store, number: str, now: Micros) -> int:
    sql = _COUNT.format(octets=octets(store))
    return int(store.run(sql, BATCH, number, now - DAY, State.CANCELLED).fetchone()[0])
