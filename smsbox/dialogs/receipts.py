"""Codes on receipts and packages: what they look like, and how they are found in what customers write; pure.

A pattern is written with `#` for a digit, `@` for a letter, `*` for either; whatever else stands in it is written so by
everybody, or left out. Blanks and hyphens do not count, nor does the alphabet of letters that look alike; who reads О
for 0 is understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from smsbox.coupons.codes import checks, folded
from smsbox.sms.counting import number_of
from smsbox.sms.keywords import folded as plain

NONE, LUHN, OWN = "none", "luhn", "smsbox"
CHECKS = (NONE, LUHN, OWN)
"""What the last sign of a code is good for: nothing, the sum of Luhn, the one of the codes that smsbox prints."""

FEWEST, MOST = 3, 24
"""Signs of a code."""
_TEN = 10
_ZERO = frozenset(("0", "нуль", "ноль", "zero", "нулик"))
_PIECES = 6
"""Into so many pieces a code may be written."""
_DIGIT = str.maketrans("OQILZЗЧSБGB", "00112345668")
_LETTER = str.maketrans("01", "OI")
_EITHER = str.maketrans("OIL", "011")
_SLOTS = "#@*"
_SAMPLE = {"#": "1234567890", "@": "ABCEHKMPTX", "*": "4A7K2M9C3H"}

_ASIDE = re.compile(
    r"\b[0-3]?\d[./][01]?\d(?:[./](?:20)?\d\d)?\b(?!\d)"  # a day: 20.11, 20.11.2026
    r"|\b(?:20)\d\d-[01]\d-[0-3]\d\b"
    r"|\b[0-2]?\d:[0-5]\d(?::[0-5]\d)?\b"  # an hour
    r"|\b\d+(?:[.,]\d\d?)?\s*(?:грн|uah|₴|руб|zł|zl|eur|€|\$|шт|кг)\w*"  # a price, an amount
    r"|\b\d+[.,]\d\d\b(?!\d)"
    r"|\+\d[\d\s()-]{8,16}\d",  # a telephone
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W_]+")
_BEHIND_LETTERS = re.compile(r"[^\W\d_]+(?=\d)")
_LOOSE = re.compile(r"[\s-]{1,3}")


@dataclass(frozen=True, slots=True)
class Code:
    """`key`: by which it is compared; `shown`: as customers are told it."""

    key: str
    shown: str

    def of(self, day: date) -> Code:
        """The code of a till that begins anew each day: with the day of the receipt behind it."""
        return Code(f"{self.key}{day:%d%m%Y}", f"{self.shown} {day:%d.%m.%Y}")


@dataclass(frozen=True, slots=True)
class _Token:
    said: str
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """How codes of one kind are `written`, and what is known of their last sign."""

    written: str
    check: str = NONE

    @property
    def slots(self) -> str:
        """One character for each sign of a code."""
        return "".join(each if each in _SLOTS else folded(each) for each in self.written)

    @property
    def example(self) -> str:
        """A code that looks right."""
        sample = {slot: iter(signs * 3) for slot, signs in _SAMPLE.items()}
        return "".join(next(sample[each]) if each in sample else each for each in self.written)

    @property
    def good(self) -> bool:
        """Whether there is anything to tell codes by."""
        slots = self.slots
        return FEWEST <= len(slots) <= MOST and sum(each in _SLOTS for each in slots) >= FEWEST

    def read(self, said: str) -> tuple[str, int] | None:
        """The key of `said` (folded) and how many of its signs had to be read as others; None when it is no code."""
        slots = self.slots
        own = len(slots) - len(slots.lstrip("".join(set(slots) - set(_SLOTS)) or " "))
        if own and len(said) == len(slots) - own:
            said = slots[:own] + said  # who leaves out the beginning that all have
        if len(said) != len(slots):
            return None
        signs = [_sign(slot, sign) for slot, sign in zip(slots, said, strict=True)]
        if None in signs:
            return None
        key = "".join(filter(None, signs))
        mended = sum(a != b and slot != "*" for slot, a, b in zip(slots, said, key, strict=True))
        digits = sum(slot == "#" and sign.isdigit() for slot, sign in zip(slots, said, strict=True))
        if mended > max(1, len(slots) * 2 // 5) or ("#" in slots and not digits):
            return None
        return key, mended

    def fits(self, key: str) -> bool:
        """Whether its last sign is the right one."""
        body = "".join(sign for slot, sign in zip(self.slots, key, strict=True) if slot in _SLOTS)
        return _luhn(body) if self.check == LUHN else checks(body) if self.check == OWN else True


def _sign(slot: str, sign: str) -> str | None:
    """What `sign` is in that place; None when it cannot stand there."""
    if slot == "#":
        sign = sign.translate(_DIGIT)
        return sign if sign.isascii() and sign.isdigit() else None
    if slot == "@":
        sign = sign.translate(_LETTER)
        return sign if sign.isalpha() else None
    if slot == "*":
        return sign.translate(_EITHER) if sign.isascii() else None
    return slot if sign == slot or sign.translate(_LETTER) == slot or sign.translate(_DIGIT) == slot else None


def _luhn(digits: str) -> bool:
    if not (digits.isascii() and digits.isdigit()):
        return False
    doubled = (int(each) * (1 + place % 2) for place, each in enumerate(reversed(digits)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


_BESIDE = (
    "і й та и a а too плюс ось от вот ще еще also one more and jeszcze oto i чек чеки чека чеку чеків один одна "
    "одну одне другий другого другой второй третій третий наступний следующий новий новый додаю додайте добавляю "
    "добавьте тримайте держите надсилаю відправляю отправляю шлю мій мой моя маю є есть номер номери код коди "
    "дякую спасибо вам добрий день вечір привіт привет будь ласка пожалуйста another here here's heres is my next "
    "second new receipt receipts number code please thanks hi hello mam kolejny drugi nowy paragon numer kod "
    "dzień dobry dziękuję proszę"
)
_ONE_MORE = frozenset(_BESIDE.split())


def find(text: str, patterns: tuple[Pattern, ...], most: int = 10) -> list[Code]:
    """The codes in `text`, each once, in their order, at most `most`; days, hours, prices and telephones are none.
    Where there is none in digits, they are looked for as they are dictated: "сім два два".
    """
    return _found(text, patterns, most) or _found(_in_digits(text), patterns, most)


def _in_digits(text: str) -> str:
    """Digits that are said one by one as one number; "" where there are none."""
    said = [word.casefold().strip(",.:;!") for word in text[:1000].split()]
    digits = [0 if word in _ZERO else number_of(word) for word in map(plain, said)]
    found = [str(each) if each is not None and each < _TEN else " " for each in digits]
    return "".join(found) if sum(each != " " for each in found) >= FEWEST else ""


def _found(text: str, patterns: tuple[Pattern, ...], most: int) -> list[Code]:
    text = _ASIDE.sub(" ; ", unicodedata.normalize("NFKC", text[:1000].replace("№", " ; ")))
    tokens = [_Token(folded(each.group()), each.start(), each.end()) for each in _TOKEN.finditer(text)]
    spans = list(_spans(text, tokens, patterns))
    taken = {place for begins, ends, _ in spans for place in range(begins, ends)}
    whole = (code for begins, ends, code in spans if ends - begins == 1 or not _torn(text, tokens, begins, ends, taken))
    return list({code.key: code for code in whole}.values())[:most]


def only(text: str, patterns: tuple[Pattern, ...]) -> bool:
    """Whether `text` is nothing but codes, perhaps with their day or hour: "і ще 1234569, 1234570"."""
    keys = [code.key for code in find(text, patterns, most=50)]
    words = _ASIDE.sub("", text).split()
    rest = "".join(folded(word) for word in words if word.casefold().strip(",.:;!()–-") not in _ONE_MORE)
    return bool(keys) and len(rest) <= sum(map(len, keys))


def _spans(text: str, tokens: list[_Token], patterns: tuple[Pattern, ...]) -> Iterator[tuple[int, int, Code]]:
    at = 0
    while at < len(tokens):
        found = _best(text, tokens, at, patterns)
        if found is None:
            at += 1
            continue
        ends, code = found
        yield at, ends, code
        at = ends


def _best(text: str, tokens: list[_Token], at: int, patterns: tuple[Pattern, ...]) -> tuple[int, Code] | None:
    """The code that begins with this token, with as little to mend and in as few pieces as there is."""
    found: list[tuple[int, int, Code]] = []
    said = ""
    for ends in range(at + 1, min(at + _PIECES, len(tokens)) + 1):
        if ends - at > 1 and not _LOOSE.fullmatch(text[tokens[ends - 2].ends : tokens[ends - 1].begins]):
            break
        said += tokens[ends - 1].said
        ways = [said] if ends - at > 1 else [said, _BEHIND_LETTERS.sub("", said)]
        for pattern in patterns:
            read = next((each for way in ways if (each := pattern.read(way)) is not None), None)
            if read is not None and (ends - at == 1 or any(map(str.isdigit, said))):
                found.append((read[1], ends, Code(read[0], _shown(pattern, read[0]))))
    return min(found, key=lambda each: each[:2])[1:] if found else None


def _shown(pattern: Pattern, key: str) -> str:
    """The code as the pattern is written, its blanks and hyphens with it."""
    signs = iter(key)
    return "".join(next(signs) if each in _SLOTS or each.isalnum() else each for each in pattern.written)


def _torn(text: str, tokens: list[_Token], begins: int, ends: int, taken: set[int]) -> bool:
    """Whether these pieces belong to something longer, such as a telephone number."""
    for mine, other in ((begins, begins - 1), (ends - 1, ends)):
        if not 0 <= other < len(tokens) or other in taken or not tokens[other].said.isdigit():
            continue
        first, second = sorted((mine, other))
        if _LOOSE.fullmatch(text[tokens[first].ends : tokens[second].begins]):
            return True
    return False
