"""Whatever anybody writes is answered and never ordered wrongly: talks of random words."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest

from smsbox.dialogs.flow import Flow
from smsbox.dialogs.flows.reading import read
from smsbox.dialogs.kinds.order import KIND
from smsbox.dialogs.moves import Heard, Move
from smsbox.dialogs.orders.books import Counter, Place
from smsbox.dialogs.orders.goods import Catalogue
from smsbox.dialogs.saying import LONGEST_TEXT, told
from smsbox.sms.keywords import understand
from smsbox.wording.person import Person
from tests.dialogs.orders.florist import FLOWERS, PIZZA

TALKS = 150
SAID = (
    "11 троянд і 3 тюльпани R1 x3 T2 дві піци маргарита а скільки коштує ? так так але 2 змінити скасуйте замовлення "
    "де моє ще прибери без замість краще ні , . ; + - 1,5 12:30 вул. Зелена 5 доставка сам меню папероні 40 30 P1 P2 "
    "кола 0 999999 5000 100 😀 {name} } { x х * 22-3 сто двадцять п'ять пару ок беру ½ ² ٣ 3️⃣ № \x00"
)
WORDS = SAID.split(" ")


def fair(flow: Flow[Catalogue], left: Mapping[str, int | None], move: Move) -> None:
    """Each SMS says something and has an end; what is ordered is there, and costs what it costs."""
    for say in move.says:
        assert 0 < len(told(say, Person.of({}))) <= LONGEST_TEXT
    for place in (each for each in move.effects if isinstance(each, Place)):
        for line in place.lines:
            goods, pieces = flow.part.get(line.code), left[line.code]
            assert goods is not None
            assert 0 < line.amount <= goods.most
            assert pieces is None or line.amount <= pieces
        assert place.worth == sum(line.amount * line.price for line in place.lines) + (place.delivery or 0)
        assert bool(place.address) == (place.delivery is not None)


@pytest.mark.parametrize("source", [FLOWERS, PIZZA], ids=["flowers", "pizza"])
def test_whatever_anybody_writes(source: str) -> None:
    flow: Flow[Catalogue] = read(source)
    chance, ordered = random.Random(11), 0
    for _ in range(TALKS):
        state: Mapping[str, Any] | None = None
        left = {goods.code: chance.choice([None, 0, 3, 40]) for goods in flow.part.goods}
        view = Counter(left, (), chance.choice(["", "вул. Стара 1"]), lambda: "22-1")
        for _ in range(chance.randint(3, 9)):
            text = chance.choice(
                ["так", "сам", "R1 x2, P1 x2", " ".join(chance.choices(WORDS, k=chance.randint(1, 7)))]
            )
            heard = Heard(text, text, understand(text), 1, "+380500000001", 1, 2)
            move = KIND.begin(flow, view, heard) if state is None else KIND.hear(flow, state, view, heard)
            fair(flow, left, move)
            ordered += any(isinstance(each, Place) for each in move.effects)
            if move.outcome is not None:
                break
            state = json.loads(json.dumps(move.state))
            fair(flow, left, KIND.again(flow, state, view))
    assert ordered > 3
