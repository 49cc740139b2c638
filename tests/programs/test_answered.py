"""A request that comes again is answered as it was, and nothing is done twice; for a week, by token and name."""

from __future__ import annotations

import pytest

from smsbox.clock import DAY
from smsbox.programs import answered
from smsbox.programs.answered import Answered, NameTaken
from tests.programs.till import Till

GIVEN = Answered(202, {"messages": [{"id": 1, "to": "+380500000001"}], "left_out": [], "sum": 1.5, "name": "Зерно"})


def ask(till: Till, name: str = "order-1", digest: bytes = b"one", token: int = 1, answer: Answered = GIVEN) -> bool:
    """Whether it was done, as against known; always answered the same."""
    with till.store.write():
        known = answered.before(till.store, token, name, digest, till.now)
        if known is None:
            answered.keep(till.store, token, name, answer)
            return True
        assert known == GIVEN
        return False


def test_the_second_time_it_is_answered_and_not_done(till: Till) -> None:
    assert [ask(till), ask(till), ask(till)] == [True, False, False]
    assert till.rows("answered") == 1


def test_another_request_under_the_same_name_is_refused(till: Till) -> None:
    ask(till)
    with pytest.raises(NameTaken) as refused:
        ask(till, digest=b"two")
    assert refused.value.facts == {"name": "order-1"}
    assert not ask(till), "the first one stands"


def test_names_belong_to_their_token(till: Till) -> None:
    assert ask(till, token=1) and ask(till, token=2, digest=b"two") and ask(till, "order-2")


def test_what_was_not_done_leaves_its_name_free(till: Till) -> None:
    with pytest.raises(ZeroDivisionError), till.store.write():
        assert answered.before(till.store, 1, "order-1", b"one", till.now) is None
        raise ZeroDivisionError
    assert till.rows("answered") == 0
    assert ask(till, digest=b"two")


def test_it_is_known_for_a_week(till: Till) -> None:
    ask(till)
    till.now += 7 * DAY
    assert not ask(till)
    till.now += 1
    assert ask(till), "pruned or not"


def test_what_is_a_week_old_is_forgotten_a_part_at_a_time(till: Till) -> None:
    for place in range(7):
        ask(till, f"old-{place}")
    till.now += 7 * DAY
    ask(till, "young")
    assert answered.prune(till.store, till.now) == 0
    till.now += 1
    assert [answered.prune(till.store, till.now, most=5) for _ in range(3)] == [5, 2, 0]
    assert till.rows("answered") == 1
    assert not ask(till, "young")
