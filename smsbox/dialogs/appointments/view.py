"""What the pure half may look at: free places as somebody wishes them, and what he has; read when it is asked for.

Inside the transaction that holds the flow's row what is free here stays free until the move is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from zoneinfo import ZoneInfo

from smsbox.clock import DAY, HOUR, Micros
from smsbox.dialogs.appointments import rows, waiting
from smsbox.dialogs.appointments.calendar import (
    Place,
    Plan,
    Resource,
    Service,
    apart,
    free_on,
    local,
    minute_of,
    one_each,
    opens,
    shown,
)
from smsbox.dialogs.appointments.rows import Appointment
from smsbox.dialogs.appointments.waiting import Waiting
from smsbox.dialogs.appointments.whens import ANY_TIME, When
from smsbox.dialogs.flow import Flow
from smsbox.store import Store

_GAP: Micros = 3 * HOUR
"""Between places offered to who has not said when."""
LATELY: Micros = 2 * DAY
"""So long he may still answer an offer that has lapsed."""
_MORNING = 10 * 60
"""The minute to which a day without a time comes close."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a service, with one of the resources where he named one, when; without what he has `seen`.
    `moving`: the appointment whose time counts as free, since it is given up for this.
    """

    service: Service
    resource: str = ""
    when: When = ANY_TIME
    seen: tuple[Micros, ...] = ()
    moving: int | None = None


@dataclass(frozen=True)
class View:
    """The book of one flow as one customer may use it."""

    store: Store
    flow: Flow[Plan]
    number: str
    now: Micros

    @property
    def plan(self) -> Plan:
        return self.flow.part

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.flow.zone)

    @cached_property
    def mine(self) -> list[Appointment]:
        """What he has before him."""
        return rows.of_number(self.store, self.flow.id, self.number, self.now)

    @cached_property
    def offered(self) -> tuple[Waiting, Appointment] | None:
        """What he was offered from the waiting list and may still take."""
        return waiting.offer_to(self.store, self.flow.id, self.number, self.now)

    @cached_property
    def lapsed(self) -> tuple[Waiting, Appointment] | None:
        """What he was offered lately, and did not answer in time."""
        return waiting.lapsed_offer(self.store, self.flow.id, self.number, self.now - LATELY)

    @cached_property
    def waits(self) -> list[Waiting]:
        """What he waits for."""
        return waiting.of_number(self.store, self.flow.id, self.number, self.now)

    def free(self, wanted: Wanted, place: Place) -> bool:
        """Whether that place can be his: nobody else has it, and it has not passed."""
        if place.at <= self.now or not self.plan.serving(wanted.service, place.resource):
            return False
        held = rows.held_place(self.store, self.flow.id, self.number, place)
        if held is not None and held.held_until is not None and held.held_until > self.now:
            return True
        found = self._places(wanted, [local(place.at + days * DAY, self.zone).date() for days in (-1, 0)], self.now)
        return place in found

    def offers(self, wanted: Wanted) -> tuple[list[Place], bool]:
        """What to offer him, and whether it is what he asked for; else it is what comes closest."""
        when = wanted.when
        earliest = self.now + self.plan.notice
        found = self._places(wanted, self._days(ANY_TIME), earliest, who=not wanted.resource)
        seen = [each for each in found if each.at not in wanted.seen]
        fitting = [each for each in seen if self._fits(when, each)]
        if fitting:
            return self._picked(fitting, when), True
        return self._nearest([each for each in seen if self._day(each) not in when.not_on], wanted), False

    def open_then(self, wanted: Wanted) -> bool:
        """Whether the shop serves at all when he wants to come, on the days that can be booked; a day beyond them is
        none on which it is known to be closed.
        """
        when, days = wanted.when, self._days(wanted.when)
        if not days or (not when.days and not when.time_said):
            return True
        begins, ends = (when.begins, when.ends) if when.at is None else (when.at, when.at + 1)
        return any(opens(self.plan, wanted.service, day, begins, ends) for day in days)

    def on_day(self, wanted: Wanted, day: date, *, since: Micros = 0) -> list[Place]:
        """Every free place of a day, whatever he said about times."""
        return self._places(wanted, [day], max(since, self.now))

    def bookable(self, service: Service) -> list[Place]:
        """Every free place customers may book, by time."""
        return self._places(Wanted(service), self._days(ANY_TIME), self.now + self.plan.notice)

    def wished(self, wanted: Wanted, places: Sequence[Place], since: Micros) -> Place | None:
        """The first of these places, later than `since`, that is what somebody waits for."""
        later = (each for each in places if each.at > since and each.at not in wanted.seen)
        fitting = (each for each in later if wanted.resource in ("", each.resource))
        return next((each for each in fitting if self._fits(wanted.when, each)), None)

    def _day(self, place: Place) -> date:
        return local(place.at, self.zone).date()

    def _fits(self, when: When, place: Place) -> bool:
        return when.fits(self._day(place), minute_of(place.at, self.zone))

    def _days(self, when: When) -> list[date]:
        """The days that can be booked, among those he named."""
        today = local(self.now, self.zone).date()
        days = (today + timedelta(days=each) for each in range(self.plan.ahead + 1))
        return [day for day in days if not when.days or day in when.days]

    def _places(self, wanted: Wanted, days: Sequence[date], earliest: Micros, *, who: bool = False) -> list[Place]:
        """All free places of these days by time; with `who` only one of several at the same moment."""
        if not days:
            return []
        start = rows.day_bounds(min(days), self.zone)[0] - DAY
        end = rows.day_bounds(max(days), self.zone)[1] + DAY
        but = [] if wanted.moving is None else [wanted.moving]
        held = [each.id for each in rows.held_by(self.store, self.flow.id, self.number)]
        taken = rows.taken(self.store, self.flow.id, start, end, self.now, but=[*but, *held])
        plan, minutes = self.plan, wanted.service.minutes

        def of(resource: Resource, day: date) -> Iterable[Place]:
            found = free_on(plan, resource, minutes, day, self.zone, taken.get(resource.name, ()))
            return (Place(at, resource.name) for at in found if at >= earliest)

        serving = plan.serving(wanted.service, wanted.resource)
        if who:  # of several at the same moment the one with the least to do, else the first of the file
            serving.sort(key=lambda each: len(taken.get(each.name, ())))
        found = chain.from_iterable(of(resource, day) for day in days for resource in serving)
        return one_each(found) if who else sorted(found)

    def _picked(self, places: list[Place], when: When) -> list[Place]:
        """Of many that fit: the first ones for who is in haste, spread over the day he named, else a few apart."""
        most = self.plan.offers
        if when.soon or when.at is not None:
            return places[:most]
        if len(when.days) == 1:
            return apart(places, most)
        return _sparse(places, most)

    def _nearest(self, places: list[Place], wanted: Wanted) -> list[Place]:
        """What comes closest to the day he named, and there to the time; without a day the first ones."""
        when = wanted.when
        if not when.days:
            return places[: self.plan.offers]
        minute = when.at if when.at is not None else max(when.begins, _MORNING)
        wished = shown(when.days[0], minute, self.zone)
        return sorted(sorted(places, key=lambda each: abs(each.at - wished))[: self.plan.offers])


def _sparse(places: Sequence[Place], most: int) -> list[Place]:
    """The first of them, and then some that lie hours apart; as many as there are."""
    picked: list[Place] = []
    for place in places:
        if len(picked) < most and (not picked or place.at - picked[-1].at >= _GAP):
            picked.append(place)
    more = (place for place in places if place not in picked)
    return sorted([*picked, *(place for place, _ in zip(more, range(most - len(picked)), strict=False))])
