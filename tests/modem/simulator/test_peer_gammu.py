"""gammu from Debian drives the simulated modem: identify, send a long text with emoji, read the SIM."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from smsbox.modem.simulator import SimulatedModem

pytestmark = [pytest.mark.peer, pytest.mark.skipif(shutil.which("gammu") is None, reason="gammu is not installed")]

TEXT = (
    "Довгий текст, щоб перевірити склейку сегментів: хліб 🥐, сир і молоко вже чекають на вас у крамниці 😀😀 до шостої"
)


def gammu(modem: SimulatedModem, folder: Path, *arguments: str) -> str:
    """Run gammu on the modem's tty; what it printed. It must end with success."""
    config = folder / "gammurc"
    config.write_text(f"[gammu]\ndevice = {modem.link}\nconnection = at115200\nsynchronizetime = no\n")
    run = subprocess.run(
        ["gammu", "-c", str(config), *arguments], capture_output=True, text=True, timeout=60, env={"LC_ALL": "C.UTF-8"}
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "error" not in (run.stdout + run.stderr).lower()
    return run.stdout


def test_identify(modem: SimulatedModem, tmp_path: Path) -> None:
    shown = gammu(modem, tmp_path, "--identify")
    for fact in ("SMSBOX", "Simulated modem", "350000000000006", "255010000000001"):
        assert fact in shown


def test_send_a_long_text(modem: SimulatedModem, tmp_path: Path) -> None:
    arguments = ("sendsms", "TEXT", "+380500000001", "-unicode", "-autolen", "400", "-report", "-text", TEXT)
    assert "OK, message reference=1" in gammu(modem, tmp_path, *arguments)
    assert [entry["text"] for entry in modem.wait("phone")] == [TEXT]
    assert [entry["reference"] for entry in modem.entries("accepted")] == [0, 1]


def test_get_all(modem: SimulatedModem, tmp_path: Path) -> None:
    modem.do("inbound", sender="+380500000007", text=TEXT)
    modem.do("inbound", sender="SampleBank", text="code 1234")
    shown = gammu(modem, tmp_path, "getallsms")
    assert "3 SMS parts in 3 SMS sequences" in shown
    assert "code 1234" in shown and "хліб 🥐" in shown and '"SampleBank"' in shown
