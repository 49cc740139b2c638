"""Loads of Babel's data what the program says: dates, numbers, lengths of time. The rest – names of all languages,
currencies, zones and units – would be 5 MB of the daemon's memory for two languages.
"""

from __future__ import annotations

from babel import Locale, core, localedata

_UNSAID = (
    *("languages", "scripts", "variants", "time_zones", "meta_zones", "zone_formats"),
    *("currency_names", "currency_names_plural", "currency_symbols", "currency_formats", "compact_currency_formats"),
    *("compact_decimal_formats", "interval_formats", "datetime_skeletons", "unit_display_names"),
)
_SAID_UNITS = "duration-"
_ours: set[str] = set()
"""The locales that were loaded here; Babel looks for their data again when they are used."""


def load(name: str) -> Locale:
    """The locale `name` (uk_UA). Babel keeps what it has read for good, in two places that it gives no way to empty."""
    made = Locale.parse(name)
    with localedata._cache_lock:
        data = localedata.load(name)
        for each in _UNSAID:
            data.pop(each, None)
        units = data["unit_patterns"]
        data["unit_patterns"] = {unit: forms for unit, forms in units.items() if unit.startswith(_SAID_UNITS)}
        _ours.add(name)
        for other in localedata._cache.keys() - _ours:  # those it inherits from
            del localedata._cache[other]
        core._global_data = None  # zones and tags of the world, read again with the next language
    return made
