"""`smsbox outbox`: looks at outgoing messages and steers them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import misused, note, print_json, speech
from smsbox.cli.export import outbox_export
from smsbox.cli.opening import (
    NOTHING_THERE,
    NoMessage,
    config_option,
    json_option,
    load_config,
    moment,
    now,
    open_store,
    opened,
)
from smsbox.cli.reading import limit_option, one, paged, print_one, shown_limit
from smsbox.cli.sweeping import sweep, twice_option, yes_option
from smsbox.cli.tables import print_table
from smsbox.cli.waiting import quiet_words, route_words
from smsbox.cli.wanted import outgoing, outgoing_options
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.objects.messages import message_json

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.outbox import MessageView, SegmentView
    from smsbox.store import Store


class NotChanged(SmsboxError):
    """Some of the messages could not be changed. Facts: `ids`."""

    key = "cli.not_changed"
    exit_code = 1


class NoSim(SmsboxError):
    """No SIM was ever seen in this modem. Facts: `name`."""

    key = "cli.no_sim"
    exit_code = NOTHING_THERE


@click.group()
def outbox() -> None:
    """Outgoing messages: list, show, cancel, resend, hold, release, confirm, move, export."""


outbox.add_command(outbox_export)


@outbox.command("list")
@config_option
@outgoing_options
@limit_option
@json_option
def list_messages(config_path: Path, limit: int | None, as_json: bool, **given: Any) -> None:
    """List messages, the newest first."""
    from smsbox.outbox import messages

    with opened(config_path) as (config, store):
        wanted = outgoing(config, store, given)
        found = paged(lambda many, before: messages(store, wanted, many, before), shown_limit(limit, as_json))
        if as_json:
            for view in found:
                print_json(message_json(view, moment(config)))
            return
        columns = ("id", N_("queued"), N_("to"), N_("class"), N_("state"), N_("by"), "SMS", N_("text"))
        print_table(N_("Outbox"), columns, (_cells(view, moment(config)) for view in found))


def _cells(view: MessageView, at: Callable[[int | None], str | None]) -> tuple[str, ...]:
    state = _state_words(view.state.label, view.maybe_duplicate)
    queued_at = _second(at(view.created_at))
    by = view.modem or ""
    return (str(view.id), queued_at, view.recipient, view.kind.label, state, by, str(len(view.segments)), view.text)


@outbox.command()
@config_option
@click.argument("message_id", type=int, metavar="ID")
@json_option
def show(config_path: Path, message_id: int, as_json: bool) -> None:
    """Show one message with all its segments."""
    from smsbox.outbox import get
    from smsbox.outbox.reasons import explain_reason, sentences

    config = load_config(config_path)
    view = one(config, get, message_id, NoMessage)
    row = message_json(view, moment(config))
    if as_json:
        print_json(row)
        return
    del row["segments"]
    reason = quiet_words(config, view) or sentences(explain_reason(speech(), view.reason))
    print_one(row | {"route": route_words(config, view), "reason": reason})
    columns = (
        *(N_("segment"), N_("state"), N_("reference"), N_("attempts"), N_("submitted"), N_("reported"), N_("error")),
    )
    print_table(N_("Segments"), columns, (_segment_cells(segment, moment(config)) for segment in view.segments))


def _segment_cells(segment: SegmentView, at: Callable[[int | None], str | None]) -> tuple[str, ...]:
    from smsbox.outbox.reasons import segment_error

    state = _state_words(segment.state.label, segment.maybe_duplicate)
    moments = (_second(at(segment.submitted_at)), _second(at(segment.reported_at)))
    reference = "" if segment.reference is None else str(segment.reference)
    return (str(segment.seq), state, reference, str(segment.attempts), *moments, segment_error(speech(), segment))


def _second(moment: str | None) -> str:
    return (moment or "")[:19].replace("T", " ")


def _state_words(label: str, maybe_duplicate: bool) -> str:
    return f"{label} ({speech().gettext(N_('maybe duplicate'))})" if maybe_duplicate else label


@outbox.command()
@config_option
@click.argument("ids", type=int, nargs=-1, metavar="[ID…]")
@outgoing_options
@click.option("--modem", help="Send from the SIM in this modem and no other.")
@click.option("--any", "anyhow", is_flag=True, help="Any SIM may send again.")
@yes_option
@twice_option
@json_option
def move(
    config_path: Path,
    ids: tuple[int, ...],
    modem: str | None,
    anyhow: bool,
    yes: bool,
    twice: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Give messages that have not left to another SIM; a half-sent one starts anew there, marked as maybe duplicate.

    Either the messages with these IDs, or all that the options ask for.
    """
    from smsbox.outbox import move as give
    from smsbox.outbox.doorbell import ring

    if (modem is None) == (not anyhow):
        raise misused(N_("say either --modem NAME or --any"))
    by_filter = _by_filter(ids, given)
    config = load_config(config_path)
    store = open_store(config)
    ids = tuple(dict.fromkeys(ids))
    if store is None:
        raise NoMessage(id=", ".join(map(str, ids)) or "–")
    with closing(store):
        sim_id = None if modem is None else _sim_in(config, store, modem)
        if by_filter:
            wanted = outgoing(config, store, given)
            sweep(config, store, "move", wanted, yes=yes, twice=twice, sim_id=sim_id, as_json=as_json)
            return
        with store.write():
            changed = give(store, ids, sim_id, now=now(), who=account())
            if changed:
                noted(store, "message.move", ", ".join(map(str, changed)))
        ring(config.store.directory)
        _tell(store, config, ids, changed, N_("moved"), as_json)


def _by_filter(ids: tuple[int, ...], given: dict[str, Any]) -> bool:
    """Whether messages are named by options and not by their ids. Raises click.UsageError."""
    if bool(ids) == any(given.values()):
        raise misused(N_("say which messages: their IDs, or options such as --state queued; not both"))
    return not ids


def _sim_in(config: Config, store: Store, modem: str) -> int:
    """The SIM last seen in `modem`. Raises NoModem, NoSim."""
    from smsbox.cli.modems import NoModem
    from smsbox.store import sims

    seen = [sim for sim in sims.known(store) if sim.modem == modem]
    known = [each.name for each in config.modems]
    if not seen and modem in known:
        raise NoSim(name=modem)
    if not seen:
        raise NoModem(name=modem, known=", ".join(known) or "–")
    return max(seen, key=lambda sim: sim.last_seen_at).id


def _steer(word: str, done: str, explanation: str) -> None:
    """Add the command `word`, which calls the outbox function of that name for the given ids, or for all that options
    ask for.
    """

    def command(
        config_path: Path,
        ids: tuple[int, ...],
        as_json: bool,
        yes: bool = False,
        twice: bool = False,
        **given: Any,
    ) -> None:
        from smsbox import outbox as room
        from smsbox.outbox.doorbell import ring

        by_filter = _by_filter(ids, given)
        config = load_config(config_path)
        store = open_store(config)
        ids = tuple(dict.fromkeys(ids))
        if store is None:
            raise NoMessage(id=", ".join(map(str, ids)) or "–")
        with closing(store):
            if by_filter:
                wanted = outgoing(config, store, given)
                sweep(config, store, word, wanted, yes=yes, twice=twice, as_json=as_json)
                return
            with store.write():
                changed = getattr(room, word)(store, list(ids), now=now(), who=account())
                if changed:
                    noted(store, f"message.{word}", ", ".join(map(str, changed)))
            ring(config.store.directory)
            _tell(store, config, ids, changed, done, as_json)

    made = json_option(command)
    if word != "confirm":
        made = twice_option(made) if word == "resend" else made
        made = outgoing_options(yes_option(made))
    argument = click.argument("ids", type=int, nargs=-1, required=word == "confirm", metavar="[ID…]")
    outbox.command(word, help=explanation)(config_option(argument(made)))


def _tell(store: Store, config: Config, ids: tuple[int, ...], changed: list[int], done: str, as_json: bool) -> None:
    from smsbox.outbox import get

    views = {message_id: get(store, message_id) for message_id in ids}
    if not any(views.values()):
        raise NoMessage(id=", ".join(map(str, ids)))
    for message_id, view in views.items():
        if as_json and view is not None:
            print_json(message_json(view, moment(config)))
        elif message_id in changed:
            print(f"{message_id} {speech().gettext(done)}")
        if view is None:
            note(N_("smsbox: there is no message {id}"), id=message_id)
        elif message_id not in changed:
            note(
                N_("smsbox: message {id} is {state}: that cannot be changed so"), id=message_id, state=view.state.label
            )
    left = [message_id for message_id in ids if message_id not in changed]
    if left:
        raise NotChanged(ids=", ".join(map(str, left)))


_steer(
    "cancel", N_("cancelled"), "Withdraw messages that have not left: those with these IDs, or all that is asked for."
)
_steer("hold", N_("held"), "Stop messages that have not left, until they are released.")
_steer("release", N_("released"), "Queue messages again that a person has held.")
_steer("confirm", N_("confirmed"), "Say that uncertain or held messages did arrive: they count as sent.")
_steer(
    "resend",
    N_("queued again"),
    "Send messages once more: failed, undelivered, or held because nobody knows whether they left; these are then "
    "marked as maybe duplicate.",
)
