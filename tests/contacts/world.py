"""Customers drawn at random, and who of them fits a filter, told by looking at each: the oracle of the searches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as some

from smsbox.clock import DAY, SECOND, Micros
from smsbox.contacts import Contact, Field, FieldTest, New, State, Wanted
from smsbox.contacts.contact import words_of

NOW: Micros = 1_790_000_000 * SECOND  # 21 September 2026
TAGS = ("vip", "кава", "травень 2026", "a")
NAMES = ("Оксана Коваленко", "Коваленко Оксана", "Олег", "ОЛЕГ Бондар", "", "Anna-Maria", "Мар'яна Ко", "О’Ніл", "=1+1")
FIELDS = {
    "напій": ("кава", "Кава з молоком", "чай", "10%_"),
    "сума": ("9", "10", "100,5", "007", "багато", "1.2.3"),
    "візит": ("2026-01-31", "2026-02-01", "не пам'ятає"),
}
BIRTHDAYS = (None, "09-21", "1980-09-22", "2000-02-29", "1970-12-31", "01-01", "1999-09-20")

names = some.sampled_from(NAMES)
tag_lists = some.lists(some.sampled_from(TAGS), unique=True, max_size=3).map(tuple)
moments = some.none() | some.integers(0, 400).map(lambda days: NOW - days * DAY)


@some.composite
def customers(draw: some.DrawFn) -> list[tuple[New, Micros, int | None]]:
    """Each with the moment its fields were learnt, and its standing in the ledger (None: no line)."""
    people = []
    for at in range(draw(some.integers(1, 12))):
        known = draw(some.lists(some.sampled_from(sorted(FIELDS)), unique=True, max_size=3))
        new = New(
            number=f"+38050{at * 1_111_111:07d}",
            name=draw(names),
            state=draw(some.sampled_from(State)),
            language=draw(some.sampled_from((None, "uk", "pl"))),
            birthday=draw(some.sampled_from(BIRTHDAYS)),
            source_id=draw(some.sampled_from((None, 1, 2))),
            bought_at=draw(moments),
            fields={name: draw(some.sampled_from(FIELDS[name])) for name in known},
            tags=draw(tag_lists),
            other_numbers=draw(some.sampled_from(((), (f"+48600{at:06d}",)))),
        )
        people.append((new, NOW - draw(some.integers(0, 60)) * DAY, draw(some.sampled_from((None, 1, 2, 4)))))
    return people


@some.composite
def tests(draw: some.DrawFn) -> FieldTest:
    name = draw(some.sampled_from(sorted(FIELDS)))
    op = draw(some.sampled_from(("=", "!=", "has", "lacks", "contains", "before", "after", "at_least", "at_most")))
    op = draw(some.sampled_from((op, "older_than_days", "newer_than_days", "one_of", "none_of")))
    value = draw(some.sampled_from(FIELDS[name]))
    if op in ("=", "!="):
        value = draw(some.sampled_from((value, value.upper())))
    if op in ("one_of", "none_of"):
        value = f"{value.upper()},, {draw(some.sampled_from(FIELDS[name]))} "
    if op in ("at_least", "at_most", "older_than_days", "newer_than_days"):
        value = draw(some.sampled_from(("0", "9.5", "10", "30")))
    if op in ("before", "after"):
        value = "2026-02-01"
    if op == "contains":
        value = value[: draw(some.integers(1, 4))].upper()
    return FieldTest(name, op, "" if op in ("has", "lacks") else value, draw(some.sampled_from((None, 10))))


filters = some.builds(
    Wanted,
    states=some.just(()) | some.lists(some.sampled_from(State), unique=True, min_size=1).map(tuple),
    any_tags=some.just(()) | tag_lists,
    all_tags=some.just(()) | tag_lists,
    no_tags=some.just(()) | tag_lists,
    fields=some.just(()) | some.lists(tests(), min_size=1, max_size=2).map(tuple),
    languages=some.sampled_from(((), ("uk",), ("", "pl"))),
    sources=some.sampled_from(((), (1,), (1, 2))),
    birthday_days=some.sampled_from((None, 0, 1, 100, 160, 364, 365)),
    text=some.sampled_from(
        ("", "ко", "окс ков", "олег", "1111", "+38050", "00380501111111", "+48", "мар'", "xyz", "...")
    ),
    bought_since=some.none() | moments,
    bought_before=some.none() | moments,
    not_bought_days=some.none() | some.integers(0, 300),
    consents=some.sampled_from(((), (0,), (2,), (0, 1), (4,))),
)


def fits(one: Contact, details: Sequence[Field], standing: int, wanted: Wanted) -> bool:
    """Whether `one` is wanted, by reading the words of `Wanted` one by one."""
    tags = set(one.tags)
    answers = [
        not wanted.states or one.state in wanted.states,
        not wanted.any_tags or bool(tags & set(wanted.any_tags)),
        tags >= set(wanted.all_tags),
        not tags & set(wanted.no_tags),
        not wanted.languages or (one.language or "") in wanted.languages,
        not wanted.sources or one.source_id in wanted.sources,
        not wanted.consents or standing in wanted.consents,
        wanted.bought_since is None or (one.bought_at is not None and one.bought_at >= wanted.bought_since),
        wanted.bought_before is None or (one.bought_at is not None and one.bought_at < wanted.bought_before),
        wanted.not_bought_days is None
        or (one.bought_at is not None and one.bought_at < NOW - wanted.not_bought_days * DAY),
        wanted.birthday_days is None or _birthday(one.birthday, wanted.birthday_days),
        _named(one, wanted.text),
        *(_known(details, test) for test in wanted.fields),
    ]
    return all(answers)


def _birthday(birthday: str | None, days: int) -> bool:
    if birthday is None:
        return False
    today = datetime.fromtimestamp(NOW / SECOND, UTC)
    coming = {f"{today + timedelta(days=each):%m-%d}" for each in range(days + 1)}
    day = birthday[-5:]
    return day in coming or (day == "02-29" and {"02-28", "03-01"} <= coming)


def _named(one: Contact, text: str) -> bool:
    if not text:
        return True
    if set(text) <= set("+0123456789") and any(each.isdigit() for each in text):
        digits = text.lstrip("+")
        if text.startswith("+"):
            return any(number.startswith(text) for number in one.numbers)
        if digits.startswith("00") and len(digits) > 10:
            return any(number[1:].startswith(digits[2:]) for number in one.numbers)
        whole = [f"{lead}{digits}" for lead in ("+", "+38", "+380")]
        return any(digits in number for number in one.numbers) or any(number in whole for number in one.numbers)
    words, sought = words_of(one.name)[:-1], words_of(text)[:-1]
    return bool(sought) and all(any(word.startswith(each) for word in words) for each in sought)


def _known(details: Sequence[Field], test: FieldTest) -> bool:
    fresh = [each for each in details if test.within_days is None or each.at >= NOW - test.within_days * DAY]
    found = next((each for each in fresh if each.name == test.name), None)
    if test.op in ("!=", "none_of", "lacks"):
        return found is None or (test.op != "lacks" and not _is_one(found, test))
    if found is None:
        return False
    return _holds(found, test)


def _is_one(found: Field, test: FieldTest) -> bool:
    several = test.value.split(",") if test.op in ("one_of", "none_of") else [test.value]
    return found.value.casefold() in {each.strip().casefold() for each in several if each}


def _holds(found: Field, test: FieldTest) -> bool:
    value = found.value
    if test.op == "has":
        return True
    if test.op in ("=", "one_of"):
        return _is_one(found, test)
    if test.op == "contains":
        return test.value.lower() in value.lower()
    if test.op in ("older_than_days", "newer_than_days"):
        old = found.at < NOW - int(float(test.value) * DAY)
        return old == (test.op == "older_than_days")
    if test.op in ("before", "after"):
        day = len(value) == 10 and value[4] == value[7] == "-"
        return day and (value < test.value if test.op == "before" else value >= test.value)
    try:
        number = float(value.replace(",", "."))
    except ValueError:
        return False
    wanted = float(test.value)
    return number >= wanted if test.op == "at_least" else number <= wanted
