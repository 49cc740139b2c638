"""Workbooks of Excel 5 to 2003 (.xls), read by xlrd out of the stream our own reader of compound files has found."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import IO

import xlrd
import xlrd.biffh
import xlrd.book
import xlrd.sheet

from smsbox.sheets import serials
from smsbox.sheets.encoding import joined
from smsbox.sheets.lines import LONGEST_KEPT, Lines
from smsbox.sheets.rows import SheetRefused
from smsbox.sheets.serials import Shown

_TORN = (
    *(xlrd.XLRDError, struct.error, AssertionError, LookupError, ValueError, TypeError, AttributeError),
    *(ArithmeticError, EOFError, NotImplementedError, RecursionError),
)
"""What xlrd stumbles with over a stream that does not hold together."""
_VISIBLE = 0


def _decoded(octets: bytes, encoding: str) -> str:
    """As bytes.decode, but what is no character is marked, and half of one waits for the other."""
    wide = encoding.casefold().startswith("utf")
    return bytes(octets).decode(encoding, "surrogatepass" if wide else "replace")


# Strings are cut after any 16 bits where a record is full: xlrd would refuse the whole book for half an emoji.
for _module in (xlrd.biffh, xlrd.book, xlrd.sheet):
    _module.unicode = _decoded


def read(path: Path, stream: bytes, wanted: str) -> tuple[tuple[str, ...], str, Lines]:
    """The names of the sheets that can be seen; of the one called `wanted`, or else of the first in which anything
    stands, its name and its lines (none: the book is empty). `stream`: as `compound.check` has let it pass. Raises
    SheetRefused.
    """
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # it talks to the standard output otherwise
            return _read(path, stream, wanted, nowhere)
    except _TORN as error:
        raise SheetRefused(path=str(path), reason="not_xlsx", detail="") from error


def _read(path: Path, stream: bytes, wanted: str, nowhere: IO[str]) -> tuple[tuple[str, ...], str, Lines]:
    with xlrd.open_workbook(file_contents=stream, logfile=nowhere, on_demand=True, ragged_rows=True) as book:
        seen = [each for each in range(book.nsheets) if book._sheet_visibility[each] == _VISIBLE]
        names = [joined(each) for each in book.sheet_names()]
        name, lines = wanted, Lines(path)
        for at in [each for each in seen if names[each] == wanted][:1] or seen:
            name, lines = names[at], _lines(path, book, at)
            if lines:
                break
        return tuple(names[each] for each in seen), name, lines


def _lines(path: Path, book: xlrd.book.Book, at: int) -> Lines:
    lines, sheet, since_1904 = Lines(path), book.sheet_by_index(at), book.datemode == 1
    for row in range(sheet.nrows):
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        lines.add(row + 1, [_text(*each, since_1904) for each in zip(kinds, values, strict=True)])
    book.unload_sheet(at)
    return lines


def _text(kind: int, value: str | float, since_1904: bool) -> str:
    if isinstance(value, str):
        return joined(value[:LONGEST_KEPT])
    if kind == xlrd.XL_CELL_BOOLEAN:
        return str(bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        return ""
    how = Shown.MOMENT if kind == xlrd.XL_CELL_DATE else Shown.NUMBER
    return serials.text(value, how, since_1904=since_1904)
