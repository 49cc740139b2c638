"""Which modems are able to answer somebody: by what people said of them, and by what they last told of themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from smsbox.outbox import MessageClass
from smsbox.router.context import Context
from smsbox.store import modem_states, seats

_PASSES = ("relay.console", "relay.sim_rests", "relay.paused")
"""Of what holds a modem, what is over within minutes – or at once, as its pause is that was just ended."""
_SHORT_LIMITS = ("per_minute", "per_hour")


@dataclass(frozen=True, slots=True)
class Senders:
    """Names of modems that no pause keeps from writing to a number: `now` able to; `soon`: these, and those which only
    begin, or wait for what is over within minutes.
    """

    now: frozenset[str]
    soon: frozenset[str]


def senders(context: Context) -> Senders:
    """Which modems can answer the number of this message. One of which nothing is known cannot."""
    told = modem_states.all(context.store)
    paused = {each.modem for each in seats.pauses(context.store)}
    able = [
        (modem.name, _read(told[modem.name][0]))
        for modem in context.config.modems
        if modem.name in told and modem.name not in paused and context.number.startswith(modem.allow)
    ]
    now = frozenset(name for name, status in able if _sends(status))
    return Senders(now, now | {name for name, status in able if _will(status)})


def _sends(status: Mapping[str, Any]) -> bool:
    answers = MessageClass.REPLY in (status.get("kinds") or ())
    return status.get("state") == "ready" or (status.get("state") == "holding" and answers)


def _will(status: Mapping[str, Any]) -> bool:
    reason, facts = status.get("reason"), status.get("facts") or {}
    passes = reason in _PASSES or (reason == "pacing.limit" and facts.get("reason") in _SHORT_LIMITS)
    return status.get("state") == "starting" or (status.get("state") == "holding" and passes)


def _read(told: str) -> Mapping[str, Any]:
    try:
        found = json.loads(told)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
