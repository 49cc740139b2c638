"""Doing one thing with all messages that a filter finds: counted, shown, asked about, done in steps with progress."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import escaped, note, print_json, speech
from smsbox.cli.opening import now
from smsbox.cli.progress import Progress
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_, NN_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.outbox import Filter
    from smsbox.outbox.sweeps import Sweep
    from smsbox.store import Store

_FOUND = {
    "cancel": NN_("%(num)s message would be cancelled:", "%(num)s messages would be cancelled:"),
    "hold": NN_("%(num)s message would be held:", "%(num)s messages would be held:"),
    "release": NN_("%(num)s message would be released:", "%(num)s messages would be released:"),
    "resend": NN_("%(num)s message would be sent again:", "%(num)s messages would be sent again:"),
    "move": NN_("%(num)s message would be moved:", "%(num)s messages would be moved:"),
}
_DOUBTFUL = NN_(
    "%(num)s of them may have arrived: sent again, it is maybe a duplicate; left out unless you say --twice.",
    "%(num)s of them may have arrived: sent again, they are maybe duplicates; left out unless you say --twice.",
)
_TWICE = NN_(
    "%(num)s of them may have arrived: its customer may get it twice.",
    "%(num)s of them may have arrived: these customers may get them twice.",
)
_DONE = NN_("%(num)s message changed.", "%(num)s messages changed.")

yes_option = click.option("--yes", is_flag=True, help="Do it without asking; needed where nobody can be asked.")
twice_option = click.option(
    "--twice", is_flag=True, help="Also what may have arrived: the customer may get it twice; it is marked so."
)


class NotAgreed(SmsboxError):
    """Nobody agreed to change so many messages. Facts: `count`."""

    key = "cli.not_agreed"
    exit_code = 1


def sweep(
    config: Config,
    store: Store,
    act: str,
    wanted: Filter,
    *,
    yes: bool,
    twice: bool = False,
    sim_id: int | None = None,
    as_json: bool = False,
) -> None:
    """Count, ask unless `yes`, do, say how many; whoever breaks it off means the rest, too. Raises NotAgreed."""
    from smsbox.outbox import sweeps
    from smsbox.outbox.doorbell import ring

    begun = sweeps.begin(store, act, wanted, by=account(), now=now(), sim_id=sim_id)
    try:
        found = _through(store, begun, yes=yes, twice=twice, shown=not as_json)
    except (KeyboardInterrupt, click.Abort):
        sweeps.stop(store, begun.id, now())
        _tell_done(sweeps.get(store, begun.id) or begun, sys.stderr)
        raise
    finally:
        ring(config.store.directory)
    if as_json:
        print_json({"act": act, "counted": found.counted, "maybe_duplicates": found.doubtful, "changed": found.changed})
    else:
        _tell_done(found, sys.stdout)


def _through(store: Store, found: Sweep, *, yes: bool, twice: bool, shown: bool) -> Sweep:
    from smsbox.outbox import sweeps

    while found.open:
        found = sweeps.advance(store, found.id, now()) or found
    count = found.counted - (0 if twice else found.doubtful)
    if shown:
        _show(store, found, twice=twice)
    if count and not (yes or _agreed()):
        sweeps.stop(store, found.id, now())
        raise NotAgreed(count=found.counted)
    with store.write():
        if sweeps.agree(store, found.id, twice=twice) and count:
            noted(store, f"message.{found.act}", found.told(count))
    return _run(store, found, count, shown=shown)


def _tell_done(found: Sweep, to: TextIO) -> None:
    print(speech().ngettext(*_DONE, found.changed) % {"num": speech().number(found.changed)}, file=to)


def _run(store: Store, found: Sweep, count: int, *, shown: bool) -> Sweep:
    from smsbox.outbox import sweeps

    with Progress(count, shown=shown) as progress:
        while True:
            found = sweeps.advance(store, found.id, now()) or found
            progress.show(found.changed)
            if not found.open:
                return found


def _show(store: Store, found: Sweep, *, twice: bool) -> None:
    from smsbox import outbox

    tr = speech()
    print(tr.ngettext(*_FOUND[found.act], found.counted) % {"num": tr.number(found.counted)})
    for message_id in found.examples:
        view = outbox.get(store, message_id)
        if view is not None:
            print(f"  {view.id}  {view.recipient}  {view.state.label}  {escaped(view.text)[:60]}")
    if found.counted > len(found.examples):
        print("  …")
    if found.doubtful:
        forms = _TWICE if twice else _DOUBTFUL
        note(tr.ngettext(*forms, found.doubtful) % {"num": tr.number(found.doubtful)})


def _agreed() -> bool:
    """Whether the person at the terminal says yes; nobody there says no."""
    if not sys.stdin.isatty():
        return False
    return click.confirm(speech().gettext(N_("Do it?")), default=False)
