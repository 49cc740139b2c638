"""Names as lists have them (`ПЕТРЕНКО Оксана Іванівна`, `Петренко, Оксана`), told apart: who is called how."""

from __future__ import annotations

import re
from dataclasses import dataclass

from smsbox.sms.fields import one_apostrophe
from smsbox.wording.names import MEN_PL, MEN_UK, WOMEN_PL, WOMEN_UK

_NO_PERSON = re.compile(r"[0-9\"«»“”()@/\\&+]|\b(?:тов|фоп|пп|ооо|чп|llc|ltd|sp\.)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’ʼ`-]*(?:['’ʼ`-][^\W\d_]+)*\.?")
_FATHER = re.compile(
    r".{2,}(?:йович|ьович|ович|евич|івна|ївна|йовна|овна|евна|ична|инична)|(?:ілліч|лукич|кузьмич|фомич|хомич|савич|ильич|никитич)"
)
_SURNAME = re.compile(
    r".+(?:енко|ко|чук|юк|ук|ський|ська|цький|цька|зький|зька|ова|єва|ева|ов|єв|ев|ін|їн|ин|іна|їна|ина|шин|ець|як|ак|юх|"
    r"ик|ий|ій|ська|ski|ska|cki|cka)"
)
_FIRST = WOMEN_UK | MEN_UK | WOMEN_PL | MEN_PL
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?\s*")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_NOBODY = re.compile(
    r"[\W\d_]*|(?:без (?:імені|имени|назви)|нема[єе]? імені|нет имени|невідом\w*|неизвестн\w*|клієнт|клиент|"
    r"покуп(?:ець|атель)|гість|гость|контакт|роздрібний покупець|розничный покупатель|"
    r"фіз(?:ична )?особа|физ(?:ическое )?лицо|частное лицо|приватна особа|н/д|"
    r"n/a|no ?name|unknown|customer|client|guest|klient|gość|brak(?: danych)?|nieznany)"
    r"[\s№#\d.-]*",
    re.IGNORECASE,
)
"""What is written where a name is wanted and none is known."""


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of somebody's name; "" for what is not there."""

    first: str = ""
    patronymic: str = ""
    last: str = ""

    @property
    def whole(self) -> str:
        """As one writes it to a person: first name in front."""
        return " ".join(filter(None, (self.first, self.patronymic, self.last)))


def beside(text: str) -> tuple[str, str]:
    """A name without what the shop has written beside it for itself, and that: `Оля (подруга Іри)`, `Маша манікюр`."""
    asides = [aside.strip() for aside in _BRACKETS.findall(text)]
    name = _BRACKETS.sub(" ", text).strip()
    first, _, rest = name.partition(" ")
    if rest.islower() and not first.islower() and known(first) and not any(map(_of_a_name, rest.split())):
        name, asides = first, [rest.strip(), *asides]
    return name, "; ".join(filter(None, asides))


def _of_a_name(word: str) -> bool:
    plain = _plain(word)
    return known(word) or bool(_SURNAME.fullmatch(plain) or _FATHER.fullmatch(plain))


def nobody(text: str) -> bool:
    """Whether `text` stands for a name that is not known: `???`, `Клієнт 12`, `без імені`."""
    return _NOBODY.fullmatch(text.strip()) is not None


def calm(text: str) -> str:
    """A name that cannot be taken apart, not shouted: `ІВАНОВА О.П.` as `Іванова О.П.`; firms stay as they are."""
    if not (text.isupper() or text.islower()) or len(_LETTERS.findall(text)) < 2 or _NO_PERSON.search(text):
        return text
    return _LETTERS.sub(lambda found: found.group().capitalize(), text)


def name_of(text: str) -> Name | None:
    """The parts of a whole name; None when it is not clear which word is what, or when it is no person."""
    text = " ".join(text.split())
    words = _WORD.findall(text)
    if _NO_PERSON.search(text) or not 1 <= len(words) <= 4 or any(word.endswith(".") for word in words):
        return None
    words = [titled(word) for word in words]
    comma = text.count(",") == 1 and len(text.split(",")[0].split()) == 1
    father = next((at for at in range(len(words) - 1, 0, -1) if _FATHER.fullmatch(_plain(words[at]))), None)
    if father is not None and len(words) <= 3 and not (len(words) == 2 and comma):
        last = [word for at, word in enumerate(words) if at not in (father, father - 1)]
        return Name(words[father - 1], words[father], " ".join(last))
    if len(words) == 1:
        return Name(first=words[0]) if known(words[0]) else None
    first = 1 if comma else _first(words)
    return None if first is None else Name(words[first], "", " ".join(words[:first] + words[first + 1 :]))


def _first(words: list[str]) -> int | None:
    """Which word is the first name: known as one, or beside a surname that is known by its end."""
    names = [at for at, word in enumerate(words) if known(word)]
    if names:
        return names[0]
    surnames = [at for at, word in enumerate(words) if _SURNAME.fullmatch(_plain(word))]
    return 1 - surnames[0] if len(words) == 2 and len(surnames) == 1 else None


def known(word: str) -> bool:
    """Whether `word` is a first name that many carry."""
    return all(part in _FIRST for part in _plain(word).split("-"))


def titled(word: str) -> str:
    """`ПЕТРЕНКО` as `Петренко`; what is written in both cases stays (`МакКормік`)."""
    if not ((word.isupper() and len(word) > 1) or word.islower()):
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def _plain(word: str) -> str:
    # names.py writes ʼ in some places and ' in others
    return one_apostrophe(word.casefold())
