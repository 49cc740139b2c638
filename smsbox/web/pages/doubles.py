"""Customers who may be one person, side by side, and making one of two."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox import consent, contacts
from smsbox.contacts import Doubles, NoSuchContact
from smsbox.people.rights import Right
from smsbox.web.customers import words
from smsbox.web.paging import FIRST_LOOK, patience
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_LONGEST = 200


@routes.get("/customers/doubles")
def index(visit: Visit) -> HTTPResponse:
    """Groups of the same name, in the order of names; with `one` only that of one customer."""
    store = visit.site.store
    one = visit.query("one")
    if one.isascii() and one.isdigit():
        groups, place = _of_one(visit, int(one)), None
    else:
        look = contacts.doubles(store, after=visit.query("after")[:_LONGEST], go_on=patience(visit, FIRST_LOOK))
        groups, place = look.groups, look.place
    numbers = [each.number for group in groups for each in group.people]
    standing = consent.standings(store, numbers)
    return visit.page(
        "customers/doubles.html",
        groups=[(each, contacts.first_of(each.people)) for each in sorted(groups, key=lambda group: not group.alike)],
        place=place,
        first=visit.query("after") == "",
        permission={number: words.permission(each) for number, each in standing.items()},
        state_words=words.STATES,
        birthday=words.birthday,
    )


def _of_one(visit: Visit, contact_id: int) -> list[Doubles]:
    contact = contacts.get(visit.site.store, contact_id)
    others = contacts.of_one(visit.site.store, contact) if contact is not None else []
    return [Doubles(contact.name, (contact, *others), alike=True)] if contact is not None and others else []


@routes.post("/customers/merge", needs=Right.WRITE)
def merge(visit: Visit) -> HTTPResponse:
    """Make one of two; nothing known is lost."""
    ids = [visit.field(name) for name in ("keep", "gone")]
    if not all(each.isascii() and each.isdigit() and len(each) < len(str(1 << 63)) for each in ids) or ids[0] == ids[1]:
        raise HTTPError(400)
    keep, gone = map(int, ids)
    store = visit.site.store
    try:
        with store.write():
            lost = contacts.known(store, gone)
            kept = contacts.merge(store, keep, gone, visit.now, by=visit.actor.name)
            visit.audit("customer.merged", keep, gone=(gone, keep), other_numbers=(lost.number, kept.number))
    except NoSuchContact:
        return visit.go("/customers/doubles", notice="as_before")
    return visit.go(f"/customers/{kept.id}", notice="customer_merged")


@routes.post("/customers/<contact_id:id>/part", needs=Right.WRITE)
def part(visit: Visit, contact_id: int) -> HTTPResponse:
    """Make two of one again: whoever was merged by mistake."""
    store = visit.site.store
    try:
        with store.write():
            parted = contacts.part(store, contact_id, visit.now)
            if parted is not None:
                visit.audit("customer.parted", contact_id, gone=(contact_id, parted.id))
    except NoSuchContact:
        raise HTTPError(404) from None
    if parted is None:
        return visit.go(f"/customers/{contact_id}", notice="as_before")
    return visit.go(f"/customers/{parted.id}", notice="customer_parted")
