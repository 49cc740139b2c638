"""What is behind a missing or silent port; and what is not blamed on a stick that has nothing to do with it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from smsbox.clock import SystemClock
from smsbox.config.model import ModemConfig
from smsbox.modem.troubles import LineError, LinkLost, NotAnswering, PortBusy, PortMissing
from smsbox.relay import diagnosis
from smsbox.relay.ports import Ports
from smsbox.relay.troubles import HeldByModemManager, InBootloader, NetworkStick, NoPorts, StillCdrom, WrongPort
from tests.modem.peer import Peer
from tests.patience import overdue
from tests.usb.sysfs import Machine

CLOCK = SystemClock()
BY_IMEI = ModemConfig(name="m", imei="490154203237518")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def named(error: LineError, machine: Machine, modem: ModemConfig = BY_IMEI, **known: object) -> LineError:
    ports = Ports([modem], machine.tree)
    ports.homes |= known.pop("homes", {})  # type: ignore[arg-type]
    return diagnosis.name(error, modem, ports, CLOCK, **known)  # type: ignore[arg-type]


def test_the_only_stick_in_no_fit_state_explains_a_missing_modem(machine: Machine) -> None:
    missing = PortMissing(port="IMEI 1")
    machine.plug("1-1", "0424:9514")
    assert named(missing, machine) is missing
    machine.plug("1-1.2", "12d1:1446", kinds={0: 8})
    found = named(missing, machine)
    assert isinstance(found, StillCdrom)
    assert found.facts == {"device": "Stick (12d1:1446)", "bus": "1-1.2"}
    machine.plug("1-1.3", "05c6:9008", kinds={0: 255})
    assert named(missing, machine) is missing, "which of them is it?"
    assert isinstance(named(missing, machine, usb="1-1.3"), InBootloader)


def test_the_stick_of_another_modem_is_not_blamed(machine: Machine) -> None:
    missing = PortMissing(port="IMEI 1")
    machine.plug("1-1.2", "12d1:14dc", nets={0: "eth1"})
    assert isinstance(named(missing, machine), NetworkStick)
    assert named(missing, machine, homes={"other": "1-1.2"}) is missing
    assert isinstance(named(missing, machine, homes={"m": "1-1.2"}), NetworkStick)


@pytest.mark.parametrize("port", ["/tmp/modem", "/dev/pts/4", "/dev/ttyS0", "/dev/ttyAMA0"])
def test_a_port_that_is_not_usbs_is_explained_by_no_stick(machine: Machine, port: str) -> None:
    machine.plug("1-1.2", "12d1:1001", kinds={0: 255})
    missing = PortMissing(port=port)
    assert named(missing, machine, ModemConfig(name="m", port=port)) is missing
    usb = ModemConfig(name="m", port=machine.node("ttyUSB0"))
    assert isinstance(named(missing, machine, usb), NoPorts)


def test_a_busy_port_without_modemmanager_stays_busy(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = PortBusy(port="/dev/ttyUSB0")
    monkeypatch.setattr(diagnosis, "PROC", "/nonexistent")
    monkeypatch.setattr(diagnosis, "MANAGER_UNIT", "/nonexistent")
    assert named(busy, machine) is busy
    monkeypatch.setattr(diagnosis, "MANAGER_UNIT", "/")
    assert isinstance(named(busy, machine), HeldByModemManager)


def test_a_silent_modem_that_worked_there_is_silent_and_nothing_else(machine: Machine) -> None:
    silent = NotAnswering(port=machine.node("ttyUSB0"))
    modem = ModemConfig(name="m", port=machine.node("ttyUSB0"))
    machine.plug("1-1", "1199:68c0", {0: ("ttyUSB0",), 3: ("ttyUSB1",)})
    Path(machine.node("ttyUSB0")).touch()
    with Peer() as other:
        os.symlink(other.path, machine.node("ttyUSB1"))
        assert named(silent, machine, modem, worked_here=True) is silent
        assert not other.raw
        found = named(silent, machine, modem)
        assert isinstance(found, WrongPort) and found.facts["use"] == machine.node("ttyUSB1")


def test_silence_at_the_right_port_is_no_wrong_port(machine: Machine) -> None:
    modem = ModemConfig(name="m", port=machine.node("ttyUSB2"))
    machine.plug("1-1", "2c7c:0125", {2: ("ttyUSB2",), 3: ("ttyUSB3",)})
    Path(machine.node("ttyUSB2")).touch()
    silent = NotAnswering(port=modem.port)
    began = time.monotonic()
    assert named(silent, machine, modem) is silent
    assert not overdue(began, 1)


def test_other_troubles_are_left_as_they_are(machine: Machine) -> None:
    lost = LinkLost(port="x", why="hung up")
    assert named(lost, machine) is lost
