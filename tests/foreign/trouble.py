"""Owns a bad day: a stream of messages, one misfortune after another, and the clock on how soon the box works again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from tests.foreign import pdu, texts
from tests.foreign.shop import Shop, number, until

REPLUG, RETURN = 10.0, 60.0
FINAL = {"delivered", "sent", "undelivered", "unreported"}
OPEN = {"uncertain", "held"}


@dataclass(frozen=True)
class Misfortune:
    """What happens (`strike`), how to know that it is over, and how soon afterwards the next segment must be taken."""

    name: str
    strike: Callable[[Shop], Callable[[], bool]]
    limit: float = RETURN


def armed(fault: str, **options: object) -> Misfortune:
    """A fault of the modem that happens at its next occasion."""

    def strike(box: Shop) -> Callable[[], bool]:
        box.modem.faults.arm(fault, **options)  # type: ignore[arg-type]
        return lambda: not box.modem.faults.pending(fault) and not box.modem.busy_sending

    return Misfortune(fault + "".join(f" {value}" for value in options.values()), strike)


def power(name: str, gap: float, limit: float, *, zombie: bool = False, noise: bool = True) -> Misfortune:
    """The modem starts anew on another pty."""

    def strike(box: Shop) -> Callable[[], bool]:
        box.modem.do(lambda: box.modem.power_on(gap, zombie=zombie, noise=noise))
        return lambda: box.modem.running

    return Misfortune(name, strike, limit)


def murder(fault: str, **options: object) -> Misfortune:
    """kill -9 of the daemon at a chosen octet, and a start as systemd would."""

    def strike(box: Shop) -> Callable[[], bool]:
        victim = box.process
        assert victim
        box.modem.faults.arm(fault, do=victim.kill, **options)  # type: ignore[arg-type]
        if fault == "kill_at_cmgd":
            box.modem.incoming(pdu.deliver(number(190), "at the moment of removal"))
            box.arrived.append((number(190), "at the moment of removal"))

        def over() -> bool:
            if victim.poll() is None:
                return False
            box.start()
            return True

        return over

    return Misfortune(fault, strike)


def vanish(gap: float) -> Misfortune:
    """The port goes in the middle of a PDU."""

    def strike(box: Shop) -> Callable[[], bool]:
        box.modem.faults.arm("vanish", after=30, gap=gap)
        return lambda: not box.modem.faults.pending("vanish") and box.modem.running

    return Misfortune(f"vanish {gap}", strike, REPLUG)


def secret_reset() -> Misfortune:
    """Text mode, echo, no indications: and nobody says so."""

    def strike(box: Shop) -> Callable[[], bool]:
        before = box.modem.resets
        box.modem.lose_settings()
        return lambda: box.modem.resets > before

    return Misfortune("secret reset", strike)


def deaf(seconds: float) -> Misfortune:
    """Everything said to the modem is lost for a while."""

    def strike(box: Shop) -> Callable[[], bool]:
        box.modem.deafen(seconds)
        return lambda: time.monotonic() > box.modem.deaf_until

    return Misfortune(f"deaf {seconds}", strike)


def full(arrivals: list[tuple[str, str]]) -> Misfortune:
    """More arrives than the memory holds, and removal fails at first."""

    def strike(box: Shop) -> Callable[[], bool]:
        box.modem.capacity = 3
        box.modem.faults.arm("cmgd_fails", times=2)
        for sender, text in arrivals:
            box.modem.incoming(pdu.deliver(sender, text))
        return lambda: True

    return Misfortune("full", strike)


def sending(hurry: float) -> list[Misfortune]:
    """All that a modem does to those who send; `hurry` as the daemon has it."""
    return [
        armed("late", seconds=20 * hurry),
        armed("no_ok"),
        armed("no_result"),
        armed("garbage"),
        armed("error_after_accept"),
        armed("latin1"),
        armed("refuse"),
        armed("no_prompt"),
        armed("silence"),
        secret_reset(),
        armed("late", seconds=90 * hurry),
        armed("silence", lost=True),
    ]


def line() -> list[Misfortune]:
    """All that happens to plugs, power and processes."""
    return [
        power("new pty in its place", 0.0, RETURN),
        power("link gone for 3 s", 3.0, REPLUG),
        murder("kill_in_body", after=30),
        vanish(0.0),
        vanish(3.0),
        murder("kill_after_ctrl_z"),
        murder("kill_at_cmgd"),
        power("the old pty stays open", 0.0, RETURN, zombie=True),
    ]


def live_through(box: Shop, misfortunes: list[Misfortune], messages: int) -> dict[str, float]:
    """Send a stream and strike again each time it flows; how long after the end of each the next segment was taken.

    Raises AssertionError when it does not flow again in time, or something was lost, doubled in secret or misjudged.
    """
    people = box.send(*[f"{place}: {texts.cyrillic(50 + place % 3 * 30)}" for place in range(messages)])
    box.start()
    box.wait_accepted(2, RETURN)
    took: dict[str, float] = {}
    for misfortune in misfortunes:
        begun = len(box.truth.accepted)
        over = misfortune.strike(box)
        until(over, 60 + patience(box), lambda m=misfortune: f"{m.name} struck; {box.why()}")  # type: ignore[misc]
        ended, seen = time.monotonic(), len(box.truth.accepted)
        if seen > messages:  # the stream may have run dry meanwhile
            people += box.send("one more", "and another", "and a last", first=messages + 1 + len(took) * 3)
            ended, seen = time.monotonic(), len(box.truth.accepted)
        limit = misfortune.limit + (patience(box) if misfortune.name.startswith("silence") else 0.0)
        until(
            lambda s=seen: len(box.truth.accepted) > s,  # type: ignore[misc]
            limit,
            lambda m=misfortune: f"flowing again after {m.name}; {box.why()}",  # type: ignore[misc]
        )
        took[misfortune.name] = round(time.monotonic() - ended, 1)
        box.wait_accepted(begun + 2, limit + 20.0)  # a doubt keeps the line listening for a while
    box.wait_states(FINAL | OPEN, 90 + 2 * messages * box.modem.habits.result[1] * box.modem.speed)
    judge(box, people)
    return took


def judge(box: Shop, people: list[tuple[str, str]]) -> None:
    """Nothing lost, nothing twice without a mark, no state that the network contradicts."""
    taken = box.truth.texts()
    rows = {row["recipient"]: row for row in box.rows("outbox", "list")}
    sins = []
    for recipient, text in people:
        row, times = rows[recipient], taken[recipient, text]
        marked = any(segment["maybe_duplicate"] for segment in row["segments"])
        if row["state"] in FINAL and not times:
            sins.append(f"lost, yet {row['state']}: {row}")
        if times > 1 and not marked:
            sins.append(f"taken {times} times without a mark: {row}")
    strange = Counter(key for key in taken if key not in people and not key[1].startswith("<incomplete"))
    assert not sins, "\n".join(sins) + f"\n{box.log()}"
    assert not strange, strange
    longest = 0.95 * patience(box)
    early = [sin for sin in box.truth.violations if not (" s after Ctrl-Z" in sin and _age(sin) >= longest)]
    assert not early, f"{early}\n{box.log()}"
    assert not box.truth.rejected, box.log()


def patience(box: Shop) -> float:
    """Seconds after Ctrl-Z within which nobody may disturb this make: what its maker publishes, or what is usual."""
    return {"simcom": 65.0, "quectel": 120.0, "u-blox": 180.0}.get(box.modem.habits.name, 55.0) * box.hurry


def _age(violation: str) -> float:
    return float(violation.rsplit(" s after Ctrl-Z", 1)[0].rsplit(" ", 1)[1])
