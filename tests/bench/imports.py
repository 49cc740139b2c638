"""Rows: a list of 200,000 people imported while messages leave and somebody looks at pages: how long, how large, how
much it keeps the others waiting.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

from smsbox.config import load
from smsbox.intake import desk, imports
from smsbox.intake.imports import Import, Stage
from smsbox.outbox.doorbell import ring
from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box, texts
from tests.bench.customers import FIRST, LAST
from tests.bench.figures import Figure
from tests.bench.modem import ASKED, Modems, modems
from tests.bench.page import GOAL_MS, Browser

GOAL_S = 60.0
GOAL_MB = 8.0
_LONGEST_S = 900.0
_PAGES = ("/customers", "/outbox", "/", "/customers?tag=new")


def rows(bench: Bench) -> Iterator[Figure]:
    """The dry run, then the run: seconds, growth, pages and messages meanwhile."""
    people = 20_000 if bench.quick else 200_000
    note = f"{people:,} rows of six columns, a modem that answers at once"
    with modems(bench.room("imports") / "air") as air, Box(bench.room("import"), air.links) as box:
        box.start()
        box.ready()
        browser = Browser(box)
        browser.make_owner()
        for path in _PAGES:
            browser.get(path)
        config, now = load(box.config), time.time_ns() // 1000
        made = desk.hand_in(box.store, config, BytesIO(table(people)), "people.csv", by="bench", now=now)
        for name, begin, over in (
            ("dry run", lambda: desk.count(box.store, config, made.id, now), Stage.ASKED),
            ("run", lambda: desk.agree(box.store, config, made.id), Stage.DONE),
        ):
            with _watched(box, air, browser) as seen:
                begin()
                ring(box.folder)
                _wait(box, made, over)
            goal = GOAL_S if not bench.quick else None
            yield Figure(f"import, {name}", [seen.seconds], "s", most=goal, note=note)
            yield Figure(f"import, {name}: growth of the daemon", [seen.grown], "MB", most=GOAL_MB, note=note)
            yield Figure(f"import, {name}: largest reader", [max(seen.readers)], "MB", note=note)
            yield Figure(f"import, {name}: pages", seen.pages, "ms", most=GOAL_MS, percentile=True, note=note)
            yield Figure(
                f"import, {name}: enqueue → AT+CMGS", seen.delays, "ms", most=GOAL_MS, percentile=True, note=note
            )


def table(people: int) -> bytes:
    """A list as a till exports it, in no order."""
    drawn, lines = random.Random(3), []
    for place in drawn.sample(range(people), people):
        name = f"{FIRST[place % 10]} {LAST[place // 10 % 10]}"
        day = f"{1 + place % 28:02d}.{1 + place % 12:02d}.{1950 + place % 55}"
        lines.append(f"050{place:07d};{name};{day};м{place % 500};{('кава', 'чай')[place % 2]};new\n")
    return ("Телефон;Ім'я;День народження;Місто;Напій;Теги\n" + "".join(lines)).encode()


@dataclass(slots=True)
class _Seen:
    """What was measured while something went on."""

    seconds: float = 0.0
    grown: float = 0.0
    readers: list[float] = field(default_factory=lambda: [0.0])
    pages: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)


@contextmanager
def _watched(box: Box, air: Modems, browser: Browser) -> Iterator[_Seen]:
    seen, over, before = _Seen(), threading.Event(), processes.resident_mb(box.pid)
    drafts = iter(texts(100_000, report=False))

    def look() -> None:
        for place in range(1 << 30):
            if over.wait(0.2):
                return
            seen.pages.append(browser.time(_PAGES[place % len(_PAGES)]))
            seen.grown = max(seen.grown, processes.resident_mb(box.pid) - before)
            seen.readers += [processes.resident_mb(each) for each in processes.children(box.pid)]

    def send() -> None:
        while not over.wait(0.3):
            asked, began = air.count(ASKED), time.time_ns() // 1000
            box.queue([next(drafts)])
            air.wait(ASKED, asked + 1, 30, pause=0.002)
            seen.delays.append((air.log(ASKED)[asked]["t"] - began) / 1000)

    works: tuple[Callable[[], None], ...] = (look, send)
    threads = [threading.Thread(target=each, daemon=True) for each in works]
    for each in threads:
        each.start()
    began = time.monotonic()
    try:
        yield seen
    finally:
        seen.seconds = time.monotonic() - began
        over.set()
        for each in threads:
            each.join()


def _wait(box: Box, made: Import, stage: Stage) -> None:
    def there() -> bool:
        found = imports.get(box.store, made.id)
        if found is None or found.stage is Stage.FAILED:
            raise RuntimeError(f"the import failed: {found}")
        return found.stage is stage

    processes.until(there, _LONGEST_S, pause=0.1, what=stage.name)
