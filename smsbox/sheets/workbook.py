"""Reads workbooks (.xlsx, .xls, .ods): a sheet that can be seen and has rows; numbers come out as the digits they
stand for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from smsbox.sheets import bombs, compound, ooxml, opendocument
from smsbox.sheets.lines import Lines
from smsbox.sheets.rows import BadRow, Header, Row, SheetRefused, read_header, rows_of


class WorkbookGrid:
    """One sheet of a workbook, read as a whole, as lines of cells. `lines()` may be called again."""

    encoding = delimiter = ""

    def __init__(self, path: Path, sheet: str = "") -> None:
        """`sheet`: its name; "": the first that can be seen and has rows. Raises SheetRefused."""
        self.path = path
        self.sheets, self.sheet, self._lines = _read(path, sheet)
        if not self._lines:
            raise SheetRefused(path=str(path), reason="empty")

    def lines(self) -> Iterator[tuple[int, Sequence[str]]]:
        """The lines in which anything stands, with their numbers, from 1."""
        return iter(self._lines)


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


def _read(path: Path, sheet: str) -> tuple[tuple[str, ...], str, Lines]:
    """The names of the sheets, the name of the one that is read, and its lines."""
    with path.open("rb") as file:  # by its content: a name lies
        old = file.read(8) == compound.MAGIC
    if old:
        stream = compound.records(path)
        from smsbox.sheets import excel97

        return excel97.read(path, stream, sheet)
    bombs.check(path)
    return opendocument.read(path, sheet) if opendocument.is_one(path) else ooxml.read(path, sheet)
