"""How the pages look beyond the walk: very narrow, zoomed, wide, on paper, in few colours; forms in error.

`facts.js` says what every page must have; `layout.js`, what may not happen to its texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from smsbox.people import accounts as people
from smsbox.people.audit import Actor
from smsbox.people.rights import Right, Role
from smsbox.web.app import make_app
from smsbox.web.routes import Access
from smsbox.web.server.serve import Server
from tests.patience import until
from tests.web.browser import look
from tests.web.desk import Desk, make_desk, signed_in
from tests.web.looks import layout, serious
from tests.web.test_inbox import receive
from tests.web.test_settings import Office
from tests.web.test_status import GOOD
from tests.web.test_walk import SHARES, crowd, enter, pages

pytestmark = pytest.mark.browser

FACTS = Path(__file__).with_name("facts.js").read_text(encoding="utf-8")

SHIFT = """
const done = arguments[0]; let sum = 0;
new PerformanceObserver((all) => { for (const each of all.getEntries()) sum += each.value; })
  .observe({ type: 'layout-shift', buffered: true });
setTimeout(() => done(sum), 150);
"""
"""How far things moved after they were shown (CLS)."""

ZOOMED = 640
"""What is left of 1280 pixels at 200 % (WCAG 2.2, 1.4.4); 320 is the narrowest of 1.4.10."""

PAPER = {"width": 700, "height": 990, "deviceScaleFactor": 1, "mobile": False}
"""A4 within its margins, in CSS pixels."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """A desk with much of everything, whose settings can be changed, and its address."""
    folder = tmp_path_factory.mktemp("look")
    desk = make_desk(folder)
    office = Office(desk, folder)
    server = Server(make_app(office.site), "127.0.0.1:0")
    server.start()
    crowd(desk, office.visitor)
    yield desk, f"http://127.0.0.1:{server.port}"
    server.stop()
    desk.store.close()


@pytest.fixture
def base(driver: webdriver.Chrome, place: tuple[Desk, str]) -> str:
    """The address of that desk; its owner is signed in."""
    desk, address = place
    enter(driver, address, signed_in(desk, Role.OWNER), "uk")
    return address


def emulate(driver: webdriver.Chrome, media: str = "", **features: str) -> None:
    """Be paper, or a screen of somebody who asked for that."""
    asked = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": asked})


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_has_what_a_page_must_have_and_holds_at_every_width(
    driver: webdriver.Chrome, base: str, share: int
) -> None:
    """A title, a language, one main button, fields a browser can fill, room for thumbs, lines short enough to read."""
    found = []
    for path in (*pages(*Right), "/nothing")[share::SHARES]:
        look(driver, 360)
        driver.get(base + path)
        for width in (360, 1280):
            look(driver, width)
            facts = driver.execute_script(FACTS)
            found += [f"{path} {width} {kind}: {each}" for kind, all_of in facts.items() for each in all_of]
        driver.execute_script("for (const each of document.querySelectorAll('details')) each.open = true")
        for width in (320, ZOOMED, 800, 1024, 1920):
            look(driver, width, dark=width == ZOOMED)
            found += [f"{path} {width}: {each}" for each in layout(driver)]
    assert not found, "\n".join(found)


def test_every_page_has_a_title_of_its_own(place: tuple[Desk, str]) -> None:
    """But for those that lead on, and those that only say what is missing."""
    owner, titles = signed_in(place[0], Role.OWNER), {}
    for path in (*pages(*Right), "/nothing"):
        page = owner.get(path)
        if page.status in (200, 404) and "?" not in path and 'class="empty warn' not in page.text:
            titles[path] = re.search("<title>(.+?)</title>", page.text, re.DOTALL)[1]  # type: ignore[index]
    assert len(titles) > 50
    assert len(set(titles.values())) == len(titles), sorted(titles.items(), key=lambda each: each[1])


def test_long_names_and_words_break(driver: webdriver.Chrome, tmp_path: Path) -> None:
    """What people and modems are called, and what customers write without a blank."""
    desk = make_desk(tmp_path)
    desk.owner()
    word = "Найдовшеслововукраїнськіймовібезжодногопробілуйпереносу"
    people.add(desk.store, "w" * 60, Role.MANAGER, by=Actor("o" * 60, "owner"), now=desk.clock.at)
    desk.queue(word * 6, "+380500009999", batch=word)
    receive(desk, "W" * 300, "WWWWWWWWWWW")
    named = {"name": "m" * 40, "operator": word, "device": word * 2, "port": "/dev/serial/by-id/" + "x" * 120}
    desk.modems.append(GOOD | named)
    desk.modems.append(GOOD | named | {"name": "n" * 40, "state": "down", "reason": "modem.port_missing"})
    desk.review()
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    try:
        base, found = f"http://127.0.0.1:{server.port}", []
        enter(driver, base, signed_in(desk, Role.OWNER), "uk")
        for path in ("/", "/users", "/users/2", "/outbox", "/outbox/1", "/inbox", "/modems", "/problems", "/audit"):
            for width in (360, 1024):
                look(driver, width)
                driver.get(base + path)
                found += [f"{path} {width}: {each}" for each in layout(driver)]
        assert not found, "\n".join(found)
    finally:
        server.stop()
        desk.store.close()


def test_nothing_moves_after_it_was_shown(driver: webdriver.Chrome, base: str) -> None:
    """Cumulative layout shift, with an empty cache; half of what counts as good, for a page that comes in pieces."""
    driver.execute_cdp_cmd("Network.enable", {})
    driver.execute_cdp_cmd("Network.setCacheDisabled", {"cacheDisabled": True})
    moved = {}
    for width in (360, 1280):
        look(driver, width)
        for path in ("/", "/send", "/outbox", "/problems", "/settings/sending", "/modems/main", "/account", "/help"):
            driver.get(base + path)
            moved[path, width] = driver.execute_async_script(SHIFT)
    assert {page: shift for page, shift in moved.items() if shift > 0.05} == {}


def test_a_second_page_brings_only_itself(driver: webdriver.Chrome, base: str) -> None:
    """What never changes under its address is not asked for again."""
    brought = """
    return performance.getEntriesByType('resource').filter((each) => each.transferSize && !each.name.includes('/live/'))
      .map((each) => each.name);
    """
    driver.get(base + "/help")
    driver.get(base + "/account")
    assert driver.execute_script("return performance.getEntriesByType('resource').length") >= 3
    assert driver.execute_script(brought) == []


# ── Forms that were filled in wrongly

SILENT = (
    "const f = document.querySelector(arguments[0]); f.noValidate = true; f.querySelector('button:not(.sr)').click()"
)
AT_THE_FIRST = """
const first = document.querySelector('main :is(input, textarea, select)[aria-invalid=true]');
const { top, bottom } = first?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
return !first || (document.activeElement === first && top >= 0 && bottom <= innerHeight);
"""
WRONG: dict[str, tuple[str, dict[str, str]]] = {
    "/send": ('form[action="/send/preview"]', {"numbers": "12\nабв"}),
    "/account": ('form[action="/account/password"]', {"old": "not it", "password": "short"}),
    "/users": ('form[action="/users"]', {"name": ""}),
    "/tokens": ('form[action="/tokens"]', {"per_day": "many", "allow": "abc"}),
    "/settings/sending": ('form[action="/settings/sending"]', {"per_hour": "many", "gap": "-1"}),
    "/routes": ('form[action="/routes"]', {}),
    "/outbox": ("form.search", {"number": "abc"}),
    "/events": ("form.search", {"from": "yesterday-ish"}),
}


def refuse(driver: webdriver.Chrome, address: str, form: str, values: dict[str, str]) -> None:
    """Send a form filled in like that, past what the browser itself would say."""
    driver.get(address)
    for details in driver.find_elements(By.CSS_SELECTOR, "main details"):
        driver.execute_script("arguments[0].open = true", details)
    for name, value in values.items():
        driver.execute_script("document.querySelector(arguments[0]).value = arguments[1]", f'[name="{name}"]', value)
    driver.execute_script("document.body.dataset.old = 'yes'")
    driver.execute_script(SILENT, form)
    until(lambda: not driver.execute_script("return document.body?.dataset.old"), what="an answer")


def faults(driver: webdriver.Chrome, what: str) -> list[str]:
    """What is wrong with a form that was refused, narrow and dark, wide and light."""
    found = [] if driver.find_elements(By.CSS_SELECTOR, "main :is(.wrong, .note.bad)") else ["nothing is said"]
    for width in (360, 1280):
        look(driver, width, dark=width == 360)
        facts = driver.execute_script(FACTS)
        found += [f"{width} {kind}: {each}" for kind, all_of in facts.items() for each in all_of]
        found += layout(driver) + serious(driver)
    return [f"{what} {each}" for each in found]


def test_forms_in_error_say_so_beside_the_field(driver: webdriver.Chrome, base: str) -> None:
    found = []
    for path, (form, values) in WRONG.items():
        refuse(driver, base + path, form, values)
        found += [] if driver.execute_script(AT_THE_FIRST) else [f"{path} the first field is to be looked for"]
        found += faults(driver, path)
    assert not found, "\n".join(found)


def test_the_doors_in_error(driver: webdriver.Chrome, desk: Desk) -> None:
    """Before there is an owner, and after."""
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    base, found = f"http://127.0.0.1:{server.port}", []
    try:
        enter(driver, base, None, "uk")
        refuse(driver, base + "/setup", 'form[action="/setup"]', {"code": "AAAA-AAAA-AA"})
        found += faults(driver, "/setup")
        desk.owner()
        for path, values in {
            "/login": {"name": "owner", "password": "no"},
            "/welcome": {"code": "AAAA-AAAA-AA"},
        }.items():
            refuse(driver, base + path, f'form[action="{path}"]', values)
            found += faults(driver, path)
        for path in pages(Access.ANYONE):
            driver.get(base + path)
            facts = driver.execute_script(FACTS)
            found += [f"{path} {kind}: {each}" for kind, all_of in facts.items() for each in all_of]
        assert not found, "\n".join(found)
    finally:
        server.stop()


def test_pages_that_refuse_are_pages_too(driver: webdriver.Chrome, place: tuple[Desk, str]) -> None:
    """No right, no such page, a form opened like a page; as somebody who may little."""
    desk, base = place
    enter(driver, base, signed_in(desk, Role.TECHNICIAN), "uk")
    found = []
    for path in ("/outbox", "/nothing", "/logout"):
        driver.get(base + path)
        for width in (360, 1280):
            look(driver, width, dark=width == 360)
            found += [f"{path} {width}: {each}" for each in layout(driver) + serious(driver)]
        assert driver.find_element(By.CSS_SELECTOR, "main .button.main").get_attribute("href") == base + "/"
    assert not found, "\n".join(found)


# ── The menu of a phone


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_menu_of_a_phone(driver: webdriver.Chrome, base: str, script: bool) -> None:
    """Opens, covers nothing that is needed, leads on; needs no script. With one, Escape shuts it."""
    look(driver, 360, script=script)
    driver.get(base + "/outbox")
    ways = driver.find_element(By.CSS_SELECTOR, ".menu .side")
    assert not ways.is_displayed()
    opener = driver.find_element(By.CSS_SELECTOR, ".more")
    opener.send_keys(Keys.ENTER)
    until(ways.is_displayed, what="the menu")
    if script:
        assert layout(driver) == [] and serious(driver) == []
        driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        until(lambda: not ways.is_displayed(), what="Escape")
        assert driver.switch_to.active_element == opener
        opener.send_keys(Keys.ENTER)
        until(ways.is_displayed, what="the menu again")
    ways.find_element(By.CSS_SELECTOR, 'a[href="/doctor"]').click()
    until(lambda: driver.current_url == base + "/doctor", what="the doctor")
    assert not driver.find_element(By.CSS_SELECTOR, ".menu .side").is_displayed()


def test_who_sends_nothing_has_his_own_ways_at_hand(driver: webdriver.Chrome, place: tuple[Desk, str]) -> None:
    desk, base = place
    enter(driver, base, signed_in(desk, Role.TECHNICIAN), "en")
    look(driver, 360)
    driver.get(base + "/")
    at_hand = [each.text for each in driver.find_elements(By.CSS_SELECTOR, ".hand .way")]
    assert at_hand == ["Status", "Modems", "Settings"]
    assert driver.find_element(By.CSS_SELECTOR, ".alarm .way").is_displayed()


# ── Paper, few colours, no motion


def test_on_paper_there_is_only_what_can_be_read_there(driver: webdriver.Chrome, base: str) -> None:
    """Tables stay tables, also on the width of a sheet, and nothing is printed that would have to be pressed."""
    unwanted = ".top nav, .button, .chips, .pages, .skip, form.search, .foot form"
    for path in ("/", "/outbox", "/doctor", "/audit", "/problems", "/help"):
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PAPER)
        emulate(driver, "print", prefers_color_scheme="dark")
        driver.get(base + path)
        assert shown(driver, unwanted, "each.outerHTML.slice(0, 80)") == [], path
        assert set(shown(driver, "main td", "getComputedStyle(each).display")) <= {"table-cell"}, path
        ink = driver.find_element(By.TAG_NAME, "body").value_of_css_property("color")
        assert ink.startswith(("rgba(0, 0, 0", "rgb(0, 0, 0")), path
        wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert driver.execute_script(wide) <= 0, path


def shown(driver: webdriver.Chrome, css: str, told: str) -> list[str]:
    """What is `told` of `each` element that can be seen, asked at once: a table has hundreds of cells."""
    found = f"[...document.querySelectorAll({css!r})].filter(each => each.checkVisibility())"
    return driver.execute_script(f"return {found}.map(each => {told})")


def test_in_few_colours_states_have_edges(driver: webdriver.Chrome, base: str) -> None:
    look(driver, 1280)
    emulate(driver, forced_colors="active")
    driver.get(base + "/")
    assert driver.execute_script("return matchMedia('(forced-colors: active)').matches")
    for css in (".badge", ".card", ".note"):
        assert driver.find_element(By.CSS_SELECTOR, f"main {css}").value_of_css_property("border-top-style") == "solid"
    current = driver.find_element(By.CSS_SELECTOR, ".way[aria-current]")
    assert current.value_of_css_property("outline-style") == "solid"
    assert layout(driver) == []


def test_who_wants_no_motion_gets_none(driver: webdriver.Chrome, base: str) -> None:
    moving = "return document.getAnimations().length"
    busy = "document.querySelector('h1').innerHTML += '<b class=\"badge busy\"><svg class=icon></svg></b>'"
    for wish, moves in (("no-preference", True), ("reduce", False)):
        emulate(driver, prefers_reduced_motion=wish)
        driver.get(base + "/help")
        driver.execute_script(busy)
        assert (driver.execute_script(moving) > 0) is moves
