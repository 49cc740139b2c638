"""Owns what holds for the whole suite: `--workers`, which examples are drawn, one empty database and one browser for a
worker.

Examples are the same in every run; SMSBOX_CAMPAIGN=1 draws new ones.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.crowd import Crowd

if TYPE_CHECKING:
    from selenium import webdriver

settings.register_profile("suite", derandomize=True, deadline=None)  # seconds are others' business on a busy machine
settings.register_profile("campaign", print_blob=True, deadline=None)
settings.load_profile("campaign" if os.environ.get("SMSBOX_CAMPAIGN") else "suite")


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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--workers", type=int, default=0, metavar="N", help="spread the tests over N processes")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Spread over workers when that was asked for, unless pytest itself has to stop here."""
    workers: int = session.config.getoption("workers")
    if not workers or session.testsfailed or session.config.option.collectonly:
        return None
    Crowd(session, workers).run()
    return True


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
