"""What a sheet consists of: rows by column name, rows that cannot be used and why, and refusals of a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from smsbox.errors import SmsboxError
from smsbox.sms.fields import fold

NUMBER = "number"
"""The key under which every row carries its telephone number, whatever its column is called."""

MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
"""Characters; more fits no SMS and is a broken file."""

_ALIASES = frozenset(
    (
        *("number", "phone", "tel", "telephone", "mobile", "msisdn", "phonenumber", "telephonenumber", "mobilenumber"),
        *("номер", "телефон", "тел", "мобільний", "номертелефону", "мобильный", "номертелефона"),
        *("numer", "nrtelefonu", "numertelefonu"),
    )
)
_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `line` from 1 as the spreadsheet counts, `values` by column name in small letters and `number`."""

    line: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used: `reason` a word, `value` the offending piece, shortened."""

    line: int
    reason: str
    value: str


class SheetRefused(SmsboxError):
    """The file as a whole cannot be used. Facts: `path`, `reason` (a word), `detail` (what of it, if anything)."""

    key = "sheets.refused"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, in small letters ("" for unnamed ones), and which of them holds the number."""

    columns: tuple[str, ...]
    number: int

    @property
    def fields(self) -> tuple[str, ...]:
        """The names a text may use in braces."""
        return tuple(name for name in self.columns if name)


def is_number_column(name: str) -> bool:
    """Whether a column called `name` holds telephone numbers."""
    return _WORD.sub("", name.casefold()) in _ALIASES


def read_header(path: str, cells: Sequence[str]) -> Header:
    """The header made of the first row. Raises SheetRefused: no number column, or names that repeat."""
    columns = tuple(fold(cell) for cell in cells)
    shown = ", ".join(name[:40] for name in columns if name)[:200] or "–"
    if len(columns) > MOST_COLUMNS:
        raise SheetRefused(path=path, reason="columns", detail=len(columns))
    repeated = [name for name in dict.fromkeys(columns) if name and columns.count(name) > 1]
    if repeated:
        raise SheetRefused(path=path, reason="repeated", detail=", ".join(name[:40] for name in repeated)[:200])
    candidates = [at for at, name in enumerate(columns) if is_number_column(name)]
    if NUMBER in columns:
        candidates = [columns.index(NUMBER)]
    if not candidates:
        raise SheetRefused(path=path, reason="no_number", detail=shown)
    if len(candidates) > 1:
        raise SheetRefused(path=path, reason="numbers", detail=", ".join(columns[at] for at in candidates))
    return Header(columns, candidates[0])


def rows_of(path: str, header: Header, raw: Iterable[tuple[int, Sequence[str]] | BadRow]) -> Iterator[Row | BadRow]:
    """The rows below `header`, blank ones left out. Raises SheetRefused beyond MOST_ROWS."""
    count = 0
    for item in raw:
        if isinstance(item, BadRow):
            count += 1
            yield item
            continue
        line, cells = item
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise SheetRefused(path=path, reason="rows", detail=f"> {MOST_ROWS}")
        yield _row(header, line, cells)


def _row(header: Header, line: int, cells: Sequence[str]) -> Row | BadRow:
    if len(cells) > len(header.columns) and any(cell.strip() for cell in cells[len(header.columns) :]):
        return BadRow(line, "cells", cells[len(header.columns)][:40])
    for cell in cells:
        if len(cell) > LONGEST_CELL:
            return BadRow(line, "long", cell[:40])
        if "\0" in cell:
            return BadRow(line, "nul", cell[:40])
        if "\ufffd" in cell:
            return BadRow(line, "encoding", cell[:40])
    values = {name: cell.strip() for name, cell in zip(header.columns, cells, strict=False) if name}
    values[NUMBER] = cells[header.number].strip() if header.number < len(cells) else ""
    return Row(line, values)
