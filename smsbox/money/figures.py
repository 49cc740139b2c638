"""The figures in an operator's answer, each with what it counts: money, SMS, minutes, megabytes; pure.

Answers come in four languages, are cut anywhere, put the unit before or behind the figure, and advertise in between.
What is not certain is no figure: a wrong one could stop a shop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

COUNT = r"(?:\d{1,3}(?:[ ,.']\d{3})+|\d+)"
AMOUNT = r"(?:\d{1,3}(?:[ ,.']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?)"
"""A figure with thousands parted by a space, comma, point or apostrophe, or without; decimals behind either sign."""

_UNITS = (
    ("money", r"грн\w*|гривен\w*|гривн\w*|grn\w*|hrn\w*|hryv\w*|uah|₴|руб\w*|rub\w*|eur|€|usd|\$|zł|pln|(?:р|r)\b\.?"),
    ("small", r"коп\w*|kop\w*"),
    (
        "sms",
        r"(?:sms|смс)(?:\s?[/+]\s?(?:mms|ммс))?(?![a-zа-яіїє])|повідомлен\w*|povidomlen\w*|сообщен\w*|soobsh?chen\w*|messages?\b|texts?\b",
    ),
    ("minutes", r"хв\b\.?|хвилин\w*|hv\b|khv\b|hvylyn\w*|хв\w*|мин\w*|min\b|minut\w*|сек\w*|sek\w*|sec\w*"),
    ("data", r"[мгк]б\w*|[mgkt]b\b|мегаб\w*|гігаб\w*|гигаб\w*|megab\w*|gigab\w*|[мг]байт\w*"),
    (
        "other",
        r"mms|ммс|д(?:ень|ня|ні|нів|ней|іб)\b|доб\w*|d(?:en|ni|niv|ney|nya)\b'?|days?\b|тижн\w*|tyzhn\w*|недел\w*",
    ),
    ("other", r"міс\w*|мес\w*|mis\w*|рок\w*|років|лет\b|weeks?\b|months?\b"),
    ("other", r"%|бал(?:и|ів|ов|лов)\b|bal(?:y|iv)\b|points?\b|бонус\w*|bonus\w*|год\w*|hod\w*|час\w*|hours?\b|раз\w*"),
)
_WORD = re.compile(
    r"(?<![^\W\d_])(?:" + "|".join(f"(?P<u{number}>{words})" for number, (_, words) in enumerate(_UNITS)) + ")"
)
_FIGURE = re.compile(rf"(?<![\w.,*#+])(?P<sign>[-–]\s?|мінус |минус |minus )?(?P<n>{AMOUNT})")
_OF = re.compile(rf"\s*(?:/|(?:[^\W\d]+\s+)?\b(?:з|із|из|z|iz|of|out of)\b)\s*(?P<of>{AMOUNT})")
_NO_FIGURES = re.compile(
    r"\*[\d*]+#?|#|\+?\d{9,}|\d+:\d\d(?::\d\d)?|\b[345]g\b\+?|(?<!\w)'[^'\n]{1,40}'(?!\w)|\"[^\"\n]*\"|«[^»\n]*»"
)
"""USSD codes, numbers of phones and cards, times of day and minutes with seconds, names of plans in quotes."""

_PART = re.compile(r"[;\n]|,(?!\d)|(?<!\d),|[.!?](?=\s|$)|(?<=\D)\.(?=\D)")
_SENTENCE = re.compile(r"[;\n!?]|\.(?=\s|$)|(?<=\D)\.(?=\D)")
_CURRENCY_FIRST = re.compile(
    r"(?<![^\W\d_])(?P<sign>[-–]?)(?P<unit>uah|грн|grn|hrn|usd|eur|pln|[₴$€])\.?\s?(?P<minus>[-–]?)(?=\d)"
)
_LETTER = re.compile(r"[^\W\d_]|[₴€$%]")
_ADJACENT = re.compile(r"[\s-]{0,3}\Z")
_TOWARDS = re.compile(r"\b(?:на|na|до|do|за|za|по|po|to|№)\s*\Z")
"""`SMS to 8870` counts no SMS."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, as an amount (`value`) and as a number of things (`count`, None: it is not whole).

    `unit`: money, small (hundredths of money), sms, minutes, data, other, None when there is none. `before` is its part
    of the text up to it, `after` the rest of that part, `sentence` all around both. `cut`: no word follows in the text,
    so that digits may have been cut off. `of`: the second figure of "412 of 1,000".
    """

    value: Decimal
    count: int | None
    unit: str | None
    currency: str | None
    before: str
    after: str
    sentence: str
    of: int | None = None
    cut: bool = False
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class _Unit:
    kind: str
    start: int
    end: int
    word: str


def plain(text: str) -> str:
    """The text in lower case with one kind of space, dash and apostrophe, brackets as spaces, menus without numbers."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub(r"[‘’ʼ`´]", "'", text)
    text = re.sub(r"[−‒—]", "–", text).replace("\u00ad", "").replace("\u200b", "")
    text = re.sub(r"^\s*\d{1,2}[.)]\s*(?=[^\W\d])", "", text, flags=re.MULTILINE)
    text = re.sub(r"[()\[\]\t\v\f ]+", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r" ?\n[ \n]*", "\n", text).strip()


def unglued(text: str) -> str:
    """`uah45.20`, `-uah 5`, `uah-5` of a `plain` text as `uah 45.20`, `uah -5`; not what stands behind a figure."""

    def part(found: re.Match[str]) -> str:
        if re.search(r"\d\s?\Z", text[: found.start()]):
            return found.group()
        return f"{found['unit']} {'-' if found['sign'] or found['minus'] else ''}"

    return _CURRENCY_FIRST.sub(part, text)


def is_currency(text: str) -> bool:
    """Whether `text` names a currency and nothing else."""
    unit = _WORD.fullmatch(text.strip(" :"))
    return unit is not None and _kind(unit) == "money"


def number(text: str) -> Decimal:
    """What AMOUNT matched. Groups of three are thousands, unless a lone point or a zero before says decimals."""
    digits = text.replace(" ", "").replace("'", "")
    signs = [each for each in digits if each in ".,"]
    if len(signs) > 1:
        last = digits[max(digits.rfind("."), digits.rfind(",")) :]
        decimals = "" if signs[0] == signs[-1] and len(last) == 4 else last
        whole = digits[: len(digits) - len(decimals)]
        return Decimal(re.sub(r"[.,]", "", whole) + decimals.replace(",", "."))
    if signs == [","] and re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        return Decimal(digits.replace(",", ""))
    return Decimal(digits.replace(",", "."))


def count(text: str) -> int | None:
    """What AMOUNT matched where things are counted: groups of three are always thousands, `34.0` is 34."""
    if re.fullmatch(r"\d{1,3}(?:[ ,.']\d{3})+", text):
        return int(re.sub(r"\D", "", text))
    whole = re.fullmatch(r"(\d+)(?:[.,]0+)?", text)
    return int(whole.group(1)) if whole else None


def figures(text: str, masked: Sequence[tuple[int, int]] = ()) -> Iterator[Figure]:
    """The figures of a `plain` text in their order, those between the `masked` places (dates) left out."""
    text = _blank(text, [*masked, *(match.span() for match in _NO_FIGURES.finditer(text))])
    open_from = max((match.end() for match in _LETTER.finditer(text)), default=0)
    for sentence in _spans(_SENTENCE, text, 0, len(text)):
        for part in _joined(text, _spans(_PART, text, *sentence)):
            yield from _figures_of(text, part, text[slice(*sentence)], open_from)


def _blank(text: str, places: list[tuple[int, int]]) -> str:
    """`text` with these places made unreadable."""
    letters = list(text)
    for start, end in places:
        letters[start:end] = "\1" * (end - start)
    return "".join(letters)


def _spans(at: re.Pattern[str], text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces of `text` between `begin` and `end`; a heading on a line of its own stays with the line below it."""
    for match in at.finditer(text, begin, end):
        heading = match.group() == "\n" and not re.search(r"\d", text[begin : match.start()])
        if not heading:
            yield begin, match.start()
            begin = match.end()
    yield begin, end


def _joined(text: str, pieces: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """`pieces`, those without a figure together with the next one."""
    begin: int | None = None
    for start, end in pieces:
        begin = start if begin is None else begin
        if re.search(r"\d", text[start:end]):
            yield begin, end
            begin = None


def _figures_of(text: str, span: tuple[int, int], sentence: str, open_from: int) -> Iterator[Figure]:
    """The figures of the part `span`; what stands behind `open_from` may lack digits that were cut off."""
    part = text[slice(*span)]
    units = [_Unit(_kind(match), match.start(), match.end(), match.group()) for match in _WORD.finditer(part)]
    first = re.search(r"\d", part)
    unit_first = bool(units) and first is not None and units[0].start < first.start()
    taken_until = 0
    for match in _FIGURE.finditer(part):
        if match.start() < taken_until:
            continue
        total = _total_of(part, units, match.end())
        taken_until = total.end() if total is not None else match.end()
        inside = [each for each in units if match.end() <= each.start and each.end <= taken_until]
        unit = inside[0] if inside else _unit_of(part, units, match.start(), taken_until, unit_first=unit_first)
        digits, of_is_whole = match.group("n"), span[0] + taken_until < open_from
        value, minus = number(digits), _negative(match, part)
        yield Figure(
            value=-value if minus else value,
            count=None if minus else count(digits),
            unit=unit.kind if unit else None,
            currency=_currency(unit.word) if unit else None,
            before=part[: match.start()],
            after=part[taken_until:],
            sentence=sentence,
            of=count(total.group("of")) if total is not None and of_is_whole else None,
            cut=span[0] + match.end() >= open_from,
            decimals=_decimals(digits, thousands=unit is not None and unit.end <= match.start()),
        )


def _decimals(digits: str, *, thousands: bool) -> int:
    """How many decimals there surely are; in the English way, `thousands`, `1,04` may be the beginning of `1,045`."""
    parts = re.split(r"[.,]", digits)
    return 0 if len(parts) == 1 or (thousands and "." not in digits) else len(parts[-1])


def _total_of(part: str, units: list[_Unit], end: int) -> re.Match[str] | None:
    """The `of 1,000` behind a figure; none when what follows is counted in something else: `100 SMS / 30 days`."""
    match = _OF.match(part, end)
    if match is None:
        return None
    inside = [each.kind for each in units if end <= each.start and each.end <= match.start("of")]
    behind = [
        each.kind for each in units if each.start >= match.end() and _ADJACENT.match(part[match.end() : each.start])
    ]
    return None if inside and behind and inside[0] != behind[0] else match


def _negative(match: re.Match[str], part: str) -> bool:
    """Whether the dash before a figure is a minus: `-5`, `: - 5`; in `Баланс - 5` it only parts."""
    sign = match.groupdict().get("sign")
    if not sign:
        return False
    if sign[0] not in "-–":
        return True
    return not sign[1:] or part[: match.start()].rstrip().endswith((":", "=")) or not part[: match.start()].strip()


def _kind(match: re.Match[str]) -> str:
    return _UNITS[int((match.lastgroup or "u0")[1:])][0]


def _unit_of(part: str, units: list[_Unit], start: int, end: int, *, unit_first: bool) -> _Unit | None:
    """The unit of the figure between `start` and `end`: the word right behind it, or the one before in lists that put
    units first.
    """
    after = next((each for each in units if each.start >= end and _ADJACENT.match(part[end : each.start])), None)
    before = next((each for each in reversed(units) if each.end <= start), None)
    if before is None or not unit_first or re.search(r"\d", part[before.end : start]):
        return after
    if after is None:
        return None if _TOWARDS.search(part[:start]) else before
    if after.kind == "sms" and before.kind in ("minutes", "data"):
        # `Min 20 SMS 100`, or the beginning of it.
        return before
    leads_on = re.match(r"[\s:=–-]*\d", part[after.end :])
    return before if leads_on else after


def _currency(word: str) -> str | None:
    if re.match(r"гр|hr|gr|uah|₴|коп|kop", word):
        return "UAH"
    return {"€": "EUR", "$": "USD", "zł": "PLN"}.get(word) or (word.upper() if word in ("eur", "usd", "pln") else None)
