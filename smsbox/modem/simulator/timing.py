"""How long things take on the simulated air: profiles, a speed factor, and jitter from the seed."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """Durations in seconds as measured on 2G hardware, and the divisor of them all (`zero`: no waiting)."""

    name: str
    divisor: float
    waits: bool = True
    segment: float = 4.0
    segment_kept_open: float = 2.5
    link_hold: float = 1.0
    command: tuple[float, float] = (0.005, 0.030)
    boot: float = 6.0
    register: float = 3.0
    report: float = 3.0
    inbound: float = 0.5
    ring: float = 5.0
    ussd: float = 2.0
    jitter: float = 0.05


PROFILES = {
    "gsm2g": Profile("gsm2g", 1.0),
    "fast": Profile("fast", 40.0),
    "zero": Profile("zero", 40.0, waits=False, jitter=0.0),
}


class Pace:
    """Durations of one modem: its profile, its speed factor (2.0 = twice as fast), its own seeded jitter."""

    def __init__(self, profile: Profile, seed: int | None, speed: float = 1.0) -> None:
        self.profile = profile
        self.speed = speed
        self.dice = random.Random(seed)

    def scaled(self, seconds: float) -> float:
        """`seconds` of the 2G world in this profile; real time also in profile `zero`, where only faults wait."""
        return seconds / (self.profile.divisor * self.speed)

    def _wait(self, seconds: float) -> float:
        if not self.profile.waits:
            return 0.0
        shake = 1.0 + self.profile.jitter * (2 * self.dice.random() - 1)
        return self.scaled(seconds) * shake

    def segment(self, kept_open: bool) -> float:
        """Seconds from Ctrl-Z to the result; shorter while the relay link is held open (27.005 +CMMS)."""
        return self._wait(self.profile.segment_kept_open if kept_open else self.profile.segment)

    def link_hold(self) -> float:
        """Seconds the relay link stays open after a result."""
        return self.scaled(self.profile.link_hold) if self.profile.waits else self.profile.link_hold

    def command(self) -> float:
        """Seconds an ordinary command takes."""
        low, high = self.profile.command
        return self._wait(low + (high - low) * self.dice.random()) if self.profile.waits else 0.0

    def report(self) -> float:
        """Seconds from acceptance to the first status report."""
        return self._wait(self.profile.report)

    def inbound(self) -> float:
        """Seconds until the network tries a held delivery again."""
        return self._wait(self.profile.inbound)

    def register(self) -> float:
        """Seconds from start to registration."""
        return self._wait(self.profile.register)

    def boot(self) -> float:
        """Seconds from power to the first answer."""
        return self._wait(self.profile.boot)

    def ring(self) -> float:
        """Seconds between two RINGs."""
        return self._wait(self.profile.ring) or 0.05

    def ussd(self) -> float:
        """Seconds until the network answers a USSD request."""
        return self._wait(self.profile.ussd)
