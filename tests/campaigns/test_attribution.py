"""Whose answer is counted for which campaign, and who left because of which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smsbox import campaigns, consent, router
from smsbox.campaigns import Campaign, attribution
from smsbox.clock import DAY, Micros
from smsbox.dialogs.flows import rows as flows
from smsbox.subscription import sources
from smsbox.subscription.sources import Draft, SourceKind
from tests.campaigns.shop import Till, number, plan
from tests.dialogs import parrot

CODED = "Zerno: {name|friend}, coffee -20%. Answer {code} or call 0500000001"
ANNA = number(1)


@pytest.fixture
def till(anywhere: Till) -> Till:
    return anywhere


def sent(till: Till, text: str = CODED, name: str = "Spring") -> Campaign:
    campaign = till.launched(plan(text), name)
    till.run()
    till.settle(campaign)
    return campaign


def hear(till: Till, text: str) -> int | None:
    """Anna writes; which campaign it was counted for."""
    return campaigns.replied(till.store, ANNA, written(till, text), till.now)


def written(till: Till, text: str) -> int:
    """What Anna wrote, not yet routed; its id."""
    with till.store.write():
        (received,) = till.store.reserve_ids("received", 1)
        till.store.run(
            "INSERT INTO received (id, sim_id, sender, sender_kind, text, received_at, wide, total, state, missing, "
            "flash, damaged) VALUES (?, ?, ?, 0, ?, ?, 0, 1, 2, 0, 0, 0)",
            *(received, till.sim, ANNA, text, till.now),
        )
    return received


def marks(till: Till, campaign: Campaign) -> tuple[Micros | None, Micros | None]:
    sql = "SELECT replied_at, left_at FROM recipients WHERE campaign_id = ? AND number = ?"
    row = till.store.run(sql, campaign.id, ANNA).fetchone()
    return row[0], row[1]


def code(till: Till, campaign: Campaign) -> str:
    sql = "SELECT code FROM recipients WHERE campaign_id = ? AND number = ?"
    return str(till.store.run(sql, campaign.id, ANNA).fetchone()[0])


@pytest.fixture
def two(till: Till) -> tuple[Campaign, Campaign]:
    """Anna got both, ten days apart."""
    till.config = replace(till.config, shop=replace(till.config.shop, cap=9))
    till.people(1)
    first = sent(till)
    till.wait(10 * DAY)
    return first, sent(till, name="Summer")


def test_the_code_says_which_one_is_meant(till: Till, two: tuple[Campaign, Campaign]) -> None:
    first, second = two
    assert code(till, first) != code(till, second)
    assert hear(till, f"так, {code(till, first)}") == first.id
    assert marks(till, first)[0] == till.now and marks(till, second)[0] is None


def test_without_a_code_it_is_the_last_one(till: Till, two: tuple[Campaign, Campaign]) -> None:
    assert hear(till, "беру дві") == two[1].id


def test_the_word_an_offer_asks_for_is_an_answer_also_where_it_is_the_word_of_a_poster(till: Till) -> None:
    sources.create(till.store, Draft(SourceKind.KEYWORD, "Door", "COFFEE"), by="Olha", now=till.now)
    till.people(1)
    campaign = sent(till, "Zerno: {name|friend}, answer COFFEE and we keep a cup for you. 0500000001")
    written(till, "coffee")
    router.route_waiting(till.store, till.config, till.now, most=9)
    assert marks(till, campaign)[0] == till.now
    settled, answers = (
        till.store.run(sql).fetchone()[0]
        for sql in ("SELECT settled_at FROM received", "SELECT count(*) FROM messages WHERE batch = 'auto'")
    )
    assert settled is None and answers == 0, "somebody has to read it, and nobody tells him what he knows"


def test_only_the_first_answer_is_counted_and_old_campaigns_are_not(till: Till, two: tuple[Campaign, Campaign]) -> None:
    assert hear(till, "так") == two[1].id
    first_at = marks(till, two[1])[0]
    till.wait(3 * DAY)
    assert hear(till, "ще питання") == two[1].id
    assert marks(till, two[1])[0] == first_at
    till.wait(14 * DAY)
    assert hear(till, "привіт") is None


def test_who_got_nothing_answers_nothing(till: Till) -> None:
    till.people(1, agreed=False)
    till.launched()
    till.run()
    assert hear(till, "так") is None
    assert campaigns.left(till.store, ANNA, till.now) is None


def test_a_message_that_has_not_left_has_no_answer(till: Till) -> None:
    till.people(1)
    till.launched()
    till.run()
    assert hear(till, "так") is None


def test_leaving_is_counted_by_whatever_way_once(till: Till, two: tuple[Campaign, Campaign]) -> None:
    consent.record(till.store, consent.Entry(ANNA, till.now, "left", "call", operator="Olha", evidence="by telephone"))
    assert attribution.catch_up(till.store) > 0
    assert marks(till, two[1])[1] == till.now and marks(till, two[0])[1] is None
    till.wait(DAY)
    assert attribution.catch_up(till.store) == 0
    assert campaigns.left(till.store, ANNA, till.now) == two[1].id
    assert marks(till, two[1])[1] == till.now - DAY


def test_the_word_of_a_scenario_is_an_answer_too(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    parrot.settle_in(monkeypatch)
    kept = flows.put(till.store, till.config, parrot.source(), by="o", now=till.now)
    flows.open(till.store, till.config, kept.id, by="o", now=till.now)
    till.people(1)
    campaign = sent(till)
    written(till, "ЧИСЛО")
    assert router.route_waiting(till.store, till.config, till.now) == 1
    assert marks(till, campaign)[0] == till.now
