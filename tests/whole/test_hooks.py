"""Webhooks through the whole box: what happens is told over kill -9 and deaf servers, or given up, and then said."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from smsbox.clock import SystemClock
from smsbox.config import load
from smsbox.outbox import Draft
from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.programs import sending
from smsbox.programs.sending import Wish
from smsbox.store import Store
from tests.whole.box import Box, box, until

ANNA, BOHDAN = "+380500000001", "+380500000002"
LISTED = 'quiet = "off"\n[programs]\nnetworks = ["127.0.0.0/8"]\n'


@dataclass
class Other:
    """Somebody else's program: `answers` it gives one after the other, the last one for ever (0: none at all)."""

    port: int = 0
    answers: list[int] = field(default_factory=lambda: [204])
    moved: str = ""
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/in"

    @property
    def told(self) -> list[dict[str, Any]]:
        """The bodies."""
        return [json.loads(body) for _, _, body in self.calls]

    def events(self) -> Counter[str]:
        return Counter(each["event"] for each in self.told)


@contextmanager
def other(*answers: int, moved: str = "") -> Iterator[Other]:
    made = Other(answers=list(answers) or [204], moved=moved)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            made.calls.append((self.path, dict(self.headers), body))
            status = made.answers[0] if len(made.answers) == 1 else made.answers.pop(0)
            if not status:
                made.let_go.wait(60)
                return
            self.send_response(status)
            if made.moved:
                self.send_header("Location", made.moved)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield made
    finally:
        made.let_go.set()
        server.shutdown()
        server.server_close()


def hooked(made: Box, url: str, *events: str) -> dict[str, Any]:
    chosen = [word for each in events for word in ("--event", each)]
    (found,) = made.rows("webhooks", "add", url, *chosen)
    return found


def calls_of(made: Box, hook: int) -> list[dict[str, Any]]:
    return made.rows("webhooks", "calls", str(hook))


def tries(made: Box, hook: dict[str, Any]) -> int:
    """How often its only call was tried; 0 before there is one."""
    return sum(each["tries"] for each in calls_of(made, hook["id"]))


def soon(made: Box, changes: str = "") -> None:
    """Nobody waits here for the next try."""
    with closing(Store.open(f"sqlite://{made.directory}/smsbox.db")) as store, store.write():
        store.run(f"UPDATE hook_calls SET {changes} due_at = 1 WHERE due_at IS NOT NULL AND claimed = 0")


def test_what_happens_is_told_signed_and_by_event(tmp_path: Path) -> None:
    with other() as all_of_it, other() as inbound, box(tmp_path, sending=LISTED) as made:
        made.start()
        made.await_modems()
        hook = hooked(made, all_of_it.url)
        hooked(made, inbound.url, "sms:received")
        (message,) = made.send(ANNA, "Замовлення готове")
        until(lambda: {"sms:sent", "sms:delivered"} <= set(all_of_it.events()))
        made.do("inbound", sender=BOHDAN, text="СТОП")
        until(lambda: {"sms:received", "customer:opted_out"} <= set(all_of_it.events()))
        until(lambda: inbound.calls)
        assert inbound.events() == {"sms:received": 1}
        told = inbound.told[0]["payload"]
        assert told["message"] == "СТОП" and told["sender"] == told["phoneNumber"] == BOHDAN
        sent = next(each for each in all_of_it.told if each["event"] == "sms:sent")
        assert sent["payload"]["messageId"] == str(message)
        for _, headers, body in all_of_it.calls:
            stamped = body + headers["X-Timestamp"].encode()
            assert headers["X-Signature"] == hmac.new(hook["secret"].encode(), stamped, hashlib.sha256).hexdigest()
        made.run("webhooks", "test", str(hook["id"]))
        until(lambda: all_of_it.events()["test"] == 1)


def test_a_server_that_is_ill_hears_it_later_under_the_same_id(tmp_path: Path) -> None:
    with other(500, 503, 204) as ill, box(tmp_path, sending=LISTED) as made:
        made.start()
        made.await_modems()
        hook = hooked(made, ill.url, "sms:sent")
        made.send(ANNA, "Замовлення готове")
        for count in (1, 2):
            until(lambda count=count: tries(made, hook) >= count)
            soon(made)
        until(lambda: [each["state"] for each in calls_of(made, hook["id"])] == ["taken"])
        assert len(ill.calls) == 3 and len({each["id"] for each in ill.told}) == 1


def test_over_kill_9_nothing_is_lost_and_what_comes_twice_has_the_same_id(tmp_path: Path) -> None:
    with other(0, 204) as deaf, box(tmp_path, sending=LISTED) as made:
        made.start()
        made.await_modems()
        hook = hooked(made, deaf.url, "sms:sent")
        first = made.send(ANNA, "Перше")
        until(lambda: deaf.calls)
        made.kill()  # while a call is under way
        made.start()
        made.await_modems()
        second = made.send(ANNA, "Друге")
        until(lambda: [each["state"] for each in calls_of(made, hook["id"])] == ["taken", "taken"])
        by_id = {each["id"]: each["payload"]["messageId"] for each in deaf.told}
        assert sorted(by_id.values()) == sorted(map(str, first + second))


def test_who_never_answers_holds_up_nobody_else(tmp_path: Path) -> None:
    with other(0) as deaf, other() as good, box(tmp_path, sending=LISTED) as made:
        made.start()
        made.await_modems()
        hooked(made, deaf.url, "sms:sent")
        hooked(made, good.url, "sms:sent")
        ids = [made.send(ANNA, f"Текст {number}")[0] for number in range(3)]
        until(lambda: {each["payload"]["messageId"] for each in good.told} == set(map(str, ids)))
        assert {each["id"] for each in deaf.told}.isdisjoint({each["id"] for each in good.told})


def test_nobody_leads_the_box_into_the_shop(tmp_path: Path) -> None:
    """Not by an address, not by a redirect, and not after the network is listed no more."""
    with other() as inside, other(302, moved="x") as sly, box(tmp_path, sending=LISTED) as made:
        sly.moved = inside.url
        for bad in ("http://169.254.169.254/latest/meta-data/", "http://2130706433/", "http://192.168.1.1/"):
            refused = made.run("webhooks", "add", bad, check=False)
            assert refused.returncode == 65 and bad in refused.stderr
        made.start()
        made.await_modems()
        hook = hooked(made, sly.url, "sms:sent")
        made.send(ANNA, "Замовлення готове")
        until(lambda: tries(made, hook))
        assert calls_of(made, hook["id"])[0]["error"]["facts"]["status"] == 302 and not inside.calls
        made.stop()
        before, knocked = tries(made, hook), len(sly.calls)
        made.config.write_text(made.config.read_text().replace('"127.0.0.0/8"', '"192.168.0.0/16"'))
        soon(made)
        made.start()
        until(lambda: tries(made, hook) > before)
        (call,) = calls_of(made, hook["id"])
        assert call["error"]["key"] == "hooks.bad_address" and len(sly.calls) == knocked


def test_given_up_said_and_tried_again(tmp_path: Path) -> None:
    with other(500) as ill, box(tmp_path, sending=LISTED) as made:
        made.start()
        made.await_modems()
        hook = hooked(made, ill.url, "sms:sent")
        made.send(ANNA, "Замовлення готове")
        until(lambda: tries(made, hook))
        until(lambda: soon(made, "tries = 10,") or [e["state"] for e in calls_of(made, hook["id"])] == ["dead"])
        until(lambda: "hooks.dead" in [row["key"] for row in made.rows("problems")], 60)
        ill.answers = [204]
        made.run("webhooks", "replay", str(hook["id"]))
        until(lambda: [each["state"] for each in calls_of(made, hook["id"])] == ["taken"])
        until(lambda: "hooks.dead" not in [row["key"] for row in made.rows("problems")], 60)
        assert len({each["id"] for each in ill.told}) == 1


def test_a_program_is_called_back_for_its_own_sms_and_nobody_leads_that_astray(tmp_path: Path) -> None:
    """Where its token lists it, by every bit of the mask; not any more once the token is revoked."""
    with other(500, 200) as till, box(tmp_path, sending=LISTED) as made:
        made.start()
        made.await_modems()
        by, now = Actor("Olena", "owner"), SystemClock().now()
        config = load(made.config)
        with closing(Store.open(f"sqlite://{made.directory}/smsbox.db")) as store:
            listed = (f"http://127.0.0.1:{till.port}/dlr",)
            token, _ = tokens.make(store, name="Till", rights=[Right.WRITE], by=by, now=now, callbacks=listed)
            url = f"http://127.0.0.1:{till.port}/dlr?s=%d&to=%p&id=%F"
            draft = Draft("", "Готово")
            wish = Wish.to([ANNA], draft, "kannel", name="5", callback=url, callback_mask=9)
            sending.send(store, token, config, wish, now)
            until(lambda: [each["kind"] for each in told(store)] == ["dlr:8", "dlr:1"])
            until(lambda: {each["tries"] for each in told(store)} != {0})
            soon(made)
            until(lambda: [each["state"] for each in told(store)] == [1, 1])
            paths = {f"/dlr?s={bit}&to=%2B{ANNA[1:]}&id=5" for bit in (1, 8)}
            assert {path for path, _, _ in till.calls} == paths and len(till.calls) == 3
            with store.write():
                sending.send(store, token, config, wish, SystemClock().now())
                tokens.revoke(store, token.id, by=by, now=SystemClock().now())
            until(lambda: [each["state"] for each in told(store)] == [1, 1, 2, 2])
            assert len(till.calls) == 3


def told(store: Store) -> list[dict[str, Any]]:
    rows = store.run("SELECT kind, state, tries FROM hook_calls WHERE hook_id = 0 ORDER BY id").fetchall()
    return [dict(zip(("kind", "state", "tries"), row, strict=True)) for row in rows]
