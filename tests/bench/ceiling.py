"""Row: the software's own ceiling – a modem that answers at once, every intent flushed before it is acted on."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box
from tests.bench.figures import Figure
from tests.bench.modem import modems

GOAL = 300
_WINDOWS = 5
_WARM_UP = 200


def rows(bench: Bench) -> Iterator[Figure]:
    """Segments a second on one modem, without and with reports."""
    for report, name, count in ((False, "without reports", 4_000), (True, "with reports", 1_000)):
        rates = segments_per_second(bench, count // 2 if bench.quick else count, report=report)
        yield Figure(f"segments/s, modem answers at once, {name}", rates, "/s", least=GOAL)


def segments_per_second(bench: Bench, count: int, *, report: bool) -> list[float]:
    """Rates of five stretches of a queue of `count` messages."""
    room = bench.room("ceiling")
    with modems(room / "air") as air, Box(room / "box", air.links) as box:
        box.fill(count, report=report)
        box.start()
        air.wait("accepted", count, 30 + count / 20, pause=0.2)
        processes.until(box.settled, 30, pause=0.2, what="the last result is kept")
        times = [entry["t"] for entry in air.log("accepted")]
    size = (count - _WARM_UP) // _WINDOWS
    marks = [times[_WARM_UP + place * size - 1] for place in range(_WINDOWS + 1)]
    return [size * 1e6 / (later - earlier) for earlier, later in pairwise(marks)]
