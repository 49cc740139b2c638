"""Counting by kinds says of everybody what asking about him says, in shops drawn at random."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from smsbox import consent, contacts
from smsbox.campaigns import Plan, audiences, kinds
from smsbox.campaigns.asking import Asked, ask
from smsbox.clock import DAY, HOUR, DaySpan
from smsbox.config import Config
from smsbox.contacts import Contact, New, State, Wanted
from smsbox.outbox import MessageClass
from tests.campaigns.shop import START, Till, plan

SHOPS = 3
PEOPLE = 110
_NUMBERS = ("+38050000", "+48500000", "+15550000", "+38090000")
_WISHES: Mapping[str, tuple[Any, ...]] = {
    "every_days": (None, None, 3, 30, 400),
    "hours": (None, None, "10:00-12:00", "20:00-07:00"),
    "topics": (None, None, '["кава"]', "[]"),
    "language": (None, "pl"),
    "prefers_call": (0, 0, 0, 1),
}


def shop(till: Till, drawn: random.Random) -> None:
    """Customers of all sorts, with permissions, marks, and advertising in every state."""
    numbers = [f"{drawn.choice(_NUMBERS)}{place:04}" for place in range(PEOPLE)]
    states, zones = list(State), (None, None, "America/New_York", "nowhere")
    contacts.add_many(
        till.store,
        [New(number=each, state=drawn.choice(states), language=drawn.choice((None, "uk", "en"))) for each in numbers],
        now=till.now,
    )
    with till.store.write():
        for each in numbers:
            till.store.run("UPDATE contacts SET zone = ? WHERE number = ?", drawn.choice(zones), each)
            if drawn.random() < 0.9:
                _permission(till, drawn, each)
            if drawn.random() < 0.1:
                consent.suppress(till.store, each, till.now, drawn.choice(("left", "erased", "shop")))
            for _ in range(drawn.choice((0, 0, 1, 3))):
                _message(till, drawn, each)


def _permission(till: Till, drawn: random.Random, number: str) -> None:
    row = {"number": number, "state": drawn.choice((0, 1, 2, 2, 2, 2, 3, 4)), "since": 1, "consent_id": 1}
    _insert(till, "permissions", row | {name: drawn.choice(values) for name, values in _WISHES.items()})


def _message(till: Till, drawn: random.Random, number: str) -> None:
    (message_id,) = till.store.reserve_ids("messages", 1)
    kind = drawn.choice((MessageClass.MARKETING, MessageClass.MARKETING, MessageClass.SERVICE))
    row = {"id": message_id, "recipient": number, "text": "x", "kind": int(kind), "priority": 0, "alphabet": 0}
    row |= {"total": 2, "flash": 0, "report": 1, "created_at": till.now, "state": drawn.randrange(10)}
    row |= {name: drawn.choice((None, None, till.now + 3 * DAY)) for name in ("send_after", "due_at")}
    _insert(till, "messages", row)
    for seq in drawn.choice(((), (1,), (1, 2), (0, 1))):
        at = drawn.choice((None, till.now - HOUR, till.now - 10 * DAY, till.now - 100 * DAY))
        told: dict[str, Any] = {"message_id": message_id, "seq": seq, "state": drawn.randrange(10), "submitted_at": at}
        doubt = drawn.choice((None, None, None, till.now))
        more = {"attempts": 1, "refusals": 0, "maybe_duplicate": int(drawn.random() < 0.1), "doubted_at": doubt}
        _insert(till, "segments", told | more)


def _insert(till: Till, table: str, row: Mapping[str, Any]) -> None:
    marks = ",".join("?" * len(row))
    till.store.run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())


def ways(till: Till) -> list[tuple[Plan, Config]]:
    """Plans and settings that ask for different things of the same people."""
    found = []
    for topic, minute, quiet, cap in product(
        (None, "Кава"), (None, 11 * 60), (None, DaySpan(12 * 60, 14 * 60)), (1, 2)
    ):
        sending = replace(till.config.sending, quiet=quiet, allow=("+380", "+48", "+1"))
        config = replace(till.config, sending=sending, shop=replace(till.config.shop, cap=cap, topics=("кава",)))
        found.append((plan(topic=topic, local_minute=minute), config))
    return found


def summed(people: list[Contact], said: Mapping[int, Asked]) -> tuple[int, Counter[str], int, int]:
    may = [each for each in people if not said[each.id].verdict.refused]
    reasons = Counter(str(said[each.id].verdict.reason) for each in people if said[each.id].verdict.refused)
    leads = sum(each.state is State.LEAD for each in may)
    return len(may), reasons, leads, sum(said[each.id].verdict.until is not None for each in may)


@pytest.mark.parametrize("seed", range(SHOPS))
def test_a_kind_is_judged_as_each_of_it(seed: int, anywhere: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiences, "_STEP", 17)
    till, drawn = anywhere, random.Random(seed)
    shop(till, drawn)
    people = list(contacts.every(till.store, Wanted(everyone=True), now=START))
    seen: set[str] = set()
    for wanted, config in ways(till):
        asked = ask(till.store, config, wanted, people, till.now)
        found = kinds.Kinds(till.store, config, wanted, till.now).ask([each.id for each in people])
        assert {each.id: each.said for each in found} == asked
        counts = audiences.counts(till.store, wanted, config, till.now, go_on=lambda: True)
        assert (counts.may_get, Counter(counts.excluded), counts.leads, counts.later) == summed(people, asked)
        seen |= set(counts.excluded) | ({"may"} if counts.may_get else set())
    assert seen >= {"may", "destination", "consent", "asked", "left", "suppressed", "topic"} and seen & {
        "cap",
        "frequency",
    }


def test_those_met_are_the_first_who_may_get_it(anywhere: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiences, "_STEP", 4)
    anywhere.people(3, agreed=False)
    numbers = anywhere.people(12, first=10)
    met: list[str] = []
    found = audiences.counts(
        anywhere.store,
        plan(),
        anywhere.config,
        START,
        go_on=lambda: True,
        met=lambda who, _: met.append(who.number),
        meets=7,
    )
    assert (met, found.may_get, found.matching) == (numbers[:7], 12, 15)
