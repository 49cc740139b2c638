"""Polls that ride in campaigns: each customer one question at a time, seldom, in turn; answers have an age."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from smsbox import contacts, inbox, router
from smsbox.clock import DAY, SECOND, Micros
from smsbox.contacts import FieldTest, Wanted
from smsbox.dialogs import ballots, examples
from smsbox.dialogs.flows import rows as flows
from smsbox.subscription import questions
from smsbox.subscription.questions import BadQuestion, Question
from tests.campaigns.shop import Till, plan
from tests.contracts import phone

TEXT = "Зерно: кава -20% до неділі, тел. 0500000001. {питання}"
LINE = "\nВідмова: СТОП"


@pytest.fixture
def till(anywhere: Till) -> Till:
    anywhere.config = replace(
        anywhere.config,
        shop=replace(anywhere.config.shop, name="Зерно", cap=30),
        sending=replace(anywhere.config.sending, allow=("+380",)),
    )
    return anywhere


def drink(till: Till, **more: Any) -> Question:
    return questions.create(till.store, "Що п'єте?", "напій", ["кава", "чай", "какао"], by="Olha", now=till.now, **more)


def round_(till: Till) -> list[str]:
    """One campaign, sent; what was written."""
    made = till.launched(plan(TEXT))
    till.run()
    till.settle(made)
    sql = "SELECT text FROM messages WHERE batch = ? ORDER BY recipient"
    return [row[0].removesuffix(LINE) for row in till.store.run(sql, made.batch).fetchall()]


def hear(till: Till, text: str, sender: str) -> inbox.InboundView:
    till.now += SECOND
    octets = phone.tpdu(text, at=till.now, sender=sender)
    got = inbox.receive(
        *(till.store,),
        sim_id=till.sim,
        memory="SM",
        slot=1,
        pdu_raw=octets,
        deliver=phone.deliver(octets),
        now=till.now,
    )
    assert got.message_id is not None and router.route_waiting(till.store, till.config, till.now) == 1
    view = inbox.get(till.store, got.message_id)
    assert view is not None
    return view


def known(till: Till, number: str) -> tuple[str, str, Micros] | None:
    (contact,) = contacts.by_numbers(till.store, [number]).values()
    sql = "SELECT value, origin, at FROM contact_fields WHERE contact_id = ? AND name = 'напій'"
    row = till.store.run(sql, contact.id).fetchone()
    return None if row is None else tuple(row)


def test_what_he_answers_is_kept_with_its_age_and_chooses_the_next_audience(till: Till) -> None:
    anna, bohdan, chrystyna = till.people(3)
    question = drink(till)
    said = "Зерно: кава -20% до неділі, тел. 0500000001. Що п'єте? 1-кава, 2-чай, 3-какао"
    assert round_(till) == [said] * 3
    view = hear(till, "2", anna)
    assert view.routed_by == "question" and view.settled_at is not None
    assert known(till, anna) == ("чай", f"poll:{question.id}", till.now)
    (answer,) = till.store.run("SELECT text FROM messages WHERE recipient = ? AND batch = 'auto'", anna).fetchall()
    assert answer[0] == "Зерно: дякуємо, запам’ятали: чай"
    beside = hear(till, "Каву, звичайно кава!", bohdan)
    assert (known(till, bohdan) or ("",))[0] == "кава" and beside.settled_at is None, "what else he says is for people"
    assert hear(till, "А коли ви відкриті?", chrystyna).routed_by == "campaign" and known(till, chrystyna) is None
    assert questions.counts(till.store, question) == (3, {"кава": 1, "чай": 1, "какао": 0})
    tea = Wanted(fields=(FieldTest("напій", "=", "чай", within_days=30),))
    assert [each.number for each in contacts.every(till.store, tea, now=till.now)] == [anna]
    quoting = hear(till, f"{said}{LINE}\n\n3", chrystyna)
    assert quoting.routed_by == "question" and (known(till, chrystyna) or ("",))[0] == "какао", "beside a quotation"
    hear(till, "СТОП", anna)
    assert hear(till, "1", anna).routed_by == "question", "what he likes may be known although he left"


def test_an_answered_question_takes_no_answer_to_an_open_vote(till: Till) -> None:
    (anna,) = till.people(1)
    drink(till)
    shipped = examples.example("saturday-vote", "uk")
    assert shipped is not None
    vote = flows.put(till.store, till.config, shipped.source, by="Olha", now=till.now)
    flows.open(till.store, till.config, vote.id, by="Olha", now=till.now)
    hear(till, "голос", anna)
    till.now += SECOND
    round_(till)
    assert hear(till, "2", anna).routed_by == "question", "asked last"
    assert hear(till, "3", anna).routed_by == "dialog", "and now the vote is what still waits"
    assert ballots.counts(till.store, vote.id) == {"Диско": 1}
    assert (known(till, anna) or ("",))[0] == "чай"


def test_at_most_one_question_a_month_in_turn_and_never_what_is_known(till: Till) -> None:
    (anna,) = till.people(1)
    first = drink(till, days=90)
    second = questions.create(till.store, "Коли заходите?", "час", ["вранці", "ввечері"], by="Olha", now=till.now)
    assert first.said in round_(till)[0]
    till.now += 20 * DAY
    assert round_(till) == ["Зерно: кава -20% до неділі, тел. 0500000001."], "asked not a month ago"
    till.now += 11 * DAY
    assert second.said in round_(till)[0], "the one he was not asked yet"
    till.now += 31 * DAY
    assert first.said in round_(till)[0], "he never answered; now it is its turn again"
    hear(till, "какао", anna)
    till.now += 31 * DAY
    assert second.said in round_(till)[0]
    hear(till, "2", anna)
    till.now += 31 * DAY
    assert "?" not in round_(till)[0], "all is known"
    till.now += 31 * DAY
    assert first.said in round_(till)[0], "what is known grows old"
    questions.close(till.store, first.id, till.now)
    till.now += 31 * DAY
    assert "?" not in round_(till)[0]


def test_who_is_asked_by_a_person_answers_that_person(till: Till) -> None:
    from smsbox import outbox
    from smsbox.outbox import Draft, MessageClass

    (anna,) = till.people(1)
    drink(till)
    round_(till)
    till.now += SECOND
    asked = Draft(anna, "Вам на першу чи на другу?", MessageClass.SERVICE)
    outbox.submit(till.store, [asked], now=till.now, allow=("+380",))
    assert hear(till, "2", anna).routed_by != "question" and known(till, anna) is None


@pytest.mark.parametrize(
    ("reason", "text", "field", "options", "days"),
    [
        ("text", "?", "напій", ["кава", "чай"], 365),
        ("text", "Що {ім'я} п'є?", "напій", ["кава", "чай"], 365),
        ("field", "Що п'єте?", " ", ["кава", "чай"], 365),
        ("options", "Що п'єте?", "напій", ["кава"], 365),
        ("options", "Що п'єте?", "напій", ["кава", "КАВА"], 365),
        ("reserved", "Писати ще?", "ще", ["так", "стоп"], 365),
        ("days", "Що п'єте?", "напій", ["кава", "чай"], 0),
    ],
)
def test_what_cannot_be_asked(till: Till, reason: str, text: str, field: str, options: list[str], days: int) -> None:
    with pytest.raises(BadQuestion) as refused:
        questions.create(till.store, text, field, options, days=days, by="Olha", now=till.now)
    assert refused.value.reason == reason
