"""What stands in cells of real lists: numbers, names, birthdays, yes and no; and what cannot be made sense of."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.intake import values
from smsbox.intake.names import Name, beside, calm, name_of, nobody
from smsbox.intake.numbers import numbers_of, one_a_line

TODAY = date(2026, 11, 18)
A, B = "+380500000001", "+380500000002"


@pytest.mark.parametrize(
    "cell",
    [
        *("0500000001", "050 000 00 01", "80500000001", "8 (050) 000-00-01", "380500000001", "+38 (050) 000 00 01"),
        *("38 050 000 00 01", "+380 (50) 000-00-01", "500000001", "500000001.0", "380500000001.0", "500000001,00"),
        *("5.00000001E+08", "3.80500000001E+11", "3,80500000001E+11", "'+380500000001", "’0500000001", '="0500000001"'),
        *("моб. 0500000001 (мама)", "tel:+380500000001", "+0500000001", "050.000.00.01", "380 050 0000001"),
        *("\u202d+380 50 000 00 01\u202c", "0500000001;", "0500000001 - Viber"),
    ],
)
def test_one_number_however_it_is_written(cell: str) -> None:
    found = numbers_of(cell, "UA")
    assert (found.numbers, found.wrong) == ((A,), ())


@pytest.mark.parametrize(
    "cell",
    [
        *("0500000001, 0500000002", "0500000001/0500000002", "0500000001\n0500000002", "0500000001 0500000002"),
        *("+380500000001+380500000002", "050-000-00-01 та 050-000-00-02", "0500000001; дод. 0500000002"),
        *("0500000001 або 0500000002", "моб 0500000001 дружина 0500000002", "050 000 00 01,050 000 00 02"),
    ],
)
def test_several_numbers_in_one_cell(cell: str) -> None:
    assert numbers_of(cell, "UA").numbers == (A, B)


def test_the_mobile_number_comes_first() -> None:
    assert numbers_of("044 000 00 01, 050 000 00 01", "UA").numbers == (A, "+380440000001")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        *(("#ЗНАЧ!", "broken"), ("#N/A", "broken"), ("####", "broken")),
        *(("5E+08", "scientific"), ("3.16E+10", "scientific"), ("3,8E+11", "scientific"), ("3.805E+11", "scientific")),
        *(("", "empty"), ("немає", "letters"), ("050000000", "short"), ("101", "emergency"), ("*102#", "service_code")),
        *(
            ("0500000001٣", "digits"),
            ("05000000010500000002", "long"),
            ("4820000000001", "long"),
            ("1234", "short_code"),
        ),
    ],
)
def test_what_is_no_number_says_why(cell: str, reason: str) -> None:
    found = numbers_of(cell, "UA")
    assert found.numbers == () and found.wrong[0][0] == reason


def test_beside_a_number_what_is_none_is_named() -> None:
    found = numbers_of("0500000001, 05000", "UA")
    assert found.numbers == (A,) and found.wrong == (("short_code", "05000"),)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_cell_breaks_the_reading_of_numbers(cell: str) -> None:
    found = numbers_of(cell, "UA")
    assert found.numbers or found.wrong
    assert all(number.startswith("+") and number[1:].isdigit() for number in found.numbers)


@pytest.mark.parametrize(
    "text",
    [
        "Оля 067 123-45-67\nІра Коваль 0671234568",
        "067 123-45-67 Оля\n0671234568 Іра Коваль",
        "1. Оля - 067 123-45-67\n2) Іра Коваль: 0671234568",
        "Оля тел. 067 123-45-67\n\nІра Коваль – 0671234568",
        "067 123-45-67 = Оля\n0671234568: Іра Коваль",
    ],
)
def test_a_list_out_of_a_notebook_keeps_its_names(text: str) -> None:
    assert one_a_line(text, "UA") == "Оля\t067 123-45-67\nІра Коваль\t0671234568"


def test_a_notebook_with_quotation_marks_and_a_line_without_a_number() -> None:
    assert one_a_line('"Ромашка" 0671234567\nІра', "UA") == '"Ромашка" 0671234567\nІра', "half of it: no list of those"
    pasted = one_a_line('"Ромашка" 0671234567\nІра 0671234568\nОля', "UA")
    assert pasted == "'Ромашка'\t0671234567\nІра\t0671234568\n\tОля", "Olia is told to have no number"


def test_a_pasted_list_of_numbers_has_one_a_line() -> None:
    assert one_a_line("0500000001, 0500000002; 0500000003", "UA").split() == [A, B, "+380500000003"]
    for other in ("0500000001;Оля\n0500000002;Юля", "0500000001\n0500000002", "", "Olha, Yuliia"):
        assert one_a_line(other, "UA") == other


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ПЕТРЕНКО ОКСАНА ІВАНІВНА", Name("Оксана", "Іванівна", "Петренко")),
        ("Оксана Іванівна Петренко", Name("Оксана", "Іванівна", "Петренко")),
        ("Петренко Оксана", Name("Оксана", "", "Петренко")),
        ("Оксана Петренко", Name("Оксана", "", "Петренко")),
        ("Петренко, Оксана", Name("Оксана", "", "Петренко")),
        ("Антонович Олег Іванович", Name("Олег", "Іванович", "Антонович")),
        ("Коваль Дар'я Сергіївна", Name("Дар'я", "Сергіївна", "Коваль")),
        ("Шевчук Анна-Марія", Name("Анна-Марія", "", "Шевчук")),
        ("Бабій Назар Ілліч", Name("Назар", "Ілліч", "Бабій")),
        ("Оксана Іванівна", Name("Оксана", "Іванівна", "")),
        ("Kowalska Anna", Name("Anna", "", "Kowalska")),
        ("оксана", Name("Оксана", "", "")),
        ("Иванов Сергей Петрович", Name("Сергей", "Петрович", "Иванов")),
    ],
)
def test_names(text: str, name: Name) -> None:
    assert name_of(text) == name


@pytest.mark.parametrize(
    "text", ["ТОВ «Ромашка»", "Петренко О.І.", "ФОП Іваненко", "Оля +380500000001", "", "Зюзя Мумул"]
)
def test_what_is_not_taken_apart(text: str) -> None:
    assert name_of(text) is None


@pytest.mark.parametrize(
    ("text", "name", "aside"),
    [
        ("Оля (подруга Іри)", "Оля", "подруга Іри"),
        ("Петренко Оксана (мама Дениса)", "Петренко Оксана", "мама Дениса"),
        ("Маша стрижка фарб", "Маша", "стрижка фарб"),
        ("Оксана петренко", "Оксана петренко", ""),
        ("Анна марія", "Анна марія", ""),
        ("Оля [VIP", "Оля", "VIP"),
        ("", "", ""),
    ],
)
def test_what_the_shop_wrote_beside_a_name_is_never_read_by_him(text: str, name: str, aside: str) -> None:
    assert beside(text) == (name, aside)


def test_what_stands_for_nobody_is_no_name() -> None:
    assert all(map(nobody, ("???", "-", "Клієнт 123", "без імені", "НЕТ ИМЕНИ", "Невідомий", "н/д", "Покупець №5")))
    assert not any(map(nobody, ("Оля", "Клієнтка Оля", "Гостєва", "Контактний центр", "О.П.")))


def test_nobody_is_shouted_at() -> None:
    assert [calm(each) for each in ("ІВАНОВА О.П.", "іванова о. п.", "Д'АРТАНЬЯН ЛУЇ", "ТОВ РОМАШКА", "АТБ")] == [
        *("Іванова О.П.", "Іванова О. П.", "Д'артаньян Луї", "ТОВ РОМАШКА", "АТБ")
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        *(
            ("15.03.1990", "1990-03-15"),
            ("15.3.90", "1990-03-15"),
            ("1.1.05", "2005-01-01"),
            ("15/03/1990", "1990-03-15"),
        ),
        *(("1990-03-15", "1990-03-15"), ("1990-03-15 00:00:00", "1990-03-15"), ("33012", "1990-05-19")),
        *(("33012.0", "1990-05-19"), ("15 березня 1990", "1990-03-15"), ("15 марта 1990 г.", "1990-03-15")),
        *(
            ("15.03", "03-15"),
            ("05-06", "05-06"),
            ("15-03", "03-15"),
            ("29.02", "02-29"),
            ("15.03.1990 р.", "1990-03-15"),
            ("5 травня", "05-05"),
        ),
        *(("31-дек-85", "1985-12-31"), ("31.дек.1985", "1985-12-31"), ("31-Dec-1985 0:00", "1985-12-31")),
        *(("03/25/1990", "1990-03-25"), ("15.03.1990 0:00:00", "1990-03-15"), ("15-03-1990", "1990-03-15")),
    ],
)
def test_birthdays(text: str, kept: str) -> None:
    assert values.birthday(text, TODAY) == kept


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *(("31.02.1990", "birthday"), ("1990", "birthday_year"), ("19.11.2026", "birthday_range"), ("так", "birthday")),
        *(("15.13.1990", "birthday"), ("01.01.1850", "birthday_range"), ("99999", "birthday_range")),
    ],
)
def test_what_is_no_birthday(text: str, reason: str) -> None:
    with pytest.raises(values.BadValue) as error:
        values.birthday(text, TODAY)
    assert error.value.reason == reason


@given(st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_cell_breaks_the_reading_of_values(cell: str) -> None:
    for read in (lambda text: values.birthday(text, TODAY), lambda text: values.day(text, TODAY), values.yes):
        try:
            read(cell)
        except values.BadValue:
            pass


def test_yes_and_no_and_nothing_between() -> None:
    assert all(map(values.yes, ("так", "ТАК", "+", "1", "да", "Yes", "✓", "є")))
    assert not any(map(values.yes, ("", "ні", "-", "0", "нет", "No", "відмова")))
    for unclear in ("можливо", "?", "дзвонити"):
        with pytest.raises(values.BadValue):
            values.yes(unclear)
