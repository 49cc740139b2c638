"""The doctor: looks for what commonly goes wrong and says it as findings, the same on page and command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from smsbox.clock import Clock
from smsbox.config import Config, ConfigErrors, ConfigMissing, ModemConfig, PinFileUnusable, load
from smsbox.doctor import host, ports
from smsbox.doctor.findings import Finding, Severity, error, failure, ok, warning
from smsbox.errors import SmsboxError
from smsbox.outbox.doorbell import modems as ask_daemon
from smsbox.store import Store, StoreMissing

__all__ = ["Finding", "Severity", "examine", "examine_box"]


def examine(path: Path, *, clock: Clock, probe: bool = True) -> Iterator[Finding]:
    """Everything about the box configured by the file `path`, as it is found."""
    try:
        config = load(path)
    except ConfigErrors as errors:
        for problem in errors.problems:
            yield error("doctor.config_problem", path=str(path), problem=str(problem), line=problem.line)
        return
    except ConfigMissing as missing:
        yield failure(missing)
        return
    yield ok("doctor.config_ok", path=str(path))
    for problem in config.warnings:
        yield warning("doctor.config_warning", path=str(path), problem=str(problem), line=problem.line)
    yield from examine_box(config, clock=clock, probe=probe)


def examine_box(config: Config, *, clock: Clock, probe: bool = False) -> Iterator[Finding]:
    """Everything about the box itself. With `probe` modems are asked when no daemon runs; that takes seconds each."""
    statuses = ask_daemon(config.store.directory)
    runs = statuses is not None
    yield from host.folder(config)
    yield _store(config)
    yield host.daemon(config, answers=runs)
    yield host.clock(config, clock.now())
    yield host.page(config, daemon_runs=runs)
    yield from ports.others(config)
    for modem in config.modems:
        yield from _pin(modem)
        found = ports.port(modem, daemon_runs=runs)
        if found is not None:
            yield found
        if probe and not runs and found is not None and found.severity is Severity.OK:
            yield from ports.probe(modem, clock)
    for status in statuses or ():
        yield from ports.modem(status)


def _pin(modem: ModemConfig) -> Iterator[Finding]:
    try:
        modem.read_pin()
    except PinFileUnusable as trouble:
        yield failure(trouble)


def _store(config: Config) -> Finding:
    """Opened as the daemon would, and one empty transaction: the disk takes it, the schema is ours."""
    shown = str(config.store.sqlite_path or "PostgreSQL")
    try:
        store = Store.open(config.store.url, create=False)
    except StoreMissing:
        return warning("doctor.store_none", store=shown)
    except SmsboxError as trouble:
        return failure(trouble)
    try:
        with store.write():
            store.ping()
    except SmsboxError as trouble:
        return failure(trouble)
    finally:
        store.close()
    return ok("doctor.store_ok", store=shown)
