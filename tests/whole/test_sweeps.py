"""One thing done with many messages, and kill -9 in the middle: it is gone on with, and nothing is done twice."""

from __future__ import annotations

import http.client
import sqlite3
import threading
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

from smsbox.outbox.sweeps import Stage
from tests.whole.box import Box, box, until
from tests.whole.test_page_by_hand import Page

UNDELIVERED = 0x46  # 23.040 9.2.3.15
MANY = [f"+3805000{number:05d}" for number in range(900)]


def sweep(made: Box) -> tuple[int, int]:
    """Stage of the newest sweep, and how many messages it has changed."""
    with closing(sqlite3.connect(made.directory / "smsbox.db", timeout=30)) as database:
        found = database.execute("SELECT state, changed FROM sweeps ORDER BY id DESC LIMIT 1").fetchone()
    return (found[0], found[1]) if found else (-1, 0)


def told(made: Box, kind: str) -> Counter[int]:
    """How often each message has that line in the log of happenings."""
    with closing(sqlite3.connect(made.directory / "smsbox.db", timeout=30)) as database:
        rows = database.execute("SELECT message_id FROM events WHERE kind = ?", (kind,)).fetchall()
    return Counter(row[0] for row in rows)


def killed_in_the_middle(made: Box, page: Page, act: str, **fields: str) -> int:
    """Agree to `act` with all messages on the page, and kill the daemon when a part is done; how many were."""
    page.open("/outbox")
    page.send("/outbox/sweeps", page.fields("/outbox/sweeps") | {"act": act})
    agree = next(each for each in page.raw.split('"') if each.endswith("/agree"))
    form = page.fields(agree) | fields

    def press() -> None:
        with suppress(OSError, http.client.HTTPException):  # killed before it answered
            page.send(agree, form)

    pressing = threading.Thread(target=press)
    pressing.start()
    until(lambda: sweep(made)[1] > 0, what="a part is done", pause=0.001)
    made.kill()
    pressing.join()
    stage, changed = sweep(made)
    assert stage == Stage.RUNNING and 0 < changed < len(MANY), (stage, changed)
    return changed


def test_a_half_done_cancelling_is_finished_after_kill_9_and_nobody_is_written_to(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        made.run("modems", "pause", "--all")
        made.send(MANY, "sale")
        killed_in_the_middle(made, page, "cancel")
        made.start()
        until(lambda: sweep(made) == (Stage.DONE, len(MANY)), 40)
        assert set(told(made, "outbox.cancelled").values()) == {1} and len(told(made, "outbox.cancelled")) == 900
        assert made.states() == {"cancelled": 900}
        made.run("modems", "resume", "--all")
        made.send("+380500099999", "still here")
        until(lambda: made.states() == {"cancelled": 900, "delivered": 1}, 30)
        assert [entry["number"] for entry in made.accepted()] == ["+380500099999"]


def test_a_half_done_sending_again_sends_each_once_more_and_none_twice(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        made.do("reports", plan=[[0, UNDELIVERED]])
        made.start()
        made.await_modems()
        page = Page(made)
        made.send(MANY, "your order")
        until(lambda: made.states() == {"undelivered": 900}, 120, pause=0.5)
        made.run("modems", "pause", "--all")
        made.do("reports", plan=[[0, 0]])
        killed_in_the_middle(made, page, "resend", twice="yes")
        made.start()
        until(lambda: sweep(made) == (Stage.DONE, len(MANY)), 40)
        assert set(told(made, "outbox.resent").values()) == {1}
        made.run("modems", "resume", "--all")
        until(lambda: made.states() == {"delivered": 900}, 120, pause=0.5)
        assert Counter(Counter(entry["number"] for entry in made.accepted()).values()) == {2: 900}
        assert all(row["maybe_duplicate"] for row in made.outbox()), "they might have arrived before"
