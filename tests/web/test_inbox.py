"""The inbox pages: what customers wrote, with everything odd about it visible and nothing of it alive."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from typing import Any

import pytest

from smsbox import inbox, router
from smsbox.sms.address import Address, AddressKind
from smsbox.sms.alphabet import Alphabet
from smsbox.sms.deliver import Deliver
from smsbox.store import sims
from tests.web.desk import Desk, Visitor

HOSTILE = "<script>alert(1)</script> \u202egpj.exe \x1b[2J {{7*7}} javascript:1 $(reboot) '; DROP TABLE received;--"


def receive(desk: Desk, text: str, sender: str = "+380500000009", **more: Any) -> int:
    """A whole message arrives; its id."""
    sim_id = sims.register(desk.store, imsi="255010000000001", iccid="8938001", modem="main", now=desk.clock.at)
    kind = AddressKind.INTERNATIONAL if sender.startswith("+") else AddressKind.ALPHANUMERIC
    deliver = Deliver(
        sender=Address(sender, kind),
        text=text,
        data=None,
        alphabet=Alphabet.UCS2,
        message_class=more.get("message_class"),
        concat=None,
        sent_at=datetime(2026, 2, 25, tzinfo=UTC),
        ports=None,
        damaged=more.get("damaged", False),
        tpdu=text.encode("utf-16-be"),
    )
    received = inbox.receive(
        desk.store, sim_id=sim_id, memory="SM", slot=1, pdu_raw=deliver.tpdu, deliver=deliver, now=desk.clock.at
    )
    assert received.message_id is not None
    return received.message_id


def test_an_empty_inbox_says_what_to_do(owner: Visitor) -> None:
    assert "Send an SMS to the number of the SIM card" in owner.get("/inbox").text


def test_hostile_texts_are_inert_and_visible(desk: Desk, owner: Visitor) -> None:
    message_id = receive(desk, HOSTILE)
    for path in ("/inbox", f"/inbox/{message_id}", "/", "/live/inbox", f"/send?reply={message_id}"):
        raw = owner.get(path).text
        assert "<script>alert" not in raw and "&lt;script&gt;alert(1)&lt;/script&gt;" in raw
        assert "\u202e" not in raw and ">RLO</span>gpj.exe" in raw
        assert "\x1b" not in raw and ">ESC</span>[2J" in raw
        assert "{{7*7}}" in raw
        assert 'href="javascript' not in raw
        assert "$(reboot) &#39;; DROP TABLE received;--" in raw


def test_emoji_and_lines_come_through_whole(desk: Desk, owner: Visitor) -> None:
    text = "Дякую 👨‍👩‍👧\nдо зустрічі ☺️"
    assert text in owner.get(f"/inbox/{receive(desk, text)}").text


@pytest.mark.parametrize(("sender", "answerable"), [("+380500000009", True), ("Kyivstar", False), ("<b>x</b>", False)])
def test_only_numbers_can_be_answered(desk: Desk, owner: Visitor, sender: str, answerable: bool) -> None:
    message_id = receive(desk, "so?", sender)
    raw = owner.get(f"/inbox/{message_id}").text
    assert (f"/send?reply={message_id}" in raw) is answerable
    assert "<b>x</b>" not in raw


def test_what_the_program_did_is_shown_with_its_answer(desk: Desk, owner: Visitor) -> None:
    left, asked = receive(desk, "СТОП"), receive(desk, "Чи є суші?", "+380500000010")
    assert router.route_waiting(desk.store, desk.site.config, desk.clock.at) == 2
    rows = owner.get("/inbox").text
    assert rows.count("Has left") == 1
    page = owner.get(f"/inbox/{left}").text
    assert "Left: no more advertising" in page and "Handled by the program" in page
    assert 'href="/outbox/1"' in page and "Повернутись: СТАРТ" in page
    assert "Left: no more advertising" in owner.get("/events").text
    page = owner.get(f"/inbox/{asked}").text
    assert "What was answered" not in page and "Handled" not in page


def test_an_answer_goes_as_reply_to_that_message(desk: Desk, owner: Visitor) -> None:
    message_id = receive(desk, "Чи є суші?")
    form = html.unescape(owner.get(f"/send?reply={message_id}").text)
    assert "Чи є суші?" in form and "+380500000009</textarea>" in form
    assert f'name="reply" value="{message_id}"' in form and 'value="reply" checked' in form


def test_what_is_wrong_with_a_message_is_said(desk: Desk, owner: Visitor) -> None:
    message_id = receive(desk, "half", damaged=True)
    assert "Damaged" in owner.get("/inbox").text
    assert "could not be read" in owner.get(f"/inbox/{message_id}").text


def test_the_list_goes_on_by_pages(desk: Desk, owner: Visitor) -> None:
    ids = [receive(desk, f"text {number}") for number in range(60)]
    first = owner.get("/inbox").text
    older = html.unescape(first).partition('href="/inbox?before=')[2].partition('"')[0]
    second = owner.get(f"/inbox?before={older}").text
    shown = [[number for number in ids if f'href="/inbox/{number}"' in page] for page in (first, second)]
    assert sorted(shown[0] + shown[1]) == ids and len(shown[0]) == 50
