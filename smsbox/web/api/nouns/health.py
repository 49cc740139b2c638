"""How the box is, for programs that watch over it: problems in words, modems that work, what waits."""

from __future__ import annotations

from smsbox import __version__, outbox
from smsbox.clock import iso
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import translator
from smsbox.outbox import State
from smsbox.people.rights import Right
from smsbox.web import problems
from smsbox.web.api.operation import Answer, Call, Operations
from smsbox.web.api.shapes.health import Health

operations = Operations(N_("Health"), N_("How the box is."), Right.SEE)


@operations.get("/health", N_("How the box is"), Health)
def show(call: Call) -> Answer:
    """What stands on its page of problems, and what waits."""
    site, tr = call.site, translator(call.language)
    found = problems.open_now(site, tr, call.now)
    counts, modems = outbox.counts(site.store), site.modem_statuses()
    worst = max((each.case.problem.severity for each in found), default=None)
    content = {
        "status": "ok" if worst is None else worst.label,
        "version": __version__,
        "modems_ready": sum(each.get("state") == "ready" for each in modems),
        "modems": len(modems),
        "queue": {state.label: counts.of(state) for state in (State.QUEUED, State.HELD, State.UNCERTAIN)},
        "problems": [
            {
                "key": each.case.problem.key,
                "subject": each.case.problem.subject,
                "severity": each.case.problem.severity.label,
                "since": iso(each.case.opened_at, site.zone),
                "message": each.account.title,
                "step": each.account.step,
            }
            for each in found
        ],
    }
    return Answer(200, content)
