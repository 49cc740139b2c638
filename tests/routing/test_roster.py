"""Whose work a lane is at one moment, and who may help."""

from __future__ import annotations

from collections.abc import Sequence

from smsbox.routing import KINDS, Carrier, Reason, Roster, Route, Shares, Turn, Why, bound, operator_number, routed

K1, K2, V, L = 1, 2, 3, 4
REPLY, SERVICE, MARKETING = KINDS
KYIVSTAR, VODAFONE, LIFECELL = (operator_number(name) for name in ("kyivstar", "vodafone", "lifecell"))
ANY = 0
OF_KYIVSTAR = routed(None, "kyivstar", timed=False)
KNOWS_K1 = routed(K1, "kyivstar", timed=False)
KNOWS_V = routed(V, "kyivstar", timed=False)


def roster(*carriers: Carrier, on_net: bool = True, help: bool = True) -> Roster:
    return Roster({each.sim_id: each for each in carriers}, on_net=on_net, help=help)


def lanes(turns: Sequence[Turn]) -> list[int]:
    return [turn.lane for turn in turns]


def turns(sim_id: int, all_sims: Roster, *present: int) -> tuple[list[int], list[int]]:
    own, helping = Route(sim_id, all_sims, Shares()).turns(present)
    return lanes(own), lanes(helping)


def test_everybody_well() -> None:
    well = roster(Carrier(K1, KYIVSTAR), Carrier(V, VODAFONE))
    present = [ANY, bound(K1, timed=False), bound(V, timed=False), OF_KYIVSTAR, KNOWS_K1, KNOWS_V]
    assert turns(K1, well, *present) == ([ANY, bound(K1, timed=False), OF_KYIVSTAR, KNOWS_K1], [])
    assert turns(V, well, *present) == ([ANY, bound(V, timed=False), KNOWS_V], [OF_KYIVSTAR])


def test_a_sim_that_is_down_is_replaced_by_its_operator_first() -> None:
    down = roster(Carrier(K1, KYIVSTAR, kinds=()), Carrier(K2, KYIVSTAR), Carrier(V, VODAFONE))
    assert turns(K2, down, KNOWS_K1, OF_KYIVSTAR) == ([KNOWS_K1, OF_KYIVSTAR], [])
    assert turns(V, down, KNOWS_K1, OF_KYIVSTAR) == ([], [KNOWS_K1, OF_KYIVSTAR])


def test_an_operator_that_is_down_is_replaced_by_all_even_if_they_do_not_help() -> None:
    down = roster(Carrier(K1, KYIVSTAR, kinds=()), Carrier(V, VODAFONE), Carrier(L, LIFECELL), help=False)
    for sim in (V, L):
        assert turns(sim, down, KNOWS_K1, OF_KYIVSTAR, bound(K1, timed=False)) == ([KNOWS_K1, OF_KYIVSTAR], [])


def test_a_sim_that_may_send_only_replies_keeps_those() -> None:
    short = roster(Carrier(K1, KYIVSTAR, kinds=(REPLY,)), Carrier(V, VODAFONE), help=False)
    own, _ = Route(K1, short, Shares()).turns([KNOWS_K1])
    other, _ = Route(V, short, Shares()).turns([KNOWS_K1])
    assert own == [Turn(KNOWS_K1, (REPLY,))]
    assert other == [Turn(KNOWS_K1, (SERVICE, MARKETING))]


def test_whom_a_customer_knows_nobody_helps() -> None:
    well = roster(Carrier(K1, KYIVSTAR), Carrier(K2, KYIVSTAR), Carrier(V, VODAFONE))
    for sim in (K2, V):
        assert turns(sim, well, KNOWS_K1) == ([], [])


def test_who_waits_helps_nobody_and_who_is_not_to_is_left_alone() -> None:
    well = roster(Carrier(K1, KYIVSTAR), Carrier(V, VODAFONE), help=False)
    assert turns(V, well, OF_KYIVSTAR) == ([], [])
    last_resort = roster(Carrier(K1, KYIVSTAR), Carrier(V, VODAFONE, weight=0))
    assert turns(V, last_resort, OF_KYIVSTAR, ANY) == ([], [])
    assert turns(V, roster(Carrier(K1, KYIVSTAR, kinds=()), Carrier(V, VODAFONE, weight=0)), OF_KYIVSTAR, ANY) == (
        [OF_KYIVSTAR, ANY],
        [],
    )


def test_a_helper_leaves_what_their_own_sims_take_at_once() -> None:
    well = roster(Carrier(K1, KYIVSTAR), Carrier(K2, KYIVSTAR, resting=True), Carrier(V, VODAFONE))
    _, helping = Route(V, well, Shares()).turns([OF_KYIVSTAR])
    assert helping == [Turn(OF_KYIVSTAR, KINDS, leave=2)]


def test_on_net_ignored() -> None:
    indifferent = roster(Carrier(K1, KYIVSTAR), Carrier(V, VODAFONE), on_net=False)
    assert turns(V, indifferent, OF_KYIVSTAR) == ([OF_KYIVSTAR], [])


def test_nobody_able_is_anybody() -> None:
    nobody = roster(Carrier(K1, KYIVSTAR, kinds=()), Carrier(V, VODAFONE, kinds=()))
    assert turns(V, nobody, KNOWS_K1, OF_KYIVSTAR, ANY) == ([KNOWS_K1, OF_KYIVSTAR, ANY], [])
    assert turns(9, Roster(), KNOWS_K1, OF_KYIVSTAR, ANY) == ([KNOWS_K1, OF_KYIVSTAR, ANY], [])
    assert turns(9, Roster(), bound(K1, timed=False)) == ([], []), "what a person gave to one SIM waits for it"


def test_a_lane_of_sims_and_operators_nobody_has_is_not_forgotten() -> None:
    well = roster(Carrier(K1, KYIVSTAR), Carrier(V, VODAFONE), help=False)
    for orphan in (routed(99, None, timed=False), routed(None, "gone", timed=True), routed(99, "gone", timed=False)):
        assert turns(V, well, orphan) == turns(K1, well, orphan) == ([orphan], [])


def test_reasons() -> None:
    well = roster(Carrier(K1, KYIVSTAR), Carrier(V, VODAFONE))
    down = roster(Carrier(K1, KYIVSTAR, kinds=()), Carrier(V, VODAFONE))
    by_v = Route(V, well, Shares())
    assert Route(K1, well, Shares()).reason(OF_KYIVSTAR, REPLY) == Reason(Why.ON_NET)
    assert Route(K1, well, Shares()).reason(KNOWS_K1, REPLY) == Reason(Why.KNOWN)
    assert by_v.reason(OF_KYIVSTAR, REPLY) == Reason(Why.HELP)
    assert by_v.reason(KNOWS_V, REPLY) == Reason(Why.KNOWN)
    assert Route(V, down, Shares()).reason(OF_KYIVSTAR, REPLY) == Reason(Why.OPERATOR_DOWN)
    assert Route(V, down, Shares()).reason(KNOWS_K1, REPLY) == Reason(Why.SIM_DOWN, K1)
    assert by_v.reason(ANY, REPLY) is None
