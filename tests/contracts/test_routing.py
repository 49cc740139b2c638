"""Which SIM gets which message, and what is learned of customers, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smsbox import events, outbox, routing
from smsbox.clock import DAY, HOUR, MINUTE
from smsbox.outbox import MessageClass, State
from smsbox.routing import KINDS, Carrier, KnownCarrier, Roster, Route, Rules, Shares, Why, operator_number
from smsbox.routing import tables as kept
from smsbox.store import Store
from tests.contracts.shop import TWO, Shop

OF_KYIVSTAR, OF_VODAFONE, OF_LIFECELL, ABROAD = "+380670000001", "+380500000001", "+380630000001", "+48500000001"
CENTRE_OF_KYIVSTAR, CENTRE_OF_VODAFONE = "+380672021111", "+380500000501"
LEAST = [f"+38067000{number:04d}" for number in range(100, 112)]


class Fleet(Shop):
    """A shop with a SIM of Kyivstar and one of Vodafone."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.kyivstar, self.vodafone = self.sim, self.new_sim()
        self.shares = Shares()
        self.carriers = {
            self.kyivstar: Carrier(self.kyivstar, operator_number("kyivstar")),
            self.vodafone: Carrier(self.vodafone, operator_number("vodafone")),
        }
        self.help = False
        self.introduce(self.kyivstar, "kyivstar")
        self.introduce(self.vodafone, "vodafone")

    def introduce(self, sim: int, operator: str | None, allow: tuple[str, ...] = ("+380", "+48")) -> None:
        with self.store.write():
            routing.keep_carrier(self.store, KnownCarrier(sim, operator, 1, KINDS, allow, self.now))

    def rules(self, **fields: bool) -> None:
        routing.keep_rules(self.store, Rules(**fields), self.now)

    def down(self, sim: int, kinds: tuple[int, ...] = ()) -> None:
        self.carriers[sim] = replace(self.carriers[sim], kinds=kinds)

    def up(self, sim: int) -> None:
        self.down(sim, KINDS)

    def route(self, sim: int) -> Route:
        return Route(sim, Roster(self.carriers, help=self.help), self.shares)

    def next(self, sim: int, **options: object) -> outbox.Claim | None:
        return self.claim(sim, route=self.route(sim), **options)

    def sent(self, sim: int) -> outbox.Claim:
        """The SIM takes its next message, and the network takes it too."""
        claim = self.next(sim)
        assert claim is not None
        self.accept(claim)
        return claim

    def hears(self, sim: int, sender: str, centre: str = "") -> None:
        with self.store.write():
            routing.heard(self.store, sim_id=sim, sender=sender, centre=centre, now=self.now)

    def knows(self, number: str) -> int | None:
        return kept.acquaintances(self.store, [number]).get(number)


@pytest.fixture
def fleet(store: Store) -> Fleet:
    return Fleet(store)


def test_on_net(fleet: Fleet) -> None:
    to_kyivstar, to_vodafone = fleet.one(OF_KYIVSTAR), fleet.one(OF_VODAFONE)
    by_vodafone = fleet.next(fleet.vodafone)
    assert by_vodafone is not None and by_vodafone.message_id == to_vodafone
    assert fleet.next(fleet.vodafone) is None
    by_kyivstar = fleet.sent(fleet.kyivstar)
    assert by_kyivstar.message_id == to_kyivstar
    assert by_kyivstar.reason == routing.Reason(Why.ON_NET)
    (sent,) = [line for line in events.of_message(fleet.store, to_kyivstar) if line.kind == events.SENT]
    assert sent.data["why"] == "on_net"


def test_numbers_of_no_operator_of_ours_are_everybodys(fleet: Fleet) -> None:
    fleet.one(OF_LIFECELL)
    for sim in (fleet.vodafone, fleet.kyivstar):
        fleet.one(OF_LIFECELL)
        claim = fleet.next(sim)
        assert claim is not None and claim.reason is None


def test_failover_and_back(fleet: Fleet) -> None:
    first, second, third = fleet.submit(*[OF_KYIVSTAR] * 3)
    fleet.down(fleet.kyivstar)
    replaced = fleet.sent(fleet.vodafone)
    assert (replaced.message_id, replaced.reason) == (first, routing.Reason(Why.OPERATOR_DOWN))
    fleet.up(fleet.kyivstar)
    assert fleet.next(fleet.vodafone) is None, "a SIM that is back has its lanes back, no row was moved for it"
    assert [fleet.sent(fleet.kyivstar).message_id for _ in range(2)] == [second, third]


def test_help_leaves_what_the_own_sim_takes_at_once(fleet: Fleet) -> None:
    ids = fleet.submit(*LEAST[:4])
    assert fleet.next(fleet.vodafone) is None
    fleet.help = True
    helped = fleet.sent(fleet.vodafone)
    assert (helped.message_id, helped.reason) == (ids[2], routing.Reason(Why.HELP))
    assert fleet.sent(fleet.vodafone).message_id == ids[3]
    assert fleet.next(fleet.vodafone) is None
    assert [fleet.sent(fleet.kyivstar).message_id for _ in range(2)] == ids[:2]


def test_its_own_work_comes_before_help_whatever_its_class(fleet: Fleet) -> None:
    fleet.help = True
    fleet.submit(*LEAST[:6], kind=MessageClass.REPLY)
    own = fleet.one(OF_VODAFONE, kind=MessageClass.MARKETING)
    assert fleet.sent(fleet.vodafone).message_id == own


def test_classes_pass_before_lanes(fleet: Fleet) -> None:
    fleet.down(fleet.kyivstar)
    marketing = fleet.one(OF_VODAFONE, kind=MessageClass.MARKETING)
    orphan = fleet.one(OF_KYIVSTAR, kind=MessageClass.REPLY)
    anybody = fleet.one(OF_LIFECELL, kind=MessageClass.SERVICE)
    assert [fleet.sent(fleet.vodafone).message_id for _ in range(3)] == [orphan, anybody, marketing]


def test_a_customer_keeps_the_sim_he_knows(fleet: Fleet) -> None:
    fleet.hears(fleet.vodafone, OF_KYIVSTAR)
    message = fleet.one(OF_KYIVSTAR)
    assert fleet.next(fleet.kyivstar) is None
    claim = fleet.sent(fleet.vodafone)
    assert (claim.message_id, claim.reason) == (message, routing.Reason(Why.KNOWN))


def test_while_the_sim_he_knows_is_down_his_operator_stands_in(fleet: Fleet) -> None:
    fleet.hears(fleet.vodafone, OF_KYIVSTAR)
    message = fleet.one(OF_KYIVSTAR)
    fleet.down(fleet.vodafone)
    claim = fleet.sent(fleet.kyivstar)
    assert (claim.message_id, claim.reason) == (message, routing.Reason(Why.SIM_DOWN, fleet.vodafone))
    assert fleet.knows(OF_KYIVSTAR) == fleet.vodafone, "an hour without a modem changes no acquaintance"


def test_an_answer_leaves_by_the_sim_that_was_written_to(fleet: Fleet) -> None:
    fleet.rules(sticky=False)
    from smsbox import inbox

    heard = inbox.receive(
        fleet.store, sim_id=fleet.vodafone, memory="SM", slot=1, pdu_raw=b"\x01", deliver=None, now=fleet.now
    )
    answer = fleet.one(OF_KYIVSTAR, reply_to=heard.message_id, kind=MessageClass.REPLY)
    other = fleet.one(OF_KYIVSTAR, kind=MessageClass.REPLY)
    assert fleet.sent(fleet.vodafone).message_id == answer
    assert fleet.sent(fleet.kyivstar).message_id == other


def test_a_draft_may_name_the_sim_its_recipient_turned_to(fleet: Fleet) -> None:
    fleet.one(OF_KYIVSTAR, sim_id=fleet.vodafone)
    assert fleet.next(fleet.kyivstar) is None
    assert fleet.next(fleet.vodafone) is not None


def test_acquaintance_is_made_by_the_first_message(fleet: Fleet) -> None:
    fleet.one(OF_LIFECELL)
    fleet.sent(fleet.vodafone)
    assert fleet.knows(OF_LIFECELL) == fleet.vodafone
    fleet.one(OF_LIFECELL)
    assert fleet.next(fleet.kyivstar) is None
    fleet.hears(fleet.kyivstar, OF_LIFECELL)
    assert fleet.knows(OF_LIFECELL) == fleet.kyivstar, "he wrote to the other one since"


def test_a_helping_hand_makes_no_acquaintance(fleet: Fleet) -> None:
    fleet.help = True
    fleet.submit(*LEAST[:3])
    assert fleet.sent(fleet.vodafone).recipient == LEAST[2]
    assert fleet.knows(LEAST[2]) is None, "next time he is written to on-net"
    fleet.sent(fleet.kyivstar)
    assert fleet.knows(LEAST[0]) == fleet.kyivstar


def test_with_one_sim_nobody_is_remembered(store: Store) -> None:
    shop = Shop(store)
    shop.one()
    shop.accept(shop.claimed())
    assert store.run("SELECT count(*) FROM correspondents").fetchone()[0] == 0
    assert {row[0] for row in store.run("SELECT lane FROM messages").fetchall()} == {0}


def test_a_sim_not_seen_for_long_is_forgotten(fleet: Fleet) -> None:
    fleet.hears(fleet.kyivstar, OF_LIFECELL)
    fleet.wait(kept.LOST + DAY)
    third = fleet.new_sim()
    fleet.carriers[third] = Carrier(third)
    fleet.introduce(fleet.vodafone, "vodafone")
    fleet.introduce(third, None)
    fleet.one(OF_LIFECELL)
    fleet.sent(third)
    assert fleet.knows(OF_LIFECELL) == third


def test_what_a_person_moved_stays_and_is_remembered(fleet: Fleet) -> None:
    fleet.hears(fleet.kyivstar, OF_KYIVSTAR)
    message = fleet.one(OF_KYIVSTAR)
    outbox.move(fleet.store, [message], fleet.vodafone, fleet.now)
    fleet.down(fleet.vodafone)
    assert fleet.next(fleet.kyivstar) is None, "moved by a person: that SIM and no other"
    fleet.up(fleet.vodafone)
    claim = fleet.sent(fleet.vodafone)
    assert (claim.message_id, claim.reason) == (message, routing.Reason(Why.MOVED))
    assert fleet.knows(OF_KYIVSTAR) == fleet.vodafone


def test_moved_to_any_sim_it_is_routed_again(fleet: Fleet) -> None:
    message = fleet.one(OF_KYIVSTAR)
    outbox.move(fleet.store, [message], fleet.vodafone, fleet.now)
    outbox.move(fleet.store, [message], None, fleet.now)
    assert fleet.next(fleet.vodafone) is None
    assert fleet.sent(fleet.kyivstar).message_id == message


def test_begun_messages_stay_with_their_sim(fleet: Fleet) -> None:
    message = fleet.one(OF_KYIVSTAR, TWO)
    fleet.sent(fleet.kyivstar)
    fleet.down(fleet.kyivstar)
    assert fleet.next(fleet.vodafone) is None, "a phone joins segments of one sender only"
    assert outbox.reroute(fleet.store, fleet.kyivstar, fleet.now) == 0
    fleet.up(fleet.kyivstar)
    claim = fleet.sent(fleet.kyivstar)
    assert (claim.seq, claim.reason) == (2, routing.Reason(Why.BEGUN))
    assert fleet.state(message) is State.SENT


def test_a_refused_message_goes_back_into_its_lane(fleet: Fleet) -> None:
    fleet.hears(fleet.vodafone, OF_KYIVSTAR)
    message = fleet.one(OF_KYIVSTAR)
    claim = fleet.next(fleet.vodafone)
    assert claim is not None
    fleet.refuse(claim)
    fleet.wait(HOUR)
    outbox.promote_due(fleet.store, now=fleet.now)
    assert fleet.next(fleet.kyivstar) is None
    assert fleet.sent(fleet.vodafone).message_id == message


def test_held_and_released_it_is_still_routed(fleet: Fleet) -> None:
    message = fleet.one(OF_KYIVSTAR)
    outbox.hold(fleet.store, [message], fleet.now)
    outbox.release(fleet.store, [message], fleet.now)
    assert fleet.next(fleet.vodafone) is None
    assert fleet.sent(fleet.kyivstar).message_id == message


def test_timed_messages_are_routed_and_wait_for_the_clock(fleet: Fleet) -> None:
    message = fleet.one(OF_KYIVSTAR, send_before=fleet.now + HOUR, kind=MessageClass.REPLY)
    assert fleet.next(fleet.kyivstar, timed=False) is None
    assert fleet.next(fleet.vodafone) is None
    assert fleet.sent(fleet.kyivstar).message_id == message


def test_who_is_not_told_of_others_takes_all_that_is_not_bound(fleet: Fleet) -> None:
    ids = fleet.submit(OF_KYIVSTAR, OF_VODAFONE, OF_LIFECELL)
    outbox.move(fleet.store, ids[:1], fleet.kyivstar, fleet.now)
    assert [fleet.claimed(fleet.vodafone).message_id for _ in range(2)] == ids[1:]
    assert fleet.claim(fleet.vodafone) is None


def test_rows_of_the_first_version_keep_their_meaning(fleet: Fleet) -> None:
    """Lanes as version 1 wrote them: twice the SIM, or 0, plus 1 for rows with times of their own."""
    free, mine, theirs, timed = fleet.submit(*[OF_KYIVSTAR] * 4)
    with fleet.store.write():
        for message, lane in ((free, 0), (mine, 2 * fleet.vodafone), (theirs, 2 * fleet.kyivstar), (timed, 1)):
            fleet.store.run("UPDATE messages SET lane = ? WHERE id = ?", lane, message)
    assert [fleet.sent(fleet.vodafone).message_id for _ in range(3)] == [free, mine, timed]
    assert fleet.next(fleet.vodafone) is None


def test_a_sim_that_may_not_reach_a_number_is_not_waited_for(fleet: Fleet) -> None:
    fleet.hears(fleet.kyivstar, OF_KYIVSTAR)
    fleet.introduce(fleet.kyivstar, "kyivstar", allow=("+38050",))
    message = fleet.one(OF_KYIVSTAR)
    claim = fleet.next(fleet.vodafone, allow=("+380",))
    assert claim is not None and claim.message_id == message


def test_it_is_said_when_one_sim_alone_may_reach_a_number(fleet: Fleet) -> None:
    fleet.introduce(fleet.kyivstar, "kyivstar", allow=("+380",))
    message = fleet.one(ABROAD, allow=("+48",))
    route = fleet.view(message).route
    assert route is not None and (route.bound, route.modem) == (True, "m")
    assert fleet.view(fleet.one(OF_LIFECELL)).route is None
    fleet.introduce(fleet.kyivstar, "kyivstar")
    assert fleet.view(message).route is None


def test_after_a_change_what_waits_is_routed_anew(fleet: Fleet) -> None:
    fleet.hears(fleet.kyivstar, OF_LIFECELL)
    ids = fleet.submit(OF_KYIVSTAR, OF_LIFECELL)
    later = fleet.one(OF_KYIVSTAR, send_after=fleet.now + HOUR)
    bound = fleet.one(OF_KYIVSTAR)
    outbox.move(fleet.store, [bound], fleet.kyivstar, fleet.now)
    assert outbox.readdress(fleet.store, now=fleet.now, pulse=lambda: None) == 0
    fleet.introduce(fleet.kyivstar, "kyivstar", allow=("+38050",))
    assert outbox.readdress(fleet.store, now=fleet.now, pulse=lambda: None) == 3
    assert [fleet.sent(fleet.vodafone).message_id for _ in range(2)] == ids
    fleet.wait(2 * HOUR)
    outbox.promote_due(fleet.store, now=fleet.now)
    assert fleet.sent(fleet.vodafone).message_id == later
    assert fleet.next(fleet.vodafone) is None


def test_many_rows_are_routed_anew_in_several_transactions(fleet: Fleet) -> None:
    fleet.submit(*[f"+38067{number:07d}" for number in range(1203)])
    fleet.introduce(fleet.kyivstar, None)
    pulses: list[int] = []
    assert outbox.readdress(fleet.store, now=fleet.now, pulse=lambda: pulses.append(1)) == 1203
    assert len(pulses) >= 3
    assert fleet.store.run("SELECT count(*) FROM messages WHERE lane <> 0").fetchone()[0] == 0


# ── weights


def test_weights(fleet: Fleet) -> None:
    third = fleet.new_sim()
    fleet.introduce(third, "kyivstar")
    fleet.carriers[fleet.kyivstar] = replace(fleet.carriers[fleet.kyivstar], weight=3)
    fleet.carriers[third] = Carrier(third, operator_number("kyivstar"))
    fleet.submit(*[f"+38067{number:07d}" for number in range(40)])
    taken = {fleet.kyivstar: 0, third: 0}
    for _ in range(24):
        for sim in taken:
            taken[sim] += fleet.next(sim) is not None
    assert taken[fleet.kyivstar] == 24
    assert taken[third] in (8, 9)


# ── what is learned of numbers


def test_a_foreign_service_centre_tells_of_porting(fleet: Fleet) -> None:
    fleet.hears(fleet.vodafone, OF_LIFECELL, CENTRE_OF_KYIVSTAR)
    (line,) = routing.ported(fleet.store)
    assert (line.number, line.operator, line.evidence) == (OF_LIFECELL, "kyivstar", "smsc")
    fleet.rules(sticky=False)
    fleet.one(OF_LIFECELL)
    assert fleet.next(fleet.vodafone) is None
    assert fleet.next(fleet.kyivstar) is not None


def test_his_own_service_centre_takes_it_back(fleet: Fleet) -> None:
    fleet.hears(fleet.kyivstar, OF_VODAFONE, "+380639010000")
    fleet.hears(fleet.kyivstar, OF_VODAFONE, CENTRE_OF_VODAFONE)
    assert routing.ported(fleet.store) == []


def test_the_sims_own_centre_proves_nothing_before_it_has_shown_others(fleet: Fleet) -> None:
    """Behind an SMS router every message seems to come from the centre of the SIM's own operator."""
    fleet.hears(fleet.vodafone, OF_LIFECELL, CENTRE_OF_VODAFONE)
    assert routing.ported(fleet.store) == []
    fleet.hears(fleet.vodafone, OF_KYIVSTAR, CENTRE_OF_KYIVSTAR)
    fleet.hears(fleet.vodafone, OF_LIFECELL, CENTRE_OF_VODAFONE)
    assert [(line.number, line.operator) for line in routing.ported(fleet.store)] == [(OF_LIFECELL, "vodafone")]


def test_whom_his_own_operator_does_not_reach_and_another_does_was_ported(fleet: Fleet) -> None:
    fleet.rules(sticky=False)
    failed = fleet.one(OF_KYIVSTAR)
    claim = fleet.next(fleet.kyivstar)
    assert claim is not None
    fleet.refuse(claim, permanent=True)
    assert routing.ported(fleet.store) == [], "that alone proves nothing"
    outbox.resend(fleet.store, [failed], fleet.now)
    outbox.move(fleet.store, [failed], fleet.vodafone, fleet.now)
    fleet.accept(fleet.claimed(fleet.vodafone), 5)
    fleet.report(OF_KYIVSTAR, 5, sim=fleet.vodafone)
    (line,) = routing.ported(fleet.store)
    assert (line.operator, line.evidence) == ("vodafone", "delivery")
    fleet.one(OF_KYIVSTAR)
    assert fleet.next(fleet.kyivstar) is None


def test_reached_by_his_own_operator_after_all_he_was_not(fleet: Fleet) -> None:
    fleet.one(OF_KYIVSTAR)
    fleet.accept(fleet.claimed(fleet.kyivstar), 5)
    fleet.report(OF_KYIVSTAR, 5, 0x43, sim=fleet.kyivstar)
    assert kept.told_of(fleet.store, OF_KYIVSTAR) == ("kyivstar", kept.FAILED)
    fleet.one(OF_KYIVSTAR)
    fleet.accept(fleet.claimed(fleet.kyivstar), 6)
    fleet.report(OF_KYIVSTAR, 6, sim=fleet.kyivstar)
    assert kept.told_of(fleet.store, OF_KYIVSTAR) is None


def test_a_phone_that_was_off_has_not_left(fleet: Fleet) -> None:
    fleet.one(OF_KYIVSTAR)
    fleet.accept(fleet.claimed(fleet.kyivstar), 5)
    fleet.report(OF_KYIVSTAR, 5, 0x46, sim=fleet.kyivstar)
    assert kept.told_of(fleet.store, OF_KYIVSTAR) is None


@pytest.mark.parametrize("sender", ["Kyivstar", "4545", ABROAD])
def test_names_and_short_codes_are_no_customers(fleet: Fleet, sender: str) -> None:
    fleet.hears(fleet.vodafone, sender, CENTRE_OF_KYIVSTAR)
    assert routing.ported(fleet.store) == []
    assert fleet.knows("Kyivstar") is fleet.knows("4545") is None


def test_edited_prefixes(fleet: Fleet) -> None:
    kept.set_prefix(fleet.store, "+38063", "kyivstar", fleet.now)
    fleet.one(OF_LIFECELL)
    assert fleet.next(fleet.vodafone) is None
    assert fleet.next(fleet.kyivstar) is not None
    routing.keep_rules(fleet.store, Rules(prefixes=("+38063=Vodafone",)), fleet.now)
    fleet.one("+380630000077")
    assert fleet.next(fleet.kyivstar) is None, "what the file says is stronger"
    assert fleet.next(fleet.vodafone) is not None
    assert kept.drop_prefix(fleet.store, "+38063")
    assert not kept.drop_prefix(fleet.store, "+38063")


def test_ported_numbers_page_by_page(fleet: Fleet) -> None:
    for number in reversed(LEAST):
        kept.port(fleet.store, number, "lifecell", evidence="person", now=fleet.now)
    page = routing.ported(fleet.store, limit=5)
    rest = routing.ported(fleet.store, after=page[-1].number)
    assert [line.number for line in page + rest] == LEAST
    assert kept.unport(fleet.store, LEAST[0])
    assert not kept.unport(fleet.store, LEAST[0])


def test_a_carrier_is_kept_as_it_was_told(fleet: Fleet) -> None:
    told = KnownCarrier(77, None, 0, (0, 2), ("+380", "+48"), fleet.now - MINUTE)
    with fleet.store.write():
        routing.keep_carrier(fleet.store, told)
    assert routing.carrier(fleet.store, 77) == told
    assert routing.carrier(fleet.store, 78) is None
    assert told in routing.living(routing.carriers(fleet.store), fleet.now)
    assert told not in routing.living(routing.carriers(fleet.store), fleet.now + kept.LOST)
