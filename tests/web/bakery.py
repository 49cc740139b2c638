"""A bakery with customers for the tests of the page: names, tags, tastes, who agreed and who did not, a campaign."""

from __future__ import annotations

from dataclasses import replace

from smsbox import campaigns, consent, contacts, coupons
from smsbox.campaigns import lifecycle
from smsbox.campaigns.plan import Plan, Variant
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
    shop = replace(site.config.shop, name="Зерно", phone="050 000 00 01", staff=(STAFF,))
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


def draft(desk: Desk, name: str = "Суботня паляниця", **plan: object) -> Campaign:
    """A campaign to those who drink coffee or tea, ready to be checked."""
    audience = Wanted(fields=(FieldTest("напій", "!=", "какао"),))
    made = Plan(audience=audience, variants=(Variant(LETTER),))
    return campaigns.create(desk.store, name, replace(made, **plan), by="owner", now=desk.clock.at)


def launched(desk: Desk, name: str = "Круасан до кави", **plan: object) -> Campaign:
    """One under way: those who may get it have their messages in the outbox."""
    found = draft(desk, name, **plan)
    ready = lifecycle.approve(desk.store, found.id, found.version, by="owner", now=desk.clock.at)
    begun = lifecycle.launch(desk.store, desk.site.config, ready.id, ready.version, by="owner", now=desk.clock.at)
    while campaigns.step(desk.store, desk.site.config, desk.clock.at):
        pass
    return campaigns.get(desk.store, begun.id)
