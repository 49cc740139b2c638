"""A quiz: each number plays as often as the rules say, and who leads has more points, then took less time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import outbox
from smsbox.clock import HOUR, MINUTE, SECOND
from smsbox.dialogs import quizzes, scores
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.reading import read
from smsbox.dialogs.kinds import KINDS, kind_of
from smsbox.dialogs.kinds.quiz import KIND
from smsbox.dialogs.texts import TEXTS
from smsbox.outbox import Draft, MessageClass
from smsbox.people.audit import Actor
from smsbox.privacy import collected, erase
from smsbox.sms.segments import split
from smsbox.store import Store
from smsbox.subscription.answers import DIALOG
from tests.contracts.shop import ALLOW, ANNA, BOHDAN
from tests.dialogs.caller import Caller
from tests.dialogs.player import Player

PRICES = """
kind = "quiz"
name = "tsiny"
title = "Вгадай ціну"
words = ["ЦІНА"]
closes = 2030-01-01T20:00:00
time = "5m"
[[question]]
text = "Скільки коштує «Маргарита»?"
options = ["89 грн", "119 грн", "139 грн"]
right = "119 грн"
[[question]]
text = "У якому році ми відкрились?"
right = ["2015", "дві тисячі п'ятнадцятий"]
points = 3
time = "1h"
[[question]]
text = "Яка кава найміцніша?"
options = ["Еспресо", "Лате", "Рафф"]
right = "Еспресо"
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def game(store: Store) -> Player:
    return Player(store, PRICES)


def table(game: Player) -> list[tuple[int, str, int, int]]:
    """Rank, number, points, whole seconds."""
    found = scores.leaders(game.store, game.flow.id, limit=10)
    return [(each.rank, each.attempt.number, each.attempt.score, each.attempt.took // SECOND) for each in found]


def test_a_game_from_the_word_to_the_result(game: Player) -> None:
    assert game.write("ЦІНА") == "1/3. Скільки коштує «Маргарита»? 1-89 грн, 2-119 грн, 3-139 грн"
    assert game.write("думаю 119") == "Правильно! 2/3. У якому році ми відкрились?"
    assert game.write("в 2015 році!") == "Правильно! 3/3. Яка кава найміцніша? 1-Еспресо, 2-Лате, 3-Рафф"
    assert game.write("latte") == ("Ні, правильно: Еспресо. Ваш результат: 4 з 5, місце 1. Дякуємо за гру!")
    assert not game.states
    assert table(game) == [(1, ANNA, 4, 3)]
    assert game.write("ціна") == "Ви вже зіграли: 4 з 5, місце 1. Дякуємо!"
    (attempt,) = scores.of_number(game.store, game.flow.id, ANNA)
    assert [(each.said, each.points) for each in attempt.answers] == [
        ("думаю 119", 1),
        ("в 2015 році!", 3),
        ("latte", 0),
    ]


def test_what_is_no_answer_costs_nothing_but_time(game: Player) -> None:
    game.write("ціна")
    assert game.write("а яка з них?").startswith("Напишіть, будь ласка, одну відповідь. Скільки коштує")
    assert not game.moves[-1].understood
    assert game.write("2 або 3").startswith("Напишіть")
    assert game.write("2").startswith("Правильно! 2/3.")
    assert game.write("не знаю").startswith("Ні, правильно: 2015. 3/3")
    assert game.write("хз").startswith("Ні, правильно: Еспресо. Ваш результат: 1 з 5")


def test_a_price_is_an_answer_in_words_too(game: Player) -> None:
    game.write("ціна")
    assert game.write("напевно сто дев'ятнадцять гривень").startswith("Правильно! 2/3.")
    assert game.write("дві тисячі п'ятнадцять").startswith("Правильно! 3/3.")


def test_all_answers_at_once_are_no_answer(game: Player) -> None:
    game.write("ціна 2")
    game.write("2")
    assert game.write("2013 2014 2015 2016").startswith("Ні, правильно: 2015.")


def test_time_is_taken_from_when_the_question_left(game: Player) -> None:
    game.write("ціна")
    asked = game.now
    (message_id,) = outbox.submit(
        game.store, [Draft(ANNA, "1/3. …", MessageClass.REPLY, batch=DIALOG)], now=asked, allow=ALLOW
    )
    left = asked + 20 * MINUTE  # it waited in a long queue: that is not the time of the player
    game.store.run(
        "INSERT INTO segments (message_id, seq, state, attempts, refusals, maybe_duplicate, submitted_at) "
        "VALUES (?, 1, 4, 1, 0, 0, ?)",
        *(message_id, left),
    )
    game.now = left + 30 * SECOND
    assert game.write("119 грн").startswith("Правильно!")
    assert game.states[ANNA]["answers"][0][:3] == ["119 грн", 1, 31 * SECOND]


def test_an_answer_that_came_too_late_is_worth_nothing(game: Player) -> None:
    game.write("ціна")
    game.now += 6 * MINUTE
    assert game.write("2").startswith("Час вийшов. Правильно: 119 грн. 2/3.")
    game.now += 59 * MINUTE
    assert game.write("2015").startswith("Правильно! 3/3.")  # this one has an hour
    game.write("1")
    assert [each.took // MINUTE for each in scores.of_number(game.store, game.flow.id, ANNA)[0].answers] == [5, 59, 0]


def play(game: Player, number: str, answers: str, pause: int) -> str:
    game.write("ціна", number)
    told = ""
    for answer in answers.split():
        game.now += pause * SECOND
        told = game.write(answer, number)
    return told


def test_who_leads(game: Player) -> None:
    play(game, "+380500000011", "2 2015 1", 20)
    assert "5 з 5, місце 2" in play(game, "+380500000012", "2 2015 1", 30)
    assert "5 з 5, місце 1" in play(game, "+380500000013", "2 2015 1", 10)
    play(game, "+380500000014", "2 2010 1", 1)
    game.write("ціна", "+380500000015")
    game.write("2", "+380500000015")  # he has not finished: he is no leader, however quick he was
    assert table(game) == [
        *((1, "+380500000013", 5, 33), (2, "+380500000011", 5, 63), (3, "+380500000012", 5, 93)),
        (4, "+380500000014", 2, 6),
    ]
    assert scores.under_way(game.store, game.flow.id) == 1
    assert scores.spread(game.store, game.flow.id) == {5: 3, 2: 1}
    assert scores.leaders(game.store, game.flow.id, limit=1, skip=2)[0].rank == 3


@pytest.mark.parametrize(("rule", "score"), [("best", 5), ("first", 2), ("last", 4)])
def test_the_attempt_that_counts_is_the_one_of_the_rule(store: Store, rule: str, score: int) -> None:
    source = PRICES.replace('time = "5m"', f'attempts = 3\ncounts = "{rule}"')
    game = Player(store, source)
    play(game, BOHDAN, "2 2015 2", 1)
    assert "Ще раз: ЦІНА" in play(game, ANNA, "2 2010 1", 1)
    play(game, ANNA, "2 2015 1", 1)
    told = play(game, ANNA, "2 2015 3", 9)
    assert "4 з 5, місце" in told and "Ще раз" not in told
    rank = {number: place for place, number, *_ in table(game)}[ANNA]
    assert f"місце {rank}." in told
    kept = scores.counted(store, game.flow.id, ANNA)
    assert kept is not None and kept.score == score
    assert game.write("ціна") == f"Ви вже зіграли: {score} з 5, місце {rank}. Дякуємо!"


def test_who_leaves_has_used_his_attempt_and_goes_on_where_he_was(game: Player) -> None:
    game.write("ціна")
    game.write("2")
    game.states.clear()
    game.now += 59 * MINUTE
    assert game.write("ціна").startswith("2/3."), "he was told that he may come back by the word"
    game.now += 2 * MINUTE
    assert game.write("2015").startswith("Час вийшов."), "but not with more time"
    assert game.write("1").endswith("Ваш результат: 2 з 5, місце 1. Дякуємо за гру!")
    assert game.write("ціна") == "Ви вже зіграли: 2 з 5, місце 1. Дякуємо!"
    assert [each.attempt for each in scores.of_number(game.store, game.flow.id, ANNA)] == [1]
    (happened,) = quizzes.BOOKS.happenings(game.store, ANNA, 3)
    assert happened.kind == "quiz"


def changed(game: Player, source: str) -> None:
    """The shop has changed the quiz since."""
    kept = flows.put(game.store, game.config, source, by="olena", now=game.now)
    game.flow = flows.loaded(game.store, game.config, kept.id)


_HEAD, *_QUESTIONS = PRICES.split("[[question]]")


def quiz_of(*places: int) -> str:
    """The quiz with only these of its questions, in this order."""
    return "[[question]]".join([_HEAD, *(_QUESTIONS[place] for place in places)])


def test_a_result_is_told_of_what_was_played_and_not_of_what_is_left_of_it(game: Player) -> None:
    play(game, ANNA, "2 2015 1", 1)
    changed(game, quiz_of(0, 2))
    assert game.write("ціна") == "Ви вже зіграли: 5 з 5, місце 1. Дякуємо!"


@pytest.mark.parametrize("places", [(1, 0, 2), (2, 1, 0)])
def test_answers_stay_with_their_questions_when_the_shop_moves_them(game: Player, places: tuple[int, ...]) -> None:
    game.write("ціна")
    game.write("2")
    game.states.clear()
    changed(game, quiz_of(*places))
    asked = [game.write("ціна")]
    asked.append(game.write("2015" if "році" in asked[-1] else "Еспресо"))
    done = game.write("2015" if "році" in asked[-1] else "Еспресо")
    assert not any("Маргарита" in each for each in asked), "he has answered that"
    assert done.endswith("Ваш результат: 5 з 5, місце 1. Дякуємо за гру!")


def test_an_answer_to_a_question_that_is_gone_counts_no_more(game: Player) -> None:
    game.write("ціна")
    game.write("2")
    game.write("2015")
    game.states.clear()
    changed(game, quiz_of(1))
    assert game.write("ціна") == "Ваш результат: 3 з 3, місце 1. Дякуємо за гру!"
    assert game.write("ціна") == "Ви вже зіграли: 3 з 3, місце 1. Дякуємо!"


def test_who_is_erased_keeps_his_place_without_a_name(game: Player) -> None:
    play(game, ANNA, "2 2015 1", 1)
    sections = {each.key: each.rows for each in collected(game.store, ANNA, game.now).sections}
    assert [row[3:5] for row in sections["quizzes"]] == [("Вгадай ціну", 5)]
    erase(game.store, ANNA, game.now, by=Actor("olena", "owner"))
    ((_, number, score, _),) = table(game)
    assert score == 5 and ANNA not in number
    assert "2015" not in str(game.store.run("SELECT answers FROM quiz_results").fetchall())


def test_after_the_deadline_nobody_goes_on(game: Player) -> None:
    game.write("ціна")
    game.now = (game.flow.closes_at or 0) + HOUR
    assert game.write("2") == "Вікторину вже завершено. Дякуємо за гру!"
    assert table(game) == []


def test_what_is_asked_again_has_no_more_time(store: Store) -> None:
    caller = Caller(store)
    caller.flow(PRICES)
    caller.ask("ціна")
    caller.now += 3 * MINUTE
    assert "Скільки коштує" in caller.ask("2 чи 3")[0]
    caller.now += 3 * MINUTE
    assert caller.ask("2")[0].startswith("Час вийшов.")


def test_the_engine_speaks_for_itself(store: Store) -> None:
    caller = Caller(store)
    kept = caller.flow(PRICES)
    caller.ask("ціна")
    flows.close(store, caller.config, kept.id, by="olena", now=caller.now)
    assert caller.ask("2") == ["Це вже завершено. Дякуємо за увагу! Чекаємо на вас знову."]
    for kind in KINDS:
        assert not kind_of(kind).texts["uk"].keys() & TEXTS["uk"].keys(), kind


def test_coming_back_asks_the_same_and_the_clock_goes_on(game: Player) -> None:
    game.write("ціна")
    game.now += 2 * MINUTE
    assert game.write("ЦІНА").startswith("1/3.")
    game.now += 4 * MINUTE
    assert game.write("2").startswith("Час вийшов.")


@pytest.mark.parametrize(
    ("change", "line", "told"),
    [
        (('right = "119 грн"', 'right = "120 грн"'), 11, "none of the options"),
        (('options = ["89 грн", "119 грн", "139 грн"]', 'options = ["119 грн"]'), 10, "out of bounds"),
        (('time = "1h"', 'time = "soon"'), 16, "no time"),
        (("points = 3", "points = 0"), 15, "out of bounds"),
        (('time = "5m"', 'counts = "worst"'), 7, "not known"),
    ],
)
def test_mistakes_are_told_at_their_lines(change: tuple[str, str], line: int, told: str) -> None:
    with pytest.raises(FlowErrors) as wrong:
        read(PRICES.replace(*change))
    found = [(each.line, str(each.said)) for each in wrong.value.problems]
    assert any(at == line and told in said for at, said in found), found


def test_options_with_small_numbers_have_no_places(store: Store) -> None:
    source = PRICES.replace('["89 грн", "119 грн", "139 грн"]', '["2 грн", "3 грн"]').replace('"119 грн"', '"2 грн"')
    game = Player(store, source)
    assert game.write("ціна").endswith("2 грн, 3 грн")
    assert game.write("2").startswith("Правильно!")


@pytest.mark.parametrize("language", ["uk", "en", "pl", "ru"])
def test_usual_texts_are_short(language: str) -> None:
    facts = {
        "question": "Скільки коштує «Маргарита»?",
        "options": "1-89 грн, 2-119 грн, 3-139 грн",
        "answer": "119 грн",
    }
    facts |= {"place": "2", "total": "5", "score": "12", "most": "15", "rank": "128", "word": "ЦІНА"}
    texts = KIND.texts[language]
    assert texts.keys() == KIND.texts["uk"].keys()
    for key, text in texts.items():
        one = key in ("played", "closed", "right", "wrong", "noted", "slow")
        before = "" if one or key == "choose" else f"{texts['wrong']} "
        assert len(split(f"{before}{text}".format(**facts)).texts) <= (1 if one else 2), text
