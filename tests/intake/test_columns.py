"""What the columns of a list hold: by their names in four languages, and by what stands in them."""

from __future__ import annotations

from datetime import date

import pytest

from smsbox.intake.columns import by_name, guess, header_of
from smsbox.intake.plan import Meaning

TODAY = date(2026, 11, 18)


def meanings(header: str, *rows: str) -> list[str]:
    cells = [row.split(";") for row in rows]
    return [column.meaning.value for column in guess(header.split(";") if header else [], cells, "UA", TODAY)]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("ПІБ;Телефон;Дата народження", ["name", "number", "birthday"]),
        ("Прізвище;Ім’я;По батькові;Моб. телефон", ["last", "first", "patronymic", "number"]),
        ("Ім'я;Номер", ["name", "number"]),
        ("ФИО;Телефон;Дата рождения;Примечание", ["name", "number", "birthday", "note"]),
        ("First name;Last name;Phone;Birthday;Tags", ["first", "last", "number", "birthday", "tags"]),
        ("Name;Surname;Phone", ["first", "last", "number"]),
        ("Imię i nazwisko;Nr telefonu;Data urodzenia", ["name", "number", "birthday"]),
        ("№;Клієнт;Контактний телефон;Знижка", ["", "name", "number", "field"]),
        ("№ з/п;Найменування;Контактна інформація;Група", ["", "name", "number", "tags"]),
        ("Телефон;Имя;Имя;Телефон дополнительный", ["number", "name", "field", "other"]),
        ("Телефон;Мова;Згода;Дата згоди;Останній візит", ["number", "language", "consent", "consent_at", "bought"]),
    ],
)
def test_by_name(header: str, expected: list[str]) -> None:
    numbers = (Meaning.NUMBER, Meaning.OTHER)
    row = ";".join(
        "0500000001" if by_name(cell) in numbers or cell.startswith("Контактна") else "x" for cell in header.split(";")
    )
    assert meanings(header, row) == expected


def test_by_content_where_names_say_nothing() -> None:
    rows = ("Петренко Оксана;15.03.1990;050 000 00 01;Київ", "Коваль Іван;01.12.1985;8050 0000002;Львів")
    assert meanings("", *rows) == ["name", "birthday", "number", ""]
    assert meanings("A;B;C;D", *rows) == ["field", "field", "number", "field"]


def test_of_several_numbers_one_is_his() -> None:
    assert meanings("Телефон 1;Телефон 2", "0500000001;0500000002", "0500000003;") == ["number", "other"]
    assert meanings("Телефон;Штрихкод", "0500000001;4820000000001") == ["number", "field"]


def test_of_several_columns_with_names_the_one_in_which_they_stand() -> None:
    assert meanings("Телефон;Найменування;ПІБ", "0500000001;;Коваль Іван") == ["number", "field", "name"]


def test_names_that_repeat_become_different_fields() -> None:
    columns = guess(["Телефон", "Місто", "Місто"], [["0500000001", "Київ", "Львів"]], "UA", TODAY)
    assert [column.name for column in columns] == ["телефон", "місто", "місто 2"]


@pytest.mark.parametrize(
    ("lines", "header"),
    [
        (["ПІБ;Телефон", "Оля;0500000001"], 1),
        (["Клієнтська база на 01.11.2026", "ПІБ;Телефон", "Оля;0500000001"], 2),
        (["Оля;0500000001", "Юля;0500000002"], 0),
        (["Хто;Куди дзвонити", "Оля;0500000001"], 1),
        (["0500000001"], 0),
        (["Телефон", "0500000001"], 1),
    ],
)
def test_where_the_header_is(lines: list[str], header: int) -> None:
    assert header_of([(at, line.split(";")) for at, line in enumerate(lines, 1)], "UA") == header
