"""What is kept of Babel's data says all the program says, and the rest is gone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from babel import Locale, core, localedata

from smsbox.i18n import locales
from smsbox.i18n.translator import LANGUAGES, Translator

AT = datetime(2026, 3, 5, 8, 13, 20, tzinfo=UTC)


def everything(tr: Translator) -> list[str]:
    """All that is said with numbers and moments."""
    spans = [tr.span(seconds) for seconds in (1, 59, 150, 7200, 100_000, 1e6, 4e6, 1e8)]
    units = [tr.measure(n, unit) for n in (0.5, 1, 3, 5, 21) for unit in ("second", "minute", "hour", "day", "week")]
    months = [tr.whole_day(date(2026, month, 1)) for month in range(1, 13)]
    numbers = [tr.number(1234567.5), tr.sum(Decimal("1234.5")), tr.exact(0.125), tr.percent(0.25), tr.decimal_mark]
    return [*spans, *units, *months, *numbers, tr.whole_moment(AT), tr.day(AT.date(), AT.date())]


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_what_is_kept_says_the_same_as_all_of_it(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(localedata, "_cache", {})
    with monkeypatch.context() as whole:
        whole.setattr(locales, "load", Locale.parse)
        told = everything(Translator(language))
    localedata._cache.clear()
    assert everything(Translator(language)) == told
    (kept,) = (data for name, data in localedata._cache.items() if len(localedata._cache) == 1)
    assert "languages" not in kept and core._global_data is None
