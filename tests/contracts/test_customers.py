"""Customers on both databases: the filter against an oracle, what a merge keeps, batches, and what a search costs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from smsbox import consent, contacts
from smsbox.clock import DAY, Micros
from smsbox.contacts import Changes, FieldTest, New, NoSuchContact, NumberTaken, State, Wanted, parting
from smsbox.store import Store
from tests.contacts.world import NOW, customers, filters, fits
from tests.contracts.conftest import empty
from tests.contracts.shop import ANNA, BOHDAN
from tests.effort import steps

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ALL = {"go_on": lambda: True}


def emptied(store: Store) -> None:
    if not store.dialect.sole_owner:
        empty(store)
        return
    with store.write():
        for table in (
            "contacts",
            "contact_numbers",
            "contact_fields",
            "contact_tags",
            "contact_words",
            "contact_notes",
            "merges",
        ):
            store.run(f"DELETE FROM {table}")
        store.run("DELETE FROM permissions")


def peopled(store: Store, people: list[tuple[New, Micros, int | None]]) -> dict[int, int]:
    """Put them in; id → standing."""
    emptied(store)
    standing = {}
    for new, learnt, state in people:
        (one,) = contacts.add_many(store, [new], learnt)
        standing[one] = state or 0
        if state is not None:
            with store.write():
                store.run(
                    "INSERT INTO permissions (number, state, since, consent_id, prefers_call) VALUES (?, ?, 1, 1, 0)",
                    *(new.number, state),
                )
    return standing


@FEW
@given(people=customers(), wanted=filters)
def test_a_filter_finds_exactly_who_fits(store: Store, people: list, wanted: Wanted) -> None:
    standing = peopled(store, people)
    expected = [
        one
        for one in sorted(standing)
        if fits(contacts.known(store, one), contacts.details(store, one), standing[one], wanted)
    ]
    assert [each.id for each in contacts.every(store, wanted, now=NOW)] == expected
    assert [each.id for each in contacts.page(store, wanted, now=NOW, limit=50, **ALL).rows] == expected[::-1]
    assert contacts.count(store, wanted, now=NOW, **ALL).number == len(expected)
    assert Wanted.from_json(wanted.as_json()) == wanted


@FEW
@given(people=customers(), wanted=filters, after=some.integers(0, 12))
def test_who_fits_behind_a_place_is_found_from_there(store: Store, people: list, wanted: Wanted, after: int) -> None:
    peopled(store, people)
    whole = [each.id for each in contacts.every(store, wanted, now=NOW)]
    first = store.run("SELECT min(id) FROM contacts").fetchone()[0] - 1
    behind = [each for each in whole if each > first + after]
    assert [each.id for each in contacts.every(store, wanted, now=NOW, after=first + after)] == behind
    assert contacts.count(store, wanted, now=NOW, after=first + after, **ALL).number == len(behind)


@FEW
@given(people=customers(), pick=some.data())
def test_a_merge_loses_nothing_and_moves_no_permission(store: Store, people: list, pick: some.DataObject) -> None:
    standing = peopled(store, people)
    if len(standing) < 2:
        return
    keep, gone = pick.draw(some.permutations(sorted(standing)))[:2]
    stays, goes = contacts.known(store, keep), contacts.known(store, gone)
    contacts.note(store, gone, "була записка", "olha", NOW)
    as_they_were = [parting.as_it_is(store, each) for each in (keep, gone)]
    before = {number: consent.standing(store, number) for number in (*stays.numbers, *goes.numbers)}
    kept = contacts.merge(store, keep, gone, NOW, by="olha")
    assert kept.number == stays.number and set(kept.numbers) == {*stays.numbers, *goes.numbers}
    assert {number: consent.standing(store, number) for number in kept.numbers} == before
    assert all(contacts.by_number(store, number) == kept for number in kept.numbers)
    assert set(kept.tags) == {*stays.tags, *goes.tags} and kept.fields.keys() == {*stays.fields, *goes.fields}
    told = "\n".join(each.text for each in contacts.notes(store, keep))
    assert "була записка" in told
    for value in (goes.name, goes.language, goes.birthday, *goes.fields.values(), *stays.fields.values()):
        assert not value or value in told or value in (kept.name, kept.language, kept.birthday, *kept.fields.values())
    assert (kept.bought_at or 0) == max(stays.bought_at or 0, goes.bought_at or 0)
    assert kept.created_at == min(stays.created_at, goes.created_at)
    assert State.CUSTOMER not in (stays.state, goes.state) or kept.state is State.CUSTOMER
    assert contacts.get(store, gone) is None
    assert keep in [each.id for each in contacts.every(store, Wanted(text=kept.name), now=NOW)]
    merge = contacts.last_merge(store, keep, NOW + DAY)
    assert merge is not None and (merge.gone_id, merge.number, merge.by_whom) == (gone, goes.number, "olha")
    assert contacts.last_merge(store, keep, NOW + 31 * DAY) is None
    parted = contacts.part(store, keep, NOW + DAY)
    assert parted is not None and parted.id == gone
    assert [parting.as_it_is(store, each) for each in (keep, gone)] == as_they_were
    assert contacts.part(store, keep, NOW + DAY) is None
    assert not goes.name or gone in [each.id for each in contacts.every(store, Wanted(text=goes.name), now=NOW)]


def test_taken_apart_what_was_learnt_since_stays(store: Store) -> None:
    keep = contacts.add(store, New(number=ANNA, name="Олена Шевчук", fields={"напій": "чай"}, tags=("vip",)), NOW)
    new = New(number=BOHDAN, name="Олена Шевчук", birthday="1990-01-02", fields={"напій": "кава"}, tags=("новий",))
    gone = contacts.add(store, new, NOW + 1)
    contacts.merge(store, keep.id, gone.id, NOW + 2, by="olha")
    contacts.set_field(store, keep.id, "напій", "какао", at=NOW + 3, origin="poll:1")
    contacts.set_field(store, keep.id, "місто", "Київ", at=NOW + 3, origin="poll:1")
    contacts.note(store, keep.id, "дзвонила", "olha", NOW + 3)
    contacts.heard(store, ANNA, NOW + 4)
    contacts.part(store, keep.id, NOW + 5)
    one, two = contacts.known(store, keep.id), contacts.known(store, gone.id)
    assert (dict(one.fields), one.birthday, one.heard_at, one.other_numbers) == (
        *({"напій": "какао", "місто": "Київ"}, None, NOW + 4, ()),
    )
    assert (one.tags, two.tags, dict(two.fields), two.birthday) == (
        *(("vip",), ("новий",), {"напій": "кава"}, "1990-01-02"),
    )
    assert [each.text for each in contacts.notes(store, keep.id)] == ["дзвонила"]
    contacts.merge(store, keep.id, gone.id, NOW + 6, by="olha")
    contacts.change(store, keep.id, Changes(without_numbers=(BOHDAN,)), NOW + 7)
    assert contacts.part(store, keep.id, NOW + 8) is None, "the number is somebody else's, or nobody's, by now"


def test_a_number_leads_to_one_customer_only(store: Store) -> None:
    one = contacts.add(store, New(number=ANNA, other_numbers=(BOHDAN,)), NOW)
    two = contacts.add(store, New(number="+380500000003"), NOW)
    for new in (New(number=ANNA), New(number=BOHDAN), New(number="+380500000009", other_numbers=(ANNA,))):
        with pytest.raises(NumberTaken):
            contacts.add_many(store, [New(number="+380500000008"), new], NOW)
    with pytest.raises(NumberTaken):
        contacts.add_many(store, [New(number="+380500000008"), New(number="+380500000008")], NOW)
    with pytest.raises(NumberTaken):
        contacts.change(store, two.id, Changes(number=BOHDAN), NOW)
    assert contacts.by_number(store, "+380500000008") is None
    contacts.change(store, one.id, Changes(number=BOHDAN, other_numbers=(ANNA,)), NOW)
    assert contacts.by_numbers(store, [ANNA, BOHDAN, "+380500000008"]) == {
        ANNA: (now := contacts.known(store, one.id)),
        BOHDAN: now,
    }
    assert now.number == BOHDAN and now.other_numbers == (ANNA,)


def test_changes_say_whether_anything_is_different(store: Store) -> None:
    new = New(
        number=ANNA, name="  Оксана\n Коваленко ", tags=("#VIP", "vip"), fields={" Напій ": "кава"}, origin="import:1"
    )
    one = contacts.add(store, new, NOW)
    assert (one.name, one.tags, dict(one.fields)) == ("Оксана Коваленко", ("vip",), {"напій": "кава"})
    same = Changes(name="Оксана Коваленко", tags=("VIP",), fields={"НАПІЙ": "кава"}, without_tags=("ні",))
    assert not contacts.change(store, one.id, same, NOW + 1)
    assert contacts.known(store, one.id).changed_at == NOW
    assert contacts.change_many(store, [(one.id, Changes(fields={"напій": None}, without_tags=("vip",)))], NOW + 2) == 1
    now = contacts.known(store, one.id)
    assert (now.tags, dict(now.fields), now.changed_at) == ((), {}, NOW + 2)
    with pytest.raises(NoSuchContact):
        contacts.change_many(store, [(one.id, Changes(name="Інша")), (one.id + 9, Changes(name="Хто"))], NOW)
    assert contacts.known(store, one.id).name == "Оксана Коваленко", "all of it or nothing"


def test_what_an_answer_says_is_kept_with_its_age(store: Store) -> None:
    one = contacts.add(store, New(number=ANNA), NOW)
    contacts.set_field(store, one.id, "напій", "кава", at=NOW - 200 * DAY, origin="poll:3")
    fresh = Wanted(fields=(FieldTest("напій", "=", "кава", within_days=180),))
    old = Wanted(fields=(FieldTest("напій", "older_than_days", "180"),))
    assert contacts.count(store, fresh, now=NOW, **ALL).number == 0
    assert contacts.count(store, old, now=NOW, **ALL).number == 1
    contacts.set_field(store, one.id, "напій", "кава", at=NOW, origin="poll:9")
    assert contacts.count(store, fresh, now=NOW, **ALL).number == 1
    assert [(each.at, each.origin) for each in contacts.details(store, one.id)] == [(NOW, "poll:9")]


def test_a_lead_becomes_a_customer_lapses_and_comes_back(store: Store) -> None:
    one = contacts.add(store, New(number=ANNA, other_numbers=(BOHDAN,)), NOW)
    contacts.heard(store, BOHDAN, NOW + 1)
    contacts.bought(store, BOHDAN, NOW)
    now = contacts.known(store, one.id)
    assert (now.state, now.heard_at, now.bought_at) == (State.CUSTOMER, NOW + 1, NOW)
    assert contacts.lapse(store, 180, NOW + 180 * DAY) == 0
    assert contacts.lapse(store, 180, NOW + 181 * DAY) == 1
    assert contacts.known(store, one.id).state is State.LAPSED
    contacts.bought(store, ANNA, NOW + 200 * DAY)
    assert contacts.known(store, one.id).state is State.CUSTOMER
    contacts.heard(store, "+380509999999", NOW)  # a stranger


def test_doubles_are_looked_for_a_step_at_a_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsbox.contacts.merging._REACH", 5)
    news = [New(number=f"+38050000{at:04d}", name=f"Імʼя{at:02d} Прізвище") for at in range(30)]
    news += [New(number=f"+38050001{at:04d}", name=f"прізвище  Імʼя{at:02d}") for at in range(0, 30, 10)]
    news.append(New(number="+380500020000", name="Олег"))
    news.append(New(number="+380500020001", name="Олег"))
    contacts.add_many(store, news, NOW)
    found, place = [], ""
    while place is not None:
        look = contacts.doubles(store, after=place)
        found += [[each.number for each in group.people] for group in look.groups]
        place = look.place
    assert found == [[f"+38050000{at:04d}", f"+38050001{at:04d}"] for at in (0, 10, 20)], (
        "a first name alone is no double"
    )


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Thirty thousand customers, and ten times as many beside them make no step longer."""
    store = Store.open(f"sqlite://{Path(tmp_path_factory.mktemp('many'))}/smsbox.db")
    for start in range(0, 30_000, 1000):
        news = [
            New(
                number=f"+38050{at:07d}",
                name=f"Імʼя{at % 97} Прізвище{at % 211}",
                fields={"напій": ("кава", "чай")[at % 2], "місто": f"м{at % 500}"},
                tags=("старі",) if at < 900 else ("всі",),
                birthday=f"{1 + at % 12:02d}-{1 + at % 28:02d}",
            )
            for at in range(start, start + 1000)
        ]
        contacts.add_many(store, news, NOW)
    yield store
    store.close()


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(text="імʼя5 прізвище1"),
        Wanted(all_tags=("старі",)),
        Wanted(all_tags=("старі",), fields=(FieldTest("місто", "=", "м7"),)),
        Wanted(fields=(FieldTest("місто", "=", "м7"), FieldTest("напій", "=", "чай"))),
        Wanted(birthday_days=0),
        Wanted(consents=(2,)),
        Wanted(no_tags=("всі",), states=(State.LAPSED,)),
        Wanted(text="7777777"),
    ],
    ids=lambda wanted: wanted.as_json()[:60],
)
def test_no_page_costs_more_than_a_step(many: Store, wanted: Wanted) -> None:
    """In steps of SQLite's machine, of which a Raspberry Pi does some ten million in a second."""
    assert steps(many, lambda: contacts.page(many, wanted, now=NOW, limit=50)) < 400_000
    counted = contacts.count(many, wanted, now=NOW)
    assert counted.exact or counted.place >= 600


def test_what_an_index_answers_costs_next_to_nothing(many: Store) -> None:
    for wanted in (Wanted(), Wanted(all_tags=("старі",)), Wanted(fields=(FieldTest("місто", "=", "м7"),))):
        look = partial(contacts.page, many, wanted, now=NOW, limit=50)
        assert steps(many, look) < 60_000, wanted
    assert steps(many, lambda: (contacts.tags(many), contacts.field_names(many))) < 2_000
    ids = [f"+38050{at:07d}" for at in range(500)]
    assert steps(many, lambda: contacts.by_numbers(many, ids)) < 120_000
