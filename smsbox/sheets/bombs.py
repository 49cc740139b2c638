"""Looks into a zip archive before anything parses it: how large it really unfolds, and whether it plays tricks."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from smsbox.i18n.phrases import Phrase
from smsbox.sheets.rows import SheetRefused

MOST_ENTRIES = 2_000
MOST_BYTES = 256 << 20
MOST_CELLS = 8_000_000
_STEEPEST = 200
"""Unfolded : folded; sheets of numbers reach 20, repeated text 100."""
_SMALL = 4 << 20
_CHUNK = 1 << 16
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")


def check(path: Path) -> None:
    """Raise SheetRefused unless `path` is a zip archive that is safe to be unfolded."""
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
            for chunk in unfolded(path, file, entry):
                total += len(chunk)
                if total > MOST_BYTES or (total > _SMALL and total > _STEEPEST * max(folded, 1)):
                    raise _refused(path, "bomb", Phrase("it unfolds to more than {size} MiB", size=total >> 20))


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
