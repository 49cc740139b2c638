"""What customers are told by the program itself, in their language: each text is one SMS with an ordinary shop name.

A shop may write its own; those hold for the language it writes in, as long as they say what has to be said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smsbox.config import Config
from smsbox.config.model import ShopConfig
from smsbox.consent import Standing
from smsbox.sms.keywords import Kind, understand, words_of

ASKING, WELCOME, LEFT, HELP = "asking", "welcome", "left", "help"
DECLINED, KNOWN, GONE, AGAIN = "declined", "known", "gone", "again"

LANGUAGES = ("uk", "ru", "en", "pl")

TEXTS: Mapping[str, Mapping[str, str]] = {
    ASKING: {
        "uk": "{shop}: надсилати вам акції, до {times} SMS/міс? ТАК - згода, СТОП - ні.",
        "ru": "{shop}: присылать вам акции, до {times} SMS/мес? ДА - согласие, СТОП - нет",
        "en": "{shop}: get our offers, up to {times} SMS/month? YES - agree, STOP - no.",
        "pl": "{shop}: wysyłać oferty, do {times} SMS/mies.? TAK - zgoda, STOP - nie.",
    },
    WELCOME: {
        "uk": "{shop}: дякуємо! Акції до {times} SMS/міс. Відмова: СТОП",
        "ru": "{shop}: спасибо! Акции до {times} SMS/мес. Отказ: СТОП",
        "en": "{shop}: thank you! Offers up to {times} SMS a month. To leave: STOP",
        "pl": "{shop}: dziękujemy! Oferty do {times} SMS/mies. Rezygnacja: STOP",
    },
    LEFT: {
        "uk": "{shop}: вас відписано, реклами більше не буде. Повернутись: СТАРТ",
        "ru": "{shop}: вы отписаны, рекламы больше не будет. Вернуться: СТАРТ",
        "en": "{shop}: unsubscribed, no more advertising. To return: START",
        "pl": "{shop}: wypisano, reklam więcej nie będzie. Powrót: START",
    },
    HELP: {
        "uk": "{shop}, тел. {phone}. Акції до {times}/міс. Відмова: СТОП",
        "ru": "{shop}, тел. {phone}. Акции до {times}/мес. Отказ: СТОП",
        "en": "{shop}, tel. {phone}. Offers up to {times} a month. To leave: STOP",
        "pl": "{shop}, tel. {phone}. Oferty do {times}/mies. Rezygnacja: STOP",
    },
    DECLINED: {
        "uk": "{shop}: добре, акцій не надсилатимемо. Передумаєте: СТАРТ",
        "ru": "{shop}: хорошо, акций присылать не будем. Передумаете: СТАРТ",
        "en": "{shop}: all right, no offers. Changed your mind? START",
        "pl": "{shop}: dobrze, nie wyślemy ofert. Zmiana zdania: START",
    },
    KNOWN: {
        "uk": "{shop}: ви вже отримуєте наші акції. Відмова: СТОП",
        "ru": "{shop}: вы уже получаете наши акции. Отказ: СТОП",
        "en": "{shop}: you get our offers already. To leave: STOP",
        "pl": "{shop}: otrzymujesz już nasze oferty. Rezygnacja: STOP",
    },
    GONE: {
        "uk": "{shop}: ви відписались від акцій. Повернутись: СТАРТ",
        "ru": "{shop}: вы отписались от акций. Вернуться: СТАРТ",
        "en": "{shop}: you have unsubscribed from our offers. To return: START",
        "pl": "{shop}: wypisano już z naszych ofert. Powrót: START",
    },
    AGAIN: {
        "uk": "{shop}: щоб отримувати наші акції, надішліть СТАРТ",
        "ru": "{shop}: чтобы получать наши акции, отправьте СТАРТ",
        "en": "{shop}: to get our offers, send START",
        "pl": "{shop}: aby dostawać nasze oferty, wyślij START",
    },
}
"""By what is said and the language it is said in."""

MUST_NAME: Mapping[str, tuple[tuple[Kind, ...], ...]] = {
    ASKING: ((Kind.YES,), (Kind.STOP, Kind.NO)),
    WELCOME: ((Kind.STOP,),),
    HELP: ((Kind.STOP,),),
}
"""What a text has to name: a word of each of these; a shop's own one that does not is not kept, and never used."""

_MONTH = 30
_NAMELESS = {"uk": "Магазин", "ru": "Магазин", "en": "The shop", "pl": "Sklep"}


def language_of(standing: Standing, config: Config, *hints: str | None) -> str:
    """The language to write to somebody in: his own choice, else the first known one of `hints`, else the shop's."""
    wanted = (standing.language, *hints, config.shop.language)
    return next((each for each in wanted if each in LANGUAGES), "uk")


def told(what: str, language: str, config: Config) -> str:
    """The text for `what`, filled in; the shop's own one where it has written one in this language."""
    shop = config.shop
    own = getattr(shop, f"text_{what}", None) if language == shop.language else None
    usable = own if own and not unsaid(what, own, shop.stop_words) else TEXTS[what][language]
    return _tidied(filled(usable, language, shop))


def unsaid(what: str, text: str, stop_words: Sequence[str] = ()) -> list[tuple[Kind, ...]]:
    """What `text` does not name of what one has to know to answer it, by `MUST_NAME`: nobody is asked without being
    told how to say no. `stop_words`: those of the shop.
    """
    extra = {Kind.STOP: tuple(stop_words)}
    found = {understand(word, extra).kind for word in words_of(text)}
    return [kinds for kinds in MUST_NAME.get(what, ()) if not found & set(kinds)]


def filled(text: str, language: str, shop: ShopConfig) -> str:
    """`text` with {shop}, {phone} and {times} put in; any other brace stays as it is."""
    values = {"shop": shop.name.strip() or _NAMELESS[language], "phone": shop.phone.strip(), "times": str(times(shop))}
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def times(shop: ShopConfig) -> int:
    """How often somebody may be written to in a month, by the cap of the shop."""
    return max(1, shop.cap * _MONTH // shop.cap_days)


def _tidied(text: str) -> str:
    """Without what stands around a telephone number that the shop has not told."""
    for around in (", тел. .", ", tel. ."):
        text = text.replace(around, ".")
    return text
