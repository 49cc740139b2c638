"""Appointments as a kind of dialogs: its pure half, and the books that remember who comes when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from smsbox.clock import DAY
from smsbox.dialogs.appointments import heeding, prices, reading, texts
from smsbox.dialogs.appointments.books import AppointmentBooks
from smsbox.dialogs.appointments.calendar import Plan, local
from smsbox.dialogs.appointments.deeds import Answer, Confirm, Keep, Release, WaitNoMore
from smsbox.dialogs.appointments.rows import Appointment
from smsbox.dialogs.appointments.standing import Stand
from smsbox.dialogs.appointments.talking import HAVE, OFFERED, SERVICE, WHICH, Turn
from smsbox.dialogs.appointments.view import View, Wanted
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.moves import ForPeople, Heard, Move, joined
from smsbox.dialogs.texts import PASSED_ON
from smsbox.dialogs.wondering import asks
from smsbox.sms.keywords import Meaning, words_of

_STILL = 3 * DAY
"""So long a yes or no may answer a reminder."""
_WHEN = {"коли", "когда", "when", "kiedy"}


class AppointmentKind:
    """The pure half."""

    texts = texts.TEXTS
    answers = True

    def parse(self, part: Part) -> Plan:
        """Services, who serves, opening hours, holidays."""
        return reading.read(part)

    def begin(self, flow: Flow[Plan], view: View, heard: Heard) -> Move:
        """A place is looked for; who has one and says nothing else is asked what he wants of it."""
        if prices.asks(view.plan, heard.rest):  # the service is named where its price is asked for
            move = self._begun(flow, view, prices.unasked(heard, heard.rest.replace("?", " ")))
            return prices.told(flow, heard, "", move)
        return _with_others(flow, heard, self._begun(flow, view, heard))

    def _begun(self, flow: Flow[Plan], view: View, heard: Heard) -> Move:
        turn = Turn(flow, view, heard)
        what = heeding.command(heard) if heard.rest else ""
        if what and view.mine:
            return turn.have(ForPeople()) if what == heeding.CANNOT else turn.about(what)
        said = turn.read().said or heeding.services(view.plan, heard.rest, numbers=False) if heard.rest else False
        return turn.have() if view.mine and (not said or len(view.mine) >= view.plan.most) else turn.begin()

    def hear(self, flow: Flow[Plan], state: Mapping[str, Any], view: View, heard: Heard) -> Move:
        """An answer to what was asked; a question about a price is answered, and asks the same again."""
        turn = Turn(flow, view, heard, Stand.of(state))
        if not prices.asks(view.plan, heard.rest):
            return _with_others(flow, heard, turn.hear(state["step"]), asked=state["step"] == SERVICE)
        rest = prices.beside(view.plan, heard.rest)
        move = replace(turn, heard=prices.unasked(heard, rest)).hear(state["step"]) if words_of(rest) else None
        if move is None or not move.understood:
            move = replace(turn.asked(state["step"]), understood=move is None)
        return prices.told(flow, heard, turn.stand.service, move)

    def again(self, flow: Flow[Plan], state: Mapping[str, Any], view: View) -> Move:
        """What was asked is asked again, with what is free now."""
        turn = Turn(flow, view, _unsaid(view), Stand.of(state))
        return turn.at(seen=()).look() if state["step"] == OFFERED else turn.asked(state["step"])

    def leave(self, flow: Flow[Plan], state: Mapping[str, Any], view: View, why: str) -> Move:
        """What was held is free again. CANCEL calls off what the talk was about, where that was an appointment."""
        outcome = {"cancel": "left", "stop": "left"}.get(why, why)
        turn = Turn(flow, view, _unsaid(view), Stand.of(state))
        if why != "cancel":
            return Move((), (Release(),), why, {}, outcome)
        if state["step"] in (HAVE, WHICH) and len(view.mine) == 1:
            return turn.about(heeding.CALL_OFF)
        return turn.give_up()

    def later(self, flow: Flow[Plan], view: View, heard: Heard) -> Move | None:
        """An answer to a reminder or to a place that got free; or he moves, calls off, asks about what he has."""
        turn, what, agrees = Turn(flow, view, heard), heeding.command(heard), heeding.agrees(heard)
        if view.offered is not None and agrees is not None and what != heeding.MOVE:
            return _to_offer(turn, taken=agrees)
        reminded = _reminded(view, heard)
        if what in (heeding.CALL_OFF, heeding.CANNOT) and reminded is not None:
            return turn.with_one(heeding.MOVE if _elsewhen(turn, reminded) else heeding.CALL_OFF, reminded)
        if view.mine and prices.known(view.plan, heard.rest):
            return prices.told(flow, heard, "", Move(step="price", outcome="done"))
        if what and view.mine:
            # he may answer no more, and not come either
            return turn.have(ForPeople()) if what == heeding.CANNOT else turn.about(what)
        if what == heeding.CALL_OFF and view.waits:
            return turn.say("not_waiting", WaitNoMore(), outcome="done")
        if reminded is None:
            return _too_late(turn) if agrees else None
        if _elsewhen(turn, reminded) and (agrees is False or heeding.refuses_first(heard)):
            return turn.with_one(heeding.MOVE, reminded)
        if agrees is None:
            return None
        if agrees:
            return turn.say("coming", Confirm(reminded.id), outcome="done", **turn.of(reminded))
        return turn.call_off(reminded)


def _with_others(flow: Flow[Plan], heard: Heard, move: Move, *, asked: bool = False) -> Move:
    """He does not come alone: one place is looked for, and people see to the rest; and so where, `asked` for a service,
    he puts a question about it that no free time answers.
    """
    open_too = asked and asks(heard.rest) and not _WHEN & set(words_of(heard.rest))
    if not (open_too or heeding.for_several(heard)) or not move.understood:
        return move
    says = (joined(flow.say(PASSED_ON), *move.says),)
    return replace(move, says=says, effects=(*move.effects, ForPeople()))


def _elsewhen(turn: Turn, one: Appointment) -> bool:
    """Whether he names another time than that of his appointment."""
    said, zone = turn.read(), turn.view.zone
    here = local(one.at, zone)
    return said.said and not said.fits(here.date(), here.hour * 60 + here.minute)


def _to_offer(turn: Turn, *, taken: bool) -> Move:
    """His answer to a place that got free."""
    assert turn.view.offered is not None
    waiting, held = turn.view.offered
    deed = Answer(waiting.id, held.id, taken)
    return turn.say("kept" if taken else "refused", deed, outcome="done", **turn.of(held))


def _too_late(turn: Turn) -> Move | None:
    """His yes to a place that was held for him and is not any more: it is his if nobody else has it."""
    if turn.view.lapsed is None:
        return None
    _, held = turn.view.lapsed
    service = turn.view.plan.service(held.service)
    if not turn.view.free(Wanted(service), held.place):
        return turn.say("gone", outcome="done")
    return turn.say("kept", Keep(service, held.place, None), outcome="done", **turn.of(held))


def _reminded(view: View, heard: Heard) -> Appointment | None:
    """The appointment he was reminded of and has not answered yet."""
    lately = heard.at - _STILL
    asked = (each for each in view.mine if each.reminded_at is not None and each.confirmed_at is None)
    return next((each for each in asked if (each.reminded_at or 0) > lately), None)


def _unsaid(view: View) -> Heard:
    """Nothing was said."""
    return Heard("", "", Meaning(None), 0, view.number, view.now, view.now)


KIND, BOOKS = AppointmentKind(), AppointmentBooks()
