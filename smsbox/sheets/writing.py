"""Writing tables row by row in flat memory: CSV as a stream of octets, .xlsx into a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from smsbox.sheets.cells import Cell, Table, plain, risky

ROWS_OF_A_SHEET = 1_048_576
"""Rows of one sheet in Excel; longer tables go on in another one."""

_AT_ONCE = 64 * 1024


def csv_octets(table: Table, rows: Iterable[Sequence[Cell]], delimiter: str) -> Iterator[bytes]:
    """The table as CSV (RFC 4180: CRLF, quotes doubled) in UTF-8 with the mark Excel knows it by, in pieces.

    Text that a spreadsheet might run or take for a number begins with an apostrophe: numbers of telephones, too.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([_csv_cell(head) for head in table.heads])
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
        if buffer.tell() > _AT_ONCE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _csv_cell(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, str):
        text = plain(cell)
        return "'" + text if risky(text) or _like_a_number(text) else text
    return "" if cell is None else cell


def _like_a_number(text: str) -> bool:
    """Whether a spreadsheet would make a number of it: 0671234567 loses its zero, 255010000000001 its last digits."""
    return text.isascii() and text.isdigit() and (len(text) > 9 or text.startswith("0"))


def write_xlsx(path: Path, table: Table, rows: Iterable[Sequence[Cell]]) -> int:
    """Write the table to `path` as .xlsx, the rows on one sheet (more when one is full), what was asked for on the
    last; how many rows. Each row goes to the disk beside `path` before the next is made.
    """
    import xlsxwriter

    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
        book = xlsxwriter.Workbook(path, options | {"tmpdir": folder})
        try:
            count = _Pen(book, table).write(rows)
            _about(book, table)
            book.close()
        except BaseException:
            _give_up(book)
            path.unlink(missing_ok=True)
            raise
    return count


class _Pen:
    """Writes cells of one workbook in the formats it needs."""

    def __init__(self, book: Any, table: Table) -> None:
        self._book, self._table = book, table
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._moment = book.add_format({"num_format": table.moments, "valign": "top"})
        self._text = book.add_format({"num_format": "@", "valign": "top"})
        self._quoted = book.add_format({"num_format": "@", "valign": "top", "quote_prefix": True})
        self._number = book.add_format({"valign": "top"})

    def write(self, rows: Iterable[Sequence[Cell]]) -> int:
        sheet, place, count = self._sheet(1), 0, 0
        for row in rows:
            place, count = place + 1, count + 1
            if place == ROWS_OF_A_SHEET:
                sheet, place = self._sheet(count // (ROWS_OF_A_SHEET - 1) + 1), 1
            for column, cell in enumerate(row):
                self._cell(sheet, place, column, cell)
        return count

    def _sheet(self, number: int) -> Any:
        sheet = self._book.add_worksheet(self._table.title if number == 1 else f"{self._table.title} {number}")
        for column, width in enumerate(self._table.widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(self._table.heads):
            sheet.write_string(0, column, head, self._head)
        return sheet

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            text = plain(cell)
            sheet.write_string(row, column, text, self._quoted if risky(text) else self._text)
        elif isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, self._moment)
        elif cell is not None:
            sheet.write_number(row, column, cell, self._number)


def _about(book: Any, table: Table) -> None:
    sheet, pen = book.add_worksheet(table.about_title), _Pen(book, table)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 48)
    for row, (name, value) in enumerate(table.about):
        sheet.write_string(row, 0, name)
        pen._cell(sheet, row, 1, value)


def _give_up(book: Any) -> None:
    """Close what a workbook that nobody wants any more has open."""
    for sheet in book.worksheets():
        if getattr(sheet, "row_data_fh", None):
            sheet.row_data_fh.close()
    book.fileclosed = 1
