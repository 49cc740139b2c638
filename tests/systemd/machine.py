"""A machine with systemd as its first process: a Debian root of `.ci/run` booted by systemd-nspawn, with the units and
the program of this checkout laid into it. Whatever is written there is gone afterwards.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
UNITS = PROJECT / "systemd"
SECONDS = 400
"""The machine is switched off after that, whatever it does."""
_PLACES = {
    "smsbox.service": "usr/lib/systemd/system",
    "smsbox-usb.service": "usr/lib/systemd/system",
    "smsbox-usb.socket": "usr/lib/systemd/system",
    "var-lib-smsbox-stick.mount": "usr/lib/systemd/system",
    "sysusers.conf": "usr/lib/sysusers.d/smsbox.conf",
    "tmpfiles.conf": "usr/lib/tmpfiles.d/smsbox.conf",
    "usb-devices": "etc/smsbox/usb-devices",
}
_PROGRAM = """\
#!/usr/bin/python3
import sys
sys.path[0:0] = ["/usr/lib/smsbox"]
sys.path.append("/usr/lib/smsbox-needs")
sys.modules["psycopg"] = None
from {module} import main
sys.exit(main())
"""
_AIR = """\
[Service]
User=smsbox
RuntimeDirectory=air
Environment=PYTHONPATH=/usr/lib/smsbox:/usr/lib/smsbox-needs
ExecStart=/usr/bin/python3 /trial/air.py
"""
_TRIAL = """\
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/usr/bin/python3 /trial/aboard.py {which}
ExecStopPost=/bin/systemctl --no-block --force --force poweroff
"""
_STICK = """\
[Mount]
What=tmpfs
Type=tmpfs
Options=
Options=uid=smsbox,gid=smsbox,mode=0750,noatime,nosuid,nodev,noexec
"""


class CannotBoot(Exception):
    """No machine can be had here; the text says why."""


def root(release: str) -> Path:
    """The Debian root of `.ci/roots`: systemd and what smsbox needs of Debian. Raises CannotBoot."""
    path = Path(os.environ.get("SMSBOX_ROOTS") or Path.home() / ".cache" / "smsbox-roots") / release
    if not (path / "usr/lib/systemd/systemd").exists():
        raise CannotBoot(f"no root of Debian {release} in {path.parent}: .ci/roots makes one")
    return path


def boot(folder: Path, release: str, which: str) -> dict[str, Any]:
    """Boot `release`, have `which` trials of `aboard` made, and hand out what was seen. Raises CannotBoot."""
    if os.geteuid() != 0:
        raise CannotBoot("only root can boot a machine")
    if shutil.which("systemd-nspawn") is None:
        raise CannotBoot("systemd-nspawn is not installed (package systemd-container)")
    base, out = root(release), folder / "out"
    out.mkdir()
    command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "--volatile=overlay",
               f"--directory={base}", f"--bind={out}:/out", *_laid_in(folder, which),
               "--boot", "systemd.wants=trial.service"]  # fmt: skip
    with open(base.with_name(base.name + ".booting"), "wb") as one, open(folder / "console", "wb") as console:
        fcntl.flock(one, fcntl.LOCK_EX)
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, stdout=console, stderr=console, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            pass
    facts = out / "facts.json"
    if not facts.exists():
        raise CannotBoot("systemd does not boot here: " + (folder / "console").read_text(errors="replace")[-600:])
    found: dict[str, Any] = json.loads(facts.read_text())
    return found


def _laid_in(folder: Path, which: str) -> list[str]:
    """The mounts that bring the project into the root."""
    made = folder / "made"
    made.mkdir()
    texts = {
        "usr/bin/smsbox": _PROGRAM.format(module="smsbox.cli"),
        "usr/bin/smsbox-usb": _PROGRAM.format(module="smsbox.usb.helper"),
        "etc/systemd/system/air.service": _AIR,
        "etc/systemd/system/trial.service": _TRIAL.format(which=which),
        "etc/systemd/system/var-lib-smsbox-stick.mount.d/tried.conf": _STICK,
    }
    mounts = {f"/{place}": made / place.replace("/", "-") for place in texts}
    for place, text in texts.items():
        file = made / place.replace("/", "-")
        file.write_text(text)
        file.chmod(0o755 if place.startswith("usr/bin") else 0o644)
    for name, place in _PLACES.items():
        copy = made / name
        shutil.copy(UNITS / name, copy)
        mounts[f"/{place}" if Path(place).suffix or place.startswith("etc") else f"/{place}/{name}"] = copy
    mounts["/usr/lib/smsbox/smsbox"] = PROJECT / "smsbox"
    mounts["/usr/lib/smsbox-needs"] = Path(sysconfig.get_path("purelib"))
    mounts["/trial"] = Path(__file__).parent
    return [f"--bind-ro={source}:{target}" for target, source in mounts.items()]
