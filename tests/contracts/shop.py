"""A shop in a few words: one SIM, a clock that is moved by hand, and short names for what the contracts do all the
time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from smsbox import outbox
from smsbox.clock import MINUTE, SECOND, Micros
from smsbox.consent import Rules
from smsbox.outbox import Claim, Draft, MatchedReport, MessageClass, MessageView, State
from smsbox.sms.tpdu import Address, AddressKind, StatusReport
from smsbox.store import Store, sims
from tests.permitted import permit

START: Micros = 1_790_000_000 * SECOND
ALLOW = ("+380",)
UNLIMITED = Rules(cap=1_000_000)
"""What is about something else than permission may write to the same customer again and again."""

ANNA, BOHDAN = "+380500000001", "+380500000002"
TWO = "Доброго дня! " * 8
THREE = "Доброго дня! " * 12


@dataclass
class Shop:
    store: Store
    now: Micros = START
    sim: int = 0
    permission: Rules = UNLIMITED
    _imsis: int = field(default=1)

    def __post_init__(self) -> None:
        self.sim = self.new_sim()

    def new_sim(self) -> int:
        self._imsis += 1
        return sims.register(self.store, imsi=f"25501000000000{self._imsis}", iccid=None, modem="m", now=self.now)

    def wait(self, micros: Micros) -> None:
        self.now += micros

    def submit(self, *recipients: str, text: str = "Замовлення готове", **fields: Any) -> list[int]:
        allow = fields.pop("allow", ALLOW)
        if fields.get("kind") is MessageClass.MARKETING:
            permit(self.store, *recipients)
        drafts = [Draft(recipient, text, **fields) for recipient in recipients]
        return outbox.submit(self.store, drafts, now=self.now, allow=allow, rules=self.permission)

    def one(self, recipient: str = ANNA, text: str = "Замовлення готове", **fields: Any) -> int:
        return self.submit(recipient, text=text, **fields)[0]

    def claim(self, sim: int | None = None, owner: str = "box", **options: Any) -> Claim | None:
        options = {"lease_until": self.now + 10 * MINUTE, "rules": self.permission, **options}
        return outbox.claim(self.store, sim_id=sim or self.sim, owner=owner, now=self.now, **options)

    def claimed(self, sim: int | None = None, **options: Any) -> Claim:
        claim = self.claim(sim, **options)
        assert claim is not None
        return claim

    def accept(self, claim: Claim, reference: int = 1) -> None:
        outbox.accepted(self.store, claim, reference=reference, now=self.now)

    def doubt(self, claim: Claim, reason: str = "timeout") -> None:
        outbox.uncertain(self.store, claim, reason=reason, now=self.now)

    def refuse(self, claim: Claim, *, permanent: bool = False, wait: Micros = MINUTE) -> None:
        outbox.refused(self.store, claim, error="CMS 41", permanent=permanent, retry_at=self.now + wait, now=self.now)

    def report(
        self,
        recipient: str,
        reference: int,
        status: int = 0,
        *,
        sent_at: Micros | None = None,
        sim: int | None = None,
        kind: AddressKind = AddressKind.INTERNATIONAL,
    ) -> MatchedReport | None:
        moment = None if sent_at is None else datetime.fromtimestamp(sent_at / SECOND, tz=UTC)
        report = StatusReport(reference, Address(recipient, kind), moment, moment, status, bytes((reference, status)))
        return outbox.reported(self.store, sim_id=sim or self.sim, report=report, now=self.now)

    def view(self, message_id: int) -> MessageView:
        view = outbox.get(self.store, message_id)
        assert view is not None
        return view

    def state(self, message_id: int) -> State:
        return self.view(message_id).state

    def states(self, message_id: int) -> Sequence[State]:
        return [segment.state for segment in self.view(message_id).segments]

    def kinds(self, message_id: int) -> list[str]:
        from smsbox import events

        return [line.kind for line in events.of_message(self.store, message_id)]

    def check_counters(self) -> None:
        """The counters say what counting would."""
        counted = self.store.run(
            "SELECT kind, state, count(*), sum(total) FROM messages GROUP BY kind, state ORDER BY kind, state"
        ).fetchall()
        kept = self.store.run(
            "SELECT kind, state, messages, segments FROM counters WHERE messages <> 0 ORDER BY kind, state"
        ).fetchall()
        assert [tuple(map(int, row)) for row in kept] == [tuple(map(int, row)) for row in counted]
