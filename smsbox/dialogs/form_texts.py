"""What surveys and forms say, in four languages; a shop may say it otherwise."""

from __future__ import annotations

from collections.abc import Mapping

SURVEY: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "thanks": "Дякуємо, ваші відповіді записано!",
        "nothing": "Дякуємо, ви вже все нам розповіли. Запитаємо іншим разом!",
        "unread": "Не зрозуміли. {question}",
        "which": "Що саме: {choices}? Одне, будь ласка.",
        "several": "Можна кілька.",
    },
    "en": {
        "thanks": "Thank you, we have noted your answers!",
        "nothing": "Thank you, you have told us everything. We will ask another time!",
        "unread": "We did not get that. {question}",
        "which": "Which one: {choices}? Just one, please.",
        "several": "Several are fine.",
    },
    "pl": {
        "thanks": "Dziękujemy, odpowiedzi zapisane!",
        "nothing": "Dziękujemy, wiemy już wszystko. Zapytamy innym razem!",
        "unread": "Nie zrozumieliśmy. {question}",
        "which": "Co dokładnie: {choices}? Prosimy o jedno.",
        "several": "Można kilka.",
    },
    "ru": {
        "thanks": "Спасибо, ваши ответы записаны!",
        "nothing": "Спасибо, вы уже всё нам рассказали. Спросим в другой раз!",
        "unread": "Не поняли. {question}",
        "which": "Что именно: {choices}? Одно, пожалуйста.",
        "several": "Можно несколько.",
    },
}
"""By language and key. Fields: `question` as it is asked, `choices` that could be meant."""

FORM: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "thanks": "Дякуємо, записали! Ми зв'яжемося з вами.",
        "once": "Вашу анкету вже отримано, дякуємо! Ми зв'яжемося з вами.",
        "summary": "{summary}\nВсе вірно? ТАК, або номер рядка, щоб змінити",
        "what": "Номер рядка, який змінити? Або ТАК, якщо все вірно.",
        "which": "Що саме: {choices}? Одне, будь ласка.",
        "skip": "{question} (або ДАЛІ)",
        "must": "Без цього не можемо. {question}",
        "text": "Не прочитали. {question}",
        "number": "Напишіть число, будь ласка. {question}",
        "bounds": "Число від {least} до {most}, будь ласка. {question}",
        "date": "Напишіть день, напр. 28.11.2026. {question}",
        "phone": "Напишіть номер телефону, напр. 0501234567. {question}",
        "choice": "Оберіть одне, будь ласка. {question}",
        "email": "Напишіть e-mail, напр. ivan@ukr.net. {question}",
        "yesno": "ТАК чи НІ? {question}",
    },
    "en": {
        "thanks": "Thank you, we have it! We will be in touch.",
        "once": "We have your application already, thank you! We will be in touch.",
        "summary": "{summary}\nAll correct? YES, or the number of a line to change it",
        "what": "Which line to change? Send its number, or YES if all is correct.",
        "which": "Which one: {choices}? Just one, please.",
        "skip": "{question} (or NEXT)",
        "must": "We need this one. {question}",
        "text": "We could not read that. {question}",
        "number": "A number, please. {question}",
        "bounds": "A number from {least} to {most}, please. {question}",
        "date": "Please write the day like 28.11.2026. {question}",
        "phone": "Please write a telephone number, such as 0501234567. {question}",
        "choice": "Please choose one. {question}",
        "email": "Please write an e-mail address, such as john@example.com. {question}",
        "yesno": "YES or NO? {question}",
    },
    "pl": {
        "thanks": "Dziękujemy, zapisane! Odezwiemy się.",
        "once": "Mamy już Twoje zgłoszenie, dziękujemy! Odezwiemy się.",
        "summary": "{summary}\nZgadza się? TAK albo numer wiersza do zmiany",
        "what": "Który wiersz zmienić? Prosimy o numer albo TAK.",
        "which": "Co dokładnie: {choices}? Prosimy o jedno.",
        "skip": "{question} (albo DALEJ)",
        "must": "To jest potrzebne. {question}",
        "text": "Nie odczytaliśmy. {question}",
        "number": "Prosimy o liczbę. {question}",
        "bounds": "Prosimy o liczbę od {least} do {most}. {question}",
        "date": "Prosimy o dzień, np. 28.11.2026. {question}",
        "phone": "Prosimy o numer telefonu, np. 501234567. {question}",
        "choice": "Prosimy wybrać jedno. {question}",
        "email": "Prosimy o e-mail, np. jan@example.pl. {question}",
        "yesno": "TAK czy NIE? {question}",
    },
    "ru": {
        "thanks": "Спасибо, записали! Мы свяжемся с вами.",
        "once": "Ваша анкета уже получена, спасибо! Мы свяжемся с вами.",
        "summary": "{summary}\nВсё верно? ДА, или номер строки, чтобы изменить",
        "what": "Номер строки, которую изменить? Или ДА, если всё верно.",
        "which": "Что именно: {choices}? Одно, пожалуйста.",
        "skip": "{question} (или ДАЛЬШЕ)",
        "must": "Без этого не можем. {question}",
        "text": "Не прочитали. {question}",
        "number": "Напишите число, пожалуйста. {question}",
        "bounds": "Число от {least} до {most}, пожалуйста. {question}",
        "date": "Напишите день, напр. 28.11.2026. {question}",
        "phone": "Напишите номер телефона, напр. 0501234567. {question}",
        "choice": "Выберите одно, пожалуйста. {question}",
        "email": "Напишите e-mail, напр. ivan@ukr.net. {question}",
        "yesno": "ДА или НЕТ? {question}",
    },
}
"""By language and key. Fields: `question` as it is asked, the `summary`, `choices`, the bounds of a number."""
