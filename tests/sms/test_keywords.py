"""What customers write when they want to leave, to come, to agree; every line of the agreed list, and its traps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.sms import keywords
from smsbox.sms.keywords import Kind, quoted, understand
from smsbox.sms.vocabulary import PHRASES, WORDS

STOP = {
    "uk": "СТОП ВІДПИСАТИСЯ ВІДПИСАТИСЬ ВІДПИСКА ВІДПИШІТЬ ВІДМОВА ВІДМОВЛЯЮСЬ ДОСИТЬ* ПРИПИНІТЬ ЗУПИНИТИ* КІНЕЦЬ*",
    "ru": "СТОП ОТПИСАТЬСЯ ОТПИСКА ОТПИШИТЕ ОТКАЗ* ХВАТИТ* ПРЕКРАТИТЕ ОСТАНОВИТЬ* КОНЕЦ*",
    "en": "STOP STOPALL UNSUBSCRIBE OPTOUT REVOKE REMOVE* QUIT* END* CANCEL*",
    "pl": "STOP WYPISZ REZYGNUJĘ REZYGNACJA ZATRZYMAJ* ZAKOŃCZ* KONIEC* DOŚĆ*",
    "transliterated": "VIDPYSATYS VIDMOVA OTPISKA DOSYT* HVATIT*",
    "wrong layout": "CNJG ІЕЩЗ ЫЕЩЗ",
}
OTHERS = {
    Kind.START: "СТАРТ ПІДПИСАТИСЯ ПІДПИСАТИСЬ ПІДПИСКА ПОНОВИТИ ПОДПИСАТЬСЯ ПОДПИСКА НАЧАТЬ START UNSTOP JOIN "
    "SUBSCRIBE ZAPISZ DOŁĄCZ WZNÓW",
    Kind.HELP: "ДОПОМОГА ІНФО ДОВІДКА ПОМОЩЬ ИНФО СПРАВКА HELP INFO POMOC POMOCY",
    Kind.YES: "ТАК ЗГОДЕН ЗГОДНА ПІДТВЕРДЖУЮ АГА + ДА СОГЛАСЕН СОГЛАСНА YES Y OK ОК TAK T ZGODA",
    Kind.NO: "НІ Н НЕТ NO N NIE",
}
STOPS = [word for words in STOP.values() for word in words.split()]
ALL = [(word, Kind.STOP) for word in STOPS] + [(word, kind) for kind, words in OTHERS.items() for word in words.split()]
MANNERS = "дякую, дякуємо, спасибі, спасибо, будь ласка, пожалуйста, please, thanks, thank you, dziękuję, proszę"


def kind_of(text: str) -> Kind | None:
    return understand(text).kind


@pytest.mark.parametrize(("word", "kind"), ALL)
def test_every_word_of_the_list_however_it_is_dressed(word: str, kind: Kind) -> None:
    word = word.rstrip("*")
    for text in (word, word.lower(), word.capitalize(), f"  {word} \n", f"\u200b{word}\ufeff"):
        assert kind_of(text) is kind, text
    if word != "+":
        assert kind_of(f"«{word}»!") is kind
        assert kind_of(f"🛑{word}🛑") is kind
    for manner in MANNERS.split(", "):
        assert kind_of(f"{word}, {manner}!") is kind
        assert kind_of(f"{manner.capitalize()}. {word}") is kind


@pytest.mark.parametrize("word", STOPS)
def test_stop_at_the_edge_of_at_most_four_words_but_not_words_that_must_stand_alone(word: str) -> None:
    alone, word = word.endswith("*"), word.rstrip("*")
    wanted = None if alone else Kind.STOP
    for text in (f"{word} на цьому вже", f"ну все вже {word}", f"Все. {word}", f"{word} все"):
        assert kind_of(text) is wanted, text
    assert kind_of(f"{word} я не можу зараз говорити") is not Kind.STOP
    assert kind_of(f"так ось воно {word} було вчора ввечері") is not Kind.STOP


@pytest.mark.parametrize("word", [word for kind in OTHERS for word in OTHERS[kind].split()])
def test_only_stop_counts_at_an_edge(word: str) -> None:
    assert kind_of(f"{word} кава") is None
    assert kind_of(f"кава {word}") is None


# ── in this order


@pytest.mark.parametrize("apostrophe", list("'’ʼ`´‘＇"))
def test_1_apostrophes_and_invisible_signs_go(apostrophe: str) -> None:
    assert kind_of(f"сто{apostrophe}п") is Kind.STOP
    assert kind_of(f"don{apostrophe}t text me any more, I do not know you people") is Kind.PHRASE
    assert kind_of("С\u200bТ\u200dО\u2060П\u00ad") is Kind.STOP


def test_1_compatibility_forms_and_capitals_are_one() -> None:
    assert kind_of("ＳＴＯＰ") is Kind.STOP
    assert kind_of("𝐒𝐓𝐎𝐏") is Kind.STOP
    assert kind_of("sToP") is Kind.STOP


def test_2_punctuation_is_a_blank_and_an_inner_hyphen_is_not() -> None:
    assert kind_of("стоп-кран") is None
    assert kind_of("стоп - кава") is Kind.STOP
    assert kind_of("- СТОП -") is Kind.STOP
    assert kind_of("СТОП...") is Kind.STOP
    assert kind_of("(стоп)") is Kind.STOP
    assert kind_of("OPT-OUT") is Kind.STOP
    assert kind_of("+380500000001") is None
    assert kind_of("++") is Kind.YES


def test_3_polish_without_diacritics_but_cyrillic_as_it_is() -> None:
    assert kind_of("rezygnuje") is kind_of("REZYGNUJĘ") is Kind.STOP
    assert kind_of("dolacz") is kind_of("Dołącz") is Kind.START
    assert kind_of("отпишитё") is Kind.STOP
    assert kind_of("нi") is Kind.NO
    assert understand("йти").words == ("йти",)
    assert kind_of("нї") is None, "ї is not і"


def test_4_manners_go() -> None:
    assert kind_of("Досить, дякую") is Kind.STOP
    assert kind_of("Stop. Thank you") is Kind.STOP
    assert kind_of("JOIN,") is Kind.START
    assert kind_of("Так, дякую!") is Kind.YES
    assert kind_of("Дякую!") is None


def test_5_look_alikes_only_in_words_that_mix_scripts() -> None:
    for text in ("CTOП", "Вiдмова", "STОP", "стоп".replace("о", "o"), "BIДMOBA", "ΣTOP".replace("Σ", "S"), "CTOΠ"):
        assert kind_of(text) is Kind.STOP, text
    assert kind_of("HI") is None, "a greeting"
    assert kind_of("НI") is Kind.NO, "the first letter is Cyrillic"
    assert kind_of("OК") is Kind.YES


def test_6_a_longer_message_may_mean_anything() -> None:
    assert kind_of("стоп, а коли ви завтра відкриваєтесь") is None
    assert kind_of("Відмова від замовлення номер п'ять") is None
    assert kind_of("Прошу СТОП") is Kind.STOP


@pytest.mark.parametrize(
    "text",
    ["не пишіть", "удалите мой номер", "usuńcie mój numer", "Lose my number!", "Більше не пишiть мені, будь ласка"],
)
def test_7_phrases(text: str) -> None:
    assert kind_of(text) is Kind.PHRASE
    assert kind_of("Доброго дня, я вже казала вашій колезі: " + text) is Kind.PHRASE


@pytest.mark.parametrize("phrase", [each.strip() for text in PHRASES.values() for each in text.split(",")])
def test_every_phrase_is_understood_inside_a_message(phrase: str) -> None:
    if phrase.endswith("*"):
        phrase = phrase.rstrip("*")
        assert kind_of(f"Більше {phrase} мені, будь ласка") is Kind.PHRASE
        assert kind_of(f"Я вам уже писала, {phrase} мені більше SMS, скільки можна просити") is Kind.PHRASE
        assert kind_of(f"Я вам уже писала, {phrase} торт, я заберу його увечері") is None
    else:
        assert kind_of(f"Я вам уже писала, {phrase}, скільки можна просити") is Kind.PHRASE


def test_stop_as_a_sentence_of_its_own_is_meant_however_much_stands_around_it() -> None:
    assert kind_of("Я вже давно у вас нічого не купую. СТОП. Всього доброго вам!") is Kind.PHRASE
    assert kind_of("Знижка 20% на всю каву лише до п'ятниці, чекаємо. Відмова: СТОП") is None


# ── traps


def test_traps() -> None:
    assert kind_of("досить дорого") is None
    assert kind_of("кінець робочого дня коли") is None
    assert kind_of("End of May?") is None
    assert kind_of("$(reboot)") is None
    assert kind_of("") is None
    assert kind_of("👍") is None
    assert kind_of("стоп" * 500) is None
    assert kind_of("стоп " * 500) is None
    assert kind_of("СТОП СТОП СТОП") is Kind.STOP
    assert kind_of("С Т О П") is kind_of("s.t.o.p") is Kind.STOP
    assert kind_of("СТООООП!!!") is Kind.STOP
    assert kind_of("ні, не треба") is Kind.NO
    assert kind_of("так ні") is None


def test_further_ways_people_say_it() -> None:
    for text in ("Скасуйте підписку, будь ласка", "отменить подписку", "Cancel my subscription", "anuluj subskrypcję"):
        assert kind_of(text) is Kind.STOP, text
    for text in (
        "не пиши мені більше",
        "Не присылай!",
        "видали мій номер будь ласка",
        "відчепись уже від мене зі своєю кавою",
    ):
        assert kind_of(text) is Kind.PHRASE, text
    for text in (
        "Йди нафіг",
        "та іди нафіг зі своїми акціями",
        "Пішов нафіг!",
        "йди в сраку",
        "иди в жопу",
        "пошел нафиг",
    ):
        assert kind_of(text) is Kind.PHRASE, text
    for text in (
        *(
            "йди на каву",
            "іди до нас, чекаємо",
            "пішли на обід",
            "пішов дощ, перенесіть на завтра",
            "нафіг мені два букети",
        ),
        *(
            "пошли в кино вечером",
            "иди прямо и направо",
            "вже йду до вас",
            "пішла за хлібом, буду о 5",
            "йдіть по вул. Лесі",
        ),
    ):
        assert kind_of(text) is None, text
    for text in ("Погоджуюсь", "I agree", "zgadzam się", "Yes please"):
        assert kind_of(text) is Kind.YES, text
    assert kind_of("Liked “Зернята: дякуємо! Акції до 2 SMS/міс. Відмова: СТОП”") is None


def test_what_cancels_an_open_order() -> None:
    assert understand("CANCEL") == keywords.Meaning(Kind.STOP, ("cancel",), "cancel", "en", cancels=True)
    for word in ("СКАСУВАТИ", "Отмена", "anuluj"):
        assert understand(word).cancels
        assert understand(word).kind is None
    assert not understand("СТОП").cancels


def test_the_language_of_the_word_where_only_one_has_it() -> None:
    assert [understand(text).language for text in ("WYPISZ", "отписка", "Unsubscribe", "відписка", "стоп", "STOP")] == [
        *("pl", "ru", "en", "uk", "", "")
    ]


def test_words_of_the_shop() -> None:
    extra = {Kind.STOP: ("Баста", "Годі*"), Kind.HELP: ("Де ви",)}
    assert understand("баста!", extra).kind is understand("ну все баста", extra).kind is Kind.STOP
    assert understand("годі", extra).kind is Kind.STOP
    assert understand("годі жартувати", extra).kind is None
    assert understand("Де ви?", extra).kind is Kind.HELP
    assert kind_of("баста") is None


# ── our own texts

OURS = "Зерно: вас відписано, реклами більше не буде. Повернутись: СТАРТ"
SHORT = "Зерно: кава. СТОП"


def test_our_own_text_sent_back_is_a_quotation() -> None:
    assert quoted(OURS, [OURS]) == ""
    assert quoted(f"> {OURS.upper()}", [OURS]) == ""
    assert quoted(SHORT, [SHORT]) == "", "and it would have been an order"
    assert quoted(OURS[:50], [OURS]) == "", "cut by the phone"
    assert quoted(f"«{OURS}» СТОП", [OURS]) == "стоп"
    assert quoted("СТАРТ", [OURS]) is None
    assert quoted("більше не буде", [OURS]) is None
    assert quoted("СТОП", [SHORT]) is None
    assert quoted("Доброго дня", []) is None


# ── properties


def test_no_spelling_means_two_things() -> None:
    """Every generated spelling (layouts included) has the meaning of the word it was made of."""
    for kind, languages in WORDS.items():
        for text in languages.values():
            for word in text.split(","):
                spelled = keywords.folded(word)
                for typed in (spelled, *(() if kind in (Kind.YES, Kind.NO) else keywords.wrong_layouts(spelled))):
                    assert kind_of(typed) is kind, (word, typed)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_and_read_the_same_once_more(text: str) -> None:
    folded = keywords.folded(text)
    assert keywords.folded(folded) == folded
    meaning = understand(text)
    assert meaning == understand(text)
    if meaning.kind is not None:
        assert understand(folded).kind in (
            meaning.kind,
            Kind.PHRASE if meaning.kind is Kind.PHRASE else meaning.kind,
            None,
        )


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([word for word in STOPS if not word.endswith("*")]),
    st.lists(st.sampled_from(["кава", "я", "вже", "1", "please", "!"]), max_size=3),
    st.booleans(),
)
def test_stop_with_up_to_three_words_is_stop(word: str, rest: list[str], first: bool) -> None:
    assert kind_of(" ".join([word, *rest] if first else [*rest, word])) is Kind.STOP


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=1, max_size=8))
def test_pure_latin_never_becomes_cyrillic(word: str) -> None:
    if word.isascii() and kind_of(word) is not None:
        known = {
            keywords.folded(each)
            for languages in WORDS.values()
            for text in languages.values()
            for each in text.split(",")
        }
        typed = {each for each in keywords._table(()) if each.isascii()}
        assert keywords.folded(word) in known | typed or keywords._RUNS.search(keywords.folded(word))
