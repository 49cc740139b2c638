"""One message of a customer as the engine has it in hand, and what a kind is told of it."""

from __future__ import annotations

from typing import Any, Protocol

from smsbox.clock import MINUTE, Micros
from smsbox.config import Config
from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.words import Called
from smsbox.dialogs.kinds import Kind, books_of, kind_of
from smsbox.dialogs.moves import Heard
from smsbox.dialogs.moving import Carried
from smsbox.inbox import InboundView
from smsbox.sms.keywords import Meaning, understand
from smsbox.store import Store

_BELIEVED: Micros = 50 * MINUTE
"""So far back a stamp may lie; a wrong time zone is further off."""


class Turn(Protocol):
    """`said`: what of the message is to be read, without what of ours he sent back, and `meaning` of that; `settled`
    is set to False where people have to read it, too; `about`: the title of the flow that takes it. All of it happens
    in the router's transaction.
    """

    store: Store
    config: Config
    now: Micros
    message: InboundView
    number: str
    meaning: Meaning
    said: str
    settled: bool
    about: str


def asked(turn: Turn, flow: Flow[Any]) -> tuple[Kind, Any]:
    """The kind, and what its books let it look at; the flow is held."""
    return kind_of(flow.kind), books_of(flow.kind).view(turn.store, flow, turn.number, turn.now)


def heard(turn: Turn, call: Called | None = None) -> Heard:
    """The message as a kind hears it: without the flow's word, where it was `call`ed by that."""
    rest, meaning = (turn.said, turn.meaning) if call is None else (call.rest, understand(call.rest))
    return Heard(turn.said, rest, meaning, turn.message.id, turn.number, taken_at(turn.message), turn.now)


def taken_at(message: InboundView) -> Micros:
    """When the network took it, by the stamp of the service centre: ten thousand who vote in the last minute wait long
    for the modem, and are in time all the same. When it came in, where there is no stamp that can be believed: some
    centres are wrong by hours.
    """
    waited = message.received_at - (message.sent_at or message.received_at)
    return message.received_at - waited if 0 <= waited <= _BELIEVED else message.received_at


def sim(turn: Turn) -> int:
    """The SIM he has written to."""
    return turn.message.sim_id or 0


def done(turn: Turn, carried: Carried) -> bool:
    """The message is taken; True."""
    if carried.for_people:
        turn.settled = False
    return True
