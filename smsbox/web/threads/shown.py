"""The page of one conversation, shown as it is or once more with what somebody had typed and why it did not leave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bottle import HTTPError, HTTPResponse

from smsbox import consent, contacts
from smsbox.desk import canned, labels, tasks, threads
from smsbox.desk.answering import Seen
from smsbox.desk.thread import Thread
from smsbox.dialogs.saying import person
from smsbox.i18n.marks import N_
from smsbox.outbox.destinations import may_reach
from smsbox.people.rights import Right, may
from smsbox.sms.alphabet import BASIC, ESC, EXTENSION
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.store import Store, accounts
from smsbox.subscription import automatons
from smsbox.web import presses
from smsbox.web.customers.words import permission
from smsbox.web.threads import drafts, words
from smsbox.web.threads.codes import path_of
from smsbox.web.threads.drafts import Typed
from smsbox.web.threads.talk import talk
from smsbox.wording import Person, Template

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

GSM7 = {"basic": BASIC.replace(chr(ESC), ""), "extension": "".join(EXTENSION.values())}
_BARE = re.compile(r"\{\{|\{[ ]*([^{}|?:/ ][^{}|]*?)[ ]*\}")
_FROM, _TO = "\ue000", "\ue001"
_SHOWN_TASKS, _SHOWN_REPLIES, _SHOWN_NOTES = 10, 40, 3


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done, and what may be done about it; `taken`: who has the conversation, if that is why;
    `press`: what the button says that does it all the same.
    """

    title: str
    text: str
    taken: str = ""
    press: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """A canned reply as it would be sent to this customer; `lacks`: the field nobody knows of him, "" for none."""

    id: int
    title: str
    text: str
    lacks: str = ""


MOVED_ON = (N_("Not sent yet: the conversation went on"), N_("Read the last lines. Your text is kept below."))
CANNOT = (N_("%(who)s cannot answer customers"), N_("Choose another colleague."))
TAKEN = (N_("%(who)s has this conversation"), N_("It was taken before you pressed. You can take it over."))


def number_of(visit: Visit, digits: str) -> str:
    """The number of an address. Raises 404 for what is none."""
    try:
        number = parse("+" + digits.removeprefix("+"), visit.site.config.region.country)
    except BadNumber:
        raise HTTPError(404) from None
    if digits != number.removeprefix("+"):
        raise HTTPError(404)
    return number


def page(
    visit: Visit,
    number: str,
    status: int = 200,
    *,
    typed: Typed | None = None,
    refusal: Refusal | None = None,
    wrong: str = "",
    press: str = "",
) -> HTTPResponse:
    """The whole page. `typed`: what stands in its fields, else what was left there; `wrong`: what is wrong with the
    answer, `press`: the mark it had.
    """
    store = visit.site.store
    contact = contacts.by_number(store, number)
    given: dict[str, Any] = {
        **live(visit, number),
        "contact": contact,
        "notes": contacts.notes(store, contact.id, _SHOWN_NOTES) if contact else [],
        "typed": typed or drafts.left(visit, number),
        "refusal": refusal,
        "wrong": wrong,
        "once": press or presses.fresh(),
        "alphabet": GSM7,
        "canned": ready(visit, contact)[:_SHOWN_REPLIES],
        "known_labels": labels.known(store),
        "standing": consent.standing(store, number),
        "permission": permission,
        "tasks": [each for each in tasks.of_number(store, number, _SHOWN_TASKS) if each.open],
        "kind": words.kind,
        "put_off": words.put_off(visit),
        "colleagues": colleagues(store),
        "silent": automatons.silent(store, number, visit.now),
        "reachable": may_reach(number, visit.site.config.allow_any),
    }
    return visit.page("desk/thread.html", status, **given)


def live(visit: Visit, number: str) -> dict[str, Any]:
    """What the live part shows anew."""
    store = visit.site.store
    thread = threads.get(store, number)
    return {
        "number": number,
        "path": path_of(number),
        "who": contacts.names(store, [number]).get(number),
        "thread": thread,
        "state": words.STATES[thread.state],
        "me": visit.actor.name,
        "talk": talk(visit, number),
        "labels": labels.of_numbers(store, [number])[number],
    }


def seen(visit: Visit) -> Seen:
    """How far whoever sent the form had read. Raises 400 for a form that is not ours."""
    places = visit.field("seen").split(".")
    if len(places) != 2 or not all(each.isascii() and each.isdigit() and len(each) < 19 for each in places):
        raise HTTPError(400)
    return Seen(*map(int, places))


def taken(visit: Visit, thread: Thread) -> Refusal:
    """Somebody else has it, or nobody has it any more."""
    who = thread.assigned_to or ""
    title = (
        visit.tr.gettext(TAKEN[0]) % {"who": who} if who else visit.tr.gettext(N_("Nobody has this conversation now"))
    )
    return Refusal(title, visit.tr.gettext(TAKEN[1]) if who else "", who)


def ready(visit: Visit, contact: contacts.Contact | None) -> list[Ready]:
    """The canned replies for a customer, or for somebody who is none, the most used first; all of them where nobody
    knows which language he reads, those in the shop's language before others.
    """
    config = visit.site.config
    known = contact.language if contact else None
    him = person(contact, config, known or config.shop.language)
    found = canned.listed(visit.site.store, known or "")
    return [filled_in(each, him) for each in sorted(found, key=lambda each: each.language not in ("", him.language))]


def filled_in(reply: canned.Canned, him: Person) -> Ready:
    """A canned reply for him; a field nobody knows of him stays as it was written, so that somebody fills it in."""
    said = Template.parse(_BARE.sub(_with_itself, reply.text)).render(him)
    lacks = said.partition(_FROM)[2].partition(_TO)[0]
    return Ready(reply.id, reply.title, said.replace(_FROM, "{").replace(_TO, "}"), lacks)


def _with_itself(found: re.Match[str]) -> str:
    """A field without a fallback, with itself as one."""
    return f"{{{found[1]}|{_FROM}{found[1]}{_TO}}}" if found[1] else found[0]


def colleagues(store: Store) -> list[str]:
    """Who may have a conversation: whoever may answer."""
    return [each.name for each in accounts.everybody(store) if not each.disabled_at and may(each.role, Right.WRITE)]
