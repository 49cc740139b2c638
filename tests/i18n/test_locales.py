"""Numbers, days and spans are written as Babel writes them, which knows all of Unicode CLDR."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import babel
import pytest
from babel import Locale as Whole
from babel import dates, numbers, units
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.locales import SPANS, countries_path, spoken_path
from smsbox.i18n.translator import translator
from tests.i18n import cldr

_ALL_DIGITS = "#,##0.##########"
_AMOUNTS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(-1e9, 1e9).filter(lambda value: str(value) != "-0.0"),
    st.decimals(-(10**9), 10**9, places=4).filter(lambda value: value != 0),
)

pytestmark = pytest.mark.parametrize("language", list(LANGUAGES))


@settings(max_examples=60, deadline=None)
@given(value=_AMOUNTS)
def test_numbers(language: str, value: float | Decimal) -> None:
    tr, whole = translator(language), Whole.parse(cldr.LOCALES[language])
    assert tr.number(value) == numbers.format_decimal(value, locale=whole)
    assert tr.exact(float(value)) == numbers.format_decimal(float(value), _ALL_DIGITS, locale=whole)
    assert tr.sum(Decimal(value)) == numbers.format_decimal(Decimal(value), "#,##0.00", locale=whole)
    pattern = "#,##0%" if language == "en" else "#,##0\N{NO-BREAK SPACE}%"
    assert tr.percent(float(value)) == numbers.format_percent(float(value), pattern, locale=whole)
    pattern = "#,##0.#%" if language == "en" else "#,##0.#\N{NO-BREAK SPACE}%"
    assert tr.tenths(float(value)) == numbers.format_percent(float(value), pattern, locale=whole)
    assert tr.decimal_mark == numbers.get_decimal_symbol(whole)


@settings(max_examples=60, deadline=None)
@given(value=st.one_of(st.integers(0, 200), st.floats(0, 200), st.integers(0, 10**9)))
def test_spans_and_units(language: str, value: float) -> None:
    tr, whole = translator(language), Whole.parse(cldr.LOCALES[language])
    told = dates.format_timedelta(round(value), threshold=1.5, granularity="second", locale=whole)
    assert tr.span(value) == told
    for unit, _ in SPANS:
        told = units.format_unit(value, f"duration-{unit}", format=_ALL_DIGITS, locale=whole)
        assert tr.measure(value, unit) == told


def test_days_and_moments(language: str) -> None:
    tr, whole = translator(language), Whole.parse(cldr.LOCALES[language])
    for month in range(1, 13):
        day, at = date(2026, month, month), datetime(2026, month, 28, 8 + month, 3, 9, tzinfo=UTC)
        assert tr.whole_day(day) == dates.format_date(day, "d MMMM y", locale=whole)
        assert tr.day(day, day) == dates.format_date(day, "d MMMM", locale=whole)
        assert tr.month(day) == dates.format_date(day, "LLLL y", locale=whole)
        assert tr.whole_moment(at) == dates.format_datetime(at, "d MMMM y, HH:mm:ss", locale=whole)


def test_what_lies_beside_the_catalogue_is_what_cldr_says(language: str) -> None:
    kept = json.loads(spoken_path(language).read_text(encoding="utf-8"))
    names = json.loads(countries_path(language).read_text(encoding="utf-8"))
    assert (len(kept["months"]), len(kept["weekdays"]), len(names) > 200) == (12, 7, True)
    if f"Babel {babel.__version__} " in kept["source"]:  # words of another edition of CLDR may differ
        assert (kept, names) == (cldr.spoken(language), cldr.countries(language)), "python -m tests.i18n.cldr"
