"""Codes of receipts as customers really write them."""

from __future__ import annotations

import pytest

from smsbox.dialogs.receipts import LUHN, OWN, Pattern, find, only

FIVE = Pattern("#####")
TEN = Pattern("##########")
LETTERED = Pattern("@@-######")
SHOP = Pattern("KV-####")
MIXED = Pattern("****-****", OWN)


@pytest.mark.parametrize(
    ("pattern", "text", "keys"),
    [
        (FIVE, "12345", ["12345"]),
        (FIVE, "чек 12345 от 20.11", ["12345"]),
        (FIVE, "ЧЕК №12345 від 20.11.2026, 250 грн, о 14:35", ["12345"]),
        (FIVE, "чек12345", ["12345"]),
        (FIVE, "чек N12345!!!", ["12345"]),
        (FIVE, "123 45", ["12345"]),
        (FIVE, "1 2 3 4 5", ["12345"]),
        (FIVE, "123-45", ["12345"]),
        (FIVE, "12345 67890", ["12345", "67890"]),
        (FIVE, "12345, 67890; 12345\n11111", ["12345", "67890", "11111"]),
        (FIVE, "1234О", ["12340"]),  # the letter
        (FIVE, "l2З45", ["12345"]),
        (FIVE, "１２３４５", ["12345"]),
        (FIVE, "мій номер 067 123 45 67", []),
        (FIVE, "+380 50 000 12 34", []),
        (FIVE, "20.11.2026", []),
        (FIVE, "сума 12345.50 грн", []),
        (FIVE, "1234", []),
        (FIVE, "123456", []),
        (FIVE, "добрий день", []),
        (FIVE, "ОЗЗОО", []),  # letters alone are no digits
        (FIVE, "чек 12345 2 штуки", ["12345"]),
        (FIVE, "📷 12345", ["12345"]),
        (TEN, "12 345 678 90", ["1234567890"]),
        (LETTERED, "AB-123456", ["AB123456"]),
        (LETTERED, "ав 123 456", ["AB123456"]),  # Cyrillic letters that look the same, small
        (LETTERED, "чек ав123456", ["AB123456"]),
        (LETTERED, "AB-12345O", ["AB123450"]),
        (LETTERED, "БЮ-123456", ["БЮ123456"]),
        (SHOP, "kv1234", ["KV1234"]),
        (SHOP, "1234", ["KV1234"]),
        (MIXED, "2345 679t", ["2345679T"]),
        (MIXED, "чек 7apa-aect", ["7APAAECT"]),
        (MIXED, "чек 7apa дяка", []),
    ],
)
def test_a_code_is_found_however_it_is_written(pattern: Pattern, text: str, keys: list[str]) -> None:
    assert [code.key for code in find(text, (pattern,))] == keys


def test_a_code_is_shown_as_it_is_printed() -> None:
    (code,) = find("ав123456", (LETTERED,))
    assert code.shown == "AB-123456"


def test_an_example_is_a_code_of_its_pattern() -> None:
    for pattern in (FIVE, TEN, LETTERED, SHOP):
        assert [code.shown for code in find(pattern.example, (pattern,))] == [pattern.example]


def test_several_patterns_may_be_printed() -> None:
    found = find("1234567890 та 12345", (FIVE, TEN))
    assert [code.key for code in found] == ["1234567890", "12345"]


@pytest.mark.parametrize(
    ("pattern", "key", "fits"),
    [
        (Pattern("####-####", LUHN), "12345674", True),
        (Pattern("####-####", LUHN), "12345675", False),
        (Pattern("####-####", LUHN), "21345674", False),
        (FIVE, "99999", True),
    ],
)
def test_the_last_sign_is_checked_where_it_means_something(pattern: Pattern, key: str, fits: bool) -> None:
    assert pattern.fits(key) is fits


def test_a_message_of_codes_alone_is_told_from_talk() -> None:
    assert only("12345, 67890", (FIVE,))
    assert not only("12345 коли розіграш?", (FIVE,))
    assert not only("дякую", (FIVE,))


def test_what_is_too_short_to_tell_anything_is_no_pattern() -> None:
    assert not Pattern("##").good
    assert not Pattern("ABCDEF").good
    assert FIVE.good
