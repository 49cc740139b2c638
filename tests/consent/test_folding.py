"""The ledger: nobody who left comes back but by himself or by the staff with evidence, whatever else is written."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smsbox.consent import HOW, Act, Entry, Standing, State, fold

NUMBER = "+380500000001"

entries = st.builds(
    Entry,
    number=st.just(NUMBER),
    at=st.integers(0, 400),
    act=st.sampled_from([act.value for act in Act]),
    how=st.sampled_from(HOW),
    words=st.sampled_from(("", "May we write to you?")),
    scope=st.sampled_from(("marketing", "marketing", "marketing", "survey")),
    language=st.sampled_from(("", "uk", "en")),
    evidence_id=st.none() | st.integers(1, 9),
    evidence=st.sampled_from(("", "  ", "paper of 3 May")),
    answer_until=st.none() | st.integers(0, 400),
    terms=st.sampled_from(({}, {"every_days": 30}, {"hours": "17:00-20:00"}, {"topics": ["bread"]}, {"topics": None})),
)
ledgers = st.lists(entries, max_size=14)


def stand(*lines: Entry) -> Standing:
    return reduce(fold, lines, Standing(NUMBER))


def line(act: str, at: int = 1, how: str = "sms", **more: object) -> Entry:
    return replace(Entry(NUMBER, at, act, how), **more)  # type: ignore[arg-type]


def brings_back(entry: Entry) -> bool:
    if entry.scope != "marketing":
        return False
    by_staff = entry.act == "agreed" and entry.how in ("staff", "cli") and (entry.evidence.strip() or entry.evidence_id)
    return entry.act == "returned" or bool(by_staff)


@settings(max_examples=400, deadline=None)
@given(ledgers)
def test_who_left_stays_away_until_he_or_the_staff_with_evidence_says_otherwise(lines: list[Entry]) -> None:
    standing, gone = Standing(NUMBER), False
    for entry in lines:
        standing = fold(standing, entry)
        if brings_back(entry):
            gone = False
        elif entry.scope == "marketing" and entry.act == "left":
            gone = True
        if gone:
            assert standing.gone and standing.state is not State.AGREED, entry


@settings(max_examples=300, deadline=None)
@given(ledgers)
def test_nobody_agrees_but_by_an_act_that_says_so(lines: list[Entry]) -> None:
    standing = Standing(NUMBER)
    for entry in lines:
        before, standing = standing, fold(standing, entry)
        if standing.state is State.AGREED and before.state is not State.AGREED:
            assert entry.act in ("agreed", "confirmed", "returned", "imported") and entry.scope == "marketing"
            assert standing.since == entry.at and not standing.suppressed
        if standing.state is before.state and standing.state is not State.ASKED and entry.act != "erased":
            assert standing.since == before.since


@settings(max_examples=200, deadline=None)
@given(ledgers, entries)
def test_a_choice_is_no_consent(lines: list[Entry], wish: Entry) -> None:
    before = stand(*lines)
    after = fold(before, replace(wish, act="choice"))
    assert (after.state, after.since, after.marked) == (before.state, before.since, before.marked)


def test_double_opt_in() -> None:
    asked = line("asked", 10, answer_until=40)
    assert (stand(asked).state, stand(asked).asked_at, stand(asked).answer_until) == (State.ASKED, 10, 40)
    assert stand(asked, line("confirmed", 40, evidence_id=1)).state is State.AGREED
    assert stand(asked, line("confirmed", 41, evidence_id=1)).state is State.ASKED, "silence was a no by then"
    assert stand(asked, line("expired", 41)).state is State.DECLINED
    assert stand(asked, line("expired", 41), line("confirmed", 42, evidence_id=1)).state is State.DECLINED
    assert stand(asked, line("confirmed", 20), line("expired", 41)).state is State.AGREED
    assert stand(line("confirmed", 20, evidence_id=1)).state is State.UNKNOWN, "nobody had asked"


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (line("agreed", how="page", words="x", evidence="said so"), State.LEFT),
        (line("agreed", how="staff", words="x"), State.LEFT),
        (line("agreed", how="staff", evidence="signed on 3 May"), State.AGREED),
        (line("agreed", how="cli", words="x"), State.LEFT),
        (line("agreed", how="cli", evidence="signed on 3 May"), State.AGREED),
        (line("imported", how="import", evidence="a list of 2019"), State.LEFT),
        (line("confirmed", evidence_id=4), State.LEFT),
        (line("asked", answer_until=99), State.LEFT),
        (line("declined"), State.LEFT),
        (line("revoked"), State.LEFT),
        (line("returned", evidence_id=4), State.AGREED),
    ],
)
def test_after_leaving(entry: Entry, state: State) -> None:
    assert stand(line("agreed", how="staff", evidence="paper"), line("left"), entry).state is state


def test_an_import_neither_overrules_a_no_nor_comes_without_evidence() -> None:
    listed = line("imported", 9, "import", evidence="web shop, order form of 2025")
    assert stand(listed).state is State.AGREED
    assert stand(line("asked", answer_until=99), listed).state is State.AGREED
    assert stand(line("declined"), listed).state is State.DECLINED
    assert stand(line("imported", 9, "import", words="x")).state is State.UNKNOWN


def test_revoked_is_not_asked_yet() -> None:
    paper = line("agreed", how="staff", evidence="paper")
    assert stand(paper, line("revoked", 5)).state is State.UNKNOWN
    assert stand(paper, line("revoked", 5), paper).state is State.AGREED


def test_erased_is_remembered_by_a_mark_alone() -> None:
    paper = line("agreed", how="staff", evidence="paper")
    forgotten = stand(paper, line("choice", terms={"every_days": 30}), line("erased", 7))
    assert forgotten == Standing(NUMBER, since=7, marked="erased")
    assert stand(paper, line("left"), line("erased", 7)).marked == "left"
    again = (line("asked", 8, answer_until=30), line("confirmed", 9, evidence_id=4))
    assert stand(paper, line("erased", 7), *again).state is State.AGREED, "he came by himself, and had not left"
    assert stand(paper, line("left"), line("erased", 7), *again).state is State.UNKNOWN


def test_wishes_are_kept_over_leaving_and_taken_back_by_none() -> None:
    wish = line("choice", terms={"every_days": 30, "hours": "17:00-20:00", "topics": ["bread"], "prefers_call": True})
    standing = stand(wish, line("left"), line("returned", evidence_id=4))
    assert (standing.every_days, str(standing.hours), standing.topics) == (30, "17:00-20:00", ("bread",))
    assert standing.prefers_call
    nothing = line("choice", terms=dict.fromkeys(("every_days", "hours", "topics", "language"), None))
    back = fold(standing, nothing)
    assert (back.every_days, back.hours, back.topics) == (None, None, None) and back.prefers_call


def test_the_language_he_first_read_is_his_until_he_chooses() -> None:
    read = line("asked", language="uk", answer_until=9)
    assert stand(read).language == "uk"
    assert stand(read, line("choice", terms={"language": "pl"}), line("confirmed", language="en")).language == "pl"
