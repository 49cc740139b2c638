"""What operators answered and what became of a SIM's segments, kept alike by both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from smsbox import money, pacing, purse
from smsbox.clock import DAY, HOUR, MINUTE, SECOND
from smsbox.config import ModemConfig
from smsbox.money import Understood
from smsbox.pacing import drift
from smsbox.pacing.drift import Minute, Step
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, START, Shop

KYIV = ZoneInfo("Europe/Kyiv")
NOON = 1_795_341_600 * SECOND
"""22 November 2026, 12:00 in Kyiv."""


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


def recorded(shop: Shop) -> list[Minute]:
    return pacing.outcomes(shop.store, shop.sim, since=0, before=shop.now // MINUTE + 1)


# ── readings


def test_readings_are_kept_as_they_were(store: Store) -> None:
    understood = Understood(Decimal("-12.345"), "UAH", 412, 1000, date(2026, 12, 3))
    noted = money.note(store, 1, NOON, "*111#", "Баланс\n-12.345\0 €", understood)
    assert money.latest(store, 1) == noted
    assert (noted.money, noted.answer, noted.understood) == (Decimal("-12.35"), "Баланс\n-12.345 €", True)
    assert (noted.left, noted.of, noted.renews_on) == (412, 1000, date(2026, 12, 3))
    assert money.latest(store, 2) is None
    assert money.standing(store, 2) == money.Standing()


def test_balance_and_package_may_come_from_different_answers(store: Store) -> None:
    package = money.note(store, 1, NOON, "*112#", "412 SMS", Understood(left=412))
    balance = money.note(store, 1, NOON + 1, "*111#", "45 грн", Understood(Decimal(45)))
    strange = money.note(store, 1, NOON + 2, "*111#", "?", None)
    money.note(store, 1, NOON + 3, "*111#", "", None)
    money.note(store, 2, NOON + 4, "*111#", "of another SIM", Understood(left=0))
    standing = money.standing(store, 1)
    assert (standing.last, standing.money, standing.package) == (strange, balance, package)
    assert standing.unanswered is not None and standing.unanswered.at == NOON + 3
    assert money.history(store, 1, NOON + 1) == [balance, strange]


def test_failures_are_counted_until_an_answer_comes(store: Store) -> None:
    assert money.attempts(store, 1, "*111#") == money.Attempts()
    for count in range(1, 4):
        money.note(store, 1, NOON + count, "*111#", "", None)
        assert money.attempts(store, 1, "*111#") == money.Attempts(NOON + count, count)
    money.note(store, 1, NOON + 9, "*111#", "not understood, but an answer", None)
    assert money.attempts(store, 1, "*111#") == money.Attempts(NOON + 9, 0)


def test_old_readings_are_forgotten(store: Store) -> None:
    money.note(store, 1, NOON - 401 * DAY, "*111#", "x", None)
    money.note(store, 1, NOON, "*111#", "y", None)
    assert (money.prune(store, NOON), money.prune(store, NOON)) == (1, 0)


# ── the purse


def test_where_balance_and_package_matter_both_are_asked_for(store: Store) -> None:
    modem = ModemConfig(name="m", per_package=1000, low_balance=20.0, balance_every_s=3600)
    at = {"operator": "kyivstar", "zone": KYIV}
    asked = []
    for moment in (NOON, NOON + SECOND):
        code = purse.look(store, 1, modem, now=moment, **at).code  # type: ignore[arg-type]
        assert code is not None
        asked.append(code)
        purse.read(store, 1, modem, "412 SMS" if code == "*112#" else "", code=code, now=moment, **at)  # type: ignore[arg-type]
    assert asked == ["*112#", "*111#"]
    later = purse.look(store, 1, modem, now=NOON + MINUTE, **at)  # type: ignore[arg-type]
    assert (later.code, later.ask_at) == ("*111#", NOON + SECOND + 15 * MINUTE)
    package_alone = purse.look(store, 1, replace(modem, low_balance=0.0), now=NOON + MINUTE, **at)  # type: ignore[arg-type]
    assert (package_alone.code, package_alone.ask_at) == ("*112#", NOON + HOUR)


def test_what_was_sent_since_the_reading_is_taken_off(store: Store) -> None:
    modem = ModemConfig("main", per_package=1000, package_day=3, reserve=20)
    with store.write():
        for moment in (NOON - 2 * MINUTE, NOON - SECOND):
            pacing.record(store, 1, moment)
    at = {"operator": "kyivstar", "zone": KYIV}
    first = purse.look(store, 1, modem, now=NOON, **at)  # type: ignore[arg-type]
    assert (first.code, first.ask_at, first.told, first.stop) == ("*112#", NOON, None, None)
    assert first.forecast.package == money.Package(998, 1000, date(2026, 12, 3), told=False)
    read = purse.read(store, 1, modem, "Залишок: 25 SMS з 1000 до 03.12", code="*112#", now=NOON, **at)  # type: ignore[arg-type]
    assert (read.left, read.of, read.renews_on) == (25, 1000, date(2026, 12, 3))
    assert purse.look(store, 1, modem, now=NOON + 1, **at).told == pacing.Told(25, first_of_december_3())  # type: ignore[arg-type]
    with store.write():
        for seconds in (1, 2, 61, 62, 63):
            pacing.record(store, 1, NOON + seconds * SECOND)
    later = purse.look(store, 1, modem, now=NOON + HOUR, **at)  # type: ignore[arg-type]
    assert later.told is not None and later.told.left == 20
    assert later.stop is not None and later.stop.key == "money.reserve"
    usage = pacing.load(store, 1, now=NOON + HOUR, zone=KYIV, package_day=3).with_told(later.told)
    wait = pacing.next_moment(modem, usage, now=NOON + HOUR)
    assert (wait.kinds, wait.others_reason) == ((0,), "per_package")
    manual = purse.look(store, 1, replace(modem, balance_every_s=0), now=NOON, **at)  # type: ignore[arg-type]
    assert manual.ask_at is None


def first_of_december_3() -> int:
    return pacing.calendar.midnight(date(2026, 12, 3), KYIV)


def test_of_the_minute_of_a_reading_only_what_came_before_it_is_left_out(store: Store) -> None:
    with store.write():
        pacing.record(store, 1, NOON + 10 * SECOND)
    assert pacing.sent_since(store, 1, NOON + 30 * SECOND) == 0
    with store.write():
        pacing.record(store, 1, NOON + 40 * SECOND)
    assert pacing.sent_since(store, 1, NOON + 30 * SECOND) == 2, "rather all than too few"
    assert pacing.sent_since(store, 1, NOON + 40 * SECOND) == 0
    assert pacing.sent_since(store, 2, NOON) == 0


# ── outcomes


def test_outcomes_never_move_the_last_send(store: Store) -> None:
    pacing.note_outcome(store, 1, NOON, delivered=1)
    assert pacing.load(store, 1, now=NOON, zone=KYIV).last_at is None
    pacing.record(store, 1, NOON + SECOND)
    pacing.note_outcome(store, 1, NOON + 30 * SECOND, undelivered=1, refused=2)
    pacing.note_outcome(store, 1, NOON + MINUTE, delivered=1)
    usage = pacing.load(store, 1, now=NOON + MINUTE, zone=KYIV)
    assert (usage.last_at, usage.day, usage.recent) == (NOON + SECOND, 1, (NOON + SECOND,))
    minute = NOON // MINUTE
    assert pacing.outcomes(store, 1, since=minute, before=minute + 2) == [
        Minute(minute, 1, 2, 1, 1),
        Minute(minute + 1, 0, 0, 1, 0),
    ]
    assert pacing.outcomes(store, 1, since=minute + 1, before=minute + 1) == []


def test_reports_count_for_the_sim_and_phones_that_are_off_do_not(shop: Shop) -> None:
    for number, status in enumerate((0x00, 0x01, 0x20, 0x40, 0x46, 0x43, 0x63)):
        shop.one(ANNA)
        shop.accept(shop.claimed(), reference=number)
        shop.report(ANNA, number, status)
        shop.report(ANNA, number, status)
    assert recorded(shop) == [Minute(START // MINUTE, 7, 0, 2, 2)]


def test_a_report_before_the_result_counts_too(shop: Shop) -> None:
    shop.one(ANNA)
    claim = shop.claimed()
    shop.report(ANNA, 1)
    assert recorded(shop) == [Minute(START // MINUTE, 1)]
    shop.accept(claim, reference=1)
    assert recorded(shop) == [Minute(START // MINUTE, 1, 0, 1)]


def test_refusals_count_once_a_segment_and_bad_numbers_not_at_all(shop: Shop) -> None:
    shop.one(ANNA)
    shop.one(BOHDAN)
    shop.refuse(shop.claimed(), permanent=True)
    claim = shop.claimed()
    shop.refuse(claim, wait=0)
    shop.refuse(claim, wait=0)
    shop.refuse(shop.claimed())
    assert recorded(shop) == [Minute(START // MINUTE, 0, 1)]


def test_a_barred_sim_is_slowed_and_a_restart_knows_it(shop: Shop) -> None:
    for number in range(40):
        shop.one(f"+38050000{number:04}")
    for _ in range(40):
        claim = shop.claim()
        assert claim is not None
        shop.refuse(claim, wait=DAY)
        shop.wait(MINUTE)
    rows = recorded(shop)
    live = drift.Watch()
    for row in rows:
        live = drift.follow(live, [row])
    restarted = drift.follow(drift.Watch(), recorded(shop))
    assert restarted == live
    found = drift.verdict(restarted, shop.now)
    assert found.step >= Step.SLOW and found.facts["reason"] == "refused"
