"""Row: a campaign to 100,000 people by `smsbox send --file` – how soon the first segment leaves, what memory grows.

A modem with 2G timing, so the daemon sends a handful while the file is being queued, as it would in a shop.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box, people
from tests.bench.figures import Figure
from tests.bench.modem import ASKED, Modems, modems
from tests.permitted import permit_crowd

GOAL_S = 1.0
GOAL_MB = 20.0
_TEXT = "Dear {name}, everything is 20 % cheaper until Sunday. Your code: {code}"


@dataclass(frozen=True, slots=True)
class Launch:
    """Seconds and megabytes of one campaign."""

    from_process: float
    from_queueing: float
    whole: float
    daemon_growth: float
    command_peak: float


def rows(bench: Bench) -> Iterator[Figure]:
    """First AT+CMGS after the launch, and growth of the daemon and of the command."""
    crowd = 20_000 if bench.quick else 100_000
    sheet = _sheet(bench, crowd)
    launches = [_launch(bench, sheet, crowd) for _ in range(1 if bench.quick else 3)]
    small = _launch(bench, _sheet(bench, 10), 10)
    note = (
        "launch: all rows have been checked and queueing begins (created_at of the first message); "
        "nothing may be queued while a later row may still turn out bad"
    )
    name = f"{crowd:,} recipients"
    yield Figure(
        f"{name}: launch → first AT+CMGS", [each.from_queueing for each in launches], "s", most=GOAL_S, note=note
    )
    yield Figure(f"{name}: start of the command → first AT+CMGS", [each.from_process for each in launches], "s")
    yield Figure(f"{name}: start of the command → all queued", [each.whole for each in launches], "s")
    yield Figure(
        f"{name}: growth of the daemon", [each.daemon_growth for each in launches], "MB", most=GOAL_MB,
        note="its largest resident memory during the campaign less that before",
    )  # fmt: skip
    yield Figure(
        f"{name}: growth of the command",
        [each.command_peak - small.command_peak for each in launches],
        "MB",
        most=GOAL_MB,
        note=f"its largest resident memory less that of the same command with 10 recipients ({small.command_peak:.1f})",
    )


def _sheet(bench: Bench, crowd: int) -> Path:
    """A CSV file as a shop has it."""
    path = bench.room("sheet") / "people.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write("number,name,code\n")
        for place, number in enumerate(people(crowd)):
            file.write(f"{number},Olena {place % 977},K{place:06d}\n")
    return path


def _launch(bench: Bench, sheet: Path, crowd: int) -> Launch:
    room = bench.room("campaign")
    with modems(room / "air", profile="gsm2g") as air, Box(room / "box", air.links) as box:
        permit_crowd(box.store, people(crowd))
        box.start()
        box.ready()
        time.sleep(2.0)
        return _run(air, box, sheet, crowd)


def _run(air: Modems, box: Box, sheet: Path, crowd: int) -> Launch:
    before = processes.resident_mb(box.pid)
    began = time.time_ns() // 1000
    command = box.command("send", "--file", str(sheet), "--text", _TEXT, "--class", "marketing")
    said = box.folder / "said"
    with open(said, "wb") as words:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=words)
    daemon_peak = command_peak = 0.0
    while process.poll() is None:
        daemon_peak = max(daemon_peak, processes.resident_mb(box.pid))
        try:
            command_peak = max(command_peak, processes.peak_mb(process.pid))
        except (KeyError, FileNotFoundError, ProcessLookupError):
            break  # it has just ended
        time.sleep(0.05)
    if process.wait() != 0:
        raise RuntimeError(said.read_text(encoding="utf-8")[-500:])
    ended = time.time_ns() // 1000
    air.wait(ASKED, 1, 30)
    queued, launched = box.store.run("SELECT count(*), min(created_at) FROM messages").fetchone()
    if queued != crowd:
        raise RuntimeError(f"{queued} of {crowd} queued")
    first = air.log(ASKED)[0]["t"]
    return Launch(
        (first - began) / 1e6, (first - launched) / 1e6, (ended - began) / 1e6, daemon_peak - before, command_peak
    )
