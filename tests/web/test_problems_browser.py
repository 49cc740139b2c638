"""Problems in a real browser: the badge keeps up by itself, and one is put off by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from smsbox import problems
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.patience import until
from tests.web.browser import look
from tests.web.desk import Desk
from tests.web.test_browser import log_in
from tests.web.test_status import GOOD

pytestmark = pytest.mark.browser


@pytest.fixture
def base(desk: Desk, driver: webdriver.Chrome) -> Iterator[str]:
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


def badge(driver: webdriver.Chrome) -> str:
    return driver.execute_script("return document.querySelector('[data-badge]')?.lastChild.data ?? ''")


def test_the_badge_keeps_up_by_itself(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    look(driver, 360)
    log_in(driver, desk, base)
    assert badge(driver) == ""
    desk.modems[:] = [GOOD | {"state": "down", "reason": "modem.port_missing"}, GOOD | {"name": "b", "dbm": -109}]
    desk.review()
    until(lambda: badge(driver) == "2", 15)
    desk.modems[:] = [GOOD]
    desk.review()
    until(lambda: badge(driver) == "", 15)
    assert "All is well" in driver.find_element(By.TAG_NAME, "main").text


def test_putting_one_off_by_the_keyboard(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    look(driver, 1280)
    log_in(driver, desk, base)
    desk.modems[:] = [GOOD | {"dbm": -109}]
    desk.review()
    driver.get(base + "/problems")
    (case,) = problems.open_now(desk.store, "")
    driver.find_element(By.CSS_SELECTOR, f'form[action="/problems/{case.id}/snooze"] button').send_keys(Keys.ENTER)
    until(lambda: driver.find_elements(By.ID, "off-head"), 10)
    assert badge(driver) == "" and "Put off until tomorrow" in driver.find_element(By.TAG_NAME, "main").text
