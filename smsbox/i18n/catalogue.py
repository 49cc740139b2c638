"""Owns the phrases of a language in memory: read out of the .po file as it is committed, kept as one string of octets.

A dictionary of them, as gettext makes one, takes 1.7 MB of the daemon for each language; this takes 0.5.
"""

from __future__ import annotations

import gettext
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_CONTEXT = "\x04"
_FORMS = "\0"
_PLURAL = "plural="
_OF_TWO = "n != 1"
"""The rule of English, whose phrases need no catalogue."""


class Catalogue:
    """What a language says for each phrase, with the methods of `gettext.GNUTranslations`; what it lacks is said as it
    is. A phrase is found by its hash alone: among 64 bits no two of some thousand are the same.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]] = ()) -> None:
        """`phrases`: key and words of each, the forms of plurals behind each other, as a .mo file has them."""
        found = {hash(key): said.encode() for key, said in phrases}
        self._marks = array("q", sorted(found))
        self._ends = array("I")
        end = 0
        for mark in self._marks:
            end += len(found[mark])
            self._ends.append(end)
        self._words = b"".join(found[mark] for mark in self._marks)
        self._which = gettext.c2py(_rule(self._said("") or ""))

    def gettext(self, text: str) -> str:
        """`text` in this language; of a phrase with forms the one that goes with one."""
        said = self._said(text)
        return text if said is None else self._form(said, 1)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form that goes with `count`."""
        return self.npgettext("", one, many, count)

    def pgettext(self, context: str, text: str) -> str:
        """`text` as it is said in `context`."""
        said = self._said(context + _CONTEXT + text)
        return text if said is None else self._form(said, 1)

    def npgettext(self, context: str, one: str, many: str, count: int) -> str:
        """The form that goes with `count`, as it is said in `context`."""
        said = self._said(context + _CONTEXT + one if context else one)
        if said is None:
            return one if count == 1 else many
        return self._form(said, count)

    def _form(self, said: str, count: int) -> str:
        return said.split(_FORMS)[self._which(count)] if _FORMS in said else said

    def _said(self, key: str) -> str | None:
        mark = hash(key)
        place = bisect_left(self._marks, mark)
        if place == len(self._marks) or self._marks[place] != mark:
            return None
        return self._words[self._ends[place - 1] if place else 0 : self._ends[place]].decode()


def read(path: Path) -> Catalogue:
    """The phrases of the .po file at `path`; a phrase with a form that is empty is left out, so English is said.

    Raises ValueError for a line that no .po file has.
    """
    with path.open(encoding="utf-8") as lines:
        return Catalogue(entries(lines))


def entries(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Key and words of every phrase that has all its words. Raises ValueError for a line that no .po file has."""
    for block in _blocks(lines):
        fields = _fields(block)
        forms = [said for name, said in fields.items() if name.startswith("msgstr")]
        if forms and all(forms):
            context = fields["msgctxt"] + _CONTEXT if "msgctxt" in fields else ""
            yield context + fields["msgid"], _FORMS.join(forms)


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines of one phrase after the other; an empty line is between them."""
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line.rstrip("\n"))
        else:
            yield block
            block = []
    yield block


def _rule(head: str) -> str:
    """Which form goes with n, as the head of a catalogue says it (GNU gettext manual 11.2.6)."""
    rules = (line for line in head.splitlines() if line.startswith("Plural-Forms:") and _PLURAL in line)
    return next((line.rpartition(_PLURAL)[2].strip(" ;") for line in rules), _OF_TWO)


def _fields(block: list[str]) -> dict[str, str]:
    """`msgid`, `msgid_plural`, `msgstr[0]` … of one phrase."""
    found: dict[str, str] = {}
    name = ""
    for line in block:
        if line.startswith("#"):
            continue
        before, quote, rest = line.partition('"')
        name = before.strip() or name
        if not quote or not rest.endswith('"') or not name.startswith("msg"):
            raise ValueError(line)
        found[name] = found.get(name, "") + _plain(rest[:-1])
    return found


def _plain(text: str) -> str:
    if "\\" not in text:
        return text
    characters = iter(text)
    return "".join(_ESCAPES[next(characters)] if each == "\\" else each for each in characters)
