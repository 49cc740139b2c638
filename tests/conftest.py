"""Owns what holds for the whole suite: its order, which examples are drawn, one empty database and
one browser for a worker.

Browsers, which work hard, and whole daemons, which wait a lot, are begun first, beside each other; a browser and a
PostgreSQL are for few workers. Examples are the same in every run; SMSBOX_CAMPAIGN=1 draws new ones.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from selenium import webdriver

settings.register_profile("suite", derandomize=True, deadline=None)  # seconds are others' business on a busy machine
settings.register_profile("campaign", print_blob=True, deadline=None)
settings.load_profile("campaign" if os.environ.get("SMSBOX_CAMPAIGN") else "suite")

_WAITING = ("tests/whole/", "tests/foreign/")
_FEW = 3
"""Workers that start a browser, and workers that start a PostgreSQL: each costs seconds."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Each worker collects ten thousand items, and all of them stay: to look through them again and again for what
    could be thrown away is half of the work.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the items out as the scheduler of the workers will cut them: into equal runs, one a worker."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    few = min(_FEW, max(1, workers // 2))
    kinds: dict[str, list[pytest.Item]] = {"waiting": [], "chromium": [], "postgresql": [], "": []}
    for item in items:
        kinds[_kind(item)].append(item)
    runs: list[list[pytest.Item]] = [[] for _ in range(workers)]
    for place in range(few):
        runs[place] += kinds["chromium"][place::few]
    waits = runs[few:] or runs
    for place, run in enumerate(waits):
        run += kinds["waiting"][place :: len(waits)]
    for place in range(few):
        runs[-1 - place] += kinds["postgresql"][place::few]
    rest, length = iter(kinds[""]), -(-len(items) // workers)
    items[:] = [item for run in runs for item in (*run, *islice(rest, max(0, length - len(run))))]


def _kind(item: pytest.Item) -> str:
    """What an item mostly does, or has to have started for it."""
    if "driver" in getattr(item, "fixturenames", ()):
        return "chromium"
    if item.nodeid.startswith(_WAITING):
        return "waiting"
    return "postgresql" if "[postgresql" in item.nodeid else ""


@pytest.fixture(scope="session", autouse=True)
def _schema() -> Iterator[None]:
    from tests.schema import copy_what_was_made

    with pytest.MonkeyPatch.context() as patch:
        copy_what_was_made(patch)
        yield


@pytest.fixture(scope="session")
def chromium() -> Iterator[webdriver.Chrome]:
    from tests.web.browser import CHROMIUM, DRIVER, browser

    if not (CHROMIUM and DRIVER):
        pytest.skip("no chromium or no driver")
    with browser() as made:
        yield made


@pytest.fixture
def driver(chromium: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """The browser of this worker, as if it were new."""
    from tests.web.browser import renew

    renew(chromium)
    yield chromium
    chromium.get("about:blank")  # a page that stays open goes on asking a server that ends now
