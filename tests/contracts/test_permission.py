"""Advertising is asked about twice, and what may not leave never does, whoever put it into the queue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsbox import consent, contacts, events, outbox
from smsbox.clock import DAY, HOUR, SECOND, DaySpan, Micros
from smsbox.consent import Entry, Rules
from smsbox.outbox import Draft, MessageClass, NotPermitted, State, ledger
from smsbox.routing import Roster, Route, Shares, bound
from smsbox.store import Store
from tests.contracts.shop import ALLOW, ANNA, BOHDAN, START, TWO, Shop
from tests.permitted import permit, permit_all
from tests.test_quiet import KYIV, at

ADVERTISING = MessageClass.MARKETING
ONCE = Rules()
WARSAW = "+48500000001"


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store, permission=ONCE)


def draft(number: str = ANNA, **more: object) -> Draft:
    return Draft(number, "A fresh loaf each Saturday", kind=ADVERTISING, **more)  # type: ignore[arg-type]


def submit(shop: Shop, *drafts: Draft) -> list[int]:
    return outbox.submit(shop.store, drafts, now=shop.now, allow=("+380", "+48"), rules=shop.permission)


def around(shop: Shop, number: str, *, kind: int = 2, total: int = 1, topic: str | None = None) -> int:
    """A row that somebody wrote into the table himself."""
    with shop.store.write():
        (message_id,) = shop.store.reserve_ids("messages", 1)
        shop.store.run(
            "INSERT INTO messages (id, recipient, text, kind, priority, alphabet, total, flash, report, state, "
            "created_at, queue_key, lane, topic) VALUES (?, ?, 'Buy!', ?, 0, 0, ?, 0, 0, 0, ?, ?, 0, ?)",
            *(message_id, number, kind, total, shop.now, ledger.queue_key(kind, 0, message_id), topic),
        )
        shop.store.tally(kind, 0, 1, total)
    return message_id


def say(shop: Shop, number: str, act: str, **more: object) -> None:
    consent.record(shop.store, Entry(number, shop.now, act, "sms", evidence_id=1, **more))  # type: ignore[arg-type]


# ── when it is queued


def test_nobody_is_queued_for_who_did_not_agree(shop: Shop) -> None:
    permit(shop.store, ANNA)
    with pytest.raises(NotPermitted) as refused:
        submit(shop, draft(ANNA), draft(BOHDAN))
    assert refused.value.facts == {"number": BOHDAN, "reason": "consent"}
    assert outbox.messages(shop.store, limit=9) == [], "nothing of the batch"
    assert outbox.counts(shop.store).of(State.QUEUED) == 0
    submit(shop, draft(ANNA), Draft(BOHDAN, "your order is ready"))


@pytest.mark.parametrize("waits", ["queued", "held", "later", "in the same batch"])
def test_what_waits_counts_when_more_is_queued(shop: Shop, waits: str) -> None:
    permit(shop.store, ANNA)
    one = draft(send_after=shop.now + DAY if waits == "later" else None)
    if waits == "in the same batch":
        with pytest.raises(NotPermitted, match="cap"):
            submit(shop, one, draft())
        return
    ids = submit(shop, one)
    if waits == "held":
        outbox.hold(shop.store, ids, shop.now)
    with pytest.raises(NotPermitted, match="cap"):
        submit(shop, draft())
    submit(shop, draft(send_after=shop.now + 15 * DAY))
    outbox.cancel(shop.store, ids, shop.now)
    with pytest.raises(NotPermitted, match="cap"):
        submit(shop, draft(send_after=shop.now + 2 * DAY))
    submit(shop, draft())


def test_who_may_be_written_to_later_may_be_queued(shop: Shop) -> None:
    permit(shop.store, ANNA)
    shop.now = at("2026-11-22T23:00")
    shop.permission = Rules(quiet=DaySpan(1200, 540), zone=KYIV)
    (message,) = submit(shop, draft())
    assert shop.state(message) is State.QUEUED


# ── when it is claimed


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (None, "consent"),
        ("asked", "asked"),
        ("declined", "declined"),
        ("left", "left"),
        ("erased", "suppressed"),
        ("call", "prefers_call"),
        ("topics", "topic"),
    ],
)
def test_a_row_put_around_everything_is_refused_at_the_claim(shop: Shop, act: str | None, reason: str) -> None:
    if act in ("call", "topics", "erased"):
        permit(shop.store, ANNA)
    if act == "erased":
        consent.erase(shop.store, ANNA, shop.now)
    elif act == "call":
        consent.choose(shop.store, ANNA, at=shop.now, how="sms", prefers_call=True)
    elif act == "topics":
        consent.choose(shop.store, ANNA, at=shop.now, how="sms", topics=("bread",))
    elif act is not None:
        say(shop, ANNA, act)
    message, service = around(shop, ANNA, topic="coffee"), around(shop, ANNA, kind=1)
    assert shop.claimed().message_id == service
    assert shop.claim() is None
    view = shop.view(message)
    assert (view.state, view.reason) == (State.CANCELLED, reason)
    told = events.of_message(shop.store, message)
    assert [(line.kind, line.data) for line in told] == [(events.CANCELLED, {"reason": reason})]
    assert shop.claim() is None and len(events.of_message(shop.store, message)) == 1, "once"
    shop.check_counters()


def test_a_row_that_claims_to_be_begun_is_asked_about_all_the_same(shop: Shop) -> None:
    message = around(shop, ANNA, total=2)
    with shop.store.write():
        key, lane = ledger.queue_key(2, 0, message, started=True), bound(shop.sim, timed=False)
        shop.store.run("UPDATE messages SET queue_key = ?, lane = ? WHERE id = ?", key, lane, message)
    assert shop.claim(resting=outbox.BULK) is None
    assert (shop.state(message), shop.view(message).reason) == (State.CANCELLED, "consent")


@pytest.mark.parametrize(
    "change",
    [
        "recipient = '{bohdan}'",
        "kind = 1",
        "kind = 1, queue_key = {service}, batch = 'orders'",
        "kind = 0, batch = NULL, topic = NULL",
    ],
)
def test_a_row_changed_while_it_waits_is_asked_about_as_what_it_was(shop: Shop, change: str) -> None:
    """Somebody at the table makes another recipient of it, another class, another batch: the answer stays no."""
    permit(shop.store, ANNA)
    (message,) = submit(shop, draft(batch="campaign:1"))
    of_campaign = "INSERT INTO recipients (campaign_id, number, contact_id, customer, variant, state, message_id, at) "
    shop.store.run(of_campaign + "VALUES (1, ?, 1, 0, 0, 0, ?, ?)", ANNA, message, shop.now)
    if "recipient" not in change:
        say(shop, ANNA, "left")
    change = change.format(bohdan=BOHDAN, service=ledger.queue_key(1, 0, message))
    shop.store.run(f"UPDATE messages SET {change} WHERE id = ?", message)
    assert shop.claim() is None
    view = shop.view(message)
    assert (view.state, view.reason) == (State.CANCELLED, "consent" if "recipient" in change else "left")


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_consent_that_stands_in_no_ledger_is_none(shop: Shop, line: int) -> None:
    """Somebody writes "agreed" into the table: without a line, by a line of somebody else, by a refusal."""
    permit(shop.store, BOHDAN)
    say(shop, ANNA, "declined")
    sql = "UPDATE permissions SET state = 2, consent_id = ? WHERE number = ?"
    shop.store.run(sql, line, ANNA)
    assert consent.standing(shop.store, ANNA).state is consent.State.AGREED, "so it looks"
    message, other = around(shop, ANNA), around(shop, BOHDAN)
    assert shop.claimed().message_id == other
    assert shop.claim() is None and (shop.state(message), shop.view(message).reason) == (State.CANCELLED, "consent")


def test_who_leaves_while_his_message_waits_does_not_get_it(shop: Shop) -> None:
    permit(shop.store, ANNA, BOHDAN)
    left, stays = submit(shop, draft(ANNA), draft(BOHDAN))
    say(shop, ANNA, "left")
    assert shop.claimed().message_id == stays
    assert shop.claim() is None
    assert (shop.state(left), shop.view(left).reason) == (State.CANCELLED, "left")


def test_what_is_half_sent_is_finished(shop: Shop) -> None:
    permit(shop.store, ANNA)
    (message,) = submit(shop, replace(draft(), text=TWO))
    shop.accept(shop.claimed())
    say(shop, ANNA, "left")
    assert outbox.withdraw(shop.store, ANNA, shop.now, reason="left") == []
    second = shop.claimed()
    assert (second.message_id, second.seq) == (message, 2)
    shop.accept(second, 2)
    assert shop.state(message) is State.SENT


def test_a_first_segment_that_was_refused_has_not_begun(shop: Shop) -> None:
    permit(shop.store, ANNA)
    (message,) = submit(shop, replace(draft(), text=TWO))
    shop.refuse(shop.claimed(), wait=SECOND)
    say(shop, ANNA, "left")
    shop.wait(2 * SECOND)
    outbox.promote_due(shop.store, now=shop.now)
    assert shop.claim() is None
    assert shop.state(message) is State.CANCELLED and shop.states(message) == [State.CANCELLED] * 2
    shop.check_counters()


def test_the_cap_is_asked_again_at_the_claim(shop: Shop) -> None:
    permit(shop.store, ANNA)
    first, second = around(shop, ANNA), around(shop, ANNA)
    shop.accept(shop.claimed())
    assert shop.claim() is None
    assert (shop.state(first), shop.state(second)) == (State.SENT, State.CANCELLED)
    assert shop.view(second).reason == "cap"
    shop.wait(14 * DAY - SECOND)
    with pytest.raises(NotPermitted, match="cap"):
        submit(shop, draft())
    shop.wait(SECOND)
    submit(shop, draft())
    assert shop.claimed().recipient == ANNA


@pytest.mark.parametrize("end", ["doubt", "undelivered", "held", "refused", "failed"])
def test_what_may_have_reached_him_counts_and_what_was_refused_does_not(shop: Shop, end: str) -> None:
    permit(shop.store, ANNA)
    submit(shop, draft())
    claim = shop.claimed()
    if end in ("doubt", "held"):
        shop.doubt(claim)
        shop.wait(HOUR)
        if end == "held":
            outbox.hold_overdue(shop.store, now=shop.now)
    elif end == "undelivered":
        shop.accept(claim, 7)
        shop.report(ANNA, 7, 0x46)
    else:
        shop.refuse(claim, permanent=True)
    if end == "refused":
        shop.wait(HOUR)
    if end in ("refused", "failed"):
        submit(shop, draft())
        return
    with pytest.raises(NotPermitted, match="cap"):
        submit(shop, draft())


def test_two_numbers_of_one_customer_are_one_customer(shop: Shop) -> None:
    """Also after two cards became one: what went to the number that is now his second has reached him."""
    permit(shop.store, ANNA, BOHDAN)
    contacts.add(shop.store, contacts.New(number=ANNA), shop.now)
    submit(shop, draft())
    shop.accept(shop.claimed())
    verdict = outbox.may_send(shop.store, BOHDAN, now=shop.now + DAY, rules=ONCE)
    assert verdict.allowed, "a stranger so far"
    with shop.store.write():
        contact = contacts.by_number(shop.store, ANNA)
        assert contact is not None
        shop.store.run("INSERT INTO contact_numbers (number, contact_id) VALUES (?, ?)", BOHDAN, contact.id)
    for later, reason in ((13, "cap"), (14, None)):
        moment = shop.now + later * DAY
        assert outbox.may_send(shop.store, BOHDAN, now=moment, rules=ONCE).reason == reason
        assert outbox.may_send(shop.store, ANNA, now=moment, rules=ONCE).reason == reason


def test_replies_and_service_are_nobodys_advertising(shop: Shop) -> None:
    say(shop, ANNA, "left")
    for kind in (MessageClass.REPLY, MessageClass.SERVICE):
        for _ in range(3):
            outbox.submit(shop.store, [Draft(ANNA, "x", kind=kind)], now=shop.now, allow=ALLOW)
    assert sum(shop.claim() is not None for _ in range(7)) == 6
    permit(shop.store, BOHDAN)
    outbox.submit(shop.store, [Draft(BOHDAN, "x")], now=shop.now, allow=ALLOW)
    shop.accept(shop.claimed())
    submit(shop, draft(BOHDAN))
    assert shop.claimed().recipient == BOHDAN, "service does not count"


def test_ten_thousand_who_left_stop_nobody(store: Store) -> None:
    count = 10_000 if store.dialect.sole_owner else 1_000
    shop = Shop(store, permission=ONCE)
    numbers = [f"+38067{place:07d}" for place in range(count)]
    permit(store, ANNA)
    with store.write(durable=False):
        ids = store.reserve_ids("messages", count)
        store.run_many(
            "INSERT INTO messages (id, recipient, text, kind, priority, alphabet, total, flash, report, state, "
            "created_at, queue_key, lane) VALUES (?, ?, 'Buy!', 2, 0, 0, 1, 0, 0, 0, ?, ?, 0)",
            [(each, number, shop.now, ledger.queue_key(2, 0, each)) for each, number in zip(ids, numbers, strict=True)],
        )
        store.tally(2, 0, count, count)
    (last,) = submit(shop, draft())
    claim, looks = None, 0
    while claim is None:
        route, looks = Route(shop.sim, Roster(), Shares()), looks + 1
        claim = shop.claim(route=route)
        assert (claim is None) == route.unfinished, "whoever broke off looks again at once"
    assert claim.message_id == last and looks == count // 50 + 1
    assert outbox.counts(store).of(State.CANCELLED) == count
    shop.check_counters()


# ── later


def test_who_sleeps_elsewhere_is_written_to_in_his_own_morning(shop: Shop) -> None:
    """An hour after the shop in Kyiv has opened."""
    permit(shop.store, WARSAW, ANNA)
    shop.permission = Rules(quiet=DaySpan(1200, 540), zone=KYIV)
    shop.now = at("2026-11-23T09:30")
    abroad, here = submit(shop, draft(WARSAW), draft(ANNA))
    assert shop.claimed(permitted=("+380", "+48")).message_id == here
    assert shop.claim() is None
    view = shop.view(abroad)
    assert (view.state, view.due_at, view.reason) == (State.QUEUED, at("2026-11-23T10:00"), "quiet")
    outbox.clock_stepped(shop.store, by=30 * DAY, now=shop.now)
    assert shop.view(abroad).due_at == at("2026-11-23T10:00"), "his morning does not move with our clock"
    shop.now = at("2026-11-23T10:00")
    outbox.promote_due(shop.store, now=shop.now)
    assert shop.claimed().message_id == abroad
    assert shop.view(abroad).reason is None


def test_the_zone_of_the_customer_counts_before_that_of_his_number(shop: Shop) -> None:
    permit(shop.store, ANNA)
    with shop.store.write():
        shop.store.run(
            "INSERT INTO contacts (id, number, name, salutation, zone, state, created_at, changed_at) "
            "VALUES (1, ?, 'Anna', '', 'America/New_York', 1, 1, 1)",
            ANNA,
        )
    rules = Rules(quiet=DaySpan(1200, 540), zone=KYIV)

    def verdict(now: Micros, **more: object) -> consent.Verdict:
        return outbox.may_send(shop.store, ANNA, now=now, rules=rules, **more)  # type: ignore[arg-type]

    assert verdict(at("2026-11-23T12:00")).until == at("2026-11-23T16:00")
    assert verdict(at("2026-11-23T12:00"), zone=KYIV).allowed
    assert verdict(at("2026-11-24T02:00")).allowed, "seven in the evening there"


def test_his_own_hours_and_holidays(shop: Shop) -> None:
    permit(shop.store, ANNA)
    consent.choose(shop.store, ANNA, at=shop.now, how="sms", hours=DaySpan(1020, 1200))
    shop.permission = Rules(holidays=("12-25",), zone=KYIV)
    shop.now = at("2026-12-24T21:00")
    (message,) = submit(shop, draft())
    assert shop.claim() is None
    assert (shop.view(message).due_at, shop.view(message).reason) == (at("2026-12-26T17:00"), "hours")
    shop.now = at("2026-12-26T17:00")
    outbox.promote_due(shop.store, now=shop.now)
    assert shop.claimed().message_id == message


def test_what_was_put_off_is_asked_about_anew_when_rules_or_wishes_change(shop: Shop) -> None:
    permit(shop.store, ANNA, BOHDAN)
    for number in (ANNA, BOHDAN):
        consent.choose(shop.store, number, at=shop.now, how="sms", hours=DaySpan(1020, 1200))
    shop.now, shop.permission = at("2026-11-23T09:00"), Rules(zone=KYIV)
    anna, bohdan = submit(shop, draft(ANNA), draft(BOHDAN))
    later = outbox.submit(shop.store, [Draft(ANNA, "x", send_after=shop.now + HOUR)], now=shop.now, allow=ALLOW)[0]
    assert shop.claim() is None
    consent.choose(shop.store, ANNA, at=shop.now, how="sms", hours=None)
    assert outbox.reconsider(shop.store, shop.now, number=ANNA) == 1
    outbox.promote_due(shop.store, now=shop.now)
    assert shop.claimed().message_id == anna and shop.claim() is None
    assert outbox.reconsider(shop.store, shop.now) == 1
    outbox.promote_due(shop.store, now=shop.now)
    assert shop.claim() is None, "his wish is the same, so it is put off again"
    assert shop.view(bohdan).due_at == at("2026-11-23T17:00")
    assert shop.view(later).due_at == shop.now + HOUR, "what a person chose stays"


# ── withdrawn


def test_whoever_leaves_has_all_that_waits_withdrawn_at_once(shop: Shop) -> None:
    shop.permission = replace(ONCE, cap=9)
    permit(shop.store, ANNA, BOHDAN)
    queued, held, later = submit(shop, draft(), draft(), draft(send_after=shop.now + DAY))
    outbox.hold(shop.store, [held], shop.now)
    service = around(shop, ANNA, kind=1)
    (others,) = submit(shop, draft(BOHDAN))
    assert outbox.withdraw(shop.store, ANNA, shop.now, reason="left") == [queued, held, later]
    assert [shop.state(each) for each in (queued, held, later)] == [State.CANCELLED] * 3
    assert {shop.view(each).reason for each in (queued, held, later)} == {"left"}
    assert (shop.state(service), shop.state(others)) == (State.QUEUED, State.QUEUED)
    assert outbox.withdraw(shop.store, ANNA, shop.now, reason="left") == []
    shop.check_counters()


def test_a_doubt_is_not_withdrawn_but_never_repeated_for_him_either(shop: Shop) -> None:
    permit(shop.store, ANNA)
    (message,) = submit(shop, draft())
    shop.doubt(shop.claimed())
    shop.wait(HOUR)
    outbox.hold_overdue(shop.store, now=shop.now)
    say(shop, ANNA, "left")
    assert outbox.withdraw(shop.store, ANNA, shop.now, reason="left") == []
    assert shop.state(message) is State.HELD
    assert outbox.resend(shop.store, [message], shop.now) == [message]
    assert shop.claim() is None
    assert (shop.state(message), shop.view(message).reason) == (State.CANCELLED, "left")


# ── two boxes


def test_two_boxes_do_not_both_write_to_him_for_the_last_time(store: Store, url: str) -> None:
    if store.dialect.sole_owner:
        pytest.skip("one box at a time writes to a file")
    shop = Shop(store, permission=ONCE)
    permit(store, ANNA)
    around(shop, ANNA), around(shop, ANNA)
    other = Store.open(url)
    try:
        elsewhere = Shop(other, permission=ONCE, sim=0)
        with store.write():
            first = shop.claim()
            assert first is not None
            assert elsewhere.claim(owner="another box") is None, "the first box is about to write to him"
        elsewhere.wait(2 * SECOND)
        outbox.promote_due(other, now=elsewhere.now)
        assert elsewhere.claim(owner="another box") is None
        assert sorted(state for (state,) in store.run("SELECT state FROM messages").fetchall()) == [1, 9]
    finally:
        other.close()


# ── the cap, over any life of a shop


steps = st.lists(
    st.one_of(
        st.tuples(st.just("campaign"), st.integers(0, 2)),
        st.tuples(st.just("around"), st.integers(0, 2)),
        st.tuples(st.just("wait"), st.integers(1, 24 * 12)),
        st.tuples(st.just("back"), st.integers(1, 6)),
        st.tuples(st.just("send"), st.sampled_from(["accept", "doubt", "refuse", "fail", "undelivered"])),
        st.tuples(st.just("resend"), st.integers(0, 9)),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, cap=st.integers(1, 2), days=st.sampled_from([1, 14]))
def test_never_more_than_the_cap_on_the_air(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int | str]], cap: int, days: int
) -> None:
    """The wire is a list kept here; the clock goes both ways, as clocks do."""
    path: Path = tmp_path_factory.mktemp("cap")
    store = Store.open(f"sqlite://{path}/smsbox.db")
    numbers = [f"+38050000000{each}" for each in range(3)]
    permit_all(store, numbers)
    shop = Shop(store, now=START, permission=Rules(cap=cap, cap_days=days))
    wire: dict[str, dict[int, Micros]] = defaultdict(dict)
    try:
        for act, much in steps:
            _act(shop, numbers, wire, act, much)
    finally:
        store.close()
    for sent in wire.values():
        moments = sorted(sent.values())
        for first, last in zip(moments, moments[cap:], strict=False):
            assert last - first >= days * DAY, wire


def _act(shop: Shop, numbers: list[str], wire: dict[str, dict[int, Micros]], act: str, much: int | str) -> None:
    if act == "campaign":
        for number in numbers[: int(much) + 1]:
            try:
                submit(shop, draft(number))
            except NotPermitted as refused:
                assert refused.facts["reason"] == "cap"
    elif act == "around":
        around(shop, numbers[int(much)])
    elif act == "wait":
        shop.wait(int(much) * HOUR)
    elif act == "back":
        shop.wait(-int(much) * HOUR)
    elif act == "resend":
        outbox.resend(shop.store, [each.id for each in outbox.messages(shop.store, limit=50)], shop.now)
    else:
        outbox.promote_due(shop.store, now=shop.now)
        while (claim := shop.claim()) is not None:
            _end(shop, claim, str(much))
            if much not in ("refuse", "fail"):
                wire[claim.recipient][claim.message_id] = shop.now


def _end(shop: Shop, claim: outbox.Claim, how: str) -> None:
    if how in ("accept", "undelivered"):
        shop.accept(claim, claim.message_id % 256)
        if how == "undelivered":
            shop.report(claim.recipient, claim.message_id % 256, 0x46)
    elif how == "doubt":
        shop.doubt(claim)
    else:
        shop.refuse(claim, permanent=how == "fail", wait=HOUR)


def test_one_claim_of_advertising_costs_a_few_point_queries(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the queue is and however much others were written."""
    few = _statements(shop, monkeypatch, 1)
    many = _statements(shop, monkeypatch, 600)
    assert len(few) == len(many) <= 6
    if shop.store.dialect.sole_owner:
        plans = [row[-1] for sql in few for row in _plan(shop.store, sql)]
        assert plans and not [plan for plan in plans if plan.startswith("SCAN")], plans


def _statements(shop: Shop, monkeypatch: pytest.MonkeyPatch, crowd: int) -> list[str]:
    numbers = [f"+38066{crowd:03d}{each:04d}" for each in range(crowd)]
    permit_all(shop.store, [*numbers, ANNA])
    consent.suppress(shop.store, BOHDAN, shop.now, "left")
    submit(shop, *map(draft, numbers))
    asked: list[str] = []
    run = Store.run
    with monkeypatch.context() as patched:
        patched.setattr(Store, "run", lambda self, sql, *values: asked.append(sql) or run(self, sql, *values))
        assert outbox.may_send(shop.store, ANNA, now=shop.now, rules=ONCE, message_id=1).allowed
    return asked


def _plan(store: Store, sql: str) -> list[tuple[object, ...]]:
    return store.run(f"EXPLAIN QUERY PLAN {sql}", *["x"] * sql.count("?")).fetchall()
