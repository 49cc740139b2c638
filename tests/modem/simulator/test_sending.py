"""Submits: what the network took, what it told, and the magic numbers."""

from __future__ import annotations

import re

import pytest

from smsbox.modem.simulator import MAGIC, SimulatedModem
from smsbox.modem.simulator.magic import meaning
from tests.modem.simulator.terminal import Terminal, submit


def test_an_accepted_submit_is_on_the_wire_with_its_reference(modem: SimulatedModem, terminal: Terminal) -> None:
    tpdu = submit("+380500000001", "Добрий день 😀")
    assert terminal.send(tpdu).startswith("\r\n+CMGS: 0\r\n\r\nOK\r\n")
    (entry,) = modem.entries("accepted")
    assert (entry["number"], entry["text"], entry["reference"]) == ("+380500000001", "Добрий день 😀", 0)
    assert entry["tpdu"] == tpdu.hex() and entry["report"] and entry["attempt"] == 1
    assert entry["told"] == "+CMGS: 0 OK"
    assert modem.wait("phone")[0]["text"] == "Добрий день 😀"


def test_the_same_submit_twice_is_counted_as_repeated(modem: SimulatedModem, terminal: Terminal) -> None:
    for _ in range(2):
        terminal.send(submit("+380500000001", "x"))
    assert [entry["attempt"] for entry in modem.entries("accepted")] == [1, 2]
    assert modem.do("counts")["counts"]["repeated"] == 1


def test_reference_wraps(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("sim", last_reference=254)
    assert "+CMGS: 255" in terminal.send(submit("+380500000001", "a"))
    assert "+CMGS: 0\r" in terminal.send(submit("+380500000001", "b"))


def test_a_pair_cut_between_segments_is_whole_on_the_phone_and_cut_in_the_log(
    modem: SimulatedModem, terminal: Terminal
) -> None:
    terminal.send(submit("+380500000001", "а\ud83d", part=(7, 2, 1)))
    terminal.send(submit("+380500000001", "\ude00б", part=(7, 2, 2)))
    assert modem.wait("phone")[0]["text"] == "а😀б"
    assert modem.entries("accepted")[0]["text"] == "а\ud83d"
    assert modem.entries("accepted")[1]["concat"] == {"ref": 7, "total": 2, "seq": 2, "wide": False}


@pytest.mark.parametrize("length", [12, 200, 0])
def test_wrong_length_is_304(terminal: Terminal, length: int) -> None:
    tpdu = submit("+380500000001", "abc")
    terminal.write(f"AT+CMGS={length}\r".encode())
    if b">" in terminal.until(b"> ", b"ERROR"):
        terminal.body(tpdu)
        assert terminal.until(b"ERROR").startswith(b"\r\n+CMS ERROR")
    assert "OK" in terminal.ask("AT")


def test_escape_leaves_the_body(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.begin(submit("+380500000001", "abc"))
    terminal.write(b"0011\x1b")
    assert terminal.until(b"OK\r\n") == b"\r\nOK\r\n"
    assert "+CSQ: 21,99" in terminal.ask("AT+CSQ")
    assert modem.entries("accepted") == []


def test_a_status_report_is_stored_or_direct(modem: SimulatedModem, terminal: Terminal) -> None:
    got = terminal.send(submit("+380500000001", "a")).encode() + terminal.read_for(0.2)
    assert b'\r\n+CDSI: "SM",1\r\n' in got
    terminal.ask("AT+CNMI=2,1,0,1,0")
    got = terminal.send(submit("+380500000001", "b")).encode() + terminal.read_for(0.2)
    assert re.search(rb"\r\n\+CDS: 25\r\n07[0-9A-F]+\r\n", got)
    assert [entry["how"] for entry in modem.entries("report")] == ["stored", "direct"]


def test_no_report_when_none_is_asked_for(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.send(submit("+380500000001", "a", report=False))
    modem.wait("phone")
    assert modem.entries("report") == []


@pytest.mark.parametrize(
    ("number", "answer", "accepted", "statuses"),
    [
        ("+380500009500", "+CMS ERROR: 500", False, []),
        ("+380500009038", "+CMS ERROR: 38", False, []),
        ("+380500009646", "+CMGS: 0", True, [0x46]),
        ("+380500009701", "+CMGS: 0", True, [0x20, 0x22, 0x00]),
        ("+380500009700", "+CMGS: 0", True, []),
        ("+380500009902", "OK", True, [0]),
        ("+380500009903", "OK", False, []),
        ("+380500009904", "ERROR", True, [0]),
        ("+380500009906", "+CMS ERROR: 332", True, [0]),
    ],
)
def test_magic_numbers(
    modem: SimulatedModem, terminal: Terminal, number: str, answer: str, accepted: bool, statuses: list[int]
) -> None:
    got = terminal.send(submit(number, "a"))
    assert answer in got and ("+CMGS" in got) == ("+CMGS" in answer)
    assert [entry["number"] for entry in modem.entries("accepted")] == [number] * accepted
    if statuses:
        assert [entry["status"] for entry in modem.wait("report", len(statuses))] == statuses


@pytest.mark.parametrize(("number", "accepted"), [("+380500009900", 1), ("+380500009901", 0)])
def test_magic_silence(modem: SimulatedModem, terminal: Terminal, number: str, accepted: int) -> None:
    tpdu = submit(number, "a", report=False)
    terminal.begin(tpdu)
    terminal.body(tpdu)
    assert terminal.read_for(0.2).strip() == b""
    assert len(modem.entries("accepted")) == accepted
    assert "OK" in terminal.ask("AT")


def test_magic_twice_then_fine(terminal: Terminal) -> None:
    answers = [terminal.send(submit("+380500009838", "a")) for _ in range(3)]
    assert [" 38" in answer for answer in answers] == [True, True, False]


def test_magic_late(modem: SimulatedModem, terminal: Terminal) -> None:
    tpdu = submit("+380500009905", "a", report=False)
    modem.do("speed", factor=10)
    terminal.begin(tpdu)
    terminal.body(tpdu)
    assert "+CSQ" in terminal.ask("AT+CSQ")
    assert b"+CMGS: 0" in terminal.until(b"+CMGS: 0")


def test_every_magic_row_is_reachable() -> None:
    numbers = [f"+38050000{last:04}" for last in range(10_000)]
    reached = {meaning(number) for number in numbers}
    assert reached == {entry.meaning for entry in MAGIC} | {None}
    assert all(meaning(number) is None for number in numbers[:9000])


def test_people_answer_once(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("answers", habits=[{"number": "+380500000003", "texts": ["Так"], "contains": "прийдете", "after": 0.1}])
    for text in ("Ви прийдете?", "Ви ПРИЙДЕТЕ?", "інше"):
        terminal.send(submit("+380500000003", text, report=False))
    modem.wait("inbound")
    modem.wait("phone", 3)
    assert [(entry["sender"], entry["text"]) for entry in modem.entries("inbound")] == [("+380500000003", "Так")]


def test_rules_over_control(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("outcome", number="0005", answer="+CMS ERROR: 41", accepted=False, times=1)
    assert "41" in terminal.send(submit("+380500000005", "a"))
    assert "+CMGS" in terminal.send(submit("+380500000005", "a"))
