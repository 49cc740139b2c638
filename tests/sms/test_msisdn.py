"""Numbers as people, spreadsheets and attackers write them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsbox.sms.msisdn import BadNumber, is_premium, is_short_code, parse, tail, takes_sms

GOOD = "+380500000001"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "380500000001",
        "00380500000001",
        "0500000001",
        "500000001",
        "80500000001",
        "8 (050) 000-00-01",
        " +38 050 000 00 01 ",
        "+38(050)000-00-01",
        "050-000-00-01",
        "050.000.00.01",
        "050 000\u201300\u201301",
        "\u202a+380\u00a050\u00a0000\u00a000\u00a001\u202c",
    ],
)
def test_one_number_however_it_is_written(text: str) -> None:
    assert parse(text, "UA") == GOOD


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("501234567", "PL", "+48501234567"),
        ("+48 501 234 567", "UA", "+48501234567"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("8 912 345-67-89", "RU", "+79123456789"),
        ("+77012345678", "RU", "+77012345678"),
    ],
)
def test_other_countries(text: str, country: str, number: str) -> None:
    assert parse(text, country) == number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("()", "empty"),
        ("+", "plus"),
        ("++380500000001", "plus"),
        ("050+0000001", "plus"),
        ('+31"\rAT+CFUN=1,1\r', "control"),
        ("+380500000001\n", "control"),
        ("\t0500000001", "control"),
        ("05000\x0000001", "control"),
        ("0500000001\x1a", "control"),
        ("0500\x9b00001", "control"),
        ("050000000\ud800", "control"),
        ("٠٥٠٠٠٠٠٠٠٠١", "digits"),
        ("+٣٨٠500000001", "digits"),
        ("050000000¹", "digits"),
        ("3.8E+11", "scientific"),
        ("3.16E+10", "scientific"),
        ("3,8E+11", "scientific"),
        ("38e10", "scientific"),
        ("380500000001.0", "decimal"),
        ("380500000001.", "decimal"),
        ("*100#", "service_code"),
        ("*21*0500000001#", "service_code"),
        ("ABC;rm", "letters"),
        ("О500000001", "letters"),
        ("0500000001;0500000002", "characters"),
        ("0500000001/0500000002", "characters"),
        ("'+380500000001", "characters"),
        ("=+380500000001", "characters"),
        ("1" * 40, "long"),
        ("1" * 5000, "long"),
        ("0500000001" + " " * 60, "long"),
        ("+" + "3" * 16, "long"),
        ("05000000012", "long"),
        ("+3805000000012", "long"),
        ("050000001", "short"),
        ("2345678", "short"),
        ("+38112", "short"),
        ("112", "emergency"),
        ("101", "emergency"),
        ("1-1-2", "emergency"),
        ("5444", "short_code"),
        ("123456", "short_code"),
        ("+999123456789", "country"),
        ("+80671234567", "country"),
        ("+380100000000", "not_in_plan"),
    ],
)
def test_refusals_say_why(text: str, reason: str) -> None:
    with pytest.raises(BadNumber) as refused:
        parse(text, "UA")
    assert refused.value.facts == {"text": text[:64], "reason": reason}


def test_no_country_is_no_crash() -> None:
    assert parse(GOOD, "") == GOOD
    with pytest.raises(BadNumber) as refused:
        parse("0500000001", "XX")
    assert refused.value.facts["reason"] == "country"


@given(st.one_of(st.text(max_size=40), st.text(st.sampled_from("0123456789+-() .*#Ee"), max_size=25)))
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    try:
        number = parse(text, "UA")
    except BadNumber:
        return
    assert number[0] == "+" and number[1:].isascii() and number[1:].isdigit() and len(number) <= 16
    assert parse(number, "UA") == number


@given(st.integers(0, 9999))
def test_the_quick_way_and_the_long_way_agree(last: int) -> None:
    number = f"+38050000{last:04d}"
    assert parse(number, "UA") == parse(number, "PL") == parse(number[3:], "UA") == number


@pytest.mark.parametrize("text", ["112", "5444", "123456", "10"])
def test_short_codes(text: str) -> None:
    assert is_short_code(text)


@pytest.mark.parametrize("text", ["7", "1234567", "+112", "INFO", "", "١١٢", "11\n"])
def test_what_is_no_short_code(text: str) -> None:
    assert not is_short_code(text)


def test_premium_ranges() -> None:
    assert is_premium("+380900200000")
    assert is_premium("+380900123456")
    assert not is_premium(GOOD)
    assert not is_premium("nonsense")


@pytest.mark.parametrize("form", [GOOD, "0500000001", "380500000001", "80500000001", "500000001"])
def test_tail_is_the_same_in_every_form(form: str) -> None:
    assert tail(form) == "500000001"
    assert tail("5444") == "5444"


def test_the_library_is_loaded_without_its_big_tables() -> None:
    """geocoder alone would take a hundred megabytes."""
    script = (
        "import sys; from smsbox.sms import msisdn; msisdn.parse('0500000001', 'UA');"
        "print([name for name in sys.modules if 'geo' in name or 'carrier' in name or 'timezone' in name])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("number", "takes"),
    [
        (GOOD, True),
        ("+48501234567", True),
        ("+12125550123", True),
        ("+380800500000", False),
        ("+380442345678", False),
        ("+380900123456", False),
        ("+48800123456", False),
        ("+380891234567", False),
    ],
)
def test_which_numbers_take_sms(number: str, takes: bool) -> None:
    assert takes_sms(number) is takes
