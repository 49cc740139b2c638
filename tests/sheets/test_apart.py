"""Files made by a process of their own: what it writes, and that it ends with whoever wanted it."""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from smsbox import inbox, outbox
from smsbox.clock import SECOND
from smsbox.outbox import Draft, Filter, State
from smsbox.sheets import apart, process
from smsbox.sheets.apart import Making, Order, Unmade
from smsbox.store import Store
from tests.patience import overdue, until

NOW = 1_772_000_000 * SECOND
ENDLESS = """
import itertools
from smsbox.sheets import apart, exports
exports.outbox_rows = lambda *_: ([number, "x" * 200] for number in itertools.count())
apart.main()
"""


@pytest.fixture
def order(tmp_path: Path) -> Iterator[Order]:
    url = f"sqlite://{tmp_path}/smsbox.db"
    store = Store.open(url)
    outbox.submit(store, [Draft("+380500000001", "Готово"), Draft("+380500000002", "else")], now=NOW, allow=("+380",))
    wanted = Filter(states=(State.QUEUED,), recipient="+380500000001").as_json()
    yield Order(url, "outbox", "csv", wanted, [("Number", "1")], "uk", "Europe/Kyiv", NOW)
    store.close()


def test_a_table_of_what_is_wanted_in_the_language_of_the_reader(order: Order) -> None:
    octets = b"".join(Making(order))
    rows = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[-1] for row in rows] == ["Текст", "Готово"]


def test_a_workbook_leaves_nothing_beside_the_database(order: Order, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    octets = b"".join(Making(replace(order, kind="xlsx")))
    assert {each.name for each in set(tmp_path.iterdir()) - before} <= {"smsbox.db-wal", "smsbox.db-shm"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(octets))
    assert [row[-1] for row in book.get_sheet_by_index(0).to_python()] == ["Текст", "Готово"]


def test_received_messages_by_their_own_filter(order: Order, tmp_path: Path) -> None:
    import json

    wanted = json.dumps(asdict(inbox.InboxFilter(beginnings=("+38",), standing="waiting")))
    octets = b"".join(Making(replace(order, box="inbox", wanted=wanted)))
    assert octets.decode("utf-8-sig").count("\r\n") == 1


def test_what_cannot_be_made_is_no_short_file(order: Order, tmp_path: Path) -> None:
    with pytest.raises(Unmade):
        list(Making(replace(order, url=f"sqlite://{tmp_path}/nothing.db")))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_ends_when_it_is_given_up(order: Order, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows without end: the first octets are there all the same, and nothing goes on when nobody takes more."""
    monkeypatch.setattr(apart, "PROGRAM", (sys.executable, "-c", ENDLESS))
    made = Making(replace(order, kind=kind))
    assert next(made)
    began = time.monotonic()
    made.close()
    assert made._process.ended and not overdue(began, process.PATIENCE)


def test_it_ends_with_the_process_that_wanted_it(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "PROGRAM", (sys.executable, "-c", ENDLESS))
    made = Making(replace(order, kind="xlsx"))
    next(made)
    made._process.let_go()
    until(lambda: made._process.ended, what="it has ended")
    made.close()
