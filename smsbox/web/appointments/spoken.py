"""Times of the book as the reader of the page says them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from smsbox.clock import Micros
from smsbox.dialogs.appointments.calendar import local
from smsbox.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Spoken:
    """For the templates of appointments."""

    visit: Visit

    def clock(self, at: Micros) -> str:
        """`15:30`."""
        return f"{local(at, self.visit.zone):%H:%M}"

    def day(self, at: Micros) -> date:
        """The day on the wall of the shop."""
        return local(at, self.visit.zone).date()

    def weekday(self, day: date) -> str:
        """`Saturday, 28 November`."""
        tr = self.visit.tr
        return f"{tr.locale.weekdays[day.weekday()]}, {tr.day(day, self.day(self.visit.now))}"

    def days(self, first: date, last: date) -> str:
        """`23–29 November`: a month that both have is said once."""
        tr, today = self.visit.tr, self.day(self.visit.now)
        alike = (first.year, first.month) == (last.year, last.month)
        return f"{first.day if alike else tr.day(first, today) + ' '}–{'' if alike else ' '}{tr.day(last, today)}"
