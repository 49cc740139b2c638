"""Finding a place by hand: a day, its free beginnings, or a time of one's own; for somebody new or one who moves."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bottle import HTTPResponse

from smsbox import contacts
from smsbox.contacts.filters import Wanted as Customers
from smsbox.dialogs.appointments import by_hand, texts
from smsbox.dialogs.appointments.calendar import Place, Plan, Service, local, shown
from smsbox.dialogs.appointments.rows import Appointment
from smsbox.dialogs.appointments.view import View, Wanted
from smsbox.dialogs.flow import Flow
from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.web import presses
from smsbox.web.appointments.choosing import changed_meanwhile, chosen_day, chosen_flow, found_one
from smsbox.web.appointments.spoken import Spoken
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.paging import FIRST_LOOK, patience
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.WRITE)

_FIELDS = {"number": 40, "who": 20, "note": 200, "place": 60, "time": 5, "resource": 40, "service": 40, "day": 10}
_TIME = re.compile("([01]?[0-9]|2[0-3]):([0-5][0-9])")
_NO_PLACE = N_("Choose one of the free times, or write one: 14:30.")
_NO_NUMBER = N_("This is no telephone number, and no customer is called so.")
_WHO = N_("Choose the customer you mean.")
_MOST = 12


@routes.get("/appointments/new")
def new(visit: Visit) -> HTTPResponse:
    """Somebody called, or stands at the counter."""
    flow = chosen_flow(visit)
    form = blank(_FIELDS, number=visit.query("number"), service=visit.query("service"), place=visit.query("place"))
    return _page(visit, flow, form, chosen_day(visit), 200)


@routes.post("/appointments/new")
def book(visit: Visit) -> HTTPResponse:
    """Write him down."""
    flow, form, day = chosen_flow(visit), filled(visit, _FIELDS), chosen_day(visit)
    require(visit, form, "number")
    number = _number(visit, form)
    place = _place(visit, flow, form, day)
    if number is None or place is None or form.errors:
        return _page(visit, flow, form, day, 422)
    store, config, service = visit.site.store, visit.site.config, _service(flow, form)
    silent = not visit.chosen("tell")
    try:
        with store.write():
            before = presses.led(visit)
            if before is not None:
                return visit.go(before, notice="already")
            made, told = by_hand.book(
                *(store, config, flow, number, service.code, place),
                by=visit.actor.name,
                now=visit.now,
                note=form.values["note"].strip(),
                silent=silent,
            )
            visit.audit("appointment.booked", made)
            presses.leads(visit, f"/appointments/{made}")
    except SmsboxError as error:
        return _refused(visit, flow, form, day, error)
    visit.site.ring()
    return visit.go(f"/appointments/{made}", notice="appointment_booked" if told or silent else "appointment_untold")


@routes.get("/appointments/<appointment_id:id>/move")
def elsewhen(visit: Visit, appointment_id: int) -> HTTPResponse:
    """Where it could be put."""
    one, flow = found_one(visit, appointment_id)
    day = chosen_day(visit) if visit.query("day") else local(one.at, ZoneInfo(flow.zone)).date()
    form = blank(_FIELDS, number=one.number, service=one.service, resource=one.resource)
    return _page(visit, flow, form, day, 200, one)


@routes.post("/appointments/<appointment_id:id>/move")
def move(visit: Visit, appointment_id: int) -> HTTPResponse:
    """Put it there."""
    one, flow = found_one(visit, appointment_id)
    form, day = filled(visit, _FIELDS), chosen_day(visit)
    form.values |= {"number": one.number, "service": one.service}
    place = _place(visit, flow, form, day)
    if place is None or form.errors:
        return _page(visit, flow, form, day, 422, one)
    store, config = visit.site.store, visit.site.config
    try:
        with store.write():
            before = presses.led(visit)
            if before is not None:
                return visit.go(before, notice="already")
            if place == one.place:
                return visit.go(f"/appointments/{one.id}", notice="as_before")
            silent = not visit.chosen("tell")
            made, told = by_hand.move(
                store, config, flow, one.id, place, by=visit.actor.name, now=visit.now, silent=silent
            )
            visit.audit("appointment.moved", made, at=(visit.full_moment(one.at), visit.full_moment(place.at)))
            presses.leads(visit, f"/appointments/{made}")
    except by_hand.NotPossible:
        return changed_meanwhile(visit, one)
    except SmsboxError as error:
        return _refused(visit, flow, form, day, error, one)
    visit.site.ring()
    return visit.go(f"/appointments/{made}", notice="appointment_moved" if told or silent else "appointment_untold")


def _refused(
    visit: Visit, flow: Flow[Plan], form: Filled, day: date, error: SmsboxError, one: Appointment | None = None
) -> HTTPResponse:
    told = explain(visit.tr, error.key, error.facts)
    form.wrong("place", f"{told.cause} {told.step}")
    return _page(visit, flow, form, day, 422, one)


def _page(
    visit: Visit, flow: Flow[Plan], form: Filled, day: date, status: int, one: Appointment | None = None
) -> HTTPResponse:
    zone, service = ZoneInfo(flow.zone), _service(flow, form)
    view = View(visit.site.store, flow, form.values["number"], visit.now)
    free = view.on_day(Wanted(service, moving=one.id if one else None), day)
    choices: list[Any] = [(f"{each.at}.{each.resource}", texts.clock(each.at, zone), each.resource) for each in free]
    return visit.page(
        "appointments/choose.html",
        status,
        flow=flow,
        flows=by_hand.calendars(visit.site.store, visit.site.config),
        form=form,
        day=day,
        service=service,
        choices=choices,
        one=one,
        spoken=Spoken(visit),
        people=[] if one else _called(visit, form),
        once=presses.fresh(),
        tell=visit.request.method == "GET" or visit.chosen("tell"),
    )


def _service(flow: Flow[Plan], form: Filled) -> Service:
    codes = [each.code for each in flow.part.services]
    return flow.part.service(form.values["service"] if form.values["service"] in codes else codes[0])


def _number(visit: Visit, form: Filled) -> str | None:
    """The number that was written, or that of the customer who was chosen among those called so."""
    try:
        return parse(form.values["number"], visit.site.config.region.country)
    except BadNumber:
        people = _called(visit, form)
        if form.values["who"] in [number for number, _ in people]:
            return form.values["who"]
        if form.values["number"].strip():
            form.wrong("number", visit.tr.gettext(_WHO if people else _NO_NUMBER))
        return None


def _called(visit: Visit, form: Filled) -> list[tuple[str, str]]:
    """Numbers and names of customers who are called what stands in the place of the number."""
    text = form.values["number"].strip()
    if not any(each.isalpha() for each in text):
        return []
    look = patience(visit, FIRST_LOOK)
    found = contacts.page(
        visit.site.store, Customers(text=text), now=visit.now, zone=visit.zone, limit=_MOST, go_on=look
    )
    return [(number, each.name) for each in found.rows for number in each.numbers]


def _place(visit: Visit, flow: Flow[Plan], form: Filled, day: date) -> Place | None:
    """One of the free places, or a time of one's own."""
    own = _TIME.fullmatch(form.values["time"].strip())
    names = [each.name for each in flow.part.resources]
    if own is not None:
        who = form.values["resource"] if form.values["resource"] in names else names[0]
        return Place(shown(day, int(own[1]) * 60 + int(own[2]), ZoneInfo(flow.zone)), who)
    at, _, who = form.values["place"].partition(".")
    if at.isascii() and at.isdigit() and len(at) < 18 and who in names and not form.values["time"].strip():
        return Place(int(at), who)
    form.wrong("place", visit.tr.gettext(_NO_PLACE))
    return None
