"""Carrying out a move: what it does to books and customers, what is said, where the dialog stands after it.

All of it belongs to the transaction of whoever calls, which holds the flow's row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from smsbox import contacts
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.contacts import Changes, New
from smsbox.dialogs import rows, saying
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.kinds import books_of
from smsbox.dialogs.moves import ForPeople, Heard, Move, Remember, Say, Tag
from smsbox.dialogs.rows import Dialog
from smsbox.sms.fields import fold
from smsbox.sms.keywords import Meaning
from smsbox.store import Store
from smsbox.store.troubles import StoreBusy
from smsbox.subscription import answers
from smsbox.wording.person import NAME, role

ORIGIN = "sms"
"""Where it is from what a customer told a dialog about himself."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a move: the messages that were queued; whether somebody has to read what he wrote, because the
    kind says so, or because he was to be told something and could not be.
    """

    message_ids: tuple[int, ...]
    for_people: bool


def carry(
    store: Store, config: Config, flow: Flow[Any], dialog: Dialog, move: Move, heard: Heard, *, fresh: bool = False
) -> Carried:
    """Carry out `move` in `dialog`, which is kept as a new one where it is `fresh`."""
    for_people = _effects(store, config, flow, dialog, move, heard)
    said = _say(store, config, flow, dialog.number, move.says, heard) if heard.message_id else ()
    for_people = for_people or bool(move.says and heard.message_id and not said)
    moved = _moved(flow, dialog, move, heard.now, spoke=bool(said))
    if fresh:
        if not rows.insert(store, moved):
            raise StoreBusy(problem="another dialog was opened with this number", store=store.dialect.label)
    else:
        rows.save(store, moved)
    rows.note(store, dialog.id, move.outcome or move.step, heard.now, heard.message_id or None, said)
    return Carried(said, for_people)


def nothing_heard(number: str, now: Micros) -> Heard:
    """What a kind is given where time or the shop moves."""
    return Heard("", "", Meaning(None), 0, number, now, now)


def _moved(flow: Flow[Any], dialog: Dialog, move: Move, now: Micros, *, spoke: bool) -> Dialog:
    """Where the dialog stands after `move`; of one that ended only what may be resumed is remembered."""
    ended = move.outcome is not None
    state: Mapping[str, Any] = move.state or ({} if move.understood else dialog.state)
    if ended:
        state = dialog.state if move.outcome == "late" else {}
    return replace(
        dialog,
        step=move.step or dialog.step,
        state=state,
        misses=0 if move.understood else dialog.misses + 1,
        touched_at=now if spoke else dialog.touched_at,
        expires_at=now + (move.patience or flow.patience),
        ended_at=now if ended else None,
        outcome=move.outcome,
    )


def _effects(store: Store, config: Config, flow: Flow[Any], dialog: Dialog, move: Move, heard: Heard) -> bool:
    """Do what the move brings along; whether people have to look."""
    for_people = False
    for effect in move.effects:
        if isinstance(effect, ForPeople):
            for_people = True
        elif isinstance(effect, Remember):
            _remember(store, dialog.number, effect, heard.at)
        elif isinstance(effect, Tag):
            contacts.tag(store, [_customer(store, dialog.number, heard.at)], effect.tag)
        else:
            books_of(flow.kind).apply(store, config, flow, dialog.id, effect, heard)
    return for_people


def _remember(store: Store, number: str, effect: Remember, at: Micros) -> None:
    """Keep what he said of himself; a name only where the shop knows none."""
    contact_id = _customer(store, number, at)
    if role(fold(effect.field)) != NAME:
        contacts.set_field(store, contact_id, effect.field, effect.value, at=at, origin=ORIGIN)
    elif not contacts.known(store, contact_id).name:
        contacts.change(store, contact_id, Changes(name=effect.value, origin=ORIGIN), at)


def _customer(store: Store, number: str, at: Micros) -> int:
    """The customer with that number; who tells us of himself is one from then on, without any permission by that."""
    known = contacts.by_number(store, number)
    return known.id if known is not None else contacts.add(store, New(number=number, origin=ORIGIN), at).id


def _say(
    store: Store, config: Config, flow: Flow[Any], number: str, says: tuple[Say, ...], heard: Heard
) -> tuple[int, ...]:
    """Queue the answers; the ids of those that may leave."""
    if not says:
        return ()
    him = saying.person(contacts.by_number(store, number), config, flow.language)
    texts = [text for say in says if (text := saying.told(say, him))]
    queued = (
        answers.in_dialog(store, config, number, text, now=heard.now, reply_to=heard.message_id) for text in texts
    )
    return tuple(each for each in queued if each is not None)
