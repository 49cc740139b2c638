"""What a stage knows of the message in front of it, and how it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from smsbox.clock import DAY, Micros
from smsbox.config import Config
from smsbox.consent import Standing
from smsbox.contacts import Contact
from smsbox.inbox import InboundView
from smsbox.outbox import MessageClass
from smsbox.sms.keywords import Meaning
from smsbox.store import Store
from smsbox.store.scanning import octets
from smsbox.subscription import answers, texts

TALK: Micros = 2 * DAY
"""So long after somebody of the shop wrote to him, what he says may be meant for that person."""

_LAST = "SELECT text, kind, batch, created_at FROM messages WHERE recipient{octets} = ? ORDER BY id DESC LIMIT 20"


@dataclass(frozen=True, slots=True)
class Talk:
    """What was lately written to a number: the `texts`, newest first; when a person asked something, if one did;
    whether the last of them was an offer, and no question; when it was answered automatically, newest first; when a
    dialog, or what came of one, last spoke; what the person's last text was, if there is a question in it.
    """

    texts: tuple[str, ...] = ()
    person_at: Micros | None = None
    offered: bool = False
    automatic: tuple[Micros, ...] = ()
    dialog_at: Micros | None = None
    person_asked: str = ""

    @classmethod
    def with_number(cls, store: Store, number: str) -> Talk:
        """Its last twenty messages."""
        rows = store.run(_LAST.format(octets=octets(store)), number).fetchall()
        people = [
            (at, text) for text, kind, batch, at in rows if batch not in answers.AUTOMATIC and _may_ask(text, kind)
        ]
        person_at, person_said = people[0] if people else (None, "")
        offered = bool(rows) and rows[0][1] == MessageClass.MARKETING and "?" not in rows[0][0]
        automatic = tuple(at for _, _, batch, at in rows if batch in answers.AUTOMATIC)
        by_dialogs = (at for _, _, batch, at in rows if batch == answers.DIALOG)
        spoken = tuple(row[0] for row in rows)
        return cls(
            spoken, person_at, offered, automatic, next(by_dialogs, None), person_said if "?" in person_said else ""
        )

    def since(self, moment: Micros) -> bool:
        """Whether a person has written since then."""
        return self.person_at is not None and self.person_at >= moment


def _may_ask(text: str, kind: int) -> bool:
    """Whether what he writes may be an answer to this: to a person's reply, or to any other text that asks."""
    return kind == MessageClass.REPLY or (kind == MessageClass.SERVICE and "?" in text)


@dataclass(slots=True)
class Context:
    """One message of one customer on its way through the stages; `number` E.164.

    A stage that claims it and still wants people to look sets `settled` to False. `said`: what of the message is to be
    read, without what of ours he sent back; `meaning` is of that. `asked_in_dialog`: what he was asked last;
    `about`: the scenario that took it.
    """

    store: Store
    config: Config
    now: Micros
    message: InboundView
    number: str
    standing: Standing
    contact: Contact | None
    meaning: Meaning
    talk: Talk = field(default_factory=Talk)
    settled: bool = True
    said: str = ""
    asked_in_dialog: bool = False
    about: str = ""

    @property
    def language(self) -> str:
        """What to answer in: his choice, else that of his words, of his card, of the shop."""
        hints = (self.meaning.language, self.contact.language if self.contact else None)
        return texts.language_of(self.standing, self.config, *hints)

    def reply(self, text: str) -> bool:
        """Answer this message; False when he had his answers of the day, or may not be written to."""
        sent = answers.answer(self.store, self.config, self.number, text, now=self.now, reply_to=self.message.id)
        return sent is not None

    def tell(self, what: str) -> bool:
        """Answer with one of the texts of `subscription.texts`."""
        return self.reply(texts.told(what, self.language, self.config))

    def in_talk(self) -> bool:
        """Whether a person of the shop wrote to him lately, so that his words may be an answer to that."""
        return self.talk.since(self.message.received_at - TALK)


Stage = Callable[[Context], bool]
"""Claims the message in front of it, or leaves it to the next; everything it writes is part of one transaction."""
