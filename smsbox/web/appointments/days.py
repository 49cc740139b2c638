"""Days and weeks of the book in columns: what is taken, and between it what is free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from smsbox.clock import HOUR, MINUTE, Micros
from smsbox.dialogs.appointments import rows
from smsbox.dialogs.appointments.calendar import DaysOff, Plan, Resource, local, open_on
from smsbox.dialogs.appointments.rows import Appointment, State
from smsbox.dialogs.flow import Flow
from smsbox.pacing.calendar import midnight
from smsbox.store import Store

QUARTER: Micros = 15 * MINUTE
_WEEK = 7
_SHOWN = 120
"""Parts of a week on one page: it weighs less than 60 KB with so many, also with long names and titles."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a day: an `appointment`, or (None) time that is free at `resource`. `closed`: nobody serves then, or
    not all the while, so that whoever is booked is not lost when opening hours change.
    """

    at: Micros
    until: Micros
    resource: str
    appointment: Appointment | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A day, or one resource's part of it: `blocks` by time; `open`: whether anybody serves then. Of a day too full to
    be shown in a week they are only what is free, and `booked` says how many come.
    """

    day: date
    resource: str
    blocks: tuple[Block, ...]
    open: bool
    booked: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of a column of the scale, `rows` high: its `blocks`, several where they are short; none: nobody serves."""

    rows: int
    blocks: tuple[Block, ...] = ()


def scale(columns: Sequence[Column]) -> tuple[Micros, list[list[Cell | None]]]:
    """A day by the minute: when it begins, and its rows of a quarter of an hour, in whole hours; of each a cell for
    each column that begins there, None for one that goes on. Free time is cut at full hours, each can be pressed.
    """
    blocks = [[part for block in column.blocks for part in _by_hour(block)] for column in columns]
    ends = [each for some in blocks for each in some]
    first = min((each.at for each in ends), default=0) // HOUR * HOUR
    high = -(-(max((each.until for each in ends), default=0) - first) // QUARTER)
    drawn = [_drawn(some, first) for some in blocks]
    high = -(-max([high, *(at + cell.rows for some in drawn for at, cell in some)]) // 4) * 4
    rows_of: list[list[Cell | None]] = [[None] * len(columns) for _ in range(high)]
    for place, some in enumerate(drawn):
        below = 0
        for at, cell in [*some, (high, Cell(0))]:
            if at > below:
                rows_of[below][place] = Cell(at - below)
            if cell.rows:
                rows_of[at][place] = cell
            below = at + cell.rows
    return first, rows_of


def _by_hour(block: Block) -> Iterable[Block]:
    at = block.at
    while block.appointment is None and block.until > at // HOUR * HOUR + HOUR:
        yield replace(block, at=at, until=at // HOUR * HOUR + HOUR)
        at = at // HOUR * HOUR + HOUR
    yield replace(block, at=at)


def _drawn(blocks: Sequence[Block], first: Micros) -> list[tuple[int, Cell]]:
    """Each block from which row on; none is over another. One that ends in a row that is drawn already stands in the
    same cell as the one before it: so however many short ones follow each other, the scale stays true.
    """
    found: list[tuple[int, Cell]] = []
    below = 0
    for block in blocks:
        ends = -(-(block.until - first) // QUARTER)
        if ends <= below:
            at, cell = found[-1]
            found[-1] = (at, replace(cell, blocks=(*cell.blocks, block)))
            continue
        at = max(below, (block.at - first) // QUARTER)
        found.append((at, Cell(ends - at, (block,))))
        below = ends
    return found


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def day_columns(store: Store, flow: Flow[Plan], day: date, now: Micros) -> list[Column]:
    """A day, a column for each of those who serve, and for whoever is still booked but serves no more."""
    zone = ZoneInfo(flow.zone)
    return _columns(flow, day, _taken(store, flow, day, now, zone), zone)


def week_columns(store: Store, flow: Flow[Plan], monday: date, now: Micros) -> list[Column]:
    """Seven days, each with all who come and what is free at whom; what is too much for a page is only counted."""
    zone = ZoneInfo(flow.zone)
    days = [monday + timedelta(days=each) for each in range(_WEEK)]
    whole = [_whole(day, _columns(flow, day, _taken(store, flow, day, now, zone), zone)) for day in days]
    if sum(len(each.blocks) for each in whole) <= _SHOWN:
        return whole
    return [_counted(each) for each in whole]


def _whole(day: date, columns: Sequence[Column]) -> Column:
    blocks = sorted((block for column in columns for block in column.blocks), key=_begins)
    return Column(day, "", tuple(blocks), open=any(column.open for column in columns))


def _counted(column: Column) -> Column:
    """How many come, and when anybody is free: who that is stands in the day."""
    free: list[Block] = []
    for block in column.blocks:
        if block.appointment is None and free and block.at <= free[-1].until:
            free[-1] = replace(free[-1], until=max(free[-1].until, block.until))
        elif block.appointment is None:
            free.append(block)
    booked = sum(block.appointment is not None for block in column.blocks)
    return replace(column, blocks=tuple(free), booked=booked)


def _columns(flow: Flow[Plan], day: date, taken: Sequence[Appointment], zone: ZoneInfo) -> list[Column]:
    gone = sorted({each.resource for each in taken} - {each.name for each in flow.part.resources})
    nobody = [Resource(name, (), ((),) * _WEEK, DaysOff()) for name in gone]
    return [_column(flow, each, day, taken, zone) for each in (*flow.part.resources, *nobody)]


def _column(flow: Flow[Plan], resource: Resource, day: date, taken: Sequence[Appointment], zone: ZoneInfo) -> Column:
    spans = open_on(flow.part, resource, day, zone)
    serves = [*spans, *open_on(flow.part, resource, day - timedelta(1), zone)]
    mine = [each for each in taken if each.resource == resource.name and local(each.at, zone).date() == day]
    blocks = [Block(each.at, each.until, each.resource, each, closed=not _within(each, serves)) for each in mine]
    used = sorted((each.at, each.until) for each in taken if each.resource == resource.name and _there(each))
    free = [Block(at, until, resource.name) for begins, ends in spans for at, until in _gaps(begins, ends, used)]
    return Column(day, resource.name, tuple(sorted([*blocks, *free], key=_begins)), open=bool(spans))


def _there(one: Appointment) -> bool:
    return one.state is not State.MISSED


def _gaps(begins: Micros, ends: Micros, used: Iterable[tuple[Micros, Micros]]) -> Iterable[tuple[Micros, Micros]]:
    for at, until in used:
        if begins < at < ends:
            yield begins, at
        begins = max(begins, min(until, ends)) if until > begins and at < ends else begins
    if begins < ends:
        yield begins, ends


def outside(flow: Flow[Plan], one: Appointment) -> bool:
    """Whether nobody serves then, or not all the while: it was booked so, or opening hours are others since."""
    zone = ZoneInfo(flow.zone)
    day = local(one.at, zone).date()
    who = (each for each in flow.part.resources if each.name == one.resource)
    spans = (span for each in who for back in (0, 1) for span in open_on(flow.part, each, day - timedelta(back), zone))
    return not _within(one, spans)


def _within(one: Appointment, spans: Iterable[tuple[Micros, Micros]]) -> bool:
    return any(begins <= one.at and one.until <= ends for begins, ends in spans)


def _taken(store: Store, flow: Flow[Plan], day: date, now: Micros, zone: ZoneInfo) -> Sequence[Appointment]:
    since, until = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    return rows.between(store, since, until, now, flow_id=flow.id)


def _begins(block: Block) -> tuple[Micros, Micros]:
    return block.at, block.until
