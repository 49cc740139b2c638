"""Rates and quotas: deferred to the exact moment, never exceeded, in the shop's days and months."""

from __future__ import annotations

import random
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox import pacing
from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros, micros
from smsbox.config import PaceConfig as Limits
from smsbox.pacing import Usage
from smsbox.store import Store

KYIV = ZoneInfo("Europe/Kyiv")
NEPAL = ZoneInfo("Asia/Kathmandu")


def at(text: str, zone: ZoneInfo = KYIV) -> Micros:
    return micros(datetime.fromisoformat(text).replace(tzinfo=zone))


NOON = at("2026-11-20T12:00")


def used(moments: list[Micros], zone: ZoneInfo = KYIV) -> Usage:
    usage = Usage(zone)
    for moment in moments:
        usage = usage.add(moment)
    return usage


def test_no_limits_no_wait() -> None:
    wait = pacing.next_moment(Limits(), used([NOON]), now=NOON)
    assert (wait.seconds, wait.reason, dict(wait.left)) == (0.0, None, {})


def test_gap() -> None:
    usage = used([NOON])
    limits = Limits(gap=5)
    assert pacing.next_moment(limits, usage, now=NOON + 2 * SECOND).seconds == 3.0
    assert pacing.next_moment(limits, usage, now=NOON + 2 * SECOND).reason == "gap"
    assert pacing.next_moment(limits, usage, now=NOON + 5 * SECOND).seconds == 0.0
    assert pacing.next_moment(limits, usage, now=NOON, gap_s=7.5).seconds == 7.5


def test_gap_is_spread_within_its_bounds_and_is_not_constant() -> None:
    rng = random.Random(1)
    gaps = [pacing.gap(Limits(gap=10, spread=0.3), rng) for _ in range(500)]
    assert 7 <= min(gaps) < 7.5
    assert 12.5 < max(gaps) <= 13
    assert pacing.gap(Limits(), rng) == 0.0


def test_after_a_clock_that_went_back_one_gap_is_waited_for() -> None:
    wait = pacing.next_moment(Limits(gap=5, per_minute=10), used([NOON]), now=NOON - HOUR)
    assert wait.seconds == 5.0


def test_rolling_minute() -> None:
    usage = used([NOON, NOON + 10 * SECOND, NOON + 20 * SECOND])
    wait = pacing.next_moment(Limits(per_minute=3), usage, now=NOON + 30 * SECOND)
    assert (wait.seconds, wait.reason, wait.left) == (30.0, "per_minute", {"per_minute": 0})
    assert pacing.next_moment(Limits(per_minute=3), usage, now=NOON + 60 * SECOND).left == {"per_minute": 1}
    assert pacing.next_moment(Limits(per_minute=4), usage, now=NOON + 30 * SECOND).left == {"per_minute": 1}


def test_rolling_hour() -> None:
    usage = used([NOON, NOON + 10 * MINUTE])
    wait = pacing.next_moment(Limits(per_hour=2), usage, now=NOON + 30 * MINUTE)
    assert (wait.seconds, wait.reason) == (1800.0, "per_hour")
    assert pacing.next_moment(Limits(per_hour=2), usage, now=NOON + HOUR).seconds == 0.0


def test_day_ends_at_local_midnight() -> None:
    late = at("2026-11-20T23:59:30")
    usage = used([late])
    wait = pacing.next_moment(Limits(per_day=1), usage, now=late)
    assert (wait.seconds, wait.reason) == (30.0, "per_day")
    assert pacing.next_moment(Limits(per_day=1), usage, now=late + 30 * SECOND).seconds == 0.0


def test_month_ends_at_local_midnight_and_the_longest_wait_is_named() -> None:
    usage = used([at("2026-11-20T12:00")])
    now = at("2026-11-30T12:00")
    wait = pacing.next_moment(Limits(gap=5, per_day=1, per_month=1), usage, now=now)
    assert (wait.seconds, wait.reason) == (43200.0, "per_month")
    assert wait.left == {"per_day": 1, "per_month": 0}
    assert pacing.next_moment(Limits(per_month=1), usage, now=at("2026-12-01T00:00")).seconds == 0.0


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-20", 24)])
def test_days_of_23_and_25_hours(day: str, hours: int) -> None:
    midnight = at(f"{day}T00:00")
    wait = pacing.next_moment(Limits(per_day=1), used([midnight]), now=midnight)
    assert wait.seconds == hours * 3600


def test_taken_back() -> None:
    usage = used([NOON, NOON + SECOND]).without_last()
    assert (usage.day, usage.month, len(usage.recent)) == (1, 1, 1)


@settings(max_examples=60, deadline=None)
@given(
    limits=st.builds(
        Limits,
        gap=st.sampled_from([0.0, 0.5, 7.0]),
        per_minute=st.integers(0, 6),
        per_hour=st.integers(0, 40),
        per_day=st.integers(0, 60),
    ),
    start=st.integers(0, 2 * 86400),
)
def test_whoever_waits_as_told_never_exceeds_a_limit(limits: Limits, start: int) -> None:
    now = at("2026-10-24T00:00") + start * SECOND
    usage, moments = Usage(KYIV), []
    for _ in range(80):
        wait = pacing.next_moment(limits, usage, now=now)
        now += round(wait.seconds * SECOND) + (SECOND // 10 if wait.seconds == 0 else 0)
        if wait.seconds == 0:
            usage = usage.add(now)
            moments.append(now)
    for quota, window in ((limits.per_minute, MINUTE), (limits.per_hour, HOUR)):
        if quota:
            # Half a window apart at most: the window is half open.
            assert all(late - early >= window for early, late in zip(moments, moments[quota:], strict=False))
    if limits.per_day:
        days = [datetime.fromtimestamp(moment / SECOND, KYIV).date() for moment in moments]
        assert max(days.count(day) for day in set(days)) <= limits.per_day
    assert all(b - a >= limits.gap * SECOND for a, b in pairwise(moments))


# ── the record


@pytest.fixture
def store(tmp_path: Path):
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


def record(store: Store, moments: list[Micros]) -> None:
    with store.write():
        for moment in moments:
            pacing.record(store, 1, moment)


def test_a_restart_forgets_no_quota(store: Store) -> None:
    moments = [NOON - 20 * DAY, NOON - DAY, NOON - 2 * HOUR, NOON - 30 * MINUTE, NOON - 90 * SECOND, NOON - 5 * SECOND]
    record(store, moments)
    usage = pacing.load(store, 1, now=NOON, zone=KYIV)
    assert (usage.month, usage.day, len(usage.recent), usage.last_at) == (5, 4, 3, NOON - 5 * SECOND)
    for limits in (
        Limits(per_minute=1),
        Limits(per_hour=3),
        Limits(per_day=4),
        Limits(per_month=5),
        Limits(gap=6),
    ):
        assert pacing.next_moment(limits, usage, now=NOON).seconds > 0
    for limits in (
        Limits(per_minute=2),
        Limits(per_hour=4),
        Limits(per_day=5),
        Limits(per_month=6),
        Limits(gap=5),
    ):
        assert pacing.next_moment(limits, usage, now=NOON).seconds == 0
    assert pacing.load(store, 2, now=NOON, zone=KYIV) == Usage(KYIV)


def test_loaded_usage_is_never_looser_than_what_really_happened(store: Store) -> None:
    rng = random.Random(3)
    moments = sorted(NOON - rng.randrange(2 * HOUR) for _ in range(40))
    record(store, moments)
    loaded, real = pacing.load(store, 1, now=NOON, zone=KYIV), used(moments)
    for quota in range(1, 30):
        for limits in (Limits(per_minute=quota), Limits(per_hour=quota)):
            wait = pacing.next_moment(limits, loaded, now=NOON).seconds
            truth = pacing.next_moment(limits, real, now=NOON).seconds
            assert truth <= wait <= truth + 60


def test_days_of_zones_that_are_not_whole_hours_away(store: Store) -> None:
    midnight = at("2026-11-20T00:00", NEPAL)
    record(store, [midnight - MINUTE, midnight + MINUTE])
    assert pacing.load(store, 1, now=midnight + HOUR, zone=NEPAL).day == 1


def test_give_back_and_prune(store: Store) -> None:
    record(store, [NOON - 90 * DAY, NOON, NOON])
    pacing.give_back(store, 1, NOON)
    pacing.give_back(store, 1, NOON - DAY)
    assert pacing.load(store, 1, now=NOON, zone=KYIV).day == 1
    assert pacing.prune(store, NOON) == 1
    assert pacing.prune(store, NOON) == 0


def test_backoff_grows_to_an_hour() -> None:
    assert [pacing.backoff(attempt) for attempt in (1, 2, 3, 4, 5, 99)] == [30, 120, 600, 1800, 3600, 3600]
