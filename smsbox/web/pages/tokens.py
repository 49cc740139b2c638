"""API tokens: who may write by program, what, to whom, how much and until when; made once, shown once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bottle import HTTPResponse

from smsbox.clock import Micros
from smsbox.i18n.marks import N_
from smsbox.people import tokens
from smsbox.people.accounts import LONGEST_NAME, BadName
from smsbox.people.rights import FOR_TOKENS, Right
from smsbox.people.tokens import BadToken
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.PEOPLE)

_FIELDS = {"name": LONGEST_NAME, "allow": 500, "callbacks": 500, "per_day": 9, "until": 10}

_WRONG = {
    "rights": ("rights", N_("Choose at least one thing it may do.")),
    "allow": ("allow", N_("“%(text)s” is no beginning of a number. Write +380 or +38067, parted by blanks.")),
    "callbacks": ("callbacks", N_("“%(text)s” is no web address. Write https://shop.example/sms, parted by blanks.")),
    "per_day": ("per_day", N_("Give a whole number from 1 to a million, or leave it empty.")),
    "expired": ("until", N_("This day is over already.")),
}
NO_DAY = N_("Write the day like 2027-03-31.")
NO_NAME = N_("This cannot be a name.")


@routes.get("/tokens")
def index(visit: Visit) -> HTTPResponse:
    """All of them, and the form for one more."""
    return _page(visit, blank(_FIELDS), (Right.WRITE,), 200)


@routes.post("/tokens")
def make(visit: Visit) -> HTTPResponse:
    """A new token; its secret is shown on the page that comes back, and nowhere else."""
    form = filled(visit, _FIELDS)
    require(visit, form, "name")
    rights = tuple(right for right in FOR_TOKENS if visit.chosen(f"right-{right.value}"))
    expires_at = _end_of(visit, form)
    if not form.errors:
        try:
            made, secret = tokens.make(
                visit.site.store,
                name=form.values["name"],
                rights=rights,
                by=visit.actor,
                now=visit.now,
                allow=tokens.beginnings(form.values["allow"]),
                callbacks=tokens.addresses(form.values["callbacks"]),
                per_day=_count(form.values["per_day"]),
                expires_at=expires_at,
            )
            return visit.page("people/token.html", made=made, secret=secret, host=visit.host)
        except BadName:
            form.wrong("name", visit.tr.gettext(NO_NAME))
        except BadToken as error:
            field, words = _WRONG[str(error.facts["reason"])]
            form.wrong(field, visit.tr.gettext(words) % {"text": error.facts["text"]})
    return _page(visit, form, rights, 422)


@routes.post("/tokens/<token_id:id>/revoke")
def revoke(visit: Visit, token_id: int) -> HTTPResponse:
    """It opens nothing any more."""
    done = tokens.revoke(visit.site.store, token_id, by=visit.actor, now=visit.now)
    return visit.go("/tokens", notice="token_revoked" if done else "as_before")


def _count(text: str) -> int | None:
    """A number of messages; 0, which no token may have, for what is none."""
    clean = text.strip()
    if not clean:
        return None
    return int(clean) if clean.isascii() and clean.isdigit() else 0


def _end_of(visit: Visit, form: Filled) -> Micros | None:
    """The end of the day that was given, in the shop's time zone."""
    text = form.values["until"].strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text) + timedelta(days=1)
        return int(datetime(day.year, day.month, day.day, tzinfo=visit.zone).timestamp()) * 1_000_000
    except (ValueError, OverflowError):
        form.wrong("until", visit.tr.gettext(NO_DAY))
        return None


def _page(visit: Visit, form: Filled, chosen: tuple[Right, ...], status: int) -> HTTPResponse:
    return visit.page(
        "people/tokens.html",
        status,
        form=form,
        tokens=tokens.listed(visit.site.store),
        rights=FOR_TOKENS,
        chosen=chosen,
    )
