"""Appointments: who comes next, who waits for a place, days and weeks of the book; staff books, moves, calls off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bottle import HTTPResponse

from smsbox import contacts
from smsbox.clock import DAY, Micros
from smsbox.dialogs.appointments import by_hand, rows, waiting
from smsbox.dialogs.appointments.by_hand import NotPossible
from smsbox.dialogs.appointments.calendar import Plan, local
from smsbox.dialogs.appointments.rows import Appointment, State
from smsbox.dialogs.flow import Flow
from smsbox.people.rights import Right
from smsbox.web.appointments.choosing import changed_meanwhile, chosen_day, chosen_flow, found_one
from smsbox.web.appointments.days import QUARTER, Column, day_columns, monday_of, outside, scale, week_columns
from smsbox.web.appointments.spoken import Spoken
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

AHEAD = 14 * DAY
MOST = 100


@routes.get("/appointments")
def index(visit: Visit) -> HTTPResponse:
    """Who comes within two weeks, and who waits."""
    store, now = visit.site.store, visit.now
    flows = by_hand.calendars(store, visit.site.config)
    found = rows.between(store, now, now + AHEAD, now, limit=MOST + 1)
    line = waiting.everybody(store, now, MOST)
    known = {flow.id: flow for flow in flows}
    return visit.page(
        "appointments/list.html",
        flow=flows[0] if flows else None,
        days=_by_day(visit, [each for each in found[:MOST] if each.flow_id in known]),
        more=len(found) > MOST,
        waiting=[each for each in line if each.flow_id in known],
        flows=known,
        names=contacts.names(store, [*(each.number for each in found), *(each.number for each in line)]),
        spoken=Spoken(visit),
        today=local(now, visit.zone).date(),
    )


@routes.get("/appointments/day")
def day(visit: Visit) -> HTTPResponse:
    """One day, a column for each of those who serve."""
    flow, shown = chosen_flow(visit), chosen_day(visit)
    columns = day_columns(visit.site.store, flow, shown, visit.now)
    return _book(visit, flow, shown, columns, step=1)


@routes.get("/appointments/week")
def week(visit: Visit) -> HTTPResponse:
    """Seven days from Monday on."""
    flow, monday = chosen_flow(visit), monday_of(chosen_day(visit))
    return _book(visit, flow, monday, week_columns(visit.site.store, flow, monday, visit.now), step=7)


@routes.get("/appointments/<appointment_id:id>")
def one(visit: Visit, appointment_id: int) -> HTTPResponse:
    """One appointment, and what can be done with it."""
    found, flow = found_one(visit, appointment_id)
    return visit.page(
        "appointments/one.html",
        one=found,
        flow=flow,
        who=contacts.names(visit.site.store, [found.number]).get(found.number),
        before=rows.get(visit.site.store, found.moved_from) if found.moved_from else None,
        spoken=Spoken(visit),
        over=found.at <= visit.now,
        alive=found.state is State.KEPT,
        closed=outside(flow, found),
        to=rows.stands_now(visit.site.store, found) if found.state is State.MOVED else None,
    )


@routes.post("/appointments/<appointment_id:id>/cancel", needs=Right.WRITE)
def cancel(visit: Visit, appointment_id: int) -> HTTPResponse:
    """It does not take place."""
    found, flow = found_one(visit, appointment_id)
    silent = not visit.chosen("tell")
    return _done(
        visit,
        found,
        "appointment.called_off",
        lambda: (
            by_hand.call_off(*(visit.site.store, visit.site.config, flow, found.id), now=visit.now, silent=silent)
            or silent
        ),
    )


@routes.post("/appointments/<appointment_id:id>/missed", needs=Right.WRITE)
def missed(visit: Visit, appointment_id: int) -> HTTPResponse:
    """He did not come, or did after all."""
    found, flow = found_one(visit, appointment_id)
    came = visit.chosen("came")
    what = "appointment.came" if came else "appointment.missed"

    def note() -> bool:
        by_hand.missed(visit.site.store, flow, found.id, now=visit.now, came=came)
        return True

    return _done(visit, found, what, note)


@routes.post("/appointments/waiting/<waiting_id:id>/end", needs=Right.WRITE)
def wait_no_more(visit: Visit, waiting_id: int) -> HTTPResponse:
    """Somebody is taken from the waiting list."""
    with visit.site.store.write():
        done = by_hand.wait_no_more(visit.site.store, waiting_id, by=visit.actor.name, now=visit.now)
        if done:
            visit.audit("appointment.waits_no_more", waiting_id)
    return visit.go("/appointments", notice="settled" if done else "settled_before")


def _done(visit: Visit, found: Appointment, what: str, act: Callable[[], bool]) -> HTTPResponse:
    """What `act` has done is said; False: the customer was to be told, and cannot be."""
    path = f"/appointments/{found.id}"
    try:
        with visit.site.store.write():
            settled = act()
            visit.audit(what, found.id)
    except NotPossible:
        return changed_meanwhile(visit, found)
    except rows.NotFree:
        return visit.go(path, notice="appointment_taken")
    visit.site.ring()
    return visit.go(path, notice=what.replace(".", "_") if settled else "appointment_untold")


def _book(visit: Visit, flow: Flow[Plan], shown: date, columns: list[Column], step: int) -> HTTPResponse:
    numbers = [block.appointment.number for column in columns for block in column.blocks if block.appointment]
    today = local(visit.now, ZoneInfo(flow.zone)).date()
    return visit.page(
        "appointments/book.html",
        flow=flow,
        flows=by_hand.calendars(visit.site.store, visit.site.config),
        day=shown,
        columns=columns,
        quarter=QUARTER,
        scale=None if step > 1 else scale(columns),
        weekly=step > 1,
        before=shown - timedelta(days=step),
        after=shown + timedelta(days=step),
        today=today,
        spoken=Spoken(visit),
        names=contacts.names(visit.site.store, numbers),
        now=visit.now,
    )


def _by_day(visit: Visit, found: list[Appointment]) -> list[tuple[Micros, list[Appointment]]]:
    """By the day of the shop, with the first moment of each."""
    days: dict[date, list[Appointment]] = {}
    for each in found:
        days.setdefault(local(each.at, visit.zone).date(), []).append(each)
    return [(some[0].at, some) for some in days.values()]
