"""`smsbox doctor`: looks for everything that commonly goes wrong and says what to do; or packs it for whoever helps."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.cli.console import escaped, note, print_json, speech
from smsbox.cli.opening import config_option, json_option, now
from smsbox.clock import SystemClock
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.doctor import Finding

_SIGNS = {"ok": N_("ok"), "note": N_("note"), "warning": N_("warning"), "problem": N_("PROBLEM")}


@click.command()
@config_option
@click.option("--no-probe", is_flag=True, help="Do not talk to the modems, even when no daemon runs.")
@click.option("--deep", is_flag=True, help="Search a large database for damage too.")
@click.option(
    "--bundle",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.zip",
    help="Also pack everything for whoever helps: without numbers, texts, PINs and passwords.",
)
@json_option
def doctor(config_path: Path, no_probe: bool, deep: bool, bundle: Path | None, as_json: bool) -> None:
    """Check configuration, database, disk, power, service, permissions, modems, SIM, signal, money, clock and page."""
    from smsbox.doctor import Means, Severity, examine

    wire: list[str] = []
    means = Means(probe=not no_probe, rate=True, deep=deep, trace=lambda *said: wire.append(_said(*said)))
    findings = []
    for finding in examine(config_path, clock=SystemClock(), means=means):
        findings.append(finding)
        _show(finding, as_json)
    if bundle is not None:
        _pack(bundle, config_path, findings, wire)
    sys.exit(1 if any(finding.severity is Severity.PROBLEM for finding in findings) else 0)


def _show(finding: Finding, as_json: bool) -> None:
    told = finding.told(speech().language)
    if as_json:
        row = {"key": finding.key, "severity": finding.severity.value, "modem": finding.about or None}
        said = {"cause": told.cause, "consequence": told.consequence, "step": told.step}
        mends = {"command": told.command or None, "page": told.page or None}
        print_json({**row, "facts": finding.facts, **said, **mends})
        return
    signs = {severity: speech().gettext(sign) for severity, sign in _SIGNS.items()}
    width, severity = max(map(len, signs.values())), finding.severity.value
    print(f"{signs[severity]:<{width}}  {escaped(told.cause)}")
    if severity == "ok":
        return
    indent = " " * (width + 2)
    if told.consequence:
        print(f"{indent}{escaped(told.consequence)}")
    if told.step:
        print(f"{indent}→ {escaped(told.step)}")
    if told.command_unsaid:
        print(f"{indent}$ {escaped(told.command_unsaid)}")


def _said(direction: str, data: bytes) -> str:
    """One line of the talk with a modem."""
    return f"{direction} {data.decode('latin-1').strip()}"


def _pack(path: Path, config_path: Path, findings: list[Finding], wire: list[str]) -> None:
    """Write the bundle; the exit code stays that of the findings. Raises OSError."""
    from smsbox.cli.opening import load_config
    from smsbox.doctor import bundle, database, history, log
    from smsbox.outbox.doorbell import modems as ask_daemon

    try:
        config: Config | None = load_config(config_path)
    except SmsboxError:
        config = None
    store = database.opened(config)[0] if config is not None else None
    statuses = ask_daemon(config.store.directory) if config is not None else None
    lines = [line for said in wire for line in _parted(said)]
    if store is None or config is None:
        bundle.save(path, bundle.Patient(findings, config, None, statuses or [], log.last_lines(), lines), now())
    else:
        with closing(store):
            known = statuses if statuses is not None else list(history.last_known(store, config).values())
            bundle.save(path, bundle.Patient(findings, config, store, known, log.last_lines(), lines), now())
    note(N_("smsbox: packed into {path}; look through it before you hand it on"), path=path)


def _parted(said: str) -> Iterator[str]:
    """Each line a modem said, with its direction."""
    direction, _, text = said.partition(" ")
    return (f"{direction} {line}" for line in text.splitlines())
