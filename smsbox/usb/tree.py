"""The USB devices of this machine as sysfs shows them: who they are, their interfaces, and the ttys behind those.

Layout: Documentation/ABI/testing/sysfs-bus-usb of the kernel. A device's bus path (`1-1.2`: bus 1, port 1, port 2 of
the hub there) stays the same as long as it is in the same socket, whatever its ttys are called meanwhile.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final as Constant

BUS_PATH: Constant = re.compile(r"[1-9]\d{0,2}-\d{1,3}(\.\d{1,3}){0,6}")
_TTY: Constant = re.compile(r"tty[A-Za-z]+\d+")
STORAGE_CLASS: Constant = 8
"""bInterfaceClass of a disk or CD-ROM (usb.org, defined class codes)."""


@dataclass(frozen=True, slots=True)
class Interface:
    """One function of a device. `number` is bInterfaceNumber; `ttys` and `nets` are names as in /dev and `ip link`."""

    number: int
    kind: int
    driver: str | None = None
    ttys: tuple[str, ...] = ()
    nets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Device:
    """One USB device. `ids` is `12d1:1506`; `serial` "" when it has none; `bus` and `number` name its /dev node."""

    bus_path: str
    ids: str
    product: str = ""
    serial: str = ""
    bus: int = 0
    number: int = 0
    interfaces: tuple[Interface, ...] = ()

    @property
    def vendor(self) -> str:
        """The first half of `ids`."""
        return self.ids.partition(":")[0]

    @property
    def hub(self) -> str:
        """The bus path of the hub it is plugged into; `usb1` for a socket of the machine itself."""
        above, dot, _ = self.bus_path.rpartition(".")
        return above if dot else "usb" + self.bus_path.partition("-")[0]

    @property
    def ttys(self) -> tuple[str, ...]:
        """Names of all its ttys, by interface."""
        return tuple(name for each in self.interfaces for name in each.ttys)

    @property
    def nets(self) -> tuple[str, ...]:
        """Names of all its network devices."""
        return tuple(name for each in self.interfaces for name in each.nets)

    def interface_of(self, tty: str) -> int | None:
        """The interface number behind `tty` (a bare name)."""
        return next((each.number for each in self.interfaces if tty in each.ttys), None)


class Tree:
    """A sysfs below `sys` and the device nodes below `dev`; tests have their own of both."""

    def __init__(self, sys: str | Path = "/sys", dev: str | Path = "/dev") -> None:
        self.root = Path(sys) / "bus" / "usb" / "devices"
        self.dev = Path(dev)

    def devices(self) -> list[Device]:
        """Every device but the hubs of the machine itself, by bus path; [] where there is no USB."""
        try:
            names = sorted(os.listdir(self.root))
        except OSError:
            return []
        found = (self.device(name) for name in names if BUS_PATH.fullmatch(name))
        return [device for device in found if device is not None]

    def device(self, bus_path: str) -> Device | None:
        """The device at `bus_path` now; None when there is none, or it vanishes under our eyes."""
        if not BUS_PATH.fullmatch(bus_path):
            return None
        folder = self.root / bus_path
        vendor, product = _text(folder / "idVendor"), _text(folder / "idProduct")
        if not vendor or not product:
            return None
        return Device(
            bus_path=bus_path,
            ids=f"{vendor}:{product}".lower(),
            product=_text(folder / "product"),
            serial=_text(folder / "serial"),
            bus=_number(folder / "busnum", 10),
            number=_number(folder / "devnum", 10),
            interfaces=tuple(sorted(_interfaces(folder, bus_path), key=lambda each: each.number)),
        )

    def node(self, tty: str) -> str:
        """The path of a tty's device node."""
        return str(self.dev / tty)

    def owner_of(self, path: str, among: list[Device] | None = None) -> tuple[Device, str] | None:
        """The device behind the tty at `path` (links followed) and that tty's name; None for anything but USB."""
        real = os.path.realpath(path)
        for device in self.devices() if among is None else among:
            for tty in device.ttys:
                if os.path.realpath(self.node(tty)) == real:
                    return device, tty
        return None


def _interfaces(folder: Path, bus_path: str) -> list[Interface]:
    try:
        entries = [entry for entry in os.listdir(folder) if entry.startswith(f"{bus_path}:")]
    except OSError:
        return []
    return [_interface(folder / entry) for entry in entries]


def _interface(folder: Path) -> Interface:
    driver = folder / "driver"
    return Interface(
        number=_number(folder / "bInterfaceNumber", 16),
        kind=_number(folder / "bInterfaceClass", 16),
        driver=os.path.basename(os.path.realpath(driver)) if driver.exists() else None,
        ttys=_ttys(folder),
        nets=tuple(_names(folder / "net")),
    )


def _ttys(folder: Path) -> tuple[str, ...]:
    """`ttyUSB0` stands in the interface itself (usb-serial), `ttyACM0` in its folder `tty` (cdc-acm)."""
    return tuple(name for name in sorted({*_names(folder), *_names(folder / "tty")}) if _TTY.fullmatch(name))


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _number(path: Path, base: int) -> int:
    try:
        return int(_text(path), base)
    except ValueError:
        return -1
