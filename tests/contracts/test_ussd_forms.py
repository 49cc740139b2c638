"""How a modem takes USSD codes is known after a restart, on both databases."""

from __future__ import annotations

from smsbox.clock import DAY
from smsbox.modem.ussd import Form
from smsbox.relay.ussd_forms import KEPT, UssdForms
from smsbox.store import Store
from tests.web.desk import FixedClock

STICK, OTHER = "350000000000006", "350000000000007"


def test_what_was_learned_is_known_after_a_restart_and_only_of_that_modem(store: Store) -> None:
    wall = FixedClock()
    forms = UssdForms(store, wall)
    assert forms.get(STICK) is None
    forms[STICK] = Form.PLAIN
    forms[STICK] = Form.PACKED
    assert forms[STICK] is Form.PACKED
    again = UssdForms(store, wall)
    assert (again.get(STICK), again.get(OTHER)) == (Form.PACKED, None)


def test_what_has_long_not_worked_is_forgotten_and_what_works_is_not(store: Store) -> None:
    wall = FixedClock()
    UssdForms(store, wall)[STICK] = Form.UCS2
    wall.at += KEPT - DAY
    working = UssdForms(store, wall)
    assert working[STICK] is Form.UCS2
    working[STICK] = Form.UCS2
    wall.at += 2 * DAY
    assert UssdForms(store, wall).get(STICK) is Form.UCS2
    wall.at += KEPT
    assert UssdForms(store, wall).get(STICK) is None
