"""As Kannel's sendsms is asked: one address, answered in its words; reports are told at the address it was given.

Kannel's user guide, "SMS Push (sendsms)"; another Kannel, RapidPro and PHP scripts speak it.
"""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox.clock import MINUTE
from smsbox.errors import SmsboxError
from smsbox.hooks import callbacks
from smsbox.hooks.addresses import BadAddress
from smsbox.hooks.callbacks import NotListed
from smsbox.outbox import FORBIDDEN, Draft
from smsbox.people.tokens import Token
from smsbox.programs.bearer import NoToken, TooManyTries, WrongToken
from smsbox.programs.sending import Wish
from smsbox.web.doors.asked import (
    Asked,
    BadValue,
    Missing,
    NotHere,
    each_once,
    encoded,
    of_form,
    reason,
    retry_after,
    send,
    status,
)
from smsbox.web.doors.door import Door, Knock

_GSM, _UCS2 = 0, 2
_FLASH = 0
_EVERY_BIT = 31
_PRIORITY = 20
"""Of ours for each of theirs (0 to 3)."""
_MOST_MINUTES = 60 * 24 * 60
_FIELDS = {
    "to": "Garbage 'to' field, rejected.",
    "text": "Charset or body misformed, rejected",
    "charset": "Charset or body misformed, rejected",
    "coding": "Coding field misformed, rejected",
    "mclass": "MClass field misformed, rejected",
    "udh": "UDH field misformed, rejected",
    "dlr-mask": "DLR-Mask field misformed, rejected",
    "validity": "Validity field misformed, rejected",
    "deferred": "Deferred field misformed, rejected",
    "priority": "Priority field misformed, rejected",
}
_DENIED = "Number(s) has/have been denied by white- and/or black-lists."


def _refuse(knock: Knock, error: SmsboxError) -> HTTPResponse:
    """In Kannel's words, with what is behind them."""
    first = reason(error)
    code, words = _said(first)
    told = knock.sentence(first)
    text = words if isinstance(first, (NoToken, WrongToken)) else f"{words} {told}" if words else told
    return _plain(text, code or status(error), retry_after(error))


def _said(error: SmsboxError) -> tuple[int, str]:
    """The status and the words that Kannel has for an error; 0 and "" where it has none."""
    if isinstance(error, (NoToken, WrongToken, TooManyTries)):
        return 403, "Authorization failed for sendsms"
    if isinstance(error, Missing) and error.facts["name"] == "to":
        return 400, "Missing receiver number, rejected"
    if isinstance(error, (BadValue, NotHere, Missing)):
        name = str(error.facts.get("name") or error.facts.get("what"))
        return 400, _FIELDS.get(name, "")
    if isinstance(error, (BadAddress, NotListed)):
        return 0, "DLR-URL field misformed, rejected"
    if error.facts.get("reason") in FORBIDDEN:
        return 403, _DENIED
    if error.key == "sms.bad_number":
        return 400, _FIELDS["to"]
    if error.retryable:
        return 503, "Temporal failure, try again later."  # another Kannel keeps it then, and asks again
    return 0, ""


door = Door("kannel", _refuse)


@door.get("/cgi-bin/sendsms")
@door.post("/cgi-bin/sendsms")
def sendsms(knock: Knock) -> HTTPResponse:
    """Queue one text for one number or several. The password is the token, whatever the user is called."""
    asked = of_form(knock.request)
    token = knock.token(asked.text("password", "pass"))
    send(knock, token, _wish(knock, token, asked))
    return _plain("0: Accepted for delivery", 202, {})


def _wish(knock: Knock, token: Token, asked: Asked) -> Wish:
    """Raises Missing, BadValue, NotHere, BadAddress, NotListed."""
    numbers = each_once(asked.text("to").split(), name="to")
    text, config = _text(asked), knock.site.config
    minutes, deferred = asked.number("validity", 0, _MOST_MINUTES), asked.number("deferred", 0, _MOST_MINUTES)
    model = Draft(
        recipient="",
        text=text,
        priority=(asked.number("priority", 0, 3) or 0) * _PRIORITY,
        flash=_flash(asked),
        validity_s=minutes * 60 if minutes else config.sending.validity_s,
        send_after=knock.now + deferred * MINUTE if deferred else None,
    )
    mask = (asked.number("dlr-mask", 0, 255) or asked.number("dlrmask", 0, 255) or 0) & _EVERY_BIT
    url = asked.text("dlr-url", "dlrurl") if mask else ""
    if url:
        callbacks.check(token, url, config)
    return Wish.to(numbers, model, "kannel", callback=url or None, callback_mask=mask if url else 0)


def _text(asked: Asked) -> str:
    """What is to be written. In UCS-2 it comes as octets of UTF-16, big end first, unless said otherwise."""
    if asked.octets("udh"):
        raise NotHere(what="udh")
    coding = asked.number("coding", 0, 2)
    if coding not in (None, _GSM, _UCS2):
        raise NotHere(what="coding")
    charset = asked.text("charset") or ("utf-16be" if coding == _UCS2 else "utf-8")
    found = encoded(asked, charset, "text")
    if not found:
        raise Missing(name="text")
    return found


def _flash(asked: Asked) -> bool:
    """Whether it is shown at once and kept nowhere (message class 0); class 1 is what every text is."""
    wanted = asked.number("mclass", 0, 3)
    if wanted not in (None, _FLASH, 1):
        raise NotHere(what="mclass")
    return wanted == _FLASH


def _plain(text: str, code: int, headers: dict[str, str]) -> HTTPResponse:
    return HTTPResponse(text.encode(), code, {"Content-Type": "text/plain; charset=utf-8", **headers})
