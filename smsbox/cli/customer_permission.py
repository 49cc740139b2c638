"""`smsbox customers agree` and `leave`: what a customer told the staff about advertising."""

from __future__ import annotations

from pathlib import Path

import click

from smsbox.cli.audited import account, noted
from smsbox.cli.console import note
from smsbox.cli.customer_rows import who_argument, who_is
from smsbox.cli.opening import config_option, now, opened
from smsbox.i18n.marks import N_


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
        consent.record(store, entry)
        noted(store, "customer.agreed", one.id)


@click.command()
@config_option
@who_argument
@click.option("--tell", is_flag=True, help="Tell him so by SMS.")
def leave(config_path: Path, who: str, tell: bool) -> None:
    """Note that a customer wants no advertising; what waits for him is withdrawn at once."""
    from smsbox.outbox.doorbell import ring
    from smsbox.subscription import leave as leaving

    with opened(config_path, create=True) as (config, store):
        one = who_is(store, config, who)
        with store.write():
            new = leaving(store, config, one.number, now=now(), how="cli", operator=account(), confirm=tell)
            noted(store, "customer.left", one.id)
        ring(config.store.directory)
    if not new:
        note(N_("smsbox: {number} had left before"), number=one.number)
