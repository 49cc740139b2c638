"""Power, SIM lock and registration of a modem: boot, restart, unplug, deafness, PIN, coming into and out of service."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsbox.modem.simulator.faults.table import Point
from smsbox.modem.simulator.framing import framed

if TYPE_CHECKING:
    from smsbox.modem.simulator.modem import Modem


class Power:
    """The on-and-off of one modem; `epoch` counts restarts and voids what was under way.

    A new one is that of a modem that has been running for long: booted, and registered unless its SIM wants a PIN.
    """

    def __init__(self, modem: Modem) -> None:
        self.modem = modem
        self.epoch = 0
        self.deaf = False
        self.cure = ""
        """What a deaf modem obeys all the same: "radio" (+CFUN off and on), "reboot", "" for nothing but power."""
        self.booting = False
        self.home_stat = 1
        self.full_told = False
        self.unlocked_now = modem.sim.pin is None
        if self.lock() != "READY":
            modem.radio.stat = 0

    # ── what the network sees ──

    @property
    def reachable(self) -> bool:
        """Whether a delivery can come through: powered, SIM open, registered."""
        return (
            self.modem.port.plugged
            and not self.booting
            and not self.deaf
            and self.modem.radio.serves_sms
            and self.lock() == "READY"
        )

    def memory_is_full(self) -> None:
        """A delivery found no room (Huawei says so, once until there is room again)."""
        name = self.modem.settings.memories[2]
        if self.modem.sim.memories[name].full and not self.full_told:
            self.full_told = True
            self.modem.urc(f'^SMMEMFULL: "{name}"')

    # ── SIM lock ──

    def lock(self) -> str:
        """READY, SIM PIN or SIM PUK (27.007 8.3)."""
        if self.modem.sim.absent:
            return "NOT INSERTED"
        if self.modem.sim.pin_left <= 0:
            return "SIM PUK"
        return "READY" if self.unlocked_now or self.modem.sim.pin is None else "SIM PIN"

    def sim_trouble(self) -> tuple[int, int] | None:
        """The (CMS, CME) codes of what is wrong with the SIM now, or None."""
        if self.modem.sim.absent:
            return 310, 10
        if self.booting:
            return 515, 14
        return {"SIM PIN": (311, 11), "SIM PUK": (316, 12)}.get(self.lock())

    def unlocked(self) -> None:
        """The right PIN (or PUK) was entered: the rest of the boot follows."""
        self.unlocked_now = True
        self.modem.sim_changed()
        self.modem.faults.fire(Point.UNLOCK, None)
        self.modem.after_reply(self.into_service)

    # ── registration ──

    def registration_text(self, name: str) -> str:
        """`stat`, with place and technology under n=2."""
        radio = self.modem.radio
        stat = radio.stat
        if name == "+CEREG" and radio.act != 7:
            stat = 0
        if self.modem.settings.creg[name] == 2 and stat in (1, 5, 6, 7):
            return f'{stat},"{radio.lac}","{radio.cell}",{radio.act}'
        return str(stat)

    def set_registration(self, stat: int) -> None:
        """The network (or a fault) changes the registration; URCs where they are on, held deliveries when back."""
        changed = stat != self.modem.radio.stat
        self.modem.radio.stat = stat
        if changed:
            self.modem.record("registration", stat=stat)
            for name, n in self.modem.settings.creg.items():
                if n:
                    self.modem.urc(f"{name}: {self.registration_text(name)}")
        if self.modem.radio.serves_sms:
            self.modem.network.release()

    def into_service(self) -> None:
        """Start searching, and find."""
        if self.modem.settings.cfun != 1:
            return
        self.set_registration(2)
        self.modem.soon(self.modem.pace.register(), lambda: self.set_registration(self.home_stat))

    def switch_radio(self, on: bool) -> None:
        """AT+CFUN=1 / 0 or 4."""
        if on and self.lock() == "READY":
            self.into_service()
        elif not on:
            self.set_registration(0)

    # ── power ──

    def _off(self) -> None:
        self.epoch += 1
        self.modem.calls.end("modem off")
        self.modem.forget_line()
        self.modem.forget_settings()
        self.modem.radio.stat = 0
        self.unlocked_now = self.modem.sim.pin is None
        self.booting = True

    def reboot(self, new_pty: bool = True, seconds: float | None = None) -> None:
        """Restart: settings lost, the tty gone for a while or (`new_pty` False) kept, boot lines, registration."""
        self.modem.record("reboot", new_pty=new_pty)
        self._off()
        if new_pty:
            self.modem.port.unplug()
        self._up_after(self.boot_seconds() if seconds is None else seconds)

    def reboot_shortly(self) -> None:
        """Restart as asked by a command: a moment later, so that its OK is read before the tty goes."""
        self.modem.reactor.later(0.1, self.reboot)

    def boot_seconds(self) -> float:
        """How long the modem needs, also where nothing else waits."""
        return self.modem.pace.boot() or self.modem.pace.scaled(self.modem.pace.profile.boot)

    def replug(self, seconds: float | None = None) -> None:
        """Unplug, and plug in again after `seconds` (8 s of 2G time)."""
        self.unplug()
        self.modem.reactor.later(self.modem.pace.scaled(8.0) if seconds is None else seconds, self.plug)

    def unplug(self) -> None:
        """Pull the stick out."""
        if self.modem.port.plugged:
            self.modem.record("unplug")
            self._off()
            self.modem.port.unplug()

    def plug(self) -> None:
        """Put the stick in: power and boot."""
        if not self.modem.port.plugged:
            self.modem.record("plug")
            self._off()
            self._up_after(0.0)

    def power_cycle(self) -> None:
        """Take the power away for a moment: the only cure for a deaf modem."""
        self.unplug()
        self.plug()

    def power_down(self, text: str) -> None:
        """Say the last word, then nothing until a power cycle."""
        self.modem.urc(text)
        self.modem.record("power down", text=text)
        self.deaf = True

    def overhear(self, data: bytes) -> None:
        """Octets that reach a deaf modem: it answers none, but some still obey the one command that helps."""
        restarts = (b"+CFUN=1,1", b"+CFUN=16", b"^RESET", b"+CRESET", b"#REBOOT")
        if self.cure == "radio" and b"+CFUN=1\r" in data:
            self.modem.faults.disarm("FM-41")
        elif self.cure == "reboot" and any(command in data for command in restarts):
            self.reboot()

    def hear_again(self) -> None:
        """Deafness ends without a restart; the network has waited."""
        self.deaf, self.cure = False, ""
        self.modem.network.release()

    def _up_after(self, seconds: float) -> None:
        epoch = self.epoch
        self.modem.reactor.later(seconds, lambda: self._up() if self.epoch == epoch else None)

    def _up(self) -> None:
        self.deaf = False
        self.modem.port.plug()
        self.modem.output.send([(0.0, framed("RDY") + framed("+CFUN: 1"))])
        finish: Callable[[], None] = self._booted
        self.modem.soon(self.modem.pace.boot() * 0.3, finish)

    def _booted(self) -> None:
        self.booting = False
        lock = self.lock()
        self.modem.urc(f"+CPIN: {lock}")
        self.modem.record("boot", lock=lock)
        self.modem.faults.fire(Point.BOOT, None)
        if lock == "READY":
            self.modem.urc("Call Ready")
            self.modem.urc("SMS Ready")
            self.into_service()
