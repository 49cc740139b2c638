"""`smsbox customers import`: a file of customers recognised, counted, agreed to, done; `undo-import` puts it back."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import escaped, misused, note, print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, now, opened, owner_of
from smsbox.cli.progress import Progress
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_, NN_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.intake import Import, Plan
    from smsbox.store import Store

_COUNTED = N_("rows: {rows}; {added} new, {changed} changed, {same} as they are, {bad} cannot be used")
_DONE = N_("{added} new, {changed} changed, {same} as they are, {bad} left out")
_AGREED = NN_("%(num)s consent recorded", "%(num)s consents recorded")
_UNDONE = NN_("%(num)s customer is as before", "%(num)s customers are as before")
_MEANINGS = (
    "number, other, name, first, patronymic, last, salutation, birthday, language, state, tags, note, bought, consent, "
    "consent_at"
)


class NoImport(SmsboxError):
    """There is no such import, or it cannot be undone. Facts: `id`."""

    key = "cli.no_import"
    exit_code = NOTHING_THERE


class ImportFailed(SmsboxError):
    """An import did not come to its end. Facts: `id`, `done`, `total`."""

    key = "cli.import_failed"
    exit_code = 75


class NothingImported(SmsboxError):
    """Nobody agreed to an import."""

    key = "cli.nothing_imported"
    exit_code = 1


@click.command("import")
@config_option
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--encoding", default="", help="Of a CSV file, when it is guessed wrong: cp1251, utf-16, …")
@click.option("--delimiter", default="", help="Between the columns of a CSV file: ; , | or tab.")
@click.option("--sheet", default="", help="Name of the sheet of a workbook; else the first with rows.")
@click.option(
    "--header", type=click.IntRange(0), help="The row that names the columns, 0 for none; else it is guessed."
)
@click.option(
    "--column", "columns", multiple=True, metavar="NAME=MEANING",
    help=f"What a column holds, by its name or number: {_MEANINGS}, field, or nothing to leave it out.",
)  # fmt: skip
@click.option(
    "--known", type=click.Choice(["replace", "fill", "skip"]), default="replace", show_default=True,
    help="What becomes of people who are customers already.",
)  # fmt: skip
@click.option("--leads", is_flag=True, help="These people have not bought yet.")
@click.option("--tag", "tags", multiple=True, help="A tag for all of them; may be given several times.")
@click.option("--consent-on", default="", metavar="DAY", help="They agreed to advertising on that day: 2026-03-01.")
@click.option("--consent-how", default="", help="How they agreed, such as: paper form at the till.")
@click.option("--consent-words", default="", help="The words they agreed to.")
@click.option("--dry-run", is_flag=True, help="Only count what would change.")
@click.option("--yes", is_flag=True, help="Do it without asking; needed where nobody can be asked.")
@json_option
def import_customers(config_path: Path, path: Path, **options: Any) -> None:
    """Take customers out of a table: .xlsx, .xls, .ods or CSV; - reads standard input.

    First everything is counted, with the reason for each row that cannot be used; then it is done, in small steps, and
    goes on in the daemon when this command is ended. Consent is recorded only as far as it is stated by what it can be
    proved; whoever has left stays so.
    """
    with opened(config_path, create=True) as (config, store), owner_of(config.store.directory):
        found = _counted(store, config, path, options)
        if options["dry_run"]:
            _drop(store, config, found)
            return
        _run(store, config, found, options)


@click.command("undo-import")
@config_option
@click.argument("number", type=int, metavar="ID")
@json_option
def undo_import(config_path: Path, number: int, as_json: bool) -> None:
    """Put an import back: who was added goes unless something has happened with him, what was changed is as before."""
    from smsbox import intake

    with opened(config_path, create=True) as (config, store), owner_of(config.store.directory):
        found = intake.get(store, number)
        with store.write():
            if found is None or not intake.undo(store, number, now()):
                raise NoImport(id=number)
            noted(store, "import.undone", f"{number} {found.name}")
        found = _through(store, config, number, found.added + found.changed, shown=not as_json)
        if as_json:
            print_json({"id": number, "undone": found.undone})
        else:
            print(speech().ngettext(*_UNDONE, found.undone) % {"num": speech().number(found.undone)})


def _counted(store: Store, config: Config, path: Path, options: dict[str, Any]) -> Import:
    """Hand the file in and have it counted; bad rows are told on the error output."""
    from smsbox import intake

    with _opened(config, path) as source:
        found = intake.hand_in(
            store, config, source, path.name if str(path) != "-" else "-", by=account(), now=now(), plan=_way(options)
        )
    try:
        plan = _plan(found.plan, options)
        intake.look_again(store, config, found.id, plan, now())
        intake.count(store, config, found.id, now())
        found = _through(store, config, found.id, 0, shown=False)
        _refuse_failed(found)
    except BaseException:
        _drop(store, config, found)
        raise
    _tell_counted(store, config, found, as_json=options["as_json"], final=options["dry_run"])
    return found


@contextlib.contextmanager
def _opened(config: Config, path: Path) -> Iterator[IO[bytes]]:
    from smsbox.intake.numbers import one_a_line
    from smsbox.sheets import SheetRefused

    if str(path) == "-":
        octets = sys.stdin.buffer.read()
        with contextlib.suppress(UnicodeDecodeError):
            octets = one_a_line(octets.decode(), config.region.country).encode()
        yield io.BytesIO(octets)
        return
    if not path.is_file():
        raise SheetRefused(path=str(path), reason="not_a_file" if path.exists() else "missing", detail="")
    with path.open("rb") as source:
        yield source


def _way(options: dict[str, Any]) -> Plan:
    """How the file is read, as far as it is said."""
    from smsbox.intake import GUESS, Plan

    delimiter = {"tab": "\t", "\\t": "\t"}.get(options["delimiter"], options["delimiter"])
    if len(delimiter) > 1:
        raise misused(N_("--delimiter {text}: write one character, or tab"), text=delimiter)
    header = GUESS if options["header"] is None else options["header"]
    return Plan(options["encoding"], delimiter, options["sheet"], header)


def _plan(found: Plan, options: dict[str, Any]) -> Plan:
    """What is guessed, with what is said in its place."""
    from dataclasses import replace

    from smsbox.contacts import State
    from smsbox.intake import Known

    return replace(
        found,
        columns=_columns(found, options["columns"]),
        known=Known(options["known"]),
        state=State.LEAD if options["leads"] else State.CUSTOMER,
        tags=options["tags"],
        evidence=_evidence(options),
    )


def _columns(found: Plan, said: tuple[str, ...]) -> tuple[Any, ...]:
    from smsbox.intake import Column, Meaning
    from smsbox.sms.fields import fold

    columns = list(found.columns)
    for each in said:
        name, _, word = each.rpartition("=")
        places = [at for at, column in enumerate(columns, 1) if fold(name) in (column.name, str(at))]
        meaning = next((one for one in Meaning if one.value == word.strip()), None)
        if not places or meaning is None:
            shown = ", ".join(column.name or str(at) for at, column in enumerate(columns, 1))
            raise misused(
                N_("--column {text}: write NAME=MEANING; the columns are: {columns}"), text=each, columns=shown
            )
        columns[places[0] - 1] = Column(meaning, columns[places[0] - 1].name)
    return tuple(columns)


def _evidence(options: dict[str, Any]) -> Any:
    from datetime import date

    from smsbox.intake import Evidence

    when, how, words = (options[f"consent_{part}"].strip() for part in ("on", "how", "words"))
    if not (when or how or words):
        return None
    try:
        day = date.fromisoformat(when).isoformat() if when else ""
    except ValueError:
        raise misused(N_("--consent-on {text}: write a day such as 2026-03-01"), text=when) from None
    return Evidence(day, how, words)


def _through(store: Store, config: Config, number: int, total: int, *, shown: bool) -> Import:
    """Work at an import until nothing is left to do, together with the daemon if there is one."""
    from smsbox import intake

    with Progress(total, shown=shown) as progress:
        while True:
            found = intake.get(store, number)
            if found is None:
                raise NoImport(id=number)
            progress.show(found.done)
            if not found.open:
                return found
            intake.advance(store, config, found, now())


def _refuse_failed(found: Import) -> None:
    from smsbox.sheets import SheetRefused

    if found.problem is not None:
        raise SheetRefused(**{"detail": "", **found.problem, "path": found.name})


def _tell_counted(store: Store, config: Config, found: Import, *, as_json: bool, final: bool) -> None:
    from smsbox import intake
    from smsbox.i18n.imports import AGREEMENTS, why_bad

    tr, counts = speech(), found.found
    for bad in intake.bad_rows(store, config, found):
        facts = {"line": bad.line, "value": escaped(bad.value) or "–", "why": why_bad(tr, bad.reason, bad.same_as)}
        note(N_("row {line}: {value}: {why}"), **facts)
    if as_json:
        if final:
            print_json({name: value for name, value in counts.items() if name not in ("people", "examples")})
        return
    numbers = {name: tr.number(counts[name]) for name in ("rows", "added", "changed", "same", "bad")}
    print(tr.gettext(_COUNTED).format(**numbers))
    for word, text in AGREEMENTS.items():
        if counts["agreements"].get(word):
            print(f"  {tr.number(counts['agreements'][word])} {tr.gettext(text)}")


def _run(store: Store, config: Config, found: Import, options: dict[str, Any]) -> None:
    from smsbox import intake

    if not (options["yes"] or _agreed()):
        _drop(store, config, found)
        raise NothingImported()
    with store.write():
        intake.agree(store, config, found.id)
        noted(store, "import.agreed", f"{found.id} {found.name}", people=(None, found.found["added"]))
    done = _through(store, config, found.id, found.total, shown=not options["as_json"])
    if done.stage is not intake.Stage.DONE:
        raise ImportFailed(id=done.id, done=done.done, total=done.total)
    tr = speech()
    names = ("added", "changed", "same", "bad")
    if options["as_json"]:
        print_json({"id": done.id, **{name: getattr(done, name) for name in (*names, "agreed", "stayed")}})
        return
    print(tr.gettext(_DONE).format(**{name: tr.number(getattr(done, name)) for name in names}))
    if done.agreed:
        print(tr.ngettext(*_AGREED, done.agreed) % {"num": tr.number(done.agreed)})
    note(N_("To put it back: {command}"), command=f"smsbox customers undo-import {done.id}")


def _agreed() -> bool:
    return sys.stdin.isatty() and click.confirm(speech().gettext(N_("Do it?")), default=False)


def _drop(store: Store, config: Config, found: Import) -> None:
    from smsbox import intake

    intake.discard(store, config, found.id)
