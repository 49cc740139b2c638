"""Rows: how quick each page is for a shop that has lived two years, and how much memory the daemon has after it.

One browser with one connection, as people have, while a modem sends at the speed of 2G.
"""

from __future__ import annotations

import contextlib
import html
import http.client
import re
import socket
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from smsbox.people.rights import Right
from smsbox.web.routes import place_of
from smsbox.web.screens import all_routes
from tests.bench import lived, processes, talked
from tests.bench.bench import Bench
from tests.bench.box import Box
from tests.bench.figures import Figure
from tests.bench.modem import modems

GOAL_MS = 50
GOAL_MB = 64
PAGES = {
    "status page": "/",
    "its live part": "/live/status",
    "problems": "/problems",
    "outbox": "/outbox",
    "outbox, live part": "/live/outbox",
    "outbox, half way down": "/outbox?before={half}",
    "outbox, half way down and back": "/outbox?after={half}",
    "outbox, waiting": "/outbox?state=queued",
    "outbox, failed": "/outbox?state=failed",
    "outbox, failed, half way down": "/outbox?state=failed&before={half}",
    "outbox, delivered": "/outbox?state=delivered",
    "outbox, a state nobody has": "/outbox?state=uncertain",
    "outbox, one number": "/outbox?number={one}",
    "outbox, one number with 20,000 messages": "/outbox?number={frequent}",
    "outbox, that number and a state": "/outbox?number={frequent}&state=held",
    "outbox, a number nobody has": "/outbox?number=0671234567",
    "outbox, beginning of a number, few": "/outbox?number={few}",
    "outbox, beginning of a number, many": "/outbox?number=05010",
    "outbox, beginning of a number, none": "/outbox?number=0671",
    "outbox, frequent text": "/outbox?text=YOUR+ORDER",
    "outbox, rare text": "/outbox?text=0499123",
    "outbox, text that is nowhere": "/outbox?text=zzz",
    "outbox, SIM": "/outbox?sim=1",
    "outbox, a SIM that sent nothing": "/outbox?sim=2",
    "outbox, class": "/outbox?class=reply",
    "outbox, class and state": "/outbox?class=reply&state=undelivered",
    "outbox, batch": "/outbox?batch=batch-50",
    "outbox, batch and state": "/outbox?batch=batch-50&state=failed",
    "outbox, batch that never was": "/outbox?batch=nothing",
    "outbox, a time of the past": "/outbox?from={past}&to={later}",
    "outbox, text, time, state, class": "/outbox?text=is+ready&from=24h&state=queued&class=service",
    "outbox, text that is nowhere in a month": "/outbox?text=zzz&from={past}&to={later}",
    "message with its timeline": "/outbox/{half}",
    "its live part, message": "/live/outbox/{half}",
    "inbox": "/inbox",
    "inbox, half way down": "/inbox?before={half_in}",
    "inbox, not settled": "/inbox?state=waiting",
    "inbox, settled": "/inbox?state=settled",
    "inbox, damaged": "/inbox?state=damaged",
    "inbox, incomplete": "/inbox?state=incomplete",
    "inbox, one number": "/inbox?number={one}",
    "inbox, one number with thousands": "/inbox?number={frequent}",
    "inbox, name": "/inbox?number=Kyivstar",
    "inbox, text of one number": "/inbox?number={few}&text=ORDER",
    "inbox, text that is nowhere": "/inbox?text=zzz",
    "inbox, SIM that received nothing": "/inbox?sim=2",
    "inbox, a time of the past": "/inbox?from={past}&to={later}",
    "received message": "/inbox/{half_in}",
    "conversations": "/desk",
    "conversations, live part": "/live/desk",
    "conversations, mine": "/desk?list=mine",
    "conversations, with the customer": "/desk?list=pending",
    "conversations, all": "/desk?list=all",
    "conversations, all, further down": "/desk?list=all&before={at_half}.380501000001",
    "conversations, a frequent label": "/desk?list=all&label=delivery",
    "conversations, a rare label": "/desk?list=all&label=complaint",
    "conversations, beginning of a number": "/desk?text=05010",
    "one conversation": "/desk/38{one}",
    "one conversation, live part": "/live/desk/38{one}",
    "one conversation with 20,000 messages": "/desk/38{frequent}",
    "that, half way down": "/desk/38{frequent}?in={half_in}&out={half}",
    "tasks": "/tasks",
    "tasks of a kind": "/tasks?kind=order",
    "canned replies": "/canned",
    "scenarios": "/dialogs",
    "one scenario": "/dialogs/{vote}",
    "a vote": "/dialogs/{vote}/votes",
    "a vote, what was not understood": "/dialogs/{vote}/votes/unknown",
    "a vote, each of them": "/dialogs/{vote}/votes/list",
    "a quiz, its leaders": "/dialogs/{quiz}/leaders",
    "a contest": "/dialogs/{contest}/entries",
    "a survey": "/dialogs/{survey}/answers",
    "applications": "/dialogs/{form}/answers",
    "orders": "/orders",
    "orders that are done": "/orders?list=done",
    "pieces in stock": "/orders/stock",
    "appointments": "/appointments",
    "appointments of a day": "/appointments/day",
    "appointments of a week": "/appointments/week",
    "the month": "/reports/month",
    "events": "/events",
    "events, half way down": "/events?before={half}",
    "events of messages": "/events?family=messages",
    "events of modems": "/events?family=modems",
    "events of money": "/events?family=money",
    "events of calls": "/events?family=calls",
    "events of people": "/events?family=people",
    "events of a modem": "/events?modem=m0",
    "events of a modem, of people": "/events?modem=m0&family=people",
    "events, a time of the past": "/events?from={past}&to={later}",
    "events of people, a time of the past": "/events?family=people&from={past}&to={later}",
    "audit log": "/audit",
    "audit log, half way down": "/audit?before={half_audit}",
    "audit log, one person": "/audit?who=person-3",
    "audit log, one area": "/audit?area=message",
    "audit log, one area of one person": "/audit?who=person-3&area=settings",
    "modems": "/modems",
    "page of a modem": "/modems/m0",
    "calls": "/calls",
    "routes": "/routes",
    "people": "/users",
    "tokens": "/tokens",
    "account": "/account",
    "settings": "/settings",
    "settings of the page": "/settings/web",
    "settings of sending": "/settings/sending",
    "settings of a modem": "/settings/modems/m0",
    "doctor": "/doctor",
    "backups": "/backups",
    "send": "/send",
}
_MEMORY_TICK_S = 11
_PASSWORD = "seven quiet lamps"
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def rows(bench: Bench) -> Iterator[Figure]:
    """p95 of each page, of files and of counting for a sweep; what an open page costs; then the memory."""
    box, received = Box(bench.room("lived"), []), bench.crowd // 5
    print(f"  living two years with {bench.crowd:,} messages …", flush=True)
    lived.live(box.store, bench.crowd, received, time.time_ns() // 1000)
    talked.talk(box.store, talked.CONFIG, bench.crowd // 10, time.time_ns() // 1000)
    words = filled_in(bench.crowd, received)
    with modems(bench.room("page") / "air", profile="gsm2g") as air:
        box.plug(air.links)
        with box:
            box.start()
            box.ready()
            browser = Browser(box)
            browser.make_owner()
            one = f"{bench.crowd:,} messages stored, somebody is signed in"
            yield Figure("resident memory before pages are opened", _resident(box), "MB", most=GOAL_MB, note=one)
            note = f"signed in, one connection, 2G modem at work; {bench.crowd:,} messages, {received:,} received"
            for name, path in PAGES.items():
                times = [browser.time(path.format(**words)) for _ in range(20 if bench.quick else 60)]
                yield Figure(name, times, "ms", most=GOAL_MS, percentile=True, note=note)
            yield from _more(browser, words, note)
            yield from _memory(box, browser, words)


def filled_in(crowd: int, received: int) -> dict[str, object]:
    """What the addresses are filled with: the middle of each list, numbers that are rare and frequent, a past month."""
    one = lived.customer(crowd // 2 + 1)[3:]
    days = {name: datetime.now(UTC) - timedelta(days=back) for name, back in (("past", 200), ("later", 170))}
    return {
        "half": crowd // 2,
        "half_in": received // 2,
        "half_audit": crowd // 20,
        "at_half": int(days["past"].timestamp() * 1_000_000),
        "one": one,
        "few": one[:-2],
        "frequent": lived.FREQUENT[3:],
        **talked.FLOWS,
        **{name: f"{day:%Y-%m-%d}" for name, day in days.items()},
    }


def _more(browser: Browser, words: dict[str, object], note: str) -> Iterator[Figure]:
    path = "/outbox/export?format={kind}&batch=batch-0&number={few}"
    for kind in ("csv", "xlsx"):
        times = [browser.time(path.format(kind=kind, **words)) for _ in range(5)]
        yield Figure(f"a short file, {kind}, from its own process", times, "ms", percentile=True, note=note)
    form = {"act": "cancel", "number": words["frequent"], "state": "held"}
    times = []
    for _ in range(5):
        began = time.perf_counter()
        browser.post("/outbox", "/outbox/sweeps", form)
        times.append((time.perf_counter() - began) * 1000)
    yield Figure("counted for a sweep", times, "ms", percentile=True, note=note)
    unchanged = [browser.unchanged("/live/problems") for _ in range(60)]
    times = [ms for same, ms in unchanged if same]
    yield Figure("an open page that has not changed (304)", times, "ms", most=GOAL_MS, percentile=True, note=note)


def _memory(box: Box, browser: Browser, words: dict[str, object]) -> Iterator[Figure]:
    note = "after every page in English and in Ukrainian, those of customers and campaigns too"
    paths = [*(path.format(**words) for path in PAGES.values()), *_others()]
    for language in ("uk", "en"):
        browser.cookies["smsbox-language"] = language
        for path in paths:
            browser.get(path)
    yield Figure("resident memory", _resident(box), "MB", most=GOAL_MB, note=note)
    yield Figure("the same without shares of others (PSS)", [processes.proportional_mb(box.pid)], "MB", note=note)


def _resident(box: Box) -> list[float]:
    time.sleep(_MEMORY_TICK_S)  # what was needed once is given back
    return [processes.resident_mb(box.pid)]


def _others() -> list[str]:
    """The pages beside PAGES that need nothing to be there; no files, and no first run."""
    rooms = [route.path for route in all_routes() if route.method == "GET" and isinstance(route.needs, Right)]
    return [
        path
        for path in rooms
        if not re.search("<|export|bundle|code", path) and place_of(path) != "setup" and path not in PAGES.values()
    ]


class Browser:
    """A browser of one tab: keeps its connection and its cookie."""

    def __init__(self, box: Box, cookies: Mapping[str, str] | None = None) -> None:
        self._box = box
        self._connection = http.client.HTTPConnection("127.0.0.1", box.port, timeout=30)
        self.cookies = dict(cookies or {})
        self._tags: dict[str, str] = {}

    def make_owner(self) -> None:
        """Set the password with the code of the first start; the new owner is signed in."""
        code = (self._box.folder / "setup-code").read_text().strip()
        self.post("/setup", "/setup", {"code": code, "name": "owner", "password": _PASSWORD, "confirm": _PASSWORD})
        if "/setup" in self.get("/outbox"):
            raise RuntimeError("the page did not take the setup code")

    def post(self, page: str, path: str, fields: Mapping[str, object]) -> None:
        """Send a form of `page` to `path`."""
        form = {name: html.unescape(value) for name, value in _FIELD.findall(self.get(page))} | dict(fields)
        self._ask("POST", path, urllib.parse.urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})

    def get(self, path: str) -> str:
        """The body of a page."""
        return self._ask("GET", path, None, {}).decode()

    def time(self, path: str) -> float:
        """Milliseconds until a page is here, all of it."""
        began = time.perf_counter()
        self._ask("GET", path, None, {})
        return (time.perf_counter() - began) * 1000

    def unchanged(self, path: str) -> tuple[bool, float]:
        """Whether a live part is as it was when it was last asked for, and how many milliseconds that took."""
        tag = self._tags.get(path)
        began = time.perf_counter()
        self._ask("GET", path, None, {"If-None-Match": tag} if tag else {})
        return tag == self._tags.get(path), (time.perf_counter() - began) * 1000

    def give_up(self, path: str, over: Callable[[], bool]) -> None:
        """Ask for a file, and hang up when it is `over`, or the file is."""
        with socket.create_connection(("127.0.0.1", self._box.port)) as line:
            line.settimeout(0.1)
            asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._box.port}\r\nCookie: {self._cookie}\r\n\r\n"
            line.sendall(asked.encode())
            while not over():
                with contextlib.suppress(TimeoutError):
                    if not line.recv(1 << 16):
                        return

    @property
    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> bytes:
        origin = f"http://127.0.0.1:{self._box.port}"
        self._connection.request(method, path, body, headers | {"Cookie": self._cookie, "Origin": origin})
        answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if tag := answer.headers.get("ETag"):
            self._tags[path] = tag
        wanted = (200, 304) if method == "GET" else (302, 303)
        if answer.status not in wanted:
            raise RuntimeError(f"{method} {path}: {answer.status}: {content[:200]!r}")
        return content
