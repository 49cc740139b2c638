"""From the log to calls, and what becomes of them: none lost, none doubled, later and later; on both databases."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from smsbox import consent, events, outbox
from smsbox.clock import DAY
from smsbox.config import Config
from smsbox.consent import Entry
from smsbox.dialogs.appointments import by_hand
from smsbox.dialogs.appointments.calendar import Place
from smsbox.dialogs.orders import handling
from smsbox.dialogs.orders import rows as orders
from smsbox.dialogs.orders.goods import OrderState
from smsbox.hooks import book, calls, filling, kinds
from smsbox.hooks.book import BadHook, Hook
from smsbox.hooks.calls import BACKOFF, CALLBACKS, TRIES, State
from smsbox.outbox import Draft
from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.people.tokens import Token
from smsbox.privacy.erasing import erase
from smsbox.programs.sending import NotAllowed, Wish, send
from smsbox.store import Store, sims
from tests.contracts import counter
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA, BOHDAN, START, TWO, Shop
from tests.dialogs.appointments.salon import MONDAY, ONE_CHAIR, moment, salon
from tests.dialogs.orders.florist import PIZZA
from tests.dialogs.player import Player
from tests.racing import at_once

BY = Actor("Olena", "owner")
LOOPBACK = ("127.0.0.0/8",)
URL = "http://127.0.0.1:9/in"
ALL = tuple(kinds.TEXTS)


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)


@pytest.fixture
def config() -> Config:
    return counter.config()


def hooked(shop: Shop, *wanted: str, **how: Any) -> Hook:
    return book.make(shop.store, url=URL, kinds=wanted or ALL, by=BY, now=shop.now, networks=LOOPBACK, **how)


def token_of(shop: Shop, *rights: Right, **how: Any) -> Token:
    return tokens.make(shop.store, name="Till", rights=rights or (Right.WRITE,), by=BY, now=shop.now, **how)[0]


def filled(shop: Shop, config: Config) -> list[dict[str, Any]]:
    """What is told of what happened since, oldest first."""
    (before,) = shop.store.run("SELECT coalesce(max(id), 0) FROM hook_calls").fetchone()
    while filling.fill(shop.store, config, "box-1", shop.now):
        pass
    rows = shop.store.run("SELECT content FROM hook_calls WHERE id > ? ORDER BY id", before).fetchall()
    return [json.loads(row[0]) for row in rows]


def test_an_sms_is_told_of_as_it_goes_its_way(shop: Shop, config: Config) -> None:
    hook = hooked(shop)
    message = shop.one(ANNA)
    shop.accept(shop.claimed(), 7)
    shop.report(ANNA, 7)
    sent, delivered = filled(shop, config)
    assert sent["event"] == "sms:sent" and delivered["event"] == "sms:delivered"
    assert sent["webhookId"] == str(hook.id) and sent["deviceId"] == "box-1" and len(sent["id"]) == 32
    payload = sent["payload"]
    assert payload["messageId"] == str(message) and payload["phoneNumber"] == payload["recipient"] == ANNA
    assert payload["partsCount"] == 1 and payload["simNumber"] == shop.sim and payload["sentAt"]
    assert delivered["payload"]["deliveredAt"] and delivered["id"] != sent["id"]


def test_a_long_sms_is_told_of_once(shop: Shop, config: Config) -> None:
    hooked(shop)
    shop.one(ANNA, TWO)
    shop.accept(shop.claimed(), 1)
    assert filled(shop, config) == []
    shop.accept(shop.claimed(), 2)
    assert [each["event"] for each in filled(shop, config)] == ["sms:sent"]
    shop.report(ANNA, 1)
    assert filled(shop, config) == []
    shop.report(ANNA, 2)
    assert [each["event"] for each in filled(shop, config)] == ["sms:delivered"]


def test_what_fails_is_told_once_and_again_when_it_was_sent_again(shop: Shop, config: Config) -> None:
    hooked(shop)
    shop.one(ANNA, TWO)
    for reference in (1, 2):
        shop.accept(shop.claimed(), reference)
    filled(shop, config)
    shop.report(ANNA, 1, 0x45)
    shop.report(ANNA, 2, 0x45)
    (told,) = filled(shop, config)
    assert told["event"] == "sms:failed" and told["payload"]["reason"] == "status report 69"
    shop.one(BOHDAN)
    shop.refuse(shop.claimed(), permanent=True)
    (told,) = filled(shop, config)
    assert told["event"] == "sms:failed" and told["payload"]["reason"] == "CMS 41"


def test_only_what_somebody_asked_for_and_after_he_did(shop: Shop, config: Config) -> None:
    shop.one(ANNA)
    shop.accept(shop.claimed(), 7)
    hooked(shop, kinds.DELIVERED)
    assert filled(shop, config) == []
    shop.report(ANNA, 7)
    assert [each["event"] for each in filled(shop, config)] == ["sms:delivered"]


def test_what_comes_in_is_told_but_for_what_the_box_wrote_to_itself(store: Store, config: Config) -> None:
    till = Counter(store)
    shop = Shop(store)
    hook = hooked(shop, kinds.RECEIVED)
    first = till.hear("Так, чекаю", ANNA)
    sims.call_it(store, till.sim, BOHDAN)
    till.hear("smsbox 4711", BOHDAN)
    (told,) = filled(shop, config)
    payload = told["payload"]
    assert (payload["messageId"], payload["message"], payload["sender"]) == (str(first), "Так, чекаю", ANNA)
    assert payload["recipient"] == BOHDAN and payload["simNumber"] == till.sim and payload["complete"] is True
    assert calls.waiting(store) == {hook.id: 1}


def test_who_leaves_is_told_by_row_and_not_once_he_is_erased(shop: Shop, config: Config) -> None:
    hooked(shop)
    consent.record(shop.store, Entry(ANNA, shop.now, "left", "sms"))
    consent.record(shop.store, Entry(ANNA, shop.now, "left", "sms"))
    (told,) = filled(shop, config)
    assert told["event"] == "customer:opted_out" and told["payload"]["phoneNumber"] == ANNA
    assert not any(ANNA in json.dumps(dict(line.data)) for line in events.since(shop.store))
    consent.record(shop.store, Entry(BOHDAN, shop.now, "left", "sms"))
    with shop.store.write():
        consent.erase(shop.store, BOHDAN, shop.now)
    assert filled(shop, config) == []


def test_one_transaction_carries_calls_and_cursor(shop: Shop, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    hooked(shop)
    shop.one(ANNA)
    shop.accept(shop.claimed(), 7)
    keep = filling._keep
    monkeypatch.setattr(filling, "_keep", lambda *_: (_ for _ in ()).throw(ZeroDivisionError))
    with pytest.raises(ZeroDivisionError):
        filling.fill(shop.store, config, "box-1", shop.now)
    assert calls.waiting(shop.store) == {}
    monkeypatch.setattr(filling, "_keep", keep)
    first = filled(shop, config)
    # A power cut took the transaction back after the call was made: the receiver knows it by its id.
    with shop.store.write():
        shop.store.run("DELETE FROM hook_calls")
        shop.store.run("UPDATE settings SET value = '0' WHERE key = 'hooks.cursor'")
    assert len(first) == 1 and filled(shop, config) == first


def test_a_call_is_tried_later_and_later_and_given_up(shop: Shop, config: Config) -> None:
    hook = hooked(shop)
    filling.tried(shop.store, hook, "box-1", "now", shop.now)
    error = {"key": "hooks.refused", "facts": {"server": "x", "status": 500}}
    marks = set()
    for place in range(TRIES):
        (call,) = calls.claim(shop.store, [hook.id], shop.now)
        assert calls.claim(shop.store, [hook.id], shop.now) == [], "nobody else has it meanwhile"
        marks.add((call.mark, call.content))
        state = calls.failed(shop.store, call, error, shop.now)
        if place < TRIES - 1:
            assert state is State.WAITS
            shop.wait(BACKOFF[place] - 1)
            assert calls.claim(shop.store, [hook.id], shop.now) == []
            shop.wait(1)
    assert state is State.DEAD and len(marks) == 1 and calls.dead(shop.store) == {hook.id: 1}
    assert calls.replay(shop.store, hook.id, shop.now) == 1 and calls.dead(shop.store) == {}
    (again,) = calls.claim(shop.store, [hook.id], shop.now)
    assert again.mark == call.mark and again.content == call.content
    calls.taken(shop.store, again.id, shop.now)
    (kept,) = calls.listed(shop.store, hook.id, 9)
    assert kept.state is State.TAKEN and kept.content == "" and kept.number is None
    assert calls.prune(shop.store, shop.now + 8 * DAY) == 1


def test_a_webhook_that_nobody_misses_fills_no_card(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest that were given up stay; of other webhooks, and of what still waits, nothing goes."""
    monkeypatch.setattr(calls, "MOST_DEAD", 3)
    hook, other = hooked(shop), hooked(shop)
    made = [filling.tried(shop.store, hook, "box-1", "now", shop.now + place) for place in range(7)]
    kept = [filling.tried(shop.store, other, "box-1", "now", shop.now + place) for place in range(3)]
    due = calls.claim(shop.store, [hook.id, other.id], shop.now + 9)
    assert len(due) == 10
    for call in due:
        if call.id != made[0]:
            calls.failed(shop.store, call, {"key": "hooks.hangs", "facts": {}}, shop.now, lasting=True)
    assert calls.prune(shop.store, shop.now, most=2) == 2 and calls.prune(shop.store, shop.now) == 1
    assert calls.prune(shop.store, shop.now) == 0
    assert [each.id for each in calls.listed(shop.store, hook.id, 9)] == [*made[:-4:-1], made[0]]
    assert [each.id for each in calls.listed(shop.store, other.id, 9)] == kept[::-1]


def test_a_postman_that_died_leaves_his_calls_to_the_next(shop: Shop) -> None:
    hook = hooked(shop)
    filling.tried(shop.store, hook, "box-1", "now", shop.now)
    assert len(calls.claim(shop.store, [hook.id], shop.now)) == 1
    shop.wait(calls.LEASE)
    assert len(calls.claim(shop.store, [hook.id], shop.now)) == 1
    assert calls.let_go(shop.store, shop.now) == 1
    assert len(calls.claim(shop.store, [hook.id], shop.now)) == 1


def test_a_clock_that_was_ahead_keeps_no_call_back(shop: Shop) -> None:
    hook = hooked(shop)
    filling.tried(shop.store, hook, "box-1", "now", shop.now + 400 * DAY)
    calls.prune(shop.store, shop.now)
    assert len(calls.claim(shop.store, [hook.id], shop.now)) == 1


def test_a_removed_webhook_is_called_no_more(shop: Shop, config: Config) -> None:
    hook = hooked(shop)
    filling.tried(shop.store, hook, "box-1", "now", shop.now)
    assert book.remove(shop.store, hook.id, by=BY, now=shop.now)
    assert not book.remove(shop.store, hook.id, by=BY, now=shop.now)
    assert calls.waiting(shop.store) == {} and book.listed(shop.store) == []
    shop.one(ANNA)
    shop.accept(shop.claimed(), 7)
    assert filled(shop, config) == []


def test_a_program_hears_of_its_own_and_of_others_only_with_the_right(shop: Shop, config: Config) -> None:
    till = token_of(shop)
    with pytest.raises(NotAllowed):
        hooked(shop, kinds.RECEIVED, token=till)
    hook = hooked(shop, kinds.SENT, token=till, form=book.SMS_GATE, name="mine")
    shop.one(BOHDAN)
    sent = send(shop.store, till, config, Wish.to([ANNA], Draft("", "Готово"), "sms_gate", name="order-5"), shop.now)
    assert len(sent.queued) == 1
    for reference in (1, 2):
        shop.accept(shop.claimed(), reference)
    (told,) = filled(shop, config)
    assert told["webhookId"] == "mine" and told["payload"]["messageId"] == "order-5"
    again = hooked(shop, kinds.FAILED, token=till, form=book.SMS_GATE, name="mine")
    assert [each.id for each in book.listed(shop.store, token_id=till.id)] == [again.id] != [hook.id]
    assert book.called(shop.store, till.id, "mine") == again
    tokens.revoke(shop.store, till.id, by=BY, now=shop.now)
    shop.one(ANNA)
    shop.refuse(shop.claimed(), permanent=True)
    assert filled(shop, config) == []


def test_a_program_is_called_back_for_its_sms(shop: Shop, config: Config) -> None:
    till = token_of(shop, callbacks=("http://127.0.0.1:9/dlr",))
    wish = Wish.to([ANNA], Draft("", "Готово"), "kannel", callback="http://127.0.0.1:9/dlr?s=%d&to=%p", callback_mask=3)
    (queued,) = send(shop.store, till, config, wish, shop.now).queued.values()
    shop.accept(shop.claimed(), 7)
    shop.report(ANNA, 7)
    (told,) = filled(shop, config)
    assert told == {"url": f"http://127.0.0.1:9/dlr?s=1&to=%2B{ANNA[1:]}", "token": till.id}
    (call,) = calls.claim(shop.store, [CALLBACKS], shop.now)
    assert call.kind == "dlr:1" and call.number == ANNA and queued.message_id


def test_nobody_listens_so_nothing_is_read_and_later_begins_later(shop: Shop, config: Config) -> None:
    shop.one(ANNA)
    assert filling.fill(shop.store, config, "box-1", shop.now) == 0
    with shop.store.write():
        for number in range(5001):
            events.append(shop.store, "modem.paused", now=number)
    assert filling.fill(shop.store, config, "box-1", shop.now) == 0
    (cursor,) = shop.store.run("SELECT value FROM settings WHERE key = 'hooks.cursor'").fetchone()
    assert int(cursor) == shop.store.run("SELECT max(id) FROM events").fetchone()[0]


def test_erasing_a_number_takes_its_calls_along(shop: Shop, config: Config) -> None:
    hooked(shop)
    for number, reference in ((ANNA, 1), (BOHDAN, 2)):
        shop.one(number)
        shop.accept(shop.claimed(), reference)
    assert len(filled(shop, config)) == 2
    assert calls.forget(shop.store, [ANNA, ANNA[3:]]) == 1
    assert [row[0] for row in shop.store.run("SELECT number FROM hook_calls").fetchall()] == [BOHDAN]


def test_whoever_is_erased_is_spoken_of_no_more(shop: Shop, config: Config) -> None:
    hooked(shop)
    shop.one(ANNA, "Готово, Ганно")
    shop.accept(shop.claimed(), 1)
    shop.report(ANNA, 1)
    assert filling.fill(shop.store, config, "box-1", shop.now)
    shop.one(ANNA, "Ще одне, Ганно")
    shop.accept(shop.claimed(), 2)
    shop.report(ANNA, 2)
    erase(shop.store, ANNA, shop.now, by=BY)
    assert shop.store.run("SELECT count(*) FROM hook_calls").fetchone()[0] == 0
    assert filled(shop, config) == [], "not even of what happened before and was not read yet"


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"kinds": ()}, "kinds"),
        ({"kinds": ("sms:wrong",)}, "kinds"),
        ({"kinds": (kinds.ORDER_NEW,), "form": book.SMS_GATE}, "kinds"),
        ({"name": "x" * 65}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"secret": "short"}, "secret"),
    ],
)
def test_what_no_webhook_can_be(shop: Shop, how: dict[str, Any], reason: str) -> None:
    given = {"kinds": ALL, **how}
    with pytest.raises(BadHook) as told:
        book.make(shop.store, url=URL, by=BY, now=START, networks=LOOPBACK, **given)
    assert told.value.reason == reason


def test_an_order_is_told_of_at_each_of_its_states(store: Store, config: Config) -> None:
    player = Player(store, PIZZA)
    shop = Shop(store, player.now)
    hooked(shop, kinds.ORDER_NEW, kinds.ORDER_CHANGED)
    for text in ("піца 2 маргарити", "сам", "так"):
        player.write(text, ANNA)
    (made,) = filled(shop, config)
    (order,) = orders.of_number(store, ANNA, 1)
    told = made["payload"]
    assert made["event"] == "order:new" and (told["orderId"], told["number"]) == (order.id, order.said)
    assert (told["state"], told["phoneNumber"], told["total"], told["currency"]) == ("new", ANNA, "320.00", "грн")
    assert [(each["amount"], each["price"]) for each in told["goods"]] == [(2, "160.00")]
    for state in (OrderState.ACCEPTED, OrderState.READY):
        assert handling.move(store, player.config, order.id, state, by="olena", now=player.now)
        assert not handling.move(store, player.config, order.id, state, by="olena", now=player.now)
    accepted, ready = filled(shop, config)
    assert [each["payload"]["state"] for each in (accepted, ready)] == ["accepted", "ready"]
    assert accepted["event"] == "order:changed"


def test_an_appointment_is_told_of_when_it_is_kept_moved_or_called_off(store: Store, config: Config) -> None:
    talk = salon(store, ONE_CHAIR)
    shop = Shop(store, MONDAY)
    hooked(shop, kinds.BOOKED, kinds.MOVED, kinds.CALLED_OFF, kinds.MISSED)
    talk.write("ЗАПИС завтра о 10", ANNA)
    assert filled(shop, config) == [], "what is only held is nobody's business"
    talk.write("так", ANNA)
    (booked,) = filled(shop, config)
    told = booked["payload"]
    assert booked["event"] == "appointment:booked" and told["phoneNumber"] == ANNA and told["service"] == "cut"
    first = told["appointmentId"]
    place = Place(moment(24, 12), "")
    second, _ = by_hand.move(store, talk.config, talk.flow, first, place, by="olena", now=talk.now)
    new, old = filled(shop, config)
    assert {each["event"] for each in (new, old)} == {"appointment:booked", "appointment:moved"}
    assert (new["payload"]["appointmentId"], new["payload"]["insteadOf"]) == (second, first)
    assert (old["payload"]["appointmentId"], new["payload"]["bookedBy"]) == (first, "olena")
    by_hand.call_off(store, talk.config, talk.flow, second, now=talk.now)
    (off,) = filled(shop, config)
    assert off["event"] == "appointment:cancelled" and off["payload"]["appointmentId"] == second


def test_boxes_that_read_the_log_at_once_make_each_call_once(store: Store, config: Config) -> None:
    shop = Shop(store)
    hook = hooked(shop, kinds.CANCELLED)
    ids = shop.submit(*(f"+3805000001{place:02}" for place in range(90)))
    outbox.cancel(store, ids, shop.now)

    def read(name: str) -> None:
        while filling.fill(store, config, name, shop.now):
            pass
        store.forget_connection()

    at_once(store, [partial(read, f"box-{place}") for place in range(4)])
    found = calls.listed(store, hook.id, 500)
    assert len(found) == len({each.mark for each in found}) == 90
