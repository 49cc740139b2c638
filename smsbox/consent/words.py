"""What each standing is called when somebody is told of it, in a list, on a page or in the copy of his data."""

from __future__ import annotations

from smsbox.consent.standing import State
from smsbox.i18n.marks import N_

PERMISSIONS = {
    State.UNKNOWN: N_("not asked"),
    State.ASKED: N_("asked"),
    State.AGREED: N_("agreed"),
    State.DECLINED: N_("declined"),
    State.LEFT: N_("left"),
}
