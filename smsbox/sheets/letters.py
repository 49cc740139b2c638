"""Makes letters out of rows: who gets which text, and for every row that gives none the reason; queues nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from smsbox.errors import SmsboxError
from smsbox.sheets.rows import NUMBER, BadRow, Header, Row, fold
from smsbox.sms import fields, msisdn
from smsbox.sms.segments import BadText, TooLong, split

# What no SMS of a shop contains and a phone may choke on; line ends and tabs are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SHOWN = 40
_COUNTRY_PREFIX = 5
"""An allowed prefix longer than any country code (`+` and three digits) names a range on purpose."""


class UnknownField(SmsboxError):
    """The text names a field that is no column and has no fallback. Facts: `field`, `columns`."""

    key = "sheets.unknown_field"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Letter:
    """What one row becomes: `recipient` in E.164, the finished `text`, and how many `segments` it takes."""

    line: int
    recipient: str
    text: str
    segments: int


@dataclass(frozen=True, slots=True)
class Rules:
    """How numbers are read (`country`, ISO 3166) and which may be written to (`allow`, beginnings in E.164)."""

    country: str
    allow: tuple[str, ...]


def check_fields(template: str, header: Header) -> None:
    """Raise BadTemplate, or UnknownField when every row would lack a field."""
    filled = dict.fromkeys(header.fields, "x") | {NUMBER: "x"}
    try:
        fields.render(template, {name: filled.get(fold(name), "") for name in fields.names(template)})
    except fields.MissingField as error:
        columns = ", ".join(dict.fromkeys((*header.fields, NUMBER)))
        raise UnknownField(field=error.facts["field"], columns=columns) from error


def letters(rows: Iterable[Row | BadRow], template: str, rules: Rules) -> Iterator[Letter | BadRow]:
    """One letter or bad row for each row. A number that comes again is bad: nobody gets the same text twice in silence.

    Reasons: those of the rows, `number.*` (BadNumber.reason), `destination`, `premium`, `repeated`, `field`, `text.*`.
    Raises BadTemplate, and for a text without fields BadText and TooLong.
    """
    names = fields.names(template)
    plain = fields.render(template, {}) if not names else None
    if plain is not None:
        count_segments(plain)
    seen: set[int] = set()
    for row in rows:
        if isinstance(row, BadRow):
            yield row
            continue
        recipient = _recipient(row, rules)
        if isinstance(recipient, BadRow):
            yield recipient
            continue
        number = int(recipient)
        if number in seen:
            yield BadRow(row.line, "repeated", recipient)
            continue
        seen.add(number)
        yield _letter(row, recipient, template, names, plain)


def _recipient(row: Row, rules: Rules) -> str | BadRow:
    written = row.values[NUMBER]
    try:
        recipient = msisdn.parse(written, rules.country)
    except msisdn.BadNumber as error:
        return BadRow(row.line, f"number.{error.facts['reason']}", written[:_SHOWN])
    refusal = destination_refusal(recipient, rules)
    return recipient if refusal is None else BadRow(row.line, refusal, written[:_SHOWN])


def destination_refusal(recipient: str, rules: Rules) -> str | None:
    """Why nothing may be sent to this E.164 number: `destination`, `premium`; None when it may.

    Premium numbers are refused unless an allowed prefix names their range.
    """
    matching = [prefix for prefix in rules.allow if recipient.startswith(prefix)]
    if not matching:
        return "destination"
    own_mobile = _mobile(rules.country)
    if own_mobile is not None and own_mobile.fullmatch(recipient):
        return None
    if max(map(len, matching)) < _COUNTRY_PREFIX and msisdn.is_premium(recipient):
        return "premium"
    return None


@lru_cache(maxsize=4)
def _mobile(country: str) -> re.Pattern[str] | None:
    """The mobile numbers of `country` in E.164: certainly no premium ones, told quickly."""
    from phonenumbers import PhoneMetadata

    known = PhoneMetadata.metadata_for_region(country, None)
    if known is None or known.mobile is None or not known.mobile.national_number_pattern:
        return None
    return re.compile(rf"\+{known.country_code}(?:{known.mobile.national_number_pattern})", re.ASCII)


def _letter(row: Row, recipient: str, template: str, names: tuple[str, ...], plain: str | None) -> Letter | BadRow:
    try:
        text = plain
        if text is None:
            text = fields.render(template, {name: row.values.get(fold(name), "") for name in names})
        return Letter(row.line, recipient, text, count_segments(text))
    except fields.MissingField as error:
        return BadRow(row.line, "field", str(error.facts["field"])[:_SHOWN])
    except BadText as error:
        return BadRow(row.line, f"text.{error.facts['reason']}", "")
    except TooLong as error:
        return BadRow(row.line, "text.long", str(error.facts["segments"]))


@lru_cache(maxsize=16)
def count_segments(text: str) -> int:
    """How many SMS `text` takes. Raises BadText (also for `control` and `empty`, which could travel), TooLong."""
    if not text.strip():
        raise BadText(reason="empty", position=0)
    control = _CONTROL.search(text)
    if control:
        raise BadText(reason="control", position=control.start())
    return len(split(text).texts)
