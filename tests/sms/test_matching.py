"""Options named in whatever way people write; and a word of ours anywhere in a text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.sms.counting import number_of
from smsbox.sms.keywords import folded
from smsbox.sms.likeness import sound
from smsbox.sms.matching import Named, Options, find, options
from smsbox.wording.transliteration import latin_letters

DISHES = Options(
    {
        "borsch": ("Борщ",),
        "dumplings": ("Вареники", "вареник з вишнею", "🥟"),
        "pizza": ("Піца", "pizza"),
        "green": ("Зелений чай",),
        "black": ("Чорний чай",),
    }
)
LIST = "1. Борщ\n2. Вареники\n3. Піца\n4. Зелений чай\n5. Чорний чай"

ONE = {
    "за першого": "borsch",
    "2!!!": "dumplings",
    "голос: борщ": "borsch",
    "Borshch": "borsch",
    "borsch": "borsch",
    "бощр": "borsch",
    "БОРЩЩЩЩ!": "borsch",
    "борщу": "borsch",
    "БOРЩ": "borsch",  # a Latin O
    ",jho": "borsch",  # the keyboard was Latin
    ",jho!!": "borsch",
    "dfhtybrb": "dumplings",
    "варенники": "dumplings",
    "вареникі": "dumplings",
    "vareniki": "dumplings",
    "varenyky": "dumplings",
    "🥟🥟": "dumplings",
    "пицца": "pizza",
    "піцу будь ласка": "pizza",
    "зелений": "green",
    "зеленый чай": "green",
    "чай зелений": "green",
    "не борщ а піцу": "pizza",
    "ні, 2": "dumplings",
    "1 борщ": "borsch",
    "второй": "dumplings",
    "2-га": "dumplings",
    "2-Вареники": "dumplings",
    "2 - вареники": "dumplings",
    "1-Борщ, 2-Вареники, 3-Піца, 4-Зелений чай, 5-Чорний чай. Напишіть свій вибір\n3": "pizza",
    "2й": "dumplings",
    "за druhyi": "dumplings",
    "drugi": "dumplings",
    "the second one": "dumplings",
    "za trzecim... trzeci": "pizza",
    "за №4": "green",
    "#2": "dumplings",
    "3️⃣": "pizza",
    "③": "pizza",
    "5.": "black",
    "Доброго дня! Мій голос за варіант 3, дякую": "pizza",
    f"{LIST}\n\n3": "pizza",
    f"2\n> {LIST}": "dumplings",
    "Борщ, бо його готувала моя бабуся щонеділі і це завжди було дуже смачно": "borsch",
}

NONE = (
    *("", "не знаю", "20", "0", "green", "не борщ", "крім 2", "прийду о 3 годині після роботи бо зайнята"),
    *("час", "2222222222222", "٣٠", "всі однакові", "кава", "🍕", "?", "борт"),
)

SEVERAL = {
    "1 і 2": ("borsch", "dumplings"),
    "чай": ("green", "black"),
    "борщ або піца": ("borsch", "pizza"),
    LIST: ("borsch", "dumplings", "pizza", "green", "black"),
    "1-Борщ, 2-Вареники": ("borsch", "dumplings"),
}


@pytest.mark.parametrize("text", ONE)
def test_one_option_is_named(text: str) -> None:
    assert DISHES.named(text).only == ONE[text]


@pytest.mark.parametrize("text", NONE)
def test_none_is_named(text: str) -> None:
    assert DISHES.named(text).keys == ()


@pytest.mark.parametrize("text", SEVERAL)
def test_several_are_all_told(text: str) -> None:
    assert DISHES.named(text).keys == SEVERAL[text]


def test_what_is_said_beside_the_answer_is_noticed() -> None:
    assert DISHES.named("Борщ, дякую!").plain
    assert DISHES.named("Доброго дня, я за борщ").plain
    assert not DISHES.named("Борщ, а коли ви відкриваєтесь?").plain
    assert not DISHES.named("бощр").sure
    assert DISHES.named("борщу").sure


def test_numbers_mean_nothing_where_they_are_not_asked_for() -> None:
    named = Options({"a": ("R1",), "b": ("R11", "2")}, numbers=False).named
    assert [named(text).only for text in ("r1", "R11", "1", "2", "перший", "r12")] == ["a", "b", None, "b", None, None]


def test_the_better_of_two_names_counts() -> None:
    named = Options({"coffee": ("Кава",), "milk": ("Кава з молоком",), "cold": ("Холодна кава",)}).named
    assert named("кава").only == "coffee"
    assert named("каву з молоком!").only == "milk"
    assert named("холодну").only == "cold"
    close = Options({"k": ("Катерина",), "m": ("Катруся",), "i": ("Марина",), "j": ("Мариня",)}).named
    assert close("за Катерину").only == "k"
    assert close("Марина").only == "i"
    assert close("Марину").keys == ("i", "j")


OPENED = {
    "ГОЛОС 2": "2",
    "Голос: борщ": "борщ",
    "я хочу ГОЛОС 2": "я хочу 2",
    "golos 2": "2",
    "Holos - vareniki": "vareniki",
    "ujkjc 2": "2",
    "голосую за 2": "за 2",
    "голос2": "2",
    "гoлoс 2": "2",
    "го-лос 1": "1",
    "«ГОЛОС»": "",
    "Vote, 3!": "3!",
    "НОВИЙ РІК 5": "5",
    "хочу новий рік!!": "хочу",
}


@pytest.mark.parametrize("text", OPENED)
def test_a_word_of_ours_is_found_and_the_rest_is_as_it_was_written(text: str) -> None:
    found = find(text, ["ГОЛОС", "VOTE", "НОВИЙ РІК"])
    assert found is not None
    assert found.rest == OPENED[text]


@pytest.mark.parametrize("text", ["", "голова 2", "новий", "рік новий", "гол", "вот 3", "не чути голосу з вулиці"])
def test_other_words_open_nothing(text: str) -> None:
    assert find(text, ["ГОЛОС", "VOTE", "НОВИЙ РІК"]) is None


def test_a_long_word_may_slip_and_the_first_that_is_sure_counts() -> None:
    assert find("хочу вікторну", ["ВІКТОРИНА", "МУЗИКА"]) is None
    found = find("вікторинa", ["МУЗИКА", "ВІКТОРИНА"])
    assert found is not None and found.word == "ВІКТОРИНА"
    slipped, sure = find("віктрина", ["ВІКТОРИНА"]), find("віктрина і музика", ["ВІКТОРИНА", "МУЗИКА"])
    assert slipped is not None and slipped.word == "ВІКТОРИНА"
    assert sure is not None and sure.word == "МУЗИКА"


@pytest.mark.parametrize(
    ("word", "number"),
    [*(("5", 5), ("другої", 2), ("третье", 3), ("pierwszą", 1), ("sześć", 6), ("vtoroi", 2), ("persha", 1))],
)
def test_numbers_as_they_are_said(word: str, number: int) -> None:
    assert number_of(folded(word)) == number


@pytest.mark.parametrize("word", ["", "друже", "другие", "перо", "try", "sim", "12a34", "тріо", "пятниця"])
def test_what_is_no_number(word: str) -> None:
    assert number_of(folded(word)) is None


SYLLABLES = [
    "ба",
    "вор",
    "ги",
    "дуб",
    "же",
    "зік",
    "ко",
    "лю",
    "мель",
    "ня",
    "пі",
    "роз",
    "си",
    "тай",
    "фу",
    "хо",
    "ція",
    "чу",
    "щу",
]
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=3, max_size=5, unique=True).map("".join)
FAR = st.lists(NAMES, min_size=2, max_size=5, unique_by=lambda name: sound(name)[0])


def _spoilt(name: str, place: int, way: str) -> str:
    """`name` with one slip of that way."""
    at = place % (len(name) - 1)
    turned = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return {"turned": turned, "twice": name[: at + 1] + name[at:], "lost": name[: at + 1] + name[at + 2 :]}[way]


@settings(max_examples=60, deadline=None)
@given(FAR, st.data())
def test_each_option_is_known_by_every_spelling_of_its_name(names: list[str], data: st.DataObject) -> None:
    offered = Options({name: (name,) for name in names})
    name = data.draw(st.sampled_from(names))
    for said in (name, name.upper(), f"за {name}!!!", f"«{name}»", str(names.index(name) + 1)):
        assert name in offered.named(said).keys
    assert offered.named(name).only == name
    assert name in offered.named(latin_letters(name, "uk")).keys


@settings(max_examples=60, deadline=None)
@given(FAR, st.integers(0, 20), st.sampled_from(["turned", "twice", "lost"]), st.data())
def test_a_slip_never_hides_the_option_it_was_meant_for(
    names: list[str], place: int, way: str, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(names))
    named = Options({each: (each,) for each in names}).named(_spoilt(name, place, way))
    assert set(named.keys) <= set(names)
    assert named.keys == () or name in named.keys or way == "lost" or not named.sure


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60) | st.text("12 3,.борщвеникіЧай🥟\n!ё'’-", max_size=40))
def test_nothing_that_is_written_breaks_it(text: str) -> None:
    named = DISHES.named(text)
    assert isinstance(named, Named) and len(set(named.keys)) == len(named.keys)
    found = find(text, ["ЧАЙ", "НОВИЙ РІК"])
    assert found is None or len(found.rest) <= len(text) + 1


def test_the_same_options_are_made_once() -> None:
    names = (("a", ("Так",)), ("b", ("Ні",)))
    assert options(names) is options(names)
