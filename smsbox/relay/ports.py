"""Finds the port of each modem and keeps relays off each other's ports: by path, or wherever its IMEI answers.

One `Ports` is shared by all relays. What was seen at a device node is remembered as long as that very node exists, so a
port is asked once, not once by every relay; a re-plugged or renumbered stick has new nodes, which are asked first.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob

from smsbox.clock import Clock
from smsbox.config.model import ModemConfig
from smsbox.modem.link import Pulse
from smsbox.modem.probe import look
from smsbox.modem.troubles import GivenUp, LineError, PortBusy, PortMissing
from smsbox.relay.troubles import WrongModem
from smsbox.usb import sticks
from smsbox.usb.tree import Device, Tree

log = logging.getLogger(__name__)

SYS, DEV = "/sys", "/dev"
PATTERNS = ("ttyUSB*", "ttyACM*")
"""Serial ports a modem could be at, below DEV. Links such as those in serial/by-id lead to the same."""

SILENT_AGAIN = 30.0
"""Seconds after which a port where nobody answered is asked again."""
SILENT_AGAIN_YOUNG = 1.0
"""The same for a node that has just come: its modem may be starting."""
YOUNG = 60.0
KNOWN_AGAIN = 120.0
"""The same where somebody else than wanted answered: on a soldered line the modem may be exchanged behind the node."""

_Node = tuple[int, int, int, int]


def node_of(path: str) -> _Node | None:
    """What tells this device node from every other, also from a later one of the same name; None if there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_rdev, found.st_ctime_ns


@dataclass(frozen=True, slots=True)
class _Sight:
    """What was last found at a node: `imei` None when nobody answered. Boot-clock seconds."""

    imei: str | None
    at: float
    first: float


class Ports:
    """Who holds which port, and who was seen where. Thread-safe."""

    def __init__(self, modems: Sequence[ModemConfig] = (), tree: Tree | None = None) -> None:
        self.tree = tree if tree is not None else Tree(SYS, DEV)
        self._modems = tuple(modems)
        self._lock = threading.Lock()
        self._held: dict[str, str] = {}
        self._probing: set[str] = set()
        self._sights: dict[_Node, _Sight] = {}
        self._better: dict[_Node, str] = {}
        self.busy: dict[str, float] = {}
        """Ports that another program held when they were last to be asked, and when that was (boot-clock seconds)."""
        self.homes: dict[str, str] = {}
        """The bus path at which each modem last worked, by its name."""

    def adopt(self, modems: Sequence[ModemConfig]) -> None:
        """Other modems are configured from here on, or the same otherwise."""
        self._modems = tuple(modems)

    # ── holding

    def hold(self, name: str, path: str) -> None:
        """Relay `name` opens `path`. Raises PortBusy when another relay has it."""
        real = os.path.realpath(path)
        with self._lock:
            if any(held == real and holder != name for holder, held in self._held.items()):
                raise PortBusy(port=path)
            self._held[name] = real

    def release(self, name: str) -> None:
        """Relay `name` has closed its port."""
        with self._lock:
            self._held.pop(name, None)

    def neighbours(self, name: str, device: Device, *, hub: bool = False) -> list[str]:
        """Other relays that hold a port of `device` (`hub`: of anything on the same hub) right now."""
        with self._lock:
            held = {holder: path for holder, path in self._held.items() if holder != name}
        devices = self.tree.devices()
        found = []
        for holder, path in held.items():
            owner = self.tree.owner_of(path, devices)
            if owner and (owner[0].bus_path == device.bus_path or (hub and owner[0].hub == device.hub)):
                found.append(holder)
        return found

    # ── seeing

    def saw(self, path: str, imei: str | None, clock: Clock) -> None:
        """Note who answered at `path` (None: nobody)."""
        node, now = node_of(path), clock.boottime()
        if node is None:
            return
        with self._lock:
            before = self._sights.get(node)
            self._sights[node] = _Sight(imei, now, before.first if before else now)
            if len(self._sights) > 500:  # nodes that are gone for good
                self._sights.pop(next(iter(self._sights)))

    def belongs_to_another(self, modem: ModemConfig, imei: str) -> bool:
        """Whether `imei` is configured for another modem than `modem`."""
        return any(other.imei == imei and other.name != modem.name for other in self._modems if imei)

    def check(self, modem: ModemConfig, path: str, imei: str, clock: Clock) -> None:
        """The modem at `path` has told its IMEI. Raises WrongModem when it is not the one wanted."""
        self.saw(path, imei, clock)
        wrong = (modem.imei and imei and imei != modem.imei) or self.belongs_to_another(modem, imei)
        if wrong:
            raise WrongModem(port=path, imei=imei, expected=modem.imei or "-")

    def _sight(self, path: str) -> _Sight | None:
        node = node_of(path)
        with self._lock:
            return self._sights.get(node) if node else None

    # ── finding

    def find(
        self,
        modem: ModemConfig,
        clock: Clock,
        *,
        imei: str = "",
        last: str = "",
        pulse: Pulse | None = None,
        paths: Iterable[str] | None = None,
    ) -> str:
        """The path to open for `modem`; `imei` and `last`: who and where it was when it last worked.

        Raises PortMissing when it is nowhere, WrongModem when another one sits at its path, GivenUp.
        """
        if modem.port is not None and self._take_as_written(modem, clock, pulse):
            return modem.port
        wanted = modem.imei or imei
        if wanted:
            found = self._search(modem, wanted, clock, last, pulse, paths)
            if found is not None:
                return found
        if modem.port is not None and os.path.exists(modem.port):
            sight = self._sight(modem.port)
            raise WrongModem(port=modem.port, imei=sight.imei if sight else "", expected=modem.imei or "-")
        raise PortMissing(port=modem.port or f"IMEI {modem.imei}")

    def _take_as_written(self, modem: ModemConfig, clock: Clock, pulse: Pulse | None) -> bool:
        """Whether the configured path is the one to open: it is there, and nobody knows better.

        With an IMEI the modem is asked before its SIM is touched: a PIN must not be tried on a stranger's.
        """
        path = modem.port
        assert path is not None
        if not os.path.exists(path):
            return False
        sight = self._sight(path)
        if modem.imei and (sight is None or (sight.imei != modem.imei and self._stale(sight, clock))):
            with self.asking(path) as free:
                if free:
                    self._ask(path, modem.baudrate, clock, pulse, None)
            sight = self._sight(path)
        if sight is None or not sight.imei:
            return True
        return sight.imei == modem.imei or not (modem.imei or self.belongs_to_another(modem, sight.imei))

    def _search(
        self,
        modem: ModemConfig,
        wanted: str,
        clock: Clock,
        last: str,
        pulse: Pulse | None,
        paths: Iterable[str] | None,
    ) -> str | None:
        """The port where `wanted` answers, or None; asks every free port that may have changed since it was asked."""
        groups = self._groups(modem, wanted, last, paths)
        groups.sort(key=lambda group: all(self._sight(path) for path in group[1]))  # never seen: first; stable
        for device, group in groups:
            for path in group:
                imei = self._imei_at(path, modem, clock, pulse, device)
                if imei == wanted:
                    return self._best_of(path)
                if imei and device is not None and sticks.state(device) is sticks.State.MODEM:
                    break  # the other ports of that stick lead to the same modem
        return None

    def _groups(
        self, modem: ModemConfig, wanted: str, last: str, paths: Iterable[str] | None
    ) -> list[tuple[Device | None, list[str]]]:
        """Candidates by device, the port of last time first, then known sticks in the order of their interfaces."""
        if paths is not None:
            return [(None, [path]) for path in paths]
        devices = self.tree.devices()
        listed = [path for pattern in PATTERNS for path in sorted(glob(str(self.tree.dev / pattern)))]
        groups: list[tuple[Device | None, list[str]]] = []
        for device in devices:
            groups.append((device, [self.tree.node(tty) for tty in sticks.ports(device)]))
            listed = [path for path in listed if os.path.basename(path) not in device.ttys]
        groups += [(None, [path]) for path in listed]
        free = self._free_for(modem, wanted)
        groups = [(device, [path for path in group if free(path)]) for device, group in groups]
        return sorted(groups, key=lambda group: last not in group[1])

    def _free_for(self, modem: ModemConfig, wanted: str) -> Callable[[str], bool]:
        """Whether a port may be asked: not open ones, nor those of modems known by path alone – unless `wanted` was
        seen there by the relay that may ask.
        """
        with self._lock:
            held = {path for holder, path in self._held.items() if holder != modem.name}
        others = (other for other in self._modems if other.name != modem.name)
        reserved = {os.path.realpath(other.port) for other in others if other.port and not other.imei}

        def free(path: str) -> bool:
            real, sight = os.path.realpath(path), self._sight(path)
            return real not in held and (real not in reserved or (sight is not None and sight.imei == wanted))

        return free

    def _imei_at(
        self, path: str, modem: ModemConfig, clock: Clock, pulse: Pulse | None, device: Device | None
    ) -> str | None:
        """Who is at `path`: from memory, or asked now. None: nobody, or nobody may ask now."""
        sight = self._sight(path)
        if sight is not None and not self._stale(sight, clock):
            return sight.imei
        with self.asking(path) as free:
            if not free or not os.path.exists(path):
                return None
            return self._ask(path, modem.baudrate, clock, pulse, device)

    def _stale(self, sight: _Sight, clock: Clock) -> bool:
        now = clock.boottime()
        young = now - sight.first < YOUNG
        return now - sight.at >= (KNOWN_AGAIN if sight.imei else SILENT_AGAIN_YOUNG if young else SILENT_AGAIN)

    def _ask(self, path: str, baudrate: int, clock: Clock, pulse: Pulse | None, device: Device | None) -> str | None:
        """Who is at `path` now, noted. Raises GivenUp."""
        modes = device is not None and sticks.asks_getportmode(device)
        try:
            seen = look(path, baudrate, clock, pulse, modes=modes)
        except GivenUp:
            raise
        except LineError as error:
            log.debug("no modem at %s: %s", path, error)
            if isinstance(error, PortBusy):
                self.busy[path] = clock.boottime()
            else:
                self.saw(path, None, clock)
            return None
        self.saw(path, seen.imei, clock)
        tty, node = sticks.by_mode(device, seen.modes) if device is not None else None, node_of(path)
        if tty is not None and node is not None:
            self._better[node] = self.tree.node(tty)
        return seen.imei

    def _best_of(self, path: str) -> str:
        """`path`, or the port of the same stick that the modem itself calls the one for programs."""
        node = node_of(path)
        better = self._better.get(node) if node is not None else None
        return better if better is not None and os.path.exists(better) else path

    @contextmanager
    def asking(self, path: str) -> Iterator[bool]:
        """True inside when nobody else is asking there, nor holds it."""
        real = os.path.realpath(path)
        with self._lock:
            free = real not in self._probing and real not in self._held.values()
            if free:
                self._probing.add(real)
        try:
            yield free
        finally:
            if free:
                with self._lock:
                    self._probing.discard(real)
