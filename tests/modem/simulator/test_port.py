"""The pty behind the link: raw, replaced, hung up, and asleep when nothing happens."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from smsbox.modem.simulator import SimulatedModem
from tests.modem.simulator.terminal import Terminal


def test_the_link_is_a_tty_and_goes_with_the_modem(tmp_path: Path) -> None:
    modem = SimulatedModem(str(tmp_path / "tty"))
    with modem:
        assert os.readlink(modem.link) == modem.do("status")["pty"]
        assert os.path.realpath(modem.link).startswith("/dev/pts/")
    assert not os.path.lexists(tmp_path / "tty")


def test_without_a_path_it_finds_one_itself() -> None:
    with SimulatedModem() as modem:
        folder = os.path.dirname(modem.link)
        assert os.path.exists(modem.link)
    assert not os.path.exists(folder)


def test_an_old_link_is_replaced(tmp_path: Path) -> None:
    os.symlink("/dev/null", tmp_path / "tty")
    with SimulatedModem(str(tmp_path / "tty")) as modem:
        terminal = Terminal(modem.link)
        assert "OK" in terminal.ask("AT")
        terminal.close()


def test_every_octet_passes_both_ways(modem: SimulatedModem, terminal: Terminal) -> None:
    everything = bytes(range(256))
    modem.do("urc", octets=everything.hex())
    assert terminal.read_for(0.1) == everything
    terminal.ask("ATE1")
    typed = bytes(octet for octet in everything if octet != 0x0D)
    terminal.write(typed)
    assert terminal.read_for(0.1) == typed


def test_unplugging_hangs_up(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("unplug")
    with pytest.raises(OSError):
        terminal.until(b"never", timeout=1)
    assert not os.path.lexists(modem.link)
    modem.do("plug")
    modem.wait("boot")
    again = Terminal(modem.link)
    again.read_for(0.1)
    assert "OK" in again.ask("AT")
    again.close()


def test_a_restart_makes_a_new_pty_under_the_same_link(modem: SimulatedModem, terminal: Terminal) -> None:
    before = modem.do("status")["pty"]
    modem.do("inbound", sender="+380500000007", text="bleibt")
    assert "OK" in terminal.ask("AT+CFUN=1,1")
    modem.wait("boot")
    assert modem.do("status")["pty"] != before and os.readlink(modem.link) != before
    again = Terminal(modem.link)
    again.read_for(0.1)
    assert "+CMGL: 1," in (again.set_up() or again.ask("AT+CMGL=4"))
    again.close()


def test_a_reader_that_sleeps_gets_a_long_list_whole(modem: SimulatedModem, terminal: Terminal) -> None:
    modem.do("capacity", memory="SM", slots=255)
    modem.do("inbound", sender="+380500000007", text="щ" * 70, count=200, quietly=True)
    terminal.write(b"AT+CMGL=4\r")
    time.sleep(0.3)
    got = terminal.until(b"\r\nOK\r\n")
    assert got.count(b"+CMGL: ") == 200 and len(got) > 65_536


def test_idle_costs_nothing(modem: SimulatedModem, terminal: Terminal) -> None:
    """Its thread sleeps on: that other tests left something running in this process, or others its processors, is no
    matter.
    """
    terminal.ask("AT")
    theirs = [each for each in threading.enumerate() if each.name == "simulated-modems"][-1]
    status = Path(f"/proc/self/task/{theirs.native_id}/status")
    before = _wakings(status)
    time.sleep(0.5)
    assert _wakings(status) - before < 10


def _wakings(status: Path) -> int:
    """How often a thread has gone to sleep by itself."""
    [line] = [line for line in status.read_text().splitlines() if line.startswith("voluntary_ctxt_switches")]
    return int(line.split()[1])


def test_a_number_is_not_handed_out_again_at_once() -> None:
    names = []
    for _ in range(20):
        with SimulatedModem() as modem:
            names.append(modem.do("status")["pty"])
    assert len(set(names)) > 8
