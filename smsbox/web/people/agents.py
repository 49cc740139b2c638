"""What a browser calls itself, in words a person knows: `Firefox, Android`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.i18n.translator import Translator

_BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox")),
    *(("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
"""Mark and name; the first that fits, since most of them also claim to be the others."""

_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)

UNKNOWN = N_("Unknown browser")


def agent_name(tr: Translator, agent: str) -> str:
    """Browser and system of a User-Agent header; what is not known is said so, never shown raw."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(part for part in (browser or tr.gettext(UNKNOWN), system) if part)
