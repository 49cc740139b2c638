"""Looks at each message for signs of an automaton behind its number, and lets people have what comes from one.

What it writes is kept and unsettled, and STOP counts; nothing is answered. Another text ends a silence which was
for repeating one; so does a person of the shop who writes to the number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from smsbox.router.context import Context
from smsbox.store.scanning import octets
from smsbox.subscription import answers, automatons
from smsbox.subscription.automatons import FEWEST, LOOK_BACK, Silence

if TYPE_CHECKING:
    from smsbox.router.loops import Line

AUTOMATON = "automaton"

_HEARD = "SELECT received_at, text FROM received WHERE sender{octets} = ? AND id <= ? ORDER BY id DESC LIMIT 60"
_SAID = (
    "SELECT m.created_at, m.text, (SELECT max(s.submitted_at) FROM segments s WHERE s.message_id = m.id AND s.seq > 0) "
    "FROM messages m WHERE m.recipient{octets} = ? AND m.batch IN (?, ?, ?) ORDER BY m.id DESC LIMIT 60"
)


_SAYS_SO = re.compile(
    r"автоматичн\w+ (?:смс[ -]?)?(?:відповід|повідомлен)|автовідпов|надіслан\w+ автоматично|"
    r"автоматическ\w+ (?:смс[ -]?)?(?:ответ|сообщен)|автоответ|отправлен\w+ автоматически|"
    r"не відповідайте на це|не отвечайте на это|"
    r"\bauto[- ]?(?:reply|response|responder)|\bautomat(?:ic|ed) (?:sms |text )?(?:reply|response|message|answer)|"
    r"\b(?:do not|dont|don't) (?:reply|respond) to this|"
    r"\bautomatyczn\w+ (?:odpowied|wiadomo)|\b(?:odpowied\w+|wiadomo\w+) automatyczn|\bautoodpowied|"
    r"nie odpowiadaj na t",
    re.IGNORECASE,
)


def says_so(text: str) -> bool:
    """Whether a text calls itself automatic, or forbids an answer: it gets none, and people read it."""
    return _SAYS_SO.search(" ".join(text.split())) is not None


def behind(context: Context) -> bool:
    """Whether this message gets no automatic answer because an automaton seems to have written it. Those who work here
    are never taken for one.
    """
    if context.number in context.config.shop.staff:
        return False
    silence = automatons.of_number(context.store, context.number, context.now)
    if silence is not None and not _over(context, silence):
        return not _of_staff(context)
    if says_so(context.message.text):
        return True
    lately = [at for at in context.talk.automatic if context.message.received_at - at <= LOOK_BACK]
    return len(lately) >= FEWEST and _noticed(context)


def _over(context: Context, silence: Silence) -> bool:
    """Whether a silence is over because of what has happened since."""
    if context.talk.since(silence.at):
        return automatons.lift(context.store, context.number, "", context.now)
    if silence.why != "same":
        return False
    from smsbox.router import loops

    earlier = _heard(context)[:-1]
    looped = [line for line in earlier if line.at <= silence.at][-1:] or earlier
    if loops.shape(context.message.text) in {loops.shape(line.text) for line in looped}:
        return False
    automatons.end(context.store, context.number, context.now)
    return True


def _of_staff(context: Context) -> bool:
    """Whether it is a telephone that may give orders, or is about to prove itself: a code sent there must be heard."""
    from smsbox.people import phones

    return phones.known(context.store, context.number) is not None


def _noticed(context: Context) -> bool:
    from smsbox.router import loops  # most boxes never meet an automaton

    since = automatons.lifted_at(context.store, context.number)
    heard = [line for line in _heard(context) if line.at > since]
    sign = loops.judge(heard, [line for line in _said(context) if line.at > since])
    if sign is None or _of_staff(context):
        return False
    automatons.begin(context.store, context.number, sign.why, sign.count, context.now)
    return True


def _heard(context: Context) -> list[Line]:
    from smsbox.router.loops import Line

    sql = _HEARD.format(octets=octets(context.store))
    rows = context.store.run(sql, context.message.sender, context.message.id).fetchall()
    return [Line(at, text) for at, text in reversed(rows)]


def _said(context: Context) -> list[Line]:
    from smsbox.router.loops import Line

    sql = _SAID.format(octets=octets(context.store))
    rows = context.store.run(sql, context.number, *sorted(answers.AUTOMATIC)).fetchall()
    return [Line(at, text, left) for at, text, left in reversed(rows)]
