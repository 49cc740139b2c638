"""Customers of a shop that has many scenarios open at once: each gets what he asked for, nothing he says is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox.dialogs import ballots, examples
from smsbox.dialogs.flows import rows as flows
from smsbox.outbox import MessageClass
from smsbox.store import Store
from tests.contracts.shop import ANNA
from tests.dialogs.caller import Caller

VOTE = """
kind = "vote"
name = "dish-{0}"
title = "Страва {0}"
words = ["{0}"]
question = "Що готуємо?"
[[option]]
title = "Вареники"
[[option]]
title = "Деруни"
"""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Caller]:
    """Opened scenarios are shipped ones."""
    store = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield Caller(store)
    store.close()


def shipped(town: Caller, *keys: str) -> list[int]:
    """Opened in this order."""
    found = (examples.example(key, "uk") for key in keys)
    return [town.flow(each.source).id for each in found if each is not None]


def test_who_has_something_in_an_old_scenario_is_answered_after_many_newer_ones(town: Caller) -> None:
    shipped(town, "flower-orders", "hairdresser", "receipt-draw")
    town.ask("квіти 2 тюльпани, заберу сам")
    assert town.ask("так")[0].startswith("Дякуємо! Замовлення")
    town.ask("чек 1234567")
    for place in range(30):
        town.flow(VOTE.format(700 + place))
    assert town.ask("де моє замовлення?")[0].startswith("Замовлення 21-1")
    assert town.ask("1234568")[0].startswith("Прийнято: 1234568. У розіграші ваших: 2")


def people(town: Caller, text: str) -> bool:
    """Whether people have to read what he writes."""
    return town.write(text).settled_at is None


def test_of_two_scenarios_in_one_message_people_see_to_the_second(town: Caller) -> None:
    shipped(town, "saturday-vote", "flower-orders", "hairdresser")
    assert people(town, "голос рок, і букет дня 1 шт")
    assert town.texts()[-1].startswith("Дякуємо! Ваш голос: Рок")
    assert not people(town, "запис стрижка в середу о 15")
    assert people(town, "так, і голос за джаз")
    assert town.texts()[-1].startswith("Записали")
    assert not people(town, "голос джаз")


def test_who_is_content_wakes_nobody(town: Caller) -> None:
    shipped(town, "saturday-vote")
    assert people(town, "👍"), "nothing was said to him yet"
    town.ask("голос рок")
    said = len(town.texts())
    for text in ("👍", "🙏🏻❤️", "Дякую! 😊", "ок"):
        assert not people(town, text), text
    assert people(town, "😡")
    assert len(town.texts()) == said


def test_a_vote_counts_while_a_person_talks_with_him_and_talk_stays_talk(town: Caller) -> None:
    vote, _ = shipped(town, "saturday-vote", "job-application")
    town.send("Коли ви прийдете?", MessageClass.REPLY)
    assert people(town, "робота до шостої, прийду після")
    assert people(town, "голос у мене сів, не можу говорити")
    assert town.texts() == ["Коли ви прийдете?"], "that is all for the person"
    assert people(town, "голос рок"), "and that, too"
    assert town.texts()[-1].startswith("Дякуємо! Ваш голос: Рок")
    assert ballots.counts(town.store, vote) == {"Рок": 1}


def test_start_is_nobodys_name(town: Caller) -> None:
    shipped(town, "job-application")
    town.ask("робота")
    assert "надсилати вам акції" in town.ask("старт")[0]
    assert town.ask("так")[0].startswith("Зернята: дякуємо!")
    assert town.ask("Оля")[0].startswith("Ким хочете працювати?")


def test_a_question_about_what_is_over_is_read_by_people(town: Caller) -> None:
    (contest,) = shipped(town, "receipt-draw")
    flows.close(town.store, town.config, contest, by="olena", now=town.now)
    assert people(town, "чек загубила, що тепер робити?") and town.texts() == []
    assert not people(town, "чек") and town.texts()[-1].startswith("Це вже завершено")


def test_a_closed_scenario_takes_no_second_thoughts(town: Caller) -> None:
    vote, contest = shipped(town, "saturday-vote", "receipt-draw")
    town.ask("голос рок")
    town.ask("чек 1234567")
    for each in (vote, contest):
        flows.close(town.store, town.config, each, by="olena", now=town.now)
    for text in ("ні, краще джаз", "1234568"):
        assert town.ask(text) == []
        assert town.store.run("SELECT settled_at FROM received ORDER BY id DESC").fetchone()[0] is None, text
    assert ballots.counts(town.store, vote) == {"Рок": 1}
    assert town.store.run("SELECT count(*) FROM entries WHERE number = ?", ANNA).fetchone()[0] == 1


def test_a_question_left_open_holds_nothing_back(town: Caller) -> None:
    shipped(town, "saturday-vote", "flower-orders", "job-application")
    assert town.ask("голос")[0].startswith("Що грати")
    assert town.ask("квіти 2 тюльпани, заберу сам")[0].startswith("Тюльпан x2")
    assert town.ask("голос джаз")[0].startswith("Спершу завершімо"), "what he has ordered so far is not lost"
    assert town.ask("так")[0].startswith("Дякуємо! Замовлення")
    town.ask("голос")
    assert town.ask("робота")[0].startswith("Як вас")
    assert people(town, "яка ціна квітів на голос?"), "who only asks has left nothing"
