"""`smsbox contest`: entries, the list, the draw, the file that is published, and the verifying of any such file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.answered import flow_of
from smsbox.cli.audited import account, noted
from smsbox.cli.console import misused, print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.dialogs.contests import Entry
    from smsbox.dialogs.flow import Flow
    from smsbox.store import Store

WRONG = 65
ENTRIES = ("in", "wrong", "taken", "excluded", "erased")
"""The words of `smsbox.dialogs.contests.EntryState`, which is not loaded for `--help`; a test compares them."""

name_argument = click.argument("name", metavar="CONTEST")
entry_argument = click.argument("entry_id", type=int, metavar="ENTRY")
why_option = click.option("--why", required=True, help="Kept with the entry.")


class NoEntry(SmsboxError):
    """There is no such entry of this contest, or it stands so already. Facts: `id`."""

    key = "cli.no_entry"
    exit_code = NOTHING_THERE


class DrawWrong(SmsboxError):
    """A published file that does not hold together. Facts: `count`."""

    key = "cli.draw_wrong"
    exit_code = WRONG


def _contest(store: Store, config: Config, name: str) -> Flow[Any]:
    """The contest of that name or id. Raises NoSuchFlow, OfAnotherKind."""
    return flow_of(store, config, name, "contest")


@click.group()
def contest() -> None:
    """Contests: entries, the draw that anyone can repeat, its published file."""


@contest.command()
@config_option
@name_argument
@click.option("--state", "states", multiple=True, type=click.Choice(ENTRIES), help="Only these; may be repeated.")
@limit_option
@json_option
def entries(config_path: Path, name: str, states: tuple[str, ...], limit: int | None, as_json: bool) -> None:
    """List the entries of CONTEST, the newest first, those too that do not count."""
    from smsbox.dialogs import entries as room
    from smsbox.dialogs.contests import EntryState

    with opened(config_path) as (config, store):
        flow, at = _contest(store, config, name), moment(config)
        wanted = [each for each in EntryState if not states or each.label in states]
        found = room.page(store, flow.id, states=wanted, limit=shown_limit(limit, as_json) or 1_000_000)
    if as_json:
        for each in found:
            row = {"id": each.id, "code": each.shown, "number": each.number, "at": at(each.at)}
            print_json(row | {"state": each.state.label, "note": each.note})
        return
    shown = ((str(e.id), e.shown, e.number, (at(e.at) or "")[:16], speech().gettext(e.state.text)) for e in found)
    print_table(N_("Entries"), ("id", N_("code"), N_("number"), N_("when"), N_("state")), shown)


@contest.command("leave-out")
@config_option
@name_argument
@entry_argument
@why_option
def leave_out(config_path: Path, name: str, entry_id: int, why: str) -> None:
    """Leave ENTRY out of the draw, until the list is closed."""
    _moved(config_path, name, entry_id, why, out=True)


@contest.command("let-in")
@config_option
@name_argument
@entry_argument
@why_option
def let_in(config_path: Path, name: str, entry_id: int, why: str) -> None:
    """Let ENTRY in that did not count, until the list is closed."""
    _moved(config_path, name, entry_id, why, out=False)


def _moved(config_path: Path, name: str, entry_id: int, why: str, *, out: bool) -> None:
    from smsbox.dialogs import entries as room
    from smsbox.dialogs.flows.rows import hold

    with opened(config_path) as (config, store):
        flow = _contest(store, config, name)
        with store.write():
            hold(store, flow.id)
            entry: Entry | None = room.get(store, entry_id)
            move = room.leave_out if out else room.let_in
            if entry is None or entry.flow_id != flow.id or not move(store, entry, why):
                raise NoEntry(id=entry_id)
            noted(store, "contest.left_out" if out else "contest.let_in", flow.name, why=(None, why))


@contest.command("close-list")
@config_option
@name_argument
def close_list(config_path: Path, name: str) -> None:
    """Close the list of a CONTEST that is over, for good; prints its SHA-256."""
    from smsbox.dialogs import draws
    from smsbox.dialogs.flows.rows import hold

    with opened(config_path) as (config, store), store.write():
        flow = _contest(store, config, name)
        hold(store, flow.id)
        stands = draws.close_list(store, flow, by=account(), now=now())
        noted(store, "contest.listed", flow.name, entries=(None, stands.entries))
    print(stands.list_hash)


@contest.command()
@config_option
@name_argument
@click.option("--value", default="", help="What was promised to be mixed in.")
@json_option
def draw(config_path: Path, name: str, value: str, as_json: bool) -> None:
    """Draw the winners of a CONTEST whose list is closed; once."""
    from smsbox.dialogs import draws
    from smsbox.dialogs.flows.rows import hold

    with opened(config_path) as (config, store), store.write():
        flow = _contest(store, config, name)
        hold(store, flow.id)
        found = draws.draw(store, flow.id, value=value, by=account(), now=now())
        noted(store, "contest.drawn", flow.name, places=(None, len(found)))
        winners = draws.published(store, flow.id).rules.winners
    if as_json:
        for each in found:
            row = {"place": each.place, "wins": each.place <= winners, "mark": each.mark, "code": each.code}
            print_json(row | {"number": each.number})
        return
    kinds = {True: N_("wins"), False: N_("reserve")}
    shown = (
        (str(each.place), speech().gettext(kinds[each.place <= winners]), each.code, each.number, each.mark)
        for each in found
    )
    print_table(N_("Drawn"), ("№", "", N_("code"), N_("number"), N_("mark")), shown)


@contest.command()
@config_option
@name_argument
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def publish(config_path: Path, name: str, file: Path | None) -> None:
    """Write what anybody may have of CONTEST to FILE (left out: print it): without the seed until it is drawn."""
    from smsbox.dialogs import drawing, draws

    with opened(config_path) as (config, store):
        text = drawing.written(draws.published(store, _contest(store, config, name).id))
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")


@contest.command()
@click.argument("file", type=click.File("rb"))
@json_option
def verify(file: Any, as_json: bool) -> None:
    """Whether everything in a published FILE (-: standard input) follows from it alone. Needs no box; exit code 65 when
    not.
    """
    from smsbox.dialogs import drawing

    findings = drawing.verified(drawing.read(file.read().decode("utf-8", "replace")))
    for each in findings:
        if as_json:
            print_json({"said": str(each.said), "right": each.right})
        else:
            mark = {True: "✓", False: "✗", None: "…"}[each.right]
            click.echo(f"{mark} {each.said.told(speech())}")
    wrong = sum(each.right is False for each in findings)
    if wrong:
        raise DrawWrong(count=wrong)


@contest.command()
@config_option
@name_argument
@click.argument("places", nargs=-1, type=int, metavar="[PLACE]…")
def tell(config_path: Path, name: str, places: tuple[int, ...]) -> None:
    """Write to the winners (or to who was drawn at PLACE) that they won, each once, nobody at night; prints to whom."""
    from smsbox.dialogs import draws
    from smsbox.dialogs.flows.rows import hold

    with opened(config_path) as (config, store), store.write():
        flow = _contest(store, config, name)
        hold(store, flow.id)
        wanted = list(places) or list(range(1, draws.published(store, flow.id).rules.winners + 1))
        told_places = draws.tell(store, config, flow, wanted, now=now())
        nowhere = set(places) - {each.place for each in draws.places(store, flow.id)}
        if nowhere:
            raise misused(N_("{option}: {text} is no place."), option="PLACE", text=str(min(nowhere)))
        noted(store, "contest.told", flow.name, places=(None, len(told_places)))
    for each in told_places:
        click.echo(each)
