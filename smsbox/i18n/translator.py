"""Owns the catalogues: loads them once, picks the reader's language, and writes words, numbers and moments in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from smsbox.i18n.catalogue import Catalogue, read
from smsbox.i18n.languages import LANGUAGES, catalogue_path, of_environment
from smsbox.i18n.locales import Locale
from smsbox.i18n.marks import N_

__all__ = ["LANGUAGES", "Translator", "catalogue_path", "negotiate", "of_environment", "translator"]

_DIGITS, _ALL_DIGITS = 3, 10  # behind the decimal mark
_SECOND = 1_000_000
_POWER = N_("{dbm} dBm")


class Translator:
    """One reader's language. Moments are microseconds UTC, spans are seconds."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _load(language)

    @cached_property
    def locale(self) -> Locale:
        """Its signs, months and units; read when a number or a moment is said, since words alone do without."""
        return Locale(self.language)

    def gettext(self, text: str) -> str:
        """`text` in this language; `text` itself where the catalogue has nothing."""
        return self._catalogue.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of this language that goes with `count`."""
        return self._catalogue.ngettext(one, many, count)

    def pgettext(self, context: str, text: str) -> str:
        """`text` as it is said in `context`."""
        return self._catalogue.pgettext(context, text)

    def npgettext(self, context: str, one: str, many: str, count: int) -> str:
        """The plural form that goes with `count`, as it is said in `context`."""
        return self._catalogue.npgettext(context, one, many, count)

    def number(self, value: float | Decimal) -> str:
        """A number with this language's separators."""
        return self.locale.number(value, 0, _DIGITS)

    def sum(self, money: Decimal) -> str:
        """An amount of money with its hundredths: `1 234,50`."""
        return self.locale.number(money, 2, 2)

    def power(self, dbm: float) -> str:
        """A received power: `-73 dBm`."""
        return self.gettext(_POWER).format(dbm=self.number(dbm))

    def exact(self, value: float) -> str:
        """A number with all its digits."""
        return self.locale.number(value, 0, _ALL_DIGITS)

    def measure(self, value: float, unit: str) -> str:
        """`0.5 seconds`, `1 day`; `unit` is one of CLDR's for durations: second, minute, hour, day, week."""
        return self.locale.measure(value, unit, self.exact(value))

    @property
    def decimal_mark(self) -> str:
        """What stands between ones and tenths."""
        return self.locale.decimal

    def percent(self, share: float) -> str:
        """0.25 as 25 %."""
        return self.locale.percent(share, 0, self._percent_sign)

    def tenths(self, share: float) -> str:
        """0.1234 as 12.3 %."""
        return self.locale.percent(share, 1, self._percent_sign)

    @property
    def _percent_sign(self) -> str:
        """One way on all pages: Unicode's tables have a space before it only in some of our languages."""
        return "%" if self.language == "en" else "\N{NO-BREAK SPACE}%"

    def moment(self, at: int, zone: ZoneInfo, now: int, *, seconds: bool = False) -> str:
        """A moment as short as it can be: only the time today, day and month this year, else with the year."""
        local, today = _local(at, zone), _local(now, zone).date()
        clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
        if local.date() == today:
            return clock
        return f"{self.day(local.date(), today)}, {clock}"

    def day(self, day: date, today: date) -> str:
        """`5 March`, with the year when it is another one than today's."""
        return self.locale.day(day, year=day.year != today.year)

    def full_moment(self, at: int, zone: ZoneInfo) -> str:
        """Date and time written out, for titles and details."""
        return self.whole_moment(_local(at, zone))

    def whole_moment(self, local: datetime) -> str:
        """`5 March 2026, 08:13:20`: date and time of a clock on a wall."""
        return f"{self.locale.day(local, year=True)}, {local:%H:%M:%S}"

    def whole_day(self, day: date) -> str:
        """`5 March 2026`."""
        return self.locale.day(day, year=True)

    def month(self, day: date) -> str:
        """`March 2026`."""
        return self.locale.month(day)

    @property
    def cell_moment(self) -> str:
        """How a spreadsheet shows a moment, in the words of ECMA-376 18.8.30: figures as the reader puts them."""
        return "dd/mm/yyyy hh:mm:ss" if self.language == "en" else "dd.mm.yyyy hh:mm:ss"

    def span(self, seconds: float) -> str:
        """A length of time in its largest fitting unit: `45 seconds`, `12 minutes`, `3 hours`."""
        return self.locale.span(round(seconds))


def _local(at: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(at // _SECOND, tz=UTC).astimezone(zone)


@cache
def translator(language: str) -> Translator:
    """The translator of `language`, made once; an unknown code gives the first of LANGUAGES."""
    return Translator(language if language in LANGUAGES else next(iter(LANGUAGES)))


def negotiate(accept_language: str, default: str) -> str:
    """The best of LANGUAGES for an Accept-Language header (RFC 9110 12.5.4); `default` when it names none of them."""
    wishes: list[tuple[float, int, str]] = []
    for place, item in enumerate(accept_language[:500].split(",")):
        tag, _, weight = item.partition(";")
        code = tag.strip().lower().split("-")[0]
        if code in LANGUAGES:
            wishes.append((-_weight(weight), place, code))
    wishes.sort()
    if wishes and wishes[0][0] < 0:
        return wishes[0][2]
    return default if default in LANGUAGES else next(iter(LANGUAGES))


def _weight(text: str) -> float:
    name, _, value = text.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0


@cache
def _load(language: str) -> Catalogue:
    """English phrases are their own translation: nothing is kept for them."""
    return Catalogue() if language == "en" else read(catalogue_path(language))
