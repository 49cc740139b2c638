"""The power supply and the heat of a Raspberry Pi, as its firmware notes them; of any other machine nothing is said."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

from smsbox.doctor.findings import Finding, ok, problem, warning
from smsbox.doctor.ground import Ground

_LOW_NOW, _SLOWED_NOW, _HOT_NOW = 1 << 0, 1 << 2, 1 << 3
_LOW_ONCE = 1 << 16
"""Bits of get_throttled (documentation of vcgencmd)."""
_SOC = "sys/devices/platform/soc"
_ALARMS = tuple(f"{folder}/hwmon/*/in0_lcrit_alarm" for folder in (f"{_SOC}/*", f"{_SOC}/*/*", "sys/class"))
_FLAGS = f"{_SOC}/*/get_throttled"


def power(ground: Ground) -> Iterator[Finding]:
    """Under-voltage now or since the start, and throttling by heat."""
    if "Raspberry Pi" not in (ground.text("proc/device-tree/model") or ""):
        return
    flags = _flags(ground)
    if flags is None:
        return
    if flags & _LOW_NOW:
        yield problem("doctor.power_low")
    elif flags & _LOW_ONCE:
        yield warning("doctor.power_was_low")
    else:
        yield ok("doctor.power_ok")
    if flags & (_HOT_NOW | _SLOWED_NOW) and not flags & _LOW_NOW:
        yield warning("doctor.too_hot")


def _flags(ground: Ground) -> int | None:
    """The bits of get_throttled: from sysfs, from the tool of the firmware, or as far as the alarm of hwmon goes."""
    told = ground.first(_FLAGS) or _asked(ground)
    try:
        return int(told.rpartition("=")[2], 16) if told else _alarm(ground)
    except ValueError:
        return None


def _asked(ground: Ground) -> str | None:
    tool = ground.root / "usr/bin/vcgencmd"
    if not tool.exists():
        return None
    try:
        asked = subprocess.run([tool, "get_throttled"], capture_output=True, text=True, timeout=5)
    except (OSError, subprocess.SubprocessError):
        return None
    return asked.stdout.strip() if asked.returncode == 0 and "=" in asked.stdout else None


def _alarm(ground: Ground) -> int | None:
    found = [text for text in (ground.first(pattern) for pattern in _ALARMS) if text is not None]
    return None if not found else _LOW_NOW if "1" in found else 0
