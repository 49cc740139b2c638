"""Who may open what: the whole table of routes, every role at every door, and what nobody is even shown."""

from __future__ import annotations

import re

import pytest

from smsbox.people.rights import Right, Role, who_may
from smsbox.web.app import all_routes
from smsbox.web.routes import Access, Directory, Route, Routes
from tests.web.desk import Desk, signed_in
from tests.web.test_access import address, named
from tests.web.test_inbox import receive
from tests.web.test_status import GOOD

ROUTES = list(all_routes())
GUARDED = [route for route in ROUTES if isinstance(route.needs, Right)]
SECRETS = ("+380501234567", "Таємниця", "+380507654321", "Secret order")

TABLE = {
    "": ("SEE", "SEE"),
    "send": ("WRITE", "WRITE"),
    "outbox": ("READ", "STEER"),
    "inbox": ("READ", "READ"),
    "calls": ("READ", "WRITE"),
    "modems": ("SEE", "MODEMS"),
    "fleet": ("SEE", "MODEMS"),
    "routes": ("SETTINGS", "SETTINGS"),
    "doctor": ("INSPECT", "INSPECT"),
    "help": ("SEE", "SEE"),
    "logout": ("SEE", "SEE"),
    "account": ("SEE", "SEE"),
    "users": ("PEOPLE", "PEOPLE"),
    "tokens": ("PEOPLE", "PEOPLE"),
    "audit": ("PEOPLE", "PEOPLE"),
    "events": ("INSPECT", "INSPECT"),
    "settings": ("SETTINGS", "SETTINGS"),
    "problems": ("SEE", "SEE"),
    "setup": ("SETTINGS", "SETTINGS"),
}
"""First part of a path → the right its pages need, and its forms."""

ODD = {"GET /modems/<name>/ussd": "MODEMS", "GET /live/modems/<name>/ussd": "MODEMS", "GET /live/status": "SEE"}
ODD |= {f"GET {path}/<sweep_id:id>": "STEER" for path in ("/outbox/sweeps", "/live/outbox/sweeps")}
ODD |= {f"GET {path}/modems/<name>/console": "MODEMS" for path in ("", "/live")}
ODD |= {"GET /modems/<name>/console/transcript": "MODEMS"}
DOWNLOADS = ("/doctor/bundle", "/outbox/export", "/inbox/export", "/events/export")


def wanted(route: Route) -> str:
    parts = route.path.removeprefix("/live").split("/")
    return ODD.get(named(route)) or TABLE[parts[1]][route.method == "POST"]


def test_the_table_of_rights() -> None:
    """Printed for whoever reads the run; a route that is not in the table fails."""
    for route in ROUTES:
        print(f"{route.method:5}{route.path:40}{route.needs.value}")
    assert {named(route): route.needs.name for route in GUARDED} == {named(route): wanted(route) for route in GUARDED}


def test_a_page_module_cannot_forget_its_right() -> None:
    with pytest.raises(TypeError):
        Routes()  # type: ignore[call-arg]


def test_nothing_is_open_to_all_but_the_door() -> None:
    open_to_all = {route.path for route in ROUTES if route.needs is Access.ANYONE}
    assert open_to_all == {"/login", "/login/code", "/welcome", "/language"}


@pytest.mark.parametrize("role", Role)
def test_every_role_at_every_door(desk: Desk, role: Role) -> None:
    visitor = signed_in(desk, role)
    for route in GUARDED:
        if route.needs in role.rights:
            if route.method == "GET":
                assert visitor.get(address(route)).status in (200, 205, 303, 404), named(route)
            continue
        visitor.get("/account")
        answer = visitor.get(address(route)) if route.method == "GET" else visitor.post(address(route))
        assert answer.status == 403, named(route)
        if route.fragment:
            assert answer.body == b""
            continue
        assert "You may not do this" in answer.text, named(route)
        for able in who_may({route.needs}):
            assert able.text in answer.text


@pytest.mark.parametrize("role", Role)
def test_nobody_is_shown_a_door_he_may_not_open(desk: Desk, role: Role) -> None:
    desk.modems[:] = [GOOD]
    furnish(desk)
    visitor, directory, seen = signed_in(desk, role), Directory(ROUTES), set()
    todo = ["/"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = visitor.get(path)
        assert answer.status in (200, 303, 404), path
        for link in re.findall(r'href="(/[^"#]*)"', answer.text):
            if not link.startswith(("/static", *DOWNLOADS)):
                todo.append(link.replace("&amp;", "&"))
        for form in re.findall(r'(?:form)?action="(/[^"]*)"', answer.text):
            needs = directory.needs("POST", form) or directory.needs("GET", form)
            assert needs is not None and (isinstance(needs, Access) or needs in role.rights), (path, form)
    assert "/account" in seen and ("/users" in seen) is (role is Role.OWNER)


def furnish(desk: Desk) -> None:
    desk.queue("Secret order", number="+380507654321")
    receive(desk, "Таємниця", "+380501234567")


def test_a_technician_sees_no_customer(desk: Desk) -> None:
    desk.modems[:] = [GOOD]
    furnish(desk)
    desk.store.run("INSERT INTO ported (number, operator, evidence, at) VALUES ('+380507654321', 'mts', 'person', 1)")
    technician, manager = signed_in(desk, Role.TECHNICIAN), signed_in(desk, Role.MANAGER)
    for route in GUARDED:
        if route.method == "GET" and route.needs in Role.TECHNICIAN.rights and route.path not in DOWNLOADS:
            text = technician.get(address(route)).text
            assert not [secret for secret in SECRETS if secret in text], named(route)
    assert "+380•••••••21" in technician.get("/").text
    assert all(secret in manager.get("/").text for secret in SECRETS)


def test_a_mailing_needs_its_own_right(desk: Desk) -> None:
    numbers = "\n".join(f"+3805000000{number:02}" for number in range(11))
    for role, allowed in ((Role.MANAGER, False), (Role.MARKETER, True)):
        visitor = signed_in(desk, role)
        visitor.get("/send")
        fields = {"numbers": numbers, "text": "Hello", "class_": "service"}
        assert visitor.post("/send/preview", **fields).status == (200 if allowed else 422)
        queued = visitor.post("/send/queue", **fields, once="A" * 22)
        assert queued.status == (303 if allowed else 422)
    assert desk.store.run("SELECT count(*) FROM messages").fetchone() == (11,)


def test_what_a_role_may_not_is_not_done(desk: Desk) -> None:
    message_id = desk.queue()
    technician = signed_in(desk, Role.TECHNICIAN)
    technician.get("/account")
    assert technician.post(f"/outbox/{message_id}/cancel").status == 403
    assert technician.post("/users", name="friend", role="owner").status == 403
    assert desk.store.run("SELECT state FROM messages").fetchone() == (0,)
    assert desk.store.run("SELECT count(*) FROM users").fetchone() == (2,)


def test_a_role_this_program_does_not_know_may_nothing(desk: Desk) -> None:
    visitor = signed_in(desk, Role.MANAGER)
    desk.store.run("UPDATE users SET role = 'superuser' WHERE name = 'manager'")
    assert visitor.get("/").status == 403
    assert visitor.get("/account").status == 403
