"""A modem configured by its IMEI alone is found among the ports, without touching any SIM."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.clock import SystemClock
from smsbox.config.model import ModemConfig
from smsbox.modem.simulator import Farm
from smsbox.modem.troubles import PortMissing
from smsbox.relay.ports import find_port


def test_the_port_where_the_wanted_imei_answers(tmp_path: Path) -> None:
    links = [str(tmp_path / f"modem-{place}") for place in range(3)]
    with Farm(links, profile="zero", pin="1234") as farm:
        imeis = [farm.do("status", place)["imei"] for place in range(3)]
        paths = [str(tmp_path / "nothing-here"), *links]
        for link, imei in zip(links, imeis, strict=True):
            assert find_port(ModemConfig(name="m", imei=imei), SystemClock(), paths) == link
        with pytest.raises(PortMissing):
            find_port(ModemConfig(name="m", imei="350000000000999"), SystemClock(), paths)
        assert {farm.do("status", place)["pin_left"] for place in range(3)} == {3}


def test_a_written_path_is_taken_as_it_is() -> None:
    assert find_port(ModemConfig(name="m", port="/dev/ttyUSB7"), SystemClock()) == "/dev/ttyUSB7"
