"""A sysfs and a /dev of one's own: folders and links as the kernel lays them out, filled by hand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from smsbox.usb.tree import Tree

Shape = Mapping[int, tuple[str, ...]]
"""Interface number → names of its ttys."""


class Machine:
    """The USB of a machine that does not exist, below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.sys, self.dev = folder / "sys", folder / "dev"
        (self.sys / "bus/usb/devices").mkdir(parents=True)
        (self.sys / "bus/usb/drivers").mkdir(parents=True)
        self.dev.mkdir()
        self._number = 1

    @property
    def tree(self) -> Tree:
        """The same as the product sees it."""
        return Tree(self.sys, self.dev)

    def folder(self, bus_path: str) -> Path:
        """Where the attributes of a device really are."""
        bus = bus_path.partition("-")[0]
        return self.sys / f"devices/platform/usb{bus}" / bus_path

    def plug(
        self,
        bus_path: str,
        ids: str,
        shape: Shape | None = None,
        *,
        serial: str = "",
        kinds: Mapping[int, int] | None = None,
        nets: Mapping[int, str] | None = None,
        driver: str = "option",
    ) -> Path:
        """Put a device in; its folder. `kinds`: interface classes other than 255 (vendor's own)."""
        self._number += 1
        vendor, _, product = ids.partition(":")
        folder = self.folder(bus_path)
        folder.mkdir(parents=True)
        facts = {"idVendor": vendor, "idProduct": product, "product": "Stick", "busnum": bus_path.partition("-")[0]}
        facts |= {"devnum": str(self._number), "authorized": "1"} | ({"serial": serial} if serial else {})
        for name, value in facts.items():
            (folder / name).write_text(value + "\n")
        numbers = {**dict.fromkeys(shape or {}, 255), **(kinds or {})} | dict.fromkeys(nets or {}, 2)
        for number, kind in sorted(numbers.items()):
            self._interface(folder / f"{bus_path}:1.{number}", number, kind, (shape or {}).get(number, ()), driver)
        for number, name in (nets or {}).items():
            (folder / f"{bus_path}:1.{number}" / "net" / name).mkdir(parents=True)
        (self.sys / "bus/usb/devices" / bus_path).symlink_to(folder)
        return folder

    def _interface(self, folder: Path, number: int, kind: int, ttys: tuple[str, ...], driver: str) -> None:
        folder.mkdir()
        (folder / "bInterfaceNumber").write_text(f"{number:02x}\n")
        (folder / "bInterfaceClass").write_text(f"{kind:02x}\n")
        if ttys:
            bound = self.sys / "bus/usb/drivers" / driver
            bound.mkdir(exist_ok=True)
            (folder / "driver").symlink_to(bound)
        for tty in ttys:
            inside = folder if tty.startswith("ttyUSB") else folder / "tty"
            (inside / tty).mkdir(parents=True)

    def unplug(self, bus_path: str) -> None:
        """Pull a device out."""
        os.unlink(self.sys / "bus/usb/devices" / bus_path)
        shutil.rmtree(self.folder(bus_path))

    def node(self, tty: str) -> str:
        """Where the device node of `tty` belongs: a simulated modem's link."""
        return str(self.dev / tty)
