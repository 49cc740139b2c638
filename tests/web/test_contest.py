"""A contest, a survey and a form on their pages: the draw step by step, answers counted, applications one by one."""

from __future__ import annotations

import re

import pytest

from smsbox.clock import DAY
from smsbox.contacts import New, add
from smsbox.dialogs import drawing, draws
from smsbox.dialogs.flows import rows
from smsbox.people import audit
from smsbox.people.rights import Role
from tests.contracts.shop import ANNA, BOHDAN
from tests.dialogs.player import Player
from tests.dialogs.test_contest import RECEIPTS
from tests.dialogs.test_form import ALL, COURSE
from tests.dialogs.test_survey import OPINION, TASTES
from tests.web.desk import NOW, Desk, Visitor, signed_in

HERE = "/dialogs/1/entries"


@pytest.fixture
def contest(desk: Desk) -> Player:
    game = Player(desk.store, RECEIPTS.replace("winners = 2", 'winners = 2\nawaits = "Лото 28.11"'), now=NOW - DAY)
    add(desk.store, New(number=ANNA, name="Анна <b>"), NOW - DAY)
    game.write("чек 11111, 22222")
    game.write("чек 33333", BOHDAN)
    game.write("чек 11111", BOHDAN)
    return game


def shown(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))


def test_the_page_shows_who_takes_part_and_what_was_promised(contest: Player, owner: Visitor) -> None:
    page = owner.get(HERE).text
    (commitment,) = contest.store.run("SELECT commitment FROM draws").fetchone()
    (seed,) = contest.store.run("SELECT seed FROM draws").fetchone()
    assert commitment in page and seed not in page
    assert "3 take part 2 telephones 1 do not count" in shown(page)
    assert "Анна &lt;b&gt;" in page and "Somebody else" in page
    assert "Close the list" not in page  # entries are still taken


def test_the_draw_goes_from_the_list_to_the_file_each_step_once(contest: Player, desk: Desk, owner: Visitor) -> None:
    assert owner.get(f"{HERE}/draw.txt").status == 404
    assert owner.post(f"{HERE}/list", sure="yes").status == 409  # not over
    owner.post("/dialogs/1/close")
    assert owner.post(f"{HERE}/list").status == 422  # not sure
    assert "contest_listed" in owner.post(f"{HERE}/list", sure="yes").header("Location")
    assert owner.post(f"{HERE}/list", sure="yes").status == 409
    before = drawing.read(owner.get(f"{HERE}/draw.txt").text)
    assert (len(before.marks), before.seed) == (3, "")
    assert owner.post(f"{HERE}/draw", sure="yes").status == 409  # the value is missing
    assert "contest_drawn" in owner.post(f"{HERE}/draw", sure="yes", value="4 8 15").header("Location")
    assert owner.post(f"{HERE}/draw", sure="yes", value="4 8 16").status == 409
    after = drawing.read(owner.get(f"{HERE}/draw.txt").text)
    assert after.value == "4 8 15"
    assert all(finding.right for finding in drawing.verified(after))
    page = owner.get(HERE).text
    assert page.count("wins</span>") == 2
    assert "contest_told" in owner.post(f"{HERE}/tell", place="1").header("Location")
    assert "contest_not_told" in owner.post(f"{HERE}/tell", place="1").header("Location")
    assert desk.store.run("SELECT count(*) FROM messages").fetchone()[0] == 1
    told = [each.what for each in audit.entries(desk.store, limit=20) if each.what.startswith("contest.")]
    assert set(told) == {"contest.listed", "contest.drawn", "contest.told"}


def test_a_scenario_that_is_changed_after_its_list_was_closed_makes_no_more_winners(
    contest: Player, desk: Desk, owner: Visitor
) -> None:
    contest.write("чек 44444", "+380500000003")
    owner.get("/dialogs")
    owner.post("/dialogs/1/close")
    owner.post(f"{HERE}/list", sure="yes")
    source = contest.flow.source.replace("winners = 2", "winners = 9")
    rows.put(desk.store, desk.site.config, source, by="olena", now=NOW, flow_id=1)
    assert "2 winners are drawn" in shown(owner.get(HERE).text)
    owner.post(f"{HERE}/draw", sure="yes", value="4 8 15")
    assert owner.get(HERE).text.count("wins</span>") == 2
    assert len(draws.places(desk.store, 1)) == 3  # the third is the reserve
    assert drawing.read(owner.get(f"{HERE}/draw.txt").text).rules.winners == 2


def test_people_leave_out_what_is_doubtful_and_say_why(contest: Player, owner: Visitor) -> None:
    page = owner.get(f"{HERE}?find=111-11").text
    assert page.count("Leave out") == 1 and page.count("Let it take part") == 1
    assert "noted" in owner.post(f"{HERE}/out", entry="1", why="чужий чек").header("Location")
    assert "as_before" in owner.post(f"{HERE}/out", entry="1", why="чужий чек").header("Location")
    # The other who sent that code takes part by now: no quiet "as before", but why.
    owner.post(f"{HERE}/in", entry="1", why="його")
    refused = owner.post(f"{HERE}/in", entry="4", why="показав")
    assert refused.status == 409 and "leave that entry out first" in refused.text
    owner.post(f"{HERE}/out", entry="1", why="чужий чек")
    assert "noted" in owner.post(f"{HERE}/in", entry="4", why="показав").header("Location")
    assert "чужий чек" in owner.get(f"{HERE}?state=excluded").text
    assert owner.post(f"{HERE}/out", entry="99", why="?").status == 404
    assert owner.get(f"{HERE}?find=%2B380500000002").text.count('class="mono"') == 2


def test_drawing_is_for_who_may_write_to_many(contest: Player, desk: Desk) -> None:
    manager = signed_in(desk, Role.MANAGER, "Ольга")
    assert manager.get(HERE).status == 200
    for path in ("list", "draw", "tell", "out", "in"):
        assert manager.post(f"{HERE}/{path}", sure="yes").status == 403
    technician = signed_in(desk, Role.TECHNICIAN, "Тарас")
    assert technician.get(HERE).status == 403
    assert technician.get(f"{HERE}/draw.txt").status == 403


def test_answers_are_counted_and_read(desk: Desk, owner: Visitor) -> None:
    opinion = Player(desk.store, OPINION, now=NOW - DAY)
    for number, mark in ((ANNA, "5"), (BOHDAN, "3")):
        opinion.write(f"оцінка {mark}", number)
        opinion.write(f"слова <i>{mark}</i>", number)
    page = owner.get("/dialogs/1/answers").text
    assert "asked 2 times , 2 answers" in shown(page).replace("times,", "times ,")
    assert re.findall(r'class="fill" width="([\d.]+)"', page) == ["0.0", "0.0", "100.0", "0.0", "100.0"]
    assert "слова &lt;i&gt;5" in page
    assert owner.get(HERE).status == 404  # another kind


def test_a_survey_nobody_answered_shows_what_it_asks(desk: Desk, owner: Visitor) -> None:
    Player(desk.store, TASTES, now=NOW - DAY)
    page = owner.get("/dialogs/1/answers").text
    assert "Яка кухня до душі?" in page and "Nobody has answered" in page


def test_applications_stand_one_by_one(desk: Desk, owner: Visitor) -> None:
    course = Player(desk.store, COURSE, now=NOW - DAY)
    for said in ("курс", *ALL, "так"):
        course.write(said)
    page = owner.get("/dialogs/1/answers").text
    assert "1 application has been sent." in shown(page)
    assert "Народження 12.05.1990" in shown(page)
    assert 'id="a1"' in page
