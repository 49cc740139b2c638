"""The page on a real socket: bodies too large, lengths that lie, slow clients, an address in use, a quick end."""

from __future__ import annotations

import http.client
import os
import resource
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smsbox.web.app import make_app
from smsbox.web.server.serve import CannotListen, Server
from tests.patience import overdue, until
from tests.web.desk import FORM, make_desk

SLOW_CLIENTS = 120


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    desk = make_desk(tmp_path_factory.mktemp("desk"), listen="127.0.0.1:0")
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    yield server.port
    server.stop()
    desk.store.close()


def raw(port: int, request: bytes, *, wait: float = 5.0) -> bytes:
    """Everything the server says to these octets, until it closes or `wait` seconds have passed without a word."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as line:
        line.sendall(request)
        heard = b""
        try:
            while chunk := line.recv(65536):
                heard += chunk
        except (TimeoutError, ConnectionResetError):
            pass
        return heard


def request(head: str, body: bytes = b"") -> bytes:
    return f"{head}\r\nHost: 127.0.0.1\r\nConnection: close\r\n".encode() + body


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_a_page_comes_over_the_wire(port: int) -> None:
    answer = raw(port, request("GET /setup HTTP/1.1", b"\r\n"))
    assert status(answer) == 200
    assert b"Content-Security-Policy" in answer and b"Make this box yours" in answer


@pytest.mark.parametrize("octets", [5 << 30, 2 << 20])
def test_five_gigabytes_are_refused_before_they_come(port: int, octets: int) -> None:
    started = time.monotonic()
    body = f"Content-Type: {FORM}\r\nContent-Length: {octets}\r\n\r\na=b".encode()
    assert status(raw(port, request("POST /login HTTP/1.1", body))) == 413
    assert not overdue(started, 3)


def test_a_body_over_the_limit_is_413(port: int) -> None:
    for size, expected in ((256 * 1024 - 100, 403), (256 * 1024 + 1, 413)):
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            line.request("POST", "/login", b"a=" + b"x" * (size - 2), {"Content-Type": FORM})
            assert line.getresponse().status == expected
        except (BrokenPipeError, ConnectionResetError):
            assert expected == 413, "closing while we still send is an answer, too"
        finally:
            line.close()


def test_a_list_too_long_for_the_form_is_told_the_way_to_send_it(port: int) -> None:
    """A shop pastes 25,000 numbers: that must not end in a bare line of the server."""
    body = b"numbers=" + b"0500000001%0A" * 25_000
    head = f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    answer = raw(port, request("POST /login HTTP/1.1", head + body))
    assert status(answer) == 413
    assert b"This is too much at once" in answer and b"smsbox send --file" in answer


@pytest.mark.parametrize(
    "lines",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: +10\r\n\r\n0123456789",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 1_0\r\n\r\n0123456789",
        "Content-Length: 4\r\nContent-Length: 10\r\n\r\n0123456789",
        "Content-Length : 4\r\n\r\na=bc",
        "Transfer-Encoding: chunked\r\n\r\n-4\r\na=bc\r\n0\r\n\r\n",
    ],
)
def test_lengths_that_two_servers_would_read_differently_are_400(port: int, lines: str) -> None:
    smuggled = b"GET /static/app.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = f"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {FORM}\r\n{lines}".encode()
    answer = raw(port, head + smuggled, wait=2.0)
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.") == 1, "what was smuggled along got no answer"


def test_other_encodings_are_not_understood(port: int) -> None:
    body = f"Content-Type: {FORM}\r\nTransfer-Encoding: gzip\r\n\r\n".encode()
    assert status(raw(port, request("POST /login HTTP/1.1", body))) in (400, 501)


def test_line_ends_in_a_header_stay_out(port: int) -> None:
    answer = raw(port, request("GET /login?next=/%0d%0aSet-Cookie:%20x=1 HTTP/1.1", b"\r\n"))
    assert b"\r\nSet-Cookie: x=1" not in answer


def test_headers_without_end_are_refused(port: int) -> None:
    assert status(raw(port, request("GET / HTTP/1.1", b"X: " + b"a" * 100_000 + b"\r\n\r\n"), wait=2.0)) in (400, 431)


def test_many_slow_clients_do_not_block_the_others(port: int) -> None:
    lines = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(SLOW_CLIENTS)]
    try:
        for number, line in enumerate(lines):
            line.sendall(
                b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n" + b"\r\na" * (number % 2)
            )
        started = time.monotonic()
        assert status(raw(port, request("GET /setup HTTP/1.1", b"\r\n"))) == 200
        assert not overdue(started, 1)
    finally:
        for line in lines:
            line.close()


def test_silent_clients_give_up_their_places_and_leave_descriptors_to_the_modems(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    everything = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    server = Server(make_app(desk.site), "127.0.0.1:0", reserve=everything - 6)
    server.start()
    before = len(os.listdir("/proc/self/fd"))
    lines = [socket.create_connection(("127.0.0.1", server.port), timeout=5) for _ in range(SLOW_CLIENTS)]
    try:
        assert status(raw(server.port, request("GET /setup HTTP/1.1", b"\r\n"))) == 200
        ours = len(os.listdir("/proc/self/fd")) - before - SLOW_CLIENTS
        assert ours <= 20, "six places, some leaving, and a database or two"
    finally:
        for line in lines:
            line.close()
        server.stop()
        desk.store.close()


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server of nine places that waits four seconds for anybody, and whose answers fill every buffer on the way."""
    monkeypatch.setattr("smsbox.web.server.serve._CHANNEL_SECONDS", 4)
    everything = resource.getrlimit(resource.RLIMIT_NOFILE)[0]

    def answer(environ: dict[str, Any], start: Any) -> list[bytes]:
        size = int(environ["QUERY_STRING"] or 2)
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(size))])
        return [b"x" * size]

    server = Server(answer, "127.0.0.1:0", reserve=everything - 9)
    server.start()
    yield server.port
    server.stop()


def test_answers_that_nobody_reads_are_cut_off(few: int) -> None:
    """A socket that is full never becomes writable, so nothing but the clock tells that somebody is not there."""
    lines = [socket.create_connection(("127.0.0.1", few), timeout=5) for _ in range(9)]
    try:
        for line in lines:
            line.sendall(b"GET /?20000000 HTTP/1.1\r\nHost: x\r\n\r\n")
        began = time.monotonic()
        assert status(raw(few, request("GET / HTTP/1.1", b"\r\n"), wait=30)) == 200
        assert not overdue(began, 15)
        before = len(os.listdir("/proc/self/fd"))
        until(lambda: len(os.listdir("/proc/self/fd")) <= before - 8, 15, "the places of those who read nothing")
    finally:
        for line in lines:
            line.close()


def test_who_asks_ahead_is_answered_and_let_go(few: int) -> None:
    answer = raw(few, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 100)
    assert 1 <= answer.count(b"200 OK") <= 3


def test_a_browser_asks_again_on_the_same_line(few: int) -> None:
    line = http.client.HTTPConnection("127.0.0.1", few, timeout=60)
    line.connect()
    first = line.sock
    for _ in range(300):
        line.request("GET", "/")
        assert line.getresponse().read() == b"xx"
    assert line.sock is first, "one connection for all of it"
    line.close()


def test_an_address_in_use_is_a_typed_error(port: int) -> None:
    with pytest.raises(CannotListen) as caught:
        Server(lambda environ, start: [], f"127.0.0.1:{port}")
    assert caught.value.exit_code == 78
    assert caught.value.facts["listen"] == f"127.0.0.1:{port}"


@pytest.mark.parametrize("listen", ["203.0.113.7:8080", "nowhere.invalid:80"])
def test_an_address_of_another_machine_is_a_typed_error(listen: str) -> None:
    with pytest.raises(CannotListen):
        Server(lambda environ, start: [], listen)


def test_stopping_is_quick_and_frees_the_port(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    server = Server(make_app(desk.site), "127.0.0.1:0")
    server.start()
    waiting = socket.create_connection(("127.0.0.1", server.port), timeout=5)
    started = time.monotonic()
    server.stop()
    assert not overdue(started, 2) and not server.alive
    again = Server(make_app(desk.site), f"127.0.0.1:{server.port}")
    again.stop()
    waiting.close()
    desk.store.close()


def test_requests_from_many_threads_share_one_store(port: int) -> None:
    answers: list[int] = []

    def visit() -> None:
        for _ in range(5):
            answers.append(status(raw(port, request("GET /setup HTTP/1.1", b"\r\n"))))

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 40
