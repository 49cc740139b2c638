"""When a modem that answers is to be recovered all the same."""

from __future__ import annotations

from smsbox.recovery.grievances import DOUBTS, REFUSALS, UNREGISTERED, Grievances


def test_doubts_in_a_row() -> None:
    told = Grievances()
    for _ in range(DOUBTS - 1):
        told.unanswered(doubt=True)
    assert told.complaint(0) is None and not told.due
    told.accepted()
    for _ in range(DOUBTS):
        assert not told.due
        told.unanswered(doubt=True)
        told.unanswered(doubt=False)
    assert told.due
    assert told.complaint(0) == "doubts"
    assert told.complaint(0) is None, "told once"


def test_errors_of_its_own_in_a_row() -> None:
    told = Grievances()
    for reset in [True] * (REFUSALS - 1) + [False] + [True] * (REFUSALS - 1):
        told.refused(reset=reset)
        assert told.complaint(0) is None
    told.refused(reset=True)
    assert told.complaint(0) == "refusals"


def test_no_network_for_ten_minutes_and_again_ten_minutes_later() -> None:
    told = Grievances()
    for boot in range(0, 600, 3):
        told.network(registered=False, boot=float(boot))
        assert told.complaint(float(boot)) is None
    told.network(registered=False, boot=UNREGISTERED)
    assert told.complaint(UNREGISTERED) == "registration"
    assert told.complaint(UNREGISTERED + 1) is None
    assert told.complaint(2 * UNREGISTERED) == "registration"
    told.network(registered=True, boot=1300.0)
    assert told.complaint(9999.0) is None
