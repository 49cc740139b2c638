"""The digest of a month as a table: chapter, what, this month, the month before, the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from smsbox.i18n.marks import N_
from smsbox.sheets import exports
from smsbox.sheets.cells import Cell, Table
from smsbox.sheets.chapters import Chapter, Line
from smsbox.sheets.digest import days
from smsbox.sheets.exports import Reader
from smsbox.subscription.growth import Period

_COLUMNS = (
    *((N_("Chapter"), 26), (N_("Scenario or question"), 34), (N_("What"), 34), (N_("This month"), 12)),
    *((N_("Month before"), 12), (N_("Difference"), 12)),
)


def contents(
    chapters: Sequence[Chapter], month: Period, before: Period, reader: Reader
) -> tuple[Table, Iterator[list[Cell]]]:
    """Heads and rows of a month and the one before, as they were compared."""
    asked: list[tuple[str, Cell]] = [
        (reader.word(N_("Month")), f"{month.day:%Y-%m}"),
        (reader.word(N_("Counted until")), reader.moment(month.until)),
        (reader.word(N_("Days counted")), days(month, reader.zone)),
        (reader.word(N_("Month before, counted until")), reader.moment(before.until)),
        (reader.word(N_("Month before, days counted")), days(before, reader.zone)),
    ]
    rows = (_row(each, line, reader) for each in chapters for line in each.lines)
    return exports.table(reader, N_("Month"), _COLUMNS, asked), rows


def _row(chapter: Chapter, line: Line, reader: Reader) -> list[Cell]:
    name = line.name if line.given else reader.word(line.name)
    if line.unit:
        name = f"{name}, {line.unit}"
    figures: tuple[int | Decimal, ...] = (line.now, line.before, line.change)
    return [reader.word(chapter.title), chapter.about, name, *figures]
