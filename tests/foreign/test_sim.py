"""The SIM: a PIN is tried once and only when that is safe; what the network delivers twice stays readable."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.foreign import pdu
from tests.foreign.habits import SIMCOM, UBLOX, Habits
from tests.foreign.shop import number, shop, until


def pin_file(directory: Path, pin: str) -> str:
    """The line of the configuration that names a file with a PIN."""
    path = directory / "pin"
    path.write_text(pin + "\n")
    path.chmod(0o600)
    return f'pin_file = "{path}"'


@pytest.mark.parametrize("habits", [UBLOX], ids=lambda habits: habits.name)
def test_the_right_pin_opens_the_sim_and_what_comes_twice_is_put_together_once(tmp_path: Path, habits: Habits) -> None:
    with shop(tmp_path, habits, speed=0.01, pin="1234", more=pin_file(tmp_path, "1234")) as box:
        people = box.send("після PIN")
        box.start()
        box.wait_accepted(1, 40)
        moment = pdu.now()
        pieces = [
            pdu.deliver(number(7), text, concat=pdu.Concat(513, 2, seq, wide=True), at=moment)
            for seq, text in ((1, "Перша половина, "), (2, "друга половина"))
        ]
        for piece in (pieces[1], pieces[1], pieces[0], pieces[0]):
            box.modem.incoming(piece)
        box.wait_empty(40)
        assert set(box.truth.texts()) == set(people)
        whole = {row["text"] for row in box.rows("inbox", "list") if row["complete"]}
        assert whole == {"Перша половина, друга половина"}
        assert box.truth.pins == ["1234"]
        assert not box.truth.violations


@pytest.mark.parametrize("habits", [SIMCOM], ids=lambda habits: habits.name)
def test_a_wrong_pin_costs_one_try_however_often_the_modem_comes_back(tmp_path: Path, habits: Habits) -> None:
    with shop(tmp_path, habits, pin="1234", more=pin_file(tmp_path, "9999")) as box:
        box.send("nobody will get this")
        box.start()
        until(lambda: box.truth.pins, 20, what=box.why)
        for _ in range(2):
            box.modem.do(lambda: box.modem.power_on(0.0))
            time.sleep(4.0)
        assert box.truth.pins == ["9999"]
        assert not box.truth.accepted
