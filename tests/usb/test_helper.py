"""The root helper, run as the program it is, over a sysfs of our own: what it does, and above all what it refuses."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from smsbox.usb import reset
from smsbox.usb.helper import Helper, Rules, listed
from tests.usb.desk import helper, say, watching
from tests.usb.sysfs import Machine

LIST = "# ours\n12d1:1001   # Huawei\n1-1.4\n"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.plug("1-1.2", "12d1:1001", {0: ("ttyUSB0",), 2: ("ttyUSB1",)})
    made.plug("1-1.3", "0781:5567", kinds={0: 8})
    return made


def authorized(machine: Machine, bus_path: str) -> Path:
    return machine.folder(bus_path) / "authorized"


def test_a_device_of_the_list_is_let_go_and_taken_back(machine: Machine, tmp_path: Path) -> None:
    offs: list[int] = []
    with helper(tmp_path, machine, LIST) as door:
        switch = authorized(machine, "1-1.2")
        with watching(switch, lambda: offs.append(1)) as seen:
            assert say(door, b"authorize 1-1.2\n") == "ok"
            time.sleep(0.1)
        assert seen == ["1", "0", "1"] and offs == [1]


@pytest.mark.parametrize(
    ("request_line", "word"),
    [
        (b"authorize 1-1.3\n", "refused not_listed 0781:5567"),
        (b"reset 1-1.9\n", "refused no_device"),
        (b"authorize ../../../etc\n", "refused bad_request"),
        (b"authorize 1-1.2/../1-1.3\n", "refused bad_request"),
        (b"authorize 1-1.2 1-1.3\n", "refused bad_request"),
        (b"format 1-1.2\n", "refused bad_request"),
        (b"authorize usb1\n", "refused bad_request"),
        (b"\xff\xfe\x00\n", "refused bad_request"),
        (b"", "refused bad_request"),
        (b"authorize 1-1.2" + b" " * 500 + b"\n", "refused bad_request"),
        (b"x" * 100_000, "refused bad_request"),
    ],
)
def test_everything_else_is_refused(machine: Machine, tmp_path: Path, request_line: bytes, word: str) -> None:
    with helper(tmp_path, machine, LIST) as door:
        try:
            assert say(door, request_line) == word
        except (BrokenPipeError, ConnectionResetError):
            assert len(request_line) > 400  # it hangs up on somebody who talks too long
        assert {authorized(machine, path).read_text() for path in ("1-1.2", "1-1.3")} == {"1\n"}


def test_a_bus_path_on_the_list_is_enough_whatever_is_plugged_in_there(machine: Machine, tmp_path: Path) -> None:
    machine.plug("1-1.4", "05c6:9008", kinds={0: 255})
    with helper(tmp_path, machine, LIST) as door:
        assert say(door, b"authorize 1-1.4\n") == "ok"


def test_a_hub_is_never_reset_even_if_listed(machine: Machine, tmp_path: Path) -> None:
    folder = machine.plug("1-1.4", "0424:2514")
    (folder / "bDeviceClass").write_text("09\n")
    with helper(tmp_path, machine, LIST + "0424:2514\n") as door:
        assert say(door, b"authorize 1-1.4\n") == "refused not_listed 0424:2514"


def test_a_real_ioctl_on_the_node_of_that_device(machine: Machine, tmp_path: Path) -> None:
    """No USB here: the node is a file, the kernel answers as it does to everything that is no USB device."""
    device = machine.tree.device("1-1.2")
    assert device is not None
    folder = machine.dev / "bus/usb" / f"{device.bus:03d}"
    with helper(tmp_path, machine, LIST) as door:
        assert say(door, b"reset 1-1.2\n") == "refused failed No such file or directory"
        folder.mkdir(parents=True)
        (folder / f"{device.number:03d}").touch()
        assert say(door, b"reset 1-1.2\n") == "refused failed Inappropriate ioctl for device"


def test_not_too_often_even_after_it_was_started_anew(machine: Machine, tmp_path: Path) -> None:
    with helper(tmp_path, machine, LIST, gap=60) as door:
        assert say(door, b"authorize 1-1.2\n") == "ok"
    with helper(tmp_path, machine, LIST, gap=60) as door:
        assert say(door, b"authorize 1-1.2\n").startswith("refused too_often")
        assert authorized(machine, "1-1.2").read_text().strip() == "1"


def test_a_dozen_an_hour_and_no_more(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(LIST)
    now = [1000.0]
    rules = Rules(machine.tree, tmp_path / "list", tmp_path / "memory.json")
    desk = Helper(rules, lambda: now[0], lambda _: None)
    answers = []
    for _ in range(20):
        answers.append(desk.answer(b"authorize 1-1.2\n"))
        now[0] += 60
    assert answers.count("ok") == 12 and answers[11] == "ok" and answers[12].startswith("refused too_often")
    now[0] += 3600
    assert desk.answer(b"authorize 1-1.2\n") == "ok"


def test_it_is_authorized_again_even_when_something_fails_meanwhile(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(LIST)

    def fails(_: float) -> None:
        raise OSError(5, "Input/output error")

    desk = Helper(Rules(machine.tree, tmp_path / "list", tmp_path / "memory.json"), lambda: 0.0, fails)
    assert desk.answer(b"authorize 1-1.2\n") == "refused failed Input/output error"
    assert authorized(machine, "1-1.2").read_text() == "1"


def test_without_its_list_it_does_nothing(machine: Machine, tmp_path: Path) -> None:
    desk = Helper(Rules(machine.tree, tmp_path / "gone", tmp_path / "memory.json"), lambda: 0.0, lambda _: None)
    assert desk.answer(b"authorize 1-1.2\n") == "refused failed No such file or directory"


@pytest.mark.parametrize(("status", "answer"), [(0, "ok"), (1, "refused failed No compatible devices detected!")])
def test_power_is_switched_by_uhubctl_at_the_right_socket(
    machine: Machine, tmp_path: Path, status: int, answer: str
) -> None:
    (tmp_path / "list").write_text("12d1:1001\n0781:5567\n")
    program = tmp_path / "uhubctl"
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/called\n[ {status} = 0 ] || echo "No compatible devices detected!" >&2\n'
        f"exit {status}\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    rules = Rules(machine.tree, tmp_path / "list", tmp_path / "memory.json", uhubctl=str(program), gap_s=0)
    assert Helper(rules, lambda: 0.0, lambda _: None).answer(b"power 1-1.2\n") == answer
    assert (tmp_path / "called").read_text() == "-l 1-1 -p 2 -a cycle -d 10\n"


def test_power_is_not_taken_from_a_neighbour_that_is_not_ours(machine: Machine, tmp_path: Path) -> None:
    with helper(tmp_path, machine, LIST) as door:
        assert say(door, b"power 1-1.2\n") == "refused shares_hub 1-1.3 Stick"


def test_without_uhubctl_it_says_so(machine: Machine, tmp_path: Path) -> None:
    machine.unplug("1-1.3")
    if shutil.which("uhubctl"):
        pytest.skip("uhubctl is installed here")
    with helper(tmp_path, machine, LIST) as door:
        assert say(door, b"power 1-1.2\n") == "refused not_installed uhubctl"


def test_it_ends_when_nobody_calls_any_more(machine: Machine, tmp_path: Path) -> None:
    with helper(tmp_path, machine, LIST, idle=0.3) as door:
        time.sleep(1.5)
        with pytest.raises(ConnectionRefusedError):
            say(door, b"authorize 1-1.2\n")


def test_a_caller_who_says_nothing_does_not_block_the_next(machine: Machine, tmp_path: Path) -> None:
    import socket

    with helper(tmp_path, machine, LIST) as door, socket.socket(socket.AF_UNIX) as mute:
        mute.connect(door)
        assert say(door, b"authorize 1-1.2\n") == "ok"


@pytest.mark.skipif(shutil.which("systemd-socket-activate") is None, reason="systemd-socket-activate is not installed")
def test_started_by_the_first_who_knocks(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "usb-devices").write_text(LIST)
    door = str(tmp_path / "activated.sock")
    options = ["--devices", str(tmp_path / "usb-devices"), "--sys", str(machine.sys), "--idle", "1", "--pause", "0"]
    command = [sys.executable, "-m", "smsbox.usb.helper", *options, "--memory", str(tmp_path / "resets.json")]
    with subprocess.Popen(
        ["systemd-socket-activate", "-l", door, *command], stderr=subprocess.PIPE, text=True
    ) as activator:
        try:
            # The file of a socket is there before anybody listens at it: only this line says that it is open.
            assert activator.stderr is not None and activator.stderr.readline().startswith("Listening on ")
            assert say(door, b"authorize 1-1.2\n") == "ok"
            assert activator.wait(15) == 0
        finally:
            activator.kill()


def test_without_a_socket_it_explains_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "smsbox.usb.helper"], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1 and "smsbox-usb.socket" in done.stderr


def test_what_counts_as_an_entry() -> None:
    text = "12D1:1001\n 1-1.2 # left\n#1-1.3\n* \n12d1\nusb1\n12d1:10011\n1-1.2:1.0\n"
    assert listed(text) == {"12d1:1001", "1-1.2"}


# ── the asking side


def test_asking(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reset, "SOCKET", str(tmp_path / "usb.sock"))
    assert not reset.available()
    with pytest.raises(reset.ResetRefused) as silent:
        reset.ask(reset.AUTHORIZE, "1-1.2")
    assert silent.value.facts["reason"] == "silent"
    with helper(tmp_path, machine, LIST):
        assert reset.available()
        reset.ask(reset.AUTHORIZE, "1-1.2")
        with pytest.raises(reset.ResetRefused) as refused:
            reset.ask(reset.AUTHORIZE, "1-1.3")
    assert refused.value.facts == {
        "verb": "authorize", "device": "1-1.3", "reason": "not_listed", "why": "0781:5567"
    }  # fmt: skip
    assert json.loads((tmp_path / "resets.json").read_text()).keys() == {"1-1.2"}
