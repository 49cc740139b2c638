"""`smsbox tokens`: which programs may send and read, what, to whom and how much; made, listed, revoked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from smsbox.cli.audited import typist
from smsbox.cli.console import note, print_json, speech
from smsbox.cli.opening import NOTHING_THERE, config_option, json_option, moment, now, opened
from smsbox.cli.reading import day
from smsbox.cli.tables import print_table
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.clock import Micros
    from smsbox.people.tokens import Token

RIGHTS = ("see", "read", "write", "steer", "bulk")
"""The words of `smsbox.people.rights.FOR_TOKENS`, which is not loaded for `--help`; a test compares them."""

_MADE = N_("smsbox: token {id} is made. It is shown only now: copy it into the program that uses it")
_REVOKED = N_("smsbox: token {id} opens nothing any more")
_AS_BEFORE = N_("smsbox: nothing changed: it was so already")
_LIVES, _OVER, _DEAD = N_("works"), N_("its time is over"), N_("revoked")


class NoToken(SmsboxError):
    """There is no such token. Facts: `id`."""

    key = "people.no_token"
    exit_code = NOTHING_THERE


@click.group()
def tokens() -> None:
    """Tokens of other programs: list, add, revoke.

    It needs no running daemon, and no password: whoever may read the configuration may do this.
    """


@tokens.command("list")
@config_option
@json_option
def list_tokens(config_path: Path, as_json: bool) -> None:
    """List which programs may do what; the tokens themselves nobody sees again."""
    from smsbox.people.tokens import listed

    with opened(config_path) as (config, store):
        found, at = listed(store), moment(config)
    if as_json:
        for each in found:
            print_json(_json(each, at))
        return
    say = speech().gettext
    rows = (
        (
            *(str(each.id), each.name, f"{each.prefix}…", " ".join(_rights(each)), " ".join(each.allow)),
            *(
                "–" if each.per_day is None else str(each.per_day),
                say(_state(each)),
                (at(each.last_used_at) or "")[:10],
            ),
        )
        for each in found
    )
    titles = (
        N_("No."),
        N_("name"),
        N_("begins with"),
        N_("may do"),
        N_("only to"),
        N_("a day"),
        N_("state"),
        N_("used"),
    )
    print_table(N_("Tokens"), titles, rows)


@tokens.command()
@config_option
@click.argument("name")
@click.option("--may", "rights", multiple=True, type=click.Choice(RIGHTS), help="May be repeated. Left out: write.")
@click.option("--allow", multiple=True, metavar="+380…", help="Only to numbers that begin so; may be repeated.")
@click.option("--callback", "callbacks", multiple=True, metavar="URL", help="How addresses begin that it may name.")
@click.option("--per-day", type=click.IntRange(1, 1_000_000), help="At most so many SMS a day.")
@click.option("--until", help="Last day: 2027-03-31.")
@json_option
def add(
    config_path: Path,
    name: str,
    rights: tuple[str, ...],
    allow: tuple[str, ...],
    callbacks: tuple[str, ...],
    per_day: int | None,
    until: str | None,
    as_json: bool,
) -> None:
    """Make a token for the program NAME; it is printed alone, and only this once."""
    from smsbox.people import tokens as made_so
    from smsbox.people.rights import Right

    with opened(config_path, create=True) as (config, store):
        made, secret = made_so.make(
            store,
            name=name,
            rights=[Right(word) for word in rights or ("write",)],
            by=typist(),
            now=now(),
            allow=made_so.beginnings(" ".join(allow)),
            callbacks=made_so.addresses(" ".join(callbacks)),
            per_day=per_day,
            expires_at=day(config, until, "--until", end=True),
        )
        at = moment(config)
    if as_json:
        print_json({**_json(made, at), "token": secret})
        return
    print(secret)
    note(_MADE, id=made.id)


@tokens.command()
@config_option
@click.argument("token_id", type=int, metavar="ID")
def revoke(config_path: Path, token_id: int) -> None:
    """Let it open nothing any more; what it wrote already still leaves."""
    from smsbox.people import tokens as made_so

    with opened(config_path, create=True) as (_, store):
        if made_so.get(store, token_id) is None:
            raise NoToken(id=token_id)
        done = made_so.revoke(store, token_id, by=typist(), now=now())
    if done:
        note(_REVOKED, id=token_id)
    else:
        note(_AS_BEFORE)


def _rights(token: Token) -> tuple[str, ...]:
    return tuple(word for word in RIGHTS if word in {right.value for right in token.rights})


def _state(token: Token) -> str:
    """A phrase of the catalogues."""
    if token.revoked_at is not None:
        return _DEAD
    return _LIVES if token.lives(now()) else _OVER


def _json(token: Token, at: Callable[[Micros | None], str | None]) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "prefix": token.prefix,
        "rights": list(_rights(token)),
        "allow": list(token.allow),
        "callbacks": list(token.callbacks),
        "per_day": token.per_day,
        "made_by": token.made_by,
        "made_at": at(token.made_at),
        "expires_at": at(token.expires_at),
        "last_used_at": at(token.last_used_at),
        "revoked_at": at(token.revoked_at),
        "revoked_by": token.revoked_by,
    }
