"""Making the SMS of what a kind says: its template filled with facts, with what is known of the customer, the shop."""

from __future__ import annotations

import re

from smsbox import contacts
from smsbox.config import Config
from smsbox.contacts import Contact
from smsbox.dialogs.moves import Say
from smsbox.sms.fields import fold
from smsbox.store import Store
from smsbox.wording.grammar import BadTemplate, MissingField, Template
from smsbox.wording.person import Person

LONGEST_FACT, LONGEST_TEXT = 400, 600
"""Characters of one fact and of a whole answer: what somebody has written comes back in no more SMS than that."""

_BLANKS = re.compile(r"[ \t]{2,}")


def said(store: Store, config: Config, number: str, say: Say, *, language: str = "uk") -> str:
    """The text of `say` for the owner of E.164 `number`; "" where nothing is left of it."""
    return told(say, person(contacts.by_number(store, number), config, language))


def person(contact: Contact | None, config: Config, language: str) -> Person:
    """Who a dialog speaks to: what is known of him, and the name and telephone of the shop."""
    shop = {"shop": config.shop.name.strip(), "phone": config.shop.phone.strip()}
    if contact is None:
        return Person.of(shop, (), language)
    known = {"name": contact.name, "salutation": contact.salutation, "number": contact.number}
    return Person.of({**shop, **contact.fields}, contact.tags, contact.language or language, **known)


def told(say: Say, him: Person) -> str:
    """The text of `say`: its facts first, whatever stands in them; a field that nothing is known of is left out."""
    facts = {fold(name): _short(value) for name, value in say.facts.items()}
    him = Person({**him.values, **facts}, him.tags, him.language)
    try:
        text = _filled(say.text, him)
    except BadTemplate:
        text = say.text  # texts are checked when a flow is read: this one is a kind's own mistake, and still an answer
    text = "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip()
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _filled(text: str, him: Person) -> str:
    """The template rendered; a field without value and fallback is cut out where it stands."""
    for _ in range(len(text)):
        try:
            return Template.parse(text).render(him)
        except MissingField as missing:
            name = fold(str(missing.facts["field"]))
            at = next(each.position for each in Template.parse(text).places if each.name == name and not each.fallback)
            text = text[:at] + text[text.index("}", at) + 1 :]
    return text


def _short(value: str) -> str:
    tidy = value.replace("\0", "")
    return tidy if len(tidy) <= LONGEST_FACT else tidy[: LONGEST_FACT - 1] + "…"
