"""What came of a campaign: the way of its people, texts compared, causes, coupons and cost; as files, too."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.campaigns import results, rows, turned
from smsbox.campaigns.results import Results
from smsbox.campaigns.rows import Campaign
from smsbox.people.rights import Right
from smsbox.sheets import campaigns as sheets
from smsbox.sheets.apart import Making, Order
from smsbox.sheets.exports import Reader, octets
from smsbox.web.campaigns import recounting
from smsbox.web.campaigns.outcome import outcome
from smsbox.web.pages.exports import answered, place
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.READ)

_KINDS = ("csv", "xlsx")


@routes.get("/campaigns/<campaign_id:id>/results")
def show(visit: Visit, campaign_id: int) -> HTTPResponse:
    """All of it."""
    campaign, found, waits = _looked(visit, campaign_id)
    return visit.page("campaigns/results.html", campaign=campaign, **_told(visit, campaign, found, waits))


@routes.fragment("/live/campaigns/<campaign_id:id>/results")
def live(visit: Visit, campaign_id: int) -> HTTPResponse:
    """The same as it stands by now."""
    campaign, found, waits = _looked(visit, campaign_id)
    return visit.part("campaigns/results_live.html", campaign=campaign, **_told(visit, campaign, found, waits))


@routes.get("/campaigns/<campaign_id:id>/results/export")
def as_file(visit: Visit, campaign_id: int) -> HTTPResponse:
    """The table, as a file; counted for it to the last message."""
    campaign, kind = _campaign(visit, campaign_id), _kind(visit)
    back = f"/campaigns/{campaign_id}/results"
    if not place():
        return visit.go(back, notice="one_file")
    reader = Reader(visit.tr, visit.zone, visit.now)
    table, lines = sheets.results_table(visit.site.store, visit.site.config, campaign, reader)
    name = f"campaign-{campaign.id}"
    return answered(visit, name, kind, lambda _: octets(kind, table, lines, visit.language), back, "campaign.exported")


@routes.get("/campaigns/<campaign_id:id>/recipients/export", needs=Right.BULK)
def recipients(visit: Visit, campaign_id: int) -> HTTPResponse:
    """Everybody whose turn came, as a file."""
    campaign, kind, config = _campaign(visit, campaign_id), _kind(visit), visit.site.config
    back = f"/campaigns/{campaign_id}/results"
    if not place():
        return visit.go(back, notice="one_file")
    asked = [(visit.tr.gettext(sheets.CAMPAIGN), campaign.name)]
    order = Order(
        *(config.store.url, sheets.RECIPIENTS, kind, str(campaign.id)),
        *(asked, visit.language, visit.zone.key, visit.now),
    )
    name = f"campaign-{campaign.id}-recipients"
    return answered(visit, name, kind, lambda gone: Making(order, gone), back, "campaign.exported")


def _campaign(visit: Visit, campaign_id: int) -> Campaign:
    found = rows.find(visit.site.store, campaign_id)
    if found is None or (found.launched_at is None and not turned.turns(visit.site.store, found)):
        raise HTTPError(404)
    return found


def _kind(visit: Visit) -> str:
    kind = visit.query("format")
    if kind not in _KINDS:
        raise HTTPError(404)
    return kind


def _looked(visit: Visit, campaign_id: int) -> tuple[Campaign, Results | None, bool]:
    """The campaign, its results as far as they are at hand, and whether newer ones are being counted."""
    store, campaign = visit.site.store, _campaign(visit, campaign_id)
    found = turned.at_hand(store, campaign, visit.now)
    waits = results.is_stale(campaign, found, visit.now)
    if waits:
        recounting.begin(store, campaign.id, visit.now)
    return campaign, found, waits


def _told(visit: Visit, campaign: Campaign, found: Results | None, waits: bool) -> dict[str, object]:
    return {
        "found": found,
        "waits": waits,
        "told": None if found is None else outcome(visit, campaign, found),
        "moves": campaign.state not in rows.OVER or waits,
    }
