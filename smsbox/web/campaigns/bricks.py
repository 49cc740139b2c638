"""What a button puts into a text: fields smsbox knows by itself, the shop's own, and parts for some people only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox import contacts
from smsbox.i18n.marks import N_

if TYPE_CHECKING:
    from smsbox.config.model import ShopConfig
    from smsbox.store import Store

MOST_FIELDS, MOST_BLOCKS = 12, 8

_WORDS = {
    "uk": ("{звертання|друже}", "{ім'я|друже}", "{купон}", "{код}", "{питання}", "тел. "),
    "ru": ("{обращение|друг}", "{имя|друг}", "{купон}", "{код}", "{вопрос}", "тел. "),
    "en": ("{salutation|friend}", "{name|friend}", "{coupon}", "{code}", "{question}", "tel. "),
    "pl": ("{zwrot|klient}", "{imię|klient}", "{kupon}", "{kod}", "{pytanie}", "tel. "),
}
_EXAMPLES = {
    "uk": "{?напій=кава}Лате -20%{:напій=чай}Чай у подарунок{:}Знижка 10% на все{/}",
    "ru": "{?напиток=кофе}Латте -20%{:напиток=чай}Чай в подарок{:}Скидка 10% на всё{/}",
    "en": "{?drink=coffee}Latte -20%{:drink=tea}Tea for free{:}10% off everything{/}",
    "pl": "{?napój=kawa}Latte -20%{:napój=herbata}Herbata gratis{:}10% na wszystko{/}",
}


@dataclass(frozen=True, slots=True)
class Brick:
    """A button: its word, English, and what it puts in."""

    title: str
    text: str


def bricks(shop: ShopConfig) -> list[Brick]:
    """For what smsbox knows of everybody, in the language customers are written to in."""
    salutation, name, coupon, code, question, telephone = _WORDS.get(shop.language, _WORDS["en"])
    found = [
        Brick(N_("Greeting by name"), salutation),
        Brick(N_("Name"), name),
        Brick(N_("Coupon"), coupon),
        Brick(N_("Code to answer with"), code),
        Brick(N_("Question whose turn it is"), question),
    ]
    if shop.name:
        found.append(Brick(N_("Name of the shop"), shop.name))
    if shop.phone:
        found.append(Brick(N_("Our telephone"), telephone + shop.phone))
    return found


def fields(store: Store) -> list[str]:
    """The shop's own fields, as many as there is room for."""
    return contacts.field_names(store)[:MOST_FIELDS]


def blocks(store: Store) -> list[Brick]:
    """Parts for people with one value of a field, or with a tag, that somebody has."""
    found = [
        f"{name}={value}"
        for name in contacts.field_names(store)[:MOST_BLOCKS]
        for value in contacts.values_of(store, name, 2)
        if not set("{}|,!=") & set(name + value) and len(value) <= 20
    ]
    found = found[: MOST_BLOCKS - 3] + [
        f"tag:{tag}" for tag in contacts.tags(store)[:3] if not set("{}|,!=") & set(tag)
    ]
    return [Brick(each.replace("tag:", "#"), "{?" + each + "} {:} {/}") for each in found]


def example(shop: ShopConfig) -> str:
    """A text with a part for some people."""
    return _EXAMPLES.get(shop.language, _EXAMPLES["en"])
