"""The nouns of the API beside messages: inbox, contacts and consent, campaigns, coupons, modems, health, the token."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from smsbox import consent, contacts, coupons, outbox, problems
from smsbox.campaigns import Plan, Variant, create
from smsbox.contacts import Wanted
from smsbox.desk import threads
from smsbox.outbox import MessageClass, State
from smsbox.people import audit
from smsbox.people.rights import Right
from smsbox.problems import WARNING, Problem, looking
from smsbox.programs import stop
from tests.permitted import permit
from tests.web.api.program import BASE, Program, content, program, wrong
from tests.web.desk import Desk
from tests.web.test_inbox import receive

ANNA = "+380500000001"
BOHDAN = "+380670000002"
AT_ANNA = f"/contacts/{quote(ANNA)}/consent"


@pytest.fixture
def till(desk: Desk) -> Program:
    return program(desk)


def noted(desk: Desk) -> list[tuple[str, str]]:
    return [(each.what, each.who) for each in audit.entries(desk.store, limit=1)]


# ── inbox


def test_the_inbox_page_by_page(desk: Desk, till: Program) -> None:
    ids = [receive(desk, f"Привіт {number}") for number in range(5)]
    seen: list[int] = []
    path: str | None = "/inbox?limit=2"
    while path:
        page = content(till.get(path))
        seen += [each["id"] for each in page["messages"]]
        if len(seen) == 2:
            receive(desk, "came in meanwhile")  # must not push the next page
        path = page["next"].removeprefix(BASE) if page["next"] else None
    assert seen == ids[::-1]
    one = content(till.get(f"/inbox/{ids[0]}"))
    assert (one["text"], one["sender"], one["settled_at"]) == ("Привіт 0", "+380500000009", None)
    assert wrong(till.get("/inbox/999"), 404) == "api.not_found"
    assert wrong(program(desk, [Right.WRITE], "blind").get("/inbox"), 403) == "programs.not_allowed"


def test_whom_the_inbox_is_asked_for(desk: Desk, till: Program) -> None:
    theirs, other = receive(desk, "a", ANNA), receive(desk, "b", "KYIVSTAR")
    assert [each["id"] for each in content(till.get("/inbox?sender=050"))["messages"]] == [theirs]
    assert [each["id"] for each in content(till.get("/inbox?sender=KYIVSTAR"))["messages"]] == [other]
    assert content(till.post(f"/inbox/{theirs}/done"))["settled"]
    assert not content(till.post(f"/inbox/{theirs}/done"))["settled"]
    thread = threads.get(desk.store, ANNA)
    assert (thread.state.name, thread.waiting_id) == ("DONE", None), "as a person would"
    assert noted(desk) == [("desk.done", "till")]
    assert [each["id"] for each in content(till.get("/inbox?state=waiting"))["messages"]] == [other]


def test_an_answer_is_a_reply_and_counts(desk: Desk, till: Program) -> None:
    heard = receive(desk, "Коли відкрито?", ANNA)
    queued = content(till.post(f"/inbox/{heard}/reply", {"text": "О 9:00"}, Idempotency_Key="a"), 202)
    again = till.post(f"/inbox/{heard}/reply", {"text": "О 9:00"}, Idempotency_Key="a")
    assert content(again, 202) == queued and again.header("Idempotent-Replayed") == "true"
    message = outbox.get(desk.store, queued["id"])
    assert message is not None
    assert (message.recipient, message.kind, message.reply_to) == (ANNA, MessageClass.REPLY, heard)
    thread = threads.get(desk.store, ANNA)
    assert (thread.waiting_id, thread.assigned_to) == (None, None), "no program has customers"
    assert content(till.get("/me"))["limits"][0]["spent"] == 1
    machine = receive(desk, "Ваш баланс 10 грн", "KYIVSTAR")
    assert wrong(till.post(f"/inbox/{machine}/reply", {"text": "?"}), 422) == "programs.bad_drafts"
    assert wrong(till.post("/inbox/999/reply", {"text": "?"}), 404) == "api.not_found"


# ── contacts and consent


def test_a_customer_is_kept_and_completed(desk: Desk, till: Program) -> None:
    kept = content(till.post("/contacts", {"number": "050 000 00 01", "name": "Олена", "fields": {"Size": "M"}}))
    assert kept["new"] and kept["contact"]["number"] == ANNA
    assert noted(desk) == [("customer.added", "till")]
    more = {"number": ANNA, "tags": ["coffee"], "birthday": "1990-03-14", "fields": {"size": None}, "bought": True}
    kept = content(till.post("/contacts", more))
    assert not kept["new"]
    assert (kept["contact"]["name"], kept["contact"]["tags"]) == ("Олена", ["coffee"])
    assert (kept["contact"]["birthday"], kept["contact"]["state"]) == ("1990-03-14", "customer")
    assert kept["contact"]["fields"] == {}
    assert kept["contact"]["permission"] == "unknown", "being a customer is no permission"
    assert content(till.get(f"/contacts/{quote(ANNA)}")) == kept["contact"]
    assert content(till.get("/contacts/0500000001")) == kept["contact"]
    assert [each["number"] for each in content(till.get("/contacts?tag=coffee"))["contacts"]] == [ANNA]
    assert content(till.get("/contacts?tag=tea"))["contacts"] == []
    assert wrong(till.get(f"/contacts/{quote(BOHDAN)}"), 404) == "contacts.unknown"
    assert wrong(till.get("/contacts/nobody"), 422) == "sms.bad_number"
    bad = till.post("/contacts", {"number": ANNA, "birthday": "1990-02-30"})
    assert wrong(bad, 422) == "contacts.birthday"


def test_the_list_of_customers_turns_page_by_page(desk: Desk, till: Program) -> None:
    numbers = [f"+3805000000{each:02}" for each in range(5)]
    for each in numbers:
        contacts.add(desk.store, contacts.New(number=each), desk.clock.at)
    first = content(till.get("/contacts?limit=3"))
    second = content(till.get(first["next"].removeprefix(BASE)))
    found = [each["number"] for page in (first, second) for each in page["contacts"]]
    assert (found, second["next"]) == (numbers[::-1], None)


def test_he_agreed_with_words_and_proof(desk: Desk, till: Program) -> None:
    given = {"words": "Так, надсилайте знижки", "evidence": "order 4711, ticked at 12:00 from 192.0.2.7"}
    stands = content(till.post(f"{AT_ANNA}/agreed", given))
    assert stands["permission"] == "agreed"
    (line,) = stands["history"]
    assert (line["act"], line["how"], line["words"], line["evidence"], line["operator"]) == (
        *("agreed", "program", given["words"], given["evidence"], "till"),
    )
    for missing in ("words", "evidence"):
        left = {name: value for name, value in given.items() if name != missing}
        assert wrong(till.post(f"{AT_ANNA}/agreed", left), 422) == "api.bad_fields"
        assert wrong(till.post(f"{AT_ANNA}/agreed", {**given, missing: ""}), 422) == "api.bad_fields"


def test_who_left_is_not_brought_back_by_a_program(desk: Desk, till: Program) -> None:
    waits = desk.queue("Знижки", ANNA, kind=MessageClass.MARKETING)
    assert content(till.post(f"{AT_ANNA}/left", {"evidence": "unsubscribed on the web"}))["permission"] == "left"
    assert getattr(outbox.get(desk.store, waits), "state", None) is State.CANCELLED, "what waits for him is withdrawn"
    given = {"words": "Так", "evidence": "order 4712"}
    assert wrong(till.post(f"{AT_ANNA}/agreed", given), 409) == "consent.has_left"
    assert content(till.get(AT_ANNA))["permission"] == "left"
    assert [each["act"] for each in content(till.get(AT_ANNA))["history"]] == ["agreed", "left"], "nothing was noted"
    asked = content(till.post(f"{AT_ANNA}/ask", {"evidence": "order 4713"}))
    assert asked == {"id": None, "why": "left"}
    assert wrong(program(desk, [Right.WRITE], "blind").get(AT_ANNA), 403) == "programs.not_allowed"


def test_he_is_asked_once_within_the_limits(desk: Desk, till: Program) -> None:
    asked = content(till.post(f"{AT_ANNA}/ask", {"evidence": "order 4711"}))
    message = outbox.get(desk.store, asked["id"])
    assert message is not None and message.recipient == ANNA
    assert content(till.get("/me"))["limits"][0]["spent"] == len(message.segments), "a program's question costs it"
    assert content(till.get(AT_ANNA))["permission"] == "asked"
    assert content(till.post(f"{AT_ANNA}/ask", {"evidence": "order 4711"})) == {"id": None, "why": "waiting"}
    local = program(desk, name="local", allow=("+38050",))
    bohdan = f"/contacts/{quote(BOHDAN)}/consent"
    assert wrong(local.post(f"{bohdan}/ask", {"evidence": "order"}), 403) == "outbox.destination_refused"
    poor = program(desk, name="poor", per_day=1)
    assert content(poor.post("/contacts/0630000003/consent/ask", {"evidence": "order"}))["id"]
    assert wrong(poor.post(f"{bohdan}/ask", {"evidence": "order"}), 429) == "programs.limit_reached"
    assert consent.standing(desk.store, BOHDAN).state is consent.State.UNKNOWN, "all of it or nothing"
    stop.stop(desk.store, "owner", desk.clock.at)
    assert wrong(till.post(f"{bohdan}/ask", {"evidence": "order"}), 503) == "programs.stopped"


# ── campaigns


def drafted(desk: Desk, *numbers: str) -> int:
    for number in numbers:
        contacts.add(desk.store, contacts.New(number=number, name="Олена", language="uk"), desk.clock.at)
    permit(desk.store, *numbers)
    text = "{name}, у суботу знижка 20% на каву. Відповідайте на це SMS."
    plan = Plan(variants=(Variant(text),), audience=Wanted(everyone=True))
    return create(desk.store, "Weekend", plan, by="owner", now=desk.clock.at).id


def launched(till: Program, campaign: int) -> Any:
    version = content(till.get(f"/campaigns/{campaign}"))["version"]
    return till.post(f"/campaigns/{campaign}/launch", {"version": version, "because": "the owner says so"})


def test_a_campaign_is_looked_at_begun_paused_and_gone_on_with(desk: Desk, till: Program) -> None:
    campaign = drafted(desk, ANNA, BOHDAN)
    report = content(till.get(f"/campaigns/{campaign}/check"))
    assert report["may_get"] == 2
    assert all(each["message"] for each in report["checks"])
    running = content(launched(till, campaign))
    assert (running["state"], running["approved_by"]) == ("running", "till")
    assert noted(desk) == [("campaign.launched", "till")]
    paused = content(till.post(f"/campaigns/{campaign}/pause"))
    assert paused["state"] == "paused"
    assert wrong(till.post(f"/campaigns/{campaign}/pause"), 409) == "campaigns.illegal_move"
    assert content(till.post(f"/campaigns/{campaign}/resume"))["state"] == "running"
    groups = content(till.get(f"/campaigns/{campaign}/results"))["groups"]
    assert [each["who"] for each in groups] == ["all", "apart", "customers", "leads"], "of no text anything left yet"
    assert content(till.get("/campaigns?state=running"))["campaigns"][0]["id"] == campaign
    assert wrong(till.get("/campaigns/99"), 404) == "campaigns.none"


def test_a_campaign_that_changed_or_that_nobody_may_begin(desk: Desk, till: Program) -> None:
    campaign = drafted(desk, ANNA)
    stale = till.post(f"/campaigns/{campaign}/launch", {"version": 99, "because": "x"})
    assert wrong(stale, 409) == "campaigns.changed_meanwhile"
    small = program(desk, [Right.READ, Right.WRITE], "small")
    assert wrong(small.post(f"/campaigns/{campaign}/launch", {"version": 1}), 403) == "programs.not_allowed"
    stop.stop(desk.store, "owner", desk.clock.at)
    assert wrong(launched(till, campaign), 503) == "programs.stopped"
    assert content(till.get(f"/campaigns/{campaign}"))["state"] == "draft"


# ── coupons


def test_a_coupon_counts_once(desk: Desk, till: Program) -> None:
    series = coupons.make_series(desk.store, name="Spring", now=desk.clock.at, by="owner", offer="10 %")
    code = coupons.give(desk.store, series.id, ANNA, None, desk.clock.at).written
    good = content(till.post("/coupons/check", {"code": code}))
    assert (good["counts"], good["offer"], good["number"], good["reason"]) == (True, "10 %", ANNA, None)
    done = content(till.post("/coupons/redeem", {"code": code, "paid": "249.90"}, Idempotency_Key="receipt-7"))
    assert (done["counts"], done["state"], done["paid"], done["redeemed_by"]) == (True, "redeemed", "249.90", "till")
    again = till.post("/coupons/redeem", {"code": code, "paid": "249.90"}, Idempotency_Key="receipt-7")
    assert content(again) == done, "a till that did not hear the answer asks again"
    for _ in range(2):
        second = till.post("/coupons/redeem", {"code": code}, Idempotency_Key="receipt-8")
        error = content(second, 409)["error"]
        assert (error["code"], error["facts"]["reason"]) == ("coupons.refused", "used") and "till" in error["message"]
    assert noted(desk) == [("coupon.refused", "till")]
    assert wrong(till.post("/coupons/redeem", {"code": "NOSUCHONE"}), 404) == "coupons.refused"
    assert content(till.post("/coupons/check", {"code": code}))["reason"] == "used", "looking is no mistake"
    assert content(till.post("/coupons/check", {"code": "NOSUCH"}))["reason"] in ("unknown", "check")
    assert wrong(till.post("/coupons/redeem", {"code": code, "paid": "a lot"}), 422) == "api.bad_fields"
    blind = program(desk, [Right.WRITE], "blind")
    assert "number" not in content(blind.post("/coupons/check", {"code": code})), "a till need not know whose it is"


# ── modems, health, the token itself


def test_modems_say_why_they_do_not_send(desk: Desk, till: Program) -> None:
    status = {"name": "main", "state": "holding", "reason": "pacing.limit", "facts": {}, "imsi": "255010000000001"}
    desk.modems.append(status)
    (modem,) = content(till.get("/modems"))["modems"]
    assert (modem["name"], modem["state"], modem["reason"]) == ("main", "holding", "pacing.limit")
    assert modem["message"] and "imsi" not in modem
    assert content(till.get("/modems/main")) == modem
    assert wrong(till.get("/modems/other"), 404) == "api.not_found"


def test_health_tells_problems_in_words(desk: Desk, till: Program) -> None:
    desk.queue()
    desk.modems.append({"name": "main", "state": "ready"})
    fine = content(till.get("/health"))
    assert (fine["status"], fine["modems_ready"], fine["queue"]["queued"]) == ("ok", 1, 1)
    ill = looking.observe(desk.store, desk.modems, [Problem("backup.old", "", WARNING, {"days": 4})])
    problems.review(desk.store, ill, desk.clock.at)
    found = content(till.get("/health"))
    assert found["status"] == "warning"
    assert found["problems"][0]["key"] == "backup.old" and found["problems"][0]["step"]


def test_a_token_asks_what_it_may(desk: Desk) -> None:
    till = program(desk, [Right.WRITE], allow=("+38050",), per_day=7)
    me = content(till.get("/me"))
    assert (me["name"], me["rights"], me["numbers"], me["stopped"]) == ("till", ["write"], ["+38050"], False)
    assert {"kind": "token", "name": "till", "spent": 0, "most": 7} in me["limits"]
