"""Coupons: given exactly once, redeemed exactly once, however many ask at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from smsbox import contacts, coupons
from smsbox.clock import DAY
from smsbox.coupons import Good, NothingToGive, Redeemed, Refused
from smsbox.store import Store
from tests.racing import at_once

NOW = 1_800_000_000_000_000
ONE, TWO = "+380500000001", "+380500000002"
CODES = 100


def series(store: Store, **given: object) -> coupons.Series:
    return coupons.make_series(store, **{"name": "Autumn", "now": NOW, "by": "test", "offer": "-20 %"} | given)  # type: ignore[arg-type]


def test_the_same_number_has_the_same_coupon_for_a_campaign(store: Store) -> None:
    made = series(store)
    first = coupons.give(store, made.id, ONE, 7, NOW)
    assert coupons.give(store, made.id, ONE, 7, NOW + 1) == first
    assert coupons.give(store, made.id, ONE, 8, NOW).code != first.code
    assert coupons.give(store, made.id, TWO, 7, NOW).code != first.code
    by_hand = coupons.give(store, made.id, ONE, None, NOW)
    assert coupons.give(store, made.id, ONE, None, NOW) == by_hand
    assert coupons.of_number(store, ONE)[0] == by_hand
    assert coupons.counts(store, made.id).given == 4


def test_a_pool_gives_each_of_its_codes_once_and_then_says_so(store: Store) -> None:
    pool = series(store, pool=["Осінь-15", "ABC 1234"])
    assert coupons.remaining(store, pool.id) == 2
    assert [coupons.give(store, pool.id, number, 7, NOW).written for number in (ONE, TWO)] == ["Осінь-15", "ABC 1234"]
    with pytest.raises(NothingToGive, match="empty"):
        coupons.give(store, pool.id, "+380500000003", 7, NOW)
    assert coupons.add_to_pool(store, pool.id, ["XYZ-9999"]) == 1
    assert coupons.give(store, pool.id, "+380500000003", 7, NOW).written == "XYZ-9999"
    with pytest.raises(coupons.BadSeries, match="taken"):
        series(store, pool=["осінь 15"])
    assert len(coupons.listed(store)) == 1


def test_two_who_give_at_the_same_moment_give_the_same(store: Store) -> None:
    pool = series(store, pool=[f"CODE{place:04}" for place in range(50)])
    for place in range(20):
        number = f"+3805000001{place:02}"
        first, second = at_once(store, [partial(coupons.give, store, pool.id, number, 7, NOW)] * 2)
        assert first == second
    assert coupons.counts(store, pool.id).given == 20


def test_a_lead_who_redeems_is_a_customer(store: Store) -> None:
    with store.write():
        contacts.add(store, contacts.New(number=ONE), now=NOW)
    code = coupons.give(store, series(store).id, ONE, 7, NOW).code
    done = coupons.redeem(store, code, NOW + 5, "till", "page", 25_050)
    assert isinstance(done, Redeemed)
    assert (done.number, done.coupon.worth, done.coupon.redeemed_at) == (ONE, 25_050, NOW + 5)
    someone = contacts.by_number(store, ONE)
    assert someone is not None
    assert (someone.state, someone.bought_at) == (contacts.State.CUSTOMER, NOW + 5)
    assert coupons.counts(store, done.series.id).worth == 25_050


def test_whoever_comes_second_is_told_when_and_by_whom(store: Store) -> None:
    code = coupons.give(store, series(store).id, ONE, 7, NOW).code
    coupons.redeem(store, code, NOW + 5, "Ivan")
    again = coupons.redeem(store, f" {code[:4].lower()}-{code[4:]} ", NOW + 9, "Olha")
    assert isinstance(again, Refused)
    assert (again.reason, again.when, again.by) == ("used", NOW + 5, "Ivan")


@pytest.mark.parametrize(("at", "reason"), [(-1, "not_yet"), (0, None), (DAY - 1, None), (DAY, "expired")])
def test_a_coupon_counts_from_its_first_day_to_its_last(store: Store, at: int, reason: str | None) -> None:
    made = series(store, valid_from=NOW, valid_until=NOW + DAY)
    code = coupons.give(store, made.id, ONE, 7, NOW).code
    done = coupons.redeem(store, code, NOW + at, "till")
    assert (done.reason if isinstance(done, Refused) else None) == reason


def test_why_a_code_does_not_count(store: Store) -> None:
    made, pool = series(store, prefix="ZERNO"), series(store, pool=["IN-STOCK-1"])
    code = coupons.give(store, made.id, ONE, 7, NOW).code
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    reasons = {
        text: getattr(coupons.look(store, text, NOW), "reason", "good")
        for text in (code, wrong, "hello", "", made.test_code(), "in stock 1")
    }
    assert list(reasons.values()) == ["good", "check", "unknown", "unknown", "test", "free"]
    assert isinstance(coupons.look(store, code, NOW), Good)
    assert coupons.void(store, code) is not None
    assert coupons.void(store, code) is None
    refused = coupons.redeem(store, code, NOW, "till")
    assert isinstance(refused, Refused)
    assert refused.reason == "void"
    assert coupons.void_all(store, pool.id) == 1


def test_a_test_code_uses_up_nothing(store: Store) -> None:
    made = series(store, prefix="ZERNO")
    code = made.test_code()
    real = coupons.give(store, made.id, ONE, 7, NOW).code
    before = coupons.counts(store, made.id)
    assert len(code) == len(real)
    for _ in range(3):
        refused = coupons.redeem(store, code, NOW, "till")
        assert isinstance(refused, Refused)
        assert refused.reason == "test"
    assert coupons.counts(store, made.id) == before


def test_a_closed_series_gives_no_more_but_what_was_given_counts(store: Store) -> None:
    made = series(store)
    code = coupons.give(store, made.id, ONE, 7, NOW).code
    assert coupons.close(store, made.id, NOW)
    assert not coupons.close(store, made.id, NOW)
    with pytest.raises(NothingToGive, match="closed"):
        coupons.give(store, made.id, TWO, 7, NOW)
    assert coupons.give(store, made.id, ONE, 7, NOW).code == code
    assert isinstance(coupons.redeem(store, code, NOW, "till"), Redeemed)


def test_paper_codes_belong_to_nobody_and_count_once(store: Store) -> None:
    made = series(store)
    printed = coupons.print_codes(store, made.id, 30, NOW)
    assert len({each.code for each in printed}) == 30
    done = coupons.redeem(store, printed[0].code, NOW, "till")
    assert isinstance(done, Redeemed)
    assert done.number is None


def test_two_tills_redeem_the_same_codes_at_the_same_moment(store: Store) -> None:
    """1,000 times on SQLite: `test_till`; here both kinds of database, and who wins is told to the other."""
    made = series(store)
    for printed in coupons.print_codes(store, made.id, CODES, NOW):
        found = at_once(store, [partial(coupons.redeem, store, printed.code, NOW, till) for till in ("A", "B")])
        won = [each for each in found if isinstance(each, Redeemed)]
        (lost,) = (each for each in found if isinstance(each, Refused))
        assert len(won) == 1
        assert (lost.reason, lost.by) == ("used", won[0].coupon.redeemed_by)
    assert coupons.counts(store, made.id).redeemed == CODES
