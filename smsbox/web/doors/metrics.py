"""The figures of this box for Prometheus, read when it asks."""

from __future__ import annotations

from bottle import HTTPError, HTTPResponse

from smsbox.errors import SmsboxError
from smsbox.figures.exposition import CONTENT_TYPE, written
from smsbox.figures.gathering import Around, gather
from smsbox.people.rights import Right
from smsbox.programs.sending import NotAllowed
from smsbox.web.api.bearer import carried
from smsbox.web.doors.door import Door, Knock
from smsbox.web.failures import retry_after, status_of


def _refuse(knock: Knock, error: SmsboxError) -> HTTPResponse:
    """Prometheus shows the status alone; the sentence is for whoever looks with curl."""
    again = retry_after(error)
    status = status_of(error)
    headers = {"Content-Type": "text/plain; charset=utf-8", **({"Retry-After": again} if again else {})}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return HTTPResponse(f"{knock.sentence(error)}\n".encode(), status, headers)


door = Door(None, _refuse)


@door.get("/metrics")
def metrics(knock: Knock) -> HTTPResponse:
    """Everything, to whom the setting lets in."""
    access = knock.site.config.programs.metrics
    if access == "off":
        raise HTTPError(404)
    token = knock.token(carried(knock.request)) if access == "token" else None
    if token is not None and Right.READ not in token.rights:
        raise NotAllowed(right=Right.READ.value, token=token.name)
    site = knock.site
    around = Around(site.modem_statuses(), site.late(), site.unwritten(), site.box)
    with site.store.read():
        text = written(gather(site.store, site.config, site.counts, around, knock.now))
    return HTTPResponse(text.encode(), 200, {"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})
