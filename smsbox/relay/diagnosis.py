"""Names what is really wrong with a port: a stick that is no modem now, ModemManager, the wrong port of a stick."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from typing import Final as Constant

from smsbox.clock import Clock
from smsbox.config.model import ModemConfig
from smsbox.modem.link import Pulse
from smsbox.modem.probe import look
from smsbox.modem.troubles import GivenUp, LineError, NotAnswering, PortBusy, PortMissing
from smsbox.relay.ports import Ports
from smsbox.relay.troubles import (
    HeldByModemManager,
    InBootloader,
    NetworkStick,
    NoPorts,
    StickTrouble,
    StillCdrom,
    WrongPort,
)
from smsbox.usb import sticks
from smsbox.usb.sticks import State
from smsbox.usb.tree import Device

PROC = "/proc"
MANAGER_UNIT = "/sys/fs/cgroup/system.slice/ModemManager.service"
"""Seen even where the sandbox of the daemon hides other accounts' processes."""

_RECENT: Constant = 60.0
_NAMED: Constant[dict[State, type[StickTrouble]]] = {
    State.CDROM: StillCdrom,
    State.BOOTLOADER: InBootloader,
    State.NO_PORTS: NoPorts,
}


def name(
    error: LineError,
    modem: ModemConfig,
    ports: Ports,
    clock: Clock,
    *,
    usb: str = "",
    worked_here: bool = False,
    pulse: Pulse | None = None,
) -> LineError:
    """`error`, or a more telling one. `usb`: bus path where the modem last worked; `worked_here`: at this very port."""
    if isinstance(error, PortMissing):
        return _missing(modem, ports, clock, usb) or error
    if isinstance(error, PortBusy) and manager_runs():
        return HeldByModemManager(port=error.facts.get("port"))
    if isinstance(error, NotAnswering) and not worked_here:
        return _wrong_port(str(error.facts.get("port", "")), modem, ports, clock, pulse) or error
    return error


def manager_runs() -> bool:
    """Whether ModemManager works on this machine."""
    if os.path.exists(MANAGER_UNIT):
        return True
    return any(_comm(entry).startswith("ModemManager") for entry in Path(PROC).glob("[0-9]*/comm"))


def _comm(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _missing(modem: ModemConfig, ports: Ports, clock: Clock, usb: str) -> LineError | None:
    """No port: a stick in no fit state explains it, or ModemManager, who holds all of them."""
    if modem.port is not None and not usb and not _like_usb(modem.port, str(ports.tree.dev)):
        return None  # no stick explains it
    trouble = _stick(modem, ports, usb)
    if trouble is not None:
        return trouble
    recent = [path for path, at in list(ports.busy.items()) if clock.boottime() - at < _RECENT and os.path.exists(path)]
    return HeldByModemManager(port=recent[0]) if recent and modem.port is None and manager_runs() else None


def _like_usb(path: str, dev: str) -> bool:
    """Whether a stick is expected behind `path`."""
    return path.startswith((f"{dev}/serial/", f"{dev}/ttyUSB", f"{dev}/ttyACM"))


def _stick(modem: ModemConfig, ports: Ports, usb: str) -> StickTrouble | None:
    """The stick where the modem last was, else the only one that is in no fit state and no other modem's."""
    others = {home for name, home in list(ports.homes.items()) if name != modem.name}
    odd = [
        device
        for device in ports.tree.devices()
        if sticks.state(device) not in (State.MODEM, State.OTHER) and device.bus_path not in others
    ]
    there = [device for device in odd if device.bus_path == usb]
    if not there and len(odd) == 1 and (not usb or ports.tree.device(usb) is None):
        there = odd
    return _named(there[0]) if there else None


def _named(device: Device) -> StickTrouble:
    facts: dict[str, Any] = {"device": f"{device.product} ({device.ids})".strip(), "bus": device.bus_path}
    state = sticks.state(device)
    if state is State.HILINK:
        return NetworkStick(detail=", ".join(device.nets) or "-", **facts)
    return _NAMED[state](**facts)


def _wrong_port(path: str, modem: ModemConfig, ports: Ports, clock: Clock, pulse: Pulse | None) -> WrongPort | None:
    """Silence at a port that is not the AT port of its stick, or beside one that answers."""
    owner = ports.tree.owner_of(path)
    if owner is None or modem.port is None:
        return None
    device, tty = owner
    others = [other for other in sticks.ports(device) if other != tty]
    if sticks.role(device, tty) not in ("", "at"):
        return WrongPort(port=path, use=_like(path, device, others[0])) if others else None
    if sticks.role(device, tty) == "at" or ports.neighbours(modem.name, device):
        return None
    for other in others:
        try:
            look(ports.tree.node(other), modem.baudrate, clock, pulse)
        except GivenUp:
            raise
        except LineError:
            continue
        return WrongPort(port=path, use=_like(path, device, other))
    return None


def _like(path: str, device: Device, tty: str) -> str:
    """The path of `tty` in the manner of `path`: a name under by-id or by-path ends with the interface."""
    stem, found, _ = path.rpartition("-if")
    number = device.interface_of(tty)
    if found and number is not None:
        return f"{stem}-if{number:02x}-port0"
    return f"{os.path.dirname(path)}/{tty}" if os.path.basename(path).startswith("tty") else f"/dev/{tty}"
