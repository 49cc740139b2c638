"""Row: what a sent segment with its delivery report costs the disk, from the claim to the last checkpoint.

strace sees every flush and every write of the daemon until it has ended, so the move of the log into the database file
is in it. The air is forty times as fast as 2G but keeps its order: each report comes during a later segment.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from smsbox.outbox import State
from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box, texts
from tests.bench.figures import Figure
from tests.bench.modem import modems

GOAL_FLUSHES = 1.0
GOAL_KB = 25.0
_CALL = re.compile(r"(fsync|fdatasync|pwrite64)(?:\(| resumed>).*= (\d+)$")


@dataclass(frozen=True, slots=True)
class Cost:
    """Totals of one run."""

    flushes: int
    written: int
    charged: int


def rows(bench: Bench) -> Iterator[Figure]:
    """Flushes and kilobytes a segment."""
    if shutil.which("strace") is None:
        raise RuntimeError("strace is not installed")
    count = 150 if bench.quick else 500
    cost = _measure(bench, count)
    note = f"over {count} segments with reports and their checkpoints, the daemon's end included"
    yield Figure("flushes (fsync, fdatasync) a sent segment", [cost.flushes / count], "", most=GOAL_FLUSHES, note=note)
    yield Figure(
        "written to the database files a sent segment", [cost.written / count / 1024], "KB", most=GOAL_KB, note=note
    )
    if cost.charged:
        charged = "what the kernel charged the process with (write_bytes of /proc/PID/io) before its end"
        yield Figure("charged as written to the disk a sent segment", [cost.charged / count / 1024], "KB", note=charged)


def _measure(bench: Bench, count: int) -> Cost:
    room = bench.room("disk")
    with modems(room / "air", profile="fast") as air, Box(room / "box", air.links) as box:
        box.start()
        box.ready()
        time.sleep(1.0)
        trace = room / "trace"
        tracer = _attach(box.pid, trace)
        charged = processes.written_bytes(box.pid)
        box.queue(texts(count, report=True))
        processes.until(lambda: box.in_state(State.DELIVERED) == count, 60 + count, pause=0.5, what="all delivered")
        charged = processes.written_bytes(box.pid) - charged
        box.stop()
        tracer.wait(20)
    calls, written = _read(trace)
    return Cost(calls["fsync"] + calls["fdatasync"], written, charged)


def _attach(pid: int, trace: Path) -> subprocess.Popen[bytes]:
    """strace on all threads of `pid`; returns once it is attached. Raises RuntimeError."""
    command = ["strace", "-f", "-s", "0", "-e", "trace=fsync,fdatasync,pwrite64", "-o", str(trace), "-p", str(pid)]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE)
    status = Path(f"/proc/{pid}/status")
    try:
        processes.until(lambda: f"TracerPid:\t{tracer.pid}" in status.read_text(), 10, what="strace attaches")
    except TimeoutError as error:
        tracer.terminate()
        assert tracer.stderr is not None
        raise RuntimeError(tracer.stderr.read().decode()) from error
    time.sleep(0.5)
    return tracer


def _read(trace: Path) -> tuple[Counter[str], int]:
    """How often each call was made, and the bytes of pwrite64 (only SQLite uses it)."""
    calls: Counter[str] = Counter()
    written = 0
    for line in trace.read_text().splitlines():
        found = _CALL.search(line)
        if found is not None:
            calls[found[1]] += 1
            written += int(found[2]) if found[1] == "pwrite64" else 0
    return calls, written
