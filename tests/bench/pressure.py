"""Row: whether people at the page delay messages – four open pages, and meanwhile a file of everything.

The modem answers at once, so every millisecond is the program's own. Quiet and busy stretches take turns in one run, so
that what else the machine does meets both.
"""

from __future__ import annotations

import contextlib
import itertools
import statistics
import threading
import time
from collections.abc import Callable, Iterator

from tests.bench import lived
from tests.bench.bench import Bench
from tests.bench.box import Box, texts
from tests.bench.figures import Figure
from tests.bench.modem import ASKED, Modems, modems
from tests.bench.page import Browser

GOAL_MS = 50
_MESSAGES = 100_000
_PAGES = ("/live/status", "/live/outbox", "/live/problems", "/live/modems")
_STRETCH_S = 8.0
_SETTLE_S = 1.5


def rows(bench: Bench) -> Iterator[Figure]:
    """Enqueue → AT+CMGS, and pages, while nobody, four pages, and four pages and a file are at work."""
    box = Box(bench.room("pressure"), [])
    lived.live(box.store, _MESSAGES, 1_000, time.time_ns() // 1000, waiting=0)
    with modems(bench.room("pressure") / "air") as air:
        box.plug(air.links)
        with box:
            box.start()
            box.ready()
            browser = Browser(box)
            browser.make_owner()
            yield from _measure(box, air, browser, 1 if bench.quick else 4)


def _measure(box: Box, air: Modems, browser: Browser, rounds: int) -> Iterator[Figure]:
    drafts = iter(texts(100_000, report=False))
    states = {"nobody at the page": (0, False), "four pages open": (4, False), "and a file of everything": (4, True)}
    delays: dict[str, list[float]] = {name: [] for name in states}
    pages: dict[str, list[float]] = {name: [] for name in states}
    for name, (open_pages, file) in itertools.chain.from_iterable(itertools.repeat(list(states.items()), rounds)):
        with _busy(box, browser, open_pages, pages[name], file):
            time.sleep(_SETTLE_S)
            until = time.monotonic() + _STRETCH_S
            while time.monotonic() < until:
                before, began = air.count(ASKED), time.time_ns() // 1000
                box.queue([next(drafts)])
                air.wait(ASKED, before + 1, 30, pause=0.002)
                delays[name].append((air.log(ASKED)[before]["t"] - began) / 1000)
                time.sleep(0.15)
    alone = statistics.median(delays["nobody at the page"])
    for name, values in delays.items():
        note = f"median {statistics.median(values) / alone:.1f} times that of an idle box" if values else ""
        yield Figure(f"enqueue → AT+CMGS, {name}", values, "ms", most=GOAL_MS, percentile=True, note=note)
    for name in list(states)[1:]:
        yield Figure(f"live parts, {name}", pages[name], "ms", most=GOAL_MS, percentile=True)


@contextlib.contextmanager
def _busy(box: Box, browser: Browser, open_pages: int, times: list[float], file: bool) -> Iterator[None]:
    """People at work for as long as the block takes."""
    over = threading.Event()

    def look() -> None:
        own = Browser(box, browser.cookies)
        for path in itertools.cycle(_PAGES):
            if over.wait(1.0):
                return
            times.append(own.time(path))

    def fetch() -> None:
        Browser(box, browser.cookies).give_up("/outbox/export?format=xlsx", over.is_set)

    work: list[Callable[[], None]] = [look] * open_pages + ([fetch] if file else [])
    threads = [threading.Thread(target=each, daemon=True) for each in work]
    for each in threads:
        each.start()
    try:
        yield
    finally:
        over.set()
        for each in threads:
            each.join()
