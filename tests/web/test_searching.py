"""Searching on the page: by a form without a script, what holds removable one by one, bad input told, nothing lost."""

from __future__ import annotations

import csv
import gzip
import html
import io
import itertools
import re
import socket
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from smsbox import events, outbox
from smsbox.clock import DAY, HOUR
from smsbox.outbox import State, sweeps
from smsbox.pacing import hours, note_outcome, record
from smsbox.sheets import apart
from smsbox.store import scanning, sims
from smsbox.web import assets, paging
from smsbox.web.app import make_app
from smsbox.web.day_chart import day_chart
from smsbox.web.messages.excerpt import LONGEST, excerpt
from smsbox.web.pages import exports
from smsbox.web.server.serve import Server
from tests.patience import until
from tests.web.desk import NOW, Desk, Visitor
from tests.web.test_inbox import receive
from tests.web.test_outbox import claim, page


def links(text: str, path: str = "/outbox/") -> list[int]:
    return [int(each) for each in re.findall(rf'class="who" href="{path}([0-9]+)"', text)]


def test_every_field_narrows_what_is_shown(desk: Desk) -> None:
    first = desk.queue("Знижка на все", "+380500000001", batch="spring")
    desk.clock.at += DAY
    second = desk.queue("замовлення готове", "+380670000002", kind=outbox.MessageClass.REPLY)
    owner = desk.owner()
    for query, found in {
        "number=050+000+00+01": [first],
        "number=067": [second],
        "number=%2B380": [second, first],
        "text=%D0%97%D0%9D%D0%98%D0%96%D0%9A%D0%90": [first],
        "class=reply": [second],
        "batch=spring": [first],
        "from=2026-02-26": [second],
        "to=25.02.2026": [first],
        "state=queued&number=067&text=%D0%B3%D0%BE%D1%82%D0%BE%D0%B2%D0%B5": [second],
    }.items():
        assert links(page(owner, f"/outbox?{query}")) == found, query


def test_what_holds_is_shown_and_removable_one_by_one(desk: Desk, owner: Visitor) -> None:
    desk.queue()
    text = page(owner, "/outbox?number=050&text=%D0%B3%D0%BE%D1%82&state=queued")
    assert 'href="/outbox?text=%D0%B3%D0%BE%D1%82&state=queued"' in text
    assert 'href="/outbox?number=050&state=queued"' in text
    assert 'href="/outbox?number=050&text=%D0%B3%D0%BE%D1%82"' in text
    assert 'name="state" value="queued"' in text and 'value="050"' in text
    assert "1 message found" in text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("number=abc&text=keep+me", "No SMS can be sent to"),
        ("from=soon&text=keep+me", "Write a day, 2026-03-01"),
        ("from=2026-03-02&to=2026-03-01&text=keep+me", "This must be later than"),
        ("number=%FF%FE&text=keep+me", "characters that no text can have"),
        ("batch=" + "x" * 101 + "&text=keep+me", "too long"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(owner: Visitor, query: str, told: str) -> None:
    answer = owner.get(f"/outbox?{query}")
    assert answer.status == 422
    text = html.unescape(answer.text)
    assert told in text and 'value="keep me"' in text and 'aria-invalid="true"' in text
    assert owner.get(f"/inbox?{query}").status == (200 if query.startswith(("number=abc", "batch=")) else 422)


def test_back_and_forth_through_pages(desk: Desk, owner: Visitor) -> None:
    ids = [desk.queue(f"text {number}") for number in range(120)]
    second = page(
        owner, page(owner, "/outbox?text=TEXT").partition('rel="next"')[0].rpartition('href="')[2].rstrip('" ')
    )
    assert links(second) == ids[::-1][50:100]
    newer = re.search(r'href="([^"]*)" rel="prev"', second)
    assert newer and links(page(owner, newer[1])) == ids[::-1][:50]


def test_how_far_it_looked_is_said_and_goes_on(desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = desk.queue("needle")
    for _ in range(60):
        desk.queue("hay")
    monkeypatch.setattr(scanning, "TEXT_REACH", 25)
    monkeypatch.setattr(paging, "FIRST_LOOK", -1)
    monkeypatch.setattr(paging, "FURTHER_LOOK", -1)
    path, pressed = "/outbox?text=needle", 0
    while "Look further" in (text := page(owner, path)):
        assert "Nothing found so far" in text and "Looked back as far as" in text
        path, pressed = re.findall(r'href="([^"]*before=[^"]*)"', text)[0], pressed + 1
    assert (pressed, links(text)) == (2, [wanted])


@pytest.fixture
def slow(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at ten texts takes 10 ms."""
    moments = itertools.count()
    monkeypatch.setattr(scanning, "TEXT_REACH", 10)
    monkeypatch.setattr(desk.clock, "boottime", lambda: next(moments) / 100, raising=False)


@pytest.mark.usefixtures("slow")
def test_who_asks_to_look_further_gets_twenty_times_as_far(desk: Desk, owner: Visitor) -> None:
    wanted = desk.queue("needle")
    found = [desk.queue("hay") for _ in range(300)]
    text = page(owner, "/outbox?text=needle")
    (path,) = re.findall(r'class="button slim" href="([^"]*before=[^"]*)"', text)
    assert "Nothing found so far" in text and path.endswith(f"before={found[-20]}")
    text = page(owner, path)
    assert links(text) == [wanted] and "Look further" not in text


@pytest.mark.usefixtures("slow")
def test_a_live_page_that_stopped_keeps_what_it_found_and_looks_no_further(desk: Desk, owner: Visitor) -> None:
    desk.queue("needle, too old for one look")
    ids = [desk.queue("hay") for _ in range(50)]
    wanted = desk.queue("needle")
    for _ in range(15):
        desk.queue("hay")
    text = page(owner, "/outbox?text=needle")
    live = re.findall(r'data-live="([^"]*)"', text)[0]
    assert links(text) == [wanted] and int(live.rpartition("down=")[2]) in ids
    assert links(page(owner, live)) == [wanted]
    new = desk.queue("needle")
    assert links(page(owner, live)) == [new, wanted]


def test_a_live_page_that_is_full_fills_up_again(desk: Desk, owner: Visitor) -> None:
    ids = [desk.queue("x") for _ in range(60)]
    text = page(owner, "/outbox?state=queued")
    live = re.findall(r'data-live="([^"]*)"', text)[0]
    outbox.cancel(desk.store, ids[-5:], NOW)
    assert links(page(owner, live)) == ids[5:55][::-1]


def test_a_hostile_search_is_shown_never_run(owner: Visitor) -> None:
    raw = owner.get("/outbox?text=%3Cscript%3E%22%27%7B%7B7*7%7D%7D&batch=%3Cb%3E").text
    assert (
        "<script>&" not in raw
        and "<b>" not in raw.partition("<main")[2]
        and "49" not in raw.partition("<main")[2][:3000]
    )


def test_the_inbox_is_searched_too(desk: Desk, owner: Visitor) -> None:
    receive(desk, "Коли готове?")
    assert links(page(owner, "/inbox?text=%D0%93%D0%9E%D0%A2%D0%9E%D0%92%D0%95"), "/inbox/") == [1]
    assert "No message fits all of it." in page(owner, "/inbox?state=settled")
    text = page(owner, "/inbox/1")
    assert "What happened" in text and "for technicians" in text and re.search(r'octets">[0-9A-F]{20,}<', text)


def begin(owner: Visitor, act: str, **fields: str) -> str:
    owner.get("/outbox")
    answer = owner.post("/outbox/sweeps", act=act, **fields)
    assert answer.status == 303
    return answer.header("Location") or ""


def test_all_that_is_found_is_changed_after_a_preview(desk: Desk, owner: Visitor) -> None:
    ids = [desk.queue(f"spring {number}", batch="spring") for number in range(7)]
    other = desk.queue("else")
    where = begin(owner, "cancel", batch="spring")
    text = page(owner, where)
    assert "Cancel 7 messages?" in text and "and 2 more" in text and "spring 0" in text
    outbox.hold(desk.store, ids[:1], desk.clock.at)
    outbox.accepted(desk.store, claim(desk), reference=1, now=desk.clock.at)
    assert owner.post(f"{where}/agree").header("Location") == where
    text = page(owner, where)
    assert "6 messages are cancelled." in text and "1 message had moved on meanwhile" in text
    states = [found.state for each in ids if (found := outbox.get(desk.store, each))]
    assert sorted(states) == [State.SENT, *[State.CANCELLED] * 6]
    left = outbox.get(desk.store, other)
    assert left and left.state is State.QUEUED
    assert "Done by owner." in page(owner, f"/outbox/{ids[-1]}")
    (line,) = [each for each in events.of_message(desk.store, ids[-1]) if each.kind == events.CANCELLED]
    assert line.data == {"who": "owner"}


def test_maybe_twice_needs_its_own_tick(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue()
    outbox.uncertain(desk.store, claim(desk), reason="silence", now=desk.clock.at)
    where = begin(owner, "resend", state="uncertain")
    text = page(owner, where)
    assert "1 of them may have arrived already" in text and "maybe duplicate" in text
    owner.post(f"{where}/agree")
    assert "0 messages are to be sent again." in page(owner, where)
    where = begin(owner, "resend", state="uncertain")
    page(owner, where)
    owner.post(f"{where}/agree", twice="yes")
    found = outbox.get(desk.store, message_id)
    assert found and found.maybe_duplicate and found.state is State.QUEUED


def test_nothing_to_do_and_nothing_that_is_none(desk: Desk, owner: Visitor) -> None:
    desk.queue()
    assert "Nothing to do" in page(owner, begin(owner, "release"))
    owner.get("/outbox")
    assert owner.post("/outbox/sweeps", act="explode").status == 400
    assert owner.get("/outbox/sweeps/99").status == 404


def test_long_work_is_gone_on_with_by_the_clockwork(
    desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from smsbox.web.pages import sweeps as pages

    for _ in range(30):
        desk.queue()
    monkeypatch.setattr(sweeps, "_COUNT_STEP", 10)
    monkeypatch.setattr(sweeps, "_ACT_STEP", 10)
    monkeypatch.setattr(pages, "_PATIENCE", -1)
    where = begin(owner, "hold")
    assert "Counting" in page(owner, where)
    sweeps.work(desk.store, NOW, boottime=lambda: 0.0, seconds=1)
    assert "Hold 30 messages?" in page(owner, where)
    owner.post(f"{where}/agree")
    assert "0 messages are held." in page(owner, where) and "after a restart" in page(owner, f"/live{where}")
    sweeps.work(desk.store, NOW, boottime=lambda: 0.0, seconds=1)
    assert "30 messages are held." in page(owner, where)


def test_files_hold_exactly_what_is_filtered(desk: Desk, owner: Visitor, tmp_path: Path) -> None:
    desk.queue("=1+1", batch="spring")
    desk.queue("else")
    answer = owner.get("/outbox/export?format=csv&batch=spring")
    assert answer.status == 200 and "attachment" in (answer.header("Content-Disposition") or "")
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))
    assert len(rows) == 2 and rows[1][-1] == "'=1+1"
    answer = owner.get("/outbox/export?format=xlsx&text=ELSE")
    path = tmp_path / "got.xlsx"
    path.write_bytes(answer.body)
    book = CalamineWorkbook.from_path(path)
    assert [row[-1] for row in book.get_sheet_by_index(0).to_python()] == ["Text", "else"]
    assert ["Text", "ELSE"] in book.get_sheet_by_index(1).to_python()
    assert owner.get("/inbox/export?format=xlsx").status == 200
    assert owner.get("/outbox/export?format=exe").status == 404
    assert not list(desk.site.config.store.directory.glob(".export-*"))


def test_one_file_at_a_time_and_the_place_is_given_back(desk: Desk, owner: Visitor) -> None:
    assert exports._AT_ONCE.acquire(blocking=False)
    assert "notice=one_file" in (owner.get("/outbox/export?format=csv").header("Location") or "")
    exports._AT_ONCE.release()
    exports._AT_ONCE.acquire()
    exports._Once(iter([b"half"])).close()
    assert owner.get("/outbox/export?format=csv").status == 200 and _free()
    assert not list(exports.watched(iter([[1]]), lambda: True))


def test_the_day_as_a_drawing_and_a_table(desk: Desk, owner: Visitor) -> None:
    assert "The last 24 hours" not in page(owner, "/")
    sim = sims.register(desk.store, imsi="255010000000001", iccid=None, modem="main", now=NOW)
    with desk.store.write():
        for _ in range(3):
            record(desk.store, sim, NOW - 2 * HOUR)
        note_outcome(desk.store, sim, NOW, delivered=2, failed=1)
        record(desk.store, sim, NOW - 30 * HOUR)
    receive(desk, "Коли?")
    text = page(owner, "/")
    assert "The last 24 hours" in text and "<polyline" in text
    begins = hours.starts(NOW, desk.site.zone)
    told = hours.fold(begins, hours.minutes(desk.store, begins[0], begins[-1] + HOUR), [0] * 23 + [1])
    assert [(each.sent, each.delivered, each.failed, each.received) for each in told][-3:] == [
        *((3, 0, 0, 0), (0, 0, 0, 0), (0, 2, 1, 1))
    ]
    chart = day_chart(told, desk.site.zone)
    assert chart and (chart.total.sent, chart.most, [line.name for line in chart.lines]) == (3, 3, ["06:00", "08:00"])


_ENDLESS = """
import itertools
from smsbox.sheets import apart, exports
exports.outbox_rows = lambda *_: ([number, "x" * 200] for number in itertools.count())
apart.main()
"""


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_given_up_when_the_browser_goes_away(
    desk: Desk, owner: Visitor, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows without end: only who hangs up ends this."""
    monkeypatch.setattr(apart, "PROGRAM", (sys.executable, "-c", _ENDLESS))
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    cookies = "; ".join(f"{name}={value}" for name, value in owner.cookies.items())
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        head = (
            f"GET /outbox/export?format={kind} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookies}\r\n\r\n"
        )
        connection.sendall(head.encode())
        until(lambda: not _free(), what="the file is begun")
        assert connection.recv(100).startswith(b"HTTP/1.1 200"), "both begin at once"
    until(_free, what="the place is free again")
    server.stop()


def _free() -> bool:
    if exports._AT_ONCE.acquire(blocking=False):
        exports._AT_ONCE.release()
        return True
    return False


def test_a_story_names_the_sim_of_each_step_where_there_are_several(desk: Desk, owner: Visitor) -> None:
    second = sims.register(desk.store, imsi="255030000000002", iccid=None, modem="second", now=NOW)
    message_id, moved = desk.queue(), desk.queue()
    outbox.accepted(desk.store, claim(desk), reference=9, now=NOW)
    outbox.move(desk.store, [moved], second, NOW, who="Olha")
    assert "by main (255010000000001), reference 9" in page(owner, f"/outbox/{message_id}")
    text = page(owner, f"/outbox/{moved}")
    assert "second (255030000000002)" in text and "Done by Olha." in text


@pytest.mark.parametrize(
    ("text", "sought", "shown"),
    [
        ("short", "ort", "short"),
        ("x" * LONGEST, "", "x" * LONGEST),
        ("x" * 500, "", "x" * (LONGEST - 1) + "…"),
        ("x" * 500, "nowhere", "x" * (LONGEST - 1) + "…"),
        ("a" + "x" * 600, "A", "a" + "x" * (LONGEST - 2) + "…"),
        ("x" * 300 + "ГОЛКА" + "y" * 300, "голка", "…" + "x" * 30 + "ГОЛКА" + "y" * (LONGEST - 37) + "…"),
        ("x" * 300 + "end", "end", "…" + "x" * (LONGEST - 4) + "end"),
    ],
)
def test_a_row_shows_the_place_that_was_looked_for(text: str, sought: str, shown: str) -> None:
    assert excerpt(text, sought) == shown and len(shown) <= LONGEST


STATIC = sum(
    len(gzip.compress((Path(assets.__file__).with_name("static") / name).read_bytes(), 9))
    for name in ("app.css", "app.js", "icons.svg", "mark.svg")
)


def test_a_page_of_the_longest_texts_weighs_little_with_all_it_needs(desk: Desk) -> None:
    long = "Ж" * 600 + "needle" + "ї" * 400
    owner = desk.owner(Accept_Language="uk")
    for _ in range(50):
        desk.queue(long)
    for path in ("/outbox", "/outbox?text=needle"):
        body = owner.get(path).body
        assert body.count(b"<tr>") == 51 and len(body) + STATIC < 60_000
    assert owner.get("/outbox?text=needle").text.count("needle") > 50
