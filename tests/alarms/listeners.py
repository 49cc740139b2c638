"""Owns the other ends of alarms in tests: a mail server and a web server on loopback, which take, refuse or fall
silent.
"""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass
class Post:
    """A mail server: `letters` it took. `mode`: take, password (refuses any), refuse (every letter), hang (greets
    nobody), plain (offers no STARTTLS)."""

    port: int = 0
    mode: str = "take"
    letters: list[EmailMessage] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    context: ssl.SSLContext | None = None
    encrypted: list[bool] = field(default_factory=list)


@contextmanager
def post(mode: str = "take", certificate: tuple[Path, Path] | None = None, *, at_once: bool = False) -> Iterator[Post]:
    """A mail server on a free port; `certificate`: with STARTTLS, or TLS `at_once`."""
    made = Post(mode=mode)
    if certificate is not None:
        made.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.context.load_cert_chain(*certificate)

    class Talk(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                _talk(made, self.request, at_once)
            except (OSError, ValueError):
                pass

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads = True, True

    with Server(("127.0.0.1", 0), Talk) as server:
        made.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield made
        finally:
            server.shutdown()


def _talk(made: Post, line: socket.socket, at_once: bool) -> None:
    if made.mode == "hang":
        while line.recv(4096):
            pass
        return
    encrypted = at_once
    if at_once and made.context is not None:
        line = made.context.wrap_socket(line, server_side=True)
    file = line.makefile("rb")

    def say(text: str) -> None:
        line.sendall(text.encode() + b"\r\n")

    say("220 test")
    while order := file.readline().decode().strip():
        word = order.split()[0].upper()
        if word == "EHLO":
            offers = ["test"]
            if made.context is not None and not encrypted and made.mode != "plain":
                offers.append("STARTTLS")
            offers.append("AUTH PLAIN")
            for place, offer in enumerate(offers):
                say(f"250{'-' if place < len(offers) - 1 else ' '}{offer}")
        elif word == "STARTTLS" and made.context is not None:
            say("220 go on")
            line = made.context.wrap_socket(line, server_side=True)
            file, encrypted = line.makefile("rb"), True
        elif word == "AUTH":
            made.logins.append(order)
            say("535 5.7.8 wrong password" if made.mode == "password" else "235 ok")
        elif word == "RCPT" and made.mode == "refuse":
            say("550 5.1.1 no such box")
        elif word == "DATA":
            say("354 go on")
            lines: list[bytes] = []
            while (text := file.readline()) not in (b".\r\n", b""):
                lines.append(text.removeprefix(b".") if text.startswith(b"..") else text)
            made.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
            made.encrypted.append(encrypted)
            say("250 taken")
        elif word == "QUIT":
            say("221 bye")
            return
        else:
            say("250 ok")


@dataclass
class Hook:
    """A web server: `calls` it got, as headers and body. It answers with `status`."""

    port: int = 0
    status: int = 200
    calls: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    @property
    def told(self) -> list[dict[str, Any]]:
        """The bodies."""
        return [json.loads(body) for _, body in self.calls]


@contextmanager
def hook(status: int = 200) -> Iterator[Hook]:
    """A web server on a free port."""
    made = Hook(status=status)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.calls.append((dict(self.headers), body))
            self.send_response(made.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def certificate(folder: Path, name: str = "localhost") -> tuple[Path, Path]:
    """A certificate for `name` that it signed itself, and its key."""
    paths = folder / "server.pem", folder / "server.key"
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name},IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-out", str(paths[0]), "-keyout", str(paths[1]), "-days", "2"]
    subprocess.run([*made, *subject, *files], check=True, capture_output=True)
    return paths
