"""`smsbox sources`: where customers come from; lists, makes and closes sources, and writes posters."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import note, print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.subscription.growth import Grown
    from smsbox.subscription.sources import Source

KINDS = ("keyword", "poster", "staff", "form", "call")


class NoSource(SmsboxError):
    """There is no such open source, or it has no word to print. Facts: `id`."""

    key = "cli.no_source"
    exit_code = NOTHING_THERE


class NoShopNumber(SmsboxError):
    """A poster needs the number of the SIM."""

    key = "cli.no_shop_number"
    exit_code = NOTHING_THERE


class NoTypeface(SmsboxError):
    """A poster as PDF needs a font of this machine."""

    key = "cli.no_typeface"
    exit_code = NOTHING_THERE


@click.group()
def sources() -> None:
    """Where customers come from: list, add, close, poster, growth."""


@sources.command("list")
@config_option
@json_option
def list_sources(config_path: Path, as_json: bool) -> None:
    """List the sources, with who was asked, agreed and left again in the last 12 weeks."""
    from smsbox.subscription import growth
    from smsbox.subscription.sources import listed

    with opened(config_path) as (config, store):
        grown = {line.source_id: line for line in growth.grown(store, growth.weeks(now(), config.region.zone))}
        found = listed(store)
    if as_json:
        at = moment(config)
        for each in found:
            print_json(_json(each, grown.get(each.id)) | {"made_at": at(each.made_at), "closed_at": at(each.closed_at)})
        return
    columns = ("id", N_("kind"), N_("word"), N_("asked"), N_("said yes"), N_("left again"), N_("open"), N_("title"))
    print_table(N_("Sources"), columns, (_cells(each, grown.get(each.id)) for each in found))


@sources.command()
@config_option
@click.option("--word", default="", help="What people send; of a keyword or a poster.")
@click.option("--words", default="", help="What people agree to; left out: the usual words.")
@click.option("--language", type=click.Choice(tuple(LANGUAGES)), help="Of the customers; left out: that of the shop.")
@click.option("--topic", "topics", multiple=True, help="What they get offers about; repeat it. Left out: everything.")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("title")
def add(
    config_path: Path, word: str, words: str, language: str | None, topics: tuple[str, ...], kind: str, title: str
) -> None:
    """Make a source called TITLE; prints its id."""
    from smsbox.subscription.sources import Draft, SourceKind, create

    with opened(config_path, create=True) as (config, store), store.write():
        wanted = Draft(SourceKind(kind), title, word, words, language or config.shop.language, topics)
        made = create(store, wanted, by=account(), now=now(), stop_words=config.shop.stop_words)
        noted(store, "source.made", made.title, kind=(None, kind), word=(None, made.word))
    click.echo(made.id)


@sources.command()
@config_option
@click.argument("source_id", type=int, metavar="ID")
def close(config_path: Path, source_id: int) -> None:
    """Nobody comes by that source any more; its word is free again."""
    from smsbox.subscription import sources as rooms

    with opened(config_path, create=True) as (_, store), store.write():
        found = rooms.get(store, source_id)
        if found is None or not rooms.close(store, source_id, now()):
            raise NoSource(id=source_id)
        noted(store, "source.closed", found.title)


@sources.command()
@config_option
@click.option("--size", type=click.Choice(("a4", "a5")), default="a4", show_default=True, help="The sheet.")
@click.option("--code", "alone", is_flag=True, help="The QR code alone.")
@click.option("--form", type=click.Choice(("sms", "smsto")), default="sms", help="smsto: a code for older phones.")
@click.argument("source_id", type=int, metavar="ID")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
def poster(config_path: Path, size: str, alone: bool, form: str, source_id: int, file: Path) -> None:
    """Write the poster of a source to FILE.pdf or FILE.svg (-: as SVG to standard output)."""
    from smsbox.subscription import poster as drawing
    from smsbox.subscription import sources as rooms

    with opened(config_path, create=True) as (config, store):
        found = rooms.get(store, source_id)
    if found is None or found.word is None:
        raise NoSource(id=source_id)
    number = config.shop.number
    if number is None:
        raise NoShopNumber
    pdf, link = file.suffix.lower() == ".pdf", drawing.sms_link(number, found.word, form)
    if alone:
        drawn = drawing.code_pdf(link) if pdf else drawing.code_svg(link)
    elif pdf:
        made = drawing.poster_pdf(found, config.shop, number, size, form)
        if made is None:
            raise NoTypeface
        drawn = made
    else:
        drawn = drawing.poster_svg(found, config.shop, number, size, form).encode()
    if str(file) == "-":
        sys.stdout.buffer.write(drawn)
        return
    file.write_bytes(drawn)
    note(N_("smsbox: written to {file}"), file=file)


@sources.command()
@config_option
@click.option("--months", is_flag=True, help="Month by month for a year, instead of the last twelve weeks.")
@json_option
def growth(config_path: Path, months: bool, as_json: bool) -> None:
    """Who was asked, agreed and left again by each source, week by week."""
    from smsbox.subscription import growth as counted
    from smsbox.subscription.sources import listed

    with opened(config_path) as (config, store):
        periods = (counted.months if months else counted.weeks)(now(), config.region.zone)
        lines, titles = counted.grown(store, periods), {each.id: each.title for each in listed(store)}
    rows = [
        (period.day.isoformat(), line.source_id, line.asked[at], line.came[at], line.went[at])
        for line in lines
        for at, period in enumerate(periods)
    ]
    if as_json:
        names = ("from", "source", "asked", "came", "went")
        for row in rows:
            print_json(dict(zip(names, row, strict=True)) | {"title": titles.get(row[1] or 0)})
        return
    other = speech().gettext(N_("by themselves or by an import"))
    cells = ((row[0], *map(str, row[2:]), titles.get(row[1] or 0, other)) for row in rows if any(row[2:]))
    print_table(N_("Growth"), (N_("from"), N_("asked"), N_("said yes"), N_("left again"), N_("source")), cells)


def _json(each: Source, grown: Grown | None) -> dict[str, Any]:
    counts = {name: sum(getattr(grown, name)) if grown else 0 for name in ("asked", "came", "went")}
    return {
        "id": each.id,
        "kind": each.kind.value,
        "title": each.title,
        "word": each.word,
        "words": each.words,
        "language": each.language,
        "by": each.by_whom,
        **counts,
    }


def _cells(each: Source, grown: Grown | None) -> tuple[str, ...]:
    counts = (str(sum(getattr(grown, name))) if grown else "0" for name in ("asked", "came", "went"))
    return (
        str(each.id),
        each.kind.value,
        each.word or "",
        *counts,
        speech().gettext(N_("no") if each.closed_at else N_("yes")),
        each.title,
    )
