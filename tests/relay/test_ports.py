"""Each modem is found at its own port: by path, by IMEI on whichever port, without touching any SIM or other relay."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smsbox.clock import SystemClock
from smsbox.config.model import ModemConfig
from smsbox.modem.simulator import Farm
from smsbox.modem.troubles import GivenUp, PortBusy, PortMissing
from smsbox.relay import ports as room
from smsbox.relay.ports import Ports
from smsbox.relay.troubles import WrongModem
from tests.modem.peer import Peer, info
from tests.patience import overdue
from tests.usb.sysfs import Machine

CLOCK = SystemClock()
NOBODY = "350000000000999"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "machine")


@pytest.fixture
def farm_at(machine: Machine) -> Iterator[Callable[..., Farm]]:
    """Simulated modems at ttys of the machine; call it with their names."""
    running: list[Farm] = []

    def start(*ttys: str, **options: object) -> Farm:
        farm = Farm([machine.node(tty) for tty in ttys], profile="zero", **options)  # type: ignore[arg-type]
        running.append(farm.start())
        return farm

    yield start
    for farm in running:
        farm.stop()


def imei(farm: Farm, place: int) -> str:
    return str(farm.do("status", place)["imei"])


def counts(farm: Farm) -> int:
    return int(farm.do("counts")["counts"].get("commands", 0))


def test_a_written_path_is_taken_as_it_is_and_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "tty").touch()
    modem = ModemConfig(name="m", port=str(tmp_path / "tty"))
    assert Ports([modem]).find(modem, CLOCK) == modem.port
    (tmp_path / "tty").unlink()
    with pytest.raises(PortMissing) as missing:
        Ports([modem]).find(modem, CLOCK)
    assert missing.value.facts == {"port": modem.port}


def test_the_port_where_the_wanted_imei_answers_and_no_pin_is_spent(
    machine: Machine, farm_at: Callable[..., Farm]
) -> None:
    farm = farm_at("ttyUSB0", "ttyUSB1", "ttyACM0", pin="1234")
    ports = Ports(tree=machine.tree)
    for place, tty in enumerate(("ttyUSB0", "ttyUSB1", "ttyACM0")):
        assert ports.find(ModemConfig(name="m", imei=imei(farm, place)), CLOCK) == machine.node(tty)
    with pytest.raises(PortMissing) as missing:
        ports.find(ModemConfig(name="m", imei=NOBODY), CLOCK)
    assert NOBODY in missing.value.facts["port"]
    assert {farm.do("status", place)["pin_left"] for place in range(3)} == {3}


def test_a_port_is_asked_once_not_once_by_every_relay(machine: Machine, farm_at: Callable[..., Farm]) -> None:
    farm = farm_at("ttyUSB0", "ttyUSB1")
    ports = Ports(tree=machine.tree)
    ports.find(ModemConfig(name="b", imei=imei(farm, 1)), CLOCK)
    asked = counts(farm)
    begun = time.monotonic()
    for _ in range(20):
        ports.find(ModemConfig(name="a", imei=imei(farm, 0)), CLOCK)
        ports.find(ModemConfig(name="b", imei=imei(farm, 1)), CLOCK)
    assert counts(farm) == asked
    assert not overdue(begun, 1)


def test_the_at_port_of_a_stick_with_many_is_asked_first(machine: Machine, farm_at: Callable[..., Farm]) -> None:
    """The other ports are silent, as the diagnostic ones are; asking each would take three seconds."""
    machine.plug("1-1", "2c7c:0125", {0: ("ttyUSB1",), 1: ("ttyUSB2",), 2: ("ttyUSB3",), 3: ("ttyUSB4",)})
    with Peer() as silent:
        silent.deaf = True
        for tty in ("ttyUSB1", "ttyUSB2", "ttyUSB4"):
            os.symlink(silent.path, machine.node(tty))
        farm = farm_at("ttyUSB3")
        begun = time.monotonic()
        assert Ports(tree=machine.tree).find(ModemConfig(name="m", imei=imei(farm, 0)), CLOCK) == machine.node(
            "ttyUSB3"
        )
        assert not overdue(begun, 2)
        assert not silent.raw


def test_the_other_ports_of_a_stranger_are_not_asked(machine: Machine) -> None:
    machine.plug("1-1", "12d1:1001", {0: ("ttyUSB0",), 2: ("ttyUSB2",)})
    with Peer() as modem, Peer() as pcui:
        os.symlink(modem.path, machine.node("ttyUSB0"))
        os.symlink(pcui.path, machine.node("ttyUSB2"))
        with pytest.raises(PortMissing):
            Ports(tree=machine.tree).find(ModemConfig(name="m", imei=NOBODY), CLOCK)
        assert "AT+CGSN" in pcui.commands and not modem.raw


def test_a_pool_of_modems_behind_one_adapter_is_asked_port_by_port(
    machine: Machine, farm_at: Callable[..., Farm]
) -> None:
    machine.plug("1-1", "0403:6011", {number: (f"ttyUSB{number}",) for number in range(3)}, driver="ftdi_sio")
    farm = farm_at("ttyUSB0", "ttyUSB1", "ttyUSB2")
    found = Ports(tree=machine.tree).find(ModemConfig(name="m", imei=imei(farm, 2)), CLOCK)
    assert found == machine.node("ttyUSB2")


def test_the_modem_says_itself_which_of_its_ports_is_for_programs(machine: Machine) -> None:
    machine.plug("1-1", "12d1:1506", {0: ("ttyUSB0",), 1: ("ttyUSB1",), 2: ("ttyUSB2",)})
    with Peer() as modem, Peer() as pcui:
        modem.on("AT^GETPORTMODE", info("^GETPORTMODE: TYPE:WCDMA:huawei,MDM:0,DIAG:1,PCUI:2"))
        os.symlink(modem.path, machine.node("ttyUSB0"))
        os.symlink(pcui.path, machine.node("ttyUSB2"))
        found = Ports(tree=machine.tree).find(ModemConfig(name="m", imei="490154203237518"), CLOCK)
        assert found == machine.node("ttyUSB2")


def test_the_port_of_last_time_is_asked_first(machine: Machine, farm_at: Callable[..., Farm]) -> None:
    with Peer() as silent:
        silent.deaf = True
        os.symlink(silent.path, machine.node("ttyUSB0"))
        farm = farm_at("ttyUSB5")
        modem = ModemConfig(name="m", imei=imei(farm, 0))
        begun = time.monotonic()
        assert Ports(tree=machine.tree).find(modem, CLOCK, last=machine.node("ttyUSB5")) == machine.node("ttyUSB5")
        assert not overdue(begun, 2) and not silent.raw


def test_ports_of_other_relays_are_never_touched(machine: Machine, farm_at: Callable[..., Farm]) -> None:
    farm = farm_at("ttyUSB0", "ttyUSB1", "ttyUSB2")
    by_path = ModemConfig(name="by-path", port=machine.node("ttyUSB1"))
    ports = Ports([by_path], machine.tree)
    ports.hold("open", machine.node("ttyUSB0"))
    with pytest.raises(PortMissing):
        ports.find(ModemConfig(name="m", imei=imei(farm, 0)), CLOCK)
    with pytest.raises(PortMissing):
        ports.find(ModemConfig(name="m", imei=imei(farm, 1)), CLOCK)
    with pytest.raises(PortBusy):
        ports.hold("m", machine.node("ttyUSB0"))
    ports.hold("open", machine.node("ttyUSB2"))
    assert ports.find(ModemConfig(name="m", imei=imei(farm, 0)), CLOCK) == machine.node("ttyUSB0")
    ports.release("open")
    ports.hold("m", machine.node("ttyUSB2"))


def test_a_stranger_at_the_written_path_is_seen_before_its_sim_is_touched(
    machine: Machine, farm_at: Callable[..., Farm]
) -> None:
    farm = farm_at("ttyUSB0", "ttyUSB1")
    modem = ModemConfig(name="m", port=machine.node("ttyUSB0"), imei=imei(farm, 1))
    assert Ports([modem], machine.tree).find(modem, CLOCK) == machine.node("ttyUSB1")
    nowhere = ModemConfig(name="m", port=machine.node("ttyUSB0"), imei=NOBODY)
    with pytest.raises(WrongModem) as wrong:
        Ports([nowhere], machine.tree).find(nowhere, CLOCK)
    assert wrong.value.facts == {"port": nowhere.port, "imei": imei(farm, 0), "expected": NOBODY}


def test_a_modem_known_by_path_that_turns_out_to_be_anothers(machine: Machine, farm_at: Callable[..., Farm]) -> None:
    """Renumbered: where m was is now the modem of another entry. Its PIN stays out of that SIM the next time."""
    farm = farm_at("ttyUSB0", "ttyUSB1")
    mine = ModemConfig(name="m", port=machine.node("ttyUSB0"))
    other = ModemConfig(name="other", imei=imei(farm, 0))
    ports = Ports([mine, other], machine.tree)
    assert ports.find(mine, CLOCK) == mine.port
    with pytest.raises(WrongModem):
        ports.check(mine, machine.node("ttyUSB0"), imei(farm, 0), CLOCK)
    assert ports.find(mine, CLOCK, imei=imei(farm, 1)) == machine.node("ttyUSB1")
    assert ports.find(other, CLOCK) == machine.node("ttyUSB0")


def test_a_modem_known_by_path_is_followed_when_its_path_is_gone(
    machine: Machine, farm_at: Callable[..., Farm]
) -> None:
    farm = farm_at("ttyUSB3")
    modem = ModemConfig(name="m", port=machine.node("ttyUSB0"))
    ports = Ports([modem], machine.tree)
    assert ports.find(modem, CLOCK, imei=imei(farm, 0)) == machine.node("ttyUSB3")
    with pytest.raises(PortMissing):
        ports.find(modem, CLOCK)


def test_a_new_node_of_the_same_name_is_asked_anew(machine: Machine, farm_at: Callable[..., Farm]) -> None:
    farm = farm_at("ttyUSB0", "ttyUSB1")
    ports = Ports(tree=machine.tree)
    first, second = (ModemConfig(name=f"m{place}", imei=imei(farm, place)) for place in range(2))
    assert ports.find(first, CLOCK) == machine.node("ttyUSB0")
    assert ports.find(second, CLOCK) == machine.node("ttyUSB1")
    for place in range(2):
        farm.do("unplug", place)
    for place in range(2):
        farm.do("plug", place, link=machine.node(f"ttyUSB{1 - place}"))
    assert ports.find(first, CLOCK) == machine.node("ttyUSB1")
    assert ports.find(second, CLOCK) == machine.node("ttyUSB0")


def test_a_silent_port_is_asked_again_and_sooner_while_it_is_young(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Peer() as modem:
        modem.deaf = True
        os.symlink(modem.path, machine.node("ttyUSB0"))
        ports, wanted = Ports(tree=machine.tree), ModemConfig(name="m", imei="490154203237518")
        with pytest.raises(PortMissing):
            ports.find(wanted, CLOCK)
        modem.deaf = False
        time.sleep(room.SILENT_AGAIN_YOUNG)
        assert ports.find(wanted, CLOCK) == machine.node("ttyUSB0")
    with Peer() as modem:
        modem.deaf = True
        os.replace(_link(machine, modem.path), machine.node("ttyUSB0"))
        monkeypatch.setattr(room, "YOUNG", 0.0)
        with pytest.raises(PortMissing):
            ports.find(wanted, CLOCK)
        modem.deaf = False
        begun = time.monotonic()
        with pytest.raises(PortMissing):
            ports.find(wanted, CLOCK)
        assert not overdue(begun, 0.5)


def _link(machine: Machine, path: str) -> str:
    os.symlink(path, machine.node("spare"))
    return machine.node("spare")


def test_whoever_stops_the_search_gets_his_thread_back(machine: Machine) -> None:
    with Peer() as silent:
        silent.deaf = True
        os.symlink(silent.path, machine.node("ttyUSB0"))
        with pytest.raises(GivenUp):
            Ports(tree=machine.tree).find(ModemConfig(name="m", imei=NOBODY), CLOCK, pulse=lambda: True)


def test_neighbours_on_one_stick_and_on_one_hub(machine: Machine) -> None:
    machine.plug("1-1.1", "12d1:1001", {0: ("ttyUSB0",), 2: ("ttyUSB1",)})
    machine.plug("1-1.2", "12d1:1001", {0: ("ttyUSB2",)})
    machine.plug("1-2", "12d1:1001", {0: ("ttyUSB3",)})
    ports = Ports(tree=machine.tree)
    for number, name in enumerate(("same", "m", "hub", "elsewhere")):
        ports.hold(name, machine.node(f"ttyUSB{number}"))
    device = machine.tree.device("1-1.1")
    assert device is not None
    assert ports.neighbours("m", device) == ["same"]
    assert ports.neighbours("m", device, hub=True) == ["same", "hub"]
