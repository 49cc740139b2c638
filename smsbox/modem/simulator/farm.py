"""Running simulated modems: one in a thread (`SimulatedModem`), many in one (`Farm`), or a whole process (`serve`)."""

from __future__ import annotations

import json
import os
import signal
import tempfile
import threading
from collections.abc import Sequence
from typing import Any

from smsbox.modem.simulator.control import Asking, ControlServer, perform
from smsbox.modem.simulator.modem import Modem
from smsbox.modem.simulator.people import AnswerBook
from smsbox.modem.simulator.power import Power
from smsbox.modem.simulator.reactor import Reactor
from smsbox.modem.simulator.settings import Hardware
from smsbox.modem.simulator.sim import SimCard, with_memories
from smsbox.modem.simulator.timing import PROFILES, Pace
from smsbox.modem.simulator.wirelog import WireLog

HARDWARE_FIELDS = ("manufacturer", "model", "revision", "imei")
CARD_FIELDS = ("imsi", "iccid", "number", "smsc", "pin", "puk", "last_reference")


class Farm(Asking):
    """Several modems in one thread and one wire log, behind one control socket.

    `links`: the tty paths. `identity` holds overrides for the first modem (manufacturer, model, revision, imei; imsi,
    iccid, number, smsc, pin, puk, last_reference); further modems count imei, imsi, iccid and number up.
    `storage`: a JSON file in which the SIM cards outlive this process. `capacities`: slots by memory name.
    """

    def __init__(
        self,
        links: Sequence[str],
        *,
        profile: str = "gsm2g",
        seed: int | None = None,
        speed: float = 1.0,
        control: str | None = None,
        wire_log: str | None = None,
        storage: str | None = None,
        capacities: dict[str, int] | None = None,
        **identity: Any,
    ) -> None:
        unknown = set(identity) - set(HARDWARE_FIELDS) - set(CARD_FIELDS)
        if unknown:
            raise TypeError(f"no such identity: {', '.join(sorted(unknown))}")
        self.reactor = Reactor()
        self.log = WireLog(wire_log)
        self.control_path = control
        self._storage, self._saving = storage, False
        self._thread: threading.Thread | None = None
        self._server: ControlServer | None = None
        self.modems = [
            self._modem(
                place,
                link,
                Pace(PROFILES[profile], None if seed is None else seed + place, speed),
                capacities,
                identity,
            )
            for place, link in enumerate(links)
        ]
        self._load()

    def _modem(
        self, place: int, link: str, pace: Pace, capacities: dict[str, int] | None, identity: dict[str, Any]
    ) -> Modem:
        plate = {name: identity[name] for name in HARDWARE_FIELDS if name in identity}
        card = {name: identity[name] for name in CARD_FIELDS if name in identity}
        hardware, sim = Hardware(**plate), with_memories(SimCard(**card), capacities)
        if place:
            hardware = Hardware(**(plate | {"imei": _counted(hardware.imei, place)}))
            sim.imsi, sim.iccid = _counted(sim.imsi, place), _counted(sim.iccid, place)
            sim.number = "+" + _counted(sim.number.removeprefix("+"), place)
        return Modem(
            self.reactor,
            link,
            pace=pace,
            log=self.log,
            name=f"sim{place}",
            hardware=hardware,
            sim=sim,
            answers=AnswerBook(),
            on_sim_change=self._save_soon,
        )

    # ── state file ──

    def _load(self) -> None:
        if self._storage and os.path.exists(self._storage):
            with open(self._storage, encoding="utf-8") as file:
                states = json.load(file)
            for modem in self.modems:
                modem.sim.restore(states.get(modem.name, {}))
                modem.power = Power(modem)

    def _save_soon(self) -> None:
        if self._storage and not self._saving:
            self._saving = True
            self.reactor.later(0.1, self._save)

    def _save(self) -> None:
        self._saving = False
        if self._storage:
            spare = f"{self._storage}.new"
            with open(spare, "w", encoding="utf-8") as file:
                json.dump({modem.name: modem.sim.state() for modem in self.modems}, file)
            os.replace(spare, self._storage)

    # ── life ──

    def open(self) -> None:
        """Make the ttys and the control socket; the caller turns the loop."""
        for modem in self.modems:
            modem.port.plug()
        if self.control_path:
            self._server = ControlServer(self.reactor, self.control_path, self.modems)

    def shut(self) -> None:
        """Remove ttys and control socket, keep the SIM cards."""
        if self._server is not None:
            self._server.close()
        for modem in self.modems:
            modem.port.unplug()
        self._save()
        self.log.close()
        self.reactor.close()

    def start(self) -> Farm:
        """Run in a thread of its own."""
        self.open()
        self._thread = threading.Thread(target=self.reactor.run, name="simulated-modems", daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """End the thread and clean up."""
        if self._thread is not None:
            self.reactor.stop()
            self._thread.join(5.0)
            self._thread = None
            self.shut()

    def do(self, op: str, modem: int | str = 0, **fields: Any) -> dict[str, Any]:
        """An operation as over the control socket, without one. Raises ControlFailed."""
        return self.reactor.call(lambda: perform(self.modems, {"op": op, "modem": modem, **fields}))

    def __enter__(self) -> Farm:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()


def _counted(digits: str, place: int) -> str:
    return str(int(digits) + place).rjust(len(digits), "0")


class SimulatedModem(Farm):
    """One modem in a thread of its own, for tests: `start`, `stop`, `link`, and `do(op, …)` for everything else.

    Without a `link` it appears in a temporary folder that goes with it.
    """

    def __init__(self, link: str | None = None, *, profile: str = "zero", **options: Any) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="smsbox-modem-") if link is None else None
        path = os.path.join(self._folder.name, "tty") if self._folder is not None else link
        assert path is not None
        super().__init__([path], profile=profile, **options)

    def shut(self) -> None:
        """Remove everything this modem put into the file system, but its log and state."""
        super().shut()
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def link(self) -> str:
        """The tty's path."""
        return self.modems[0].port.link

    def start(self) -> SimulatedModem:
        """Run in a thread of its own."""
        super().start()
        return self

    def __enter__(self) -> SimulatedModem:
        return self.start()


def serve(
    link: str | Sequence[str],
    *,
    profile: str = "gsm2g",
    seed: int | None = None,
    control: str | None = None,
    wire_log: str | None = None,
    storage: str | None = None,
    speed: float = 1.0,
    **identity: Any,
) -> None:
    """Run one modem, or one per link, until SIGTERM or SIGINT; to be called from the main thread."""
    links = [link] if isinstance(link, str) else list(link)
    farm = Farm(
        links, profile=profile, seed=seed, speed=speed, control=control, wire_log=wire_log, storage=storage, **identity
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: farm.reactor.stop())
    farm.open()
    try:
        farm.reactor.run()
    finally:
        farm.shut()
