"""What a flow file says about orders: every mistake with its line; and what customers read, short in four languages."""

from __future__ import annotations

import pytest

from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.flows.reading import read
from smsbox.dialogs.orders.goods import DELIVER, OrderState
from smsbox.dialogs.orders.telling import money
from smsbox.dialogs.orders.texts import SAMPLE, TEXTS
from smsbox.wording.grammar import Template
from smsbox.wording.person import Person
from smsbox.wording.price import price
from tests.dialogs.orders.florist import FLOWERS, PIZZA

HEAD = 'kind = "order"\nname = "a"\ntitle = "A"\nwords = ["ABRA"]\n'


def test_the_terms_of_ordering_are_read() -> None:
    flowers, pizza = read(FLOWERS).part, read(PIZZA).part
    assert [(each.code, each.price, each.stock, each.most) for each in flowers.goods] == [
        ("R1", 8500, 40, 100),
        ("T2", 4550, 10, 100),
        ("C3", 2000, None, 5),
    ]
    assert (flowers.currency, flowers.delivery, flowers.cancel_until, flowers.least) == (
        *("грн", "no", OrderState.ACCEPTED, 0),
    )
    assert (pizza.fee, pizza.free_from, pizza.least, pizza.silent) == (8000, 50_000, 15_000, (OrderState.DONE,))
    assert (pizza.fee_for(49_999), pizza.fee_for(50_000)) == (8000, 0)
    assert read(PIZZA.replace('"new"', '"never"')).part.cancel_until is None
    assert read(PIZZA.replace('"ask"', '"always"')).part.delivery == DELIVER


@pytest.mark.parametrize(
    ("part", "line", "said"),
    [
        ("", None, "out of bounds"),
        ('[[goods]]\ncode = "A1"\ntitle = "A"', 5, "missing"),
        ('[[goods]]\ncode = "A1"\ntitle = "A"\nprice = "dear"', 8, "a sum is wanted here"),
        ('[[goods]]\ncode = "A1"\ntitle = "A"\nprice = -5', 8, "a sum is wanted here"),
        ('[[goods]]\ncode = "A1"\ntitle = "A"\nprice = true', 8, "a sum is wanted here"),
        ('[[goods]]\ncode = "a"\ntitle = "A"\nprice = 5', 6, "two letters at least"),
        ('[[goods]]\ncode = "A1"\ntitle = "A"\nprice = 5\nstock = -1', 9, "out of bounds"),
        (
            '[[goods]]\ncode = "A1"\ntitle = "A"\nprice = 5\n[[goods]]\ncode = "a-1"\ntitle = "B"\nprice = 5',
            10,
            "already",
        ),
        ('delivery = "maybe"\n[[goods]]\ncode = "A1"\ntitle = "A"\nprice = 5', 5, "not known"),
        ('silent = ["new"]\n[[goods]]\ncode = "A1"\ntitle = "A"\nprice = 5', 5, "not known"),
        ('[[goods]]\ncode = "A1"\ntitle = "A"\nprise = 5\nprice = 5', 8, "nobody knows this key"),
        ('[[goods]]\ncode = "A1"\ntitle = "A"\nprice = 5\n[texts]\nordered = "{order} {sums}"', 10, "sums"),
    ],
)
def test_every_mistake_is_told_with_its_line(part: str, line: int | None, said: str) -> None:
    with pytest.raises(FlowErrors) as refused:
        read(HEAD + part)
    (problem,) = refused.value.problems
    assert said in str(problem.said)
    assert line is None or problem.line == line


@pytest.mark.parametrize("language", TEXTS)
def test_usual_texts_are_short(language: str) -> None:
    assert TEXTS[language].keys() == TEXTS["uk"].keys()
    for key, text in TEXTS[language].items():
        template = Template.parse(text)
        assert set(template.fields) <= SAMPLE.keys(), key
        assert set(template.fields) == set(Template.parse(TEXTS["uk"][key]).fields), key
        assert price(template.render(Person.of(SAMPLE))).segments <= 2, key


@pytest.mark.parametrize(
    ("hundredths", "language", "told"),
    [(8500, "uk", "85 грн"), (4550, "uk", "45,50 грн"), (123_456_705, "ru", "1 234 567,05 грн"), (5, "en", "0.05 грн")],
)
def test_sums_are_told_as_people_say_them(hundredths: int, language: str, told: str) -> None:
    assert money(hundredths, "грн", language) == told
