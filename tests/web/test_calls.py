"""The page of the calls: open ones first and settled once, the rest below, no link to who cannot be written to."""

from __future__ import annotations

import html

from smsbox import consent, contacts, outbox
from smsbox.clock import HOUR
from smsbox.inbox import calls
from smsbox.inbox.calls import CallState
from smsbox.outbox import MessageClass
from smsbox.people import audit
from smsbox.web.pages.calls import PAGE
from tests.permitted import permit
from tests.web.desk import NOW, Desk, Visitor


def ring(desk: Desk, number: str, *, ago: int = 0, rule: str = "callback") -> int:
    rung = calls.rang(desk.store, modem="main", sim_id=1, number=number, rule=rule, now=NOW - ago)
    assert rung is not None
    return rung.call.id


def text_of(owner: Visitor, path: str = "/calls") -> str:
    answer = owner.get(path)
    assert answer.status == 200, answer.text
    return html.unescape(answer.text)


def test_without_calls_it_says_what_will_be_here(owner: Visitor) -> None:
    text = text_of(owner)
    assert "No calls yet" in text and "Nobody waits to be called back." in text and 'class="count"' not in text


def test_open_calls_come_first_and_are_counted_on_every_page(desk: Desk, owner: Visitor) -> None:
    ring(desk, "+380670000001", ago=9 * HOUR)
    ring(desk, "+380670000002", ago=HOUR, rule="log")
    ring(desk, "+380670000001")
    text = text_of(owner)
    assert "1 call to return" in text and "2 calls · main" in text
    assert text.index("+380670000001") < text.index("+380670000002")
    assert 'href="/send?to=%2B380670000001"' in text
    for path in ("/", "/inbox", "/help"):
        assert '<b class="count"><span class="sr">open: </span>1</b>' in text_of(owner, path), path
    desk.review()
    assert "1 call to return" in text_of(owner, "/")
    assert 'value="service"' in text_of(owner, "/send?to=%2B380670000001")
    assert "+380670000001" in text_of(owner, "/send?to=%2B380670000001")


def test_settling_keeps_the_note_and_is_done_once(desk: Desk, owner: Visitor) -> None:
    call_id = ring(desk, "+380670000001")
    text_of(owner)
    answer = owner.post(f"/calls/{call_id}/done", note="Торт на суботу <i>\0")
    assert answer.header("Location") == "/calls?notice=settled"
    (call,) = calls.listed(desk.store, 9)
    assert (call.state, call.settled_by, call.note) == (CallState.DONE, "owner", "Торт на суботу <i>")
    text = text_of(owner)
    assert "Торт на суботу <i>" in text and "<i>" not in owner.get("/calls").text
    assert "Nobody waits" in text
    assert owner.post(f"/calls/{call_id}/done", note="again").header("Location") == "/calls?notice=settled_before"
    assert owner.post("/calls/999/done").header("Location") == "/calls?notice=settled_before"
    assert calls.listed(desk.store, 9)[0].note == "Торт на суботу <i>"


def test_who_cannot_be_written_to_has_no_link(desk: Desk, owner: Visitor) -> None:
    ring(desk, "104")
    ring(desk, "<script>", rule="log")
    text = owner.get("/calls").text
    assert "/send?to" not in text and "<script>" not in text


def test_long_lists_have_pages_and_no_call_is_missing(desk: Desk, owner: Visitor) -> None:
    with desk.store.write():
        for place in range(2 * PAGE + 7):
            rule = "callback" if place % 3 == 0 else "log"
            assert calls.rang(
                desk.store, modem=f"m{place}", sim_id=1, number=f"+3806700{place:05}", rule=rule, now=NOW + place
            )
    seen, path = text_of(owner), "/calls"
    while 'href="/calls?before=' in (text := text_of(owner, path)):
        seen += text
        path = text.split('href="/calls?before=')[1].split('"')[0]
        path = f"/calls?before={path}"
    seen += text
    assert all(f"+3806700{place:05}" in seen for place in range(2 * PAGE + 7))


def test_more_open_calls_than_a_page_are_told(desk: Desk, owner: Visitor) -> None:
    with desk.store.write():
        for place in range(PAGE + 2):
            calls.rang(desk.store, modem=f"m{place}", sim_id=1, number=f"+3806700{place:05}", rule="callback", now=NOW)
    text = text_of(owner)
    assert f"{PAGE + 2} calls to return" in text and "2 older ones are shown" in text


def test_a_customer_who_rang_is_named(desk: Desk, owner: Visitor) -> None:
    with desk.store.write():
        known = contacts.add(desk.store, contacts.New(number="+380670000001", name="Оксана Перша"), NOW).id
    ring(desk, "+380670000001")
    ring(desk, "+380670000002")
    assert text_of(owner).count(f'href="/customers/{known}">+380670000001</a>') == 1 and "Оксана Перша" in text_of(
        owner
    )


def test_who_says_so_on_the_telephone_gets_no_more_offers(desk: Desk, owner: Visitor) -> None:
    """Customer or not, and noted as a call, by whom, with which call."""
    permit(desk.store, "+380670000001")
    waits = desk.queue("Знижка", "+380670000001", kind=MessageClass.MARKETING)
    stays, call_id = ring(desk, "+380670000002"), ring(desk, "+380670000001")
    text_of(owner)
    owner.post(f"/calls/{call_id}/done", note="не хоче реклами", **{f"leave-{call_id}": "yes"})
    owner.post(f"/calls/{stays}/done", note="торт")
    line = consent.history(desk.store, "+380670000001")[-1].entry
    assert (line.act, line.how, line.operator, line.evidence) == ("left", "call", "owner", f"call {call_id}")
    assert outbox.get(desk.store, waits).state is outbox.State.CANCELLED  # type: ignore[union-attr]
    assert consent.standing(desk.store, "+380670000001").gone
    assert not consent.history(desk.store, "+380670000002")
    assert audit.entries(desk.store, limit=2)[1].what == "customer.left"
