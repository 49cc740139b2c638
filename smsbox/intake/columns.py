"""What the columns of a table hold, guessed by their names and by what stands in them; and where its header is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from smsbox.intake.names import known
from smsbox.intake.numbers import is_number, numbers_of
from smsbox.intake.plan import Column, Meaning
from smsbox.intake.values import BadValue, birthday
from smsbox.sheets.rows import is_number_column
from smsbox.sms.fields import fold

_PLAIN = re.compile(r"[\W_\d]+")
_SAMPLE = 100
_FEW_WORDS = re.compile(r"[^\W\d_]+[.,]?(?: [^\W\d_'’ʼ-]+(?:['’ʼ-][^\W\d_]+)*[.,]?){0,3}")
_COUNTS = frozenset(("№", "#", "n", "no", "nr", "№ п/п", "п/п", "№п/п", "п.п", "пп", "id", "lp", "№ з/п", "з/п"))
_OWN = ("row", "why", "what", "permission", "since", "added", "last heard of", "рядок", "чому", "що", "дозвіл", "від")
_COUNTS |= {*_OWN, "додано", "востаннє озвався", "wiersz", "dlaczego", "co", "od", "строка", "почему", "что", "с"}
"""Names of columns that count the rows of the file, or that smsbox itself has made."""
LONGEST_NAME_OF_FIELD = 60

_ALIASES: dict[Meaning, tuple[str, ...]] = {
    Meaning.NUMBER: (
        *("мобтелефон", "мобільнийтелефон", "мобильныйтелефон", "контактнийтелефон", "контактныйтелефон", "моб"),
        *("телефонклієнта", "телефонклиента", "номермобільного", "мобномер", "телмоб", "phones", "cell", "cellphone"),
        *("телефони", "телефоны", "контактныйномер", "контактнийномер", "telefon", "telefonkomórkowy", "komórka"),
    ),
    Meaning.OTHER: (
        *("додатковийтелефон", "доптелефон", "дополнительныйтелефон", "іншийтелефон", "otherphone", "secondphone"),
        *("othernumbers", "іншіномери", "другиеномера", "innenumery", "додатковіномери"),
        *("телефондодатковий", "телефондополнительный", "telefondodatkowy", "drugitelefon"),
        *("домашнійтелефон", "робочийтелефон", "homephone", "workphone"),
    ),
    Meaning.NAME: (
        *("піб", "фио", "піп", "клієнт", "клиент", "покупець", "покупатель", "контрагент", "повнеімя", "полноеимя"),
        *(
            "прізвищеімяпобатькові",
            "фамилияимяотчество",
            "прізвищетаімя",
            "імятапрізвище",
            "прізвищеімя",
            "імяпрізвище",
        ),
        *("фамилияимя", "name", "fullname", "customer", "client", "customername", "imięinazwisko", "nazwa", "назва"),
        *("найменування", "наименование", "повненайменування", "полноенаименование", "контактнаособа"),
        *("контактноелицо", "прізвищетаініціали", "прізвищеініціали", "фамилияиинициалы", "фамилияинициалы"),
        *("піпклієнта", "піпклиента", "пібклієнта", "фиоклиента", "імяклієнта", "имяклиента", "klient", "nazwaklienta"),
    ),
    Meaning.FIRST: ("імя", "имя", "firstname", "givenname", "imię", "imie"),
    Meaning.PATRONYMIC: ("побатькові", "отчество", "patronymic", "middlename"),
    Meaning.LAST: ("прізвище", "фамилия", "lastname", "surname", "familyname", "nazwisko"),
    Meaning.BIRTHDAY: (
        *("датанародження", "деньнародження", "днюха", "др", "дн", "народження", "датарождения", "деньрождения"),
        *("birthday", "dateofbirth", "birthdate", "dob", "dataurodzenia", "urodziny"),
    ),
    Meaning.SALUTATION: ("звертання", "обращение", "salutation", "zwrot"),
    Meaning.STATE: ("стан", "состояние", "stan", "state"),
    Meaning.LANGUAGE: ("мова", "язык", "language", "lang", "język", "моваспілкування"),
    Meaning.TAGS: (
        "позначки",
        "теги",
        "тег",
        "мітки",
        "мітка",
        "метки",
        "tags",
        "tag",
        "група",
        "групи",
        "группа",
        "group",
        "groups",
    ),
    Meaning.NOTE: (
        "примітка",
        "примітки",
        "коментар",
        "комментарий",
        "примечание",
        "note",
        "notes",
        "comment",
        "uwagi",
    ),
    Meaning.BOUGHT: (
        *("останняпокупка", "датаостанньоїпокупки", "останнійвізит", "датаостанньоговізиту", "последняяпокупка"),
        *("lastbought", "ostatniokupił"),
        *("датапоследнейпокупки", "последнийвизит", "lastpurchase", "lastvisit", "lastorder", "ostatnizakup"),
    ),
    Meaning.CONSENT: ("згода", "згоданарозсилку", "згоданасмс", "согласие", "consent", "agreed", "optin", "zgoda"),
    Meaning.CONSENT_AT: ("датазгоди", "датасогласия", "consentdate", "agreedon", "optindate", "datazgody"),
}
_BY_NAME = {name: meaning for meaning, names in _ALIASES.items() for name in names}


def by_name(name: str) -> Meaning | None:
    """What a column called so holds; None when its name says nothing."""
    if name.casefold().strip(" .") in _COUNTS:
        return Meaning.NOTHING
    plain = _PLAIN.sub("", name.casefold())
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    return Meaning.NUMBER if is_number_column(name) or is_number_column(plain) else None


def header_of(lines: Sequence[tuple[int, Sequence[str]]], country: str) -> int:
    """The number of the line that names the columns, 0 for none: the one above the first that holds a telephone number,
    unless it is a title.
    """
    before: tuple[int, Sequence[str]] | None = None
    for line, cells in lines:
        if sum(by_name(cell) is not None for cell in cells) >= min(2, len(cells)):
            return line
        if any(_looks_like_number(cell, country) for cell in cells):
            names = [cell for cell in before[1] if cell.strip()] if before else []
            filled = sum(bool(cell.strip()) for cell in cells)
            return before[0] if before and len(names) >= min(2, filled) else 0
        before = (line, cells)
    return 0


def _looks_like_number(cell: str, country: str) -> bool:
    return sum(map(str.isdigit, cell)) >= 9 and bool(numbers_of(cell, country).numbers)


def guess(header: Sequence[str], rows: Sequence[Sequence[str]], country: str, today: date) -> tuple[Column, ...]:
    """What each column means; `header` is empty when there is none."""
    width = max((len(cells) for cells in (header, *rows)), default=0)
    names = _field_names([header[at] if at < len(header) else "" for at in range(width)])
    values = [[cells[at] for cells in rows[:_SAMPLE] if at < len(cells) and cells[at].strip()] for at in range(width)]
    meanings = [_one(names[at], values[at], country, today) for at in range(width)]
    _settle_numbers(meanings, values, country)
    _settle_names(meanings, values)
    for meaning in (
        Meaning.BIRTHDAY,
        Meaning.LANGUAGE,
        Meaning.NOTE,
        Meaning.BOUGHT,
        Meaning.CONSENT,
        Meaning.CONSENT_AT,
    ):
        for at in [place for place, each in enumerate(meanings) if each is meaning][1:]:
            meanings[at] = Meaning.FIELD
    return tuple(
        Column(each if each is not Meaning.FIELD or names[at] else Meaning.NOTHING, names[at])
        for at, each in enumerate(meanings)
    )


def _one(name: str, values: Sequence[str], country: str, today: date) -> Meaning:
    said = by_name(name) if name else None
    if said is not None:
        return said
    if _share(values, lambda value: is_number(value, country)) >= 0.6:
        return Meaning.NUMBER
    if not name and _share(values, _is_name) >= 0.6:
        return Meaning.NAME
    if not name and _share(values, lambda value: _is_birthday(value, today)) >= 0.8:
        return Meaning.BIRTHDAY
    return Meaning.FIELD if values and name else Meaning.NOTHING


def _share(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, values)) / len(values) if values else 0.0


def _is_name(value: str) -> bool:
    return bool(_FEW_WORDS.fullmatch(value.strip())) and any(known(word.strip(",.")) for word in value.split())


def _is_birthday(value: str, today: date) -> bool:
    try:
        birthday(value, today)
    except BadValue:
        return False
    return True


def _settle_numbers(meanings: list[Meaning], values: Sequence[Sequence[str]], country: str) -> None:
    """One column is the number: the one with the most of them; the others are other numbers."""
    places = [at for at, each in enumerate(meanings) if each is Meaning.NUMBER]
    best = max(places, key=lambda at: sum(bool(numbers_of(value, country).numbers) for value in values[at]), default=-1)
    for at in places:
        if at != best:
            meanings[at] = Meaning.OTHER


def _settle_names(meanings: list[Meaning], values: Sequence[Sequence[str]]) -> None:
    """`Ім'я` is a first name beside a surname, else whatever somebody is called. Of several columns the fullest is
    meant.
    """
    for meaning in (Meaning.NAME, Meaning.FIRST, Meaning.PATRONYMIC, Meaning.LAST):
        places = [place for place, each in enumerate(meanings) if each is meaning]
        fullest = max(places, key=lambda at: len(values[at]), default=-1)
        for at in places:
            meanings[at] = meaning if at == fullest else Meaning.FIELD
    if Meaning.FIRST in meanings and not {Meaning.LAST, Meaning.PATRONYMIC, Meaning.NAME} & set(meanings):
        meanings[meanings.index(Meaning.FIRST)] = Meaning.NAME
    if Meaning.NAME in meanings and Meaning.LAST in meanings and Meaning.FIRST not in meanings:
        # "Name" beside "Surname" is the first name
        meanings[meanings.index(Meaning.NAME)] = Meaning.FIRST


def _field_names(header: Sequence[str]) -> list[str]:
    """The names as fields have them; what comes twice gets a number."""
    names: list[str] = []
    for cell in header:
        name = fold(" ".join(cell.split()))[:LONGEST_NAME_OF_FIELD].strip()
        again = 2
        plain = name
        while name and name in names:
            name, again = f"{plain} {again}", again + 1
        names.append(name)
    return names
