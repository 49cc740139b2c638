"""The ports and sticks of this machine as a page offers them: which to choose, which is taken, what is wrong."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from glob import glob
from pathlib import Path

from smsbox.config import Config
from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.translator import Translator
from smsbox.usb import sticks
from smsbox.usb.tree import Device, Tree

_LINKS = ("serial/by-id/*", "serial/by-path/*")
"""Names that survive a restart; by-id first, it survives another socket too."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A port or a stick. `path` is what to configure, "" where there is none; `taken_by` the modem that has it.

    `best`: of the ports of one stick the one to try first; `trouble`: why it is of no use now.
    """

    path: str
    device: str
    where: str
    taken_by: str = ""
    best: bool = False
    trouble: Explained | None = None


def spots(config: Config, tree: Tree, tr: Translator) -> list[Spot]:
    """Everything that is or could be a modem, the usable ones first."""
    devices = tree.devices()
    found = [spot for device in devices for spot in _of_device(device, config, tree, tr)]
    known = {name for device in devices for name in device.ttys}
    for path in sorted(glob(str(tree.dev / "ttyUSB*")) + glob(str(tree.dev / "ttyACM*"))):
        if os.path.basename(path) not in known:
            found.append(Spot(_lasting(path, tree), "", path, _taken(path, config)))
    return sorted(found, key=lambda spot: (not spot.path, bool(spot.taken_by), not spot.best))


def _of_device(device: Device, config: Config, tree: Tree, tr: Translator) -> Iterator[Spot]:
    state, called = sticks.state(device), device.product or device.ids
    if state is sticks.State.OTHER:
        return
    if state is not sticks.State.MODEM:
        yield Spot("", called, device.bus_path, trouble=explain(tr, f"usb.{state.value}", {"device": called}))
        return
    for place, tty in enumerate(sticks.ports(device)):
        path = tree.node(tty)
        yield Spot(_lasting(path, tree), called, path, _taken(path, config), best=not place)


def _lasting(path: str, tree: Tree) -> str:
    """The name of a port that stays when others are plugged in, or its own."""
    real = os.path.realpath(path)
    for pattern in _LINKS:
        for link in sorted(glob(str(Path(tree.dev) / pattern))):
            if os.path.realpath(link) == real:
                return link
    return path


def _taken(path: str, config: Config) -> str:
    real = os.path.realpath(path)
    return next((each.name for each in config.modems if each.port and os.path.realpath(each.port) == real), "")
