"""Two managers at one desk, each in a browser of his own: what one does the other sees, and nothing anybody wrote is
lost.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from smsbox.desk import threads
from smsbox.people.rights import Role
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.patience import until
from tests.web.browser import browser, look
from tests.web.desk import Desk, Visitor, signed_in
from tests.web.test_desk import ANNA, PATH, wrote

pytestmark = pytest.mark.browser


@pytest.fixture
def base(desk: Desk) -> Iterator[str]:
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    yield f"http://127.0.0.1:{server.port}"
    server.stop()


def seat(driver: webdriver.Chrome, base: str, visitor: Visitor) -> webdriver.Chrome:
    """The visitor's session in that browser."""
    driver.get(base + "/login")
    for name, value in visitor.cookies.items():
        driver.add_cookie({"name": name, "value": value})
    return driver


def text_of(driver: webdriver.Chrome) -> str:
    return str(driver.execute_script("return document.querySelector('main')?.innerText ?? ''"))


def draft(driver: webdriver.Chrome) -> str | None:
    """What stands in the answer; None while another page comes."""
    return driver.execute_script("return document.getElementById('text')?.value")  # type: ignore[no-any-return]


def keys(driver: webdriver.Chrome, *pressed: str) -> None:
    ActionChains(driver).send_keys(*pressed).perform()


def asleep(driver: webdriver.Chrome, *, on: bool) -> None:
    """The page's script asks for nothing meanwhile, as on a train in a tunnel."""
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*/live/*"] if on else []})


def test_two_managers_at_once(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    """One takes it, the other sees it live, and is told so when he presses late; both answer at once, and the second
    reads the first before his own leaves.
    """
    wrote(desk, "Скільки коштують троянди?")
    olena, petro = signed_in(desk, Role.MANAGER, "Olena"), signed_in(desk, Role.MANAGER, "Petro")
    with browser() as other:
        look(other, 360)
        one, two = seat(driver, base, olena), seat(other, base, petro)
        for each in (one, two):
            each.get(base + PATH)
            assert "nobody has it" in text_of(each)

        asleep(two, on=True)
        keys(one, "a")
        until(lambda: threads.get(desk.store, ANNA).assigned_to == "Olena")
        two.find_element(By.ID, "text").send_keys("Пишу про троянди")
        two.find_element(By.CSS_SELECTOR, "#acts [aria-keyshortcuts=a]").send_keys(Keys.ENTER)
        until(lambda: "Olena has this conversation" in text_of(two))
        assert draft(two) == "Пишу про троянди"
        assert threads.get(desk.store, ANNA).assigned_to == "Olena"

        two.get(base + PATH)
        until(lambda: draft(two) == "Пишу про троянди", what="kept where he wrote it")
        asleep(two, on=True)
        area = one.find_element(By.ID, "text")
        area.send_keys("По 80 грн")
        one.find_element(By.CSS_SELECTOR, "#answer .button.main").send_keys(Keys.ENTER)
        until(lambda: "По 80 грн" in text_of(one))
        until(lambda: draft(one) == "", what="the answer is empty again")
        two.find_element(By.CSS_SELECTOR, "#answer .button.main").send_keys(Keys.ENTER)
        until(lambda: "Not sent yet" in text_of(two))
        assert "По 80 грн" in text_of(two)
        assert draft(two) == "Пишу про троянди"
        assert desk.store.run("SELECT text FROM messages").fetchall() == [("По 80 грн",)]

        asleep(two, on=False)
        two.find_element(By.CSS_SELECTOR, "#answer .button.main").send_keys(Keys.ENTER)
        until(lambda: draft(two) == "")
        until(lambda: "Пишу про троянди" in text_of(one), what="Olena sees by herself what Petro wrote")
        assert [row[0] for row in desk.store.run("SELECT text FROM messages ORDER BY id")] == [
            "По 80 грн",
            "Пишу про троянди",
        ]
        before = one.find_element(By.ID, "seen").get_attribute("innerHTML")
        wrote(desk, "Дякую!")
        threads.assign(desk.store, ANNA, "Petro", was="Olena", by="owner", now=desk.clock.at)
        until(lambda: "Дякую!" in text_of(one) and "Дякую!" in text_of(two), what="both see the customer's word")
        assert one.find_element(By.ID, "seen").get_attribute("innerHTML") != before, "and have read so far"
        assert "To be answered" in one.find_element(By.ID, "standing").text
        assert "Petro" in one.find_element(By.ID, "standing").text, "who has it is live, too"
        assert "Take it over" in one.find_element(By.ID, "acts").text


def test_an_answer_sent_to_a_box_that_is_off_is_still_there_when_it_is_back(
    driver: webdriver.Chrome, desk: Desk, base: str
) -> None:
    """Opened anew, from wherever; and once the box has it, nothing of it is left to be sent again."""
    wrote(desk, "Чи є півонії?")
    seat(driver, base, signed_in(desk, Role.MANAGER, "Olena"))
    driver.get(base + PATH)
    driver.find_element(By.ID, "text").send_keys("Так, рожеві")
    off = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**off, "offline": True})
    driver.find_element(By.CSS_SELECTOR, "#answer .button.main").send_keys(Keys.ENTER)
    until(lambda: draft(driver) is None)
    driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**off, "offline": False})
    driver.get(base + PATH)
    until(lambda: draft(driver) == "Так, рожеві")
    driver.find_element(By.CSS_SELECTOR, "#answer .button.main").send_keys(Keys.ENTER)
    until(lambda: desk.store.run("SELECT count(*) FROM messages").fetchone() == (1,))
    until(lambda: "notice=answered" in driver.current_url and draft(driver) == "")
    driver.find_element(By.ID, "text").send_keys("До зустрічі")
    driver.refresh()
    until(lambda: draft(driver) == "До зустрічі", what="a new one is kept, whatever the address says")
    driver.get(base + PATH)
    until(lambda: draft(driver) == "До зустрічі")


def test_back_from_a_sent_answer_leads_to_an_empty_one(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    """And what was typed into a note does not move into the answer, nor a label press the first button there is."""
    wrote(desk, "Чи є півонії?")
    seat(driver, base, signed_in(desk, Role.MANAGER, "Olena"))
    driver.get(base + PATH)
    driver.find_element(By.ID, "text").send_keys("Так, рожеві")
    driver.find_element(By.CSS_SELECTOR, "#answer .button.main").send_keys(Keys.ENTER)
    until(lambda: "notice=answered" in driver.current_url and draft(driver) == "")
    driver.back()
    until(lambda: "notice=" not in driver.current_url and draft(driver) == "", 10)
    driver.find_element(By.ID, "text").send_keys("Ще одне")
    driver.find_element(By.ID, "note").send_keys("Постійна")
    driver.find_element(By.ID, "label").send_keys("півонії", Keys.ENTER)
    until(lambda: driver.find_elements(By.CSS_SELECTOR, "button[name=off]"))
    until(lambda: draft(driver) == "Ще одне")
    assert driver.find_element(By.ID, "note").get_attribute("value") == "Постійна"


@pytest.mark.parametrize("script", [True, False])
def test_a_conversation_opens_at_what_was_said_last(
    driver: webdriver.Chrome, desk: Desk, base: str, *, script: bool
) -> None:
    """By an address typed or kept, too, and with a draft in it; but where something was refused, the reason is seen."""
    for each in range(25):
        wrote(desk, f"рядок {each}")
    seat(driver, base, signed_in(desk, Role.MANAGER, "Olena"))
    look(driver, 360, script=script)
    driver.get(base + PATH)
    until(lambda: _inside(driver, "li:last-child .bubble") and _inside(driver, "#acts"), what="and what can be done")
    driver.find_element(By.ID, "text").send_keys("Зараз")
    driver.find_element(By.CSS_SELECTOR, "#acts [aria-keyshortcuts=e]").send_keys(Keys.ENTER)
    until(lambda: threads.get(desk.store, ANNA).state.label == "done")
    until(lambda: draft(driver) == "Зараз" and _inside(driver, "li:last-child"))
    wrote(desk, "Чекаю")
    driver.find_element(By.CSS_SELECTOR, "#answer .button.main").send_keys(Keys.ENTER)
    until(lambda: "Not sent yet" in text_of(driver) and _inside(driver, "[role=alert]"))
    look(driver, 1280)


def _inside(driver: webdriver.Chrome, selector: str) -> bool:
    """Whether it lies before one's eyes."""
    box = "const box = document.querySelector(arguments[0])?.getBoundingClientRect();"
    return bool(
        driver.execute_script(f"{box} return box && box.top >= 0 && box.bottom <= innerHeight", f"main {selector}")
    )


def test_by_keys_alone(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    """Down the list, into a conversation, an answer, and done; keys typed into a text are letters."""
    wrote(desk, "Перший", "+380671112233")
    desk.clock.at += 1
    wrote(desk, "Другий")
    seat(driver, base, signed_in(desk, Role.MANAGER, "Olena"))
    driver.get(base + "/desk")
    keys(driver, "j", "j", "k")
    assert driver.switch_to.active_element.get_attribute("href").endswith(f"{PATH}#end")
    keys(driver, Keys.ENTER)
    until(lambda: driver.find_elements(By.ID, "answer"))
    keys(driver, "s", Keys.TAB)
    assert driver.switch_to.active_element.get_attribute("value") == "hour", "from the key on to what it opens"
    keys(driver, "r")
    keys(driver, "aejks?")
    assert draft(driver) == "aejks?"
    assert threads.get(desk.store, ANNA).assigned_to is None
    keys(driver, Keys.TAB)
    keys(driver, "?")
    assert driver.find_element(By.ID, "keys").get_attribute("open") is not None
    driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", "key": "у", "code": "KeyE"})  # E in Cyrillic
    until(lambda: threads.get(desk.store, ANNA).state.label == "done")
    until(lambda: draft(driver) == "aejks?", what="the draft is there")


def test_without_a_script(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    """Everything by forms: taken, answered, put off; the end of the talk lies before one's eyes."""
    for each in range(12):
        wrote(desk, f"рядок {each}")
    seat(driver, base, signed_in(desk, Role.MANAGER, "Olena"))
    look(driver, 360, script=False)
    driver.get(base + "/desk")
    driver.find_element(By.CSS_SELECTOR, ".threads a.who").send_keys(Keys.ENTER)
    last = driver.find_elements(By.CSS_SELECTOR, ".bubble.in")[-1].rect
    driver.find_element(By.CSS_SELECTOR, "#acts [aria-keyshortcuts=a]").send_keys(Keys.ENTER)
    until(lambda: threads.get(desk.store, ANNA).assigned_to == "Olena")
    driver.get(base + PATH)
    driver.find_element(By.ID, "text").send_keys("Добрий день")
    driver.find_element(By.CSS_SELECTOR, "#answer .button.main").send_keys(Keys.ENTER)
    until(lambda: desk.store.run("SELECT count(*) FROM messages").fetchone() == (1,))
    driver.get(base + PATH)
    assert "Добрий день" in driver.find_element(By.CSS_SELECTOR, ".thread").text
    driver.find_element(By.CSS_SELECTOR, "#later summary").send_keys(Keys.ENTER)
    driver.find_element(By.CSS_SELECTOR, "#later button[value=week]").send_keys(Keys.ENTER)
    until(lambda: threads.get(desk.store, ANNA).state.label == "snoozed")
    assert last["y"] > 0
    look(driver, 1280)
