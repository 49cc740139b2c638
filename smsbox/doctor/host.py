"""What the doctor looks at on the machine itself: folder, disk, daemon, clock, the address of the page."""

from __future__ import annotations

import ctypes
import ipaddress
import os
import pwd
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

from smsbox.clock import SECOND, Micros, iso
from smsbox.config import Config
from smsbox.doctor.findings import Finding, error, ok, warning

_MB = 1 << 20
_LITTLE, _TOO_LITTLE = 500, 50
_TIMESYNC_MARK = Path("/run/systemd/timesync/synchronized")
_BEFORE_SMSBOX: Micros = 1_760_000_000 * SECOND
_TIME_ERROR = 5
"""adjtimex(2): the clock is not synchronised."""


def account(uid: int) -> str:
    """The name of an account, or its number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def folder(config: Config) -> Iterator[Finding]:
    """The folder of database, lock and doorbell."""
    directory = config.store.directory
    if not directory.is_dir():
        yield error("doctor.directory_missing", directory=str(directory))
        return
    if not os.access(directory, os.W_OK | os.X_OK):
        owner = account(directory.stat().st_uid)
        yield error("doctor.directory_denied", directory=str(directory), account=account(os.geteuid()), owner=owner)
        return
    yield ok("doctor.directory_ok", directory=str(directory))
    free = shutil.disk_usage(directory).free // _MB
    if free >= _LITTLE:
        yield ok("doctor.disk_ok", free=free)
    else:
        yield (error if free < _TOO_LITTLE else warning)("doctor.disk_low", free=free)


def daemon(config: Config, *, answers: bool) -> Finding:
    """Whether the daemon of this folder runs: it answers the doorbell, or at least holds its lock."""
    if answers:
        return ok("doctor.daemon_running")
    if lock_is_held(config.store.directory / "smsbox.lock"):
        return error("doctor.daemon_silent")
    return warning("doctor.daemon_stopped")


def lock_is_held(path: Path) -> bool:
    """Whether any process has an flock on `path`; looked up, not tried, so that no starting daemon is disturbed."""
    try:
        status = path.stat()
        wanted = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
        return any(wanted in line.split() for line in Path("/proc/locks").read_text().splitlines())
    except OSError:
        return False


def clock(config: Config, now: Micros) -> Finding:
    """Whether the time can be right: it is set by a service, or at least not before this program was written."""
    facts = {"time": iso(now, config.region.zone)[:19].replace("T", " "), "timezone": config.region.timezone}
    if now < _BEFORE_SMSBOX:
        return error("doctor.clock_wrong", **facts)
    return ok("doctor.clock_ok", **facts) if _synchronised() else warning("doctor.clock_alone", **facts)


def _synchronised() -> bool:
    if _TIMESYNC_MARK.exists():
        return True
    try:
        adjtimex = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return False
    # struct timex is 208 bytes on 64 bits; modes = 0 only reads.
    return 0 <= adjtimex(ctypes.create_string_buffer(512)) < _TIME_ERROR


def page(config: Config, *, daemon_runs: bool) -> Finding:
    """Who can see the page, and whether its address is free."""
    web = config.web
    if not daemon_runs:
        problem = _taken(web.host, web.port)
        if problem:
            return error("doctor.web_taken", listen=web.listen, problem=problem)
    try:
        local = ipaddress.ip_address(web.host).is_loopback
    except ValueError:
        local = web.host == "localhost"
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


def processes() -> Iterator[tuple[int, str]]:
    """Every process that can be seen: its id and name."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                yield int(entry.name), (entry / "comm").read_text().strip()
            except OSError:
                continue
