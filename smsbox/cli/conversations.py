"""`smsbox desk`: the conversations of the desk from a terminal or a script: read, answered, taken, ended."""

from __future__ import annotations

from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import print_json, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from smsbox.config import Config
    from smsbox.desk.thread import Thread
    from smsbox.inbox import InboundView
    from smsbox.objects.messages import Moment
    from smsbox.outbox import MessageView
    from smsbox.store import Store

LISTS = ("open", "pending", "snoozed", "done", "all")
"""Words of `smsbox.desk.lists.LISTS`, which is not loaded for `--help`; a test compares them."""

_SHOWN, _ALL = 20, 1_000_000
_SEEN = click.option("--seen", metavar="MARK", help="As `show` gave it: what came since stops the answer.")

number_argument = click.argument("number")


class WentOn(SmsboxError):
    """The conversation went on since it was looked at. Facts: `number`, `seen`: its mark now."""

    key = "desk.went_on"
    exit_code = 75


class Taken(SmsboxError):
    """Somebody else has the conversation. Facts: `number`, `who`."""

    key = "desk.taken"
    exit_code = 65


@click.group()
def desk() -> None:
    """Conversations with customers: list, show, answer, take, end."""


@desk.command("list")
@config_option
@click.option("--state", "which", type=click.Choice(LISTS), default="open", help="Only those; else to be answered.")
@click.option("--label", default="", help="Those with this label, whatever their state.")
@limit_option
@json_option
def list_threads(config_path: Path, which: str, label: str, limit: int | None, as_json: bool) -> None:
    """List conversations, the last spoken first."""
    from smsbox import contacts
    from smsbox.desk import labels, lasts, lists

    with opened(config_path) as (config, store):
        most = shown_limit(limit, as_json) or _ALL
        spelled = labels.spelled(label)
        found = lists.labelled(store, spelled, most) if spelled else lists.listed(store, which, most)
        numbers, at = [each.number for each in found.threads], moment(config)
        for some in _some(numbers) if as_json else ():
            said, stuck = lasts.words(store, some), labels.of_numbers(store, some)
            for each in (each for each in found.threads if each.number in stuck):
                last = said.get(each.number)
                print_json({**_json(each, at), "labels": stuck[each.number], "last": last.text if last else None})
        if as_json:
            return
        names, words = contacts.names(store, numbers), lasts.words(store, numbers)
        rows = (
            [each.number, (names.get(each.number) or ("", ""))[1] or "", speech().gettext(each.state.text)]
            + [each.assigned_to or "", words[each.number].text if each.number in words else ""]
            for each in found.threads
        )
        print_table(N_("Conversations"), (N_("number"), N_("name"), N_("state"), N_("who"), N_("said last")), rows)


@desk.command()
@config_option
@number_argument
@json_option
def show(config_path: Path, number: str, as_json: bool) -> None:
    """Show the end of the conversation with NUMBER; it stays as unread as it was."""
    from smsbox.desk import answering, labels, notes, threads

    with opened(config_path) as (config, store):
        who = _number(config, number)
        with store.read():
            thread, seen, at = threads.get(store, who), answering.last_seen(store, who), moment(config)
            said = _said(store, who, at)
            noted_down = notes.of_number(store, who, _SHOWN)
            row = {**_json(thread, at), "labels": labels.of_numbers(store, [who])[who]}
        row["seen"] = f"{seen.received}.{seen.written}"
        told = [{"at": at(each.at), "by": each.who, "text": each.text} for each in noted_down if not each.kind]
        if as_json:
            print_json({**row, "notes": told, "messages": said})
            return
        print_table(N_("Conversation"), (N_("field"), N_("value")), _cells(row))
        columns = (N_("at"), N_("who"), N_("text"), N_("state"))
        rows = ([str(each["at"])[:16], str(each["by"] or ""), each["text"], str(each["state"] or "")] for each in said)
        print_table(N_("Messages"), columns, rows)


@desk.command()
@config_option
@number_argument
@click.argument("text")
@_SEEN
@click.option("--once", default="", help="A word of your own: the same once more for this number sends nothing.")
@click.option("--done", is_flag=True, help="And end it.")
@json_option
def answer(config_path: Path, number: str, text: str, seen: str | None, once: str, done: bool, as_json: bool) -> None:
    """Send TEXT to NUMBER as the answer to all that waits there."""
    from smsbox.desk import answering
    from smsbox.outbox.doorbell import ring

    with opened(config_path, create=True) as (config, store):
        with store.write():
            who = _number(config, number)
            mark = answering.last_seen(store, who) if seen is None else answering.Seen(*_mark(seen))
            press = f"desk {who} {once}" if once else token_urlsafe()
            told = answering.answer(
                store, who, text, seen=mark, press=press, by=account(), now=now(), allow=config.allow_any, done=done
            )
            if told.message_id is None:
                raise WentOn(number=who, seen=f"{told.last.received}.{told.last.written}")
            if not told.repeated:
                noted(store, "message.queued", told.message_id, messages=(None, 1))
        ring(config.store.directory)
    if as_json:
        print_json({"id": told.message_id, "number": who, "repeated": told.repeated})


@desk.command()
@config_option
@number_argument
@click.option("--over", is_flag=True, help="Also from a colleague who has it.")
def take(config_path: Path, number: str, over: bool) -> None:
    """Have the conversation with NUMBER in your own name; exit code 65 when somebody else has it."""
    _assign(config_path, number, account(), over)


@desk.command()
@config_option
@number_argument
def leave(config_path: Path, number: str) -> None:
    """Leave the conversation with NUMBER to whoever takes it."""
    _assign(config_path, number, None, True)


@desk.command()
@config_option
@number_argument
def done(config_path: Path, number: str) -> None:
    """Nothing is left to do with NUMBER: what waits there is settled."""
    from smsbox.desk import threads

    _turn(config_path, number, threads.end, "desk.done")


@desk.command()
@config_option
@number_argument
def reopen(config_path: Path, number: str) -> None:
    """Something is left to do with NUMBER after all."""
    from smsbox.desk import threads

    _turn(config_path, number, threads.reopen, "desk.reopened")


@desk.command()
@config_option
@number_argument
@click.argument("text")
def note(config_path: Path, number: str, text: str) -> None:
    """Write TEXT into the conversation with NUMBER, for colleagues only."""
    from smsbox.desk import notes

    with opened(config_path, create=True) as (config, store), store.write():
        who = _number(config, number)
        notes.add(store, who, text, who=account(), now=now())
        noted(store, "desk.note", who)


def _assign(config_path: Path, number: str, whom: str | None, over: bool) -> None:
    from smsbox.desk import threads

    with opened(config_path, create=True) as (config, store), store.write():
        who = _number(config, number)
        has = threads.get(store, who).assigned_to
        if has not in (None, whom) and not over:
            raise Taken(number=who, who=has)
        if has != whom:
            threads.assign(store, who, whom, was=has, by=account(), now=now())
            noted(store, "desk.assigned", who, assigned_to=(has, whom))


def _turn(config_path: Path, number: str, turn: Callable[..., bool], audited: str) -> None:
    with opened(config_path, create=True) as (config, store), store.write():
        who = _number(config, number)
        if turn(store, who, by=account(), now=now()):
            noted(store, audited, who)


def _number(config: Config, number: str) -> str:
    from smsbox.sms.msisdn import parse

    return parse(number, config.region.country)


def _mark(seen: str) -> tuple[int, int]:
    received, _, written = seen.partition(".")
    if not (received.isascii() and received.isdigit() and written.isascii() and written.isdigit()):
        raise click.BadParameter(speech().gettext(N_("This is no mark as `show` gives it.")))
    return int(received), int(written)


def _some(numbers: Sequence[str], many: int = 500) -> list[Sequence[str]]:
    return [numbers[begin : begin + many] for begin in range(0, len(numbers), many)]


def _json(thread: Thread, at: Moment) -> dict[str, Any]:
    return {
        "number": thread.number,
        "state": thread.state.label,
        "assigned_to": thread.assigned_to,
        "until": at(thread.until),
        "waiting_since": at(thread.waiting_since),
        "unread": thread.unread,
        "last_at": at(thread.last_at or None),
    }


def _cells(row: dict[str, Any]) -> list[list[str]]:
    told = ((name, ", ".join(value) if isinstance(value, list) else value) for name, value in row.items())
    return [[name, "" if value is None else str(value)] for name, value in told]


def _said(store: Store, number: str, at: Moment) -> list[dict[str, Any]]:
    """The last messages of both sides, the oldest first; `by`: who of us wrote it, None for the customer."""
    from smsbox import inbox, outbox
    from smsbox.desk import answering
    from smsbox.desk.thread import ways

    heard: list[InboundView] = [
        each for way in ways(number) for each in inbox.found(store, inbox.InboxFilter(sender=way), _SHOWN)
    ]
    ours: list[MessageView] = outbox.messages(store, outbox.Filter(recipient=number), _SHOWN)
    authors = answering.authors(store, [each.id for each in ours])
    both = [(each.received_at, each.id, None, each.text, None) for each in heard]
    told = [(each.created_at, each.id, authors.get(each.id, "smsbox"), each.text, each.state.label) for each in ours]
    lines = sorted([*both, *told], key=lambda each: each[0])[-_SHOWN:]
    return [
        {"at": at(when), "id": message_id, "from": "customer" if by is None else "us", "by": by}
        | {"text": text, "state": state}
        for when, message_id, by, text, state in lines
    ]
