"""What people say about numbers: whose they are, by their beginning or one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smsbox.clock import Micros
from smsbox.routing import tables
from smsbox.routing.directory import NotAPrefix, NothingSet, PrefixPinned
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.sms.operators import operator_code
from smsbox.store import Store

_PREFIX = re.compile(r"\+[1-9][0-9]{0,13}")
_ORNAMENT = re.compile(r"[\s().-]")
_LONGEST = 40


def assign(store: Store, text: str, operator: str, *, pinned: Mapping[str, str], now: Micros) -> str:
    """Numbers that begin with `text`, or the one whole number `text`, belong to `operator`; how it was read.

    Raises NotAPrefix, PrefixPinned when the configuration (`pinned`) says something about this beginning.
    """
    prefix, code = _read(text), operator_code(operator)[:_LONGEST]
    if not code:
        raise NotAPrefix(prefix=operator)
    if _is_whole(prefix):
        tables.port(store, prefix, code, evidence="person", now=now)
    elif prefix in pinned:
        raise PrefixPinned(prefix=prefix, operator=pinned[prefix])
    else:
        tables.set_prefix(store, prefix, code, now)
    return prefix


def unassign(store: Store, text: str) -> str:
    """Forget what is known of `text` beyond the numbering plan; how it was read. Raises NotAPrefix, NothingSet."""
    prefix = _read(text)
    if not (tables.unport(store, prefix) if _is_whole(prefix) else tables.drop_prefix(store, prefix)):
        raise NothingSet(prefix=prefix)
    return prefix


def _read(text: str) -> str:
    prefix = _ORNAMENT.sub("", text)
    if _PREFIX.fullmatch(prefix) is None:
        raise NotAPrefix(prefix=text)
    return prefix


def _is_whole(prefix: str) -> bool:
    """Whether this is a number somebody can have, not the beginning of many."""
    try:
        return parse(prefix, "UA") == prefix
    except BadNumber:
        return False
