"""Finds out in which encoding a text file is written: byte order mark, UTF-8, UTF-16, else by its letters."""

from __future__ import annotations

import codecs
from pathlib import Path

from smsbox.sheets.rows import SheetRefused

_CHUNK = 1 << 16
_SAMPLE = 1 << 15
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OLD = ["cp1251", "koi8_u", "cp866", "cp1250", "cp1252"]
"""Eight-bit encodings spreadsheets of this part of the world write; Excel in Ukraine the first."""


def detect(path: Path) -> str:
    """The Python name of the encoding of `path`, read in flat memory. Raises SheetRefused when it is no text."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if head.count(0) > len(head) // 5:
        return _without_mark(path, head)
    return "utf-8" if _is_utf8(path) else _eight_bit(path)


def known(name: str) -> bool:
    """Whether `name` is an encoding of text."""
    try:
        "".encode(name)
        codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return False
    return True


def _without_mark(path: Path, head: bytes) -> str:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 4 * even:
        return "utf-16-le"
    if even > 4 * odd:
        return "utf-16-be"
    raise SheetRefused(path=str(path), reason="binary")


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _eight_bit(path: Path) -> str:
    """By the lines that have more than ASCII in them: the others would drown what tells encodings apart."""
    from charset_normalizer import from_bytes

    sample = bytearray()
    with path.open("rb") as file:
        while len(sample) < _SAMPLE and (line := file.readline(_CHUNK)):
            if not line.isascii():
                sample += line
    best = from_bytes(bytes(sample), cp_isolation=_OLD, threshold=0.4).best()
    if best is None or _cyrillic(bytes(sample), "cp1251") > 0.8:
        return "cp1251"
    return best.encoding


def _cyrillic(sample: bytes, encoding: str) -> float:
    """Which part of the letters beyond ASCII belongs to Ukrainian and Russian texts, which are mostly small ones."""
    letters = [letter for letter in sample.decode(encoding, "replace") if ord(letter) > 127]
    usual = sum("а" <= letter <= "я" or letter in "ієїґё’ʼ" for letter in letters)
    large = sum("А" <= letter <= "Я" or letter in "ІЄЇҐЁ" for letter in letters)
    return (usual + min(large, usual)) / len(letters) if letters else 0.0


def joined(text: str) -> str:
    """`text` with the halves of characters (surrogates) put together; a half that stands alone is marked."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
