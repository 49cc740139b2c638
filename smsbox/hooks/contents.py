"""What is told of what happened: from one line of the log and the rows it names to the payload of a webhook.

Names of fields are those of sms-gate.app where it has any, and a promise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from smsbox import events, inbox
from smsbox.clock import Micros, iso
from smsbox.events import Happening
from smsbox.hooks import callbacks
from smsbox.hooks import kinds as known
from smsbox.outbox.steering import NOBODY
from smsbox.sms.msisdn import tail
from smsbox.store import Store, sims

_MESSAGE = (
    "SELECT m.recipient, m.total, m.sim_id, s.number FROM messages m LEFT JOIN sims s ON s.id = m.sim_id WHERE m.id = ?"
)
_OWN_NUMBER = "SELECT r.sim_id, s.number FROM received r LEFT JOIN sims s ON s.id = r.sim_id WHERE r.id = ?"
_CONSENT = "SELECT number, how FROM consents WHERE id = ?"
_WRONG = (events.FAILED, events.UNDELIVERED)
_OF_APPOINTMENTS = {
    "kept": known.BOOKED,
    "moved": known.MOVED,
    "cancelled": known.CALLED_OFF,
    "missed": known.MISSED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to `number`, as event `kind` ("": only programs that ask by a bit of the mask hear it); of an SMS
    we sent `message_id`, the `bit` of Kannel's mask, our number and the network's word.
    """

    kind: str
    number: str
    payload: Mapping[str, Any]
    message_id: int | None = None
    bit: int = 0
    sender: str = ""
    sim: str = ""
    said: str = ""

    def called(self, name: str | None) -> Told:
        """The same for a program that has its own name for the SMS."""
        return replace(self, payload={**self.payload, "messageId": name}) if name else self


@dataclass(frozen=True, slots=True)
class _Sent:
    """An outgoing message, and what happened to it until now."""

    id: int
    recipient: str
    total: int
    sim_id: int | None
    own: str | None
    before: Sequence[Happening] = field(default=())

    def payload(self, **more: Any) -> dict[str, Any]:
        own, number = self.own, self.recipient
        whom = {"sender": own, "recipient": number, "phoneNumber": number, "simNumber": self.sim_id}
        return {"messageId": str(self.id), **whom, **more}


def told(store: Store, line: Happening, zone: ZoneInfo) -> Told | None:
    """What `line` is told as; None where nobody hears of it, or whom it names was erased."""
    maker = _MAKERS.get(line.kind)
    found = maker(store, line, lambda at: iso(at, zone)) if maker is not None else None
    return None if found is None or found.number.startswith(NOBODY) else found


Moment = Callable[[Micros], str]


def _received(store: Store, line: Happening, moment: Moment) -> Told | None:
    view = inbox.get(store, line.message_id or 0)
    # What the box wrote to itself is a test; a program that answers everybody would talk to the box for ever.
    if view is None or tail(view.sender) in {tail(each) for each in sims.own_numbers(store)}:
        return None
    sim_id, own = store.run(_OWN_NUMBER, view.id).fetchone()
    payload = {
        "messageId": str(view.id),
        "message": view.text,
        "sender": view.sender,
        "recipient": own,
        "phoneNumber": view.sender,
        "simNumber": sim_id,
        "receivedAt": moment(view.received_at),
        "complete": view.complete,
    }
    return Told(known.RECEIVED, view.sender, payload)


def _sent(store: Store, line: Happening, moment: Moment) -> Told | None:
    found = _message(store, line)
    if found is None or not _completes(found, line):
        return None
    payload = found.payload(partsCount=found.total, sentAt=moment(line.at))
    return _of(found, known.SENT, payload, callbacks.SUBMITTED)


def _delivered(store: Store, line: Happening, moment: Moment) -> Told | None:
    found = _message(store, line)
    if found is None or not _completes(found, line):
        return None
    return _of(found, known.DELIVERED, found.payload(deliveredAt=moment(line.at)), callbacks.DELIVERED, "000")


def _failed(store: Store, line: Happening, moment: Moment) -> Told | None:
    found = _message(store, line)
    if found is None or _went_wrong(found.before):
        return None
    status = line.data.get("st")
    reason = str(line.data.get("reason") or (f"status report {status}" if status else "undelivered"))
    bit = callbacks.FAILED if line.kind == events.UNDELIVERED else callbacks.REJECTED
    said = f"{status:03}" if isinstance(status, int) else reason
    return _of(found, known.FAILED, found.payload(reason=reason, failedAt=moment(line.at)), bit, said)


def _cancelled(store: Store, line: Happening, moment: Moment) -> Told | None:
    found = _message(store, line)
    if found is None:
        return None
    reason = str(line.data.get("reason") or "cancelled")
    payload = found.payload(reason=reason, cancelledAt=moment(line.at))
    return _of(found, known.CANCELLED, payload, callbacks.REJECTED, reason)


def _buffered(store: Store, line: Happening, _: Moment) -> Told | None:
    found = _message(store, line)
    status = line.data.get("st")
    said = f"{status:03}" if isinstance(status, int) else ""
    return _of(found, "", {}, callbacks.BUFFERED, said) if found is not None else None


def _opted_out(store: Store, line: Happening, moment: Moment) -> Told | None:
    row = store.run(_CONSENT, line.data.get("consent", 0)).fetchone()
    if row is None:
        return None  # erased since
    payload = {"phoneNumber": row[0], "how": row[1], "optedOutAt": moment(line.at)}
    return Told(known.OPTED_OUT, row[0], payload)


def _order(store: Store, line: Happening, moment: Moment) -> Told | None:
    from smsbox.dialogs.orders import rows as orders  # a shop that has none carries nothing of them about

    order = orders.get(store, line.data.get("order", 0))
    if order is None:
        return None
    goods = [{"code": e.code, "title": e.title, "price": _money(e.price), "amount": e.amount} for e in order.lines]
    payload = {
        "orderId": order.id,
        "number": order.said,
        "phoneNumber": order.number,
        "state": line.data.get("state", "new"),
        "goods": goods,
        "total": _money(order.worth),
        "currency": order.currency,
        "delivery": None if order.delivery is None else _money(order.delivery),
        "address": order.address,
        "note": order.note,
        "changedAt": moment(line.at),
    }
    kind = known.ORDER_NEW if line.kind == events.ORDER_MADE else known.ORDER_CHANGED
    return Told(kind, order.number, payload)


def _appointment(store: Store, line: Happening, moment: Moment) -> Told | None:
    from smsbox.dialogs.appointments import rows as appointments

    found = appointments.get(store, line.data.get("appointment", 0))
    kind = _OF_APPOINTMENTS.get(str(line.data.get("state")))
    if found is None or kind is None:
        return None
    payload = {
        "appointmentId": found.id,
        "phoneNumber": found.number,
        "service": found.service,
        "with": found.resource,
        "from": moment(found.at),
        "until": moment(found.until),
        "insteadOf": found.moved_from,
        "note": found.note,
        "bookedBy": found.by_whom,
        "changedAt": moment(line.at),
    }
    return Told(kind, found.number, payload)


_MAKERS: Mapping[str, Callable[[Store, Happening, Moment], Told | None]] = {
    events.RECEIVED: _received,
    events.INCOMPLETE: _received,
    events.SENT: _sent,
    events.DELIVERED: _delivered,
    events.FAILED: _failed,
    events.UNDELIVERED: _failed,
    events.CANCELLED: _cancelled,
    events.STILL_TRYING: _buffered,
    events.OPTED_OUT: _opted_out,
    events.ORDER_MADE: _order,
    events.ORDER_CHANGED: _order,
    events.APPOINTMENT_CHANGED: _appointment,
}
OF_MESSAGES = (*_WRONG, events.SENT, events.DELIVERED, events.CANCELLED, events.STILL_TRYING)
"""Lines about an SMS that we sent: programs may want to be called back for it."""


def _message(store: Store, line: Happening) -> _Sent | None:
    row = store.run(_MESSAGE, line.message_id).fetchone()
    if row is None:
        return None
    before = [each for each in events.of_message(store, line.message_id or 0) if each.id < line.id]
    recipient, total, sim_id, own = row
    return _Sent(line.message_id or 0, recipient, total, sim_id, own, before)


def _completes(found: _Sent, line: Happening) -> bool:
    """Whether with `line` every segment has come so far, and had not before: an SMS is told of once, however often a
    part of it was sent again.
    """
    seen = {each.data.get("seq", 1) for each in found.before if each.kind == line.kind}
    return len(seen) < found.total <= len(seen | {line.data.get("seq", 1)})


def _went_wrong(before: Sequence[Happening]) -> bool:
    """Whether that was told already, since somebody last had it sent again."""
    for each in reversed(before):
        if each.kind == events.RESENT:
            return False
        if each.kind in _WRONG:
            return True
    return False


def _of(found: _Sent, kind: str, payload: Mapping[str, Any], bit: int, said: str = "") -> Told:
    sim = "" if found.sim_id is None else str(found.sim_id)
    return Told(kind, found.recipient, payload, found.id, bit, found.own or "", sim, said)


def _money(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02}"
