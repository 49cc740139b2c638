"""The small program that runs as root and resets USB devices: those of a fixed list, not too often, nothing else.

`smsbox-usb` is started by systemd when somebody of the group smsbox knocks at its socket, and ends when nobody does any
more. One line in, `VERB BUSPATH`; one line out, `ok` or `refused WORD DETAIL`. It imports nothing that talks to a
modem, a network or a database.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from typing import Final as Constant

from smsbox.usb.reset import AUTHORIZE, POWER, RESET, VERBS
from smsbox.usb.tree import BUS_PATH, Device, Tree

_IDS: Constant = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}")
_USBDEVFS_RESET: Constant = 0x5514
"""_IO('U', 20) of linux/usbdevice_fs.h."""
_HUB_CLASS: Constant = "09"
_FIRST_SOCKET: Constant = 3
"""sd_listen_fds(3): where systemd puts the socket."""
_HOUR: Constant = 3600.0
_REQUEST: Constant = 100
"""Octets; a longer line is no request."""


class Refused(Exception):
    """The helper will not, or cannot. `word` for programs, `detail` for people."""

    def __init__(self, word: str, detail: str = "") -> None:
        super().__init__(f"{word} {detail}".strip())


@dataclass(frozen=True, slots=True)
class Rules:
    """Where things are, and how often a device may be reset: `gap_s` apart, `an_hour` times an hour."""

    tree: Tree
    devices: Path
    memory: Path
    uhubctl: str = "uhubctl"
    pause_s: float = 2.0
    gap_s: float = 15.0
    an_hour: int = 12


def listed(text: str) -> frozenset[str]:
    """The entries of a device list: `12d1:1001` or a bus path a line, `#` begins a remark; all else is no entry."""
    words = (line.partition("#")[0].strip().lower() for line in text.splitlines())
    return frozenset(word for word in words if _IDS.fullmatch(word) or BUS_PATH.fullmatch(word))


class Helper:
    """Carries out requests, each checked against the list as it stands then."""

    def __init__(self, rules: Rules, boottime: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._rules = rules
        self._boottime = boottime
        self._sleep = sleep

    def answer(self, line: bytes) -> str:
        """The line that answers one request."""
        try:
            verb, device = self._understand(line)
            self._count(device.bus_path)
            {AUTHORIZE: self._authorize, RESET: self._reset, POWER: self._power}[verb](device)
        except Refused as refused:
            return f"refused {refused}"
        except OSError as error:
            return f"refused failed {error.strerror or error}"
        return "ok"

    def _understand(self, line: bytes) -> tuple[str, Device]:
        words = line.decode("ascii", "replace").split()
        if not line.endswith(b"\n") or len(words) != 2 or words[0] not in VERBS or not BUS_PATH.fullmatch(words[1]):
            raise Refused("bad_request")
        device = self._rules.tree.device(words[1])
        if device is None:
            raise Refused("no_device")
        if not self._on_list(device) or self._attribute(device, "bDeviceClass") == _HUB_CLASS:
            raise Refused("not_listed", device.ids)
        return words[0], device

    def _on_list(self, device: Device) -> bool:
        entries = listed(self._rules.devices.read_text(encoding="utf-8", errors="replace"))
        return device.ids in entries or device.bus_path in entries

    def _attribute(self, device: Device, name: str) -> str:
        try:
            return (self._rules.tree.root / device.bus_path / name).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    # ── not too often

    def _count(self, bus_path: str) -> None:
        """Note this reset, or refuse it. The notes outlive this process, which ends between two requests."""
        now, known = self._boottime(), self._remembered()
        recent = [at for at in known.get(bus_path, ()) if 0 <= now - at < _HOUR]
        if recent and now - recent[-1] < self._rules.gap_s:
            raise Refused("too_often", f"{self._rules.gap_s:.0f} s between two resets")
        if len(recent) >= self._rules.an_hour:
            raise Refused("too_often", f"{self._rules.an_hour} resets an hour")
        known[bus_path] = [*recent, now]
        spare = self._rules.memory.with_suffix(".new")
        spare.write_text(json.dumps(known), encoding="ascii")
        spare.replace(self._rules.memory)

    def _remembered(self) -> dict[str, list[float]]:
        try:
            found = json.loads(self._rules.memory.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    # ── the three ways

    def _authorize(self, device: Device) -> None:
        """The kernel drops the device as if unplugged, and takes it back."""
        switch = self._rules.tree.root / device.bus_path / "authorized"
        try:
            switch.write_text("0", encoding="ascii")
            self._sleep(self._rules.pause_s)
        finally:
            switch.write_text("1", encoding="ascii")

    def _reset(self, device: Device) -> None:
        node = self._rules.tree.dev / "bus" / "usb" / f"{device.bus:03d}" / f"{device.number:03d}"
        fd = os.open(node, os.O_WRONLY | os.O_CLOEXEC)
        try:
            ioctl(fd, _USBDEVFS_RESET, 0)
        finally:
            os.close(fd)

    def _power(self, device: Device) -> None:
        """Take its power for ten seconds – only where nothing but listed devices hangs on the same hub.

        Many hubs switch all their sockets at once, among them those of a Raspberry Pi, whatever they claim.
        """
        for other in self._rules.tree.devices():
            if other.hub == device.hub and other.bus_path != device.bus_path and not self._on_list(other):
                raise Refused("shares_hub", f"{other.bus_path} {other.product}".strip())
        program = shutil.which(self._rules.uhubctl)
        if program is None:
            raise Refused("not_installed", "uhubctl")
        port = re.split(r"[-.]", device.bus_path)[-1]
        command = [program, "-l", device.hub.removeprefix("usb"), "-p", port, "-a", "cycle", "-d", "10"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=50, check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").split("\n")[0]
            raise Refused("failed", said[:200])


# ── the program


def serve(listener: socket.socket, helper: Helper, idle_s: float) -> None:
    """Answer one caller after the other until nobody has called for `idle_s` seconds."""
    while select.select([listener], [], [], idle_s)[0]:
        caller, _ = listener.accept()
        with caller:
            caller.settimeout(5.0)
            try:
                request = caller.makefile("rb").readline(_REQUEST)
                answer = helper.answer(request)
                print(f"{request.decode('ascii', 'replace').strip()!r}: {answer}", flush=True)
                caller.settimeout(5.0)
                caller.sendall(answer.encode("utf-8", "replace") + b"\n")
            except OSError as error:
                print(f"the caller went away: {error}", flush=True)


def _listener(path: str | None) -> socket.socket:
    """The socket systemd hands over, or one of our own at `path`."""
    if path is None:
        if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS") != "1":
            sys.exit("smsbox-usb is started by systemd (smsbox-usb.socket), or with --socket PATH")
        return socket.socket(fileno=_FIRST_SOCKET)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    Path(path).unlink(missing_ok=True)
    listener.bind(path)
    os.chmod(path, 0o660)
    listener.listen(4)
    return listener


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until nobody calls any more; the exit status."""
    options = argparse.ArgumentParser(prog="smsbox-usb", description="Resets the USB devices of a fixed list.")
    options.add_argument("--devices", type=Path, default=Path("/etc/smsbox/usb-devices"))
    options.add_argument("--socket", help="listen here instead of where systemd says")
    options.add_argument("--sys", default="/sys")
    options.add_argument("--dev", default="/dev")
    options.add_argument("--memory", type=Path, default=Path("/run/smsbox-usb/resets.json"))
    options.add_argument("--idle", type=float, default=30.0, help="seconds without a caller after which it ends")
    options.add_argument("--pause", type=float, default=2.0, help="seconds a device stays unauthorized")
    options.add_argument("--gap", type=float, default=15.0, help="seconds between two resets of one device")
    given = options.parse_args(arguments)
    rules = Rules(Tree(given.sys, given.dev), given.devices, given.memory, pause_s=given.pause, gap_s=given.gap)
    boottime = lambda: time.clock_gettime(time.CLOCK_BOOTTIME)  # noqa: E731
    serve(_listener(given.socket), Helper(rules, boottime, time.sleep), given.idle)
    return 0


if __name__ == "__main__":
    sys.exit(main())
