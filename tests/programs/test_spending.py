"""What programs may spend a day: of one token, of all, to beginnings of numbers; exact to the SMS and the midnight."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from smsbox.clock import DAY, HOUR, SECOND, Micros, micros
from smsbox.outbox import Draft, MessageClass
from smsbox.programs import sending, spending, standing
from smsbox.programs.sending import BadDrafts, NotAllowed, Wish
from smsbox.programs.spending import LimitReached
from tests.contracts.shop import ANNA
from tests.permitted import permit
from tests.programs.till import LONG, Till, scattered

KYIV = ZoneInfo("Europe/Kyiv")


def at(*moment: int) -> Micros:
    return micros(datetime(*moment, tzinfo=KYIV))  # type: ignore[arg-type,misc]


def refused(till: Till, *given: object, **how: object) -> LimitReached:
    before = till.rows("messages"), spending.spent(till.store, till.config, till.now)
    with pytest.raises(LimitReached) as found:
        till.send(*given, **how)  # type: ignore[arg-type]
    assert (till.rows("messages"), spending.spent(till.store, till.config, till.now)) == before
    return found.value


def test_the_last_sms_of_a_token_leaves_and_the_next_does_not(till: Till) -> None:
    token, other = till.token(per_day=3), till.token(name="other")
    till.send(token, scattered(2))
    assert refused(till, token, scattered(2, 2)).facts["left"] == 1
    assert till.send(token, scattered(1, 4)).segments == 1
    told = refused(till, token, scattered(1, 5)).facts
    assert (told["reason"], told["prefix"], told["most"], told["left"], told["wanted"]) == ("token", "", 3, 0, 1)
    assert till.send(other, scattered(1, 5)).queued, "others have limits of their own"


def test_sms_are_counted_and_not_texts(till: Till) -> None:
    token = till.token(per_day=3)
    assert till.send(token, ANNA, LONG).segments == 2
    assert refused(till, token, ANNA, LONG + "!").facts["wanted"] == 2
    assert till.send(token, ANNA).segments == 1


def test_all_programs_together_have_a_limit(till: Till) -> None:
    till.limited(per_day=4)
    first, second = till.token(name="first"), till.token(name="second")
    till.send(first, scattered(3))
    assert refused(till, second, scattered(2, 3)).facts["reason"] == "all"
    till.send(second, scattered(1, 3))
    assert refused(till, first, scattered(1, 4)).facts == refused(till, second, scattered(1, 4)).facts


def test_without_a_limit_there_is_none(till: Till) -> None:
    till.limited(per_day=0)
    assert till.send(till.token(), scattered(1001)).segments == 1001


def test_a_beginning_of_numbers_has_its_own_limit_for_all_programs(till: Till) -> None:
    till.allowing("+380", "+48")
    till.limited(per_prefix=("+48=2", "+380671=1"))
    one, two = till.token(name="one"), till.token(name="two")
    till.send(one, "+48500000001")
    till.send(two, "+48510000001")
    told = refused(till, one, ["+48520000001", *scattered(1)]).facts
    assert (told["reason"], told["prefix"], told["most"], told["left"]) == ("prefix", "+48", 2, 0)
    assert till.send(one, scattered(5)).segments == 5, "those at home are not stopped by it"
    till.send(one, "+380671000001")
    assert refused(till, two, "+380671900001").facts["prefix"] == "+380671"


def test_a_limit_of_none_bars_a_beginning(till: Till) -> None:
    till.allowing("+380", "+48")
    till.limited(per_prefix=("+48=0",))
    assert refused(till, till.token(), "+48500000001").facts["most"] == 0


def test_overlapping_beginnings_hold_both(till: Till) -> None:
    till.limited(per_prefix=("+380=3", "+38067=2"))
    token = till.token()
    till.send(token, scattered(2))
    assert refused(till, token, scattered(1, 2)).facts["prefix"] == "+38067"
    till.send(token, ANNA)
    assert refused(till, token, "+380500000009").facts["prefix"] == "+380"


def test_the_day_begins_at_midnight_of_the_shop(till: Till) -> None:
    token = till.token(per_day=1)
    till.now = at(2026, 11, 24, 23, 59, 59)
    till.send(token, scattered(1))
    late = refused(till, token, scattered(1, 1))
    assert late.facts["next_at"] == "2026-11-25T00:00:00.000000+02:00" and late.delay == 1
    till.now += SECOND
    till.send(token, scattered(1, 1))
    early = refused(till, token, scattered(1, 2))
    assert early.facts["next_at"] == "2026-11-26T00:00:00.000000+02:00" and early.delay == DAY / SECOND


@pytest.mark.parametrize(("day", "hours"), [((2026, 10, 25), 25), ((2026, 3, 29), 23)])
def test_a_day_on_which_the_clock_is_moved_is_a_day(till: Till, day: tuple[int, ...], hours: int) -> None:
    token = till.token(per_day=1)
    till.now = at(*day, 0)
    till.send(token, scattered(1))
    assert refused(till, token, scattered(1, 1)).delay == hours * HOUR / SECOND
    till.now += hours * HOUR - 1
    refused(till, token, scattered(1, 1))
    till.now += 1
    assert till.send(token, scattered(1, 1)).queued


def test_what_is_refused_for_another_reason_costs_nothing(till: Till) -> None:
    few = till.token(per_day=1)
    for numbers in (["+48500000001"], ["nobody"], [ANNA, "+48500000001"]):
        with pytest.raises(BadDrafts):
            till.send(few, numbers)
    with pytest.raises(BadDrafts):
        till.send(few, ANNA, kind=MessageClass.MARKETING)
    with pytest.raises(NotAllowed):
        till.send(till.token(*[next(iter(few.rights))], name="not to many"), scattered(11))
    sending.check(till.store, few, till.config, Wish({0: Draft(ANNA, LONG)}, "api"), till.now)
    assert spending.spent(till.store, till.config, till.now) == {}
    assert till.send(few).queued


def test_what_is_left_out_costs_nothing(till: Till) -> None:
    token = till.token(per_day=2)
    permit(till.store, ANNA)
    done = till.send(token, [ANNA, "+380500000002", "+48500000001"], "Sale", kind=MessageClass.MARKETING, skip_bad=True)
    assert len(done.queued) == 1
    assert spending.spent(till.store, till.config, till.now) == {"all": 1, f"token:{token.id}": 1}


def test_what_is_spent_is_told_beside_its_limit(till: Till) -> None:
    till.limited(per_day=10, per_prefix=("+38067=4",))
    token = till.token(per_day=2)
    till.send(token, scattered(2))
    found = {(each.kind, each.name): (each.count, each.most, each.used_up) for each in _standing(till)}
    assert found == {
        ("all", ""): (2, 10, False),
        ("prefix", "+38067"): (2, 4, False),
        ("token", "till"): (2, 2, True),
    }


def _standing(till: Till) -> list[standing.Spent]:
    return list(standing.spent_today(till.store, till.config, till.now))


def test_counts_are_forgotten_after_more_than_a_year(till: Till) -> None:
    token = till.token()
    till.send(token)
    till.now += 390 * DAY
    spending.prune(till.store, till.config, till.now)
    assert till.rows("spending") == 2
    till.now += 20 * DAY
    spending.prune(till.store, till.config, till.now)
    assert till.rows("spending") == 0
