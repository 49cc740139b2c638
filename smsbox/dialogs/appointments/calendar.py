"""Which places are free: opening hours of whoever serves, breaks, holidays, what is taken; by clocks on walls, pure.

A place lasts as many real minutes as its service, so a night of 23 or 25 hours has fewer or more of them. Of an hour
that a night has twice the second one is offered to nobody: both would read the same in an SMS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from smsbox.clock import MINUTE, SECOND, Micros
from smsbox.pacing.quiet import reached

A_DAY = 24 * 60
"""Minutes on the wall."""

Spans = tuple[tuple[int, int], ...]
"""Parts of a day in minutes after midnight; one that goes over midnight ends beyond 1440."""
Taken = Sequence[tuple[Micros, Micros]]
"""Beginnings and ends of what is not free."""


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Days of a calendar: `spans` of dates, both ends included, and days of each year as `MM-DD`."""

    spans: tuple[tuple[date, date], ...] = ()
    yearly: frozenset[str] = frozenset()

    def __contains__(self, day: date) -> bool:
        return f"{day:%m-%d}" in self.yearly or any(first <= day <= last for first, last in self.spans)


@dataclass(frozen=True, slots=True)
class Service:
    """What somebody comes for, and how many minutes it takes; `resources`: the names of those who do it; `price` as it
    is said, "" where the shop tells none.
    """

    code: str
    title: str
    minutes: int
    aliases: tuple[str, ...]
    resources: tuple[str, ...]
    price: str = ""


@dataclass(frozen=True, slots=True)
class Resource:
    """Whoever or whatever serves one customer at a time; `week` from Monday on, breaks taken out."""

    name: str
    aliases: tuple[str, ...]
    week: tuple[Spans, ...]
    off: DaysOff


@dataclass(frozen=True, slots=True)
class Plan:
    """The part of a flow of this kind. `step` minutes lie between beginnings; one may come from `notice` after now on,
    up to `ahead` days; an unanswered place is kept for `hold`, one offered to who waits for `turn`; `offers` places
    stand in one SMS. `remind`: the minute of the day before, None for no reminder. `confirm`: whether he is asked
    before it is written down. `most` appointments one number may have before it; staff may book more.
    """

    services: tuple[Service, ...]
    resources: tuple[Resource, ...]
    off: DaysOff
    step: int
    notice: Micros
    ahead: int
    hold: Micros
    turn: Micros
    offers: int
    remind: int | None
    confirm: bool
    most: int = 3

    @property
    def named(self) -> bool:
        """Whether it matters to customers who serves them."""
        return len(self.resources) > 1

    def service(self, code: str) -> Service:
        """The service of that code; one the flow no longer has goes on under its code, with the length of the first."""
        found = next((each for each in self.services if each.code == code), None)
        return found or Service(code, code, self.services[0].minutes, (), tuple(each.name for each in self.resources))

    def serving(self, service: Service, name: str = "") -> list[Resource]:
        """Who does it; with a `name` only him."""
        return [each for each in self.resources if each.name in service.resources and name in ("", each.name)]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A beginning, and who would serve."""

    at: Micros
    resource: str


def local(at: Micros, zone: ZoneInfo) -> datetime:
    """What the clock and the calendar on the wall show."""
    return datetime.fromtimestamp(at // SECOND, tz=zone)


def minute_of(at: Micros, zone: ZoneInfo) -> int:
    """The minute of the day on the wall."""
    here = local(at, zone)
    return here.hour * 60 + here.minute


def shown(day: date, minute: int, zone: ZoneInfo, *, last: bool = False) -> Micros:
    """When the clock shows that minute of `day` (beyond 1440: of the next), for the first or the `last` time; one that
    is skipped when the clock is put forward.
    """
    more, minute = divmod(minute, A_DAY)
    return reached(zone, day + timedelta(days=more), minute, last=last)


def open_on(plan: Plan, resource: Resource, day: date, zone: ZoneInfo) -> list[tuple[Micros, Micros]]:
    """When somebody serves who begins on that day."""
    if day in plan.off or day in resource.off:
        return []
    spans = ((shown(day, begins, zone), shown(day, ends, zone, last=True)) for begins, ends in week_day(resource, day))
    return [(begins, ends) for begins, ends in spans if begins < ends]


def opens(plan: Plan, service: Service, day: date, begins: int, ends: int) -> bool:
    """Whether anybody who does it serves on that day at a minute from `begins` to before `ends`, free or not."""
    return any(
        begins < closes and opened < ends
        for each in plan.serving(service)
        if day not in plan.off and day not in each.off
        for opened, closes in week_day(each, day)
    )


def week_day(resource: Resource, day: date) -> Spans:
    """The opening hours of that day of the week."""
    return resource.week[day.weekday()]


def free_on(plan: Plan, resource: Resource, minutes: int, day: date, zone: ZoneInfo, taken: Taken) -> Iterator[Micros]:
    """The free beginnings of a day for something of so many minutes, in their order."""
    lasts = minutes * MINUTE
    for begins, ends in open_on(plan, resource, day, zone):
        at = begins
        while at + lasts <= ends:
            if not overlaps(at, at + lasts, taken) and not local(at, zone).fold:
                yield at
            at += plan.step * MINUTE


def overlaps(at: Micros, until: Micros, taken: Taken) -> bool:
    """Whether something taken lies within."""
    return any(begins < until and at < ends for begins, ends in taken)


def without(spans: Iterable[tuple[int, int]], breaks: Iterable[tuple[int, int]]) -> Spans:
    """Opening hours without their breaks."""
    left = sorted(spans)
    for off, on in breaks:
        cut = [((begins, min(ends, off)), (max(begins, on), ends)) for begins, ends in left]
        left = [part for parts in cut for part in parts if part[0] < part[1]]
    return tuple(left)


def apart(places: Sequence[Place], most: int) -> list[Place]:
    """Of many places at most so many, spread over all of them, the first and the last among them."""
    if len(places) <= most:
        return list(places)
    if most < 2:
        return list(places[:most])
    return [places[round(each * (len(places) - 1) / (most - 1))] for each in range(most)]


def one_each(places: Iterable[Place]) -> list[Place]:
    """Of places at the same moment the first given, by time: to whom it does not matter who serves, they are one."""
    found: dict[Micros, Place] = {}
    for place in places:
        found.setdefault(place.at, place)
    return [found[at] for at in sorted(found)]
