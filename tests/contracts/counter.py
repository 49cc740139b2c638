"""A shop whose customers write to it: what they send is received and routed, what it answers is read off the outbox."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from smsbox import consent, inbox, outbox, router
from smsbox.clock import SECOND, Micros
from smsbox.config import Config
from smsbox.config.model import RegionConfig, SendingConfig, ShopConfig, StoreConfig, WebConfig
from smsbox.consent import State
from smsbox.outbox import Draft, Filter, MessageClass, MessageView
from smsbox.sms.tpdu import Address, AddressKind
from smsbox.store import Store, sims
from tests.contracts import phone
from tests.contracts.shop import ALLOW, ANNA, START

SHOP = ShopConfig(name="Зернята", phone="0500000001")


def config(**shop: Any) -> Config:
    store = StoreConfig("sqlite:////none/smsbox.db", Path("/none"))
    return Config(
        store, WebConfig("127.0.0.1", 8080), RegionConfig(), SendingConfig(allow=ALLOW), shop=replace(SHOP, **shop)
    )


@dataclass
class Counter:
    store: Store
    config: Config = field(default_factory=config)
    now: Micros = START
    sim: int = 0
    slot: int = 0

    def __post_init__(self) -> None:
        self.sim = sims.register(self.store, imsi="255010000000007", iccid=None, modem="m", now=self.now)

    def hear(self, text: str, sender: str = ANNA, *, kind: AddressKind | None = None) -> int:
        """Receive, and do not route."""
        self.now += SECOND
        self.slot += 1
        octets = phone.tpdu(text, at=self.now, sender=sender if kind is None else "+380500000099")
        deliver = phone.deliver(octets)
        if kind is not None:
            deliver = replace(deliver, sender=Address(sender, kind))
        got = inbox.receive(
            *(self.store,), sim_id=self.sim, memory="SM", slot=self.slot, pdu_raw=octets, deliver=deliver, now=self.now
        )
        assert got.message_id is not None
        return got.message_id

    def route(self) -> int:
        self.now += SECOND
        return router.route_waiting(self.store, self.config, self.now, most=2000)

    def write(self, text: str, sender: str = ANNA, **how: Any) -> inbox.InboundView:
        """A customer writes, and it is routed."""
        message_id = self.hear(text, sender, **how)
        assert self.route() == 1
        return self.received(message_id)

    def received(self, message_id: int) -> inbox.InboundView:
        view = inbox.get(self.store, message_id)
        assert view is not None
        return view

    def answers(self, number: str = ANNA) -> list[MessageView]:
        """All he was sent, oldest first."""
        return outbox.messages(self.store, Filter(recipient=number), limit=500)[::-1]

    def texts(self, number: str = ANNA) -> list[str]:
        return [view.text for view in self.answers(number)]

    def state(self, number: str = ANNA) -> State:
        return consent.standing(self.store, number).state

    def acts(self, number: str = ANNA) -> list[str]:
        return [str(line.entry.act) for line in consent.history(self.store, number)]

    def send(self, text: str, kind: MessageClass, number: str = ANNA) -> int:
        """Somebody of the shop, or a campaign, queues a message."""
        (message_id,) = outbox.submit(self.store, [Draft(number, text, kind)], now=self.now, allow=ALLOW)
        return message_id
