"""The pages of the technician in a real browser: AT console, event log, encryption; looked at as every page is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from smsbox import events
from smsbox.daemon.consoles import Consoles
from smsbox.modem.console import Said
from smsbox.web.app import make_app
from smsbox.web.server import certificate
from smsbox.web.server.serve import Server
from tests.daemon.test_consoles import Line
from tests.daemon.test_dialogues import Modem
from tests.patience import until
from tests.web.browser import look
from tests.web.desk import Desk
from tests.web.looks import layout, serious
from tests.web.test_browser import log_in

pytestmark = pytest.mark.browser

CONSOLE = "/modems/main/console"
SCREENS = ((360, False), (360, True), (1280, False), (1280, True))


@pytest.fixture
def modem() -> Iterator[Modem]:
    made = Modem()
    made.network = Line()  # type: ignore[assignment]
    yield made
    made.stop()


@pytest.fixture
def address(desk: Desk, modem: Modem) -> Iterator[str]:
    """The page over an encrypted connection, as the owner of a box with an own certificate has it."""
    web = replace(desk.site.config.web, tls="own")
    site = replace(desk.site, console=Consoles({"main": modem.errands}, modem.clock))
    site.config = replace(site.config, web=web)
    tls = certificate.context(web, desk.site.config.store.directory)
    server = Server(make_app(site, web), "127.0.0.1:0", tls=tls)
    server.start()
    yield f"https://127.0.0.1:{server.port}"
    server.stop()


@pytest.fixture
def driver(driver: webdriver.Chrome) -> webdriver.Chrome:
    """A browser in which somebody has agreed to the certificate."""
    driver.execute_cdp_cmd("Security.setIgnoreCertificateErrors", {"ignore": True})
    return driver


def furnish(desk: Desk) -> None:
    now = desk.clock.at
    happened: tuple[tuple[str, dict[str, object]], ...] = (
        (events.STARTED, {}),
        (events.MODEM_DOWN, {"modem": "main", "reason": "modem.not_answering"}),
        (events.MODEM_RECOVERY, {"modem": "main", "rung": "reboot", "tries": 1, "reason": "modem.not_answering"}),
        (events.MODEM_RECOVERY, {"modem": "main", "rung": "reboot", "helped": True, "seconds": 41}),
        (events.SIM_SWAPPED, {"modem": "main", "sim_id": 1}),
        (events.CALL_REFUSED, {"modem": "main", "number": "+380500000007", "rule": "log"}),
        (events.USSD_PUSHED, {"modem": "main", "text": "Ваш пакет закінчується. " * 6}),
        (events.QUEUED, {"first": 1, "last": 20_000, "count": 20_000}),
        (events.REFUSED, {"message_id": 3, "error": "CMS 38", "attempt": 2, "seq": 2}),
        (events.SENT, {"message_id": 3, "ref": 17, "seq": 2, "attempt": 3}),
    )
    for number, (kind, data) in enumerate(happened):
        with desk.store.write():
            events.append(desk.store, kind, now=now + number * 7_000_000, **data)  # type: ignore[arg-type]


def talk(driver: webdriver.Chrome, address: str, modem: Modem) -> None:
    """Suggested and typed commands, by keyboard."""
    modem.network.says = [  # type: ignore[attr-defined]
        Said("AT+CSQ", ("+CSQ: 9,99",), "OK"),
        Said("AT+COPS?", ('+COPS: 0,0,"Kyivstar",7',), "OK"),
        Said("AT+CPMS?", ("+CMS ERROR: 322",), "+CMS ERROR: 310"),
    ]
    driver.get(address + CONSOLE)
    driver.find_element(By.CSS_SELECTOR, "button[value='AT+CSQ']").send_keys(Keys.ENTER)
    until(lambda: "+CSQ: 9,99" in driver.page_source)
    for command, answer in (("AT+COPS?", "Kyivstar"), ("AT+CPMS?", "ERROR: 310")):
        box = driver.find_element(By.ID, "command")
        assert driver.switch_to.active_element == box, "the next command can be typed at once"
        box.send_keys(command, Keys.ENTER)
        until(lambda answer=answer: answer in driver.page_source)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_talk_with_the_modem(desk: Desk, modem: Modem, address: str, driver: webdriver.Chrome, script: bool) -> None:
    log_in(driver, desk, address)
    look(driver, 360, script=script)
    talk(driver, address, modem)
    assert modem.network.asked == ["AT+CSQ", "AT+COPS?", "AT+CPMS?"]
    driver.find_element(By.CSS_SELECTOR, f"form[action='{CONSOLE}/leave'] button").send_keys(Keys.ENTER)
    until(lambda: "Ended; the queue goes on" in driver.page_source)
    until(lambda: modem.errands.held_for() is None)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_screen_is_in_order(
    desk: Desk, modem: Modem, address: str, driver: webdriver.Chrome, language: str
) -> None:
    furnish(desk)
    log_in(driver, desk, address)
    desk.store.run("UPDATE users SET language = ?", language)
    look(driver, 1280)
    talk(driver, address, modem)
    driver.get_log("browser")
    folder = screens()
    for path in (CONSOLE, "/events", "/events?family=calls&from=2030-01-01", "/settings/web", "/doctor"):
        driver.get(address + path)
        for width, dark in SCREENS:
            look(driver, width, dark=dark)
            assert layout(driver) == [], (path, width)
            if dark == (width == 360):
                assert serious(driver) == [], (path, width, dark)
            if folder is not None:
                name = path.strip("/").replace("/", "-").partition("?")[0] + ("-empty" if "?" in path else "")
                whole = driver.execute_script("return document.documentElement.scrollHeight")
                driver.execute_cdp_cmd(
                    "Emulation.setDeviceMetricsOverride",
                    {"width": width, "height": min(whole, 4000), "deviceScaleFactor": 1, "mobile": False},
                )
                driver.save_screenshot(str(folder / f"{name}-{width}-{'dark' if dark else 'light'}-{language}.png"))
    assert [line for line in driver.get_log("browser") if "favicon" not in line["message"]] == []


def screens() -> Path | None:
    """Where pictures go, if anybody wants to look."""
    given = os.environ.get("SMSBOX_SCREENSHOTS")
    return Path(given) if given else None
