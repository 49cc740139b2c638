"""Writing a customer down at the counter: number, name, and the words he agreed to, read out in his language."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox import consent, contacts
from smsbox.consent import Act, Entry
from smsbox.i18n.explanations import explain
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.outbox import DestinationRefused
from smsbox.people.rights import Right
from smsbox.sms import msisdn
from smsbox.subscription import sources, terms, texts
from smsbox.subscription.joining import ask, welcome
from smsbox.subscription.sources import Source, SourceKind
from smsbox.web.forms import Filled, blank, filled, require
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.WRITE)

_FIELDS = {"number": 40, "name": 120, "language": 2, "source": 19, "consent": 6, "then": 4}
READ, ASK, NONE = "read", "ask", "none"
"""How he agrees: the words were read to him; he is asked by SMS; not at all yet."""
NEXT = "next"
"""The form is wanted again, for the next customer in the line."""

_LANDLINE = N_("No SMS reaches a landline. Ask for a mobile number, or only write him down.")
_CHOOSE = N_("Say whether he agreed.")


@routes.get("/customers/new")
def show(visit: Visit) -> HTTPResponse:
    """The form."""
    shop = visit.site.config.shop
    language = visit.query("language") if visit.query("language") in LANGUAGES else shop.language
    form = blank(_FIELDS, language=language, source=visit.query("source"), number=visit.query("number"))
    return _page(visit, form, 200)


@routes.post("/customers/new")
def add(visit: Visit) -> HTTPResponse:
    """Add him, or complete what is known of him, and note what he agreed to."""
    form = filled(visit, _FIELDS)
    require(visit, form, "number")
    if form.values["language"] not in LANGUAGES:
        raise HTTPError(400)
    if form.values["consent"] not in (READ, ASK, NONE):
        form.wrong("consent", visit.tr.gettext(_CHOOSE))
    number = _number(visit, form)
    if form.errors:
        return _page(visit, form, 422)
    try:
        contact_id, why = _kept(visit, form, number)
    except DestinationRefused as error:
        told = explain(visit.tr, error.key, error.facts)
        form.wrong("number", f"{told.cause} {told.step}")
        return _page(visit, form, 422)
    if form.values["consent"] != NONE:
        visit.site.ring()
    notice = f"newcomer_{why}" if why else "newcomer"
    if form.values["then"] == NEXT:
        return visit.go("/customers/new", language=form.values["language"], source=form.values["source"], notice=notice)
    return visit.go(f"/customers/{contact_id}", notice=notice)


def _number(visit: Visit, form: Filled) -> str:
    """The number in E.164; the form says what is wrong with it, beside whatever else is wrong."""
    if "number" in form.errors:
        return ""
    try:
        number = msisdn.parse(form.values["number"], visit.site.config.region.country)
    except msisdn.BadNumber as error:
        told = explain(visit.tr, error.key, error.facts)
        form.wrong("number", f"{told.cause} {told.step}")
        return ""
    if form.values["consent"] in (READ, ASK) and msisdn.is_landline(number):
        form.wrong("number", visit.tr.gettext(_LANDLINE))
    return number


def _kept(visit: Visit, form: Filled, number: str) -> tuple[int, str]:
    """The customer's id, and why nobody was asked by SMS where that was wanted."""
    store, source = visit.site.store, _source(visit, form)
    with store.write():
        contact_id = _contact(visit, form, number, source)
        visit.audit("customer.written_down", number, consent=(None, form.values["consent"]))
        if form.values["consent"] == READ:
            if consent.standing(store, number).state is consent.State.AGREED:
                return contact_id, "agreed"
            welcome(store, visit.site.config, _agreed(visit, form, number, source), visit.now)
        elif form.values["consent"] == ASK:
            asked = ask(
                *(store, visit.site.config, number, source),
                now=visit.now,
                how="staff",
                operator=visit.actor.name,
                language=form.values["language"],
            )
            return contact_id, asked.why
    return contact_id, ""


def _contact(visit: Visit, form: Filled, number: str, source: Source | None) -> int:
    store, name, language = visit.site.store, form.values["name"].strip(), form.values["language"]
    known, origin = contacts.by_number(store, number), f"staff:{visit.actor.name}"
    if known is None:
        new = contacts.New(
            number=number, name=name, language=language, source_id=source.id if source else None, origin=origin
        )
        return contacts.add(store, new, visit.now).id
    changes = contacts.Changes(name=name or contacts.KEEP, language=language, origin=origin)
    contacts.change(store, known.id, changes, visit.now)
    return known.id


def _agreed(visit: Visit, form: Filled, number: str, source: Source | None) -> consent.Standing:
    """With the operator and the words: somebody could be asked about it later."""
    return consent.record(
        visit.site.store,
        Entry(
            *(number, visit.now, Act.AGREED, "staff"),
            words=words_read(visit, form.values["language"], source),
            language=form.values["language"],
            evidence=visit.actor.name,
            operator=visit.actor.name,
            source_id=source.id if source else None,
        ),
    )


def words_read(visit: Visit, language: str, source: Source | None) -> str:
    """What is read out in that language: the words of the source where they are in it, else the usual ones."""
    own = source.words if source is not None and source.language == language else ""
    return own or terms.spoken(language, visit.site.config.shop)


def _source(visit: Visit, form: Filled) -> Source | None:
    """The chosen source; without a choice the newest one of the counter."""
    chosen = form.values["source"]
    found = sources.get(visit.site.store, int(chosen)) if chosen.isascii() and chosen.isdigit() else None
    if found is not None and found.kind is SourceKind.STAFF and found.closed_at is None:
        return found
    return sources.first_of(visit.site.store, SourceKind.STAFF)


def _page(visit: Visit, form: Filled, status: int) -> HTTPResponse:
    language, source, config = form.values["language"], _source(visit, form), visit.site.config
    open_ones = [each for each in sources.listed(visit.site.store, open_only=True) if each.kind is SourceKind.STAFF]
    return visit.page(
        "sources/newcomer.html",
        status,
        form=form,
        sources=open_ones,
        source=source,
        spoken=LANGUAGES,
        chosen=language,
        words=words_read(visit, language, source),
        welcome=texts.told(texts.WELCOME, language, config),
        asking=texts.told(texts.ASKING, language, config),
    )
