"""Files that leave the box, opened by a real reader: text stays text, dates are dates, nothing runs, memory is flat."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from smsbox import inbox, outbox
from smsbox.clock import SECOND
from smsbox.i18n.translator import translator
from smsbox.inbox import InboxFilter
from smsbox.outbox import Draft, Filter
from smsbox.sheets import cells, exports, spreadsheet, writing
from smsbox.sheets.exports import Reader
from smsbox.sms.tpdu import Address, AddressKind, StatusReport
from smsbox.store import Store, sims

outbox_columns = [name for name, _ in exports._OUTBOX]
NOW = 1_772_000_000 * SECOND  # 2026-02-25 08:13:20 in Kyiv
WICKED = [
    *("=1+1", "+380", "-2", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")', "a\x1b[2J\u202eb", "\uff1d1"),
    *('Сказав: "так"; дякую, все', "two\nlines", "https://example.org", "0671234567", "TRUE", "1E5", "x" * 40_000),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


def reader(language: str = "en") -> Reader:
    return Reader(translator(language), ZoneInfo("Europe/Kyiv"), NOW)


def write_xlsx(path: Path, table: cells.Table, rows: Iterable[Sequence[cells.Cell]]) -> int:
    """The table as a file; how many rows."""
    kept = list(rows)
    path.write_bytes(b"".join(spreadsheet.xlsx_octets(table, kept)))
    return len(kept)


def fill(store: Store) -> None:
    sim = sims.register(store, imsi="255010000000001", iccid=None, modem="main", now=NOW)
    drafts = [Draft("+380500000001", text, report=False) for text in WICKED[:-1]]
    outbox.submit(store, drafts, now=NOW, allow=("+380",))
    claim = outbox.claim(store, sim_id=sim, owner="t", now=NOW, lease_until=NOW + SECOND)
    assert claim is not None
    outbox.accepted(store, claim, reference=7, now=NOW)


def test_why_is_told_in_the_words_of_the_reader(store: Store) -> None:
    sim = sims.register(store, imsi="255010000000001", iccid=None, modem="main", now=NOW)
    outbox.submit(store, [Draft("+380500000001", text) for text in ("a", "b", "c", "d")], now=NOW, allow=("+380",))
    for result in ("refused", "undelivered", "sent"):
        claim = outbox.claim(store, sim_id=sim, owner="t", now=NOW, lease_until=NOW + SECOND)
        assert claim is not None
        if result == "refused":
            outbox.refused(store, claim, error="CMS 500", now=NOW, permanent=True, retry_at=None)
        else:
            outbox.accepted(store, claim, reference=len(result), now=NOW)
        if result == "undelivered":
            phone = Address("+380500000001", AddressKind.INTERNATIONAL)
            outbox.reported(store, sim_id=sim, report=StatusReport(11, phone, None, None, 0x46, b""), now=NOW)
    outbox.hold(store, [4], NOW)
    place = outbox_columns.index("Why")
    why = [[row[place] for row in exports.outbox_rows(store, Filter(), reader(language))] for language in ("en", "uk")]
    assert [bool(said) for said in why[0]] == [True, True, False, True], why
    assert "CMS 500" in str(why[0][0]) and "TP-ST 0x46" in str(why[0][1]) and why[0][3] == "Somebody stopped it."
    assert all(ours != theirs for ours, theirs in zip(*why, strict=True) if ours)


def test_xlsx_opens_with_text_as_text_and_dates_as_dates(store: Store, tmp_path: Path) -> None:
    fill(store)
    path = tmp_path / "out.xlsx"
    asked = [("State", "Waiting")]
    count = write_xlsx(path, exports.outbox_table(reader(), asked), exports.outbox_rows(store, Filter(), reader()))
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Outbox", "About this file"]
    head, *rows = book.get_sheet_by_name("Outbox").to_python()
    assert count == len(rows) == len(WICKED) - 1
    assert head[:3] == ["No.", "Written", "To"]
    assert rows[0][1] == datetime(2026, 2, 25, 8, 13, 20)
    assert rows[0][2] == "+380500000001" and rows[0][8] == "255010000000001" and rows[0][11] == "7"
    texts = [row[-1] for row in rows]
    assert texts[:4] == ["=1+1", "+380", "-2", "@SUM(A1)"]
    assert texts[4:9] == ["\\t=1+1", "\\x0d=1+1", '=HYPERLINK("http://x")', "a\\x1b[2J\\u202eb", "\uff1d1"]
    assert texts[9:] == [text.replace("\r", "") for text in WICKED[9:-1]]
    about = dict(book.get_sheet_by_name("About this file").to_python())
    assert about["State"] == "Waiting" and about["Written at"] == datetime(2026, 2, 25, 8, 13, 20)
    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet.lower().replace("=hyperlink(", "")


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "dd/mm/yyyy"), ("uk", "dd.mm.yyyy"), ("pl", "dd.mm.yyyy"), ("ru", "dd.mm.yyyy")]
)
def test_a_moment_is_shown_as_its_reader_writes_it(tmp_path: Path, language: str, shown: str) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(path, exports.outbox_table(reader(language), []), [])
    assert f"{shown} hh:mm:ss" in zipfile.ZipFile(path).read("xl/styles.xml").decode().replace("\\", "")


def test_csv_is_rfc_4180_and_inert(store: Store) -> None:
    fill(store)
    for language, delimiter in (("en", ","), ("uk", ";")):
        table = exports.outbox_table(reader(language), [])
        rows = exports.outbox_rows(store, Filter(), reader(language))
        assert exports.delimiter(language) == delimiter
        octets = b"".join(writing.csv_octets(table, rows, delimiter))
        assert octets.startswith(b"\xef\xbb\xbf") and octets.endswith(b"\r\n")
        head, *read = list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=delimiter))
        assert head[2] == ("To" if language == "en" else "Кому")
        assert len(read) == len(WICKED) - 1
        for row in read:
            assert not any(cells.risky(cell) for cell in row), row
        assert read[0][2] == "'+380500000001" and read[0][8] == "'255010000000001"
        assert read[0][1] == "2026-02-25 08:13:20"
        assert read[9][-1] == WICKED[9] and read[10][-1] == "two\nlines" and read[12][-1] == "'0671234567"


def test_a_cell_is_no_longer_than_excel_allows(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_xlsx(path, exports.outbox_table(reader(), []), [["x" * 40_000], ["\x1b" * 30_000]])
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [len(row[0]) for row in rows[1:]] == [cells.LONGEST, cells.LONGEST]


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "ROWS_OF_A_SHEET", 4)
    path = tmp_path / "out.xlsx"
    assert write_xlsx(path, exports.inbox_table(reader(), []), ([n] for n in range(8))) == 8
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Inbox", "Inbox 2", "Inbox 3", "About this file"]
    found = [row[0] for name in book.sheet_names[:3] for row in book.get_sheet_by_name(name).to_python()[1:]]
    assert found == list(range(8))


def test_memory_stays_flat() -> None:
    table = exports.outbox_table(reader(), [])
    peaks = []
    for count in (10_000, 40_000):
        tracemalloc.start()
        rows = ([n, reader().moment(NOW), "+380500000001", "Доброго дня " * 5] for n in range(count))
        for _ in spreadsheet.xlsx_octets(table, rows):
            pass
        for _ in writing.csv_octets(table, ([n, "+380500000001"] for n in range(count)), ";"):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0], peaks


def test_received_messages(store: Store, tmp_path: Path) -> None:
    sim = sims.register(store, imsi="255010000000001", iccid=None, modem="main", now=NOW)
    inbox.receive(store, sim_id=sim, memory="", slot=None, pdu_raw=b"?", deliver=None, now=NOW)
    with store.write():
        store.run("UPDATE received SET routed_by = 'stop'")
    path = tmp_path / "in.xlsx"
    table = exports.inbox_table(reader("uk"), [])
    write_xlsx(path, table, exports.inbox_rows(store, InboxFilter(), reader("uk")))
    head, row = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert head[1] == "Отримано" and row[1] == datetime(2026, 2, 25, 8, 13, 20) and row[4] == "255010000000001"
    assert row[head.index("Зробила програма")] == translator("uk").gettext("Left: no more advertising") != ""


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(store: Store, tmp_path: Path) -> None:
    fill(store)
    path = tmp_path / "out.xlsx"
    write_xlsx(path, exports.outbox_table(reader(), []), exports.outbox_rows(store, Filter(), reader()))
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "csv", "--outdir", tmp_path, path], check=True, timeout=120
    )
    assert "=1+1" in (tmp_path / "out.csv").read_text("utf-8")


def test_the_first_octets_leave_at_once() -> None:
    taken = 0

    def rows() -> Iterator[list[cells.Cell]]:
        nonlocal taken
        for taken in range(1_000_000):
            yield [taken, "Доброго дня " * 5]

    octets = spreadsheet.xlsx_octets(exports.inbox_table(reader(), []), rows())
    assert next(octets).startswith(b"PK") and taken < 20_000
    octets.close()  # type: ignore[attr-defined]


def test_a_heavy_sheet_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No entry of the stream may grow beyond what a reader without ZIP64 takes."""
    monkeypatch.setattr(spreadsheet, "OCTETS_OF_A_SHEET", 1000)
    path = tmp_path / "out.xlsx"
    write_xlsx(path, exports.inbox_table(reader(), []), ([n, "x" * 300] for n in range(10)))
    book = CalamineWorkbook.from_path(path)
    assert len(book.sheet_names) == 5 and book.sheet_names[:2] == ["Inbox", "Inbox 2"]
    found = [row[0] for name in book.sheet_names[:-1] for row in book.get_sheet_by_name(name).to_python()[1:]]
    assert found == list(range(10))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_every_text_comes_back_as_it_was_written(tmp_path: Path, texts: list[str]) -> None:
    """Read by somebody else's reader; what looks like an escape of the format is none."""
    path = tmp_path / "out.xlsx"
    texts += ["_x0041_", "__x000D__", "a & <b> ]]>", "  spaces  "]
    write_xlsx(path, exports.inbox_table(reader(), []), ([1, text] for text in texts))
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == [cells.plain(text) for text in texts]


def test_the_parts_are_what_the_standard_asks_for(tmp_path: Path) -> None:
    """Every part is well-formed, and every target of a relation is there with its type."""
    path = tmp_path / "out.xlsx"
    write_xlsx(path, exports.outbox_table(reader("uk"), [('a"<', "&")]), [])
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in names}
    types = {each.get("PartName") for each in parts["[Content_Types].xml"] if each.get("PartName")}
    assert types == {f"/{name}" for name in names if not name.endswith(".rels") and name != "[Content_Types].xml"}
    targets = {each.get("Target") for each in parts["xl/_rels/workbook.xml.rels"]}
    assert {f"xl/{target}" for target in targets} | {"xl/workbook.xml"} == {name[1:] for name in types if name}
