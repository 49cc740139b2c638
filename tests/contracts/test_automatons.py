"""Automatons are left to people after a few answers, STOP counts, and persons are answered; on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smsbox.clock import DAY, SECOND
from smsbox.consent import State
from smsbox.dialogs.examples import example
from smsbox.outbox import MessageClass
from smsbox.store import Store
from smsbox.subscription import automatons
from tests.contracts.counter import Counter
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.caller import Caller

LEFT = "Зернята: вас відписано, реклами більше не буде. Повернутись: СТАРТ"
HELP, DRIVING = "ДОПОМОГА", "Автоматична відповідь: я за кермом"


@pytest.fixture
def counter(store: Store) -> Counter:
    return Counter(store)


def loop(counter: Counter, text: str = HELP, sender: str = ANNA, most: int = 30) -> list[str]:
    """What the router does with the same text, over and over."""
    said = []
    for _ in range(most):
        counter.now += 10 * SECOND
        said.append(counter.write(text, sender).routed_by or "people")
    return said


def test_a_loop_ends_and_people_get_what_comes(counter: Counter) -> None:
    assert loop(counter) == ["help"] * 6 + ["automaton"] * 24
    assert len(counter.texts()) == 6
    (silence,) = automatons.silences(counter.store, counter.now)
    assert (silence.number, silence.why, silence.count) == (ANNA, "same", 7)
    last = counter.write(HELP)
    assert (last.settled_at, last.done_in_full[:5]) == (None, "Seems")
    assert counter.write(HELP, BOHDAN).routed_by == "help", "nobody else is silenced"


def test_stop_counts_and_is_confirmed_once(counter: Counter) -> None:
    loop(counter)
    assert [counter.write("СТОП").routed_by for _ in range(3)] == ["stop"] * 3
    assert counter.state() is State.LEFT
    assert counter.texts()[6:] == [LEFT]


def test_what_is_new_is_answered_and_the_old_text_is_not(counter: Counter) -> None:
    loop(counter)
    assert counter.write("ІНФО").routed_by == "help", "a person says something else"
    assert counter.write(HELP).routed_by == "automaton"
    assert counter.write("ІНФО").routed_by == "help"
    counter.now += DAY
    assert counter.write(HELP).routed_by == "help", "a day later it is a question again"


def test_whom_a_person_writes_to_is_taken_for_a_person(counter: Counter) -> None:
    loop(counter)
    counter.send("Добрий день! Що саме вас цікавить?", MessageClass.REPLY)
    assert [counter.write(HELP).routed_by for _ in range(3)] == ["help"] * 3
    assert automatons.silences(counter.store, counter.now) == []


def test_somebody_of_the_shop_lifts_it(counter: Counter) -> None:
    counter.config = replace(counter.config, shop=replace(counter.config.shop, answers_per_day=50))
    loop(counter)
    assert automatons.lift(counter.store, ANNA, "Olha", counter.now)
    assert loop(counter, most=4) == ["help"] * 4, "what was before is no evidence"
    assert "automaton" in loop(counter, most=12), "but a loop is found again"


def test_what_calls_itself_automatic_is_never_answered(counter: Counter) -> None:
    assert counter.write(DRIVING).routed_by == "automaton"
    assert counter.texts() == []
    assert automatons.silences(counter.store, counter.now) == []
    assert counter.write(HELP).routed_by == "help"


def test_the_till_is_never_taken_for_an_automaton(counter: Counter) -> None:
    counter.config = replace(counter.config, shop=replace(counter.config.shop, staff=(ANNA,), answers_per_day=50))
    assert loop(counter, most=40) == ["help"] * 40


# ── dialogs


def spoken(store: Store, key: str) -> Caller:
    """A shop with one of the scenarios that come along."""
    made, found = Caller(store), example(key, "uk")
    assert found is not None
    made.flow(found.source)
    return made


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("saturday-vote", "Дякуємо! Ваш голос важливий для нас"),
        ("flower-orders", "Квіти отримано, менеджер зателефонує вам"),
        ("hairdresser", "Ваш запис №{} прийнято, чекайте дзвінка"),
        ("price-quiz", "Вітаємо! Це магазин, чим допомогти?"),
    ],
)
def test_an_automaton_in_a_dialog_gets_a_few_answers_too(store: Store, key: str, text: str) -> None:
    caller = spoken(store, key)
    caller.write({"price-quiz": "ціна", "saturday-vote": "голос"}.get(key, text))
    for number in range(30):
        caller.now += 10 * SECOND
        caller.write(text.format(number))
    assert len(caller.texts()) <= 5, caller.texts()
    assert caller.received(caller.slot).settled_at is None, "people have what comes"


def test_a_customer_in_a_hurry_is_answered_to_the_end(store: Store) -> None:
    """Votes over and over, orders, and asks how it stands, all within some minutes."""
    caller = spoken(store, "flower-orders")
    for order in range(3):
        for text in ("Квіти", "11 червоних троянд", "сам заберу", "так", "статус"):
            caller.now += 7 * SECOND
            assert caller.ask(text), (order, text)
    for text in ("статус?", "Статус", "СТАТУС!"):
        caller.now += 5 * SECOND
        assert caller.ask(text), text
    assert automatons.silences(store, caller.now) == []


def test_stop_after_words_of_his_own_is_confirmed_once(counter: Counter) -> None:
    """Who asked in his own words to be left alone was told nothing: people read that. STOP always has its answer."""
    counter.write("Не пишіть мені більше, будь ласка")
    assert (counter.state(), counter.texts()) == (State.LEFT, [])
    for _ in range(3):
        counter.write("СТОП")
    assert counter.texts() == [LEFT]
    assert counter.acts().count("left") == 1, "he left once, whatever he says after it"


# ── one number among a million


@pytest.mark.parametrize("words", ["messages_recipient", "received_sender"])
def test_what_one_number_wrote_and_heard_is_found_by_its_index(
    counter: Counter, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL uses an index of text only where the collations agree."""
    table, column = words.split("_")
    loop(counter, most=4)
    asked: list[tuple[str, tuple[object, ...]]] = []
    run = Store.run

    def noted(store: Store, sql: str, *values: object) -> object:
        if "SELECT" in sql[:6] and f"FROM {table}" in sql and f"{column}" in sql and "LIKE" not in sql:
            asked.append((sql, values))
        return run(store, sql, *values)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "run", noted)
        loop(counter, most=6)
        automatons.last_words(counter.store, ANNA)
    by_number = {sql: values for sql, values in asked if any(value == ANNA for value in values)}
    assert len(by_number) >= 2, asked
    crowd(counter.store, table, column)
    explain = "EXPLAIN QUERY PLAN" if counter.store.dialect.sole_owner else "EXPLAIN"
    for sql, values in by_number.items():
        plan = counter.store.run(f"{explain} {sql}", *values).fetchall()
        assert words in str(plan) or "received_unrouted" in str(plan), (sql, plan)


def crowd(store: Store, table: str, column: str) -> None:
    """Two thousand rows of other people, and the planner told of them: with a handful any way is as cheap."""
    names = [name for (name, *_) in store.run(f"SELECT * FROM {table} LIMIT 1").description if name != "id"]
    taken = ", ".join("'+38067' || (1000000 + i)" if name == column else name for name in names)
    with store.write():
        store.run(
            f"WITH RECURSIVE crowd(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM crowd WHERE i < 2000) "
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {taken} FROM crowd, "
            f"(SELECT * FROM {table} WHERE {column} = ? LIMIT 1) AS one",
            ANNA,
        )
        store.run("ANALYZE")
