"""Writes .xls files for tests, octet by octet ([MS-CFB], [MS-XLS] BIFF8): no library that does is still kept."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import date
from pathlib import Path

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST = 4096
"""A stream that is shorter lies in the mini stream; ours never does."""
_DATE_FORMAT, _TEXT_STYLE, _DATE_STYLE = 14, 0, 1


def record(kind: int, *parts: bytes) -> bytes:
    """One record of a stream."""
    data = b"".join(parts)
    return struct.pack("<HH", kind, len(data)) + data


def cell(row: int, column: int, value: object) -> bytes:
    """A cell: text, a number, or a day."""
    if isinstance(value, str):
        at = struct.pack("<HHH", row, column, _TEXT_STYLE)
        octets = value.encode("utf-16-le")
        return record(0x0204, at, struct.pack("<HB", len(octets) // 2, 1), octets)
    if isinstance(value, date):
        at, number = struct.pack("<HHH", row, column, _DATE_STYLE), float((value - date(1899, 12, 30)).days)
    else:
        at, number = struct.pack("<HHH", row, column, _TEXT_STYLE), float(value)  # type: ignore[arg-type]
    return record(0x0203, at, struct.pack("<d", number))


def book(sheets: dict[str, Sequence[Sequence[object]]], *more: bytes) -> bytes:
    """The stream of a workbook; `more`: records at the end of its last sheet."""
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6)) + record(0x42, struct.pack("<H", 1200))
    styles = b"".join(record(0xE0, struct.pack("<HHH", 0, form, 0), bytes(14)) for form in (0, _DATE_FORMAT))
    named = [struct.pack("<BBBB", 0, 0, len(name), 1) + name.encode("utf-16-le") for name in sheets]
    place = len(head) + len(styles) + sum(len(name) + 8 for name in named) + 4
    bodies, bounds = [], b""
    for at, (name, rows) in enumerate(zip(named, sheets.values(), strict=True)):
        cells = b"".join(cell(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line))
        extra = b"".join(more) if at == len(named) - 1 else b""
        begun = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
        bounds += record(0x85, struct.pack("<I", place), name)
        bodies.append(begun + cells + extra + record(0x0A))
        place += len(bodies[-1])
    return head + styles + bounds + record(0x0A) + b"".join(bodies)


def shared(*pieces: bytes) -> bytes:
    """The stream of a workbook whose second line is one shared string, its 16-bit characters in these records."""
    strings = record(0xFC, struct.pack("<IIHB", 1, 1, len(b"".join(pieces)) // 2, 1), pieces[0])
    strings += b"".join(record(0x3C, b"\1" + piece) for piece in pieces[1:])
    plain = book({"A": [("x",)]}, record(0xFD, struct.pack("<HHHI", 1, 0, 0, 0)))
    at = plain.index(b"\x85\0")
    (begun,) = struct.unpack_from("<I", plain, at + 4)
    return (
        plain[: at + 4]
        + struct.pack("<I", begun + len(strings))
        + plain[at + 8 : begun - 4]
        + strings
        + plain[begun - 4 :]
    )


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file with that one stream."""
    stream = stream.ljust(_SMALLEST, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    tables = -(-(sectors + 2) // (_SECTOR // 4 - 1))
    table = [_TABLE] * tables + [_END] + [*range(tables + 2, tables + 1 + sectors), _END]
    table += [_FREE] * (tables * _SECTOR // 4 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, tables, tables, 0, _SMALLEST, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    entries = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, tables + 1, len(stream)) + bytes(256)
    return header + struct.pack(f"<{len(table)}I", *table) + entries + stream.ljust(sectors * _SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    octets = (name + "\0").encode("utf-16-le")
    links = struct.pack("<BBIII", kind, 1, _FREE, _FREE, child)
    return (
        octets.ljust(64, b"\0") + struct.pack("<H", len(octets)) + links + bytes(36) + struct.pack("<IQ", start, size)
    )


def write(path: Path, *rows: Sequence[object], **more: Sequence[Sequence[object]]) -> Path:
    """An .xls with `rows` on its first sheet; `more`: sheets behind it, by name."""
    path.write_bytes(compound(book({"Клієнти": rows, **more})))
    return path
