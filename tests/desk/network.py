"""Messages as the network brings them, for the tests of the desk."""

from __future__ import annotations

from datetime import UTC, datetime

from smsbox import inbox
from smsbox.clock import Micros
from smsbox.sms.address import Address, AddressKind
from smsbox.sms.alphabet import Alphabet
from smsbox.sms.deliver import Deliver
from smsbox.store import Store, sims


def arrives(store: Store, sender: str, text: str, at: Micros) -> int:
    """A whole message comes to the one SIM; its id."""
    sim_id = sims.register(store, imsi="255010000000001", iccid="8938001", modem="main", now=at)
    kind = AddressKind.INTERNATIONAL if sender[1:].isdecimal() else AddressKind.ALPHANUMERIC
    deliver = Deliver(
        sender=Address(sender, kind),
        text=text,
        data=None,
        alphabet=Alphabet.UCS2,
        message_class=None,
        concat=None,
        sent_at=datetime(2026, 2, 25, tzinfo=UTC),
        ports=None,
        damaged=False,
        tpdu=text.encode("utf-16-be"),
    )
    received = inbox.receive(
        store, sim_id=sim_id, memory="SM", slot=None, pdu_raw=deliver.tpdu, deliver=deliver, now=at
    )
    assert received.message_id is not None
    return received.message_id
