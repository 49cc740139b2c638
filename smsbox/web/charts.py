"""Columns over time as a drawing: piles of several kinds, told apart by their pattern too, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 480, 100
KINDS = 5
"""Kinds that can be told apart in one pile; further ones are drawn like the last."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle of the drawing; `kind` counts from 0."""

    kind: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Row:
    """A column of the drawing as a line of the table."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`names` of the kinds with the `totals` of each; `most`: what the full height means; `rows` oldest first."""

    pieces: tuple[Piece, ...]
    names: tuple[str, ...]
    totals: tuple[int, ...]
    most: int
    rows: tuple[Row, ...]


def piled(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> Chart | None:
    """Columns of pieces upon each other; `series`: name and one value for each label. None when all are 0."""
    return _chart(labels, series, side_by_side=False)


def beside(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]]) -> Chart | None:
    """Columns beside each other, in groups: for kinds of which one is part of another."""
    return _chart(labels, series, side_by_side=True)


def _chart(labels: Sequence[str], series: Sequence[tuple[str, Sequence[int]]], *, side_by_side: bool) -> Chart | None:
    columns = [tuple(values[place] for _, values in series) for place in range(len(labels))]
    most = max((max(column) if side_by_side else sum(column) for column in columns), default=0)
    if not most:
        return None
    step = WIDTH / len(labels)
    draw = _group if side_by_side else _pile
    pieces = tuple(
        piece for place, column in enumerate(columns) for piece in draw(column, place * step, step * 0.9, most)
    )
    rows = tuple(Row(label, column) for label, column in zip(labels, columns, strict=True))
    names, totals = tuple(name for name, _ in series), tuple(sum(values) for _, values in series)
    return Chart(pieces, names, totals, most, rows)


def _pile(values: Sequence[int], x: float, width: float, most: int) -> list[Piece]:
    found, base = [], 0.0
    for kind, value in enumerate(values):
        height = _high(value, most)
        if value:
            found.append(Piece(min(kind, KINDS - 1), *_rounded(x, HEIGHT - base - height, width, height)))
            base += height
    return found


def _group(values: Sequence[int], x: float, width: float, most: int) -> list[Piece]:
    each = width / len(values)
    return [
        Piece(
            min(kind, KINDS - 1),
            *_rounded(x + kind * each, HEIGHT - _high(value, most), each * 0.9, _high(value, most)),
        )
        for kind, value in enumerate(values)
        if value
    ]


def _high(value: int, most: int) -> float:
    """A single one among thousands is still to be seen."""
    return max(value / most * (HEIGHT - 4), 1.5) if value else 0.0


def _rounded(*values: float) -> tuple[float, float, float, float]:
    x, y, width, height = (round(value, 1) for value in values)
    return x, y, width, height
