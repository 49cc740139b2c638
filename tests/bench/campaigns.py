"""Row: a campaign to 100,000 customers by name – how soon the first SMS leaves, what memory grows, how fast it is fed.

A fifth of the customers has not agreed, so there is somebody to leave out. In a daemon only so much is fed as is sent:
the rate of the feeder alone is measured without a modem, with nothing that holds it back.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from smsbox import campaigns, contacts
from smsbox.campaigns import Campaign, Plan, Variant, feeding
from smsbox.config import Config, load
from smsbox.contacts import New, Wanted
from smsbox.outbox.doorbell import ring
from smsbox.store import Store
from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box, people
from tests.bench.figures import Figure
from tests.bench.modem import ASKED, modems
from tests.permitted import permit_crowd

GOAL_S = 1.0
GOAL_MB = 20.0
GOAL_RATE = 1_000
"""Recipients a second: three modems that answer at once do not wait for the feeder."""

_TEXT = "Zerno: {salutation|friend}, everything is 20 % cheaper until Sunday. Answer {code} or call 0500000001"
_WATCHED_S = 60
_AT_ONCE = 2_000
_BATCHES = 20


def rows(bench: Bench) -> Iterator[Figure]:
    """First AT+CMGS after the launch, growth of the daemon while it feeds, recipients a second."""
    crowd = 20_000 if bench.quick else 100_000
    name = f"campaign, {crowd:,} customers"
    firsts, growths = [], []
    for _ in range(1 if bench.quick else 3):
        first, growth, before = _launch(bench, crowd, 10 if bench.quick else _WATCHED_S)
        firsts.append(first)
        growths.append(growth)
    yield Figure(
        f"{name}: launch → first AT+CMGS", firsts, "s", most=GOAL_S,
        note="from before the commit of the launch, by another process, to AT+CMGS as the modem saw it",
    )  # fmt: skip
    yield Figure(
        f"{name}: growth of the daemon", growths, "MB", most=GOAL_MB,
        note=f"its largest resident memory in a minute of feeding a modem that answers at once, less that before "
        f"({before:.1f})",
    )  # fmt: skip
    rates, batches = _feed(bench, crowd)
    yield Figure(f"{name}: fed by the feeder alone", rates, "/s", least=GOAL_RATE)
    yield Figure(f"{name}: one batch of {feeding.BATCH}, others wait", batches, "ms", percentile=True)


def _fill(store: Store, crowd: int) -> None:
    known = people(crowd)
    now = time.time_ns() // 1000
    for start in range(0, crowd, _AT_ONCE):
        some = known[start : start + _AT_ONCE]
        new = [New(number=each, name=f"Олена {start + place}") for place, each in enumerate(some)]
        contacts.add_many(store, new, now=now)
    permit_crowd(store, (each for place, each in enumerate(known) if place % 5))


def _approved(store: Store) -> Campaign:
    now = time.time_ns() // 1000
    plan = Plan(audience=Wanted(everyone=True), variants=(Variant(_TEXT),))
    made = campaigns.create(store, "Spring", plan, by="bench", now=now)
    return campaigns.approve(store, made.id, made.version, by="bench", now=now)


def _launch(bench: Bench, crowd: int, watched: float) -> tuple[float, float, float]:
    room = bench.room("campaigns")
    with modems(room / "air") as air, Box(room / "box", air.links) as box:
        _fill(box.store, crowd)
        made = _approved(box.store)
        box.store.checkpoint()
        box.start()
        box.ready()
        time.sleep(5.0)
        before = processes.resident_mb(box.pid)
        began = time.time_ns() // 1000
        campaigns.launch(box.store, load(box.config), made.id, made.version, by="bench", now=began)
        ring(box.folder)
        air.wait(ASKED, 1, 30, pause=0.005)
        first = (air.log(ASKED)[0]["t"] - began) / 1e6
        peak, until = before, time.monotonic() + watched
        while time.monotonic() < until:
            peak = max(peak, processes.resident_mb(box.pid))
            time.sleep(0.2)
        fed = campaigns.get(box.store, made.id).fed
        print(f"  {fed} fed, {air.count('accepted')} accepted in {watched:.0f} s", flush=True)
        return first, peak - before, before


def _feed(bench: Bench, crowd: int) -> tuple[list[float], list[float]]:
    room = bench.room("feeding")
    with Box(room / "box", []) as box:
        _fill(box.store, crowd)
        made = _approved(box.store)
        config = load(box.config)
        campaigns.launch(box.store, config, made.id, made.version, by="bench", now=time.time_ns() // 1000)
        return _timed(box.store, config, made.id)


def _timed(store: Store, config: Config, campaign_id: int) -> tuple[list[float], list[float]]:
    rates, batches = [], []
    while not (before := campaigns.get(store, campaign_id)).looked_at_all:
        began = time.perf_counter()
        for _ in range(_BATCHES):
            one = time.perf_counter()
            feeding.feed(store, config, campaigns.get(store, campaign_id), time.time_ns() // 1000, most=feeding.BATCH)
            batches.append((time.perf_counter() - one) * 1000)
        after = campaigns.get(store, campaign_id)
        rates.append((after.fed + after.skipped - before.fed - before.skipped) / (time.perf_counter() - began))
        store.checkpoint()
    return rates[:-1] or rates, batches
