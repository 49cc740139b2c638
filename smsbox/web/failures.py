"""Pages for what goes wrong: the HTTP status of a typed error, its cause and next step in the reader's language."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from smsbox.errors import SmsboxError
from smsbox.i18n.explanations import explain
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right, role_called, who_may

if TYPE_CHECKING:
    from bottle import HTTPResponse

    from smsbox.web.visit import Visit

_AGAIN_S = 30
"""When a program may come again that is told "not now" and nobody knows more."""

STATUSES = {
    "store.full": 507,
    "store.busy": 503,
    "store.unreachable": 503,
    "store.io_error": 503,
    "outbox.destination_refused": 403,
    "sms.bad_number": 422,
    "sms.bad_text": 422,
    "sms.too_long": 422,
    "clock.bad_moment": 422,
    "outbox.illegal_move": 409,
    "fleet.nothing_to_accept": 409,
    "money.no_code": 409,
    "routing.not_a_prefix": 422,
    "routing.nothing_set": 409,
    "routing.prefix_pinned": 409,
    "settings.moved": 409,
    "settings.refused": 422,
    "settings.trial": 409,
    "people.no_user": 404,
    "people.last_owner": 409,
    "people.name_taken": 409,
    "people.disabled": 409,
    "people.bad_name": 422,
    "people.bad_token": 422,
    "outbox.not_permitted": 403,
    "wording.bad_template": 422,
    "consent.has_left": 409,
    "coupons.refused": 409,
    "contacts.unknown": 404,
    "contacts.birthday": 422,
    "campaigns.none": 404,
    "campaigns.illegal_move": 409,
    "campaigns.changed_meanwhile": 409,
    "campaigns.against_advice": 409,
    "campaigns.bad_plan": 422,
    "campaigns.unwritable": 422,
    "api.no_token": 401,
    "api.wrong_token": 401,
    "api.too_many_tries": 429,
    "api.closed": 403,
    "api.too_large": 413,
    "api.foreign_form": 403,
    "api.wrong_type": 415,
    "api.bad_name": 422,
    "api.not_found": 404,
    "api.no_such_way": 404,
    "api.not_json": 400,
    "api.bad_character": 422,
    "api.bad_fields": 422,
    "doors.missing": 400,
    "doors.bad_value": 400,
    "doors.not_here": 400,
    "doors.same_id": 409,
    "doors.too_late": 409,
    "hooks.bad_address": 422,
    "hooks.bad_hook": 422,
    "hooks.callback_not_listed": 403,
    "programs.name_taken": 409,
    "programs.not_allowed": 403,
    "programs.bad_drafts": 422,
    "programs.repeated": 422,
    "programs.limit_reached": 429,
}

_REFUSALS = {
    400: (N_("This request cannot be read"), "", N_("Go back and try it again.")),
    401: (N_("Please log in"), "", ""),
    403: (
        N_("This form is too old"),
        N_("It was opened before you logged in, or in another browser."),
        N_("Go back, reload the page and send it again. Nothing was done."),
    ),
    404: (N_("There is no such page"), N_("The address is wrong, or what was here is gone."), ""),
    405: (
        N_("This address only takes forms"),
        N_("It was opened like a page, perhaps by reloading."),
        N_("Nothing was sent by this. Go back to the form."),
    ),
    413: (
        N_("This is too much at once"),
        N_("A form may have 256 KB."),
        N_("Send a list of people with: smsbox send --file"),
    ),
    500: (
        N_("Something went wrong here"),
        N_("smsbox met a fault of its own. Messages that were queued are still queued."),
        N_("Try again. If it stays, the log says more: sudo journalctl -u smsbox"),
    ),
}


NOT_YOU = N_("You may not do this")
YOU_ARE = N_("You are signed in as %(name)s (%(role)s).")
WHO_MAY = N_("Who may: %(roles)s.")


def status_of(error: SmsboxError) -> int:
    """The HTTP status for a typed error; 500 for those no visitor can cause."""
    return STATUSES.get(error.key, 503 if error.retryable else 500)


def retry_after(error: SmsboxError) -> str | None:
    """The seconds of Retry-After (RFC 9110 10.2.3): when it makes sense to come again, never too early; None where it
    makes none.
    """
    if error.delay is not None:
        return str(max(1, ceil(error.delay)))
    return str(_AGAIN_S) if status_of(error) == 503 else None


def failure_page(visit: Visit, error: SmsboxError) -> HTTPResponse:
    """A page that explains `error`."""
    told = explain(visit.tr, error.key, error.facts)
    if error.delay is not None:
        visit.headers.append(("Retry-After", str(retry_after(error))))
    return visit.page(
        "error.html", status_of(error), status=status_of(error), title=told.cause, text="", step=told.step, back="/"
    )


def forbidden_page(visit: Visit, needs: Right) -> HTTPResponse:
    """A page for somebody who is signed in and may not do this: it says who may."""
    say = visit.tr.gettext
    person = visit.person
    role = role_called(person.role) if person else None
    text = say(YOU_ARE) % {"name": person.name if person else "", "role": say(role.text) if role else "–"}
    step = say(WHO_MAY) % {"roles": ", ".join(say(each.text) for each in who_may({needs}))}
    return visit.page("error.html", 403, status=403, title=say(NOT_YOU), text=text, step=step, back="/")


def refusal_page(visit: Visit, status: int) -> HTTPResponse:
    """A page for a request that no page could answer."""
    title, text, step = _REFUSALS.get(status) or _REFUSALS[500 if status >= 500 else 400]
    say = visit.tr.gettext
    return visit.page("error.html", status, status=status, title=say(title), text=say(text), step=say(step), back="/")
