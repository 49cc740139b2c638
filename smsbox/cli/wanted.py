"""Which messages a command is for: the options that make a filter, shared by list, export and steering."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from smsbox.cli.console import misused
from smsbox.cli.opening import NOTHING_THERE, now
from smsbox.clock import BadMoment, Micros, parse_bound
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.inbox import InboxFilter
    from smsbox.outbox import Filter
    from smsbox.store import Store

STATES = (
    *("queued", "sending", "uncertain", "held", "sent", "delivered", "undelivered", "unreported", "failed"),
    "cancelled",
)
REASONS = ("person", "doubt", "allow", "campaign", "burst", "stopped", "restored", "cloned")
CLASSES = ("reply", "service", "marketing")
STANDINGS = ("waiting", "settled", "incomplete", "damaged")

Command = TypeVar("Command", bound=Callable[..., Any])


class NoSuchSim(SmsboxError):
    """No SIM with this IMSI was ever seen. Facts: `imsi`."""

    key = "cli.no_such_sim"
    exit_code = NOTHING_THERE


_SHARED = (
    click.option("--text", help="Only messages with this in their text, in whatever case."),
    click.option("--sim", "imsi", metavar="IMSI", help="Only messages of this SIM."),
    click.option("--since", "since_text", help="Only messages since then: 2026-03-01, 08:00, 24h."),
    click.option("--until", "until_text", help="Only messages until then; a day is meant with all of it."),
)
_OUTGOING = (
    click.option(
        "--state", "states", multiple=True, type=click.Choice(STATES), help="Only these states; may be repeated."
    ),
    click.option("--to", "recipient", help="Only messages to this number, or to numbers that begin so."),
    click.option(
        "--class", "kinds", multiple=True, type=click.Choice(CLASSES), help="Only these classes; may be repeated."
    ),
    click.option("--batch", help="Only messages that were queued together under this name."),
    click.option("--reason", type=click.Choice(REASONS), help="Only messages that are held for this reason."),
    *_SHARED,
)
_INCOMING = (
    click.option("--from", "sender", help="Only from this number or name, or from those that begin so."),
    click.option("--state", "standing", type=click.Choice(STANDINGS), help="Only messages that stand so."),
    *_SHARED,
)


def outgoing_options(command: Command) -> Command:
    """Give a command the options of an outbox filter."""
    for option in reversed(_OUTGOING):
        command = option(command)
    return command


def incoming_options(command: Command) -> Command:
    """Give a command the options of an inbox filter."""
    for option in reversed(_INCOMING):
        command = option(command)
    return command


def outgoing(config: Config, store: Store | None, given: dict[str, Any]) -> Filter:
    """The filter of `outgoing_options`. Raises BadNumber, NoSuchSim, click.UsageError."""
    from smsbox.outbox import Filter, MessageClass, State
    from smsbox.sms.beginnings import sought

    recipient, beginnings = sought(given["recipient"], config.region.country) if given["recipient"] else (None, ())
    return Filter(
        states=tuple(State[name.upper()] for name in given["states"]),
        kinds=tuple(MessageClass[name.upper()] for name in given["kinds"]),
        recipient=recipient,
        beginnings=beginnings,
        batch=given["batch"],
        reason=given["reason"] or "",
        **_shared(config, store, given),
    )


def incoming(config: Config, store: Store | None, given: dict[str, Any], *, pending: bool = False) -> InboxFilter:
    """The filter of `incoming_options`. Raises NoSuchSim, click.UsageError."""
    from smsbox.inbox import InboxFilter
    from smsbox.sms.beginnings import senders

    return InboxFilter(
        beginnings=senders(given["sender"], config.region.country) if given["sender"] else (),
        standing=given["standing"] or "",
        pending=pending,
        **_shared(config, store, given),
    )


def _shared(config: Config, store: Store | None, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": given["text"] or "",
        "sim_id": _sim(store, given["imsi"]),
        "since": bound("--since", given["since_text"], config),
        "until": bound("--until", given["until_text"], config, end=True),
    }


def _sim(store: Store | None, imsi: str | None) -> int | None:
    from smsbox.store import sims

    if imsi is None or store is None:
        return None
    for sim in sims.known(store):
        if sim.imsi == imsi:
            return sim.id
    raise NoSuchSim(imsi=imsi)


def bound(option: str, text: str | None, config: Config, *, end: bool = False) -> Micros | None:
    """A moment in the past: a date (and time), the last 08:00, or a span such as 24h ago. Raises click.UsageError."""
    if text is None:
        return None
    try:
        return parse_bound(text, now(), config.region.zone, end=end)
    except BadMoment:
        raise misused(N_("{option} {text}: write 24h, 08:00 or 2026-03-01"), option=option, text=text) from None
