"""What a process costs, read from /proc: CPU time, memory, bytes to the disk."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")
_TICK = 1.0 / os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of `pid` and of its living children, in seconds (proc(5), fields 14 and 15)."""
    fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) * _TICK
    return own + sum(cpu_seconds(child) for child in children(pid))


def fine_cpu_seconds(pid: int) -> float:
    """As `cpu_seconds`, to the nanosecond, for processes that hardly do anything; threads that ended are not in it."""
    tasks = (PROC / str(pid) / "task").iterdir()
    own = sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
    return own + sum(fine_cpu_seconds(child) for child in children(pid))


def children(pid: int) -> list[int]:
    """Processes started by any thread of `pid`."""
    found: list[int] = []
    for task in (PROC / str(pid) / "task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return found


def _kilobytes(path: Path, name: str) -> float:
    for line in path.read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    raise KeyError(name)


def resident_mb(pid: int) -> float:
    """Resident memory (VmRSS) in MB."""
    return _kilobytes(PROC / str(pid) / "status", "VmRSS")


def peak_mb(pid: int) -> float:
    """The most that was ever resident (VmHWM) in MB."""
    return _kilobytes(PROC / str(pid) / "status", "VmHWM")


def proportional_mb(pid: int) -> float:
    """Resident memory with shared pages divided among their users (PSS) in MB."""
    return _kilobytes(PROC / str(pid) / "smaps_rollup", "Pss")


def written_bytes(pid: int) -> int:
    """Bytes this process made the disk write (0 on file systems that do not count)."""
    lines = (PROC / str(pid) / "io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes:"))


def until(condition: Callable[[], bool], seconds: float, *, pause: float = 0.02, what: str = "") -> None:
    """Wait for `condition`. Raises TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:.0f} s: {what}")
        time.sleep(pause)
