"""The page of programs: stopping them all holds what they wrote; limits and what was spent; the ways in."""

from __future__ import annotations

from dataclasses import replace

from smsbox import outbox, problems
from smsbox.config.programs import ProgramsConfig
from smsbox.outbox import BY_BURST, BY_STOP, Draft, State
from smsbox.people import audit, tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right, Role
from smsbox.people.tokens import Token
from smsbox.problems import looking
from smsbox.programs import sending, stop
from smsbox.programs.sending import Wish
from tests.web.desk import Answer, Desk, signed_in

MINE = "+380500000001"


def token(desk: Desk, **how: object) -> Token:
    desk.owner()
    made, _ = tokens.make(
        desk.store,
        name="till",
        rights=[Right.WRITE, Right.BULK],
        by=Actor("owner", "owner"),
        now=desk.clock.at,
        **how,  # type: ignore[arg-type]
    )
    return made


def sent(desk: Desk, till: Token, *numbers: str) -> list[int]:
    wish = Wish.to(numbers, Draft(recipient="", text="Ваше замовлення готове"), "api")
    done = sending.send(desk.store, till, desk.site.config, wish, desk.clock.at)
    return [each.message_id for each in done.queued.values()]


def states(desk: Desk, ids: list[int]) -> set[tuple[State, str | None]]:
    found = (outbox.get(desk.store, each) for each in ids)
    return {(each.state, each.reason) for each in found if each is not None}


def where(answer: Answer) -> str:
    found = answer.header("Location")
    assert found is not None
    return found


def set_programs(desk: Desk, **settings: object) -> None:
    programs = replace(ProgramsConfig(), **settings)  # type: ignore[arg-type]
    desk.site.config = replace(desk.site.config, programs=programs)


def test_everybody_may_stop_them_and_what_they_wrote_waits(desk: Desk) -> None:
    theirs, ours = sent(desk, token(desk), MINE), desk.queue(number=MINE)
    technician = signed_in(desk, Role.TECHNICIAN)
    technician.get("/programs")
    assert technician.post("/programs/stop").status == 303
    assert stop.stopped(desk.store) == stop.Stop("technician", desk.clock.at)
    assert states(desk, theirs) == {(State.HELD, BY_STOP)}
    assert states(desk, [ours]) == {(State.QUEUED, None)}, "what people write leaves as ever"
    page = technician.get("/programs").text
    assert "technician stopped them" in page
    assert "1 message of theirs waits" in page
    assert "/programs/go-on" not in page, "who may not let them go on is not asked to"
    assert technician.post("/programs/go-on").status == 403
    manager = signed_in(desk, Role.MANAGER)
    assert "/programs/go-on" in manager.get("/programs").text
    assert manager.post("/programs/stop").status == 303
    assert stop.stopped(desk.store) == stop.Stop("technician", desk.clock.at), "it is so already"
    assert manager.post("/programs/go-on").status == 303
    assert stop.stopped(desk.store) is None
    assert states(desk, theirs) == {(State.QUEUED, None)}
    assert manager.post("/programs/go-on").status == 303
    lines = [(each.what, each.who) for each in audit.entries(desk.store, limit=9, area="program")]
    assert lines == [("program.went_on", "manager"), ("program.stopped", "technician")]


def test_the_stop_is_a_problem_that_one_press_ends(desk: Desk) -> None:
    owner = desk.owner()
    owner.get("/programs")
    assert owner.post("/programs/stop").status == 303
    desk.review()
    page = owner.get("/problems").text
    assert "All programs are stopped" in page
    assert 'action="/programs/go-on"' in page
    assert owner.post("/programs/go-on").status == 303
    desk.review()
    assert 'action="/programs/go-on"' not in owner.get("/problems").text


def test_what_a_person_held_before_stays_held_after_the_stop(desk: Desk) -> None:
    theirs = sent(desk, token(desk), MINE, "+380670000002")
    outbox.hold(desk.store, theirs[:1], desk.clock.at, who="owner")
    owner = desk.owner()
    owner.get("/programs")
    assert owner.post("/programs/stop").status == 303
    assert f"/outbox/{theirs[1]}/release" not in owner.get(f"/outbox/{theirs[1]}").text
    assert owner.post("/programs/go-on").status == 303
    assert states(desk, theirs[:1]) == {(State.HELD, outbox.BY_PERSON)}
    assert states(desk, theirs[1:]) == {(State.QUEUED, None)}


def test_what_was_spent_of_which_limit(desk: Desk) -> None:
    set_programs(desk, per_day=50, per_prefix=("+38067=2",))
    till = token(desk, per_day=3)
    sent(desk, till, MINE, "+380670000002", "+380670000003")
    page = desk.owner().get("/programs").text
    rows = [row.split("</tr>")[0] for row in page.split("<tr>")]
    for name, spent, most in (("All programs", 3, 50), ("begin with +38067", 2, 2), ("till", 3, 3)):
        row = next(each for each in rows if name in each)
        assert f">{spent}</td>" in row and f">{most}</td>" in row, row
    found = list(looking.programs.of_limits(desk.store, desk.site.config, desk.clock.at))
    assert [(each.key, each.subject) for each in found] == [
        ("programs.prefix_spent", "+38067"),
        ("programs.token_spent", "till"),
    ]
    problems.review(desk.store, looking.observe(desk.store, desk.modems, found), desk.clock.at)
    shown = desk.owner().get("/problems").text
    assert "The program till has used up its day" in shown
    assert "3 SMS of at most 3 a day." in shown
    assert 'href="/programs"' in shown


def test_without_a_token_it_says_where_to_make_one(desk: Desk) -> None:
    assert 'href="/tokens#make-head"' in desk.owner().get("/programs").text
    assert "/tokens" not in signed_in(desk, Role.MANAGER).get("/programs").text
    token(desk)
    assert "No program has a token yet" not in desk.owner().get("/programs").text


def test_the_ways_in_with_their_addresses(desk: Desk) -> None:
    set_programs(desk, kannel="off")
    page = desk.owner().get("/programs").text
    assert "http://127.0.0.1:8080/api/v1/messages" in page
    row = page.split("/cgi-bin/sendsms")[1].split("</tr>")[0]
    assert "Closed" in row
    assert "Open" in page.split("/http_api/send_sms")[1].split("</tr>")[0]
    assert "Closed" in page.split("E-mail to SMS")[1].split("</tr>")[0]
    set_programs(desk, mail=("0.0.0.0", 2525))
    row = desk.owner().get("/programs").text.split("E-mail to SMS")[1].split("</tr>")[0]
    assert "smtp://127.0.0.1:2525" in row and "Open" in row, "by the name by which the page is reached"


def test_numbers_one_after_the_other_are_shown_and_released_on_purpose_only(desk: Desk) -> None:
    set_programs(desk, burst=3)
    ids = sent(desk, token(desk), *(f"+3805000000{number:02}" for number in range(5)))
    held = [each for each in ids if states(desk, [each]) == {(State.HELD, BY_BURST)}]
    assert held == ids[3:]
    owner = desk.owner()
    desk.review()
    shown = owner.get("/problems").text
    assert "2 messages of programs are held: numbers one after the other" in shown
    assert "/outbox?state=held&amp;reason=burst" in shown
    assert "2 messages of programs are held" in owner.get("/programs").text
    page = owner.get("/outbox?state=held&reason=burst")
    assert f"/outbox/{held[0]}" in page.text and "Held because:" in page.text
    begun = owner.post("/outbox/sweeps", act="release", state="held")
    assert "Nothing to do" in owner.get(where(begun)).text, "releasing all that is held leaves them"
    begun = owner.post("/outbox/sweeps", act="release", state="held", reason="burst")
    assert "Release 2 messages?" in owner.get(where(begun)).text
    assert owner.post(where(begun) + "/agree").status == 303
    assert states(desk, held) == {(State.QUEUED, None)}
