"""What the listing commands read from their options: limits, moments, numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from smsbox.cli.console import misused, print_facts, speech
from smsbox.cli.opening import now, open_store
from smsbox.cli.rows import FIELDS
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.clock import Micros
    from smsbox.config import Config
    from smsbox.store import Store

_FOR_A_PERSON = 50
_PAGE = 500


class _Numbered(Protocol):
    @property
    def id(self) -> int:
        """Grows with time."""


Listed = TypeVar("Listed", bound=_Numbered)
Shown = TypeVar("Shown")


limit_option = click.option(
    "--limit",
    type=click.IntRange(0, 1_000_000_000),
    help=f"At most so many; 0 all. Left out: {_FOR_A_PERSON}, with --json all.",
)

_DATED = ("_at", "send_after", "send_before")
"""How the names of fields with a moment end."""


def shown_limit(limit: int | None, as_json: bool) -> int | None:
    """How many rows to list, None for all."""
    if limit is None:
        return None if as_json else _FOR_A_PERSON
    return limit or None


def paged(page: Callable[[int, int | None], Sequence[Listed]], limit: int | None) -> Iterator[Listed]:
    """Everything `page(how many, before which id)` gives, newest first, read page by page in flat memory."""

    def rows() -> Iterator[Listed]:
        before: int | None = None
        while found := page(min(_PAGE, limit or _PAGE), before):
            yield from found
            before = found[-1].id

    return islice(rows(), limit)


def one(config: Config, get: Callable[[Store, int], Shown | None], number: int, missing: type[SmsboxError]) -> Shown:
    """What `get` finds under `number`. Raises `missing`, with the fact `id`, when there is no such thing."""
    store = open_store(config)
    if store is not None:
        with closing(store):
            found = get(store, number)
        if found is not None:
            return found
    raise missing(id=number)


def print_one(row: Mapping[str, Any]) -> None:
    """The fields of one thing for a person, without those that say nothing."""
    print_facts((FIELDS.get(name, name), _value(name, value)) for name, value in row.items())


def _value(name: str, value: object) -> str:
    from smsbox.i18n.facts import dated

    if value in (None, False, [], 0):
        return ""
    if name.endswith(_DATED) and isinstance(value, str):
        return dated(speech(), value)
    if value is True:
        return speech().gettext(N_("yes"))
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def number(text: str | None, config: Config) -> str | None:
    """A number in E.164. Raises BadNumber."""
    from smsbox.sms.msisdn import parse

    return None if text is None else parse(text, config.region.country)


def day(config: Config, text: str | None, option: str, *, end: bool = False) -> Micros | None:
    """The first moment of a day, or its `end`. Raises click.UsageError, which names the `option`."""
    from smsbox.clock import BadMoment, parse_bound

    if text is None:
        return None
    try:
        return parse_bound(text, now(), config.region.zone, end=end)
    except BadMoment as error:
        raise misused(N_("{option}: {text} is no day."), option=option, text=text) from error
