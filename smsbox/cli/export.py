"""`smsbox outbox export` and `smsbox inbox export`: exactly what is filtered, as CSV or .xlsx, in flat memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import noted
from smsbox.cli.console import note, speech
from smsbox.cli.opening import config_option, now, opened
from smsbox.cli.wanted import incoming, incoming_options, outgoing, outgoing_options
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.sheets.cells import Cell, Table
    from smsbox.sheets.exports import Reader

format_option = click.option(
    "--format", "kind", type=click.Choice(("csv", "xlsx")), help="Left out: what the file's name ends with, else csv."
)
file_argument = click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))


@click.command("export", help="Write messages to FILE (-: to standard output) for a spreadsheet.")
@config_option
@outgoing_options
@format_option
@file_argument
def outbox_export(**given: Any) -> None:
    """Everything the options ask for, oldest first."""
    _export("outbox", outgoing, **given)


@click.command("export", help="Write received messages to FILE (-: to standard output) for a spreadsheet.")
@config_option
@incoming_options
@format_option
@file_argument
def inbox_export(**given: Any) -> None:
    """Everything the options ask for, oldest first."""
    _export("inbox", incoming, **given)


def _export(
    box: str, sought: Callable[..., Any], config_path: Path, file: Path, kind: str | None, **given: Any
) -> None:
    """`sought`: makes the filter of `box` from the options `given`."""
    from smsbox.sheets import exports

    with opened(config_path) as (config, store):
        wanted, asked = sought(config, store, given), _asked(given)
        table, rows = exports.contents(store, wanted, reader_of(config), asked)
        noted(store, "message.exported", " ".join((box, *(f"{name} {value}" for name, value in asked))))
        write_table(file, kind, table, rows)


def reader_of(config: Config) -> Reader:
    """For whom a file is that is made here."""
    from smsbox.sheets.exports import Reader

    return Reader(speech(), config.region.zone, now())


def _asked(given: dict[str, Any]) -> list[tuple[str, str]]:
    """The filter as it was typed."""
    names = {name: "--" + name.removesuffix("_text").removesuffix("s") for name in given}
    names |= {"states": "--state", "kinds": "--class", "recipient": "--to", "sender": "--from", "imsi": "--sim"}
    names |= {"standing": "--state", "since_text": "--since", "until_text": "--until"}
    return [
        (names[name], ", ".join(value) if isinstance(value, tuple) else str(value))
        for name, value in given.items()
        if value
    ]


def write_table(
    file: Path,
    kind: str | None,
    table: Table,
    rows: Iterator[Sequence[Cell]],
    told: str = N_("smsbox: {count} messages written to {file}"),
) -> None:
    """Write a table to `file`, as its name or `kind` says, and tell how many rows it has."""
    from smsbox.sheets import exports

    kind = kind or ("xlsx" if file.suffix.lower() == ".xlsx" else "csv")
    counted = _Counted(rows)
    if write_octets(file, exports.octets(kind, table, counted, speech().language)):
        note(told, count=counted.count, file=file)


def write_octets(file: Path, octets: Iterable[bytes]) -> bool:
    """Write `octets` to `file`; False where it is standard output."""
    if str(file) == "-":
        sys.stdout.buffer.writelines(octets)
        return False
    _whole(file, octets)
    return True


class _Counted:
    """Rows that are counted while they pass."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row


def _whole(file: Path, octets: Iterable[bytes]) -> None:
    """Write beside `file` and put it there when it is whole: nobody opens half a table."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with beside.open("wb") as half:
            half.writelines(octets)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
