"""The stage of those who run the shop: from a telephone that has proved itself they ask and order by SMS.

Strangers get no answer here, whatever they write; nothing is loaded for them but one look at the table of telephones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smsbox.router.context import Context
from smsbox.sms import onetime
from smsbox.sms.keywords import Kind, folded

if TYPE_CHECKING:
    from smsbox.people.phones import Phone


def coded(context: Context) -> bool:
    """The one-time code of an order, alone, or with the text it came in, which would else be taken for a quotation. A
    code that stands in another text is nobody else's either: no dialog keeps it for an answer.
    """
    typed, beside = _typed(context), onetime.within(context.message.text)
    phone = _phone(context) if typed or beside else None
    if phone is None or context.meaning.kind is Kind.STOP:
        return False
    from smsbox.people import phone_codes
    from smsbox.router import staff_orders

    if typed:
        waited_for = phone_codes.expects(context.store, context.number, typed, context.now)
        return waited_for and staff_orders.code(context, phone, typed)
    sent = {phone_codes.sent(context.store, context.number, each, context.now) for each in beside} - {None}
    return bool(sent) and staff_orders.code_in_a_text(context, phone, counted=sent == {phone_codes.Answer.USED})


def staff(context: Context) -> bool:
    """What somebody of the shop asks or orders; what he writes as any customer is left to the other stages."""
    phone = _phone(context)
    if phone is None or phone.confirmed_at is None:
        return False
    from smsbox.router import staff_orders

    return staff_orders.order(context, phone)


def _typed(context: Context) -> str:
    """The digits of a message that is a code, or the text with one sent back as it came; else ""."""
    text = context.message.text
    code = onetime.typed(text)
    if code:
        return code
    found = onetime.within(text)
    back = len(found) == 1 and folded(text) in {folded(each) for each in context.talk.texts}
    return found[0] if back else ""


def _phone(context: Context) -> Phone | None:
    if context.store.run("SELECT 1 FROM staff_phones WHERE number = ?", context.number).fetchone() is None:
        return None
    from smsbox.people import phones

    return phones.known(context.store, context.number)
