"""The commands that stay: `run` the daemon, show it off with simulated people, or simulate a modem alone."""

from __future__ import annotations

import logging
import os
import sys
from copy import copy
from pathlib import Path
from typing import Any

import click

from smsbox.cli.console import announce, escaped, note, speech
from smsbox.cli.opening import SystemRefuses, config_option, load_file

PROFILES = ("gsm2g", "fast", "zero")


def _log_to_stderr(verbose: bool) -> None:
    """One line a record; under systemd the journal adds time and name itself and reads the priority in front."""
    journal = "JOURNAL_STREAM" in os.environ
    handler = logging.StreamHandler()
    handler.setFormatter(_LogLines(journal=journal))
    from smsbox.doctor.log import LastLines

    level = logging.DEBUG if verbose else logging.INFO
    logging.basicConfig(level=level, handlers=[handler, LastLines()], force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("gsmmodem").setLevel(logging.WARNING)


class _LogLines(logging.Formatter):
    """Log lines without anything a terminal would obey: what customers write must not forge entries."""

    def __init__(self, *, journal: bool) -> None:
        super().__init__("%(name)s: %(message)s" if journal else "%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        told = copy(record)
        told.msg, told.args = escaped(record.getMessage()), None
        # What is left of line breaks belongs to a traceback; indented it cannot pass for an entry of its own.
        first, *more = super().format(told).split("\n")
        lines = [escaped(first), *(f"  {escaped(line)}" for line in more)]
        if not self._journal:
            return "\n".join(lines)
        priority = 3 if record.levelno >= logging.ERROR else 4 if record.levelno >= logging.WARNING else 6
        return "\n".join(f"<{priority}>{line}" for line in lines)


@click.command()
@config_option
@click.option("--verbose", "-v", is_flag=True, help="Log every step.")
def run(config_path: Path, verbose: bool) -> None:
    """Run the daemon: modems, queue and page, until it is stopped."""
    _log_to_stderr(verbose)
    config = load_file(config_path, secrets=True)
    for warning in config.warnings:
        note(f"smsbox: {config_path}: {escaped(warning.sentence.told(speech()))}")
    from smsbox import daemon

    with daemon.held_back() as ended_well:
        status = daemon.run(config, announce=announce)
        if status == 0:
            ended_well()
    sys.exit(status)


@click.command()
@click.option(
    "--listen", default="127.0.0.1:8080", show_default=True, metavar="HOST:PORT", help="Where the page comes up."
)
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), default="demo-data", show_default=True,
              help="Folder of the demo's database.")  # fmt: skip
def demo(listen: str, data: Path) -> None:
    """Show smsbox at work without hardware: a simulated modem, sample people who answer, the page."""
    _log_to_stderr(False)
    from smsbox import demo as show

    sys.exit(show.run(listen, data, announce))


@click.command()
@click.option(
    "--link",
    "links",
    multiple=True,
    required=True,
    metavar="PATH",
    help="Where the tty appears; repeat for several modems.",
)
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="gsm2g",
    show_default=True,
    help="How quick network and modem are.",
)
@click.option("--seed", type=int, help="Repeats the timing of an earlier run.")
@click.option(
    "--speed", type=click.FloatRange(min=0, min_open=True), default=1.0, show_default=True, help="Times as fast."
)
@click.option("--control", metavar="PATH", help="Socket by which people, faults and networks are played.")
@click.option(
    "--wire-log", metavar="PATH", help="File that gets what the network really accepted, one JSON object a line."
)
@click.option("--storage", metavar="PATH", help="File in which the SIM card outlives the simulator.")
def simulate(links: tuple[str, ...], **options: Any) -> None:
    """Be a GSM modem with a network behind it, on a pseudo terminal at PATH, until stopped."""
    from smsbox.modem.simulator import serve

    try:
        serve(links, **options)
    except OSError as error:
        if error.filename is not None or options["control"] is None:
            raise
        raise SystemRefuses(path=options["control"], problem=error.strerror or str(error)) from error
