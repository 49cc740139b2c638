"""A campaign made over the page, through the whole daemon: what the simulated network took is the witness."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from pathlib import Path

from smsbox import consent, contacts
from smsbox.clock import SystemClock
from smsbox.contacts import New
from smsbox.store import Store
from tests.permitted import permit
from tests.whole.box import Box, box, until
from tests.whole.test_page_by_hand import Page

SHOP = 'quiet = "off"\n\n[shop]\nname = "Zerno"\nphone = "050 000 00 01"\nlanguage = "en"\nstaff = ["+380500000002"]\n'
TEXT = "{name|friend}, {?drink=tea}tea{:}coffee{/} -20% until Sunday. Zerno, 050 000 00 01"
TIMES = {
    "time": "10:00",
    "pilot_wait": "60",
    "per_hour": "0",
    "valid_hours": "0",
    "holdout": "0",
    "event": "bought",
}


def number(place: int) -> str:
    return f"+38050000{place:04}"


def customers(made: Box) -> None:
    """Twelve who agreed, of whom four drink cocoa; two who never did, two who left, two who want calls."""
    drinks = ("coffee", "tea", "cocoa")
    news = [
        New(number=number(place), name=f"Name{chr(65 + place)}", fields={"drink": drinks[place % 3]})
        for place in range(18)
    ]
    with closing(Store.open(f"sqlite://{made.directory}/smsbox.db")) as store:
        now = SystemClock().now()
        contacts.add_many(store, news, now)
        permit(store, *(number(place) for place in range(18) if place not in (12, 13)))
        for place in (14, 15):
            consent.record(store, consent.Entry(number(place), now, "left", "staff", operator="Olha"))
        for place in (16, 17):
            consent.choose(store, number(place), at=now, prefers_call=True, how="staff", evidence="by telephone")


def compose(page: Page, **times: str) -> str:
    """From nothing to the check, by the forms as they are shown; the path of the campaign."""
    page.open("/campaigns/new")
    page.press("/campaigns", name="Sunday", kind="offer")
    found = re.search(r'action="(/campaigns/\d+)/text"', page.raw)
    assert found, page.text
    at = found[1]
    page.press(f"{at}/text", name="Sunday", text=TEXT, do="next")
    page.press(f"{at}/audience", test_name="drink", test_op="!=", test_value="cocoa", do="next")
    page.press(f"{at}/when", **(TIMES | {"kind": "now", "pilot": "0", "do": "next"} | times))
    return at


def test_it_reaches_exactly_the_permitted_phones_by_name(tmp_path: Path) -> None:
    with box(tmp_path, sending=SHOP) as made:
        made.start()
        made.await_modems()
        customers(made)
        page = Page(made)
        at = compose(page)
        assert "Launch: 8 people" in page.text
        page.press(f"{at}/launch", sure="yes")
        assert "Launched" in page.text
        until(lambda: "Finished" in page.open(at))
        wanted = [place for place in range(12) if place % 3 != 2]
        assert Counter(entry["number"] for entry in made.accepted()) == Counter(map(number, wanted))
        said = {entry["number"]: entry["text"] for entry in made.accepted()}
        assert said[number(0)].startswith("NameA, coffee -20%") and said[number(1)].startswith("NameB, tea -20%")
        assert all(text.endswith("Opt out: STOP") for text in said.values())
        assert "<b>8</b><span>people are written to</span>" in page.raw


def test_paused_over_the_page_nothing_more_leaves_and_then_all_the_rest(tmp_path: Path) -> None:
    with box(tmp_path, sending=SHOP, modem_lines="gap = 0.5\n") as made:
        made.start()
        made.await_modems()
        customers(made)
        page = Page(made)
        at = compose(page)
        page.press(f"{at}/launch", sure="yes")
        until(lambda: len(made.accepted()) >= 2, what="the first two")
        page.open(at)
        page.press(f"{at}/pause")
        assert "owner has paused it" in page.text
        until(lambda: not set(made.states()) & {"queued", "sending"}, what="all the others held")
        stood = len(made.accepted())
        assert stood < 8
        page.open(at)
        page.press(f"{at}/resume")
        until(lambda: len(made.accepted()) >= 8, what="all the rest")
        assert Counter(entry["number"] for entry in made.accepted()) == Counter(
            number(place) for place in range(12) if place % 3 != 2
        )


def test_a_test_over_the_page_reaches_the_staff_alone(tmp_path: Path) -> None:
    with box(tmp_path, sending=SHOP) as made:
        made.start()
        made.await_modems()
        customers(made)
        page = Page(made)
        at = compose(page)
        page.open(f"{at}/text")
        page.press(f"{at}/text", name="Sunday", text=TEXT, do="test")
        until(lambda: len(made.accepted()) == 1)
        until(made.settled)
        (sent,) = made.accepted()
        assert sent["number"] == "+380500000002"
        assert "-20% until Sunday" in sent["text"]
        assert "Launch: 8 people" in page.open(f"{at}/check"), "it has used up nobody's turn"
