"""The ladder by which a dead modem is brought back: which measure comes next, when, and when to stop for a while. Pure.

resync → reopen → radio off and on → restart by command → USB → alarm. Reopening never ceases, so a modem that comes
back by itself is at work within seconds; everything that resets the modem is rare: some time between two measures, a
limit an hour, and after the last one a rest that doubles up to an hour. Only five minutes of work end an incident.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import Any

from smsbox.clock import SECOND, Micros
from smsbox.recovery.troubles import Trouble

# Seconds, all of them.
RETRY = (1.0, 1.0, 2.0, 3.0, 5.0)
"""Between two attempts to open the port, by their number."""
RETRY_ABSENT = 1.0
RETRY_PATIENT = 30.0
"""While a person is waited for, and has to do more than to plug something in."""
BOOT = 45.0
"""A modem whose port has just appeared may be starting: silence is no fault yet."""
STICK = 20.0
"""usb_modeswitch and the kernel need as long to turn a stick round."""
SETTLE = 40.0
"""After a measure that showed an effect: until the modem is judged again."""
STEADY = 300.0
"""Of work, after which an incident is over."""
SHORT = 60.0
"""A session shorter than this did not really work."""
REST = (1200.0, 2400.0, 3600.0)
"""After the last rung, by the number of times it was reached."""
HOUR = 3600.0

MOST_AN_HOUR = 10
"""Resets of one modem, of all kinds together."""
MOST_LOSSES = 6
"""Sessions in a row that broke before they had really worked."""


class Rung(Enum):
    """One measure; from the mildest."""

    RESYNC = "resync"
    REOPEN = "reopen"
    RADIO = "radio"
    REBOOT = "reboot"
    USB = "usb"
    ALARM = "alarm"


RESETS = (Rung.RADIO, Rung.REBOOT, Rung.USB)
USB_TRIES = 3
"""Authorize, bus reset, power: three tries of one rung."""

_CLIMBS: Mapping[Trouble, tuple[Rung, ...]] = {
    Trouble.STICK: (Rung.USB,),
    Trouble.LOST: RESETS,
    Trouble.SILENT: RESETS,
    Trouble.SIM: (Rung.RADIO, Rung.REBOOT),
    Trouble.NETWORK: (Rung.RADIO, Rung.REBOOT),
    Trouble.WORK: RESETS,
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where one modem stands in its incident; moments in microseconds, 0: never. The start of life is no incident."""

    since: Micros = 0
    rung: Rung | None = None
    """The highest measure taken in this round; None: nothing but reopening so far."""
    tries: int = 0
    """How often that rung was tried in this round."""
    failed: int = 0
    """Attempts to open the line in a row that failed."""
    losses: int = 0
    rounds: int = 0
    appeared: Micros = 0
    """When the modem's port last vanished or came, or the modem was reset."""
    not_before: Micros = 0
    """No reset before this moment."""
    resets: tuple[Micros, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """A plain dictionary that `from_json` reads."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return plain | {"rung": self.rung.value if self.rung else None, "resets": list(self.resets)}


def from_json(plain: Mapping[str, Any]) -> Ladder:
    """The ladder of `as_json`; a fresh one when that is not what it is."""
    try:
        rung = plain["rung"]
        numbers = {each.name: int(plain[each.name]) for each in fields(Ladder) if each.name not in ("rung", "resets")}
        return Ladder(rung=Rung(rung) if rung else None, resets=tuple(map(int, plain["resets"])), **numbers)
    except (KeyError, TypeError, ValueError):
        return Ladder()


@dataclass(frozen=True, slots=True)
class Step:
    """What to do now: take the measure `rung` (its attempt number `tries`), wait `wait_s`, open the line again.

    `ladder` is the ladder after it.
    """

    rung: Rung
    tries: int
    wait_s: float
    ladder: Ladder


def started(ladder: Ladder, now: Micros) -> Ladder:
    """The daemon starts: nothing is forgotten, but nobody knows how long the port has been there."""
    return _sane(replace(ladder, appeared=now, failed=0), now)


def next_step(
    ladder: Ladder,
    trouble: Trouble,
    allowed: Collection[Rung],
    now: Micros,
    *,
    worked_s: float = 0.0,
    patient: bool = False,
) -> Step:
    """What to do about `trouble` after a session that worked for `worked_s` seconds (0: the line did not even open).

    `allowed`: the resets this modem may get. `patient`: a person has to come first.
    """
    ladder = _note(_sane(ladder, now), trouble, now, worked_s)
    wait = _wait(trouble, ladder, patient)
    if not _due(ladder, trouble, now):
        return Step(Rung.REOPEN, ladder.failed, wait, ladder)
    if ladder.rung is Rung.ALARM:
        ladder = replace(ladder, rung=None, tries=0)  # rested: from the first rung again
    rung, tries = _above(ladder, [each for each in _CLIMBS[trouble] if each in allowed])
    if rung is Rung.ALARM:
        if now < ladder.resets[-1] + _micros(SETTLE) if ladder.resets else False:
            return Step(Rung.REOPEN, ladder.failed, wait, ladder)  # on a soldered line a restart shows no effect
        return _alarm(ladder, now, wait)
    if len(ladder.resets) >= MOST_AN_HOUR:
        rested = replace(ladder, not_before=ladder.resets[-MOST_AN_HOUR] + _micros(HOUR))
        return Step(Rung.REOPEN, ladder.failed, wait, rested)
    after = replace(ladder, rung=rung, tries=tries, resets=(*ladder.resets, now))
    return Step(rung, tries, RETRY[0], after)


def taken(ladder: Ladder, now: Micros, *, effect: bool) -> Ladder:
    """The measure of the last step is done. With an `effect` (it answered, its port went) it gets time to start."""
    if effect:
        rest = max(ladder.not_before, now + _micros(SETTLE))
        return replace(ladder, appeared=now, not_before=rest, failed=0, losses=0)
    return replace(ladder, failed=1)


def untaken(ladder: Ladder) -> Ladder:
    """The measure of the last step could not be taken at all: it does not count as a reset."""
    return replace(ladder, resets=ladder.resets[:-1])


def steady(ladder: Ladder) -> Ladder:
    """The modem has worked for STEADY seconds: the incident is over; only the resets of this hour are remembered."""
    return Ladder(resets=ladder.resets)


def _note(ladder: Ladder, trouble: Trouble, now: Micros, worked_s: float) -> Ladder:
    if worked_s >= STEADY and trouble not in (Trouble.NETWORK, Trouble.WORK):
        ladder = steady(ladder)
    ladder = replace(
        ladder,
        since=ladder.since or now,
        failed=1 if worked_s > 0 else ladder.failed + 1,
        losses=ladder.losses if worked_s <= 0 else 0 if worked_s >= SHORT else ladder.losses + 1,
    )
    if trouble in (Trouble.LOST, Trouble.ABSENT):
        return replace(ladder, appeared=now)
    return ladder


def _due(ladder: Ladder, trouble: Trouble, now: Micros) -> bool:
    """Whether it is time for more than opening the port again."""
    if trouble not in _CLIMBS or now < ladder.not_before:
        return False
    unstable = ladder.losses >= MOST_LOSSES
    match trouble:
        case Trouble.NETWORK | Trouble.WORK:
            return True
        case Trouble.LOST:
            return unstable
        case Trouble.STICK:
            return now >= max(ladder.since, ladder.appeared) + _micros(STICK)
        case _:
            return unstable or (ladder.failed >= 2 and now >= ladder.appeared + _micros(BOOT))


def _above(ladder: Ladder, sequence: list[Rung]) -> tuple[Rung, int]:
    """The next rung of `sequence` and its attempt number; ALARM at the end."""
    if ladder.rung is Rung.USB and Rung.USB in sequence and ladder.tries < USB_TRIES:
        return Rung.USB, ladder.tries + 1
    order = list(Rung)
    height = order.index(ladder.rung) if ladder.rung is not None else -1
    return next(((rung, 1) for rung in sequence if order.index(rung) > height), (Rung.ALARM, 1))


def _alarm(ladder: Ladder, now: Micros, wait: float) -> Step:
    rest = REST[min(ladder.rounds, len(REST) - 1)]
    after = replace(
        ladder, rung=Rung.ALARM, tries=ladder.rounds + 1, rounds=ladder.rounds + 1, not_before=now + _micros(rest)
    )
    return Step(Rung.ALARM, after.tries, wait, after)


def _wait(trouble: Trouble, ladder: Ladder, patient: bool) -> float:
    if patient:
        return RETRY_PATIENT
    if trouble in (Trouble.ABSENT, Trouble.STICK):
        return RETRY_ABSENT
    return RETRY[min(max(ladder.failed, 1), len(RETRY)) - 1]


def _sane(ladder: Ladder, now: Micros) -> Ladder:
    """Without what is older than an hour, and without a future: the wall clock may have been set back."""
    hour = _micros(HOUR)
    kept = tuple(at for at in ladder.resets if now - hour < at <= now)
    return replace(
        ladder,
        resets=kept,
        since=min(ladder.since, now),
        appeared=min(ladder.appeared, now),
        not_before=min(ladder.not_before, now + hour),
    )


def _micros(seconds: float) -> Micros:
    return int(seconds * SECOND)
