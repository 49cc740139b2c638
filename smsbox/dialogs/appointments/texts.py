"""What is said about appointments by SMS in four languages, how a day and a time are said, and words we listen for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from smsbox.clock import Micros
from smsbox.dialogs.appointments.calendar import Place, local

TEXTS: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "ask_service": "Що бажаєте? {list}. Відповідь: цифра",
        "ask_when": "На коли вас записати? Напр.: завтра після 15, субота зранку",
        "no_day": "Такого дня немає. На коли вас записати? Напр.: завтра після 15, субота зранку",
        "offer": "{service}. Вільно: {list}. Відповідь: цифра або свій день і час",
        "instead": "Тоді вільного немає. Найближче: {list}. Відповідь: цифра, інший час або ЧЕКАТИ",
        "full": "Вільного часу немає. Інший день або ЧЕКАТИ - повідомимо, як звільниться",
        "no_more": "Більше вільного часу немає. Напишіть інший день або ЧЕКАТИ",
        "taken": "Цей час щойно зайняли. Ще вільно: {list}. Відповідь: цифра або ЧЕКАТИ",
        "again": "{list}. Відповідь: цифра, свій день і час або СКАСУВАТИ",
        "confirm": "{service}, {when}. Записати вас? ТАК або НІ (тримаємо до {till})",
        "kept": "Записали: {service}, {when}. Чекаємо! Змінити: ПЕРЕНЕСТИ, СКАСУВАТИ",
        "moved": "Перенесли: {service}, {when}. Чекаємо на вас!",
        "stays": "Добре, лишаємо як було: {service}, {when}",
        "cancelled": "Скасували: {service}, {when}. Новий запис: {word}",
        "have": "Ви записані: {service}, {when}. 1) перенести 2) скасувати 3) ще запис",
        "yours": "Ви записані: {list}. Чекаємо на вас!",
        "nothing": "Запису у вас немає. Записатися: {word}",
        "which": "Який запис? {list}. Відповідь: цифра",
        "waiting": "Добре, повідомимо, щойно звільниться. Передумаєте: СКАСУВАТИ",
        "not_waiting": "Добре, більше не чекаєте. Записатися: {word}",
        "freed": "Звільнилося: {service}, {when}. Записати вас? ТАК або НІ до {till}",
        "refused": "Добре. Записатися на інший час: {word}",
        "gone": "На жаль, цей час уже зайнятий. Записатися: {word}",
        "remind": "Нагадуємо: {service}, {when}. Прийдете? ТАК або НІ",
        "coming": "Дякуємо! Чекаємо на вас {when}",
        "called_off": "Вибачте, мусимо скасувати: {service}, {when}. Інший час: {word}",
        "prices": "{prices}.",
        "closed": "Тоді ми не працюємо. Найближче: {list}. Відповідь: цифра або інший час",
        "in_words": "{service}, {when}: напишіть словом ТАК - записуємо, НІ - інший час",
        "first": "Спершу {first}, а {others} - після цього.",
        "besides": "Ще хотіли: {others}. Напишіть: {word} {code}",
    },
    "en": {
        "ask_service": "What would you like? {list}. Reply with the number",
        "ask_when": "When would you like to come? E.g. tomorrow after 3, Saturday morning",
        "no_day": "There is no such day. When would you like to come? E.g. tomorrow after 3, Saturday morning",
        "offer": "{service}. Free: {list}. Reply with the number, or your own day and time",
        "instead": "Nothing is free then. Nearest: {list}. Reply with the number, another time or WAIT",
        "full": "Nothing is free then. Another day, or WAIT and we tell you when something is",
        "no_more": "Nothing else is free. Send another day or WAIT",
        "taken": "This time has just been taken. Free: {list}. Reply with the number or WAIT",
        "again": "{list}. Reply with the number, your own day and time, or CANCEL",
        "confirm": "{service}, {when}. Shall we book it? YES or NO (held until {till})",
        "kept": "Booked: {service}, {when}. See you! To change: MOVE or CANCEL",
        "moved": "Moved: {service}, {when}. See you!",
        "stays": "All right, it stays: {service}, {when}",
        "cancelled": "Cancelled: {service}, {when}. To book again: {word}",
        "have": "You are booked: {service}, {when}. 1) move 2) cancel 3) book another",
        "yours": "You are booked: {list}. See you!",
        "nothing": "You have no appointment. To book: {word}",
        "which": "Which appointment? {list}. Reply with the number",
        "waiting": "All right, we tell you as soon as something is free. To stop: CANCEL",
        "not_waiting": "All right, you are off the waiting list. To book: {word}",
        "freed": "Free now: {service}, {when}. Shall we book it? YES or NO until {till}",
        "refused": "All right. To book another time: {word}",
        "gone": "Sorry, this time is taken by now. To book: {word}",
        "remind": "Reminder: {service}, {when}. Will you come? YES or NO",
        "coming": "Thank you! See you {when}",
        "called_off": "Sorry, we have to cancel: {service}, {when}. Another time: {word}",
        "prices": "{prices}.",
        "closed": "We are closed then. Nearest: {list}. Reply with the number or another time",
        "in_words": "{service}, {when}: please write the word YES to book it, NO for another time",
        "first": "First {first}; {others} after that.",
        "besides": "You also wanted: {others}. Send {word} {code}",
    },
    "pl": {
        "ask_service": "Czego potrzebujesz? {list}. Odpowiedz cyfrą",
        "ask_when": "Na kiedy zapisać? Np.: jutro po 15, w sobotę rano",
        "no_day": "Nie ma takiego dnia. Na kiedy zapisać? Np.: jutro po 15, w sobotę rano",
        "offer": "{service}. Wolne: {list}. Odpowiedz cyfrą albo podaj dzień i godzinę",
        "instead": "Wtedy nic wolnego. Najbliżej: {list}. Odpowiedz cyfrą, inny termin albo CZEKAM",
        "full": "Nie ma wolnych terminów. Inny dzień albo CZEKAM - damy znać, gdy się zwolni",
        "no_more": "Więcej wolnych terminów nie ma. Napisz inny dzień albo CZEKAM",
        "taken": "Ten termin właśnie zajęto. Wolne: {list}. Odpowiedz cyfrą albo CZEKAM",
        "again": "{list}. Odpowiedz cyfrą, podaj dzień i godzinę albo ANULUJ",
        "confirm": "{service}, {when}. Zapisać? TAK lub NIE (trzymamy do {till})",
        "kept": "Zapisano: {service}, {when}. Czekamy! Zmiana: PRZENIEŚ, ANULUJ",
        "moved": "Przeniesiono: {service}, {when}. Czekamy!",
        "stays": "Dobrze, zostaje jak było: {service}, {when}",
        "cancelled": "Anulowano: {service}, {when}. Nowa wizyta: {word}",
        "have": "Masz wizytę: {service}, {when}. 1) przenieś 2) anuluj 3) nowa wizyta",
        "yours": "Masz wizytę: {list}. Czekamy!",
        "nothing": "Nie masz wizyty. Aby się zapisać: {word}",
        "which": "Która wizyta? {list}. Odpowiedz cyfrą",
        "waiting": "Dobrze, damy znać, gdy coś się zwolni. Rezygnacja: ANULUJ",
        "not_waiting": "Dobrze, już nie czekasz. Aby się zapisać: {word}",
        "freed": "Zwolniło się: {service}, {when}. Zapisać? TAK lub NIE do {till}",
        "refused": "Dobrze. Inny termin: {word}",
        "gone": "Niestety ten termin jest już zajęty. Aby się zapisać: {word}",
        "remind": "Przypominamy: {service}, {when}. Czy przyjdziesz? TAK lub NIE",
        "coming": "Dziękujemy! Czekamy {when}",
        "called_off": "Przepraszamy, musimy odwołać: {service}, {when}. Inny termin: {word}",
        "prices": "{prices}.",
        "closed": "Wtedy nie pracujemy. Najbliżej: {list}. Odpowiedz cyfrą albo inny termin",
        "in_words": "{service}, {when}: proszę napisać słowo TAK - zapisujemy, NIE - inny termin",
        "first": "Najpierw {first}, potem {others}.",
        "besides": "Jeszcze: {others}. Wyślij {word} {code}",
    },
    "ru": {
        "ask_service": "Что желаете? {list}. Ответ: цифра",
        "ask_when": "На когда вас записать? Напр.: завтра после 15, суббота утром",
        "no_day": "Такого дня нет. На когда вас записать? Напр.: завтра после 15, суббота утром",
        "offer": "{service}. Свободно: {list}. Ответ: цифра или свой день и время",
        "instead": "Тогда свободного нет. Ближайшее: {list}. Ответ: цифра, другое время или ЖДАТЬ",
        "full": "Свободного времени нет. Другой день или ЖДАТЬ - сообщим, как освободится",
        "no_more": "Больше свободного времени нет. Напишите другой день или ЖДАТЬ",
        "taken": "Это время только что заняли. Ещё есть: {list}. Ответ: цифра или ЖДАТЬ",
        "again": "{list}. Ответ: цифра, свой день и время или ОТМЕНА",
        "confirm": "{service}, {when}. Записать вас? ДА или НЕТ (держим до {till})",
        "kept": "Записали: {service}, {when}. Ждём! Изменить: ПЕРЕНЕСТИ, ОТМЕНА",
        "moved": "Перенесли: {service}, {when}. Ждём вас!",
        "stays": "Хорошо, оставляем как было: {service}, {when}",
        "cancelled": "Отменили: {service}, {when}. Новая запись: {word}",
        "have": "Вы записаны: {service}, {when}. 1) перенести 2) отменить 3) ещё запись",
        "yours": "Вы записаны: {list}. Ждём вас!",
        "nothing": "Записи у вас нет. Записаться: {word}",
        "which": "Какая запись? {list}. Ответ: цифра",
        "waiting": "Хорошо, сообщим, как только освободится. Передумаете: ОТМЕНА",
        "not_waiting": "Хорошо, больше не ждёте. Записаться: {word}",
        "freed": "Освободилось: {service}, {when}. Записать вас? ДА или НЕТ до {till}",
        "refused": "Хорошо. Записаться на другое время: {word}",
        "gone": "К сожалению, это время уже занято. Записаться: {word}",
        "remind": "Напоминаем: {service}, {when}. Придёте? ДА или НЕТ",
        "coming": "Спасибо! Ждём вас {when}",
        "called_off": "Извините, вынуждены отменить: {service}, {when}. Другое время: {word}",
        "prices": "{prices}.",
        "closed": "Тогда мы не работаем. Ближайшее: {list}. Ответ: цифра или другое время",
        "in_words": "{service}, {when}: напишите словом ДА - записываем, НЕТ - другое время",
        "first": "Сначала {first}, а {others} - после этого.",
        "besides": "Ещё хотели: {others}. Напишите: {word} {code}",
    },
}
"""By language and key. Fields: `service`, `when` (a day, a time, where it matters who serves), `till` (a time), the
flow's first `word`, a numbered `list`.
"""

_WEEKDAYS = {
    "uk": ("пн", "вт", "ср", "чт", "пт", "сб", "нд"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "pl": ("pn", "wt", "śr", "cz", "pt", "so", "nd"),
    "ru": ("пн", "вт", "ср", "чт", "пт", "сб", "вс"),
}

MOVE = (
    *("перенести", "перенесіть", "перенесення", "перенос", "перезаписати", "перезапишіть", "змінити час"),
    *("змінити запис", "змінити дату", "перенесите", "перезаписать", "перезапишите", "изменить время"),
    *("изменить запись", "изменить дату", "move", "reschedule", "change my appointment", "change the time", "przenieś"),
    *("przenieść", "przełożyć", "przełóż", "przesunąć", "zmienić termin", "zmienić wizytę", "perenesty", "perenesti"),
)
CALL_OFF = (
    *("скасувати", "скасуйте", "скасуй", "відмінити", "відмініть", "відміна", "отменить", "отмените", "отмена"),
    *("cancel", "anuluj", "anulować", "odwołać", "odwołaj", "skasuvaty", "otmenit"),
)
CANNOT = (
    *("не прийду", "не зможу", "не зможемо", "не прийдемо", "не вийде", "не приду", "не смогу", "не получится"),
    *("can not come", "cannot come", "cant come", "cannot make it", "cant make it", "will not come", "wont come"),
    *("nie przyjdę", "nie mogę przyjść", "nie dam rady"),
)
STATUS = (
    *("коли мій запис", "коли запис", "мій запис", "на коли я записана", "на коли я записаний", "я записана"),
    *("я записаний", "коли мені", "на котру я", "о котрій мені", "когда моя запись", "когда запись", "моя запись"),
    *("я записан", "когда мне", "во сколько мне", "my appointment", "when is my appointment", "am i booked"),
    *("moja wizyta", "kiedy mam wizytę", "kiedy wizyta", "na kiedy"),
)
MORE = (
    *("інше", "інший", "інші", "інший час", "ще", "далі", "не підходить", "жоден", "другое", "другой", "другие"),
    *("еще", "дальше", "не подходит", "other", "others", "more", "another", "next", "none", "inne", "inny"),
    *("więcej", "dalej", "żaden", "inshe", "drugoe"),
)
WAIT = (
    *("чекати", "чекаю", "чекатиму", "зачекаю", "почекаю", "черга", "чергу", "лист очікування", "ждать", "жду"),
    *("подожду", "очередь", "лист ожидания", "wait", "waiting", "waiting list", "czekam", "czekać", "poczekam"),
    *("kolejka", "lista", "chekaty", "zhdat"),
)
GIVE_UP = (
    *("не треба", "не потрібно", "не хочу", "передумав", "передумала", "не буду", "не надо", "не нужно", "раздумал"),
    *("no thanks", "no thank you", "never mind", "not needed", "forget it", "nie chcę", "nie trzeba", "niech zostanie"),
    *("як є", "як було", "как есть", "как было", "as it is", "as it was", "keep it"),
)
SEVERAL = (
    *("на двох", "для двох", "нас двоє", "вдвох", "удвох", "на трьох", "для трьох", "нас троє", "теж запишіть"),
    *("і чоловіка", "і дружину", "і дитину", "і доньку", "і сина", "і подругу", "на двоих", "для двоих", "нас двое"),
    *("вдвоем", "на троих", "тоже запишите", "и мужа", "и жену", "и ребенка", "и дочку", "и сына", "и подругу"),
    *(
        "for two",
        "for both",
        "two of us",
        "and my husband",
        "and my wife",
        "and my daughter",
        "and my son",
        "na dwie osoby",
    ),
    *("dla dwojga", "dla dwóch osób"),
)
YES = (
    *("так", "да", "yes", "tak", "ок", "ok", "окей", "okay", "ага", "угу", "авжеж", "звичайно", "звісно", "конечно"),
    *("буду", "прийду", "будемо", "прийдемо", "приду", "будем", "придем", "записуйте", "запишіть", "записывайте"),
    *("запишите", "давайте", "підходить", "подходит", "добре", "хорошо", "гаразд", "згода", "згодна", "згоден"),
    *(
        "sure",
        "yep",
        "yeah",
        "will come",
        "book it",
        "fine",
        "coming",
        "będę",
        "przyjdę",
        "zgoda",
        "dobrze",
        "pasuje",
        "+",
        "👍",
        "✅",
    ),
)
NO = (
    "ні",
    "нет",
    "no",
    "nie",
    "неа",
    "не буду",
    "не будемо",
    "не будем",
    "nie będę",
    "не треба",
    "не надо",
    "не потрібно",
    "не хочу",
    "nope",
    "👎",
    "❌",
    "ni",
    "net",
)


def spoken(place: Place, language: str, zone: ZoneInfo, *, named: bool) -> str:
    """A day and a time as an SMS says it, with who serves where that matters: `сб 28.11 15:30, Оля`."""
    here = local(place.at, zone)
    day = f"{_WEEKDAYS[language][here.weekday()]} {here:%d.%m} {here:%H:%M}"
    return f"{day}, {place.resource}" if named and place.resource else day


def listed(places: Sequence[Place], language: str, zone: ZoneInfo) -> str:
    """Several to choose from; the day is said when it changes: `1) сб 28.11 10:00 2) 12:30 3) нд 29.11 10:00`."""
    said, before = [], ""
    for place in places:
        words = spoken(place, language, zone, named=False)
        day, _, time = words.rpartition(" ")
        said.append(time if day == before else words)
        before = day
    return numbered(said)


def numbered(choices: Iterable[str]) -> str:
    """`1) … 2) …`"""
    return " ".join(f"{place}) {choice}" for place, choice in enumerate(choices, 1))


def clock(at: Micros, zone: ZoneInfo) -> str:
    """A time of the day: `15:40`."""
    return f"{local(at, zone):%H:%M}"
