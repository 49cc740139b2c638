"""What a text costs, how it becomes cheaper, the line at its end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.errors import SmsboxError
from smsbox.sms.alphabet import Alphabet, is_gsm7
from smsbox.sms.keywords import Kind, understand
from smsbox.sms.segments import split
from smsbox.wording import FOOTERS, Change, price, squeeze, transliterate, with_footer
from smsbox.wording.price import units

TEXTS = st.text(
    st.sampled_from("abc €{}[|^ \n«»“”’–—…№ \u00a0\u200b\u00adіїєґйЙО ́й😀ё1")
    | st.characters(codec="utf-8", exclude_characters="\0"),
    max_size=400,
)


@settings(max_examples=200)
@given(TEXTS)
def test_the_price_is_that_of_the_real_split(text: str) -> None:
    found, cut = price(text), split(text)
    assert (found.segments, found.alphabet) == (len(cut.texts), cut.alphabet)
    assert found.left_in_last >= 0
    if found.segments == 1 or found.units % found.room:
        more = "a" * found.left_in_last
        assert price(text + more).segments == found.segments
        assert price(text + more + "a").segments == found.segments + 1 or found.segments == 1
    assert [text[at] for _, at in found.forcing] == [character for character, _ in found.forcing]
    assert bool(found.forcing) == (found.alphabet is Alphabet.UCS2)


@pytest.mark.parametrize(
    ("sign", "times", "segments", "left"),
    [
        ("a", 0, 1, 160), ("a", 160, 1, 0), ("a", 161, 2, 145), ("€", 80, 1, 0), ("€", 81, 2, 143),
        ("я", 70, 1, 0), ("я", 71, 2, 63), ("😀", 35, 1, 0), ("😀", 36, 2, 61),
    ],
)  # fmt: skip
def test_prices(sign: str, times: int, segments: int, left: int) -> None:
    found = price(sign * times)
    assert (found.segments, found.left_in_last) == (segments, left)


def test_who_makes_it_dear_is_named_with_its_place() -> None:
    found = price("Hello «you» 😀")
    assert found.forcing == (("«", 6), ("»", 10), ("😀", 12))
    assert found.foreign == ("«", "»", "😀")


@settings(max_examples=300)
@given(TEXTS)
def test_squeezing_never_makes_it_dearer(text: str) -> None:
    squeezed, changes = squeeze(text)
    before, after = price(text), price(squeezed)
    assert after.segments <= before.segments
    weights = {Alphabet.GSM7: 7, Alphabet.UCS2: 16}
    assert after.units * weights[after.alphabet] <= before.units * weights[before.alphabet]
    assert squeeze(squeezed)[0] == squeezed
    assert all(change.old != change.new for change in changes)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It’s “new” – only 5 €…", 'It\'s "new" - only 5 €...'),
        ("Zniżka", "Zniżka"),
        ("Знижка – «кава»…", "Знижка – «кава»…"),
        ("Кава  зі знижкою \nлише сьогодні ", "Кава зі знижкою\nлише сьогодні"),
        ("Со\u00adон\u200bце", "Соонце"),
        ("Special оffer", "Special offer"),
        ("Hi {ім’я|друже} – ok", "Hi {ім’я|друже} - ok"),
        ("Чаи\u0306", "Чай"),
    ],
)
def test_squeezed(text: str, wanted: str) -> None:
    assert squeeze(text)[0] == wanted


def test_what_was_squeezed_is_told_with_its_place() -> None:
    assert squeeze("a – b…")[1] == (Change("–", "-", 2), Change("…", "...", 5))


RESOLUTION = """
Алушта Alushta · Андрій Andrii · Борщагівка Borshchahivka · Вінниця Vinnytsia · Гадяч Hadiach · Згорани Zghorany
Ґалаґан Galagan · Єнакієве Yenakiieve · Гаєвич Haievych · Короп’є Koropie · Житомир Zhytomyr · Жежелів Zhezheliv
Закарпаття Zakarpattia · Медвин Medvyn · Іванків Ivankiv · Їжакевич Yizhakevych · Кадиївка Kadyivka · Мар’їне Marine
Йосипівка Yosypivka · Стрий Stryi · Олексій Oleksii · Київ Kyiv · Лебедин Lebedyn · Миколаїв Mykolaiv · Ніжин Nizhyn
Одеса Odesa · Полтава Poltava · Решетилівка Reshetylivka · Суми Sumy · Тернопіль Ternopil · Ужгород Uzhhorod
Фастів Fastiv · Харків Kharkiv · Церква Tserkva · Чернівці Chernivtsi · Шостка Shostka · Щербухи Shcherbukhy
Гоща Hoshcha · Гаращенко Harashchenko · Юрій Yurii · Корюківка Koriukivka · Яготин Yahotyn · Костянтин Kostiantyn
Знам’янка Znamianka
"""
"""The examples of the resolution No. 55 of 2010."""


def test_ukrainian_is_written_in_latin_as_the_state_does() -> None:
    pairs = [each.split() for each in RESOLUTION.replace("\n", "·").split("·") if each.strip()]
    assert {one: transliterate(one) for one, two in pairs if transliterate(one) != two} == {}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Zażółć gęślą jaźń, Łukasz! Ä ö ñ é", "Zazolc gesla jazn, Lukasz! Ä ö ñ é"),
        ("ЩАСТЯ! Розгін", "SHCHASTIA! Rozghin"),
        ("Я і Ю", "Ya i Yu"),
        ("Объявление: скидка на чай", "Obieiavlenie: skidka na chai"),
        ("Вітаємо, {ім'я|друже}! «Кава»", 'Vitaiemo, {ім\'я|друже}! "Kava"'),
    ],
)
def test_transliterated(text: str, wanted: str) -> None:
    assert transliterate(text) == wanted


@given(st.text(st.sampled_from("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ АБВГҐДЕЄЖЗЩЮЯЇ’'.,!?\n1a"), max_size=80))
def test_what_is_transliterated_fits_the_small_alphabet(text: str) -> None:
    assert is_gsm7(transliterate(text))
    assert is_gsm7(transliterate(text, "ru"))


@pytest.mark.parametrize("language", FOOTERS)
def test_every_footer_names_a_word_that_is_understood_and_is_short(language: str) -> None:
    said = with_footer("x я", language).rpartition("\n")[2]
    assert understand(said.rpartition(" ")[2]).kind is Kind.STOP
    assert units(said, Alphabet.UCS2) <= 18


def test_the_footer_stands_there_once_and_in_the_alphabet_of_the_text() -> None:
    text = with_footer("Знижка на каву")
    assert text == "Знижка на каву\nВідмова: СТОП"
    assert with_footer(text) == text
    assert with_footer("Кава. Відписатись - СТОП") == "Кава. Відписатись - СТОП"
    assert with_footer("СТОП ціни! Кава") == "СТОП ціни! Кава\nВідмова: СТОП"
    assert with_footer("Znyzhka na kavu") == "Znyzhka na kavu\nVidmova: STOP"
    assert with_footer("Kawa", "pl") == "Kawa\nRezygnacja: STOP"
    assert with_footer("Кава", "uk", "Не писати: ВІДПИСКА") == "Кава\nНе писати: ВІДПИСКА"
    assert with_footer("Kava", "uk", "Ні: ДОСИТЬ") == "Kava\nNi: DOSYT"


def test_words_of_the_shop_by_which_nobody_could_leave_give_way_to_the_usual_ones() -> None:
    assert with_footer("Кава", "uk", "Дякуємо!") == "Кава\nВідмова: СТОП"
    assert with_footer("Кава", "uk", "Не писати: стоп") == "Кава\nНе писати: стоп"
    assert with_footer("Кава", "uk", "Не писати: ПАУЗА") == "Кава\nВідмова: СТОП"
    assert with_footer("Кава", "uk", "Не писати: ПАУЗА", ["пауза"]) == "Кава\nНе писати: ПАУЗА"
    assert with_footer("Kava", "uk", "Не писати: ПАУЗА", ["пауза"]) == "Kava\nНе писати: ПАУЗА"


@given(TEXTS, st.sampled_from(["uk", "ru", "en", "pl", "de"]))
def test_no_text_is_without_its_way_out(text: str, language: str) -> None:
    said = with_footer(text, language)
    assert "STOP" in said or "СТОП" in said
    assert with_footer(said, language) == said


def test_what_cannot_be_sent_is_refused() -> None:
    with pytest.raises(SmsboxError):
        price("a\0")
