"""A random walk through everything that can happen to messages, against a network that remembers what really left.

The one thing that may never happen: a segment in the air twice without its row saying so, or a message that is
neither waiting nor settled nor shown to a person.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from smsbox import events, outbox
from smsbox.clock import DAY, MINUTE, SECOND
from smsbox.outbox import Claim, MessageClass, State
from smsbox.outbox.states import ACCEPTED
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, THREE, TWO, Shop

SETTLED = ACCEPTED | {State.FAILED, State.CANCELLED}


class Network:
    """What really happened: accepted segments with the references they used up."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.references: dict[int, int] = {}
        self.aired: Counter[tuple[int, int]] = Counter()
        self.reports: list[tuple[int, str, int, int]] = []

    def take(self, claim: Claim, now: int) -> int:
        reference = self.references[claim.sim_id] = (self.references.get(claim.sim_id, 0) + 1) % 256
        self.aired[claim.message_id, claim.seq] += 1
        if claim.report:
            self.reports.append((claim.sim_id, claim.recipient, reference, now))
        return reference


def steps(shop: Shop, network: Network, dice: random.Random, sims: list[int]) -> None:
    flying: list[tuple[Claim, int | None]] = []
    for _ in range(250):
        shop.wait(dice.choice([SECOND, SECOND, 20 * SECOND, 5 * MINUTE]))
        match dice.choice(
            ["submit", "claim", "claim", "claim", "result", "result", "report", "tick", "person", "crash"]
        ):
            case "submit":
                shop.one(
                    dice.choice([ANNA, BOHDAN]),
                    dice.choice(["Так", TWO, THREE]),
                    kind=dice.choice(list(MessageClass)),
                    report=dice.random() < 0.8,
                    send_before=dice.choice([None, None, shop.now + 10 * MINUTE]),
                )
            case "claim":
                sim = dice.choice(sims)
                if all(claim.sim_id != sim for claim, _ in flying):
                    claim = shop.claim(sim, owner=f"box{sim}")
                    if claim is not None:
                        flying.append((claim, network.take(claim, shop.now) if dice.random() < 0.75 else None))
            case "result" if flying:
                claim, reference = flying.pop(dice.randrange(len(flying)))
                if dice.random() < 0.2:
                    shop.doubt(claim)
                    if reference is not None and dice.random() < 0.5:
                        shop.accept(claim, reference)
                elif reference is not None:
                    shop.accept(claim, reference)
                elif dice.random() < 0.5:
                    shop.refuse(claim, permanent=dice.random() < 0.3, wait=MINUTE)
                else:
                    outbox.not_sent(shop.store, claim, reason="no_prompt", retry_at=None, now=shop.now)
            case "report" if network.reports:
                sim, recipient, reference, at = dice.choice(network.reports)
                shop.report(recipient, reference, dice.choice([0, 0, 0x22, 0x46]), sent_at=at, sim=sim)
            case "tick":
                outbox.promote_due(shop.store, now=shop.now)
                outbox.hold_overdue(shop.store, now=shop.now)
                outbox.expire(shop.store, now=shop.now)
            case "person":
                views = outbox.messages(shop.store, limit=100)
                if views:
                    act = dice.choice([outbox.cancel, outbox.hold, outbox.release, outbox.resend, outbox.confirm])
                    act(shop.store, [dice.choice(views).id], shop.now)
            case "crash":
                sim = dice.choice(sims)
                outbox.recover(shop.store, owner=f"box{sim}", now=shop.now)
                flying = [each for each in flying if each[0].sim_id != sim]
    for claim, reference in flying:
        if reference is not None:
            shop.accept(claim, reference)
        else:
            shop.doubt(claim)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_lost_and_nothing_twice_in_silence(store: Store, seed: int) -> None:
    dice = random.Random(seed)
    shop = Shop(store)
    sims = [shop.sim, shop.new_sim()]
    network = Network(dice)
    steps(shop, network, dice, sims)
    shop.wait(DAY)
    outbox.promote_due(store, now=shop.now)
    outbox.hold_overdue(store, now=shop.now)
    outbox.expire(store, now=shop.now)
    for sim in sims:
        while (claim := shop.claim(sim)) is not None:
            shop.accept(claim, network.take(claim, shop.now))
    shop.check_counters()
    for view in outbox.messages(store, limit=1000):
        held = view.state is State.HELD and view.reason in (outbox.BY_PERSON, outbox.BY_DOUBT)
        assert view.state in SETTLED or held, view
        for segment in view.segments:
            aired = network.aired[view.id, segment.seq]
            if aired > 1:
                assert segment.maybe_duplicate, (view.id, segment)
            if segment.state in ACCEPTED and not by_a_person(store, view.id):
                assert aired >= 1, (view.id, segment)


def by_a_person(store: Store, message_id: int) -> bool:
    """Somebody said that it arrived."""
    return any(line.kind == events.CONFIRMED for line in events.of_message(store, message_id))
