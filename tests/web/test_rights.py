"""Who may open what: the whole table of routes, every role at every door, and what nobody is even shown."""

from __future__ import annotations

import html
import http.client
import io
import logging
import re
import zipfile
from collections import Counter
from typing import Any
from urllib.parse import quote, unquote

import pytest

from smsbox import events
from smsbox.people.rights import Right, Role, who_may
from smsbox.web.routes import Access, Directory, Route, Routes
from smsbox.web.screens import all_routes, routes_at
from smsbox.web.server.serve import Server
from tests.web.desk import Answer, Desk, Visitor, signed_in
from tests.web.test_access import address, named
from tests.web.test_inbox import receive
from tests.web.test_status import GOOD

ROUTES = list(all_routes())
GUARDED = [route for route in ROUTES if isinstance(route.needs, Right)]
SECRETS = ("380501234567", "0501234567", "Таємниця", "+380507654321", "Secret order")

TABLE = {
    "": ("SEE", "SEE"),
    "send": ("WRITE", "WRITE"),
    "outbox": ("READ", "STEER"),
    "inbox": ("READ", "READ"),
    "calls": ("READ", "WRITE"),
    "desk": ("READ", "WRITE"),
    "canned": ("READ", "WRITE"),
    "tasks": ("READ", "WRITE"),
    "automatons": ("READ", "WRITE"),
    "tables": ("READ", "READ"),
    "campaigns": ("READ", "BULK"),
    "modems": ("SEE", "MODEMS"),
    "fleet": ("SEE", "MODEMS"),
    "routes": ("SETTINGS", "SETTINGS"),
    "doctor": ("INSPECT", "INSPECT"),
    "backups": ("INSPECT", "INSPECT"),
    "alarms": ("INSPECT", "INSPECT"),
    "help": ("SEE", "SEE"),
    "logout": ("SEE", "SEE"),
    "account": ("SEE", "SEE"),
    "users": ("PEOPLE", "PEOPLE"),
    "tokens": ("PEOPLE", "PEOPLE"),
    "programs": ("SEE", "STEER"),
    "hooks": ("PEOPLE", "PEOPLE"),
    "audit": ("PEOPLE", "PEOPLE"),
    "events": ("INSPECT", "INSPECT"),
    "settings": ("SETTINGS", "SETTINGS"),
    "problems": ("SEE", "SEE"),  # putting one off asks for the right of its matter too: test_problems.py
    "shop": ("SHOP", "SHOP"),
    "setup": ("SETTINGS", "SETTINGS"),
    "coupons": ("READ", "BULK"),
    "orders": ("READ", "WRITE"),
    "customers": ("READ", "WRITE"),
    "sources": ("READ", "SHOP"),
    "questions": ("READ", "SHOP"),
    "reports": ("READ", "READ"),
    "dialogs": ("READ", "BULK"),
    "appointments": ("READ", "WRITE"),
}
"""First part of a path → the right its pages need, and its forms."""

ODD = {"GET /modems/<name>/ussd": "MODEMS", "GET /live/modems/<name>/ussd": "MODEMS", "GET /live/status": "SEE"}
ODD |= {f"GET {path}/<sweep_id:id>": "STEER" for path in ("/outbox/sweeps", "/live/outbox/sweeps")}
ODD |= {f"GET {path}/modems/<name>/console": "MODEMS" for path in ("", "/live")}
ODD |= {"GET /modems/<name>/console/transcript": "MODEMS"}
ODD |= {"GET /coupons/new": "BULK", "GET /coupons/<series_id:id>/change": "BULK"}
ODD |= {"GET /coupons/redeem": "WRITE", "POST /coupons/redeem": "WRITE"}
ODD |= {f"GET /campaigns/<campaign_id:id>/{step}": "BULK" for step in ("text", "audience", "when", "check")}
ODD |= {"GET /backups/<place>/<name>/file": "PEOPLE"}
ODD |= {"GET /canned/<reply_id:id>": "WRITE"}
ODD |= {"POST /programs/stop": "SEE"}
ODD |= {"GET /customers/new": "WRITE", "GET /campaigns/<campaign_id:id>/recipients/export": "BULK"}
ODD |= {"GET /campaigns/new": "BULK", "POST /campaigns/<campaign_id:id>/pause": "STEER"}
_IMPORT = "/customers/import/<import_id:id>"
ODD |= {f"GET {path}": "BULK" for path in ("/customers/import", _IMPORT, f"/live{_IMPORT}", f"{_IMPORT}/bad")}
ODD |= {f"POST {_IMPORT}{path}": "BULK" for path in ("", "/agree", "/change", "/stop", "/discard", "/undo")}
ODD |= {"POST /customers/import/file/<ticket>": "BULK"}
ODD |= {"POST /customers/tags": "BULK", "GET /customers/export": "BULK"}
ODD |= {"GET /customers/<contact_id:id>/data": "WRITE", "POST /customers/<contact_id:id>/erase": "SHOP"}
ODD |= {"GET /dialogs/new": "BULK", "GET /dialogs/new/<kind>": "BULK"}
ODD |= {f"GET /dialogs/<flow_id:id>/{each}": "BULK" for each in ("edit", "file", "try")}
ODD |= {"GET /appointments/new": "WRITE", "GET /appointments/<appointment_id:id>/move": "WRITE"}
ANSWERS = (200, 205, 303, 400, 404, 409, 422)
"""What may come of an empty form, or a page about something that is not there, for whoever may use it."""
DOWNLOADS = (
    *("/tables/<what>", "/reports/month/export", "/backups/<place>/<name>/file"),
    *("/doctor/bundle", "/outbox/export", "/inbox/export", "/events/export"),
    "/modems/<name>/console/transcript",
    "/coupons/<series_id:id>/export",
    "/dialogs/<flow_id:id>/entries/draw.txt",
    *(f"{_IMPORT}/bad", "/customers/export", "/customers/<contact_id:id>/data"),
    *(f"/campaigns/<campaign_id:id>/{each}/export" for each in ("results", "recipients")),
    "/reports/export",
    *(f"/sources/<source_id:id>/{each}" for each in ("poster.svg", "poster.pdf", "code.svg", "code.pdf")),
)
"""Files, not pages."""


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
    assert open_to_all == {"/login", "/login/code", "/welcome", "/language", "/join/<source_id:id>"}


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


def over_the_wire(port: int) -> Any:
    """The page as a browser has it: what a visitor asks goes through a socket to the real server."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        path = quote(environ["PATH_INFO"].encode("latin-1"))
        query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
        headers = {name[5:].replace("_", "-"): value for name, value in environ.items() if name.startswith("HTTP_")}
        headers |= {"Content-Type": environ.get("CONTENT_TYPE", "")} if environ["REQUEST_METHOD"] == "POST" else {}
        line.request(environ["REQUEST_METHOD"], path + query, environ["wsgi.input"].read() or None, headers)
        answer = line.getresponse()
        start_response(f"{answer.status} {answer.reason}", answer.getheaders())
        body = answer.read()
        line.close()
        return [body]

    return app


@pytest.mark.parametrize("role", Role)
def test_every_role_at_every_door_over_the_wire(desk: Desk, role: Role) -> None:
    """Every method of every route, by sockets: pages, live parts, files, and forms with and without their token."""
    desk.modems[:] = [GOOD]
    furnish(desk)
    made = signed_in(desk, role)
    server = Server(desk.app, "127.0.0.1:0")
    server.start()
    seen: Counter[int] = Counter()
    try:
        visitor = Visitor(over_the_wire(server.port), {})
        visitor.cookies, visitor.token = dict(made.cookies), made.token
        # logging out comes last
        for route in sorted(ROUTES, key=lambda each: (each.method == "POST", each.path == "/logout")):
            path = address(route)
            if isinstance(route.needs, Access):
                continue
            if route.method == "GET":
                status = visitor.get(path).status
            else:
                assert visitor.send(path, []).status == 403, f"{named(route)} without a token"
                status = visitor.post(path).status
            allowed = route.needs in role.rights
            assert status in (ANSWERS if allowed else (403,)), (named(route), status)
            seen[status] += 1
    finally:
        server.stop()
    print(role.value, dict(seen))
    assert bool(seen[403]) is (role is not Role.OWNER)


@pytest.mark.parametrize("role", Role)
def test_nobody_is_shown_a_door_he_may_not_open(desk: Desk, role: Role) -> None:
    desk.modems[:] = [GOOD]
    furnish(desk)
    visitor, directory, seen = signed_in(desk, role), Directory(routes_at), set()
    todo = ["/"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = visitor.get(path)
        assert answer.status in (200, 303, 404), path
        for link in re.findall(r'href="(/[^"#]*)"', answer.text):
            a_file = re.search(r"/export\?|\bformat=|\.(pdf|svg|txt)\b|/file$", link)
            if not a_file and not link.startswith(("/static", *DOWNLOADS)):
                todo.append(link.replace("&amp;", "&"))
        for form in re.findall(r'(?:form)?action="(/[^"]*)"', answer.text):
            needs = directory.needs("POST", form) or directory.needs("GET", form)
            assert needs is not None and (isinstance(needs, Access) or needs in role.rights), (path, form)
    assert "/account" in seen and ("/users" in seen) is (role is Role.OWNER)


def furnish(desk: Desk) -> None:
    """Customers wherever this box can know any: queue, failures, inbox, calls, logs, and what the network pushed."""
    written = desk.queue("Secret order", number="+380507654321")
    receive(desk, "Таємниця", "+380501234567")
    desk.store.run("INSERT INTO ported (number, operator, evidence, at) VALUES ('+380507654321', 'mts', 'person', 1)")
    desk.store.run(
        "INSERT INTO calls (id, modem, sim_id, number, at, last_at, rings, rule, state)"
        " VALUES (1, 'main', 1, '+380501234567', ?, ?, 1, 'callback', 0)",
        *(desk.clock.at, desk.clock.at),
    )
    said = "Secret order from +380501234567: Таємниця"
    for kind, data in (
        (events.CALL_REFUSED, {"number": "+380501234567", "rule": "callback", "call_id": 1}),
        (events.USSD_PUSHED, {"text": "Missed call: +380501234567, 0501234567"}),
        (events.REFUSED, {"message_id": written, "seq": 1, "error": "cms.38", "recipient": "+380507654321"}),
        (events.RECEIVED, {"message_id": 1, "sender": "+380501234567", "text": "Таємниця"}),
        (events.MODEM_DOWN, {"reason": "relay.down", "why": said}),
        (events.REPORT_ORPHAN, {"number": "+380507654321", "ref": 7, "st": 0}),
        (events.CALL_SETTLED, {"number": "+380501234567", "note": said, "who": "manager"}),
    ):
        with desk.store.write():
            events.append(desk.store, kind, now=desk.clock.at, modem="main", **data)  # type: ignore[arg-type]
    logging.getLogger("smsbox.relay").warning("message to %s: %s", "+380507654321", said)


def opened(answer: Answer) -> str:
    """Everything in an answer: archives are opened, since .xlsx and the bundle are some."""
    if not answer.body.startswith(b"PK"):
        return html.unescape(answer.body.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_a_technician_sees_no_customer(desk: Desk) -> None:
    desk.modems[:] = [GOOD]
    furnish(desk)
    technician, manager = signed_in(desk, Role.TECHNICIAN), signed_in(desk, Role.MANAGER)
    paths = [address(route) for route in GUARDED if route.method == "GET" and route.needs in Role.TECHNICIAN.rights]
    files = ["/events/export?format=csv", "/events/export?format=xlsx", "/doctor/bundle"]
    for path in [
        *paths,
        *files,
        "/events?number=%2B380501234567",
        "/events?text=Secret",
        "/routes?number=%2B380507654321",
    ]:
        answer = technician.get(path)
        asked = path.partition("?")[2]
        text = opened(answer).replace(unquote(asked).partition("=")[2] or "\0", "") if asked else opened(answer)
        assert not [secret for secret in SECRETS if secret in text], path
    assert "+380•••••••21" in technician.get("/").text
    assert all(secret in manager.get("/").text for secret in SECRETS)
    for path, text in (("/outbox/1", "Secret order"), ("/inbox/1", "Таємниця"), ("/calls", "+380501234567")):
        assert text in manager.get(path).text
        refused = technician.get(path)
        assert refused.status == 403 and not [secret for secret in SECRETS if secret in refused.text], path


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
