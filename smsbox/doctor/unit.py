"""The service of systemd: installed, started with the machine, watched, and locked in."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from smsbox.doctor.findings import Finding, note, ok, warning
from smsbox.doctor.ground import Ground

NAME = "smsbox.service"
_FOLDERS = ("etc/systemd/system", "run/systemd/system", "usr/local/lib/systemd/system", "usr/lib/systemd/system",
            "lib/systemd/system")  # fmt: skip
"""Where units lie, the strongest first (systemd.unit(5))."""
_RATED = re.compile(r"Overall exposure level for \S+: ([0-9.]+)")
_OPEN = 2.5


def unit(ground: Ground, *, rate: bool) -> Iterator[Finding]:
    """How the service stands; with `rate` systemd is asked what it thinks of its sandbox (takes a second)."""
    path = find(ground)
    if path is None:
        yield note("doctor.unit_none")
        return
    settings = read(ground, path)
    watched = settings.get("WatchdogSec", "0") not in ("0", "") and settings.get("Type", "").startswith("notify")
    restarted = settings.get("Restart", "no") in ("always", "on-failure", "on-abnormal")
    enabled = any(os.path.lexists(folder / NAME) for folder in ground.root.glob("etc/systemd/system/*.wants"))
    if not enabled:
        yield warning("doctor.unit_disabled", unit=NAME)
    if not (watched and restarted):
        yield warning("doctor.unit_unwatched", unit=NAME)
    if enabled and watched and restarted:
        yield ok("doctor.unit_ok", unit=NAME)
    exposure = _exposure(path) if rate else None
    if exposure is not None:
        fine = exposure <= _OPEN
        yield (ok if fine else warning)("doctor.unit_sandboxed" if fine else "doctor.unit_exposed", exposure=exposure)


def find(ground: Ground) -> Path | None:
    """The unit file in force."""
    return next((path for path in (ground.root / folder / NAME for folder in _FOLDERS) if path.is_file()), None)


def read(ground: Ground, path: Path) -> dict[str, str]:
    """The last value of each setting, drop-ins after the file itself."""
    drop_ins = [each for folder in _FOLDERS for each in ground.root.glob(f"{folder}/{NAME}.d/*.conf")]
    found: dict[str, str] = {}
    for file in (path, *sorted(drop_ins, key=lambda each: each.name)):
        lines = (ground.text(str(file.relative_to(ground.root))) or "").splitlines()
        found.update(_pair(line) for line in lines if "=" in line and line[:1] not in "#;")
    return found


def groups(ground: Ground) -> list[str]:
    """Groups that the service gives the daemon beside those of its account."""
    path = find(ground)
    return read(ground, path).get("SupplementaryGroups", "").split() if path is not None else []


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition("=")
    return name.strip(), value.strip()


def _exposure(path: Path) -> float | None:
    """What `systemd-analyze security` says of the file: 0 locked in, 10 open; None where it cannot tell."""
    command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", str(path)]
    try:
        rated = subprocess.run(command, capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        return None
    found = _RATED.search(rated.stdout)
    return float(found[1]) if found else None
