"""`smsbox questions`: what customers are asked in campaigns; lists, makes and closes questions."""

from __future__ import annotations

from pathlib import Path

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import print_json
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_


class NoQuestion(SmsboxError):
    """There is no such open question. Facts: `id`."""

    key = "cli.no_question"
    exit_code = NOTHING_THERE


@click.group()
def questions() -> None:
    """What customers are asked in campaigns: list, add, close."""


@questions.command("list")
@config_option
@json_option
def list_questions(config_path: Path, as_json: bool) -> None:
    """List the questions, with who was asked and what is known of how many."""
    from smsbox.subscription.questions import counts, listed

    with opened(config_path) as (config, store):
        found = [(each, *counts(store, each)) for each in listed(store)]
    if as_json:
        at = moment(config)
        for each, asked, answers in found:
            row = {"id": each.id, "text": each.text, "field": each.field, "days": each.days, "asked": asked}
            print_json(row | {"answers": answers, "made_at": at(each.made_at), "closed_at": at(each.closed_at)})
        return
    columns = ("id", N_("field"), N_("asked"), N_("answers"), N_("question"))
    rows = (
        (
            str(each.id),
            each.field,
            str(asked),
            ", ".join(f"{name}: {count}" for name, count in answers.items()),
            each.text,
        )
        for each, asked, answers in found
        if each.closed_at is None
    )
    print_table(N_("Questions"), columns, rows)


@questions.command()
@config_option
@click.option("--days", default=365, show_default=True, help="After so many an answer is old and asked for again.")
@click.argument("field")
@click.argument("text")
@click.argument("options", nargs=-1, required=True, metavar="ANSWER…")
def add(config_path: Path, days: int, field: str, text: str, options: tuple[str, ...]) -> None:
    """Ask TEXT and keep the ANSWER a customer chooses as FIELD; prints the id."""
    from smsbox.subscription.questions import create

    with opened(config_path, create=True) as (_, store), store.write():
        made = create(store, text, field, options, days=days, by=account(), now=now())
        noted(store, "question.made", made.text, field=(None, made.field))
    click.echo(made.id)


@questions.command()
@config_option
@click.argument("question_id", type=int, metavar="ID")
def close(config_path: Path, question_id: int) -> None:
    """Put that question to nobody any more; what was answered stays."""
    from smsbox.subscription import questions as rooms

    with opened(config_path, create=True) as (_, store), store.write():
        found = rooms.get(store, question_id)
        if found is None or not rooms.close(store, question_id, now()):
            raise NoQuestion(id=question_id)
        noted(store, "question.closed", found.text)
