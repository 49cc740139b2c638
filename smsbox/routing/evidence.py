"""What messages that come and go tell: which SIM a customer knows, and that his number left the operator of its prefix.

A received message names the service centre that sent it (27.005 3.1 <pdu>, RP-Originator-Address of 24.011 8.2.5.1),
which is that of its sender's operator: the one sign of porting that a SIM ever sees. A network that passes messages
through a router of its own (23.840) may put its own centre there, so a SIM's own operator is believed only after that
SIM has seen the centre of another one. The other sign: a SIM of his operator cannot reach him, one of another can.
"""

from __future__ import annotations

from smsbox.clock import Micros
from smsbox.routing import tables
from smsbox.routing.directory import Directory
from smsbox.routing.lanes import Lane, operator_number
from smsbox.routing.tables import KnownCarrier
from smsbox.sms.operators import operator_of
from smsbox.store import Store, options

_SEES_OTHERS = "routing.sees_other_centres"


def heard(store: Store, *, sim_id: int, sender: str, centre: str, now: Micros) -> None:
    """`sender` (E.164) wrote to SIM `sim_id`; `centre` is the number of the service centre in front of the PDU, or "".

    Inside the transaction that keeps the message.
    """
    directory = Directory.load(store, now)
    if not directory.several or not sender.startswith("+"):
        return
    if tables.acquaintances(store, [sender]).get(sender) != sim_id:
        tables.meet(store, sender, sim_id, now)
    _weigh(store, directory, sim_id, sender, operator_of(centre, directory.table), now)


def _weigh(store: Store, directory: Directory, sim_id: int, sender: str, witnessed: str | None, now: Micros) -> None:
    """Compare the operator of the service centre with what is known of the sender's."""
    own = next((each.operator for each in directory.carriers if each.sim_id == sim_id), None)
    by_prefix = operator_of(sender, directory.table)
    if witnessed is None or own is None or by_prefix is None:
        return
    seen_by = f"{_SEES_OTHERS}.{sim_id}"
    sees_others = options.get(store, seen_by) is not None
    if witnessed != own and not sees_others:
        options.put(store, seen_by, witnessed, now)
    if witnessed == own and not sees_others:
        return
    known = tables.ported_among(store, [sender]).get(sender)
    if witnessed == by_prefix and known is not None:
        tables.unport(store, sender)
    elif witnessed not in (by_prefix, known):
        tables.port(store, sender, witnessed, evidence="smsc", now=now)


def wrote(store: Store, *, sim_id: int, recipient: str, lane: Lane, chosen: bool, now: Micros) -> None:
    """SIM `sim_id` wrote to `recipient`, whose message stood in `lane`. Inside the transaction that settles it.

    Whoever had no SIM yet knows this one now, unless it only lent a hand: then he should meet one of his operator next
    time. A SIM that is lost is forgotten; one that a person `chosen` for this message is remembered.
    """
    if (lane.bound and not chosen) or not tables.several_carriers(store):
        return
    knows = tables.acquaintances(store, [recipient]).get(recipient)
    if knows == sim_id or (lane.knows and lane.knows != sim_id):
        return
    known = tables.living(tables.carriers(store), now)
    if knows is None:
        if chosen or not _lent_a_hand(known, sim_id, lane):
            tables.meet(store, recipient, sim_id, now)
    elif chosen or knows not in {each.sim_id for each in known}:
        tables.meet(store, recipient, sim_id, now)


def _lent_a_hand(known: list[KnownCarrier], sim_id: int, lane: Lane) -> bool:
    """Whether a SIM of the recipient's operator would have been the right one."""
    own = next((operator_number(each.operator) for each in known if each.sim_id == sim_id), 0)
    others = {operator_number(each.operator) for each in known}
    return lane.operator not in (0, own) and lane.operator in others


def not_reached(store: Store, *, sim_id: int | None, recipient: str, now: Micros) -> None:
    """The network says for good that SIM `sim_id` does not reach `recipient`: suspicious where both are of one
    operator.
    """
    directory = Directory.load(store, now)
    own = next((each.operator for each in directory.carriers if each.sim_id == sim_id), None)
    known = tables.told_of(store, recipient) if directory.several else None
    if own is None or not directory.several or (known is not None and known[1] in ("smsc", "person")):
        return
    if own == directory.operator(recipient, known[0] if known else None):
        tables.port(store, recipient, own, evidence=tables.FAILED, now=now)


def reached(store: Store, *, sim_id: int | None, recipient: str, now: Micros) -> None:
    """SIM `sim_id` did reach `recipient`: whom his own operator did not reach counts as one of this SIM's."""
    known = tables.told_of(store, recipient)
    if known is None or known[1] != tables.FAILED:
        return
    mine = next((each for each in tables.living(tables.carriers(store), now) if each.sim_id == sim_id), None)
    if mine is None or mine.operator is None:
        return
    if mine.operator == known[0]:
        tables.unport(store, recipient)
    else:
        tables.port(store, recipient, mine.operator, evidence="delivery", now=now)
