"""What a customer may ask for: a copy of everything kept about him, and that it is erased."""

from __future__ import annotations

from bottle import HTTPResponse

from smsbox import intake, privacy
from smsbox.people.rights import Right
from smsbox.privacy import StillUnderWay, handing
from smsbox.sheets.exports import Reader
from smsbox.web.pages.customer import found
from smsbox.web.people import audit_words
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.SHOP)


@routes.get("/customers/<contact_id:id>/data", needs=Right.WRITE)
def data(visit: Visit, contact_id: int) -> HTTPResponse:
    """A copy of everything, for any browser and for programs."""
    contact = found(visit, contact_id)
    visit.audit("customer.copied", contact_id)
    all_of_it = privacy.collected(visit.site.store, contact.number, visit.now)
    octets = handing.as_zip(all_of_it, Reader(visit.tr, visit.zone, visit.now), audit_words.WHAT)
    answer = HTTPResponse(octets, 200)
    answer.set_header("Content-Type", "application/zip")
    answer.set_header("Content-Disposition", f'attachment; filename="customer-{contact_id}.zip"')
    return answer


@routes.post("/customers/<contact_id:id>/erase")
def erase(visit: Visit, contact_id: int) -> HTTPResponse:
    """Gone for good, once somebody has said that he is sure."""
    contact = found(visit, contact_id)
    if not visit.chosen("sure"):
        return visit.go(f"/customers/{contact_id}", notice="erase_not_sure")
    site = visit.site
    try:
        privacy.erase(site.store, contact.number, visit.now, by=visit.actor)
    except StillUnderWay:
        return visit.go(f"/customers/{contact_id}", notice="under_way")
    for each in intake.forget(site.store, site.config, contact.numbers):
        visit.audit_done("import.discarded", f"{each.id} {each.name}")
    return visit.go("/customers", notice="customer_erased")
