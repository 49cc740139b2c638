"""Signs as each language prints them: apostrophe, dash, and blanks at which no line is broken."""

from __future__ import annotations

import re

_CYRILLIC = "а-яіїєґА-ЯІЇЄҐ"
_APOSTROPHE = re.compile(f"(?<=[{_CYRILLIC}])['ʼ](?=[{_CYRILLIC}])")
_UNITS = "с|хв|год|дБм|МБ|КБ|МіБ|МиБ|MiB|В|V|ч|мин|dBm|MB|KB|s|min|%"
_FIGURE = re.compile(rf"((?:\d|\}}|\)s)) (?=(?:{_UNITS})(?![\w%(]))")
_NUMBER = re.compile(r"№ (?=[%{\d])")
_GROUPS = re.compile(r"(?<=\d\d) (?=\d{2,3}\b(?![:-]))")
_DASH = re.compile(r"(?<=\S) — ")


def polished(language: str, said: str) -> str:
    """`said` with the signs of `language`; what has them already stays as it is."""
    if language == "en":
        return said
    said = _GROUPS.sub("\N{NO-BREAK SPACE}", _FIGURE.sub("\\1\N{NO-BREAK SPACE}", said))
    if language == "pl":
        return said
    if language == "uk":
        said = _APOSTROPHE.sub("’", said)
    said = _NUMBER.sub("№\N{NO-BREAK SPACE}", said.replace(" – ", " — "))
    return _DASH.sub("\N{NO-BREAK SPACE}— ", said)
