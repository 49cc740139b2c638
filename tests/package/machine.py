"""Bare machines: a Debian root of `.ci/roots` under a layer that is gone afterwards, with processes, devices and a
network (the loopback alone) of its own; and the package as it is made of this checkout.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
BUILD = PROJECT / "package" / "build.py"
WHEELS = PROJECT / "build" / "wheels"
RELEASES = ("bookworm", "trixie")
SECONDS = 500
_ENTER = """\
set -e
mount -t tmpfs tmpfs "$layer"
mkdir "$layer/up" "$layer/work" "$layer/root"
mount -t overlay overlay -o "lowerdir=$base,upperdir=$layer/up,workdir=$layer/work" "$layer/root"
cd "$layer/root"
mkdir -p trial
mount --bind "$trial" trial
mount -t proc proc proc
mount -t sysfs -o ro sysfs sys
mount -t tmpfs -o mode=0755 tmpfs run
mount -t tmpfs -o mode=0755 tmpfs dev
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
for each in null:3 zero:5 full:7 random:8 urandom:9; do
  mknod -m 0666 "dev/${each%:*}" c 1 "${each#*:}"
done
mknod -m 0666 dev/tty c 5 0
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/root chroot . /usr/bin/python3 /trial/aboard.py
"""
_BOOTED = """\
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/usr/bin/python3 /trial/booted.py
ExecStopPost=/bin/systemctl --no-block --force --force poweroff
"""


class CannotTry(Exception):
    """Something that is needed is missing here; the text says what."""


def made(folder: Path, *more: str) -> Path:
    """The package, made into `folder` without a network. Raises CannotTry."""
    if shutil.which("dpkg-deb") is None:
        raise CannotTry("dpkg-deb is not installed")
    if not list(WHEELS.glob("*.whl")):
        raise CannotTry("the libraries for the package are not there: `make wheels` brings them")
    done = subprocess.run(
        [sys.executable, BUILD, "--offline", "--compression", "gzip", "--out", folder, *more],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1760000000"},
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def tried(folder: Path, release: str, deb: Path, newer: Path) -> dict[str, Any]:
    """What the steps of `aboard` saw on a bare machine with this release of Debian. Raises CannotTry."""
    base, trial, layer = _base(release), _trial(folder, deb, newer), folder / "layer"
    layer.mkdir()
    done = subprocess.run(
        [
            "unshare",
            "--mount",
            "--propagation=private",
            "--pid",
            "--fork",
            "--kill-child",
            "--net",
            "--uts",
            "--ipc",
            "sh",
            "-c",
            _ENTER,
        ],
        env={"PATH": os.environ["PATH"], "layer": str(layer), "base": str(base), "trial": str(trial)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
    )
    return _facts(trial, done.stdout)


def booted(folder: Path, release: str, deb: Path, newer: Path) -> dict[str, Any]:
    """What the steps of `booted` saw where systemd is the first process. Raises CannotTry."""
    base, trial = _base(release), _trial(folder, deb, newer)
    if shutil.which("systemd-nspawn") is None:
        raise CannotTry("systemd-nspawn is not installed (package systemd-container)")
    unit = folder / "trial.service"
    unit.write_text(_BOOTED)
    console = folder / "console"
    with open(base.with_name(base.name + ".booting"), "wb") as one, open(console, "wb") as said:
        fcntl.flock(one, fcntl.LOCK_EX)
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(
                ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--private-network", "--volatile=overlay",
                 f"--directory={base}", f"--bind={trial}:/trial",
                 f"--bind-ro={unit}:/etc/systemd/system/trial.service", "--boot", "systemd.wants=trial.service"],
                stdin=subprocess.DEVNULL, stdout=said, stderr=said, timeout=SECONDS)  # fmt: skip
    return _facts(trial, console.read_text(errors="replace"))


def _base(release: str) -> Path:
    if os.geteuid() != 0:
        raise CannotTry("only root can make a machine")
    base = Path(os.environ.get("SMSBOX_ROOTS") or Path.home() / ".cache" / "smsbox-roots") / release
    if not base.is_dir():
        raise CannotTry(f"no {base}: .ci/roots makes one")
    return base


def _trial(folder: Path, deb: Path, newer: Path) -> Path:
    """What lies at /trial there, and takes the facts."""
    trial = folder / "trial"
    trial.mkdir(parents=True)
    shutil.copy(deb, trial / "smsbox_1.deb")
    shutil.copy(newer, trial / "smsbox_2.deb")
    for name in ("aboard.py", "booted.py"):
        shutil.copy(Path(__file__).with_name(name), trial)
    return trial


def _facts(trial: Path, said: str) -> dict[str, Any]:
    facts = trial / "facts.json"
    if not facts.exists():
        raise CannotTry("no machine can be made here: " + said[-600:])
    found: dict[str, Any] = json.loads(facts.read_text())
    return found


def once(place: Path, make: Callable[[], Any]) -> Any:
    """What `make` gives, made by whichever worker asks first and kept in the file `place`; a CannotTry is kept too."""
    with open(place.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            try:
                kept = {"made": make()}
            except CannotTry as missing:
                kept = {"missing": str(missing)}
            place.write_text(json.dumps(kept))
    kept = json.loads(place.read_text())
    if "missing" in kept:
        raise CannotTry(kept["missing"])
    return kept["made"]
