"""Which languages there are, and which one a terminal wants; quick, for it is asked before anything is said."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES: Mapping[str, str] = {"uk": "Українська", "en": "English"}
"""Complete languages: code → its own name. The first one is what a reader gets who asked for none of them."""


def of_environment(environ: Mapping[str, str]) -> str:
    """The language a terminal wants (POSIX.1-2017 8.2: LC_ALL, else LC_MESSAGES, else LANG); English when it is none
    of LANGUAGES.
    """
    wish = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    code = wish.lower().replace(".", "_").split("_")[0]
    return code if code in LANGUAGES else "en"
