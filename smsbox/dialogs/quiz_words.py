"""What a quiz says, in four languages; a shop may say it otherwise."""

from __future__ import annotations

from collections.abc import Mapping

NEXT, DONE, AGAIN, PLAYED, CHOOSE, CLOSED = "next", "done", "once_more", "played", "choose", "closed"
RIGHT, WRONG, NOTED, SLOW = "right", "wrong", "noted", "slow"

TEXTS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        NEXT: "{place}/{total}. {question} {options}",
        RIGHT: "Правильно!",
        WRONG: "Ні, правильно: {answer}.",
        NOTED: "Прийнято.",
        SLOW: "Час вийшов. Правильно: {answer}.",
        DONE: "Ваш результат: {score} з {most}, місце {rank}. Дякуємо за гру!",
        AGAIN: "Ваш результат: {score} з {most}, місце {rank}. Ще раз: {word}",
        PLAYED: "Ви вже зіграли: {score} з {most}, місце {rank}. Дякуємо!",
        CHOOSE: "Напишіть, будь ласка, одну відповідь. {question} {options}",
        CLOSED: "Вікторину вже завершено. Дякуємо за гру!",
    },
    "en": {
        NEXT: "{place}/{total}. {question} {options}",
        RIGHT: "Right!",
        WRONG: "No, it is: {answer}.",
        NOTED: "Noted.",
        SLOW: "Time is up. It is: {answer}.",
        DONE: "Your result: {score} of {most}, place {rank}. Thank you for playing!",
        AGAIN: "Your result: {score} of {most}, place {rank}. Once more: {word}",
        PLAYED: "You have played already: {score} of {most}, place {rank}. Thank you!",
        CHOOSE: "Please send one answer. {question} {options}",
        CLOSED: "The quiz is over already. Thank you for playing!",
    },
    "pl": {
        NEXT: "{place}/{total}. {question} {options}",
        RIGHT: "Dobrze!",
        WRONG: "Nie, prawidłowo: {answer}.",
        NOTED: "Przyjęto.",
        SLOW: "Czas minął. Prawidłowo: {answer}.",
        DONE: "Twój wynik: {score} z {most}, miejsce {rank}. Dziękujemy za grę!",
        AGAIN: "Twój wynik: {score} z {most}, miejsce {rank}. Jeszcze raz: {word}",
        PLAYED: "Udział już był: {score} z {most}, miejsce {rank}. Dziękujemy!",
        CHOOSE: "Proszę wysłać jedną odpowiedź. {question} {options}",
        CLOSED: "Quiz już się zakończył. Dziękujemy za grę!",
    },
    "ru": {
        NEXT: "{place}/{total}. {question} {options}",
        RIGHT: "Правильно!",
        WRONG: "Нет, правильно: {answer}.",
        NOTED: "Принято.",
        SLOW: "Время вышло. Правильно: {answer}.",
        DONE: "Ваш результат: {score} из {most}, место {rank}. Спасибо за игру!",
        AGAIN: "Ваш результат: {score} из {most}, место {rank}. Ещё раз: {word}",
        PLAYED: "Вы уже сыграли: {score} из {most}, место {rank}. Спасибо!",
        CHOOSE: "Напишите, пожалуйста, один ответ. {question} {options}",
        CLOSED: "Викторина уже завершена. Спасибо за игру!",
    },
}
"""By language and key. Fields: `place` of the question among `total`, `question`, `options`, the right `answer`,
`score` of the `most` one can have, `rank` among all, `word` of the flow. One of the short ones stands before NEXT,
DONE and AGAIN.
"""
