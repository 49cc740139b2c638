"""Collecting through the whole box: the form in the network of the shop, the counter, and the SMS that decides."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

from smsbox import consent, contacts
from smsbox.consent import State
from smsbox.store import Store
from smsbox.subscription import growth
from tests.whole.box import Box, box, until
from tests.whole.test_page_by_hand import Page

SHOP = '\n[shop]\nname = "Zerno"\nphone = "0500000001"\nnumber = "+380500000003"\n'
SILENT = "+380500000001"
KYIV = ZoneInfo("Europe/Kyiv")


def stands(made: Box, number: str) -> State:
    with closing(Store.open(f"sqlite://{made.directory}/smsbox.db")) as store:
        return consent.standing(store, number).state


def asked(made: Box, number: str) -> list[str]:
    return [entry["text"] for entry in made.accepted() if entry["number"] == number]


def test_the_form_asks_and_only_a_yes_by_sms_counts(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines=SHOP) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        page.open("/sources")
        page.press("/sources", kind="form", title="Wi-Fi", language="uk")
        page._cookies = {}  # a customer in the network of the shop
        yes = [  # each of 81xx says yes or no, the same each time: modem/simulator/people.py
            f"+3805000081{place:02}" for place in range(6)
        ]
        for number in (*yes, SILENT, SILENT):
            page.open("/join/1")
            assert "Thank you" in page.press("/join/1", number=number, agreed="yes")
        until(lambda: all(asked(made, each) for each in (*yes, SILENT)))
        until(lambda: {stands(made, each) for each in yes} == {State.AGREED, State.DECLINED}, 20)
        until(lambda: all(stands(made, each) is not State.ASKED for each in yes), 20)
        assert stands(made, SILENT) is State.ASKED, "silence is no yes"
        assert len(asked(made, SILENT)) == 1, "asked once, however often the form is filled in"
        agreed = [each for each in yes if stands(made, each) is State.AGREED]
        with closing(Store.open(f"sqlite://{tmp_path}/smsbox.db")) as store:
            now = store.run("SELECT max(at) FROM consents").fetchone()[0]
            (line,) = growth.grown(store, growth.weeks(now, KYIV))
            assert (line.source_id, sum(line.came), sum(line.asked)) == (1, len(agreed), 7)
            assert all(contacts.by_number(store, each) for each in agreed)


def test_written_down_at_the_counter_he_may_be_written_to_at_once(tmp_path: Path) -> None:
    with box(tmp_path, modem_lines=SHOP) as made:
        made.start()
        made.await_modems()
        page = Page(made)
        page.open("/customers/new")
        page.press("/customers/new", number="050 000 00 01", name="Olena", consent="read")
        assert stands(made, SILENT) is State.AGREED
        until(lambda: len(asked(made, SILENT)) == 1, what="what he agreed to, in writing")
        assert made.rows("send", "--to", SILENT, "--text", "Zerno: -20%. Answer 1", "--class", "marketing")
        until(lambda: len(asked(made, SILENT)) == 2)
