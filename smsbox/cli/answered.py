"""`smsbox survey` and `smsbox form`: what customers answered, and the applications they sent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.console import print_json
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, opened
from smsbox.cli.reading import limit_option, shown_limit
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config import Config
    from smsbox.dialogs.flow import Flow
    from smsbox.store import Store

_ALL = 1_000_000


class OfAnotherKind(SmsboxError):
    """A scenario of another kind. Facts: `name`, `kind`."""

    key = "cli.of_another_kind"
    exit_code = NOTHING_THERE


def flow_of(store: Store, config: Config, name: str, kind: str) -> Flow[Any]:
    """The scenario of that name or id. Raises NoSuchFlow, OfAnotherKind."""
    from smsbox.dialogs.flows import rows

    kept = rows.named(store, name)
    if kept.kind != kind:
        raise OfAnotherKind(name=name, kind=kind)
    return rows.as_flow(kept, config)


@click.group()
def survey() -> None:
    """Surveys: what was asked, and what customers answered."""


@survey.command()
@config_option
@click.argument("name", metavar="SURVEY")
@json_option
def counts(config_path: Path, name: str, as_json: bool) -> None:
    """How often each question of SURVEY was put and answered, and how often which answer was chosen."""
    from smsbox.dialogs import asked

    with opened(config_path) as (config, store):
        found = asked.counts(store, flow_of(store, config, name, "survey").id)
    if as_json:
        for key, (put, answered, answers) in found.items():
            print_json({"question": key, "put": put, "answered": answered, "answers": answers})
        return
    shown = (
        (key, str(put), str(answered), ", ".join(f"{each}: {count}" for each, count in sorted(answers.items())))
        for key, (put, answered, answers) in found.items()
    )
    print_table(N_("Answers"), (N_("question"), N_("asked"), N_("answered"), N_("answers")), shown)


@survey.command()
@config_option
@click.argument("name", metavar="SURVEY")
@click.option("--question", default="", help="Only answers to this one.")
@limit_option
@json_option
def answers(config_path: Path, name: str, question: str, limit: int | None, as_json: bool) -> None:
    """List the answers of SURVEY, the newest first."""
    from smsbox.dialogs import asked

    with opened(config_path) as (config, store):
        flow, at = flow_of(store, config, name, "survey"), moment(config)
        found = asked.page(store, flow.id, question=question, limit=shown_limit(limit, as_json) or _ALL)
    if as_json:
        for each in found:
            row = {"id": each.id, "number": each.number, "question": each.question, "at": at(each.at)}
            print_json(row | {"answer": each.answer, "free": each.free})
        return
    shown = (((at(each.at) or "")[:16], each.number, each.question, each.answer) for each in found)
    print_table(N_("Answers"), (N_("when"), N_("number"), N_("question"), N_("answer")), shown)


@click.group()
def form() -> None:
    """Applications and other forms that customers sent."""


@form.command("list")
@config_option
@click.argument("name", metavar="FORM")
@limit_option
@json_option
def list_applications(config_path: Path, name: str, limit: int | None, as_json: bool) -> None:
    """List what was sent with FORM, the newest first."""
    from smsbox.dialogs import applications

    with opened(config_path) as (config, store):
        flow, at = flow_of(store, config, name, "form"), moment(config)
        found = applications.page(store, flow.id, limit=shown_limit(limit, as_json) or _ALL)
    if as_json:
        for each in found:
            print_json({"id": each.id, "number": each.number, "at": at(each.at), "answers": each.answers})
        return
    shown = (
        (str(each.id), (at(each.at) or "")[:16], each.number, ", ".join(filter(None, each.answers.values())))
        for each in found
    )
    print_table(N_("Applications"), ("id", N_("when"), N_("number"), N_("answers")), shown)
