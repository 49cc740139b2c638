"""Telephones for orders by SMS on the page: which may be noted, and that no one-time code is read anywhere."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from smsbox import inbox, router
from smsbox.inbox import InboxFilter
from smsbox.people import audit, phone_codes
from smsbox.privacy import collecting
from smsbox.store import sims
from smsbox.web.people.audit_words import WHAT
from tests.web.desk import Desk, Visitor
from tests.web.test_inbox import receive

OWN = "+380500000701"
SHORT, LONG = "482913", "1482 9137 4410"
FORWARDED = f"Fwd: код {SHORT}, дорога назад {LONG}"


def sent_codes(desk: Desk) -> list[str]:
    rows = desk.store.run("SELECT text FROM messages WHERE batch = 'secret' ORDER BY id").fetchall()
    return [re.findall(r"\b\d{6}\b", text)[0] for (text,) in rows]


def noted(owner: Visitor, number: str = OWN) -> None:
    owner.get("/account/phones")
    answer = owner.post("/account/phones", number=number)
    assert answer.status == 303, answer.text


@pytest.mark.parametrize("number", ["0800 500 000", "0800500000", "044 234 56 78", "+380891234567"])
def test_what_takes_no_sms_gets_no_code(desk: Desk, owner: Visitor, number: str) -> None:
    owner.get("/account/phones")
    answer = owner.post("/account/phones", number=number)
    assert answer.status == 422
    assert "is no mobile number: an SMS does not reach it" in html.unescape(answer.text)
    assert sent_codes(desk) == []


def test_no_sim_of_this_box_gives_it_orders(desk: Desk, owner: Visitor) -> None:
    desk.site.config = replace(desk.site.config, shop=replace(desk.site.config.shop, number="+380500000709"))
    sim = sims.register(desk.store, imsi="255010000000001", iccid=None, modem="main", now=desk.clock.at)
    desk.store.run("UPDATE sims SET number = '+380500000708' WHERE id = ?", sim)
    owner.get("/account/phones")
    for number in ("050 000 07 09", "+380500000708"):
        answer = owner.post("/account/phones", number=number)
        assert answer.status == 422
        assert "it is a SIM of this box" in html.unescape(answer.text)
    assert sent_codes(desk) == []


def test_that_a_second_code_voids_the_first_is_said_before(desk: Desk, owner: Visitor) -> None:
    assert "Of several codes only the newest counts." in owner.get("/account/phones").text
    noted(owner)
    noted(owner)
    first, second = sent_codes(desk)
    assert first != second
    receive(desk, first, OWN)
    assert router.route_waiting(desk.store, desk.site.config, desk.clock.at) == 1
    assert "Has not sent its code yet" in owner.get("/account/phones").text
    receive(desk, second, OWN)
    router.route_waiting(desk.store, desk.site.config, desk.clock.at)
    assert "May order" in owner.get("/account/phones").text


@pytest.mark.parametrize("sender", [OWN, OWN.removeprefix("+"), f"0{OWN.removeprefix('+380')}"])
def test_codes_that_come_in_are_read_nowhere(desk: Desk, owner: Visitor, sender: str) -> None:
    """Not on the pages, not by searching, not in a file or a copy; the router has the row as it came."""
    noted(owner)
    message_id = receive(desk, FORWARDED, OWN)
    desk.store.run("UPDATE received SET sender = ? WHERE id = ?", sender, message_id)
    router.route_waiting(desk.store, desk.site.config, desk.clock.at)
    digits = OWN.removeprefix("+")
    paths = ("/", "/inbox", f"/inbox/{message_id}", "/live/inbox", "/desk", "/desk?list=all", f"/desk/{digits}")
    for path in (*paths, f"/live/desk/{digits}", "/live/desk", f"/send?reply={message_id}", "/inbox/export?format=csv"):
        answer = owner.get(path)
        assert answer.status == 200, path
        assert SHORT not in answer.text and "9137" not in answer.text, path
    assert "••••••" in owner.get("/inbox").text and "••••••" in owner.get(f"/desk/{digits}").text
    assert "дорога назад ••••••" in owner.get("/inbox/export?format=csv").text
    octets = FORWARDED.encode("utf-16-be").hex().upper()
    assert octets not in owner.get(f"/inbox/{message_id}").text, "nor in its octets"
    for text in (SHORT, SHORT[:3], "9137", "1482 9"):
        assert inbox.found(desk.store, InboxFilter(text=text), 5) == [], text
        assert f"/inbox/{message_id}" not in owner.get(f"/inbox?text={text.replace(' ', '+')}").text
    assert [each.id for each in inbox.found(desk.store, InboxFilter(text="дорога"), 5)] == [message_id]
    assert SHORT not in collecting.collected(desk.store, OWN, desk.clock.at).as_json()
    kept = inbox.as_received(desk.store, message_id)
    assert kept is not None and kept.text == FORWARDED


def test_what_others_write_is_shown_whole(desk: Desk, owner: Visitor) -> None:
    noted(owner)
    message_id = receive(desk, FORWARDED, "+380500000702")
    assert SHORT in owner.get(f"/inbox/{message_id}").text
    assert [each.id for each in inbox.found(desk.store, InboxFilter(text=SHORT), 5)] == [message_id]


def test_wrong_codes_are_read_in_the_audit_log(desk: Desk, owner: Visitor) -> None:
    noted(owner)
    wrong = f"{(int(sent_codes(desk)[0]) + 1) % 10**6:06}"
    receive(desk, wrong, OWN)
    router.route_waiting(desk.store, desk.site.config, desk.clock.at)
    assert phone_codes.tries_left(desk.store, OWN, desk.clock.at) == 2
    page = owner.get("/audit").text
    assert html.escape(WHAT["user.phone_wrong_code"]) in page and OWN in page
    assert wrong not in page
    assert audit.entries(desk.store, limit=1)[0].address == "sms"
