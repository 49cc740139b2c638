"""`smsbox customers export`, `copy` and `erase`: all as a table, one with everything, and one gone everywhere."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from smsbox.cli.audited import noted, typist
from smsbox.cli.console import misused, note, speech
from smsbox.cli.customer_rows import number_of, wanted_from, wanted_options, who_argument
from smsbox.cli.export import file_argument, format_option, reader_of, write_table
from smsbox.cli.opening import config_option, now, opened
from smsbox.i18n.marks import N_


@click.command()
@config_option
@wanted_options
@format_option
@file_argument
def export(config_path: Path, file: Path, kind: str | None, **given: Any) -> None:
    """Write customers to FILE (-: to standard output) for a spreadsheet."""
    from smsbox.sheets import customers

    wanted = wanted_from(given)
    with opened(config_path) as (config, store):
        asked = [] if wanted.empty else [("--filter", wanted.as_json())]
        table, rows = customers.contents(store, wanted, reader_of(config), asked)
        noted(store, "customer.exported", wanted.as_json())
        write_table(file, kind, table, rows, told=N_("smsbox: {count} customers written to {file}"))


@click.command()
@config_option
@who_argument
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
def copy(config_path: Path, who: str, file: Path) -> None:
    """Write everything that is kept of WHO to FILE: .json, .html, or both as .zip; - writes JSON to standard output.
    Also of somebody who is no customer, by his number.
    """
    from smsbox import privacy
    from smsbox.privacy import handing
    from smsbox.web.people.audit_words import WHAT

    kind = ".json" if str(file) == "-" else file.suffix.lower()
    if kind not in (".json", ".html", ".zip"):
        raise misused(N_("{file}: the name must end with .json, .html or .zip"), file=file)
    with opened(config_path, create=True) as (config, store):
        all_of_it, reader = privacy.collected(store, number_of(store, config, who), now()), reader_of(config)
        noted(store, "customer.copied", who)
    made = {
        ".json": lambda: all_of_it.as_json().encode(),
        ".html": lambda: handing.as_html(all_of_it, reader, WHAT).encode(),
        ".zip": lambda: handing.as_zip(all_of_it, reader, WHAT),
    }
    if str(file) == "-":
        sys.stdout.buffer.write(made[kind]() + b"\n")
    else:
        file.write_bytes(made[kind]())


@click.command()
@config_option
@click.argument("number", metavar="WHO")
@click.option("--yes", is_flag=True, help="Do it without asking; needed where nobody can be asked.")
@click.option(
    "--in",
    "copies",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Erase him in this backup of the database too; may be repeated.",
)
def erase(config_path: Path, number: str, yes: bool, copies: tuple[Path, ...]) -> None:
    """Erase everything about WHO, everywhere and for good; also somebody who is no customer, by his number.

    Counts and costs stay, without him. A mark that names nobody keeps advertising away from the number, whatever is
    imported later.
    """
    from smsbox import backup, intake, privacy
    from smsbox.privacy import person

    with opened(config_path, create=True) as (config, store):
        him = person(store, number_of(store, config, number))
        if not yes and not _sure(him.numbers):
            raise misused(N_("Nothing was erased. To erase without being asked, add --yes."))
        for path in copies:  # first these: afterwards nobody knows his numbers any more
            done = backup.erase_in(path, him.numbers, now(), by=typist())
            note(N_("smsbox: erased in {file}: {sent} sent, {received} received"), file=path, **_counts(done))
        done = privacy.erase(store, him.numbers[0], now(), by=typist(), how="cli")
        for each in intake.forget(store, config, him.numbers):
            noted(store, "import.discarded", f"{each.id} {each.name}")
    note(N_("smsbox: erased: {sent} messages sent, {received} received"), **_counts(done))


def _sure(numbers: Sequence[str]) -> bool:
    """Whether somebody sits there and says yes."""
    told = speech().gettext(N_("Erase everything about {numbers}?")).format(numbers=", ".join(numbers))
    return sys.stdin.isatty() and click.confirm(told, default=False)


def _counts(done: Any) -> dict[str, int]:
    return {"sent": done.sent, "received": done.received}
