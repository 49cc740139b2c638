"""The lines of one sheet, kept in little room, a tenth of what their cells would take; and how far they may reach."""

from __future__ import annotations

import marshal
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from smsbox.i18n.phrases import Phrase
from smsbox.sheets.bombs import MOST_BYTES, MOST_CELLS
from smsbox.sheets.rows import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, SheetRefused

LONGEST_KEPT = LONGEST_CELL + 1
"""Characters of a cell; one more than a row may have, so that it is seen to be too long."""
_AT_ONCE = 256
_FASTEST = 1


class Lines:
    """Lines in which anything stands. They can be gone through more than once, each as wide as the sheet: from
    the first column in which anything stands to the last.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[tuple[int, list[str]]] = []
        self._packed: list[bytes] = []
        self._last = self._characters = 0
        self._left, self._right = MOST_COLUMNS, 0
        self._disordered = False

    def __bool__(self) -> bool:
        return self._last > 0

    def reach(self, line: int, columns: int) -> None:
        """Raise SheetRefused if the sheet may not reach so far."""
        wide, long = max(columns, self._right), max(line, self._last)
        if columns > MOST_COLUMNS or line > MOST_ROWS + 1 or wide * long > MOST_CELLS:
            raise SheetRefused(path=str(self._path), reason="rows", detail=f"R{line}C{columns}")

    def put(self, line: int, cells: list[str], column: int, text: str) -> None:
        """`text` into column `column`, from 0, of a line under way. Raises SheetRefused."""
        self.reach(line, column + 1)
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text

    def add(self, line: int, cells: list[str], times: int = 1) -> None:
        """The cells of a line from column A, so many times one below the other. Raises SheetRefused."""
        if not any(cells):
            return
        self.reach(line + times - 1, len(cells))
        if len(cells) > self._right:
            self._right = len(cells)
        while self._left and any(cells[: self._left]):
            self._left -= 1
        if line <= self._last:
            self._disordered = True
        self._characters += sum(map(len, cells)) * times
        if self._characters > MOST_BYTES:  # few strings, referred to very often
            told = Phrase("it unfolds to more than {size} MiB", size=self._characters >> 20)
            raise SheetRefused(path=str(self._path), reason="bomb", detail=told)
        for each in range(line, line + times):
            self._open.append((each, cells))
            if len(self._open) >= _AT_ONCE:
                self._packed.append(zlib.compress(marshal.dumps(self._open), _FASTEST))
                self._open.clear()
        self._last = max(self._last, line + times - 1)

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        wide = self._right
        for line, cells in self._in_order() if self._disordered else self._kept():
            yield line, [*cells, *[""] * (wide - len(cells))][self._left :]

    def _kept(self) -> Iterator[tuple[int, list[str]]]:
        for packed in self._packed:
            yield from marshal.loads(zlib.decompress(packed))
        yield from self._open

    def _in_order(self) -> Iterator[tuple[int, list[str]]]:
        """As a spreadsheet shows what was written in disorder: what came later stands above what came earlier."""
        found: dict[int, list[str]] = {}
        for line, cells in self._kept():
            below = found.get(line, [])
            rest = below[len(cells) :]
            below += [""] * (len(cells) - len(below))
            found[line] = [new or old for new, old in zip(cells, below, strict=False)] + rest
        return iter(sorted(found.items()))
