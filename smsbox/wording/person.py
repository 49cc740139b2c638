"""Who a text is for: his fields under any of their usual names, his tags, and how he is addressed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from smsbox.sms.fields import fold
from smsbox.wording.vocative import vocative

NAME, SALUTATION, COUPON, CODE, NUMBER = "name", "salutation", "coupon", "code", "number"
QUESTION = "question"

WORDS: dict[str, tuple[str, ...]] = {
    NAME: ("name", "ім'я", "имя", "imię", "imie", "first name", "firstname"),
    SALUTATION: ("salutation", "звертання", "обращение", "zwrot"),
    COUPON: ("coupon", "купон", "kupon", "промокод"),
    CODE: ("code", "код", "kod"),
    QUESTION: ("question", "питання", "вопрос", "pytanie"),
    NUMBER: ("number", "номер", "телефон", "phone", "numer", "telefon"),
}
"""What a template may call the fields that smsbox knows by itself; the first is how a Person keeps it."""

TAG_COLUMNS = ("tags", "tag", "теги", "тег", "мітки", "мітка", "метки", "метка", "tagi")
"""What a table may call the column with tags, with commas between them."""

_ROLE = {word: role for role, words in WORDS.items() for word in words}


def role(name: str) -> str | None:
    """Which of the fields that smsbox knows `name` (folded) means; None for one of the shop's own."""
    return _ROLE.get(name)


@dataclass(frozen=True, slots=True)
class Person:
    """One recipient: `values` by folded name, folded `tags`, the `language` he is addressed in."""

    values: Mapping[str, str] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    language: str = "uk"

    @classmethod
    def of(
        cls, values: Mapping[str, str], tags: Iterable[str] = (), language: str = "uk", **known: str | None
    ) -> Person:
        """From fields as the shop calls them; `known` (`name`, `salutation`, `coupon`, `code`, `number`,
        `question`) count more.
        """
        folded = {fold(name): value for name, value in values.items()}
        folded |= {name: value for name, value in known.items() if value}
        return cls(folded, frozenset(map(fold, tags)), language)

    @classmethod
    def of_row(cls, values: Mapping[str, str]) -> Person:
        """From a row of a table, its columns folded already."""
        written = ",".join(values.get(column, "") for column in TAG_COLUMNS).replace(";", ",")
        return cls(values, frozenset(fold(tag) for tag in written.split(",")) - {""})

    def value(self, name: str) -> str:
        """What fills `{name}` (folded): his own field of that name, else what smsbox knows under it; "" for nothing."""
        own = self.values.get(name, "")
        known = _ROLE.get(name)
        if own.strip() or known is None:
            return own
        given = next((each for word in WORDS[known] if (each := self.values.get(word, "")).strip()), "")
        return given or (self._addressed() if known == SALUTATION else "")

    def _addressed(self) -> str:
        name = self.value(NAME)
        return vocative(name, self.language) if name else ""
