"""Two tills and one code, a thousand times; redeeming by SMS; sums that were paid."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox import coupons
from smsbox.config import Config, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.coupons import Redeemed, Refused
from smsbox.coupons.worth import hundredths
from smsbox.store import Store

NOW = 1_800_000_000_000_000
STAFF, GUEST = "+380500000002", "+380500000003"
TIMES = 1000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    place = StoreConfig(f"sqlite://{tmp_path}/smsbox.db", tmp_path)
    made = Config(place, WebConfig("127.0.0.1", 1, ()), RegionConfig(), SendingConfig(), ())
    return replace(made, shop=replace(made.shop, staff=(STAFF,), language="en"))


def test_of_two_who_redeem_a_code_at_once_one_wins_a_thousand_times(store: Store) -> None:
    series = coupons.make_series(store, name="x", now=NOW, by="test")
    codes = [each.code for each in coupons.print_codes(store, series.id, TIMES, NOW)]
    found: dict[str, list[Redeemed | Refused]] = {"A": [], "B": []}
    gate = threading.Barrier(2)

    def till(name: str) -> None:
        gate.wait()
        for code in codes:
            with store.write(durable=False):  # a thousand flushes of the disk are not what is asked here
                found[name].append(coupons.redeem(store, code, NOW, name))
        store.forget_connection()

    threads = [threading.Thread(target=till, args=(name,)) for name in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one, two in zip(found["A"], found["B"], strict=True):
        won = [each for each in (one, two) if isinstance(each, Redeemed)]
        lost = [each for each in (one, two) if isinstance(each, Refused)]
        assert len(won) == len(lost) == 1
        assert (lost[0].reason, lost[0].by) == ("used", won[0].coupon.redeemed_by)
    assert coupons.counts(store, series.id).redeemed == TIMES


def test_the_same_press_twice_is_one_redemption(store: Store) -> None:
    series = coupons.make_series(store, name="x", now=NOW, by="test")
    (each,) = coupons.print_codes(store, series.id, 1, NOW)
    first = coupons.redeem(store, each.code, NOW, "Olha", press="mark")
    assert coupons.redeem(store, each.code, NOW + 1, "Olha", press="mark") == first
    assert isinstance(coupons.redeem(store, each.code, NOW + 1, "Olha", press="other"), Refused)
    assert isinstance(coupons.redeem(store, each.code, NOW + 1, "Olha"), Refused)


def test_a_code_is_redeemed_although_a_sign_was_taken_for_another(store: Store) -> None:
    series = coupons.make_series(store, name="A", by="Olha", now=NOW, prefix="BAZA", pool=None)
    while (
        "8"
        not in (
            given := coupons.give(store, series.id, f"+38050{store.reserve_ids('coupons', 1)[0]:07}", None, NOW)
        ).code
    ):
        pass
    seen = coupons.redeem(store, "BAZA" + given.code[4:].replace("8", "в"), NOW, "Olha")
    assert isinstance(seen, coupons.Redeemed) and seen.coupon.id == given.id
    again = coupons.redeem(store, given.code, NOW, "Petro")
    assert isinstance(again, coupons.Refused) and (again.reason, again.by) == ("used", "Olha")


def test_a_column_of_a_table_is_a_pool(store: Store) -> None:
    lines = ["\ufeffКод;Знижка", "AAAA1111;10 %", '"BBBB2222";20 %', "", "CCCC3333\t30"]
    series = coupons.make_series(store, name="A", by="Olha", now=NOW, pool=lines)
    assert [each.written for each in coupons.every(store, series.id)] == ["AAAA1111", "BBBB2222", "CCCC3333"]


def test_the_staff_redeem_by_sms_and_nobody_else_does(store: Store, config: Config) -> None:
    series = coupons.make_series(store, name="x", now=NOW, by="test", offer="-20 %")
    one, two, three, four, five = (each.code for each in coupons.print_codes(store, series.id, 5, NOW))

    def say(text: str, number: str = STAFF) -> str | None:
        return coupons.by_sms(store, config, number, text, NOW)

    assert say(one, GUEST) is None
    assert say(one) == f"{one}: counts, redeemed. -20 %"
    assert str(say(one)).startswith(f"{one}: NO. Used already:")
    assert say(f"Купон {two} 250,50 грн") == f"{two}: counts, redeemed. -20 %"
    assert say(f"{three[:4].lower()} {three[4:].lower()}") == f"{three}: counts, redeemed. -20 %"
    assert say(f"код:{four}") == f"{four}: counts, redeemed. -20 %"
    assert say(f"coupon {five} 99") == f"{five}: counts, redeemed. -20 %"
    worth = [each.worth for each in coupons.of_series(store, series.id)]
    assert sorted(filter(None, worth)) == [9900, 25050]
    assert {each.redeemed_by for each in coupons.of_series(store, series.id)} == {STAFF}


def test_what_is_no_code_is_left_to_people(store: Store, config: Config) -> None:
    coupons.make_series(store, name="x", now=NOW, by="test")
    for text in ("Буду о 9", "ок", "завтра замовлення 17 і 18", "", "Привіт", "так", "12345678"):
        assert coupons.by_sms(store, config, STAFF, text, NOW) is None


def test_a_mistyped_code_is_answered(store: Store, config: Config) -> None:
    series = coupons.make_series(store, name="x", now=NOW, by="test")
    (each,) = coupons.print_codes(store, series.id, 1, NOW)
    wrong = each.code[:-1] + ("2" if each.code[-1] != "2" else "3")
    if wrong.isalpha() or wrong.isdigit():
        wrong = f"coupon {wrong}"
    assert "NO. The code is mistyped." in str(coupons.by_sms(store, config, STAFF, wrong, NOW))
    assert "NO. There is no such code." in str(coupons.by_sms(store, config, STAFF, "купон кава", NOW))
    for _ in range(50):
        assert "test message" in str(coupons.by_sms(store, config, STAFF, series.test_code(), NOW))
    assert str(coupons.by_sms(store, config, STAFF, "КУПОН", NOW)).startswith("Write the code")


@pytest.mark.parametrize("language", ["uk", "en", "pl", "ru"])
def test_the_answer_is_one_sms(store: Store, config: Config, language: str) -> None:
    from smsbox.wording import price

    config = replace(config, shop=replace(config.shop, language=language))
    series = coupons.make_series(store, name="x", now=NOW, by="test", offer="−20 % на каву", valid_until=NOW + 1)
    one, two = (each.code for each in coupons.print_codes(store, series.id, 2, NOW))
    said = [coupons.by_sms(store, config, STAFF, f"купон {text}", NOW) for text in (one, one, "ZZZZZZZZ", "")]
    said.append(coupons.by_sms(store, config, STAFF, two, NOW + 2))
    assert [each for each in said if price(str(each)).segments > 1] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("250", 25000), ("250.5", 25050), ("1 250,50", 125050), ("99 грн", 9900), ("0", 0), ("", None), ("-5", None),
        ("abc", None), ("1,2,3", None), ("12.345", None), ("1e5", None), ("12345678", None),
    ],
)  # fmt: skip
def test_sums(text: str, found: int | None) -> None:
    assert hundredths(text) == found
