"""The helper as a process of its own over a machine that does not exist, and callers at its socket."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.usb.sysfs import Machine


@contextmanager
def helper(folder: Path, machine: Machine, devices: str, *, gap: float = 0.0, idle: float = 600.0) -> Iterator[str]:
    """The helper with the list `devices`; gives the path of its socket."""
    (folder / "usb-devices").write_text(devices)
    door = str(folder / "usb.sock")
    command = [sys.executable, "-m", "smsbox.usb.helper", "--socket", door, "--devices", str(folder / "usb-devices")]
    command += ["--sys", str(machine.sys), "--dev", str(machine.dev), "--memory", str(folder / "resets.json")]
    command += ["--pause", "0.3", "--gap", str(gap), "--idle", str(idle)]
    with open(folder / "helper.log", "ab") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 20
        while not knocks(door):
            assert running.poll() is None and time.monotonic() < deadline, (folder / "helper.log").read_text()
            time.sleep(0.02)
        yield door
    finally:
        running.terminate()
        running.wait(10)


def knocks(door: str) -> bool:
    """Whether somebody opens."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(door)
        except OSError:
            return False
    return True


def say(door: str, request: bytes) -> str:
    """One request as it is, one answer."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(20)
        line.connect(door)
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        return line.makefile("r").read().strip()


@contextmanager
def watching(switch: Path, switched_off: Callable[[], None]) -> Iterator[list[str]]:
    """Calls `switched_off` when `switch` (a file `authorized`) goes from 1 to 0; gives every value seen."""
    seen, stop = [switch.read_text().strip()], threading.Event()

    def look() -> None:
        while not stop.wait(0.02):
            try:
                value = switch.read_text().strip()
            except OSError:
                continue
            if value and value != seen[-1]:
                seen.append(value)
                if value == "0":
                    switched_off()

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()
