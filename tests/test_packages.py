"""Packages, warm-up and the reserve: counted between the right midnights, deferring marketing before replies."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox import pacing
from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros, micros
from smsbox.config import PaceConfig as Limits
from smsbox.outbox import MessageClass
from smsbox.pacing import Told, Usage
from smsbox.pacing.calendar import day_end, local_date, month_end, package_end, package_start
from smsbox.pacing.limits import warm_up_ceiling

KYIV = ZoneInfo("Europe/Kyiv")
ZONES = [KYIV, ZoneInfo("Asia/Kathmandu"), ZoneInfo("Asia/Beirut"), ZoneInfo("America/Santiago"), ZoneInfo("UTC")]
"""Beirut and Santiago put their clocks forward at midnight: that midnight does not exist."""


def at(text: str, zone: ZoneInfo = KYIV) -> Micros:
    return micros(datetime.fromisoformat(text).replace(tzinfo=zone))


def used(many: int, when: Micros, **fields: object) -> Usage:
    usage = Usage(KYIV, **fields)  # type: ignore[arg-type]
    for _ in range(many):
        usage = usage.add(when)
    return usage


# ── the calendar


@pytest.mark.parametrize(
    ("now", "day", "start", "end"),
    [
        ("2026-11-20T12:00", 3, "2026-11-03", "2026-12-03"),
        ("2026-11-02T23:59", 3, "2026-10-03", "2026-11-03"),
        ("2026-11-03T00:00", 3, "2026-11-03", "2026-12-03"),
        ("2026-02-27T12:00", 31, "2026-01-31", "2026-02-28"),
        ("2026-02-28T00:00", 31, "2026-02-28", "2026-03-31"),
        ("2028-02-29T12:00", 31, "2028-02-29", "2028-03-31"),
        ("2026-03-30T12:00", 31, "2026-02-28", "2026-03-31"),
        ("2026-04-30T12:00", 30, "2026-04-30", "2026-05-30"),
        ("2026-12-31T12:00", 15, "2026-12-15", "2027-01-15"),
        ("2026-01-14T12:00", 15, "2025-12-15", "2026-01-15"),
    ],
)
def test_a_package_lasts_from_its_day_to_the_same_day_of_the_next_month(
    now: str, day: int, start: str, end: str
) -> None:
    assert package_start(at(now), KYIV, day) == at(f"{start}T00:00")
    assert package_end(at(now), KYIV, day) == at(f"{end}T00:00")


@settings(max_examples=300, deadline=None)
@given(
    now=st.integers(at("2015-01-01T00:00"), at("2035-01-01T00:00")),
    day=st.integers(1, 31),
    zone=st.sampled_from(ZONES),
)
def test_packages_follow_each_other_without_gap_or_overlap(now: Micros, day: int, zone: ZoneInfo) -> None:
    start, end = package_start(now, zone, day), package_end(now, zone, day)
    assert start <= now < end
    assert package_start(end, zone, day) == end, "the next begins where this one ends"
    assert package_end(start - 1, zone, day) == start
    assert 28 * DAY - HOUR <= end - start <= 31 * DAY + HOUR
    begins = local_date(start, zone)
    assert begins.day == min(day, calendar.monthrange(begins.year, begins.month)[1])
    assert local_date(start - 1, zone) == begins - timedelta(days=1), "not a moment of the day before"
    assert now < day_end(now, zone) <= month_end(now, zone)
    assert package_start(now, zone, 1) == package_start(month_end(now, zone) - 1, zone, 1)


# ── the package


def test_the_package_defers_to_its_renewal() -> None:
    now = at("2026-11-20T12:00")
    limits = Limits(per_package=3)
    usage = used(3, now, package_day=3)
    wait = pacing.next_moment(limits, usage, now=now)
    renewal = at("2026-12-03T00:00")
    assert (wait.seconds, wait.reason) == ((renewal - now) / SECOND, "per_package")
    assert (wait.left, wait.resets_at) == ({"per_package": 0}, {"per_package": renewal})
    assert pacing.next_moment(limits, usage, now=renewal - 1).seconds > 0
    assert pacing.next_moment(limits, usage, now=renewal).left == {"per_package": 3}


def test_what_the_operator_says_counts_more_than_our_own_count() -> None:
    now, until = at("2026-11-20T12:00"), at("2026-11-25T00:00")
    limits = Limits(per_package=1000)
    usage = used(10, now).with_told(Told(2, until))
    assert pacing.next_moment(limits, usage, now=now).left == {"per_package": 2}
    usage = usage.add(now).add(now)
    wait = pacing.next_moment(limits, usage, now=now)
    assert (wait.seconds, wait.reason) == ((until - now) / SECOND, "per_package")
    assert pacing.next_moment(limits, usage.without_last(), now=now).left == {"per_package": 1}
    renewed = pacing.next_moment(limits, usage, now=until)
    assert renewed.left == {"per_package": 988}, "once renewed, our own count is all there is"
    assert pacing.next_moment(Limits(), usage, now=now).seconds == 0, "without a package there is no such limit"


def test_resets_are_told_for_every_quota() -> None:
    now = at("2026-11-20T12:00")
    limits = Limits(per_minute=2, per_hour=9, per_day=5, per_month=50, per_package=40)
    wait = pacing.next_moment(limits, used(2, now, package_day=31), now=now)
    assert wait.resets_at == {
        "per_minute": now + MINUTE,
        "per_day": at("2026-11-21T00:00"),
        "per_month": at("2026-12-01T00:00"),
        "per_package": at("2026-11-30T00:00"),
    }
    assert wait.reason == "per_minute"


# ── the reserve


def test_the_reserve_is_for_replies() -> None:
    now = at("2026-11-20T12:00")
    limits = Limits(per_day=5, reserve=2)
    assert pacing.REPLIES == (MessageClass.REPLY,)
    free = pacing.next_moment(limits, used(2, now), now=now)
    assert (free.seconds, free.kinds, free.others_reason) == (0.0, None, None)
    for sent in (3, 4):
        wait = pacing.next_moment(limits, used(sent, now), now=now)
        assert (wait.seconds, wait.reason, wait.kinds) == (0.0, None, (MessageClass.REPLY,))
        assert (wait.others_s, wait.others_reason) == (12 * 3600, "per_day")
    over = pacing.next_moment(limits, used(5, now), now=now)
    assert (over.seconds, over.reason) == (12 * 3600, "per_day")


@pytest.mark.parametrize("quota", ["per_day", "per_month", "per_package"])
def test_every_counted_quota_keeps_the_reserve_and_rolling_ones_none(quota: str) -> None:
    now = at("2026-11-20T12:00")
    assert pacing.next_moment(Limits(**{quota: 5}, reserve=5), Usage(KYIV), now=now).others_reason == quota
    assert pacing.next_moment(Limits(per_minute=5, per_hour=5, reserve=5), Usage(KYIV), now=now).kinds is None


# ── warming up


def test_a_new_sim_begins_with_twenty_and_is_warm_at_last() -> None:
    unlimited = [warm_up_ceiling(Limits(warm_up=14), day) for day in range(1, 16)]
    assert unlimited[0] == 20
    assert unlimited[12] == 463
    assert unlimited[13:] == [None, None]
    assert warm_up_ceiling(Limits(warm_up=1), 1) == 20
    assert warm_up_ceiling(Limits(warm_up=1), 2) is None
    assert warm_up_ceiling(Limits(), 1) is None


@settings(max_examples=100, deadline=None)
@given(days=st.integers(2, 90), limit=st.integers(0, 5000))
def test_warming_up_never_steps_back_and_never_passes_the_limit(days: int, limit: int) -> None:
    limits = Limits(per_day=limit, warm_up=days)
    ceilings = [warm_up_ceiling(limits, day) for day in range(1, days)]
    assert ceilings[0] == 20
    assert all(a is not None and b is not None and a <= b for a, b in pairwise(ceilings))
    if limit > 20:
        assert ceilings[-1] is not None and ceilings[-1] < limit
    assert warm_up_ceiling(limits, days) is None


def test_days_of_a_new_sim_are_calendar_days() -> None:
    limits = Limits(warm_up=3)
    first_seen = at("2026-11-20T23:50")
    usage = used(20, at("2026-11-20T23:55"), first_seen_at=first_seen)
    wait = pacing.next_moment(limits, usage, now=at("2026-11-20T23:56"))
    assert (wait.seconds, wait.reason, wait.left) == (240.0, "warm_up", {"warm_up": 0})
    next_day = pacing.next_moment(limits, usage, now=at("2026-11-21T00:00"))
    assert (next_day.seconds, next_day.left) == (0.0, {"warm_up": 260})
    assert pacing.next_moment(limits, usage, now=at("2026-11-22T00:00")).left == {}
    before = pacing.next_moment(limits, Usage(KYIV, first_seen_at=first_seen), now=at("2026-11-01T00:00"))
    assert before.left == {"warm_up": 20}, "a clock that went back makes no SIM old"


@settings(max_examples=40, deadline=None)
@given(
    limits=st.builds(
        Limits,
        per_day=st.integers(0, 40),
        per_month=st.integers(0, 90),
        per_package=st.integers(0, 60),
        reserve=st.integers(0, 5),
        warm_up=st.integers(0, 4),
    ),
    package_day=st.integers(1, 31),
    start=st.integers(0, 60 * 86400),
    replies=st.lists(st.booleans(), min_size=60, max_size=60),
)
def test_whoever_waits_as_told_never_exceeds_a_quota_nor_touches_the_reserve(
    limits: Limits, package_day: int, start: int, replies: list[bool]
) -> None:
    now = at("2026-10-01T00:00") + start * SECOND
    usage = Usage(KYIV, package_day=package_day, first_seen_at=now)
    sent: list[tuple[Micros, bool]] = []
    for reply in replies:
        for _ in range(60):
            wait = pacing.next_moment(limits, usage, now=now)
            seconds = wait.seconds or (0.0 if reply or wait.kinds is None else wait.others_s)
            if seconds == 0:
                usage = usage.add(now)
                sent.append((now, reply))
                now += 7 * MINUTE
                break
            now += round(seconds * SECOND)
        else:
            # A reserve as large as its quota: only replies ever pass.
            assert not reply
    spans = {
        "per_day": lambda moment: local_date(moment, KYIV),
        "per_month": lambda moment: local_date(moment, KYIV).replace(day=1),
        "per_package": lambda moment: package_start(moment, KYIV, package_day),
    }
    for name, span_of in spans.items():
        quota = getattr(limits, name)
        for span in {span_of(moment) for moment, _ in sent} if quota else ():
            within = [reply for moment, reply in sent if span_of(moment) == span]
            assert len(within) <= quota
            assert all(reply for reply in within[max(quota - limits.reserve, 0) :])
    if limits.warm_up and sent:
        first: date = local_date(usage.first_seen_at or 0, KYIV)
        assert sum(local_date(moment, KYIV) == first for moment, _ in sent) <= 20
