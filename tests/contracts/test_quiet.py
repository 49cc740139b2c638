"""Quiet hours at the claim: advertising rests, what has begun is finished, all else passes; on both databases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from smsbox import outbox
from smsbox.clock import DaySpan, Micros
from smsbox.config.model import Config, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.outbox import BULK, MessageClass, State
from smsbox.problems import looking
from smsbox.routing import KINDS, Carrier, KnownCarrier, Roster, Route, Shares, keep_carrier
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, TWO, Shop
from tests.test_quiet import at

EVENING, NIGHT, MORNING = at("2026-11-22T19:59"), at("2026-11-22T20:00"), at("2026-11-23T09:00")
ADVERTISING = MessageClass.MARKETING
FAR = "+380500000003"
HOURS = DaySpan(20 * 60, 9 * 60)


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store, now=EVENING)


def config(quiet: DaySpan | None = HOURS) -> Config:
    store, web = StoreConfig("sqlite:///x/y.db", Path("/x")), WebConfig("127.0.0.1", 8080)
    return Config(store, web, RegionConfig(), SendingConfig(quiet=quiet))


def quiet_claim(shop: Shop, now: Micros) -> outbox.Claim | None:
    shop.now = now
    return shop.claim(resting=outbox.resting(config(), now))


def test_advertising_rests_and_all_else_passes(shop: Shop) -> None:
    advertising = shop.one(kind=ADVERTISING, priority=127)
    service, reply = shop.one(BOHDAN), shop.one(FAR, kind=MessageClass.REPLY)
    passed = [quiet_claim(shop, NIGHT) for _ in range(3)]
    assert [each and each.message_id for each in passed] == [reply, service, None]
    assert [each.more for each in passed if each] == [True, False], "what rests does not keep the link open"
    assert shop.state(advertising) is State.QUEUED
    claimed = quiet_claim(shop, MORNING)
    assert claimed is not None and claimed.message_id == advertising
    assert quiet_claim(shop, MORNING) is None, "once"


def test_what_has_begun_is_finished(shop: Shop) -> None:
    long, other = shop.one(ANNA, TWO, kind=ADVERTISING), shop.one(BOHDAN, TWO, kind=ADVERTISING)
    first = quiet_claim(shop, EVENING)
    assert first is not None and (first.message_id, first.seq) == (long, 1)
    shop.accept(first)
    second = quiet_claim(shop, NIGHT)
    assert second is not None and (second.message_id, second.seq, second.more) == (long, 2, False)
    shop.accept(second)
    assert quiet_claim(shop, NIGHT) is None
    assert (shop.state(long), shop.state(other)) == (State.SENT, State.QUEUED)


def test_a_first_segment_that_was_refused_has_not_begun(shop: Shop) -> None:
    long = shop.one(ANNA, TWO, kind=ADVERTISING)
    first = quiet_claim(shop, EVENING)
    assert first is not None
    shop.refuse(first)
    outbox.promote_due(shop.store, now=NIGHT + 10)
    assert quiet_claim(shop, NIGHT + 10) is None
    outbox.promote_due(shop.store, now=MORNING)
    again = quiet_claim(shop, MORNING)
    assert again is not None and (again.message_id, again.seq) == (long, 1)


def test_only_some_classes_and_quiet_hours_together(shop: Shop) -> None:
    shop.one(kind=ADVERTISING)
    service = shop.one(BOHDAN)
    shop.now = NIGHT
    assert shop.claim(resting=BULK, kinds=[ADVERTISING]) is None
    claimed = shop.claim(resting=BULK, kinds=[MessageClass.SERVICE, ADVERTISING])
    assert claimed is not None and claimed.message_id == service


def test_a_million_rows_that_rest_are_not_looked_through(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of rows a claim reads must not grow with those that rest: as many statements, each by an index."""
    few = _asked(shop, monkeypatch, rows=1)
    many = _asked(shop, monkeypatch, rows=400)
    assert few == many
    if shop.store.dialect.sole_owner:
        plans = [row[-1] for sql in set(many) if "queue_key >= ?" in sql for row in _plan(shop.store, sql)]
        assert plans and all("USING" in plan and "INDEX" in plan and "lane=?" in plan for plan in plans)


def test_nobody_waits_for_the_turn_of_another_sim_all_night(shop: Shop) -> None:
    """A SIM that waits for its turn looks five times a second."""
    sims = (shop.sim, shop.new_sim())
    weights = {shop.sim: 1, sims[1]: 2}
    roster, shares = Roster({sim: Carrier(sim, weight=weight) for sim, weight in weights.items()}), Shares()

    def claimed(resting: Sequence[MessageClass]) -> tuple[list[int | None], bool]:
        routes = [Route(sim, roster, shares) for sim in sims]
        found = [shop.claim(sim, route=route, resting=resting) for sim, route in zip(sims, routes, strict=True)]
        return [each and each.message_id for each in found], any(route.waits for route in routes)

    with shop.store.write():
        for sim in sims:
            keep_carrier(shop.store, KnownCarrier(sim, None, 1, KINDS, ("+380",), shop.now))
    first, _ = shop.submit(ANNA, BOHDAN, kind=ADVERTISING)
    for _ in range(3):
        shares.took(shop.sim, weights, 0.0)
    assert claimed(BULK) == ([None, None], False)
    assert claimed(()) == ([None, first], True), "by day the other one has to wait for its turn"


def _asked(shop: Shop, monkeypatch: pytest.MonkeyPatch, *, rows: int) -> list[str]:
    """The statements of a claim that finds nothing."""
    shop.submit(*[f"+38050001{number:04d}" for number in range(rows)], kind=ADVERTISING)
    asked: list[str] = []
    run = Store.run

    def heard(store: Store, sql: str, *values: object) -> object:
        asked.append(sql)
        return run(store, sql, *values)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "run", heard)
        assert quiet_claim(shop, NIGHT) is None
    return asked


def _plan(store: Store, sql: str) -> list[tuple[object, ...]]:
    return store.run(f"EXPLAIN QUERY PLAN {sql.replace('FOR UPDATE SKIP LOCKED', '')}", 0, 0, 1).fetchall()


def test_whether_anything_could_be_sent(shop: Shop) -> None:
    assert not outbox.anything(shop.store)
    shop.one(ANNA, TWO, kind=ADVERTISING)
    assert outbox.anything(shop.store) and not outbox.anything(shop.store, BULK)
    assert looking.observe(shop.store, []).due
    assert not looking.observe(shop.store, [], resting=BULK).due, "a queue that rests is no problem"
    first = shop.claimed()
    shop.accept(first)
    assert outbox.anything(shop.store, BULK), "it has begun"


def test_until_when_a_message_waits(shop: Shop) -> None:
    advertising, service = shop.one(ANNA, TWO, kind=ADVERTISING), shop.one(BOHDAN)
    later = shop.one(FAR, kind=ADVERTISING, send_after=at("2026-11-23T22:00"))

    def waits(message: int, now: Micros, quiet: DaySpan | None = HOURS) -> Micros | None:
        return outbox.waits_until(config(quiet), shop.view(message), now)

    assert waits(advertising, EVENING) is None
    assert waits(advertising, NIGHT) == MORNING
    assert waits(advertising, NIGHT, None) is None
    assert waits(service, NIGHT) is None
    assert waits(later, NIGHT) == at("2026-11-24T09:00"), "what is due in quiet hours waits for their end"
    outbox.cancel(shop.store, [service], now=shop.now)
    shop.accept(shop.claimed())
    assert waits(advertising, NIGHT) is None, "it has begun"
    shop.accept(shop.claimed())
    assert waits(advertising, NIGHT) is None, "it is sent"
