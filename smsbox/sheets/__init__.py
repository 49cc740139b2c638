"""Tables of people: CSV and .xlsx files read row by row; what cannot be used is named, never passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from smsbox.sheets.encoding import detect, known
from smsbox.sheets.rows import NUMBER, BadRow, Header, Row, SheetRefused

__all__ = ["NUMBER", "BadRow", "Header", "Row", "Sheet", "SheetRefused", "open_sheet"]


class Sheet(Protocol):
    """A file of rows that can be gone through more than once."""

    path: Path
    encoding: str
    header: Header

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows below the header, in order."""


def open_sheet(path: Path | str, encoding: str | None = None) -> Sheet:
    """The sheet in `path`, .xlsx known by its content, anything else read as CSV (in `encoding`, else detected).

    Raises SheetRefused.
    """
    path = Path(path)
    try:
        if not path.is_file():
            raise SheetRefused(path=str(path), reason="not_a_file" if path.exists() else "missing")
        with path.open("rb") as file:
            magic = file.read(8)
        if encoding is not None and not known(encoding):
            raise SheetRefused(path=str(path), reason="encoding", detail=encoding)
        if magic.startswith(b"PK"):
            from smsbox.sheets.workbook import WorkbookSheet

            return WorkbookSheet(path)
        if magic.startswith(b"\xd0\xcf\x11\xe0"):
            raise SheetRefused(path=str(path), reason="old_excel")
        from smsbox.sheets.delimited import DelimitedSheet

        return DelimitedSheet(path, encoding or detect(path))
    except OSError as error:
        raise SheetRefused(path=str(path), reason="unreadable", detail=error.strerror or str(error)) from error
