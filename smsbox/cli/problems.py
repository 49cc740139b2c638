"""`smsbox problems`: what needs somebody's attention, why, and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.console import escaped, print_json, speech
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from smsbox.clock import Micros
    from smsbox.objects.messages import Moment
    from smsbox.problems import Case

_MOST = 1000

_ALL_WELL = N_("All is well")
_SEVERITIES = {"problem": N_("Problem"), "warning": N_("Warning"), "note": N_("Note")}


@click.command()
@config_option
@click.option("--all", "whole", is_flag=True, help="Also those that ended within thirty days.")
@json_option
def problems(config_path: Path, whole: bool, as_json: bool) -> None:
    """Show what needs attention: cause, consequence, next step."""
    from smsbox.problems import closed_since, open_now
    from smsbox.problems.records import KEPT
    from smsbox.store.kept import Kept

    with opened(config_path) as (config, store):
        at, this_moment = moment(config), now()
        box = Kept(store, config.store.directory).box
        cases = open_now(store, box)
        if whole:
            cases += closed_since(store, box, this_moment - KEPT, _MOST)
    for case in cases:
        if as_json:
            print_json(_json(case, at, case.snoozed(this_moment)))
        else:
            _print(case, config.region.zone, this_moment)
    if not cases and not as_json:
        print(speech().gettext(_ALL_WELL))


def _json(case: Case, at: Moment, snoozed: bool) -> dict[str, Any]:
    from smsbox.problems import tell

    told = tell(case.problem, speech())
    return {
        "id": case.id,
        "key": case.problem.key,
        "subject": case.problem.subject,
        "severity": case.problem.severity.label,
        "title": told.title,
        "cause": told.cause,
        "consequence": told.consequence,
        "step": told.step,
        "fix": told.fix.name if told.fix else None,
        "command": told.fix.command if told.fix else "",
        "opened_at": at(case.opened_at),
        "closed_at": at(case.closed_at),
        "snoozed_until": at(case.snoozed_until) if snoozed else None,
        "facts": dict(case.problem.facts),
    }


def _print(case: Case, zone: ZoneInfo, this_moment: Micros) -> None:
    from smsbox.problems import tell

    tr = speech()
    told, say, begun = tell(case.problem, tr), tr.gettext, tr.moment(case.opened_at, zone, this_moment)
    if case.closed_at is None:
        when = say(N_("since %(moment)s")) % {"moment": begun}
    else:
        when = f"{begun} – {tr.moment(case.closed_at, zone, this_moment)}"
    word = say(_SEVERITIES[case.problem.severity.label])
    print(escaped(f"{word}: {told.title} ({when})"))
    for line in (told.cause, told.consequence, told.step):
        if line:
            print(f"  {escaped(line)}")
    if told.fix and told.fix.command and not case.closed_at:
        print(f"  → {escaped(told.fix.command)}")
