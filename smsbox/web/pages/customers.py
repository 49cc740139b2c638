"""All customers: the list with its search, a tag for all that are found, and the same as a file."""

from __future__ import annotations

from typing import Any

from bottle import HTTPError, HTTPResponse

from smsbox import consent, contacts
from smsbox.contacts import Contact, State
from smsbox.i18n.languages import LANGUAGES
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.store import scanning
from smsbox.store.pages import Page
from smsbox.subscription import sources
from smsbox.web.customers import words
from smsbox.web.customers.searching import FIELDS, CustomersSought, customers_sought
from smsbox.web.pages import exports
from smsbox.web.paging import patience, shown, which
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

PAGE = 40
_TAGGING_S = 2.0
_MANY_NAMES = 60
"""Tags and fields that are offered; others can be typed."""
_FILTERS = {"": N_("All")} | {state.name.lower(): state.text for state in State}


@routes.get("/customers")
def index(visit: Visit) -> HTTPResponse:
    """One page of who is looked for."""
    found, wanted = customers_sought(visit)
    chips = [
        {"text": text, "link": found.link(state=code), "current": code == found.form.values["state"]}
        for code, text in _FILTERS.items()
    ]
    given = {"sought": found, "chips": chips, "parts_of": found.parts(visit), **_choices(visit)}
    if found.form.errors:
        return visit.page("customers/list.html", 422, page=None, **given)
    page = contacts.page(visit.site.store, wanted, now=visit.now, zone=visit.zone, limit=PAGE, **which(visit))
    return visit.page("customers/list.html", **given, **_shown(visit, found, page))


def _shown(visit: Visit, found: CustomersSought, page: Page[Contact]) -> dict[str, Any]:
    looked = contacts.get(visit.site.store, page.older) if page.short and page.older else None
    standing = consent.standings(visit.site.store, [each.number for each in page.rows])
    return {
        **shown(visit, found, page, looked.created_at if looked else None),
        "permission": {each.id: words.permission(standing[each.number]) for each in page.rows},
        "state_words": words.STATES,
    }


def _choices(visit: Visit) -> dict[str, Any]:
    store = visit.site.store
    tags = contacts.tags(store)[:_MANY_NAMES]
    fields = [(name, name) for name in contacts.field_names(store)[:_MANY_NAMES]]
    permissions = [(state.label, visit.tr.gettext(word.text)) for state, word in words.PERMISSIONS.items()]
    origins = [(str(each.id), each.title) for each in sources.listed(store)]
    return {"tags": tags, "fields": fields, "sources": origins, "permissions": permissions, "spoken": LANGUAGES}


@routes.post("/customers/tags", needs=Right.BULK)
def tag_all(visit: Visit) -> HTTPResponse:
    """Put a tag to all that are found, or take it away, as far as two seconds go; then it is gone on with."""
    found, wanted = customers_sought(visit, {name: visit.field(name) for name in FIELDS})
    tag, act = contacts.tag_of(visit.field("put")), visit.field("act")
    if act not in ("tag", "untag"):
        raise HTTPError(400)
    if found.form.errors or not tag:
        return visit.go(found.link(), notice="no_tag")
    after, done = _number(visit.field("after")), _number(visit.field("done"))
    change, store = contacts.tag if act == "tag" else contacts.untag, visit.site.store
    go_on = patience(visit, _TAGGING_S)
    for step in scanning.every(store, contacts.searched(store, wanted, now=visit.now, zone=visit.zone), after=after):
        with store.write():
            done += change(store, step.ids, tag)
            if step.over or not go_on():
                visit.audit(f"customer.{act}", tag, found=(None, found.link()), customers=(None, done))
        if step.over:
            return visit.go(found.link(notice=f"customers_{act}ged", count=done))
        if not go_on():
            query = {**found.query, "put": tag, "act": act, "after": str(step.place), "done": str(done)}
            return visit.page("customers/tagging.html", query=query, tag=tag, done=done)
    raise HTTPError(400)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(1 << 63)) else 0


@routes.get("/customers/export", needs=Right.BULK)
def export(visit: Visit) -> HTTPResponse:
    """Who is found, as a file."""
    found, wanted = customers_sought(visit)
    return exports.file(visit, found, wanted.as_json(), "customer.exported")
