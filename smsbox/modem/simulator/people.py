"""The people behind the numbers: who answers a message that reached their phone, with what, and how soon."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habit:
    """What a person does when a message arrives.

    `number` matches when the recipient ends with it; `contains` must be in the text (case does not matter). After
    `after` seconds (of the profile's time) one of `texts` comes back, the same person always choosing the same one, or,
    with `call`, a missed call. `times` limits answers per person (0: no limit), which keeps two automatons from
    talking for ever.
    """

    number: str
    texts: tuple[str, ...] = ()
    contains: str = ""
    after: float = 8.0
    times: int = 1
    call: bool = False

    def fits(self, number: str, text: str) -> bool:
        """Whether this habit is about that number and text."""
        return ends_like(number, self.number) and self.contains.casefold() in text.casefold()


def ends_like(number: str, pattern: str) -> bool:
    """Compare from the end; `x` in the pattern stands for any digit, an empty pattern for everybody."""
    if len(pattern) > len(number):
        return False
    tail = number[len(number) - len(pattern) :]
    return all(mark in ("x", digit) for mark, digit in zip(pattern, tail, strict=True))


_LONG = "Дякую за пропозицію! Сьогодні зайду після шостої, якщо ще буде свіжий хліб 🥐 і місце для двох 🙂 " * 2

HABITS: tuple[Habit, ...] = (
    Habit("+3805000080xx", ("1", "2", "3"), after=6),
    Habit("+3805000081xx", ("Так", "Ні", "так, будь ласка"), after=9),
    Habit("+3805000082xx", ("СТОП", "Стоп!", "STOP"), after=12),
    Habit("+3805000083xx", ("Дякую!", "Спасибо", "Добре 👍"), after=5),
    Habit("+3805000084xx", (_LONG,), after=10),
    Habit("+3805000085xx", call=True, after=7),
)
"""The answer book in force from the start; numbers 86xx-89xx and all lower ones say nothing."""


class AnswerBook:
    """Habits in order, the first that fits wins; remembers how often each person answered."""

    def __init__(self, habits: Iterable[Habit] = HABITS) -> None:
        self.habits = list(habits)
        self._answered: Counter[tuple[Habit, str]] = Counter()

    def reaction(self, number: str, text: str) -> Habit | None:
        """The habit of `number` that this text wakes, counted as one answer; None for silence."""
        for habit in self.habits:
            if habit.fits(number, text):
                if habit.times and self._answered[habit, number] >= habit.times:
                    return None
                self._answered[habit, number] += 1
                return habit
        return None

    @staticmethod
    def words(habit: Habit, number: str) -> str:
        """Which of the texts this person sends."""
        return habit.texts[int(number[-4:]) % len(habit.texts)] if habit.texts else ""
