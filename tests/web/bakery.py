"""A bakery with customers for the tests of the page: names, tags, tastes, who agreed and who did not, a campaign."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from smsbox import campaigns, consent, contacts, coupons
from smsbox.campaigns import lifecycle
from smsbox.campaigns.plan import BIRTHDAY, Plan, Start, Variant
from smsbox.campaigns.rows import Campaign
from smsbox.clock import DAY
from smsbox.contacts import FieldTest, New, State, Wanted
from smsbox.web.site import Site
from tests.permitted import permit
from tests.web.desk import Desk

NAMES = (
    *("Оксана Зерненко", "Андрій Житник", "Марія Колосок", "Олександр Млинар", "Ірина Пшенична", "Богдан Калач"),
    *("Наталія Скибка", "Василь Рогаль", "Софія Медова", "Тарас Вівсюк", "Юлія Борошно", "Микола Пекаренко"),
    *("Максиміліан-Олександр Паляницяненко", "Ігор Маковій", "Галина Гречана", "Остап Хлібороб"),
)
DRINKS = ("кава", "чай", "какао")
LETTER = (
    "{звертання|Вітаємо}, у суботу печемо паляницю на заквасці, до {?напій=чай}чаю{:}кави{/} - круасан за півціни. "
    "Відкласти? Зерно, 050 000 00 01"
)
STAFF = "+380500000002"


def number(place: int) -> str:
    """The telephone of customer `place`, from 0."""
    return f"+3805000060{place:02}"


def open_bakery(desk: Desk) -> Site:
    """Customers 0..15: of whom 12 and 13 never agreed, 14 has left, 15 prefers calls."""
    site = desk.site
    shop = replace(site.config.shop, name="Зерно", phone="050 000 00 01", staff=(STAFF,), topics=("кава", "випічка"))
    sending = replace(site.config.sending, quiet=None, allow=("+380",))
    site.config = replace(site.config, shop=shop, sending=sending)
    now = desk.clock.at
    people = [
        New(
            number=number(place),
            name=name,
            state=State.CUSTOMER if place % 3 else State.LEAD,
            birthday=f"03-{place + 1:02}",
            bought_at=now - place * 10 * DAY if place % 3 else None,
            fields={"напій": DRINKS[place % 3], "місто": "Київ"},
            tags=["постійний"] if place % 2 else ["новий", "кава"],
        )
        for place, name in enumerate(NAMES)
    ]
    contacts.add_many(desk.store, people, now - 100 * DAY)
    permit(desk.store, *(number(place) for place in (*range(12), 14, 15)))
    with desk.store.write():
        consent.record(desk.store, consent.Entry(number(14), now - DAY, "left", "sms", words="СТОП"))
    consent.choose(desk.store, number(15), at=now, how="staff", prefers_call=True)
    coupons.make_series(
        desk.store, name="Круасан за півціни", offer="-50 %", valid_until=now + 30 * DAY, now=now, by="owner"
    )
    return site


def draft(desk: Desk, name: str = "Суботня паляниця", **plan: Any) -> Campaign:
    """A campaign to those who drink coffee or tea, ready to be checked."""
    audience = Wanted(fields=(FieldTest("напій", "!=", "какао"),))
    made = Plan(audience=audience, variants=(Variant(LETTER),))
    return campaigns.create(desk.store, name, replace(made, **plan), by="owner", now=desk.clock.at)


def launched(desk: Desk, name: str = "Круасан до кави", **plan: Any) -> Campaign:
    """One under way: those who may get it have their messages in the outbox."""
    found = draft(desk, name, **plan)
    ready = lifecycle.approve(desk.store, found.id, found.version, by="owner", now=desk.clock.at)
    begun = lifecycle.launch(desk.store, desk.site.config, ready.id, ready.version, by="owner", now=desk.clock.at)
    while campaigns.step(desk.store, desk.site.config, desk.clock.at):
        pass
    return campaigns.get(desk.store, begun.id)


def furnish_campaigns(desk: Desk) -> None:
    """The bakery, with campaign 1 under way, 2 a draft of two texts, 3 stopped by itself, 4 for birthdays."""
    open_bakery(desk)
    launched(desk, pilot=4, holdout=0.1)
    two = (Variant(LETTER), Variant("Зерно: круасан до кави за півціни! Код {купон}. 050 000 00 01"))
    draft(desk, variants=two, series_id=1)
    stopped = launched(desk, "Хліб до свята", audience=Wanted(everyone=True))
    why = {"why": "leaving", "left": 3, "sent": 60}
    lifecycle.pause(desk.store, stopped.id, now=desk.clock.at, why=why)
    birthdays = draft(desk, "З днем народження", start=Start(BIRTHDAY, days=3))
    ready = lifecycle.approve(desk.store, birthdays.id, birthdays.version, by="owner", now=desk.clock.at)
    lifecycle.launch(desk.store, desk.site.config, ready.id, ready.version, by="owner", now=desk.clock.at)
