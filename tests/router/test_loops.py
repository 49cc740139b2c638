"""Automatons are known after a few messages; people who hurry, repeat themselves or answer in one letter never are."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from smsbox.clock import MINUTE, SECOND
from smsbox.router import loops
from smsbox.router.automatons import says_so
from smsbox.router.loops import Line, Sign

T = 1_790_000_000_000_000


class Talk:
    """A talk in which each message is answered automatically at once, until the one is found out."""

    def __init__(self) -> None:
        self.heard: list[Line] = []
        self.said: list[Line] = []
        self.now = T
        self.sign: Sign | None = None

    def write(self, text: str, answer: str | None = "Не зрозуміли вас", pause: float = 20) -> Sign | None:
        self.now += round(pause * SECOND)
        self.heard.append(Line(self.now, text))
        self.sign = loops.judge(self.heard, self.said)
        if self.sign is None and answer is not None:
            self.said.append(Line(self.now + 1, answer, self.now + 2 * SECOND))
        return self.sign


def found_after(
    texts: Sequence[str], *, pause: float = 20, answers: Sequence[str] = ("Не зрозуміли вас",)
) -> int | None:
    """How many automatic answers an automaton got before it was found out; None: never."""
    talk = Talk()
    for number, text in enumerate(texts):
        if talk.write(text, answers[number % len(answers)], pause):
            return len(talk.said)
    return None


@pytest.mark.parametrize(
    ("texts", "pause", "most"),
    [
        (["Я за кермом, передзвоню пізніше"] * 20, 20, 3),
        ([f"Ваше звернення №{number} прийнято, чекайте" for number in range(20)], 60, 3),
        (["ok"] * 30, 10, 6),
        (
            [
                f"{word} дякуємо за ваш лист, ми відповімо"
                for word in ["Анна", "Богдан", "Віра", "Галя", "Дмитро", "Єва"]
            ],
            4,
            4,
        ),
        (["Дякуємо за звернення до нас!", "Ми вже працюємо над відповіддю"] * 10, 20, 6),
    ],
    ids=["the same", "with a number in it", "one word", "ever new, at once", "two in turn"],
)
def test_an_automaton_is_known_after_a_few_answers(texts: list[str], pause: float, most: int) -> None:
    got = found_after(texts, pause=pause)
    assert got is not None
    assert got <= most


def test_ever_more_messages_are_no_persons() -> None:
    words = random.Random(4)
    texts = ["".join(words.choices("абвгґдеєжзиіїйкл", k=8)) for _ in range(60)]
    got = found_after(texts, pause=8)
    assert got is not None
    assert got <= 31


QUIZ = [f"Питання {letter}: скільки буде?" for letter in "абвгґдеєжзиіїйклмнопр"]


@pytest.mark.parametrize(
    ("texts", "answers", "pause"),
    [
        (["а"] * 20, QUIZ, 15),
        (["1"] * 20, QUIZ, 12),
        (["так", "Так!!!", "ТАК", "так", "да", "так."], QUIZ, 6),
        (["де моє замовлення?"] * 3, ["Замовлення 12 готується"], 25),
        (["Голос 2", "голос 2", "ГОЛОС 2!", "голос 3", "голос 3", "голос 2"], ["Ваш голос враховано"], 10),
        (
            ["роза 3", "вул. Сагайдачного 12, кв 7", "на завтра після обіду, будь ласка", "Олена Петренко", "так"],
            QUIZ,
            35,
        ),
        (
            [
                "а можна на завтра після обіду?",
                "ну тоді в четвер десь о третій",
                "а якщо до майстра Олени, вона буде?",
                "добре, тоді на п'ятницю на ранок",
                "ой ні, краще на суботу о десятій",
            ],
            QUIZ,
            18,
        ),
    ],
    ids=["a quiz", "digits", "yes", "impatient", "voting again", "an order", "dictating"],
)
def test_a_lively_person_is_never_taken_for_one(texts: list[str], answers: list[str], pause: float) -> None:
    assert found_after(texts, answers=answers, pause=pause) is None


def test_what_nobody_answers_is_no_loop() -> None:
    talk = Talk()
    for _ in range(100):
        assert talk.write("Чому ви мовчите? Передзвоніть мені!", answer=None) is None


def test_what_was_long_ago_proves_nothing() -> None:
    assert found_after(["де моє замовлення №12?"] * 12, pause=16 * MINUTE / SECOND) is None


@pytest.mark.parametrize(
    "text",
    [
        "Це автоматична відповідь. Я у відпустці",
        "Автоматичне повідомлення: абонент за кермом",
        "Не відповідайте на це повідомлення",
        "АВТОВІДПОВІДАЧ: зателефоную пізніше",
        "Автоответ: перезвоню",
        "Это автоматическое сообщение, не отвечайте на него",
        "Auto-reply: I'm driving",
        "This is an automated\nmessage",
        "Please do not reply to this message",
        "Odpowiedź automatyczna: oddzwonię",
        "Wiadomość automatyczna. Nie odpowiadaj na tę wiadomość",
    ],
)
def test_it_says_so_itself(text: str) -> None:
    assert says_so(text)


@pytest.mark.parametrize(
    "text",
    ["Автомат кави ще працює?", "auto polo", "Чекаю на відповідь", "Reply please", "замовити автокрісло", "STOP"],
)
def test_a_word_like_it_is_none(text: str) -> None:
    assert not says_so(text)
