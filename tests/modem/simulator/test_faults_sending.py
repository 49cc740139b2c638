"""FM-01 … FM-30: each fires, and the octets on the tty are those of the catalogue."""

from __future__ import annotations

import time

import pytest

from smsbox.modem.simulator import SimulatedModem
from tests.modem.simulator.terminal import Terminal, submit

NUMBER = "+380500000001"


def tpdu(text: str = "Привіт", number: str = NUMBER, **options: object) -> bytes:
    return submit(number, text, report=False, **options)  # type: ignore[arg-type]


def start(terminal: Terminal, body: bytes) -> None:
    terminal.write(f"AT+CMGS={len(body)}\r".encode())


@pytest.mark.parametrize(("name", "octets"), [("FM-02", b"\r\n>"), ("FM-03", b"> ")])
def test_odd_prompts(modem: SimulatedModem, terminal: Terminal, name: str, octets: bytes) -> None:
    modem.do("fault", name=name)
    start(terminal, tpdu())
    assert terminal.read_for(0.1) == octets
    terminal.body(tpdu())
    assert b"+CMGS: 0" in terminal.until(b"OK\r\n")
    assert modem.fired(name) == 1


def test_fm_01_no_prompt(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-01")
    start(terminal, tpdu())
    assert terminal.read_for(0.1) == b""
    terminal.write(b"\x1b")
    assert terminal.until(b"OK\r\n") == b"\r\nOK\r\n"
    assert "+CMGS: 0" in terminal.send(tpdu())
    assert modem.fired("FM-01") == 1


def test_fm_04_late_prompt(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-04", seconds=0.2)
    start(terminal, tpdu())
    assert terminal.read_for(0.1) == b""
    assert terminal.until(b"> ") == b"\r\n> "
    assert modem.fired("FM-04") == 1


def test_fm_05_message_before_prompt(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-05")
    start(terminal, tpdu())
    assert terminal.until(b"> ") == b'\r\n+CMTI: "SM",1\r\n\r\n> '
    assert modem.entries("stored")[0]["slot"] == 1


def test_fm_06_noise_before_the_result(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-06")
    assert terminal.send(tpdu()) == "\r\n^RSSI:17\r\n\r\n+CMGS: 0\r\n\r\nOK\r\n"


def test_fm_07_silent_but_delivered(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.ask("AT+CNMI=2,1,0,1,0")
    modem.do("fault", name="FM-07", seconds=0.15)
    body = submit(NUMBER, "x")
    terminal.begin(body)
    terminal.body(body)
    assert terminal.read_for(0.1) == b""
    assert terminal.until(b"+CDS: ").startswith(b"\r\n+CDS: ")
    assert modem.entries("accepted")[0]["told"] == "nothing"


def test_fm_08_silent_and_lost(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-08")
    terminal.begin(tpdu())
    terminal.body(tpdu())
    assert terminal.read_for(0.1) == b""
    assert "+CSQ" in terminal.ask("AT+CSQ")
    assert not modem.entries("accepted") and len(modem.entries("refused")) == 1


def test_fm_09_late_answer(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-09", seconds=0.2)
    terminal.begin(tpdu())
    terminal.body(tpdu())
    assert "+CSQ" in terminal.ask("AT+CSQ")
    assert terminal.until(b"OK\r\n") == b"\r\n+CMGS: 0\r\n\r\nOK\r\n"


def test_fm_10_the_answer_of_a_in_the_wait_of_b(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-10")
    terminal.begin(tpdu("A"))
    terminal.body(tpdu("A"))
    assert terminal.read_for(0.1) == b""
    terminal.begin(tpdu("B"))
    terminal.body(tpdu("B"))
    assert terminal.until(b"ERROR: 38\r\n") == b"\r\n+CMGS: 0\r\n\r\nOK\r\n\r\n+CMS ERROR: 38\r\n"
    assert [entry["text"] for entry in modem.entries("accepted")] == ["A"]
    assert "+CMGS" in terminal.send(tpdu("C"))
    assert modem.fired("FM-10") == 1 and modem.do("status")["armed"] == []


@pytest.mark.parametrize(
    ("name", "octets", "accepted"),
    [
        ("FM-11", "\r\nOK\r\n", False),
        ("FM-12", "\r\nERROR\r\n", True),
        ("FM-14", "\r\n+CMGS:0\r\n\r\nOK\r\n", True),
        ("FM-17", "\r\n+CMS ERROR: 38\r\n", False),
        ("FM-18", "\r\n+CMS ERROR:38\r\n", False),
        ("FM-19", "\r\n+CMS ERROR: network timeout\r\n", False),
        ("FM-20", "\r\n+CMS ERROR: -1\r\n", False),
        ("FM-21", "\r\n+CMS ERROR: 515\r\n", False),
        ("FM-29", "\r\n+CMS ERROR: 304\r\n", False),
        ("FM-16", "\r\n+CMS ERROR: 500\r\n", False),
        ("FM-28", "\r\n+CMGS: 0\r\n\r\nOK\r\n", True),
    ],
)
def test_answers(modem: SimulatedModem, terminal: Terminal, name: str, octets: str, accepted: bool) -> None:
    modem.do("fault", name=name)
    assert terminal.send(tpdu()) + terminal.read_for(0.05).decode() == octets
    assert len(modem.entries("accepted")) == accepted
    assert modem.fired(name) == 1


def test_fm_13_answer_with_time(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-13")
    assert terminal.send(tpdu()).startswith('\r\n+CMGS: 0,"')


def test_fm_15_wrap(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-15")
    assert ["+CMGS: 255\r" in terminal.send(tpdu("a")), "+CMGS: 0\r" in terminal.send(tpdu("b"))] == [True, True]


def test_fm_16_only_that_number(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-16", number="+380500000009")
    answers = [terminal.send(tpdu(number=number)) for number in ("+380500000009", NUMBER, "+380500000009")]
    assert ["500" in answer for answer in answers] == [True, False, True]
    assert modem.fired("FM-16") == 2


def test_fm_17_for_k_messages(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-17", count=2)
    assert ["38" in terminal.send(tpdu()) for _ in range(3)] == [True, True, False]


def test_fm_21_for_ever(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-21", count="ever")
    assert all("515" in terminal.send(tpdu()) for _ in range(4))
    modem.do("disarm", name="FM-21")
    assert "+CMGS" in terminal.send(tpdu())


def test_fm_22_sim_busy(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-22")
    assert [terminal.ask("AT+CMGS=20") for _ in range(2)] == ["\r\n+CME ERROR: 14\r\n"] * 2
    assert modem.fired("FM-22") == 2


def test_fm_23_resend(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-23")
    assert ["197" in terminal.send(tpdu(text)) for text in ("a", "b", "a")] == [False, False, True]


def test_fm_24_quota(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-24", after=2, code=8)
    assert ["ERROR: 8\r" in terminal.send(tpdu(text)) for text in "abcd"] == [False, False, True, True]


def test_fm_25_wedged_until_restart(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-25")
    assert [terminal.send(tpdu()).split()[-1] for _ in range(3)] == ["3870", "304", "304"]
    modem.do("reboot", new_pty=False, seconds=0)
    modem.wait("boot")
    time.sleep(0.05)
    terminal.set_up()
    assert "+CMGS" in terminal.send(tpdu())
    assert modem.fired("FM-25") == 1


def test_fm_26_one_segment_refused(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-26")
    answers = [terminal.send(tpdu("x", part=(1, 3, seq))) for seq in (1, 2, 3)]
    assert ["ERROR: 500" in answer for answer in answers] == [False, True, False]


def test_fm_27_one_segment_undelivered(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-27")
    for seq in (1, 2, 3):
        terminal.send(submit(NUMBER, "x", part=(1, 3, seq)))
    assert [entry["status"] for entry in modem.wait("report", 3)] == [0, 0x46, 0]
    assert modem.entries("phone") == []


def test_fm_28_is_never_delivered(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-28")
    terminal.send(submit(NUMBER, "lost"))
    terminal.send(submit(NUMBER, "there"))
    assert [entry["text"] for entry in modem.wait("phone")] == ["there"]
    assert modem.entries("accepted")[0]["discarded"] and len(modem.wait("report")) == 1


def test_fm_30_hidden_reset_sends_garbage(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-30")
    body = tpdu("a")
    assert "+CMGS: 0" in terminal.send(body)
    (entry,) = modem.entries("accepted")
    assert entry["number"] == str(len(body)) and entry["text"] == "00" + body.hex().upper() and entry["garbage"]
