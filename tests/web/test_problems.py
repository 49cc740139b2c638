"""The page of problems: what is open, put off and over; the badge; the buttons; who may press them."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from smsbox import outbox, problems
from smsbox.clock import DAY, HOUR, MINUTE
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.problems import PROBLEM, Case, Problem, looking
from smsbox.store import StoreFull
from tests.effort import steps
from tests.web.desk import NOW, Desk, Visitor, signed_in
from tests.web.test_outbox import claim
from tests.web.test_status import GOOD

DOWN = GOOD | {"state": "down", "reason": "modem.port_missing"}
PAUSED = GOOD | {"state": "holding", "reason": "relay.paused", "facts": {"by": "olena"}}
SWAPPED = GOOD | {"state": "holding", "reason": "relay.sim_swapped", "sim_id": 7}


def look(desk: Desk, *modems: dict[str, Any], others: tuple[Problem, ...] = ()) -> None:
    desk.modems[:] = modems
    problems.review(desk.store, looking.observe(desk.store, desk.modems, others), desk.clock.at)


def page(visitor: Visitor, path: str = "/problems") -> str:
    answer = visitor.get(path)
    assert answer.status == 200
    return html.unescape(answer.text)


def badge(text: str) -> str | None:
    found = re.search(r'<b class="count( grave)?" data-badge>.*?</span>([^<]*)</b>', text)
    return None if found is None else found[2] + (" grave" if found[1] else "")


def test_a_problem_says_everything_and_is_counted_on_every_page(desk: Desk, owner: Visitor) -> None:
    look(desk, DOWN)
    desk.clock.at = NOW + 5 * MINUTE
    text = page(owner)
    for words in (
        *("Problem", "Modem main does not work", "There is no device /dev/ttyUSB0.", "neither sends nor receives"),
        *("Plug the modem in", "Show the modem", "since", "08:13", "Put off for a day"),
    ):
        assert words in text, words
    for path in ("/", "/problems", "/help", "/outbox", "/account"):
        assert badge(owner.get(path).text) == "1 grave", path
    look(desk, GOOD)
    text = page(owner)
    assert "All is well" in text and badge(text) is None
    assert "Over, of the last 30 days" in text and "5 minutes" in text
    desk.clock.at += 31 * DAY
    assert "Over, of the last 30 days" not in page(desk.owner())


def test_a_warning_has_another_badge_and_a_note_none(desk: Desk, owner: Visitor) -> None:
    look(desk, GOOD | {"dbm": -109})
    assert badge(page(owner)) == "1"
    look(desk, GOOD | {"recovery": {"rung": "radio", "tries": 1}})
    text = page(owner)
    assert "is being brought back" in text and badge(text) is None


def test_the_status_page_shows_the_worst_three_and_the_way_to_the_rest(desk: Desk, owner: Visitor) -> None:
    outbox.hold(desk.store, [desk.queue()], desk.clock.at)
    others = tuple(Problem(key) for key in ("clock.untrusted", "settings.ignored", "settings.undone"))
    look(desk, DOWN, others=others)
    text = page(owner, "/")
    assert text.count('<article class="note') == 3 and "Modem main does not work" in text
    assert "2 more problems" in text
    assert page(owner).count('<article class="note') == 5


def test_put_off_it_is_counted_apart_for_a_day(desk: Desk, owner: Visitor) -> None:
    look(desk, GOOD | {"dbm": -109})
    (case,) = problems.open_now(desk.store, "")
    page(owner)
    assert owner.post(f"/problems/{case.id}/snooze").status == 303
    text = page(owner)
    assert badge(text) is None and '<h2 id="off-head">Put off</h2>' in text and "Remind me again" in text
    assert "All is well" in page(owner, "/")
    assert audit.entries(desk.store, limit=1)[0].what == "problem.snoozed"
    assert audit.entries(desk.store, limit=1)[0].subject == "modem.weak_signal main"
    assert "Put a problem off for a day" in page(owner, "/audit")
    page(owner)
    assert owner.post(f"/problems/{case.id}/wake").status == 303
    assert badge(page(owner)) == "1" and audit.entries(desk.store, limit=1)[0].what == "problem.woken"
    owner.post(f"/problems/{case.id}/snooze")
    desk.clock.at += DAY
    assert badge(page(desk.owner())) == "1", "a day is over"


def test_what_is_over_or_never_was_cannot_be_put_off(desk: Desk, owner: Visitor) -> None:
    look(desk, DOWN)
    (case,) = problems.open_now(desk.store, "")
    look(desk, GOOD)
    page(owner)
    answer = owner.post(f"/problems/{case.id}/snooze")
    assert "notice=no_problem" in (answer.header("Location") or "")
    assert audit.entries(desk.store, limit=1)[0].what != "problem.snoozed"
    assert owner.post("/problems/999/snooze").status == 404


def test_the_button_of_a_paused_modem_resumes_it(desk: Desk, owner: Visitor) -> None:
    owner.get("/modems/main")
    owner.post("/modems/main/pause")
    look(desk, PAUSED)
    text = page(owner)
    assert 'action="/modems/main/resume"' in text and "olena" in text
    assert owner.post("/modems/main/resume").status == 303
    assert audit.entries(desk.store, limit=1)[0].what == "modem.resumed"


def test_another_sim_is_agreed_to_with_the_one_that_was_shown(desk: Desk, owner: Visitor) -> None:
    look(desk, SWAPPED)
    text = page(owner)
    assert 'action="/modems/main/accept"' in text and 'name="sim" value="7"' in text and "Compare the SIMs" in text


def test_held_messages_are_released_after_a_preview(desk: Desk, owner: Visitor) -> None:
    for _ in range(3):
        outbox.hold(desk.store, [desk.queue()], desk.clock.at)
    look(desk, GOOD)
    assert "3 messages are held" in page(owner)
    answer = owner.post("/outbox/sweeps", act="release", state="held")
    assert answer.status == 303
    assert "Release 3 messages?" in page(owner, answer.header("Location") or "")


def test_held_for_different_reasons_are_different_problems_with_the_button_that_helps(
    desk: Desk, owner: Visitor
) -> None:
    doubtful = desk.queue(number="+380500000001")
    outbox.uncertain(desk.store, claim(desk), reason="silence", now=desk.clock.at)
    desk.clock.at += HOUR
    outbox.hold_overdue(desk.store, now=desk.clock.at)
    stopped, forbidden = desk.queue(), desk.queue(number="+380670000002")
    outbox.hold(desk.store, [stopped], desk.clock.at)
    moments = {"now": desk.clock.at, "lease_until": desk.clock.at + HOUR}
    assert outbox.claim(desk.store, sim_id=1, owner="t", permitted=["+38050"], **moments) is None  # type: ignore[arg-type]
    look(desk, GOOD)
    owner = desk.owner()
    text = page(owner)
    for title in ("Nobody knows whether 1 message left", "1 message is held", "1 message may not be sent any more"):
        assert title in text, title
    for act, found in (("release", stopped), ("resend", doubtful)):
        assert f'name="act" value="{act}"' in text
        answer = owner.post("/outbox/sweeps", act=act, state="held")
        preview = page(owner, answer.header("Location") or "")
        assert re.findall(r'class="who" href="/outbox/([0-9]+)"', preview) == [str(found)]
    assert outbox.get(desk.store, forbidden).state is outbox.State.HELD  # type: ignore[union-attr]


def test_a_button_is_shown_to_those_who_may_press_it_and_to_others_who_may(desk: Desk) -> None:
    outbox.hold(desk.store, [desk.queue()], desk.clock.at)
    look(desk, PAUSED)
    manager, technician = signed_in(desk, Role.MANAGER), signed_in(desk, Role.TECHNICIAN)
    for path in ("/problems", "/"):
        text = page(manager, path)
        assert "/modems/main/resume" not in text and "/outbox/sweeps" in text
        assert "Who may “Resume”: Owner, Technician" in text and "Who may “Release them all”" not in text
        text = page(technician, path)
        assert "/modems/main/resume" in text and "/outbox/sweeps" not in text and "/outbox?state=held" not in text
        assert "Who may “Release them all”: Owner, Marketer, Manager" in text and "Who may “Resume”" not in text


@pytest.mark.parametrize(
    ("role", "modems", "messages", "box"),
    [(Role.MANAGER, False, True, False), (Role.TECHNICIAN, True, False, True), (Role.OWNER, True, True, True)],
)
def test_only_those_whose_matter_it_is_put_a_problem_off(
    desk: Desk, role: Role, modems: bool, messages: bool, box: bool
) -> None:
    """Put off is put off for all: nobody hides from the technician that a modem is dead."""
    outbox.hold(desk.store, [desk.queue()], desk.clock.at)
    look(desk, DOWN, others=(Problem("clock.untrusted", "", PROBLEM, {"time": "1970-01-01"}),))
    rights = {"modem.down": modems, "queue.held": messages, "clock.untrusted": box}
    visitor = signed_in(desk, role)
    text = page(visitor)
    cases = [each for each in problems.open_now(desk.store, "") if each.problem.key in rights]
    assert len(cases) == 3
    for case in cases:
        may, path = rights[case.problem.key], f"/problems/{case.id}/snooze"
        assert (f'action="{path}"' in text) == may, case.problem.key
        answer = visitor.post(path)
        assert answer.status == (303 if may else 403)
        if not may:
            assert "Who may: Owner" in html.unescape(answer.text)
        line = audit.entries(desk.store, limit=1)[0]
        assert (line.what == "problem.snoozed" and line.subject.startswith(case.problem.key)) == may
        assert problems.case(desk.store, "", case.id).snoozed(desk.clock.at) == may  # type: ignore[union-attr]
        page(visitor)
        assert visitor.post(f"/problems/{case.id}/wake").status == (303 if may else 403)


def test_the_page_knows_at_once_what_the_modem_says_since_the_last_review(desk: Desk, owner: Visitor) -> None:
    look(desk, GOOD)
    desk.modems[:] = [PAUSED]
    for path in ("/", "/problems"):
        text = page(owner, path)
        assert "Modem main is paused" in text and badge(text) == "1" and "/problems/0/" not in text, path
    look(desk, PAUSED)
    desk.modems[:] = [GOOD]
    for path in ("/", "/problems"):
        text = page(owner, path)
        assert "All is well" in text and badge(text) is None, path


def test_the_problem_that_the_database_itself_is_shows_although_it_cannot_be_written(
    desk: Desk, owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = Case(0, Problem("store.trouble", "", PROBLEM, {"because": "store.full", "of": {"problem": "full"}}), NOW, NOW)
    desk.site.unwritten = lambda: [met]
    text = page(owner)
    assert "The disk is full" in text and "/problems/0/" not in text
    page(owner, "/")

    def refuse(*_: object) -> None:
        raise StoreFull(problem="x")

    monkeypatch.setattr(problems, "open_now", refuse)
    assert badge(page(owner, "/help")) == "1 grave" and "The disk is full" in page(owner, "/live/problems")


def test_live_and_unchanged_costs_nothing(desk: Desk, owner: Visitor) -> None:
    look(desk, DOWN)
    first = owner.get("/live/problems")
    again = owner.get("/live/problems", If_None_Match=first.header("ETag") or "")
    assert (first.status, again.status, again.body) == (200, 304, b"")


def test_in_ukrainian(desk: Desk) -> None:
    look(desk, DOWN, others=(Problem("clock.untrusted", "", PROBLEM, {"time": "1970-01-01"}),))
    text = page(desk.owner(Accept_Language="uk"))
    assert "Немає пристрою /dev/ttyUSB0" in text or "/dev/ttyUSB0" in text
    assert "Годинник показує хибний час" in text and "Відкласти на добу" in text


def test_the_badge_is_one_quick_look_however_long_the_history(desk: Desk, owner: Visitor) -> None:
    with desk.store.write():
        for place in range(5000):
            desk.store.run(
                "INSERT INTO problems (id, box, key, subject, severity, facts, opened_at, seen_at, closed_at) "
                "VALUES (?, '', 'modem.down', 'main', 3, '{}', ?, ?, ?)",
                *(place + 10, NOW - DAY, NOW - DAY, NOW - DAY + place),
            )
    look(desk, DOWN)
    plan = desk.store.run(
        "EXPLAIN QUERY PLAN SELECT * FROM problems WHERE box = '' AND closed_at IS NULL "
        "ORDER BY severity DESC, opened_at DESC, id DESC"
    ).fetchall()
    assert "problems_open" in plan[0][-1]
    assert steps(desk.store, lambda: problems.tally(problems.open_now(desk.store, ""), NOW)) < 500
    assert page(owner).count("<tr><td") == 50
