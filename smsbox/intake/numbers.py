"""Telephone numbers out of cells as shops have them: several in one, torn by spreadsheets, with words around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumberType

from smsbox.sms.msisdn import BadNumber, parse

_QUOTED = re.compile(r"""=?["'’‘`]+(.*?)["'’‘`]*""", re.DOTALL)
"""What keeps a spreadsheet from reckoning: a leading apostrophe, or ="067…"."""
_BROKEN = re.compile(r"#(?:[^\W_]+[/!?]?[^\W_]*[!?]?|#+)")
"""What a spreadsheet shows where it could not reckon: #N/A, #REF!, #ЗНАЧ!, ####."""
_WHOLE = re.compile(r"(\+?[0-9]{6,15})[.,]0{1,2}")
_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,2})")
_BETWEEN = re.compile(r"[,;/|\n\r\t]+|\s+(?:та|і|й|и|або|или|and|or|oraz|lub)\s+|\s{2,}", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[0-9])\s*(?=\+)")
_WITHIN = re.compile(r"\+?\(?[0-9](?:[ \u00a0()\u2010-\u2015.-]{0,3}[0-9]){8,14}")
"""Nine to fifteen digits with what people put between them, words around."""
_SPURIOUS_PLUS = re.compile(r"\+(?=8?0)")
_LETTER = re.compile(r"[^\W\d_]")
_COUNTED = re.compile(
    r"^[0-9]{1,4}[.)]\s+|^(?:тел|моб|tel|phone|т)\.?[: ]|\s(?:тел|моб|tel|phone|т)\.?:?$", re.IGNORECASE
)
"""What stands before a name in a list that is counted, and between a name and a number."""
_AROUND = " \u00a0-–—:,.="
_NO_QUOTES = str.maketrans('"', "'")
_LONGEST_LIST = 2000
"""Lines of a pasted list that are taken apart; a longer one is a column already."""
MOST = 5
"""Numbers of one cell that are kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of a cell in E.164, mobile ones first; `wrong`: why what stands there beside them is none, with the
    piece.
    """

    numbers: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...] = ()


def numbers_of(cell: str, country: str) -> Found:
    """The numbers in `cell` as somebody in `country` writes them. Nothing found: the first of `wrong` says why."""
    text = _unquoted(cell)
    if _BROKEN.fullmatch(text):
        return Found((), (("broken", text[:40]),))
    try:
        return Found((_read(text, country),))
    except BadNumber as error:
        reason = str(error.facts["reason"])
    found = next((found for pieces in _cuts(text) if (found := _each(pieces, country)).numbers), Found(()))
    if not found.numbers and reason not in ("scientific", "decimal", "control", "digits"):
        found = _each([each.group() for each in _WITHIN.finditer(text)], country)
    if found.numbers:
        return Found(_mobile_first(found.numbers)[:MOST], found.wrong)
    return Found((), ((reason, text[:40]),))


def is_number(cell: str, country: str) -> bool:
    """Whether nothing but numbers stands in `cell`."""
    found = numbers_of(cell, country)
    return bool(found.numbers) and not found.wrong


def _cuts(text: str) -> Iterator[list[str]]:
    """Ways to take a cell of several numbers apart, the plainest first; blanks only between what are whole numbers."""
    for pieces, whole in ((_BETWEEN.split(text), False), (_GLUED.split(text), True), (text.split(), True)):
        wanted = [piece for each in pieces if (piece := each.strip())]
        if len(wanted) > 1 and (not whole or all(_digits(each) > 8 for each in wanted)):
            yield wanted


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def one_a_line(text: str, country: str) -> str:
    """A pasted list in which nothing but numbers stands, with each of them in a line of its own; one of a notebook,
    with a name beside each number, as two columns; any other as it is.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if _is_notebook(lines):
        return "\n".join(map(_name_and_number, lines))
    found = [numbers_of(line, country) for line in lines[:_LONGEST_LIST]]
    if len(lines) > _LONGEST_LIST or any(_LETTER.search(line) for line in lines):
        return text
    if all(each.numbers and not each.wrong for each in found) and any(len(each.numbers) > 1 for each in found):
        return "\n".join(number for each in lines for number in _every(each, country))
    return text


def _is_notebook(lines: list[str]) -> bool:
    """Whether names stand beside numbers with nothing between that a table has."""
    if any("\t" in line or ";" in line for line in lines) or all("," in line for line in lines):
        return False
    beside = [line for line in lines if _LETTER.search(line) and len(_WITHIN.findall(line)) == 1]
    return len(lines) <= _LONGEST_LIST and len(beside) > len(lines) / 2


def _name_and_number(line: str) -> str:
    number = _WITHIN.search(line)
    if number is None:
        return f"\t{line.strip()}"
    name = _COUNTED.sub("", f"{line[: number.start()].strip()} {line[number.end() :].strip()}".strip())
    return f"{name.strip(_AROUND).translate(_NO_QUOTES)}\t{number.group()}"


def _every(line: str, country: str) -> tuple[str, ...]:
    pieces = next((pieces for pieces in _cuts(line)), [line])
    return _each(pieces, country).numbers


def _each(pieces: list[str], country: str) -> Found:
    """The number of each piece, words around it or not; pieces with hardly a digit say nothing."""
    numbers: list[str] = []
    wrong: list[tuple[str, str]] = []
    for piece in pieces:
        try:
            numbers.append(_read(piece, country))
        except BadNumber as error:
            within = _WITHIN.search(piece)
            if within is not None and within.group() != piece:
                more = _each([within.group()], country)
                numbers += more.numbers
                wrong += more.wrong
            elif _digits(piece) > 4:
                wrong.append((str(error.facts["reason"]), piece[:40]))
    return Found(tuple(dict.fromkeys(numbers)), tuple(wrong))


def _unquoted(cell: str) -> str:
    text = cell.strip()
    quoted = _QUOTED.fullmatch(text)
    return quoted[1].strip() if quoted else text


def _read(text: str, country: str) -> str:
    """Raises BadNumber."""
    text = _mended(_unquoted(text))
    try:
        return parse(text, country)
    except BadNumber:
        without = _SPURIOUS_PLUS.sub("", text, count=1)
        if without == text:
            raise
        return parse(without, country)


def _mended(text: str) -> str:
    """What a spreadsheet did to a number and can be undone without guessing: all its digits are still there."""
    whole = _WHOLE.fullmatch(text)
    if whole:
        return whole[1]
    written = _SCIENTIFIC.fullmatch(text)
    if written and len(written[2] or "") == int(written[3]):
        return written[1] + (written[2] or "")
    return text


def _mobile_first(numbers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(numbers, key=_is_fixed)) if len(numbers) > 1 else numbers


def _is_fixed(number: str) -> bool:
    return bool(phonenumbers.number_type(phonenumbers.parse(number, None)) == PhoneNumberType.FIXED_LINE)
