"""What surveys and forms share of asking: the shop's own sentences checked, options listed and understood; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smsbox.dialogs.flows.part import Part
from smsbox.dialogs.spoken import chosen
from smsbox.i18n.phrases import Phrase
from smsbox.sms.keywords import Kind, folded, understand, words_of
from smsbox.sms.matching import Named
from smsbox.wording.grammar import BadTemplate, Template

MOST_OPTIONS = 12
LONGEST_ASKED, LONGEST_OPTION, LONGEST_ANSWER = 200, 40, 300
_BRACES = set("{}")
_OF = re.compile(r"(\d+)\s*(?:/|з|із|из|of|z|на)\s*\d+", re.IGNORECASE)
"""4 of 5: the first number counts."""

SKIP = frozenset(
    (
        *("пропустити", "пропуск", "пропускаю", "пропусти", "далі", "дальше", "пропустить", "skip", "next", "pomin"),
        *("pominac", "dalej", "propustyty", "dali"),
    )
)
"""By which a question is left out."""
_IT = frozenset(
    ("it", "this", "question", "питання", "вопрос", "це", "это", "його", "цe", "to", "pytanie", "pls", "поки")
)
NOTHING = frozenset(("немає", "нема", "нет", "ні", "none", "no", "nothing", "brak", "nie", "nemaye", "nema"))
"""By which who has no answer says so."""
BACK = frozenset(
    (
        *("назад", "повернутись", "повернутися", "вернутися", "вернуться", "попереднє", "предыдущий", "back", "wstecz"),
        *("cofnij", "nazad", "previous"),
    )
)
"""By which one goes back to the question before."""
YES_TOO = frozenset(
    (
        *("вірно", "правильно", "верно", "усе", "все", "добре", "хорошо", "гаразд", "підтверджую", "подтверждаю"),
        *("correct", "right", "dobrze", "zgadza", "wszystko"),
    )
)
"""By which a summary is confirmed, beside YES."""


_YES_SIGNS, _NO_SIGNS = frozenset("👍👌✅✔🆗💯🤝"), frozenset("👎❌✖🚫")


@dataclass(frozen=True, slots=True)
class Choice:
    """Options to choose from, each with what it is called as well."""

    names: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """As customers read them."""
        return tuple(name for name, _ in self.names)

    @property
    def said(self) -> str:
        """1-кава, 2-чай; a scale is what it is."""
        if all(title == str(place) for place, title in enumerate(self.titles, 1)):
            return f"1-{len(self.names)}"
        return ", ".join(f"{place}-{title}" for place, title in enumerate(self.titles, 1))

    def named(self, text: str) -> Named:
        """Which of them `text` names."""
        stars = text.count("⭐") + text.count("★")
        if stars and self.titles[:1] == ("1",) and not any(map(str.isdigit, text)):
            return Named((str(stars),), plain=True) if stars <= len(self.names) else Named()
        said = _OF.sub(r"\1", text)
        return chosen(self.names, said)


def scale(most: int) -> Choice:
    """1 to `most`."""
    return Choice(tuple((str(each), (str(each),)) for each in range(1, most + 1)))


def choice(part: Part) -> Choice | None:
    """`options = [...]`, and `[….aliases]` with what each is called as well; None where there are none."""
    titles = part.texts("options") if part.has("options") else ()
    also = part.table("aliases") if part.has("aliases") else None
    wrong = _wrong_options(titles) if part.has("options") else None
    if wrong is not None:
        part.wrong("options", wrong)
        return None
    more = {title: also.texts(title) if also is not None and also.has(title) else () for title in titles}
    return Choice(tuple((title, (title, *more[title])) for title in titles)) if titles else None


def _wrong_options(titles: Sequence[str]) -> Phrase | None:
    told = [folded(each) for each in titles]
    if not 2 <= len(titles) <= MOST_OPTIONS or len(set(told)) < len(told) or "" in told:
        return Phrase("2 to {most} different answers are wanted", most=MOST_OPTIONS)
    for each in titles:
        if len(each) > LONGEST_OPTION or _BRACES & set(each):
            return Phrase("“{option}” is too long, or has braces in it", option=each)
        meant = understand(each)
        if meant.kind in (Kind.STOP, Kind.START, Kind.HELP, Kind.PHRASE) or meant.cancels:
            return Phrase("“{option}” means something already: it leaves, cancels or asks for help", option=each)
    return None


def sentence(part: Part, key: str) -> str:
    """A text of the shop that has to be there, a template: whatever is put in needs something to fall back to."""
    text = part.text(key, longest=LONGEST_ASKED)
    return checked(part, key, text)


def checked(part: Part, key: str, text: str) -> str:
    """`text` itself, with what is wrong in its braces told at `key`."""
    try:
        needed = Template.parse(text).needed
    except BadTemplate as bad:
        part.wrong(key, Phrase("braces cannot be read at “{near}”", near=str(bad.facts["near"])))
        return ""
    if needed:
        part.wrong(key, Phrase("{{{field}}} is not known of everybody: write {{{field}|…}}", field=needed[0]))
    return text


def once_each(parts: Sequence[tuple[Part, str]], key: str) -> None:
    """No two tables may be called the same at `key`."""
    seen: set[str] = set()
    for part, name in parts:
        if name and name in seen:
            part.wrong(key, Phrase("“{word}” stands there twice", word=name))
        seen.add(name)


def asks_for(words: Sequence[str], known: frozenset[str]) -> bool:
    """Whether a message is one of those, perhaps with "it" behind it; "next Monday" is not."""
    return (
        bool(words)
        and words[0] in known
        and all(word in known or word in _IT for word in words[1:2])
        and len(words) < 3
    )


def agreed(text: str) -> bool | None:
    """Whether `text` says yes or no, in more words than one, too ("так, все вірно", "ні, дата інша"); None: neither."""
    kind = understand(text).kind
    words = words_of(text)
    if not words:
        return True if _YES_SIGNS & set(text) else False if _NO_SIGNS & set(text) else None
    if kind not in (Kind.YES, Kind.NO) and words:
        kind = understand(words[0]).kind
    if kind in (Kind.YES, Kind.NO):
        return kind is Kind.YES
    return True if 0 < len(words) <= 3 and YES_TOO.issuperset(words) else None


def tidy(text: str, most: int = LONGEST_ANSWER) -> str:
    """An answer in his own words, in one line."""
    return " ".join(text.replace("\0", " ").split())[:most].strip()
