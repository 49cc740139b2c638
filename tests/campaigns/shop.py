"""A shop with customers who agreed, and its campaigns, moved by hand: no daemon, no modem, a clock of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smsbox import campaigns, consent, contacts, outbox
from smsbox.campaigns import Campaign, Plan, Variant
from smsbox.clock import MINUTE, SECOND, Micros
from smsbox.config import Config, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.config.model import ShopConfig
from smsbox.contacts import New, Wanted
from smsbox.store import Store, sims

START: Micros = 1_795_431_600 * SECOND
"""Monday, 23 November 2026, 13:00 in Kyiv."""
EVERYONE = Wanted(everyone=True)
TEXT = "Zerno: {name|friend}, coffee -20% until Sunday. Answer 1 or call 0500000001. STOP: no more"


def number(place: int) -> str:
    return f"+38050000{place:04}"


def config(directory: Path, url: str | None = None, **shop: Any) -> Config:
    shop.setdefault("name", "Zerno")
    shop.setdefault("phone", "0500000001")
    return Config(
        StoreConfig(url or f"sqlite://{directory}/smsbox.db", directory),
        WebConfig("127.0.0.1", 0),
        RegionConfig(),
        SendingConfig(quiet=None),
        shop=ShopConfig(**shop),
    )


def plan(text: str = TEXT, **more: Any) -> Plan:
    more.setdefault("audience", EVERYONE)
    more.setdefault("variants", (Variant(text),))
    return Plan(**more)


@dataclass
class Till:
    store: Store
    config: Config
    now: Micros = START
    sim: int = field(init=False)

    def __post_init__(self) -> None:
        self.sim = sims.register(self.store, imsi="255010000000001", iccid=None, modem="m", now=self.now)

    def people(self, count: int, *, first: int = 1, agreed: bool = True, **more: Any) -> list[str]:
        """Customers with the numbers from `first` on."""
        numbers = [number(first + place) for place in range(count)]
        contacts.add_many(self.store, [New(number=each, **more) for each in numbers], now=self.now)
        if agreed:
            self.agree(numbers)
        return numbers

    def agree(self, numbers: Sequence[str]) -> None:
        with self.store.write():
            for each in numbers:
                consent.record(
                    self.store, consent.Entry(each, self.now, "agreed", "staff", words="May we?", operator="Olha")
                )

    def draft(self, plan_: Plan | None = None, name: str = "Spring") -> Campaign:
        return campaigns.create(self.store, name, plan_ or plan(), by="Olha", now=self.now)

    def launched(self, plan_: Plan | None = None, name: str = "Spring") -> Campaign:
        made = self.draft(plan_, name)
        made = campaigns.approve(self.store, made.id, made.version, by="Olha", now=self.now)
        return campaigns.launch(self.store, self.config, made.id, made.version, by="Olha", now=self.now)

    def step(self) -> bool:
        return campaigns.step(self.store, self.config, self.now)

    def run(self, most: int = 500) -> None:
        """Until nothing is left to be done at this moment."""
        for _ in range(most):
            if not self.step():
                return
        raise AssertionError("it never rests")

    def settle(self, campaign: Campaign, *, failed: Sequence[str] = ()) -> None:
        """Every message of it that waits leaves, those to `failed` for nothing."""
        while (
            claim := outbox.claim(
                self.store, sim_id=self.sim, owner="box", now=self.now, lease_until=self.now + MINUTE, rules=self.rules
            )
        ) is not None:
            if claim.recipient in failed:
                outbox.refused(self.store, claim, error="CMS 21", permanent=True, retry_at=self.now, now=self.now)
            else:
                outbox.accepted(self.store, claim, reference=claim.message_id % 256, now=self.now)

    @property
    def rules(self) -> consent.Rules:
        return consent.Rules.of(self.config)

    def leave(self, *numbers: str) -> None:
        for each in numbers:
            consent.record(self.store, consent.Entry(each, self.now, "left", "sms", evidence="STOP"))

    def children(self, campaign: Campaign) -> list[Campaign]:
        """What a standing campaign has made, oldest first."""
        return campaigns.recent(self.store, parent_id=campaign.id)[::-1]

    def wait(self, micros: Micros) -> None:
        self.now += micros

    def get(self, campaign: Campaign) -> Campaign:
        return campaigns.get(self.store, campaign.id)

    def queued(self, campaign: Campaign) -> list[str]:
        """To whom messages were made, in their order."""
        sql = "SELECT recipient FROM messages WHERE batch = ? ORDER BY id"
        return [row[0] for row in self.store.run(sql, campaign.batch).fetchall()]

    def reasons(self, campaign: Campaign) -> Counter[str]:
        sql = "SELECT reason, count(*) FROM recipients WHERE campaign_id = ? AND state = 1 GROUP BY reason"
        return Counter(dict(self.store.run(sql, campaign.id).fetchall()))
