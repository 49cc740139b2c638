"""The words for days, times and haste in Ukrainian, Russian, English, Polish and in Latin letters; data, no rules.

All as `whens` spells them: small letters, no apostrophes, no Polish diacritics, е for ё. Beginnings where they end
in `*`.
"""

from __future__ import annotations

DAYS_ON = (
    (2, "післязавтра|послезавтра|day after tomorrow|pojutrze|pisliazavtra|poslezavtra"),
    (0, "сьогодні|сегодня|сейчас|зараз|today|dzis|dzisiaj|sogodni|siogodni|segodnya"),
    (1, "завтра|tomorrow|jutro|jutra|zavtra|tmrw|tomorow|tommorow|tommorrow"),
)

WEEKDAYS = (
    "понеділ*|понедельник*|понедел*к*|пн|monday|mon|poniedzial*|ponedil*|ponedel*",
    "вівтор*|вторник*|вт|tuesday|tue|tues|wtor*|vivtor*|vtornik*",
    "середу|середа|середи|середі|среду|среда|среды|ср|wednesday|wed|sroda|srode|srody|seredu|sredu",
    "четвер|четверг*|четверга|чт|thursday|thu|thur|thurs|czwartek|czwartku|chetver|chetverg*",
    "пятниц*|пт|friday|fri|piatek|piatku|pyatnic*|pyatnyts*|piatnyts*",
    "субот*|суббот*|сб|saturday|sat|sobot*|subot*|subbot*",
    "неділя|неділю|неділі|нд|воскресен*|вс|sunday|sun|niedziel*|nedilu|nediliu|voskresen*",
)
"""From Monday on."""

WEEKEND = "вихідні|вихідних|выходные|выходных|weekend|weekendy|vyhidni"
NEXT_WEEK = (
    "наступний тиждень|наступного тижня|наступному тижні|следующая неделя|следующую неделю|следующей неделе|"
    "next week|przyszly tydzien|przyszlym tygodniu|nastepny tydzien|nastepnym tygodniu"
)
THIS_WEEK = "цей тиждень|цього тижня|цьому тижні|эта неделя|эту неделю|этой неделе|this week|ten tydzien|tym tygodniu"
IN_DAYS = (
    r"(?:через|in|za) (?:(\d{1,2}|[^\W\d]{2,8}) )?"
    r"(дн|день|ден|day|dni|dzien|тижд|тижн|недел|week|tydz|tygod|місяц|месяц|month|miesiac)\w*"
)
IN_HOURS = r"(?:через|in|za) (?:(\d{1,2}) )?(?:годин\w*|час|часа|часов|an hour|hours?|godzin\w*)"
WEEKS, A_MONTH = ("тиж", "нед", "week", "tyd", "tyg"), ("міс", "мес", "month", "mies")

MONTHS = (
    "січ*|янв*|jan|january|stycz*",
    "лют*|фев*|feb|february|lut*",
    "берез*|март*|mar|march|marz*|marc*",
    "квіт*|апр*|apr|april|kwie*",
    "трав*|май|мая|may|maj*",
    "черв*|июн*|jun|june|czerw*",
    "лип*|июл*|jul|july|lip*",
    "серп*|авг*|aug|august|sierp*",
    "верес*|сент*|sep|sept|september|wrze*",
    "жовт*|окт*|oct|october|pazdz*",
    "листоп*|нояб*|nov|november|listop*",
    "груд*|дек*|dec|december|grud*",
)

HOURS = (
    "",
    "перш*|перв*|pierwsz*|one",
    "друг*|втор*|два|двум|drug*|two",
    "трет*|три|трем|трьох|trzec*|three",
    "четверт*|чотири|чотирьох|четыре|четырем|czwartej|czwarta|four",
    "пять|пяти|пята|пяту|пятій|пятої|пятого|piatej|piata|five",
    "шост*|шість|шести|шесть|шестого|szost*|six",
    "сьом*|сім|семь|семи|седьм*|siodm*|seven",
    "восьм*|вісім|восемь|osmej|osma|eight",
    "девят*|dziewiat*|nine",
    "десят*|dziesiat*|ten",
    "одинадцят*|одиннадцат*|jedenast*|eleven",
    "дванадцят*|двенадцат*|dwunast*|twelve",
    "тринадцят*|тринадцат*|trzynast*|thirteen",
    "чотирнадцят*|четырнадцат*|czternast*|fourteen",
    "пятнадцят*|пятнадцат*|pietnast*|fifteen",
    "шістнадцят*|шестнадцат*|szesnast*|sixteen",
    "сімнадцят*|семнадцат*|siedemnast*|seventeen",
    "вісімнадцят*|восемнадцат*|osiemnast*|eighteen",
    "девятнадцят*|девятнадцат*|dziewietnast*|nineteen",
    "двадцят*|двадцат*|dwudziest*|twenty",
)
"""By the number of the hour."""

AT = "о|об|в|у|во|на|к|ко|на|at|o|about|around|около|коло|десь|приблизно|примерно|орієнтовно|for|by|na|okolo|@"
AFTER = (
    "після|после|писля|не раніше|не раньше|від|от|з|із|с|after|from|not before|since|po|od|nie wczesniej niz|pislia|"
    "pislya|posle"
)
BEFORE = "до|не пізніше|не позже|before|till|until|przed|do|nie pozniej niz"
CLOCK = "годині|годину|години|годин|год|г|часов|часа|час|ч|oclock|h|hrs|godzinie|godzine|godz|g"

PARTS = (
    (13 * 60, 18 * 60, "після обіду|пообіді|после обеда|afternoon|po poludniu|popoludniu|popoludnie|pislia obidu"),
    (0, 13 * 60, "до обіду|до обеда|до полудня|before noon|przed poludniem"),
    (0, 12 * 60, "зранку|вранці|ранком|ранок|утром|с утра|утро|morning|rano|ranem|zranku|vranci|utrom"),
    (12 * 60, 15 * 60, "в обід|обід|обідню|в обед|обед|lunch|lunchtime|w poludnie|poludnie"),
    (17 * 60 + 30, 24 * 60, "після роботи|после работы|after work|po pracy"),
    (17 * 60, 24 * 60, "увечері|ввечері|вечором|вечір|вечером|вечер|evening|tonight|wieczorem|wieczor|vecherom"),
    (12 * 60, 17 * 60, "вдень|удень|днем|середині дня|daytime|w dzien"),
)
"""Parts of a day in minutes after midnight; what is longer stands first."""
NOON = "опівдні|полудень|полдень|noon|midday"
EARLY = "ранку|утра|am|a m|rano"
LATE = "дня|вечора|вечера|pm|p m|wieczorem|po poludniu|пополудні"
SOON = (
    "якнайшвидше|якомога швидше|як найшвидше|найшвидше|якнайскоріше|скоріше|найближч*|швидше|перше вільне|"
    "поскорее|быстрее|скорее|как можно скорее|как можно быстрее|ближайш*|asap|soon|soonest|earliest|as soon as "
    "possible|next available|first available|jak najszybciej|najszybciej|najblizsz*|najwczesniej"
)
ANY = (
    "будь-коли|будь-який|будь-яка|байдуже|все одно|коли завгодно|коли є|є місця|вільні місця|что есть|когда угодно|"
    "в любое время|любое время|любой день|неважно|все равно|any time|anytime|any day|whenever|kiedykolwiek|obojetnie"
)
NOT = "не|крім|окрім|кроме|not|except|nie|oprocz"
