"""The machine line: what the figures were measured on, with the cost of one flush to its disk."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import time
from pathlib import Path


def describe(folder: Path) -> str:
    """One line: processor, cores, load, system, Python, SQLite, file system and its fdatasync."""
    parts = (
        f"{_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}",
        f"{_file_system(folder)}, fdatasync {_flush_ms(folder):.2f} ms",
    )
    return " · ".join(parts)


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith(("model name", "Model")):
            return line.partition(":")[2].strip()
    return platform.machine()


def _file_system(folder: Path) -> str:
    asked = subprocess.run(["stat", "-f", "-c", "%T", str(folder)], capture_output=True, text=True, check=False)
    return asked.stdout.strip() or "unknown file system"


def _flush_ms(folder: Path) -> float:
    path, times = folder / "flush", []
    fd = os.open(path, os.O_CREAT | os.O_WRONLY)
    try:
        for _ in range(50):
            os.write(fd, b"x" * 4096)
            began = time.perf_counter()
            os.fdatasync(fd)
            times.append((time.perf_counter() - began) * 1000)
    finally:
        os.close(fd)
        path.unlink()
    return statistics.median(times)
