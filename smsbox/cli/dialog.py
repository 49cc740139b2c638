"""`smsbox dialog`: scenarios by SMS; lists, checks, tries, keeps, opens and closes them, and shows what happened."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import escaped, note, print_facts, print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.dialogs.flow import Flow
    from smsbox.dialogs.flows.errors import FlowErrors
    from smsbox.dialogs.flows.rows import Kept
    from smsbox.dialogs.rows import Dialog
    from smsbox.dialogs.trying import Line
    from smsbox.store import Store

_file = click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
_name = click.argument("name", metavar="NAME")


class NotOpen(SmsboxError):
    """This scenario is not open. Facts: `name`."""

    key = "cli.flow_not_open"
    exit_code = NOTHING_THERE


@click.group()
def dialog() -> None:
    """Scenarios by SMS: list, show, check, try, put, open, close, steps."""


@dialog.command("list")
@config_option
@json_option
def list_flows(config_path: Path, as_json: bool) -> None:
    """List the scenarios: those that are open first, with how many dialogs are open and how many there were."""
    from smsbox.dialogs import rows
    from smsbox.dialogs.flows import rows as flows

    with opened(config_path) as (config, store):
        found = [(each, *rows.counted(store, each.id)) for each in flows.listed(store)]
    if as_json:
        for kept, running, ended in found:
            print_json(_json(kept, moment(config)) | {"dialogs_open": running, "dialogs_ended": ended})
        return
    say = speech().gettext
    columns = ("id", N_("name"), N_("kind"), N_("state"), N_("running"), N_("ended"), N_("title"))
    cells = (
        (str(kept.id), kept.name, kept.kind, say(kept.state.text), str(running), str(sum(ended.values())), kept.title)
        for kept, running, ended in found
    )
    print_table(N_("Scenarios"), columns, cells)


@dialog.command()
@config_option
@json_option
@click.option("--file", "as_file", is_flag=True, help="The scenario file alone, as it was put.")
@click.option("--version", type=int, help="An earlier version. Left out: the newest.")
@_name
def show(config_path: Path, as_json: bool, as_file: bool, version: int | None, name: str) -> None:
    """Show the scenario called NAME, or with that number."""
    from smsbox.dialogs.flows import rows as flows

    with opened(config_path, create=True) as (config, store):
        kept = flows.named(store, name)
        versions = flows.versions(store, kept.id)
    wanted = version or kept.version
    source = next((each.source for each in versions if each.version == wanted), None)
    if source is None:
        raise flows.NoSuchFlow(name=f"{name} ({wanted})")
    at = moment(config)
    if as_json:
        print_json(_json(kept, at) | {"source": source, "versions": [each.version for each in versions]})
        return
    if not as_file:
        moments = ((N_("first opened"), at(kept.launched_at) or ""), (N_("closed since"), at(kept.closed_at) or ""))
        state, last = speech().gettext(kept.state.text), f"{wanted}, {versions[0].by_whom}, {at(kept.changed_at)}"
        print_facts(((N_("name"), kept.name), (N_("state"), state), (N_("version"), last), *moments))
        print()
    print("\n".join(escaped(line) for line in source.rstrip("\n").split("\n")))


@dialog.command()
@_file
def check(file: Path) -> None:
    """Say what is wrong with a scenario file, every mistake with its line. Needs no box."""
    found = _read(file)
    note(N_("smsbox: {path} is a scenario without mistakes: {title}"), path=str(file), title=found.title)


@dialog.command("try")
@click.option(
    "--transcript", type=click.Path(dir_okay=False, path_type=Path), help="Compare with what is written here."
)
@click.option("--at", "begin", default="", help="When it is played: 2026-11-28T18:00. Left out: now.")
@_file
def try_(transcript: Path | None, begin: str, file: Path) -> None:
    """Play a scenario file through, in a box that is thrown away at the end. Needs no box.

    What customers write is read line by line from standard input: `VOTE 2`, of another customer
    `+380500000002: VOTE`; `@ +3h` lets time go by. With --transcript the lines come from that file (`> said`,
    `< answered`), and what is answered otherwise is shown; the exit code is 1 then.
    """
    from smsbox import router
    from smsbox.clock import parse_moment
    from smsbox.config.model import RegionConfig
    from smsbox.dialogs.trying import Rehearsal, begins, differences, script

    source, region = _text(file), RegionConfig()
    _read(file, source)
    moment_now = parse_moment(begin, now(), region.zone) if begin else now()
    if transcript is None:
        with Rehearsal(source, router.route_waiting, now=moment_now, region=region) as stage:
            for line in stage.play(_typed()):
                click.echo(_shown(line))
        return
    lines = list(script(_text(transcript).splitlines()))
    with Rehearsal(source, router.route_waiting, now=begins(lines, moment_now, region.zone), region=region) as stage:
        parted = differences(lines, stage.play(lines))
    for told in parted:
        click.echo("\n".join(escaped(each) for each in told.rstrip("\n").split("\n")))
    if parted:
        raise click.exceptions.Exit(1)


@dialog.command()
@config_option
@_file
def put(config_path: Path, file: Path) -> None:
    """Keep a scenario file: a new draft, or the next version of the scenario called so in it; prints its id."""
    from smsbox.dialogs.flows import rows as flows
    from smsbox.dialogs.flows.errors import FlowErrors

    source = _text(file)
    with opened(config_path, create=True) as (config, store), store.write():
        before = {each.name: each.version for each in flows.listed(store)}
        try:
            kept = flows.put(store, config, source, by=account(), now=now())
        except FlowErrors as wrong:
            raise _of_file(wrong, file) from wrong
        old = before.get(kept.name)
        if old is None:
            noted(store, "flow.made", _subject(kept), kind=(None, kept.kind))
        elif old != kept.version:
            noted(store, "flow.changed", _subject(kept), version=(old, kept.version))
    click.echo(kept.id)


@dialog.command("open")
@config_option
@_name
def open_(config_path: Path, name: str) -> None:
    """Let the words of a scenario open dialogs from now on."""
    from smsbox.dialogs.flows import rows as flows
    from smsbox.dialogs.flows.errors import FlowErrors

    with opened(config_path, create=True) as (config, store), store.write():
        kept = flows.named(store, name)
        try:
            flows.open(store, config, kept.id, by=account(), now=now())
        except FlowErrors as wrong:
            raise _of_file(wrong, kept.name) from wrong
        noted(store, "flow.opened", _subject(kept))


@dialog.command("close")
@config_option
@_name
def close_(config_path: Path, name: str) -> None:
    """Nobody begins it any more, and dialogs that are open end; its words say for some time that it is over."""
    from smsbox.dialogs.flows import rows as flows

    with opened(config_path, create=True) as (config, store), store.write():
        kept = flows.named(store, name)
        if not flows.close(store, config, kept.id, by=account(), now=now()):
            raise NotOpen(name=name)
        noted(store, "flow.closed", _subject(kept))


@dialog.command()
@config_option
@json_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many, the newest.")
@click.argument("number")
def steps(config_path: Path, as_json: bool, limit: int, number: str) -> None:
    """Show the dialogs with NUMBER, step by step."""
    from smsbox.dialogs import rows
    from smsbox.dialogs.flows import rows as flows
    from smsbox.sms.msisdn import parse

    with opened(config_path) as (config, store):
        found = rows.listed(store, number=parse(number, config.region.country), limit=limit)
        names = {each.id: each.name for each in flows.listed(store)}
        told = [_steps(store, each, names.get(each.flow_id, ""), moment(config)) for each in found]
    if as_json:
        for row in told:
            print_json(row)
        return
    columns = (N_("at"), N_("dialog"), N_("scenario"), N_("step"), N_("text"))
    lines = (
        (step["at"][:19].replace("T", " "), str(row["id"]), row["scenario"], step["step"], step["text"])
        for row in told
        for step in row["steps"]
    )
    print_table(N_("Steps"), columns, lines)


# ── inside


def _steps(store: Store, each: Dialog, name: str, at: Any) -> dict[str, Any]:
    from smsbox import inbox
    from smsbox.dialogs import rows

    def step(one: rows.Step) -> dict[str, Any]:
        heard = inbox.get(store, one.received_id) if one.received_id else None
        told = {"received_id": one.received_id, "message_ids": list(one.message_ids)}
        return {"at": at(one.at), "step": one.step, "text": heard.text if heard else ""} | told

    return {
        "id": each.id,
        "scenario": name,
        "version": each.version,
        "opened_at": at(each.opened_at),
        "ended_at": at(each.ended_at),
        "outcome": each.outcome,
        "steps": [step(one) for one in rows.steps(store, each.id)],
    }


def _json(kept: Kept, at: Any) -> dict[str, Any]:
    return {
        "id": kept.id,
        "name": kept.name,
        "kind": kept.kind,
        "title": kept.title,
        "state": kept.state.label,
        "version": kept.version,
        "by": kept.by_whom,
        "made_at": at(kept.made_at),
        "changed_at": at(kept.changed_at),
        "launched_at": at(kept.launched_at),
        "closed_at": at(kept.closed_at),
    }


def _subject(kept: Kept) -> str:
    return f"{kept.id} {kept.name}"


def _typed() -> Iterator[Line]:
    """What is typed, line by line: each is answered before the next is read."""
    from smsbox.dialogs.trying import script

    for line in sys.stdin:
        yield from script([line])


def _shown(line: Line) -> str:
    return "\n".join(escaped(each) for each in str(line).split("\n"))


def _read(file: Path, source: str | None = None) -> Flow[Any]:
    from smsbox.dialogs.flows.errors import FlowErrors
    from smsbox.dialogs.flows.reading import read

    try:
        return read(_text(file) if source is None else source)
    except FlowErrors as wrong:
        raise _of_file(wrong, file) from wrong


def _of_file(wrong: FlowErrors, file: Path | str) -> FlowErrors:
    return type(wrong)(wrong.problems, str(file))


def _text(file: Path) -> str:
    """The text of a file; `-`: of standard input. Raises FlowErrors where it is no UTF-8."""
    from smsbox.config.problems import Problem
    from smsbox.dialogs.flows.errors import FlowErrors
    from smsbox.i18n.phrases import Phrase

    octets = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = octets[: error.start].count(b"\n") + 1
        raise FlowErrors([Problem("", line, Phrase("not UTF-8; save the file as UTF-8"))], str(file)) from error
