"""Checks one value against its declaration and turns it into what the program uses."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable
from functools import reduce
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from smsbox.clock import BadMoment, DaySpan, parse_day_span, parse_span
from smsbox.config.lists import LISTS
from smsbox.config.wrong import CONTROL, Wrong, kind_of, nearest
from smsbox.i18n.phrases import Phrase
from smsbox.settings import Kind, Setting, per_cent

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\Z")

_UNITS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))

__all__ = ["NO_SPAN", "Wrong", "allowed", "checked", "nearest"]

NO_SPAN = "off"
"""What is written for no span of the day; an empty text is understood, too."""


def checked(setting: Setting, value: Any) -> Any:
    """`value` of the file as the program uses it (spans in seconds, lists as tuples). Raises Wrong."""
    return _CHECKS[setting.kind](setting, value)


def allowed(setting: Setting) -> str:
    """What may stand there, as `Setting.allowed` says it, to be told in any language."""
    if setting.choices:
        quoted = (f'"{choice}"' for choice in setting.choices)
        return reduce(lambda one, other: Phrase("{one} or {other}", one=one, other=other), quoted)
    kind = Phrase(setting.kind.value)
    if setting.kind is Kind.FRACTION:
        low, high = per_cent(setting.minimum or 0), per_cent(setting.maximum or 1)
        return Phrase("{kind}, from {low} to {high}", kind=kind, low=low, high=high)
    if setting.allowed == setting.kind.value:
        return kind
    low, high = f"{setting.minimum:g}", f"{setting.maximum:.10g}"
    return Phrase("{kind} from {low} to {high}", kind=kind, low=low, high=high)


def _text(setting: Setting, value: Any) -> str:
    if not isinstance(value, str):
        raise Wrong(Phrase("{what} is not a text", what=kind_of(value)))
    if not value.strip():
        raise Wrong(Phrase("the text is empty"))
    if CONTROL.search(value):
        raise Wrong(Phrase("the text holds a control character"))
    return value


def _number(setting: Setting, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise Wrong(Phrase("{what} is not a number", what=kind_of(value)))
    if setting.minimum is not None and value < setting.minimum:
        raise Wrong(Phrase("{value} is too small", value=value))
    if setting.maximum is not None and value > setting.maximum:
        raise Wrong(Phrase("{value} is too large", value=value))
    return float(value)


def _share(setting: Setting, value: Any) -> float:
    """As `"2 %"` or as 0.02."""
    written = re.fullmatch(r"\s*(-?[0-9]+(?:[.,][0-9]+)?)\s*%\s*", value, re.ASCII) if isinstance(value, str) else None
    share = round(float(written[1].replace(",", ".")) / 100, 12) if written else value
    if isinstance(share, bool) or not isinstance(share, (int, float)) or not math.isfinite(share):
        raise Wrong(Phrase("{what} is no share", what=kind_of(value)))
    hundredths = round(100 * share, 10)
    said = Phrase("{value} %", value=int(hundredths) if hundredths == int(hundredths) else hundredths)
    if share < (setting.minimum or 0):
        raise Wrong(Phrase("{value} is too small", value=said))
    if share > (setting.maximum or 1):
        meant = share if share <= 100 and not written else None  # 2 is what somebody writes who means 2 %
        raise Wrong(Phrase("{value} is too large", value=said), f'"{meant:g} %"' if meant else "")
    return float(share)


def _count(setting: Setting, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(Phrase("{what} is not a whole number", what=kind_of(value)))
    return int(_number(setting, value))


def _as_span(seconds: float) -> str:
    """As the file has it, in whole units."""
    unit, size = next(each for each in _UNITS if seconds % each[1] == 0)
    return f"{seconds / size:.0f}{unit}"


def _span(setting: Setting, value: Any) -> int:
    try:
        seconds = parse_span(_text(setting, value))
    except BadMoment:
        raise Wrong(Phrase("{what} is not a time", what=kind_of(value))) from None
    if setting.minimum is not None and seconds < setting.minimum:
        raise Wrong(Phrase("{value} is too short, at least {least}", value=value, least=_as_span(setting.minimum)))
    if setting.maximum is not None and seconds > setting.maximum:
        raise Wrong(Phrase("{value} is too long, at most {most}", value=value, most=_as_span(setting.maximum)))
    return seconds


def _day_span(setting: Setting, value: Any) -> DaySpan | None:
    if value in ("", NO_SPAN):
        return None
    try:
        span = parse_day_span(_text(setting, value))
    except BadMoment:
        near = re.fullmatch(r"\s*(\d{1,2})\s*[-\u2013\u2014]\s*(\d{1,2})\s*", value, re.ASCII)
        hours = [int(hour) for hour in near.groups()] if near else []
        proper = f'"{hours[0]:02}:00-{hours[1]:02}:00"' if hours and max(hours) < 24 else ""
        raise Wrong(Phrase("{what} is no span of the day", what=kind_of(value)), proper) from None
    if span.begins == span.ends:
        raise Wrong(Phrase("{value} ends when it begins", value=value))
    return span


def _choice(setting: Setting, value: Any) -> str:
    if value not in setting.choices:
        raise Wrong(Phrase("{what} is not known", what=kind_of(value)), nearest(str(value), setting.choices))
    return str(value)


def _store_url(setting: Setting, value: Any) -> str:
    url = _text(setting, value)
    scheme, mark, rest = url.partition(":")
    if scheme == "sqlite" and mark:
        if not url.startswith("sqlite:///") or url == "sqlite:///" or url.endswith("/"):
            raise Wrong(Phrase("SQLite needs the full path of a file: sqlite:///path/of/the/file.db"))
        return url
    if scheme in ("postgresql", "postgres") and rest.startswith("//"):
        try:
            parts = urlsplit(url)
            named = parts.path.strip("/") and (parts.port or True)
        except ValueError:
            raise Wrong(Phrase("the PostgreSQL address cannot be read")) from None
        if not named:
            raise Wrong(Phrase("the PostgreSQL address names no database"))
        return "postgresql:" + rest
    # Never the value itself: it may hold a password.
    known = nearest(scheme, ("sqlite", "postgresql"))
    raise Wrong(Phrase("only sqlite and postgresql are known"), f'"{known[1:-1]}://"' if known else "")


def _listen(setting: Setting, value: Any) -> tuple[str, int]:
    text = _text(setting, value)
    host, colon, port = text.rpartition(":")
    if not colon or not port or (text.startswith("[") and text.endswith("]")):
        near = f"127.0.0.1:{text}" if text.isdigit() else f"{text.rstrip(':')}:8080"
        raise Wrong(Phrase("{what} has no port", what=kind_of(text)), f'"{near}"')
    if not re.fullmatch(r"\d{1,5}", port, re.ASCII) or not 1 <= int(port) <= 65535:
        raise Wrong(Phrase("{what} is not a port from 1 to 65535", what=kind_of(port)))
    bracketed = host.startswith("[") and host.endswith("]")
    host = host[1:-1] if bracketed else host
    try:
        address = ipaddress.ip_address(host)
        if (address.version == 6) != bracketed:
            raise Wrong(
                Phrase("an IPv6 address stands in brackets, others do not"),
                f'"[{host}]:{port}"' if not bracketed else "",
            )
    except ValueError:
        if bracketed or not _HOST.match(host) or re.fullmatch(r"[0-9.]+", host):
            raise Wrong(Phrase("{what} is not an address", what=kind_of(host))) from None
    return host, int(port)


def _country(setting: Setting, value: Any) -> str:
    import phonenumbers

    text = _text(setting, value)
    if text not in phonenumbers.SUPPORTED_REGIONS:
        near = f'"{text.upper()}"' if text.upper() in phonenumbers.SUPPORTED_REGIONS else ""
        raise Wrong(Phrase("{what} is no country", what=kind_of(text)), near)
    return text


def _timezone(setting: Setting, value: Any) -> str:
    text = _text(setting, value)
    try:
        ZoneInfo(text)
    except (OSError, ValueError, KeyError):
        # KeyError is ZoneInfoNotFoundError; OSError a directory such as "Europe".
        raise Wrong(
            Phrase("{what} is no time zone", what=kind_of(text)), nearest(text, sorted(available_timezones()))
        ) from None
    return text


def _imei(setting: Setting, value: Any) -> str:
    text = _text(setting, value)
    if not re.fullmatch(r"\d{15}", text, re.ASCII):
        raise Wrong(Phrase("{what} is not 15 digits", what=kind_of(text)))
    return text


def _number_e164(setting: Setting, value: Any) -> str:
    text = _text(setting, value)
    if not re.fullmatch(r"\+\d{5,15}", text, re.ASCII):
        raise Wrong(Phrase("{what} is not a number that begins with +", what=kind_of(text)))
    return text


def _ussd(setting: Setting, value: Any) -> str:
    text = _text(setting, value)
    if not re.fullmatch(r"[*#][0-9*#]{0,180}#", text, re.ASCII):
        raise Wrong(Phrase("{what} is not a USSD code", what=kind_of(text)))
    return text


_CHECKS: dict[Kind, Callable[[Setting, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.PATH: _text,
    Kind.STORE_URL: _store_url,
    Kind.LISTEN: _listen,
    Kind.COUNTRY: _country,
    Kind.TIMEZONE: _timezone,
    Kind.CHOICE: _choice,
    Kind.SECONDS: _number,
    Kind.FRACTION: _share,
    Kind.COUNT: _count,
    Kind.SPAN: _span,
    Kind.DAY_SPAN: _day_span,
    Kind.IMEI: _imei,
    Kind.NUMBER: _number_e164,
    Kind.USSD: _ussd,
    Kind.AMOUNT: _number,
    **LISTS,
}
