"""Modems are followed wherever they come back, and every state of a stick in which none can be used has its name."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.modem.peer import Peer
from tests.patience import overdue
from tests.usb.desk import helper, watching
from tests.whole.box import until
from tests.whole.sticks import HUAWEI, Sticks, sticks, told

QUECTEL = "2c7c:0125"
FIRST, SECOND = "350000000000006", "350000000000007"
IN_TIME = 10.0
"""Seconds from the re-plug until a message is out."""


def by_imei(imei: str, allow: str = "+380") -> str:
    return f'imei = "{imei}"\nallow = ["{allow}"]'


def sent_within(made: Sticks, place: int, before: int, since: float) -> float:
    """Seconds until the modem has sent again; it must be in time (on a machine that has time)."""
    while len(made.do("log", place, kind="accepted", own=True)["entries"]) <= before:
        assert not overdue(since, IN_TIME), f"not within {IN_TIME} s: {made.status()}\n{made.log()[-2000:]}"
        time.sleep(0.05)
    return time.monotonic() - since


def own(made: Sticks, place: int) -> list[str]:
    return [row["imsi"] for row in made.do("log", place, kind="accepted", own=True)["entries"]]


def test_a_replugged_stick_is_found_under_its_new_name(tmp_path: Path) -> None:
    """With real time-outs; a silent port of somebody else's is in the way."""
    with Peer() as silent, sticks(tmp_path, ["ttyUSB2"], {"m": by_imei(FIRST)}) as made:
        silent.deaf = True
        made.machine.plug("1-1.2", HUAWEI, {0: ("ttyUSB0",), 2: ("ttyUSB2",)})
        os.symlink(silent.path, made.machine.node("ttyACM0"))
        made.start()
        made.await_modems()
        made.send("+380500000001", "before")
        until(lambda: made.states() == {"delivered": 1})
        made.do("unplug")
        made.machine.unplug("1-1.2")
        until(lambda: made.status()["state"] == "down")
        made.send("+380500000002", "waits")
        made.machine.plug("1-1.4", HUAWEI, {0: ("ttyUSB3",), 2: ("ttyUSB5",)})
        made.do("plug", link=made.machine.node("ttyUSB5"))
        sent_within(made, 0, 1, time.monotonic())
        assert made.status()["port"] == made.machine.node("ttyUSB5")
        until(lambda: made.states() == {"delivered": 2})


def test_a_stick_known_by_path_alone_is_followed_too(tmp_path: Path) -> None:
    more = f'port = "{tmp_path}/machine/dev/ttyUSB0"'
    with sticks(tmp_path, ["ttyUSB0"], {"m": more}) as made:
        made.start()
        made.await_modems()
        made.do("unplug")
        until(lambda: made.status()["state"] == "down")
        made.send("+380500000002", "waits")
        made.do("plug", link=made.machine.node("ttyUSB1"))
        sent_within(made, 0, 0, time.monotonic())
        assert made.status()["port"] == made.machine.node("ttyUSB1")


@pytest.mark.parametrize("with_port", [False, True])
def test_two_equal_sticks_that_change_names_keep_their_work(tmp_path: Path, with_port: bool) -> None:
    """Each may reach numbers of its own only: what goes out by the wrong SIM is seen."""
    ports = [f'port = "{tmp_path}/machine/dev/ttyUSB{place}"\n' if with_port else "" for place in range(2)]
    modems = {
        "a": ports[0] + by_imei(FIRST, "+3805000001"),
        "b": ports[1] + by_imei(SECOND, "+3805000002"),
    }
    with sticks(tmp_path, ["ttyUSB0", "ttyUSB1"], modems) as made:
        made.start()
        made.await_modems()
        for place in range(2):
            made.do("unplug", place)
        until(lambda: {row["state"] for row in made.rows("modems")} == {"down"})
        made.send("+380500000100", "by a")
        made.send("+380500000200", "by b")
        for place in range(2):
            made.do("plug", place, link=made.machine.node(f"ttyUSB{1 - place}"))
        since = time.monotonic()
        for place in range(2):
            sent_within(made, place, 0, since)
        assert made.status("a")["port"] == made.machine.node("ttyUSB1")
        assert made.status("b")["port"] == made.machine.node("ttyUSB0")
        until(lambda: made.states() == {"delivered": 2})
        assert len(own(made, 0)) == len(own(made, 1)) == 1


def test_a_modem_plugged_in_for_the_first_time_while_the_daemon_runs(tmp_path: Path) -> None:
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_imei(FIRST)}) as made:
        made.do("unplug")
        made.start()
        until(lambda: made.status().get("reason") == "modem.port_missing")
        made.send("+380500000001", "waits")
        made.do("plug")
        sent_within(made, 0, 0, time.monotonic())


def test_a_stranger_gets_no_pin(tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text("9999")
    pin.chmod(0o600)
    more = f'port = "{tmp_path}/machine/dev/ttyUSB0"\nimei = "{SECOND}"\npin_file = "{pin}"'
    with sticks(tmp_path, ["ttyUSB0"], {"m": more}, pin="1234") as made:
        made.start()
        until(lambda: made.status().get("reason") == "relay.wrong_modem")
        time.sleep(3)
        assert made.do("status")["pin_left"] == 3
        assert made.status()["facts"]["imei"] == FIRST


# ── states with a name


def named(made: Sticks, reason: str) -> dict[str, Any]:
    """The modem's status once it tells `reason`; told whole in every language."""
    status: dict[str, Any] = until(
        lambda: next((row for row in [made.status()] if row.get("reason") == reason), None), what=reason
    )
    assert status["state"] == "down"
    for words in told(status).values():
        assert len(words) > 30 and "?" not in words and "{" not in words
    assert set(told(status)) == {"en", "uk"} and told(status)["en"] != told(status)["uk"]
    return status


@pytest.mark.parametrize(
    ("ids", "shape", "reason"),
    [
        ("12d1:1446", {"kinds": {0: 8}}, "usb.cdrom"),
        ("05c6:9008", {"kinds": {0: 255}}, "usb.bootloader"),
        ("12d1:14dc", {"kinds": {1: 10}, "nets": {0: "eth1"}}, "usb.hilink"),
        (HUAWEI, {"kinds": {0: 255, 1: 255}}, "usb.no_ports"),
    ],
)
def test_a_stick_that_cannot_be_used_as_it_is(tmp_path: Path, ids: str, shape: dict[str, Any], reason: str) -> None:
    """It crashed, or came back as something else; when it is a modem again, it is at work again."""
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_imei(FIRST)}) as made:
        made.machine.plug("1-1.2", HUAWEI, {2: ("ttyUSB0",)})
        made.start()
        made.await_modems()
        made.do("unplug")
        made.machine.unplug("1-1.2")
        named(made, "modem.port_missing")
        made.machine.plug("1-1.2", ids, **shape)
        assert ids in named(made, reason)["facts"]["device"]
        made.machine.unplug("1-1.2")
        made.machine.plug("1-1.2", HUAWEI, {2: ("ttyUSB0",)})
        made.send("+380500000001", "waits")
        made.do("plug")
        sent_within(made, 0, 0, time.monotonic())


def test_a_stick_stuck_as_a_cd_rom_is_turned_round_by_a_reset(tmp_path: Path) -> None:
    """usb_modeswitch has missed it; when the kernel lets go of it and takes it back, it gets another chance."""
    with sticks(tmp_path, ["ttyUSB0"], {"m": by_imei(FIRST)}, hurry=0.1) as made:
        made.do("unplug")
        folder = made.machine.plug("1-1.2", "12d1:1446", kinds={0: 8})

        def turned() -> None:
            made.machine.unplug("1-1.2")
            made.machine.plug("1-1.2", HUAWEI, {2: ("ttyUSB0",)})
            made.do("plug")

        made.send("+380500000001", "waits")
        with helper(tmp_path, made.machine, "12d1:1446\n"), watching(folder / "authorized", turned):
            made.start()
            named(made, "usb.cdrom")
            until(lambda: made.states() == {"delivered": 1})
            until(lambda: made.tallies().get("usb") == (1, 1))
        assert [row["rung"] for row in made.measures() if "reason" in row] == ["usb"]


def test_the_diagnostic_port_of_a_stick_is_named_with_the_right_one(tmp_path: Path) -> None:
    by_id = tmp_path / "machine/dev/serial/by-id"
    wrong, right = (by_id / f"usb-Quectel_EG25-if{number}-port0" for number in ("00", "02"))
    with Peer() as silent, sticks(tmp_path, ["ttyUSB2"], {"m": f'port = "{wrong}"'}, hurry=0.1) as made:
        silent.deaf = True
        made.machine.plug("1-1.2", QUECTEL, {0: ("ttyUSB0",), 1: ("ttyUSB1",), 2: ("ttyUSB2",), 3: ("ttyUSB3",)})
        os.symlink(silent.path, made.machine.node("ttyUSB0"))
        by_id.mkdir(parents=True)
        wrong.symlink_to("../../ttyUSB0")
        right.symlink_to("../../ttyUSB2")
        made.start()
        assert named(made, "usb.wrong_port")["facts"] == {"port": str(wrong), "use": str(right)}
        time.sleep(10)
        assert made.measures() == [], "a wrong port is no dead modem"


def test_a_silent_port_beside_one_that_answers_is_named_too(tmp_path: Path) -> None:
    more = f'port = "{tmp_path}/machine/dev/ttyUSB0"'
    with Peer() as silent, sticks(tmp_path, ["ttyUSB1"], {"m": more}, hurry=0.1) as made:
        silent.deaf = True
        made.machine.plug("1-1.2", "1199:68c0", {0: ("ttyUSB0",), 3: ("ttyUSB1",)}, driver="qcserial")
        os.symlink(silent.path, made.machine.node("ttyUSB0"))
        made.start()
        assert named(made, "usb.wrong_port")["facts"]["use"] == made.machine.node("ttyUSB1")


@contextmanager
def modem_manager(port: str) -> Iterator[None]:
    """A process of that name that has the port to itself."""
    code = (
        "import ctypes,fcntl,os,termios,time; ctypes.CDLL(None).prctl(15, b'ModemManager', 0, 0, 0);"  # PR_SET_NAME
        f"fd=os.open({port!r},os.O_RDWR|os.O_NOCTTY);"
        "fcntl.ioctl(fd,termios.TIOCEXCL); fcntl.flock(fd,fcntl.LOCK_EX); print('held',flush=True); time.sleep(600)"
    )
    running = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    try:
        assert running.stdout is not None and running.stdout.readline() == b"held\n"
        yield
    finally:
        running.kill()
        running.wait()


@pytest.mark.parametrize("known_by", ["path", "imei"])
def test_modemmanager_is_named_when_it_holds_the_port(tmp_path: Path, known_by: str) -> None:
    more = by_imei(FIRST) if known_by == "imei" else f'port = "{tmp_path}/machine/dev/ttyUSB0"'
    with sticks(tmp_path, ["ttyUSB0"], {"m": more}) as made:
        with modem_manager(made.links[0]):
            made.start()
            assert named(made, "usb.modemmanager")["facts"] == {"port": made.links[0]}
        made.await_modems()
