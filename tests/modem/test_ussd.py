"""USSD strings: every writing of modems and networks that is known becomes the text a person would read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.modem.simulator import gsm7
from smsbox.modem.ussd import BadUssd, Form, answer, code, command, forms, is_whole, packed, parts, text_of

BALANCE = "Баланс 12.50 грн"
HEX = BALANCE.encode("utf-16-be").hex().upper()
ENGLISH = "Balance 12.50 UAH till 31.12"
PACKED = gsm7.pack(gsm7.septets_of(ENGLISH) or []).hex().upper()


@pytest.mark.parametrize(
    ("raw", "dcs", "vendor", "charset", "text"),
    [
        (ENGLISH, 15, "", "GSM", ENGLISH),
        (HEX, 72, "", "GSM", BALANCE),
        (HEX, 15, "ZTE", "GSM", BALANCE),  # UCS-2 under the wrong scheme
        (HEX, 0, "", "UCS2", BALANCE),
        ("F535" + HEX, 17, "", "GSM", BALANCE),  # two letters of language first (23.038 5)
        (HEX, 17, "", "GSM", BALANCE),
        (HEX[:-3], 72, "", "GSM", BALANCE[:-1]),  # cut
        (PACKED, 15, "huawei", "GSM", ENGLISH),
        (PACKED, 0, "huawei", "GSM", ENGLISH),
        (PACKED, None, "huawei", "GSM", ENGLISH),
        (PACKED, 15, "", "GSM", ENGLISH),
        (PACKED.lower(), 15, "", "GSM", ENGLISH),
        ("31D98C56B3DD1A", 15, "huawei", "GSM", "1234567"),  # seven spare bits filled with CR
        ("31D98C56B3DD00", 15, "huawei", "GSM", "1234567"),
        ("F57543186687DDE332A806", 16, "huawei", "GSM", "Balance 5"),
        ("uk\nBalance 5", 16, "", "GSM", "Balance 5"),
        (ENGLISH.encode().hex(), 68, "", "GSM", ENGLISH),
        (BALANCE.encode().hex(), 68, "", "GSM", BALANCE),
        (HEX, 68, "", "GSM", BALANCE),
        ("1450", 15, "huawei", "GSM", "1450"),
        ("1450", 15, "", "GSM", "1450"),
        ("380500000001", 15, "huawei", "GSM", "380500000001"),
        ("20202020", 15, "", "GSM", "20202020"),
        ("", 15, "huawei", "GSM", ""),
        ("a\x11b \x02 5, \x1be", 15, "", "GSM", "a_b $ 5, €"),  # GSM septets as octets
        (BALANCE.encode().decode("latin-1"), 15, "", "GSM", BALANCE),  # UTF-8
        ("caf\xe9", 15, "", "IRA", "café"),
        ("Bal\xff\xfeance", 15, "", "GSM", "Balance"),
        (' One\nTwo "x"\r\nThree ', 15, "", "GSM", 'One\nTwo "x"\nThree'),
    ],
)
def test_what_an_answer_says(raw: str, dcs: int | None, vendor: str, charset: str, text: str) -> None:
    assert text_of(raw, dcs, vendor=vendor, charset=charset) == text


@pytest.mark.parametrize(
    ("line", "whole", "found"),
    [
        ("+CUSD: 2", True, (2, "", None)),
        ("+CUSD:4", True, (4, "", None)),
        ('+CUSD: 0,"x"', True, (0, "x", None)),
        ('+CUSD: 0,"x",15', True, (0, "x", 15)),
        ('+CUSD: 1,"a "b", c" , 72 ', True, (1, 'a "b", c', 72)),
        ('+CUSD: 0,"One\nPlan "Shop", 1450 SMS\nleft",15', True, (0, 'One\nPlan "Shop", 1450 SMS\nleft', 15)),
        ('+CUSD: 0,"', False, (0, "", None)),
        ('+CUSD: 0,"cut', False, (0, "cut", None)),
        ('+CUSD: 0,"Plan "Shop"', False, (0, 'Plan "Shop', None)),
        ("+CUSD: 0,no quotes, at all,15", True, (0, "no quotes, at all", 15)),
        ("+CUSD: 0,1450", True, (0, "1450", None)),
        ('+CUSD: 0,"",15', True, (0, "", 15)),
        ("+CUSD: x", True, (None, "", None)),
    ],
)
def test_where_a_text_begins_and_ends(line: str, whole: bool, found: tuple[int | None, str, int | None]) -> None:
    assert (is_whole(line), parts(line)) == (whole, found)


def test_the_packed_form_is_that_of_the_sticks() -> None:
    assert (packed("*888#").hex().upper(), packed("*144#").hex().upper()) == ("2A1C0E3702", "AA188D3602")
    assert packed("*100*1#")[-1] == 0x1A  # seven characters: the spare septet is a CR, not an "@"


@given(st.text(alphabet="*#0123456789 abcXYZ", min_size=1, max_size=160))
@settings(max_examples=60, deadline=None)
def test_what_is_packed_reads_the_same_elsewhere(text: str) -> None:
    data = packed(text)
    septets = gsm7.unpack(data, len(data) * 8 // 7)
    assert gsm7.text_of(septets).rstrip("\r") in (text, text + "@")


@given(st.text(max_size=60), st.none() | st.integers(0, 255), st.sampled_from(["", "huawei"]))
@settings(max_examples=200, deadline=None)
def test_nothing_a_network_says_breaks_the_reading(raw: str, dcs: int | None, vendor: str) -> None:
    raw = raw.encode("latin-1", "replace").decode("latin-1")
    for text in (raw, raw.encode("latin-1").hex()):
        shown = text_of(text, dcs, vendor=vendor)
        assert not any(ord(character) < 32 and character != "\n" for character in shown)
        parts(f'+CUSD: 0,"{text}",{dcs}')
        is_whole(f'+CUSD: 0,"{text}')


def test_codes_and_answers_are_what_networks_take() -> None:
    assert code(" *100# ") == "*100#" and code("*#06#") and code("##002#") and code("*123*4#")
    for text in ("", "100", "*100", "*#", '*100#",15', "*100#;+CMGD=1", "*1\x1a#", "ATD*100#", "*" + "1" * 200 + "#"):
        with pytest.raises(BadUssd):
            code(text)
    assert answer(" 1 ") == "1" and answer("Так")
    for text in ("", " ", '1",15', "1\r2", "1\x1a2", "x" * 183):
        with pytest.raises(BadUssd):
            answer(text)


def test_a_form_that_worked_is_never_left_again() -> None:
    assert forms(None, "*100#") == (Form.PLAIN, Form.PACKED, Form.UCS2)
    assert forms(Form.PACKED, "*100#") == (Form.PACKED,)
    assert forms(Form.PACKED, "Так") == forms(None, "é") == (Form.UCS2,)
    assert command("*1#", Form.UCS2) == 'AT+CUSD=1,"002A00310023",15'
    assert command("Так", Form.UCS2) == 'AT+CUSD=1,"04220430043A",72'
