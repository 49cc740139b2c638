"""The ledger of consents in the database: appended to, never changed, and folded into where a number stands."""

from __future__ import annotations

from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsbox import consent
from smsbox.clock import DAY, DaySpan
from smsbox.consent import Entry, NoEvidence, Standing, State, fold
from smsbox.errors import SmsboxError
from smsbox.store import Store
from tests.consent.test_folding import entries
from tests.contracts.shop import ANNA, BOHDAN

NOW = 1_790_000_000_000_000
PAPER = Entry(ANNA, NOW, "agreed", "staff", words="May we?", language="uk", evidence="paper 7", operator="Olha")


def test_a_line_says_who_when_how_and_what_was_shown(store: Store) -> None:
    asked = Entry(
        ANNA, NOW, "asked", "keyword", words="Advertising?", language="uk", source_id=3, answer_until=NOW + DAY
    )
    yes = Entry(ANNA, NOW + 5, "confirmed", "sms", evidence_id=17, evidence="ТАК", campaign_id=2)
    consent.record(store, asked)
    standing = consent.record(store, yes)
    lines = consent.history(store, ANNA)
    assert [each.entry for each in lines] == [asked, yes]
    assert (standing.state, standing.since, standing.source_id) == (State.AGREED, NOW + 5, 3)
    assert standing.consent_id == lines[1].id and standing == consent.standing(store, ANNA)
    assert consent.history(store, BOHDAN) == [] and consent.standing(store, BOHDAN) == Standing(BOHDAN)


def test_the_ledger_can_only_grow(store: Store) -> None:
    consent.record(store, PAPER)
    consent.record(store, Entry(ANNA, NOW, "left", "sms"))
    for sql in (
        "UPDATE consents SET act = 'returned'",
        "UPDATE consents SET at = at + 1 WHERE act = 'left'",
        "DELETE FROM consents WHERE act = 'left'",
        "DELETE FROM consents",
    ):
        with pytest.raises(SmsboxError, match="append-only"), store.write():
            store.run(sql)
    assert [each.entry.act for each in consent.history(store, ANNA)] == ["agreed", "left"]


def test_erasing_one_lets_nobody_elses_lines_go(store: Store) -> None:
    for number in (ANNA, BOHDAN):
        consent.record(store, Entry(number, NOW, "agreed", "staff", evidence="paper"))
    consent.erase(store, ANNA, NOW + 1, operator="Olha")
    assert consent.history(store, ANNA) == [] and consent.standing(store, ANNA).suppressed
    assert len(consent.history(store, BOHDAN)) == 1
    with pytest.raises(SmsboxError, match="append-only"), store.write():
        store.run("DELETE FROM consents")


@pytest.mark.parametrize("left", [True, False])
def test_suppression_survives_erasure_and_every_import(store: Store, left: bool) -> None:
    consent.record(store, PAPER)
    if left:
        consent.record(store, Entry(ANNA, NOW, "left", "sms", evidence_id=4))
    consent.erase(store, ANNA, NOW)
    for _ in range(3):
        consent.record(store, Entry(ANNA, NOW, "imported", "import", evidence="the list of 2019"))
    assert consent.is_suppressed(store, ANNA)
    assert consent.standing(store, ANNA).state is State.UNKNOWN
    consent.erase(store, ANNA, NOW)
    assert consent.standing(store, ANNA).gone is left, "erased twice, he is still one who left"
    back = consent.record(store, Entry(ANNA, NOW, "returned", "sms", evidence_id=5))
    assert back.state is State.AGREED and not consent.is_suppressed(store, ANNA)


def test_no_number_is_left_in_the_tables_of_consent(store: Store) -> None:
    consent.record(store, PAPER)
    consent.choose(store, ANNA, at=NOW, how="sms", every_days=30)
    consent.erase(store, ANNA, NOW)
    rows = [row for table in ("consents", "permissions", "suppressed") for row in _rows(store, table)]
    assert rows and not any("500000001" in str(row) for row in rows)
    mark = consent.mark(store, ANNA)
    assert len(mark) == 32 and mark != consent.mark(store, BOHDAN) and mark == consent.mark(store, ANNA)


def _rows(store: Store, table: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.run(f"SELECT * FROM {table}").fetchall()]


@pytest.mark.parametrize("act", ["agreed", "confirmed", "returned", "imported"])
def test_an_agreement_that_nothing_proves_is_refused(store: Store, act: str) -> None:
    with pytest.raises(NoEvidence) as refused:
        consent.record(store, Entry(ANNA, NOW, act, "staff", words=" "))
    assert refused.value.facts == {"number": ANNA, "act": act}
    assert consent.history(store, ANNA) == []


def test_unknown_acts_and_erasing_by_a_mere_line_are_mistakes(store: Store) -> None:
    for act in ("agrees", "erased"):
        with pytest.raises(ValueError, match=act):
            consent.record(store, Entry(ANNA, NOW, act, "staff", words="x"))
    assert consent.history(store, ANNA) == []


def test_wishes(store: Store) -> None:
    consent.record(store, PAPER)
    wished = consent.choose(
        store, ANNA, at=NOW, how="sms", every_days=30, hours=DaySpan(1020, 1200), topics=("хліб",), evidence_id=8
    )
    assert (wished.every_days, wished.hours, wished.topics) == (30, DaySpan(1020, 1200), ("хліб",))
    later = consent.choose(store, ANNA, at=NOW + 1, how="page", hours=None, prefers_call=True, operator="Olha")
    assert (later.every_days, later.hours, later.topics, later.prefers_call) == (30, None, ("хліб",), True)
    assert later.state is State.AGREED and later == consent.standing(store, ANNA)
    assert [each.entry.act for each in consent.history(store, ANNA)] == ["agreed", "choice", "choice"]


def test_who_did_not_answer_in_time(store: Store) -> None:
    for number, until in ((ANNA, 30), (BOHDAN, 20)):
        consent.record(store, Entry(number, 1, "asked", "form", answer_until=until))
    assert consent.overdue(store, 20) == []
    assert consent.overdue(store, 40) == [BOHDAN, ANNA]
    consent.record(store, Entry(BOHDAN, 40, "expired", "sms"))
    assert consent.overdue(store, 40) == [ANNA] and consent.overdue(store, 40, limit=0) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(entries, max_size=8))
def test_what_is_kept_is_the_fold_of_the_lines(store: Store, lines: list[Entry]) -> None:
    name = f"+38050{next(_FRESH):07d}"
    told = [Entry(**{**_fields(each), "number": name}) for each in lines if each.act != "erased"]
    kept: list[Entry] = []
    for each in told:
        try:
            consent.record(store, each)
            kept.append(each)
        except NoEvidence:
            pass
    assert [each.entry for each in consent.history(store, name)] == kept
    expected = reduce(fold, kept, Standing(name))
    found = consent.standing(store, name)
    assert Standing(**{**_fields(found), "consent_id": 0}) == expected
    assert consent.standings(store, [name, BOHDAN])[name] == found


_FRESH = iter(range(10**6))


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]


def test_many_are_looked_up_with_few_statements(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [f"+38050{each:07d}" for each in range(900)]
    with store.write():
        for number in numbers[::2]:
            consent.record(store, Entry(number, NOW, "agreed", "staff", words="May we?"))
    consent.suppress(store, numbers[2], NOW, "complaint")
    asked: list[str] = []
    run = Store.run
    monkeypatch.setattr(Store, "run", lambda self, sql, *values: asked.append(sql) or run(self, sql, *values))
    found = consent.standings(store, numbers)
    assert len(asked) <= 8
    assert [found[number].state is State.AGREED for number in numbers] == [place % 2 == 0 for place in range(900)]
    assert [number for number in numbers if found[number].suppressed] == [numbers[2]]


def test_a_mark_is_never_weakened_but_by_taking_it_away(store: Store) -> None:
    consent.suppress(store, ANNA, NOW, "left")
    consent.suppress(store, ANNA, NOW, "erased")
    assert consent.standing(store, ANNA).marked == "left"
    assert consent.unsuppress(store, ANNA) and not consent.unsuppress(store, ANNA)
    consent.suppress(store, ANNA, NOW, "erased")
    consent.suppress(store, ANNA, NOW, "complaint")
    assert consent.standing(store, ANNA).marked == "complaint" and consent.standing(store, ANNA).gone
