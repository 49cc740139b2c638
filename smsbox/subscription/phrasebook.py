"""The words by which customers choose, and those they are told their choices in; data, no rules.

Keys are spelled as `sms.keywords.folded` gives them: small letters, Polish without diacritics.
"""

from __future__ import annotations

from collections.abc import Mapping

from smsbox.sms.keywords import folded


def _each(**languages: str) -> dict[str, str]:
    return {folded(word): language for language, text in languages.items() for word in text.split(", ")}


def _words(text: str) -> frozenset[str]:
    return frozenset(folded(word) for word in text.split())


SHOW = _each(
    uk="мої налаштування, налаштування, мій вибір, вибір, опції, як змінити, мова, яка мова",
    ru="мои настройки, настройки, мой выбор, выбор, опции, как изменить, язык, языки",
    en="my choices, choices, my settings, settings, options, language, languages",
    pl="moje ustawienia, ustawienia, mój wybór, opcje, język, języki",
)
"""He wants to know what is in force, and what he could change."""

CALLS = _each(
    uk="дзвоніть, телефонуйте, краще дзвоніть, краще телефонуйте, дзвінки, краще дзвінок, дзвоніть мені, "
    "не пишіть дзвоніть, не пишіть краще дзвоніть, не пишіть а дзвоніть, дзвоніть а не пишіть, дзвоніть не пишіть, "
    "краще подзвоніть, краще зателефонуйте, дзвоніть замість смс, дзвоніть замість sms, телефонуйте замість смс",
    ru="звоните, лучше звоните, звонки, лучше звонок, звоните мне, не пишите звоните, не пишите лучше звоните, "
    "не пишите а звоните, звоните а не пишите, звоните не пишите, лучше позвоните, звоните вместо смс, "
    "звоните вместо sms",
    en="calls, call instead, call me instead, rather call, rather call me, prefer calls, dont text call, "
    "do not text call, dont text call me, do not text call me, call dont text",
    pl="dzwońcie, dzwonić, lepiej dzwońcie, lepiej dzwonić, wolę telefon, nie piszcie dzwońcie, dzwońcie nie piszcie, "
    "nie piszcie lepiej dzwońcie, lepiej zadzwońcie",
)
NO_CALLS = _each(
    uk="не дзвоніть, не телефонуйте, не треба дзвонити, пишіть смс, пишіть sms, краще пишіть, "
    "краще смс, краще sms, тільки смс, тільки sms",
    ru="не звоните, не надо звонить, пишите смс, пишите sms, лучше пишите, лучше смс, "
    "лучше sms, только смс, только sms",
    en="do not call, dont call, rather text, rather text me, sms only, text instead",
    pl="nie dzwońcie, nie dzwonić, lepiej piszcie, lepiej sms, tylko sms",
)

_BESIDE = "мова, мовою, язык, языке, на, language, in, język, w, języku, po, по, пишіть, пишите, write, piszcie"
LANGUAGE_WORDS = frozenset(folded(word) for word in _BESIDE.split(", "))
LANGUAGE_NAMES = {
    folded(name): language
    for language, names in {
        "uk": "українська, українською, украинский, украинском, по-українськи, українськи, ukrainian, ukraiński, "
        "po-ukraińsku, ukraińsku, укр, ukr, uk",
        "ru": "російська, російською, русский, русском, по-русски, русски, russian, rosyjski, po-rosyjsku, rosyjsku, "
        "рус, rus, ru",
        "en": "англійська, англійською, английский, английском, по-английски, английски, english, angielski, "
        "po-angielsku, angielsku, англ, eng, en",
        "pl": "польська, польською, польский, польском, по-польськи, по-польски, польски, polish, polski, po-polsku, "
        "polsku, пол, pl",
    }.items()
    for name in names.split(", ")
}

NUMBERS: Mapping[str, int] = {
    folded(word): number
    for number, words in {
        1: "один одну одне one jeden jedną",
        2: "два дві две two dwa dwie",
        3: "три three trzy",
        4: "чотири четыре four cztery",
        6: "шість шесть six sześć",
    }.items()
    for word in words.split()
}
DAYS_OF: Mapping[str, int] = {
    folded(word): days
    for days, words in {
        1: "день дні днів дня дней day days dzień dni",
        7: "тиждень тижні тижнів неделю недели недель week weeks tydzień tygodnie tygodni",
        30: "місяць місяці місяців месяц месяца месяцев month months miesiąc miesiące miesięcy miesiącu",
        90: "квартал quarter kwartał",
        365: "рік год year rok roku",
    }.items()
    for word in words.split()
}
_COUNT = f"(?:(?P<count>[0-9]{{1,3}}|{'|'.join(NUMBERS)}) )?"
_UNIT = f"(?P<unit>{'|'.join(DAYS_OF)})"
EVERY = (
    (
        rf"(?:не частіше ніж |не частіше |лише |тільки )?(?:раз|разу|1 раз|1 разу|один раз) (?:на|у|в) {_COUNT}{_UNIT}",
        "uk",
    ),
    (rf"(?:не чаще чем |не чаще |только )?(?:раз|раза|1 раз|1 раза|один раз) в {_COUNT}{_UNIT}", "ru"),
    (rf"(?:only |at most |not more than )?once (?:a |an |in |every |in a )?{_COUNT}{_UNIT}", "en"),
    (rf"(?:tylko )?raz (?:na|w|co) {_COUNT}{_UNIT}", "pl"),
    (rf"(?:кожен|кожні|every|co) {_COUNT}{_UNIT}", ""),
)
"""How often, with a count of days, weeks or months in it."""
SEVERAL = (
    (
        rf"(?:не частіше ніж |не частіше |лише |тільки )?"
        rf"(?P<times>двічі|тричі|[2-9] рази?|два рази|три рази) (?:на|у|в) {_UNIT}",
        "uk",
    ),
    (rf"(?:не чаще чем |не чаще |только )?(?P<times>дважды|трижды|[2-9] раза?|два раза|три раза) в {_UNIT}", "ru"),
    (rf"(?:only |at most )?(?P<times>twice|[2-9] times|three times) (?:a |an |per |in a )?{_UNIT}", "en"),
    (rf"(?:tylko )?(?P<times>dwa razy|trzy razy|[2-9] razy) (?:na|w) {_UNIT}", "pl"),
)
"""So many times in one of these."""
TIMES = {folded(word): 3 for word in ("тричі", "три", "трижды", "three", "trzy")}
"""What is neither a digit nor here is two."""
AT_MOST = _words("максимум достатньо вистачить досить достаточно хватит max maximum wystarczy")
ASKING_FOR = _words("пишіть пишите write piszcie хочу можна можно прошу надсилайте присылайте send цікавить интересует")
"""What may stand behind, and in front of, a wish."""

SLOWER = _each(
    uk="рідше, пишіть рідше, надсилайте рідше, можна рідше, трохи рідше, не так часто, не пишіть так часто, "
    "не пишіть часто, занадто часто, надто часто, дуже часто, часто пишете, не щодня, не пишіть щодня",
    ru="реже, пореже, пишите реже, присылайте реже, можно реже, не так часто, не пишите так часто, не пишите часто, "
    "слишком часто, очень часто, часто пишете, не каждый день, не пишите каждый день",
    en="less often, less, rarely, more rarely, not so often, too often, less frequently, fewer messages, fewer sms",
    pl="rzadziej, piszcie rzadziej, nie tak często, za często, zbyt często, mniej",
)
FASTER = _each(
    uk="частіше, пишіть частіше, можна частіше",
    ru="чаще, почаще, пишите чаще, можно чаще",
    en="more often, more frequently",
    pl="częściej, piszcie częściej",
)
"""Steps of `RHYTHMS`, days between two messages."""
RHYTHMS = (7, 14, 30, 60, 90, 180, 365)

OFTEN: Mapping[str, tuple[int | None, str]] = {
    folded(word): (days, language)
    for (days, language), words in {
        (7, "uk"): "щотижня",
        (30, "uk"): "щомісяця",
        (90, "uk"): "щокварталу",
        (180, "uk"): "раз на півроку, раз на пів року",
        (365, "uk"): "щороку",
        (7, "ru"): "еженедельно",
        (30, "ru"): "ежемесячно",
        (180, "ru"): "раз в полгода",
        (365, "ru"): "ежегодно",
        (7, "en"): "weekly",
        (30, "en"): "monthly",
        (7, "pl"): "co tydzień",
        (30, "pl"): "co miesiąc",
        (None, "uk"): "як завжди, без обмежень",
        (None, "ru"): "как обычно, без ограничений",
        (None, "en"): "as usual, no limit",
        (None, "pl"): "jak zwykle, bez ograniczeń",
    }.items()
    for word in words.split(", ")
}

ONLY = _each(uk="тільки, лише", ru="только", en="only", pl="tylko")
HOURS: Mapping[str, tuple[str, str]] = {
    folded(word): (span, language)
    for (span, language), words in {
        ("08:00-12:00", "uk"): "вранці, зранку, ранком",
        ("12:00-17:00", "uk"): "вдень, удень",
        ("17:00-21:00", "uk"): "ввечері, увечері, вечорами",
        ("08:00-12:00", "ru"): "утром",
        ("12:00-17:00", "ru"): "днем, днём",
        ("17:00-21:00", "ru"): "вечером, по вечерам",
        ("08:00-12:00", "en"): "in the morning, mornings, morning",
        ("12:00-17:00", "en"): "in the afternoon, afternoons, afternoon",
        ("17:00-21:00", "en"): "in the evening, evenings, evening",
        ("08:00-12:00", "pl"): "rano",
        ("12:00-17:00", "pl"): "po południu",
        ("17:00-21:00", "pl"): "wieczorem",
    }.items()
    for word in words.split(", ")
}
NO_MATTER_WHEN = _each(
    uk="у будь-який час, в будь-який час, будь-коли",
    ru="в любое время, когда угодно",
    en="at any time, any time, anytime",
    pl="o każdej porze, zawsze można",
)

NOT_AT = _each(uk="не, тільки не, лише не", ru="не, только не", en="not, only not", pl="nie, tylko nie")
NOT_HOURS: Mapping[str, str] = {
    folded(word): span
    for span, words in {
        "12:00-21:00": "вранці, зранку, рано, утром, in the morning, mornings, early, rano",
        "08:00-18:00": "ввечері, увечері, пізно, вечером, поздно, in the evening, evenings, late, wieczorem, późno",
        "09:00-21:00": "вночі, уночі, ночью, at night, nachts, w nocy",
    }.items()
    for word in words.split(", ")
}
"""The hours that are left when some are not wanted."""

ABOUT = _words("про о об about o")
WITHOUT = _each(
    uk="без, крім, окрім, усі крім, всі крім, не треба, не потрібно, не цікавить, не хочу",
    ru="кроме, все кроме, не надо, не нужно, не интересует",
    en="without, except, all except, all but, no, not interested in",
    pl="bez, oprócz, wszystkie oprócz, nie interesuje mnie, nie chcę",
)
ALSO = _each(uk="ще, також, додайте", ru="еще, также, добавьте", en="also, add", pl="też, także, dodajcie")
"""In front of a topic: one less, one more."""

TOPIC_WORDS = _each(uk="теми, тема", ru="темы", en="topics, topic", pl="tematy, temat")

SAID: Mapping[str, Mapping[str, str]] = {
    "uk": {
        "topics": "теми",
        "everything": "усі",
        "nothing": "жодної",
        "also": "є ще",
        "often": "до {times} SMS/міс",
        "every": "раз на {days} дн",
        "hours": "{hours}",
        "calls": "замість SMS телефонуємо",
        "change": "Змінити: РІДШЕ, ТІЛЬКИ ВВЕЧЕРІ, МОВА англійська, ДЗВОНІТЬ",
        "noted": "{shop}: дякуємо, запам’ятали: {told}",
        "now": "{shop}: зараз {told}. Відмова: СТОП",
    },
    "ru": {
        "topics": "темы",
        "everything": "все",
        "nothing": "ни одной",
        "also": "есть еще",
        "often": "до {times} SMS/мес",
        "every": "раз в {days} дн",
        "hours": "{hours}",
        "calls": "вместо SMS звоним",
        "change": "Изменить: РЕЖЕ, ТОЛЬКО ВЕЧЕРОМ, ЯЗЫК украинский, ЗВОНИТЕ",
        "noted": "{shop}: спасибо, запомнили: {told}",
        "now": "{shop}: сейчас {told}. Отказ: СТОП",
    },
    "en": {
        "topics": "topics",
        "everything": "all",
        "nothing": "none",
        "also": "there are also",
        "often": "up to {times} SMS a month",
        "every": "one SMS in {days} days",
        "hours": "{hours}",
        "calls": "we call instead of SMS",
        "change": "To change: LESS OFTEN, ONLY EVENINGS, LANGUAGE Ukrainian, CALL INSTEAD",
        "noted": "{shop}: thank you, noted: {told}",
        "now": "{shop}: now {told}. To leave: STOP",
    },
    "pl": {
        "topics": "tematy",
        "everything": "wszystkie",
        "nothing": "żaden",
        "also": "są jeszcze",
        "often": "do {times} SMS/mies.",
        "every": "raz na {days} dni",
        "hours": "{hours}",
        "calls": "dzwonimy zamiast SMS",
        "change": "Zmiana: RZADZIEJ, TYLKO WIECZOREM, JĘZYK ukraiński, DZWOŃCIE",
        "noted": "{shop}: dziękujemy, zapamiętane: {told}",
        "now": "{shop}: teraz {told}. Rezygnacja: STOP",
    },
}
"""How choices are told."""
