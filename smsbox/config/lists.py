"""Settings that are lists: of beginnings, host names, texts, days, numbers, operators, limits, networks."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from smsbox.config.wrong import Wrong, kind_of
from smsbox.i18n.phrases import Phrase
from smsbox.settings import Kind, Setting

_PREFIX = re.compile(r"\+\d{0,14}\Z", re.ASCII)


def _list_of(value: Any, item: re.Pattern[str], empty_allowed: bool) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Wrong(Phrase("{what} is not a list", what=kind_of(value)))
    if not value and not empty_allowed:
        raise Wrong(Phrase("the list is empty, so nothing could be sent"))
    for each in value:
        if not isinstance(each, str) or not item.match(each):
            raise Wrong(Phrase("{what} does not fit", what=kind_of(each)))
    return tuple(dict.fromkeys(value))


def _prefixes(setting: Setting, value: Any) -> tuple[str, ...]:
    return _list_of(value, _PREFIX, empty_allowed=False)


def _host_names(setting: Setting, value: Any) -> tuple[str, ...]:
    return tuple(name.lower() for name in _list_of(value, re.compile(r"[A-Za-z0-9.:\[\]_-]{1,253}\Z"), True))


def _texts(setting: Setting, value: Any) -> tuple[str, ...]:
    return _list_of(value, re.compile(r"[^\x00-\x1f\x7f]{1,500}\Z"), empty_allowed=True)


def _dates(setting: Setting, value: Any) -> tuple[str, ...]:
    found = _list_of(value, re.compile(r"(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}\Z"), empty_allowed=True)
    for each in found:
        try:
            date.fromisoformat(each if len(each) == 10 else f"2024-{each}")  # a leap year: 29 February is a day
        except ValueError:
            raise Wrong(Phrase("{what} is no day of the calendar", what=kind_of(each))) from None
    return found


def _numbers(setting: Setting, value: Any) -> tuple[str, ...]:
    return _list_of(value, re.compile(r"\+[0-9]{5,15}\Z"), empty_allowed=True)


def _operators(setting: Setting, value: Any) -> tuple[str, ...]:
    return _list_of(value, re.compile(r"\+\d{1,14}=\w[\w -]{0,39}\Z"), empty_allowed=True)


def _prefix_limits(setting: Setting, value: Any) -> tuple[str, ...]:
    return _list_of(value, re.compile(r"\+\d{1,14}=(?:0|[1-9]\d{0,7})\Z", re.ASCII), empty_allowed=True)


def _networks(setting: Setting, value: Any) -> tuple[str, ...]:
    found = _list_of(value, re.compile(r"[0-9A-Fa-f:.]{2,45}(?:/[0-9]{1,3})?\Z"), empty_allowed=True)
    for each in found:
        try:
            ipaddress.ip_network(each)
        except ValueError:
            try:
                near = f'"{ipaddress.ip_network(each, strict=False)}"'
            except ValueError:
                near = ""
            raise Wrong(Phrase("{what} is no network", what=kind_of(each)), near) from None
    return tuple(str(ipaddress.ip_network(each)) for each in found)


LISTS: dict[Kind, Callable[[Setting, Any], tuple[str, ...]]] = {
    Kind.PREFIXES: _prefixes,
    Kind.HOST_NAMES: _host_names,
    Kind.TEXTS: _texts,
    Kind.DATES: _dates,
    Kind.NUMBERS: _numbers,
    Kind.OPERATORS: _operators,
    Kind.PREFIX_LIMITS: _prefix_limits,
    Kind.NETWORKS: _networks,
}
"""What checks a value of each kind; each raises Wrong."""
