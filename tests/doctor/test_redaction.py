"""What the redactor takes out, by shape and by being known, and what it leaves so that help is possible."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.doctor.redaction import DOTS, Redactor, shortened

PLAIN = Redactor()


@pytest.mark.parametrize(
    ("identity", "short"),
    [
        ("+380500000001", "+38050•••01"),
        ("380500000001", "38050•••01"),
        ("0500000001", "050•••01"),
        ("255030000000001", "25503•••01"),
        ("8938003991234567890", "89380•••90"),
        ("490154203237518", "49015•••18"),
        ("1234567", "12•••67"),
        ("777", "777"),
        ("", ""),
        ("Rozetka", DOTS),
    ],
)
def test_identities_are_shortened(identity: str, short: str) -> None:
    assert shortened(identity) == short


@pytest.mark.parametrize(
    "number",
    ["+380500000001", "380500000001", "0500000001", "+38 (050) 000-00-01", "050 000 00 01", "050.000.00.01"]
    + ["+380.50.000.00.01", "050-000-00-01", "+38050\u00a0000\u00a000\u00a001", "050/0000001"],
)
@pytest.mark.parametrize("around", ["{}", "message 5 to {}: refused", "({})", "to={},", "x{}"])
def test_numbers_however_they_are_written(number: str, around: str) -> None:
    text = PLAIN.text(around.format(number))
    assert DOTS in text
    assert "00000" not in re.sub(r"\D", "", text.replace(DOTS, ""))[3:], text


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T05:41:40+02:00 modem main is down",
        "2026-11-22 05:41:40 INFO smsbox.relay: modem main: message 512.2 refused: CMS 21",
        "page on 192.168.100.201:8080",
        "Linux 6.12.34-1023-raspi aarch64",
        "SQLite 3.40.1, 0x50005, -103 dBm, 412 of 1000",
        "/dev/serial/by-id/usb-HUAWEI_Mobile-if02-port0",
        "+CSQ: 20,99",
    ],
)
def test_what_helps_stays(text: str) -> None:
    assert PLAIN.strict(text) == text


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ('AT+CPIN="4821"', "4821"),
        ("AT+CPIN=4821", "4821"),
        ("pin = 4821", "4821"),
        ("password: hunter2!", "hunter2!"),
        ("Token=abcdef", "abcdef"),
        ("scrypt$16384$8$1$c2FsdA==$a2V5", "c2FsdA"),
        ("postgresql://shop:s3cr3t@db.local/smsbox", "s3cr3t"),
        ("open http://127.0.0.1:8080/setup and enter the code ABCD-EFGH-JK", "EFGH"),
        ("undecodable PDU 07918350020210F1040C9183", "07918350"),
        ("text 041F04400438 came", "041F0440"),
        ("text 041E043A came", "041E043A"),
        ("raw C8F2BD0C came", "C8F2BD0C"),
        ("olha@example.com wrote", "olha"),
        ("2026-11-22 05:41:40.482112 x", "482112"),
    ],
)
def test_secrets_that_have_a_shape(text: str, secret: str) -> None:
    assert secret not in PLAIN.text(text)


@pytest.mark.parametrize(
    "text",
    ['KeyError: "Come at five"', "ValueError('Come at five')", "said “Come at five”", "«Come at five»", '"Come at five']
    + ['"it\'s Come at five"'],
)
def test_nothing_quoted_stays_in_a_text_of_any_origin(text: str) -> None:
    assert "Come" not in PLAIN.strict(text)


def test_cyrillic_and_emoji_never_stay() -> None:
    assert not re.search("[а-яіїєґ😀]", PLAIN.strict("modem main: Прийду о п'ятій, 😀 ok"), re.IGNORECASE)


def test_known_texts_and_their_lines() -> None:
    redactor = Redactor.of(["Come at five\nand bring cake", "abc"], ["4821"])
    text = redactor.text("failed: and bring cake / Come at five / 4821 / 14821 / 2026-11-22 04:48:21 / abc")
    assert text == "failed: ••• / ••• / ••• / 14821 / 2026-11-22 04:48:21 / abc"


def test_known_texts_that_overlap_go_whole() -> None:
    redactor = Redactor.of(["bring the cake", "cake and wine", "cake"])
    assert redactor.text("so: bring the cake and wine, cake") == "so: •••, •••"


def _seconds(redactor: Redactor) -> float:
    """For a hundred lines of the log, half of which hold a known text."""
    began = time.process_time()
    for number in range(50):
        assert redactor.strict(f"modem main: Order {number} is ready, come by until six") == "modem main: •••"
        redactor.strict("2026-11-22 05:41:40 INFO smsbox.relay: modem main: message 512.2 refused: CMS 21")
    return time.process_time() - began


def test_thousands_of_known_texts_do_not_slow_it_down() -> None:
    few, many = (
        Redactor.of(f"Order {number} is ready, come by until six" for number in range(known)) for known in (50, 20_000)
    )
    pairs = sorted(_seconds(many) / _seconds(few) for _ in range(3))
    assert pairs[1] < 130, "four hundred times the texts would be 400 if each were looked for"


def test_a_pin_like_a_year_does_not_show_itself_by_its_gap() -> None:
    assert Redactor.of([], ["2026"]).text("2026-11-22 05:41:40 x 2026") == "2026-11-22 05:41:40 x •••"


def test_a_talk_with_a_modem_without_the_texts_in_between() -> None:
    said = ["AT+COPS?", '+COPS: 0,0,"SAMPLE UA"', '+CPMS: "SM",1,30', "OK", "Come at five", "+CMGR: 1,,24", "0791"]
    assert [PLAIN.wire(line) for line in said] == [
        *("AT+COPS?", '+COPS: 0,0,"•••"', '+CPMS: "SM",1,30', "OK", "••• (12)", "+CMGR: 1,,24", "••• (4)"),
    ]


def test_values_of_json_by_their_keys() -> None:
    plain = {"imsi": "255030000000001", "why": "went home", "dbm": -71, "at": 1_772_000_000_000_000, "on": True}
    nested = {"facts": {"by": "olha", "list": ["+380500000001"]}}
    assert PLAIN.value(plain | nested) == {
        "imsi": "25503•••01",
        "why": DOTS,
        "dbm": -71,
        "at": DOTS,
        "on": True,
        "facts": {"by": DOTS, "list": ["+38050•••01"]},
    }


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=30),
    st.integers(min_value=500_000_000, max_value=999_999_999),
    st.text(max_size=30),
)
def test_no_surroundings_let_a_number_through(before: str, digits: int, after: str) -> None:
    number = f"+380{digits}"
    assert number not in PLAIN.strict(f"{before}{number}{after}")
    assert number not in PLAIN.text(f"{before} {number} {after}")
