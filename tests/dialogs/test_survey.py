"""A survey: what people like becomes what is known of them, asked in turn, seldom, and never for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import contacts
from smsbox.clock import DAY
from smsbox.contacts import New
from smsbox.dialogs import asked
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.reading import read
from smsbox.dialogs.kinds.survey import KIND
from smsbox.dialogs.moves import ForPeople
from smsbox.people.audit import Actor
from smsbox.privacy import erase
from smsbox.sms.segments import split
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN, START
from tests.dialogs.player import Player

TASTES = """
kind = "survey"
name = "smaky"
title = "Смаки"
words = ["СМАК"]
ask = 2
rest = 30
[[question]]
field = "напій"
text = "{name|Друже}, що п'єте?"
options = ["кава", "чай", "какао"]
days = 180
[question.aliases]
"кава" = ["капучіно", "лате"]
[[question]]
field = "кухня"
text = "Яка кухня до душі?"
options = ["суші", "піца", "українська"]
several = true
[[question]]
field = "день"
text = "Коли вам зручно?"
options = ["будні", "вихідні"]
"""
OPINION = """
kind = "survey"
name = "ocinka"
title = "Оцінка"
words = ["ОЦІНКА"]
rest = 0
[[question]]
key = "бал"
text = "Як вам у нас?"
scale = 5
always = true
[[question]]
key = "чому"
text = "Що покращити?"
always = true
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def survey(store: Store) -> Player:
    return Player(store, TASTES)


def fields(store: Store, number: str = ANNA) -> dict[str, str]:
    him = contacts.by_number(store, number)
    return {} if him is None else dict(him.fields)


def test_answers_are_kept_with_the_customer_with_their_age_and_where_they_are_from(survey: Player) -> None:
    assert survey.write("смак") == "Друже, що п'єте? 1-кава, 2-чай, 3-какао"
    assert survey.write("1") == "Яка кухня до душі? 1-суші, 2-піца, 3-українська Можна кілька."
    assert "записано" in survey.write("суші і піца")
    him = contacts.by_number(survey.store, ANNA)
    assert him is not None
    known = {each.name: each for each in contacts.details(survey.store, him.id)}
    assert {name: each.value for name, each in known.items()} == {"напій": "кава", "кухня": "суші, піца"}
    assert {each.origin for each in known.values()} == {"sms"}
    assert all(START < each.at <= survey.now for each in known.values())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("каву звісно", "кава"),
        ("1", "кава"),
        ("Лате!!!", "кава"),
        ("2)", "чай"),
        ("перше", "кава"),
        ("Чай, дякую", "чай"),
        ("kava", "кава"),
        ("☕ кава", "кава"),
    ],
)
def test_people_answer_in_their_own_way(survey: Player, said: str, kept: str) -> None:
    survey.write("смак")
    survey.write(said)
    assert fields(survey.store)["напій"] == kept


def test_what_could_be_two_is_asked_about(survey: Player) -> None:
    survey.write("смак")
    assert survey.write("каву або чай") == "Що саме: кава, чай? Одне, будь ласка."
    assert survey.moves[-1].understood is False
    survey.write("чай")
    assert fields(survey.store) == {"напій": "чай"}


def test_what_is_no_answer_is_asked_again_and_more_than_an_answer_is_read_by_people(survey: Player) -> None:
    survey.write("смак")
    assert survey.write("а ви працюєте?").startswith("Не зрозуміли. Друже, що п'єте?")
    survey.write("каву, а чи працюєте ви у неділю до обіду")
    assert any(isinstance(each, ForPeople) for each in survey.moves[-1].effects)
    assert fields(survey.store) == {"напій": "кава"}


def test_nobody_is_asked_again_before_his_rest_is_over_then_what_was_not_asked_comes_first(survey: Player) -> None:
    survey.write("смак")
    survey.write("чай")
    survey.write("далі")  # left out: not known, but asked
    assert "вже все нам розповіли" in survey.write("смак")
    survey.now += 31 * DAY
    assert survey.write("смак").startswith("Коли вам зручно?")
    assert survey.write("вихідні").startswith("Яка кухня")
    survey.write("піца")
    survey.now += 31 * DAY
    assert "вже все" in survey.write("смак")
    survey.now += 180 * DAY
    assert "що п'єте" in survey.write("смак")  # what is known is too old


def test_what_is_known_from_elsewhere_is_not_asked(survey: Player) -> None:
    contacts.add(survey.store, New(number=ANNA, name="Анна", fields={"напій": "какао"}), survey.now)
    assert survey.write("смак").startswith("Яка кухня")


def test_two_at_a_time_go_through_all_questions_and_no_more(store: Store) -> None:
    survey = Player(store, TASTES.replace("rest = 30", "rest = 1"))
    for expected in ({"напій", "кухня"}, {"напій", "кухня", "день"}):
        told = survey.write("смак")
        while survey.states:
            told = survey.write("1")
        assert "записано" in told
        assert set(fields(store)) == expected
        survey.now += 2 * DAY


@pytest.mark.parametrize(
    ("said", "kept"),
    [("5", "5"), ("4 з 5", "4"), ("⭐⭐⭐", "3"), ("п'ять!", "5"), ("на 4", "4"), ("3 of 5", "3")],
)
def test_marks_come_beside_the_word_in_figures_words_and_stars(store: Store, said: str, kept: str) -> None:
    opinion = Player(store, OPINION)
    assert opinion.write(f"оцінка {said}") == "Що покращити?"
    assert "записано" in opinion.write("Більше світла на літній терасі")
    assert asked.counts(store, opinion.flow.id)["бал"] == (1, 1, {kept: 1})
    (told,) = asked.page(store, opinion.flow.id, free=True)
    assert told.answer == "Більше світла на літній терасі"


def test_a_mark_that_is_none_is_asked_for_again(store: Store) -> None:
    opinion = Player(store, OPINION)
    assert opinion.write("оцінка") == "Як вам у нас? 1-5"
    assert "Не зрозуміли" in opinion.write("10")


def test_who_is_erased_stays_in_the_counts_but_not_in_his_own_words(store: Store) -> None:
    opinion = Player(store, OPINION)
    for number in (ANNA, BOHDAN):
        opinion.write("оцінка 5", number)
        opinion.write(f"{number[-1]} слова мої", number)
    erase(store, ANNA, opinion.now, by=Actor("olena", "owner"))
    assert asked.counts(store, opinion.flow.id)["бал"] == (2, 2, {"5": 2})
    assert sorted(each.answer for each in asked.page(store, opinion.flow.id, free=True)) == ["", "2 слова мої"]
    assert ANNA not in str(store.run("SELECT * FROM survey_answers").fetchall())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["будні", "вихідні"]', '["стоп", "вихідні"]', "means something already"),
        ('["будні", "вихідні"]', '["будні"]', "2 to 12"),
        ('"Коли вам зручно?"', '"{імя}, коли?"', "is not known of everybody"),
        ('field = "день"', 'field = "напій"', "stands there twice"),
        ("several = true", "sevral = true", "nobody knows this key"),
    ],
)
def test_mistakes_are_told(old: str, new: str, said: str) -> None:
    with pytest.raises(FlowErrors) as raised:
        read(TASTES.replace(old, new))
    assert [each for each in raised.value.problems if said in each.said and each.line]


def test_usual_texts_are_short() -> None:
    for texts in KIND.texts.values():
        assert texts.keys() == KIND.texts["uk"].keys()
        for text in texts.values():
            said = text.replace("{question}", "Що п'єте? 1-кава, 2-чай").replace("{choices}", "кава, чай")
            assert len(split(said).texts) == 1
