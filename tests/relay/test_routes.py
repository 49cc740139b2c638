"""Which SIMs count as able, as the status board and the other boxes tell it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smsbox import outbox, routing
from smsbox.clock import DAY, SECOND, Micros
from smsbox.config import Config
from smsbox.config.model import ModemConfig, RegionConfig, RoutingConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.outbox import Draft
from smsbox.relay import DOWN, HOLDING, READY, STARTING, ModemStatus, Routes, StatusBoard
from smsbox.relay.routes import GRACE, HEARTBEAT, QUOTA_GRACE, SILENT
from smsbox.routing import KINDS
from smsbox.store import Store, sims
from tests.contracts.conftest import empty, postgres_url  # noqa: F401 – a fixture

START: Micros = 1_790_000_000 * SECOND
REPLY, SERVICE, MARKETING = KINDS


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> Micros:
        return START + int(self.seconds * SECOND)

    def boottime(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class House:
    """Two modems, left with a SIM of Kyivstar and right with one of Vodafone, as their relays would report them."""

    def __init__(self, store: Store, **modems: dict[str, Any]) -> None:
        self.store, self.clock = store, Clock()
        self.board = StatusBoard(lambda status: None)
        self.modems = {
            name: ModemConfig(name=name, **modems.get(name, {}))  # as they were read from the file
            for name in ("left", "right")
        }
        self.config = Config(
            StoreConfig("sqlite:////x", Path("/x")),
            WebConfig("127.0.0.1", 8080),
            RegionConfig(),
            SendingConfig(),
            routing=RoutingConfig(),
            modems=tuple(self.modems.values()),
        )
        self.routes = Routes(self.config, store, self.clock, self.board)
        self.sims: dict[str, int] = {}
        for name in self.modems:
            self.board.post(ModemStatus(name=name, port="", state=STARTING))

    def insert(self, name: str, imsi: str) -> None:
        now = self.clock.now()
        self.sims[name] = sims.register(self.store, imsi=imsi, iccid=None, modem=name, now=now)
        self.routes.introduce(self.modems[name], self.sims[name], imsi, lambda: None)
        self.show(name, state=READY, sim_id=self.sims[name])

    def show(self, name: str, **fields: Any) -> None:
        self.board.change(name, self.clock.now(), **fields)

    def able(self, name: str = "left", seen_by: str = "right", kinds: tuple[int, ...] | None = None) -> tuple[int, ...]:
        self.clock.seconds += 1  # older than what is kept for half a second
        with self.store.write():
            route = self.routes.route(self.modems[seen_by], self.sims[seen_by], kinds, self.clock.now())
        return route.roster.carriers[self.sims[name]].kinds


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def house(store: Store) -> House:
    made = House(store)
    made.insert("left", "255030000000001")
    made.insert("right", "255010000000001")
    return made


def test_ready_is_able(house: House) -> None:
    assert house.able() == KINDS


def test_a_modem_that_is_down_has_half_a_minute(house: House) -> None:
    assert house.able() == KINDS
    house.show("left", state=DOWN, reason="modem.hangs")
    house.clock.seconds += GRACE - 5
    assert house.able() == KINDS
    house.clock.seconds += 5
    assert house.able() == ()
    house.show("left", state=READY, reason=None)
    assert house.able() == KINDS


def test_a_modem_that_keeps_coming_down_in_new_ways_is_down_all_the_same(house: House) -> None:
    house.able()
    for place in range(8):
        house.show("left", state=DOWN if place % 2 else STARTING, reason=f"modem.trouble_{place}")
        able = house.able()
        house.clock.seconds += 5
    assert able == ()


@pytest.mark.parametrize("reason", ["relay.paused", "relay.sim_swapped"])
def test_what_people_must_end_counts_at_once(house: House, reason: str) -> None:
    house.show("left", state=HOLDING, reason=reason, kinds=())
    assert house.able() == ()


def test_a_limit_that_ends_soon_moves_nothing(house: House) -> None:
    for _ in range(20):
        at = house.clock.now() + int((QUOTA_GRACE - 10) * SECOND)
        house.show("left", state=HOLDING, reason="pacing.limit", kinds=(), next_send_at=at)
        assert house.able() == KINDS
        house.clock.seconds += 10
    house.show("left", next_send_at=house.clock.now() + int((QUOTA_GRACE + 10) * SECOND))
    assert house.able() == ()


def test_a_hold_that_leaves_classes_through(house: House) -> None:
    house.show("left", state=HOLDING, reason="money.low", kinds=(REPLY, SERVICE))
    assert house.able() == (REPLY, SERVICE)
    house.clock.seconds += 10 * GRACE
    assert house.able() == (REPLY, SERVICE)
    house.able("right", seen_by="left", kinds=(REPLY,))
    assert house.able() == (REPLY,), "two holds together leave what both leave"


def test_who_asks_for_work_is_able(house: House) -> None:
    house.show("left", state=DOWN, reason="modem.hangs")
    house.clock.seconds += 2 * GRACE
    assert house.able() == ()
    assert house.able("left", seen_by="left") == KINDS


def test_a_sim_that_nobody_has_inserted_yet_is_waited_for_at_the_start_only(store: Store) -> None:
    earlier = House(store)
    earlier.insert("left", "255030000000001")
    later = House(store)
    later.insert("right", "255010000000001")
    later.sims["left"] = earlier.sims["left"]
    assert later.able() == KINDS
    later.clock.seconds += GRACE
    assert later.able() == ()


def test_operator_and_weight_come_from_the_file_or_the_sim(store: Store) -> None:
    house = House(store, left={"operator": " KyivStar ", "weight": 3})
    house.insert("left", "260010000000001")
    house.insert("right", "255060000000001")
    known = {each.sim_id: each for each in routing.carriers(store)}
    assert (known[house.sims["left"]].operator, known[house.sims["left"]].weight) == ("kyivstar", 3)
    assert known[house.sims["right"]].operator == "lifecell"


def test_an_idle_box_writes_nothing_but_once_a_day(house: House) -> None:
    house.able()
    before = routing.carriers(house.store)
    for _ in range(30):
        house.clock.seconds += 60
        house.able()
    assert routing.carriers(house.store) == before
    house.clock.seconds += DAY / SECOND
    house.able()
    after = {each.sim_id: each.at for each in routing.carriers(house.store)}
    assert after[house.sims["right"]] > max(each.at for each in before)


def test_other_numbers_to_reach_route_anew_what_waits(store: Store) -> None:
    house = House(store)
    house.insert("left", "255030000000001")
    house.insert("right", "255010000000001")
    outbox.submit(store, [Draft("+380670000001", "x")], now=house.clock.now(), allow=["+380"])
    narrower = House(store, left={"allow": ("+38050",)})
    narrower.insert("left", "255030000000001")
    assert store.run("SELECT lane FROM messages").fetchone()[0] == 0
    narrower.insert("right", "255010000000001")


def test_a_sim_in_another_box_is_able_as_long_as_it_says_so(postgres_url: str) -> None:  # noqa: F811
    store = Store.open(postgres_url)
    empty(store)
    try:
        here, there = House(store), House(store)
        here.insert("right", "255010000000001")
        there.insert("left", "255030000000001")
        here.sims |= there.sims
        assert here.able() == KINDS
        for _ in range(6):
            here.clock.seconds += HEARTBEAT / SECOND
            there.clock.seconds = here.clock.seconds
            there.able("left", seen_by="left", kinds=(REPLY,))
            assert here.able() == (REPLY,)
        here.clock.seconds += SILENT / SECOND
        assert here.able() == ()
    finally:
        store.close()
