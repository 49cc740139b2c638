"""Workbooks: numbers come out digit for digit, and archives that mean harm are refused before anything parses them."""

from __future__ import annotations

import datetime
import io
import random
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

from smsbox.sheets import BadRow, Row, SheetRefused, bombs, open_sheet

A = "+380500000001"


def workbook(folder: Path, *table: Sequence[object], at: tuple[int, int] = (0, 0)) -> Path:
    path = folder / "people.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"})
    page = book.add_worksheet()
    for offset, cells in enumerate(table):
        page.write_row(at[0] + offset, at[1], cells)
    book.close()
    return path


def values(path: Path) -> list[Row | BadRow]:
    return list(open_sheet(path).rows())


def test_numbers_dates_and_texts(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ("Number", "Name", "Day", "Sum"),
        (380500000001.0, "Оля 🌻", datetime.datetime(2024, 5, 1), 19.9),
        (A, "=1+1", "", True),
        ("3.16E+10", "", "", ""),
    )
    first, second, third = values(path)
    assert first == Row(2, {"number": "380500000001", "name": "Оля 🌻", "day": "2024-05-01", "sum": "19.9"})
    assert isinstance(second, Row)
    assert second.values["number"] == A
    assert isinstance(third, Row)
    assert third.values["number"] == "3.16E+10"


def test_a_table_that_does_not_begin_in_the_corner(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("number",), (A,), ("",), (A,), at=(4, 3))
    assert values(path) == [Row(6, {"number": A}), Row(8, {"number": A})]


def test_the_first_visible_sheet_with_rows_counts(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("empty").activate()
    hidden = book.add_worksheet("hidden")
    hidden.write_row(0, 0, ("number",))
    hidden.write_row(1, 0, ("+380500000009",))
    hidden.hide()
    shown = book.add_worksheet("people")
    shown.write_row(0, 0, ("number",))
    shown.write_row(1, 0, (A,))
    book.close()
    assert values(path) == [Row(2, {"number": A})]


def test_a_picture_in_the_sheet_is_no_reason_to_refuse_it(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet()
    page.write_row(0, 0, ("number",))
    page.write_row(1, 0, (A,))
    page.write_comment(1, 0, "note")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
    page.insert_chart("D2", chart)
    book.close()
    assert values(path) == [Row(2, {"number": A})]


def test_an_empty_book(tmp_path: Path) -> None:
    with pytest.raises(SheetRefused) as caught:
        open_sheet(workbook(tmp_path))
    assert caught.value.facts["reason"] == "empty"


def reason(path: Path) -> object:
    with pytest.raises(SheetRefused) as caught:
        open_sheet(path)
    return caught.value.facts["reason"]


def replaced(folder: Path, member: str, content: bytes, **extra: bytes) -> Path:
    """A workbook with one file inside exchanged, and others added."""
    source = workbook(folder, ("number",), (A,))
    target = folder / "changed.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
        for name, added in extra.items():
            new.writestr(name, added)
    return target


SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedStrings.xml"
OPENING = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
CLOSING = b"</sheetData></worksheet>"


def test_half_a_gigabyte_in_a_small_file(tmp_path: Path) -> None:
    path = replaced(tmp_path, SHEET, OPENING + b" " * (300 << 20) + CLOSING)
    assert path.stat().st_size < 1 << 20
    assert reason(path) == "bomb"


def test_a_size_that_lies(tmp_path: Path) -> None:
    path = replaced(tmp_path, SHEET, OPENING + b" " * (300 << 20) + CLOSING)
    content = bytearray(path.read_bytes())
    size = struct.pack("<I", len(OPENING) + (300 << 20) + len(CLOSING))
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, struct.pack("<I", 1000)))
    assert reason(path) == "bomb"


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "..\\evil", "xl/../../evil"])
def test_names_that_climb_out(tmp_path: Path, name: str) -> None:
    assert reason(replaced(tmp_path, "", b"", **{name: b"x"})) == "bomb"


def test_a_symbolic_link(tmp_path: Path) -> None:
    path = replaced(tmp_path, "", b"")
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert reason(path) == "bomb"


def test_a_hundred_thousand_files_inside(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(bombs.MOST_ENTRIES + 1):
            archive.writestr(str(number), b"")
    assert reason(path) == "bomb"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities(tmp_path: Path, encoding: str) -> None:
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + OPENING.decode()[21:] + CLOSING.decode()
    assert reason(replaced(tmp_path, SHEET, xml.encode(encoding))) == "bomb"


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="4000000000"><c r="A4000000000"><v>1</v></c></row>',
        b'<row><c r="1"><v>1</v></c></row>',
        b'<row r="' + b"9" * 5000 + b'"><c><v>1</v></c></row>',
        b'<row r="1"><c t="n" s="0" r="ZZZ1"><v>1</v></c></row>',
    ],
)
def test_cells_far_out_do_not_fill_the_memory(tmp_path: Path, cells: bytes) -> None:
    assert reason(replaced(tmp_path, SHEET, OPENING + cells + CLOSING)) in {"rows", "not_xlsx"}


def test_the_sheet_may_not_hide_under_another_name(tmp_path: Path) -> None:
    path = replaced(tmp_path, "", b"")
    far = OPENING + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + CLOSING
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + OPENING[21:] + CLOSING
    with zipfile.ZipFile(path) as archive:
        relations = archive.read(RELATIONS).replace(b"worksheets/sheet1.xml", b"media/image1.png")
    for content, refusal in ((far, "rows"), (entities, "bomb")):
        assert reason(replaced(tmp_path, RELATIONS, relations, **{"xl/media/image1.png": content})) == refusal


@pytest.mark.parametrize("tag", [b'<row r="1" x="%s"/>', b"<!--%s-->"])
def test_a_tag_that_does_not_end(tmp_path: Path, tag: bytes) -> None:
    """A reader that looks through it from its beginning with every piece takes minutes."""
    noise = random.Random(7).randbytes(2 << 20).hex().encode()
    assert reason(replaced(tmp_path, SHEET, OPENING + tag % noise + CLOSING)) == "not_xlsx"


def test_few_strings_that_are_referred_to_very_often(tmp_path: Path) -> None:
    cells = b"".join(b'<row r="%d"><c t="s"><v>0</v></c></row>' % row for row in range(1, 30_001))
    path = replaced(tmp_path, SHEET, OPENING + cells + CLOSING)
    with zipfile.ZipFile(path) as archive:
        shared = archive.read(STRINGS).replace(b"<t>number</t>", b"<t>%s</t>" % (b"x" * 10_000))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "often.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, shared if name == STRINGS else old.read(name))
    assert reason(tmp_path / "often.xlsx") == "bomb"


def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\3\4 nonsense")
    assert reason(path) == "not_xlsx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "x")
    path.write_bytes(buffer.getvalue())
    assert reason(path) == "not_xlsx"
    whole = workbook(tmp_path, ("number",), (A,)).read_bytes()
    path.write_bytes(whole[:100] + b"\xff" * 200 + whole[300:])
    assert reason(path) == "not_xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert reason(path) == "not_xlsx"
