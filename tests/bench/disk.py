"""Rows: what the disk is charged with: a sent segment with its delivery report, a received message, an idle hour.

strace sees every flush and every write of the daemon to its folder until it has ended, so the move of the log into the
database file is in it. The air is forty times as fast as 2G but keeps its order: each report comes during a later
segment. What a message costs the SD card is in docs/sd-card.md.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from smsbox.outbox import State
from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box, texts
from tests.bench.figures import Figure
from tests.bench.modem import Modems, modems

GOAL_FLUSHES = 1.0
GOAL_KB = 25.0
GOAL_RECEIVED_FLUSHES = 2.0
"""One before it is deleted on the SIM card; one more may fall to what is done with it."""
GOAL_IDLE_FLUSHES = 60.0
"""An hour: once a minute."""
_CALL = re.compile(r"(fsync|fdatasync|pwrite64|write)\((\d+)<([^>]*)>")
_RESULT = re.compile(r"= (\d+)$")
_SETTLE_S = 130.0
"""What is asked of the operator when a box begins (balance, package) is written down then, and hours later again."""

Work = Callable[[Box, Modems], None]


@dataclass(frozen=True, slots=True)
class Cost:
    """Totals of one run: flushes, bytes by write calls, bytes the kernel charged the process with."""

    flushes: int
    written: int
    charged: int


def rows(bench: Bench) -> Iterator[Figure]:
    """Flushes and kilobytes a message, and of an hour in which nothing happens."""
    if shutil.which("strace") is None:
        raise RuntimeError("strace is not installed")
    yield from _sending(bench, 150 if bench.quick else 500)
    yield from _receiving(bench, 30 if bench.quick else 200)
    yield from _idle(bench, 60.0 if bench.quick else 300.0)


def _sending(bench: Bench, count: int) -> Iterator[Figure]:
    def work(box: Box, _: Modems) -> None:
        box.queue(texts(count, report=True))
        processes.until(lambda: box.in_state(State.DELIVERED) == count, 60 + count, pause=0.5, what="all delivered")

    cost = _measure(bench, "fast", work)
    note = f"over {count} segments with reports and their checkpoints, the daemon's end included"
    yield Figure("flushes (fsync, fdatasync) a sent segment", [cost.flushes / count], "", most=GOAL_FLUSHES, note=note)
    yield Figure(
        "written to the database files a sent segment", [cost.written / count / 1024], "KB", most=GOAL_KB, note=note
    )
    if cost.charged:
        charged = "what the kernel charged the process with (write_bytes of /proc/PID/io) before its end"
        yield Figure("charged as written to the disk a sent segment", [cost.charged / count / 1024], "KB", note=charged)


def _receiving(bench: Bench, count: int) -> Iterator[Figure]:
    def work(box: Box, air: Modems) -> None:
        for place in range(count):
            air.do("inbound", sender=f"+38050000{1000 + place}", text=f"When is my order {place} ready?")
            processes.until(lambda place=place: _routed(box) > place, 60, pause=0.05, what="in the desk")  # type: ignore[misc]

    cost = _measure(bench, "fast", work)
    note = f"over {count} messages one by one, each from somebody new, into the desk; the daemon's end included"
    goal = GOAL_RECEIVED_FLUSHES
    yield Figure("flushes a received message", [cost.flushes / count], "", most=goal, note=note)
    yield Figure("written to the database files a received message", [cost.written / count / 1024], "KB", note=note)


def _routed(box: Box) -> int:
    return int(box.store.run("SELECT count(*) FROM received WHERE routed_at IS NOT NULL").fetchone()[0])


def _idle(bench: Bench, seconds: float) -> Iterator[Figure]:
    cost = _measure(
        bench, "gsm2g", lambda *_: time.sleep(seconds), settle=20.0 if bench.quick else _SETTLE_S, end=False
    )
    hours = seconds / 3600
    note = f"{seconds:.0f} s with one modem and nobody at the page, taken for an hour"
    yield Figure("flushes an idle hour", [cost.flushes / hours], "", most=GOAL_IDLE_FLUSHES, note=note)
    yield Figure("written to the database files an idle hour", [cost.written / hours / 1024], "KB", note=note)


def _measure(bench: Bench, profile: str, work: Work, *, settle: float = 1.0, end: bool = True) -> Cost:
    """What `work` costs a box with one modem; `end`: and the daemon's end, with the last move of the log."""
    room = bench.room("disk")
    with modems(room / "air", profile=profile) as air, Box(room / "box", air.links) as box:
        box.start()
        box.ready()
        time.sleep(settle)
        trace = room / "trace"
        tracer = _attach(box.pid, trace)
        charged = processes.written_bytes(box.pid)
        work(box, air)
        charged = processes.written_bytes(box.pid) - charged
        if end:
            box.stop()
        else:
            tracer.terminate()
        tracer.wait(20)
        calls, written = _read(trace, box.folder)
    return Cost(calls["fsync"] + calls["fdatasync"], written, charged)


def _attach(pid: int, trace: Path) -> subprocess.Popen[bytes]:
    """strace on all threads of `pid`; returns once it is attached. Raises RuntimeError."""
    command = ["strace", "-f", "-y", "-s", "0", "-e", "trace=fsync,fdatasync,pwrite64,write", "-o", str(trace)]
    tracer = subprocess.Popen([*command, "-p", str(pid)], stderr=subprocess.PIPE)
    status = Path(f"/proc/{pid}/status")
    try:
        processes.until(lambda: f"TracerPid:\t{tracer.pid}" in status.read_text(), 10, what="strace attaches")
    except TimeoutError as error:
        tracer.terminate()
        assert tracer.stderr is not None
        raise RuntimeError(tracer.stderr.read().decode()) from error
    time.sleep(0.5)
    return tracer


def _read(trace: Path, folder: Path) -> tuple[Counter[str], int]:
    """How often each call was made, and the bytes of all writes to files of `folder` but the log of the bench."""
    calls: Counter[str] = Counter()
    written = 0
    begun: dict[str, str] = {}
    for line in trace.read_text(errors="replace").splitlines():
        thread = line.split(" ", 1)[0]
        if "unfinished ..." in line:
            begun[thread] = line
            continue
        called = begun.pop(thread) if "resumed>" in line and thread in begun else line
        found, result = _CALL.search(called), _RESULT.search(line)
        if found is None or result is None or not found[3].startswith(str(folder)) or found[3] == str(folder / "log"):
            continue
        calls[found[1]] += 1
        written += int(result[1]) if "write" in found[1] else 0
    return calls, written
