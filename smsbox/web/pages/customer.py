"""One customer with everything about him: his data, notes, permission and choices, and what was between him and us."""

from __future__ import annotations

from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import consent, contacts
from smsbox.consent import Act, Entry
from smsbox.contacts import Contact, NumberTaken, State
from smsbox.i18n import consents
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.subscription import leave, sources, terms
from smsbox.web.customers import typed, words
from smsbox.web.customers.looking import about
from smsbox.web.forms import Filled
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_TAKEN = N_("This number leads to another customer already. If both are one person, merge them.")
_MOST_LINES = 12
_MOST_NOTES = 20


@routes.get("/customers/<contact_id:id>")
def detail(visit: Visit, contact_id: int) -> HTTPResponse:
    """Everything about him."""
    contact = found(visit, contact_id)
    return _page(visit, contact, typed.of(contact), 200)


@routes.post("/customers/<contact_id:id>", needs=Right.WRITE)
def change(visit: Visit, contact_id: int) -> HTTPResponse:
    """What somebody corrected or added."""
    contact, store = found(visit, contact_id), visit.site.store
    form, changes = typed.read(visit, contact)
    if changes is None:
        return _page(visit, contact, form, 422)
    try:
        with store.write():
            changed = contacts.change(store, contact_id, changes, visit.now)
            if changed:
                visit.audit("customer.changed", contact_id, **_differences(contact, found(visit, contact_id)))
    except NumberTaken as error:
        form.wrong("number" if error.facts["number"] == changes.number else "others", visit.tr.gettext(_TAKEN))
        return _page(visit, contact, form, 422)
    return visit.go(f"/customers/{contact_id}", notice="customer_saved" if changed else "as_before")


def _differences(old: Contact, new: Contact) -> dict[str, tuple[object, object]]:
    names = ("name", "salutation", "number", "language", "zone", "birthday")
    told: dict[str, tuple[object, object]] = {name: (getattr(old, name), getattr(new, name)) for name in names}
    told["state"] = (old.state.name.lower(), new.state.name.lower())
    told["tags"] = (", ".join(old.tags), ", ".join(new.tags))
    told["other_numbers"] = (", ".join(old.other_numbers), ", ".join(new.other_numbers))
    for name in {*old.fields, *new.fields}:
        told[name] = (old.fields.get(name), new.fields.get(name))
    return told


@routes.post("/customers/<contact_id:id>/note", needs=Right.WRITE)
def note(visit: Visit, contact_id: int) -> HTTPResponse:
    """Write something down about him."""
    text, store = visit.field("text").encode("utf-8", "replace").decode().strip(), visit.site.store
    found(visit, contact_id)
    if not text:
        return visit.go(f"/customers/{contact_id}", notice="as_before")
    with store.write():
        contacts.note(store, contact_id, text, visit.actor.name, visit.now)
        visit.audit("customer.note", contact_id)
    return visit.go(f"/customers/{contact_id}", notice="noted")


@routes.post("/customers/<contact_id:id>/note/<note_id:id>/drop", needs=Right.WRITE)
def drop_note(visit: Visit, contact_id: int, note_id: int) -> HTTPResponse:
    """Take a note back."""
    store = visit.site.store
    with store.write():
        gone = contacts.drop_note(store, contact_id, note_id)
        if gone is not None:
            visit.audit("customer.note_dropped", contact_id)
    return visit.go(f"/customers/{contact_id}", notice="noted" if gone else "as_before")


@routes.post("/customers/<contact_id:id>/agree", needs=Right.WRITE)
def agree(visit: Visit, contact_id: int) -> HTTPResponse:
    """He agrees: the words on the page were read to him."""
    contact, number, store = *_his(visit, contact_id), visit.site.store
    if not visit.chosen("read"):
        return visit.go(f"/customers/{contact.id}", notice="words_first")
    language = _language(visit, contact)
    entry = Entry(
        *(number, visit.now, Act.AGREED, "staff"),
        words=terms.spoken(language, visit.site.config.shop),
        language=language,
        evidence=visit.actor.name,
        operator=visit.actor.name,
        source_id=contact.source_id,
    )
    with store.write():
        consent.record(store, entry)
        visit.audit("customer.agreed", contact.id)
    return visit.go(f"/customers/{contact.id}", notice="customer_agreed")


@routes.post("/customers/<contact_id:id>/leave", needs=Right.WRITE)
def left(visit: Visit, contact_id: int) -> HTTPResponse:
    """He wants no more offers, and has told somebody here."""
    contact, number, store = *_his(visit, contact_id), visit.site.store
    with store.write():
        new = leave(
            store, visit.site.config, number, now=visit.now, how="staff", operator=visit.actor.name, confirm=False
        )
        visit.audit("customer.left", contact.id)
    visit.site.ring()
    return visit.go(f"/customers/{contact.id}", notice="customer_left" if new else "as_before")


@routes.post("/customers/<contact_id:id>/calls", needs=Right.WRITE)
def calls(visit: Visit, contact_id: int) -> HTTPResponse:
    """He would rather be called, or would rather not any more."""
    contact, number, store = *_his(visit, contact_id), visit.site.store
    prefers = visit.chosen("prefers")
    with store.write():
        before = consent.standing(store, number)
        consent.choose(store, number, at=visit.now, how="staff", prefers_call=prefers, operator=visit.actor.name)
        visit.audit("customer.calls", contact.id, prefers_call=(before.prefers_call, prefers))
    return visit.go(f"/customers/{contact.id}", notice="noted")


def found(visit: Visit, contact_id: int) -> Contact:
    """The customer of an address; 404 when there is none."""
    contact = contacts.get(visit.site.store, contact_id)
    if contact is None:
        raise HTTPError(404)
    return contact


def _his(visit: Visit, contact_id: int) -> tuple[Contact, str]:
    """The customer, and which of his numbers is meant."""
    contact = found(visit, contact_id)
    number = visit.field("number") or contact.number
    if number not in contact.numbers:
        raise HTTPError(400)
    return contact, number


def _language(visit: Visit, contact: Contact) -> str:
    wanted = contact.language or visit.site.config.shop.language
    return wanted if wanted in LANGUAGES else visit.site.config.shop.language


def _page(visit: Visit, contact: Contact, form: Filled, status: int) -> HTTPResponse:
    store = visit.site.store
    source = sources.get(store, contact.source_id) if contact.source_id is not None else None
    given: dict[str, Any] = {
        "one": contact,
        "form": form,
        "about": about(visit, contact),
        "details": contacts.details(store, contact.id),
        "notes": contacts.notes(store, contact.id, _MOST_NOTES),
        "alike": contacts.of_one(store, contact),
        "source": source,
        "merge": contacts.last_merge(store, contact.id, visit.now),
        "spoken": LANGUAGES,
        "read_out": terms.spoken(_language(visit, contact), visit.site.config.shop),
        "read_in": _language(visit, contact),
        "states": State,
        "state_words": words.STATES,
        "permission": words.permission,
        "acts": consents.ACTS,
        "how": consents.HOW,
        "origin": words.origin,
        "most_lines": _MOST_LINES,
        "known_tags": contacts.tags(store)[:100],
        "known_fields": contacts.field_names(store)[:100],
    }
    return visit.page("customers/customer.html", status, **given)
