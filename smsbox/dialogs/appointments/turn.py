"""One turn of a talk about an appointment: what it may look at, how it says something, what he wants so far; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from smsbox.clock import HOUR, Micros
from smsbox.dialogs.appointments import heeding, texts
from smsbox.dialogs.appointments.calendar import Place, Plan, local
from smsbox.dialogs.appointments.rows import Appointment
from smsbox.dialogs.appointments.standing import Stand
from smsbox.dialogs.appointments.view import View, Wanted
from smsbox.dialogs.appointments.whens import When, read
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.moves import Effect, ForPeople, Heard, Move

_LATE: Micros = 12 * HOUR


@dataclass(frozen=True, slots=True)
class Talk:
    """One turn of the talk: the flow, what may be looked at, what was heard, where it stands."""

    flow: Flow[Plan]
    view: View
    heard: Heard
    stand: Stand = field(default_factory=Stand)

    def say(self, key: str, *effects: Effect, step: str = "", outcome: str | None = None, **facts: object) -> Move:
        """A move with one text; it goes on at `step`, or ends with `outcome`."""
        says = (self.flow.say(key, word=self.flow.words[0], **facts),)
        return Move(says, effects, step or key, self.stand.plain(step) if step else {}, outcome)

    def of(self, appointment: Appointment) -> dict[str, str]:
        """The facts of an appointment."""
        title = self.view.plan.service(appointment.service).title
        return {"service": title, "when": self.spoken(appointment.place)}

    def spoken(self, place: Place) -> str:
        """A place in words."""
        return texts.spoken(place, self.flow.language, self.view.zone, named=self.view.plan.named)

    @property
    def listed(self) -> str:
        """What is offered, numbered."""
        places = self.stand.offered
        return texts.listed(places, self.flow.language, self.view.zone)

    @property
    def wanted(self) -> Wanted:
        """What he looks for, as far as it is known."""
        stand = self.stand
        service = self.view.plan.service(stand.service)
        return Wanted(service, stand.resource, stand.when, stand.seen, stand.moving)

    def at(self, **values: Any) -> Self:
        """The same with another stand."""
        return replace(self, stand=replace(self.stand, **values))

    def read(self) -> When:
        """What he says about when."""
        return read(self.heard.rest, local(self.heard.at, self.view.zone))

    def titles(self, codes: Iterable[str]) -> str:
        """Services as he reads them."""
        return ", ".join(self.view.plan.service(each).title for each in codes)

    def named(self, mine: list[Appointment]) -> Appointment | None:
        """The one of his appointments whose service he names, or the only one."""
        plan = self.view.plan
        codes = [each.code for each in heeding.services(plan, self.heard.rest, numbers=False)]
        found = [each for each in mine if each.service in codes] if len(plan.services) > 1 else []
        return found[0] if len(found) == 1 else None

    def late(self, left: Appointment) -> tuple[Effect, ...]:
        """People learn of what is called off so late that nobody may look into the book before it."""
        return (ForPeople(),) if left.at - self.heard.now < _LATE else ()
