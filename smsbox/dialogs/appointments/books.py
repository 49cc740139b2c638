"""The books of appointments: what a move does to the tables, and what time alone brings – holds end, people are told.

All of it inside a transaction that holds the flow's row: of two who want the same place one comes first.
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from smsbox.clock import DAY, HOUR, MINUTE, SECOND, Micros
from smsbox.config import Config
from smsbox.desk import tasks
from smsbox.desk.happening import Happening
from smsbox.dialogs import later, saying
from smsbox.dialogs.appointments import rows, texts, waiting
from smsbox.dialogs.appointments.calendar import Place, Plan, local, shown
from smsbox.dialogs.appointments.deeds import Answer, CallOff, Confirm, Hold, Keep, Release, Wait, WaitNoMore
from smsbox.dialogs.appointments.rows import Appointment, State
from smsbox.dialogs.appointments.view import LATELY, View, Wanted
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows import reading
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.moves import Effect, Heard, Say
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase
from smsbox.pacing.zones import zone_of
from smsbox.store import Store

TASK = "appointment"
"""The kind of the tasks that appointments leave to people."""
LAST_MOMENT: Micros = HOUR
"""Nobody is reminded of, or offered, what begins so soon."""
_MAY_ASK = (
    "SELECT flow_id FROM appointments WHERE number = ? AND at > ? "
    "UNION SELECT flow_id FROM waiting WHERE number = ? AND (ended_at IS NULL OR ended_at > ?)"
)


class AppointmentBooks:
    """See `kinds.Books`."""

    def view(self, store: Store, flow: Flow[Plan], number: str, now: Micros) -> View:
        """What the pure half may look at."""
        return View(store, flow, number, now)

    def apply(
        self, store: Store, config: Config, flow: Flow[Plan], dialog_id: int | None, effect: Effect, heard: Heard
    ) -> None:
        """Carry out one deed."""
        number, now = heard.number, heard.now
        if isinstance(effect, Hold):
            _release(store, flow, number, now)
            _hold(store, flow, number, effect, dialog_id, now)
        elif isinstance(effect, Keep):
            keep(store, flow, number, effect, now)
        elif isinstance(effect, CallOff):
            rows.end(store, effect.appointment_id, State.CANCELLED, now)
        elif isinstance(effect, Confirm):
            rows.change(store, effect.appointment_id, now, confirmed_at=now)
        elif isinstance(effect, Answer):
            _answered(store, flow, effect, now)
        elif isinstance(effect, Wait):
            _joins(store, flow, number, effect, now)
        elif isinstance(effect, WaitNoMore):
            for each in waiting.of_number(store, flow.id, number, now):
                waiting.end(store, each.id, now)
                tasks.settle_for(store, TASK, each.id, now, number, dropped=True)
        elif isinstance(effect, Release):
            _release(store, flow, number, now)
        if not isinstance(effect, (Hold, Confirm, Wait)):
            hand_on(store, config, flow, now)

    def flows_of(self, store: Store, number: str, now: Micros) -> list[int]:
        """Where he may come, wait, or have been offered something lately."""
        return [row[0] for row in store.run(_MAY_ASK, number, now, number, now - LATELY).fetchall()]

    def knows(self, store: Store, flow: Flow[Plan], number: str, now: Micros) -> bool:
        """Whether he comes, waits, or was offered something lately."""
        view = View(store, flow, number, now)
        return bool(view.mine or view.waits or view.lapsed)

    def due(self, store: Store, now: Micros) -> bool:
        """Whether a hold has run out, or somebody is to be reminded."""
        return rows.due(store, now)

    def tick(self, store: Store, config: Config, flow: Flow[Plan], now: Micros) -> None:
        """Free what was held too long, offer it to who waits, remind who comes, let go who has waited in vain."""
        over = rows.overdue(store, flow.id, now)
        for each in over:
            lapse(store, each, now)
        if over:
            hand_on(store, config, flow, now)
        for one in waiting.in_vain(store, flow.id, now):
            waiting.end(store, one.id, now)
            tasks.settle_for(store, TASK, one.id, now, "", dropped=True)
        for each in rows.to_remind(store, flow.id, now):
            _remind(store, config, flow, each, now)

    def happenings(self, store: Store, number: str, limit: int) -> list[Happening]:
        """What he came for, and what became of it."""
        found = rows.everything_of(store, number, limit)
        zone = zone_of(number) or ZoneInfo("UTC")
        plans = {flow_id: _read(store, flow_id, str(zone)) for flow_id in {each.flow_id for each in found}}
        return [_happening(each, plans[each.flow_id], zone) for each in found]


# ── what happens to places


def keep(store: Store, flow: Flow[Plan], number: str, deed: Keep, now: Micros, *, by: str = "", note: str = "") -> int:
    """He comes then: its id. What it takes the place of is free; who waited for this service waits no more. Raises
    NotFree.
    """
    place, moving = deed.place, deed.moving
    _lapse_there(store, flow, place, deed.service.minutes, now)
    row_id = rows.insert(store, flow.id, number, deed.service, place, now, moved_from=moving, note=note, by=by)
    rows.change(store, row_id, now, remind_at=remind_at(flow, place.at, now), moved_from=moving)
    if moving is not None:
        rows.end(store, moving, State.MOVED, now)
    for each in waiting.of_number(store, flow.id, number, now):
        if each.service == deed.service.code:
            _give_back(store, each.appointment_id, row_id, now)
            waiting.end(store, each.id, now)
            tasks.settle_for(store, TASK, each.id, now, by or number)
    return row_id


def _give_back(store: Store, offered: int | None, kept: int, now: Micros) -> None:
    """He has found another place than the one held for him: nobody need wait until that offer is over."""
    held = rows.get(store, offered) if offered not in (None, kept) else None
    if held is not None and held.state is State.HELD:
        rows.end(store, held.id, State.CANCELLED, now)


def _hold(store: Store, flow: Flow[Plan], number: str, deed: Hold, dialog_id: int | None, now: Micros) -> None:
    _lapse_there(store, flow, deed.place, deed.service.minutes, now)
    moving = deed.moving
    held = (store, flow.id, number, deed.service, deed.place, now)
    rows.insert(*held, held_until=deed.until, moved_from=moving, dialog_id=dialog_id)


def remind_at(flow: Flow[Plan], at: Micros, now: Micros) -> Micros | None:
    """When he is to be reminded: the day before; None when that is over already, or the shop wants no reminders."""
    minute, zone = flow.part.remind, ZoneInfo(flow.zone)
    if minute is None:
        return None
    moment = shown(local(at, zone).date() - timedelta(days=1), minute, zone)
    return moment if moment > now else None


def lapse(store: Store, held: Appointment, now: Micros) -> None:
    """Nobody has answered: the place is free, and whoever was offered it from the waiting list has had his turn."""
    rows.end(store, held.id, State.LAPSED, now)
    waiting.offer_over(store, held.id, held.flow_id, now)


def hand_on(store: Store, config: Config, flow: Flow[Plan], now: Micros) -> None:
    """Offer what is free to those who wait for it, the first in the line first; to each something else. A flow that is
    closed offers nothing any more.
    """
    if flow.state is not FlowState.OPEN:
        return
    view = View(store, flow, "", now)
    free: dict[str, list[Place]] = {}
    for each in waiting.line(store, flow.id, now):
        service = flow.part.service(each.service)
        if each.service not in free:
            free[each.service] = view.bookable(service)
        told_at = later.moment(config, store, each.number, now)
        wanted = Wanted(service, each.resource, each.when, each.seen)
        place = view.wished(wanted, free[each.service], told_at + LAST_MOMENT)
        if place is not None and _offer(store, config, flow, each, place, now):
            free.clear()


def _offer(store: Store, config: Config, flow: Flow[Plan], each: waiting.Waiting, place: Place, now: Micros) -> bool:
    """Hold it for him and tell him, at a decent hour; whoever cannot be told waits no more. Whether it is held now."""
    leaves, zone = later.moment(config, store, each.number, now), ZoneInfo(flow.zone)
    until = min(leaves + flow.part.turn, place.at - MINUTE)
    service = flow.part.service(each.service)
    when = texts.spoken(place, flow.language, zone, named=flow.part.named)
    say = flow.say("freed", service=service.title, when=when, till=texts.clock(until, zone), word=flow.words[0])
    if tell(store, config, flow, each.number, say, now, before=until) is None:
        waiting.end(store, each.id, now)
        return False
    _lapse_there(store, flow, place, service.minutes, now)
    row_id = rows.insert(store, flow.id, each.number, service, place, now, held_until=until)
    waiting.told(store, each.id, row_id, now)
    return True


def tell(
    store: Store, config: Config, flow: Flow[Plan], number: str, say: Say, now: Micros, *, before: Micros | None = None
) -> int | None:
    """Say something nobody asked for just now, at a decent hour; its message, None where nobody may be told."""
    text = saying.said(store, config, number, say, language=flow.language)
    return later.tell(store, config, number, text, now=now, before=before)


def _remind(store: Store, config: Config, flow: Flow[Plan], each: Appointment, now: Micros) -> None:
    """Remind him, when it is a decent hour; not when it is too late for that."""
    moment = later.moment(config, store, each.number, now)
    if moment >= each.at - LAST_MOMENT:
        rows.change(store, each.id, now, remind_at=None)
        return
    if moment > now:  # asked again then: meanwhile he may have moved it
        rows.change(store, each.id, now, remind_at=moment)
        return
    when = texts.spoken(each.place, flow.language, ZoneInfo(flow.zone), named=flow.part.named)
    say = flow.say("remind", service=flow.part.service(each.service).title, when=when, word=flow.words[0])
    told = tell(store, config, flow, each.number, say, now, before=each.at - LAST_MOMENT)
    rows.change(store, each.id, now, remind_at=None, reminded_at=now if told is not None else None)


def _release(store: Store, flow: Flow[Plan], number: str, now: Micros) -> None:
    """What he has held, but for what he was offered from the waiting list."""
    offers = {each.appointment_id for each in waiting.of_number(store, flow.id, number, now)}
    for each in rows.held_by(store, flow.id, number):
        if each.id not in offers:
            rows.end(store, each.id, State.LAPSED, now)


def _lapse_there(store: Store, flow: Flow[Plan], place: Place, minutes: int, now: Micros) -> None:
    """Holds of others that have run out give way."""
    for each in rows.overdue(store, flow.id, now):
        if each.resource == place.resource and each.at < place.at + minutes * MINUTE and each.until > place.at:
            lapse(store, each, now)


def _answered(store: Store, flow: Flow[Plan], deed: Answer, now: Micros) -> None:
    held = rows.get(store, deed.appointment_id)
    if deed.taken and held is not None:
        keep(store, flow, held.number, Keep(flow.part.service(held.service), held.place, None), now)
    elif held is not None:
        rows.end(store, held.id, State.CANCELLED, now)
    waiting.end(store, deed.waiting_id, now)
    tasks.settle_for(store, TASK, deed.waiting_id, now, held.number if held else "")


def _joins(store: Store, flow: Flow[Plan], number: str, deed: Wait, now: Micros) -> None:
    """He waits as long as a day he named is before him, else as long as the shop books ahead; people see him as a task,
    since they may find him a place that no calendar has.
    """
    zone = ZoneInfo(flow.zone)
    last = max(deed.when.days) if deed.when.days else local(now + flow.part.ahead * DAY, zone).date()
    until = shown(last + timedelta(days=1), 0, zone)
    row_id = waiting.join(
        *(store, flow.id, number, deed.service.code, deed.resource, deed.when), until=until, now=now, seen=deed.seen
    )
    tasks.add(store, TASK, number, _task_title(flow, deed), ref_id=row_id, due_at=until - SECOND, now=now)


def _task_title(flow: Flow[Plan], deed: Wait) -> str:
    days = ", ".join(f"{day:%d.%m}" for day in deed.when.days)
    return " · ".join(filter(None, (flow.title, deed.service.title, deed.resource, days)))


def _read(store: Store, flow_id: int, zone: str) -> Flow[Plan] | None:
    """The flow, where it still can be read; in `zone` where its file names none."""
    kept = flows.get(store, flow_id)
    try:
        return reading.read(kept.source, zone) if kept is not None else None
    except FlowErrors:
        return None


def _happening(each: Appointment, flow: Flow[Plan] | None, zone: ZoneInfo) -> Happening:
    said = {
        State.KEPT: N_("Appointment: {service}, {at}"),
        State.CANCELLED: N_("Appointment called off: {service}, {at}"),
        State.MOVED: N_("Appointment moved to another time: {service}, {at}"),
        State.MISSED: N_("Did not come: {service}, {at}"),
    }
    here = local(each.at, ZoneInfo(flow.zone) if flow else zone)
    title = flow.part.service(each.service).title if flow else each.service
    phrase = Phrase(said.get(each.state, said[State.KEPT]), service=title, at=f"{here:%d.%m.%Y %H:%M}")
    return Happening(each.changed_at, "appointment", phrase, f"/appointments/{each.id}")
