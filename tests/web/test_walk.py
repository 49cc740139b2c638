"""Every page of the table of routes in a real browser, as everybody who may open it: narrow and wide, light and dark.

One walk by default; SMSBOX_CAMPAIGN=1 walks every role through every language and every look. SMSBOX_SCREENS=1 leaves
pictures in bench-results/screens.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from smsbox.inbox import calls
from smsbox.people import audit, tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right, Role
from smsbox.routing import tables
from smsbox.subscription import automatons
from smsbox.web.app import make_app
from smsbox.web.guard.gate import LANGUAGE_COOKIE
from smsbox.web.routes import Access
from smsbox.web.screens import all_routes
from smsbox.web.server.serve import Server
from tests.intake.shop import furnish_imports
from tests.web.bakery import furnish_campaigns
from tests.web.booked import furnish_appointments
from tests.web.browser import forget, look
from tests.web.called import furnish_hooks
from tests.web.clientele import furnish_customers
from tests.web.collected import FORM, furnish_sources
from tests.web.conversed import TALK, furnish_conversations
from tests.web.desk import Desk, Visitor, make_desk, signed_in
from tests.web.looks import WEIGHT, lacks, layout, serious, unreached
from tests.web.polled import furnish_votes
from tests.web.scenery import furnish_scenarios
from tests.web.sold import furnish_orders
from tests.web.test_access import address
from tests.web.test_browser import furnish
from tests.web.test_inbox import receive
from tests.web.test_rights import DOWNLOADS
from tests.web.vouchers import furnish_coupons

pytestmark = pytest.mark.browser

CAMPAIGN = bool(os.environ.get("SMSBOX_CAMPAIGN"))
SCREENS = Path(__file__).parents[2] / "bench-results" / "screens"
MOST_OCTETS = 60_000
"""Of a page with all it needs; how soon it is seen is measured by `python -m tests.bench --only browser`."""
LOOKS = ((360, False), (360, True), (1280, False), (1280, True))
"""Width in pixels, and whether dark; `test_look` goes through more widths."""
BRIEFLY = ((360, False), (1280, False))
BY_AXE = LOOKS if CAMPAIGN else ((360, True), (1280, False))
"""Each page in one of these, in turn; in a campaign in all."""
LANGUAGES = ("uk", "en", "pl", "ru") if CAMPAIGN else ("uk", "en")
CLOSELY = LANGUAGES if CAMPAIGN or os.environ.get("SMSBOX_SCREENS") else ("uk",)
SHARES = 8
"""The longest walks, cut so that several browsers go them."""
WIDE_BY_KEYBOARD = 1 if CAMPAIGN else 4
"""One in so many pages is gone through by keyboard on a wide screen, too: all have the same way to their contents."""
NO_PAGES = (*DOWNLOADS, "/account/code/qr.svg")
NAMED: dict[str, tuple[str, ...]] = {"/settings/<name>": ("/settings/sending", "/settings/region", "/settings/web")}
NAMED |= {"/join/<source_id:id>": (f"/join/{FORM}", f"/join/{FORM}?sent=yes")}
NAMED |= {"/sources/<source_id:id>": ("/sources/1", f"/sources/{FORM}", "/sources/6")}
NAMED |= {"/campaigns/<campaign_id:id>": ("/campaigns/1?end=yes", *(f"/campaigns/{each}" for each in range(1, 5)))}
NAMED |= {"/campaigns/<campaign_id:id>/recipients": ("/campaigns/1/recipients", "/campaigns/1/recipients?given=1")}
NAMED |= {"/customers/import/<import_id:id>": tuple(f"/customers/import/{each}" for each in range(1, 6))}
NAMED |= {"/dialogs/new/<kind>": tuple(f"/dialogs/new/{each}" for each in ("vote", "order", "appointment"))}
NAMED |= {"/dialogs/<flow_id:id>": ("/dialogs/1", "/dialogs/8")}
NAMED |= {"/dialogs/<flow_id:id>/edit": tuple(f"/dialogs/{each}/edit" for each in range(1, 8))}
NAMED |= {"/dialogs/<flow_id:id>/leaders": ("/dialogs/4/leaders", "/dialogs/4/leaders?hide=yes")}
NAMED |= {"/dialogs/<flow_id:id>/entries": ("/dialogs/5/entries", "/dialogs/5/entries?find=1234567")}
NAMED |= {"/dialogs/<flow_id:id>/answers": ("/dialogs/6/answers", "/dialogs/7/answers")}
NAMED |= {"/desk": ("/desk", "/desk?list=all", "/desk?text=%D1%80%D0%BE%D0%B6%D0%B5%D0%B2%D0%B8%D1%85")}
NAMED |= {"/desk/<digits>": (TALK, "/desk/380500002000"), "/canned/<reply_id:id>": ("/canned/1",)}
"""Addresses that `main` does not stand for."""


def pages(*needs: object) -> list[str]:
    """The addresses of the pages that need one of those."""
    found: dict[str, None] = {}
    for route in all_routes():
        if route.method == "GET" and not route.fragment and route.path not in NO_PAGES and route.needs in needs:
            found |= dict.fromkeys(NAMED.get(route.path) or (address(route),))
    return list(found)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """A desk with something of everything, each list as long as a page of it gets, and its address."""
    desk = make_desk(tmp_path_factory.mktemp("walk"))
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    crowd(desk, desk.owner())
    yield desk, f"http://127.0.0.1:{server.port}"
    server.stop()
    desk.store.close()


def crowd(desk: Desk, owner: Visitor) -> None:
    """More than a page of everything, in the words a shop would use."""
    furnish(desk)
    for number in range(60):
        text = f"Ваше замовлення № {number} готове. Чекаємо на вас щодня з 9 до 19, вул. Хрещатик, 1."
        desk.queue(text, f"+3805000010{number:02}", batch="весна 2026")
        receive(desk, f"Дякую, заберу завтра після {number % 12 + 8}:00", f"+3805000020{number:02}")
        calls.rang(desk.store, modem="main", sim_id=1, number=f"+3805000030{number:02}", rule="log", now=desk.clock.at)
        tables.port(desk.store, f"+3806700040{number:02}", "lifecell", evidence="person", now=desk.clock.at)
    for number, why in (("+380500002001", "same"), ("+380500002002", "quick"), ("+380500002003", "many")):
        automatons.begin(desk.store, number, why, 30, desk.clock.at)
    by = Actor("owner", "owner")
    for name in ("каса", "web-shop"):
        tokens.make(desk.store, name=name, rights=[Right.WRITE], by=by, now=desk.clock.at)
    furnish_hooks(desk)
    owner.get("/outbox")
    owner.post("/outbox/sweeps", act="cancel", state="queued", batch="весна 2026")
    furnish_customers(desk)
    furnish_campaigns(desk)
    furnish_sources(desk)
    furnish_coupons(desk)
    furnish_imports(desk.store, desk.site.config, desk.clock.at)
    furnish_conversations(desk)
    furnish_scenarios(desk)
    furnish_votes(desk, 1, 4)
    furnish_appointments(desk)
    furnish_orders(desk)
    for number in range(60):
        audit.note(
            desk.store, by, desk.clock.at + number, "setting.changed", "sending.per_day", {"per_day": (1, number)}
        )


def enter(driver: webdriver.Chrome, base: str, visitor: Visitor | None, language: str) -> None:
    """Be that visitor, in that language."""
    driver.get(f"{base}/nothing")
    driver.delete_all_cookies()
    cookies = (visitor.cookies if visitor else {}) | {LANGUAGE_COOKIE: language}
    for name, value in cookies.items():
        driver.add_cookie({"name": name, "value": value})
    driver.get_log("browser")


def faults(
    driver: webdriver.Chrome,
    address: str,
    path: str,
    language: str,
    *,
    closely: bool,
    by_axe: tuple[tuple[int, bool], ...] = BY_AXE,
) -> list[str]:
    """What is wrong with the page in any of its looks. `closely`: in all of them, and by axe in some."""
    driver.get(address + path)
    said = [entry["message"] for entry in driver.get_log("browser")]
    found = [f"console: {each}" for each in said if f"{path} - Failed" not in each]  # a 403 or 404 is a page, too
    for width, dark in LOOKS if closely else BRIEFLY:
        look(driver, width, dark=dark)
        told = layout(driver) + lacks(driver)
        if closely and (width, dark) in by_axe:
            told += serious(driver, contrast=CAMPAIGN)
        found += [f"{width} {'dark' if dark else 'light'}: {each}" for each in told]
        if closely and os.environ.get("SMSBOX_SCREENS"):
            shoot(driver, f"{path.strip('/').replace('/', '-') or 'status'}-{language}-{width}", dark)
    return [f"{path} {language} {each}" for each in found]


def shoot(driver: webdriver.Chrome, name: str, dark: bool) -> None:
    """A picture of the whole page, not only of what fits on the screen."""
    driver.execute_script("scrollTo(0, 0)")
    size = driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 2400), "scale": 1}
    shot = driver.execute_cdp_cmd("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True})
    SCREENS.mkdir(parents=True, exist_ok=True)
    (SCREENS / f"{name}-{'dark' if dark else 'light'}.png").write_bytes(base64.b64decode(shot["data"]))


def test_the_door(driver: webdriver.Chrome, tmp_path: Path) -> None:
    """What can be seen without being signed in, before there is an owner and after."""
    desk = make_desk(tmp_path)
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    base = f"http://127.0.0.1:{server.port}"
    try:
        found = []
        for language in LANGUAGES:
            enter(driver, base, None, language)
            for path in pages(Access.FIRST_START):
                found += faults(driver, base, path, language, closely=True)
        desk.owner()
        furnish_sources(desk)
        for language in LANGUAGES:
            enter(driver, base, None, language)
            for path in pages(Access.ANYONE):
                found += faults(driver, base, path, language, closely=True)
        assert not found, "\n".join(found)
    finally:
        server.stop()
        desk.store.close()


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("language", CLOSELY)
def test_every_page_as_the_owner_sees_it(
    driver: webdriver.Chrome, place: tuple[Desk, str], language: str, share: int
) -> None:
    """Closely in Ukrainian, whose letters are two octets each: with its weight, transferred with an empty cache."""
    desk, base = place
    enter(driver, base, signed_in(desk, Role.OWNER), language)
    forget(driver)
    found = []
    for turn, path in enumerate((*pages(*Right), "/nothing")[share::SHARES]):
        by_axe = BY_AXE if CAMPAIGN else BY_AXE[turn % 2 :][:1]
        found += faults(driver, base, path, language, closely=True, by_axe=by_axe)
        found += [f"{path} {each}" for each in too_heavy(driver, path)]
        for width in (360, 1280) if turn % WIDE_BY_KEYBOARD == 0 else (360,):
            look(driver, width)
            found += [f"{path} {width} {each}" for each in unreached(driver)]
    assert not found, "\n".join(found)


def too_heavy(driver: webdriver.Chrome, path: str) -> list[str]:
    weight = driver.execute_script(WEIGHT)
    assert weight > 15_000, (path, weight)
    return [f"weighs {weight} octets"] if weight > MOST_OCTETS else []


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.OWNER])
def test_every_page_as_others_see_it(driver: webdriver.Chrome, place: tuple[Desk, str], role: Role) -> None:
    desk, base = place
    visitor, found = signed_in(desk, role), []
    for language in LANGUAGES if CAMPAIGN else ("uk",):
        enter(driver, base, visitor, language)
        denied = pages(*(set(Right) - role.rights))
        for path in (*pages(*role.rights), *(denied if CAMPAIGN else denied[:1])):
            found += faults(driver, base, path, language, closely=CAMPAIGN)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("share", range(SHARES))
def test_without_a_script_the_page_says_the_same(driver: webdriver.Chrome, place: tuple[Desk, str], share: int) -> None:
    """In English, where each page is looked at, too."""
    desk, base = place
    enter(driver, base, signed_in(desk, Role.OWNER), "en")
    found = []
    for path in pages(*Right)[share::SHARES]:
        found += faults(driver, base, path, "en", closely=False)
        told = said(driver)
        look(driver, 1280, script=False)
        driver.get(base + path)
        assert len(told) > 1, path
        if said(driver) != told:
            found.append(f"{path}: {set(told) ^ set(said(driver))}")
        look(driver, 1280)
        driver.get_log("browser")
    assert not found, "\n".join(found)


def said(driver: webdriver.Chrome) -> list[str]:
    """The lines of the page, without what the counter of letters says by itself and what stands in for a script, and
    whatever the numbers are.
    """
    whole, instead = driver.execute_script(
        "const main = document.querySelector('main');"
        "return [main.innerText, [...main.querySelectorAll('noscript')].map((each) => each.innerText).join('\\n')]"
    )
    stands_in = {line.strip() for line in instead.splitlines()}
    lines = (line for line in whole.splitlines() if "160" not in line and line.strip() not in stands_in | {""})
    return [re.sub("[0-9]+", "0", line) for line in lines]
