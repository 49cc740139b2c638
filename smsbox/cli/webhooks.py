"""`smsbox webhooks`: which programs are called when something happens, and what became of it; made, tried, removed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smsbox.cli.audited import noted, typist
from smsbox.cli.console import note, print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.clock import iso
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.hooks.book import Hook
    from smsbox.hooks.calls import Call
    from smsbox.store import Store

_MADE = N_("smsbox: webhook {id} is made; its secret, by which the receiver knows smsbox: {secret}")
_REMOVED = N_("smsbox: webhook {id} is called no more")
_TRIED = N_("smsbox: the test is on its way; what became of it: smsbox webhooks calls {id}")
_AGAIN = N_("smsbox: calls that are tried again: {count}")
_CALLBACKS = N_("SMS of programs")

_id = click.argument("hook_id", type=int, metavar="ID")


class NoHook(SmsboxError):
    """There is no such webhook. Facts: `id`."""

    key = "hooks.no_hook"
    exit_code = NOTHING_THERE


@click.group()
def webhooks() -> None:
    """Webhooks: list, add, remove, test, calls, replay."""


@webhooks.command("list")
@config_option
@json_option
def list_hooks(config_path: Path, as_json: bool) -> None:
    """List which addresses are called for what."""
    from smsbox.hooks import book, calls

    with opened(config_path) as (config, store):
        found, waiting, dead = book.listed(store), calls.waiting(store), calls.dead(store)
        at = moment(config)
    if as_json:
        for each in found:
            told = {"id": each.id, "name": each.name, "url": each.url, "events": list(each.kinds)}
            more = {"made_by": each.made_by, "made_at": at(each.made_at)}
            print_json({**told, **more, "waiting": waiting.get(each.id, 0), "dead": dead.get(each.id, 0)})
        return
    rows = (
        (str(each.id), each.url, " ".join(each.kinds), str(waiting.get(each.id, 0)), str(dead.get(each.id, 0)))
        for each in found
    )
    print_table(N_("Webhooks"), (N_("No."), N_("address"), N_("events"), N_("waiting"), N_("given up")), rows)


@webhooks.command()
@config_option
@click.argument("url")
@click.option("--event", "kinds", multiple=True, help="What it is called for; may be repeated. Left out: everything.")
@click.option("--secret-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Left out: made.")
@json_option
def add(config_path: Path, url: str, kinds: tuple[str, ...], secret_file: Path | None, as_json: bool) -> None:
    """Have URL called when something happens; its secret is shown."""
    from smsbox.hooks import book
    from smsbox.hooks.kinds import TEXTS

    secret = secret_file.read_text(encoding="utf-8").strip() if secret_file else ""
    with opened(config_path, create=True) as (config, store):
        networks = config.programs.networks
        made = book.make(
            store, url=url, kinds=kinds or tuple(TEXTS), by=typist(), now=now(), networks=networks, secret=secret
        )
    if as_json:
        print_json({"id": made.id, "url": made.url, "events": list(made.kinds), "secret": made.secret})
    else:
        note(_MADE, id=made.id, secret=made.secret)


@webhooks.command()
@config_option
@_id
def remove(config_path: Path, hook_id: int) -> None:
    """Call it no more, also for what happened already."""
    from smsbox.hooks import book

    with opened(config_path, create=True) as (_, store):
        if not book.remove(store, hook_id, by=typist(), now=now()):
            raise NoHook(id=hook_id)
    note(_REMOVED, id=hook_id)


@webhooks.command()
@config_option
@_id
def test(config_path: Path, hook_id: int) -> None:
    """Have the daemon call it with a test, within some seconds."""
    from smsbox.hooks import filling
    from smsbox.store.kept import box_id

    with opened(config_path, create=True) as (config, store):
        hook, device = _hook(store, hook_id), box_id(config.store.directory)
        with store.write():
            filling.tried(store, hook, device, iso(now(), config.region.zone), now())
            noted(store, "hook.tested", hook.mark)
    note(_TRIED, id=hook_id)


@webhooks.command("calls")
@config_option
@_id
@limit_option
@json_option
def list_calls(config_path: Path, hook_id: int, limit: int | None, as_json: bool) -> None:
    """List what became of its calls, the newest first; ID 0: where programs hear of their own SMS."""
    from smsbox.hooks import calls

    with opened(config_path) as (config, store):
        if hook_id != calls.CALLBACKS:
            _hook(store, hook_id, ended=True)
        found = calls.listed(store, hook_id, shown_limit(limit, as_json) or 1_000_000)
        at = moment(config)
    if as_json:
        for each in found:
            told = {"id": each.id, "event": each.kind, "mark": each.mark, "state": each.state.label}
            when = {"made_at": at(each.made_at), "tried_at": at(each.tried_at), "due_at": at(each.due_at)}
            print_json({**told, **when, "tries": each.tries, "error": dict(each.error) if each.error else None})
        return
    say = speech().gettext
    rows = (
        ((at(each.made_at) or "")[:19].replace("T", " "), each.kind, say(each.state.text), str(each.tries), _why(each))
        for each in found
    )
    print_table(N_("Last calls"), (N_("when"), N_("event"), N_("state"), N_("tries"), N_("failed")), rows)


@webhooks.command()
@config_option
@_id
@click.option("--call", "call_id", type=int, help="Only this one.")
def replay(config_path: Path, hook_id: int, call_id: int | None) -> None:
    """Try again what was given up; the receiver knows it by the same id."""
    from smsbox.hooks import calls

    with opened(config_path, create=True) as (_, store), store.write():
        if hook_id != calls.CALLBACKS:
            _hook(store, hook_id)
        count = calls.replay(store, hook_id, now(), call_id=call_id)
        if count:
            noted(store, "hook.replayed", hook_id, count=(None, count))
    note(_AGAIN, count=count)


def _hook(store: Store, hook_id: int, *, ended: bool = False) -> Hook:
    from smsbox.hooks import book

    found = book.get(store, hook_id)
    if found is None or (found.ended_at is not None and not ended):
        raise NoHook(id=hook_id)
    return found


def _why(call: Call) -> str:
    """What went wrong at the last try, in a sentence."""
    from smsbox.i18n.explanations import explain

    return explain(speech(), call.error["key"], call.error["facts"]).cause if call.error else ""
