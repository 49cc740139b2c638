"""The text one customer gets: a template filled in with what is known of him, and how he can leave."""

from __future__ import annotations

from smsbox.campaigns.plan import Plan
from smsbox.config import Config
from smsbox.contacts import Contact
from smsbox.errors import SmsboxError
from smsbox.sms.segments import split
from smsbox.wording.grammar import Template
from smsbox.wording.person import CODE, COUPON, Person, role


class Unwritable(SmsboxError):
    """A text cannot be made for somebody. Facts: `reason`: `field` (a value is missing), `text` (it is too long or
    cannot be read).
    """

    key = "campaigns.unwritable"


def letter(
    plan: Plan, variant: int, contact: Contact, config: Config, *, coupon: str | None = None, code: str | None = None
) -> str:
    """The text of this variant for `contact`. Raises Unwritable."""
    template = Template.parse(plan.variants[variant].text)
    language = contact.language or config.shop.language
    known = {"name": contact.name, "salutation": contact.salutation, "number": contact.number}
    person = Person.of(contact.fields, contact.tags, language, **known, coupon=coupon, code=code)
    try:
        text = template.render(person)
        split(text)
    except SmsboxError as error:
        raise Unwritable(reason="field" if "field" in error.facts else "text") from error
    return text


def asks_for(plan: Plan, wanted: str) -> bool:
    """Whether any of the texts puts in `COUPON` or `CODE`."""
    templates = (Template.parse(each.text) for each in plan.variants)
    return any(role(name) == wanted for template in templates for name in template.fields)


__all__ = ["CODE", "COUPON", "Unwritable", "asks_for", "letter"]
