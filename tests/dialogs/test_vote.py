"""A vote: each number counts once, whatever it writes; what nobody could read is kept and can be taught."""

from __future__ import annotations

import collections
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsbox import inbox
from smsbox.clock import HOUR, MINUTE, SECOND
from smsbox.dialogs import ballots, votes
from smsbox.dialogs.ballots import UNKNOWN
from smsbox.dialogs.flows import rows
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.reading import read
from smsbox.dialogs.kinds.vote import KIND
from smsbox.dialogs.moves import ForPeople
from smsbox.people.audit import Actor
from smsbox.privacy import collected, erase
from smsbox.sms.segments import split
from smsbox.store import Store
from tests.contracts import phone
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.player import Player

DISHES = """
kind = "vote"
name = "obid"
title = "Обід тижня"
words = ["ГОЛОС", "VOTE"]
closes = 2030-01-01T20:00:00
question = "Що готуємо в суботу?"
changeable = true
[[option]]
title = "Борщ"
[[option]]
title = "Вареники"
words = ["🥟"]
[[option]]
title = "Піца"
words = ["pizza"]
"""
ONCE = DISHES.replace("changeable = true", "changeable = false")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield opened
    opened.close()


@pytest.fixture
def game(store: Store) -> Player:
    return Player(store, DISHES)


def counted(game: Player) -> dict[str, int]:
    """The counts, after the votes themselves were counted and found to be the same."""
    kept = ballots.counts(game.store, game.flow.id)
    assert kept == ballots.recounted(game.store, game.flow.id)
    return kept


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        *(("Голос за першого", "Борщ"), ("ГОЛОС 2!!!", "Вареники"), ("голос: борщ", "Борщ"), ("vote Borshch", "Борщ")),
        *(("голос бощр", "Борщ"), ("golos pizza", "Піца"), ("ujkjc 2", "Вареники"), ("🥟 голос", "Вареники")),
        *(("Доброго дня! Мій ГОЛОС за варіант 3, дякую", "Піца"), ("голос третій", "Піца"), ("Голос2", "Вареники")),
        ("Пересилаю: «Голос! 1-Борщ, 2-Вареники, 3-Піца». Я за 3", "Піца"),
    ],
)
def test_a_vote_is_read_as_it_is_written(game: Player, said: str, choice: str) -> None:
    assert game.write(said) == f"Дякуємо! Ваш голос: {choice}"
    assert counted(game) == {choice: 1}


def test_the_word_alone_asks(game: Player) -> None:
    assert game.write("ГОЛОС") == "Що готуємо в суботу? 1-Борщ, 2-Вареники, 3-Піца. Напишіть свій вибір"
    assert counted(game) == {}
    assert game.write("2") == "Дякуємо! Ваш голос: Вареники"
    assert not game.states


def test_two_at_once_are_asked_about_and_never_guessed_at(game: Player) -> None:
    assert game.write("голос 1 і 2") == "Що саме обираєте: 1-Борщ, 2-Вареники? Напишіть щось одне"
    assert counted(game) == {UNKNOWN: 1}
    assert game.write("ну тоді борщ") == "Дякуємо! Ваш голос: Борщ"
    assert counted(game) == {"Борщ": 1}
    assert ballots.ballots(game.store, game.flow.id, "Борщ", limit=2)[0].changed == 0


def test_a_changed_vote_counts_once_and_the_same_again_changes_nothing(game: Player) -> None:
    game.write("голос 1")
    assert game.write("голос борщ!") == "Ваш голос уже є: Борщ. Дякуємо!"
    assert game.write("голос 2") == "Змінено, дякуємо! Тепер ваш голос: Вареники"
    assert game.write("ні, краще 3") == "Змінено, дякуємо! Тепер ваш голос: Піца"  # right after it, without the word
    assert counted(game) == {"Піца": 1}
    assert ballots.ballots(game.store, game.flow.id, "Піца", limit=2)[0].changed == 2
    assert game.write("ГОЛОС") == "Ваш голос: Піца. Передумали? 1-Борщ, 2-Вареники, 3-Піца"
    assert "Борщ" in game.write("перше") and counted(game) == {"Борщ": 1}
    game.now += 2 * HOUR
    assert game.write("2") == ""  # that may be meant for anything by now
    assert game.write("доброго дня") == ""


def test_a_vote_that_cannot_be_changed_stays(store: Store) -> None:
    game = Player(store, ONCE)
    game.write("голос 1")
    assert game.write("голос 2") == "Ваш голос уже враховано: Борщ. Змінити його не можна."
    assert game.write("ГОЛОС") == "Ваш голос уже враховано: Борщ. Змінити його не можна."
    assert game.write("2") == "" and not game.states
    assert counted(game) == {"Борщ": 1}


def test_after_the_deadline_nothing_counts_but_what_came_before_it_does(game: Player) -> None:
    closes = game.flow.closes_at
    assert closes is not None
    game.write("ГОЛОС")
    game.now = closes + HOUR
    assert game.write("2", at=closes - SECOND) == "Дякуємо! Ваш голос: Вареники"
    assert game.write("голос 1", BOHDAN).startswith("Голосування вже завершено")
    assert game.write("ні, 1") == ""
    assert counted(game) == {"Вареники": 1}


def test_who_voted_in_time_counts_however_long_the_modem_took(store: Store) -> None:
    counter = Counter(store)
    flow = rows.create(store, counter.config, DISHES, by="olena", now=counter.now)
    rows.open(store, counter.config, flow.id, by="olena", now=counter.now)
    closes = rows.loaded(store, counter.config, flow.id).closes_at or 0
    for place, stamped in enumerate((closes - 5 * SECOND, closes + SECOND, closes - 2 * HOUR)):
        octets = phone.tpdu("голос 1", at=stamped, sender=f"+38050000010{place}")
        at = closes + (20 + place) * MINUTE  # read so late, after all the others; a stamp of hours ago is no stamp
        inbox.receive(
            *(store,),
            sim_id=counter.sim,
            memory="SM",
            slot=place,
            pdu_raw=octets,
            deliver=phone.deliver(octets),
            now=at,
        )
    counter.now = closes + HOUR
    assert counter.route() == 3
    assert [counter.texts(f"+38050000010{place}")[0][:7] for place in range(3)] == ["Дякуємо", "Це вже ", "Це вже "]
    assert ballots.counts(store, flow.id) == {"Борщ": 1}


def test_who_is_unsure_is_let_go(game: Player) -> None:
    assert game.write("голос не знаю") == "Гаразд. Надумаєте - напишіть ГОЛОС і свій вибір"
    assert not game.states
    assert counted(game) == {UNKNOWN: 1}
    game.write("ГОЛОС")
    assert "Надумаєте" in game.write("Ні")
    assert game.write("голос піцу") == "Дякуємо! Ваш голос: Піца"
    assert counted(game) == {"Піца": 1}


def test_what_cannot_be_read_is_kept_and_asked_again(game: Player) -> None:
    told = game.write("Голос за жабок")
    assert told == "Такого немає. Є: 1-Борщ, 2-Вареники, 3-Піца. Напишіть свій вибір"
    assert not game.moves[-1].understood
    game.write("дякую")
    (unread,) = ballots.unknown(game.store, game.flow.id)
    assert (unread.said, unread.same, unread.votes) == ("за жабок", "за жабок", 1)


def test_a_question_beside_the_vote_is_read_by_people(game: Player) -> None:
    assert game.write("голос борщ, а коли ви відкриваєтесь?") == "Дякуємо! Ваш голос: Борщ"
    assert ForPeople() in game.moves[-1].effects
    game.write("голос борщ, бо смачно", BOHDAN)
    assert ForPeople() not in game.moves[-1].effects


def test_what_was_unknown_is_taught_once_for_all(game: Player) -> None:
    people = [f"+38050000{place:04d}" for place in range(100, 120)]
    for place, number in enumerate(people):
        game.write(("Голос: червона юшка", "голос ЧЕРВОНА  ЮШКА!!", "vote 2")[place % 3], number)
    assert counted(game) == {UNKNOWN: 14, "Вареники": 6}
    (unread,) = ballots.unknown(game.store, game.flow.id)
    assert unread.votes == 14 and unread.same == "червона юшка"
    moved = ballots.settle(game.store, game.flow.id, "Червона юшка", "Борщ", teach=True, by="olena", now=game.now)
    assert moved == 14 and counted(game) == {"Борщ": 14, "Вареники": 6}
    assert ballots.settle(game.store, game.flow.id, "червона юшка", "Борщ", teach=True, by="olena", now=game.now) == 0
    game.states.clear()
    assert game.write("голос червона юшка", ANNA) == "Дякуємо! Ваш голос: Борщ"
    assert game.write("голос: хочу червону юшку з пампушками", BOHDAN) == "Дякуємо! Ваш голос: Борщ"
    assert counted(game) == {"Борщ": 16, "Вареники": 6}
    # what people made of it is no vote of his own: he may still say it himself, once
    assert game.write("голос 3", people[0]) == "Дякуємо! Ваш голос: Піца"
    assert counted(game) == {"Борщ": 15, "Вареники": 6, "Піца": 1}
    assert ballots.unlearn(game.store, game.flow.id, "червона юшка")
    assert "Такого немає" in game.write("голос червона юшка", "+380500000200")


def test_one_vote_can_be_put_right_by_the_shop(game: Player) -> None:
    game.write("голос 1")
    assert ballots.change(game.store, game.flow.id, ANNA, "Піца", by="olena") == "Борщ"
    assert ballots.change(game.store, game.flow.id, ANNA, "Піца", by="olena") == "Піца"
    assert ballots.change(game.store, game.flow.id, BOHDAN, "Піца", by="olena") is None
    assert counted(game) == {"Піца": 1}


def test_counts_are_exact_whatever_a_thousand_write(game: Player) -> None:
    dice = random.Random(7)
    said = (
        "голос 1",
        "голос 2!!",
        "vote pizza",
        "голос жаба",
        "ГОЛОС",
        "3",
        "1 і 2",
        "не знаю",
        "голос борщу",
        "дякую",
    )
    last: dict[str, str] = {}
    for _ in range(1000):
        number, text = f"+38050000{dice.randrange(150):04d}", dice.choice(said)
        game.write(text, number)
        if dice.random() < 0.01:
            ballots.settle(game.store, game.flow.id, "жаба", "Піца", teach=False, by="o", now=game.now)
        row = game.store.run("SELECT choice FROM votes WHERE number = ?", number).fetchone()
        if row is not None:
            last[number] = row[0]
    kept = game.store.run("SELECT choice, count(*) FROM votes GROUP BY choice").fetchall()
    assert counted(game) == dict(kept)
    assert sum(counted(game).values()) == len(last) <= 150
    assert collections.Counter(last.values()).keys() == counted(game).keys()


def test_what_happened_is_told(game: Player) -> None:
    game.write("голос жаба")
    game.write("1", BOHDAN)
    (happened,) = votes.BOOKS.happenings(game.store, ANNA, 5)
    assert happened.kind == "vote" and happened.href == f"/dialogs/{game.flow.id}/votes"
    assert votes.BOOKS.happenings(game.store, BOHDAN, 5) == []


def test_who_is_erased_stays_counted_and_no_more(game: Player) -> None:
    game.write("голос жаба")
    game.write("голос 1", BOHDAN)
    sections = {each.key: each.rows for each in collected(game.store, ANNA, game.now).sections}
    assert [row[2:] for row in sections["votes"]] == [("Обід тижня", "", "жаба")]
    for number in (ANNA, BOHDAN):
        erase(game.store, number, game.now, by=Actor("olena", "owner"))
    assert counted(game) == {UNKNOWN: 1, "Борщ": 1}
    assert ballots.unknown(game.store, game.flow.id) == []
    kept = game.store.run("SELECT number, said, same FROM votes").fetchall()
    assert ANNA not in str(kept) and "жаба" not in str(kept)


@pytest.mark.parametrize(
    ("change", "line", "told"),
    [
        (('title = "Піца"', 'title = "Борщ"'), 15, "stands there twice"),
        (('words = ["pizza"]', 'words = ["борщ!"]'), 16, "the name of another option"),
        (('words = ["pizza"]', 'words = ["stop"]'), 16, "means something already"),
        (('title = "Піца"', 'title = "5"\nnumbres = 3'), 16, "nobody knows this key"),
        (('question = "Що готуємо в суботу?"', ""), None, "missing"),
    ],
)
def test_mistakes_are_told_at_their_lines(change: tuple[str, str], line: int | None, told: str) -> None:
    with pytest.raises(FlowErrors) as wrong:
        read(DISHES.replace(*change))
    found = [(each.line, str(each.said)) for each in wrong.value.problems]
    assert any(at == line and told in said for at, said in found), found


def test_names_that_are_numbers_are_no_places(store: Store) -> None:
    source = DISHES.replace("Борщ", "100").replace("Вареники", "2").replace("changeable = true", "")
    game = Player(store, source)
    assert game.write("ГОЛОС") == "Що готуємо в суботу? 100, 2, Піца. Напишіть свій вибір"
    assert game.write("2") == "Дякуємо! Ваш голос: 2"
    assert "Такого немає" in game.write("голос 3", BOHDAN)


@pytest.mark.parametrize("language", ["uk", "en", "pl", "ru"])
def test_usual_texts_are_short(language: str) -> None:
    facts = {"question": "Що готуємо в суботу?", "options": "1-Борщ, 2-Вареники, 3-Піца", "option": "Вареники"}
    texts = KIND.texts[language]
    assert texts.keys() == KIND.texts["uk"].keys()
    for key, text in texts.items():
        filled = text.format(**facts, word="ГОЛОС")
        assert len(split(filled).texts) <= (1 if key not in ("ask", "change", "which", "unknown") else 2), filled
