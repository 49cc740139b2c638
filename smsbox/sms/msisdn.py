"""Telephone numbers as people write them, made into the one form the box stores: E.164 with a leading plus."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType

from smsbox.errors import SmsboxError

# Blanks, dashes and brackets people put between digits, and the invisible direction marks that phones copy along.
_ORNAMENT = re.compile(
    "[ \u00a0\u2000-\u200a\u202f()\\[\\]\u2010-\u2015\u2212.\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069-]"
)
_NUMBER = re.compile(r"\+?[0-9]+")
_SHORT_CODE = re.compile("[0-9]{2,6}")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?[eE][+-]?[0-9]+")
_DECIMAL = re.compile(r"[0-9]\.[0-9]?$")
_EMERGENCY = frozenset(
    ("000", "101", "102", "103", "104", "110", "112", "113", "118", "119", "911", "997", "998", "999")
)
_LONGEST = 15
"""E.164 6.1: digits of an international number, country code included."""
_PREMIUM = ("+380900",)
"""Ukraine's whole code 900 (ITU-T E.129, communication of Ukraine), of which phonenumbers knows a part as premium."""
_READ = 64
"""Characters of a cell worth reading; more is no telephone number, however it is written."""
_TAIL = 9
_AT_HOME = re.compile("0[0-9]{9}")


class BadNumber(SmsboxError):
    """A text that is no number an SMS can be sent to.

    Facts: `text` (as given, cut at 64 characters) and `reason`: `empty`, `control` (characters), `digits` (not 0..9),
    `scientific` (a spreadsheet rounded it), `decimal`, `service_code` (`*` or `#`), `letters`, `characters`, `plus`,
    `long`, `short`, `short_code`, `emergency`, `country` (no such country code), `not_in_plan` (no such number there).
    """

    key = "sms.bad_number"
    exit_code = 65

    def __init__(self, *, text: str, reason: str) -> None:
        super().__init__(text=text[:_READ], reason=reason)


def parse(text: str, country: str) -> str:
    """`text` as E.164 (`+380500000001`), read as somebody in `country` (ISO 3166, `UA`) writes it. Raises BadNumber.

    Only the shape is checked against the country's numbering plan: whether anybody has the number, the network knows.
    """
    own = _plan(country)
    if own is not None and own.fullmatch(text):
        return text
    if country == "UA" and own is not None and _AT_HOME.fullmatch(text) and own.fullmatch(f"+38{text}"):
        return f"+38{text}"  # as lists have it by the hundred thousand; the library takes 100 µs for each
    digits = _bare(text)
    if country == "UA" and re.fullmatch("80[0-9]{9}", digits):
        # The trunk prefix of Soviet times, 8 before the area code's 0: phonenumbers no longer knows it.
        digits = "+3" + digits
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException as error:
        raise BadNumber(text=text, reason=_PARSE_REASONS.get(error.error_type, "country")) from error
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    if any(plan.fullmatch(international) for plan in map(_plan, regions) if plan) or phonenumbers.is_valid_number(
        number
    ):
        return international
    raise BadNumber(text=text, reason=_misfit(number))


def is_short_code(text: str) -> bool:
    """Whether `text` is a service's number of two to six digits: it can write to us, we do not write to it."""
    return _SHORT_CODE.fullmatch(text) is not None


def is_premium(number: str) -> bool:
    """Whether E.164 `number` costs more than a call (premium and shared-cost ranges of its country's plan)."""
    return number.startswith(_PREMIUM) or _kind(number) in (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)


def is_landline(number: str) -> bool:
    """Whether E.164 `number` is of a telephone on a wire, by its country's plan: no SMS reaches it."""
    return _kind(number) == PhoneNumberType.FIXED_LINE


def takes_sms(number: str) -> bool:
    """Whether an SMS may reach E.164 `number`, by its country's plan: not toll-free, on a wire or a service."""
    able = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.UNKNOWN)
    return not is_premium(number) and _kind(number) in able


def _kind(number: str) -> int:
    """The type of an E.164 number by its country's plan; mobile ones of the countries around without the library."""
    mobile = _mobile(number[1:4])
    if mobile is not None and mobile.fullmatch(number):
        return int(PhoneNumberType.MOBILE)
    try:
        return int(phonenumbers.number_type(phonenumbers.parse(number, None)))
    except phonenumbers.NumberParseException:
        return int(PhoneNumberType.UNKNOWN)


def tail(number: str) -> str:
    """The last nine digits: what the national and the international form of one number have in common."""
    return re.sub("[^0-9]", "", number)[-_TAIL:]


_PARSE_REASONS = {
    phonenumbers.NumberParseException.TOO_LONG: "long",
    phonenumbers.NumberParseException.TOO_SHORT_NSN: "short",
    phonenumbers.NumberParseException.TOO_SHORT_AFTER_IDD: "short",
    phonenumbers.NumberParseException.NOT_A_NUMBER: "short",
}


def _bare(text: str) -> str:
    """`text` as an optional plus and digits alone. Raises BadNumber."""
    reason = _unreadable(text)
    if reason:
        raise BadNumber(text=text, reason=reason)
    digits = _ORNAMENT.sub("", text)
    if not _NUMBER.fullmatch(digits):
        raise BadNumber(text=text, reason="plus" if "+" in digits else "empty")
    if digits in _EMERGENCY:
        raise BadNumber(text=text, reason="emergency")
    if is_short_code(digits):
        raise BadNumber(text=text, reason="short_code")
    # "00" or an operator's prefix may stand before the fifteen.
    if len(digits) > _LONGEST + 3:
        raise BadNumber(text=text, reason="long")
    return digits


def _unreadable(text: str) -> str | None:
    """Why `text` cannot be a number, judged by its characters; None when they are all of the kind a number has."""
    if len(text) > _READ:
        return "long"
    if any(character < " " or "\x7f" <= character <= "\x9f" or "\ud800" <= character <= "\udfff" for character in text):
        return "control"
    if any(character.isdigit() and not character.isascii() for character in text):
        return "digits"
    if _SCIENTIFIC.fullmatch(text.strip()):
        return "scientific"
    if "*" in text or "#" in text:
        return "service_code"
    left = re.sub("[0-9+]", "", _ORNAMENT.sub("", text))
    if left:
        return "letters" if any(map(str.isalpha, left)) else "characters"
    return "decimal" if _DECIMAL.search(text.strip()) else None


def _misfit(number: phonenumbers.PhoneNumber) -> str:
    """Why a number that could be read is none of its country's."""
    lengths = _lengths(phonenumbers.region_code_for_country_code(number.country_code or 0))
    size = len(str(number.national_number))
    if not lengths or min(lengths) <= size <= max(lengths):
        return "not_in_plan"
    return "short" if size < min(lengths) else "long"


def _lengths(country: str) -> tuple[int, ...]:
    """How many digits mobile numbers of `country` have after the country code; empty for no country."""
    known = PhoneMetadata.metadata_for_region(country, None)
    if known is None or known.general_desc is None:
        return ()
    lengths = (known.mobile and known.mobile.possible_length) or known.general_desc.possible_length
    return tuple(length for length in lengths if length > 0)


@lru_cache(maxsize=32)
def _plan(country: str) -> re.Pattern[str] | None:
    """The E.164 numbers of `country` that are as long as its mobile numbers; None for no country.

    Wider than the library's verdict "valid", which would refuse a range opened after the box was installed.
    """
    known = PhoneMetadata.metadata_for_region(country, None)
    if known is None or known.general_desc is None:
        return None
    shape = "|".join(f"[0-9]{{{length}}}" for length in _lengths(country))
    pattern = (known.general_desc.national_number_pattern or "").replace("\\d", "[0-9]")
    return re.compile(rf"\+{known.country_code}(?=(?:{shape})$)(?:{pattern})")


@lru_cache(maxsize=64)
def _mobile(start: str) -> re.Pattern[str] | None:
    """The mobile numbers of the country whose code begins `start`, in E.164: no premium ones, and told in no time."""
    for length in range(1, len(start) + 1):
        country = phonenumbers.region_code_for_country_code(int(start[:length])) if start.isdecimal() else None
        known = PhoneMetadata.metadata_for_region(country or "", None)
        if known is not None and known.mobile is not None and known.mobile.national_number_pattern:
            return re.compile(rf"\+{known.country_code}(?:{known.mobile.national_number_pattern})", re.ASCII)
    return None
