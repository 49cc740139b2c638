"""Appointments through the whole box: booked, held over a kill, moved, called off, a freed place given to who waits.

What the simulated network took is the oracle.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.whole.box import Box, box, until
from tests.whole.test_dialogs import heard

CHAIR = """
kind = "appointment"
name = "chair"
title = "Стрижка"
words = ["ЗАПИС"]
step = 60
notice = "0m"
ahead = 9
[hours]
every-day = "10:00-12:00"
[[service]]
code = "cut"
title = "Стрижка"
minutes = 60
"""
ANNA, BOHDAN, CLARA, DORA, EMIL = (f"+38050000000{each}" for each in range(1, 6))
_TODAY = datetime.now(ZoneInfo("Europe/Kyiv"))
DAYS = [_TODAY + timedelta(days=each) for each in (3, 4, 5)]
FIRST, SECOND, THIRD = (f"{each:%d.%m}" for each in DAYS)
NAMES = ("пн", "вт", "ср", "чт", "пт", "сб", "нд")


def when(place: int, clock: str) -> str:
    return f"{NAMES[DAYS[place].weekday()]} {DAYS[place]:%d.%m} {clock}"


class Talk:
    """What customers write to a box, and what they are answered by the wire log."""

    def __init__(self, made: Box) -> None:
        self.made = made
        self.read: dict[str, int] = {}

    def write(self, number: str, text: str) -> None:
        self.made.do("inbound", sender=number, text=text)

    def next(self, number: str) -> str:
        """The next text that reaches him."""
        at = self.read.get(number, 0)
        until(lambda: len(heard(self.made).get(number, [])) > at, what=f"a text to {number}")
        self.read[number] = at + 1
        return heard(self.made)[number][at]

    def ask(self, number: str, text: str) -> str:
        self.write(number, text)
        return self.next(number)

    def restart(self) -> None:
        self.made.kill()
        self.made.start()


def test_book_restart_move_cancel_and_the_waiting_list_gets_the_freed_place(tmp_path: Path) -> None:
    with box(tmp_path) as made:
        (tmp_path / "chair.toml").write_text(CHAIR, encoding="utf-8")
        made.run("dialog", "open", made.run("dialog", "put", str(tmp_path / "chair.toml")).stdout.strip())
        made.start()
        made.await_modems()
        talk = Talk(made)
        assert talk.ask(ANNA, f"Запис на {FIRST} о 10").startswith(f"Стрижка, {when(0, '10:00')}. Записати вас?")
        talk.restart()
        assert when(0, "10:00") not in talk.ask(BOHDAN, f"запис {FIRST} 10:00")  # it is held, over the kill
        assert talk.ask(BOHDAN, "11:00").startswith(f"Стрижка, {when(0, '11:00')}. Записати вас?")
        assert talk.ask(ANNA, "Так!").startswith(f"Записали: Стрижка, {when(0, '10:00')}.")
        assert talk.ask(BOHDAN, "+").startswith(f"Записали: Стрижка, {when(0, '11:00')}.")
        assert talk.ask(CLARA, f"запис {FIRST}").startswith("Тоді вільного немає.")
        assert talk.ask(CLARA, "чекатиму").startswith("Добре, повідомимо")
        moved = talk.ask(ANNA, f"перенести на {SECOND} о 10")
        assert moved.startswith(f"Стрижка, {when(1, '10:00')}. Записати вас?")
        assert talk.ask(ANNA, "так").startswith(f"Перенесли: Стрижка, {when(1, '10:00')}.")
        assert talk.next(CLARA).startswith(f"Звільнилося: Стрижка, {when(0, '10:00')}. Записати вас?")
        talk.restart()
        assert talk.ask(CLARA, "Так, звісно").startswith(f"Записали: Стрижка, {when(0, '10:00')}.")
        assert talk.ask(BOHDAN, "скасувати").startswith(f"Скасували: Стрижка, {when(0, '11:00')}.")
        for number in (DORA, EMIL):
            assert when(2, "10:00") in talk.ask(number, f"запис {THIRD}")
        for number in (DORA, EMIL):  # both at once
            talk.write(number, "1")
        answers = sorted(talk.next(number) for number in (DORA, EMIL))
        assert answers[0].startswith(f"Стрижка, {when(2, '10:00')}. Записати вас?")
        assert answers[1].startswith(f"Цей час щойно зайняли. Ще вільно: 1) {when(2, '11:00')}")
        rows = made.rows("appointment", "list")
        assert {row["number"]: row["state"] for row in rows if row["state"] == "kept"} == {ANNA: "kept", CLARA: "kept"}
        until(made.settled)
        assert {number: len(texts) for number, texts in heard(made).items()} == talk.read
