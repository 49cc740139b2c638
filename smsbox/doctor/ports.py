"""What the doctor looks at around the modems: their ports and groups, who else uses them, the sticks on USB."""

from __future__ import annotations

import grp
import os
import pwd
import re
import stat
from collections.abc import Iterator, Sequence
from glob import glob
from pathlib import Path

from smsbox.config import Config, ModemConfig
from smsbox.doctor import unit
from smsbox.doctor.findings import Finding, Severity, note, ok, problem, warning
from smsbox.doctor.ground import Ground, Process, account
from smsbox.usb import sticks
from smsbox.usb.sticks import State
from smsbox.usb.tree import Device, Tree

_DEVICES = ("/dev/serial/by-id/*", "/dev/ttyUSB*", "/dev/ttyACM*")
_CHANGING = re.compile(r"/dev/tty(USB|ACM)\d+")
_MANAGER = "ModemManager"
_MANAGER_UNIT = "sys/fs/cgroup/system.slice/ModemManager.service"
_RULES = ("etc/udev/rules.d", "run/udev/rules.d", "usr/lib/udev/rules.d", "lib/udev/rules.d")


def port(modem: ModemConfig, config: Config, ground: Ground, *, daemon_runs: bool) -> Iterator[Finding]:
    """Whether the modem's port is there, free and open to the daemon; nothing for a modem known by its IMEI alone."""
    if modem.port is None:
        return
    facts = {"name": modem.name, "port": modem.port}
    if modem.imei is None and _CHANGING.fullmatch(modem.port):
        yield note("doctor.port_unstable", modem.name, **facts)
    try:
        status = os.stat(modem.port)
    except OSError:
        found = ", ".join(sorted(path for pattern in _DEVICES for path in glob(pattern))) or "-"
        yield problem("doctor.port_missing", modem.name, found=found, **facts)
        return
    yield _usable(modem, status, config, ground, daemon_runs=daemon_runs)


def _usable(
    modem: ModemConfig, status: os.stat_result, config: Config, ground: Ground, *, daemon_runs: bool
) -> Finding:
    facts = {"name": modem.name, "port": modem.port}
    group = _group(status.st_gid)
    if not stat.S_ISCHR(status.st_mode):
        return problem("doctor.port_no_terminal", modem.name, **facts)
    if not os.access(str(modem.port), os.R_OK | os.W_OK):
        return problem("doctor.port_denied", modem.name, account=account(os.geteuid()), group=group, **facts)
    user = None if daemon_runs else ground.user_of(os.path.realpath(str(modem.port)))
    if user is not None:
        if user[1].startswith(_MANAGER):
            return problem("usb.modemmanager", modem.name, port=modem.port)
        return problem("doctor.port_busy", modem.name, pid=user[0], program=user[1], **facts)
    owner = _stranger(config.store.directory, status)
    if owner and not daemon_runs and group not in unit.groups(ground):
        return warning("doctor.port_group", modem.name, account=owner, group=group, **facts)
    return ok("doctor.port_ok", modem.name, **facts)


def _stranger(directory: Path, port_status: os.stat_result) -> str | None:
    """The account of the daemon (whose the folder is), if it may not use a port that this account may."""
    try:
        person = pwd.getpwuid(directory.stat().st_uid)
    except (OSError, KeyError):
        return None
    if person.pw_uid in (0, os.geteuid(), port_status.st_uid) or port_status.st_mode & stat.S_IWOTH:
        return None
    return None if port_status.st_gid in os.getgrouplist(person.pw_name, person.pw_gid) else person.pw_name


def _group(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


# ── ModemManager


def manager(ground: Ground, running: Sequence[Process], devices: Sequence[Device]) -> Iterator[Finding]:
    """Whether ModemManager runs, and whether udev keeps it off the modems here."""
    runs = (ground.root / _MANAGER_UNIT).exists() or any(name.startswith(_MANAGER) for _, name in running)
    if not runs:
        return
    modems = [device for device in devices if sticks.state(device) is State.MODEM]
    left_alone = bool(modems) and all(ignored(device, ground) for device in modems)
    yield note("doctor.modem_manager_ignores") if left_alone else warning("doctor.modem_manager")


def ignored(device: Device, ground: Ground) -> bool:
    """Whether udev tells ModemManager to leave `device` alone: by its database of ttys, or a rule with its numbers."""
    for tty in device.ttys:
        number = ground.text(f"sys/class/tty/{tty}/dev")
        if number and "ID_MM_DEVICE_IGNORE=1" in (ground.text(f"run/udev/data/c{number}") or ""):
            return True
    return any(_names(line, device) for line in _rules(ground))


def _rules(ground: Ground) -> Iterator[str]:
    for folder in _RULES:
        for path in sorted((ground.root / folder).glob("*smsbox*.rules")):
            yield from (ground.text(str(path.relative_to(ground.root))) or "").splitlines()


def _names(rule: str, device: Device) -> bool:
    """Whether a line of a rule sets the mark for the numbers of `device` (udev(7): alternatives are parted by |)."""
    vendor, _, product = device.ids.partition(":")
    found = dict(re.findall(r'ATTRS\{(idVendor|idProduct)\}=="([^"]*)"', rule))
    fits = vendor in found.get("idVendor", "").split("|") and product in found.get("idProduct", product).split("|")
    return fits and 'ENV{ID_MM_DEVICE_IGNORE}="1"' in rule


# ── sticks


def usb(config: Config, tree: Tree, ground: Ground, *, trouble: bool) -> Iterator[Finding]:
    """The sticks on USB, and those that are no modem now; `trouble`: some modem of ours does not work."""
    devices = tree.devices()
    modems = [device for device in devices if sticks.state(device) is State.MODEM]
    if modems:
        yield ok("doctor.sticks", sticks=", ".join(f"{each.product} ({each.ids})".strip() for each in modems))
    for device in devices:
        state = sticks.state(device)
        if state not in (State.MODEM, State.OTHER):
            facts = {"device": f"{device.product} ({device.ids})".strip(), "detail": ", ".join(device.nets) or "-"}
            yield Finding(f"usb.{state.value}", Severity.PROBLEM if trouble else Severity.WARNING, facts)
        elif state is State.MODEM and any(_rules(ground)) and not ignored(device, ground):
            yield note("doctor.udev_missing", device=device.product, ids=device.ids)
    for modem in config.modems:
        yield from _wrong_port(modem, tree, devices)


def _wrong_port(modem: ModemConfig, tree: Tree, devices: list[Device]) -> Iterator[Finding]:
    """A configured path that leads to the diagnostic, GPS or voice port of its stick."""
    owner = tree.owner_of(modem.port, devices) if modem.port and os.path.exists(modem.port) else None
    if owner is None or sticks.role(*owner) in ("", "at"):
        return
    better = next(iter(sticks.ports(owner[0])), None)
    if better is not None:
        yield problem("usb.wrong_port", modem.name, port=modem.port, use=tree.node(better))
