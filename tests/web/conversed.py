"""Conversations for the tests of the page: one with something of everything, more than a page of others, tasks."""

from __future__ import annotations

from smsbox.clock import DAY, HOUR, MINUTE
from smsbox.desk import answering, canned, labels, notes, tasks, threads
from smsbox.inbox import routed
from tests.web.clientele import HANNA
from tests.web.desk import Desk
from tests.web.test_inbox import receive

TALK = f"/desk/{HANNA.removeprefix('+')}"


def furnish_conversations(desk: Desk) -> None:
    """Of whoever wrote; the longest with the customer of whom everything is known."""
    store, now = desk.store, desk.clock.at
    for place in range(30):
        comes(desk, f"А чи можна на завтра після {place % 12 + 8}:00? Дуже треба!!", f"+3805000020{place:02}")
    for place, who in enumerate(("owner", "Олена Довгопрізвищенко-Задунайська")):
        threads.assign(store, f"+38050000200{place}", who, was=None, by=who, now=now)
    threads.put_off(store, "+380500002003", now + DAY, by="owner", now=now)
    for text in ("Добрий день! Чи є півонії на суботу?", "7 рожевих, дзвоніть +380500002000 або 050 000 07 01"):
        comes(desk, text, HANNA)
        last = answering.last_seen(store, HANNA)
        press = f"talk{last.received}".ljust(22, "x")
        answer = {"seen": last, "press": press, "by": "owner", "now": now, "allow": ("+380",)}
        answering.answer(store, HANNA, "Так, є рожеві й білі, по 120 грн. Скільки відкласти?", **answer)  # type: ignore[arg-type]
    comes(desk, "а доставка скільки коштує і чи привезете до дев’ятої ранку, бо потім нас не буде вдома?", HANNA)
    notes.add(store, HANNA, "Постійна клієнтка, мамі 60 років у суботу", who="owner", now=now)
    for label in ("доставка", "півонії", "дуже-довга-мітка-про-все-на-світі-одразу"):
        labels.put(store, HANNA, label, by="owner", now=now)
    for place in range(30):
        kind = ("order", "appointment", "application", "callback")[place % 4]
        title = f"№ {place}: троянда × 11, півонія × 7, доставка на вул. Хрещатик, 22, кв. 15, до дев’ятої ранку"
        due = now + (place - 3) * HOUR if place % 2 else None
        tasks.add(store, kind, f"+3805000020{place:02}", title, ref_id=100 + place, due_at=due, now=now - MINUTE)
    tasks.take(store, 2, who="owner", now=now)
    tasks.end(store, 3, now=now, by="owner", note="домовились на п’ятницю")
    for title, text in (
        ("Години", "{salutation|Добрий день}! Ми працюємо щодня з 9 до 20. {shop}"),
        ("Розмір", "Ваш розмір {розмір взуття}, як минулого разу?"),
    ):
        canned.keep(store, title, text, "", by="owner", now=now)


def comes(desk: Desk, text: str, number: str) -> int:
    """A message that the router left to people."""
    message_id = receive(desk, text, number)
    with desk.store.write():
        routed.take(desk.store, message_id, number, desk.clock.at)
        threads.heard(desk.store, number, message_id, desk.clock.at, for_people=True)
    return message_id
