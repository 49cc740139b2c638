"""Says to a guesser how long he has to wait; what a try is charged to is decided in `smsbox.people.tries`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from smsbox.i18n.marks import N_
from smsbox.people.tries import Budget

if TYPE_CHECKING:
    from smsbox.web.forms import Filled
    from smsbox.web.visit import Visit

WAIT = N_("Too many wrong passwords from this device. Try again in %(span)s.")


def told_to_wait(visit: Visit, form: Filled, budget: Budget) -> bool:
    """Charge a try. Where it may not be made, the form and the Retry-After header (RFC 9110 10.2.3) say so: True."""
    wait = math.ceil(budget.spend(visit.site.store, visit.now))
    if wait:
        visit.headers.append(("Retry-After", str(wait)))
        form.wrong("form", visit.tr.gettext(WAIT) % {"span": visit.tr.span(wait)})
    return bool(wait)
