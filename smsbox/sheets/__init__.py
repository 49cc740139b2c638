"""Tables of people: CSV and workbooks read row by row; what cannot be used is named, never passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from smsbox.sheets.encoding import detect, known
from smsbox.sheets.rows import NUMBER, BadRow, Header, Row, SheetRefused

__all__ = ["NUMBER", "BadRow", "Grid", "Header", "Row", "Sheet", "SheetRefused", "open_grid", "open_sheet"]


class Sheet(Protocol):
    """A file of rows that can be gone through more than once."""

    path: Path
    encoding: str
    header: Header

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows below the header, in order."""


class Grid(Protocol):
    """A file as lines of cells. `encoding` and `delimiter` are "" for a workbook, `sheet` and `sheets` for a text."""

    path: Path
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]

    def lines(self) -> Iterator[tuple[int, Sequence[str]] | BadRow]:
        """The lines with their numbers, from 1; blank ones may be left out."""


def open_sheet(path: Path | str, encoding: str | None = None) -> Sheet:
    """The sheet in `path`, a workbook known by its content, anything else read as CSV (in `encoding`, else detected).

    Raises SheetRefused.
    """
    path = Path(path)
    try:
        if _is_workbook(path, encoding):
            from smsbox.sheets.workbook import WorkbookSheet

            return WorkbookSheet(path)
        from smsbox.sheets.delimited import DelimitedSheet

        return DelimitedSheet(path, encoding or detect(path))
    except OSError as error:
        raise SheetRefused(path=str(path), reason="unreadable", detail=error.strerror or str(error)) from error


def open_grid(path: Path | str, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> Grid:
    """The lines of `path`, whatever stands in them; what is not said ("") is found out. Raises SheetRefused."""
    path = Path(path)
    try:
        if _is_workbook(path, encoding or None):
            from smsbox.sheets.workbook import WorkbookGrid

            return WorkbookGrid(path, sheet)
        from smsbox.sheets.delimited import DelimitedGrid

        return DelimitedGrid(path, encoding or detect(path), delimiter)
    except OSError as error:
        raise SheetRefused(path=str(path), reason="unreadable", detail=error.strerror or str(error)) from error


def _is_workbook(path: Path, encoding: str | None) -> bool:
    """Whether `path` is one, and not a text. Raises SheetRefused when it is no file, or there is no such `encoding`."""
    if not path.is_file():
        raise SheetRefused(path=str(path), reason="not_a_file" if path.exists() else "missing")
    with path.open("rb") as file:
        magic = file.read(8)
    if encoding is not None and not known(encoding):
        raise SheetRefused(path=str(path), reason="encoding", detail=encoding)
    return magic.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
