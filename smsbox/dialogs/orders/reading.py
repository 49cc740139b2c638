"""What somebody orders, read out of his own words: amounts and goods in whatever order, spelling and grammar; pure.

"11 троянд і 3 тюльпани", "R1 x3, T2", "троянда 11 тюльпан х5", "дві піци маргарита", "101-2". What may be several goods
is told as all of them, and what nobody sells is told as it was written: nothing is guessed at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smsbox.dialogs.orders.goods import Catalogue
from smsbox.dialogs.orders.naming import Index, index_of
from smsbox.dialogs.orders.tokens import HALF, PLACED, Token, tokens_of
from smsbox.dialogs.orders.words import EACH, INSTEAD, JOINING, NOISE, PLACE, REMOVE, TIMES, UNITS, WAYS

MOST = 9999
"""A greater number is no amount: a telephone, a sum, a year's worth of something."""

_BREAKS = frozenset(",;\n&+.!?")
_SHOWN = 30
"""Characters of what nobody sells that are told back."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing somebody wants: the codes it may mean, how many pieces (None: he does not say), as he called it.
    `away`: he does not want it any more, all of it or so many.
    """

    codes: tuple[str, ...]
    amount: int | None
    said: str
    away: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What a text orders. `unknown`: what he wants and nobody sells; `number`: the one number in a text without goods;
    `more`: beside it something is said that people should read.
    """

    wanted: tuple[Wanted, ...] = ()
    unknown: tuple[str, ...] = ()
    number: int | None = None
    more: bool = False


@dataclass(slots=True)
class _Mention:
    codes: frozenset[str]
    words: list[str]
    amount: int | None = None
    open: bool = True
    near: bool = True
    away: str = ""


@dataclass(slots=True)
class _Segment:
    mentions: list[_Mention] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    more: bool = False
    each: bool = False


def listed(text: str, catalogue: Catalogue) -> Listed:
    """Read `text` as an order of goods of `catalogue`."""
    index = index_of(catalogue)
    parts = [_segment(tokens, index) for tokens in _segments(tokens_of(text, index))]
    mentions: list[_Mention] = []
    for part in parts:
        if not part.mentions and len(part.numbers) == 1 and not part.more and mentions and mentions[-1].amount is None:
            mentions[-1].amount = part.numbers.pop()  # "троянда, 11 шт"
        mentions += part.mentions
        if part.each and part.mentions:
            for mention in mentions:
                mention.amount = part.mentions[-1].amount if mention.amount is None else mention.amount
    numbers = [number for part in parts for number in part.numbers]
    unknown = tuple(dict.fromkeys(said for part in parts for said in part.unknown))
    number = numbers[0] if len(numbers) == 1 and not mentions and not unknown else None
    more = any(part.more for part in parts)
    return Listed(tuple(_wanted(mentions, index)), unknown, number, more)


def _wanted(mentions: Iterable[_Mention], index: Index) -> Iterator[Wanted]:
    """Each goods once, with all its pieces."""
    found: dict[tuple[str, ...], Wanted] = {}
    for each in mentions:
        codes = index.meant(each.codes, each.words)
        before = found.get(codes)
        amount = each.amount
        if before is not None and before.amount is not None:
            amount = before.amount + (each.amount or 0)
        found[codes] = Wanted(codes, amount, " ".join(each.words), bool(each.away))
    yield from found.values()


# ── segments


def _segments(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in tokens:
        if token.said in _BREAKS or (token.said in JOINING and not token.codes):
            yield part
            part = []
        else:
            part.append(token)
    yield part


# ── one segment


def _segment(tokens: list[Token], index: Index) -> _Segment:
    found = _Segment()
    if any(token.said == HALF for token in tokens):
        said = [token.said for token in tokens if token.said not in NOISE and token.said != HALF]
        return _Segment(unknown=[" ".join(said)[:_SHOWN]] if said else [], more=True)
    place = any(token.said in PLACE or token.said == PLACED for token in tokens)
    amount_first: bool | None = None
    pending: int | None = None
    times, away = False, ""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        last = found.mentions[-1] if found.mentions else None
        codes = _goods_of(token, tokens[at + 1 :], last, index)
        narrows = token.value is not None and last is not None and last.open and _narrows(token, last, pending, index)
        if narrows and last is not None:
            last.codes &= index.words[token.said]
        elif codes:
            if amount_first is None:
                amount_first = pending is not None
            pending = _take(found, _Mention(codes, [token.said], away=away), pending)
        elif token.value is not None:
            found.each = found.each or (at > 0 and tokens[at - 1].said in EACH)
            value, at = _spoken(tokens, at)
            free = last is not None and _awaits(last, tokens[at + 1 :])
            if amount_first is None:
                amount_first = last is None
            if last is not None and free and (times or not amount_first):
                last.amount = value if value <= MOST else None
            else:
                pending = value
        elif token.said not in UNITS:
            _beside(found, token)
        times, away = token.said in TIMES, _away(token, away)
        at += 1
    _end(found, tokens, pending, place=place)
    return found


def _away(token: Token, before: str) -> str:
    """The word by which the next goods are not wanted: "без троянд"; but "без цибулі 2 піци" is about onions."""
    if token.said in INSTEAD | REMOVE:
        return token.said
    return before if token.value is not None or token.said in NOISE | UNITS else ""


def _goods_of(token: Token, behind: Sequence[Token], last: _Mention | None, index: Index) -> frozenset[str]:
    """What goods a token names. Digits that are a code are an amount where one is waited for, or before goods."""
    if token.codes and token.digits:
        waits = last is not None and last.open and last.amount is None
        then = next((each for each in behind if each.said not in UNITS), None)
        named = then is not None and then.value is None and bool(then.codes or index.word(then.said))
        return frozenset() if waits or named else token.codes
    if token.codes:
        return token.codes
    if token.value is not None or token.said in NOISE or token.said in UNITS or token.said in PLACE:
        return index.words.get(token.said, frozenset()) if token.value is None else frozenset()
    return index.word(token.said)


def _narrows(token: Token, last: _Mention, pending: int | None, index: Index) -> bool:
    """Whether a number is a part of the name: "дві піци 30"."""
    codes = index.words.get(token.said, frozenset()) & last.codes
    return bool(codes) and (len(last.codes) > 1 or last.amount is not None)


def _take(found: _Segment, new: _Mention, pending: int | None) -> int | None:
    """Another word of the same goods, or other goods."""
    last = found.mentions[-1] if found.mentions else None
    if last is not None and last.open and pending is None and last.codes & new.codes:
        last.codes &= new.codes
        last.words += new.words
        return None
    new.amount = pending if pending is None or pending <= MOST else None
    found.mentions.append(new)
    return None


def _awaits(last: _Mention, behind: Sequence[Token]) -> bool:
    """Whether a number says how many of what was named last: right behind it, or behind other words about it ("троянди
    червоні 11 шт") where it cannot belong to anything else.
    """
    if last.amount is not None or last.away in INSTEAD:
        return False
    return last.open or (last.near and (not behind or behind[0].said in UNITS))


def _spoken(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The number that begins at `at`, of several words where it has some ("сто двадцять п'ять"), and its last place."""
    value = tokens[at].value or 0
    while at + 1 < len(tokens) and not tokens[at].digits and not tokens[at + 1].digits:
        more = tokens[at + 1].value
        if more is None or value <= 10 or not more or value % 10 ** len(str(more)):
            break
        value, at = value + more, at + 1
    return value, at


def _beside(found: _Segment, token: Token) -> None:
    """A word that is neither goods nor an amount."""
    if found.mentions and token.said not in NOISE | WAYS:
        found.mentions[-1].open = False
        if token.said in PLACE or token.said == PLACED:
            found.mentions[-1].near = False
    if token.said not in NOISE | WAYS:
        found.more = True


def _end(found: _Segment, tokens: Sequence[Token], pending: int | None, *, place: bool) -> None:
    """What is left of the numbers."""
    if pending is None:
        return
    said = [token.said for token in tokens if token.value is None and token.said not in UNITS | NOISE]
    if not found.mentions and said and not place:
        found.unknown.append(" ".join(said)[:_SHOWN])
        found.more = False
    elif not found.mentions and not place:
        found.numbers.append(pending)
    else:
        found.more = True


def lines(wanted: Iterable[Wanted]) -> Mapping[str, int]:
    """What is clear of it: code → pieces, one where he does not say how many."""
    return {each.codes[0]: 1 if each.amount is None else each.amount for each in wanted if len(each.codes) == 1}
