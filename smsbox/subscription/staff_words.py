"""What people of the shop order by SMS, in four languages, however they type it; data and its reading, pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from smsbox.i18n.marks import N_
from smsbox.sms.keywords import folded, words_of
from smsbox.sms.likeness import Likeness, keyboards, likeness
from smsbox.sms.segments import split

BALANCE, QUEUE, TODAY, PAUSE, RESUME, APPROVE, HELP = (
    *("balance", "queue", "today", "pause", "resume", "approve", "help"),
)

WORDS = {
    BALANCE: "баланс, рахунок, залишок, остаток, счет, balance, saldo, stan konta, гроші, грошей, деньги, денег, "
    "кошти, коштів, money, pieniądze, pieniędzy, konto, koncie",
    QUEUE: "черга, черзі, очередь, queue, kolejka",
    TODAY: "сьогодні, сегодня, today, dziś, dzisiaj",
    PAUSE: "пауза, призупинити, призупини, приостановить, приостанови, pause, pauza, wstrzymaj",
    RESUME: "далі, продовжити, продовжуй, продовжуємо, поновити, віднови, відновити, дальше, продолжить, продолжай, "
    "возобновить, resume, continue, dalej, wznów",
    APPROVE: "схвалити, схвалюю, погодити, погоджую, одобрить, одобряю, утвердить, утверждаю, approve, zatwierdź, "
    "zatwierdzam",
    HELP: "команди, накази, команды, приказы, commands, orders, komendy, polecenia",
}
CAMPAIGN = (
    "кампанія, кампания, кампанії, campaign, kampania, розсилка, розсилки, рассылка, рассылки, mailing, wysyłka, "
    "пілот, пилот, проба, pilot, номер, number, no, nr"
)
ALL = "все, всі, всё, усе, усі, все модеми, всі модеми, усі модеми, все модемы, all, all modems, wszystko, wszystkie"
_BESIDE = frozenset(
    folded(
        "на по у в з є що який яка яке які скільки покажи дай скажи там мій моя у нас зараз ще лишилося залишилося "
        "постав поставити поставь есть что какой какая сколько мой моя сейчас еще осталось the a is what how much many "
        "my on show me now left there jaki jaka ile mam mamy na moje teraz zostało jest pokaż to put"
    ).split()
)
"""Words people put around an order, and that are none."""

COMMANDS = N_("Ask: BALANCE, QUEUE, TODAY. Order: PAUSE, RESUME, APPROVE 12. A code comes for each order.")
CODE = N_("{what} Code {code}: send it back within 10 minutes. If it was not you, do nothing.")
LAST_CODE = N_("{what} Code {code}, within 10 minutes. No answer can leave then. To let them send again: {later}")
WRONG = N_("This is not the code. {left} more tries.")
SPENT = N_("Three wrong codes: the order is void. If it was not you, tell the owner.")
LOCKED = N_("Too many wrong codes: no orders from this phone for a day. On the page all is as usual.")
CONFIRMED = N_("{name}, accepted. {commands}")
DONE = N_("Done: {what}")
AS_BEFORE = N_("Nothing to change, it is so already.")
NOT_ALLOWED = N_("You may not do that: {right}.")
NO_MODEM = N_("There is no modem {name}. There are: {names}.")
NO_CAMPAIGN = N_("There is no campaign {id}.")
WHICH = N_("Which one? {list}")
LATE = N_("This code counts no more. Order again: a new one comes.")
NEWER = N_("This code counts no more: a newer one was sent, and only that counts.")
EARLY = N_("Nothing is paused yet. The code for that is the one of six digits.")
ALONE = N_("Nothing is done yet. Send the code alone, without other words.")
NO_WAY_BACK = N_("This is not the code. Look it up in the SMS that came before the pause.")
NO_MORE = N_("Too many codes were sent to this phone today. On the page all is as usual.")
NO_SIM = N_("No SIM is known yet.")
PILOT = N_("{what} Of the pilot: sent {sent}, failed {failed}, left {left}. Code {code}, within 10 minutes.")
NOTHING = N_("No campaign waits for you.")

QUESTIONS = {
    "pause": (N_("Pause all modems?"), N_("all modems are paused")),
    "pause_modem": (N_("Pause modem {name}?"), N_("modem {name} is paused")),
    "resume": (N_("Let all modems send again?"), N_("all modems send again")),
    "resume_modem": (N_("Let modem {name} send again?"), N_("modem {name} sends again")),
    "pause_campaign": (N_("Pause campaign {id} “{name}”?"), N_("campaign {id} “{name}” is paused")),
    "resume_campaign": (N_("Let campaign {id} “{name}” go on?"), N_("campaign {id} “{name}” goes on")),
    "approve": (N_("Approve campaign {id} “{name}”?"), N_("campaign {id} “{name}” is approved")),
    "go_on": (
        N_("Let campaign {id} “{name}” go on to all?"),
        N_("campaign {id} “{name}” goes on to all"),
    ),
}
"""Order → what is asked before it, what is said after it."""

IN_QUEUE = N_("Wait: {queued}, held {held}, in doubt {doubt}.")
STATES = {
    "ready": N_("{name} is ready"),
    "paused": N_("{name} is paused"),
    "down": N_("{name} does not work"),
    "other": N_("{name} waits"),
}
SO_FAR = N_(
    "Today: SMS sent {sent}, received {received}, waiting for an answer {waiting}; agreed {agreed}, left {left}; "
    "orders {orders}, appointments {appointments}."
)


MOST = 2
"""SMS of an answer."""


def fitting(written: Callable[[int], str]) -> str:
    """A text with its names cut to as many characters as its two SMS leave them."""
    texts = map(written, (30, 24, 18, 12, 6, 1))
    return next((text for text in texts if len(split(text).texts) <= MOST), written(1))


def understood(text: str) -> tuple[str, str]:
    """Which order a text is, "" for none, and what stands behind its word; in another alphabet, on a wrong keyboard, in
    other cases and with a slip of the finger, too. Who writes more than an order is none of those who give them.
    """
    return _ordered(words_of(text)) or next(filter(None, map(_ordered, _retyped(text))), ("", ""))


def _retyped(text: str) -> Iterator[tuple[str, ...]]:
    """The words of a text as its first was meant, where the keyboard was in another alphabet."""
    first, _, rest = text.strip().casefold().partition(" ")
    for typed in dict.fromkeys((first, first.rstrip(".!?"))):
        yield from ((meant, *words_of(rest)) for meant in keyboards(typed))


def _ordered(words: Sequence[str]) -> tuple[str, str] | None:
    said = [word for word in words if word not in _BESIDE]
    if not said or len(words) > _MOST_WORDS:
        return None
    size, found = 2, table().get(" ".join(said[:2]))
    if found is None:
        size, found = 1, table().get(said[0]) or _near(said[0], table())
    if found is None:
        return None
    return found, " ".join(word for word in said[size:] if _near(word, table()) != found)  # "money on the account"


_MOST_WORDS = 6


def _near(word: str, known: Mapping[str, str]) -> str | None:
    """What `word` means, if it is like words of one meaning alone."""
    like = [(found, meant) for each, meant in known.items() if (found := likeness(word, each)) is not None]
    surest = min((found for found, _ in like), default=Likeness.SLIP)
    meant = {each for found, each in like if found is surest}
    return meant.pop() if len(meant) == 1 else None


def named(said: str, names: Iterable[str]) -> str | None:
    """Which of the modems' `names` somebody means, in whatever letters: "life 2" is "life-2", "київстар" "kyivstar"."""
    known = {_joined(name): name for name in names}
    return known.get(_joined(said)) or _near(_joined(said), known)


def _joined(name: str) -> str:
    return folded(name).replace("-", "").replace(" ", "")


@cache
def table() -> dict[str, str]:
    """Each word as it is compared → its order."""
    return {folded(word): order for order, words in WORDS.items() for word in words.split(", ")}


def is_one_of(said: str, words: str) -> bool:
    """Whether `said`, folded, is one of `words`."""
    return said in {folded(each) for each in words.split(", ")}


def numbered(rest: str) -> str:
    """What stands behind "campaign", "pilot", "№" and the like."""
    said = rest.split()
    while said and _near(said[0], _CAMPAIGNS):
        del said[0]
    typed = " ".join(said)
    return typed.removeprefix("no") if typed.removeprefix("no").isdigit() else typed  # № is "no" in plain letters


_CAMPAIGNS = dict.fromkeys(map(folded, CAMPAIGN.split(", ")), "campaign")
