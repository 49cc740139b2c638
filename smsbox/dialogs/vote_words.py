"""What a vote says, in four languages; a shop may say it otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from smsbox.sms.keywords import folded, words_of

ASK, THANKS, CHANGED, SAME = "ask", "thanks", "changed", "same"
ALREADY, CHANGE, WHICH, UNKNOWN, UNSURE, CLOSED = "already", "change", "which", "unknown", "unsure", "closed"

TEXTS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        ASK: "{question} {options}. Напишіть свій вибір",
        THANKS: "Дякуємо! Ваш голос: {option}",
        CHANGED: "Змінено, дякуємо! Тепер ваш голос: {option}",
        SAME: "Ваш голос уже є: {option}. Дякуємо!",
        ALREADY: "Ваш голос уже враховано: {option}. Змінити його не можна.",
        CHANGE: "Ваш голос: {option}. Передумали? {options}",
        WHICH: "Що саме обираєте: {options}? Напишіть щось одне",
        UNKNOWN: "Такого немає. Є: {options}. Напишіть свій вибір",
        UNSURE: "Гаразд. Надумаєте - напишіть {word} і свій вибір",
        CLOSED: "Голосування вже завершено. Дякуємо, що відгукнулися!",
    },
    "en": {
        ASK: "{question} {options}. Please send your choice",
        THANKS: "Thank you! Your vote: {option}",
        CHANGED: "Changed, thank you! Your vote now: {option}",
        SAME: "We have your vote already: {option}. Thank you!",
        ALREADY: "Your vote has been counted: {option}. It cannot be changed.",
        CHANGE: "Your vote: {option}. Changed your mind? {options}",
        WHICH: "Which one do you choose: {options}? Please send just one",
        UNKNOWN: "There is no such choice. Choose from: {options}",
        UNSURE: "All right. Once you have decided, send {word} and your choice",
        CLOSED: "The vote is over already. Thank you for your interest!",
    },
    "pl": {
        ASK: "{question} {options}. Proszę wysłać swój wybór",
        THANKS: "Dziękujemy! Twój głos: {option}",
        CHANGED: "Zmieniono, dziękujemy! Teraz Twój głos: {option}",
        SAME: "Mamy już Twój głos: {option}. Dziękujemy!",
        ALREADY: "Twój głos już policzono: {option}. Nie można go zmienić.",
        CHANGE: "Twój głos: {option}. Inny wybór? {options}",
        WHICH: "Co wybierasz: {options}? Proszę wysłać tylko jedno",
        UNKNOWN: "Nie ma takiej opcji. Są: {options}. Co wybierasz?",
        UNSURE: "Dobrze. Po namyśle wyślij {word} i swój wybór",
        CLOSED: "Głosowanie już się zakończyło. Dziękujemy!",
    },
    "ru": {
        ASK: "{question} {options}. Напишите свой выбор",
        THANKS: "Спасибо! Ваш голос: {option}",
        CHANGED: "Изменено, спасибо! Теперь ваш голос: {option}",
        SAME: "Ваш голос уже есть: {option}. Спасибо!",
        ALREADY: "Ваш голос уже учтён: {option}. Изменить его нельзя.",
        CHANGE: "Ваш голос: {option}. Передумали? {options}",
        WHICH: "Что именно выбираете: {options}? Напишите что-то одно",
        UNKNOWN: "Такого нет. Есть: {options}. Напишите свой выбор",
        UNSURE: "Хорошо. Надумаете - напишите {word} и свой выбор",
        CLOSED: "Голосование уже завершено. Спасибо, что откликнулись!",
    },
}
"""By language and key. Fields: `question`, `options` ("1-Рок, 2-Джаз"), `option` (chosen), `word` of the flow."""

UNSURE_ANSWERS = (
    "не знаю, хто його знає, кто его знает, who knows, звідки я знаю, звідки мені знати, откуда я знаю, "
    "откуда мне знать, how should i know, ще не знаю, поки не знаю, важко сказати, байдуже, все одно, "
    "всі однакові, жодний, жодне, жоден, ніхто, ніякий, ніяке, пас, нічого, никто, никакой, ничего, еще не знаю, "
    "пока не знаю, трудно сказать, без разницы, i dont know, dont know, not sure, no idea, none, nothing, "
    "whatever, nobody, nie wiem, trudno powiedzieć, wszystko jedno, żaden, żadne, nikt, ne znaiu, ne znayu, хз"
)
"""What those say who have not made up their minds."""

_EITHER = (
    "будь який, будь яка, будь яке, будь-який, будь-яка, будь-яке, будь що, будь-що, любой, любая, любое, що завгодно, "
    "что угодно, без різниці, яка різниця, какая разница, немає різниці, нема різниці, різне, по-різному, по різному, "
    "все равно, мені все одно, однаково, одинаково, обидва, усе подобається, все подобається, doesnt matter, "
    "dont mind, do not mind, neither, idk, no clue, dunno, cant decide, up to you, you choose, вирішуйте самі, "
    "any, either, all the same, obojętnie, obojętne, dowolny, важко обрати, не можу вибрати, не можу обрати"
)
"""What those say who like all of it."""
_LONGEST_DOUBT, _LONG = 6, 6


def has_no_choice(text: str) -> bool:
    """Whether somebody who names nothing says that he does not know, or that all is the same to him."""
    said = words_of(text)
    phrases = (folded(each) for each in f"{UNSURE_ANSWERS}, {_EITHER}".split(", "))
    some = " ".join(said)
    return len(said) <= _LONGEST_DOUBT and any(
        some == each or ((" " in each or len(each) > _LONG) and f" {each} " in f" {some} ") for each in phrases
    )
