"""The first pass of `smsbox send`: every recipient is looked at, and told when nothing can be sent to him."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox.cli.console import note, speech
from smsbox.cli.opening import now, open_store
from smsbox.cli.source import Source
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.outbox import Draft
    from smsbox.sheets.letters import Letter

_SHOWN_ON_A_TERMINAL = 30


class BadRows(SmsboxError):
    """Some recipients cannot be written to and nothing was queued. Facts: `count`."""

    key = "cli.bad_rows"
    exit_code = 65


class DestinationsRefused(BadRows):
    """All that was wrong are destinations which may not be written to. Facts: `count`."""

    key = "cli.destinations_refused"
    exit_code = 77


class NotPermitted(BadRows):
    """All that was wrong are people who may not be sent advertising. Facts: `count`."""

    key = "cli.not_permitted"
    exit_code = 77


class NoRecipients(SmsboxError):
    """The file has no rows."""

    key = "cli.no_recipients"
    exit_code = 65


@dataclass(slots=True)
class Check:
    """What the first pass found."""

    letters: int = 0
    segments: int = 0
    bad: int = 0
    forbidden: int = 0
    not_permitted: int = 0
    example: Letter | None = None


def check_all(config: Config, source: Source, model: Draft) -> Check:
    """The first pass over everybody; of advertising with whether he may be written to."""
    from smsbox.outbox import BULK
    from smsbox.sheets.advertising import Advertising

    if model.kind not in BULK:
        return _check(source)
    with ExitStack() as opened:
        store = open_store(config, create=False)
        if store is not None:
            opened.enter_context(closing(store))
        source.advertising = Advertising(store, config, max(now(), model.send_after or 0))
        return _check(source)


def _check(source: Source) -> Check:
    """The first pass: everything is looked at, bad rows are told, nothing is written."""
    from smsbox.i18n.reasons import bad_row
    from smsbox.outbox import FORBIDDEN
    from smsbox.sheets import BadRow
    from smsbox.sheets.advertising import NOT_PERMITTED

    check = Check()
    for each in source.letters():
        if not isinstance(each, BadRow):
            check.letters += 1
            check.segments += each.segments
            check.example = check.example or each
            continue
        check.bad += 1
        check.forbidden += each.reason.removeprefix("number.") in FORBIDDEN
        check.not_permitted += each.reason.startswith(NOT_PERMITTED)
        if check.bad <= _SHOWN_ON_A_TERMINAL or not sys.stderr.isatty():
            facts = {"line": each.line, "value": each.value or "–", "why": bad_row(speech(), each.reason)}
            note(N_("row {line}: {value}: {why}") if source.sheet is not None else "--to: {value}: {why}", **facts)
        elif check.bad == _SHOWN_ON_A_TERMINAL + 1:
            note(N_("… more bad rows; {redirection} keeps all of them"), redirection="2>FILE")
    return check


def refuse_bad(check: Check, skip_bad: bool) -> None:
    """Raise BadRows, or the one of its kinds that all of them are, when nothing may be queued."""
    if check.bad and (not skip_bad or not check.letters):
        kinds = {check.forbidden: DestinationsRefused, check.not_permitted: NotPermitted}
        raise kinds.get(check.bad, BadRows)(count=check.bad)
    if not check.letters:
        raise NoRecipients()
