"""A box whose modems are USB sticks: ttys of a machine of our own, and a helper that may reset them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from smsbox.i18n.explanations import explain
from smsbox.i18n.languages import COMPLETE
from smsbox.i18n.translator import translator
from smsbox.modem.simulator import Farm
from tests.campaign.rig import Rig
from tests.usb.desk import helper, watching
from tests.usb.sysfs import Machine

HUAWEI = "12d1:1001"


class Sticks(Rig):
    """`ttys`: where the simulated modems are. `modems`: the configuration's modems, name → further lines."""

    def __init__(
        self,
        directory: Path,
        ttys: Sequence[str],
        modems: Mapping[str, str],
        *,
        hurry: float | None = None,
        **farm: Any,
    ) -> None:
        self.machine = Machine(directory / "machine")
        self.door = str(directory / "usb.sock")
        orders: dict[str, Any] = {"usb": [str(self.machine.sys), str(self.machine.dev), self.door]}
        super().__init__(directory, modems=0, orders=orders | ({"hurry": hurry} if hurry else {}))
        self.links = [self.machine.node(tty) for tty in ttys]
        self.farm = Farm(self.links, **{"profile": "zero", "seed": 1} | farm)
        text = self.config.read_text(encoding="utf-8")
        text += "".join(f'\n[[modem]]\nname = "{name}"\n{more}\n' for name, more in modems.items())
        self.config.write_text(text, encoding="utf-8")

    def imei(self, place: int) -> str:
        """The IMEI of a simulated modem."""
        return str(self.do("status", place)["imei"])

    def status(self, name: str = "m") -> dict[str, Any]:
        """How the daemon says modem `name` is; {} while it does not answer."""
        return next((row for row in self.rows("modems") if row["name"] == name), {})

    def measures(self, name: str = "m") -> list[dict[str, Any]]:
        """The measures told in the events, oldest first, each with its moment in seconds."""
        rows = self.peek("SELECT at, modem, data FROM events WHERE kind = 'modem.recovery' ORDER BY id") or []
        return [{"at": at / 1e6} | json.loads(data) for at, modem, data in rows if modem == name]

    def tallies(self, name: str = "m") -> dict[str, tuple[int, int]]:
        """Rung → how often tried, how often it helped."""
        rows = self.peek(f"SELECT rung, tried, helped FROM recoveries WHERE modem = '{name}'") or []
        return {rung: (tried, helped) for rung, tried, helped in rows}


@contextmanager
def sticks(directory: Path, ttys: Sequence[str], modems: Mapping[str, str], **options: Any) -> Iterator[Sticks]:
    """Sticks that run and whose daemon does not yet; everything is ended afterwards."""
    made = Sticks(directory, ttys, modems, **options)
    made.farm.start()
    try:
        yield made
    finally:
        made.kill()
        made.farm.stop()


@contextmanager
def powered(made: Sticks, devices: str, plugs: Mapping[str, int]) -> Iterator[None]:
    """The real helper runs; taking the authorization of a bus path takes the power of that simulated modem."""
    with ExitStack() as stack:
        for bus_path, place in plugs.items():
            switch = made.machine.folder(bus_path) / "authorized"
            stack.enter_context(watching(switch, lambda place=place: made.do("power_cycle", place)))  # type: ignore[misc]
        stack.enter_context(helper(made.directory, made.machine, devices))
        yield


def told(status: Mapping[str, Any]) -> dict[str, str]:
    """Cause and next step as a person reads them, by language."""
    return {
        language: f"{told.cause} {told.step}"
        for language in COMPLETE
        for told in [explain(translator(language), str(status["reason"]), status["facts"])]
    }
