"""An application: each answer checked, back and on, a summary, and a task for people at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import contacts
from smsbox.clock import HOUR, micros
from smsbox.dialogs import applications, checks
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.reading import read
from smsbox.dialogs.kinds.form import KIND
from smsbox.people.audit import Actor
from smsbox.privacy import erase
from smsbox.sms.segments import split
from smsbox.store import Store
from tests.contracts.shop import ANNA
from tests.dialogs.player import Player

COURSE = """
kind = "form"
name = "kursy"
title = "Курси бариста"
words = ["КУРС"]
task = "Записати на курс"
within = "24h"
[[step]]
key = "name"
title = "Ім'я"
text = "Як вас звати?"
field = "ім'я"
least = 2
most = 40
[[step]]
key = "people"
title = "Осіб"
text = "Скільки вас буде?"
check = "number"
least = 1
most = 6
[[step]]
key = "level"
title = "Рівень"
text = "Який рівень?"
options = ["початковий", "середній"]
field = "рівень"
[[step]]
key = "born"
title = "Народження"
text = "Коли народились?"
check = "date"
when = "past"
optional = true
[[step]]
key = "phone"
title = "Тел."
text = "Куди дзвонити?"
check = "phone"
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def form(store: Store) -> Player:
    return Player(store, COURSE)


def filled(form: Player, *answers: str) -> str:
    told = form.write("курс")
    for answer in answers:
        told = form.write(answer)
    return told


ALL = ("Олена Коваль", "двоє", "початковий", "12.05.90", "цей номер")


def test_it_ends_as_an_application_a_task_and_what_is_known_of_him(form: Player) -> None:
    told = filled(form, *ALL)
    assert told.splitlines() == [
        "1. Ім'я: Олена Коваль",
        "2. Осіб: 2",
        "3. Рівень: початковий",
        "4. Народження: 12.05.1990",
        f"5. Тел.: {ANNA}",
        "Все вірно? ТАК, або номер рядка, щоб змінити",
    ]
    assert applications.count(form.store, form.flow.id) == 0
    assert "записали" in form.write("Так, все вірно")
    (sent,) = applications.page(form.store, form.flow.id)
    assert sent.answers == {
        "name": "Олена Коваль",
        "people": "2",
        "level": "початковий",
        "born": "1990-05-12",
        "phone": ANNA,
    }
    (row,) = form.store.run("SELECT kind, number, ref_id, title, due_at FROM tasks").fetchall()
    assert row[:3] == (applications.TASK, ANNA, sent.id)
    assert row[3] == f"Записати на курс: Олена Коваль, 2, початковий, 12.05.1990, {ANNA}"
    assert row[4] == form.now + 24 * HOUR
    him = contacts.by_number(form.store, ANNA)
    assert him is not None
    assert (him.name, him.fields) == ("Олена Коваль", {"рівень": "початковий"})
    assert form.states == {}


def test_what_does_not_fit_is_told_and_asked_again(form: Player) -> None:
    told = [filled(form, "?!"), form.write("Ян"), form.write("багато"), form.write("17"), form.write("вдвох")]
    assert told[0] == "Не прочитали. Як вас звати?"
    assert told[1] == "Скільки вас буде?"
    assert told[2] == told[3] == "Число від 1 до 6, будь ласка. Скільки вас буде?"
    assert told[4] == "Який рівень? 1-початковий, 2-середній"
    assert [move.understood for move in form.moves] == [True, False, True, False, False, True]
    assert "Що саме" in form.write("початковий чи середній")
    assert "Коли народились" in form.write("другий")
    assert "напр. 28.11.2026" in form.write("колись")
    assert "напр. 28.11.2026" in form.write("31.12.2999")


def test_back_goes_back_and_what_may_be_left_out_is(form: Player) -> None:
    assert filled(form, "Олена", "2", "назад") == "Скільки вас буде?"
    assert form.write("3").startswith("Який рівень")
    assert form.write("пропустити").startswith("Без цього не можемо")
    assert form.write("1") == "Коли народились? (або ДАЛІ)"
    assert form.write("далі") == "Куди дзвонити?"
    told = form.write("067 123 45 67")
    assert "4. Народження: -" in told
    assert "2. Осіб: 3" in told
    assert "5. Тел.: +380671234567" in told


def test_back_from_the_first_asks_the_first_again(form: Player) -> None:
    assert filled(form, "назад") == "Як вас звати?"


def test_a_line_of_the_summary_is_changed_and_the_rest_stays(form: Player) -> None:
    filled(form, *ALL)
    assert form.write("ні") == "Номер рядка, який змінити? Або ТАК, якщо все вірно."
    assert form.write("2") == "Скільки вас буде?"
    told = form.write("4 особи")
    assert "2. Осіб: 4" in told
    assert "1. Ім'я: Олена Коваль" in told
    assert form.write("рівень").startswith("Який рівень")
    assert "середній" in form.write("2")
    form.write("+")
    (sent,) = applications.page(form.store, form.flow.id)
    assert (sent.answers["people"], sent.answers["level"]) == ("4", "середній")


def test_the_word_asks_again_where_he_was(form: Player) -> None:
    filled(form, "Олена")
    assert form.write("курс") == "Скільки вас буде?"
    filled(form, "2", "1", "-", "цей")
    assert form.write("курс").startswith("1. Ім'я: Олена")


def test_what_he_types_is_never_read_as_a_template(form: Player) -> None:
    told = filled(form, "{name} {?drink}", *ALL[1:])
    assert "1. Ім'я: {name} {?drink}" in told


def test_one_of_each_number_where_the_shop_says_so(store: Store) -> None:
    form = Player(store, COURSE.replace("within", "once = true\nconfirm = false\nwithin"))
    assert "записали" in filled(form, *ALL)
    assert "вже отримано" in form.write("курс")


def test_who_is_erased_leaves_nothing_of_it(form: Player) -> None:
    filled(form, *ALL, "так")
    form.store.run("UPDATE tasks SET state = 2, ended_at = 1")
    erase(form.store, ANNA, form.now, by=Actor("olena", "owner"))
    assert applications.count(form.store, form.flow.id) == 1
    assert "Олена" not in str(form.store.run("SELECT * FROM applications").fetchall())


# ── checks

_NOON = 1_795_600_800_000_000  # 2026-11-25, a Wednesday


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("2", "2"),
        ("нас двоє", "2"),
        ("десь 15", "15"),
        ("1 500 грн", "1500"),
        ("2,5", "2.5"),
        ("п'ять", "5"),
        ("мені двадцять п'ять", "25"),
        ("тридцять два роки", "32"),
        ("сорок", "40"),
        ("сто двадцять п'ять", "125"),
        ("dwadzieścia jeden", "21"),
        ("два або три", None),
        ("від 3 до 5", None),
        ("не знаю", None),
        ("12.05.1990", None),
    ],
)
def test_numbers(said: str, kept: str | None) -> None:
    assert checks.number(said, None, None) == kept


@pytest.mark.parametrize(
    ("said", "when", "kept"),
    [
        ("28.11.2026", "any", "2026-11-28"),
        ("28/11/26", "any", "2026-11-28"),
        ("28.11", "future", "2026-11-28"),
        ("28 листопада", "any", "2026-11-28"),
        ("завтра", "any", "2026-11-26"),
        ("в суботу", "any", "2026-11-28"),
        ("12 травня 1990", "past", "1990-05-12"),
        ("12.05.90", "past", "1990-05-12"),
        ("1.12", "past", "2025-12-01"),
        ("вчора", "past", "2026-11-24"),
        ("в суботу", "past", "2026-11-21"),
        ("2026-11-28", "any", "2026-11-28"),
        ("20.11.2026", "future", None),
        ("28.11.2026", "past", None),
        ("31.02.2026", "any", None),
        ("потім", "any", None),
    ],
)
def test_days(said: str, when: str, kept: str | None) -> None:
    assert checks.day(said, when, _NOON, "Europe/Kyiv") == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("067 123 45 67", "+380671234567"),
        ("мій: 8(067)123-45-67", "+380671234567"),
        ("+48 501 234 567", "+48501234567"),
        ("на цей же", ANNA),
        ("12345", None),
        ("подзвоніть", None),
    ],
)
def test_telephones(said: str, kept: str | None) -> None:
    assert checks.phone(said, ANNA) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ivan.K@ukr.net", "ivan.k@ukr.net"),
        ("пишіть на ivan @ ukr.net.", "ivan@ukr.net"),
        ("ivan(at)ukr.net", "ivan@ukr.net"),
        ("ivan собака ukr.net", "ivan@ukr.net"),
        ("немає", None),
    ],
)
def test_addresses(said: str, kept: str | None) -> None:
    assert checks.email(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [("Так!!!", "так"), ("да", "так"), ("yes please", "так"), ("ні, дякую", "ні"), ("нет", "ні"), ("мабуть", None)],
)
def test_yes_and_no(said: str, kept: str | None) -> None:
    assert checks.yes_or_no(said, "uk") == kept


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('check = "phone"', 'check = "fone"', "is not known"),
        ('key = "people"', 'key = "name"', "stands there twice"),
        ('options = ["початковий", "середній"]', 'check = "choice"', "belong together"),
        ('within = "24h"', 'within = "soon"', "no time that can be waited"),
        ('text = "Як вас звати?"\n', "", "this key is missing"),
    ],
)
def test_mistakes_are_told(old: str, new: str, said: str) -> None:
    with pytest.raises(FlowErrors) as raised:
        read(COURSE.replace(old, new))
    assert [each for each in raised.value.problems if said in each.said and each.line]


def test_usual_texts_are_short() -> None:
    facts = {"{question}": "Скільки вас буде?", "{choices}": "а, б", "{least}": "1", "{most}": "6", "{summary}": "1. А"}
    for language, texts in KIND.texts.items():
        assert texts.keys() == KIND.texts["uk"].keys()
        for key, text in texts.items():
            said = text
            for name, fact in facts.items():
                said = said.replace(name, fact)
            assert len(split(said).texts) <= (2 if key in ("email", "phone", "summary", "bounds") else 1), (
                language,
                key,
            )


def test_the_day_of_these_tests() -> None:
    from datetime import UTC, datetime

    assert micros(datetime(2026, 11, 25, 10, tzinfo=UTC)) == _NOON
