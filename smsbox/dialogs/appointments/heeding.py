"""What words mean in a talk about appointments: yes and no, a command, a service, a person, a number; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smsbox.dialogs.appointments import texts
from smsbox.dialogs.appointments.calendar import Plan, Service
from smsbox.dialogs.moves import Heard
from smsbox.sms.keywords import Kind, folded, words_of
from smsbox.sms.matching import find, options

_THANKED = (
    "дякую дякуємо дяки дяка спасибі спасибо спс благодарю thanks thank thx dziekuje dzieki dyakuyu diakuiu "
    "spasibo spasybi"
)
_THANKS = frozenset(_THANKED.split())
_BETWEEN = re.compile(r"[,;+&\n]|(?<!\w)(?:і|й|та|и|and|plus|плюс|ще|еще|oraz|i|потім|потом)(?!\w)", re.IGNORECASE)
_NUMBERS = re.compile(r"[1-9](?:(?:\s*[,;+&]\s*|\s+(?:і|й|та|и|and|i)\s+)[1-9])+")
_NOT = re.compile(r"(?<!\w)(?:не|not|nie|без|чи|або|или|or|lub|albo|замість|вместо)(?!\w)", re.IGNORECASE)
_SHORT = 6
"""Words of an answer that is nothing but a yes or a no."""

MOVE, CALL_OFF, CANNOT, STATUS = "move", "call_off", "cannot", "status"
_COMMANDS = ((MOVE, texts.MOVE), (CALL_OFF, texts.CALL_OFF), (CANNOT, texts.CANNOT), (STATUS, texts.STATUS))
_PLAIN = 4
"""Words of a message that surely calls off; a longer one, or a question, may only speak of it."""


def command(heard: Heard) -> str:
    """What he says is to be done with what he has; CANNOT where that may be meant; "" where it is not."""
    if heard.meaning.cancels:
        return CALL_OFF
    found = next((what for what, words in _COMMANDS if find(heard.text, words) is not None), "")
    plain = "?" not in heard.text and len(heard.meaning.words) <= _PLAIN
    return CANNOT if found == CALL_OFF and not plain else found


def agrees(heard: Heard) -> bool | None:
    """Yes or no; None where it is neither, or both."""
    if heard.meaning.kind in (Kind.YES, Kind.NO):
        return heard.meaning.kind is Kind.YES
    if len(heard.meaning.words) > _SHORT:
        return None
    named = options((("yes", texts.YES), ("no", texts.NO)), numbers=False).named(heard.rest)
    return None if named.only is None else named.only == "yes"


def refuses_first(heard: Heard) -> bool:
    """Whether it begins with a no: "ні, краще в суботу"."""
    return bool(heard.meaning.words) and find(heard.meaning.words[0], ("ні", "нет", "no", "nie")) is not None


def declines(heard: Heard) -> bool:
    """Whether it is a no with thanks and nothing else: who says so wants no other times either."""
    thanks = any(word in _THANKS for word in folded(heard.rest).split())
    return thanks and (agrees(heard) is False or refuses_first(heard)) and not more(heard)


def bare_number(heard: Heard) -> bool:
    """Whether he writes a number and nothing else."""
    said = words_of(heard.rest)
    return len(said) == 1 and said[0].isdigit()


def for_several(heard: Heard) -> bool:
    """Whether he wants to bring somebody: one place is not enough, and people have to see to it."""
    return find(heard.rest, texts.SEVERAL) is not None


def waits(heard: Heard) -> bool:
    """Whether he would rather wait until something gets free."""
    return find(heard.rest, texts.WAIT) is not None


def gives_up(heard: Heard) -> bool:
    """Whether he wants none at all."""
    return find(heard.rest, texts.GIVE_UP) is not None or declines(heard)


def drops(heard: Heard) -> bool:
    """The same, also as a command: "скасуйте манікюр", said of what is not booked yet."""
    return gives_up(heard) or command(heard) == CALL_OFF


def more(heard: Heard) -> bool:
    """Whether he asks for other times."""
    return find(heard.rest, texts.MORE) is not None


def services(plan: Plan, text: str, *, numbers: bool) -> list[Service]:
    """The services he may have named; where there is but one it is that."""
    if len(plan.services) == 1:
        return list(plan.services)
    names = tuple((each.code, (each.title, each.code, *each.aliases)) for each in plan.services)
    keys = options(names, numbers=numbers).named(text).keys
    return [plan.service(key) for key in keys]


def several(plan: Plan, text: str, codes: Sequence[str]) -> list[str]:
    """Of the services `codes` those he wants, where he names more than one, each by itself: "стрижка і фарбування",
    "1 і 2". A word that may mean two services names neither.
    """
    if len(codes) < 2:
        return []
    numbers = _NUMBERS.fullmatch(text.strip().casefold())
    if numbers:
        places = dict.fromkeys(int(each) for each in re.findall(r"\d+", text))
        return [codes[each - 1] for each in places] if len(places) > 1 and max(places) <= len(codes) else []
    found = dict[str, None]()
    for piece in _BETWEEN.split(text):
        named = services(plan, piece, numbers=False)
        if len(named) == 1 and named[0].code in codes and not _NOT.search(piece):
            found[named[0].code] = None
    return list(found) if len(found) > 1 else []


def resource(plan: Plan, text: str) -> str:
    """Who he wants to be served by; "" for whoever is free."""
    if not plan.named:
        return ""
    names = tuple((each.name, (each.name, *each.aliases)) for each in plan.resources)
    return options(names, numbers=False).named(text).only or ""


def chosen(heard: Heard, count: int) -> int | None:
    """Which of so many he chooses, counted from 0."""
    return _place(heard.rest, count) if count else None


def _place(text: str, count: int) -> int | None:
    places: Sequence[str] = [str(each) for each in range(count)]
    named = options(tuple((each, ()) for each in places)).named(text)
    return None if named.only is None else int(named.only)
