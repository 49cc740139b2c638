"""`smsbox customers agree`, `leave` and `choose`: what a customer told the staff about advertising."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import misused, note
from smsbox.cli.customer_rows import number_of, who_argument, who_is
from smsbox.cli.opening import config_option, now, opened
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.clock import DaySpan

_ANY = "any"


@click.command()
@config_option
@who_argument
@click.option("--words", required=True, help="The words he agreed to, as they were read or shown to him.")
@click.option("--evidence", default="", help="What proves it, such as the number of a signed paper.")
def agree(config_path: Path, who: str, words: str, evidence: str) -> None:
    """Note that a customer agreed to advertising, and to which words."""
    from smsbox import consent
    from smsbox.consent import Act, Entry

    with opened(config_path, create=True) as (config, store), store.write():
        one = who_is(store, config, who)
        entry = Entry(
            *(one.number, now(), Act.AGREED, "cli"),
            words=words,
            evidence=evidence,
            language=one.language or config.shop.language,
            operator=account(),
            source_id=one.source_id,
        )
        if consent.record(store, entry).state is not consent.State.AGREED:  # who has left comes back by evidence alone
            raise consent.NoEvidence(number=one.number, act=Act.AGREED.value)
        noted(store, "customer.agreed", one.id)


@click.command()
@config_option
@who_argument
@click.option("--tell", is_flag=True, help="Tell him so by SMS.")
def leave(config_path: Path, who: str, tell: bool) -> None:
    """Note that a customer wants no advertising; what waits for him is withdrawn at once. Also for somebody who is no
    customer, by his number.
    """
    from smsbox import contacts
    from smsbox.outbox.doorbell import ring
    from smsbox.subscription import leave as leaving

    with opened(config_path, create=True) as (config, store):
        number = number_of(store, config, who)
        with store.write():
            known = contacts.by_number(store, number)
            new = leaving(store, config, number, now=now(), how="cli", operator=account(), confirm=tell)
            noted(store, "customer.left", number if known is None else known.id)
        ring(config.store.directory)
    if not new:
        note(N_("smsbox: {number} had left before"), number=number)


@click.command()
@config_option
@who_argument
@click.option("--every", metavar="DAYS", help="At most one message in so many days; any: as often as the shop does.")
@click.option("--hours", metavar="HOURS", help="Only at these hours of his day: 18:00-21:00; any: at all.")
@click.option("--topic", "topics", multiple=True, help="Only about this; may be repeated. any: about all.")
@click.option("--language", type=click.Choice((*LANGUAGES, _ANY)), help="In which language; any: he did not say.")
@click.option("--call/--no-call", "prefers_call", default=None, help="He would rather be called than written to.")
@click.option("--evidence", default="", help="What proves it, such as the number of a signed paper.")
def choose(config_path: Path, who: str, evidence: str, **wishes: Any) -> None:
    """Note how a customer wants to be written to: how often, when, about what, or rather by telephone."""
    from smsbox import consent

    terms = _terms(wishes)
    with opened(config_path, create=True) as (config, store), store.write():
        one = who_is(store, config, who)
        consent.choose(store, one.number, at=now(), how="cli", operator=account(), evidence=evidence, **terms)
        noted(store, "customer.choice", one.id)


def _terms(wishes: dict[str, Any]) -> dict[str, Any]:
    """What was said, as `consent.choose` takes it; None takes a wish back. Raises click.UsageError."""
    terms: dict[str, Any] = {}
    if wishes["every"]:
        terms["every_days"] = None if wishes["every"] == _ANY else _days(wishes["every"])
    if wishes["hours"]:
        terms["hours"] = None if wishes["hours"] == _ANY else _span(wishes["hours"])
    if wishes["topics"]:
        terms["topics"] = None if wishes["topics"] == (_ANY,) else wishes["topics"]
    if wishes["language"]:
        terms["language"] = None if wishes["language"] == _ANY else wishes["language"]
    if wishes["prefers_call"] is not None:
        terms["prefers_call"] = wishes["prefers_call"]
    if not terms:
        raise misused(N_("Say what the customer wants: --every, --hours, --topic, --language or --call."))
    return terms


def _days(text: str) -> int:
    if text.isascii() and text.isdecimal() and 0 < int(text[:6]) <= 365:
        return int(text)
    raise misused(N_("--every {text}: write a number of days, 1 to 365, or any"), text=text)


def _span(text: str) -> DaySpan:
    from smsbox.clock import BadMoment, parse_day_span

    try:
        return parse_day_span(text)
    except BadMoment:
        raise misused(N_("--hours {text}: write 18:00-21:00, or any"), text=text) from None
