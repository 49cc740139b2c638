"""Money: the operator is asked while nothing is sent, understood, and its word stops the right classes alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.campaign.rig import HURRY, Rig, rig
from tests.whole.box import until

ANNA, BOHDAN = "+380500000001", "+380500000002"
LOW = "Na rahunku 3.50 grn. Tarif diye do 03.12.2026"


def shop(tmp_path: Path, **options: object) -> Rig:
    return rig(tmp_path / "box", orders={"hurry": HURRY}, **options)


def reason(made: Rig) -> str | None:
    return made.rows("modems")[0]["reason"]


def test_a_low_balance_stops_advertising_alone_and_a_top_up_lets_it_go(tmp_path: Path) -> None:
    with shop(tmp_path, modem_lines='balance_code = "*111#"\nlow_balance = 20.0\nbalance_every = "2s"') as made:
        made.do("ussd", code="*111#", text=LOW)
        made.start()
        until(lambda: reason(made) == "money.low_balance")
        made.permit(ANNA)
        made.send(ANNA, "sale", "--class", "marketing")
        made.send(ANNA, "your order", "--class", "service")
        until(lambda: made.states()["delivered"] == 1)
        assert len(made.accepted()) == 1
        made.do("ussd", code="*111#", text="Na rahunku 103.50 grn.")
        until(lambda: made.states() == {"delivered": 2})
        (row,) = made.rows("balance")
        assert row["money"] == "103.50"
        with closing(sqlite3.connect(made.database)) as database:
            rows = database.execute("SELECT kind FROM events WHERE kind LIKE 'sim.%' ORDER BY id").fetchall()
        assert [kind for (kind,) in rows] == ["sim.holds", "sim.goes_on"]


def test_an_operator_that_answers_nothing_stops_nothing(tmp_path: Path) -> None:
    with shop(tmp_path, modem_lines='balance_code = "*999#"\nlow_balance = 20.0\nbalance_every = "2s"') as made:
        made.permit(ANNA, BOHDAN)
        made.start()
        made.send(ANNA, "sale", "--class", "marketing")
        until(lambda: made.states() == {"delivered": 1})
        until(lambda: made.do("log", kind="ussd")["entries"])
        made.send(BOHDAN, "another sale", "--class", "marketing")
        until(lambda: made.states() == {"delivered": 2})
        assert reason(made) is None
