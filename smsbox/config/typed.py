"""Values of settings as people type and read them: a word, a number with comma or point, a list line by line."""

from __future__ import annotations

import re

from smsbox.config.checks import NO_SPAN, Wrong
from smsbox.i18n.phrases import Phrase
from smsbox.settings import Kind, Setting, per_cent

LISTS = (
    Kind.PREFIXES,
    Kind.HOST_NAMES,
    Kind.TEXTS,
    Kind.DATES,
    Kind.NUMBERS,
    Kind.OPERATORS,
    Kind.PREFIX_LIMITS,
    Kind.NETWORKS,
)
NUMBERS = (Kind.SECONDS, Kind.AMOUNT)
_BETWEEN = {Kind.PREFIXES: r"[\n,;\s]", Kind.HOST_NAMES: r"[\n,;\s]"}
_BETWEEN |= dict.fromkeys((Kind.OPERATORS, Kind.DATES, Kind.NUMBERS, Kind.PREFIX_LIMITS, Kind.NETWORKS), r"[\n,;]")
_GAPS = re.compile("[\\s\u00a0\u202f]+")
_TWO_WAYS = re.compile("[1-9][0-9]{0,2}[.,][0-9]{3}")
"""A thousand and something to one reader, one and something to the other."""

_SPAN = re.compile(r"([0-9]+)\s*([^\W\d_]+)\.?")
_UNITS = {
    "s": "sec second seconds с сек секунда секунди секунд секунду секунды sekunda sekundy sekund sekundę",
    "m": "min minute minutes хв хвилина хвилини хвилин хвилину мин минута минуты минут минуту minuta minuty minut",
    "h": "hour hours г год година години годин годину ч час часа часов godz godzina godziny godzin godzinę",
    "d": "day days д дн день дні днів доба доби діб добу дня дней dzień dni dnia",
    "w": "week weeks тиж тиждень тижні тижнів тижня нед неделя недели недель tyg tydzień tygodnie tygodni",
}
"""How readers write the units of a span, besides the words of the file."""

_NO_SPAN = (NO_SPAN, *["no", "none", "ні", "немає", "вимкнено", "нет", "выключено", "nie", "brak", "wyłączone"])
"""How readers write that there are no quiet hours."""

_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in (unit, *words.split())}


def from_text(setting: Setting, text: str, country: str = "") -> object:
    """`text` in the form the file uses; None for nothing. Telephone numbers are read as in `country`. Raises Wrong when
    it is no number and should be one.
    """
    said = text.strip()
    if setting.kind in LISTS:
        # a pattern may hold commas, a name of an operator or a telephone number blanks
        parts = [part.strip() for part in re.split(_BETWEEN.get(setting.kind, r"\n"), said) if part.strip()]
        return ([_dialled(each, country) for each in parts] if setting.kind is Kind.NUMBERS else parts) or None
    if not said:
        return None
    if setting.kind is Kind.NUMBER:
        return _dialled(said, country)
    if setting.kind is Kind.COUNT:
        return _number(said, int)
    if setting.kind in NUMBERS:
        return _number(said, float)
    if setting.kind is Kind.FRACTION:
        return _share(said)
    if setting.kind is Kind.DAY_SPAN and said.lower() in _NO_SPAN:
        return NO_SPAN
    return _span(said) if setting.kind is Kind.SPAN else said


def to_text(setting: Setting, value: object, mark: str = ".") -> str:
    """A value of the file as it is typed into a field, with the reader's decimal `mark`; "" for none."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "\n".join(str(each) for each in value)
    if setting.kind is Kind.FRACTION:
        return (per_cent(value) if isinstance(value, (int, float)) else str(value)).replace(".", mark)
    if setting.kind in NUMBERS and isinstance(value, (int, float)):
        return f"{value:.10f}".rstrip("0").rstrip(".").replace(".", mark)
    return str(value)


def _dialled(said: str, country: str) -> str:
    """`050 000 00 01` as the file has it; what is no such thing stays, for the check to refuse."""
    import phonenumbers

    try:
        found = phonenumbers.parse(said, country or None)
    except phonenumbers.NumberParseException:
        return said
    possible = phonenumbers.is_possible_number(found) and not found.extension
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164) if possible else said


def _span(said: str) -> str:
    """`15 хв` as the file has it; what is no such thing stays, for the check to refuse."""
    match = _SPAN.fullmatch(said)
    unit = _UNIT_OF.get(match[2].lower()) if match else None
    return f"{match[1]}{unit}" if match and unit else said


def _share(said: str) -> float:
    """A share, which people write in per cent, with its sign or without; what is no number is refused."""
    return round(float(str(_number(said.removesuffix("%").strip(), float))) / 100, 12)


def _number(said: str, kind: type[int] | type[float]) -> object:
    plain = _GAPS.sub("", said)
    if kind is float and _TWO_WAYS.fullmatch(plain):
        raise Wrong(Phrase('"{value}" can be read in two ways', value=plain), plain.replace(",", "").replace(".", ""))
    try:
        return kind(plain.replace(",", "."))
    except ValueError:
        what = Phrase('the text "{value}"', value=said[:60])
        raise Wrong(
            Phrase("{what} is not a whole number", what=what)
            if kind is int
            else Phrase("{what} is not a number", what=what)
        ) from None
