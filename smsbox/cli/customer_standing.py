"""`smsbox customers permission` and `may-send`: where somebody stands and why; whether he would get an offer now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.console import print_facts, print_json, speech
from smsbox.cli.customer_rows import number_of, who_argument
from smsbox.cli.opening import config_option, json_option, moment, now, opened
from smsbox.cli.tables import print_table
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.consent import Line, Standing, Verdict
    from smsbox.objects.messages import Moment

REFUSED = 77
_FACTS = {
    "number": N_("number"),
    "permission": N_("permission"),
    "since": N_("since"),
    "never_to_be_written_to": N_("on the list of those never to be written to"),
    "every_days": N_("days between two messages"),
    "hours": N_("hours"),
    "topics": N_("topics"),
    "language": N_("language"),
    "prefers_call": N_("rather by telephone"),
}


@click.command()
@config_option
@who_argument
@json_option
def permission(config_path: Path, who: str, as_json: bool) -> None:
    """Show whether WHO agreed to advertising, what he chose, and every line of the ledger behind it.

    Also of somebody who is no customer, by his number. Of a number that was erased, or left before it was, nothing but
    a mark is kept: it says that nobody may write there.
    """
    from smsbox import consent

    with opened(config_path, create=True) as (config, store):
        number = number_of(store, config, who)
        standing, lines = consent.standing(store, number), consent.history(store, number)
    at = moment(config)
    row = _standing_json(standing, at)
    if as_json:
        print_json(row | {"ledger": [_line_json(each, at) for each in lines]})
        return
    print_facts((title, _told(name, row[name])) for name, title in _FACTS.items())
    if lines:
        columns = (N_("at"), N_("what happened"), N_("how"), N_("who"), N_("words"))
        print_table(N_("Permission"), columns, _cells(lines, at))


def _standing_json(standing: Standing, at: Moment) -> dict[str, Any]:
    return {
        "number": standing.number,
        "permission": "left" if standing.gone else standing.state.label,
        "since": at(standing.since or None),
        "never_to_be_written_to": standing.suppressed,
        "asked_at": at(standing.asked_at),
        "answer_until": at(standing.answer_until),
        "every_days": standing.every_days,
        "hours": None if standing.hours is None else str(standing.hours),
        "topics": None if standing.topics is None else list(standing.topics),
        "language": standing.language,
        "prefers_call": standing.prefers_call,
        "source": standing.source_id,
    }


def _line_json(line: Line, at: Moment) -> dict[str, Any]:
    entry = line.entry
    return {
        "id": line.id,
        "at": at(entry.at),
        "act": str(entry.act),
        "how": entry.how,
        "words": entry.words,
        "scope": entry.scope,
        "language": entry.language,
        "evidence": entry.evidence,
        "evidence_message": entry.evidence_id,
        "operator": entry.operator,
        "source": entry.source_id,
        "campaign": entry.campaign_id,
        "terms": dict(entry.terms),
    }


def _cells(lines: Sequence[Line], at: Moment) -> list[tuple[str, ...]]:
    from smsbox.i18n.consents import ACTS, HOW

    say = speech().gettext
    return [
        (
            (at(each.entry.at) or "")[:19].replace("T", " "),
            say(ACTS.get(each.entry.act, each.entry.act)),
            say(HOW.get(each.entry.how, each.entry.how)),
            each.entry.operator,
            each.entry.words or each.entry.evidence or _terms(each.entry.terms),
        )
        for each in lines
    ]


def _terms(terms: Mapping[str, object]) -> str:
    """What somebody chose."""
    say = speech().gettext
    return ", ".join(f"{say(_FACTS.get(name, name))}: {_told(name, value) or '–'}" for name, value in terms.items())


def _told(name: str, value: object) -> str:
    from smsbox.i18n.facts import dated

    if value in (None, False):
        return ""
    if name == "since":
        return dated(speech(), str(value))
    if value is True:
        return speech().gettext(N_("yes"))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@click.command("may-send")
@config_option
@who_argument
@click.option("--topic", help="About this; left out: about nothing in particular.")
@json_option
def may_send(config_path: Path, who: str, topic: str | None, as_json: bool) -> None:
    """Say whether advertising would leave for WHO now, and if not, why: what is asked again before each SMS.

    Exit code 0: yes, now or at the hour it names; 77: no. Answers and service messages are not asked about.
    """
    from smsbox.consent import Rules
    from smsbox.outbox import NotPermitted
    from smsbox.outbox import may_send as judged

    with opened(config_path, create=True) as (config, store):
        number = number_of(store, config, who)
        verdict = judged(store, number, now=now(), rules=Rules.of(config), topic=topic)
    if as_json:
        print_json({"number": number} | _verdict_json(verdict, moment(config)))
        if verdict.refused:
            raise click.exceptions.Exit(REFUSED)
        return
    if verdict.refused:
        raise NotPermitted(number=number, reason=verdict.reason)
    print("\t".join((number, *_yes(verdict, moment(config)))))


def _verdict_json(verdict: Verdict, at: Moment) -> dict[str, Any]:
    may = "no" if verdict.refused else "now" if verdict.allowed else "later"
    return {"may": may, "reason": verdict.reason, "from": at(verdict.until), "again": at(verdict.again)}


def _yes(verdict: Verdict, at: Moment) -> tuple[str, ...]:
    """That it may leave, or from when on and why not before."""
    from smsbox.outbox.reasons import explain_reason

    tr = speech()
    told = explain_reason(tr, verdict.reason)
    if told is None:
        return (tr.gettext(N_("yes")),)
    return ((at(verdict.until) or "")[:16].replace("T", " "), told.cause)
