"""The rows of campaigns: how one stands, how many of them, and the one place that writes a new one."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from smsbox.campaigns import plan as plans
from smsbox.campaigns.plan import Plan
from smsbox.clock import Micros
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.i18n.named import Named
from smsbox.store import Store

_COLUMNS = (
    "SELECT id, parent_id, name, state, plan, version, seed, made_at, by_whom, changed_at, approved_at, approved_by, "
    "override, start_at, next_at, launched_at, place, high, pilot_until, pilot, paused_why, ended_at, fed, skipped, "
    "apart, judged_from, tested_at FROM campaigns"
)
_INSERT = (
    "INSERT INTO campaigns (id, parent_id, name, state, plan, version, seed, made_at, by_whom, changed_at, start_at, "
    "place, high, fed, skipped, apart) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)"
)


class State(Named):
    """Where a campaign stands; numbers are in the database."""

    DRAFT = 0, N_("Draft")
    APPROVED = 1, N_("Approved")
    SCHEDULED = 2, N_("Scheduled")
    """It waits for its moment, or stands and has a campaign of its own made for each occurrence."""
    RUNNING = 3, N_("Running")
    PAUSED = 4, N_("Paused")
    FINISHED = 5, N_("Finished")
    CANCELLED = 6, N_("Cancelled")


OVER = frozenset({State.FINISHED, State.CANCELLED})


class Given(IntEnum):
    """What became of one recipient when his turn came; numbers are in `recipients.state`. What then became of his
    message is said by the message.
    """

    MESSAGE = 0
    SKIPPED = 1
    """Nothing was written to him; why is in `reason`."""
    APART = 2
    """He is of those that get nothing, to compare with."""


class NoCampaign(SmsboxError):
    """There is no such campaign. Facts: `id`."""

    key = "campaigns.none"
    exit_code = 69


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign. `version` grows with each change of state or plan; `place`: the last customer (id) looked at, up to
    `high`. `fed` got a message, `skipped` none, for a reason, `apart` none to compare with.

    `pilot_until`: when the reports of the pilot are read, None: there is none, or it is judged: then `pilot` says how
    (facts, `verdict` go or stop). `paused_why`: facts with `why`, see `campaigns.words`. `override`: the reason for a
    launch against the advice of the preflight. `next_at`: when the feeder looks at it, None: it need not.
    `judged_from`: what had failed and left when a person last let it go on: that is forgiven. `tested_at`: when a test
    was last sent.
    """

    id: int
    parent_id: int | None
    name: str
    state: State
    plan: Plan
    version: int
    seed: str
    made_at: Micros
    by_whom: str
    changed_at: Micros
    approved_at: Micros | None
    approved_by: str | None
    override: str | None
    start_at: Micros | None
    next_at: Micros | None
    launched_at: Micros | None
    place: int
    high: int
    pilot_until: Micros | None
    pilot: Mapping[str, Any] | None
    paused_why: Mapping[str, Any] | None
    ended_at: Micros | None
    fed: int
    skipped: int
    apart: int
    judged_from: Mapping[str, int] | None
    tested_at: Micros | None

    @property
    def batch(self) -> str:
        """The name its messages share in the outbox."""
        return batch_of(self.id)

    @property
    def looked_at_all(self) -> bool:
        """Whether every customer up to the last has had his turn."""
        return self.launched_at is not None and self.place >= self.high

    @property
    def in_pilot(self) -> bool:
        """Whether it still goes no further than its pilot, or waits for the reports of it."""
        return self.plan.pilot > 0 and self.pilot is None

    @property
    def waits_for_pilot(self) -> bool:
        """Whether all of its pilot have their message, and their reports are waited for."""
        return self.state is State.RUNNING and self.in_pilot and self.pilot_until is not None

    @property
    def may_skip(self) -> bool:
        """Whether its next turn can be left out: it comes again and again, whoever's day it is."""
        return self.state is State.SCHEDULED and self.plan.start.kind == plans.EVERY

    @property
    def share(self) -> float:
        """How far it is, 0..1, by customers looked at."""
        if self.launched_at is None:
            return 0.0
        return 1.0 if self.high <= 0 else min(self.place / self.high, 1.0)


def batch_of(campaign_id: int) -> str:
    """The name the messages of a campaign share in the outbox."""
    return f"campaign:{campaign_id}"


def find(store: Store, campaign_id: int) -> Campaign | None:
    """One campaign, None when there is none."""
    row = store.run(f"{_COLUMNS} WHERE id = ?", campaign_id).fetchone()
    return _read(row) if row else None


def get(store: Store, campaign_id: int) -> Campaign:
    """One campaign. Raises NoCampaign."""
    found = find(store, campaign_id)
    if found is None:
        raise NoCampaign(id=campaign_id)
    return found


def locked(store: Store, campaign_id: int) -> Campaign:
    """The same, locked for the open transaction. Raises NoCampaign."""
    row = store.run(f"{_COLUMNS} WHERE id = ? FOR UPDATE", campaign_id).fetchone()
    if row is None:
        raise NoCampaign(id=campaign_id)
    return _read(row)


def recent(
    store: Store,
    limit: int = 50,
    *,
    states: Sequence[State] = (),
    parent_id: int | None = None,
    before: int | None = None,
) -> list[Campaign]:
    """Campaigns with an id below `before`, newest first: of these states (none: all), made by `parent_id` or, when
    that is None, by people.
    """
    conditions, values = ["parent_id IS NULL"], []
    if parent_id is not None:
        conditions, values = ["parent_id = ?"], [parent_id]
    if states:
        conditions.append(f"state IN ({','.join('?' * len(states))})")
        values += [int(each) for each in states]
    if before is not None:
        conditions.append("id < ?")
        values.append(before)
    sql = f"{_COLUMNS} WHERE {' AND '.join(conditions)} ORDER BY id DESC LIMIT ?"
    return [_read(row) for row in store.run(sql, *values, limit).fetchall()]


def due(store: Store, now: Micros) -> list[Campaign]:
    """Those the feeder has to look at, the longest due first."""
    sql = f"{_COLUMNS} WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, id"
    return [_read(row) for row in store.run(sql, now).fetchall()]


def waiting(store: Store) -> list[Campaign]:
    """All that wait for a moment, or stand and wait for their next turn."""
    sql = f"{_COLUMNS} WHERE state = ? AND next_at IS NOT NULL ORDER BY id"
    return [_read(row) for row in store.run(sql, int(State.SCHEDULED)).fetchall()]


def insert(store: Store, name: str, plan: Plan, *, by: str, now: Micros, parent_id: int | None = None) -> Campaign:
    """A new draft."""
    with store.write():
        (campaign_id,) = store.reserve_ids("campaigns", 1)
        store.run(
            _INSERT,
            *(campaign_id, parent_id, name.strip(), int(State.DRAFT), plan.as_json(), secrets.token_hex(8), now, by),
            *(now, plan.start.at),
        )
        return get(store, campaign_id)


def change(store: Store, campaign_id: int, **columns: Any) -> None:
    """Set columns; inside `write`. Mappings become JSON, names are those of the table."""
    values = [json.dumps(each, ensure_ascii=False) if isinstance(each, Mapping) else each for each in columns.values()]
    assignments = ", ".join(f"{name} = ?" for name in columns)
    store.run(f"UPDATE campaigns SET {assignments} WHERE id = ?", *values, campaign_id)  # noqa: S608 – names from code


def _read(row: Sequence[Any]) -> Campaign:
    values = list(row)
    values[3] = State(values[3])
    values[4] = plans.from_json(values[4])
    for place in (19, 20, 25):
        values[place] = json.loads(values[place]) if values[place] else None
    return Campaign(*values)
