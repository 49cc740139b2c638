"""What is understood of operators' answers: all of the corpus, nothing else, and never too little."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from time import thread_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.money.patterns import BadPattern, Understood, check_pattern, code_for, understand
from tests.money.answers import ANSWERS, DECEMBER_3, TODAY, Answer


def read(text: str, *own: str, operator: str | None = None) -> Understood:
    return understand(text, operator, own, today=TODAY) or Understood()


def test_the_corpus_is_large_enough() -> None:
    assert len(ANSWERS) >= 60
    assert len({answer.text for answer in ANSWERS}) >= 60


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.text[:40])
def test_answers_are_understood(answer: Answer) -> None:
    found = read(answer.text, operator=answer.operator)
    assert found.money == answer.amount
    assert found.currency == (answer.currency if answer.money is not None else None)
    assert (found.left, found.of, found.renews_on) == (answer.left, answer.of, answer.renews)


def test_what_says_nothing_certain_is_nothing() -> None:
    assert understand("Vash zapyt pryiniato.", "kyivstar") is None
    assert understand("", None) is None


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.text[:40])
def test_cut_anywhere_an_answer_never_says_another_balance_nor_fewer_sms(answer: Answer) -> None:
    whole = read(answer.text, operator=answer.operator)
    for end in range(len(answer.text)):
        cut = read(answer.text[:end], operator=answer.operator)
        kopecks = cut.money is not None and whole.money is not None and 0 < whole.money - cut.money < 1
        assert cut.money in (None, whole.money) or (kopecks and "коп" in answer.text), answer.text[:end]
        if cut.left is not None:
            # What follows may show that the figure was an offer; that is on the safe side, as it stops nobody.
            assert cut.left > 0 if whole.left is None else cut.left >= whole.left, answer.text[:end]
            assert cut.of in (None, whole.of), answer.text[:end]
        assert cut.renews_on in (None, whole.renews_on), answer.text[:end]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.text[:40])
def test_capitals_line_ends_and_padding_change_nothing(answer: Answer) -> None:
    whole = read(answer.text, operator=answer.operator)
    for text in (answer.text.upper(), answer.text.replace("\n", "\r\n"), f"  {answer.text}\n\n"):
        assert read(text, operator=answer.operator) == whole


AMOUNTS = st.integers(-99_999_999, 99_999_999).map(lambda kopecks: Decimal(kopecks) / 100)
WORDINGS = ("На рахунку {} грн.", "Na Vashomu rahunku {} grn. Taryf 'X'", "Баланс: {} грн", "Balans {}grn, bonus 0.00")


def written(amount: Decimal, thousands: str, decimal: str) -> str:
    return f"{amount:,.2f}".replace(",", "\1").replace(".", decimal).replace("\1", thousands)


@settings(max_examples=150, deadline=None)
@given(
    amount=AMOUNTS,
    wording=st.sampled_from(WORDINGS),
    style=st.sampled_from([(" ", "."), ("\u00a0", ","), ("", "."), ("", ","), (",", "."), (".", ","), ("'", ".")]),
)
def test_every_amount_in_every_style_is_read_back(amount: Decimal, wording: str, style: tuple[str, str]) -> None:
    assert read(wording.format(written(amount, *style))).money == amount


COUNTED = (
    "Залишок: {left} SMS з {of}. Пакет до {date}",
    "{left} of {of} SMS left, renews on {date}.",
    "Остаток SMS: {left} из {of} до {date}, 100 мин, 500 МБ",
    "SMS {left}/{of}\nхв 20/60\nМБ 100/2048\nДіє до {date}",
    "Zalyshok {left} SMS z {of}, 29 hv, 500 MB. Paket do {date} ",
)


@settings(max_examples=150, deadline=None)
@given(
    of=st.integers(0, 20_000),
    share=st.floats(0, 1),
    day=st.dates(date(2026, 11, 23), date(2027, 2, 28)),
    wording=st.sampled_from(COUNTED),
    separator=st.sampled_from(["", " ", "\u00a0", ",", ".", "'"]),
    form=st.sampled_from(["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m"]),
)
def test_every_package_is_read_back(of: int, share: float, day: date, wording: str, separator: str, form: str) -> None:
    left = int(of * share)
    figures = {"left": f"{left:,}".replace(",", separator), "of": f"{of:,}".replace(",", separator)}
    found = read(wording.format(**figures, date=day.strftime(form)))
    assert (found.left, found.of, found.renews_on) == (left, of, day)


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("абгрнsmбалан счmz 0123456789.,:;-–*#/'\"\n()з"), max_size=200)
    | st.text(max_size=300)
)
def test_no_text_upsets_it(text: str) -> None:
    found = understand(text, "kyivstar", ["Залишок {left} * {money}"], today=TODAY)
    assert found is None or found.left is None or 0 <= found.left <= 10_000_000


def test_long_answers_take_no_time() -> None:
    began = thread_time()
    for text in ("1 000 " * 2000, "баланс " * 2000, "9" * 20_000, "1,000.000," * 2000, "' " * 5000, "sms - " * 3000):
        understand(text, None, ["{left} * {of} * {money} * {date} * x"], today=TODAY)
    assert thread_time() - began < 20


# ── patterns of the configuration


def test_own_patterns_understand_what_nobody_foresaw() -> None:
    own = "Saldo {money} * Mensajes: {left} de {of} hasta {date}"
    found = read("SU SALDO  12,50 EUR (prepago)\nmensajes:  412 de 1.000 hasta 03.12.2026", own)
    assert (found.money, found.left, found.of, found.renews_on) == (Decimal("12.50"), 412, 1000, DECEMBER_3)


def test_own_patterns_come_first_and_may_name_a_part() -> None:
    text = "Na rahunku 45.00 grn. Nadano 300, lyshylos 12 odynyts"
    assert read(text).left is None
    found = read(text, "Lyshylos {left} odynyts")
    assert (found.money, found.left) == (Decimal("45.00"), 12)
    assert read(text, "nothing {left} of this", "Nadano {of}, lyshylos {left}").of == 300
    assert read("A 5 B 7", "B {left}").left == 7, "a figure may be the end of an answer when a pattern says so"
    assert read("Rest: -5,20", "Rest: {money}").money == Decimal("-5.20")
    assert read("bis 3.12. frei", "bis {date}").renews_on == DECEMBER_3


def test_a_figure_of_a_pattern_is_a_whole_one() -> None:
    assert read("A 1234 B", "A {left}4 B").left is None
    assert read("x 12.50 y", "x {left}").left is None


@pytest.mark.parametrize("pattern", ["", "*", "no figure", "{unknown}", "{left} {left}", "{left} {unknown}"])
def test_patterns_that_cannot_be_used_are_named_and_harm_nothing(pattern: str) -> None:
    with pytest.raises(BadPattern):
        check_pattern(pattern)
    assert read("Na rahunku 45.00 grn.", pattern).money == Decimal("45.00")


@pytest.mark.parametrize("pattern", ["{left}", "(((({money}", "[a-z]+ {left} \\d+", "{money} {left} {of} {date} *"])
def test_patterns_are_texts_and_no_expressions(pattern: str) -> None:
    check_pattern(pattern)
    read("aaa 5 123", pattern)


def test_codes() -> None:
    assert [code_for(name) for name in ("kyivstar", "vodafone", "lifecell", "3mob", None)] == [
        *("*111#", "*101#", "*111#", None, None)
    ]
    assert code_for("lifecell", package=True) == "*121#"
