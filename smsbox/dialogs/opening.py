"""How a dialog begins: by a flow's word, by what a customer has there already, by an answer that came too late."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from smsbox.clock import DAY, SECOND, Micros
from smsbox.dialogs import rows, thanks
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows import words
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.words import Called
from smsbox.dialogs.kinds import books_of, kind_of
from smsbox.dialogs.moves import ForPeople, Heard, Move, joined
from smsbox.dialogs.moving import carry
from smsbox.dialogs.repeats import taken_before
from smsbox.dialogs.rows import Dialog
from smsbox.dialogs.texts import NOT_YET, OVER, PASSED_ON
from smsbox.dialogs.turn import Turn, asked, done, heard, sim, taken_at
from smsbox.dialogs.wondering import tells, wonders
from smsbox.sms.keywords import folded

RESUMED: Micros = 7 * DAY
"""So long after his dialog ended by itself he may go on by its word, in kinds that can."""
RESUMED_BY_ANSWER: Micros = 1 * DAY
"""So long he may just answer what was asked."""

_BESIDE = 4
"""Words beside that of a flow which is over, up to which he means the flow; a longer message people should read."""
_KINDS = "SELECT DISTINCT kind FROM flows WHERE state > 0"
_MAY_KNOW = "SELECT id FROM flows WHERE state > 0 AND id IN ({}) ORDER BY state, id DESC"


def open_by(turn: Turn, *, in_talk: bool = False) -> bool:
    """No dialog is open: he calls a flow by its word, asks about what he has, or goes on where he was too late.

    While a person is `in_talk` with him, only a word that stands alone calls anything, or one that begins what is whole
    by itself: "VOTE rock".
    """
    call = words.called(turn.store, turn.said, turn.now, wishing=True)
    if _busy(turn, call):
        return False
    if (call is not None or not in_talk) and taken_before(turn):
        return True
    if call is not None and call.alone:
        return _begin(turn, call)
    if in_talk:
        first = call is not None and not wonders(turn.said) and folded(turn.said).startswith(folded(call.word))
        return first and call is not None and _begin(turn, call, whole=True)
    if asks_later(turn, opening=True):
        return True
    return _begin(turn, call) if call is not None else _go_on(turn)


def only_thanks(turn: Turn) -> bool:
    """All is said, and he is polite: nobody has to read that."""
    return thanks.taken(turn, over=True)


def _busy(turn: Turn, call: Called | None) -> bool:
    """Whether a dialog is open that comes first; one at another SIM only as long as he calls nothing here."""
    found = rows.open_with(turn.store, turn.number, sim(turn))
    return found is not None and (call is None or found.sim_id == sim(turn))


def later(turn: Turn) -> bool:
    """He answers, or asks about, something he has in a flow; False where nobody takes it. While a dialog is open no
    other one begins by that.
    """
    return not taken_before(turn) and asks_later(turn, opening=not _busy(turn, None))


def _begin(turn: Turn, call: Called, *, whole: bool = False) -> bool:
    """A flow was called by its word; `whole`: only if that is done with it, and people read it, too."""
    flows.hold(turn.store, call.flow_id)
    flow = flows.loaded(turn.store, turn.config, call.flow_id)
    said, asking = heard(turn, call), not call.alone and wonders(turn.said)
    if asking and getattr(kind_of(flow.kind), "only_called", False):
        return False
    if flow.state is not FlowState.OPEN or not flow.within(said.at):
        if len(said.rest.split()) > _BESIDE or asking or whole:
            return False
        early = flow.state is FlowState.OPEN and flow.opens_at is not None and said.at < flow.opens_at
        say = flow.say(NOT_YET, opens=_moment(flow)) if early else flow.say(OVER)
        return _open(turn, flow, Move((say,), outcome="closed"), said)
    before = _too_late(turn, RESUMED, flow.id)
    if before is not None and not said.rest:
        kept = flows.loaded(turn.store, turn.config, flow.id, before.version)
        kind, view = asked(turn, kept)
        move = kind.again(kept, before.state, view)
        return _open(turn, kept, replace(move, state=move.state or before.state), said)
    kind, view = asked(turn, flow)
    move = kind.begin(flow, view, said)
    if whole and (move.outcome != "done" or not move.understood):
        return False
    if asking and not (move.understood and getattr(kind, "answers", False)):
        move = _passed_on(flow, move, kind.again(flow, move.state, view))
    if whole or calls_another(turn, flow.id, said.rest) or (not move.understood and tells(said.rest)):
        move = replace(move, effects=(*move.effects, ForPeople()))
    return _open(turn, flow, move, said)


def calls_another(turn: Turn, flow_id: int, rest: str) -> bool:
    """Whether `rest` of what he said calls another scenario, too: "VOTE rock, and FLOWERS for tomorrow". Two are never
    answered by one message, so people see to the second.
    """
    call = words.called(turn.store, rest, turn.now) if rest else None
    return call is not None and call.flow_id != flow_id


def _passed_on(flow: Flow[Any], move: Move, again: Move) -> Move:
    """He has put a question beside the word: people read it, and are said to."""
    if not move.understood:
        move = replace(again, state=again.state or move.state)
    says = (joined(flow.say(PASSED_ON), *move.says),)
    return replace(move, says=says, effects=(*move.effects, ForPeople()))


def _go_on(turn: Turn) -> bool:
    """He answers a day later what he was asked, and the kind understands it."""
    before = _too_late(turn, RESUMED_BY_ANSWER)
    if before is None:
        return False
    flows.hold(turn.store, before.flow_id)
    flow = flows.loaded(turn.store, turn.config, before.flow_id, before.version)
    if flow.state is not FlowState.OPEN or not flow.within(taken_at(turn.message)):
        return False
    kind, view = asked(turn, flow)
    said = heard(turn)
    move = kind.hear(flow, before.state, view, said)
    return move.understood and _open(turn, flow, move, said)


def _too_late(turn: Turn, within: Micros, flow_id: int | None = None) -> Dialog | None:
    """His last dialog, where it ended because he said nothing, and its kind lets him go on."""
    last = rows.last_with(turn.store, turn.number)
    if last is None or last.outcome != "late" or last.ended_at is None or flow_id not in (None, last.flow_id):
        return None
    kept = flows.get(turn.store, last.flow_id)
    resumes = kept is not None and getattr(kind_of(kept.kind), "resumes", False)
    return last if resumes and turn.now - last.ended_at < within else None


def asks_later(turn: Turn, *, opening: bool) -> bool:
    """Whether he asks about what he has in some flow. Not `opening`: only what needs no dialog of its own."""
    for flow in _flows(turn):
        books = books_of(flow.kind)
        if not books.knows(turn.store, flow, turn.number, turn.now):
            continue
        flows.hold(turn.store, flow.id)
        kind, view = asked(turn, flow)
        said = heard(turn)
        move = kind.later(flow, view, said)
        if move is not None and (opening or move.outcome is not None):
            return _open(turn, flow, move, said)
    return False


def _flows(turn: Turn) -> Iterator[Flow[Any]]:
    """Where he may have something, the newest open one first."""
    kinds = turn.store.run(_KINDS).fetchall()
    found = {each for (kind,) in kinds for each in books_of(kind).flows_of(turn.store, turn.number, turn.now)}
    marks = ", ".join("?" * len(found))
    for (flow_id,) in turn.store.run(_MAY_KNOW.format(marks), *found).fetchall() if found else ():
        with suppress(FlowErrors):  # one that this program does not understand any more keeps no message waiting
            yield flows.loaded(turn.store, turn.config, flow_id)


def _open(turn: Turn, flow: Flow[Any], move: Move, said: Heard) -> bool:
    """Carry out the first move of a new dialog, which may be its last."""
    turn.about = flow.title
    (dialog_id,) = turn.store.reserve_ids("dialogs", 1)
    now = turn.now
    dialog = Dialog(
        *(dialog_id, flow.id, flow.version, turn.number, sim(turn), "", {}, 0, now, now),
        *(now + flow.patience, None, None),
    )
    return done(turn, carry(turn.store, turn.config, flow, dialog, move, said, fresh=True))


def _moment(flow: Flow[Any]) -> str:
    """When it opens, by the clock of the shop."""
    return datetime.fromtimestamp((flow.opens_at or 0) // SECOND, ZoneInfo(flow.zone)).strftime("%d.%m %H:%M")
