"""`smsbox send`: checks every recipient first, then queues; a second pass over a file keeps memory flat."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import noted
from smsbox.cli.checking import Check, check_all, refuse_bad
from smsbox.cli.console import escaped, misused, note, print_json, speech
from smsbox.cli.opening import config_option, json_option, load_config, moment, now, open_store
from smsbox.cli.source import Source
from smsbox.clock import BadMoment, Micros, parse_moment, parse_span
from smsbox.i18n.marks import N_, NN_
from smsbox.objects.messages import message_json

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.outbox import Draft, MessageView
    from smsbox.sheets.letters import Letter
    from smsbox.store import Store

_QUEUED = NN_("queued {num} message, {segments} SMS", "queued {num} messages, {segments} SMS")
_WOULD_QUEUE = NN_("would queue {num} message, {segments} SMS", "would queue {num} messages, {segments} SMS")
_LEFT_OUT = NN_(", {num} bad row left out", ", {num} bad rows left out")
_BROKEN_OFF = N_(
    "smsbox: only the first {queued} of {all} messages are queued: leave these out before you send the file again"
)
_SHORTEST_VALIDITY, _LONGEST_VALIDITY = 300, 63 * 7 * 86400
"""23.040 9.2.3.12.1: the relative validity period counts from 5 minutes to 63 weeks."""


@click.command()
@config_option
@click.option(
    "--to", "numbers", multiple=True, metavar="NUMBER…", help="Recipients; several numbers may follow one --to."
)
@click.argument("more_numbers", nargs=-1, metavar="")
@click.option("--file", "path", type=click.Path(path_type=Path), help="A .csv or .xlsx file with a column `number`.")
@click.option(
    "--text",
    required=True,
    help="The text; {name} or {name|fallback} takes a column of the file, {?town=Lviv}…{:}…{/} is for some. "
    "- reads it from standard input.",
)
@click.option(
    "--class", "kind", type=click.Choice(["service", "reply", "marketing"]), default="service", show_default=True,
    help="Replies pass first, marketing last and only to people who agreed.",
)  # fmt: skip
@click.option(
    "--priority", type=click.IntRange(-128, 127), default=0, show_default=True, help="Within a class; larger first."
)
@click.option("--validity", help="How long the network keeps trying, such as 24h.")
@click.option("--flash", is_flag=True, help="Shown at once and not stored by the phone.")
@click.option("--no-report", is_flag=True, help="Ask for no delivery report.")
@click.option("--send-after", help="Not before: 18:30, +2h, or 2026-03-01T09:00.")
@click.option("--send-before", help="Not after; what is still waiting then fails as expired.")
@click.option("--skip-bad", is_flag=True, help="Queue the good rows although others are bad.")
@click.option("--encoding", help="Encoding of the CSV file, when it is guessed wrong: cp1251, utf-16, …")
@click.option("--dry-run", is_flag=True, help="Check and count, queue nothing.")
@json_option
def send(
    config_path: Path, numbers: tuple[str, ...], more_numbers: tuple[str, ...], path: Path | None, **options: Any
) -> None:
    """Queue a text to some numbers, or to everybody in a file.

    All recipients are checked first; if one is bad nothing is queued (unless --skip-bad). The daemon sends what is
    queued, at once when it runs, else when it starts.
    """
    if more_numbers and not numbers:
        raise misused(N_("unexpected: {words}; numbers follow --to"), words=" ".join(more_numbers))
    if bool(numbers) == bool(path):
        raise misused(N_("give either --to NUMBER… or --file FILE"))
    if options["text"] == "-":
        options["text"] = sys.stdin.read().rstrip("\n")
    config = load_config(config_path)
    model = _draft(config, options)
    source = Source(config, options["text"], numbers + more_numbers, path, options["encoding"])
    check = check_all(config, source, model)
    refuse_bad(check, options["skip_bad"])
    _tell_times(config, model)
    if options["dry_run"]:
        _tell_dry_run(check, options["as_json"])
        return
    queued = _queue(config, source, model, check, options["as_json"])
    if not options["as_json"]:
        print(_counted(_QUEUED, queued).format(segments=speech().number(check.segments)) + _left_out(check))


def _draft(config: Config, options: dict[str, Any]) -> Draft:
    """What all messages of this call have in common. Raises click.UsageError."""
    from smsbox.outbox import Draft, MessageClass

    at = now()
    after = _moment(config, "send_after", options, at)
    before = _moment(config, "send_before", options, at, after)
    if before is not None and before <= max(at, after or at):
        raise misused(N_("--send-before lies in the past or before --send-after: nothing could be sent"))
    return Draft(
        recipient="",
        text="",
        kind=MessageClass[options["kind"].upper()],
        priority=options["priority"],
        flash=options["flash"],
        report=not options["no_report"],
        validity_s=_validity(options["validity"], config.sending.validity_s),
        send_after=after,
        send_before=before,
    )


def _moment(config: Config, name: str, options: dict[str, Any], at: Micros, after: Micros | None = None) -> int | None:
    text = options[name]
    try:
        return None if text is None else parse_moment(text, at, config.region.zone, after=after)
    except BadMoment:
        option = "--" + name.replace("_", "-")
        raise misused(N_("{option} {text}: write 18:30, +2h or 2026-03-01T09:00"), option=option, text=text) from None


def _validity(text: str | None, default: int | None) -> int | None:
    if text is None:
        return default
    try:
        seconds = parse_span(text)
    except BadMoment:
        raise misused(N_("--validity {text}: write 30m, 24h or 3d"), text=text) from None
    if not _SHORTEST_VALIDITY <= seconds <= _LONGEST_VALIDITY:
        raise misused(N_("--validity must lie between 5m and 63w, that is what the standard knows"))
    return seconds


def _tell_times(config: Config, model: Draft) -> None:
    """From when on it may leave, and that quiet hours let it wait or never leave; on the error output, apart from the
    result.
    """
    from smsbox.i18n import quiet
    from smsbox.outbox import rest

    at = now()
    if model.send_after is not None:
        note(
            N_("smsbox: nothing leaves before {moment}"),
            moment=speech().moment(model.send_after, config.region.zone, at),
        )
    found = rest(config, max(at, model.send_after or at), model.kind)
    if found is None:
        return
    if model.send_before is not None and model.send_before <= found.until:
        note("smsbox: {told}", told=quiet.never(speech(), found.until, config.region.zone, at))
    else:
        waits = quiet.waits(speech(), found.until, config.region.zone, at, found.why)
        note(N_("smsbox: advertising {waits}"), waits=waits)


def _tell_dry_run(check: Check, as_json: bool) -> None:
    if as_json:
        print_json({"messages": check.letters, "segments": check.segments, "bad": check.bad})
        return
    print(_counted(_WOULD_QUEUE, check.letters).format(segments=speech().number(check.segments)) + _left_out(check))
    if check.example is not None:
        first = speech().gettext(N_("the first one to {recipient}: {text}"))
        print(first.format(recipient=check.example.recipient, text=escaped(check.example.text)))


def _counted(forms: tuple[str, str], count: int) -> str:
    tr = speech()
    return tr.ngettext(*forms, count).replace("{num}", tr.number(count))


def _left_out(check: Check) -> str:
    return _counted(_LEFT_OUT, check.bad) if check.bad else ""


def _queue(config: Config, source: Source, model: Draft, check: Check, as_json: bool) -> int:
    """The second pass: batches become claimable as they are written. Returns how many were queued."""
    from smsbox.cli.progress import Progress
    from smsbox.outbox.doorbell import ring

    store = open_store(config, create=True)
    assert store is not None
    queued, first, last = 0, 0, 0
    if source.advertising is not None:
        source.advertising = replace(source.advertising, store=store)
    with closing(store), Progress(check.letters, shown=not as_json) as progress:
        try:
            source.still_the_same(queued)
            for views in _batches(store, config, source, model):
                if not queued:
                    ring(config.store.directory)
                queued, first, last = queued + len(views), first or views[0].id, views[-1].id
                progress.show(queued)
                for view in views if as_json else ():
                    print_json(message_json(view, moment(config)))
        except BaseException:
            note(_BROKEN_OFF, queued=queued, all=check.letters)
            raise
        finally:
            ring(config.store.directory)
            if queued:
                which = first if queued == 1 else f"{first}–{last}"
                noted(store, "message.queued", which, messages=(None, queued))
        source.still_the_same(queued)
    return queued


def _batches(store: Store, config: Config, source: Source, model: Draft) -> Iterator[list[MessageView]]:
    """Queue every good row; gives what was queued, batch by batch, once it is on the disk."""
    from smsbox.consent import Rules
    from smsbox.outbox import submit_batches
    from smsbox.sheets import BadRow

    pending: deque[Letter] = deque()

    def drafts() -> Iterator[Draft]:
        for each in source.letters():
            if not isinstance(each, BadRow):
                pending.append(each)
                yield replace(model, recipient=each.recipient, text=each.text)

    at = now()
    for ids in submit_batches(store, drafts(), now=at, allow=config.allow_any, rules=Rules.of(config)):
        yield [_view(message_id, pending.popleft(), model, at) for message_id in ids]


def _view(message_id: int, letter: Letter, model: Draft, at: Micros) -> MessageView:
    """A message as it was queued."""
    from smsbox.outbox import MessageView, SegmentView, State

    return MessageView(
        id=message_id,
        recipient=letter.recipient,
        text=letter.text,
        kind=model.kind,
        state=State.QUEUED,
        sim=None,
        priority=model.priority,
        created_at=at,
        send_after=model.send_after,
        send_before=model.send_before,
        segments=tuple(SegmentView(seq, State.QUEUED) for seq in range(1, letter.segments + 1)),
        reason=None,
        flash=model.flash,
        report=model.report,
        validity_s=model.validity_s,
    )
