"""`smsbox outbox export` and `smsbox inbox export`: exactly what is filtered, as CSV or .xlsx, in flat memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import noted
from smsbox.cli.console import note, speech
from smsbox.cli.opening import config_option, load_config, now, open_store
from smsbox.cli.reading import none_yet
from smsbox.cli.wanted import incoming, incoming_options, outgoing, outgoing_options
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.sheets.cells import Cell, Table
    from smsbox.sheets.exports import Reader

_format_option = click.option(
    "--format", "kind", type=click.Choice(("csv", "xlsx")), help="Left out: what the file's name ends with, else csv."
)


@click.command("export", help="Write messages to FILE (-: to standard output) for a spreadsheet.")
@config_option
@outgoing_options
@_format_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
def outbox_export(config_path: Path, file: Path, kind: str | None, **given: Any) -> None:
    """Everything the options ask for, oldest first."""
    from smsbox.sheets import exports

    config = load_config(config_path)
    store = open_store(config)
    if store is None:
        none_yet(config)
        return
    with closing(store):
        reader, wanted = _reader(config), outgoing(config, store, given)
        table = exports.outbox_table(reader, _asked(given))
        noted(store, "message.exported", _subject("outbox", given))
        _write(file, kind, table, exports.outbox_rows(store, wanted, reader))


@click.command("export", help="Write received messages to FILE (-: to standard output) for a spreadsheet.")
@config_option
@incoming_options
@_format_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
def inbox_export(config_path: Path, file: Path, kind: str | None, **given: Any) -> None:
    """Everything the options ask for, oldest first."""
    from smsbox.sheets import exports

    config = load_config(config_path)
    store = open_store(config)
    if store is None:
        none_yet(config)
        return
    with closing(store):
        reader, wanted = _reader(config), incoming(config, store, given)
        table = exports.inbox_table(reader, _asked(given))
        noted(store, "message.exported", _subject("inbox", given))
        _write(file, kind, table, exports.inbox_rows(store, wanted, reader))


def _reader(config: Config) -> Reader:
    from smsbox.sheets.exports import Reader

    return Reader(speech(), config.region.zone, now())


def _subject(box: str, given: dict[str, Any]) -> str:
    """Which messages, for the audit log."""
    return " ".join((box, *(f"{name} {value}" for name, value in _asked(given))))


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


def _write(file: Path, kind: str | None, table: Table, rows: Iterator[Sequence[Cell]]) -> None:
    from smsbox.sheets import exports, writing

    kind = kind or ("xlsx" if file.suffix.lower() == ".xlsx" else "csv")
    to_pipe = str(file) == "-"
    if kind == "csv":
        delimiter = exports.delimiter(speech().language)
        counted = _Counted(rows)
        octets = writing.csv_octets(table, counted, delimiter)
        if to_pipe:
            _pour(octets, sys.stdout.buffer.write)
        else:
            _whole(file, lambda path: _pour_into(path, octets))
        count = counted.count
    elif to_pipe:
        count = _xlsx_to_pipe(table, rows)
    else:
        count = _whole(file, lambda path: writing.write_xlsx(path, table, rows))
    if not to_pipe:
        note(N_("smsbox: {count} messages written to {file}"), count=count, file=file)


class _Counted:
    """Rows that are counted while they pass."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row


def _pour(octets: Iterable[bytes], write: Callable[[bytes], Any]) -> None:
    for piece in octets:
        write(piece)


def _pour_into(path: Path, octets: Iterable[bytes]) -> int:
    with path.open("wb") as file:
        _pour(octets, file.write)
    return 0


def _whole(file: Path, write: Callable[[Path], int]) -> int:
    """Write beside `file` and put it there when it is whole: nobody opens half a table."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        count = write(beside)
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _xlsx_to_pipe(table: Table, rows: Iterable[Sequence[Cell]]) -> int:
    import shutil
    from tempfile import TemporaryDirectory

    from smsbox.sheets import writing

    with TemporaryDirectory(prefix="smsbox-export-") as folder:
        path = Path(folder) / "table.xlsx"
        count = writing.write_xlsx(path, table, rows)
        with path.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
    return count
