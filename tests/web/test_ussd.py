"""The page of USSD conversations over the daemon's own desk: what it shows while, after, and when it cannot."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from smsbox.daemon.dialogues import Dialogues
from smsbox.modem.ussd import UssdState
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.daemon.test_dialogues import Modem, await_
from tests.patience import until
from tests.web.browser import look
from tests.web.desk import Desk, Visitor
from tests.web.test_browser import log_in

PATH = "/modems/main/ussd"


@pytest.fixture
def modem() -> Iterator[Modem]:
    made = Modem()
    yield made
    made.stop()


@pytest.fixture
def dialogues(modem: Modem) -> Dialogues:
    return Dialogues({"main": modem.errands}, modem.clock, lambda name, line: ("*111#", line.ussd("*111#")))


@pytest.fixture
def visitor(desk: Desk, owner: Visitor, dialogues: Dialogues) -> Visitor:
    """The owner at a page that has somebody to work at modems."""
    made = Visitor(make_app(replace(desk.site, desk=dialogues)), {})
    made.cookies = owner.cookies
    made.get(PATH)
    return made


def text_of(visitor: Visitor, path: str = PATH) -> str:
    return html.unescape(visitor.get(path).text)


def once(visitor: Visitor) -> str:
    found = re.search(r'name="once" value="([0-9a-f]+)"', visitor.get(PATH).text)
    assert found
    return found[1]


def test_without_anybody_at_the_modems_nothing_is_offered(desk: Desk, owner: Visitor) -> None:
    assert "<form" not in owner.get(PATH).text.split("<main")[1].split("</main>")[0]
    for action in (PATH, f"{PATH}/answer", f"{PATH}/leave", "/modems/main/balance"):
        assert owner.post(action, code="*100#", once="0" * 32).status == 404


def test_a_form_without_its_mark_asks_nothing(visitor: Visitor, modem: Modem) -> None:
    for mark in ("", "x", "0" * 31):
        assert visitor.post(PATH, code="*100#", once=mark).status == 400
        assert visitor.post("/modems/main/balance", once=mark).status == 400
    assert modem.network.asked == []


def test_what_is_no_code_is_told_and_stays_in_the_form(visitor: Visitor, modem: Modem) -> None:
    answer = visitor.post(PATH, code='100"<b>', once=once(visitor))
    assert answer.status == 422
    assert "no USSD code" in html.unescape(answer.text) and 'value="100&#34;&lt;b&gt;"' in answer.text
    assert modem.network.asked == []


def test_what_the_network_writes_is_shown_as_text(visitor: Visitor, modem: Modem, dialogues: Dialogues) -> None:
    modem.network.says = [("<script>1</script>\u202e", UssdState.DONE)]
    visitor.post(PATH, code="*100#", once=once(visitor))
    await_(lambda: not dialogues.dialogue("main").running)  # type: ignore[union-attr]
    text = visitor.get(PATH).text
    assert "&lt;script&gt;1" in text and "RLO" in text and "<script>1" not in text


def test_a_wordless_answer_is_told_in_words(visitor: Visitor, modem: Modem, dialogues: Dialogues) -> None:
    modem.network.says = [("", UssdState.UNSUPPORTED)]
    visitor.post(PATH, code="*100#", once=once(visitor))
    await_(lambda: not dialogues.dialogue("main").running)  # type: ignore[union-attr]
    assert "The network does not know this code." in text_of(visitor)


def test_the_live_part_changes_only_when_something_happened(visitor: Visitor, modem: Modem) -> None:
    first = visitor.get(f"/live{PATH}").header("ETag") or ""
    assert visitor.get(f"/live{PATH}", If_None_Match=first).status == 304


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_answer_appears_by_itself(
    driver: webdriver.Chrome, desk: Desk, dialogues: Dialogues, modem: Modem, script: bool
) -> None:
    """Also without JavaScript; a person answers the menu with the keyboard alone."""
    server = Server(make_app(replace(desk.site, desk=dialogues)), "127.0.0.1:0")
    server.start()
    try:
        log_in(driver, desk, f"http://127.0.0.1:{server.port}")
        look(driver, 360, script=script)
        converse(driver, f"http://127.0.0.1:{server.port}{PATH}", modem)
    finally:
        server.stop()
    assert modem.network.asked == ["*102#", "2"]


def converse(driver: webdriver.Chrome, address: str, modem: Modem) -> None:
    modem.network.says = [("1 Balance\n2 Packages", UssdState.REPLY_WANTED), ("SMS left: 7", UssdState.DONE)]
    modem.network.may_answer.clear()
    driver.get(address)
    driver.find_element(By.NAME, "code").send_keys("*102#", Keys.ENTER)
    until(lambda: "Asking the network" in driver.page_source)
    assert not driver.find_elements(By.NAME, "code"), "nothing to ask while it is asked"
    threading.Timer(0.3, modem.network.may_answer.set).start()
    until(lambda: driver.find_elements(By.NAME, "answer"))
    driver.find_element(By.NAME, "answer").send_keys("2", Keys.ENTER)
    until(lambda: "SMS left: 7" in driver.page_source)
    until(lambda: driver.find_elements(By.NAME, "code"))
