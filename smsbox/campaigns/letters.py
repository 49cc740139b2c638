"""The text one customer gets: a template filled in with what is known of him, and how he can leave."""

from __future__ import annotations

from smsbox.campaigns.plan import Plan
from smsbox.config import Config
from smsbox.contacts import Contact
from smsbox.errors import SmsboxError
from smsbox.sms.segments import split
from smsbox.wording import BadTemplate, MissingField, Person, Template, with_footer
from smsbox.wording.person import CODE, COUPON, QUESTION, role

SAMPLE_CODE = "27"


class Unwritable(SmsboxError):
    """A text cannot be made for somebody. Facts: `reason`: `field` (a value is missing), `text` (it is too long or
    cannot be read).
    """

    key = "campaigns.unwritable"
    exit_code = 65


def letter(
    plan: Plan,
    variant: int,
    contact: Contact,
    config: Config,
    *,
    language: str,
    coupon: str | None = None,
    code: str | None = None,
    question: str | None = None,
) -> str:
    """The text of this variant for `contact`, with how to leave at its end. Raises Unwritable."""
    person = person_of(contact, language, coupon=coupon, code=code, question=question)
    try:
        text = Template.parse(plan.variants[variant].text).letter(person)
        text = with_footer(text, language, plan.footer or config.shop.footer, config.shop.stop_words)
        split(text)
    except MissingField as error:
        raise Unwritable(reason="field") from error
    except SmsboxError as error:
        raise Unwritable(reason="text") from error
    return text


def person_of(
    contact: Contact,
    language: str,
    *,
    coupon: str | None = None,
    code: str | None = None,
    question: str | None = None,
) -> Person:
    """Whom a template speaks to."""
    known = {"name": contact.name, "salutation": contact.salutation, "number": contact.number}
    return Person.of(contact.fields, contact.tags, language, **known, coupon=coupon, code=code, question=question)


def mistake(plan: Plan) -> str | None:
    """What keeps its texts from being made for anybody: they cannot be read (`template`), or no series is chosen for
    the coupon they put in (`series`).
    """
    try:
        for each in plan.variants:
            Template.parse(each.text)
    except BadTemplate:
        return "template"
    return "series" if plan.series_id is None and asks_for_coupon(plan) else None


def asks_for_coupon(plan: Plan) -> bool:
    """Whether any of the texts puts in a coupon."""
    return _asks_for(plan, COUPON)


def asks_for_code(plan: Plan) -> bool:
    """Whether any of the texts puts in a code to answer with."""
    return _asks_for(plan, CODE)


def asks_for_question(plan: Plan) -> bool:
    """Whether any of the texts puts in what its reader is to be asked."""
    return _asks_for(plan, QUESTION)


def _asks_for(plan: Plan, wanted: str) -> bool:
    for each in plan.variants:
        try:
            fields = Template.parse(each.text).fields
        except BadTemplate:
            continue
        if any(role(name) == wanted for name in fields):
            return True
    return False
