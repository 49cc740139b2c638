"""`smsbox order`: what was ordered by SMS, brought further from a terminal, and the stock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.cli.order import STATES
from smsbox.dialogs.orders.goods import OrderState
from smsbox.store import Store
from tests.cli.conftest import Run
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.orders.florist import FLOWERS
from tests.dialogs.player import Player


@pytest.fixture
def player(config: Path) -> Iterator[Player]:
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    yield Player(store, FLOWERS)
    store.close()


def test_the_words_of_states_are_those_of_orders() -> None:
    assert tuple(each.name.lower() for each in OrderState) == STATES


def test_an_order_is_brought_further_and_its_stock_counted(run: Run, player: Player) -> None:
    for number, text in ((ANNA, "квіти 11 троянд"), (BOHDAN, "квіти 2 тюльпани, дзвінок о 18:00")):
        player.write(text, number)
        player.write("так", number)
    second, first = run("order", "list", "--json").rows
    assert (first["order"], first["state"], first["sum"], first["number"]) == (
        *(f"{second['order'].split('-')[0]}-1", "new", "935.00", ANNA),
    )
    assert first["goods"] == [{"code": "R1", "title": "Троянда", "price": "85.00", "pieces": 11}]
    assert second["note"] == "2 тюльпани, дзвінок о 18:00"
    for command in ("take", "accept", "ready", "done"):
        assert run("order", command, first["order"]).code == 0
    assert run("order", "ready", first["order"]).code == 65
    assert run("order", "take", "1").code == 65
    assert run("order", "cancel", str(second["id"]), "--why", "Мороз").code == 0
    assert run("order", "list", "--json").rows == []
    assert [row["id"] for row in run("order", "list", "--state", "done", "--json").rows] == [first["id"]]
    (shown,) = run("order", "show", first["order"], "--json").rows
    assert [step["state"] for step in shown["steps"]] == ["new", "accepted", "ready", "done"]
    assert "Троянда x11" in run("order", "show", first["order"]).out
    assert run("order", "show", "99-99").code == 69
    assert "Мороз" in player.store.run("SELECT text FROM messages WHERE recipient = ?", BOHDAN).fetchone()[0]


def test_the_stock_from_a_terminal(run: Run, player: Player) -> None:
    player.write("квіти 11 троянд")
    player.write("так")
    rows = run("order", "stock", "flowers", "R1=5", "C3=2", "T2=", "--json").rows
    assert [(row["code"], row["left"], row["ordered"]) for row in rows] == [
        ("R1", 5, 11),
        ("T2", None, 0),
        ("C3", 2, 0),
    ]
    assert "Троянда" in run("order", "stock", "flowers").out
    assert [run("order", "stock", "flowers", wrong).code for wrong in ("R1", "R1=many", "X9=1")] == [2, 2, 69]
    assert run("order", "stock", "nothing").code == 69
