"""Row: how quickly a program that sends is answered – 100 requests a second, when they come and not when it suits us.

Each request comes at its own moment (by chance, as from many tills), whether those before it were answered or not, and
its time counts from that moment. The box has 500,000 messages behind it, 50,000 before it, and modems at work.
"""

from __future__ import annotations

import http.client
import json
import queue
import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from tests.bench import lived, processes, scraping
from tests.bench.bench import Bench
from tests.bench.box import Box
from tests.bench.figures import Figure
from tests.bench.modem import modems

GOAL_MS = 50
A_SECOND = 100
_QUEUED = 50_000
_CLIENTS = 40
_MODEMS = 2
_LIMITS = "\n[programs]\nper_day = 1000000\n"


@dataclass(slots=True)
class Run:
    """What became of the requests of one stretch: milliseconds of each, the ids that were promised, other answers."""

    times: list[float] = field(default_factory=list)
    promised: list[int] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)


def rows(bench: Bench) -> Iterator[Figure]:
    """With connections that are kept, and with a new one for each request; what was promised and is not there."""
    history = bench.crowd // 2
    queued, seconds = (_QUEUED // 10, 15) if bench.quick else (_QUEUED, 60)
    box = Box(bench.room("programs"), [])
    print(f"  living two years with {history:,} messages …", flush=True)
    lived.live(box.store, history + queued, 1_000, time.time_ns() // 1000, waiting=queued / (history + queued))
    secret = _token(box)
    with modems(bench.room("programs") / "air", _MODEMS, profile="gsm2g") as air:
        box.plug(air.links)
        with box.config.open("a", encoding="utf-8") as config:
            config.write(_LIMITS)
        with box:
            box.start()
            box.ready(_MODEMS)
            note = f"{history:,} messages of two years, {queued:,} queued, {_MODEMS} modems sending; Poisson arrivals"
            for first, way in enumerate(("connections kept", "a connection each")):
                before = processes.cpu_seconds(box.pid)
                run = _stretch(box, secret, seconds, first * seconds * 2 * A_SECOND, kept=not first)
                cpu = (processes.cpu_seconds(box.pid) - before) * 1000 / len(run.times)
                lost = len(run.promised) - _there(box, run.promised) + sum(run.others.values())
                of = f"{A_SECOND}/s of sends by programs, {way}"
                told = note + (f"; {dict(run.others)}" if run.others else "")
                yield Figure(of, run.times, "ms", most=GOAL_MS, percentile=True, note=told)
                yield Figure(f"{of}: p99", [_p99(run.times)], "ms", note=told)
                yield Figure(f"{of}: not answered 202, or not there afterwards", [lost], most=0, note=told)
                yield Figure(f"{of}: CPU of the daemon a request", [cpu], "ms", note=told)
            yield from scraping.rows(box, note)
            yield Figure("resident memory after that", [processes.resident_mb(box.pid)], "MB", most=64, note=note)


def _token(box: Box) -> str:
    by = Actor("bench", "cli", "")
    _, secret = tokens.make(box.store, name="till", rights=[Right.WRITE], by=by, now=time.time_ns() // 1000)
    return secret


def _p99(times: list[float]) -> float:
    return sorted(times)[len(times) * 99 // 100]


def _number(place: int) -> str:
    """Numbers far from each other: neighbours would be held."""
    return f"+38050{1_000_000 + place * 1_664_525 % 9_000_000:07d}"


def _stretch(box: Box, secret: str, seconds: int, place: int, *, kept: bool) -> Run:
    run, waiting = Run(), queue.SimpleQueue[tuple[int, float] | None]()
    threads = [threading.Thread(target=_client, args=(box.port, secret, waiting, run, kept)) for _ in range(_CLIENTS)]
    for each in threads:
        each.start()
    dice, due = random.Random(8), time.perf_counter()
    until = due + seconds
    while due < until:
        time.sleep(max(0.0, due - time.perf_counter()))
        waiting.put((place, due))
        place, due = place + 1, due + dice.expovariate(A_SECOND)
    for _ in threads:
        waiting.put(None)
    for each in threads:
        each.join()
    return run


def _client(port: int, secret: str, waiting: queue.SimpleQueue[tuple[int, float] | None], run: Run, kept: bool) -> None:
    connection: http.client.HTTPConnection | None = None
    while (given := waiting.get()) is not None:
        place, due = given
        connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            status, ids = _send(connection, secret, place)
        except OSError as error:
            status, ids, connection = type(error).__name__, [], None
        run.times.append((time.perf_counter() - due) * 1000)
        if status == 202:
            run.promised += ids
        else:
            run.others[str(status)] += 1
        if not kept and connection is not None:
            connection.close()
            connection = None
    if connection is not None:
        connection.close()


def _send(connection: http.client.HTTPConnection, secret: str, place: int) -> tuple[int | str, list[int]]:
    body = json.dumps({"to": [_number(place)], "text": f"Your order {place} is ready, come and fetch it until 18:00."})
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Idempotency-Key": f"o-{place}"}
    connection.request("POST", "/api/v1/messages", body, headers)
    answer = connection.getresponse()
    content = json.loads(answer.read())
    return answer.status, [each["id"] for each in content.get("messages", ())]


def _there(box: Box, ids: list[int]) -> int:
    """How many of them the database has, seen by another process."""
    look: Callable[[int], bool]
    with sqlite3.connect(f"file:{box.database}?mode=ro", uri=True) as database:
        look = lambda id: database.execute("SELECT 1 FROM messages WHERE id = ?", (id,)).fetchone() is not None  # noqa: E731
        return sum(map(look, ids))
