"""The engine: a message of a customer moves the dialog that is open with him, opens one, or asks about what he has.

Kinds are pure and say what is to happen; here their flow is held, they are asked, and their move is carried out, all of
it in the transaction in which the router settles the message: after a crash nothing of it has happened, or everything.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.dialogs import rows, thanks
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows import words
from smsbox.dialogs.flows.words import Called
from smsbox.dialogs.forgetting import drops
from smsbox.dialogs.kinds import books_of, kind_of
from smsbox.dialogs.moves import Heard, Move, joined
from smsbox.dialogs.moving import Carried, carry, nothing_heard
from smsbox.dialogs.opening import asks_later, calls_another, later, only_thanks, open_by
from smsbox.dialogs.repeats import taken_before
from smsbox.dialogs.rows import Dialog
from smsbox.dialogs.texts import ELSEWHERE, LEFT, OVER, PASSED_ON, TO_PEOPLE
from smsbox.dialogs.turn import Turn, asked, done, heard, sim
from smsbox.dialogs.wondering import asks, hails, tells, wonders
from smsbox.sms.counting import number_of
from smsbox.sms.keywords import Kind, folded, words_of
from smsbox.store import Store

__all__ = ["Turn", "asked_at", "cancel", "hear", "later", "leave", "leave_all", "only_thanks", "open_by", "unclear"]

_PATIENCE = 2
"""Answers in a row that are not understood; then people read them, and after that he is not told so again."""
_TITLE = 30


# ── the ways a message comes in


def hear(turn: Turn, *, aside: str = "") -> bool:
    """The open dialog takes the message, if it understands it; False where none is open, or it makes no sense there.
    `aside`: what a person has asked him since; then only what is no answer to that is taken.
    """
    dialog, flow = _held(turn)
    if dialog is None or flow is None:
        return False
    if taken_before(turn):
        return True
    call = words.called(turn.store, turn.said, turn.now)
    other = call is not None and call.flow_id != dialog.flow_id
    if other and dialog.sim_id != sim(turn):
        return False
    if flow.state is FlowState.CLOSED:
        return _over(turn, flow, dialog, told=not other)
    blank = other and not dialog.state and not aside and not wonders(turn.said)
    if call is not None and blank and (call.alone or folded(turn.said).startswith(folded(call.word))):
        return _give_way(turn, dialog)  # "FLOWERS 2 tulips" is no vote for the second option
    if call is not None and other and call.alone:
        return done(turn, _elsewhere(turn, flow, dialog))
    if dialog.sim_id == sim(turn) and drops(turn.said):
        return cancel(turn)
    move, said = _moved(turn, flow, dialog, None if other else call)
    if aside and call is None and (move.loose or _bare(turn, aside)):
        return False
    if blank and not move.understood:
        return _give_way(turn, dialog)
    if move.understood and move.outcome is not None and (other or calls_another(turn, flow.id, said.rest)):
        turn.settled = False  # "yes, and VOTE rock"
    return move.understood and done(turn, carry(turn.store, turn.config, flow, dialog, move, said))


def unclear(turn: Turn) -> bool:
    """Nobody else has taken it, and a dialog is open: he is told what it wants, once; then people read it."""
    dialog, flow = _held(turn)
    if dialog is None or flow is None or dialog.sim_id != sim(turn):
        return False
    if thanks.taken(turn, over=False):
        return True
    if turn.meaning.kind not in (Kind.YES, Kind.NO) and asks_later(turn, opening=False):
        return True  # a yes or a no answers what was asked last, and that was asked here
    call = words.called(turn.store, turn.said, turn.now)
    if call is not None and call.flow_id != dialog.flow_id:
        if not wonders(turn.said):
            turn.settled = turn.settled and not tells(turn.said)
            return done(turn, _elsewhere(turn, flow, dialog))
        call = None
    move, said = _moved(turn, flow, dialog, call)
    if call is None and not move.understood and _refuses(turn, flow):
        return cancel(turn)
    return _not_understood(turn, flow, dialog, move, said)


def cancel(turn: Turn) -> bool:
    """CANCEL: of the open dialog, else of what he has; False where there is neither, and it means what it says. One
    that comes twice cancels once: the second must not be a STOP.
    """
    dialog, flow = _held(turn)
    if taken_before(turn):
        return True
    if dialog is None or flow is None:
        return asks_later(turn, opening=True)
    kind, view = asked(turn, flow)
    move = kind.leave(flow, dialog.state, view, "cancel")
    says = move.says or (flow.say(LEFT, word=flow.words[0]),)
    move = replace(move, says=says, outcome=move.outcome or "left", understood=True)
    return done(turn, carry(turn.store, turn.config, flow, dialog, move, heard(turn)))


def leave_all(store: Store, number: str, now: Micros, why: str = "stop") -> int:
    """Have everything that is open with a number end, at whatever SIM; how many dialogs. What was held for him is given
    back by the next tick, so that nothing a kind does wrong can keep a STOP from being heard.
    """
    return rows.give_up(store, number, now, why)


def leave(store: Store, config: Config, dialog_id: int, now: Micros, why: str) -> bool:
    """End one dialog without a word to him, `why` being `stop`, `late` or `closed`; False where it had ended."""
    found = rows.get(store, dialog_id)
    if found is None:
        return False
    flows.hold(store, found.flow_id)
    dialog = rows.still_open(store, dialog_id)
    if dialog is None:
        return False
    flow = flows.loaded(store, config, dialog.flow_id, dialog.version)
    view = books_of(flow.kind).view(store, flow, dialog.number, now)
    move = kind_of(flow.kind).leave(flow, dialog.state, view, why)
    move = replace(move, says=(), outcome=why)
    carry(store, config, flow, dialog, move, nothing_heard(dialog.number, now))
    return True


def asked_at(turn: Turn) -> Micros | None:
    """When the open dialog last said something to him; None where none is open."""
    dialog = rows.open_with(turn.store, turn.number, sim(turn))
    return None if dialog is None else dialog.touched_at


# ── one move


def _moved(turn: Turn, flow: Flow[Any], dialog: Dialog, own: Called | None) -> tuple[Move, Heard]:
    """What the kind does with the message; its word alone asks again, beside what it does not understand in vain."""
    kind, view = asked(turn, flow)
    said = heard(turn, own)
    if own is None or said.rest:
        move = kind.hear(flow, dialog.state, view, said)
        if own is None or move.understood:
            return move, said
    move = kind.again(flow, dialog.state, view)
    return replace(move, state=move.state or dialog.state, understood=not said.rest), said


def _refuses(turn: Turn, flow: Flow[Any]) -> bool:
    """Whether he says no where that is no answer: "no, thanks"; a bare no only where he loses nothing by it."""
    keeps = getattr(kind_of(flow.kind), "keeps", False)
    return turn.meaning.kind is Kind.NO and (keeps or len(folded(turn.said).split()) > 1)


def _bare(turn: Turn, question: str) -> bool:
    """Whether he says nothing but yes or no, or a number where the `question` was when, or how many."""
    words = words_of(turn.said)
    if turn.meaning.kind in (Kind.YES, Kind.NO):
        return True
    number = all(number_of(word) is not None or word.isdigit() for word in words)
    return number and (asks(question) or any(map(str.isdigit, question)))


def _not_understood(turn: Turn, flow: Flow[Any], dialog: Dialog, move: Move, said: Heard) -> bool:
    """Told once what is wanted; the second time that people will read it; from then on they do, and he hears no more
    of it until he says something that is understood. Who asks something, or only greets, has given no wrong answer.
    """
    missed, wondered = dialog.misses + 1, wonders(turn.said) and not hails(turn.said)
    if missed < _PATIENCE and (wondered or hails(turn.said)):
        kind, view = asked(turn, flow)
        move = kind.again(flow, dialog.state, view)
        says = (joined(flow.say(PASSED_ON), *move.says),) if wondered else move.says
        move = replace(move, says=says, state=move.state or dialog.state, outcome=None, understood=False)
    elif missed >= _PATIENCE:
        says = (flow.say(PASSED_ON if wondered else TO_PEOPLE),)
        move = replace(move, says=says if missed == _PATIENCE else ())
    turn.settled = turn.settled and not (wondered or tells(turn.said)) and missed < _PATIENCE
    return done(turn, carry(turn.store, turn.config, flow, dialog, move, said))


def _over(turn: Turn, flow: Flow[Any], dialog: Dialog, *, told: bool) -> bool:
    """The flow was closed under his hands; whether that is the answer to his message."""
    kind, view = asked(turn, flow)
    move = kind.leave(flow, dialog.state, view, "closed")
    move = replace(move, says=(flow.say(OVER),) if told else (), outcome="closed", understood=True)
    carried = carry(turn.store, turn.config, flow, dialog, move, heard(turn))
    return told and done(turn, carried)


def _give_way(turn: Turn, dialog: Dialog) -> bool:
    """He calls another flow, and nothing he gave to this one is kept in its dialog: it ends, and the other may open."""
    leave(turn.store, turn.config, dialog.id, turn.now, "left")
    return False


def _elsewhere(turn: Turn, flow: Flow[Any], dialog: Dialog) -> Carried:
    """He calls another flow: where he is, and how he leaves; the dialog stays as it is."""
    title = flow.title if len(flow.title) <= _TITLE else flow.title[: _TITLE - 1] + "…"
    move = Move((flow.say(ELSEWHERE, title=title),), step="elsewhere", state=dialog.state)
    return carry(turn.store, turn.config, flow, dialog, move, heard(turn))


# ── what it looks at


def _held(turn: Turn) -> tuple[Dialog | None, Flow[Any] | None]:
    """The open dialog and its flow, both kept from others."""
    found = rows.open_with(turn.store, turn.number, sim(turn))
    if found is None:
        return None, None
    flows.hold(turn.store, found.flow_id)
    dialog = rows.still_open(turn.store, found.id)
    if dialog is not None and dialog.outcome is not None:
        leave(turn.store, turn.config, dialog.id, turn.now, dialog.outcome)
        dialog = None
    if dialog is None:
        return None, None
    flow = flows.loaded(turn.store, turn.config, dialog.flow_id, dialog.version)
    turn.about = flow.title
    return dialog, flow
