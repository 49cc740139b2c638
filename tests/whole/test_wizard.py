"""The first run through the whole daemon: an empty box, a modem at a port nobody named, and an SMS that arrives.

By a browser of plain HTTP and by chromium; the oracle is what the simulated network accepted.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.web.browser import look
from tests.web.looks import lacks, layout, serious
from tests.whole.box import Box, box, until
from tests.whole.sticks import HUAWEI, sticks
from tests.whole.test_page_by_hand import PASSWORD, Page
from tests.whole.test_settings import strip

OWN_PHONE = "+380500000077"
TEXT = "smsbox: this is the test SMS. It works."


class Newcomer(Page):
    """Somebody in his first run, without a script."""

    def __init__(self, made: Box) -> None:
        super().__init__(made)
        self.made = made

    def reach(self, path: str, what: str) -> str:
        """Reload a screen, as its page does by itself, until it says `what`."""
        until(lambda: what in self.open(path), what=f"{what!r} at {path}")
        return self.text

    def choose(self, path: str, **typed: str) -> str:
        """Take the modem at `path`."""
        self.reach("/setup/modem", path)
        return self.press("/setup/modem", choice=f"port:{path}", **{"name": "main"} | typed)

    def finish(self) -> None:
        """From the open SIM to the end."""
        self.reach("/setup/sim", "The SIM is open")
        self.press("/setup/sim")
        self.press("/setup/place", language="en")
        self.press("/setup/limits", pace="starter", quiet="yes", quiet_from="21:00", quiet_to="08:00")
        self.press("/setup/test", number=OWN_PHONE)
        self.reach("/setup/test", "It arrived")
        self.press("/setup/test")
        assert "smsbox is ready" in self.text
        self.press("/setup/done")


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Box]:
    """A box that knows no modem; one lies in the folder of its state, as in the demonstration."""
    with box(tmp_path, pin="4711", sending="# quiet hours as by default") as made:
        strip(made)
        yield made


def sent(made: Box) -> list[tuple[str, str]]:
    return [(entry["number"], entry["text"]) for entry in made.accepted()]


def test_from_the_setup_code_to_a_delivered_sms(empty: Box) -> None:
    empty.start()
    visitor = Newcomer(empty)
    text = visitor.choose(empty.links[0])
    visitor.reach("/setup/sim", "The SIM wants its PIN")
    visitor.press("/setup/sim", pin="4711")
    visitor.finish()
    assert sent(empty) == [(OWN_PHONE, TEXT)], text
    values = {row["key"]: row["value"] for row in empty.rows("settings", "list")}
    assert (values["modem.main.per_day"], values["sending.quiet"]) == (150, "21:00-08:00")


def test_a_wrong_port_is_put_right_on_the_way(empty: Box) -> None:
    empty.start()
    visitor = Newcomer(empty)
    visitor.reach("/setup/modem", empty.links[0])
    visitor.press("/setup/modem", choice="other", other=str(empty.directory / "nothing"), name="till")
    visitor.reach("/setup/sim", "There is no device")
    visitor.choose(empty.links[0])
    visitor.reach("/setup/sim", "The SIM wants its PIN")
    visitor.press("/setup/sim", pin="4711")
    visitor.finish()
    assert sent(empty) == [(OWN_PHONE, TEXT)]
    assert [row["name"] for row in empty.rows("modems")] == ["till"], "no dead modem is left behind"


def test_a_find_says_who_answers_and_how_its_sim_is(empty: Box) -> None:
    empty.start()
    visitor = Newcomer(empty)
    text = visitor.reach("/setup/modem", "SIM wants its PIN")
    assert str(empty.do("status")["imei"]) in text and "3 tries left" in text and "simulated" in text
    assert empty.farm.modems[0].sim.pin_left == 3


def test_a_wrong_code_makes_nobody_owner(empty: Box) -> None:
    empty.start()

    class Stranger(Newcomer):
        def press(self, action: str, **typed: str) -> str:
            return super().press(action, **typed | {"code": "AAAA-BBBB-CC"})

    assert "This is not the code of this box" in Stranger(empty).text
    assert "/setup" in Newcomer(empty).text


def test_a_wrong_pin_is_tried_once_and_the_last_try_never(empty: Box) -> None:
    empty.start()
    visitor = Newcomer(empty)
    visitor.choose(empty.links[0])
    for wrong, left in (("9999", 2), ("8888", 1)):
        visitor.reach("/setup/sim", f"{left + 1} tries left")
        visitor.press("/setup/sim", pin=wrong)
        until(lambda left=left: empty.farm.modems[0].sim.pin_left == left, what="tried")  # type: ignore[misc]
        visitor.open("/setup/sim")
    visitor.reach("/setup/sim", "Only one try is left")
    assert 'name="pin"' not in visitor.raw
    visitor.send("/setup/sim", visitor.fields("/setup/sim") | {"pin": "4711"})
    assert empty.farm.modems[0].sim.pin_left == 1, "a third try is never made here"
    assert empty.do("log", kind="accepted")["entries"] == []


def test_killed_in_mid_way_it_goes_on_where_it_was(empty: Box) -> None:
    empty.start()
    visitor = Newcomer(empty)
    visitor.choose(empty.links[0])
    visitor.reach("/setup/sim", "The SIM wants its PIN")
    empty.kill()
    empty.start()
    visitor.reach("/setup/sim", "The SIM wants its PIN")
    visitor.press("/setup/sim", pin="4711")
    visitor.reach("/setup/sim", "The SIM is open")
    visitor.press("/setup/sim")
    visitor.press("/setup/place", language="en")
    empty.kill()
    empty.start()
    assert "How much may this SIM send?" in visitor.open("/setup/limits")
    visitor.press("/setup/limits", pace="used")
    visitor.press("/setup/test", number=OWN_PHONE)
    empty.kill()
    empty.start()
    visitor.reach("/setup/test", "It arrived")
    assert sent(empty) == [(OWN_PHONE, TEXT)], "once, also over a kill"


def test_a_modem_pulled_in_mid_way_is_told_and_waited_for(tmp_path: Path) -> None:
    with sticks(tmp_path, ["ttyUSB0"], {}, hurry=0.1) as made:
        made.machine.plug("1-1", HUAWEI, {2: ("ttyUSB0",)})
        made.machine.plug("1-2", "12d1:1f01", kinds={0: 8})
        made.start()
        visitor = Newcomer(made)
        assert "CD-ROM" in html.unescape(visitor.reach("/setup/modem", made.links[0]))
        visitor.press("/setup/modem", choice=f"port:{made.links[0]}", name="main")
        visitor.reach("/setup/sim", "The SIM is open")
        made.do("unplug")
        visitor.reach("/setup/sim", "smsbox keeps trying by itself")
        visitor.open("/setup/place")
        assert "smsbox keeps trying" in visitor.text, "not skipped by its address"
        made.do("plug")
        visitor.finish()
        assert sent(made) == [(OWN_PHONE, TEXT)]


# ── chromium


VIEWS = ((360, False), (360, True), (1280, False), (1280, True))
"""Width in pixels, and whether dark."""


class Screens:
    """Somebody with a browser of some width, by keyboard alone; every screen is looked at in every view."""

    def __init__(self, driver: webdriver.Chrome, made: Box, language: str, width: int, *, script: bool) -> None:
        self.driver, self.base, self.language = driver, f"http://127.0.0.1:{made.port}", language
        self.width, self.script = width, script
        look(driver, width, script=script)

    def at(self, what: str, kept: str = "") -> None:
        """Wait for a screen that has `what`, a CSS selector; audit and pictures where it is new."""
        until(lambda: self.driver.find_elements(By.CSS_SELECTOR, what), what=what)
        if not kept:
            return
        for width, dark in VIEWS:
            look(self.driver, width, dark=dark, script=self.script)
            assert lacks(self.driver) + layout(self.driver) == [], (what, width, dark)
            self._shoot(f"wizard-{kept}-{width}-{'dark' if dark else 'light'}-{self.language}", width)
        look(self.driver, self.width, script=self.script)

    def _shoot(self, name: str, width: int) -> None:
        folder = os.environ.get("SMSBOX_SCREENSHOTS")
        if folder:
            self.driver.execute_script("window.scrollTo(0, 0)")
            height = self.driver.execute_script("return document.documentElement.scrollHeight")
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
            self.driver.save_screenshot(str(Path(folder, f"{name}.png")))

    def type(self, name: str, text: str, *, send: bool = False) -> None:
        field = self.driver.find_element(By.NAME, name)
        field.clear()
        field.send_keys(text, *([Keys.ENTER] if send else []))

    def press(self) -> None:
        self.driver.find_element(By.CSS_SELECTOR, "main .button.main").send_keys(Keys.ENTER)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language", "script"), [(1280, "en", True), (360, "uk", True), (360, "uk", False)])
def test_the_whole_way_in_chromium(
    driver: webdriver.Chrome, empty: Box, width: int, language: str, script: bool
) -> None:
    from smsbox.i18n.translator import translator

    say = translator(language).gettext
    empty.start()
    code = (empty.directory / "setup-code").read_text().strip()
    seen = Screens(driver, empty, language, width, script=script)
    driver.get(seen.base + "/")
    driver.find_element(By.CSS_SELECTOR, f"button[value={language}]").send_keys(Keys.ENTER)
    until(lambda: driver.find_elements(By.CSS_SELECTOR, f"html[lang={language}]"))
    seen.at("[name=code]", "1-owner")
    seen.type("code", code, send=True)
    seen.at("[name=confirm]", "1-password")
    for name, text in (("password", PASSWORD), ("confirm", PASSWORD)):
        seen.type(name, text)
    seen.press()
    seen.at("[name=choice]", "2-modem")
    seen.press()
    seen.at("[name=pin]", "3-pin")
    seen.type("pin", "4711", send=True)
    seen.at("[data-live$='stage=ready']", "3-sim")
    seen.press()
    seen.at("[name=country]", "4-place")
    seen.press()
    seen.at("[name=pace]", "5-limits")
    seen.press()
    seen.at("[name=number]", "6-test")
    seen.type("number", "050 000 00 77", send=True)
    seen.at(".road .past:last-child", "6-arrived")
    seen.press()
    seen.at("[action='/setup/done']", "7-done")
    seen.press()
    until(lambda: driver.current_url == seen.base + "/")
    assert sent(empty) == [(OWN_PHONE, say(TEXT))]
    assert [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"] == []
    assert not re.search("Traceback", empty.log())


@pytest.mark.browser
@pytest.mark.parametrize(("width", "language"), [(360, "en"), (1280, "uk")])
def test_every_mistake_on_the_way_is_told_and_mended_in_chromium(
    driver: webdriver.Chrome, empty: Box, width: int, language: str
) -> None:
    empty.start()
    code = (empty.directory / "setup-code").read_text().strip()
    seen = Screens(driver, empty, language, width, script=True)
    driver.get(seen.base + "/")
    driver.find_element(By.CSS_SELECTOR, f"button[value={language}]").send_keys(Keys.ENTER)
    until(lambda: driver.find_elements(By.CSS_SELECTOR, f"html[lang={language}]"))
    seen.type("code", "ABCD-EFGH-JK", send=True)
    seen.at("#code-wrong", "8-code")
    seen.type("code", code, send=True)
    seen.at("[name=confirm]")
    for name, text in (("password", "short"), ("confirm", "other")):
        seen.type(name, text)
    seen.press()
    seen.at("#password-wrong", "8-password-short")
    for name, text in (("password", PASSWORD), ("confirm", PASSWORD)):
        seen.type(name, text)
    seen.press()
    seen.at("[name=choice]")
    driver.find_element(By.CSS_SELECTOR, "[value=other]").send_keys(Keys.SPACE)
    driver.find_element(By.CSS_SELECTOR, "main details summary").send_keys(Keys.ENTER)
    seen.type("other", str(empty.directory / "nothing"), send=True)
    seen.at("[data-live$='stage=trouble']", "8-no-device")
    driver.get(seen.base + "/setup/modem")
    seen.at("main .note.warn", "8-another-port")
    assert serious(driver) == []
    seen.press()
    seen.at("[name=pin]")
    seen.type("pin", "9999", send=True)
    seen.at("[data-live$='stage=pin'] .note.bad", "8-pin-wrong")
    seen.type("pin", "4711", send=True)
    seen.at("[data-live$='stage=ready']")
    seen.press()
    seen.at("[name=country]")
    seen.press()
    seen.at("[name=pace]")
    for name in ("quiet_from", "quiet_to"):
        driver.find_element(By.NAME, name).send_keys("21:00")
    seen.press()
    seen.at("#quiet-wrong", "8-quiet-hours")
    assert serious(driver) == []
    driver.find_element(By.NAME, "quiet_to").send_keys("08:00")
    seen.press()
    seen.at("[name=number]")
    seen.type("number", "12", send=True)
    seen.at("#number-wrong", "8-number")
    seen.type("number", "+380500009021", send=True)
    seen.at("[data-live$='stage=waits'] .note.warn", "8-refused")
    driver.find_element(By.NAME, "another").send_keys(Keys.ENTER)
    seen.at("[name=number]", "8-withdrawn")
    seen.type("number", "+380500009646", send=True)
    seen.at(".road .bad", "8-undelivered")
    driver.find_element(By.NAME, "later").send_keys(Keys.ENTER)
    seen.at("[action='/setup/done']", "8-done")
    assert "21:00–08:00" in driver.find_element(By.TAG_NAME, "main").text
    assert [row["name"] for row in empty.rows("modems")] == ["main"]
    assert [number for number, _ in sent(empty)] == ["+380500009646"], "what was withdrawn never left"
    wrong = [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    assert [message for message in wrong if "422" not in message] == []
