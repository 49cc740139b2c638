"""A notice in words: the letter, the call as JSON, the SMS; in the shop's language, with cause and next step; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from smsbox.alarms.matters import Matter, Notice
from smsbox.clock import Micros, iso
from smsbox.i18n.marks import N_, NN_
from smsbox.i18n.translator import Translator
from smsbox.problems import tell

_NUMBER = re.compile(
    r"(?P<moment>\b\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?)|(?<![\w.])\+?\d(?:[ \u00a0()-]{0,2}\d){8,19}(?![\w])"
)
_DOTS = "•••"
_SMS_LENGTH = 300
"""Characters of an SMS: five SMS in Cyrillic, two in Latin letters."""

_NEW = N_("Something is wrong")
_AGAIN = N_("Still wrong")
_OVER = N_("In order again")
_SINCE = N_("since %(moment)s")
_UNTIL = N_("from %(begin)s to %(end)s")
_TO_DO = N_("What to do: %(step)s")
_COMES_AND_GOES = N_("It comes and goes: so far %(count)s times.")
_WHO = N_("smsbox, %(shop)s")
_WHERE = N_("More on the page of the box: %(url)s")
_MORE = NN_("and %(num)s more", "and %(num)s more")
_ALIVE = N_("All is well")
_ALIVE_BUT = NN_("At work; %(num)s problem is open", "At work; %(num)s problems are open")
_ALIVE_TOLD = N_("The box is at work. It says so each day: when this letter does not come, look after it.")
_COUNTED = N_("In the last 24 hours: %(sent)s SMS sent, %(received)s messages received.")
_TEST = N_("A test")
_TEST_TOLD = N_("This is a test. Alarms of this box arrive here.")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: the name of the shop ("": none), the page's address, in which language and by which clock."""

    shop: str
    url: str
    tr: Translator
    zone: ZoneInfo

    @property
    def who(self) -> str:
        """How the box calls itself."""
        return self.tr.gettext(_WHO) % {"shop": self.shop} if self.shop else "smsbox"


@dataclass(frozen=True, slots=True)
class Letter:
    """`subject` one line, `body` plain text, `sms` short; `content` the same for programs."""

    kind: str
    subject: str
    body: str
    sms: str
    content: dict[str, Any]


def of_notice(notice: Notice, by: Writer, now: Micros) -> Letter:
    """What is told at once, the new first."""
    parts = [(_NEW, notice.opened), (_AGAIN, notice.again), (_OVER, notice.over)]
    say, blocks, short = by.tr.gettext, [], []
    for head, matters in parts:
        if matters:
            titles = [_masked(tell(each.problem, by.tr).title) for each in matters]
            short.append(f"{say(head)}: {'; '.join(titles)}")
            blocks += [say(head).upper(), "", *_blocks(matters, by, now)]
    first = next((say(head), matters) for head, matters in parts if matters)
    subject = f"{by.who}: {first[0]}: {_masked(tell(first[1][0].problem, by.tr).title)}"
    rest = len(notice.opened) + len(notice.again) + len(notice.over) - 1
    if rest:
        subject += ", " + by.tr.ngettext(*_MORE, rest) % {"num": rest}
    content = {
        "opened": [_plain(each, by) for each in notice.opened],
        "reminded": [_plain(each, by) for each in notice.again],
        "over": [_plain(each, by) for each in notice.over],
    }
    return _letter(notice.kind, subject, "\n".join(blocks), ". ".join(short), content, by)


def alive(by: Writer, open_matters: Iterable[Matter], sent: int, received: int, now: Micros) -> Letter:
    """The sign of life, once a day."""
    matters, say = tuple(open_matters), by.tr.gettext
    word = by.tr.ngettext(*_ALIVE_BUT, len(matters)) % {"num": len(matters)} if matters else say(_ALIVE)
    counted = say(_COUNTED) % {"sent": by.tr.number(sent), "received": by.tr.number(received)}
    blocks = [f"{word}.", "", say(_ALIVE_TOLD), counted, "", *_blocks(matters, by, now)]
    content = {"open": [_plain(each, by) for each in matters], "sent": sent, "received": received}
    return _letter("alive", f"{by.who}: {word}", "\n".join(blocks), word, content, by)


def a_test(by: Writer) -> Letter:
    """What a person has sent to see whether it arrives."""
    say = by.tr.gettext
    return _letter("test", f"{by.who}: {say(_TEST)}", say(_TEST_TOLD) + "\n", say(_TEST_TOLD), {}, by)


def _letter(kind: str, subject: str, body: str, sms: str, content: dict[str, Any], by: Writer) -> Letter:
    where = by.tr.gettext(_WHERE) % {"url": by.url}
    whole = f"{body.rstrip()}\n\n{where}\n"
    short = f"{by.who}: {sms}."
    short = short if len(short) <= _SMS_LENGTH else short[: _SMS_LENGTH - 1].rstrip() + "…"
    told = {"kind": kind, "box": by.who, "subject": subject, "page": by.url, **content}
    return Letter(kind, " ".join(subject.split()), whole, short, told)


def _blocks(matters: Iterable[Matter], by: Writer, now: Micros) -> Iterator[str]:
    say = by.tr.gettext
    for each in matters:
        told = tell(each.problem, by.tr)
        yield f"* {_masked(told.title)} ({_when(each, by, now)})"
        if each.gone_at is None:
            lines = [told.cause, told.consequence, say(_TO_DO) % {"step": told.step} if told.step else ""]
            yield from (f"  {_masked(line)}" for line in lines if line)
        if each.turns > 1:
            yield "  " + say(_COMES_AND_GOES) % {"count": each.turns}
        yield ""


def _when(matter: Matter, by: Writer, now: Micros) -> str:
    begin = by.tr.moment(matter.opened_at, by.zone, now)
    if matter.gone_at is None:
        return by.tr.gettext(_SINCE) % {"moment": begin}
    return by.tr.gettext(_UNTIL) % {"begin": begin, "end": by.tr.moment(matter.gone_at, by.zone, now)}


def _plain(matter: Matter, by: Writer) -> dict[str, Any]:
    told = tell(matter.problem, by.tr)
    found: dict[str, str | None] = {
        "key": matter.problem.key,
        "subject": matter.problem.subject,
        "severity": matter.problem.severity.label,
        "title": told.title,
        "cause": told.cause,
        "consequence": told.consequence,
        "step": told.step,
        "since": iso(matter.opened_at, by.zone),
        "until": iso(matter.gone_at, by.zone) if matter.gone_at is not None else None,
    }
    exact = ("since", "until")
    return {name: value if value is None or name in exact else _masked(value) for name, value in found.items()}


def _masked(text: str) -> str:
    """Without telephone numbers, whosesoever: a letter passes many hands."""
    return _NUMBER.sub(lambda found: found["moment"] or _DOTS, text)
