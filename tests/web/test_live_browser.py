"""What a person has under his hands outlives the renewal of a live part: focus, typed text, ticks, what lies open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from smsbox.daemon.dialogues import Dialogues
from smsbox.modem.ussd import UssdState
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.daemon.test_dialogues import Modem
from tests.patience import until
from tests.web.desk import Desk
from tests.web.test_browser import furnish, log_in
from tests.web.test_status import GOOD

pytestmark = pytest.mark.browser

HELD = "return document.activeElement.mine === true"
"""Whether the focus is on the very element it was put on."""


@pytest.fixture
def modem() -> Iterator[Modem]:
    made = Modem()
    yield made
    made.stop()


@pytest.fixture
def base(driver: webdriver.Chrome, desk: Desk, modem: Modem) -> Iterator[str]:
    """The address of a desk whose owner is signed in, with a modem that answers USSD."""
    talks = Dialogues({"main": modem.errands}, modem.clock, lambda name, line: ("*111#", line.ussd("*111#")))
    server = Server(make_app(replace(desk.site, desk=talks)), "127.0.0.1:0")
    server.start()
    address = f"http://127.0.0.1:{server.port}"
    log_in(driver, desk, address)
    yield address
    server.stop()


def hold(driver: webdriver.Chrome, css: str, place: int = 0) -> None:
    """Put the focus on one of those, by a script, as a Tab key would."""
    script = "const e = document.querySelectorAll(arguments[0])[arguments[1]]; e.focus(); e.mine = true;"
    driver.execute_script(script, css, place)
    assert driver.execute_script(HELD)


def renewed(driver: webdriver.Chrome, text: str) -> None:
    """Wait until the page says that by itself."""
    until(lambda: text in driver.find_element(By.TAG_NAME, "main").text, what=text)


def test_the_same_message_stays_under_the_focus(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    """New ones come above it: Enter must not open another one than was chosen."""
    ids = [desk.queue(f"text {number}", f"+38050000000{number}") for number in range(4)]
    driver.get(base + "/outbox")
    hold(driver, f"main a[href='/outbox/{ids[2]}']")
    for number in (5, 6):
        desk.queue(f"text {number}", f"+38050000000{number}")
    renewed(driver, "text 6")
    assert driver.execute_script(HELD)
    ActionChains(driver).send_keys(Keys.ENTER).perform()
    until(lambda: driver.current_url.endswith(f"/outbox/{ids[2]}"))


def test_the_second_of_two_equal_links_keeps_the_focus(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    furnish(desk)
    driver.get(base + "/problems")
    same = "main a.button[href='/modems/main']"
    assert len(driver.find_elements(By.CSS_SELECTOR, same)) > 1
    hold(driver, same, 1)
    desk.modems.append(GOOD | {"name": "third", "state": "down", "reason": "modem.port_missing"})
    desk.review()
    renewed(driver, "third")
    assert driver.execute_script(HELD)


def test_what_is_being_typed_is_not_lost(driver: webdriver.Chrome, desk: Desk, modem: Modem, base: str) -> None:
    """An answer to the menu of the network; the first look of the script comes four seconds after the page."""
    modem.network.says = [("1 Balance\n2 Packages", UssdState.REPLY_WANTED), ("SMS left: 7", UssdState.DONE)]
    driver.get(base + "/modems/main/ussd")
    driver.find_element(By.NAME, "code").send_keys("*102#", Keys.ENTER)
    until(lambda: driver.find_elements(By.NAME, "answer"))
    driver.find_element(By.NAME, "answer").send_keys("2")
    driver.execute_script("document.activeElement.mine = true")
    looked(driver)
    assert driver.execute_script(HELD)
    ActionChains(driver).send_keys(Keys.ENTER).perform()
    renewed(driver, "SMS left: 7")
    assert modem.network.asked == ["*102#", "2"]


def looked(driver: webdriver.Chrome) -> None:
    """Wait until the script has asked for the live part once more, and has had time to show it."""
    asked = "return performance.getEntriesByType('resource').filter((e) => e.name.includes('/live/')).length"
    before = driver.execute_script(asked)
    until(lambda: driver.execute_script(asked) > before, what="the script asks")
    driver.execute_async_script("requestAnimationFrame(() => setTimeout(arguments[0], 50))")


def test_a_button_in_a_renewed_part_is_pressed_once(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    """A form that came with the renewal, too, is sent once, however often its button is pressed."""
    driver.get(base + "/")
    desk.modems[:] = [GOOD | {"state": "holding", "reason": "relay.paused"}]
    desk.review()
    renewed(driver, "Resume")
    pressed = driver.execute_async_script(
        """
        const done = arguments[0], button = document.querySelector("form[action='/modems/main/resume'] button");
        document.addEventListener('submit', (event) => event.preventDefault());
        button.click();
        setTimeout(() => done(button.disabled), 100);
        """
    )
    assert pressed
