"""What a contest says, in four languages; a shop may say it otherwise."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "ask": "Напишіть номер чека текстом (фото SMS не бере), напр. {example}",
        "entered": "Прийнято: {code}. У розіграші ваших: {count}. Хай щастить!",
        "ticket": "Ви у розіграші! Ваш номер: {code}. Хай щастить!",
        "own": "{code}: вже прийнято від вас раніше. Усього ваших: {count}",
        "taken": "{code} вже прийнято з іншого телефону. Збережіть чек: перевіримо.",
        "wrong": "{code}: такого номера немає. Перевірте, будь ласка, і надішліть ще раз.",
        "which_day": "Від якого дня чек {code}? Напишіть, напр., 20.11",
        "too_old": "{code}: чек старіший за розіграш, він участі не бере.",
        "unread": "Не бачимо номера чека. Напишіть його так: {example}",
        "full": "Ваших у розіграші вже {count}, більше не можна. Хай щастить!",
        "full_day": "На сьогодні досить: {most} на день. Решту надішліть завтра.",
        "enough": "Забагато помилок за сьогодні. Спробуйте завтра або зайдіть до нас.",
        "staff": "Наші працівники участі не беруть. Дякуємо за розуміння!",
        "listed": "Список учасників уже закрито. Дякуємо, чекаємо на вас знову!",
        "count": "У розіграші ваших: {count}.",
        "won": "Вітаємо! {code} виграв: {prize}. Збережіть чек і чекайте дзвінка.",
    },
    "en": {
        "ask": "Please send the number of your receipt as text (no photos), such as {example}",
        "entered": "Accepted: {code}. You are in the draw with {count}. Good luck!",
        "ticket": "You are in the draw! Your number: {code}. Good luck!",
        "own": "{code} has been accepted from you before. You are in the draw with {count}.",
        "taken": "{code} has come from another phone before. Please keep the receipt: we will look into it.",
        "wrong": "{code}: there is no such number. Please check it and send it again.",
        "which_day": "Which day is receipt {code} of? Please write it, such as 20.11",
        "too_old": "{code}: the receipt is older than the contest and cannot take part.",
        "unread": "We see no receipt number there. Please write it like this: {example}",
        "full": "You are in the draw with {count}, and more are not allowed. Good luck!",
        "full_day": "Enough for today: {most} a day. Please send the rest tomorrow.",
        "enough": "Too many wrong numbers today. Please try tomorrow, or come and see us.",
        "staff": "Our own people cannot take part. Thank you for understanding!",
        "listed": "The list of entries is closed already. Thank you, and see you again!",
        "count": "You are in the draw with {count}.",
        "won": "Congratulations! {code} wins: {prize}. Please keep the receipt, we will call you.",
    },
    "pl": {
        "ask": "Prosimy o numer paragonu tekstem (bez zdjęć), np. {example}",
        "entered": "Przyjęto: {code}. W losowaniu od Ciebie: {count}. Powodzenia!",
        "ticket": "Bierzesz udział! Twój numer: {code}. Powodzenia!",
        "own": "{code} już od Ciebie przyjęto. W losowaniu od Ciebie: {count}.",
        "taken": "{code} przyszedł już z innego telefonu. Zachowaj paragon, sprawdzimy.",
        "wrong": "{code}: nie ma takiego numeru. Sprawdź i wyślij ponownie, prosimy.",
        "which_day": "Z którego dnia jest paragon {code}? Prosimy napisać, np. 20.11",
        "too_old": "{code}: paragon jest starszy niż konkurs i nie bierze udziału.",
        "unread": "Nie widzimy numeru paragonu. Prosimy napisać tak: {example}",
        "full": "W losowaniu od Ciebie już {count}, więcej nie można. Powodzenia!",
        "full_day": "Na dziś wystarczy: {most} dziennie. Resztę prosimy wysłać jutro.",
        "enough": "Za dużo pomyłek na dziś. Spróbuj jutro albo zajrzyj do nas.",
        "staff": "Nasi pracownicy nie biorą udziału. Dziękujemy za zrozumienie!",
        "listed": "Lista zgłoszeń jest już zamknięta. Dziękujemy i zapraszamy znowu!",
        "count": "W losowaniu od Ciebie: {count}.",
        "won": "Gratulacje! {code} wygrywa: {prize}. Zachowaj paragon, zadzwonimy.",
    },
    "ru": {
        "ask": "Напишите номер чека текстом (фото SMS не берёт), напр. {example}",
        "entered": "Принято: {code}. В розыгрыше ваших: {count}. Удачи!",
        "ticket": "Вы в розыгрыше! Ваш номер: {code}. Удачи!",
        "own": "{code}: уже принято от вас раньше. Всего ваших: {count}",
        "taken": "{code} уже принят с другого телефона. Сохраните чек: проверим.",
        "wrong": "{code}: такого номера нет. Проверьте, пожалуйста, и отправьте ещё раз.",
        "which_day": "За какой день чек {code}? Напишите, напр., 20.11",
        "too_old": "{code}: чек старше розыгрыша, он не участвует.",
        "unread": "Не видим номера чека. Напишите его так: {example}",
        "full": "Ваших в розыгрыше уже {count}, больше нельзя. Удачи!",
        "full_day": "На сегодня хватит: {most} в день. Остальное отправьте завтра.",
        "enough": "Слишком много ошибок за сегодня. Попробуйте завтра или зайдите к нам.",
        "staff": "Наши работники не участвуют. Спасибо за понимание!",
        "listed": "Список участников уже закрыт. Спасибо, ждём вас снова!",
        "count": "В розыгрыше ваших: {count}.",
        "won": "Поздравляем! {code} выиграл: {prize}. Сохраните чек и ждите звонка.",
    },
}
"""By language and key. Fields: `code` or several, `count` of his entries, `most` a day, an `example`, the `prize`."""

RULES = frozenset(
    (
        *("правила", "умови", "условия", "rules", "terms", "zasady", "regulamin", "umovy", "pravyla", "розіграш"),
        *("розіграшу", "розыгрыш", "розыгрыша", "жеребкування", "жеребьевка", "призи", "призы", "prizes"),
        *("draw", "losowanie"),
    )
)
"""By which the rules are asked for."""
HOW_MANY = frozenset(
    (
        *("скільки", "статус", "перевірити", "прийнято", "прийняли", "прийнятий", "сколько", "проверить", "принято"),
        *("приняли", "status", "how", "count", "ile", "skilky"),
    )
)
"""By which he asks how many of his there are."""
ABOUT = frozenset(
    (
        *("шансів", "шанси", "шансов", "чеків", "чеки", "чек", "чеков", "чека", "розіграші", "участі", "chances"),
        *("receipts", "receipt", "entries", "paragonów", "paragon", "szans", "мій", "моїх", "моих", "my"),
    )
)
"""Beside which, without the word of the contest, he asks that."""
