"""What is left, how long it lasts, what has to wait for it, and when the operator is asked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros
from smsbox.config import ModemConfig
from smsbox.i18n.explanations import explain, knows
from smsbox.i18n.forecasts import FORECASTS, say
from smsbox.i18n.translator import translator
from smsbox.money import Attempts, Plan, Reading, Sent, Standing, due, forecast, package_now, sentences, stop
from smsbox.outbox import MessageClass

NOW: Micros = 1_795_348_800 * SECOND
"""22 November 2026, 12:00 UTC."""
TODAY = date(2026, 11, 22)
DECEMBER_3 = date(2026, 12, 3)
PLAN = Plan(left=900, of=1000, began=NOW - 19 * DAY, renews_on=DECEMBER_3)
MODEM = ModemConfig("main")
REPLY, SERVICE, MARKETING = MessageClass.REPLY, MessageClass.SERVICE, MessageClass.MARKETING


def reading(**fields: object) -> Reading:
    return replace(Reading(1, 1, NOW - HOUR, "*111#", "…"), **fields)  # type: ignore[arg-type]


def package(left: int, **fields: object) -> Standing:
    told = reading(left=left, **fields)
    return Standing(last=told, package=told)


def money(amount: str, **fields: object) -> Standing:
    told = reading(money=Decimal(amount), currency="UAH", **fields)
    return Standing(last=told, money=told)


def both(amount: str, left: int) -> Standing:
    return replace(money(amount), package=package(left).package)


def told(standing: Standing, sent: Sent = Sent(), plan: Plan | None = None, language: str = "en") -> list[str]:  # noqa: B008
    found = forecast(standing, sent, plan, price=Decimal("0.9"), today=TODAY)
    return [say(translator(language), key, facts, TODAY) for key, facts in sentences(found, standing)]


# ── the forecast


def test_412_of_1000_renews_on_the_3rd() -> None:
    standing = package(450, of=1000, renews_on=DECEMBER_3)
    assert told(standing, Sent(since_package=38)) == [
        "412 of 1,000 SMS are left in the package; it is renewed on 3 December."
    ]
    assert told(standing, Sent(38, 38, 30.2))[1] == "At 31 a day, as lately, that is enough."
    assert told(standing, Sent(38, 38, 100))[1] == "At 100 a day, as lately, it is used up on 26 November."
    assert told(standing, Sent(38, 38, 100), language="uk") == [
        "У пакеті лишилося SMS: 412 з 1\u00a0000; він оновиться 3 грудня.",
        "За нинішнього темпу (100 на день) цього вистачить до 26 листопада.",
    ]


def test_balance_and_what_it_pays_for() -> None:
    assert told(money("84.59"), Sent(since_money=5)) == [
        "Balance: 80.09 UAH.",
        "Beyond the package the balance pays for 88 SMS.",
    ]
    assert told(both("84.59", 10), Sent(since_money=5))[0] == "Balance: 84.59 UAH.", (
        "within the package nothing is paid"
    )


def test_what_was_never_read_or_not_understood_is_said() -> None:
    assert told(Standing()) == ["The operator was not asked yet."]
    assert told(Standing(last=reading(answer="Сервіс недоступний"))) == [
        "The operator's last answer was not understood: “Сервіс недоступний”"
    ]
    assert told(Standing(unanswered=reading(answer=""))) == [
        "The operator gave no answer to *111#. If that is not its code, set balance_code."
    ]


def test_the_operators_word_counts_until_the_package_is_renewed() -> None:
    standing = package(412, of=1000, renews_on=DECEMBER_3)
    now = package_now(standing, Sent(since_package=12), PLAN, today=TODAY)
    assert now is not None and (now.left, now.told) == (400, True)
    later = package_now(standing, Sent(since_package=12), PLAN, today=DECEMBER_3)
    assert later is not None and (later.left, later.told) == (900, False), "from then on our own count"
    assert package_now(standing, Sent(), None, today=DECEMBER_3) is None
    undated = package(412, at=PLAN.began - 1)
    before = package_now(undated, Sent(), PLAN, today=TODAY)
    assert before is not None and not before.told, "read before this package began"
    during = package_now(package(412), Sent(), PLAN, today=TODAY)
    assert during is not None and (during.of, during.renews_on, during.told) == (1000, DECEMBER_3, True)


@settings(max_examples=200, deadline=None)
@given(
    left=st.integers(0, 5000),
    sent=st.integers(0, 6000),
    per_day=st.floats(0, 3000),
    days=st.integers(1, 31),
    amount=st.decimals(-100, 1000, places=2),
)
def test_forecasts_hold_together(left: int, sent: int, per_day: float, days: int, amount: Decimal) -> None:
    renews_on = TODAY + timedelta(days=days)
    standing = replace(package(left, renews_on=renews_on), money=reading(money=amount))
    found = forecast(standing, Sent(sent, sent, per_day), None, price=Decimal("0.9"), today=TODAY)
    assert found.package is not None and found.package.left == max(left - sent, 0)
    if found.runs_out_on is not None:
        assert TODAY <= found.runs_out_on < renews_on and not found.lasts
    if found.lasts:
        assert found.package.left >= per_day * (days - 1)
    assert found.pays_for is not None and found.pays_for >= 0
    for key, facts in sentences(found, standing):
        assert "{" not in say(translator("uk"), key, facts, TODAY)


@pytest.mark.parametrize("key", FORECASTS)
def test_every_sentence_is_said_in_ukrainian(key: str) -> None:
    facts = dict.fromkeys(("money", "currency", "left", "of", "rate", "count", "answer", "code"), 5) | {
        "day": DECEMBER_3
    }
    assert say(translator("uk"), key, facts, TODAY) != say(translator("en"), key, facts, TODAY)


# ── the stops


def waiting(standing: Standing, sent: Sent = Sent(), plan: Plan | None = None, **config: object) -> tuple[int, ...]:  # noqa: B008
    modem = replace(MODEM, **config)  # type: ignore[arg-type]
    found = stop(standing, sent, plan, modem, now=NOW, today=TODAY)
    if found is None:
        return ()
    assert knows(found.key)
    said = explain(translator("uk"), found.key, found.facts)
    assert "?" not in said.cause and said.cause != explain(translator("en"), found.key, found.facts).cause
    assert set(found.kinds_left) == {REPLY, SERVICE, MARKETING} - set(found.kinds_stopped)
    return found.kinds_stopped


def test_money_is_told_with_two_decimals() -> None:
    found = stop(money("3.5"), Sent(), None, replace(MODEM, low_balance=20.0), now=NOW, today=TODAY)
    assert found is not None
    assert [str(found.facts[name]) for name in ("money", "low")] == ["3.50", "20.00"]


def test_a_low_balance_stops_advertising() -> None:
    assert waiting(money("19.99"), low_balance=20.0) == (MARKETING,)
    assert waiting(money("20.00"), low_balance=20.0) == ()
    assert waiting(money("20.80"), Sent(since_money=1), low_balance=20.0, price=0.9) == (MARKETING,)
    assert waiting(money("20.80"), Sent(since_money=1), PLAN, low_balance=20.0, price=0.9) == (), "the package pays"
    assert waiting(money("-5")) == (), "without the setting there is no such stop"


def test_the_reserve_of_the_package_is_for_replies() -> None:
    assert waiting(package(20), reserve=20) == (SERVICE, MARKETING)
    assert waiting(package(25), Sent(since_package=5), reserve=20) == (SERVICE, MARKETING)
    assert waiting(package(21), reserve=20) == ()


def test_nothing_left_and_nothing_to_pay_with_holds_all() -> None:
    assert waiting(package(0)) == (REPLY, SERVICE, MARKETING)
    assert waiting(both("0.00", 0)) == (REPLY, SERVICE, MARKETING)
    assert waiting(both("0.50", 0), price=0.9) == (REPLY, SERVICE, MARKETING)
    assert waiting(both("50", 0), price=0.9) == (SERVICE, MARKETING), "answers may be paid from the balance"
    assert waiting(money("0.50"), price=0.9) == (REPLY, SERVICE, MARKETING)
    assert waiting(money("0.50"), plan=PLAN, price=0.9) == (), "the package pays"


def test_stale_future_and_renewed_readings_stop_nothing() -> None:
    for at in (NOW - 3 * DAY - 1, NOW + DAY + 1):
        assert waiting(package(0, at=at)) == ()
        assert waiting(money("1", at=at), low_balance=20.0) == ()
    assert waiting(package(0, at=NOW - 3 * DAY)) != ()
    assert waiting(package(0, at=NOW - 20 * DAY), balance_every_s=7 * 86400) != (), "asked once a week"
    assert waiting(package(0, renews_on=TODAY)) == ()
    assert waiting(Standing(last=reading())) == ()


# ── asking again


def test_the_operator_is_asked_on_schedule() -> None:
    day = 86400
    assert due(Attempts(), day, now=NOW) == NOW
    assert due(Attempts(NOW - HOUR), day, now=NOW) == NOW + 23 * HOUR
    assert due(Attempts(), 0, now=NOW) is None
    assert due(Attempts(NOW + DAY), day, now=NOW) == NOW, "a clock that went back"
    assert due(Attempts(NOW - 10 * MINUTE), day, now=NOW, stopped=True) == NOW + 50 * MINUTE


def test_after_failures_it_is_asked_less_often_but_never_less_than_scheduled() -> None:
    waits = [due(Attempts(NOW, failures), 86400, now=NOW) for failures in range(1, 9)]
    assert [(at or 0) - NOW for at in waits] == [minutes * MINUTE for minutes in (15, 30, 60, 120, 240, 480, 960, 1440)]


def test_soon_after_the_renewal_it_is_asked_again() -> None:
    assert due(Attempts(NOW - HOUR), 86400, now=NOW, renewed_at=NOW) == NOW + 10 * MINUTE
    assert due(Attempts(NOW + 10 * MINUTE), 86400, now=NOW + 11 * MINUTE, renewed_at=NOW) == NOW + 10 * MINUTE + DAY
    assert due(Attempts(NOW - HOUR), 86400, now=NOW, renewed_at=NOW + 9 * DAY) == NOW + 23 * HOUR
