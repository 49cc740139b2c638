"""Contests: a code is one entry, whoever sends it at once; a list is closed once; all of it on each database."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial

from smsbox.clock import HOUR
from smsbox.dialogs import applications, asked, drawing, draws, entries
from smsbox.dialogs.contests import EntryState
from smsbox.dialogs.draws import Drawn, Listed
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows
from smsbox.people.audit import Actor
from smsbox.privacy import answers
from smsbox.privacy.erasing import erase
from smsbox.store import Store
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.player import Player
from tests.dialogs.test_contest import RECEIPTS
from tests.dialogs.test_form import ALL, COURSE
from tests.dialogs.test_survey import TASTES
from tests.racing import at_once

RIVALS = 20


def test_of_many_who_send_one_code_at_once_one_takes_part(store: Store) -> None:
    contest = Player(store, RECEIPTS)
    numbers = [f"+3805000001{place:02}" for place in range(RIVALS)]
    said = at_once(store, [partial(contest.write, "чек 12345", number) for number in numbers])
    assert sum("Прийнято" in str(each) for each in said) == 1
    assert sum("з іншого телефону" in str(each) for each in said) == RIVALS - 1
    assert entries.counts(store, contest.flow.id) == {EntryState.IN: 1, EntryState.TAKEN: RIVALS - 1}


def test_a_list_is_closed_and_drawn_once_by_whoever_presses_first(store: Store) -> None:
    contest = Player(store, RECEIPTS)
    for place in range(9):
        contest.write(f"чек 1000{place}", f"+38050000010{place}")
    over = replace(contest.flow, state=FlowState.CLOSED)

    def close() -> str | None:
        with suppress(Listed), store.write():
            rows.hold(store, over.id)
            return draws.close_list(store, over, by="olena", now=contest.now).list_hash
        return None

    def draw() -> list[str] | None:
        with suppress(Drawn), store.write():
            rows.hold(store, over.id)
            return [each.mark for each in draws.draw(store, over.id, by="olena", now=contest.now)]
        return None

    assert at_once(store, [close] * 4).count(None) == 3
    drawn = at_once(store, [draw] * 4)
    assert drawn.count(None) == 3
    file = drawing.read(drawing.written(draws.published(store, over.id)))
    assert all(finding.right for finding in drawing.verified(file))
    (places,) = [each for each in drawn if isinstance(each, list)]
    assert list(file.places) == places
    winner = draws.places(store, over.id)[0].number
    with store.write():
        assert draws.tell(store, contest.config, over, [1], now=contest.now) == [1]
    store.run("UPDATE messages SET state = 4, queue_key = NULL")
    store.run("UPDATE segments SET state = 4")
    erase(store, winner, contest.now, by=Actor("olena", "owner"))
    assert drawing.written(draws.published(store, over.id)) == drawing.written(file)
    assert draws.places(store, over.id)[0].number == ""


def test_surveys_and_forms_keep_what_was_said(store: Store) -> None:
    survey, form = Player(store, TASTES), Player(store, COURSE)
    for number, said in ((ANNA, ("смак", "1", "суші, піца")), (BOHDAN, ("смак", "чай", "далі"))):
        for text in said:
            survey.write(text, number)
    counted = asked.counts(store, survey.flow.id)
    assert counted["напій"] == (2, 2, {"кава": 1, "чай": 1})
    assert counted["кухня"] == (2, 1, {"суші": 1, "піца": 1})
    assert [each.answer for each in asked.page(store, survey.flow.id, question="напій")] == ["чай", "кава"]
    for text in ("курс", *ALL, "так"):
        form.write(text)
    assert [each.number for each in applications.every(store, form.flow.id)] == [ANNA]


def test_what_is_old_enough_loses_its_person_and_stays_counted(store: Store) -> None:
    contest, survey, form = Player(store, RECEIPTS), Player(store, TASTES), Player(store, COURSE)
    for player, said in ((contest, ("чек 11111",)), (survey, ("смак", "1", "2")), (form, ("курс", *ALL, "так"))):
        for text in said:
            player.write(text)
    before = contest.now + HOUR
    assert answers.forget_old(store, before, lambda: True) == 3  # the contest is not over yet
    assert "Олена" not in str(store.run("SELECT * FROM applications").fetchall())
    assert asked.counts(store, survey.flow.id)["напій"] == (1, 1, {"кава": 1})
    over = replace(contest.flow, state=FlowState.CLOSED)
    with store.write():
        draws.close_list(store, over, by="olena", now=contest.now)
        draws.draw(store, over.id, by="olena", now=contest.now)
    file = drawing.written(draws.published(store, over.id))
    assert answers.forget_old(store, before, lambda: True) == 1
    assert answers.forget_old(store, before, lambda: True) == 0
    for table in ("entries", "survey_answers", "applications"):
        assert ANNA not in str(store.run(f"SELECT * FROM {table}").fetchall())
    assert drawing.written(draws.published(store, over.id)) == file
