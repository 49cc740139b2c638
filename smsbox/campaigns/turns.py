"""The turns of a campaign that stands: at each a campaign of its own is made, launched at once and counted apart."""

from __future__ import annotations

from datetime import date

from smsbox.campaigns import due, lifecycle, occasions, rows
from smsbox.campaigns.plan import DAILY
from smsbox.campaigns.rows import Campaign, State
from smsbox.clock import HOUR, Micros
from smsbox.config import Config
from smsbox.store import Store, scanning

LATE: Micros = 12 * HOUR
"""A turn that is so late, since the box was off, is left out; the next one comes in its time."""
_STEPS = 20


def take(store: Store, config: Config, parent: Campaign, now: Micros) -> bool:
    """Take the turn that has come, and wait for the next; of several that were missed only the last is made up for."""
    with store.write():
        held = rows.locked(store, parent.id)
        if held.state is not State.SCHEDULED or held.next_at is None or held.next_at > now:
            return False
        if _stopped(store, held):
            lifecycle.pause(store, held.id, now=now, why={"why": "turn"})
            return True
        turn = _last(config, held, now)
        if now - turn < LATE and not _ended(held, turn):
            _occur(store, config, held, turn, now)
        following = occasions.next_turn(held.plan.start, now, config.region.zone)
        if following is None:
            lifecycle.finish(store, held, now)
        else:
            rows.change(store, held.id, next_at=following, start_at=following)
    return True


def _stopped(store: Store, parent: Campaign) -> bool:
    """Whether one of its turns paused by itself and nobody has let it go on or ended it: then no other follows."""
    paused = rows.recent(store, 20, states=(State.PAUSED,), parent_id=parent.id)
    by_somebody = (lifecycle.BY_PERSON, lifecycle.BY_PARENT)
    return any((each.paused_why or {}).get("why") not in by_somebody for each in paused)


def clock_stepped(store: Store, config: Config, *, by: Micros, now: Micros) -> None:
    """The wall clock jumped by `by` µs (negative: back): what was waited for in seconds keeps its length, and the turns
    of what stands are found anew; none is taken a second time. One that was jumped over is late, and taken like one
    that the box was off for: small computers begin with an old time and are set right by the network.
    """
    with store.write():
        store.run("UPDATE campaigns SET next_at = ? WHERE next_at IS NOT NULL AND state <> ?", now, State.SCHEDULED)
        store.run("UPDATE campaigns SET pilot_until = pilot_until + ? WHERE pilot_until IS NOT NULL", by)
        for parent in rows.waiting(store):
            jumped_over = by > 0 and parent.next_at is not None and parent.next_at <= now
            if not parent.plan.start.standing or jumped_over:
                continue
            made = rows.recent(store, 1, parent_id=parent.id)
            taken = made[0].launched_at or 0 if made else 0
            # What was taken far ahead was taken by a wrong clock; what was just before, by the right one.
            after = max(now, taken if taken < now + LATE else 0)
            turn = occasions.next_turn(parent.plan.start, after, config.region.zone)
            if turn is not None:
                rows.change(store, parent.id, next_at=turn, start_at=turn)


def _last(config: Config, parent: Campaign, now: Micros) -> Micros:
    """The latest turn that has come."""
    turn = parent.next_at or now
    while True:
        following = occasions.next_turn(parent.plan.start, turn, config.region.zone)
        if following is None or following > now:
            return turn
        turn = following


def _ended(parent: Campaign, turn: Micros) -> bool:
    return parent.plan.start.until is not None and turn >= parent.plan.start.until


def _occur(store: Store, config: Config, parent: Campaign, turn: Micros, now: Micros) -> None:
    """Make the campaign of one turn and let it run; of those that look daily only when there is anybody."""
    day = occasions.day_of(turn, config.region.zone)
    plan = parent.plan.having(day=day)
    if plan.start.kind in DAILY and not _anybody(store, config, parent, day, now):
        return
    made = rows.insert(store, parent.name, plan, by=parent.by_whom, now=now, parent_id=parent.id)
    made = lifecycle.move(
        store, made, State.APPROVED, now, approved_at=parent.approved_at, approved_by=parent.approved_by
    )
    rows.change(store, made.id, override=parent.override)
    lifecycle.begin(store, made, now)


def _anybody(store: Store, config: Config, parent: Campaign, day: date, now: Micros) -> bool:
    """Whether it is anybody's day; where that would take long to find out, it may be."""
    plan, place = parent.plan.having(day=day), 0
    search = due.searched(store, config, plan, now, parent_id=parent.id)
    for _ in range(_STEPS):
        step = scanning.step(store, search, limit=1, after=place)
        if step.ids:
            return True
        if step.over:
            return False
        place = step.place
    return True
