"""Tills that send over HTTP while the box is killed again and again: what was promised left once, and nobody else heard
anything.
"""

from __future__ import annotations

import http.client
import json
import random
import threading
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smsbox.clock import SystemClock
from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.store import Store
from tests.patience import PATIENCE
from tests.whole.box import Box, box, until

UNLIMITED = 'quiet = "off"\n[programs]\nper_day = 0\nburst = 0\n'
ANNA, BOHDAN, OURS = "+380500000001", "+380670000002", "+380630000003"
IN_DOUBT = {"held", "uncertain"}
LONG = "Замовлення готове, чекаємо на Вас до 18:00. Магазин «Зернята», вулиця Довга, будинок 7."


def till(made: Box, *rights: Right) -> str:
    """The secret of a token."""
    with closing(Store.open(made.url)) as store:
        by, now = Actor("Olena", "owner"), SystemClock().now()
        return tokens.make(store, name="till", rights=rights or (Right.WRITE,), by=by, now=now)[1]


def ask(port: int, secret: str, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
    """One request on a connection of its own; its status and what was answered. Raises OSError, HTTPException."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        told = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), told)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


@dataclass
class Till:
    """A program that asks until it is answered, as it should: always under the same name."""

    port: int
    secret: str
    place: int
    wanted: int
    answered: list[dict[str, Any]] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0

    def work(self) -> None:
        for each in range(self.wanted):
            self.send(f"order-{self.place}-{each}", self.numbers(each))

    def send(self, name: str, numbers: list[str]) -> None:
        body = {"to": numbers, "text": LONG if len(numbers) == 1 else "Order is ready"}
        while True:
            try:
                status, content = ask(self.port, self.secret, "POST", "/messages", body, Idempotency_Key=name)
            except (OSError, http.client.HTTPException, ValueError):
                self.unanswered += 1
                threading.Event().wait(0.02)  # so that a box that starts is not asked a thousand times
                continue
            if status == 202:
                self.answered += content["messages"]
                return
            self.refused[status] += 1
            assert status == 503, content

    def numbers(self, each: int) -> list[str]:
        """One number, or two for every third order."""
        first = f"+38050{self.place:03d}{each:04d}"
        return [first, f"+38067{self.place:03d}{each:04d}"] if each % 3 == 0 else [first]


def test_what_was_promised_to_a_program_leaves_once_over_kill_9(tmp_path: Path) -> None:
    chance, kills = random.Random(8), 4
    with box(tmp_path, modems=2, sending=UNLIMITED) as made:
        secret = till(made)
        made.start()
        tills = [Till(made.port, secret, place, 24) for place in range(4)]
        threads = [threading.Thread(target=each.work, daemon=True) for each in tills]
        for thread in threads:
            thread.start()
        done = 0
        for _ in range(kills):
            done += chance.randint(6, 18)
            until(lambda done=done: sum(len(each.answered) for each in tills) >= done, pause=0.001)
            made.kill()
            made.start()
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), made.log()
        until(made.settled)
        assert sum(each.unanswered for each in tills) >= kills, "they were asking when it died"

        wanted = Counter(number for each in tills for place in range(each.wanted) for number in each.numbers(place))
        promised = {row["id"]: row["to"] for each in tills for row in each.answered}
        assert Counter(promised.values()) == wanted, "each was promised, and no id twice"
        outbox = {row["id"]: row for row in made.outbox()}
        assert {id: row["recipient"] for id, row in outbox.items()} == promised, "all of them are there, and no more"
        left = Counter((entry["number"], entry["text"]) for entry in made.accepted())
        assert set(left.values()) == {1}, "no part of any went twice"
        assert {number for number, _ in left} <= set(wanted), "nobody else got anything"
        gone = {number for number, _ in left}
        lacking = [id for id, number in promised.items() if number not in gone]
        assert {outbox[id]["state"] for id in lacking} <= IN_DOUBT, "what a modem had in its hands is asked about"
        assert len(lacking) <= kills * len(made.links)


def test_stopped_programs_send_nothing_and_go_on_where_they_were(tmp_path: Path) -> None:
    with box(tmp_path, sending=UNLIMITED) as made:
        secret = till(made)
        made.start()
        made.await_modems()
        made.do("registration", stat=0, home=True)
        until(lambda: {row["state"] for row in made.rows("modems")} != {"ready"}, what="no network")
        status, _ = ask(made.port, secret, "POST", "/messages", {"to": [ANNA, BOHDAN], "text": "Order is ready"})
        assert status == 202
        made.run("programs", "stop")
        status, content = ask(made.port, secret, "POST", "/messages", {"to": [ANNA], "text": "Order is here"})
        assert (status, content["error"]["code"]) == (503, "programs.stopped")
        made.send(OURS, "Чекаємо на Вас")
        made.do("registration", stat=1, home=True)
        until(lambda: [entry["number"] for entry in made.accepted()] == [OURS])
        assert made.states()["held"] == 2
        made.kill()
        made.start()
        made.run("programs", "go-on")
        until(lambda: {entry["number"] for entry in made.accepted()} == {ANNA, BOHDAN, OURS})
        status, _ = ask(made.port, secret, "POST", "/messages", {"to": [ANNA], "text": "Order is here"})
        assert status == 202
        until(made.settled)
        assert Counter(entry["number"] for entry in made.accepted()) == {ANNA: 2, BOHDAN: 1, OURS: 1}
