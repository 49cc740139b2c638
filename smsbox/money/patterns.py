"""Understands what operators answer to a USSD balance code: money, what is left of the SMS package, its renewal; pure.

Built in are the ways of Kyivstar, Vodafone UA and lifecell in Ukrainian, Russian, English and transliteration; others
are described by patterns of the configuration: `{money} {left} {of} {date}` stand for figures, `*` for anything.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from smsbox.errors import SmsboxError
from smsbox.money import dates
from smsbox.money.figures import AMOUNT, COUNT, Figure, count, figures, is_currency, number, plain, unglued

_CODES = {"kyivstar": ("*111#", "*112#"), "vodafone": ("*101#", "*101*4#"), "lifecell": ("*111#", "*121#")}
"""Codes for the balance and for what is left of the package: kyivstar.ua, vodafone.ua, lifecell.ua, 2024-2026."""

_ACCOUNT = re.compile(
    r"баланс|рахун|счет|счёт|balans|balance|ra[ck]?h?unk|rakhun|rahun|s[ch]?c?het\w*\b|\baccount|кошт|средств|koshti"
    r"|залиш|остат|остал|доступн|zalysh|zalish|ostat|ostal|dostupn|\bleft\b|remain|available|debt|борг|заборг|долг|borg"
)
_DEBT = re.compile(r"заборг|\bборг|\bдолг|задолж|zaborg|\bborg|\bdolg|\bdebt|\bowe")
_NOT_ACCOUNT = re.compile(
    r"бонус|bonus|подарун|подар|gift|кредит|credit|kredyt|kredit|ліміт|лимит|limit|мінім|миним|minim|поповн|пополн|popovn"
    r"|popoln|refill|top.?up|списан|знят|spysan|zniat|znyat|spisan|charged|варт|стоим|vart|stoim|price|cost|плат[аиуы]\b"
    r"|абонпл|abonpl|додатк|dodatk|дополн|позик|екстра|extra|ekstra|витрач|vytrach|потрач|spent|тариф|taryf|tarif"
)
_PRICE = re.compile(
    r"(?:\b(?:до|do|till|until|за|za|по|po|від|vid|от|ot|for|per|лише|всього|lyshe|всего|only)|[+])\s*\Z"
)
_RATE = re.compile(
    r"\s*(?:грн\w*|grn\w*|hrn\w*|uah|₴)?\.?\s*(?:/|на день|в день|na den|v den|за день|щодня|на добу|per )"
)
_PRICED = re.compile(rf"(?:\b(?:за|za|for|по|po)\s+|[-–:]\s*){AMOUNT}\s*(?:грн|grn|hrn|uah|₴|коп|kop)")
_LEFT = re.compile(r"залиш|остат|остал|доступн|zalysh|zalish|ostat|ostal|dostupn|\bleft\b|remain|available|маєте|\bє\b")
_USED = re.compile(r"використ|использ|vykoryst|ispolz|\bused\b|витрач|vytrach|потрач|spent")
_OFFER = re.compile(
    r"підключ[иі]|подключи|pidkl\w*(?:chy|chit|chai)\b|podkl\w*chi|замов[лт]|zamov|закаж|zakaz|\border|\bbuy|купи|kup[iy]"
    r"|придба|prydba|отрима[йт]|otrym|получи|poluchi|набер|nab[ey]r|надішл|надсил|nadishl|отправ|otprav|\bsend|актив(?:уй|ир)"
    r"|aktyvui|activate|\bget\b|ціна|цена|\btsina|подаруй"
)
_USED_UP = re.compile(
    r"вичерпан|закінчи|исчерпан|закончи|vycherpan|zakinch|ischerpan|zakonch|used up|exhausted|no sms left"
)
_IN_NETWORK = re.compile(
    r"в мереж|у мереж|в сет[иі]|v merezh|u merezh|v seti|on-?net|in network|на (?:київстар|киевстар|водафон|lifecell"
    r"|лайфсел|kyivstar|vodafone|life)|na (?:kyivstar|vodafone|lifecell|life)\b"
)
_OF_PACKAGE = re.compile(
    r"пакет|paket|package|послуг|poslug|услуг|uslug|оплат|oplat|платіж|платеж|оновл|обновл|renew|тариф|tar[iy]f"
)
_OF_NUMBER = re.compile(r"номер|nomer|\bnumber|sim\b|сім|сим-|поповн|пополн|popovn|popoln|top.?up|refill|бонус|bonus")
_COINS = re.compile(r"\s*(?:грн|гривень|grn|hrn|uah)\.?,?\s*(\d{1,2})\s*(?:коп|kop)")
_MARKER = re.compile(r"\{(\w+)\}")
_FIELDS = {
    "money": rf"(?P<money>[-–]?\s?{AMOUNT})",
    "left": rf"(?P<left>{COUNT})",
    "of": rf"(?P<of>{COUNT})",
    "date": dates.DATE,
}
_LONGEST_PACKAGE = timedelta(days=100)
_MOST = Decimal(10_000_000)


class BadPattern(SmsboxError):
    """A balance pattern cannot be used. Facts: `pattern`, `problem`."""

    key = "money.bad_pattern"
    exit_code = 78


@dataclass(frozen=True, slots=True)
class Understood:
    """What an answer says. `money` in units of `currency` (ISO 4217, None unknown); `left` of `of` SMS.

    `renews_on`: the date on which the package is renewed or ends.
    """

    money: Decimal | None = None
    currency: str | None = None
    left: int | None = None
    of: int | None = None
    renews_on: date | None = None


_NOTHING = Understood()


def code_for(operator: str | None, *, package: bool = False) -> str | None:
    """The USSD code of `operator` (as in [routing] prefixes) for the balance, or for the `package`; None: unknown."""
    codes = _CODES.get(operator or "")
    return codes[package] if codes else None


def understand(
    answer: str, operator: str | None = None, own: Sequence[str] = (), *, today: date | None = None
) -> Understood | None:
    """What `answer` says, None when it says nothing that is certain.

    `own` patterns come first, the first that fits; what they do not name is read as usual. `today` gives dates without
    a year theirs. Patterns that cannot be used are passed by (see `check_pattern`).
    """
    text = plain(answer)
    read = _read(text, operator, today)
    mine = _by_own(text, own, today)
    if mine is not None:
        named = {
            name: value for name in ("money", "left", "of", "renews_on") if (value := getattr(mine, name)) is not None
        }
        read = replace(read, **named)
    return read if read.money is not None or read.left is not None or read.renews_on is not None else None


def check_pattern(pattern: str) -> None:
    """Raise BadPattern when `pattern` can understand nothing."""
    _compiled(pattern)


# ── patterns of the configuration


def _by_own(text: str, own: Sequence[str], today: date | None) -> Understood | None:
    for pattern in own:
        try:
            found = _fit(_compiled(pattern), text)
        except BadPattern:
            continue
        if found is not None:
            return _of_fields(found, today)
    return None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> tuple[re.Pattern[str], ...]:
    """The pieces between the stars, each to be found behind the one before: no pattern can take long."""
    names = _MARKER.findall(pattern)
    if not names:
        raise BadPattern(pattern=pattern, problem="no {money}, {left}, {of} or {date}")
    if len(set(names)) < len(names) or not set(names) <= set(_FIELDS):
        raise BadPattern(pattern=pattern, problem=" ".join(f"{{{name}}}" for name in names))
    return tuple(_piece(piece) for piece in pattern.split("*") if piece.strip())


def _piece(piece: str) -> re.Pattern[str]:
    source = ""
    for place, part in enumerate(_MARKER.split(piece)):
        if place % 2:
            source += rf"(?<!\d){_FIELDS[part]}(?!\d|[.,]\d)"
        else:
            words = r"\s*".join(re.escape(word) for word in plain(part).split())
            source += (r"\s*" if part[:1].isspace() else "") + words + (r"\s*" if part[-1:].isspace() else "")
    return re.compile(source)


def _fit(pieces: tuple[re.Pattern[str], ...], text: str) -> dict[str, re.Match[str]] | None:
    fields: dict[str, re.Match[str]] = {}
    place = 0
    for piece in pieces:
        match = piece.search(text, place)
        if match is None:
            return None
        place = match.end()
        fields |= {name: match for name, value in match.groupdict().items() if value is not None}
    return fields


def _of_fields(fields: dict[str, re.Match[str]], today: date | None) -> Understood:
    money = fields["money"].group("money").replace("–", "-") if "money" in fields else None
    dated = next((fields[name] for name in ("d1", "d2", "d3", "d4") if name in fields), None)
    return Understood(
        money=None if money is None else (-1 if money[0] == "-" else 1) * number(money.lstrip("- ")),
        left=count(fields["left"].group("left")) if "left" in fields else None,
        of=count(fields["of"].group("of")) if "of" in fields else None,
        renews_on=None if dated is None else dates.of_match(dated, today),
    )


# ── what is built in


def _read(text: str, operator: str | None, today: date | None) -> Understood:
    text = unglued(text)
    found_dates = list(dates.find(text, today))
    found = list(figures(text, dates.places(text)))
    money = _money(found)
    left, of = _package(found, text)
    currency = None
    if money is not None:
        stated = [each.currency for each in (money, *found) if each.currency]
        currency = stated[0] if stated else "UAH" if operator in _CODES else None
    return Understood(
        money=None if money is None else _amount(money),
        currency=currency,
        left=left,
        of=of,
        renews_on=_renewal(found_dates, text, knows_package=left is not None, today=today),
    )


def _amount(figure: Figure) -> Decimal:
    coins = _COINS.match(figure.after)
    if coins is not None:
        figure = replace(figure, value=figure.value + Decimal(int(coins.group(1))).copy_sign(figure.value) / 100)
    owed = figure.value > 0 and _DEBT.search(figure.before) is not None
    return -figure.value if owed else figure.value


def _money(found: Sequence[Figure]) -> Figure | None:
    """The balance: the first figure an account word leads to; or the only figure of an answer that is nothing else."""
    for figure in found:
        if _is_balance(figure):
            return figure
    alone = [each for each in found if each.unit == "money" and _leads(each) and not _RATE.match(each.after)]
    return alone[0] if len(found) == 1 and alone else None


def _leads(figure: Figure) -> bool:
    """Whether nothing stands before the figure; or its currency alone, if no digits can have been cut off behind it."""
    return not figure.before.strip() or (is_currency(figure.before) and (not figure.cut or figure.decimals == 2))


def _is_balance(figure: Figure) -> bool:
    if figure.unit not in ("money", None) or figure.of is not None or abs(figure.value) > _MOST:
        return False
    if not _ACCOUNT.search(figure.before) or _NOT_ACCOUNT.search(figure.before) or figure.decimals > 3:
        return False
    if _PRICE.search(figure.before) or _RATE.match(figure.after):
        return False
    # Without its unit a figure must be the first one; at the very end of an answer digits may have been cut off.
    if figure.unit is None and (
        any(letter.isdigit() for letter in figure.before) or re.match(r"\s*[^\W\d]", figure.after)
    ):
        return _cut_unit(figure)
    return not figure.cut or figure.decimals == 2


def _cut_unit(figure: Figure) -> bool:
    """`45.00 gr` at the end of a cut answer."""
    return figure.decimals == 2 and figure.after.strip() in ("г", "гр", "g", "gr", "h", "hr", "u", "ua")


def _package(found: Sequence[Figure], text: str) -> tuple[int | None, int | None]:
    """What is left of the SMS package, and of how many."""
    claims = [claim for figure in found if (claim := _sms_left(figure)) is not None]
    everywhere = [claim for claim in claims if not claim[2]] or claims
    if everywhere:
        # Of several the largest: one that is too small would stop a shop.
        left, of, _ = max(everywhere, key=lambda claim: claim[0])
        return left, of
    for sentence in re.split(r"[.;!\n]", text):
        if _USED_UP.search(sentence) and re.search(r"\bsms|смс", sentence) and not re.search(r"\d", sentence):
            return 0, None
    return None, None


def _sms_left(figure: Figure) -> tuple[int, int | None, bool] | None:
    """(left, of, only within the network) when the figure counts SMS that are left."""
    if figure.unit != "sms" or figure.cut or figure.count is None:
        return None
    if _OFFER.search(figure.sentence) or _PRICE.search(figure.before):
        return None
    says_left = _LEFT.search(figure.sentence) is not None
    if not says_left and (_PRICED.search(figure.after) or _PRICED.match(figure.after.lstrip())):
        return None
    left, of = figure.count, figure.of
    if _USED.search(figure.before) and not _LEFT.search(figure.before):
        if of is None:
            return None
        left = of - left
    if left > _MOST or (of is not None and not 0 <= left <= of):
        return None
    return left, of, _IN_NETWORK.search(figure.before + figure.after) is not None


def _renewal(found: Sequence[dates.Found], text: str, *, knows_package: bool, today: date | None) -> date | None:
    """The date that goes with the package: named so, or the next months' only one in an answer about SMS."""
    for each in found:
        around = _around(text, each)
        if _OF_NUMBER.search(around):
            continue
        if _OF_PACKAGE.search(around):
            return each.day
        if knows_package and (today is None or abs(each.day - today) <= _LONGEST_PACKAGE):
            return each.day
    return None


def _around(text: str, found: dates.Found) -> str:
    """The sentence a date stands in, up to it."""
    begin = max(
        (match.end() for match in re.finditer(r"[;\n!]|\.(?=\s)|(?<=\D)\.(?=\D)", text[: found.start])), default=0
    )
    return text[begin : found.start]
