"""The whole shop in one workbook: every list on a sheet of its own with the rows of its file, from the page's process
and from the command line, by a real reader.
"""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from smsbox.dialogs.examples import example
from smsbox.dialogs.flows import rows as flows
from smsbox.i18n.translator import translator
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.sheets import desk as desk_tables
from smsbox.sheets import exports, shop, spreadsheet, talks
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.exports import Reader
from smsbox.store import Store
from tests.dialogs.caller import Caller
from tests.web.desk import Desk, make_desk, signed_in

KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    yield made
    made.store.close()


def lived(store: Store) -> Caller:
    """Two votes with a name that begins alike and is too long, an order, a talk; one scenario nobody understands."""
    caller = Caller(store)
    for number in (1, 2):
        source = source_of("saturday-vote").replace(
            "Музика в суботу", f"Музика: у суботу [і в неділю] о восьмій {number}"
        )
        vote = caller.flow(source.replace('name = "', f'name = "v{number}-'))
        flows.close(store, caller.config, vote.id, by="olena", now=caller.now)
    caller.flow(source_of("flower-orders"))
    for text in ("Квіти 11 червоних троянд", "сам заберу", "так", "=1+1"):
        caller.write(text)
    gone = caller.flow(source_of("price-quiz")).id
    store.run("UPDATE flows SET source = 'nothing', title = 'Стара' WHERE id = ?", gone)
    return caller


def source_of(name: str) -> str:
    found = example(name, "uk")
    assert found is not None
    return found.source


def opened(octets: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(octets))


def test_every_list_has_its_sheet_with_the_rows_of_its_file(desk: Desk) -> None:
    caller = lived(desk.store)
    desk.clock.at = caller.now
    manager = signed_in(desk, Role.MANAGER)
    answer = manager.get("/tables/shop?format=xlsx")
    assert (answer.status, audit.entries(desk.store, limit=1)[0].what) == (200, "message.table_taken")
    assert 'filename="shop-' in (answer.header("Content-Disposition") or "")
    book = opened(answer.body)
    first = ["Inbox", "Outbox", "Conversations", "Tasks", "Orders", "Appointments", "Campaigns", "Coupons"]
    assert book.sheet_names[:8] == first
    assert book.sheet_names[8:10] == [
        "Votes Музика у суботу і в недiл".replace("i", "і"),
        "Votes Музика у суботу і в нед 2",
    ]
    assert book.sheet_names[10] == "About this file"
    assert ["Left out, not understood", "Стара"] in book.get_sheet_by_index(10).to_python()
    reader = Reader(translator("en"), KYIV, caller.now)
    for what in ("threads", "tasks", "orders", "appointments"):
        if what in desk_tables.LISTS:
            table, rows = desk_tables.contents(desk.store, what, reader)
        else:
            table, rows = talks.contents(desk.store, caller.config, what, None, reader)
        alone = opened(b"".join(exports.octets("xlsx", table, rows, "en"))).get_sheet_by_index(0).to_python()
        assert book.get_sheet_by_name(table.title).to_python() == alone, what
    assert len(book.get_sheet_by_name("Inbox").to_python()) == 5
    assert manager.get("/tables/shop?format=csv").status == 404
    assert signed_in(desk, Role.TECHNICIAN).get("/tables/shop?format=xlsx").status == 403


def test_names_of_sheets_are_those_that_excel_takes() -> None:
    def sheets() -> Iterator[tuple[Table, list[list[Cell]]]]:
        for title in ("a" * 40, "A" * 40, "x/y:z[1]*?\\", "'q'", "", ""):
            yield Table(title, ["n"], [9], "About", [], "dd.mm.yyyy"), [[1]]

    about = Table("", [], [], "About", [], "dd.mm.yyyy")
    names = opened(b"".join(spreadsheet.book_octets(sheets(), about))).sheet_names
    assert names == ["a" * 31, "A" * 29 + " 2", "x y z 1", "q", "-", "- 2", "About"]


def test_memory_is_flat_however_many_sheets_there_are() -> None:
    def rows() -> Iterator[list[Cell]]:
        for each in range(4_000):
            yield [f"+38050{each:07}", datetime(2026, 11, 20), "текст " * 4]

    def sheets() -> Iterator[tuple[Table, Any]]:
        for number in range(6):
            yield Table(f"Sheet {number}", ["a", "b", "c"], [9, 9, 9], "About", [], "dd.mm.yyyy"), rows()

    octets = spreadsheet.book_octets(sheets(), next(sheets())[0])
    next(octets)
    tracemalloc.start()
    count = sum(len(each) for each in octets)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count > 300_000
    assert peak < 2 << 20, peak


def test_the_same_without_the_page(desk: Desk) -> None:
    caller = lived(desk.store)
    octets = b"".join(shop.octets(desk.store, Reader(translator("uk"), KYIV, caller.now), people=True))
    assert opened(octets).sheet_names[:2] == ["Вхідні", "Вихідні"]
