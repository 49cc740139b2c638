"""The page in a real browser: narrow and wide, light and dark, with and without JavaScript, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from smsbox import money, outbox, problems
from smsbox.clock import DAY, MINUTE, iso
from smsbox.inbox import calls
from smsbox.people import sessions
from smsbox.recovery import records
from smsbox.recovery.ladder import Rung
from smsbox.sms.segments import split
from smsbox.store import accounts, seats, signals, sims
from smsbox.web.app import make_app
from smsbox.web.guard.setup_code import ensure_setup_code
from smsbox.web.modems.view import PERIODS
from smsbox.web.server.serve import Server
from tests.patience import until
from tests.web.browser import look
from tests.web.desk import PASSWORD, PASSWORD_HASH, Desk, make_desk
from tests.web.looks import lacks
from tests.web.test_inbox import HOSTILE, receive
from tests.web.test_status import GOOD

pytestmark = pytest.mark.browser


@pytest.fixture
def served(tmp_path: Path, driver: webdriver.Chrome) -> Iterator[tuple[Desk, str]]:
    """A desk on a real port, and the address of its page."""
    desk = make_desk(tmp_path)
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    yield desk, f"http://127.0.0.1:{server.port}"
    server.stop()
    desk.store.close()


def press(driver: webdriver.Chrome) -> None:
    """The one main button of the page."""
    button = driver.find_element(By.CSS_SELECTOR, "main .button.main")
    driver.execute_cdp_cmd("Emulation.setScrollbarsHidden", {"hidden": True})
    button.send_keys(Keys.ENTER)


def log_in(driver: webdriver.Chrome, desk: Desk, base: str) -> None:
    accounts.create_owner(desk.store, name="owner", password_hash=PASSWORD_HASH, now=desk.clock.at)
    driver.get(base + "/")
    driver.find_element(By.NAME, "password").send_keys(PASSWORD, Keys.ENTER)
    until(lambda: driver.find_elements(By.CSS_SELECTOR, ".ways"))


def furnish(desk: Desk) -> None:
    """Something of everything."""
    desk.modems[:] = [GOOD, GOOD | {"name": "spare", "state": "down", "reason": "modem.port_missing", "dbm": None}]
    for number in range(12):
        desk.queue("Довгий текст без кінця " * number or "a" * 100, number=f"+3805000000{number:02}")
    outbox.hold(desk.store, [3], desk.clock.at)
    outbox.cancel(desk.store, [4], desk.clock.at)
    receive(desk, HOSTILE)
    furnish_modem(desk)
    for number in range(3):
        rule = "callback" if number else "log"
        calls.rang(
            desk.store, modem="main", sim_id=1, number=f"+38050000000{number}", rule=rule, now=desk.clock.at + number
        )
    furnish_problems(desk)


def furnish_problems(desk: Desk) -> None:
    """What the modems and counts give, one of it put off, and one that is over."""
    low = problems.Problem("doctor.disk_low", facts={"free": 90})
    problems.review(desk.store, problems.Observed(others=(low,)), desk.clock.at - DAY)
    desk.review()
    problems.snooze(desk.store, "", problems.open_now(desk.store, "")[-1].id, desk.clock.at + DAY)


def furnish_modem(desk: Desk) -> None:
    """Another SIM than the accepted one, a day of signal with an outage, measures taken, an answer of the operator."""
    now = desk.clock.at
    old, new = (
        sims.register(desk.store, imsi=f"25503000000000{place}", iccid="8938003" + "0" * 13, modem="main", now=now)
        for place in (1, 2)
    )
    seats.accept(desk.store, "main", old, now=now)
    seats.pause(desk.store, "main", now=now, by_whom="olena", why="довга причина " * 9)
    for step in range(288):
        state = "searching" if 50 < step < 60 else "home"
        at = now - step * 5 * MINUTE
        signals.note(desk.store, "main", now=at, rssi=step % 31, registration=state, technology="LTE")
    for rung in Rung:
        records.count(desk.store, "main", rung, now - 99 * DAY, tried=1234, helped=1000)
    money.note(desk.store, new, now, "*111#", "Баланс " * 30, None)
    desk.modems[0] = GOOD | {
        "state": "holding",
        "reason": "relay.sim_swapped",
        "sim_id": new,
        "limits_left": dict.fromkeys(PERIODS, 7),
        "resets_at": dict.fromkeys(PERIODS, iso(now + 9 * DAY)),
        "drift": {"key": "pacing.move", "facts": {"reason": "refused", "bad": 9, "total": 20, "usual": 3}},
        "recovery": {"rung": "alarm", "tries": 1, "next_at": iso(now + DAY)},
    }


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_first_start_to_the_first_message(
    driver: webdriver.Chrome, served: tuple[Desk, str], width: int, script: bool
) -> None:
    desk, base = served
    code = ensure_setup_code(desk.store, desk.site.config.store.directory, desk.clock.at) or ""
    look(driver, width, script=script)
    driver.get(base + "/")
    assert driver.current_url == base + "/setup"
    driver.find_element(By.NAME, "code").send_keys(code, Keys.ENTER)
    until(lambda: driver.find_elements(By.NAME, "confirm"))
    for name, value in (("password", PASSWORD), ("confirm", PASSWORD)):
        driver.find_element(By.NAME, name).send_keys(value)
    press(driver)
    until(lambda: "smsbox is yours now" in driver.page_source)
    driver.get(base + "/send")
    driver.find_element(By.NAME, "numbers").send_keys("0500000001\n0500000002")
    driver.find_element(By.NAME, "text").send_keys("Привіт! 'лапки' & <b>")
    press(driver)
    until(lambda: "Ready to send?" in driver.page_source)
    press(driver)
    until(lambda: "2 messages are in the queue" in driver.page_source)
    assert {row.text for row in outbox.messages(desk.store)} == {"Привіт! 'лапки' & <b>"}


def test_what_changes_appears_by_itself(driver: webdriver.Chrome, served: tuple[Desk, str]) -> None:
    desk, base = served
    log_in(driver, desk, base)
    driver.get(base + "/outbox")
    assert "Nothing sent yet" in driver.page_source
    desk.queue("тільки-но написане")
    until(lambda: "тільки-но написане" in driver.page_source)
    sessions.end_others(desk.store, 1, None)
    until(lambda: "/login" in driver.current_url)


def test_a_box_that_is_gone_is_noticed(driver: webdriver.Chrome, tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    log_in(driver, desk, f"http://127.0.0.1:{server.port}")
    stale = driver.find_element(By.ID, "stale")
    assert not stale.is_displayed()
    server.stop()
    until(stale.is_displayed)
    desk.store.close()


TEXTS = (
    *("", "a", "a" * 160, "a" * 161, "a" * 306, "a" * 307, "€" * 80, "€" * 81, "a" * 152 + "€" * 5, "ї" * 70, "ї" * 71),
    *("ї" * 66 + "😀" * 3, "😀" * 35, "😀" * 36, "a" * 159 + "ґ", "рядок\nрядок", "[ok]{~}\\^|", "ÿ", "`", "ç", "Ç"),
    *("👨‍👩‍👧 родина " * 9, "\n" * 161, "a\n" * 80 + "€"),
)


def test_the_counter_of_the_script_counts_like_the_server(driver: webdriver.Chrome, served: tuple[Desk, str]) -> None:
    desk, base = served
    log_in(driver, desk, base)
    driver.get(base + "/send")
    counted = driver.execute_script(
        """
        const area = document.getElementById('text'), out = document.getElementById('counter');
        return arguments[0].map((text) => {
          area.value = text; area.dispatchEvent(new Event('input')); return out.textContent; });
        """,
        list(TEXTS),
    )
    for text, shown in zip(TEXTS, counted, strict=True):
        if text:
            assert f" {len(split(text).texts)} SMS" in shown, (text, shown)
    assert "only because of ґ" in counted[TEXTS.index("a" * 159 + "ґ")]


def test_the_keyboard_is_enough(driver: webdriver.Chrome, served: tuple[Desk, str]) -> None:
    desk, base = served
    log_in(driver, desk, base)
    driver.get(base + "/")
    reached = [tab(driver) for _ in range(24)]
    assert reached[0]["name"] == "Skip to content" and reached[0]["top"] >= 0
    assert [stop["name"] for stop in reached if stop["outline"] == "none"] == []
    assert {"Status", "Send", "Outbox", "Conversations", "Help", "Log out"} <= {stop["name"] for stop in reached}


def tab(driver: webdriver.Chrome) -> dict[str, Any]:
    """Press the Tab key, whatever has the focus; what has it then, its upper edge and its outline."""
    ActionChains(driver).send_keys(Keys.TAB).perform()
    return driver.execute_script(
        """
        const e = document.activeElement;
        return { name: e.innerText, top: e.getBoundingClientRect().top, outline: getComputedStyle(e).outlineStyle };
        """
    )


def test_a_phone_shows_words_not_single_letters(driver: webdriver.Chrome, served: tuple[Desk, str]) -> None:
    """Explanations beside a long command were squeezed into a column two letters wide."""
    desk, base = served
    furnish(desk)
    desk.modems[0] = GOOD | {"imsi": "255010000000001", "name": "main"}
    look(driver, 360)
    log_in(driver, desk, base)
    for path in ("/help", "/", "/outbox/1", "/inbox/1"):
        driver.get(base + path)
        widths = driver.execute_script("return [...document.querySelectorAll('.facts dd')].map((e) => e.clientWidth)")
        assert widths and min(widths) >= 130, path


def test_who_and_when_stand_on_one_line_on_a_phone(driver: webdriver.Chrome, served: tuple[Desk, str]) -> None:
    desk, base = served
    furnish(desk)
    look(driver, 360)
    log_in(driver, desk, base)
    driver.find_element(By.CSS_SELECTOR, ".foot button[value=uk]").send_keys(Keys.ENTER)
    until(lambda: driver.find_elements(By.CSS_SELECTOR, "html[lang=uk]"))
    words = """
        return [...document.querySelectorAll(arguments[0])].map((e) => {
          const range = document.createRange();
          range.selectNodeContents(e);
          return range.getBoundingClientRect().bottom; });
        """
    for path, who, when in (("/", ".list .who", ".list time"), ("/outbox", "td .who", "td.when")):
        driver.get(base + path)
        bottoms = zip(driver.execute_script(words, who), driver.execute_script(words, when), strict=True)
        assert all(abs(one - other) < 8 for one, other in bottoms), path


def test_a_page_needs_nobody_but_the_box(driver: webdriver.Chrome, served: tuple[Desk, str]) -> None:
    """What it weighs is measured in test_walk."""
    desk, base = served
    furnish(desk)
    log_in(driver, desk, base)
    driver.get(base + "/")
    places = driver.execute_script("return performance.getEntriesByType('resource').map((e) => new URL(e.name).origin)")
    assert set(places) == {base}


def test_the_audit_finds_what_it_looks_for(driver: webdriver.Chrome, served: tuple[Desk, str]) -> None:
    desk, base = served
    log_in(driver, desk, base)
    driver.execute_script(
        "document.querySelector('main').innerHTML = '<h1>a</h1><h1>b</h1><button></button><p id=x>c</p><p id=x>d</p>'"
        "+ '<p class=faint>pale</p><p aria-labelledby=gone>e</p><pre>' + 'w'.repeat(2000) + '</pre>'"
        "+ '<p class=veiled><b>veiled</b></p><p class=thin>thin</p>';"
        "document.querySelector('.faint').style.color = 'rgb(200, 200, 200)';"
        "document.querySelector('.veiled').style.opacity = 0.4;"
        "document.querySelector('.thin').style.color = 'rgb(0 0 0 / 0.4)';"
    )
    found = " ".join(lacks(driver))
    for fault in (
        "no name",
        "not one h1",
        "id twice",
        "faint: pale",
        "faint: veiled",
        "faint: thin",
        "points to nothing: gone",
        "scrolls sideways",
    ):
        assert fault in found
