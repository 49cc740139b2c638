"""Two customers who want the same place at the same moment, each in a thread of his own, as two boxes would be."""

from __future__ import annotations

from smsbox.clock import SECOND, Micros
from smsbox.dialogs.appointments.rows import State
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.moves import Heard
from smsbox.dialogs.saying import said
from smsbox.sms.keywords import understand
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.appointments.salon import ONE_CHAIR, book, moment, salon
from tests.dialogs.player import Player
from tests.racing import at_once

AT: Micros = moment(24, 10)


def race(store: Store, times: int) -> None:
    """Both are offered 10 o'clock and choose it at once: one has it, the other is told so and offered another one."""
    shop = salon(store, ONE_CHAIR)
    for number in (ANNA, BOHDAN):
        shop.write("ЗАПИС завтра", number)
    states = dict(shop.states)
    for turn in range(times):
        answers = at_once(store, [lambda number=number: _chooses(shop, number) for number in (ANNA, BOHDAN)])
        won = [each for each in answers if "вт 24.11 10:00. Записати вас?" in each]
        (lost,) = [each for each in answers if each not in won]
        assert len(won) == 1, (turn, answers)
        assert lost.startswith("Цей час щойно зайняли. Ще вільно: 1) вт 24.11 11:00"), lost
        (held,) = book(store, State.HELD, State.KEPT)
        assert held[1] == AT
        with store.write(durable=False):
            store.run("DELETE FROM appointments")
        shop.states = dict(states)


def _chooses(shop: Player, number: str) -> str:
    """His "1", as the engine takes it."""
    now = shop.now + SECOND
    heard = Heard("1", "1", understand("1"), 7, number, now, now)
    with shop.store.write(durable=False):
        flows.hold(shop.store, shop.flow.id)
        view = shop.books.view(shop.store, shop.flow, number, now)
        move = shop.kind.hear(shop.flow, shop.states[number], view, heard)
        for effect in move.effects:
            shop.books.apply(shop.store, shop.config, shop.flow, 1, effect, heard)
    return said(shop.store, shop.config, number, move.says[0])
