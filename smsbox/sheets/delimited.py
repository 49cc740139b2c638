"""Reads CSV files as spreadsheets write them: four delimiters, quotes, old encodings; row by row in flat memory."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

from smsbox.sheets.rows import LONGEST_CELL, BadRow, Header, Row, SheetRefused, is_number_column, read_header, rows_of

_DELIMITERS = ";,\t|"
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_LINE = 1 << 17
"""Characters; a longer line is skipped to its end and reported."""
_SAMPLE = 60
"""Lines by which a delimiter is judged."""
_MOST_LINES = 0.3
"""The part of the lines that a delimiter must cut alike: titles and torn lines stand in between."""
_MARKUP = ("<!doctype", "<html", "<table", "<?xml", "<meta")
"""How pages begin that are called .xls by the programs that wrote them."""


class DelimitedGrid:
    """A CSV file as lines of cells. `lines()` may be called again and reads the file anew."""

    sheet = ""
    sheets: tuple[str, ...] = ()

    def __init__(self, path: Path, encoding: str, delimiter: str = "") -> None:
        self.path = path
        self.encoding = encoding
        with self._open() as file:
            sample = list(islice(iter(lambda: file.readline(_LONGEST_LINE), ""), _SAMPLE))
        text = "".join(sample)
        if _NO_TEXT.search(next((line for line in sample if line.strip()), "")):
            raise SheetRefused(path=str(path), reason="binary")
        if text.lstrip("\ufeff \r\n\t")[:15].lower().startswith(_MARKUP):
            raise SheetRefused(path=str(path), reason="html")
        if not text.strip():
            raise SheetRefused(path=str(path), reason="empty")
        self.delimiter = delimiter or _likely(sample)

    def lines(self, after: int = 0) -> Iterator[tuple[int, Sequence[str]] | BadRow]:
        """The lines behind the first `after`."""
        with self._open() as file:
            lines = _Lines(file)
            for _ in range(after):
                next(lines)
            reader = self._reader(lines)
            while True:
                start = lines.number + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except _LongLine as error:
                    yield BadRow(start, "long", error.piece)
                except csv.Error:
                    yield BadRow(start, "quote" if lines.number > start else "csv", lines.last[:40])
                else:
                    if start > 1 or not is_about_itself(lines.last):
                        yield self._whole(start, lines.number, cells)

    def _open(self) -> TextIO:
        return self.path.open(encoding=self.encoding, errors="replace", newline="")

    def _reader(self, lines: list[str] | _Lines) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self.delimiter, strict=True)

    def _whole(self, start: int, end: int, cells: list[str]) -> tuple[int, Sequence[str]] | BadRow:
        """A row over several lines is believed only when none of its cells looks as if it had swallowed other rows."""
        if end > start:
            for cell in cells:
                if any(self.delimiter in line for line in cell.splitlines()[1:]):
                    return BadRow(start, "quote", cell.splitlines()[0][:40])
        return start, cells


class DelimitedSheet(DelimitedGrid):
    """A CSV file with a header. `rows()` may be called again and reads the file anew."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.path = path
        self.encoding = encoding
        with self._open() as file:
            skipped, first = _first_line(path, file)
        if _NO_TEXT.search(first):
            raise SheetRefused(path=str(path), reason="binary")
        self._skipped = skipped
        self.delimiter = _delimiter(first)
        try:
            cells = next(self._reader([first]))
        except csv.Error as error:
            raise SheetRefused(path=str(path), reason="header") from error
        self.header: Header = read_header(str(path), cells)

    def rows(self) -> Iterator[Row | BadRow]:
        """The rows below the header."""
        return rows_of(str(self.path), self.header, self.lines(after=self._skipped + 1))


class _LongLine(Exception):
    def __init__(self, piece: str) -> None:
        self.piece = piece


class _Lines:
    """The lines of a file with their numbers; one that is too long raises once and is passed over."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self.number = 0
        self.last = ""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= _LONGEST_LINE and not line.endswith("\n"):
            while (rest := self._file.readline(_LONGEST_LINE)) and not rest.endswith("\n"):
                pass
            raise _LongLine(line[:40])
        self.last = line
        return line


def is_about_itself(line: str) -> bool:
    """Whether a line is none of the table but tells Excel its delimiter (`sep=;`)."""
    return line.lower().startswith("sep=")


def _first_line(path: Path, file: TextIO) -> tuple[int, str]:
    """How many lines stand before the header (blank ones, Excel's `sep=;`), and the header."""
    for skipped in range(100):
        line = file.readline(_LONGEST_LINE)
        if not line:
            break
        if line.strip() and not is_about_itself(line):
            if len(line) > LONGEST_CELL:
                raise SheetRefused(path=str(path), reason="columns", detail=f"> {LONGEST_CELL}")
            return skipped, line
    raise SheetRefused(path=str(path), reason="empty")


def _delimiter(header: str) -> str:
    """The delimiter with which the header names a number column, and the most columns; `,` for a single column."""

    def verdict(delimiter: str) -> tuple[bool, int]:
        try:
            cells = next(csv.reader([header], delimiter=delimiter))
        except (csv.Error, StopIteration):
            return False, 0
        return any(is_number_column(cell) for cell in cells), len(cells)

    best = max(_DELIMITERS, key=verdict)
    return best if verdict(best)[1] > 1 else ","


def _likely(lines: Sequence[str]) -> str:
    """The delimiter that cuts most of these lines into equally many cells; `,` where none does."""
    said = lines[0].rstrip()[4:5] if is_about_itself(lines[0]) else ""
    if said and said in _DELIMITERS:
        return said

    def verdict(delimiter: str) -> tuple[float, int]:
        counts = Counter(_cells(line, delimiter) for line in lines if line.strip())
        many = {count: times for count, times in counts.items() if count > 1}
        if not many:
            return 0.0, 0
        count, times = max(many.items(), key=lambda item: (item[1], item[0]))
        return times / counts.total(), count

    best = max(_DELIMITERS, key=lambda each: (round(verdict(each)[0], 1), verdict(each)[1]))
    return best if verdict(best)[0] > _MOST_LINES else ","


def _cells(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 0
