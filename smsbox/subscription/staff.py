"""A telephone of somebody who runs the shop proves itself: it is sent a code, and sends that back."""

from __future__ import annotations

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import translator
from smsbox.outbox.destinations import destination
from smsbox.people import phones
from smsbox.people.audit import Actor
from smsbox.sms.msisdn import takes_sms
from smsbox.store import Store
from smsbox.store.accounts import Account
from smsbox.subscription import answers
from smsbox.subscription.staff_words import fitting

PROVE = N_("{shop}: code {code}. Send it back, and {name} can give orders from this phone. Not you? Do nothing.")


class NotAPhone(SmsboxError):
    """No telephone of a person: it is one of our own SIMs, or had too many codes today. Facts: `number`."""

    key = "people.not_a_phone"
    exit_code = 65


class TakesNoSms(SmsboxError):
    """A number that no SMS reaches: toll-free, on a wire, of a service. Facts: `number`."""

    key = "people.takes_no_sms"
    exit_code = 65


def register(store: Store, config: Config, user: Account, typed: str, *, by: Actor, now: Micros) -> str:
    """Note a telephone for `user` and send it the code; its number, E.164. Raises BadNumber, DestinationRefused,
    PhoneTaken, PhoneProved, PhoneLocked, TooManyPhones, NotAPhone, TakesNoSms.
    """
    number = destination(typed, config.region.country, config.allow_any)
    if not takes_sms(number):
        raise TakesNoSms(number=number)
    if number in answers.own_numbers(store, config):
        raise NotAPhone(number=number)
    tr = translator(user.language or config.shop.language)
    with store.write():
        code = phones.add(store, user.id, number, by=by, now=now)
        shop, told = config.shop.name or "smsbox", tr.gettext(PROVE)
        text = fitting(lambda most: told.format(shop=shop[:most], code=code, name=user.name[:most]))
        if not answers.secret(store, config, number, text, now=now):
            raise NotAPhone(number=number)
    return number
