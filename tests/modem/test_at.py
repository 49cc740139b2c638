"""The grammar by itself: lines out of any chunks, finals and nothing but finals, fields, codes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.clock import SystemClock
from smsbox.modem.at import LINE_CAP, Splitter, fields, final_of, groups, name_of, octets
from smsbox.modem.codes import ErrorCode, Verdict, describe, named, verdict
from smsbox.modem.demux import Demux
from smsbox.modem.outcome import reference_of
from smsbox.modem.troubles import Restarted
from smsbox.modem.urc import DirectReport, OtherUrc


@settings(max_examples=200)
@given(
    st.lists(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)), st.data()
)
def test_lines_do_not_depend_on_how_bytes_are_cut(lines, data):
    ends = [data.draw(st.sampled_from(["\r\n", "\r", "\n", "\r\r\n", "\r\n\r\n", "\0\r\n"])) for _ in lines]
    stream = "".join(line + end for line, end in zip(lines, ends, strict=True)).encode()
    splitter, found, at = Splitter(), [], 0
    while at < len(stream):
        step = data.draw(st.integers(1, 9))
        found += splitter.feed(stream[at : at + step])
        at += step
    assert found == lines


@settings(max_examples=100)
@given(st.lists(st.binary(max_size=300), max_size=30))
def test_any_bytes_at_all_leave_the_sorter_alive(chunks):
    splitter, demux = Splitter(), Demux(SystemClock())
    for chunk in chunks:
        for line in splitter.feed(chunk):
            if line:
                demux.take(line)
    demux.rest()
    demux.events.clear()
    for line in splitter.feed(b"\r\n+CDS: 1\r\n00AA\r\n"):
        try:
            demux.take(line)
        except Restarted:
            pytest.fail("nothing awaited, nothing to interrupt")
    assert demux.events[-1:] == [DirectReport(b"\x00\xaa", "00AA")]


def test_an_endless_line_is_dropped_up_to_its_end():
    splitter = Splitter()
    for _ in range(1000):
        assert splitter.feed(b"x" * 1000) == []
    assert splitter.overlong == 1
    assert splitter.feed(b"tail\r\nOK\r\n") == ["OK"]
    assert splitter.feed(b"y" * (LINE_CAP + 1) + b"\r\nOK\r\n") == ["", "OK"]


@pytest.mark.parametrize(
    ("line", "ok", "code"),
    [
        ("OK", True, None),
        ("ERROR", False, None),
        ("+CMS ERROR: 38", False, 38),
        ("+CMS ERROR:38", False, 38),
        ("+CMS ERROR 38", False, 38),
        ("+CME ERROR: -1", False, -1),
        ("+CMS ERROR: network timeout", False, 332),
        ("+CMS ERROR: Network Timeout", False, 332),
        ("+CME ERROR: SIM PIN required", False, 11),
        ("+CME ERROR: (U)SIM busy", False, None),
        ("+CMS ERROR: the cat is ill", False, None),
        ("COMMAND NOT SUPPORT", False, None),
        ("0", True, None),
        ("4", False, None),
    ],
)
def test_finals(line, ok, code):
    final = final_of(line)
    assert final is not None
    assert final.ok is ok
    if not ok:
        assert final.error.code == code
        assert final.error.text == line


@pytest.mark.parametrize(
    "line", ["OKAY", "OK.", "ERRORS", "+CMS ERRORS", "NO CARRIER", "+CMGS: 5", "00", "40", "", "ok"]
)
def test_what_is_no_final(line):
    assert final_of(line) is None


@pytest.mark.parametrize(
    ("line", "name", "expected"),
    [
        ('+CMTI: "SM",3', "+CMTI", ["SM", "3"]),
        ("+CMTI:SM, 3", "+CMTI", ["SM", "3"]),
        ('+CLIP: "a,b",129,,', "+CLIP", ["a,b", "129", "", ""]),
        ("+CPIN: SIM PIN", "+CPIN", ["SIM PIN"]),
        ("+CMS ERROR: 5", "+CMS ERROR", ["5"]),
        ("NORMAL POWER DOWN", "NORMAL POWER DOWN", ["NORMAL POWER DOWN"]),
        ("+CREG:", "+CREG", []),
    ],
)
def test_names_and_fields(line, name, expected):
    assert name_of(line) == name
    assert fields(line) == expected


def test_groups_and_octets():
    assert groups('+CPMS: (("SM","BM","SR"),("SM"))') == [["SM", "BM", "SR"], ["SM"]]
    assert octets("0aFF") == b"\x0a\xff"
    assert octets("0aF") == octets("zz") == octets("0a ff") == octets("") == b""


@pytest.mark.parametrize(
    ("line", "reference"), [("+CMGS: 0", 0), ("+CMGS:255", 255), ("+CMGS: 256", None), ("+CMGS", None)]
)
def test_references(line, reference):
    assert reference_of(line) == reference


def cms(code: int | None, kind: str = "CMS") -> ErrorCode:
    return ErrorCode(kind, code, "")


@pytest.mark.parametrize(
    ("error", "seconds", "expected"),
    [
        (cms(332), 1, Verdict.DOUBT),
        (cms(332), None, Verdict.TEMPORARY),
        (cms(513), 1, Verdict.DOUBT),
        (cms(500), 1, Verdict.TEMPORARY),
        (cms(500), 21, Verdict.DOUBT),
        (cms(255), 1, Verdict.TEMPORARY),
        (cms(255), 30, Verdict.DOUBT),
        (cms(111), 1, Verdict.DOUBT),
        (cms(111), None, Verdict.TEMPORARY),
        (cms(21), 60, Verdict.ACCOUNT),
        (cms(1), 60, Verdict.NUMBER),
        (cms(145), 1, Verdict.TEXT),
        (cms(197), 1, Verdict.ALREADY_ACCEPTED),
        (cms(304), 60, Verdict.RESET),
        (cms(310), 1, Verdict.SIM),
        (cms(330), 1, Verdict.CONFIGURATION),
        (cms(9999), 1, Verdict.TEMPORARY),
        (cms(9999), 30, Verdict.DOUBT),
        (cms(None), 30, Verdict.DOUBT),
        (cms(31, "CME"), 1, Verdict.DOUBT),
        (cms(100, "CME"), 30, Verdict.DOUBT),
        (cms(None, "ERROR"), 1, Verdict.DOUBT),
        (cms(None, "ERROR"), None, Verdict.BUSY),
    ],
)
def test_verdicts(error, seconds, expected):
    assert verdict(error, seconds_after_submit=seconds) is expected


def test_wordings():
    assert describe(cms(38)) == "network out of order"
    assert describe(ErrorCode("CMS", 9999, "+CMS ERROR: 9999")) == "+CMS ERROR: 9999"
    assert named("CMS", " 38 ", "x") == ErrorCode("CMS", 38, "x")
    assert str(cms(38)) == "CMS 38"
    assert str(ErrorCode("ERROR", None, "ERROR")) == "ERROR"


def test_a_header_whose_pdu_never_came_claims_nothing_later():
    clock = SystemClock()
    demux, later = Demux(clock), [0.0]
    real = clock.boottime
    clock.boottime = lambda: real() + later[0]  # type: ignore[method-assign]
    demux.take("+CDS: 1")
    later[0] = 6.0
    demux.take("00AA")
    assert demux.events == [OtherUrc("+CDS: 1"), OtherUrc("00AA")]
