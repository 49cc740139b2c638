"""What people write when they order, and what of it is understood."""

from __future__ import annotations

import pytest

from smsbox.dialogs.orders import words
from smsbox.dialogs.orders.goods import Catalogue, Goods
from smsbox.dialogs.orders.reading import listed


def goods(code: str, title: str, *names: str) -> Goods:
    return Goods(code, title, names, 8500, 10, 100)


FLOWERS = Catalogue(
    (
        *(goods("R1", "Троянда", "роза", "rose"), goods("T2", "Тюльпан", "tulip")),
        *(goods("B3", "Булочка з маком"), goods("101", "Еспресо"), goods("K5", "Кава")),
    ),
    "грн",
)
COLOURS = Catalogue((goods("R1", "Троянда"), goods("R2", "Троянда біла"), goods("R3", "Троянда червона")), "грн")
PIZZA = Catalogue(
    (
        *(goods("P1", "Піца Маргарита"), goods("P2", "Піца Папероні 30"), goods("P3", "Піца Папероні 40")),
        goods("C1", "Coca-Cola", "кола"),
    ),
    "грн",
)
NUMBERED = Catalogue((goods("1", "Борщ"), goods("2", "Вареники"), goods("3", "Узвар")), "грн")

SAID = [
    (FLOWERS, "11 троянд і 3 тюльпани", "R1:11 T2:3"),
    (FLOWERS, "R1 x3, T2", "R1:3 T2:-"),
    (FLOWERS, "троянда 11, тюльпан х5", "R1:11 T2:5"),
    (FLOWERS, "Троянда - 11шт; тюльпан - 5шт.", "R1:11 T2:5"),
    (FLOWERS, "троянда 11 тюльпан 5", "R1:11 T2:5"),
    (FLOWERS, "R1x3 T2x2", "R1:3 T2:2"),
    (FLOWERS, "r1 3\nt2 2", "R1:3 T2:2"),
    (FLOWERS, "3xR1", "R1:3"),
    (FLOWERS, "3 х R1", "R1:3"),
    (FLOWERS, "R1=2;T2=3", "R1:2 T2:3"),
    (FLOWERS, "R-1 - 2шт", "R1:2"),
    (FLOWERS, "R 1 x 3", "R1:3"),
    (FLOWERS, "р1 3", "R1:3"),  # Cyrillic
    (FLOWERS, "к5", "K5:-"),
    (FLOWERS, "Кава ☕ 2 шт!!!", "K5:2"),
    (FLOWERS, "Добрий день! Хочу замовити одинадцять троянд, будь ласка", "R1:11"),
    (FLOWERS, "мені б троянду та пару тюльпанів", "R1:- T2:2"),
    (FLOWERS, "сто одна троянда", "R1:101"),
    (FLOWERS, "двадцять п'ять тюльпанів", "T2:25"),
    (FLOWERS, "двадцять п’ять тюльпанів", "T2:25"),
    (FLOWERS, "двадцать пять тюльпанов", "T2:25"),
    (FLOWERS, "Здравствуйте, 7 роз пожалуйста", "R1:7"),
    (FLOWERS, "three roses and two tulips please", "R1:3 T2:2"),
    (FLOWERS, "troyandy 5", "R1:5"),
    (FLOWERS, "5 tyulpaniv", "T2:5"),
    (FLOWERS, "3 nhjzylf", "R1:3"),  # a keyboard in the other alphabet
    (FLOWERS, "Троянда, 11 шт", "R1:11"),
    (FLOWERS, "пару булочок", "B3:2"),
    (FLOWERS, "3 троянди, ще 2 троянди", "R1:5"),
    (FLOWERS, "101-2", "101:2"),
    (FLOWERS, "101 x 2, К5", "101:2 K5:-"),
    (FLOWERS, "два еспресо", "101:2"),
    (FLOWERS, "+ 3 тюльпани", "T2:3"),
    (FLOWERS, "11 троянд на завтра о 18:00, вул. Зелена 5, тел 0500000001", "R1:11 …"),
    (FLOWERS, "3 червоні троянди", "R1:3 …"),
    (FLOWERS, "0 троянд", "R1:0"),
    (FLOWERS, "замість троянд 3 тюльпани", "-R1:- T2:3"),
    (FLOWERS, "5 лілій і 2 троянди", "R1:2 ?лілій"),
    (FLOWERS, "1,5 кг троянд", "?кг троянд …"),
    (FLOWERS, "1,5", "…"),
    (FLOWERS, "2", "#2"),
    (FLOWERS, "так але 2", "#2"),
    (FLOWERS, "дві", "#2"),
    (FLOWERS, "привіт", ""),
    (FLOWERS, "", ""),
    (FLOWERS, "а скільки коштує?", "…"),
    (COLOURS, "5 троянд", "R1:5"),
    (COLOURS, "5 червоних троянд", "R3:5"),
    (COLOURS, "троянди червоні 5, білі 3", "R3:5 R2:3"),
    (PIZZA, "дві піци маргарита", "P1:2"),
    (PIZZA, "маргарита і дві коли", "P1:- C1:2"),
    (PIZZA, "піца папероні 30 2 шт", "P2:2"),
    (PIZZA, "дві папероні 40", "P3:2"),
    (PIZZA, "2 піци", "P1/P2/P3:2"),
    (PIZZA, "2 маргарити без цибулі і кола, будь ласка", "P1:2 C1:- …"),
    (PIZZA, "без цибулі 2 маргарити", "P1:2 …"),
    (PIZZA, "без коли", "-C1:-"),
    (FLOWERS, "прибери 1 троянду", "-R1:1"),
    (FLOWERS, "троянди червоні 11 штук, на 14:00 завтра", "R1:11 …"),
    (FLOWERS, "троянди мамі на 8 березня", "R1:- …"),
    (FLOWERS, "R1 Троянда 85 грн x 3", "R1:3"),
    (FLOWERS, "7 троянд по 85,50 грн", "R1:7"),
    (PIZZA, "папероні", "P2/P3:-"),
    (PIZZA, "кока-кола 3", "C1:3"),
    (NUMBERED, "1 2", "1:2"),
    (NUMBERED, "1, 2", "1:- 2:-"),
    (NUMBERED, "1x2 3x1", "1:2 3:1"),
    (NUMBERED, "1-2, 3-1", "1:2 3:1"),
    (NUMBERED, "2 борщі і узвар", "1:2 3:-"),
    (NUMBERED, "3 вареники", "2:3"),
]


@pytest.mark.parametrize(("catalogue", "text", "wanted"), SAID, ids=[text for _, text, _ in SAID])
def test_what_somebody_orders(catalogue: Catalogue, text: str, wanted: str) -> None:
    read = listed(text, catalogue)
    told = [
        f"{'-' if each.away else ''}{'/'.join(each.codes)}:{'-' if each.amount is None else each.amount}"
        for each in read.wanted
    ]
    told += [f"?{each}" for each in read.unknown] + ([f"#{read.number}"] if read.number is not None else [])
    assert " ".join([*told, *(["…"] if read.more else [])]) == wanted


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("де моє замовлення?", True),
        ("Де замовлення", True),
        ("статус", True),
        ("СТАТУС 22-3", True),
        ("коли буде готове?", True),
        ("мій заказ готов?", True),
        ("где мой заказ", True),
        ("where is my order", True),
        ("gdzie moje zamówienie?", True),
        ("замовлення", False),
        ("11 троянд", False),
        ("хочу зробити замовлення", False),
    ],
)
def test_asking_how_it_stands(text: str, asks: bool) -> None:
    assert words.asks_state(text) is asks


@pytest.mark.parametrize(
    "text", ["Так!!!", "так, все вірно", "да, беру", "ок 👍", "👍", "yes please", "tak, zamawiam", "давайте"]
)
def test_saying_yes(text: str) -> None:
    assert words.agrees(text, None)


@pytest.mark.parametrize(
    "text", ["так але 2", "так ні", "ні", "добре, а скільки доставка?", "так і ще тюльпан", "дякую"]
)
def test_saying_something_else(text: str) -> None:
    assert not words.agrees(text, None)


def test_a_long_catalogue_is_read_quickly_enough_for_a_small_box() -> None:
    """Two hundred things, and a message of words that are in none of them: every word is compared once."""
    many = Catalogue(tuple(goods(f"G{place}", f"Річ{place} особлива{place}") for place in range(200)), "грн")
    assert listed("слово " * 300, many).wanted == ()
    assert [each.codes for each in listed("G7 x2 g199", many).wanted] == [("G7",), ("G199",)]
