"""A book of appointments as a hairdresser's has it in the middle of a week: for the walks."""

from __future__ import annotations

from datetime import timedelta

from smsbox.clock import DAY, HOUR
from smsbox.dialogs.appointments import by_hand, rows, waiting
from smsbox.dialogs.appointments.calendar import local
from smsbox.dialogs.appointments.rows import State
from smsbox.dialogs.appointments.view import View, Wanted
from smsbox.dialogs.appointments.whens import When
from tests.web.desk import Desk


def furnish_appointments(desk: Desk) -> None:
    """Of the first book that is open: two weeks of it, in every state, and two who wait."""
    store, now = desk.store, desk.clock.at
    flow = by_hand.calendars(store, desk.site.config)[0]
    today = local(now, desk.site.zone).date()
    with store.write():
        for place in range(40):
            service = flow.part.services[place % len(flow.part.services)]
            view = View(store, flow, "", now - 3 * DAY)
            free = view.on_day(Wanted(service), today + timedelta(days=place % 12 - 2))
            if not free:
                continue
            number = f"+3805000010{place:02}"
            made = rows.insert(store, flow.id, number, service, free[-1 - place % 2], now, note="перший раз")
            if place % 3 == 0:
                rows.change(store, made, now, reminded_at=now, confirmed_at=now if place % 2 else None)
            if free[-1].at < now and place % 2:
                rows.change(store, made, now, state=State.MISSED)
        wish = When(days=(today + timedelta(days=1),), begins=17 * 60)
        for number in ("+380500001003", "+380500007777"):
            code = flow.part.services[0].code
            waiting.join(store, flow.id, number, code, "", wish, until=now + 2 * DAY + HOUR, now=now)
