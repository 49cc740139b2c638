"""Rows: how long a box that has nothing to do takes to notice work – a message queued, a message that came in.

The modem answers at once, so every millisecond is the program's own. smsbox and its peers work side by side, each on a
modem of its own; nothing of them is busy.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box, texts
from tests.bench.figures import Figure
from tests.bench.gammu import GammuSmsd
from tests.bench.modem import ASKED, Modems, modems
from tests.bench.smstools import Smstools

GOAL_MS = 50
_PEERS = (GammuSmsd, Smstools)
_PATIENCE = 30.0

Trial = Callable[[int], float]
"""One measurement, given its number; milliseconds."""


def outgoing(bench: Bench) -> Iterator[Figure]:
    """From before the commit of a message, by another process, to AT+CMGS."""
    note = (
        "from before outbox.submit in another process, over its commit and the doorbell, to AT+CMGS as the modem saw it"
    )
    yield from _rows(
        bench, "enqueue → AT+CMGS, idle box", _smsbox_sends, _peer_sends, 6 if bench.quick else 24, 5.0, note
    )


def incoming(bench: Bench) -> Iterator[Figure]:
    """From the moment the modem stores a message (and says +CMTI) until another process sees it committed."""
    note = "from the modem storing it to the row (peers: the file) being seen by another process that looks every 1 ms"
    yield from _rows(bench, "+CMTI → committed", _smsbox_receives, _peer_receives, 8 if bench.quick else 40, 1.0, note)


def _rows(
    bench: Bench,
    what: str,
    smsbox: Callable[[Bench, ExitStack], Trial],
    peer: Callable[[Bench, ExitStack, type], Trial],
    count: int,
    longest_pause: float,
    note: str,
) -> Iterator[Figure]:
    with ExitStack() as stack:
        trials = {"smsbox": smsbox(bench, stack)}
        for kind in _PEERS:
            if kind.installed():
                trials[kind.name] = peer(bench, stack, kind)
        with ThreadPoolExecutor(len(trials)) as pool:
            runs = {name: pool.submit(_repeat, trial, count, longest_pause) for name, trial in trials.items()}
            found = {name: run.result() for name, run in runs.items()}
    for name, values in found.items():
        goal = GOAL_MS if name == "smsbox" else None
        yield Figure(f"{what}: {name}", values, "ms", most=goal, percentile=True, note=note)


def _repeat(trial: Trial, count: int, longest_pause: float) -> list[float]:
    """`count` trials with pauses of random length: neither in step with anybody's polling nor always just busy."""
    dice, values = random.Random(count), []
    for place in range(count):
        time.sleep(dice.uniform(0.2, longest_pause))
        values.append(trial(place))
    return values


def _milliseconds(began: int, ended: int) -> float:
    return (ended - began) / 1000


def _now() -> int:
    return time.time_ns() // 1000


# ── a message goes out


def _asked_after(air: Modems, before: int) -> int:
    """When (µs) the first AT+CMGS after the `before` first ones came."""
    air.wait(ASKED, before + 1, _PATIENCE, pause=0.002)
    return int(air.log(ASKED)[before]["t"])


def _smsbox_sends(bench: Bench, stack: ExitStack) -> Trial:
    air, box = _idle_box(bench, stack)
    drafts = iter(texts(1_000, report=False))

    def trial(place: int) -> float:
        before, began = air.count(ASKED), _now()
        box.queue([next(drafts)])
        return _milliseconds(began, _asked_after(air, before))

    return trial


def _peer_sends(bench: Bench, stack: ExitStack, kind: type) -> Trial:
    air, peer = _idle_peer(bench, stack, kind)

    def trial(place: int) -> float:
        before, began = air.count(ASKED), _now()
        peer.queue(1, first=place + 1)
        return _milliseconds(began, _asked_after(air, before))

    return trial


# ── a message comes in


def _arrives(air: Modems, place: int) -> int:
    """Somebody writes; when (µs) the modem had it stored."""
    before = air.count("stored")
    air.do("inbound", sender="+380500001234", text=f"When is my order {place} ready?")
    air.wait("stored", before + 1, _PATIENCE)
    return int(air.log("stored")[before]["t"])


def _seen(look: Callable[[], int], before: int) -> int:
    processes.until(lambda: look() > before, _PATIENCE, pause=0.001, what="what came in is kept")
    return _now()


def _smsbox_receives(bench: Bench, stack: ExitStack) -> Trial:
    air, box = _idle_box(bench, stack)

    def look() -> int:
        return int(box.store.run("SELECT count(*) FROM received_segments").fetchone()[0])

    def trial(place: int) -> float:
        before, began = look(), _arrives(air, place)
        return _milliseconds(began, _seen(look, before))

    return trial


def _peer_receives(bench: Bench, stack: ExitStack, kind: type) -> Trial:
    air, peer = _idle_peer(bench, stack, kind)

    def look() -> int:
        return len(os.listdir(peer.inbox))

    def trial(place: int) -> float:
        before, began = look(), _arrives(air, place)
        return _milliseconds(began, _seen(look, before))

    return trial


# ── idle contenders


def _idle_box(bench: Bench, stack: ExitStack) -> tuple[Modems, Box]:
    room = bench.room("latency-smsbox")
    air = stack.enter_context(modems(room / "air"))
    box = stack.enter_context(Box(room / "box", air.links))
    box.start()
    box.ready()
    return air, box


def _idle_peer(bench: Bench, stack: ExitStack, kind: type) -> tuple[Modems, GammuSmsd | Smstools]:
    room = bench.room(f"latency-{kind.__name__}")
    air = stack.enter_context(modems(room / "air"))
    peer = kind(room / "peer", air.links)
    stack.callback(peer.stop)
    peer.queue(1)
    peer.start()
    air.wait("accepted", 1, 60)
    return air, peer
