"""Writes what Unicode CLDR says of our languages beside their catalogues: `python -m tests.i18n.cldr`.

The program reads these few words instead of carrying Babel about, whose data for one language takes 6 MB to load.
"""

from __future__ import annotations

import json
from typing import Any

import babel
from babel import Locale

from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.locales import SPANS, countries_path, spoken_path

LOCALES = {"uk": "uk_UA", "en": "en_GB", "pl": "pl_PL", "ru": "ru_UA"}  # a 24-hour clock, day before month in all
SOURCE = f"Unicode CLDR (Unicode License v3), as Babel {babel.__version__} has it"


def spoken(language: str) -> dict[str, Any]:
    """Signs, months, weekdays and units of a language."""
    locale = Locale.parse(LOCALES[language])
    signs = locale.number_symbols["latn"]
    units = locale._data["unit_patterns"]
    return {
        "source": SOURCE,
        "decimal": signs["decimal"],
        "group": signs["group"],
        "percent": locale.percent_formats[None].suffix[0],
        "months": [locale.months["format"]["wide"][month] for month in range(1, 13)],
        "months alone": [locale.months["stand-alone"]["wide"][month] for month in range(1, 13)],
        "weekdays": [locale.days["stand-alone"]["abbreviated"][day] for day in range(7)],
        "units": {unit: dict(sorted(units[f"duration-{unit}"]["long"].items())) for unit, _ in SPANS},
    }


def countries(language: str) -> dict[str, str]:
    """Code of ISO 3166-1 → name."""
    names = Locale.parse(LOCALES[language]).territories
    return {code: name for code, name in sorted(names.items()) if len(code) == 2 and code.isalpha()}


def written(told: object) -> str:
    """`told` as the file has it."""
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for each in LANGUAGES:
        spoken_path(each).write_text(written(spoken(each)), encoding="utf-8")
        countries_path(each).write_text(written(countries(each)), encoding="utf-8")
