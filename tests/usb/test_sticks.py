"""Which port of a stick talks AT, and the states in which none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.usb import sticks
from smsbox.usb.sticks import State
from smsbox.usb.tree import Device
from tests.usb.sysfs import Machine

FIRST_PORT = [
    *(("12d1:1001", 2), ("12d1:140c", 3), ("12d1:1436", 4), ("12d1:14ac", 4), ("2c7c:0125", 2), ("1e0e:9001", 2)),
    *(("1e0e:9205", 2), ("1e0e:9206", 2), ("1e0e:9011", 4), ("19d2:0016", 2), ("19d2:0117", 2), ("19d2:0031", 3)),
    ("19d2:0063", 3),
]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def only(machine: Machine) -> Device:
    (device,) = machine.tree.devices()
    return device


@pytest.mark.parametrize(("ids", "interface"), FIRST_PORT)
def test_the_at_port_of_a_known_stick_comes_first(machine: Machine, ids: str, interface: int) -> None:
    # ttys in any order: after a re-plug the numbers say nothing
    machine.plug("1-1", ids, {number: (f"ttyUSB{(number * 5 + 3) % 7}",) for number in range(6)})
    device = only(machine)
    order = sticks.ports(device)
    assert device.interface_of(order[0]) == interface
    assert sticks.role(device, order[0]) == "at"
    assert sticks.state(device) is State.MODEM


def test_ports_known_to_be_something_else_are_not_asked(machine: Machine) -> None:
    machine.plug("1-1", "2c7c:0125", {number: (f"ttyUSB{number}",) for number in range(5)})
    device = only(machine)
    assert sticks.ports(device) == ("ttyUSB2", "ttyUSB3", "ttyUSB4")
    assert [sticks.role(device, f"ttyUSB{number}") for number in range(5)] == ["diagnostic", "gps", "at", "at", ""]


def test_an_unknown_stick_is_asked_from_the_lowest_interface(machine: Machine) -> None:
    machine.plug("1-1", "1199:68c0", {3: ("ttyUSB0",), 0: ("ttyUSB2",), 2: ("ttyUSB1",)})
    assert sticks.ports(only(machine)) == ("ttyUSB2", "ttyUSB1", "ttyUSB0")
    assert not sticks.asks_getportmode(only(machine))


@pytest.mark.parametrize(
    "answer",
    ["^GETPORTMODE: TYPE:WCDMA:huawei,NDIS:0,CDROM:1,DIAG:2,PCUI:3,GPS:4", "^getportmode:TYPE:LTE:hisi,mdm:0,pcui:3"],
)
def test_getportmode_names_the_interface(machine: Machine, answer: str) -> None:
    machine.plug("1-1", "12d1:1506", {0: ("ttyUSB1",), 2: ("ttyUSB2",), 3: ("ttyUSB0",)})
    device = only(machine)
    assert sticks.asks_getportmode(device)
    assert sticks.by_mode(device, [answer]) == "ttyUSB0"


def test_an_answer_that_names_no_such_port(machine: Machine) -> None:
    machine.plug("1-1", "12d1:1506", {0: ("ttyUSB1",)})
    assert sticks.by_mode(only(machine), ["^GETPORTMODE: TYPE:WCDMA:huawei,PCUI:9"]) is None
    assert sticks.by_mode(only(machine), ["OK", "PCUI:x", ""]) is None


def test_the_model_that_hangs_on_getportmode_is_not_asked(machine: Machine) -> None:
    machine.plug("1-1", "12d1:1573", {0: ("ttyUSB1",)})
    assert not sticks.asks_getportmode(only(machine))


@pytest.mark.parametrize("ids", ["12d1:1446", "12d1:14fe", "12d1:1f01", "19d2:2000"])
def test_a_stick_that_is_still_a_cd_rom(machine: Machine, ids: str) -> None:
    machine.plug("1-1", ids, kinds={0: 8})
    assert sticks.state(only(machine)) is State.CDROM


def test_an_unknown_stick_of_a_known_maker_that_is_only_a_disk(machine: Machine) -> None:
    machine.plug("1-1", "12d1:15ff", kinds={0: 8, 1: 8})
    assert sticks.state(only(machine)) is State.CDROM


def test_crashed_into_the_boot_loader_even_with_a_tty(machine: Machine) -> None:
    machine.plug("1-1", "05c6:9008", {0: ("ttyUSB0",)})
    assert sticks.state(only(machine)) is State.BOOTLOADER


@pytest.mark.parametrize("ids", ["12d1:14dc", "12d1:15ff"])
def test_a_stick_that_is_a_network_card(machine: Machine, ids: str) -> None:
    machine.plug("1-1", ids, kinds={1: 10}, nets={0: "eth1"})
    assert sticks.state(only(machine)) is State.HILINK


def test_a_modem_without_a_driver(machine: Machine) -> None:
    machine.plug("1-1", "12d1:1001", kinds={0: 255, 1: 255})
    assert sticks.state(only(machine)) is State.NO_PORTS


@pytest.mark.parametrize(("ids", "kind"), [("0424:9514", 9), ("046d:c52b", 3), ("0781:5567", 8), ("12d1:107e", 6)])
def test_what_is_no_modem_is_left_alone(machine: Machine, ids: str, kind: int) -> None:
    machine.plug("1-1", ids, kinds={0: kind})
    assert sticks.state(only(machine)) is State.OTHER


def test_a_serial_adapter_is_no_stick_but_its_port_may_lead_to_a_modem(machine: Machine) -> None:
    machine.plug("1-1", "0403:6001", {0: ("ttyUSB0",)})
    assert sticks.state(only(machine)) is State.OTHER
    assert sticks.ports(only(machine)) == ("ttyUSB0",)
