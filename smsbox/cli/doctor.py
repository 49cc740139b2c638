"""`smsbox doctor`: looks for everything that commonly goes wrong and says what to do."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from smsbox.cli.console import escaped, print_json, speech
from smsbox.cli.opening import config_option, json_option
from smsbox.clock import SystemClock

_SIGNS = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}


@click.command()
@config_option
@click.option("--no-probe", is_flag=True, help="Do not talk to the modems, even when no daemon runs.")
@json_option
def doctor(config_path: Path, no_probe: bool, as_json: bool) -> None:
    """Check configuration, database, disk, permissions, modems, SIM, signal, clock and page."""
    from smsbox.doctor import Severity, examine

    worst_is_error = False
    language = speech().language
    for finding in examine(config_path, clock=SystemClock(), probe=not no_probe):
        worst_is_error = worst_is_error or finding.severity is Severity.ERROR
        cause, step = finding.said(language)
        if as_json:
            print_json(
                {
                    "key": finding.key,
                    "severity": finding.severity.value,
                    "facts": finding.facts,
                    "cause": cause,
                    "step": step,
                }
            )
            continue
        print(f"{_SIGNS[finding.severity.value]}  {escaped(cause)}")
        if step and finding.severity is not Severity.OK:
            print(f"         → {escaped(step)}")
    sys.exit(1 if worst_is_error else 0)
