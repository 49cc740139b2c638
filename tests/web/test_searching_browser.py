"""Searching and sweeping in a real browser: narrow and wide, light and dark, without a script and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from smsbox import outbox
from smsbox.outbox import State
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.patience import until
from tests.web.browser import look
from tests.web.desk import Desk
from tests.web.looks import lacks
from tests.web.test_outbox import claim

pytestmark = pytest.mark.browser


@pytest.fixture
def base(desk: Desk, driver: webdriver.Chrome) -> Iterator[str]:
    """The address of a page with 60 messages, one of them in doubt, and a browser signed in there."""
    for number in range(60):
        desk.queue(f"Замовлення №{number} готове", f"+3805000{number:05d}", batch="spring")
    outbox.uncertain(desk.store, claim(desk), reason="silence", now=desk.clock.at)
    owner = desk.owner()
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    address = f"http://127.0.0.1:{server.port}"
    driver.get(f"{address}/login")
    for name, value in owner.cookies.items():
        driver.add_cookie({"name": name, "value": value})
    yield address
    server.stop()


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wrong_with_the_pages(base: str, driver: webdriver.Chrome, width: int) -> None:
    driver.get(f"{base}/outbox?state=uncertain")
    driver.find_element(By.CSS_SELECTOR, "#all > summary").click()
    driver.find_element(By.CSS_SELECTOR, "button[value=resend]").click()
    sweep = driver.current_url
    for dark in (False, True):
        look(driver, width, dark=dark)
        for address in (f"{base}/outbox?number=05&text=abc&from=2026-01-01&batch=x", f"{base}/inbox?number=a", sweep):
            driver.get(address)
            assert lacks(driver) == [], address


def test_all_of_it_by_keyboard_and_without_a_script(base: str, desk: Desk, driver: webdriver.Chrome) -> None:
    look(driver, 360, script=False)
    driver.get(f"{base}/outbox")
    driver.find_element(By.ID, "number").send_keys("050 000 001")
    driver.find_element(By.ID, "text").send_keys("ЗАМОВЛЕННЯ", Keys.ENTER)
    until(lambda: "10 messages found" in driver.page_source, what="10 messages found")
    driver.find_element(By.CSS_SELECTOR, "#all > summary").send_keys(Keys.ENTER)
    driver.find_element(By.CSS_SELECTOR, "button[value=cancel]").send_keys(Keys.ENTER)
    until(lambda: "Cancel 10 messages?" in driver.page_source, what="Cancel 10 messages?")
    driver.find_element(By.CSS_SELECTOR, "form.fields button").send_keys(Keys.ENTER)
    until(lambda: "10 messages are cancelled." in driver.page_source, what="10 messages are cancelled.")
    assert outbox.counts(desk.store).of(State.CANCELLED) == 10
