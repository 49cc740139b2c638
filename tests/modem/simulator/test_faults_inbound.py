"""FM-57 … FM-79: each fires, and the octets on the tty are those of the catalogue."""

from __future__ import annotations

import re

import pytest

from smsbox.modem.simulator import SimulatedModem
from tests.modem.simulator.terminal import Terminal, submit


def listed(terminal: Terminal) -> list[tuple[int, str]]:
    """Index and PDU of everything AT+CMGL=4 shows."""
    reply = terminal.ask("AT+CMGL=4")
    return [(int(index), pdu) for index, pdu in re.findall(r"\+CMGL: (\d+),\d,,\d+\r\n([0-9A-F]*)\r\n", reply)]


def tail_of(pdu: str, octets: int) -> str:
    """The PDU behind the service centre's address and so many octets of the TPDU."""
    return pdu[2 * (1 + int(pdu[:2], 16) + octets) :]


def test_fm_57_five_in_one_write(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-57")
    expected = b"".join(f'\r\n+CMTI: "SM",{index}\r\n'.encode() for index in range(1, 6))
    assert terminal.read_for(0.1) == expected and len(listed(terminal)) == 5


def test_fm_58_inside_a_reply(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-58")
    assert terminal.ask("AT+CSQ") == '\r\n+CMTI: "SM",1\r\n\r\n+CSQ: 21,99\r\n\r\nOK\r\n'
    assert len(listed(terminal)) == 1


def test_fm_59_not_indicated(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-59")
    modem.do("inbound", sender="+380500000071", text="тихо")
    assert terminal.read_for(0.1) == b"" and len(listed(terminal)) == 1


@pytest.mark.parametrize(("form", "octets"), [("bare", b"\r\n+CMTI: SM,1\r\n"), ("index", b'\r\n+CMTI: "SM",-1\r\n')])
def test_fm_60_odd_indication(modem: SimulatedModem, terminal: Terminal, form: str, octets: bytes) -> None:
    modem.do("fault", name="FM-60", form=form)
    modem.do("inbound", sender="+380500000071", text="x")
    assert terminal.read_for(0.1) == octets


def test_fm_61_full_and_released(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-61")
    assert terminal.read_for(0.1) == b'\r\n^SMMEMFULL: "SM"\r\n'
    assert '"SM",20,20' in terminal.ask("AT+CPMS?")
    assert len(modem.entries("held")) == 1
    terminal.ask("AT+CMGD=7")
    assert b'+CMTI: "SM",7' in terminal.read_for(0.2)
    assert len(modem.entries("inbound")) == 21 and len(modem.entries("stored")) == 21


@pytest.mark.parametrize(("form", "answer"), [("ok", "\r\nOK\r\n"), ("321", "\r\n+CMS ERROR: 321\r\n")])
def test_fm_62_empty_slot(modem: SimulatedModem, terminal: Terminal, form: str, answer: str) -> None:
    modem.do("fault", name="FM-62", form=form)
    assert terminal.ask("AT+CMGR=5") == answer and modem.fired("FM-62") == 1


@pytest.mark.parametrize("form", ["error", "ok"])
def test_fm_63_not_deleted(modem: SimulatedModem, terminal: Terminal, form: str) -> None:
    modem.do("inbound", sender="+380500000071", text="x")
    modem.do("fault", name="FM-63", form=form)
    assert ("ERROR: 320" in terminal.ask("AT+CMGD=1")) == (form == "error")
    assert len(listed(terminal)) == 1
    terminal.ask("AT+CMGD=1")
    assert listed(terminal) == [] and len(modem.entries("deleted")) == 1


def test_fm_64_unreadable(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-64")
    assert listed(terminal) == [(1, "07918350000001000412FF")]


def test_fm_65_stored_submit(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-65")
    assert "+CMGL: 1,2,," in terminal.ask("AT+CMGL=4")
    assert "+CMGS" not in terminal.ask("AT+CMGR=1")
    assert "+CMSS: 0" in terminal.ask("AT+CMSS=1") and modem.entries("accepted")[0]["text"] == "Hello"


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("order", ["0500030103", "03", "02", "01"]),
        ("missing", ["0500030103", "01", "02"]),
        ("duplicated", ["0500030103", "01", "01", "02", "03"]),
        ("wide", ["060804123403", "01", "02", "03"]),
        ("same", ["0500034D03", "01", "02", "03", "01", "02", "03"]),
    ],
)
def test_fm_66_odd_segments(modem: SimulatedModem, terminal: Terminal, kind: str, headers: list[str]) -> None:
    modem.do("fault", name="FM-66", kind=kind)
    start, *seqs = headers
    found = [tail_of(pdu, 1 + 8 + 2 + 7 + 1) for _, pdu in listed(terminal)]
    assert [data[: len(start) + 2] for data in found] == [start + seq for seq in seqs]


def test_fm_67_cut_emoji(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-67")
    first, second = (tail_of(pdu, 1 + 8 + 2 + 7 + 1 + 6) for _, pdu in listed(terminal))
    assert first.endswith("D83D") and second.startswith("DE00")


def test_fm_68_odd_senders(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-68")
    addresses = [tail_of(pdu, 1)[:4] for _, pdu in listed(terminal)]
    assert addresses == ["12D0", "0080", "0481"]


def test_fm_69_flash(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-69")
    got = terminal.read_for(0.1)
    assert re.fullmatch(rb"\r\n\+CMT: ,\d+\r\n0791[0-9A-F]+\r\n", got)
    pdu = got.split()[-1].decode()
    assert tail_of(pdu, 1 + 8)[:4] == "0010" and listed(terminal) == []


def test_fm_70_call_while_sending(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-70")
    expected = '\r\nRING\r\n\r\n+CLIP: "0501234567",129\r\n\r\n+CMGS: 0\r\n\r\nOK\r\n'
    assert terminal.send(submit("+380500000001", "x", report=False)) == expected


# ── reports ──


def report_for(modem: SimulatedModem, terminal: Terminal, name: str, **params: object) -> bytes:
    terminal.ask("AT+CNMI=2,1,0,1,0")
    modem.do("fault", name=name, **params)
    return terminal.send(submit("+380500000001", "x")).encode() + terminal.read_for(0.2)


def test_fm_71_split(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.ask("AT+CNMI=2,1,0,1,0")
    modem.do("fault", name="FM-71", seconds=0.3)
    first = terminal.send(submit("+380500000001", "x")).encode() + terminal.read_for(0.15)
    assert first.endswith(b"\r\n+CDS: 25\r\n")
    assert re.fullmatch(rb"0791[0-9A-F]+\r\n", terminal.read_for(0.3))


def test_fm_72_before_the_answer(modem: SimulatedModem, terminal: Terminal) -> None:
    got = report_for(modem, terminal, "FM-72")
    assert 0 < got.index(b"+CDS: ") < got.index(b"+CMGS: 0")
    assert len(modem.entries("report")) == 1


def test_fm_73_national(modem: SimulatedModem, terminal: Terminal) -> None:
    pdu = report_for(modem, terminal, "FM-73").split()[-1].decode()
    assert tail_of(pdu, 2).startswith("0AA15000000010")


def test_fm_74_zero_time(modem: SimulatedModem, terminal: Terminal) -> None:
    pdu = report_for(modem, terminal, "FM-74").split()[-1].decode()
    assert tail_of(pdu, 2 + 8 + 7) == "00" * 8


@pytest.mark.parametrize("statuses", [[0x20, 0x22, 0x00], [0x46], [0x63], [0x90]])
def test_fm_75_statuses(modem: SimulatedModem, terminal: Terminal, statuses: list[int]) -> None:
    got = report_for(modem, terminal, "FM-75", statuses=statuses, seconds=0.01)
    assert [int(pdu[-2:], 16) for pdu in re.findall(rb"0791[0-9A-F]+", got)] == statuses


def test_fm_76_kept_back_over_a_restart(modem: SimulatedModem, terminal: Terminal) -> None:
    assert b"+CDS" not in report_for(modem, terminal, "FM-76")
    modem.do("reboot", new_pty=False, seconds=0)
    modem.wait("boot")
    terminal.read_for(0.1)
    terminal.set_up()
    assert modem.do("release_reports")["released"] == 1
    assert b'+CDSI: "SM",1' in terminal.read_for(0.1)


def test_fm_77_equal_references(modem: SimulatedModem, terminal: Terminal) -> None:
    terminal.ask("AT+CNMI=2,1,0,1,0")
    modem.do("fault", name="FM-77")
    for number in ("+380500000001", "+380500000002"):
        terminal.send(submit(number, "x"))
    modem.wait("report", 2)
    assert len({entry["reference"] for entry in modem.entries("accepted")}) == 1
    assert [entry["number"][-1] for entry in modem.entries("report")] == ["1", "2"]
    assert modem.fired("FM-77") == 1


def test_fm_78_in_memory_sr(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-78")
    got = terminal.send(submit("+380500000001", "x")).encode() + terminal.read_for(0.1)
    assert b'+CDSI: "SR",1' in got and listed(terminal) == []
    assert '"SR",1,20' in terminal.ask('AT+CPMS="SR"') + terminal.ask("AT+CPMS?") and len(listed(terminal)) == 1


# ── USSD ──


@pytest.mark.parametrize(
    ("form", "octets"),
    [
        ("ended", b"\r\nOK\r\n\r\n+CUSD: 2\r\n"),
        ("ucs2", b'\r\nOK\r\n\r\n+CUSD: 0,"04110430043B'),
        ("before", b'\r\n+CUSD: 0,"Balance 123.45 UAH. Valid till 31.12.2027",15\r\n\r\nOK\r\n'),
        ("multiline", b'\r\nOK\r\n\r\n+CUSD: 0,"Balance: 12.50\r\nPlan "Shop", 1450 SMS\nleft",15\r\n'),
        ("ring", b'\r\nOK\r\n\r\n+CUSD: 0,"SPRING offer: RING us",15\r\n'),
        ("language", b'\r\nOK\r\n\r\n+CUSD: 0,"F53504110430043B'),
        ("octets", b'\r\nOK\r\n\r\n+CUSD: 0,"42616C616E63653A2031322E3530",68\r\n'),
        ("packed", b'\r\nOK\r\n\r\n+CUSD: 0,"C2303BEC1E9775A098CC558301",15\r\n'),
        ("lines", b'\r\nOK\r\n\r\n+CUSD: 0,"Balance: 12.50\r\nRING\r\nOK\r\n> "more" *101#\r\nleft",0\r\n'),
        ("cut", b'\r\nOK\r\n\r\n+CUSD: 0,"Balance: 12.50\r\n1450 SM\r\n'),
    ],
)
def test_fm_79_odd_ussd(modem: SimulatedModem, terminal: Terminal, form: str, octets: bytes) -> None:
    modem.do("fault", name="FM-79", form=form)
    terminal.write(b'AT+CUSD=1,"*100#",15\r')
    got = terminal.read_for(0.15)
    assert got.startswith(octets)


def test_fm_79_silent(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("fault", name="FM-79", form="silent")
    terminal.write(b'AT+CUSD=1,"*100#",15\r')
    assert terminal.read_for(0.15) == b"\r\nOK\r\n"
    assert len(modem.entries("ussd")) == 1
