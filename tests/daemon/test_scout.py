"""Looking for modems: real ports, simulated modems, sticks in every state; nothing is opened that somebody holds."""

from __future__ import annotations

import fcntl
import os
import pty
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.clock import SystemClock
from smsbox.config import Config, ModemConfig, RegionConfig, SendingConfig, StoreConfig, WebConfig
from smsbox.daemon.scout import PortScout
from smsbox.modem.simulator import Farm
from smsbox.relay.ports import Ports
from smsbox.web.modems.scout import Find
from tests.patience import until
from tests.usb.sysfs import Machine

HUAWEI, CDROM = "12d1:1001", "12d1:1f01"


class Post:
    """A machine with one stick that answers at its third interface, and somebody who looks."""

    def __init__(self, folder: Path) -> None:
        self.machine = Machine(folder)
        self.machine.plug("1-1", HUAWEI, {0: ("ttyUSB0",), 1: ("ttyUSB1",), 2: ("ttyUSB2",)})
        self.node = self.machine.node("ttyUSB2")
        self.farm = Farm([self.node], profile="zero", seed=1, pin="4711")
        self.farm.start()
        state = StoreConfig(f"sqlite://{folder}/smsbox.db", folder)
        self.config = Config(state, WebConfig("127.0.0.1", 8080, ()), RegionConfig(), SendingConfig())
        self.ports = Ports((), self.machine.tree)
        self.scout = PortScout(self.ports, SystemClock(), lambda: self.config)

    def finds(self) -> tuple[Find, ...]:
        self.scout.look()
        until(lambda: not self.scout.outlook().looking)
        return self.scout.outlook().finds


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = Post(tmp_path)
    yield made
    made.farm.stop()


def test_who_answers_is_told_with_the_state_of_his_sim(post: Post) -> None:
    (find,) = post.finds()
    told = post.farm.do("status", 0)
    assert (find.path, find.imei, find.trouble) == (post.node, told["imei"], "")
    assert (find.sim, find.tries_left) == ("SIM PIN", 3) and find.called
    assert post.farm.modems[0].sim.pin_left == 3


def test_a_stick_that_is_no_modem_now_says_why(post: Post) -> None:
    post.machine.plug("1-2", CDROM, kinds={0: 8})
    assert [find.trouble for find in post.finds()] == ["", "usb.cdrom"]


def test_a_port_that_a_relay_holds_is_left_alone(post: Post) -> None:
    post.ports.hold("main", post.node)
    (find,) = post.finds()
    assert find.trouble and not find.imei


def test_a_port_that_another_program_holds_is_busy(post: Post) -> None:
    held = os.open(post.node, os.O_RDWR | os.O_NOCTTY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert post.node not in [find.path for find in post.finds() if not find.trouble]
    finally:
        os.close(held)


def test_a_configured_modem_is_no_find(post: Post) -> None:
    post.config = replace(post.config, modems=(ModemConfig("main", post.node),))
    assert post.finds() == ()


def test_silence_is_told_and_a_simulated_modem_in_the_state_folder_is_found(post: Post, tmp_path: Path) -> None:
    master, slave = pty.openpty()
    (tmp_path / "modem-9").symlink_to(os.ttyname(slave))
    try:
        finds = post.finds()
    finally:
        os.close(master)
        os.close(slave)
    assert [(find.simulated, find.trouble) for find in finds] == [(False, ""), (True, "modem.not_answering")]
