"""How a person is addressed: the vocative in Ukrainian and Polish, the name as it is elsewhere.

Rules: Український правопис 2019, §§ 71, 87, 123 (vocative of the first to third declension, patronymics); for Polish
the ordinary declension. Only who is in `names` is declined; anybody else, a firm, a nickname, stays as he is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from smsbox.sms.fields import one_apostrophe
from smsbox.wording.names import FIRMS, MEN_PL, MEN_UK, RUSSIAN, VOCATIVES_PL, VOCATIVES_UK, WOMEN_PL, WOMEN_UK

_WORD = re.compile(r"[^\s,]+")
_PATRONYMIC_UK = re.compile(r".+(?:ович|йович|ївна|івна|овна)$|(?:ілліч|лукич|кузьмич|фомич|хомич|савич|яківна)$")
_PATRONYMIC_RU = re.compile(r".{2,}(?:ович|евич|овна|евна|ична|инична)$|(?:ильич|лукич|кузьмич|фомич|никитич|саввич)$")

_CONSONANTS_PL = {
    "k": "ku",
    "g": "gu",
    "h": "hu",
    "l": "lu",
    "j": "ju",
    "sz": "szu",
    "cz": "czu",
    "rz": "rzu",
    "ś": "siu",
    "r": "rze",
    "ł": "le",
    "t": "cie",
    "d": "dzie",
    "ch": "chu",
    "st": "ście",
    "c": "cu",
    "ż": "żu",
    "ń": "niu",
}
"""The end of a man's name → its vocative; other consonants take -ie."""


def vocative(name: str, language: str = "uk") -> str:
    """`name` as one calls out to him in `language`: first name, and patronymic where it is given; surnames fall away.

    "Оксана Петренко" → "Оксано", "ПЕТРЕНКО ІВАН ІВАНОВИЧ" → "Іване Івановичу"; who is not known stays as he is written.
    """
    name = " ".join(name.split())
    return _LANGUAGES.get(language, _as_is)(name) or name


def _ukrainian(name: str) -> str:
    words = _words(name)
    places = [at for at, word in enumerate(words) if _known_uk(word)]
    fathers = [at for at, word in enumerate(words) if at and _PATRONYMIC_UK.match(_plain(word))]
    if fathers and fathers[0] - 1 in places:
        first = fathers[0] - 1
        return f"{_each_part(words[first], _first_uk)} {_titled(_patronymic_uk(_plain(words[fathers[0]])))}"
    found = _only(words, places)
    return _each_part(found, _first_uk) if found else _russian(name)


def _only(words: list[str], places: list[int]) -> str:
    """The first name, where only one word can be it: of "Мартин Олена" one is the surname, "Ірина та Олег" are two, and
    a "Салон Анна" is nobody. Of what is known twice the first counts.
    """
    named = {_plain(words[at]) for at in places}
    firm = any(_plain(word).strip('"«»“”„.') in FIRMS for word in words[: places[0]]) if places else False
    return words[places[0]] if len(named) == 1 and not firm else ""


def _known_uk(word: str) -> bool:
    return all(part in WOMEN_UK or part in MEN_UK for part in _plain(word).split("-"))


def _first_uk(name: str) -> str:
    known = VOCATIVES_UK.get(name)
    if known:
        return known
    stem, end = name[:-1], name[-1]
    if end == "а":
        return stem + "о"
    if end == "я":
        return stem + ("є" if stem[-1:] in "і'" else "ю")
    if end == "о":
        return stem + ("у" if stem.endswith("к") else "е")
    if end in "йь":
        return stem + "ю"
    return name + ("у" if end in "кгх" else "е")


def _patronymic_uk(name: str) -> str:
    return name[:-1] + "о" if name.endswith("а") else name + "у"


def _russian(name: str) -> str:
    """The nominative, as one speaks; of a full name first name and patronymic."""
    words = _words(name)
    fathers = [at for at, word in enumerate(words) if at and _PATRONYMIC_RU.match(word.casefold())]
    if fathers:
        return f"{_titled(words[fathers[0] - 1])} {_titled(words[fathers[0]])}"
    found = _only(words, [at for at, word in enumerate(words) if _plain(word) in RUSSIAN or _known_uk(word)])
    return _each_part(found, str) if found else ""


def _polish(name: str) -> str:
    words = _words(name)
    word = _only(words, [at for at, word in enumerate(words) if _plain(word) in WOMEN_PL or _plain(word) in MEN_PL])
    return _titled(_first_pl(_plain(word))) if word else ""


def _first_pl(name: str) -> str:
    if name in VOCATIVES_PL:
        return VOCATIVES_PL[name]
    if name in WOMEN_PL:
        soft = name[-3:] in ("sia", "nia", "zia") and name not in ("hanna", "oksenia", "ksenia", "stefania")
        return name[:-1] + ("u" if soft else "o")
    if name.endswith("ek"):
        return name[:-2] + "ku"
    ends = (name[-length:] for length in (2, 1) if name[-length:] in _CONSONANTS_PL)
    end = next(ends, None)
    return name + "ie" if end is None else name[: -len(end)] + _CONSONANTS_PL[end]


def _as_is(name: str) -> str:
    return ""


def _english(name: str) -> str:
    """ "John Smith" is John; titles and lists with a comma are left alone."""
    words = name.split()
    return words[0] if len(words) == 2 and re.fullmatch(r"[A-Z][A-Za-z'-]+", words[0]) else ""


_LANGUAGES: dict[str, Callable[[str], str]] = {
    "uk": _ukrainian,
    "ru": _russian,
    "pl": _polish,
    "en": _english,
}


def _words(name: str) -> list[str]:
    return _WORD.findall(name)


def _plain(word: str) -> str:
    return one_apostrophe(word.casefold())


def _each_part(word: str, decline: Callable[[str], str]) -> str:
    """A double name is declined in both: Анна-Марія → Анно-Маріє."""
    return "-".join(_titled(decline(part)) for part in _plain(word).split("-"))


def _titled(word: str) -> str:
    return word[:1].upper() + word[1:].lower()
