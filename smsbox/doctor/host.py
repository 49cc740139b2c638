"""What the doctor looks at on the machine itself: folder, disk, daemon, other senders, the address of the page."""

from __future__ import annotations

import ipaddress
import os
import platform
import re
import shutil
import socket
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from smsbox import __version__
from smsbox.config import Config
from smsbox.doctor.findings import Finding, note, ok, problem, warning
from smsbox.doctor.ground import Ground, Process, account

_MB = 1 << 20
_LITTLE, _TOO_LITTLE = 500, 50
_FEW_FILES = 1000
_IN_MEMORY = re.compile(r"\b(overlayroot=tmpfs|boot=overlay|upperdir=/(media/root-rw|overlay)/)")
"""How the overlay of a Raspberry Pi's system is known: in the kernel's command line, or by where it keeps changes."""
_PASSING = {Path("/tmp"), Path("/run"), Path("/dev/shm")}
_SENDERS = ("gammu-smsd", "smsd", "playsmsd", "bearerbox", "minicom", "wvdial", "pppd")
"""Programs that open modems for themselves."""


def version() -> Finding:
    """What runs here."""
    return ok(
        "doctor.version",
        version=__version__,
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
    )


def folder(config: Config) -> Iterator[Finding]:
    """The folder of database, lock and doorbell, and the room on its disk."""
    directory = config.store.directory
    if not directory.is_dir():
        yield problem("doctor.directory_missing", directory=str(directory))
        return
    room = os.statvfs(directory)
    if room.f_flag & os.ST_RDONLY:
        yield problem("doctor.disk_readonly", directory=str(directory))
    elif not os.access(directory, os.W_OK | os.X_OK):
        owner = account(directory.stat().st_uid)
        yield problem("doctor.directory_denied", directory=str(directory), account=account(os.geteuid()), owner=owner)
        return
    else:
        yield ok("doctor.directory_ok", directory=str(directory))
    free = shutil.disk_usage(directory).free // _MB
    if free >= _LITTLE:
        yield ok("doctor.disk_ok", free=free)
    else:
        yield (problem if free < _TOO_LITTLE else warning)("doctor.disk_low", free=free)
    # file systems that number their files as they go tell 0 of 0
    if room.f_files and room.f_favail < _FEW_FILES:
        yield (problem if room.f_favail < 10 else warning)("doctor.inodes_low", free=room.f_favail)


def lasting(config: Config, ground: Ground) -> Iterator[Finding]:
    """Whether what is written to the folder will still be there after the next start of the machine."""
    directory = config.store.directory.resolve()
    if _PASSING.intersection([directory, *directory.parents]):
        return  # somebody tries smsbox there, and knows
    mounts = (line.split() for line in (ground.text("proc/mounts") or "").splitlines())
    holding = [each for each in mounts if len(each) > 3 and directory.is_relative_to(each[1])]
    _, _, kind, options, *_ = max(holding, key=lambda each: len(each[1]), default=["", "", "", ""])
    # Inside the service the kernel's command line cannot be seen; a container's overlay lies on a disk.
    in_memory = _IN_MEMORY.search(f"{ground.text('proc/cmdline') or ''} {options}")
    if kind in ("tmpfs", "ramfs") or (kind == "overlay" and in_memory):
        yield problem("doctor.disk_forgets", directory=str(directory))


def daemon(config: Config, ground: Ground, *, answers: bool) -> Iterator[Finding]:
    """Whether the daemon of this folder runs: it answers the doorbell, or at least holds its lock."""
    lock = config.store.directory / "smsbox.lock"
    holder = lock_holder(lock, ground)
    if answers:
        yield ok("doctor.daemon_running")
        yield from _protection(_written(lock) if holder is None else holder, ground)
    elif holder is not None:
        yield problem("doctor.daemon_silent")
    else:
        yield warning("doctor.daemon_stopped")


def _protection(pid: int, ground: Ground) -> Iterator[Finding]:
    """Whether the kernel holds the daemon to its sandbox: no new privileges, a filter of system calls (proc(5))."""
    lines = (line.partition(":") for line in (ground.text(f"proc/{pid}/status") or "").splitlines())
    status = {name: value.strip() for name, _, value in lines}
    if status and (status.get("NoNewPrivs"), status.get("Seccomp")) != ("1", "2"):
        yield note("doctor.unprotected", pid=pid)


def lock_holder(path: Path, ground: Ground) -> int | None:
    """The process that has an flock on `path`; looked up, not tried, so that no starting daemon is disturbed.

    0 when the kernel names none (another container's); None when nobody has it.
    """
    try:
        status = path.stat()
    except OSError:
        return None
    wanted = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    rows = (line.split() for line in (ground.text("proc/locks") or "").splitlines())
    return next((max(int(row[4]), 0) for row in rows if len(row) > 5 and row[5] == wanted and row[1] != "->"), None)


def _written(path: Path) -> int:
    """The process the lock file names: btrfs and overlays number their files otherwise than /proc/locks does."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return os.getpid()


def others(running: Sequence[Process]) -> Iterator[Finding]:
    """Other programs that send SMS or dial from this machine."""
    seen = set()
    for pid, name in running:
        if name in _SENDERS and name not in seen:
            seen.add(name)
            yield warning("doctor.other_daemon", program=name, pid=pid)


def page(config: Config, *, daemon_runs: bool) -> Finding:
    """Who can see the page, and whether its address is free."""
    web = config.web
    if not daemon_runs:
        trouble = _taken(web.host, web.port)
        if trouble:
            return problem("doctor.web_taken", listen=web.listen, problem=trouble)
    try:
        local = ipaddress.ip_address(web.host).is_loopback
    except ValueError:
        local = web.host == "localhost"
    if not local and web.tls != "off":
        return ok("doctor.web_encrypted", listen=web.listen)
    return (ok if local else warning)("doctor.web_local" if local else "doctor.web_public", listen=web.listen)


def _taken(host: str, port: int) -> str | None:
    """Why nobody could listen there at this moment; None when it works."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
            0
        ]
        with socket.socket(family, kind) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as trouble:
        return (trouble.strerror or str(trouble)).lower()
    return None
