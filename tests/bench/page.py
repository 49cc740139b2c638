"""Rows: how quick the page is over a store with a million messages, and how much memory the daemon has after it.

One browser with one connection, as people have, while a modem sends at the speed of 2G.
"""

from __future__ import annotations

import html
import http.client
import re
import time
import urllib.parse
from collections.abc import Iterator
from datetime import UTC, datetime

from smsbox import inbox
from smsbox.clock import DAY, HOUR, MINUTE, SECOND
from smsbox.inbox import calls
from smsbox.modem.simulator import pdu
from smsbox.money import readings
from smsbox.money.patterns import understand
from smsbox.routing import tables
from smsbox.sms.tpdu import Deliver, decode_incoming
from smsbox.store import signals, sims
from tests.bench import processes
from tests.bench.bench import Bench
from tests.bench.box import Box, people
from tests.bench.figures import Figure
from tests.bench.modem import modems

GOAL_MS = 50
GOAL_MB = 64
PAGES = {
    "status page": "/",
    "outbox": "/outbox",
    "outbox, waiting": "/outbox?state=queued",
    "outbox, one number": "/outbox?number=050+003+30+07",
    "outbox, beginning of a number": "/outbox?number=05000333",
    "outbox, frequent text": "/outbox?text=YOUR+ORDER",
    "outbox, rare text": "/outbox?text=0999123",
    "outbox, text that is nowhere": "/outbox?text=zzz",
    "outbox, a time of the past": "/outbox?from=2026-01-01&to=2h",
    "outbox, text, time and state": "/outbox?text=is+ready&from=24h&state=queued&class=service",
    "inbox": "/inbox",
    "inbox, text of one number": "/inbox?number=05000010&text=ORDER",
    "inbox, text that is nowhere": "/inbox?text=zzz&from=2026-01-01",
    "page of a modem": "/modems/m0",
    "calls": "/calls",
    "routes": "/routes",
}
_PASSWORD = "seven quiet lamps"
_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def rows(bench: Bench) -> Iterator[Figure]:
    """p95 of each page, then the memory."""
    box = bench.large()
    received = 2_000 if bench.quick else 20_000
    _receive(box, received)
    _live_through(box, days=14)
    room = bench.room("page")
    with modems(room / "air", profile="gsm2g") as air:
        box.plug(air.links)
        with box:
            box.start()
            box.ready()
            browser = Browser(box)
            browser.make_owner()
            crowd = f"{bench.crowd:,} messages"
            for name, path in PAGES.items():
                times = [browser.time(path) for _ in range(50 if bench.quick else 200)]
                note = f"signed in, one connection; {received:,} messages in the inbox"
                yield Figure(f"{name}, {crowd}", times, "ms", most=GOAL_MS, percentile=True, note=note)
            yield Figure(f"resident memory, {crowd}", [processes.resident_mb(box.pid)], "MB", most=GOAL_MB)
            yield Figure("the same without shares of others (PSS)", [processes.proportional_mb(box.pid)], "MB")


class Browser:
    """A browser of one tab: keeps its connection and its cookie."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._connection = http.client.HTTPConnection("127.0.0.1", box.port, timeout=30)
        self._cookies: dict[str, str] = {}

    def make_owner(self) -> None:
        """Set the password with the code of the first start; the new owner is signed in."""
        code = (self._box.folder / "setup-code").read_text().strip()
        form = dict(_FIELD.findall(self.get("/setup")))
        form = {name: html.unescape(value) for name, value in form.items()}
        form |= {"code": code, "name": "owner", "password": _PASSWORD, "confirm": _PASSWORD}
        self._ask("POST", "/setup", urllib.parse.urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
        if "/setup" in self.get("/outbox"):
            raise RuntimeError("the page did not take the setup code")

    def get(self, path: str) -> str:
        """The body of a page."""
        return self._ask("GET", path, None, {}).decode()

    def time(self, path: str) -> float:
        """Milliseconds until a page is here, all of it."""
        began = time.perf_counter()
        self._ask("GET", path, None, {})
        return (time.perf_counter() - began) * 1000

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        origin = f"http://127.0.0.1:{self._box.port}"
        self._connection.request(method, path, body, headers | {"Cookie": cookies, "Origin": origin})
        answer = self._connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        wanted = (200,) if method == "GET" else (302, 303)
        if answer.status not in wanted:
            raise RuntimeError(f"{method} {path}: {answer.status}: {content[:200]!r}")
        return content


def _live_through(box: Box, days: int) -> None:
    """What a modem leaves behind: its radio every five minutes, a balance every hour, a hundred calls a day, moved
    numbers.
    """
    now = time.time_ns() // 1000
    sim = sims.register(box.store, imsi="255010000000001", iccid=None, modem="m0", now=now)
    told = understand("Balance 123.45 UAH. SMS: 412 of 1000", "kyivstar")
    with box.store.write():
        for each in range(days * DAY // (5 * MINUTE)):
            at = now - each * 5 * MINUTE
            signals.note(box.store, "m0", now=at, rssi=21, registration="home", technology="GSM")
        for each in reversed(range(days * DAY // HOUR)):
            readings.note(box.store, sim, now - each * HOUR, "*111#", "Balance 123.45 UAH. SMS: 412 of 1000", told)
    for each, number in enumerate(people(days * 100, 0)):
        at = now - (days * 100 - each) * (DAY // 100)
        calls.rang(box.store, modem="m0", sim_id=sim, number=number, rule="log", now=at)
        tables.port(box.store, number, "lifecell", evidence="person", now=at)


def _receive(box: Box, count: int) -> None:
    """Let `count` people have written, while no daemon runs."""
    now = time.time_ns() // 1000 - count * SECOND
    sim = sims.register(box.store, imsi="255010000000001", iccid=None, modem="m0", now=now)
    coding, (units,) = pdu.cut("When is my order ready? I could come at six.")
    for first in range(0, count, 500):
        with box.store.write():
            for place, number in enumerate(people(min(500, count - first), first), first):
                at = now + place * SECOND
                tpdu = pdu.deliver(number, units, coding, datetime.fromtimestamp(at // SECOND, UTC))
                read = decode_incoming(tpdu)
                assert isinstance(read, Deliver)
                inbox.receive(box.store, sim_id=sim, memory="", slot=None, pdu_raw=tpdu, deliver=read, now=at)
    box.store.checkpoint()
