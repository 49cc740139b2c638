"""Looks into an .xls file before anything parses it: a compound file ([MS-CFB]) with a stream of records ([MS-XLS]).

A cell far out, or a count that lies, would make a reader fill the memory: two cells in opposite corners are sixteen
million in between.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path

from smsbox.sheets.bombs import MOST_CELLS
from smsbox.sheets.rows import MOST_COLUMNS, SheetRefused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""This and what is above are no sectors ([MS-CFB] 2.1)."""
_ENTRY = 128
_STREAMS = ("workbook", "book")
_LOCKED = "encryptedpackage"
"""The stream of an .xlsx with a password ([MS-OFFCRYPTO] 2.3.4.4)."""
_BOF, _FILE_PASS, _STRINGS = 0x0809, 0x002F, 0x00FC
_VALUES = frozenset((0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0006, 0x00BD))
"""Number, Label, BoolErr, RK, LabelSst, RString, Formula, MulRk: records that put something into a cell."""
_MANY = 0x00BD
_LARGEST = 256 << 20


class _Torn(Exception):
    """The file does not hold together."""


def records(path: Path) -> bytes:
    """The records of an .xls file, when they are safe to hand to a spreadsheet reader. Raises SheetRefused."""
    size = path.stat().st_size
    if size > _LARGEST:
        raise SheetRefused(path=str(path), reason="rows", detail=f"{size >> 20} MiB")
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as octets:
            book = _Compound(octets)
            if book.has(_LOCKED):
                raise SheetRefused(path=str(path), reason="encrypted", detail="")
            stream = book.stream(*_STREAMS)
            _check_records(path, size, stream)
            return stream
    except (_Torn, struct.error, IndexError, ValueError) as error:
        raise SheetRefused(path=str(path), reason="not_xlsx") from error


def _check_records(path: Path, size: int, stream: bytes) -> None:
    rows = columns = 0
    for kind, data in _records(stream):
        if kind == _FILE_PASS:
            raise SheetRefused(path=str(path), reason="encrypted", detail="")
        if kind == _BOF:
            rows = columns = 0
        elif kind == _STRINGS and struct.unpack_from("<I", data, 4)[0] > size:
            raise _Torn
        elif kind in _VALUES:
            row, column = struct.unpack_from("<HH", data)
            if kind == _MANY:
                column = struct.unpack_from("<H", data, len(data) - 2)[0]
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
                raise SheetRefused(path=str(path), reason="rows", detail=f"R{row + 1}C{column + 1}")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


class _Compound:
    """The streams of a compound file."""

    def __init__(self, octets: mmap.mmap) -> None:
        if octets[:8] != MAGIC:
            raise _Torn
        self._octets = octets
        shift, small_shift = struct.unpack_from("<HH", octets, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise _Torn
        self._sector, self._small = 1 << shift, 1 << small_shift
        (directory,) = struct.unpack_from("<I", octets, 48)
        self._cutoff, small_table = struct.unpack_from("<II", octets, 56)
        self._table = self._words(b"".join(map(self._at, self._table_sectors())))
        self._small_table = self._words(self._chain(small_table))
        self._entries = self._chain(directory)
        start, length = struct.unpack_from("<II", self._entries, 116)
        self._small_stream = self._chain(start)[:length]

    def has(self, name: str) -> bool:
        """Whether there is a stream called so."""
        return name in self._places()

    def stream(self, *names: str) -> bytes:
        """The stream that is called by one of `names`, whatever the case."""
        at = next((place for name, place in self._places().items() if name in names), None)
        if at is None:
            raise _Torn
        start, length = struct.unpack_from("<II", self._entries, at + 116)
        whole = self._small_chain(start) if length < self._cutoff else self._chain(start)
        return whole[:length]

    def _places(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for at in range(0, len(self._entries) - _ENTRY + 1, _ENTRY):
            (octets,) = struct.unpack_from("<H", self._entries, at + 64)
            name = self._entries[at : at + max(min(octets, 64) - 2, 0)].decode("utf-16-le", "replace")
            found.setdefault(name.casefold(), at)
        return found

    def _table_sectors(self) -> Iterator[int]:
        """Where the table of sectors stands: 109 places in the header, more in a chain of their own."""
        yield from (each for each in struct.unpack_from("<109I", self._octets, 76) if each < _END)
        more, left = struct.unpack_from("<II", self._octets, 68)
        while more < _END and left > 0:
            words = self._words(self._at(more))
            yield from (each for each in words[:-1] if each < _END)
            more, left = words[-1], left - 1

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        if start >= len(self._octets):
            raise _Torn
        return self._octets[start : start + self._sector]

    def _chain(self, sector: int) -> bytes:
        return b"".join(map(self._at, self._linked(sector, self._table)))

    def _small_chain(self, sector: int) -> bytes:
        starts = (each * self._small for each in self._linked(sector, self._small_table))
        return b"".join(self._small_stream[start : start + self._small] for start in starts)

    @staticmethod
    def _linked(sector: int, table: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(table) + 1):
            if sector >= _END:
                return
            yield sector
            sector = table[sector]
        raise _Torn  # in a circle

    @staticmethod
    def _words(octets: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(octets) // 4}I", octets[: len(octets) // 4 * 4])
