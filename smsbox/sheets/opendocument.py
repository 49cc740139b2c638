"""Looks into the table of an .ods file before anything parses it: cells and rows that say they are repeated a million
times fill the memory of whoever believes them (OpenDocument 1.3 part 3, 19.675 and 19.677).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat

from smsbox.sheets.bombs import MOST_CELLS, entries, unfolded
from smsbox.sheets.rows import MOST_COLUMNS, MOST_ROWS, SheetRefused

CONTENT = "content.xml"
_ROW, _CELLS = "table-row", ("table-cell", "covered-table-cell")


def check(path: Path) -> bool:
    """Whether `path` is an .ods file; one that is too large when it is unfolded raises SheetRefused.

    Only for an archive that `bombs.check` has let pass.
    """
    found = [each for each in entries(path) if each.filename == CONTENT]
    for each in found:
        with path.open("rb") as file:
            _Extent(path).read(unfolded(path, file, each))
    return bool(found)


class _Extent:
    """How far the filled cells of a table reach, while its document passes by."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._row = self._column = 0
        self._rows = self._columns = 0
        self._repeated, self._filled, self._width = 1, False, 0
        self._inside = 0

    def read(self, octets: Iterable[bytes]) -> None:
        """Raises SheetRefused."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        try:
            for chunk in octets:
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise SheetRefused(path=str(self._path), reason="not_xlsx", detail="") from error

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "table":
            self._row = self._rows = self._columns = 0
        elif name == _ROW:
            self._column, self._repeated, self._filled = 0, _times(attributes, "number-rows-repeated"), False
        elif name in _CELLS:
            self._width, self._inside = _times(attributes, "number-columns-repeated"), self._inside + 1
            if any(each.rpartition(":")[2] in ("value-type", "formula") for each in attributes):
                self._fill()
        elif self._inside:
            self._fill()

    def _fill(self) -> None:
        self._filled = True
        self._columns = max(self._columns, self._column + self._width)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in _CELLS:
            self._column, self._inside = self._column + self._width, self._inside - 1
        elif name == _ROW:
            self._row += self._repeated
            if self._filled:
                self._rows = self._row
            self._judge()

    def _judge(self) -> None:
        if self._columns > MOST_COLUMNS or self._rows > MOST_ROWS + 1 or self._columns * self._rows > MOST_CELLS:
            raise SheetRefused(path=str(self._path), reason="rows", detail=f"R{self._rows}C{self._columns}")


def _times(attributes: dict[str, str], name: str) -> int:
    """How often something is repeated; what is no number is read as a reader might, who takes the worst."""
    said = next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "1")
    return min(int(said), 1 << 40) if said.isascii() and said.isdigit() and len(said) < 20 else 1
