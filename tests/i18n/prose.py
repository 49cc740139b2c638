"""What a page tells a person, apart from what is typed into machines."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from tests.i18n.extraction import load, strings

_OF_MACHINES = {"code", "kbd", "pre", "samp", "script", "style", "svg", "textarea", "time"}
_TELLS = ("title", "alt", "aria-label", "placeholder", "data-label")
_VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
_LATIN = re.compile(r"[A-Za-z]{2,}")
_NO_WORDS = re.compile(r"(?:/[\w.:-]+)+|[\w.-]*\d[\w.-]*|smsbox_[\w-]+|\+?[A-Z]{4}-[A-Z]{4}(?:-[A-Z]{2,4})?")
"""Paths, addresses, versions, tokens, codes."""


class Prose(HTMLParser):
    """`said`: the text of a page and what is read aloud, piece by piece, without what is marked as another language;
    `language`: that of the page.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.language = ""
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        if not self._hidden:
            self.said += [given[name] or "" for name in _TELLS if given.get(name)]
        if tag not in _VOID:
            self._open.append((tag, tag in _OF_MACHINES or ("lang" in given and tag != "html")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.said.append(data)

    @property
    def _hidden(self) -> bool:
        return any(hidden for _, hidden in self._open)


@cache
def spoken(language: str) -> frozenset[str]:
    """The Latin words that the catalogue of `language` says itself: SMS, PIN, names of programs, of settings."""
    return frozenset(word for message in load(language) for said in strings(message) for word in _LATIN.findall(said))


def foreign(page: str, language: str, names: frozenset[str]) -> list[str]:
    """Pieces of `page` with Latin words that are neither `names` nor said by the catalogue: English left behind."""
    known = spoken(language) | names
    return [said.strip() for said in Prose(page).said if not known.issuperset(_LATIN.findall(_NO_WORDS.sub(" ", said)))]
