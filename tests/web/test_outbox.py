"""The outbox pages: list, one message, and what its buttons do – or say when it is too late."""

from __future__ import annotations

import html
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox import events, outbox
from smsbox.clock import HOUR
from smsbox.config import SendingConfig
from smsbox.outbox import Claim, State
from smsbox.sms.tpdu import Address, AddressKind, StatusReport
from smsbox.store import sims
from smsbox.web import assets
from smsbox.web.messages.timeline import KINDS, LONGEST
from smsbox.web.pages.outbox import PAGE
from tests.web.desk import Desk, Visitor


def claim(desk: Desk) -> Claim:
    """Let a SIM take the next segment."""
    sim_id = sims.register(desk.store, imsi="255010000000001", iccid="8938001", modem="main", now=desk.clock.at)
    claimed = outbox.claim(
        *(desk.store,), sim_id=sim_id, owner="t", now=desk.clock.at, lease_until=desk.clock.at + HOUR, kinds=None
    )
    assert claimed is not None
    return claimed


def page(owner: Visitor, path: str) -> str:
    answer = owner.get(path)
    assert answer.status == 200
    return html.unescape(answer.text)


def test_an_empty_outbox_says_what_to_do(owner: Visitor) -> None:
    text = page(owner, "/outbox")
    assert "Nothing sent yet" in text and 'href="/send"' in text


def test_the_list_goes_on_by_pages_without_losing_or_repeating_any(desk: Desk, owner: Visitor) -> None:
    ids = [desk.queue(f"text {number}") for number in range(2 * PAGE + 3)]
    seen: list[int] = []
    path = "/outbox"
    for _ in range(3):
        text = page(owner, path)
        seen += [number for number in ids if f'href="/outbox/{number}"' in text]
        path = text.partition(' href="/outbox?before=')[2].partition('"')[0]
        path = f"/outbox?before={path}"
    assert sorted(seen) == ids
    assert "Older" not in text and "Newest" in text


@pytest.mark.parametrize("before", ["-1", "x", "1e3", "0", str(2**63), "1;drop"])
def test_an_odd_page_is_the_first_one(desk: Desk, owner: Visitor, before: str) -> None:
    desk.queue()
    assert "+380500000001" in page(owner, f"/outbox?before={before}")


def test_one_state_at_a_time(desk: Desk, owner: Visitor) -> None:
    held, waiting = desk.queue(number="+380500000007"), desk.queue(number="+380500000008")
    outbox.hold(desk.store, [held], desk.clock.at)
    text = page(owner, "/outbox?state=held")
    assert f"/outbox/{held}" in text and f"/outbox/{waiting}" not in text
    assert "No message fits all of it." in page(owner, "/outbox?state=failed")
    assert f"/outbox/{waiting}" in page(owner, "/outbox?state=nonsense")


def test_texts_are_shown_never_run(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue("<script>alert(1)</script>\u202ecod.exe\x1b[2J '; DROP TABLE messages;--")
    for path in ("/outbox", f"/outbox/{message_id}", "/"):
        raw = owner.get(path).text
        assert "<script>alert" not in raw
        assert "&lt;script&gt;alert(1)" in raw
        assert "\u202e" not in raw and "\x1b" not in raw
        assert ">RLO</span>cod.exe" in raw and ">ESC</span>[2J" in raw


def test_every_step_of_a_segment_is_told(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue("Ж" * 80)
    outbox.accepted(desk.store, claim(desk), reference=217, now=desk.clock.at)
    text = page(owner, f"/outbox/{message_id}")
    assert "217" in text and "2 SMS segments" in text
    assert "255010000000001" in text
    assert "Ж" * 80 in text


def test_doubt_is_explained_and_leaves_the_choice(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue()
    outbox.uncertain(desk.store, claim(desk), reason="silence", now=desk.clock.at)
    text = page(owner, f"/outbox/{message_id}")
    assert "The modem did not say whether the SMS left." in text
    assert "the customer may get it twice" in text
    assert {action for action in ("release", "resend", "confirm", "hold", "cancel") if f"/{action}" in text} == {
        "resend",
        "confirm",
    }
    answer = owner.post(f"/outbox/{message_id}/resend")
    assert answer.header("Location") == f"/outbox/{message_id}?notice=resend"
    assert "maybe twice" in page(owner, f"/outbox/{message_id}?notice=resend")
    assert desk.rings == [1]


def test_a_refusal_is_explained(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue()
    outbox.refused(desk.store, claim(desk), error="CMS 21", permanent=True, retry_at=None, now=desk.clock.at)
    text = page(owner, f"/outbox/{message_id}")
    assert "The operator rejected the SMS" in text and "(CMS 21)" in text and "Check balance" in text


def test_the_story_of_a_message_is_told_in_order(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue("Ж" * 80)
    store, clock = desk.store, desk.clock
    outbox.refused(store, claim(desk), error="CMS 22", permanent=False, retry_at=None, now=clock.at)
    outbox.uncertain(store, claim(desk), reason="silence", now=clock.at)
    outbox.hold_overdue(store, now=clock.at + HOUR)
    outbox.resend(store, [message_id], clock.at)
    outbox.accepted(store, claim(desk), reference=77, now=clock.at)
    outbox.accepted(store, claim(desk), reference=78, now=clock.at)
    report = StatusReport(78, Address("+380500000001", AddressKind.INTERNATIONAL), None, None, 70, b"")
    outbox.reported(store, sim_id=1, report=report, now=clock.at)
    story = page(owner, f"/outbox/{message_id}").partition("What happened")[2].partition('id="actions-head"')[0]
    told = [
        "Queued",
        "Refused",
        "The network is overloaded.",
        "In doubt",
        "SMS 1 of 2, attempt 2",
        "did not say whether",
    ]
    told += ["Held", "To be sent again", "took it", "attempt 3, reference 77", "took it", "SMS 2 of 2, reference 78"]
    told += ["Report: not delivered", "the SMS expired"]
    for words in told:
        before, found, story = story.partition(words)
        assert found, (words, before)


def test_every_kind_of_happening_has_words() -> None:
    kinds = {value for value in vars(events).values() if isinstance(value, str) and value.startswith("outbox.")}
    assert kinds - {events.QUEUED} == set(KINDS)
    icons = Path(assets.__file__).with_name("static").joinpath("icons.svg").read_text()
    assert all(f'id="{word.icon}"' in icons for word in KINDS.values())


def test_a_story_without_end_is_cut(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue()
    for _ in range(LONGEST):
        outbox.hold(desk.store, [message_id], desk.clock.at)
        outbox.release(desk.store, [message_id], desk.clock.at)
    story = page(owner, f"/outbox/{message_id}").partition("What happened")[2]
    assert story.count("<li>") == LONGEST


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (["hold"], State.HELD),
        (["cancel"], State.CANCELLED),
        (["hold", "release"], State.QUEUED),
        (["hold", "cancel"], State.CANCELLED),
    ],
)
def test_buttons_do_what_they_say(desk: Desk, owner: Visitor, steps: list[str], state: State) -> None:
    message_id = desk.queue()
    for step in steps:
        text = page(owner, f"/outbox/{message_id}")
        assert f'action="/outbox/{message_id}/{step}"' in text
        answer = owner.post(f"/outbox/{message_id}/{step}")
        assert answer.header("Location") == f"/outbox/{message_id}?notice={step}"
    found = outbox.get(desk.store, message_id)
    assert found is not None and found.state is state


def test_who_presses_too_late_is_told_so(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue()
    owner.get(f"/outbox/{message_id}")
    outbox.accepted(desk.store, claim(desk), reference=1, now=desk.clock.at)
    answer = owner.post(f"/outbox/{message_id}/cancel")
    assert answer.header("Location") == f"/outbox/{message_id}?notice=unchanged"
    assert "Nothing changed" in page(owner, f"/outbox/{message_id}?notice=unchanged")


def test_live_parts_answer_304_until_something_changes(desk: Desk, owner: Visitor) -> None:
    message_id = desk.queue()
    for path in ("/live/outbox", f"/live/outbox/{message_id}", "/live/inbox", "/live/status"):
        first = owner.get(path)
        assert first.status == 200 and "<html" not in first.text
        tag = first.header("ETag") or ""
        assert owner.get(path, If_None_Match=tag).status == 304
        assert owner.get(path, If_None_Match=tag).body == b""
    outbox.hold(desk.store, [message_id], desk.clock.at)
    assert owner.get("/live/outbox", If_None_Match=tag).status == 200


@pytest.mark.parametrize("notice", ["<script>", "queued&count=<b>", "nonsense", "queued&count=99999999999999"])
def test_an_address_cannot_put_words_on_the_page(owner: Visitor, notice: str) -> None:
    text = owner.get(f"/outbox?notice={notice}").text
    assert "<b>" not in text and "<script>" not in text and "99999999999999" not in text


def test_every_state_can_be_asked_for_by_a_chip(owner: Visitor) -> None:
    text = page(owner, "/outbox")
    assert all(f'href="/outbox?state={state.label}"' in text for state in State)


@pytest.mark.parametrize(
    ("policy", "told"), [("hold", "by 08:28, it is held"), ("resend", "by 08:28, it is sent again")]
)
def test_a_message_in_doubt_says_what_becomes_of_it_and_when(
    desk: Desk, owner: Visitor, policy: str, told: str
) -> None:
    desk.site.config = replace(desk.site.config, sending=SendingConfig(in_doubt_service=policy))
    message_id = desk.queue()
    outbox.uncertain(desk.store, claim(desk), reason="silence", now=desk.clock.at)
    text = page(owner, f"/outbox/{message_id}")
    assert told in text and "Last attempt" in text and "Handed over" not in text
    outbox.hold_overdue(desk.store, now=desk.clock.at + HOUR)
    assert told not in page(owner, f"/outbox/{message_id}")
