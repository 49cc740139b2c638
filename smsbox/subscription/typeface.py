"""Letters as outlines, out of a TrueType font of this machine: for sheets that have to look the same everywhere."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDERS = tuple(map(Path, ("/usr/share/fonts", "/usr/local/share/fonts")))
_NAMES = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
)
"""Fonts that have Cyrillic, plain and bold, as Debian installs them."""

_ON_CURVE, _X_SHORT, _Y_SHORT, _AGAIN, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 1, 2, 8, 32, 64, 128
_DEEPEST = 4
"""Glyphs made of glyphs, at most so deep: a font is somebody else's file."""

Point = tuple[float, float, bool]
"""Where, and whether the curve goes through it."""


class Typeface:
    """One font. Coordinates are parts of the size of its letters, upwards from the line they stand on."""

    def __init__(self, octets: bytes) -> None:
        """Raises struct.error, KeyError, IndexError or ValueError for what is no TrueType font."""
        (count,) = struct.unpack_from(">H", octets, 4)
        records = (struct.unpack_from(">4sLLL", octets, 12 + 16 * each) for each in range(count))
        tables = {tag: octets[offset : offset + length] for tag, _, offset, length in records}
        (self._em,) = struct.unpack_from(">H", tables[b"head"], 18)
        (long,) = struct.unpack_from(">h", tables[b"head"], 50)
        (glyphs,) = struct.unpack_from(">H", tables[b"maxp"], 4)
        (metrics,) = struct.unpack_from(">H", tables[b"hhea"], 34)
        self._advances = struct.unpack_from(">" + "Hh" * metrics, tables[b"hmtx"])[::2]
        places = struct.unpack_from(f">{glyphs + 1}{'L' if long else 'H'}", tables[b"loca"])
        self._places = places if long else tuple(2 * each for each in places)
        self._glyf, self._known = tables[b"glyf"], dict(_letters(tables[b"cmap"]))

    def width(self, text: str) -> float:
        """Of `text` in one line."""
        return sum(self._advance(self._known.get(ord(letter), 0)) for letter in text)

    def outlines(self, text: str) -> Iterator[tuple[float, list[list[Point]]]]:
        """Each letter: where it begins, and its closed curves (quadratic); what the font has not is left out."""
        at = 0.0
        for letter in text:
            glyph = self._known.get(ord(letter), 0)
            if glyph:
                yield at, self._curves(glyph, 0)
            at += self._advance(glyph)

    def _advance(self, glyph: int) -> float:
        return float(self._advances[min(glyph, len(self._advances) - 1)]) / self._em

    def _curves(self, glyph: int, depth: int) -> list[list[Point]]:
        data = self._glyf[self._places[glyph] : self._places[glyph + 1]]
        if not data or depth > _DEEPEST:
            return []
        (contours,) = struct.unpack_from(">h", data)
        return _simple(data, contours, self._em) if contours >= 0 else list(self._composed(data, depth))

    def _composed(self, data: bytes, depth: int) -> Iterator[list[Point]]:
        """ "й" is "и" with a breve: parts, each moved and scaled."""
        at, flags = 10, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">HH", data, at)
            kind = ">hh" if flags & _WORDS else ">bb"
            dx, dy = struct.unpack_from(kind, data, at + 4) if flags & _OFFSETS else (0, 0)
            at += 4 + struct.calcsize(kind)
            size = 4 if flags & _MATRIX else 2 if flags & _TWO_SCALES else 1 if flags & _SCALE else 0
            given = [each / 16384 for each in struct.unpack_from(f">{size}h", data, at)]
            at += 2 * size
            a, b, c, d = {0: (1, 0, 0, 1), 1: (*given, 0, 0, *given), 2: (*given[:1], 0, 0, *given[1:])}.get(
                size, given
            )
            for curve in self._curves(part, depth + 1):
                yield [(a * x + c * y + dx / self._em, b * x + d * y + dy / self._em, on) for x, y, on in curve]


def _letters(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Code point → glyph, of the Basic Multilingual Plane (cmap format 4)."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    tables = (struct.unpack_from(">HHL", cmap, 4 + 8 * each) for each in range(count))
    offset = next(at for platform, encoding, at in tables if (platform, encoding) in ((3, 1), (0, 3)))
    (twice,) = struct.unpack_from(">H", cmap, offset + 6)
    size, at = twice // 2, offset + 14
    ends = struct.unpack_from(f">{size}H", cmap, at)
    starts = struct.unpack_from(f">{size}H", cmap, at + twice + 2)
    deltas = struct.unpack_from(f">{size}h", cmap, at + 2 * twice + 2)
    ranges = struct.unpack_from(f">{size}H", cmap, at + 3 * twice + 2)
    for place, (end, start, delta, further) in enumerate(zip(ends, starts, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if further:
                where = at + 3 * twice + 2 + 2 * place + further + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", cmap, where)
                if not glyph:
                    continue
            yield code, (glyph + delta) & 0xFFFF


def _simple(data: bytes, contours: int, em: int) -> list[list[Point]]:
    ends = struct.unpack_from(f">{contours}H", data, 10)
    at = 10 + 2 * contours
    at += 2 + struct.unpack_from(">H", data, at)[0]
    flags: list[int] = []
    while ends and len(flags) <= ends[-1]:
        flag, times = data[at], 1
        at += 1
        if flag & _AGAIN:
            times, at = data[at] + 1, at + 1
        flags += [flag] * times
    xs, at = _steps(data, at, flags, _X_SHORT, _X_SAME)
    ys, _ = _steps(data, at, flags, _Y_SHORT, _Y_SAME)
    points = [(x / em, y / em, bool(flag & _ON_CURVE)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    starts = (0, *(each + 1 for each in ends))
    return [points[start : end + 1] for start, end in zip(starts, ends, strict=False)]


def _steps(data: bytes, at: int, flags: Sequence[int], short: int, same: int) -> tuple[list[int], int]:
    """The coordinates of one axis, each kept as a step from the one before."""
    found, value = [], 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        found.append(value)
    return found, at


@dataclass(frozen=True, slots=True)
class Pair:
    """A font and its bold one."""

    plain: Typeface
    bold: Typeface


@lru_cache(maxsize=1)
def paths() -> tuple[Path, Path] | None:
    """Files of a font with Cyrillic on this machine; None when it has none."""
    for names in _NAMES:
        found = [next((path for folder in _FOLDERS for path in folder.rglob(name)), None) for name in names]
        if found[0] is not None and found[1] is not None:
            return found[0], found[1]
    return None


def typefaces() -> Pair | None:
    """That font, read; 1.5 MB while it is held."""
    found = paths()
    if found is None:
        return None
    try:
        return Pair(*(Typeface(path.read_bytes()) for path in found))
    except (OSError, struct.error, KeyError, IndexError, ValueError, StopIteration):
        return None
