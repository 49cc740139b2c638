"""The look before the launch: whom it reaches, what it takes, when it would be through, what speaks against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox import campaigns, consent, coupons
from smsbox.campaigns import Level, Plan, Report, Start, Variant, audiences, words
from smsbox.campaigns.forecast import Road, finish_at
from smsbox.campaigns.plan import AFTER, AT, BIRTHDAY, WIN_BACK
from smsbox.clock import DAY, HOUR, SECOND, DaySpan, Micros, micros
from smsbox.config import ModemConfig
from smsbox.contacts import State, Wanted
from smsbox.i18n.translator import translator
from tests.campaigns.shop import START, TEXT, Till, config, number, plan

KYIV = ZoneInfo("Europe/Kyiv")
_CONFIG = config(Path("/nowhere"))
MODEM = ModemConfig(name="main", port="/dev/null", price=0.5)


@pytest.fixture
def till(anywhere: Till) -> Till:
    anywhere.config = replace(anywhere.config, modems=(MODEM,))
    return anywhere


def report(till: Till, plan_: Plan | None = None, **how: object) -> Report:
    return campaigns.preflight(till.store, till.config, plan_ or plan(), till.now, [MODEM], **how)


def keys(found: Report, level: Level) -> set[str]:
    return {each.key for each in found.checks if each.level is level}


def test_whom_it_reaches_and_why_not_the_others(till: Till) -> None:
    till.people(20, state=State.CUSTOMER)
    till.people(10, first=50)
    till.people(5, first=100, agreed=False)
    till.leave(*till.people(3, first=200))
    found = report(till).counts
    assert (found.matching, found.may_get, found.customers, found.leads) == (38, 30, 20, 10)
    assert found.excluded == {"consent": 5, "left": 3} and found.exact


def test_what_is_counted_is_what_then_happens(till: Till) -> None:
    till.people(30)
    till.people(5, first=100, agreed=False)
    consent.choose(till.store, "+380500000001", at=till.now, topics=["tea"], how="staff", evidence="asked")
    wanted = plan(topic="coffee")
    said = report(till, wanted).counts
    campaign = till.launched(wanted)
    till.run()
    done = till.get(campaign)
    assert (done.fed, done.skipped) == (said.may_get, sum(said.excluded.values()))
    assert dict(till.reasons(campaign)) == dict(said.excluded)


def test_counting_goes_on_where_it_was(till: Till) -> None:
    till.people(1_200)
    first = audiences.counts(till.store, plan(), till.config, till.now)
    assert not first.exact and 0 < first.may_get < 1_200
    whole = audiences.counts(till.store, plan(), till.config, till.now, go_on=lambda: True, after=first)
    assert whole.exact and whole.may_get == 1_200


def test_nobody_chosen_is_nobody(till: Till) -> None:
    till.people(3)
    found = report(till, plan(audience=Wanted()))
    assert found.counts.matching == 0 and "nobody" in keys(found, Level.STOP)


def test_segments_and_price_are_those_of_the_texts(till: Till) -> None:
    till.people(40, name="Oksana")
    found = report(till, plan(TEXT + " " + "x" * 100))
    assert (found.segments, found.most_each, found.sure) == (80, 2, True)
    assert found.price == Decimal("40.0")
    assert report(till, plan(holdout=0.5)).segments == 20


@pytest.mark.parametrize(
    ("text", "key", "level"),
    [
        ("Zerno: coffee -20% for {name|you}", "contact", Level.STOP),
        ("Zerno: {name}, coffee, call 0500000001", "no_fallback", Level.WARN),
        ("Zerno: {name|friend}, {coupon}, call 0500000001", "no_series", Level.STOP),
        ("Zerno: coffee, call 0500000001", "impersonal", Level.WARN),
    ],
)
def test_what_is_wrong_with_the_text_is_told(till: Till, text: str, key: str, level: Level) -> None:
    till.people(2)
    assert key in keys(report(till, plan(text)), level)


def test_what_speaks_for_patience(till: Till) -> None:
    till.people(320)
    found = keys(report(till), Level.WARN)
    assert {"everyone", "no_pilot"} <= found
    made = till.draft()
    assert "untested" in keys(report(till, campaign=made), Level.WARN)
    narrow = plan(audience=Wanted(states=(State.LEAD,)), pilot=20)
    assert not keys(report(till, narrow), Level.WARN) & {"everyone", "no_pilot"}


def test_of_several_texts_it_is_said_which_is_meant(till: Till) -> None:
    till.people(3)
    several = plan(variants=(Variant("Zerno: {name|friend}, call 0500000001"), Variant("{name|friend}, coffee")))
    found = campaigns.preflight(till.store, till.config, several, till.now, [])
    (stop,) = [each for each in found.checks if each.key == "contact"]
    assert words.check(translator("en"), stop, KYIV, till.now).cause == "B: Nobody is told how to answer."


def test_coupons_that_are_over_or_nearly_so_are_told(till: Till) -> None:
    till.people(3)
    text = "Zerno: {name|friend}, {coupon}, call 0500000001"
    for days, key, level in ((-1, "series_over", Level.STOP), (0.5, "series_ends", Level.WARN), (9, "", Level.OK)):
        until = till.now + int(days * DAY)
        series = coupons.make_series(till.store, name="C", by="Olha", now=till.now, valid_until=until)
        found = campaigns.preflight(till.store, till.config, plan(text, series_id=series.id), till.now, [])
        told = {each.key for each in found.checks if each.key.startswith("series_") and each.level is level}
        assert told == ({key} if key else set())


def test_too_few_coupons_and_no_modem_are_told(till: Till) -> None:
    till.people(10)
    series = coupons.make_series(till.store, name="C", pool=["AAAA1111", "BBBB2222"], by="Olha", now=till.now)
    text = "Zerno: {name|friend}, {coupon}, call 0500000001"
    found = campaigns.preflight(till.store, till.config, plan(text, series_id=series.id), till.now, [])
    assert "few_coupons" in keys(found, Level.STOP)
    assert "no_modem" in keys(found, Level.WARN)
    assert found.finish_at is None


def test_an_offer_that_ends_too_soon_is_told(till: Till) -> None:
    till.people(60)
    slow = replace(MODEM, per_hour=10)
    found = campaigns.preflight(till.store, till.config, plan(valid_hours=2), till.now, [slow])
    assert "late" in keys(found, Level.WARN)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_everything_it_finds_can_be_told(till: Till, language: str) -> None:
    tr = translator(language)
    for key in words.CHECKS:
        facts = dict.fromkeys(("count", "of", "segments", "left", "days", "sent", "most"), 3)
        check = campaigns.Check(key, Level.WARN, {**facts, "name": "Spring", "until": START, "finish": START})
        told = words.check(tr, check, KYIV, START)
        assert "?" not in told.cause + told.step and "{" not in told.cause.replace("{name|", "")


# ── what it comes to when it begins later, or again and again


def test_a_moment_to_come_is_looked_at_as_of_then(till: Till) -> None:
    """Who got something yesterday may get it in a month, and it is not through today."""
    till.people(20)
    campaign = till.launched()
    till.run()
    till.settle(campaign)
    assert report(till).counts.may_get == 0
    later = till.now + 30 * DAY
    found = report(till, plan(start=Start(AT, at=later)))
    assert (found.counts.may_get, found.begins_at) == (20, later)
    assert found.finish_at is not None and later < found.finish_at < later + HOUR


def test_the_wait_for_the_pilot_is_part_of_how_long_it_takes(till: Till) -> None:
    till.people(100)
    at_once, careful = report(till), report(till, plan(pilot=20, pilot_wait_s=7200))
    assert at_once.finish_at is not None and careful.finish_at == at_once.finish_at + 2 * HOUR


def test_what_a_month_permits_takes_until_the_next(till: Till) -> None:
    till.people(60)
    few = replace(MODEM, name="m", per_month=40, reserve=10)
    found = campaigns.preflight(till.store, till.config, plan(), till.now, [few])
    assert found.finish_at is not None and at("2026-12-01 00:00") <= found.finish_at < at("2026-12-02 00:00")
    (told,) = (each for each in found.checks if each.key == "limit")
    assert told.facts == {"segments": 60, "left": 30, "until": at("2026-12-01 00:00")}
    enough = campaigns.preflight(till.store, till.config, plan(), till.now, [replace(few, per_month=70)])
    assert "limit" not in keys(enough, Level.WARN)


def test_birthdays_are_told_for_a_year_and_winning_back_for_the_first_time(till: Till) -> None:
    till.people(6, birthday="03-08")
    till.people(5, first=100)
    born = report(till, plan(start=Start(BIRTHDAY)))
    assert (born.counts.may_get, born.finish_at) == (6, None)
    assert "reaches_yearly" in keys(born, Level.OK) and not born.stops and "endless" not in keys(born, Level.WARN)
    with till.store.write():
        till.store.run("UPDATE contacts SET bought_at = ? WHERE number <= ?", till.now - 100 * DAY, number(4))
    back = report(till, plan(start=Start(WIN_BACK, days=90)))
    assert back.counts.may_get == back.segments == 4
    assert report(till, plan(start=Start(AFTER, days=7))).stops == (), "nobody's day yet is no reason not to begin"
    campaign = till.launched()
    till.run()
    till.settle(campaign)
    born = report(till, plan(start=Start(BIRTHDAY)))
    assert born.counts.may_get == born.segments == 6, "who got something today has his birthday another day"


def test_a_campaign_that_was_stopped_for_those_who_left_is_remembered(till: Till) -> None:
    known = till.people(60)
    campaign = till.launched()
    till.run()
    till.settle(campaign)
    till.leave(*known[:4])
    till.run()
    campaigns.cancel(till.store, campaign.id, now=till.now)
    assert "leaving_before" in keys(report(till), Level.STOP)


# ── when it would be through


def at(text: str) -> Micros:
    return micros(datetime.fromisoformat(text).replace(tzinfo=KYIV))


def road(**more: object) -> Road:
    return Road((replace(MODEM, per_hour=60, gap=0.0),), **more)


def test_by_the_pace_of_the_modems_and_what_waits_before(till: Till) -> None:
    assert finish_at(road(), 60, till.config, START) == START + HOUR
    assert finish_at(road(ahead=30), 60, till.config, START) == START + 90 * 60 * SECOND


def test_over_the_night_and_over_a_holiday(till: Till) -> None:
    made = replace(till.config, sending=replace(till.config.sending, quiet=DaySpan(20 * 60, 9 * 60)))
    assert finish_at(road(), 120, made, at("2026-11-23 19:00")) == at("2026-11-24 10:00")
    made = replace(made, shop=replace(made.shop, holidays=("11-24",)))
    assert finish_at(road(), 120, made, at("2026-11-23 19:00")) == at("2026-11-25 10:00")


def test_a_limit_a_day_takes_days(till: Till) -> None:
    slow = Road((replace(MODEM, per_hour=60, per_day=100),), sent_today=40)
    begins = at("2026-11-23 10:00")
    assert finish_at(slow, 60, till.config, begins) == begins + HOUR
    assert finish_at(slow, 220, till.config, begins) == at("2026-11-25 01:00")
    assert finish_at(Road(()), 1, till.config, begins) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4_000), st.integers(0, 500), st.integers(0, 400), st.integers(0, 3 * DAY), st.booleans())
def test_more_never_takes_less(segments: int, ahead: int, per_day: int, wait: Micros, quiet: bool) -> None:
    made = replace(_CONFIG, sending=replace(_CONFIG.sending, quiet=DaySpan(20 * 60, 9 * 60) if quiet else None))
    way = Road((replace(MODEM, per_hour=120, per_day=per_day),), ahead)
    found = finish_at(way, segments, made, START + wait)
    more = finish_at(way, segments + 1, made, START + wait)
    assert found is None or found >= START + wait
    assert more is None or (found is not None and more >= found)
