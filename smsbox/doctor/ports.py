"""What the doctor looks at around the modems: their ports, who else uses them, and how each modem says it is."""

from __future__ import annotations

import grp
import os
import stat
from collections.abc import Iterator, Mapping
from glob import glob
from pathlib import Path
from typing import Any

from smsbox.clock import Clock
from smsbox.config import Config, ModemConfig
from smsbox.doctor.findings import Finding, error, failure, ok, warning
from smsbox.doctor.host import account, processes
from smsbox.modem.line import GsmLine
from smsbox.modem.troubles import LineError, PinNeeded

_WEAK_DBM = -103
"""Below it sending often fails (+CSQ 5 of 31)."""

_DEVICES = ("/dev/serial/by-id/*", "/dev/ttyUSB*", "/dev/ttyACM*")


def others(config: Config) -> Iterator[Finding]:
    """Programs that are known to take modems away."""
    if any(name.startswith("ModemManager") for _, name in processes()):
        yield warning("doctor.modem_manager")


def port(modem: ModemConfig, *, daemon_runs: bool) -> Finding | None:
    """Whether the modem's port is there and free; None for a modem known by its IMEI alone."""
    if modem.port is None:
        return None
    facts = {"name": modem.name, "port": modem.port}
    try:
        status = os.stat(modem.port)
    except OSError:
        found = ", ".join(sorted(path for pattern in _DEVICES for path in glob(pattern))) or "-"
        return error("doctor.port_missing", found=found, **facts)
    if not stat.S_ISCHR(status.st_mode):
        return error("doctor.port_no_terminal", **facts)
    if not os.access(modem.port, os.R_OK | os.W_OK):
        return error("doctor.port_denied", account=account(os.geteuid()), group=_group(status.st_gid), **facts)
    user = None if daemon_runs else _user_of(os.path.realpath(modem.port))
    if user is not None:
        return error("doctor.port_busy", pid=user[0], program=user[1], **facts)
    return ok("doctor.port_ok", **facts)


def _group(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


def _user_of(device: str) -> tuple[int, str] | None:
    """A process other than this one that has `device` open, as far as this account may see."""
    for pid, name in processes():
        if pid == os.getpid():
            continue
        try:
            if any(os.readlink(link) == device for link in Path(f"/proc/{pid}/fd").iterdir()):
                return pid, name
        except OSError:
            continue
    return None


def modem(status: Mapping[str, Any]) -> Iterator[Finding]:
    """What the status of one modem, as the daemon tells it or a probe found it, means."""
    name = status["name"]
    state = status.get("state")
    if state == "starting":
        yield warning("doctor.modem_starting", name=name)
    elif state != "ready":
        yield error("doctor.modem_not_ready", name=name, because=status.get("reason"), of=status.get("facts") or {})
    else:
        facts = {key: status.get(key) for key in ("operator", "dbm", "imsi")}
        yield ok("doctor.modem_ready", name=name, **facts)
    yield from _weaknesses(name, status)


def _weaknesses(name: str, status: Mapping[str, Any]) -> Iterator[Finding]:
    dbm, used, capacity = (status.get(key) for key in ("dbm", "storage_used", "storage_capacity"))
    if dbm is not None and dbm < _WEAK_DBM:
        yield warning("doctor.signal_weak", name=name, dbm=dbm)
    if status.get("state") == "ready" and status.get("smsc") == "":
        yield error("doctor.no_smsc", name=name)
    if used and capacity and used >= capacity:
        yield warning("doctor.storage_full", name=name, used=used, capacity=capacity)


def probe(modem_config: ModemConfig, clock: Clock) -> Iterator[Finding]:
    """Ask the modem itself, when no daemon does. Its PIN is never entered: that would cost one of three tries."""
    if modem_config.port is None:
        return
    line = GsmLine(modem_config.port, modem_config.baudrate, clock=clock)
    try:
        identity = line.connect(None)
        registration, signal = line.registration(), line.signal_report()
        status = {
            "name": modem_config.name,
            "state": "ready",
            "imsi": identity.imsi,
            "smsc": identity.smsc,
            "operator": registration.operator,
            "dbm": signal.dbm,
            "storage_used": line.storage.used,
            "storage_capacity": line.storage.capacity,
        }
        if registration.can_send:
            yield from modem(status)
        else:
            yield error("doctor.not_registered", name=modem_config.name, registration=registration.state.value)
            yield from _weaknesses(modem_config.name, status)
    except PinNeeded as trouble:
        waits = modem_config.pin_file is not None
        yield ok("doctor.pin_waits", name=modem_config.name) if waits else failure(trouble)
    except LineError as trouble:
        yield failure(trouble)
    finally:
        line.close()
