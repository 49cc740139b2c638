"""The book on the page: staff books, moves, calls off by hand, and the customer hears of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from smsbox import contacts
from smsbox.clock import HOUR, MINUTE
from smsbox.contacts import New
from smsbox.dialogs.appointments import by_hand, rows, waiting
from smsbox.dialogs.appointments.calendar import Place
from smsbox.dialogs.appointments.rows import State
from smsbox.dialogs.appointments.whens import When
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.kinds.appointment import BOOKS
from smsbox.people.rights import Role
from smsbox.web.appointments.days import Block, Column, scale
from tests.dialogs.appointments.salon import MONDAY, SALON, book, moment, told
from tests.web.desk import Desk, Visitor, make_desk, signed_in

ANNA, BOHDAN, CLARA = "+380500000001", "+380500000002", "+380500000003"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path)
    made.clock.at = MONDAY
    yield made
    made.store.close()


@pytest.fixture
def open_shop(desk: Desk) -> Desk:
    kept = flows.create(desk.store, desk.site.config, SALON, by="test", now=MONDAY)
    flows.open(desk.store, desk.site.config, kept.id, by="test", now=MONDAY)
    return desk


@pytest.fixture
def manager(open_shop: Desk) -> Visitor:
    return signed_in(open_shop, Role.MANAGER)


def pass_time(desk: Desk) -> None:
    """What the daemon does each second."""
    store, config = desk.store, desk.site.config
    with store.write():
        if BOOKS.due(store, desk.clock.at):
            BOOKS.tick(store, config, flows.loaded(store, config, 1), desk.clock.at)


def at(day: int, hour: int, minute: int = 0, who: str = "Оля") -> str:
    return f"{moment(day, hour, minute)}.{who}"


def booked(desk: Desk, visitor: Visitor, place: str, number: str = ANNA, **more: str) -> int:
    visitor.get("/appointments/new?day=2026-11-24")
    fields = {"number": number, "place": place, "day": "2026-11-24", "service": "cut", "tell": "yes", "once": "a" * 22}
    answer = visitor.post("/appointments/new", **(fields | {"once": place.encode().hex()[:22].ljust(22, "x")} | more))
    assert answer.status == 303, answer.text
    return int(re.findall(r"/appointments/(\d+)", answer.header("Location") or "")[0])


def test_without_a_scenario_the_page_says_how_to_begin(desk: Desk) -> None:
    assert "No appointments yet" in desk.owner().get("/appointments").text


def test_staff_books_and_the_customer_is_told(open_shop: Desk, manager: Visitor) -> None:
    page = manager.get("/appointments/new?day=2026-11-24&service=nails").text
    assert at(24, 10) in page
    assert "Ірина" not in page[: page.index("Another time")]  # she does no nails
    made = booked(open_shop, manager, at(24, 10))
    assert book(open_shop.store) == [(ANNA, moment(24, 10), "Оля")]
    assert told(open_shop.store, ANNA) == [
        "Записали: Стрижка, вт 24.11 10:00, Оля. Чекаємо! Змінити: ПЕРЕНЕСТИ, СКАСУВАТИ"
    ]
    for path in ("/appointments", "/appointments/day?day=2026-11-24", "/appointments/week?day=2026-11-24"):
        assert f'href="/appointments/{made}"' in manager.get(path).text
    assert "manager" in manager.get(f"/appointments/{made}").text
    assert "+380500000001" in manager.get("/tables/appointments?format=csv").text
    assert 'href="/tables/appointments?format=xlsx"' in manager.get("/appointments").text


def test_what_somebody_has_is_refused_with_a_sentence_and_every_word_kept(open_shop: Desk, manager: Visitor) -> None:
    booked(open_shop, manager, at(24, 10))
    manager.get("/appointments/new?day=2026-11-24")
    for place, time in ((at(24, 10), ""), (at(24, 10, 30), ""), ("", "10:15")):
        fields = {"number": BOHDAN, "place": place, "time": time, "resource": "Оля", "day": "2026-11-24"}
        answer = manager.post("/appointments/new", service="cut", note="з донькою", **fields)
        assert answer.status == 422
        assert "Somebody has this time already" in answer.text
        assert "з донькою" in answer.text
    assert len(book(open_shop.store)) == 1
    answer = manager.post(
        "/appointments/new", number="12", time="8:15", resource="Оля", day="2026-11-24", service="cut"
    )
    assert answer.status == 422
    early = manager.post(
        "/appointments/new", number=BOHDAN, time="8:15", resource="Оля", day="2026-11-24", service="cut"
    )
    assert early.status == 303  # before opening: the shop may
    assert told(open_shop.store, BOHDAN) == []  # not ticked


def test_move_cancel_and_no_show_by_hand(open_shop: Desk, manager: Visitor) -> None:
    made = booked(open_shop, manager, at(24, 10))
    assert at(25, 11, who="Ірина") in manager.get(f"/appointments/{made}/move?day=2026-11-25").text
    answer = manager.post(f"/appointments/{made}/move", place=at(25, 11, who="Ірина"), day="2026-11-25", tell="yes")
    moved = int(re.findall(r"/appointments/(\d+)", answer.header("Location") or "")[0])
    assert book(open_shop.store) == [(ANNA, moment(25, 11), "Ірина")]
    assert told(open_shop.store, ANNA)[-1] == "Перенесли: Стрижка, ср 25.11 11:00, Ірина. Чекаємо на вас!"
    assert manager.post(f"/appointments/{moved}/missed").status == 303  # it is not over: nothing happens
    assert rows.get(open_shop.store, moved).state is State.KEPT  # type: ignore[union-attr]
    other = booked(open_shop, manager, at(24, 14), BOHDAN)
    manager.get(f"/appointments/{other}")
    manager.post(f"/appointments/{other}/cancel", tell="yes")
    assert told(open_shop.store, BOHDAN)[-1].startswith("Вибачте, мусимо скасувати: Стрижка, вт 24.11 14:00")
    with open_shop.store.write():
        rows.change(open_shop.store, moved, MONDAY, reminded_at=MONDAY)
    for path in ("/appointments", "/appointments/day?day=2026-11-25", "/appointments/week?day=2026-11-25"):
        assert "Not confirmed" in manager.get(path).text
    open_shop.clock.at = moment(25, 13)
    manager = signed_in(open_shop, Role.MANAGER)
    assert "Did not come" in manager.get(f"/appointments/{moved}").text
    manager.post(f"/appointments/{moved}/missed")
    assert rows.get(open_shop.store, moved).state is State.MISSED  # type: ignore[union-attr]
    manager.post(f"/appointments/{moved}/missed", came="yes")
    assert rows.get(open_shop.store, moved).state is State.KEPT  # type: ignore[union-attr]
    done = [row[0] for row in open_shop.store.run("SELECT what FROM audit WHERE area = 'appointment' ORDER BY id")]
    assert done == ["booked", "moved", "booked", "called_off", "missed", "came"] or [
        each.removeprefix("appointment.") for each in done
    ] == ["booked", "moved", "booked", "called_off", "missed", "came"]


def test_a_place_given_up_on_the_page_goes_to_who_waits(open_shop: Desk, manager: Visitor) -> None:
    made = booked(open_shop, manager, at(24, 10))
    wish = When(days=(date(2026, 11, 24),), at=600)
    with open_shop.store.write():
        line = waiting.join(open_shop.store, 1, BOHDAN, "cut", "Оля", wish, until=moment(25, 0), now=MONDAY)
    page = manager.get("/appointments").text
    assert "1 customer waits for a free time" in page
    manager.post(f"/appointments/{made}/cancel")
    assert told(open_shop.store, BOHDAN)[0].startswith("Звільнилося: Стрижка, вт 24.11 10:00, Оля.")
    manager.get("/appointments")
    with open_shop.store.write():
        waiting.join(open_shop.store, 1, CLARA, "cut", "Оля", wish, until=moment(25, 0), now=MONDAY)
    manager.post(f"/appointments/waiting/{line}/end")
    pass_time(open_shop)
    assert book(open_shop.store, State.HELD) == [(CLARA, moment(24, 10), "Оля")]  # and not only when something happens
    clara = waiting.everybody(open_shop.store, MONDAY, 9)[0].id
    manager.get("/appointments")
    manager.post(f"/appointments/waiting/{clara}/end")
    pass_time(open_shop)
    assert book(open_shop.store, State.HELD) == []
    assert "waits for a free time" not in manager.get("/appointments").text


def test_a_form_that_is_sent_twice_books_once(open_shop: Desk, manager: Visitor) -> None:
    first = booked(open_shop, manager, at(24, 10))
    again = booked(open_shop, manager, at(24, 10))
    assert first == again
    assert len(book(open_shop.store)) == 1


@pytest.mark.parametrize(
    "query", ["day=junk", "day=0001-01-01", "day=9999-12-31", "flow=junk", "flow=77", "day=2026-03-29"]
)
def test_addresses_made_up_do_no_harm(manager: Visitor, query: str) -> None:
    for path in ("day", "week", "new"):
        assert manager.get(f"/appointments/{path}?{query}").status in (200, 404)
    assert manager.get("/appointments/99999").status == 404


def test_a_full_book_stays_light(open_shop: Desk, manager: Visitor) -> None:
    service = flows.loaded(open_shop.store, open_shop.site.config, 1).part.services[0]
    with open_shop.store.write():
        for hour in range(24 * 6):
            place = Place(moment(23, 0) + hour * HOUR, "Ірина")
            rows.insert(open_shop.store, 1, f"+38050000{hour:04}", service, place, MONDAY)
    for path in ("/appointments", "/appointments/week?day=2026-11-24", "/appointments/day?day=2026-11-24"):
        assert len(manager.get(path).body) < 60 * 1024


def test_a_customer_is_found_by_his_name_and_chosen(open_shop: Desk, manager: Visitor) -> None:
    with open_shop.store.write():
        for name, number in (("Марія Коваль", ANNA), ("Марія Лис", BOHDAN)):
            contacts.add_many(open_shop.store, [New(number=number, name=name)], MONDAY)
    form = {"place": at(24, 10), "day": "2026-11-24", "service": "cut", "tell": "yes", "once": "n" * 22}
    manager.get("/appointments/new?day=2026-11-24")
    asked = manager.post("/appointments/new", number="марія", **form)
    assert asked.status == 422 and "Choose the customer you mean." in asked.text
    assert "Марія Коваль" in asked.text and f'name="who" value="{BOHDAN}"' in asked.text
    nobody = manager.post("/appointments/new", number="Зоряна", **form)
    assert nobody.status == 422 and "no customer is called so" in nobody.text
    assert manager.post("/appointments/new", number="марія", who="+380500000009", **form).status == 422
    assert book(open_shop.store) == []
    assert manager.post("/appointments/new", number="марія", who=BOHDAN, **form).status == 303
    assert book(open_shop.store) == [(BOHDAN, moment(24, 10), "Оля")]


def test_a_week_says_its_month_once(manager: Visitor) -> None:
    assert "<h1>23–29 November</h1>" in manager.get("/appointments/week?day=2026-11-24").text
    assert "<h1>30 November – 6 December</h1>" in manager.get("/appointments/week?day=2026-12-01").text


def test_a_day_is_drawn_by_the_minute_and_each_free_hour_can_be_pressed(open_shop: Desk, manager: Visitor) -> None:
    made = booked(open_shop, manager, at(24, 10, 30))
    page = manager.get("/appointments/day?day=2026-11-24").text
    height = re.search(rf'<td rowspan="(\d+)"><div class="line"><a class="who" href="/appointments/{made}"', page)
    assert height is not None and height[1] == "3"  # three quarters of an hour
    assert page.count("<tr>") == 1 + 9 * 4  # from 10:00 to 19:00
    for free in (at(24, 10), at(24, 11, 15), at(24, 12, who="Ірина"), at(24, 18)):
        assert f"place={quote(free)}" in page
    assert f"place={quote(at(24, 13))}" not in page  # the break
    assert page.count("Closed") == 2


def test_the_scale_has_a_row_for_each_and_nobody_over_another(open_shop: Desk) -> None:
    def block(hour: int, minute: int, lasts: int) -> Block:
        begins = moment(24, hour, minute)
        one = rows.get(open_shop.store, made)
        return Block(begins, begins + lasts * MINUTE, "Оля", one)

    service = flows.loaded(open_shop.store, open_shop.site.config, 1).part.services[0]
    with open_shop.store.write():
        made = rows.insert(open_shop.store, 1, ANNA, service, Place(moment(24, 10), "Оля"), MONDAY)
    close = tuple(block(10, minute, 5) for minute in (0, 5, 10, 15, 20, 50))
    first, drawn = scale([Column(date(2026, 11, 24), "Оля", close, open=True)])
    assert first == moment(24, 10)
    cells = [(cell.rows, len(cell.blocks)) for row in drawn for cell in row if cell is not None]
    assert cells == [(1, 3), (1, 2), (1, 0), (1, 1)]  # nobody slides down: who comes at 10:50 stands at 10:45
    assert sum(rows for rows, _ in cells) == len(drawn) == 4
    odd = tuple(
        block(10 + each * 45 // 60, 10 + each * 45 % 60, 45) if each % 4 < 3 else block(12, 25, 5) for each in range(4)
    )
    _, drawn = scale([Column(date(2026, 11, 24), "Оля", odd, open=True)])
    assert [cell.rows for row in drawn for cell in row if cell] == [4, 3, 3, 2]
    assert scale([]) == (0, [])


ABROAD = "+12025550123"
"""The shop sends no SMS there."""


def test_what_no_sms_can_reach_is_not_called_told(open_shop: Desk, manager: Visitor) -> None:
    manager.get("/appointments/new?day=2026-11-24")
    form = {"number": ABROAD, "time": "10:00", "resource": "Оля", "day": "2026-11-24", "service": "cut", "tell": "yes"}
    answer = manager.post("/appointments/new", **form)
    path = answer.header("Location") or ""
    assert path.endswith("notice=appointment_untold")
    assert "better ring" in manager.get(path).text
    path = path.partition("?")[0]
    answer = manager.post(f"{path}/cancel", tell="yes")
    assert (answer.header("Location") or "").endswith("notice=appointment_untold")
    assert told(open_shop.store, ABROAD) == []
    answer = manager.post("/appointments/new", **form | {"number": ANNA})
    assert (answer.header("Location") or "").endswith("notice=appointment_booked")
    assert len(told(open_shop.store, ANNA)) == 1


def test_a_move_that_is_pressed_twice_leads_to_the_same(open_shop: Desk, manager: Visitor) -> None:
    made = booked(open_shop, manager, at(24, 10))
    manager.get(f"/appointments/{made}/move")
    form = {"place": at(25, 11), "day": "2026-11-25", "tell": "yes", "once": "m" * 22}
    first, again = (manager.post(f"/appointments/{made}/move", **form) for _ in range(2))
    assert (again.status, (again.header("Location") or "").partition("?")[0]) == (
        303,
        (first.header("Location") or "").partition("?")[0],
    )
    assert len(told(open_shop.store, ANNA)) == 2  # booked, moved
    here = (first.header("Location") or "").partition("?")[0]
    manager.get(f"{here}/move")
    still = manager.post(f"{here}/move", **form | {"once": "s" * 22})
    assert (still.header("Location") or "") == f"{here}?notice=as_before"  # nothing was moved
    assert len(told(open_shop.store, ANNA)) == 2


def test_a_place_he_has_held_is_booked_with_the_note_and_by_whom(open_shop: Desk, manager: Visitor) -> None:
    service = flows.loaded(open_shop.store, open_shop.site.config, 1).part.services[0]
    with open_shop.store.write():
        rows.insert(open_shop.store, 1, ANNA, service, Place(moment(24, 10), "Оля"), MONDAY, held_until=MONDAY + HOUR)
    made = rows.get(open_shop.store, booked(open_shop, manager, at(24, 10), note="з донькою"))
    assert made is not None
    assert (made.state, made.note, made.by_whom) == (State.KEPT, "з донькою", "manager")


def test_who_is_booked_elsewhere_does_not_keep_the_place_he_was_offered(open_shop: Desk, manager: Visitor) -> None:
    made = booked(open_shop, manager, at(24, 10))
    wish = When(days=(date(2026, 11, 24),), at=600)
    with open_shop.store.write():
        for number in (BOHDAN, CLARA):
            waiting.join(open_shop.store, 1, number, "cut", "Оля", wish, until=moment(25, 0), now=MONDAY)
    manager.post(f"/appointments/{made}/cancel")
    assert book(open_shop.store, State.HELD) == [(BOHDAN, moment(24, 10), "Оля")]
    booked(open_shop, manager, at(24, 12), number=BOHDAN)
    assert book(open_shop.store, State.HELD) == [(CLARA, moment(24, 10), "Оля")]
    assert told(open_shop.store, CLARA)[0].startswith("Звільнилося: Стрижка, вт 24.11 10:00")


def test_who_came_after_all_does_not_push_out_who_has_his_time(open_shop: Desk, manager: Visitor) -> None:
    made = booked(open_shop, manager, at(24, 10))
    open_shop.clock.at = moment(24, 10, 10)
    manager = signed_in(open_shop, Role.OWNER)
    manager.get(f"/appointments/{made}")
    manager.post(f"/appointments/{made}/missed")
    manager.post("/appointments/new", number=BOHDAN, place=at(24, 10), day="2026-11-24", service="cut")
    answer = manager.post(f"/appointments/{made}/missed", came="yes")
    assert (answer.header("Location") or "").endswith("notice=appointment_taken")
    assert book(open_shop.store) == [(BOHDAN, moment(24, 10), "Оля")]


def test_a_week_of_several_shows_what_is_free_at_whom_and_loses_nobody(open_shop: Desk, manager: Visitor) -> None:
    booked(open_shop, manager, at(24, 10))
    page = manager.get("/appointments/week?day=2026-11-24").text
    assert f"place={quote(at(24, 10, 45))}" in page and f"place={quote(at(24, 10, who='Ірина'))}" in page
    service = replace(flows.loaded(open_shop.store, open_shop.site.config, 1).part.services[0], minutes=5)
    with open_shop.store.write():
        for each in range(420):
            place = Place(moment(25, 10) + each * MINUTE, "Ірина" if each % 2 else f"Ірина {each // 2 % 9}")
            rows.insert(open_shop.store, 1, f"+38050000{each:04}", replace(service, minutes=1), place, MONDAY)
        last = rows.insert(open_shop.store, 1, ANNA, service, Place(moment(29, 12), "Оля"), MONDAY)
    full = manager.get("/appointments/week?day=2026-11-24")
    assert len(full.body) < 60 * 1024
    assert "1 appointment<" in full.text  # on Sunday, behind 400 others
    assert f'href="/appointments/{last}"' in manager.get("/appointments/day?day=2026-11-29").text
    assert f"place={quote(at(24, 10, who='Ірина'))}" in full.text


def test_who_is_booked_outside_opening_hours_is_seen(open_shop: Desk, manager: Visitor) -> None:
    made = booked(open_shop, manager, at(24, 10))
    here = (f"/appointments/{made}", "/appointments/day?day=2026-11-24", "/appointments/week?day=2026-11-24")
    assert not any("Outside opening hours" in manager.get(each).text for each in here)
    store, config = open_shop.store, open_shop.site.config
    flows.put(store, config, SALON.replace("10:00-19:00", "12:00-19:00"), by="test", now=MONDAY)
    assert all("Outside opening hours" in manager.get(each).text for each in here)


def test_a_day_that_is_over_is_a_slip_but_who_stands_at_the_counter_is_written_down(
    open_shop: Desk, manager: Visitor
) -> None:
    made = booked(open_shop, manager, at(24, 10))
    form = {"number": BOHDAN, "resource": "Оля", "service": "cut", "time": "8:30"}
    for path in ("/appointments/new", f"/appointments/{made}/move"):
        over = manager.post(path, day="2026-11-22", **form)
        assert over.status == 422 and "2026-11-22 is over" in over.text
    assert book(open_shop.store) == [(ANNA, moment(24, 10), "Оля")]
    answer = manager.post("/appointments/new", day="2026-11-23", **form)  # half an hour ago
    assert answer.status == 303


def test_who_moved_meanwhile_by_sms_is_not_called_off_or_moved_by_an_old_page(
    open_shop: Desk, manager: Visitor
) -> None:
    made, store, config = booked(open_shop, manager, at(24, 10)), open_shop.store, open_shop.site.config
    now = made
    for day in (25, 27):
        flow, place = flows.loaded(store, config, 1), Place(moment(day, 11), "Оля")
        now, _ = by_hand.move(store, config, flow, now, place, by="", now=MONDAY, silent=True)
    manager.get(f"/appointments/{made}/move")
    form = {"place": at(24, 12), "day": "2026-11-24", "tell": "yes", "once": "q" * 22}
    for act, more in (("cancel", {"tell": "yes"}), ("move", form)):
        answer = manager.post(f"/appointments/{made}/{act}", **more)
        assert (answer.header("Location") or "") == f"/appointments/{now}?notice=appointment_elsewhere"
    assert "was moved meanwhile" in manager.get(f"/appointments/{now}?notice=appointment_elsewhere").text
    assert f'href="/appointments/{now}"' in manager.get(f"/appointments/{made}").text
    assert book(store) == [(ANNA, moment(27, 11), "Оля")]
    assert len(told(store, ANNA)) == 1
