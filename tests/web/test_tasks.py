"""The list of tasks: what is pressed there happens to what the task is about, and each leads to its work."""

from __future__ import annotations

import re

import pytest

from smsbox.clock import HOUR
from smsbox.desk import tasks
from smsbox.dialogs.appointments import waiting
from smsbox.dialogs.appointments.whens import When
from smsbox.dialogs.flows import rows as flows
from smsbox.people.rights import Role
from tests.dialogs.appointments.salon import SALON
from tests.dialogs.player import Player
from tests.dialogs.test_form import ALL, COURSE, filled
from tests.web.desk import NOW, Desk, Visitor, signed_in

ANNA, BOHDAN = "+380500000001", "+380500000002"


@pytest.fixture
def manager(desk: Desk) -> Visitor:
    return signed_in(desk, Role.MANAGER)


def test_whoever_waited_for_a_time_waits_no_more(desk: Desk, manager: Visitor) -> None:
    kept = flows.create(desk.store, desk.site.config, SALON, by="test", now=NOW)
    flows.open(desk.store, desk.site.config, kept.id, by="test", now=NOW)
    for number in (ANNA, BOHDAN):
        wish = When((), None, None, None, soon=True, not_on=())
        row_id = waiting.join(desk.store, kept.id, number, "cut", "", wish, until=NOW + HOUR, now=NOW)
        tasks.add(desk.store, "appointment", number, "Стрижка", ref_id=row_id, due_at=NOW + HOUR, now=NOW)
    assert "its customer waits no more" in manager.get("/tasks").text
    assert "task_done" in str(manager.post("/tasks/1/end", note="записала на п’ятницю").header("Location"))
    assert [each.number for each in waiting.everybody(desk.store, NOW, 9)] == [BOHDAN]
    assert [each.note for each in tasks.ended(desk.store, 9)] == ["записала на п’ятницю"]
    assert "task_dropped" in str(manager.post("/tasks/2/end", dropped="yes").header("Location"))
    assert waiting.everybody(desk.store, NOW, 9) == []


def test_an_application_is_read_where_its_task_leads(desk: Desk, manager: Visitor) -> None:
    """Its day as people write one; the link finds it behind a page of newer ones, too."""
    form = Player(desk.store, COURSE, now=NOW)
    filled(form, *ALL, "так")
    page = manager.get("/tasks").text
    assert "12.05.1990" in page and "1990-05-12" not in page
    (href,) = re.findall(r'href="(/dialogs/\d+/answers\?before=2#a1)"', page)
    answers = manager.get(href.split("#")[0]).text
    assert 'id="a1"' in answers and "Олена Коваль" in answers


def test_of_a_hundred_tasks_a_press_leaves_the_reader_where_he_was(desk: Desk, manager: Visitor) -> None:
    """Counted by kind; what was done lately is of the kind that is shown; each page keeps its place."""
    for place in range(100):
        kind = "application" if place % 4 else "callback"
        tasks.add(desk.store, kind, f"+3805000001{place:02}", f"{kind} {place}", ref_id=place, now=NOW + place)
    tasks.end(desk.store, 2, now=NOW, by="olena")
    page = manager.get("/tasks?kind=callback").text
    (chips,) = re.findall(r'aria-label="Kinds">(.*?)</ul>', page, re.S)
    shown = [re.sub("<[^>]+>", "", each) for each in chips.split("</li>")[:-1]]
    assert shown == ["All 99", "Call back 25", "Order", "Appointment", "Application 74"]
    assert "application 1" not in page and "Done lately" not in page
    (on,) = re.findall(r'href="(/tasks\?kind=callback&amp;after=[0-9.]+)"', page)
    second = manager.get(on.replace("&amp;", "&")).text
    assert 'href="/tasks?kind=callback"' in second.split('class="pages"')[1] and "Older" not in second
    task_id, form = re.findall(r'action="/tasks/(\d+)/end">(.*?)</form>', second, re.S)[0]
    fields = dict(re.findall(r'name="(kind|after)" value="([^"]*)"', form))
    where = str(manager.post(f"/tasks/{task_id}/end", **fields).header("Location"))
    assert where == f"{on.replace('&amp;', '&').replace('kind=callback&', 'notice=task_done&kind=callback&')}"
    assert "callback" in manager.get("/tasks?kind=callback").text.split("Done lately")[1]
    manager.get("/tasks")
    assert str(manager.post("/tasks/1/take", kind="../x", after="x").header("Location")) == "/tasks?notice=task_taken"
