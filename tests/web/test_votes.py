"""A vote and a quiz on their pages: bars with every share, what was not understood, the best."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from smsbox.clock import DAY
from smsbox.dialogs import ballots
from smsbox.people import audit
from smsbox.people.rights import Role
from tests.dialogs.player import Player
from tests.dialogs.test_quiz import PRICES, play
from tests.dialogs.test_vote import DISHES
from tests.web.desk import NOW, Desk, Visitor, signed_in

SAID = ("голос 1", "голос борщ", "vote 2", "голос 1", "Голос: юшка", "голос ЮШКА!", "голос <b>", "голос pizza")


@pytest.fixture
def vote(desk: Desk) -> Player:
    game = Player(desk.store, DISHES, now=NOW - DAY)
    for place, text in enumerate(SAID):
        game.write(text, f"+38050000{place:04d}")
    return game


@pytest.fixture
def quiz(desk: Desk) -> Player:
    game = Player(desk.store, PRICES, now=NOW - DAY)
    play(game, "+380501112233", "2 2015 1", 20)
    play(game, "+380501112244", "2 2010 1", 5)
    return game


def test_the_bars_show_every_option_with_its_share_and_what_was_not_understood(vote: Player, owner: Visitor) -> None:
    page = owner.get("/dialogs/1/votes")
    shown = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.text))
    assert "8 telephones have voted" in shown and "3 not understood · 37.5%" in shown
    for title, votes, share in (("Борщ leads", 3, "37.5"), ("Вареники", 1, "12.5"), ("Піца", 1, "12.5")):
        assert f"{title} {votes} {share}%" in shown, shown
    assert "4 years left, until 1 January 2030, 20:00" in shown and "Who changes his mind moves his vote" in shown
    assert re.findall(r'class="fill" width="([\d.]+)"', page.text) == ["100.0", "33.3", "33.3", "100.0"]
    assert '<noscript><meta http-equiv="refresh"' in page.text and 'data-live="/live/dialogs/1/votes"' in page.text
    assert "Борщ" in owner.get("/live/dialogs/1/votes").text


def test_a_vote_that_is_over_stands_still(vote: Player, desk: Desk, owner: Visitor) -> None:
    owner.get("/dialogs/1")
    owner.post("/dialogs/1/close")
    page = owner.get("/dialogs/1/votes").text
    assert "most votes" in page and "data-live" not in page and "http-equiv" not in page


def test_what_was_not_understood_is_counted_and_taught_for_all(vote: Player, desk: Desk, owner: Visitor) -> None:
    page = owner.get("/dialogs/1/votes/unknown").text
    assert "2 votes" in page and "&lt;b&gt;" in page and "<b>юшка" not in page
    answer = owner.post("/dialogs/1/votes/settle", same="юшка", choice="Борщ", teach="yes")
    assert answer.header("Location") == "/dialogs/1/votes/unknown?notice=vote_settled&count=2"
    assert ballots.counts(desk.store, 1) == {"Борщ": 5, "Вареники": 1, "Піца": 1, "": 1}
    assert "юшка" in owner.get("/dialogs/1/votes/unknown").text  # among what was taught
    again = owner.post("/dialogs/1/votes/settle", same="юшка", choice="Борщ")
    assert "as_before" in str(again.header("Location"))
    assert "vote_choose" in str(owner.post("/dialogs/1/votes/settle", same="b", choice="Суші").header("Location"))
    assert "flow_changed" in str(owner.post("/dialogs/1/votes/unlearn", same="юшка").header("Location"))
    assert ballots.aliases(desk.store, 1) == []
    assert [each.what for each in audit.entries(desk.store, limit=2)] == ["vote.unlearnt", "vote.settled"]


def test_each_vote_is_shown_and_may_be_counted_otherwise(vote: Player, desk: Desk, owner: Visitor) -> None:
    page = owner.get("/dialogs/1/votes/list?choice=" + quote("Борщ")).text
    assert page.count("/inbox?number=%2B38050000") == 3
    path = re.search(r'href="(/dialogs/1/votes/list[^"]+change=%2B380500000000)#change"', page)
    assert path is not None
    form = owner.get(path[1].replace("&amp;", "&")).text
    assert form.count("/votes/change") == 1 and 'value="+380500000000"' in form
    answer = owner.post("/dialogs/1/votes/change", number="+380500000000", choice="", was="Борщ")
    assert answer.status == 303 and "flow_changed" in str(answer.header("Location"))
    assert ballots.counts(desk.store, 1) == {"Борщ": 2, "Вареники": 1, "Піца": 1, "": 4}
    assert "counted by owner" in owner.get("/dialogs/1/votes/list?choice=").text
    assert owner.post("/dialogs/1/votes/change", number="+380500000001", choice="Суші").status == 400


def test_long_lists_have_pages(vote: Player, owner: Visitor) -> None:
    for place in range(120):
        vote.write("голос 3", f"+38067000{place:04d}")
    seen: list[str] = []
    path: str | None = "/dialogs/1/votes/list?choice=" + quote("Піца")
    while path:
        page = owner.get(path).text
        seen += re.findall(r"number=(%2B\d+)", page)
        older = re.search(r'href="([^"]+before=[^"&]+)"', page)
        path = older[1].replace("&amp;", "&") if older else None
    assert len(seen) == len(set(seen)) == 121


def test_the_best_with_and_without_numbers(quiz: Player, owner: Visitor) -> None:
    page = owner.get("/dialogs/1/leaders")
    shown = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.text))
    assert "2 players have finished" in shown and "1. +380501112233 5 /5 1:03.0" in shown
    assert shown.index("+380501112233") < shown.index("+380501112244")
    hidden = owner.get("/dialogs/1/leaders?hide=yes").text
    assert "+380501112233" not in hidden and "+380•••••••33" in hidden
    assert 'data-live="/live/dialogs/1/leaders?hide=yes"' in hidden
    assert "+380501112233" not in owner.get("/live/dialogs/1/leaders?hide=yes").text


def test_pages_of_another_kind_are_none(vote: Player, owner: Visitor) -> None:
    assert owner.get("/dialogs/1/leaders").status == 404
    assert owner.get("/dialogs/2/votes").status == 404


def test_who_may_not_change_is_offered_nothing(vote: Player, desk: Desk) -> None:
    manager = signed_in(desk, Role.MANAGER)
    page = manager.get("/dialogs/1/votes/unknown").text
    assert "ЮШКА!" in page and "/votes/settle" not in page
    assert manager.post("/dialogs/1/votes/settle", same="юшка", choice="Борщ").status == 403
    technician = signed_in(desk, Role.TECHNICIAN)
    assert technician.get("/dialogs/1/votes").status == 403 and technician.get("/dialogs/1/leaders").status == 403
