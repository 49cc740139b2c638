"""The pages of results: what they say is what was counted, at once also for large campaigns, and as files."""

from __future__ import annotations

import csv
import io
import random
import re
from collections import Counter
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from smsbox import coupons, subscription
from smsbox.campaigns import Campaign, Variant, results, rows
from smsbox.campaigns import State as CampaignState
from smsbox.campaigns.counts import Count
from smsbox.clock import DAY, MINUTE
from smsbox.config import SendingConfig
from smsbox.config.model import ShopConfig
from smsbox.contacts import State, Wanted
from smsbox.i18n.translator import translator
from smsbox.people.rights import Role
from smsbox.web.campaigns import judged, recounting
from tests.campaigns.played import play
from tests.campaigns.shop import Till, plan
from tests.effort import steps
from tests.patience import until
from tests.web.desk import Desk, Visitor, signed_in

LONG = "Zerno: {name|friend}, код {coupon}, акція до неділі. Відповідь 1 або 0500000001"
SHORT = "Zerno: код {coupon}. Відповідь 1 або 0500000001"


def open_shop(desk: Desk) -> Till:
    site, modem = desk.site, desk.site.config.modems[0]
    shop = ShopConfig(name="Zerno", phone="0500000001")
    modems = (replace(modem, price=0.5),)
    site.config = replace(site.config, shop=shop, sending=SendingConfig(quiet=None), modems=modems)
    till = Till(desk.store, site.config, now=desk.clock.at)
    desk.store.run("UPDATE sims SET modem = 'main'")
    return till


def played(desk: Desk, people: int = 60, **more: Any) -> Campaign:
    """A campaign with two texts, played to its end; the clock of the desk stands there."""
    till = open_shop(desk)
    till.people(people // 2, state=State.CUSTOMER)
    till.people(people - people // 2, first=people)
    series = coupons.make_series(desk.store, name="Coffee", now=till.now, by="Olha")
    texts = (Variant(LONG), Variant(SHORT))
    made = till.launched(plan(variants=texts, series_id=series.id, **more))
    play(till, made, random.Random(3))
    desk.clock.at = till.now
    return made


def plainly(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_page_says_what_was_counted(desk: Desk, owner: Visitor) -> None:
    made = played(desk, holdout=0.2)
    found = results.results(desk.store, made.id, desk.clock.at)
    page = owner.get(f"/campaigns/{made.id}/results")
    assert page.status == 200
    told, whole = plainly(page.text), found.whole
    for name, number in (
        ("Written to", whole.written),
        ("Taken by the network", whole.sent),
        ("Confirmed by the phone", whole.delivered),
        ("Answered", whole.replied),
        ("Used a coupon", whole.redeemed),
        ("SMS taken by the network", whole.paid),
        ("Kept out, to compare", whole.apart),
    ):
        assert f" {name} {number} " in told, name
    assert f"Cost {whole.paid * 0.5:.2f}" in told
    assert "which text is better" in told or "did better" in told
    assert "those kept out" in told
    assert owner.get(f"/live/campaigns/{made.id}/results").status == 200


def test_whose_message_was_withdrawn_is_not_missing_on_the_page_of_the_campaign(desk: Desk, owner: Visitor) -> None:
    till = open_shop(desk)
    known = till.people(5)
    made = till.launched()
    till.run()
    subscription.leave(desk.store, till.config, known[2], now=till.now, how="staff", evidence="said so")
    till.settle(made)
    watched = plainly(owner.get(f"/campaigns/{made.id}").text)
    kinds = ("arrived", "sent, no report yet", "did not arrive", "still waits", "withdrawn")
    shown = {kind: int(number[1]) for kind in kinds if (number := re.search(f" {kind} +([0-9]+) ", watched))}
    assert shown["withdrawn"] == 1 and sum(shown.values()) == 5


def test_what_looks_sure_under_way_is_said_to_wait_for_the_end(desk: Desk) -> None:
    """Whoever looks often enough at a campaign that runs sees chance win."""
    till = open_shop(desk)
    made = till.draft(plan(variants=(Variant(LONG), Variant(SHORT))))
    groups = {
        (0, 1): Count(200, replied=60, messages=Counter({"5": 200})),
        (1, 1): Count(200, replied=10, messages=Counter({"5": 200})),
    }
    found, tr = results.Results(made.id, till.now, groups), translator("en")
    for state, sure in ((CampaignState.RUNNING, False), (CampaignState.FINISHED, True)):
        (told,) = judged.verdicts(tr, replace(made, state=state), found)
        assert told.title.startswith("Text A did better") and ("under way" not in told.text) == sure


def test_few_people_are_never_judged(desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    # Of six people drawn by chance all get the same text once in thirty-two times, and then there is nothing to judge.
    monkeypatch.setattr(rows, "secrets", SimpleNamespace(token_hex=lambda _: "fixed"))
    made = played(desk, people=6)
    told = plainly(owner.get(f"/campaigns/{made.id}/results").text)
    assert "did better" not in told
    assert "Too few to tell which text is better" in told or "nothing can be said of the texts" in told


def test_a_large_campaign_is_shown_at_once_and_counted_beside(
    desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "SMALL", 10)
    made = played(desk)
    path = f"/campaigns/{made.id}/results"
    monkeypatch.setattr(recounting, "begin", lambda *_: False)
    assert "It is being counted" in owner.get(path).text
    monkeypatch.undo()
    monkeypatch.setattr(results, "SMALL", 10)
    owner.get(path)
    until(lambda: results.kept(desk.store, made.id) is not None)
    whole = results.results(desk.store, made.id, desk.clock.at).whole
    assert f" Written to {whole.written} " in plainly(owner.get(path).text)
    desk.clock.at += 2 * MINUTE
    assert "being counted again" in owner.get(path).text
    until(lambda: (found := results.kept(desk.store, made.id)) is not None and found.at == desk.clock.at)
    assert "being counted again" not in owner.get(path).text


@pytest.mark.parametrize(
    "page", ["/campaigns/{}/results", "/live/campaigns/{}/results", "/live/campaigns/{}", "/reports"]
)
def test_what_a_page_costs_does_not_grow_with_the_recipients(
    desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """100,000 recipients among a million messages are counted in 0.7 s; what is kept of them is read in 0.1 ms."""
    monkeypatch.setattr(results, "SMALL", 10)
    monkeypatch.setattr(recounting, "begin", lambda *_: False)
    costs = []
    till = open_shop(desk)
    for first, count in ((1000, 20), (2000, 400)):
        till.people(count, first=first, tags=(f"t{first}",))
        made = till.launched(plan(SHORT.replace("{coupon}", "1"), audience=Wanted(any_tags=(f"t{first}",))))
        till.run()
        desk.clock.at = till.now
        results.keep(desk.store, results.results(desk.store, made.id, till.now))
        path = page.format(made.id)
        owner.get(path)
        costs.append(steps(desk.store, lambda path=path: owner.get(path)))
        till.now += 15 * DAY
    assert costs[1] <= costs[0] * 1.3 + 300, costs


def test_files_say_the_same(desk: Desk, owner: Visitor) -> None:
    made = played(desk, holdout=0.2)
    whole = results.results(desk.store, made.id, desk.clock.at).whole
    sums = owner.get(f"/campaigns/{made.id}/results/export?format=csv")
    rows = list(csv.DictReader(io.StringIO(sums.body.decode("utf-8-sig"))))
    named = ["All", "Text A", "Text B", "Kept out, to compare", "Customers", "Not customers yet"]
    assert [row["People"] for row in rows] == named
    assert (int(rows[0]["Written to"]), int(rows[0]["Coupons redeemed"])) == (whole.written, whole.redeemed)
    assert sum(int(row["Written to"]) for row in rows[1:3]) == whole.written
    people = owner.get(f"/campaigns/{made.id}/recipients/export?format=csv")
    each = list(csv.DictReader(io.StringIO(people.body.decode("utf-8-sig"))))
    assert len(each) == whole.people and each[0]["Number"].startswith("'+380")
    assert sum(bool(row["Answered"]) for row in each) == whole.replied
    assert sum(row["What he got"] == "nothing, to compare" for row in each) == whole.apart
    assert owner.get(f"/campaigns/{made.id}/results/export?format=pdf").status == 404
    assert owner.get(f"/campaigns/{made.id}/results/export?format=xlsx").body[:2] == b"PK"


def test_numbers_of_customers_are_not_for_everybody(desk: Desk) -> None:
    made = played(desk, people=4)
    manager = signed_in(desk, Role.MANAGER)
    assert f"/campaigns/{made.id}/recipients/export" not in manager.get(f"/campaigns/{made.id}/results").text
    assert manager.get(f"/campaigns/{made.id}/recipients/export?format=csv").status == 403


def test_a_draft_has_no_results(desk: Desk, owner: Visitor) -> None:
    made = open_shop(desk).draft()
    assert owner.get(f"/campaigns/{made.id}/results").status == 404


def test_over_time_says_what_the_campaigns_and_the_ledger_say(desk: Desk, owner: Visitor) -> None:
    assert "Nothing to tell yet" in owner.get("/reports").text
    made = played(desk)
    assert "1 campaign is not counted yet" in owner.get("/reports").text
    results.recount_some(desk.store, desk.clock.at)
    whole = results.results(desk.store, made.id, desk.clock.at).whole
    came, left = (
        desk.store.run("SELECT count(*) FROM consents WHERE act = ?", act).fetchone()[0] for act in ("agreed", "left")
    )
    file = owner.get("/reports/export?format=csv")
    rows = list(csv.DictReader(io.StringIO(file.body.decode("utf-8-sig"))))
    assert len(rows) == 12
    assert sum(int(row["Came"]) for row in rows) == came and sum(int(row["Unsubscribed"]) for row in rows) == left > 0
    row = rows[-1]
    assert (row["Campaigns"], row["Written to"], row["Answered"]) == ("1", str(whole.written), str(whole.replied))
    assert (row["Coupons redeemed"], row["SMS taken by the network"]) == (str(whole.redeemed), str(whole.paid))
    page = owner.get("/reports").text
    assert page.count("<figure") == 3 and page.count("As a table") == 3


def test_the_word_behind_a_rounded_number_goes_with_it() -> None:
    """242 is “людини”, but 240, which stands there, is “людей”."""
    assert "240 людей" in judged._enough(translator("uk"), 242)
    assert judged._enough(translator("uk"), None) == ""
