"""Rows: how soon something is seen of each page in chromium, and what the page weighs with all it needs.

Over a desk with something of everything, each list as long as a page of it gets, in Ukrainian, whose letters are two
octets each, as the owner sees it for the first time: with an empty cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver

from smsbox.people.rights import Right, Role
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.figures import Figure
from tests.web.browser import browser, forget, look
from tests.web.desk import Desk, make_desk, signed_in
from tests.web.looks import WEIGHT
from tests.web.test_walk import MOST_OCTETS, crowd, enter, pages

GOAL_MS = 300
_PAINT = "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
_NOTE = "chromium on this machine, empty cache, 1280 pixels; server and browser share its processors"


def rows(bench: Bench) -> Iterator[Figure]:
    """First paint and weight of each page, then the heaviest."""
    desk = make_desk(bench.room("browser"))
    crowd(desk, desk.owner())
    weights: dict[str, float] = {}
    with serving(desk) as base, browser() as driver:
        enter(driver, base, signed_in(desk, Role.OWNER), "uk")
        look(driver, 1280)
        forget(driver)
        for path in pages(*Right):
            paints = [paint(driver, base + path) for _ in range(3 if bench.quick else 7)]
            yield Figure(f"first paint, {path}", paints, "ms", most=GOAL_MS, note=_NOTE)
            weights[path] = driver.execute_script(WEIGHT) / 1000
    heaviest = sorted(weights, key=lambda path: weights[path], reverse=True)
    for path in heaviest[:5]:
        yield Figure(f"weight, {path}", [weights[path]], "KB", most=MOST_OCTETS / 1000)
    yield Figure(f"weight, all {len(weights)} pages", list(weights.values()), "KB")


@contextmanager
def serving(desk: Desk) -> Iterator[str]:
    """The address of the page of `desk`."""
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.stop()
        desk.store.close()


def paint(driver: webdriver.Chrome, address: str) -> float:
    """Milliseconds from asking for a page until something of it is seen."""
    driver.get(address)
    processes.until(lambda: driver.execute_script(_PAINT) is not None, 10, pause=0.01, what="a first paint")
    return float(driver.execute_script(_PAINT))
