"""A fresh simulated modem in profile zero, and a terminal on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.modem.simulator import SimulatedModem
from tests.modem.simulator.terminal import Terminal


@pytest.fixture
def modem(tmp_path: Path) -> Iterator[SimulatedModem]:
    with SimulatedModem(str(tmp_path / "tty"), seed=1) as running:
        yield running


@pytest.fixture
def terminal(modem: SimulatedModem) -> Iterator[Terminal]:
    line = Terminal(modem.link)
    line.set_up()
    yield line
    line.close()
