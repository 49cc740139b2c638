"""The doctor's page: what it finds, worst first, and the bundle for whoever helps."""

from __future__ import annotations

import io
from dataclasses import dataclass

from bottle import HTTPResponse

from smsbox.doctor import WORST_FIRST, Finding, Means, Severity, Told, bundle, examine_box, host, log
from smsbox.i18n.marks import N_
from smsbox.people.rights import Right
from smsbox.web.routes import Routes
from smsbox.web.visit import Visit

routes = Routes(Right.INSPECT)

_LOOKS = {
    Severity.PROBLEM: ("bad", "failed", N_("Problem")),
    Severity.WARNING: ("warn", "warning", N_("Warning")),
    Severity.NOTE: ("idle", "info", N_("Worth knowing")),
    Severity.OK: ("good", "ok", N_("In order")),
}

_LINKS = {
    "/": N_("Show the modems"),
    "/inbox": N_("Show the inbox"),
    "/outbox?state=held": N_("Show them"),
    "/shop": N_("Shop"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A finding as it is shown: tone, icon and word of its severity, and what is told."""

    tone: str
    icon: str
    word: str
    told: Told


@routes.get("/doctor")
def show(visit: Visit) -> HTTPResponse:
    """Everything found now."""
    found = _examine(visit)
    found.sort(key=lambda finding: WORST_FIRST.index(finding.severity))
    lines = [Line(*_LOOKS[finding.severity], finding.told(visit.language)) for finding in found]
    return visit.page(
        "doctor.html",
        links=_LINKS,
        wrong=[line for line in lines if line.tone != "good"],
        fine=[line for line in lines if line.tone == "good"],
    )


@routes.get("/doctor/bundle")
def download(visit: Visit) -> HTTPResponse:
    """The redacted zip."""
    site = visit.site
    made = io.BytesIO()
    patient = bundle.Patient(_examine(visit), site.config, site.store, site.modem_statuses(), log.last_lines())
    bundle.write(made, patient, visit.now)
    visit.audit_done("bundle.taken")  # it is wanted most where the database refuses
    answer = HTTPResponse(made.getvalue(), 200)
    saved_as = ("Content-Disposition", f'attachment; filename="{bundle.file_name(visit.now)}"')
    for name, value in (("Content-Type", "application/zip"), saved_as, *visit.headers):
        answer.add_header(name, value)
    return answer


def _examine(visit: Visit) -> list[Finding]:
    """What can be found quickly from inside the daemon; nobody is asked who would take a while."""
    site = visit.site
    box = examine_box(site.config, site.store, site.modem_statuses(), clock=site.clock, means=Means())
    return [host.version(), *box]
