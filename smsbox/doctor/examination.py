"""The examination of a box: every room of the doctor in turn, its findings as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smsbox.clock import Clock
from smsbox.config import Config, ConfigErrors, ConfigMissing, ModemConfig, PinFileUnusable, in_force, load
from smsbox.doctor import database, history, host, modems, ports, power, timekeeping, unit
from smsbox.doctor.findings import Finding, Severity, failure, note, ok, problem, warning
from smsbox.doctor.ground import Ground
from smsbox.doctor.probe import probe
from smsbox.errors import SmsboxError
from smsbox.modem.port import Trace
from smsbox.outbox.doorbell import modems as ask_daemon
from smsbox.store import Store, options
from smsbox.store.kept import Kept
from smsbox.subscription.own_words import mistakes
from smsbox.usb.tree import Tree

LAST_SEEN = "clock.last_seen"
"""Settings key under which the daemon notes the newest moment it was sure of."""


@dataclass(frozen=True, slots=True)
class Means:
    """How thoroughly to look. `probe`: ask modems when no daemon does, seconds each; `rate`: ask systemd, a second;
    `deep`: search a database of any size for damage. `trace` hears what is said to a modem that is asked.
    """

    probe: bool = False
    rate: bool = False
    deep: bool = False
    trace: Trace | None = None
    ground: Ground = field(default_factory=Ground)


def examine(path: Path, *, clock: Clock, means: Means | None = None) -> Iterator[Finding]:
    """Everything about the box configured by the file `path`, as it is found."""
    yield host.version()
    try:
        config = load(path)
    except ConfigErrors as errors:
        for each in errors.problems:
            yield problem("doctor.config_problem", path=str(path), problem=each.sentence, line=each.line)
        return
    except ConfigMissing as missing:
        yield failure(missing)
        return
    yield ok("doctor.config_ok", path=str(path))
    means = means or Means(probe=True, rate=True)
    statuses = ask_daemon(config.store.directory)
    store, troubles = database.opened(config)
    if store is None:
        yield from troubles
        yield from examine_box(config, None, statuses, clock=clock, means=means)
        return
    with closing(store):
        config = _in_force(path, config, store)
        yield from examine_box(config, store, statuses, clock=clock, means=means)


def examine_box(
    config: Config, store: Store | None, statuses: Sequence[Mapping[str, Any]] | None, *, clock: Clock, means: Means
) -> Iterator[Finding]:
    """Everything about the box itself. `statuses`: what the daemon says of its modems, None when none answers."""
    now, ground, runs = clock.now(), means.ground, statuses is not None
    for each in config.warnings:
        yield warning("doctor.config_warning", path=str(config.path), problem=each.sentence, line=each.line)
    for each in mistakes(config.shop):
        yield warning("doctor.shop_words", problem=each.sentence)
    yield from host.folder(config)
    yield from host.lasting(config, ground)
    last_seen = None
    if store is not None:
        yield from database.database(config, store, deep=means.deep)
        last_seen = _last_seen(store)
    yield from host.daemon(config, ground, answers=runs)
    yield from unit.unit(ground, rate=means.rate)
    yield timekeeping.clock(config, now, last_seen)
    yield from power.power(ground)
    yield host.page(config, daemon_runs=runs)
    yield from _around_modems(config, statuses, ground)
    for modem in config.modems:
        yield from _modem(modem, config, store, statuses, clock, means)
    if store is not None:
        yield from _guarded(history.queue(store, now))


def _around_modems(config: Config, statuses: Sequence[Mapping[str, Any]] | None, ground: Ground) -> Iterator[Finding]:
    if not config.modems:
        yield warning("doctor.modems_none")
    tree = Tree(ground.sys, ground.dev)
    down = statuses is None or any(status.get("state") not in ("ready", "holding") for status in statuses)
    running = list(ground.processes())
    yield from host.others(running)
    yield from ports.manager(ground, running, tree.devices())
    yield from ports.usb(config, tree, ground, trouble=down and bool(config.modems))


def _modem(
    modem: ModemConfig,
    config: Config,
    store: Store | None,
    statuses: Sequence[Mapping[str, Any]] | None,
    clock: Clock,
    means: Means,
) -> Iterator[Finding]:
    """One modem: its PIN file and port, how it is, what is known of it."""
    yield from _pin(modem)
    runs, usable = statuses is not None, modem.port is not None
    for found in ports.port(modem, config, means.ground, daemon_runs=runs):
        usable = usable and found.severity in (Severity.OK, Severity.NOTE)
        yield found
    for status in statuses or ():
        if status.get("name") == modem.name:
            yield from modems.modem(status)
    if not runs and usable and means.probe:
        yield from probe(modem, clock, means.trace)
    elif not runs and store is not None:
        yield from _guarded(_remembered(modem, config, store))
    if store is not None:
        yield from _guarded(_known(modem, config, store, clock.now(), runs=runs))


def _remembered(modem: ModemConfig, config: Config, store: Store) -> Iterator[Finding]:
    """How the modem was when a daemon last saw it."""
    status = history.last_known(store, config).get(modem.name)
    if status is None:
        yield note("doctor.modem_never", modem.name, name=modem.name)
        return
    at = str(status.get("at") or "?")[:19].replace("T", " ")
    facts = {key: status.get(key) or "?" for key in ("operator", "imsi")}
    yield note("doctor.modem_remembered", modem.name, name=modem.name, at=at, **facts)


def _known(modem: ModemConfig, config: Config, store: Store, now: int, *, runs: bool) -> Iterator[Finding]:
    if not runs:
        yield from history.people(store, modem.name, config)
    yield from history.resets(store, modem.name, config, now)
    yield from history.signal_day(store, modem.name, now)
    yield from history.sim(store, modem, config, now)


def _guarded(findings: Iterator[Finding]) -> Iterator[Finding]:
    """A database that fails in the middle is one more finding, not the end of the examination."""
    try:
        yield from findings
    except SmsboxError as trouble:
        yield failure(trouble)


def _pin(modem: ModemConfig) -> Iterator[Finding]:
    try:
        modem.read_pin()
    except PinFileUnusable as trouble:
        yield failure(trouble, modem.name)


def _in_force(path: Path, config: Config, store: Store) -> Config:
    """With what was set on the page; the file alone where the database cannot tell."""
    try:
        return in_force(path, Kept(store, config.store.directory).rows())
    except (SmsboxError, OSError):
        return config


def _last_seen(store: Store) -> int | None:
    try:
        text = options.get(store, LAST_SEEN)
    except SmsboxError:
        return None
    return int(text) if text and text.isdigit() else None
