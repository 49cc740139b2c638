"""Reads .xlsx files: the first visible sheet that has rows; numbers come out as the digits they stand for."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from smsbox.sheets.bombs import check
from smsbox.sheets.rows import BadRow, Header, Row, SheetRefused, read_header, rows_of

_EXACT = 2**53
"""Beyond it a floating-point number no longer stands for one whole number."""


class WorkbookSheet:
    """An .xlsx file, read as a whole. `rows()` may be called again."""

    encoding = "xlsx"

    def __init__(self, path: Path) -> None:
        check(path)
        self.path = path
        try:
            self._sheet = _first_sheet(path)
        except (CalamineError, PasswordError, XmlError, ZipError, OSError) as error:
            raise SheetRefused(path=str(path), reason="not_xlsx") from error
        first = next(self._numbered(), None)
        if first is None:
            raise SheetRefused(path=str(path), reason="empty")
        self._header_line = first[0]
        self.header: Header = read_header(str(path), first[1])

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows below the header."""
        below = (item for item in self._numbered() if item[0] > self._header_line)
        return rows_of(str(self.path), self.header, below)

    def _numbered(self) -> Iterator[tuple[int, Sequence[str]]]:
        for at, cells in enumerate(self._sheet.iter_rows(), 1):
            texts = [_text(cell) for cell in cells]
            if any(texts):
                yield at, texts


def _first_sheet(path: Path) -> CalamineSheet:
    book = CalamineWorkbook.from_path(path)
    try:
        for meta in book.sheets_metadata:
            if meta.visible == SheetVisibleEnum.Visible:
                sheet = book.get_sheet_by_name(meta.name)
                if sheet.height:
                    return sheet
    finally:
        book.close()
    raise SheetRefused(path=str(path), reason="empty")


def _text(cell: object) -> str:
    """A cell as text: 380500000001.0 is the number 380500000001, a date is ISO 8601."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)
