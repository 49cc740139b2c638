"""A hairdresser's for the tests: two who cut hair, one of whom also paints nails; a Monday noon in November."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from smsbox.clock import SECOND, Micros, micros
from smsbox.dialogs.appointments.rows import State
from smsbox.store import Store
from tests.dialogs.player import Player

KYIV = ZoneInfo("Europe/Kyiv")

SALON = """
kind = "appointment"
name = "salon"
title = "Запис до салону"
words = ["ЗАПИС", "APPOINTMENT"]
step = 30
notice = "1h"
ahead = 14
hold = "15m"
turn = "1h"
holidays = ["12-25", 2026-11-26]
[hours]
weekdays = "10:00-19:00"
sat = "10:00-15:00"
breaks = "13:00-14:00"
[[service]]
code = "cut"
title = "Стрижка"
minutes = 45
also = ["підстригтись", "волосся"]
[[service]]
code = "nails"
title = "Манікюр"
minutes = 90
also = ["нігті"]
who = ["Оля"]
[[resource]]
name = "Оля"
[[resource]]
name = "Ірина"
hours = { sat = "closed" }
"""

ONE_CHAIR = """
kind = "appointment"
name = "chair"
title = "Стрижка"
words = ["ЗАПИС"]
step = 60
notice = "0m"
ahead = 7
offers = 2
[hours]
weekdays = "10:00-12:00"
[[service]]
code = "cut"
title = "Стрижка"
minutes = 60
"""
"""Two places a day."""


def moment(day: int, hour: int, minute: int = 0, month: int = 11) -> Micros:
    """By the clock on the wall, in 2026."""
    return micros(datetime(2026, month, day, hour, minute, tzinfo=KYIV))


MONDAY = moment(23, 9)


def salon(store: Store, source: str = SALON, now: Micros = MONDAY) -> Player:
    """The shop, open."""
    return Player(store, source, now)


def tick(player: Player, now: Micros) -> None:
    """What time brings by then."""
    player.now = now
    with player.store.write():
        if player.books.due(player.store, now):
            player.books.tick(player.store, player.config, player.flow, now)


def told(store: Store, number: str) -> list[str]:
    """What was queued for somebody unasked, oldest first."""
    rows = store.run("SELECT text FROM messages WHERE recipient = ? ORDER BY id", number).fetchall()
    return [row[0] for row in rows]


def book(store: Store, *states: State) -> list[tuple[str, Micros, str]]:
    """Who has which place: number, moment, resource."""
    marks = ",".join(str(int(state)) for state in states or (State.KEPT,))
    sql = f"SELECT number, at, resource FROM appointments WHERE state IN ({marks}) ORDER BY at, resource"
    return [tuple(row) for row in store.run(sql).fetchall()]


def second(at: Micros) -> Micros:
    """A second later."""
    return at + SECOND
