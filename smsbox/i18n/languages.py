"""Which languages there are, and which one a terminal wants; quick, for it is asked before anything is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES: Mapping[str, str] = {"uk": "Українська", "en": "English", "pl": "Polski", "ru": "Русский"}
"""Code → its own name. The first one is what a reader gets who asked for none of them."""

COMPLETE = ("uk", "en")
"""The languages that never lack anything; in the others what is missing is said in English."""

_FOLDER = Path(__file__).parent / "locale"
_SHARE = re.compile(r'^"X-Translated: ([0-9]+)\\n"$', re.MULTILINE)
_HEAD = 4096


def catalogue_path(language: str) -> Path:
    """Where the committed catalogue of `language` lies."""
    return _FOLDER / language / "LC_MESSAGES" / "smsbox.po"


@cache
def share(language: str) -> int:
    """How much of the phrases is translated, in whole percent, as the head of the catalogue says."""
    if language in COMPLETE:
        return 100
    with catalogue_path(language).open(encoding="utf-8") as stream:
        found = _SHARE.search(stream.read(_HEAD))
    return int(found[1]) if found else 0


def offered() -> dict[str, str]:
    """LANGUAGES as a reader chooses among them: one that lacks something says so, `Polski (64 %)`."""
    return {
        code: name if share(code) == 100 else f"{name} ({share(code)}\N{NO-BREAK SPACE}%)"
        for code, name in LANGUAGES.items()
    }


def of_environment(environ: Mapping[str, str]) -> str:
    """The language a terminal wants: the first of ours in LANGUAGE (GNU gettext manual 2.3.3), which counts only beside
    another locale than C; else POSIX.1-2017 8.2: LC_ALL, else LC_MESSAGES, else LANG. English when it is none of ours.
    """
    wish = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    before = [] if _code(wish) in ("", "c", "posix") else environ.get("LANGUAGE", "").split(":")
    return next((code for each in (*before, wish) if (code := _code(each)) in LANGUAGES), "en")


def _code(locale: str) -> str:
    """`uk` of `uk_UA.UTF-8`."""
    return re.split("[_.@]", locale.lower())[0]
