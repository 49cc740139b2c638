"""From “I want a vote on Saturday” to an open vote that was tried, on a phone, with and without the script: how many
presses and letters that takes somebody who has never seen the page.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows
from smsbox.people.rights import Role
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.patience import until
from tests.web.browser import look
from tests.web.desk import make_desk, signed_in
from tests.web.test_walk import enter

pytestmark = pytest.mark.browser

A_PRESS, A_LETTER, A_PAGE = 2.0, 0.35, 6.0
"""Seconds that a thumb takes on a phone (about 36 words a minute), and to look a page through."""
TWO_MINUTES = 120


def gone(element: WebElement) -> bool:
    """Whether its page has been left."""
    try:
        element.is_enabled()
    except (StaleElementReferenceException, NoSuchElementException):
        return True
    return False


class Thumb:
    """Somebody with a phone; `spent`: seconds he would have taken."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver, self.spent = driver, A_PAGE

    def press(self, css: str, leads_to: str) -> None:
        """Press what is found so, and come to a page of that address."""
        pressed = self.driver.find_element(By.CSS_SELECTOR, css)
        pressed.send_keys(Keys.ENTER)
        until(lambda: gone(pressed) and self.there(leads_to))
        self.spent += A_PRESS + A_PAGE

    def there(self, path: str) -> bool:
        """Whether that page has been loaded to its end."""
        whole = self.driver.execute_script("return document.readyState") == "complete"
        return whole and urlsplit(self.driver.current_url).path == path

    def write(self, name: str, text: str) -> None:
        """Instead of what stands in that field."""
        field = self.driver.find_element(By.NAME, name)
        field.clear()
        field.send_keys(text)
        self.spent += 2 * A_PRESS + len(text) * A_LETTER

    @property
    def bubbles(self) -> list[str]:
        return [each.text.split("\n")[-1] for each in self.driver.find_elements(By.CSS_SELECTOR, "main .bubble")]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_vote_on_saturday_in_under_two_minutes(driver: webdriver.Chrome, tmp_path: Path, script: bool) -> None:
    desk = make_desk(tmp_path)
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    try:
        base = f"http://127.0.0.1:{server.port}"
        enter(driver, base, signed_in(desk, Role.MARKETER), "uk")
        look(driver, 360, script=script)
        driver.get(base + "/")
        thumb = Thumb(driver)
        thumb.press(".hand a[href='/dialogs']", "/dialogs")
        thumb.press("main a.button.main", "/dialogs/new")
        thumb.press("form button.tonal", "/dialogs/1/edit")
        for name, text in (("question", "Яке кіно в суботу?"), ("words", "КІНО"), ("title", "Кіно в суботу")):
            thumb.write(name, text)
        for place, title in enumerate(("Дюна", "Мавка", "Вій"), 1):
            thumb.write(f"option.{place}.title", title)
            thumb.write(f"option.{place}.words", "")
        thumb.press("main .sticky .button.main", "/dialogs/1/try")
        thumb.press("button[name=press]", "/dialogs/1/try")
        assert thumb.bubbles[-1] == "Яке кіно в суботу? 1-Дюна, 2-Мавка, 3-Вій. Напишіть свій вибір"
        thumb.press("button[name=press][value='2']", "/dialogs/1/try")
        assert "Ваш голос: Мавка" in thumb.bubbles[-1]
        thumb.press("form[action$='/open'] button", "/dialogs/1")
        kept = rows.get(desk.store, 1)
        assert kept is not None and kept.state is FlowState.OPEN
        assert [each["title"] for each in tomllib.loads(kept.source)["option"]] == ["Дюна", "Мавка", "Вій"]
        print(f"{thumb.spent:.0f} seconds by thumb")
        assert thumb.spent < TWO_MINUTES
    finally:
        look(driver, 1280)
        server.stop()
        desk.store.close()
