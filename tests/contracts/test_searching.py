"""Searching both boxes: every mixture of conditions finds what looking at each row would find, in bounded steps."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from smsbox import inbox, outbox
from smsbox.clock import DAY, HOUR, MINUTE, SECOND
from smsbox.inbox import InboundView, InboxFilter
from smsbox.modem.simulator import pdu
from smsbox.outbox import Filter, MessageClass, MessageView, State
from smsbox.outbox.filters import from_json
from smsbox.sms.tpdu import Deliver, decode_incoming
from smsbox.store import Store, scanning
from tests.contracts.shop import ANNA, BOHDAN, START, Shop

TEXTS = ("Замовлення №17 готове", "ЗАМОВЛЕННЯ *скасовано*?", "Ваш код [4711]^$", "order {a|b} (x) is 100%_ready\\")
POLE = "+48500000001"


@pytest.fixture
def shop(store: Store) -> Shop:
    shop = Shop(store)
    dice = random.Random(5)
    other = shop.new_sim()
    for number in range(240):
        shop.wait(HOUR)
        shop.one(
            dice.choice([ANNA, BOHDAN, "+380671112233", POLE]),
            f"{dice.choice(TEXTS)} {number}",
            kind=dice.choice(list(MessageClass)),
            batch=dice.choice([None, "spring", "autumn"]),
            allow=("+380", "+48"),
        )
    ids = [view.id for view in outbox.messages(store, limit=500)]
    outbox.hold(store, dice.sample(ids, 30), shop.now)
    outbox.cancel(store, dice.sample(ids, 30), shop.now)
    outbox.move(store, dice.sample(ids, 40), other, shop.now)
    for reference in range(40):
        claim = shop.claimed(dice.choice([shop.sim, other]))
        shop.accept(claim, reference)
        shop.report(claim.recipient, reference, sim=claim.sim_id)
    return shop


def heard(sender: str, text: str, now: int) -> Deliver:
    coding, (units,) = pdu.cut(text)
    read = decode_incoming(pdu.deliver(sender, units, coding, datetime.fromtimestamp(now // SECOND, UTC)))
    assert isinstance(read, Deliver)
    return read


def looked_at(view: MessageView, wanted: Filter, sims: dict[str, int]) -> bool:
    """Whether one row is wanted, told without SQL."""
    checks: list[bool] = [
        not wanted.states or view.state in wanted.states,
        not wanted.kinds or view.kind in wanted.kinds,
        wanted.recipient in (None, view.recipient),
        not wanted.beginnings or view.recipient.startswith(tuple(wanted.beginnings)),
        wanted.text.casefold() in view.text.casefold(),
        wanted.sim_id is None or (view.sim is not None and sims[view.sim] == wanted.sim_id),
        wanted.batch in (None, view.batch),
        wanted.since is None or view.created_at >= wanted.since,
        wanted.until is None or view.created_at < wanted.until,
    ]
    return all(checks)


def some_filter(dice: random.Random) -> Filter:
    def perhaps(*choices: Any) -> Any:
        return dice.choice(choices) if dice.random() < 0.35 else None

    since = perhaps(START + 20 * HOUR, START + 100 * HOUR)
    return Filter(
        states=perhaps(
            (State.QUEUED,), (State.HELD, State.CANCELLED), (State.DELIVERED,), (State.HELD, State.DELIVERED)
        )
        or (),
        kinds=perhaps((MessageClass.REPLY,), (MessageClass.SERVICE, MessageClass.MARKETING)) or (),
        recipient=perhaps(ANNA, POLE, "+380509999999"),
        beginnings=perhaps(("+38050",), ("+48", "+38067"), ("+1",)) or (),
        text=perhaps("замовлення", "ГОТОВЕ", "*скас", "[4711]^$", "100%_READY\\", "{a|b} (x)", "?", "17") or "",
        sim_id=perhaps(1, 2),
        batch=perhaps("spring", "none"),
        since=since,
        until=perhaps(START + 150 * HOUR, START + 30 * HOUR),
    )


def through(page: Callable[..., Any], wanted: Any, limit: int) -> list[int]:
    """The ids of all pages, forwards; and back again by the links of the pages."""
    seen, before, newer = [], None, None
    for _ in range(400):
        found = page(wanted=wanted, limit=limit, before=before)
        assert len(found.rows) == limit or found.older is None or found.short
        seen += [row.id for row in found.rows]
        newer = found.newer
        if found.older is None:
            break
        before = found.older
    back = [row.id for row in found.rows]
    while newer is not None:
        found = page(wanted=wanted, limit=limit, after=newer)
        back = [row.id for row in found.rows] + [each for each in back if each not in {row.id for row in found.rows}]
        newer = found.newer
    assert back == seen
    return seen


@pytest.mark.parametrize("seed", range(8))
def test_any_mixture_finds_what_looking_at_each_row_finds(
    shop: Shop, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, rows in {"PLAIN_REACH": 37, "TEXT_REACH": 11, "_INDEX_REACH": 9, "_CHUNK": 4, "_FEW": 70}.items():
        monkeypatch.setattr(scanning, name, rows)
    every = outbox.messages(shop.store, limit=1000)
    sims = {row[0]: row[1] for row in shop.store.run("SELECT imsi, id FROM sims").fetchall()}
    dice, found = random.Random(seed), 0
    for _ in range(12):
        wanted = some_filter(dice)
        assert from_json(wanted.as_json()) == wanted
        expected = [view.id for view in every if looked_at(view, wanted, sims)]
        assert [view.id for view in outbox.messages(shop.store, wanted, 1000)] == expected, wanted
        seen = through(lambda **how: outbox.page(shop.store, how.pop("wanted"), **how), wanted, 7)
        assert seen == expected, wanted
        found += len(expected)
    assert found


def test_the_number_found_is_told_when_it_is_cheap(shop: Shop) -> None:
    page = outbox.page(shop.store, Filter(), limit=10)
    assert (page.number, page.exact, len(page.rows)) == (240, True, 10)
    held = Filter(states=(State.HELD,))
    page = outbox.page(shop.store, held, limit=200)
    assert (page.number, page.exact, page.older) == (len(page.rows), True, None)
    page = outbox.page(shop.store, Filter(recipient=ANNA), limit=10)
    assert page.exact and page.number == len(outbox.messages(shop.store, Filter(recipient=ANNA), 1000))


def test_what_is_frequent_is_counted_up_to_a_thousand(store: Store) -> None:
    shop = Shop(store)
    shop.submit(*[ANNA] * 1100)
    page = outbox.page(store, Filter(recipient=ANNA), limit=10)
    assert (page.number, page.exact) == (1001, False)


def test_a_clock_that_was_wrong_for_a_while_hides_nothing(store: Store) -> None:
    shop = Shop(store)
    written = {}
    for hour in range(200):
        shop.now = START + hour * HOUR * 6
        if 60 <= hour < 64:
            shop.now = 1_000 * MINUTE  # started without a clock, in 1970
        if 90 <= hour < 93:
            shop.now = START + 26_000 * DAY  # or in 2099
        written[shop.one()] = shop.now
    for first, last in ((0, 400), (300, 420), (350, 700), (500, 600), (0, 1300)):
        since, until = START + first * HOUR, START + last * HOUR
        found = outbox.messages(store, Filter(since=since, until=until), 500)
        assert [view.id for view in reversed(found)] == [each for each, at in written.items() if since <= at < until]


def test_searching_the_inbox(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "TEXT_REACH", 13)
    monkeypatch.setattr(scanning, "_FEW", 20)
    shop = Shop(store)
    dice = random.Random(3)
    senders = [ANNA, BOHDAN, "Kyivstar", "0501112233", "4444"]
    for number in range(90):
        shop.wait(HOUR)
        text = f"{dice.choice(['Коли готове?', 'СТОП', 'стоп, дякую'])} {number}"
        got = inbox.receive(
            store,
            sim_id=shop.sim,
            memory="",
            slot=None,
            pdu_raw=b"",
            deliver=heard(dice.choice(senders), text, shop.now),
            now=shop.now,
        )
        if number % 3 == 0:
            inbox.settle(store, got.message_id or 0, shop.now)
    every = inbox.messages(store, 500)

    def same(wanted: InboxFilter, fits: Callable[[InboundView], bool]) -> None:
        seen = through(lambda **how: inbox.page(store, how.pop("wanted"), **how), wanted, 7)
        assert seen == [view.id for view in every if fits(view)], wanted
        assert seen, wanted

    same(InboxFilter(), lambda view: True)
    same(InboxFilter(text="стоп"), lambda view: "стоп" in view.text.lower())
    same(InboxFilter(beginnings=("+38050",)), lambda view: view.sender.startswith("+38050"))
    same(InboxFilter(beginnings=("Kyiv", "44")), lambda view: view.sender in ("Kyivstar", "4444"))
    same(InboxFilter(standing="waiting", sim_id=shop.sim), lambda view: view.settled_at is None)
    same(InboxFilter(standing="settled", text="ГОТОВЕ"), lambda view: bool(view.settled_at) and "готове" in view.text)
    since, until = START + 20 * HOUR, START + 60 * HOUR
    same(InboxFilter(since=since, until=until), lambda view: since <= view.received_at < until)
