"""Looks into a zip archive before anything parses it: how large it really unfolds, and whether it plays tricks."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from smsbox.i18n.phrases import Phrase
from smsbox.sheets.rows import MOST_COLUMNS, MOST_ROWS, SheetRefused

MOST_ENTRIES = 2_000
MOST_BYTES = 256 << 20
MOST_CELLS = 8_000_000
_STEEPEST = 200
"""Unfolded : folded; sheets of numbers reach 20, repeated text 100."""
_SMALL = 4 << 20
_CHUNK = 1 << 16
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_PLACE = re.compile(rb"""<(?:\w+:)?(c|row)(?=[\s/>])(?:[^>]{0,200}?\sr\s*=\s*["']([A-Z]{0,4})([0-9]{0,8})["'])?""")
"""A cell with its place ("B7"), a row with its number ("7"), or either without one."""
_OVERLAP = 256


def check(path: Path) -> None:
    """Raise SheetRefused unless `path` is a zip archive that is safe to hand to a spreadsheet reader."""
    inside = entries(path)
    if len(inside) > MOST_ENTRIES:
        raise _refused(path, "bomb", Phrase("{count} files inside", count=len(inside)))
    for entry in inside:
        _check_entry(path, entry)
    _check_content(path, inside)


def entries(path: Path) -> list[zipfile.ZipInfo]:
    """What the archive says it holds. Raises SheetRefused when it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, ValueError, struct.error) as error:
        raise _refused(path, "not_xlsx") from error


def _refused(path: Path, reason: str, detail: str = "") -> SheetRefused:
    return SheetRefused(path=str(path), reason=reason, detail=detail)


def _check_entry(path: Path, entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or "\0" in name or ":" in name:
        raise _refused(path, "bomb", Phrase("a file inside is called {name}", name=repr(name[:80])))
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refused(path, "bomb", Phrase("a symbolic link inside"))
    if entry.flag_bits & 1:
        raise _refused(path, "encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused(path, "bomb", Phrase("an unusual compression inside"))


def _check_content(path: Path, inside: list[zipfile.ZipInfo]) -> None:
    """Unfold everything once without keeping it: declared sizes may lie, the parser would believe them."""
    total = folded = 0
    with path.open("rb") as file:
        for entry in inside:
            folded += entry.compress_size
            watcher = _Watcher(path, xml=entry.filename.lower().endswith((".xml", ".rels")))
            for chunk in unfolded(path, file, entry):
                total += len(chunk)
                if total > MOST_BYTES or (total > _SMALL and total > _STEEPEST * max(folded, 1)):
                    raise _refused(path, "bomb", Phrase("it unfolds to more than {size} MiB", size=total >> 20))
                watcher.feed(chunk)


def unfolded(path: Path, file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """One file of the archive, piece by piece. Raises SheetRefused."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\3\4"):
        raise _refused(path, "not_xlsx")
    *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, 1)
    left = entry.compress_size
    inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (piece := file.read(min(left, _CHUNK))):
        left -= len(piece)
        if inflate is None:
            yield piece
            continue
        try:
            while piece and not inflate.eof:
                yield inflate.decompress(piece, _CHUNK)
                piece = inflate.unconsumed_tail
        except zlib.error as error:
            raise _refused(path, "not_xlsx") from error


class _Watcher:
    """Reads along in one file of the archive: no entities, no cell so far out that a dense table would fill the memory.

    Which file holds a sheet is the archive's own claim, so cells are looked for in all of them.
    """

    def __init__(self, path: Path, *, xml: bool) -> None:
        self._path = path
        self._xml = xml
        self._tail = b""
        self._first = True
        self._columns = self._rows = 0

    def feed(self, chunk: bytes) -> None:
        text = self._tail + chunk
        if self._first and self._xml and (text[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in text[:64]):
            raise _refused(self._path, "bomb", Phrase("XML in an unusual encoding inside"))
        if self._xml and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
            raise _refused(self._path, "bomb", Phrase("XML entities inside"))
        # The last tag may be cut: it waits for the next chunk, or ends the file and is no tag.
        whole = max(text.rfind(b"<"), len(text) - _OVERLAP)
        for tag, letters, digits in _PLACE.findall(text, 0, whole):
            if tag == b"c" and not digits:
                raise _refused(self._path, "not_xlsx")
            self._far(letters, int(digits or b"0"))
        self._first = False
        self._tail = text[whole:]

    def _far(self, letters: bytes, row: int) -> None:
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        self._columns, self._rows = max(self._columns, column), max(self._rows, row)
        if self._columns > MOST_COLUMNS or self._rows > MOST_ROWS + 1 or self._columns * self._rows > MOST_CELLS:
            raise _refused(self._path, "rows", f"{letters.decode()}{row}")
