"""One sheet of paper as PDF (ISO 32000-1): outlines of letters and squares, nothing a printer could lack."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence

from smsbox.subscription.typeface import Point, Typeface

_POINTS = 72 / 25.4
"""Units of PDF in a millimetre."""


class Sheet:
    """`width` and `height` in millimetres of paper; what is drawn is told in millimetres times `scale`, from the upper
    left.
    """

    def __init__(self, width: float, height: float, *, title: str, scale: float = 1.0) -> None:
        self._box = (width * _POINTS, height * _POINTS)
        self._title = title
        factor = scale * _POINTS
        self._drawn = [f"{factor:.5f} 0 0 {-factor:.5f} 0 {self._box[1]:.3f} cm"]

    def text(self, face: Typeface, text: str, x: float, y: float, size: float, fill: str) -> None:
        """`text` around `x`, standing on `y`; `fill` as `#rgb` or `#rrggbb`."""
        left = x - face.width(text) * size / 2
        self._drawn.append(_colour(fill))
        for at, curves in face.outlines(text):
            for curve in curves:
                placed = [(left + (at + px) * size, y - py * size, on) for px, py, on in curve]
                self._drawn.extend(_path(placed))
        self._drawn.append("f")

    def squares(self, rows: Sequence[Sequence[int]], x: float, y: float, side: float) -> None:
        """The dark ones of a square of squares, black; what stands together in a row is one piece."""
        unit = side / len(rows)
        self._drawn.append(_colour("#000"))
        for down, row in enumerate(rows):
            for start, length in _runs(row):
                place = f"{x + start * unit:.4f} {y + down * unit:.4f}"
                self._drawn.append(f"{place} {length * unit:.4f} {unit:.4f} re")
        self._drawn.append("f")

    def octets(self) -> bytes:
        """The file."""
        content = zlib.compress("\n".join(self._drawn).encode("ascii"), 9)
        width, height = self._box
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.3f} {height:.3f}] /Resources << >> /Contents 4 0 R >>"
        )
        title = ("\ufeff" + self._title).encode("utf-16-be").hex()
        return _file(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                page.encode(),
                b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(content), content),
                f"<< /Title <{title}> /Producer (smsbox) >>".encode(),
            ]
        )


def _file(objects: Sequence[bytes]) -> bytes:
    """Objects numbered from 1, the first the catalogue, the last what is said of the file."""
    made, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return bytes(made) + end.encode()


def _colour(fill: str) -> str:
    short = len(fill) == len("#rgb")
    parts = [fill[at] * 2 if short else fill[at : at + 2] for at in (range(1, 4) if short else range(1, 7, 2))]
    return " ".join(f"{int(part, 16) / 255:.3f}" for part in parts) + " rg"


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where dark squares begin, and how many stand together."""
    start = None
    for place, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None


def _path(curve: Sequence[Point]) -> Iterator[str]:
    """A closed curve of TrueType: between two points it does not go through lies one in the middle that it does."""
    if not curve:
        return
    whole: list[Point] = []
    for point, after in zip(curve, (*curve[1:], curve[0]), strict=True):
        whole.append(point)
        if not point[2] and not after[2]:
            whole.append(((point[0] + after[0]) / 2, (point[1] + after[1]) / 2, True))
    first = next((place for place, point in enumerate(whole) if point[2]), None)
    if first is None:
        return
    around = [*whole[first:], *whole[: first + 1]]
    x, y, _ = around[0]
    yield f"{x:.3f} {y:.3f} m"
    place = 1
    while place < len(around):
        px, py, on = around[place]
        if on:
            yield f"{px:.3f} {py:.3f} l"
            x, y, place = px, py, place + 1
            continue
        ex, ey, _ = around[place + 1]
        yield (
            f"{x + 2 * (px - x) / 3:.3f} {y + 2 * (py - y) / 3:.3f} "
            f"{ex + 2 * (px - ex) / 3:.3f} {ey + 2 * (py - ey) / 3:.3f} {ex:.3f} {ey:.3f} c"
        )
        x, y, place = ex, ey, place + 2
    yield "h"
