"""Row: what a message costs in computing when a million wait behind it, against a thousand.

The modem answers at once and its network comes and goes, so that each round sends from a queue of known length.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box, texts
from tests.bench.figures import Figure
from tests.bench.gammu import GammuSmsd
from tests.bench.modem import Modems, modems
from tests.bench.smstools import Smstools

GOAL = 1.2
SMALL = 1_000
_PEERS_FEW, _PEERS_MANY = 30, 20_000
_PEERS_SENT = 8


def rows(bench: Bench) -> Iterator[Figure]:
    """CPU of the daemon for each message, large queue over small; the peers' at 20,000 over 30."""
    with ExitStack() as stack:
        large = _waiting(bench, stack, bench.large())
        small = _waiting(bench, stack, Box(bench.room("small"), []))
        costs_large, costs_small = [], []
        for round_ in range(3 if bench.quick else 6):
            _top_up(small[1], first=round_ * SMALL)
            costs_small.append(_cost(*small))
            costs_large.append(_cost(*large))
    crowd = f"{bench.crowd:,}"
    yield Figure(f"CPU a message, {SMALL:,} queued", [cost * 1000 for cost in costs_small], "ms")
    yield Figure(f"CPU a message, {crowd} queued", [cost * 1000 for cost in costs_large], "ms")
    ratios = [many / few for many, few in zip(costs_large, costs_small, strict=True)]
    yield Figure(f"CPU a message, {crowd} queued ÷ {SMALL:,}", ratios, "×", most=GOAL)
    yield from _peers(bench)


def _waiting(bench: Bench, stack: ExitStack, box: Box) -> tuple[Modems, Box]:
    """A running daemon whose modem has no network yet."""
    air = stack.enter_context(modems(bench.room("growth") / "air"))
    air.radio(False)
    box.plug(air.links)
    stack.enter_context(box).start()
    processes.until(lambda: air.do("counts")["counts"].get("commands", 0) > 10, 30, what="the daemon asks its modem")
    return air, box


def _top_up(box: Box, first: int) -> None:
    waiting = box.in_state(0)
    box.queue(texts(SMALL - waiting, report=False, first=first))


def _cost(air: Modems, box: Box) -> float:
    """CPU seconds a message of the daemon, over some hundreds of messages."""
    start = air.count("accepted")
    air.radio(True)
    try:
        first_count, first_cpu = _sample(air, box, start + SMALL // 10)
        last_count, last_cpu = _sample(air, box, start + SMALL * 7 // 10)
    finally:
        air.radio(False)
    count = -1
    while count != (count := air.count("accepted")):
        time.sleep(1.0)
    return (last_cpu - first_cpu) / (last_count - first_count)


def _sample(air: Modems, box: Box, at_least: int) -> tuple[int, float]:
    air.wait("accepted", at_least, 120, pause=0.01)
    return air.count("accepted"), processes.fine_cpu_seconds(box.pid)


def _peers(bench: Bench) -> Iterator[Figure]:
    kinds = [kind for kind in (GammuSmsd, Smstools) if kind.installed()]
    many = _PEERS_MANY // 10 if bench.quick else _PEERS_MANY
    with ThreadPoolExecutor(4) as pool:
        few = [pool.submit(_peer_cost, bench, kind, _PEERS_FEW) for kind in kinds]
        much = [pool.submit(_peer_cost, bench, kind, many) for kind in kinds]
        for kind, small, large in zip(kinds, few, much, strict=True):
            ratio = large.result() / small.result()
            note = f"{kind.name}: {small.result() * 1000:.1f} → {large.result() * 1000:.1f} ms a message"
            yield Figure(f"CPU a message, {many:,} queued ÷ {_PEERS_FEW}: {kind.name}", [ratio], "×", note=note)


def _peer_cost(bench: Bench, kind: type, queued: int) -> float:
    room = bench.room(f"growth-{kind.__name__}")
    with modems(room / "air") as air:
        peer = kind(room / "peer", air.links)
        peer.queue(queued)
        peer.start()
        try:
            air.wait("accepted", 3, 120)
            count, cpu = air.count("accepted"), peer.cpu_seconds()
            air.wait("accepted", count + _PEERS_SENT, 240)
            return float((peer.cpu_seconds() - cpu) / (air.count("accepted") - count))
        finally:
            peer.stop()
