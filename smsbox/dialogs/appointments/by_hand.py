"""What staff does with appointments on the page or by a command: book, move, call off, note who did not come.

The customer is told by SMS in the flow's own words, at a decent hour; not about what has passed. Each says whether he
is told, so that people ring up whom no SMS reaches in time. Each is one transaction that holds the flow's row. Staff
may book outside opening hours, but never what somebody has already.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.desk import tasks
from smsbox.dialogs.appointments import rows, texts, waiting
from smsbox.dialogs.appointments.books import TASK, hand_on, keep, tell
from smsbox.dialogs.appointments.calendar import Place, Plan, Service, local
from smsbox.dialogs.appointments.deeds import Keep
from smsbox.dialogs.appointments.rows import Appointment, State
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.errors import SmsboxError
from smsbox.store import Store


class NotPossible(SmsboxError):
    """It is not what it was: called off, moved, or over. Facts: `id`."""

    key = "appointment.not_possible"


class NoSuchPlace(SmsboxError):
    """The scenario knows no such service, or nobody of that name. Facts: `name`, `known`."""

    key = "appointment.no_such_place"
    exit_code = 65


class DayOver(SmsboxError):
    """Nobody can come on a day that has passed: the day is a slip of the pen. Facts: `day`."""

    key = "appointment.day_over"
    exit_code = 65


def calendars(store: Store, config: Config) -> list[Flow[Plan]]:
    """The flows of appointments that are, or were, open; those first that are. One that cannot be read is left out."""
    found = []
    for kept in flows.listed(store, kind=TASK):
        if kept.state is not FlowState.DRAFT:
            try:
                found.append(flows.as_flow(kept, config))
            except FlowErrors:
                continue
    return found


def book(
    store: Store,
    config: Config,
    flow: Flow[Plan],
    number: str,
    service: str,
    place: Place,
    *,
    by: str,
    now: Micros,
    note: str = "",
    silent: bool = False,
) -> tuple[int, bool]:
    """Write E.164 `number` down; its id, and whether he is told. Raises NotFree, NoSuchPlace, DayOver."""
    with store.write():
        flows.hold(store, flow.id)
        deed = Keep(_known(flow, service, place, now), place, None)
        row_id = keep(store, flow, number, deed, now, by=by, note=note)
        told = _tell(store, config, flow, row_id, "kept", now, silent=silent)
        hand_on(store, config, flow, now)
    return row_id, told


def move(
    store: Store,
    config: Config,
    flow: Flow[Plan],
    appointment_id: int,
    place: Place,
    *,
    by: str,
    now: Micros,
    silent: bool = False,
) -> tuple[int, bool]:
    """Put it to another place; the id it has there, and whether he is told. Raises NotFree, NotPossible,
    NoSuchPlace, DayOver.
    """
    with store.write():
        flows.hold(store, flow.id)
        one = _kept(store, flow, appointment_id)
        _known(flow, one.service, place, now)
        if one.place == place:
            return one.id, False
        service = flow.part.service(one.service)
        row_id = keep(store, flow, one.number, Keep(service, place, one.id), now, by=by, note=one.note)
        told = _tell(store, config, flow, row_id, "moved", now, silent=silent)
        hand_on(store, config, flow, now)
    return row_id, told


def call_off(
    store: Store, config: Config, flow: Flow[Plan], appointment_id: int, *, now: Micros, silent: bool = False
) -> bool:
    """It does not take place; who waits is offered the time. Whether the customer is told. Raises NotPossible."""
    with store.write():
        flows.hold(store, flow.id)
        one = _kept(store, flow, appointment_id)
        rows.end(store, one.id, State.CANCELLED, now)
        told = _tell(store, config, flow, one.id, "called_off", now, silent=silent)
        hand_on(store, config, flow, now)
    return told


def missed(store: Store, flow: Flow[Plan], appointment_id: int, *, now: Micros, came: bool = False) -> None:
    """He did not come, or (`came`) he did after all. Raises NotPossible, NotFree where
    somebody else has been given his time meanwhile.
    """
    with store.write():
        flows.hold(store, flow.id)
        one = rows.get(store, appointment_id)
        wanted = State.MISSED if came else State.KEPT
        if one is None or one.flow_id != flow.id or one.state is not wanted or one.at > now:
            raise NotPossible(id=appointment_id)
        if came and rows.taken(store, flow.id, one.at, one.until, now).get(one.resource):
            raise rows.NotFree(resource=one.resource)
        rows.change(store, one.id, now, state=State.KEPT if came else State.MISSED, remind_at=None)


def wait_no_more(store: Store, waiting_id: int, *, by: str, now: Micros) -> bool:
    """Take somebody from the waiting list; False where he waits no more."""
    found = waiting.get(store, waiting_id)
    if found is None:
        return False
    with store.write():
        flows.hold(store, found.flow_id)
        held = rows.get(store, found.appointment_id) if found.appointment_id is not None else None
        if held is not None and held.state is State.HELD:
            rows.change(store, held.id, now, held_until=now)  # the next tick gives it to the next in the line
        waiting.end(store, waiting_id, now)
        tasks.settle_for(store, TASK, waiting_id, now, by, dropped=True)
    return True


def _known(flow: Flow[Plan], code: str, place: Place, now: Micros) -> Service:
    """The service, where the flow has it and somebody of that name does it, today or later: who stands at the counter
    is written down with the hour at which he came.
    """
    day, today = (local(at, ZoneInfo(flow.zone)).date() for at in (place.at, now))
    if day < today:
        raise DayOver(day=day)
    known = [each.code for each in flow.part.services]
    if code not in known:
        raise NoSuchPlace(name=code, known=", ".join(known))
    service = flow.part.service(code)
    if not flow.part.serving(service, place.resource) or place.resource not in service.resources:
        raise NoSuchPlace(name=place.resource, known=", ".join(service.resources))
    return service


def _kept(store: Store, flow: Flow[Plan], appointment_id: int) -> Appointment:
    one = rows.get(store, appointment_id)
    if one is None or one.flow_id != flow.id or one.state is not State.KEPT:
        raise NotPossible(id=appointment_id)
    return one


def _tell(store: Store, config: Config, flow: Flow[Plan], row_id: int, key: str, now: Micros, *, silent: bool) -> bool:
    one = rows.get(store, row_id)
    if silent or one is None or one.at <= now:
        return False
    when = texts.spoken(one.place, flow.language, ZoneInfo(flow.zone), named=flow.part.named)
    title = flow.part.service(one.service).title
    say = flow.say(key, service=title, when=when, word=flow.words[0])
    return tell(store, config, flow, one.number, say, now, before=one.at) is not None
