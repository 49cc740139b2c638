"""When the script asks and when it does not: hidden pages, a silent box, people who lost a right; and what stays."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from smsbox.people import accounts as people
from smsbox.people.rights import Role
from smsbox.store.tables import Message, Segment, User
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.patience import until
from tests.web.browser import look
from tests.web.desk import Desk, signed_in
from tests.web.test_browser import furnish
from tests.web.test_walk import enter

pytestmark = pytest.mark.browser

HURRY = """
const wait = window.setTimeout, ask = window.fetch;
window.asked = [];
window.setTimeout = (what, after, ...rest) => wait(what, after / 20, ...rest);
window.fetch = (...what) => { asked.push(performance.now()); return ask(...what); };
"""
"""Twenty times as quick as a person waits: 4 s are 0.2 s."""

HIDE = """
Object.defineProperty(document, 'hidden', { configurable: true, get: () => arguments[0] });
document.dispatchEvent(new Event('visibilitychange'));
"""


@pytest.fixture
def server(desk: Desk) -> Iterator[Server]:
    made = Server(make_app(desk.site), "127.0.0.1:0")
    made.start()
    yield made
    made.stop()


@pytest.fixture
def base(driver: webdriver.Chrome, desk: Desk, server: Server) -> Iterator[str]:
    """The address of a desk whose owner is signed in, with a script in a hurry."""
    address = f"http://127.0.0.1:{server.port}"
    enter(driver, address, signed_in(desk, Role.OWNER), "en")
    hurried = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": HURRY})
    yield address
    driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", hurried)


def asked(driver: webdriver.Chrome) -> int:
    return int(driver.execute_script("return asked.length"))


def more(driver: webdriver.Chrome, count: int = 1) -> None:
    """Wait until the script has asked that often again."""
    before = asked(driver)
    until(lambda: asked(driver) >= before + count, what="the script asks")


def pause(driver: webdriver.Chrome, milliseconds: int) -> None:
    """That long by the clock of the page."""
    driver.execute_async_script("wait(arguments[1], arguments[0])", milliseconds)


def test_nobody_looks_at_a_hidden_page(driver: webdriver.Chrome, base: str) -> None:
    driver.get(base + "/outbox")
    more(driver)
    driver.execute_script(HIDE, True)
    pause(driver, 150)  # for what was under way
    rested = asked(driver)
    pause(driver, 900)
    assert asked(driver) == rested
    driver.execute_script(HIDE, False)
    more(driver, 2)


def test_a_silent_box_is_asked_more_and_more_rarely(driver: webdriver.Chrome, base: str, server: Server) -> None:
    driver.get(base + "/outbox")
    more(driver)
    server.stop()
    until(driver.find_element(By.ID, "stale").is_displayed, what="the warning")
    driver.execute_script("asked.length = 0")
    until(lambda: asked(driver) >= 5, what="it goes on asking")
    times = driver.execute_script("return asked")
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert gaps[0] >= 350 and max(gaps) >= 1_400  # 8 s and 30 s of a person


def test_a_box_that_is_back_is_believed(driver: webdriver.Chrome, desk: Desk, base: str, server: Server) -> None:
    driver.get(base + "/outbox")
    port = server.port
    server.stop()
    stale = driver.find_element(By.ID, "stale")
    until(stale.is_displayed, what="the warning")
    again = Server(make_app(desk.site), f"127.0.0.1:{port}")
    again.start()
    try:
        until(lambda: not stale.is_displayed(), what="the end of the warning")
    finally:
        again.stop()


def test_who_is_signed_out_comes_to_the_door(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    driver.get(base + "/outbox")
    driver.delete_all_cookies()
    until(lambda: "/login" in driver.current_url, what="the door")
    assert driver.find_elements(By.NAME, "password")


def test_who_lost_the_right_is_told(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    """A session that lives on with less than before; the page says it once, in no circle."""
    enter(driver, base, signed_in(desk, Role.MANAGER), "en")
    driver.get(base + "/outbox")
    driver.execute_script("document.body.dataset.old = 'yes'")
    manager = people.find(desk.store, "manager")
    assert manager is not None
    desk.store.change(User.update(role="technician").where(User.id == manager.id))
    until(lambda: "You may not do this" in driver.page_source, what="the refusal")


def test_what_is_gone_is_told_by_the_page(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    """A message whose time is over, looked at while it goes."""
    number = desk.queue("скоро мине")
    driver.get(f"{base}/outbox/{number}")
    more(driver)
    desk.store.change(Segment.delete().where(Segment.message_id == number))
    desk.store.change(Message.delete().where(Message.id == number))
    until(lambda: "There is no such page" in driver.page_source, what="the page that says so")


def test_place_marks_and_what_lies_open_stay(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    """How far one has scrolled, the words one has marked, the table one has opened."""
    furnish(desk)
    look(driver, 360)
    driver.get(base + "/")
    kept = driver.execute_script(
        """
        const opened = document.querySelector('main details'), words = document.querySelector('.list .clip');
        if (opened) opened.open = true;
        scrollTo(0, 900);
        getSelection().selectAllChildren(words);
        document.body.opened = opened;
        return [String(getSelection()), Math.round(scrollY)];
        """
    )
    more(driver)
    desk.queue("щойно", number="+380500000099")
    desk.modems[0] = desk.modems[0] | {"dbm": -91}
    until(lambda: "-91" in driver.find_element(By.TAG_NAME, "main").text, what="the renewal")
    now = driver.execute_script(
        "return [String(getSelection()), Math.round(scrollY), document.body.opened?.open ?? true]"
    )
    assert now[0] == kept[0] and kept[0]
    assert kept[1] > 500 and abs(now[1] - kept[1]) < 200  # the browser itself anchors what is read
    assert now[2]
