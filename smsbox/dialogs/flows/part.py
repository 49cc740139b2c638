"""One table of a flow file as a kind reads it: typed values out, every mistake noted with its line, none fatal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from smsbox.config.lines import KeyPath
from smsbox.config.problems import Problem
from smsbox.config.wrong import kind_of, nearest
from smsbox.i18n.phrases import Phrase
from smsbox.sms.keywords import Kind, understand

MISSING = Phrase("this key is missing")
_ORDERS = (Kind.STOP, Kind.START, Kind.HELP, Kind.PHRASE)


class Part:
    """A table and its place in the file. Reading notes what is wrong in `problems` and returns the default, so one
    mistake hides no other; `finish` then tells of keys that nobody asked for.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        lines: Mapping[KeyPath, int],
        problems: list[Problem],
        path: KeyPath = (),
        language: str = "uk",
    ) -> None:
        self._values, self._lines, self._problems, self._path = values, lines, problems, path
        self._asked: set[str] = set()
        self._parts: list[Part] = []
        self.language = language

    def has(self, key: str) -> bool:
        """Whether something is written there."""
        return key in self._values

    def text(self, key: str, default: str | None = None, *, longest: int = 300) -> str:
        """A text; without a default it must be there."""
        value = self._get(key, default)
        if not isinstance(value, str) or not value.strip():
            if value is not default:
                self.wrong(key, Phrase("a text is wanted here, not {found}", found=kind_of(value)))
            return default or ""
        if len(value) > longest:
            self.wrong(key, Phrase("longer than {longest} characters", longest=longest))
        return value.strip()

    def choice(self, key: str, known: tuple[str, ...], default: str) -> str:
        """One of the `known` words."""
        value = self._get(key, default)
        if value in known:
            return str(value)
        allowed = ", ".join(known)
        self.wrong(key, Phrase("{found} is not known", found=kind_of(value)), allowed, nearest(str(value), known))
        return default

    def whole(self, key: str, default: int | None = None, least: int = 0, most: int = 1_000_000) -> int:
        """A whole number; without a default it must be there."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int):
            if value is not None:
                self.wrong(key, Phrase("a whole number is wanted here, not {found}", found=kind_of(value)))
            return default if default is not None else least
        if not least <= value <= most:
            self.wrong(key, Phrase("{value} is out of bounds", value=value), f"{least}–{most}")
        return min(max(value, least), most)

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        value = self._get(key, default)
        if isinstance(value, bool):
            return value
        self.wrong(key, Phrase("true or false is wanted here, not {found}", found=kind_of(value)))
        return default

    def texts(self, key: str, default: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        """A list of texts, or one text alone; default None: there must be one at least."""
        value = self._get(key, default)
        found = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, (list, tuple)) else ()
        if (value is not None and not isinstance(value, (str, list, tuple))) or any(
            not isinstance(each, str) or not each.strip() for each in found
        ):
            self.wrong(key, Phrase("a list of texts is wanted here, not {found}", found=kind_of(value)))
            return default or ()
        return tuple(each.strip() for each in found)

    def raw(self, key: str, default: Any = None) -> Any:
        """What stands there, as TOML gives it (a date, a time), for a kind that reads it itself."""
        return self._get(key, default)

    def table(self, key: str) -> Part:
        """The table `[key]`; an empty one where there is none."""
        value = self._get(key, {})
        if not isinstance(value, dict):
            self.wrong(key, Phrase("a table is wanted here, not {found}", found=kind_of(value)))
            value = {}
        return self._below(value, (key,))

    def tables(self, key: str, *, least: int = 0, most: int = 200) -> Iterator[Part]:
        """Each of the tables `[[key]]`, in their order."""
        value = self._get(key, [])
        if not isinstance(value, list) or any(not isinstance(each, dict) for each in value):
            self.wrong(key, Phrase("write [[{name}]] with two brackets", name=key))
            return
        if not least <= len(value) <= most:
            self.wrong(key, Phrase("{value} is out of bounds", value=len(value)), f"{least}–{most}")
        for place, each in enumerate(value):
            yield self._below(each, (key, place))

    def spoken(self, key: str, *words: str) -> None:
        """Note each word at `key` that customers cannot say for something: it leaves, cancels or asks for help."""
        for word in words:
            meant = understand(word)
            if meant.kind in _ORDERS or meant.cancels:
                said = Phrase(
                    "“{word}” means something already: it answers, leaves, cancels or asks for help", word=word
                )
                self.wrong(key, said)

    def wrong(self, key: str, said: str, allowed: str = "", near: str = "") -> None:
        """Note a mistake at `key` ("" for the table itself)."""
        path = (*self._path, key) if key else self._path
        places = ((*path, 0), *(path[:n] for n in range(len(path), 0, -1)))  # the first of several tables for them all
        line = next((self._lines[each] for each in places if each in self._lines), None)
        name = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
        self._problems.append(Problem(name, line, said, allowed, near))

    def finish(self) -> None:
        """Tell of every key nobody has asked for, here and below."""
        for key in self._values:
            if key not in self._asked:
                self.wrong(key, Phrase("nobody knows this key"), near=nearest(key, sorted(self._asked)))
        for part in self._parts:
            part.finish()

    def _get(self, key: str, default: Any) -> Any:
        self._asked.add(key)
        if key in self._values:
            return self._values[key]
        if default is None:
            self.wrong(key, MISSING)
        return default

    def _below(self, value: Mapping[str, Any], steps: KeyPath) -> Part:
        part = Part(value, self._lines, self._problems, (*self._path, *steps), self.language)
        self._parts.append(part)
        return part
