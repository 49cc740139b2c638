"""`smsbox vote` and `smsbox quiz`: how a vote stands, what nobody could read and what it means; who leads in a quiz."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.answered import flow_of
from smsbox.cli.audited import account, noted
from smsbox.cli.console import note, print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.dialogs.flow import Flow
    from smsbox.store import Store

_ALL = 1_000_000
_SECONDS = 1_000_000

vote_argument = click.argument("name", metavar="VOTE")
quiz_argument = click.argument("name", metavar="QUIZ")


class NoChoice(SmsboxError):
    """The vote has no such option. Facts: `choice`, `options` (text)."""

    key = "cli.no_choice"
    exit_code = NOTHING_THERE


class NoVote(SmsboxError):
    """Nobody has voted with that number, or nobody wrote that. Facts: `said`."""

    key = "cli.no_vote"
    exit_code = NOTHING_THERE


def _vote(store: Store, config: Config, name: str) -> Flow[Any]:
    return flow_of(store, config, name, "vote")


def _choice(flow: Flow[Any], said: str) -> str:
    """The key of the option somebody has named. Raises NoChoice."""
    from smsbox.sms.matching import Options

    choices = flow.part.choices
    if said in {each.key for each in choices}:
        return said
    key = Options({each.key: each.names for each in choices}, numbers=flow.part.numbers).named(said).only
    if key is None:
        raise NoChoice(choice=said, options=", ".join(each.title for each in choices))
    return key


@click.group()
def vote() -> None:
    """Votes: how they stand, what was not understood, each vote."""


@vote.command()
@config_option
@vote_argument
@json_option
def counts(config_path: Path, name: str, as_json: bool) -> None:
    """How VOTE stands: each option with its votes and their share, and what was not understood."""
    from smsbox.dialogs.ballots import UNKNOWN
    from smsbox.dialogs.ballots import counts as counted

    with opened(config_path) as (config, store):
        flow = _vote(store, config, name)
        found = counted(store, flow.id)
    total = sum(found.values())
    known = {each.key: each.title for each in flow.part.choices}
    rows = [(key, known.get(key, key), found.get(key, 0)) for key in dict.fromkeys([*known, *sorted(found)]) if key]
    rows.append((UNKNOWN, speech().gettext(N_("Not understood")), found.get(UNKNOWN, 0)))
    if as_json:
        for key, title, votes in rows:
            share = round(votes / total, 4) if total else 0
            print_json({"choice": key, "title": title if key else None, "votes": votes, "share": share})
        return
    cells = ((title, str(votes), f"{100 * votes / total:.1f} %" if total else "–") for _, title, votes in rows)
    print_table(flow.title, (N_("option"), N_("votes"), N_("share")), cells)


@vote.command()
@config_option
@vote_argument
@json_option
def unknown(config_path: Path, name: str, as_json: bool) -> None:
    """What was not understood in VOTE, the most frequent first; the same words in one line."""
    from smsbox.dialogs import ballots

    with opened(config_path) as (config, store):
        found, at = ballots.unknown(store, _vote(store, config, name).id, _ALL), moment(config)
    if as_json:
        for each in found:
            print_json({"same": each.same, "said": each.said, "votes": each.votes, "last_at": at(each.at)})
        return
    cells = ((str(each.votes), each.said, (at(each.at) or "")[:16]) for each in found)
    print_table(N_("Not understood"), (N_("votes"), N_("text"), N_("when")), cells)


@vote.command()
@config_option
@vote_argument
@click.argument("text")
@click.argument("option")
@click.option("--teach", is_flag=True, help="From now on, too: whoever writes so means this option.")
def settle(config_path: Path, name: str, text: str, option: str, teach: bool) -> None:
    """Who wrote TEXT in VOTE and was not understood meant OPTION: all of them are counted for it."""
    from smsbox.dialogs import ballots

    with opened(config_path) as (config, store), store.write():
        flow = _vote(store, config, name)
        choice = _choice(flow, option)
        moved = ballots.settle(store, flow.id, text, choice, teach=teach, by=account(), now=now())
        if not moved and not teach:
            raise NoVote(said=text)
        changes = {"choice": (None, choice), "votes": (None, moved), "taught": (None, teach)}
        noted(store, "vote.settled", f"{flow.id} {flow.name}", **changes)
    click.echo(moved)


@vote.command()
@config_option
@vote_argument
@click.argument("text")
def unlearn(config_path: Path, name: str, text: str) -> None:
    """What VOTE was taught to read in TEXT is forgotten; what was counted stays."""
    from smsbox.dialogs import ballots

    with opened(config_path) as (config, store), store.write():
        flow = _vote(store, config, name)
        if not ballots.unlearn(store, flow.id, text):
            raise NoVote(said=text)
        noted(store, "vote.unlearnt", f"{flow.id} {flow.name}")


@vote.command("list")
@config_option
@vote_argument
@click.option("--option", "option", help="Only votes for this one. Left out: those that were not understood.")
@limit_option
@json_option
def list_votes(config_path: Path, name: str, option: str | None, limit: int | None, as_json: bool) -> None:
    """List each vote of VOTE for one option, the newest first."""
    from smsbox.dialogs import ballots

    with opened(config_path) as (config, store):
        flow, at = _vote(store, config, name), moment(config)
        choice = ballots.UNKNOWN if option is None else _choice(flow, option)
        found = ballots.ballots(store, flow.id, choice, limit=shown_limit(limit, as_json) or _ALL)
    if as_json:
        for each in found:
            row = {"number": each.number, "choice": each.choice, "said": each.said, "at": at(each.at)}
            print_json(row | {"changed": each.changed, "by_whom": each.by_whom})
        return
    cells = ((each.number, (at(each.at) or "")[:16], str(each.changed), each.said) for each in found)
    print_table(N_("Votes"), (N_("number"), N_("when"), N_("changed"), N_("text")), cells)


@vote.command()
@config_option
@vote_argument
@click.argument("number")
@click.argument("option")
def change(config_path: Path, name: str, number: str, option: str) -> None:
    """Count the vote of NUMBER in VOTE for OPTION."""
    from smsbox.dialogs import ballots
    from smsbox.sms.msisdn import parse

    with opened(config_path) as (config, store), store.write():
        flow = _vote(store, config, name)
        choice = _choice(flow, option)
        before = ballots.change(store, flow.id, parse(number, config.region.country), choice, by=account())
        if before is None:
            raise NoVote(said=number)
        noted(store, "vote.changed", f"{flow.id} {flow.name}", choice=(before, choice))


@vote.command()
@config_option
@vote_argument
def verify(config_path: Path, name: str) -> None:
    """Count VOTE again, vote by vote, and compare; 65 when the table of counts differs, which it never should."""
    from smsbox.dialogs import ballots

    with opened(config_path) as (config, store), store.read():
        flow = _vote(store, config, name)
        kept, again = ballots.counts(store, flow.id), ballots.recounted(store, flow.id)
    note(N_("Votes, counted one by one: {votes}"), votes=sum(again.values()))
    raise SystemExit(0 if kept == again else 65)


@click.group()
def quiz() -> None:
    """Quizzes: who leads, and what somebody answered."""


@quiz.command()
@config_option
@quiz_argument
@click.option("--hide", is_flag=True, help="Without whole numbers, to show around.")
@limit_option
@json_option
def leaders(config_path: Path, name: str, hide: bool, limit: int | None, as_json: bool) -> None:
    """List the players of QUIZ, the best first: more points, then less time."""
    from smsbox.dialogs import scores
    from smsbox.web.messages.masking import masked_number as masked

    with opened(config_path) as (config, store):
        flow, at = flow_of(store, config, name, "quiz"), moment(config)
        found = scores.leaders(store, flow.id, limit=shown_limit(limit, as_json) or _ALL)
    if as_json:
        for each in found:
            number = masked(each.attempt.number) if hide else each.attempt.number
            row = {"place": each.rank, "number": number, "points": each.attempt.score}
            row |= {"seconds": round(each.attempt.took / _SECONDS, 1), "attempts": each.attempts}
            print_json(row | {"ended_at": at(each.attempt.ended_at)})
        return
    cells = (
        (
            str(each.rank),
            masked(each.attempt.number) if hide else each.attempt.number,
            f"{each.attempt.score}/{flow.part.most}",
            f"{each.attempt.took / _SECONDS:.1f}",
        )
        for each in found
    )
    print_table(flow.title, (N_("place"), N_("number"), N_("points"), N_("seconds")), cells)


@quiz.command()
@config_option
@quiz_argument
@click.argument("number")
@json_option
def attempts(config_path: Path, name: str, number: str, as_json: bool) -> None:
    """What NUMBER answered in QUIZ: each attempt, each answer, what it was worth."""
    from smsbox.dialogs import scores
    from smsbox.sms.msisdn import parse

    with opened(config_path) as (config, store):
        flow, at = flow_of(store, config, name, "quiz"), moment(config)
        found = scores.of_number(store, flow.id, parse(number, config.region.country))
    if not found:
        raise NoVote(said=number)
    if as_json:
        for each in found:
            answers = [
                {"said": a.said, "points": a.points, "seconds": round(a.took / _SECONDS, 1)} for a in each.answers
            ]
            row = {"attempt": each.attempt, "begun_at": at(each.begun_at), "ended_at": at(each.ended_at)}
            print_json(row | {"points": each.score, "answers": answers})
        return
    cells = (
        (str(each.attempt), str(place), answer.said, str(answer.points), f"{answer.took / _SECONDS:.1f}")
        for each in found
        for place, answer in enumerate(each.answers, 1)
    )
    columns = (N_("attempt"), N_("question"), N_("text"), N_("points"), N_("seconds"))
    print_table(flow.title, columns, cells)
