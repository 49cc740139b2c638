"""Row: what the daemon computes while nothing happens, with one modem and nobody looking at the page."""

from __future__ import annotations

import time
from collections.abc import Iterator

from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box
from tests.bench.figures import Figure
from tests.bench.modem import modems

GOAL = 0.3
_SETTLE_S = 10.0


def rows(bench: Bench) -> Iterator[Figure]:
    """Percent of a core over stretches of half a minute (the periodic questions to the modem are in each)."""
    stretch, times = (20.0, 1) if bench.quick else (32.0, 3)
    room = bench.room("idle")
    with modems(room / "air", profile="gsm2g") as air, Box(room / "box", air.links) as box:
        box.start()
        box.ready()
        time.sleep(_SETTLE_S)
        shares = [_share(box.pid, stretch) for _ in range(times)]
    yield Figure(f"idle CPU, one modem, {stretch * times:.0f} s", shares, "% of a core", most=GOAL)


def _share(pid: int, seconds: float) -> float:
    cpu, began = processes.fine_cpu_seconds(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (processes.fine_cpu_seconds(pid) - cpu) / (time.monotonic() - began)
