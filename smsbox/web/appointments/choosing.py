"""Which book, which day, which appointment an address or a form means."""

from __future__ import annotations

from datetime import date

from bottle import HTTPError, HTTPResponse

from smsbox.dialogs.appointments import by_hand, rows
from smsbox.dialogs.appointments.calendar import Plan, local
from smsbox.dialogs.appointments.rows import Appointment
from smsbox.dialogs.flow import Flow
from smsbox.web.visit import Visit


def chosen_flow(visit: Visit) -> Flow[Plan]:
    """The flow that the address or the form names, else the first; 404 where there is none."""
    flows = by_hand.calendars(visit.site.store, visit.site.config)
    wanted = visit.query("flow") or visit.field("flow")
    found = next((each for each in flows if str(each.id) == wanted), None) if wanted else next(iter(flows), None)
    if found is None:
        raise HTTPError(404)
    return found


def chosen_day(visit: Visit) -> date:
    """The day that the address or the form names, else today."""
    return read_day(visit.query("day") or visit.field("day")) or local(visit.now, visit.zone).date()


def read_day(text: str) -> date | None:
    """A day as browsers send it; None for none, and for years nobody plans."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 < found.year < 2200 else None


def found_one(visit: Visit, appointment_id: int) -> tuple[Appointment, Flow[Plan]]:
    """One appointment with its flow; 404 where there is none."""
    found = rows.get(visit.site.store, appointment_id)
    flows = by_hand.calendars(visit.site.store, visit.site.config)
    flow = next((each for each in flows if found is not None and each.id == found.flow_id), None)
    if found is None or flow is None:
        raise HTTPError(404)
    return found, flow


def changed_meanwhile(visit: Visit, one: Appointment) -> HTTPResponse:
    """To where it stands now: somebody at another page, or the customer by SMS, was first; nothing was done."""
    now = rows.stands_now(visit.site.store, rows.get(visit.site.store, one.id) or one)
    return visit.go(f"/appointments/{now.id}", notice="as_before" if now.id == one.id else "appointment_elsewhere")
