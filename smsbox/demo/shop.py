"""The sample shop at work: its customers and a campaign at the first start, and a message every now and then."""

from __future__ import annotations

import itertools
import json
import logging
import random
import threading
from collections.abc import Iterator
from dataclasses import asdict

from smsbox import contacts, outbox
from smsbox.clock import Micros, SystemClock
from smsbox.config import Config
from smsbox.demo import campaign, customers, talks
from smsbox.errors import SmsboxError
from smsbox.outbox import Draft, MessageClass, doorbell
from smsbox.store import Store
from smsbox.store.kept import Kept
from smsbox.web.wizard.way import ROW, STEPS, Progress

log = logging.getLogger(__name__)

BACKLOG = 12
"""Messages queued at the start, so that there is something to see at once."""

PAUSE = 15.0
"""Seconds between the messages the sample shop goes on sending."""

_OCCASIONS = (
    (MessageClass.SERVICE, "Добрий день! Ваше замовлення №{n} готове, чекаємо на вас до 20:00. Пекарня «Зерно»"),
    (MessageClass.SERVICE, "Ваш запис на {n} число підтверджено. Якщо не зможете прийти, відповідайте НІ."),
    (MessageClass.SERVICE, "Hello! Your cake No. {n} is ready. See you at the Zerno bakery until 8 pm."),
    (MessageClass.REPLY, "Дякуємо за запитання! Так, безглютеновий хліб є щодня, найкраще брати його після десятої."),
)


def keep(config: Config, store: Store, closing: threading.Event) -> None:
    """Furnish the shop once, then queue a few messages at once and one every now and then, as a shop does."""
    clock, drafts = SystemClock(), _drafts()
    try:
        if contacts.by_number(store, customers.NUMBERS[0]) is None:
            customers.move_in(store, config, clock.now())
            campaign.begin(store, config, clock.now())
            talks.begin(store, config, clock.now())
            _be_set_up(config, store, clock.now())
        size, till = BACKLOG, random.Random(5)
        while not closing.is_set():
            batch = list(itertools.islice(drafts, size))
            outbox.submit(store, batch, now=clock.now(), allow=config.allow_any)
            doorbell.ring(config.store.directory)
            size = 1
            closing.wait(PAUSE)
            campaign.redeem_some(store, till, clock.now())
    except SmsboxError:
        log.exception("the sample shop closes")
    finally:
        store.close()


def _be_set_up(config: Config, store: Store, now: Micros) -> None:
    """The modems are there and need nothing: who opens the page sees the shop at work, not the steps of a first run."""
    done = Progress(config.modems[0].name, passed=tuple(step.name for step in STEPS), over=True)
    Kept(store, config.store.directory).put(ROW, json.dumps(asdict(done)), now)


def _drafts() -> Iterator[Draft]:
    """One message after the other to the sample customers, who answer in different ways."""
    chance = random.Random(7)
    for number in itertools.count(1):
        kind, text = chance.choice(_OCCASIONS)
        yield Draft(recipient=chance.choice(customers.NUMBERS), text=text.replace("{n}", str(100 + number)), kind=kind)
