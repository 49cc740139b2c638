"""SMS that a SIM sends to its own number when it has heard nothing for days: what comes back is known again, and shows
that it hears; what does not, that it is deaf.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from smsbox import outbox
from smsbox.clock import DAY, HOUR, Micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.outbox import Draft, MessageClass
from smsbox.outbox.states import ACCEPTED
from smsbox.problems import PROBLEM, Problem
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.store import Store, StoreTrouble

BATCH = "probe"
ROUTED = "probe"
"""What is kept of a message that came back (`inbox.ROUTED`)."""

WAIT: Micros = HOUR
"""How long an SMS may be under way from a SIM to itself."""

_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_TEXT = "smsbox test {code}: this SIM hears."
_SHAPE = re.compile(r"smsbox test ([A-Z0-9]{10}): this SIM hears\.\Z")
_VALIDITY_S = 3600
_PROBES = "SELECT id, message_id, made_at, heard_at FROM sim_probes WHERE sim_id = ? ORDER BY id DESC LIMIT 1"
_LAST = (
    "SELECT received_at FROM (SELECT id, sim_id, received_at FROM received ORDER BY id DESC LIMIT 20000) AS last "
    "WHERE sim_id = ? ORDER BY id DESC LIMIT 1"
)
_SIM = "SELECT number, first_seen_at FROM sims WHERE id = ?"


def came_back(store: Store, text: str, now: Micros) -> bool:
    """Whether an incoming text is such an SMS; noted inside the caller's transaction. A second delivery is one too."""
    found = _SHAPE.match(text)
    if found is None:
        return False
    done = store.run("UPDATE sim_probes SET heard_at = coalesce(heard_at, ?) WHERE code = ?", now, found[1]).rowcount
    return bool(done)


def probe(store: Store, config: Config, statuses: Iterable[Mapping[str, Any]], now: Micros) -> list[int]:
    """Have each SIM that has been silent for too long write to itself; ids of the messages. Raises StoreTrouble."""
    days = config.alarms.silence_days
    ready = [each["sim_id"] for each in statuses if each.get("state") == "ready" and each.get("sim_id") is not None]
    if not days:
        return []
    sent = []
    for sim_id in ready:
        number = _own_number(store, config, sim_id, alone=len(ready) == 1)
        if number is not None and _silent_since(store, sim_id, now) <= now - days * DAY:
            sent += _send(store, config, sim_id, number, now)
    return sent


def deaf(store: Store, statuses: Iterable[Mapping[str, Any]], now: Micros) -> Iterator[Problem]:
    """SIMs whose last SMS to themselves left long ago and did not come back, nor anything else since."""
    for each in statuses:
        row = store.run(_PROBES, each.get("sim_id")).fetchone() if each.get("sim_id") is not None else None
        if row is None or row[3] is not None or now - row[2] < WAIT:
            continue
        view, last = outbox.get(store, row[1]), _last_heard(store, int(each["sim_id"]))
        if view is not None and view.state in ACCEPTED and (last is None or last < row[2]):
            yield Problem("sim.deaf", str(each.get("name")), PROBLEM, {"hours": max((now - row[2]) // HOUR, 1)})


def _send(store: Store, config: Config, sim_id: int, number: str, now: Micros) -> list[int]:
    code = "".join(secrets.choice(_SIGNS) for _ in range(10))
    draft = Draft(
        number,
        _TEXT.format(code=code),
        MessageClass.SERVICE,
        send_before=now + WAIT,
        validity_s=_VALIDITY_S,
        batch=BATCH,
        sim_id=sim_id,
    )
    try:
        with store.write():
            ids = outbox.submit(store, [draft], now=now, allow=config.allow_any)
            outbox.move(store, ids, sim_id, now)
            (row,) = store.reserve_ids("sim_probes", 1)
            store.run(
                "INSERT INTO sim_probes (id, sim_id, code, message_id, made_at) VALUES (?, ?, ?, ?, ?)",
                *(row, sim_id, code, ids[0], now),
            )
    except StoreTrouble:
        raise
    except SmsboxError:  # its own number is abroad, or may not be written to
        return []
    return ids


def _silent_since(store: Store, sim_id: int, now: Micros) -> Micros:
    """Since when the SIM heard nothing, or was asked to write to itself, or was seen first, whatever came last."""
    probed = store.run(_PROBES, sim_id).fetchone()
    seen = store.run(_SIM, sim_id).fetchone()
    return max(_last_heard(store, sim_id) or 0, probed[2] if probed else 0, seen[1] if seen else now)


def _last_heard(store: Store, sim_id: int) -> Micros | None:
    row = store.run(_LAST, sim_id).fetchone()
    return int(row[0]) if row else None


def _own_number(store: Store, config: Config, sim_id: int, *, alone: bool) -> str | None:
    """The SIM's number as it knows it, or the shop's when there is no other SIM."""
    row = store.run(_SIM, sim_id).fetchone()
    said = (row[0] if row else None) or (config.shop.number if alone else None)
    try:
        return parse(said, config.region.country) if said else None
    except BadNumber:
        return None
