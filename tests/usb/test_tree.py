"""The USB tree of a machine, read from a sysfs laid out as the kernel does it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from smsbox.usb.tree import BUS_PATH, Tree
from tests.usb.sysfs import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_ttys_by_interface_whatever_they_are_called(machine: Machine) -> None:
    machine.plug("1-1.3", "12D1:1001", {0: ("ttyUSB5",), 1: ("ttyUSB4",), 2: ("ttyUSB3",)}, serial="A1")
    machine.plug("2-1", "1546:1102", {0: ("ttyACM0",), 2: ("ttyACM1",)}, driver="cdc_acm")
    huawei, ublox = machine.tree.devices()
    assert (huawei.bus_path, huawei.ids, huawei.serial, huawei.vendor) == ("1-1.3", "12d1:1001", "A1", "12d1")
    assert [each.number for each in huawei.interfaces] == [0, 1, 2]
    assert huawei.ttys == ("ttyUSB5", "ttyUSB4", "ttyUSB3")
    assert huawei.interface_of("ttyUSB3") == 2 and huawei.interface_of("ttyUSB9") is None
    assert {each.driver for each in huawei.interfaces} == {"option"}
    assert ublox.ttys == ("ttyACM0", "ttyACM1")
    assert (huawei.hub, ublox.hub) == ("1-1", "usb2")


def test_hubs_of_the_machine_and_interfaces_are_no_devices(machine: Machine) -> None:
    machine.plug("1-1", "0424:9514")
    for name in ("usb1", "1-0:1.0", "1-1:1.0"):
        (machine.sys / "bus/usb/devices" / name).mkdir()
    assert [device.bus_path for device in machine.tree.devices()] == ["1-1"]


def test_where_there_is_no_usb_there_are_no_devices(tmp_path: Path) -> None:
    assert Tree(tmp_path / "nothing").devices() == []
    assert Tree(tmp_path / "nothing").owner_of("/dev/ttyUSB0") is None


def test_the_owner_of_a_port_is_found_through_links(machine: Machine, tmp_path: Path) -> None:
    machine.plug("1-1", "2c7c:0125", {2: ("ttyUSB2",)})
    (tmp_path / "pty").touch()
    os.symlink(tmp_path / "pty", machine.node("ttyUSB2"))
    os.symlink(machine.node("ttyUSB2"), tmp_path / "by-id")
    found = machine.tree.owner_of(str(tmp_path / "by-id"))
    assert found is not None and (found[0].bus_path, found[1]) == ("1-1", "ttyUSB2")
    (tmp_path / "another").touch()
    assert machine.tree.owner_of(str(tmp_path / "another")) is None


def test_a_pty_has_no_usb_device_behind_it() -> None:
    master, slave = os.openpty()
    try:
        assert Tree().owner_of(os.ttyname(slave)) is None
    finally:
        os.close(master)
        os.close(slave)


def test_a_device_that_vanishes_while_it_is_read(machine: Machine) -> None:
    folder = machine.plug("1-1", "2c7c:0125", {2: ("ttyUSB2",)})
    (folder / "idVendor").unlink()
    assert machine.tree.device("1-1") is None
    assert machine.tree.devices() == []


@pytest.mark.parametrize("path", ["1-1", "1-1.2", "12-1.4.3", "3-11.2"])
def test_bus_paths(path: str) -> None:
    assert BUS_PATH.fullmatch(path)


@pytest.mark.parametrize("path", ["usb1", "1-1:1.0", "../1-1", "1-1/..", "1", "1-", "1-1.", "0-1", "1-1\n", ""])
def test_everything_else_is_none(path: str) -> None:
    assert not BUS_PATH.fullmatch(path)
