"""`smsbox appointment`: who comes when, what is free, who waits; booked, moved, called off by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import note, print_json
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.clock import DAY, BadMoment, Micros, parse_moment
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.dialogs.appointments.calendar import Place, Plan
    from smsbox.dialogs.appointments.rows import Appointment
    from smsbox.dialogs.flow import Flow
    from smsbox.store import Store

_flow = click.option("--scenario", help="Its name or number. Left out: the one that is open.")
_silent = click.option("--silent", is_flag=True, help="The customer is not told by SMS.")
_who = click.option("--with", "resource", default="", help="Who serves. Left out: the first of the scenario.")
_id = click.argument("appointment_id", type=int, metavar="ID")
_at = click.argument("at", metavar="WHEN")


class NoAppointment(SmsboxError):
    """There is no such appointment, or no scenario of appointments. Facts: `name`."""

    key = "cli.no_appointment"
    exit_code = NOTHING_THERE


@click.group()
def appointment() -> None:
    """Appointments: list, free, waiting, book, move, cancel, missed."""


@appointment.command("list")
@config_option
@click.option("--days", type=click.IntRange(1, 400), default=14, help="From now on so many days.", show_default=True)
@limit_option
@json_option
def list_appointments(config_path: Path, days: int, limit: int | None, as_json: bool) -> None:
    """List who comes, the next one first."""
    from smsbox.dialogs.appointments import rows

    with opened(config_path) as (config, store):
        found = rows.between(store, now(), now() + days * DAY, now(), limit=shown_limit(limit, as_json) or 1_000_000)
    at = moment(config)
    if as_json:
        for each in found:
            print_json(_json(each, at))
        return
    columns = ("id", N_("at"), N_("number"), N_("service"), N_("with whom"), N_("state"))
    cells = (
        (str(each.id), _short(at, each.at), each.number, each.service, each.resource, each.state.label)
        for each in found
    )
    print_table(N_("Appointments"), columns, cells)


@appointment.command()
@config_option
@_flow
@click.option("--service", help="Its code. Left out: the first of the scenario.")
@click.argument("day", metavar="DAY")
@json_option
def free(config_path: Path, scenario: str | None, service: str | None, day: str, as_json: bool) -> None:
    """List the free times of DAY (2026-11-25)."""
    from smsbox.dialogs.appointments.view import View, Wanted

    with opened(config_path, create=True) as (config, store):
        flow = _one_flow(store, config, scenario)
        wanted = Wanted(flow.part.service(service or flow.part.services[0].code))
        places = View(store, flow, "", now()).on_day(wanted, _day(day))
    at = moment(config)
    if as_json:
        for place in places:
            print_json({"at": at(place.at), "with": place.resource})
        return
    print_table(N_("Free"), (N_("at"), N_("with whom")), ((_short(at, each.at), each.resource) for each in places))


@appointment.command("waiting")
@config_option
@json_option
def list_waiting(config_path: Path, as_json: bool) -> None:
    """List who waits for a free time, the first first."""
    from smsbox.dialogs.appointments import waiting

    with opened(config_path) as (config, store):
        found = waiting.everybody(store, now(), 1_000_000)
    at = moment(config)
    if as_json:
        for each in found:
            days = [day.isoformat() for day in each.when.days]
            row = {"id": each.id, "number": each.number, "service": each.service, "days": days}
            print_json(row | {"since": at(each.at), "told_at": at(each.told_at)})
        return
    cells = (
        (str(each.id), each.number, each.service, _short(at, each.at), ", ".join(map(str, each.when.days)))
        for each in found
    )
    print_table(N_("Waiting list"), ("id", N_("number"), N_("service"), N_("since"), N_("days")), cells)


@appointment.command()
@config_option
@_flow
@click.option("--service", help="Its code. Left out: the first of the scenario.")
@_who
@click.option("--note", "text", default="", help="For the shop alone.")
@_silent
@click.argument("number")
@_at
def book(
    config_path: Path,
    scenario: str | None,
    service: str | None,
    resource: str,
    text: str,
    silent: bool,
    number: str,
    at: str,
) -> None:
    """Book WHEN (2026-11-25T14:30) for NUMBER; the customer is told by SMS."""
    from smsbox.dialogs.appointments import by_hand
    from smsbox.sms.msisdn import parse

    with opened(config_path, create=True) as (config, store):
        flow = _one_flow(store, config, scenario)
        code = service or flow.part.services[0].code
        to, place = parse(number, config.region.country), _place(flow, config, at, resource)
        with store.write():
            facts: dict[str, Any] = {"by": account(), "now": now(), "note": text, "silent": silent}
            made, told = by_hand.book(store, config, flow, to, code, place, **facts)
            noted(store, "appointment.booked", made)
    note(N_("smsbox: appointment {id} is booked"), id=made)
    _untold(told or silent)


@appointment.command()
@config_option
@_who
@_silent
@_id
@_at
def move(config_path: Path, resource: str, silent: bool, appointment_id: int, at: str) -> None:
    """Move appointment ID to WHEN (2026-11-25T14:30); the customer is told by SMS."""
    from smsbox.dialogs.appointments import by_hand

    with opened(config_path, create=True) as (config, store):
        one, flow = _one(store, config, appointment_id)
        place = _place(flow, config, at, resource or one.resource)
        with store.write():
            made, told = by_hand.move(store, config, flow, one.id, place, by=account(), now=now(), silent=silent)
            noted(store, "appointment.moved", made, at=(moment(config)(one.at), moment(config)(place.at)))
    note(N_("smsbox: appointment {id} is booked"), id=made)
    _untold(told or silent)


@appointment.command()
@config_option
@_silent
@_id
def cancel(config_path: Path, silent: bool, appointment_id: int) -> None:
    """Call appointment ID off; the customer is told by SMS, and who waits is offered the time."""
    from smsbox.dialogs.appointments import by_hand

    def done(store: Store, config: Config, flow: Flow[Plan]) -> None:
        _untold(by_hand.call_off(store, config, flow, appointment_id, now=now(), silent=silent) or silent)
        noted(store, "appointment.called_off", appointment_id)

    _with_one(config_path, appointment_id, done)


@appointment.command()
@config_option
@click.option("--came", is_flag=True, help="The other way round: came after all.")
@_id
def missed(config_path: Path, came: bool, appointment_id: int) -> None:
    """Note that the customer of appointment ID did not come."""
    from smsbox.dialogs.appointments import by_hand

    def done(store: Store, config: Config, flow: Flow[Plan]) -> None:
        by_hand.missed(store, flow, appointment_id, now=now(), came=came)
        noted(store, "appointment.came" if came else "appointment.missed", appointment_id)

    _with_one(config_path, appointment_id, done)


def _untold(settled: bool) -> None:
    if not settled:
        note(N_("smsbox: no SMS can reach the customer in time: better ring"))


def _with_one(config_path: Path, appointment_id: int, do: Callable[[Store, Config, Flow[Plan]], None]) -> None:
    with opened(config_path, create=True) as (config, store):
        _, flow = _one(store, config, appointment_id)
        with store.write():
            do(store, config, flow)


def _one(store: Store, config: Config, appointment_id: int) -> tuple[Appointment, Flow[Plan]]:
    from smsbox.dialogs.appointments import by_hand, rows

    found = rows.get(store, appointment_id)
    flows = {each.id: each for each in by_hand.calendars(store, config)}
    if found is None or found.flow_id not in flows:
        raise NoAppointment(name=appointment_id)
    return found, flows[found.flow_id]


def _one_flow(store: Store, config: Config, name: str | None) -> Flow[Plan]:
    from smsbox.dialogs.appointments import by_hand

    flows = by_hand.calendars(store, config)
    found = next((each for each in flows if name is None or name in (each.name, str(each.id))), None)
    if found is None:
        raise NoAppointment(name=name or "")
    return found


def _place(flow: Flow[Plan], config: Config, at: str, resource: str) -> Place:
    from smsbox.dialogs.appointments.calendar import Place

    return Place(parse_moment(at, now(), ZoneInfo(flow.zone)), resource or flow.part.resources[0].name)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadMoment(text=text) from error


def _json(one: Appointment, at: Callable[[Micros | None], str | None]) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "service": one.service,
        "with": one.resource,
        "at": at(one.at),
        "until": at(one.until),
        "state": one.state.label,
        "reminded_at": at(one.reminded_at),
        "confirmed_at": at(one.confirmed_at),
        "booked_at": at(one.made_at),
        "by": one.by_whom or None,
        "note": one.note,
    }


def _short(at: Callable[[Micros | None], str | None], moment_: Micros) -> str:
    return (at(moment_) or "")[:16].replace("T", " ")
