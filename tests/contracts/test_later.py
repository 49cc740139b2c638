"""What dialogs say by themselves: a count of its own for answers, and nobody is woken by what he did not ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from smsbox import contacts, outbox
from smsbox.clock import DAY, DaySpan, micros
from smsbox.dialogs import later
from smsbox.outbox import MessageClass
from smsbox.store import Store, sims
from smsbox.subscription import answers, automatons
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA, BOHDAN

NIGHT = micros(datetime(2026, 11, 22, 20, 30, tzinfo=UTC))
"""22:30 in Kyiv, 21:30 in Warsaw, 05:30 in Tokyo."""


@pytest.fixture
def counter(store: Store) -> Counter:
    made = Counter(store)
    sending = replace(made.config.sending, quiet=DaySpan(20 * 60, 9 * 60))
    made.config = replace(made.config, sending=sending)
    return made


def shown(at: int) -> str:
    return datetime.fromtimestamp(at // 1_000_000, UTC).strftime("%d %H:%M")


def test_a_text_nobody_asked_for_waits_for_the_morning_where_its_customer_is(counter: Counter) -> None:
    store = counter.store
    assert shown(later.moment(counter.config, store, ANNA, NIGHT)) == "23 07:00", "9:00 in Kyiv"
    assert shown(later.moment(counter.config, store, "+48501000001", NIGHT)) == "23 08:00", "9:00 in Warsaw"
    assert later.moment(counter.config, store, "+81301000001", NIGHT + 4 * DAY // 24) == NIGHT + 4 * DAY // 24
    contacts.add(store, contacts.New(number=BOHDAN, zone="Asia/Tokyo"), NIGHT)
    assert shown(later.moment(counter.config, store, BOHDAN, NIGHT)) == "23 00:00", "his own clock before his number's"
    always = replace(counter.config, sending=replace(counter.config.sending, quiet=None))
    assert later.moment(always, store, ANNA, NIGHT) == NIGHT


def test_it_is_service_and_never_for_ourselves_nor_for_automatons_nor_too_late(counter: Counter) -> None:
    store, config = counter.store, replace(counter.config, shop=replace(counter.config.shop, number="+380500000003"))
    with store.write():
        told = later.tell(store, config, ANNA, "Замовлення 12 готове", now=NIGHT)
        assert told is not None
        view = outbox.get(store, told)
        assert view is not None
        assert (view.kind, shown(view.send_after or 0)) == (MessageClass.SERVICE, "23 07:00")
        sims.call_it(store, sims.register(store, imsi="255010000000001", iccid=None, modem="m", now=1), "0500000004")
        for ours in ("+380500000003", "+380500000004"):
            assert later.tell(store, config, ours, "Замовлення", now=NIGHT) is None
        assert later.tell(store, config, ANNA, "За годину", now=NIGHT, before=NIGHT + DAY // 4) is None
        automatons.begin(store, BOHDAN, "same", 4, NIGHT)
        assert later.tell(store, config, BOHDAN, "Замовлення", now=NIGHT) is None
        assert later.tell(store, config, "+380900123456", "Замовлення", now=NIGHT) is None, "a premium number"


def test_dialogs_have_a_count_of_their_own(counter: Counter) -> None:
    store, config, now = counter.store, counter.config, counter.now
    config = replace(config, shop=replace(config.shop, answers_per_day=2, dialog_answers_per_day=10))
    with store.write():
        said = [answers.in_dialog(store, config, ANNA, f"Питання {each}", now=now, reply_to=None) for each in range(12)]
        assert [each is not None for each in said] == [True] * 10 + [False] * 2
        for _ in range(2):
            assert answers.answer(store, config, ANNA, "Довідка", now=now) is not None, "the other count is untouched"
        assert answers.answer(store, config, ANNA, "Довідка", now=now) is None
        assert answers.in_dialog(store, config, ANNA, "Знову", now=now + DAY + 1, reply_to=None) is not None


def test_who_is_silenced_hears_nothing_but_what_must_be_said(counter: Counter) -> None:
    store, config, now = counter.store, counter.config, counter.now
    with store.write():
        automatons.begin(store, ANNA, "same", 4, now)
        assert answers.in_dialog(store, config, ANNA, "Питання", now=now, reply_to=None) is None
        assert answers.answer(store, config, ANNA, "Довідка", now=now) is None
        assert answers.answer(store, config, ANNA, "Вас відписано", now=now, reserve=1) is not None
        assert answers.answer(store, config, BOHDAN, "Довідка", now=now) is not None
    assert automatons.lift(store, ANNA, "Olha", now + 1)
    assert not automatons.lift(store, ANNA, "Olha", now + 2)
    with store.write():
        assert answers.in_dialog(store, config, ANNA, "Питання", now=now + 2, reply_to=None) is not None
        automatons.begin(store, ANNA, "many", 30, now + 3)
        assert answers.in_dialog(store, config, ANNA, "Питання", now=now + 4, reply_to=None) is None
        assert answers.in_dialog(store, config, ANNA, "Питання", now=now + 4 + DAY, reply_to=None) is not None
