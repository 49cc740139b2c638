"""Sources of customers for the tests of the page: one of each kind, and who came by them in the last weeks."""

from __future__ import annotations

from dataclasses import replace

from smsbox import consent
from smsbox.clock import DAY
from smsbox.consent import Entry
from smsbox.subscription import sources
from smsbox.subscription.sources import Draft, Source, SourceKind
from tests.web.desk import Desk

POSTER, FORM, STAFF, KEYWORD, CALL, CLOSED = range(1, 7)
"""Ids of the sources."""
NUMBER = "+380500000003"

_TITLES = (
    (SourceKind.POSTER, "Плакат біля каси", "КАВА"),
    (SourceKind.FORM, "Wi-Fi для гостей", ""),
    (SourceKind.STAFF, "На касі", ""),
    (SourceKind.KEYWORD, "Наліпка на стакані", "СТАКАН"),
    (SourceKind.CALL, "Пропущені дзвінки", ""),
    (SourceKind.KEYWORD, "Листівка", "ВЕСНА"),
)


def furnish_sources(desk: Desk) -> list[Source]:
    """The shop has a number, six sources (the last one closed), and sixty people were asked or agreed."""
    site, store, now = desk.site, desk.store, desk.clock.at
    site.config = replace(site.config, shop=replace(site.config.shop, name="Зерно", number=NUMBER))
    made = [
        sources.create(store, Draft(kind, title, word), by="owner", now=now - 80 * DAY) for kind, title, word in _TITLES
    ]
    with store.write():
        for place in range(60):
            source, number, at = made[place * place % 6], f"+3805000070{place:02}", now - place % 80 * DAY
            consent.record(store, Entry(number, at, "asked", "sms", source_id=source.id, answer_until=at + DAY))
            if place % 3:
                consent.record(store, Entry(number, at, "confirmed", "sms", evidence_id=1, source_id=source.id))
            if place % 10 == 9:
                consent.record(store, Entry(number, now, "left", "sms", evidence_id=1, source_id=source.id))
    sources.close(store, made[-1].id, now)
    return made
