"""The customers of the sample shop: invented names at the numbers of simulated people, and how they came to agree."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from smsbox import consent, contacts
from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.consent import Act, Entry
from smsbox.contacts import New, State
from smsbox.store import Store
from smsbox.subscription import sources
from smsbox.subscription.sources import Draft, Source, SourceKind

_FIRST = (
    *("Оксана", "Андрій", "Марія", "Олександр", "Ірина", "Богдан", "Наталія", "Василь", "Софія", "Тарас", "Юлія"),
    *("Микола", "Соломія", "Ігор", "Галина", "Остап", "Дарина", "Сергій", "Леся", "Роман", "Катерина", "Назар"),
)
_LAST = (
    *("Зерненко", "Пшенична", "Житник", "Колосок", "Млинар", "Хлібороб", "Паляниця", "Булочник", "Вівсюк", "Гречана"),
    *("Маковій", "Калач", "Борошно", "Скибка", "Рогаль", "Пекаренко", "Медова"),
)
_DRINKS = ("кава", "чай", "какао")
_TOWNS = ("Київ", "Львів", "Полтава")

_WHOLE_RANGES = ("80", "81", "83", "84", "85")
_LEAVING = ("+380500008200", "+380500008201")
"""Those who answer STOP: two, for a campaign pauses by itself when more than a fiftieth leaves."""

NUMBERS: tuple[str, ...] = (
    *(f"+38050000{group}{person:02d}" for group in _WHOLE_RANGES for person in range(16)),
    *(f"+3805000086{person:02d}" for person in range(60)),
    *_LEAVING,
)
"""Each range of simulated people answers in a way of its own; those of 86xx say nothing by themselves."""

QUIET: tuple[str, ...] = tuple(each for each in NUMBERS if each[9:11] == "86")

_WORDS = "Погоджуюсь отримувати від пекарні «Зерно» пропозиції через SMS, не частіше ніж двічі на місяць."


def move_in(store: Store, config: Config, now: Micros) -> None:
    """Make them customers, most of whom agreed to be written to, over the last three months."""
    chance = random.Random(11)
    with store.write():
        ways = _sources(store, now - 100 * DAY)
        people = list(_people(chance, ways, now))
        contacts.add_many(store, people, now)
        for person in people:
            _agree(store, chance, person, now)


def _sources(store: Store, now: Micros) -> Sequence[Source]:
    drafts = (
        Draft(SourceKind.POSTER, "Плакат біля каси", word="ЗЕРНО"),
        Draft(SourceKind.STAFF, "На касі"),
        Draft(SourceKind.KEYWORD, "Паперовий пакет", word="ХЛІБ"),
    )
    return [sources.create(store, draft, by="smsbox", now=now) for draft in drafts]


def _people(chance: random.Random, ways: Sequence[Source], now: Micros) -> Iterator[New]:
    for place, number in enumerate(NUMBERS):
        bought = chance.random() < 0.6
        yield New(
            number=number,
            name=_name(place),
            state=State.CUSTOMER if bought else State.LEAD,
            birthday=f"{1960 + chance.randrange(45)}-{1 + chance.randrange(12):02d}-{1 + chance.randrange(28):02d}",
            source_id=chance.choice(ways).id,
            bought_at=now - chance.randrange(1, 60) * DAY if bought else None,
            fields={"напій": chance.choice(_DRINKS), "місто": chance.choice(_TOWNS)},
            tags=["постійний"] if chance.random() < 0.2 else [],
            origin="demo",
        )


def _name(place: int) -> str:
    """Each another name, but for the last two, who are somebody's second telephone."""
    place %= len(NUMBERS) - len(_LEAVING)
    return f"{_FIRST[place % len(_FIRST)]} {_LAST[(place + place // len(_FIRST)) % len(_LAST)]}"


def _agree(store: Store, chance: random.Random, person: New, now: Micros) -> None:
    """Nine of ten agreed; of the others nobody knows, and they are not written to."""
    if chance.random() > 0.9 and person.number not in _LEAVING:
        return
    at = now - chance.randrange(1, 90) * DAY
    told = {"words": _WORDS, "language": "uk", "source_id": person.source_id}
    consent.record(store, Entry(person.number, at, Act.AGREED, "staff", operator="Оленка", **told))  # type: ignore[arg-type]
    if chance.random() < 0.03:
        consent.choose(store, person.number, at=now - DAY, how="sms", prefers_call=True)
