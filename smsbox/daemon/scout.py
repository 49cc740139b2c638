"""Looks for modems at every port that no relay holds: who answers, how his SIM is, and why nobody does elsewhere."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator
from glob import glob
from pathlib import Path

from smsbox.clock import Clock
from smsbox.config import Config
from smsbox.modem.probe import portrait
from smsbox.modem.troubles import LineError, PortBusy
from smsbox.relay.diagnosis import manager_runs
from smsbox.relay.ports import PATTERNS, Ports
from smsbox.usb import sticks
from smsbox.usb.sticks import State
from smsbox.usb.tree import Device, Tree
from smsbox.web.modems.scout import Find, Outlook

log = logging.getLogger(__name__)

SIMULATED = "modem-*"
"""Names of simulated modems' ports, as the demonstration puts them into the folder of the state."""

_LINKS = ("serial/by-id/*", "serial/by-path/*")
_SPEED = 115200


class PortScout:
    """One look at a time, in a thread of its own; what it found stays until the next."""

    def __init__(self, ports: Ports, clock: Clock, config: Callable[[], Config]) -> None:
        self._ports, self._clock, self._config = ports, clock, config
        self._lock = threading.Lock()
        self._known = Outlook()
        self._looking = False

    def look(self) -> None:
        """Begin to look, unless that is being done already."""
        with self._lock:
            if self._looking:
                return
            self._looking = True
        threading.Thread(target=self._run, name="scout", daemon=True).start()

    def outlook(self) -> Outlook:
        """What is known now."""
        with self._lock:
            return Outlook(self._known.finds, self._known.at, self._looking)

    def _run(self) -> None:
        found: tuple[Find, ...] = ()
        try:
            found = tuple(sorted(self._finds(), key=lambda find: (bool(find.trouble), not find.path, find.simulated)))
        except Exception:
            log.exception("looking for modems failed")
        finally:
            with self._lock:
                self._known, self._looking = Outlook(found, self._clock.now()), False

    def _finds(self) -> Iterator[Find]:
        tree = self._ports.tree
        devices = tree.devices()
        for device in devices:
            yield from self._of_device(device, tree)
        known = {name for device in devices for name in device.ttys}
        for pattern in PATTERNS:
            for path in sorted(glob(str(tree.dev / pattern))):
                if os.path.basename(path) not in known and not self._configured(path):
                    yield self._asked(path, tree, "")
        for link in sorted(self._config().store.directory.glob(SIMULATED)):
            if link.is_symlink() and os.path.exists(link) and not self._configured(str(link)):
                yield self._asked(str(link), tree, "", simulated=True)

    def _of_device(self, device: Device, tree: Tree) -> Iterator[Find]:
        """One find per stick: the port that answers, or what the best one says."""
        state, called = sticks.state(device), device.product or device.ids
        if state is State.OTHER:
            return
        if state is not State.MODEM:
            facts = {"device": f"{called} ({device.ids})", "bus": device.bus_path, "detail": ", ".join(device.nets)}
            yield Find("", device.bus_path, called, trouble=f"usb.{state.value}", facts=facts)
            return
        paths = [tree.node(tty) for tty in device.ttys]
        if any(self._configured(path) for path in paths):
            return  # its modem is shown as it is
        first: Find | None = None
        for tty in sticks.ports(device):
            find = self._asked(tree.node(tty), tree, called)
            first = first or find
            if not find.trouble:
                yield find
                return
        if first is not None:
            yield first

    def _configured(self, path: str) -> bool:
        real = os.path.realpath(path)
        return any(each.port and os.path.realpath(each.port) == real for each in self._config().modems)

    def _asked(self, path: str, tree: Tree, called: str, *, simulated: bool = False) -> Find:
        """Whoever answers at `path`, or why nobody does."""
        lasting = path if simulated else _lasting(path, tree)
        with self._ports.asking(path) as free:
            if not free:
                return Find("", path, called, trouble="modem.port_busy", facts={"port": path})
            try:
                seen = portrait(path, _SPEED, self._clock)
            except LineError as error:
                key = "usb.modemmanager" if isinstance(error, PortBusy) and manager_runs() else error.key
                return Find(
                    lasting, path, called, simulated=simulated, trouble=key, facts={"port": path, **error.facts}
                )
        self._ports.saw(path, seen.imei, self._clock)
        facts = (seen.manufacturer, seen.model, seen.imei, seen.sim, seen.tries_left)
        return Find(lasting, path, called, *facts, simulated=simulated)


def _lasting(path: str, tree: Tree) -> str:
    """The name of a port that stays when others are plugged in, or its own."""
    real = os.path.realpath(path)
    for pattern in _LINKS:
        for link in sorted(glob(str(Path(tree.dev) / pattern))):
            if os.path.realpath(link) == real:
                return link
    return path
