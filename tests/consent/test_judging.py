"""Whether somebody may be written to: every reason, and the cap against counting by hand."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import DAY, HOUR, DaySpan
from smsbox.consent import LATER, REFUSALS, Rules, Standing, State, Verdict, judge
from smsbox.i18n.causes.consent import NOT_NOW, NOT_PERMITTED
from tests.test_quiet import KYIV, at

NOON = at("2026-11-23T12:00")
AGREED = Standing("+380500000001", State.AGREED, since=1)
RULES = Rules(quiet=DaySpan(20 * 60, 9 * 60), holidays=("12-25",), zone=KYIV)


def verdict(standing: Standing = AGREED, *written: int, now: int = NOON, **more: object) -> Verdict:
    return judge(standing, written, **{"now": now, "rules": RULES, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (AGREED, None),
        (Standing("+1"), "consent"),
        (replace(AGREED, state=State.ASKED), "asked"),
        (replace(AGREED, state=State.DECLINED), "declined"),
        (replace(AGREED, state=State.LEFT, marked="left"), "left"),
        (Standing("+1", marked="left"), "suppressed"),
        (Standing("+1", marked="erased"), "suppressed"),
        (replace(AGREED, marked="left"), "suppressed"),
        (replace(AGREED, prefers_call=True), "prefers_call"),
        (replace(AGREED, topics=()), "topic"),
        (replace(AGREED, hours=DaySpan(21 * 60, 22 * 60)), "no_hours"),
    ],
)
def test_who_may_be_written_to(standing: Standing, reason: str | None) -> None:
    assert verdict(standing) == Verdict(reason)
    assert verdict(standing).refused is (reason is not None)


def test_every_reason_has_words() -> None:
    assert set(NOT_PERMITTED) == set(REFUSALS) and set(NOT_NOW) == set(LATER)


def test_topics() -> None:
    bread = replace(AGREED, topics=("Хліб",))
    assert verdict(bread, topic="хліб").allowed
    assert verdict(bread, topic="кава").reason == "topic"
    assert verdict(bread).reason == "topic", "he said bread, and this is about anything"
    assert verdict(AGREED, topic="кава").allowed


def test_his_own_frequency_is_told_before_the_cap() -> None:
    monthly = replace(AGREED, every_days=30)
    assert verdict(monthly, NOON - 20 * DAY) == Verdict("frequency", again=NOON + 10 * DAY)
    assert verdict(monthly, NOON - 30 * DAY).allowed
    assert verdict(AGREED, NOON - 10 * DAY) == Verdict("cap", again=NOON + 4 * DAY)
    assert verdict(replace(AGREED, every_days=1), NOON - 10 * DAY).reason == "cap", "the shop's own is never widened"


def test_what_waits_counts_as_what_was_sent() -> None:
    assert verdict(AGREED, NOON + 3 * DAY).reason == "cap"
    assert verdict(AGREED, NOON + 14 * DAY).allowed


def test_later_is_no_refusal() -> None:
    night = at("2026-11-23T20:00")
    assert verdict(now=night) == Verdict("quiet", at("2026-11-24T09:00"))
    assert not verdict(now=night).refused and not verdict(now=night).allowed
    assert verdict(now=at("2026-12-25T12:00")) == Verdict("holiday", at("2026-12-26T09:00"))
    evening = replace(AGREED, hours=DaySpan(17 * 60, 20 * 60))
    assert verdict(evening) == Verdict("hours", at("2026-11-23T17:00"))


def test_where_he_is_counts_and_not_where_the_shop_is() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")  # seven hours later than Kyiv in winter
    assert verdict(zone=tokyo, now=at("2026-11-23T12:59")).allowed
    assert verdict(zone=tokyo, now=at("2026-11-23T13:00")) == Verdict("quiet", at("2026-11-24T02:00"))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 60 * 24), max_size=12), st.integers(1, 4), st.integers(1, 20), st.integers(0, 60 * 24))
def test_the_cap_counts_back_from_now(hours: list[int], cap: int, days: int, now: int) -> None:
    written = [each * HOUR for each in hours]
    rules = Rules(cap=cap, cap_days=days)
    found = judge(AGREED, written, now=now * HOUR, rules=rules)
    near = [each for each in written if abs(now * HOUR - each) < days * DAY]
    assert found.allowed == (len(near) < cap)
    if not found.allowed:
        assert found.again is not None and found.again > now * HOUR
        past = [each for each in written if each <= now * HOUR]
        if len(past) == len(written):
            assert judge(AGREED, written, now=found.again, rules=rules).allowed
            assert not judge(AGREED, written, now=found.again - 1, rules=rules).allowed
