"""`smsbox appointment`: booked, moved, called off from a terminal, which says whom no SMS reaches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smsbox.clock import micros
from smsbox.store import Store
from tests.cli.conftest import Run
from tests.contracts.shop import ANNA
from tests.dialogs.appointments.salon import SALON
from tests.dialogs.player import Player

ABROAD = "+12025550123"
"""The shop sends no SMS there."""
_NOW = datetime.now(UTC)
SOON, LATER, YESTERDAY = (f"{_NOW + timedelta(days=each):%Y-%m-%d}T11:00" for each in (3, 4, -2))


@pytest.fixture
def player(config: Path) -> Iterator[Player]:
    store = Store.open(f"sqlite://{config.parent}/smsbox.db")
    yield Player(store, SALON, now=micros(_NOW))
    store.close()


def test_whom_no_sms_reaches_is_said_at_each_step(run: Run, player: Player) -> None:
    for number, rings in ((ANNA, False), (ABROAD, True)):
        booked = run("appointment", "book", number, SOON)
        made = run("appointment", "list", "--json").rows[-1]["id"]
        steps = [booked, run("appointment", "move", str(made), LATER)]
        made = run("appointment", "list", "--json").rows[-1]["id"]
        steps.append(run("appointment", "cancel", str(made)))
        assert [each.code for each in steps] == [0, 0, 0]
        assert [("better ring" in each.err) for each in steps] == [rings] * 3
    assert "better ring" not in run("appointment", "book", "--silent", ABROAD, SOON).err
    told = player.store.run("SELECT recipient FROM messages").fetchall()
    assert [row[0] for row in told] == [ANNA] * 3
    assert run("appointment", "book", ANNA, YESTERDAY).code == 65
