"""The words by which customers speak of orders: amounts, units, questions, wishes; data and the looking up of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from smsbox.sms.counting import number_of
from smsbox.sms.keywords import Kind, understand, words_of
from smsbox.sms.vocabulary import TO_CYRILLIC


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NUMBERS = (
    "2 пара пару пари couple pair pare",
    "10 десяток десятка десятку десять",
    "12 дюжина дюжину dozen tuzin",
    "13 тринадцять тринадцать thirteen trzynascie",
    "14 чотирнадцять четырнадцать fourteen czternascie",
    "15 пятнадцять пятнадцать fifteen pietnascie",
    "16 шістнадцять шестнадцать sixteen szesnascie",
    "17 сімнадцять семнадцать seventeen siedemnascie",
    "18 вісімнадцять восемнадцать eighteen osiemnascie",
    "19 девятнадцять девятнадцать nineteen dziewietnascie",
    "20 двадцять двадцать twenty dwadziescia",
    "30 тридцять тридцать thirty trzydziesci",
    "40 сорок forty czterdziesci",
    "50 пятдесят пятьдесят fifty piecdziesiat",
    "60 шістдесят шестьдесят sixty szescdziesiat",
    "70 сімдесят семьдесят seventy siedemdziesiat",
    "80 вісімдесят восемьдесят eighty osiemdziesiat",
    "90 девяносто девяносто девятьдесят ninety dziewiecdziesiat",
    "100 сто сотня сотню hundred",
)
_SPOKEN = {word: int(line.split()[0]) for line in _NUMBERS for word in line.split()[1:]}

UNITS = _set(
    "шт штук штука штуки штуку штучок штучки x х × * кг порція порції порцій порцию порции порций одиниць од pcs "
    "pc piece pieces szt sztuk sztuki sztuka шт. st"
)
"""What stands beside an amount and says nothing more."""
TIMES = _set("x х × *")
JOINING = _set("і й та и a а плюс and plus oraz i да ще також тоже еще also")
"""What stands between two things."""
NOISE = _set(
    "ок ok окей ага угу добре гаразд хорошо ладно я ми хочу хотів хотіла хотіли хотел хотела хотели би б бы мені "
    "нам мне можна можно замовити замовляю заказать заказываю замовлення заказ замовте дайте дай давайте буду "
    "будемо будем беру візьму возьму потрібно потрібні треба нужно нужны надо прошу добрий доброго день дня вечір "
    "вечора ранок привіт вітаю привет здравствуйте добрый вечер будьласка будь ласка пожалуйста дякую спасибо так "
    "ні нет no yes hello hi please want would like id i'd order get take need me for my the of a an some chce "
    "chcialbym chcialabym poprosze prosze zamawiam zamowic dla mnie dzien dobry мой моє мое по за все всього "
    "тільки только лише only tylko але но but ale краще лучше давай це это кількість количество код коду kod code "
    "номер додай додайте додати добавь добавьте добавить dodaj add замість вместо instead zamiast без прибери "
    "приберіть прибрати забери заберіть убери уберите убрать remove without bez usun "
    "then тоді тогда ну з із зі с со with z ze"
)
"""What stands around things and amounts and need not be read by anybody."""
PLACE = _set(
    "вул вулиця вулиці буд будинок кв квартира просп проспект пров площа на о об до після від тел телефон під "
    "поверх підїзд підїзду офіс корпус ул улица дом пр пер в во у к после от этаж подъезд офис st street str flat apt "
    "at by on till ul ulica dom m o godz"
)
"""Beside one of these a number is a place or a time, and no amount."""

_STREET = _set(
    "вул вулиця вулиці вулицю просп проспект пр пров провулок провулку площа бульвар бульварі буд будинок кв ул улица "
    "улице улицу пер переулок дом st street road rd avenue ave flat apt ul ulica ulice ulicy aleja aleje"
)
_PRICE = _set(
    "скільки коштує коштують коштуватиме коштуватимуть ціна ціни ціну почім почем вартість сколько стоит стоят "
    "цена цены цену стоимость price prices cost costs much ile kosztuje kosztuja cena ceny"
)
_THERE_IS = _set("є маєте есть имеется have any macie jest")
_HOW_LONG = _set("часу довго чекати коли времени долго ждать когда годин хвилин дней днів time long when kiedy dlugo")
_ABOUT = _set("чи чи-то у вас вас є яка какая якась взагалі вообще а do you is there czy")
_PAID = _set("платна платно безкоштовна безкоштовно безплатна платная бесплатная бесплатно free")
_MENU = _set(
    "меню каталог прайс прайслист прайс-лист список асортимент ассортимент menu catalog catalogue list pricelist "
    "lista cennik katalog oferta товари товары"
)
_BEFORE_ADDRESS = _set("на до за о в у to na do адреса адресу адрес address adres")
_MORE = _set("ще далі дальше еще більше больше more next dalej wiecej jeszcze наступна следующая")
_CHANGE = _set(
    "змінити зміна зміни змініть поміняти поміняйте изменить измените поменять поменяйте change edit zmien "
    "zmienic zmiana виправити исправить"
)
_ADD = _set(
    "ще додай додайте додати плюс також еще добавь добавьте добавить тоже dodaj jeszcze add plus also і й та и "
    "and oraz i"
)
REMOVE = _set("без прибери приберіть прибрати забери убери уберите убрать remove without bez usun відмініть")
INSTEAD = _set("замість вместо instead zamiast")
"""What is named behind one of these is not wanted; behind the latter follows what is."""
_BRING = _set(
    "доставка доставку доставкою доставки доставці доставке доставкой доставити доставте доставить доставьте "
    "привезіть привезти привозити привезите курєр курєром курьер курьером delivery deliver dostawa dostawe dowoz "
    "kurier dostavka dostavku"
)
_FETCH = _set(
    "самовивіз самовивоз самовивозом самовивозу самовывоз самовывозом сам сама самі заберу заберемо забрати "
    "забираю сами заберем pickup pick-up pick collect collection odbior osobisty odbiore samovyviz samovyvoz sam "
    "zaberu"
)
WAYS = _BRING | _FETCH
"""How he gets it: read by `way`, and by nobody else."""
EACH = _set("по po")
"""Before an amount of each thing that was named."""
_ORDER = _set(
    "замовлення замовленням замовленню замовлень замовлені заказ заказа заказу заказом заказы order orders "
    "zamowienie zamowienia zamowieniem zakaz zamovlennya zamovlennia"
)
_ADDRESS = _set("адреса адресу адрес address adres adresu")
_STATUS = _set("статус стан status состояние stan")
_WHERE = _set(
    "де коли чи що готове готово готовий готова готові готов где когда что готовы как там ready where when is "
    "gdzie kiedy gotowe co як"
)
_DONE = _set("готове готово готовий готова готові готов готовы ready gotowe")
_CALL_OFF = _set(
    "скасувати скасуйте скасуй скасовую скасуємо відмінити відмініть відміна відміни відмовляюся отмена отменить "
    "отмените отмени отменяю cancel anuluj anulowac anulujcie rezygnuje skasuvaty otmena передумав передумала "
    "передумали передумал"
)
_NOT = _set("не not dont nie")
_AGREES = _set(
    "давай давайте беру беремо оформляйте оформлюйте оформіть оформляй замовляю замовляйте замовляємо супер добре "
    "гаразд вірно правильно хорошо ладно верно звичайно конечно sure correct great right dobrze oczywiscie biore "
    "zamawiam окей окэй okay підтверджую згода заказываю potwierdzam yep yeah угу"
)
_AROUND = _set("все всё усе замовлення заказ order замовляю беру я це это буду дуже очень будь ласка мені так")
_SKIN = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
_THUMB = ("👍", "👌", "✅")
_ORDER_NUMBER = re.compile(r"(?<![\d/-])(\d{1,2})\s?[-–/]\s?(\d{1,4})(?![\d/-])")


def amount_of(word: str) -> int | None:
    """The number that `word` (folded) says, with letters that only look right, too: "двi"."""
    for each in (word, word.translate(TO_CYRILLIC)):
        found = _SPOKEN[each] if each in _SPOKEN else number_of(each)
        if found is not None:
            return found
    return None


def words(text: str) -> list[str]:
    """The words of `text` as they are compared here."""
    return list(words_of(text))


def asks_price(text: str) -> bool:
    """Whether he asks what something costs, or whether there is any, and orders nothing yet."""
    said = words(text)
    return bool(_PRICE & set(said)) or ("?" in text and bool(_THERE_IS & set(said)))


def asks_delivery(text: str, *, bare: bool = True) -> bool:
    """Whether he asks whether there is delivery and what it costs, not when it comes; `bare`: "delivery?" asks that,
    too.
    """
    said = words(text)
    if not _BRING & {*said} or (_HOW_LONG | _NOT | REMOVE) & {*said}:
        return False
    if {*said} & (_PRICE | _PAID):
        return True
    around = _BRING | _THERE_IS | NOISE | _ABOUT
    there_is = bool(_THERE_IS & {*said}) and ("?" in text or said[0] in ("чи", "є", "есть"))
    return (there_is or (bare and "?" in text)) and only(said, around)


def asks_goods_price(text: str) -> bool:
    """Whether he asks what goods cost, and not only their delivery."""
    rest = [part for part in re.split(r"[,.;!?]", text) if part.strip() and not asks_delivery(part)]
    return asks_price(text) and (not rest or asks_price(" ".join(rest)) or not asks_delivery(text))


def asks_menu(text: str) -> bool:
    """Whether he asks what there is."""
    return bool(_MENU & set(words(text)))


def asks_more(text: str) -> bool:
    """Whether he wants the next page."""
    said = words(text)
    return 0 < len(said) <= 2 and said[0] in _MORE


def asks_change(text: str) -> bool:
    """Whether he wants something else than what was offered."""
    return bool(_CHANGE & set(words(text)))


def wants_besides(text: str) -> bool:
    """Whether he wants something to what he has: "а можна ще 2 рогалики?"."""
    return any(word in _ADD and len(word) > 1 and word != "та" for word in words(text))


def adds(text: str) -> bool:
    """Whether what he names comes to what he had."""
    said = words(text)
    return bool(said) and (said[0] in _ADD or any(word in _ADD and len(word) > 2 for word in said[:2]))


def names_place(text: str) -> bool:
    """Whether it looks like an address."""
    return bool(PLACE & set(words(text))) and any(sign.isdigit() for sign in text)


def names_street(text: str) -> bool:
    """Whether it surely is an address, as "на 18:00" is not."""
    return bool(_STREET & set(words(text))) and any(sign.isdigit() for sign in text)


def way(text: str) -> str:
    """`bring`, `fetch` ("without delivery" is that, too), or "" when he says neither or both, or asks what it costs."""
    said = words(text)
    if {*said} & _PRICE or ({*said} & (_PAID | _THERE_IS) and "?" in text):
        return ""
    at = next((place for place, word in enumerate(said) if word in _BRING), None)
    fetches = bool(_FETCH & set(said))
    if at is None:
        return "fetch" if fetches else ""
    if (_NOT | REMOVE) & {*said[max(at - 2, 0) : at], *said[at + 1 : at + 2]}:
        return "fetch"
    return "" if fetches else "bring"


def beside_way(text: str) -> bool:
    """Whether he says more than which way."""
    return not only(words(text), WAYS | NOISE)


def address(text: str) -> str:
    """Where to, without the words around it: of "доставка на Зелену 5" the street and what follows."""
    said = text.split()
    while len(said) > 1 and {*words(said[0])} <= _BRING | _BEFORE_ADDRESS:
        del said[0]
    return " ".join(said)


def street(text: str) -> str:
    """The address in a longer text, from the word for a street on; "" without one."""
    found = next((each for each in re.finditer(r"\w+", text) if _STREET & set(words(each[0]))), None)
    rest = "" if found is None else text[found.start() :]
    return " ".join(rest.split()) if names_street(rest) else ""


def asks_state(text: str, *, alone: bool = True) -> bool:
    """Whether he asks how his order stands. `alone`: STATUS by itself is enough."""
    said = set(words(text))
    if alone and said & _STATUS and len(said) <= 4:
        return True
    asks = bool(said & _WHERE) or bool(said & _STATUS) or "?" in text
    return bool(asks and said & _ORDER) or bool(said & _DONE and ("?" in text or said & {"коли", "когда", "чи"}))


def speaks_of_order(text: str) -> bool:
    """Whether he names an order at all, by the word, its number, or its address."""
    return bool(set(words(text)) & (_ORDER | _ADDRESS)) or order_number(text) is not None


def calls_off(text: str) -> bool:
    """Whether he calls something off; "do not cancel" does not."""
    said = words(text)
    return any(word in _CALL_OFF and not _NOT & set(said[max(at - 3, 0) : at]) for at, word in enumerate(said))


def only_calls_off(text: str) -> bool:
    """Whether he says nothing else beside it."""
    known = _CALL_OFF | _ORDER | _AROUND | NOISE
    return calls_off(text) and all(word in known for word in words(text))


def order_number(text: str) -> str | None:
    """An order's number in the text, as we write it."""
    found = _ORDER_NUMBER.search(text)
    return f"{int(found[1])}-{int(found[2])}" if found else None


def agrees(text: str, kind: Kind | None) -> bool:
    """Whether he says yes and nothing else, in whatever words."""
    if kind is Kind.YES or _SKIN.sub("", text).strip("!. \n") in _THUMB:
        return True
    said = words(text)
    yes = [word for word in said if word in _AGREES or understand(word).kind is Kind.YES]
    return bool(yes) and all(word in yes or word in _AROUND for word in said)


def begins_with(text: str, kind: Kind) -> bool:
    """Whether the first word is a YES or a NO, with more behind it."""
    said = words(text)
    return bool(said) and understand(said[0]).kind is kind


def only(said: Iterable[str], known: frozenset[str]) -> bool:
    """Whether all of `said` is in `known`."""
    return all(word in known for word in said)
