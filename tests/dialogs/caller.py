"""Customers who talk with the whole router: what they write is received and routed, and what they are answered leaves
at once, as it does at an idle modem.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from smsbox import inbox
from smsbox.clock import SECOND
from smsbox.dialogs import expiry, rows
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows.rows import Kept
from smsbox.dialogs.rows import Dialog
from smsbox.inbox import InboundView
from tests.contracts import phone
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA

_LEFT = "UPDATE segments SET submitted_at = ?, state = 4 WHERE submitted_at IS NULL"
_GONE = "UPDATE messages SET state = 4, queue_key = NULL WHERE state = 0 AND send_after IS NULL"


@dataclass
class Caller(Counter):
    """`stuck`: the modem takes nothing just now."""

    stuck: bool = False

    def flow(self, source: str, *, name: str = "") -> Kept:
        """A scenario that is open."""
        kept = flows.put(self.store, self.config, source, by="olena", now=self.now)
        return flows.open(self.store, self.config, kept.id, by="olena", now=self.now)

    def route(self) -> int:
        routed = super().route()
        if not self.stuck:
            with self.store.write():
                self.store.run(_LEFT, self.now)
                self.store.run(_GONE)
        return routed

    def ask(self, text: str, sender: str = ANNA, **how: Any) -> list[str]:
        """What he is sent right after he wrote."""
        before = len(self.texts(sender))
        self.write(text, sender, **how)
        return self.texts(sender)[before:]

    def again(self, message_id: int) -> InboundView:
        """The network delivers the same message once more."""
        (octets,) = inbox.raw(self.store, message_id)
        self.now += SECOND
        self.slot += 1
        got = inbox.receive(
            *(self.store,),
            sim_id=self.sim,
            memory="SM",
            slot=self.slot,
            pdu_raw=octets,
            deliver=phone.deliver(octets),
            now=self.now,
        )
        assert self.route() == 1
        return self.received(got.message_id or 0)

    def tick(self, micros: int = 0) -> int:
        """Time goes by, and the shop's thread looks."""
        self.now += micros
        return expiry.expire(self.store, self.config, self.now)

    def dialog(self, number: str = ANNA) -> Dialog:
        """His last one."""
        found = rows.last_with(self.store, number)
        assert found is not None
        return found
