"""Workbooks of Excel 97 and of LibreOffice, CSV without a header; and what such files may do to a reader."""

from __future__ import annotations

import struct
import time
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from smsbox.sheets import BadRow, SheetRefused, open_grid, open_sheet
from tests.sheets import old_excel, open_document
from tests.sheets.test_xlsx import workbook

A = "+380500000001"
ROWS: Sequence[Sequence[object]] = (
    ("Телефон", "Ім'я", "Дата"),
    (380500000001.0, "Оля", date(1990, 5, 19)),
    (A, "Юля", ""),
)
READ = [(1, ["Телефон", "Ім'я", "Дата"]), (2, ["380500000001", "Оля", "1990-05-19"]), (3, [A, "Юля", ""])]


def lines(path: Path, **how: str) -> list[tuple[int, list[str]]]:
    return [(each[0], list(each[1])) for each in open_grid(path, **how).lines() if not isinstance(each, BadRow)]


def reason(path: Path) -> object:
    with pytest.raises(SheetRefused) as refusal:
        open_grid(path)
    return refusal.value.facts["reason"]


@pytest.mark.parametrize("name", ["people.xls", "people.csv", "people"])
def test_an_old_workbook_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = old_excel.write(tmp_path / name, *ROWS)
    assert lines(path) == READ
    assert [row.values["number"] for row in open_sheet(path).rows() if not isinstance(row, BadRow)] == [
        *("380500000001", A)
    ]


@pytest.mark.parametrize("name", ["people.ods", "people.xlsx", "people.xls"])
def test_a_workbook_of_libreoffice_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = open_document.write(tmp_path / name, *ROWS)
    assert lines(path) == READ
    assert open_grid(path).sheets == ("Аркуш1",)


def test_a_sheet_can_be_chosen(tmp_path: Path) -> None:
    for path in (
        old_excel.write(tmp_path / "people.xls", ("a",), Друга=[("b",)]),
        open_document.write(tmp_path / "people.ods", ("a",), Друга=[("b",)]),
    ):
        grid = open_grid(path, sheet="Друга")
        assert [list(each[1]) for each in grid.lines()] == [["b"]]
        assert (grid.sheet, len(grid.sheets)) == ("Друга", 2)
        assert [list(each[1]) for each in open_grid(path).lines()] == [["a"]]


def test_csv_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("0500000001;Оля;вул. Лісова, 5\n0500000002;Юля;вул. Лісова, 6\n".encode("cp1251"))
    grid = open_grid(path)
    assert (grid.delimiter, grid.encoding) == (";", "cp1251")
    assert lines(path)[1] == (2, ["0500000002", "Юля", "вул. Лісова, 6"])
    assert len(lines(path, delimiter=",")[0][1]) == 2, "by hand"
    path.write_text("sep=|\n0500000001|Olha\n")
    assert lines(path) == [(2, ["0500000001", "Olha"])]
    path.write_text("0500000001\n0500000002\n")
    assert lines(path) == [(1, ["0500000001"]), (2, ["0500000002"])]


def test_a_web_page_called_xls(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"
    path.write_text("<html><table><tr><td>0500000001</td></tr></table></html>")
    assert reason(path) == "html"


# ── faults


def test_two_cells_in_opposite_corners_of_an_old_workbook(tmp_path: Path) -> None:
    path = tmp_path / "far.xls"
    path.write_bytes(old_excel.compound(old_excel.book({"A": [("x",)]}, old_excel.cell(65535, 255, "y"))))
    assert reason(path) == "rows"
    many = struct.pack("<HH", 1, 0) + bytes(6 * 250) + struct.pack("<H", 249)
    path.write_bytes(old_excel.compound(old_excel.book({"A": [("x",)]}, old_excel.record(0xBD, many))))
    assert reason(path) == "rows"


def test_a_count_of_strings_that_lies(tmp_path: Path) -> None:
    path = tmp_path / "lies.xls"
    lie = old_excel.record(0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF))
    path.write_bytes(old_excel.compound(old_excel.book({"A": [("x",)]}, lie)))
    assert reason(path) == "not_xlsx"


def test_sectors_in_a_circle(tmp_path: Path) -> None:
    whole = bytearray(old_excel.compound(old_excel.book({"A": [("x",)]})))
    struct.pack_into("<I", whole, 512 + 4 * 4, 2)  # a later sector of the stream leads back
    path = tmp_path / "circle.xls"
    path.write_bytes(bytes(whole))
    began = time.thread_time()
    assert reason(path) == "not_xlsx"
    assert time.thread_time() - began < 5


def test_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.xls"
    path.write_bytes(old_excel.compound(old_excel.book({"A": [("x",)]}, old_excel.record(0x2F, bytes(6)))))
    assert reason(path) == "encrypted"
    path.write_bytes(old_excel.compound(bytes(5000), name="EncryptedPackage"))
    assert reason(path) == "encrypted"


@pytest.mark.parametrize("size", [8, 100, 511, 600, 1600])
def test_an_old_workbook_that_is_cut_short(tmp_path: Path, size: int) -> None:
    path = tmp_path / "short.xls"
    path.write_bytes(old_excel.compound(old_excel.book({"A": ROWS}))[:size])
    assert reason(path) == "not_xlsx"


@pytest.mark.parametrize(
    "content",
    [
        open_document.row("x", times=1_048_576) + open_document.row(*"abcdefghij"),
        f"<table:table-row>{open_document.cell('x', times=16384)}</table:table-row>",
        f'<table:table-row table:number-rows-repeated="50000">{open_document.cell("x", times=199)}</table:table-row>',
        f"<table:table-row>{open_document.cell('x', times=10**12)}</table:table-row>",
    ],
)
def test_a_million_repetitions_are_refused_before_they_are_made(tmp_path: Path, content: str) -> None:
    began = time.thread_time()
    assert reason(open_document.write(tmp_path / "bomb.ods", content=content)) == "rows"
    assert time.thread_time() - began < 2


def test_a_workbook_of_a_kind_nobody_can_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("number",), (A,))
    binary = tmp_path / "people.xlsb"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(binary, "w") as new:
        for name in old.namelist():
            if name == "xl/workbook.xml":
                continue
            content = old.read(name).replace(b"workbook.xml", b"workbook.bin")
            new.writestr(name.replace("workbook.xml", "workbook.bin"), content)
        new.writestr("xl/workbook.bin", b"\x83\x01\x00\x80\x01")
    assert reason(binary) == "not_xlsx"
