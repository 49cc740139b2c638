"""The ways between states, apart from any database."""

from __future__ import annotations

from itertools import product

import pytest

from smsbox.outbox import IllegalMove, State
from smsbox.outbox.states import ACCEPTED, BY_DOUBT, BY_PERSON, advance, fold, unclaimed

ALL = list(State)


def test_nothing_in_the_air_comes_back_to_the_queue_by_itself() -> None:
    """From `sent` a segment only gets to a report; what is uncertain is never sending again without being queued
    first.
    """
    ways = {(old, new) for old, new in product(ALL, ALL) if allowed(old, new)}
    assert {old for old, new in ways if new is State.SENDING} == {State.QUEUED}
    assert {new for old, new in ways if old is State.SENDING} == {
        State.SENT,
        State.QUEUED,
        State.FAILED,
        State.UNCERTAIN,
    }
    assert {new for old, new in ways if old is State.UNCERTAIN} == {
        State.SENT,
        State.QUEUED,
        State.FAILED,
        State.HELD,
    }
    assert not any(allowed(state, state) for state in ALL)
    assert not any(allowed(state, State.SENT) for state in (State.FAILED, State.CANCELLED))


def allowed(old: State, new: State) -> bool:
    try:
        return advance(old, new) is new
    except IllegalMove as error:
        assert error.facts == {"old": old.label, "new": new.label}
        return False


@pytest.mark.parametrize(
    ("segments", "message"),
    [
        ("sent", "sent"),
        ("delivered delivered", "delivered"),
        ("delivered sent", "sent"),
        ("delivered undelivered sent", "undelivered"),
        ("delivered unreported", "unreported"),
        ("unreported sent", "sent"),
        ("sent queued", "queued"),
        ("sent sending queued", "sending"),
        ("sent uncertain queued", "uncertain"),
        ("sent held queued", "held"),
        ("sent failed queued", "failed"),
        ("sent failed cancelled", "failed"),
        ("delivered cancelled", "cancelled"),
    ],
)
def test_a_message_is_as_settled_as_its_least_settled_segment(segments: str, message: str) -> None:
    states = [State[name.upper()] for name in segments.split()]
    assert fold(states).label == message
    assert fold(reversed(states)).label == message


def test_unclaimed_segments() -> None:
    assert unclaimed(State.HELD, BY_PERSON) is State.HELD
    assert unclaimed(State.HELD, BY_DOUBT) is State.QUEUED
    assert unclaimed(State.CANCELLED, None) is State.CANCELLED
    assert unclaimed(State.SENDING, None) is State.QUEUED


def test_numbers_are_for_ever() -> None:
    """They are in databases and in partial indexes."""
    assert [(state.name, state.value) for state in State] == [
        ("QUEUED", 0),
        ("SENDING", 1),
        ("UNCERTAIN", 2),
        ("HELD", 3),
        ("SENT", 4),
        ("DELIVERED", 5),
        ("UNDELIVERED", 6),
        ("UNREPORTED", 7),
        ("FAILED", 8),
        ("CANCELLED", 9),
    ]
    assert {State.SENT, State.DELIVERED, State.UNDELIVERED, State.UNREPORTED} == ACCEPTED
