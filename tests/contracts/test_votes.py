"""Votes and quizzes on each database: counted once whoever comes at once, kept in order, nameless by their age."""

from __future__ import annotations

from functools import partial

import pytest

from smsbox.clock import HOUR
from smsbox.dialogs import ballots, scores
from smsbox.dialogs.flows import rows
from smsbox.privacy import answers
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.player import Player
from tests.dialogs.test_quiz import PRICES, play
from tests.dialogs.test_vote import DISHES
from tests.racing import at_once

RIVALS = 12


def test_votes_that_come_at_once_are_each_counted_once(store: Store) -> None:
    game = Player(store, DISHES)
    numbers = [f"+3805000001{place:02}" for place in range(RIVALS)]
    votes = [partial(game.write, f"голос {place % 2 + 1}", number) for place, number in enumerate(numbers)]
    at_once(store, [*votes, *(partial(game.write, "голос 3", number) for number in numbers)])
    assert ballots.counts(store, game.flow.id) == ballots.recounted(store, game.flow.id)
    assert sum(ballots.counts(store, game.flow.id).values()) == RIVALS


def test_what_was_not_understood_is_grouped_settled_and_taught(store: Store) -> None:
    game = Player(store, DISHES)
    for place, text in enumerate(("голос юшка", "Голос: ЮШКА", "голос жаба", "голос 1")):
        game.write(text, f"+38050001{place:04}")
    assert [(each.same, each.votes) for each in ballots.unknown(store, 1)] == [("юшка", 2), ("жаба", 1)]
    assert ballots.settle(store, 1, "юшка", "Піца", teach=True, by="olena", now=game.now) == 2
    assert ballots.aliases(store, 1) == [("Піца", ("юшка",))]
    game.write("голос юшка", BOHDAN)
    assert ballots.counts(store, 1) == {"Піца": 3, "Борщ": 1, "": 1} == ballots.recounted(store, 1)
    first = ballots.ballots(store, 1, "Піца", limit=2)
    after = (first[-1].at, first[-1].number)
    assert len(first) == 2 and len(ballots.ballots(store, 1, "Піца", limit=2, before=after)) == 1


@pytest.mark.parametrize("rule", scores.RULES)
def test_attempts_and_places(store: Store, rule: str) -> None:
    game = Player(store, PRICES.replace('time = "5m"', f'attempts = 2\ncounts = "{rule}"'))
    play(game, ANNA, "2 2015 1", 5)
    play(game, ANNA, "1 2010 1", 5)
    play(game, BOHDAN, "2 2015 2", 5)
    order = [BOHDAN, ANNA] if rule == "last" else [ANNA, BOHDAN]
    assert [each.attempt.number for each in scores.leaders(store, 1, limit=5)] == order
    assert sum(scores.spread(store, 1).values()) == 2
    assert scores.under_way(store, 1) == 0
    game.write("ціна", "+380500000015")
    game.write("2", "+380500000015")
    assert scores.under_way(store, 1) == 1 and scores.under_way(store, 2) == 0


def test_what_is_old_loses_its_person_once_it_is_closed(store: Store) -> None:
    game = Player(store, DISHES)
    game.write("голос 1")
    quiz = Player(store, PRICES.replace('time = "5m"', "attempts = 2"))
    play(quiz, ANNA, "2 2015 1", 5)
    play(quiz, ANNA, "2 2015 2", 5)
    before = quiz.now + HOUR
    assert answers.forget_old(store, before, lambda: True) == 0  # he could vote again otherwise
    for each in (game, quiz):
        rows.close(store, each.config, each.flow.id, by="olena", now=each.now)
    assert answers.forget_old(store, before, lambda: True) == 2
    assert answers.forget_old(store, before, lambda: True) == 0
    assert ballots.counts(store, 1) == ballots.recounted(store, 1) == {"Борщ": 1}
    (leader,) = scores.leaders(store, 2, limit=5)
    assert leader.attempt.score == 5 and leader.attempts == 2
    for table in ("votes", "quiz_results"):
        assert ANNA not in str(store.run(f"SELECT * FROM {table}").fetchall())
