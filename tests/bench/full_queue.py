"""Row: messages a second with 2G timing and a full queue, against an ideal client at work in the same minute.

Everybody has modems of his own, all of one make: exactly 2.5 s a segment with the link kept open, 4 s without. Nobody
is busy (a segment costs milliseconds of computing), so all run side by side and what disturbs one disturbs all.
"""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench import ideal
from tests.bench.bench import Bench
from tests.bench.box import Box
from tests.bench.figures import Figure
from tests.bench.gammu import GammuSmsd
from tests.bench.modem import Modems, modems
from tests.bench.smstools import Smstools

GOAL = 0.99
_FASTEST_S = 2.5
_PATIENCE_S = 60.0
_FEW = 5
_IDEAL, _PLAIN, _REPORTS = "ideal", "smsbox", "smsbox, with reports"


@dataclass(frozen=True, slots=True)
class Plan:
    """`modems` for each contender, in `lanes` independent repetitions, for `seconds`, `speed` times as fast as 2G."""

    modems: int
    lanes: int
    seconds: float
    speed: float = 1.0

    @property
    def queue(self) -> int:
        """Messages for each modem: more than can pass."""
        return int(self.seconds * self.speed / _FASTEST_S) + 25


PLANS = (Plan(1, 3, 110), Plan(4, 1, 110), Plan(32, 1, 60))
QUICK = (Plan(1, 1, 20, 5), Plan(4, 1, 20, 5))

Start = Callable[[ExitStack, Path, Modems, Plan], None]


def rows(bench: Bench) -> Iterator[Figure]:
    """Ratios for one, four and thirty-two modems."""
    for plan in QUICK if bench.quick else PLANS:
        yield from _race(bench, plan)


def _race(bench: Bench, plan: Plan) -> Iterator[Figure]:
    contenders = _contenders()
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    with ExitStack() as stack:
        fields: list[tuple[str, Modems]] = []
        for _ in range(plan.lanes):
            for name, start in contenders.items():
                room = bench.room(f"queue-{plan.modems}-{name.replace(', ', '-').replace(' ', '-')}")
                air = stack.enter_context(modems(room / "air", plan.modems, profile="gsm2g", speed=plan.speed))
                start(stack, room, air, plan)
                fields.append((name, air))
        _let_begin(fields)
        began = time.time_ns() // 1000
        time.sleep(plan.seconds)
        for name, air in fields:
            rates[name] += _rates(air, began, plan.seconds)
    yield from _figures(plan, rates)


def _figures(plan: Plan, rates: dict[str, list[float]]) -> Iterator[Figure]:
    best = statistics.mean(rates[_IDEAL])
    hurried = f", air {plan.speed:g} × as fast" if plan.speed != 1 else ""
    crowd = f"{plan.modems} modem{'s' if plan.modems > 1 else ''}{hurried}"
    note = f"the ideal client: {best:.4f} messages/s a modem ({crowd}); one ratio for each modem and repetition"
    for name, each in rates.items():
        if name != _IDEAL:
            goal = GOAL if name.startswith("smsbox") else None
            yield Figure(f"messages/s ÷ ideal, {crowd}: {name}", [rate / best for rate in each], least=goal, note=note)


def _let_begin(fields: list[tuple[str, Modems]]) -> None:
    """Wait until every modem has sent; peers that leave some without work (one queue for all) are not waited for."""
    deadline = time.monotonic() + _PATIENCE_S
    for name, air in fields:
        while not _all_began(air):
            if time.monotonic() > deadline:
                if name in (_IDEAL, _PLAIN, _REPORTS):
                    raise TimeoutError(f"{name} does not send through all modems")
                break
            time.sleep(0.5)


def _all_began(air: Modems) -> bool:
    """Whether each modem has sent two segments: the first one has to open the link."""
    seen = [entry["modem"] for entry in air.log("accepted")]
    return all(seen.count(f"sim{place}") >= 2 for place in range(len(air.links)))


def _rates(air: Modems, began: int, seconds: float) -> list[float]:
    """Segments a second of each modem since `began` (µs), from acceptance to acceptance; a few are just counted."""
    found = []
    for place in range(len(air.links)):
        times = [e["t"] for e in air.log("accepted") if e["modem"] == f"sim{place}" and e["t"] >= began]
        few = len(times) < _FEW
        found.append(len(times) / seconds if few else (len(times) - 1) * 1e6 / (times[-1] - times[0]))
    return found


# ── contenders


def _contenders() -> dict[str, Start]:
    found: dict[str, Start] = {_IDEAL: _start_ideal, _PLAIN: _start_smsbox, _REPORTS: _start_smsbox_with_reports}
    if GammuSmsd.installed():
        found["gammu-smsd"] = _start_gammu
    if Smstools.installed():
        found["smstools3"] = _start_smstools
    return found


def _start_ideal(stack: ExitStack, room: Path, air: Modems, plan: Plan) -> None:
    process = ideal.start(plan.queue, air.links)
    stack.callback(_end, process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait()


def _start_smsbox(stack: ExitStack, room: Path, air: Modems, plan: Plan, *, report: bool = False) -> None:
    box = Box(room / "box", air.links)
    box.fill(plan.queue * plan.modems, report=report)
    stack.enter_context(box).start()


def _start_smsbox_with_reports(stack: ExitStack, room: Path, air: Modems, plan: Plan) -> None:
    _start_smsbox(stack, room, air, plan, report=True)


def _start_gammu(stack: ExitStack, room: Path, air: Modems, plan: Plan) -> None:
    _start_peer(stack, GammuSmsd(room / "peer", air.links), plan)


def _start_smstools(stack: ExitStack, room: Path, air: Modems, plan: Plan) -> None:
    _start_peer(stack, Smstools(room / "peer", air.links), plan)


def _start_peer(stack: ExitStack, peer: GammuSmsd | Smstools, plan: Plan) -> None:
    peer.queue(plan.queue)
    stack.callback(peer.stop)
    peer.start()
