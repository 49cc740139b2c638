"""The event log on the page: words for every kind, families, pages, the file, and what a technician does not see."""

from __future__ import annotations

import html
import re

import pytest

from smsbox import events
from smsbox.people.rights import Role
from smsbox.web.event_words import FAMILIES, WORDS, kinds_of
from smsbox.web.pages.happenings import PAGE
from tests.web.desk import NOW, Desk, Visitor, signed_in

NUMBER = "+380501234567"


def note(desk: Desk, kind: str, **data: object) -> None:
    with desk.store.write():
        events.append(desk.store, kind, now=desk.clock.at, **data)  # type: ignore[arg-type]


def text(visitor: Visitor, path: str = "/events") -> str:
    return html.unescape(visitor.get(path).text)


def rows(visitor: Visitor, path: str = "/events") -> list[str]:
    body = text(visitor, path).partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", row)).strip() for row in body.split("<tr>")[1:]]


def test_every_kind_that_is_written_has_its_words() -> None:
    named = {
        value for name, value in vars(events).items() if name.isupper() and isinstance(value, str) and "." in value
    }
    assert named - {events.SEGMENT_RECEIVED} <= set(WORDS), named - set(WORDS)


def test_every_kind_belongs_to_a_family() -> None:
    assert {kind for family in FAMILIES for kind in kinds_of(family)} == set(WORDS)


def test_the_newest_come_first_in_words(desk: Desk) -> None:
    visitor = signed_in(desk, Role.TECHNICIAN)
    note(desk, events.STARTED)
    note(desk, events.MODEM_DOWN, modem="main", reason="relay.not_registered")
    note(desk, events.MODEM_RECOVERY, modem="main", rung="radio", tries=1, reason="modem.not_answering")
    note(desk, events.MODEM_RECOVERY, modem="main", rung="radio", helped=True, seconds=12)
    note(desk, events.SENT, message_id=7, seq=2, ref=41)
    found = rows(visitor)
    wanted = ("The network took it", "The modem is back", "being brought back", "went down", "smsbox started")
    assert len(found) == 5
    for row, words in zip(found, wanted, strict=True):
        assert words in row
    assert "SMS No. 2, reference 41." in found[0] and found[0].endswith("7")
    assert 'href="/outbox/7"' not in text(visitor), "a technician may not open messages"


@pytest.mark.parametrize("role", [Role.OWNER, Role.TECHNICIAN])
def test_numbers_are_masked_for_who_may_not_read(desk: Desk, role: Role) -> None:
    note(desk, events.CALL_REFUSED, modem="main", number=NUMBER, rule="log")
    note(desk, events.REPORT_ORPHAN, sim=1, ref=3, st=0, to=NUMBER, hex="00")
    visitor = signed_in(desk, role)
    for shown in (text(visitor), visitor.get("/events/export").text):
        assert (NUMBER in shown) is (role is Role.OWNER)
        assert ("+380•" in shown) is (role is Role.TECHNICIAN)


def test_families_modems_and_time(desk: Desk, owner: Visitor) -> None:
    desk.clock.at -= 3 * 86_400_000_000
    note(desk, events.CALL_REFUSED, modem="main", number=NUMBER)
    desk.clock.at += 3 * 86_400_000_000
    note(desk, events.MODEM_PAUSED, modem="other", by_whom="anna", why="cable")
    note(desk, events.SENT, message_id=1, ref=4)
    note(desk, events.CANCELLED, message_id=1, who="anna")
    for family, count in (("messages", 2), ("modems", 1), ("money", 0), ("calls", 1), ("people", 2), ("?", 4)):
        assert len(rows(owner, f"/events?family={family}")) == count, family
    assert len(rows(owner, "/events?modem=main")) == 1 and len(rows(owner, "/events?modem=main&family=messages")) == 0
    assert len(rows(owner, "/events?from=2026-02-24")) == 3 and len(rows(owner, "/events?to=2026-02-23")) == 1
    assert "Done by anna." in text(owner) and "cable" in text(owner)
    assert "aria-invalid" in text(owner, "/events?from=yesteryear")


def test_pages_reach_everything_once(desk: Desk, owner: Visitor) -> None:
    for number in range(1, 2 * PAGE + 8):
        note(desk, events.SENT, message_id=number)
    seen: list[str] = []
    path: str | None = "/events?family=messages"
    while path:
        seen += rows(owner, path)
        found = re.search(r'href="(/events\?[^"]*before=\d+)"', text(owner, path))
        path = found[1] if found else None
    assert [int(row.split()[-1]) for row in seen] == list(range(2 * PAGE + 7, 0, -1))


def test_where_looking_stops_it_is_said_and_goes_on(
    desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("smsbox.store.scanning.PLAIN_REACH", 20)
    note(desk, events.CANCELLED, message_id=1, who="anna")
    for number in range(50):
        note(desk, events.SENT, message_id=number)
    path = "/events?family=people"
    for _ in range(4):
        if rows(owner, path):
            break
        found = re.search(r'href="(/events\?[^"]*before=\d+)">Look further', text(owner, path))
        assert found, "nothing found, and no way on"
        path = found[1]
    assert "Cancelled" in rows(owner, path)[0]


def test_the_file_holds_what_is_asked_for_and_nothing_runs_in_it(desk: Desk, owner: Visitor) -> None:
    note(desk, events.USSD_PUSHED, modem="main", text="=HYPERLINK(1)\x1b[2J")
    note(desk, events.MODEM_PAUSED, modem="main", by_whom="=cmd()", why="=1+1")
    answer = owner.get("/events/export?family=modems")
    assert (answer.header("Content-Type"), len(answer.text.splitlines())) == ("text/csv; charset=utf-8", 2)
    everything = owner.get("/events/export").text
    assert "\x1b" not in everything and not re.search(r'(^|,)"?=', everything, re.MULTILINE)
    assert desk.store.run("SELECT count(*) FROM audit WHERE what = 'log.exported'").fetchone() == (2,)


def test_what_strangers_write_is_text(desk: Desk, owner: Visitor) -> None:
    note(desk, events.USSD_PUSHED, modem="<b>x", text="<script>1</script>\u202e{{7*7}}")
    note(desk, "<i>odd", seq="<u>", attempt="{", count="1", first="%(x)s", hold=[1], rung={})
    raw = owner.get("/events").text
    assert "<script>1" not in raw and "<b>x" not in raw and "<i>odd" not in raw and "\u202e" not in raw
    assert "{{7*7}}" in html.unescape(raw)


def test_it_is_empty_at_first(desk: Desk, owner: Visitor) -> None:
    assert "Nothing here" in text(owner) and NOW
