"""What a campaign takes: when it first begins and would be through, what is left of the packages, what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from smsbox import outbox, pacing, purse
from smsbox.campaigns import figures, occasions
from smsbox.campaigns.audiences import Counts
from smsbox.campaigns.forecast import Road, finish_at
from smsbox.campaigns.plan import AT, BIRTHDAY, DAILY, Plan
from smsbox.clock import SECOND, Micros
from smsbox.config import Config, ModemConfig
from smsbox.outbox import MessageClass, State
from smsbox.pacing.calendar import local_date
from smsbox.sms.operators import operator_code, operator_of_imsi
from smsbox.store import Store, sims

_LATELY = ("cap", "frequency")
_LONG = ("per_month", "per_package")
_OWN_LIMITS = ("pacing.limit", "pacing.reserve", "pacing.slow")


def works(status: Mapping[str, Any]) -> bool:
    """Whether a modem, by what it tells of itself, sends: one that waits only for limits of its own does, too, since a
    forecast knows them.
    """
    state = status.get("state")
    return state in ("ready", "starting") or (state == "holding" and status.get("reason") in _OWN_LIMITS)


def working(config: Config, statuses: Iterable[Mapping[str, Any]]) -> list[ModemConfig]:
    """The configured modems that send, by what they tell of themselves."""
    ready = {each.get("name") for each in statuses if works(each)}
    return [modem for modem in config.modems if modem.name in ready]


def begins_at(plan: Plan, config: Config, now: Micros) -> Micros:
    """When it would first begin, launched at `now`; an hour of its recipients is taken for one of the shop."""
    start, zone, at = plan.start, config.region.zone, now
    if start.kind == AT:
        at = max(now, start.at or 0)
    elif start.standing:
        at = occasions.next_turn(start, now, zone) or now
    return at if plan.local_minute is None else occasions.next_local(plan.local_minute, at, zone)


def first_turn(plan: Plan, config: Config, begins: Micros) -> Plan:
    """The plan as its first turn has it; that of birthdays is for a whole year, since a day says little."""
    if plan.start.kind not in DAILY or plan.start.kind == BIRTHDAY:
        return plan
    return plan.having(day=occasions.day_of(begins, config.region.zone))


def in_a_year(plan: Plan, counts: Counts) -> Counts:
    """Of birthdays: who got something lately gets his greeting all the same, when his day comes."""
    if plan.start.kind != BIRTHDAY:
        return counts
    lately = sum(number for reason, number in counts.excluded.items() if reason in _LATELY)
    excluded = {reason: number for reason, number in counts.excluded.items() if reason not in _LATELY}
    return replace(counts, may_get=counts.may_get + lately, excluded=excluded)


def through_at(config: Config, plan: Plan, way: Road, taken: tuple[int, float, Micros], now: Micros) -> Micros | None:
    """When the last SMS of its first turn would leave, the wait for its pilot included; None: that cannot be said.
    `taken`: how many segments it has, how many each on average, and when it begins.
    """
    segments, each, begins = taken
    if plan.start.kind == BIRTHDAY:
        return None
    if begins > now:
        before = finish_at(replace(way, per_hour=0), 0, config, now)
        way = replace(way, ahead=0) if before is not None and before <= begins else way
        today = local_date(now, config.region.zone) == local_date(begins, config.region.zone)
        way = way if today else replace(way, sent_today=0)
    pilot = round(plan.pilot * each)
    if not 0 < pilot < segments:
        return finish_at(way, segments, config, begins)
    first = finish_at(way, pilot, config, begins)
    if first is None:
        return None
    rest = replace(way, ahead=0, sent_today=way.sent_today + pilot if way.sent_today or begins == now else 0)
    return finish_at(rest, segments - pilot, config, first + plan.pilot_wait_s * SECOND)


def road(store: Store, config: Config, plan: Plan, modems: Sequence[ModemConfig], each: float, now: Micros) -> Road:
    """What a campaign launched now has before it."""
    waiting = outbox.counts(store)
    ahead = sum(waiting.segments_of(State.QUEUED, kind=kind) for kind in MessageClass)
    today = figures.sent_today(store, config, modems, now)
    left, renews_at, of = _long_limits(store, config, modems, now)
    return Road(tuple(modems), ahead, today, plan.per_hour, each, left, renews_at, of)


def _long_limits(
    store: Store, config: Config, modems: Sequence[ModemConfig], now: Micros
) -> tuple[int | None, Micros | None, int]:
    """What the limits of a month or a package still permit advertising, when they count anew, and how much then; None:
    a modem has none.
    """
    lefts, renewals, of = 0, 0, 0
    seen = {sim.modem: sim for sim in sorted(sims.known(store), key=lambda each: each.last_seen_at)}
    for modem in modems:
        limits = [(name, most) for name in _LONG if (most := getattr(modem, name))]
        sim = seen.get(modem.name)
        if not limits or sim is None:
            return None, None, 0
        usage = pacing.load(store, sim.id, now=now, zone=config.region.zone, package_day=modem.package_day)
        wait = pacing.next_moment(modem, usage, now=now)
        name, most = min(limits, key=lambda each: wait.left[each[0]])
        lefts += max(wait.left[name] - modem.reserve, 0)
        renewals, of = max(renewals, wait.resets_at.get(name, now)), of + max(most - modem.reserve, 0)
    return (lefts, renewals, of) if modems else (None, None, 0)


def packages(store: Store, config: Config, now: Micros) -> tuple[int | None, int | None]:
    """What is left of the packages of all SIMs, and of how many; None where one of them has none."""
    lefts, of = list[int](), list[int | None]()
    newest = {sim.modem: sim for sim in sorted(sims.known(store), key=lambda each: each.last_seen_at)}
    for modem in config.modems:
        sim = newest.get(modem.name)
        if sim is None:
            continue
        operator = operator_code(modem.operator) if modem.operator else operator_of_imsi(sim.imsi)
        found = purse.look(store, sim.id, modem, operator=operator, now=now, zone=config.region.zone).forecast.package
        if found is None:
            return None, None
        lefts.append(found.left)
        of.append(found.of)
    known = [each for each in of if each is not None]
    return (sum(lefts), sum(known) if len(known) == len(of) else None) if lefts else (None, None)


def price(config: Config, segments: int, left: int | None) -> Decimal | None:
    """What `segments` cost beyond what is `left` of the packages, None: not known."""
    prices = [Decimal(str(modem.price)) for modem in config.modems if modem.price]
    beyond = segments if left is None else max(segments - left, 0)
    return max(prices) * beyond if prices else None
