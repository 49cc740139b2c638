"""The scenarios of the sample shop, and customers who use them: real messages by the air, a line at a time."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.dialogs.examples import example
from smsbox.dialogs.flows import rows
from smsbox.modem.simulator.control import Control, ControlFailed
from smsbox.store import Store

log = logging.getLogger(__name__)

_WHO = "smsbox"
_EXAMPLES = ("saturday-vote", "price-quiz", "receipt-draw", "preferences", "job-application")
_OWN = ("bread.toml", "baking.toml")
_PATIENCE = 9.0
"""Seconds between two lines of one customer: he reads the answer first."""
_BETWEEN = 2.5
_RECEIPT = 1_200_340

_VOTES = (
    *(
        "Голос 1",
        "голосую за рок!",
        "ГОЛОС джаз 🎷",
        "Музика 3",
        "GOLOS 2",
        "мій голос - диско",
        "голос за океан ельзи",
    ),
    *("Добрий день! Голос за блюз", "голос 80-ті!!!", "голос рок-н-рол", "голос ДЖАС", "музика - щось спокійне"),
)
_TALKS: tuple[tuple[str, ...], ...] = (
    ("замовити 2 хлібини і 6 рогаликів", "самовивіз", "так"),
    ("Хочу записатися на хліб у суботу", "1", "так"),
    ("вікторина", "2", "узвар", "чотири"),
    ("Замовити", "пиріг вишневий", "привезіть", "вул. Пекарська 7, кв. 3, після 17", "Так!"),
    ("смак", "піца", "ввечері"),
    ("ціна", "119", "мабуть узвар", "4"),
    ("робота", "Марічка", "продавець", "23", "з понеділка", "кав'ярня на розі", "так"),
    ("майстер-клас з дітьми завтра", "2", "так"),
    ("замовлю 3 х Х2 та 10 х Р1", "сам заберу", "так", "статус"),
    ("Анкета", "салати", "у вихідні"),
    ("ВІКТОРИНА", "179", "еспресо", "не знаю"),
    ("робота", "Юрко", "пекарем"),
    ("замовити пиріг і паляницю", "самовивіз", "ні"),
    ("клас хліб в неділю зранку", "перше", "так"),
)


_LONG_START = 120.0
"""Seconds after which a simulated modem that has not begun never will."""


def begin(store: Store, config: Config, now: Micros) -> None:
    """Keep and open them; the words of none are those of a source."""
    here = Path(__file__).parent
    found = [each.source for key in _EXAMPLES if (each := example(key, "uk")) is not None]
    for source in (*found, *((here / name).read_text(encoding="utf-8") for name in _OWN)):
        kept = rows.create(store, config, source, by=_WHO, now=now)
        rows.open(store, config, kept.id, by=_WHO, now=now)


def keep(air: str, numbers: Sequence[str], closing: threading.Event) -> None:
    """Customers at these numbers talk to the shop, through the simulated modem at the control socket `air`."""
    spoken = 0.0
    try:
        control = _reached(air, closing)
        for at, number, text in _lines(numbers):
            if closing.wait(at - spoken):
                return
            spoken = at
            control.do("inbound", sender=number, text=text)
    except (OSError, ControlFailed):
        log.exception("the customers of the sample shop fall silent")


def _reached(air: str, closing: threading.Event) -> Control:
    """The simulated modem, which on a small machine may take its time to begin. Raises OSError when it never does."""
    deadline = time.monotonic() + _LONG_START
    while True:
        try:
            return Control(air)
        except OSError:
            if time.monotonic() > deadline or closing.wait(0.2):
                raise


def _lines(numbers: Sequence[str]) -> list[tuple[float, str, str]]:
    """Moment in seconds, number, text: every line of everybody, in order."""
    chance = random.Random(3)
    talkers, others = numbers[: len(_TALKS)], numbers[len(_TALKS) :]
    found = [
        (10 + place * 2 * _BETWEEN + turn * _PATIENCE, number, text)
        for place, (number, talk) in enumerate(zip(talkers, _TALKS, strict=False))
        for turn, text in enumerate(talk)
    ]
    for place, number in enumerate(others):
        text = f"чек {_RECEIPT + 7 * place}" if place % 4 == 3 else chance.choice(_VOTES)
        found.append((8 + place * _BETWEEN, number, text))
    return sorted(found)
