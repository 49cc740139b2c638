"""The life of a campaign: forward only, one decision at a time, whoever was slower is asked again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsbox import campaigns, events
from smsbox.campaigns import (
    AgainstAdvice,
    BadPlan,
    Campaign,
    ChangedMeanwhile,
    IllegalMove,
    NoCampaign,
    Plan,
    Start,
    State,
)
from smsbox.campaigns.plan import AT, EVERY
from smsbox.clock import DAY, HOUR, MINUTE
from tests.campaigns.shop import Till, plan


@pytest.fixture
def till(anywhere: Till) -> Till:
    return anywhere


def launch(till: Till, made: Campaign, **how: object) -> Campaign:
    return campaigns.launch(till.store, till.config, made.id, made.version, by="Olha", now=till.now, **how)


def approve(till: Till, made: Campaign) -> Campaign:
    return campaigns.approve(till.store, made.id, made.version, by="Petro", now=till.now)


def test_from_draft_to_finished_with_who_and_when(till: Till) -> None:
    till.people(2)
    made = approve(till, till.draft())
    assert (made.state, made.approved_by) == (State.APPROVED, "Petro")
    made = launch(till, made)
    assert (made.state, made.launched_at) == (State.RUNNING, till.now)
    till.run()
    till.settle(made)
    till.wait(HOUR)
    till.run()
    assert till.get(made).state is State.FINISHED
    told = [line.kind for line in events.since(till.store) if line.kind.startswith("campaign.")]
    assert told == ["campaign.approved", "campaign.launched", "campaign.finished"]


def test_who_was_slower_changes_nothing(till: Till) -> None:
    made = till.draft()
    campaigns.edit(till.store, made.id, made.version, name="Summer", plan=plan(), now=till.now)
    with pytest.raises(ChangedMeanwhile):
        campaigns.edit(till.store, made.id, made.version, name="Autumn", plan=plan(), now=till.now)
    with pytest.raises(ChangedMeanwhile):
        approve(till, made)
    assert till.get(made).name == "Summer"


def test_what_is_approved_is_changed_no_more_but_a_copy_is(till: Till) -> None:
    made = approve(till, till.draft())
    with pytest.raises(IllegalMove):
        campaigns.edit(till.store, made.id, made.version, name="Summer", plan=plan(), now=till.now)
    copied = campaigns.copy(till.store, made.id, "Summer", by="Olha", now=till.now)
    assert (copied.state, copied.plan, copied.seed != made.seed) == (State.DRAFT, made.plan, True)


def test_a_plan_that_cannot_run_is_not_approved(till: Till) -> None:
    with pytest.raises(BadPlan) as refused:
        approve(till, till.draft(Plan()))
    assert refused.value.facts == {"reason": "audience"}


def test_a_launch_against_the_advice_needs_a_reason_which_is_kept(till: Till) -> None:
    made = approve(till, till.draft())
    with pytest.raises(AgainstAdvice):
        launch(till, made, stops=["contact"], override="  ")
    assert till.get(made).state is State.APPROVED
    assert launch(till, made, stops=["contact"], override="the owner wants it").override == "the owner wants it"


def test_it_begins_at_its_moment_and_not_before(till: Till) -> None:
    till.people(2)
    made = till.launched(plan(start=Start(AT, at=till.now + DAY)))
    assert made.state is State.SCHEDULED
    till.wait(DAY - 1)
    till.run()
    assert till.queued(made) == []
    till.wait(1)
    till.run()
    assert len(till.queued(made)) == 2


def test_paused_before_its_moment_it_does_not_begin(till: Till) -> None:
    till.people(2)
    made = till.launched(plan(start=Start(AT, at=till.now + DAY)))
    campaigns.pause(till.store, made.id, now=till.now, by="Olha")
    till.wait(2 * DAY)
    till.run()
    assert till.queued(made) == []
    campaigns.resume(till.store, till.config, made.id, now=till.now, by="Olha")
    till.run()
    assert len(till.queued(made)) == 2


def test_a_clock_nobody_believes_begins_nothing(till: Till) -> None:
    till.people(2)
    made = till.launched()
    assert not campaigns.step(till.store, till.config, till.now, trusted=False)
    assert till.queued(made) == []


def test_what_does_not_exist_is_told(till: Till) -> None:
    with pytest.raises(NoCampaign):
        campaigns.pause(till.store, 99, now=till.now)


def test_a_moment_of_yesterday_is_no_word_to_begin_at_once(till: Till) -> None:
    till.people(1)
    made = till.draft(plan(start=Start(AT, at=till.now + HOUR)))
    late = approve(till, till.draft(plan(start=Start(AT, at=till.now + HOUR))))
    till.wait(HOUR + 10 * MINUTE)
    assert launch(till, approve(till, made)).state is State.RUNNING  # it was looked at for ten minutes
    till.wait(HOUR)
    with pytest.raises(BadPlan) as told:
        launch(till, late)
    assert told.value.facts["reason"] == "start_passed"
    with pytest.raises(BadPlan):
        approve(till, till.draft(plan(start=Start(AT, at=till.now - DAY))))


def test_standing_ones_that_would_never_run_are_not_launched(till: Till) -> None:
    start = Start(EVERY, every="month", day=1, until=till.now + DAY)
    made = approve(till, till.draft(plan(start=start)))
    with pytest.raises(BadPlan):
        launch(till, made)


ACTS = st.lists(st.sampled_from(["approve", "launch", "pause", "resume", "cancel", "step", "edit"]), max_size=14)
_FORWARD = {State.DRAFT: 0, State.APPROVED: 1, State.SCHEDULED: 2, State.RUNNING: 3, State.PAUSED: 3}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_is_pressed_it_never_goes_back(till: Till, acts: list[str]) -> None:
    made = till.draft()
    path = [made.state]
    for act in acts:
        try:
            _press(till, till.get(made), act)
        except IllegalMove:
            continue
        path.append(till.get(made).state)
    for old, new in pairwise(path):
        assert _FORWARD.get(new, 9) >= _FORWARD.get(old, 9)
        if old in (State.FINISHED, State.CANCELLED):
            assert new is old


def _press(till: Till, made: Campaign, act: str) -> None:
    if act == "approve":
        approve(till, made)
    elif act == "launch":
        launch(till, made)
    elif act == "edit":
        campaigns.edit(till.store, made.id, made.version, name="x", plan=made.plan, now=till.now)
    elif act == "step":
        till.step()
    elif act == "resume":
        campaigns.resume(till.store, till.config, made.id, now=till.now)
    else:
        getattr(campaigns, act)(till.store, made.id, now=till.now)


@pytest.mark.parametrize(("text", "reason"), [("Zerno: {name", "template"), ("Zerno: {купон}", "series")])
def test_a_text_that_nobody_could_get_is_not_approved(till: Till, text: str, reason: str) -> None:
    with pytest.raises(BadPlan) as refused:
        approve(till, till.draft(plan(text)))
    assert refused.value.facts == {"reason": reason}
