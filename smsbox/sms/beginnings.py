"""Numbers people look for: whole ones in any usual form, or only how they begin."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneMetadata

from smsbox.sms.msisdn import BadNumber, parse

_ORNAMENT = re.compile("[ \u00a0\u2000-\u200a\u202f()\\[\\]\u2010-\u2015\u2212./\u200b\u200e\u200f\u202a-\u202e-]")
_DIGITS = re.compile(r"\+?[0-9]{1,18}")
_LONGEST = 15
"""Digits of an international number (E.164 6.1)."""


def sought(text: str, country: str) -> tuple[str | None, tuple[str, ...]]:
    """What is meant by `text`, as somebody in `country` (ISO 3166) types it: the whole number in E.164 and nothing; or
    None and how it may begin in E.164. Raises BadNumber when it is neither.
    """
    try:
        return parse(text, country), ()
    except BadNumber as error:
        digits = _ORNAMENT.sub("", text.rstrip("*… "))
        if not _DIGITS.fullmatch(digits) or error.facts["reason"] in ("control", "digits", "scientific"):
            raise
        begun = _beginnings(digits, country)
        if not begun:
            raise
        return None, begun


def senders(text: str, country: str) -> tuple[str, ...]:
    """How senders may begin that are meant by `text`: as typed, which a name or a short number is, and as a number."""
    try:
        whole, begun = sought(text, country)
    except BadNumber:
        return (text,)
    return tuple(dict.fromkeys([text, *([whole] if whole else begun)]))


def _beginnings(digits: str, country: str) -> tuple[str, ...]:
    """In which ways E.164 numbers may begin that were begun as `digits`."""
    if digits.startswith("+"):
        ways = [digits]
    elif digits.startswith("00"):
        ways = ["+" + digits[2:]]
    else:
        ways = [*_national(digits, country), *(["+" + digits] if not digits.startswith("0") else [])]
    return tuple(dict.fromkeys(way for way in ways if 1 < len(way) <= _LONGEST + 1))


def _national(digits: str, country: str) -> list[str]:
    known = PhoneMetadata.metadata_for_region(country, None)
    if known is None:
        return []
    code, trunk = str(known.country_code), known.national_prefix or ""
    own = f"+{code}{digits.removeprefix(trunk)}"
    if digits.startswith(code) or (known.general_desc is None):
        return ["+" + digits]
    return [own] if len(own) <= _longest(known) + len(code) + 1 else []


def _longest(known: phonenumbers.PhoneMetadata) -> int:
    lengths = known.general_desc.possible_length if known.general_desc else ()
    return max((each for each in lengths if each > 0), default=_LONGEST)
