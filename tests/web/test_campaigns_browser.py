"""A campaign from its name to its launch in a real browser: with and without the script, on a phone, by keyboard alone;
what is typed is kept and shown while it is typed; every page of it as everybody must be able to use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from smsbox import campaigns, outbox
from smsbox.campaigns import lifecycle
from smsbox.campaigns.rows import State
from smsbox.people.rights import Role
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.patience import until
from tests.web.bakery import LETTER, draft, number, open_bakery
from tests.web.browser import look
from tests.web.desk import Desk, make_desk, signed_in
from tests.web.test_status import GOOD
from tests.web.test_walk import enter

pytestmark = pytest.mark.browser

TEXT = "{звертання|Вітаємо}, у суботу печемо паляницю. Зерно, 050 000 00 01"


@pytest.fixture
def bakery(tmp_path: Path, driver: webdriver.Chrome) -> Iterator[tuple[Desk, str]]:
    """A bakery on a real port, whose marketer is signed in, in Ukrainian."""
    desk = make_desk(tmp_path)
    open_bakery(desk)
    desk.modems[:] = [GOOD]
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    base = f"http://127.0.0.1:{server.port}"
    enter(driver, base, signed_in(desk, Role.MARKETER), "uk")
    yield desk, base
    server.stop()
    desk.store.close()


def main(driver: webdriver.Chrome) -> WebElement:
    return driver.find_element(By.CSS_SELECTOR, "main .button.main")


def go_on(driver: webdriver.Chrome, leads_to: str) -> None:
    """Press the main button, wherever it stands, and wait for the next page."""
    main(driver).send_keys(Keys.ENTER)
    until(lambda: driver.current_url.split("?")[0].endswith(leads_to))


def typed(driver: webdriver.Chrome, name: str) -> str:
    return field(driver, name).get_attribute("value") or ""


def field(driver: webdriver.Chrome, name: str) -> WebElement:
    return driver.find_element(By.NAME, name)


@pytest.mark.parametrize(("width", "script"), [(360, True), (360, False), (1280, True), (1280, False)])
def test_from_a_name_to_the_launch(
    driver: webdriver.Chrome, bakery: tuple[Desk, str], width: int, script: bool
) -> None:
    desk, base = bakery
    look(driver, width, script=script)
    driver.get(base + "/campaigns/new")
    field(driver, "name").send_keys("Субота")
    go_on(driver, "/campaigns/1/text")
    field(driver, "text").send_keys(TEXT)
    go_on(driver, "/audience")
    Select(field(driver, "test_name")).select_by_value("напій")
    field(driver, "test_value").send_keys("чай")
    if script:
        until(lambda: "4 з 5" in driver.find_element(By.ID, "brief").text)
    go_on(driver, "/when")
    go_on(driver, "/check")
    assert "Андрію, у суботу" in driver.page_source
    driver.find_element(By.NAME, "sure").send_keys(Keys.SPACE)
    go_on(driver, "/campaigns/1")
    assert campaigns.get(desk.store, 1).state is State.RUNNING
    while campaigns.step(desk.store, desk.site.config, desk.clock.at):
        pass
    found = outbox.messages(desk.store, outbox.Filter(batch="campaign:1"), limit=99)
    assert {each.recipient for each in found} == {number(place) for place in (1, 4, 7, 10)}
    driver.get(base + "/campaigns/1")
    assert "4" in driver.find_element(By.CSS_SELECTOR, ".tile b").text
    if script:
        lifecycle.pause(desk.store, 1, now=desk.clock.at, why={"why": "leaving", "left": 3, "sent": 60})
        until(lambda: "3 із 60 людей" in driver.page_source, what="the live part tells why it stands")


def test_by_keyboard_alone(driver: webdriver.Chrome, bakery: tuple[Desk, str]) -> None:
    """From a draft to its launch with Tab, blank and Enter."""
    desk, base = bakery
    draft(desk)
    driver.get(base + "/campaigns/1/text")
    for place in ("/audience", "/when", "/check", "/campaigns/1"):
        if place == "/campaigns/1":
            tab_to(driver, "sure")
            ActionChains(driver).send_keys(Keys.SPACE).perform()
        tab_to(driver, "main")
        ActionChains(driver).send_keys(Keys.ENTER).perform()
        until(partial(stands_at, driver, place))
    assert campaigns.get(desk.store, 1).state is State.RUNNING


def stands_at(driver: webdriver.Chrome, place: str) -> bool:
    return driver.current_url.split("?")[0].endswith(place)


def tab_to(driver: webdriver.Chrome, what: str) -> None:
    """Press Tab until the main button, or a field of that name, has the focus."""
    for _ in range(90):
        ActionChains(driver).send_keys(Keys.TAB).perform()
        focused = driver.switch_to.active_element
        if what in (
            (focused.get_attribute("class") or "").split() if what == "main" else [focused.get_attribute("name")]
        ):
            return
    raise AssertionError(f"Tab never gets to {what}")


def test_what_is_typed_is_kept_and_shown_by_itself(driver: webdriver.Chrome, bakery: tuple[Desk, str]) -> None:
    """No button is pressed, and the page is left: the words are in the draft; the preview named the customer."""
    desk, base = bakery
    draft(desk)
    driver.get(base + "/campaigns/1/text")
    area = field(driver, "text")
    area.clear()
    area.send_keys("Добрий день")
    driver.find_element(By.CSS_SELECTOR, "button[data-insert^='{звертання']").click()
    assert area.get_attribute("value") == "Добрий день{звертання|друже}"
    assert driver.switch_to.active_element == area
    area.send_keys(" кава. 050 000 00 01")
    until(lambda: "Добрий деньОксано кава." in driver.find_element(By.ID, "seen").text)
    assert typed(driver, "text").endswith("050 000 00 01"), "the script leaves alone what is being written"
    until(lambda: campaigns.get(desk.store, 1).plan.variants[0].text.endswith("050 000 00 01"))
    driver.get(base + "/campaigns")
    driver.get(base + "/campaigns/1/text")
    assert "Добрий день{звертання|друже} кава." in typed(driver, "text")


def test_writing_and_then_pressing_at_once_is_no_quarrel_with_oneself(
    driver: webdriver.Chrome, bakery: tuple[Desk, str]
) -> None:
    """The press waits for what the script is just keeping, then names the version that came of it."""
    desk, base = bakery
    draft(desk)
    for turn in range(4):
        driver.get(base + "/campaigns/1/text")
        field(driver, "text").send_keys(f" {turn}")
        driver.execute_script(
            "setTimeout(() => document.querySelector('main .button.main').click(), arguments[0])", 400 + 60 * turn
        )
        until(lambda: driver.current_url.endswith("/audience"))
    assert campaigns.get(desk.store, 1).plan.variants[0].text == LETTER + " 0 1 2 3"


def test_another_who_writes_is_told_while_one_writes(driver: webdriver.Chrome, bakery: tuple[Desk, str]) -> None:
    desk, base = bakery
    found = draft(desk)
    driver.get(base + "/campaigns/1/text")
    lifecycle.edit(desk.store, 1, found.version, name="Інша", plan=found.plan, now=desk.clock.at)
    field(driver, "text").send_keys(" ще")
    until(lambda: "змінив хтось інший" in driver.find_element(By.ID, "seen").text)
    assert campaigns.get(desk.store, 1).plan.variants[0].text == LETTER
    main(driver).send_keys(Keys.ENTER)
    until(lambda: driver.find_elements(By.NAME, "over"))
    assert field(driver, "text").get_attribute("value") == LETTER + " ще"
    driver.find_element(By.NAME, "over").send_keys(Keys.ENTER)
    until(lambda: campaigns.get(desk.store, 1).plan.variants[0].text == LETTER + " ще")


def test_only_what_was_chosen_is_asked_for(driver: webdriver.Chrome, bakery: tuple[Desk, str]) -> None:
    """The fields of a way to begin are there when it is chosen, without any script."""
    desk, base = bakery
    draft(desk)
    look(driver, 1280, script=False)
    driver.get(base + "/campaigns/1/when")
    shown = {"at": "at", "every": "interval", "birthday": "before", "win_back": "absent", "after": "event"}
    for kind, name in shown.items():
        driver.find_element(By.CSS_SELECTOR, f"[name=kind][value={kind}]").click()
        seen = {each for each in shown.values() if field(driver, each).is_displayed()}
        assert seen == {name}
        assert field(driver, "time").is_displayed() is (kind != "at")
