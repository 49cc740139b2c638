"""Looking conversations up by what somebody remembers: how a number begins or ends, a name, a label, a note, a word
that either side wrote.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsbox import contacts, inbox, outbox
from smsbox.contacts.filters import Wanted
from smsbox.desk import labels, lists, notes, threads
from smsbox.desk.thread import Thread, none_yet
from smsbox.inbox import InboxFilter
from smsbox.outbox import Filter, MessageClass
from smsbox.sms.beginnings import sought
from smsbox.sms.msisdn import BadNumber, parse
from smsbox.web import paging

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

MOST = 40
_FEWEST, _LABELS = 3, 5
"""Digits by which a number may be meant that ends so; labels that are meant by a piece of their name."""
LONGEST = 100


def found(visit: Visit, text: str) -> list[Thread]:
    """Up to some dozens: those whose number is meant, then others; the last spoken first, and customers nobody has
    talked with yet at the end.
    """
    store, country = visit.site.store, visit.site.config.region.country
    try:
        whole, begun = sought(text, country)
    except BadNumber:
        whole, begun = None, ()
    if whole is not None:
        return [threads.get(store, whole)]
    look = paging.patience(visit, paging.FIRST_LOOK)
    numbers, digits = lists.begun(store, begun, MOST), text.replace(" ", "").replace("-", "")
    if len(digits) >= _FEWEST and digits.isascii() and digits.isdigit():
        numbers += lists.ending(store, digits, MOST)
    meant = threads.of_numbers(store, numbers)
    known = {each.number for each in meant}
    return [*meant, *(each for each in _by_words(visit, text, country, look) if each.number not in known)]


def _by_words(visit: Visit, text: str, country: str, look: Callable[[], bool]) -> list[Thread]:
    """Those found by a word; one step each through what no index knows, and more as long as `look` says so."""
    store = visit.site.store
    people = contacts.page(store, Wanted(text=text), now=visit.now, zone=visit.zone, limit=MOST, go_on=look).rows
    of_people = [number for each in people for number in each.numbers]
    label = labels.spelled(text)
    meant = [each for each in labels.known(store) if label and label in each][:_LABELS]
    labelled = [each.number for known in meant for each in lists.labelled(store, known, MOST).threads]
    heard = inbox.page(store, InboxFilter(text=text), limit=MOST, go_on=look).rows
    said = outbox.page(store, Filter(text=text, kinds=(MessageClass.REPLY,)), limit=MOST, go_on=look).rows
    written = [*_parsed([each.sender for each in heard], country), *(each.recipient for each in said)]
    known = threads.of_numbers(store, [*of_people, *labelled, *notes.holding(store, text, MOST), *written])
    strangers = dict.fromkeys(of_people)
    for each in known:
        strangers.pop(each.number, None)
    return [*known, *map(none_yet, strangers)][: 2 * MOST]


def _parsed(senders: list[str], country: str) -> list[str]:
    numbers = []
    for sender in senders:
        try:
            numbers.append(parse(sender, country))
        except BadNumber:
            continue
    return numbers
