"""A desk with a token for a program, requests as programs make them, and what was queued by them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from smsbox import outbox
from smsbox.config.programs import ProgramsConfig
from smsbox.people import tokens
from smsbox.people.audit import Actor
from smsbox.people.rights import Right
from smsbox.programs import stop
from smsbox.programs.sent import Origin, origin
from smsbox.web.app import make_app
from smsbox.web.server.serve import Server
from tests.web.desk import Answer, Desk, make_desk

ANNA, BOHDAN = "+380500000001", "+380500000002"
ABROAD = "+48500000001"
OWNER = Actor("owner", "owner")


@dataclass
class Counter:
    """Where programs are served. `secret`: the token of one that may send."""

    desk: Desk
    secret: str = ""
    rings: list[int] = field(default_factory=list)

    def token(self, **how: Any) -> str:
        """One more program; its secret."""
        how.setdefault("rights", [Right.WRITE, Right.BULK])
        how.setdefault("name", f"till {len(tokens.listed(self.desk.store))}")
        _, secret = tokens.make(self.desk.store, by=OWNER, now=self.desk.clock.at, **how)
        return secret

    def get(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None, **query: Any) -> Answer:
        text = urlencode({name.rstrip("_"): value for name, value in query.items()})
        return self.desk.visitor().ask(method, f"{path}?{text}" if text else path, b"", headers or {})

    def post(self, path: str, content: Any, **headers: str) -> Answer:
        """JSON."""
        octets = content if isinstance(content, bytes) else json.dumps(content).encode()
        headers = {
            "Content-Type": "application/json",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        return self.desk.visitor().ask("POST", path, octets, headers)

    def form(self, path: str, **fields: Any) -> Answer:
        return self.desk.visitor().send(path, list(fields.items()))

    def queued(self) -> list[tuple[str, str]]:
        """Who gets what, in the order it was queued."""
        return [(each.recipient, each.text) for each in self.views()]

    def views(self) -> list[outbox.MessageView]:
        rows = self.desk.store.run("SELECT id FROM messages ORDER BY id").fetchall()
        return outbox.views(self.desk.store, [row[0] for row in rows])

    def origin(self, message_id: int) -> Origin:
        found = origin(self.desk.store, message_id)
        assert found is not None
        return found

    def set(self, **settings: object) -> None:
        programs = replace(ProgramsConfig(), **settings)  # type: ignore[arg-type]
        self.desk.site.config = replace(self.desk.site.config, programs=programs)

    def stop(self) -> None:
        stop.stop(self.desk.store, "Олена", self.desk.clock.at)


def make_counter(folder: Path, **how: Any) -> Counter:
    desk = make_desk(folder, **how)
    desk.owner()
    made = Counter(desk)
    made.secret = made.token()
    return made


@contextmanager
def served(folder: Path) -> Iterator[tuple[Counter, str]]:
    """The same on a real socket; where."""
    made = make_counter(folder, listen="127.0.0.1:0")
    server = Server(make_app(made.desk.site), "127.0.0.1:0")
    server.start()
    try:
        yield made, f"http://127.0.0.1:{server.port}"
    finally:
        server.stop()
        made.desk.store.close()


@contextmanager
def listener() -> Iterator[tuple[str, list[str]]]:
    """Somebody who is called: where, and the addresses that were called."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            heard.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", heard
    finally:
        server.shutdown()
        server.server_close()
