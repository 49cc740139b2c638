"""The demonstration: simulated modems, sample people who answer, and the real daemon, with nothing to plug in."""

from __future__ import annotations

import itertools
import logging
import multiprocessing
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from smsbox import outbox
from smsbox.clock import SystemClock
from smsbox.config import Config, load
from smsbox.daemon import run as run_daemon
from smsbox.errors import SmsboxError
from smsbox.i18n.phrases import Phrase
from smsbox.modem.simulator import serve
from smsbox.outbox import Draft, MessageClass, doorbell
from smsbox.store import Store

log = logging.getLogger(__name__)

BACKLOG = 24
"""Messages queued at the start, so that there is something to see at once."""

PAUSE = 15.0
"""Seconds between the messages the sample shop goes on sending."""

_PATIENCE = 10.0

_CONFIG = """\
# Written by `smsbox demo`; the modems are simulated, nothing leaves this machine.
[store]
url = "sqlite://{directory}/smsbox.db"

[web]
listen = "{listen}"

[region]
country = "UA"
timezone = "Europe/Kyiv"

[sending]
gap = 1.0
spread = 0.5
per_hour = 600
quiet = "off"  # there is something to see at any hour

[[modem]]
name = "kyivstar"
port = "{directory}/modem-1"

[[modem]]
name = "lifecell"
port = "{directory}/modem-2"
"""

_OCCASIONS = (
    (MessageClass.SERVICE, "Добрий день! Ваше замовлення №{n} готове, чекаємо на вас до 20:00. Пекарня «Зерно»"),
    (MessageClass.SERVICE, "Ваш запис на {n} число підтверджено. Якщо не зможете прийти, відповідайте НІ."),
    (
        MessageClass.MARKETING,
        "Зерно: хліб на заквасці щосуботи о 8:00. Відкласти для вас? Так/Ні. Відмова: СТОП",
    ),
    (
        MessageClass.MARKETING,
        "Який круасан вам до душі? 1 - мигдаль, 2 - шоколад, 3 - сир 🥐 Відмова: СТОП",
    ),
    (MessageClass.SERVICE, "Hello! Your cake No. {n} is ready. See you at the Zerno bakery until 8 pm."),
    (MessageClass.REPLY, "Дякуємо за запитання! Так, безглютеновий хліб є щодня, найкраще брати його після десятої."),
)


def run(listen: str, data: str | Path, announce: Callable[[str], None] = print) -> int:
    """Run the demonstration in folder `data` until it is interrupted; returns the exit status. `announce` gets what a
    person at the console must see. Raises SmsboxError.
    """
    directory = Path(data).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "config.toml"
    path.write_text(_CONFIG.format(directory=directory, listen=listen), encoding="utf-8")
    config = load(path)
    links = [str(modem.port) for modem in config.modems]
    air = multiprocessing.get_context("spawn").Process(target=_be_the_air, args=(links, directory), daemon=True)
    air.start()
    _await(links)
    closing, store = threading.Event(), Store.open(config.store.url)
    shop = threading.Thread(target=_keep_shop, args=(config, store, closing), name="sample shop", daemon=True)
    announce(Phrase("smsbox demo: two simulated modems, sample customers who answer. Ctrl-C ends it."))
    try:
        shop.start()
        return run_daemon(config, announce=announce)
    finally:
        closing.set()
        shop.join(_PATIENCE)
        air.terminate()
        air.join(_PATIENCE)


def _be_the_air(links: list[str], directory: Path) -> None:
    """The process of the simulated modems: it outlives Ctrl-C, so that the daemon can finish, but not its parent."""
    os.setsid()
    parent = os.getppid()

    def follow() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=follow, name="follow the parent", daemon=True).start()
    serve(links, control=str(directory / "air.control"), seed=1)


def _await(links: list[str]) -> None:
    """Wait until the simulated modems have their ports; a daemon that is earlier finds them a second later."""
    deadline = time.monotonic() + _PATIENCE
    while not all(map(os.path.exists, links)) and time.monotonic() < deadline:
        time.sleep(0.05)


def _drafts() -> Iterator[Draft]:
    """One message after the other to the sample people +380500008000 … 8599, who answer in different ways."""
    chance = random.Random(7)
    for number in itertools.count(1):
        kind, text = chance.choice(_OCCASIONS)
        recipient = f"+38050000{8000 + 100 * chance.randrange(6) + number % 100:04d}"
        yield Draft(recipient=recipient, text=text.replace("{n}", str(100 + number)), kind=kind)


def _keep_shop(config: Config, store: Store, closing: threading.Event) -> None:
    """Queue a few messages at once and then one every now and then, as a shop does."""
    clock, drafts = SystemClock(), _drafts()
    try:
        size = BACKLOG
        while not closing.is_set():
            batch = list(itertools.islice(drafts, size))
            outbox.submit(store, batch, now=clock.now(), allow=config.allow_any)
            doorbell.ring(config.store.directory)
            size = 1
            closing.wait(PAUSE)
    except SmsboxError:
        log.exception("the sample shop closes")
    finally:
        store.close()
