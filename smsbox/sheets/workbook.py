"""Reads workbooks (.xlsx, .xls, .ods): a sheet that can be seen and has rows; numbers come out as the digits they
stand for.
"""

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

from smsbox.sheets import bombs, compound, opendocument
from smsbox.sheets.rows import BadRow, Header, Row, SheetRefused, read_header, rows_of

_EXACT = 2**53
"""Beyond it a floating-point number no longer stands for one whole number."""


class WorkbookGrid:
    """One sheet of a workbook, read as a whole, as lines of cells. `lines()` may be called again."""

    encoding = delimiter = ""

    def __init__(self, path: Path, sheet: str = "") -> None:
        """`sheet`: its name; "": the first that can be seen and has rows. Raises SheetRefused."""
        check(path)
        self.path = path
        try:
            # by its content: a name lies
            with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
                seen = [each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible]
                self.sheets = tuple(seen)
                self._sheet = _chosen(path, book, [sheet] if sheet in seen else seen)
        except (CalamineError, PasswordError, XmlError, ZipError, OSError) as error:
            raise SheetRefused(path=str(path), reason="not_xlsx") from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # the reader's own mistake, which is no Exception
                raise
            raise SheetRefused(path=str(path), reason="not_xlsx") from error
        self.sheet = str(self._sheet.name)

    def lines(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The lines in which anything stands, with their numbers, from 1."""
        for at, cells in enumerate(self._sheet.iter_rows(), 1):
            texts = [_text(cell) for cell in cells]
            if any(texts):
                yield at, texts


class WorkbookSheet:
    """A workbook with a header. `rows()` may be called again."""

    encoding = "xlsx"

    def __init__(self, path: Path) -> None:
        self._grid = WorkbookGrid(path)
        self.path = path
        first = next(self._grid.lines(), None)
        if first is None:
            raise SheetRefused(path=str(path), reason="empty")
        self._header_line = first[0]
        self.header: Header = read_header(str(path), first[1])

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows below the header."""
        below = (item for item in self._grid.lines() if item[0] > self._header_line)
        return rows_of(str(self.path), self.header, below)


def check(path: Path) -> None:
    """Raise SheetRefused unless `path` is a workbook that is safe to be parsed."""
    with path.open("rb") as file:
        old = file.read(8) == compound.MAGIC
    if old:
        compound.check(path)
        return
    bombs.check(path)
    if any(each.filename.lower().endswith("workbook.bin") for each in bombs.entries(path)):
        raise SheetRefused(path=str(path), reason="not_xlsx")  # .xlsb: nobody has looked how far its cells reach
    opendocument.check(path)


def _chosen(path: Path, book: CalamineWorkbook, names: Sequence[str]) -> CalamineSheet:
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height:
            return sheet
    raise SheetRefused(path=str(path), reason="empty")


def _text(cell: object) -> str:
    """A cell as text: 380500000001.0 is the number 380500000001, a date is ISO 8601."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)
