"""A crowd at the door of the real daemon: who begins and does not go on keeps nobody else from the page.

Beside the crowd a shop's own browser looks at the page; what it waits is measured, and what the crowd costs in memory.
"""

from __future__ import annotations

import re
import resource
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.installation import Installation
from tests.patience import overdue, until
from tests.web.test_tls import client_hello, encrypted
from tests.whole.test_page_by_hand import Page

FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 520000\r\n\r\na="
POST = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\n"
STYLE = b"GET /static/app.css HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
SLOW: dict[str, Callable[[], bytes]] = {
    "says nothing": lambda: b"",
    "half a header": lambda: b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ",
    "half a body": lambda: POST + FORM,
    "half a megabyte of a body": lambda: POST + FORM + b"x" * 500_000,
    "reads nothing": lambda: STYLE * 400,
    "half a handshake": lambda: client_hello()[:60],
}
MOST_MEMORY = 40
"""MB that a crowd may cost; the unit of the service grants 256 in all."""


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Installation(tmp_path_factory.mktemp("crowd"), [])
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def shop(daemon: Installation) -> Page:
    return Page(daemon)  # type: ignore[arg-type]


def memory(made: Installation) -> int:
    """What the daemon holds, in MB."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{made.owner()}/status").read_text())
    assert found
    return int(found[1]) // 1024


FREE = 10
"""Seconds an idle machine needs at most beside any crowd; a page that is blocked waits twenty, until the first of the
crowd are shown the door."""


def look(shop: Page) -> float:
    """How long the page takes now."""
    began = time.monotonic()
    shop.open("/account")
    assert "Where I am signed in" in shop.text
    assert not overdue(began, FREE)
    return time.monotonic() - began


@pytest.mark.parametrize("count", [120, 1000])
@pytest.mark.parametrize("kind", SLOW)
def test_a_slow_crowd_blocks_nobody_and_costs_little(daemon: Installation, shop: Page, kind: str, count: int) -> None:
    before, octets, crowd = memory(daemon), SLOW[kind](), []
    try:
        for _ in range(count):
            line = socket.socket()
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.settimeout(10)
            crowd.append(line)
            try:
                line.connect(("127.0.0.1", daemon.port))
                line.sendall(octets)
            except OSError:
                pass  # shown the door while it spoke: that is what shall become of it
        waits = [look(shop) for _ in range(3)]
        cost = memory(daemon) - before
        assert cost < MOST_MEMORY
        print(f"{count} × {kind}: the page in {max(waits):.3f} s, {cost} MB")
    finally:
        for line in crowd:
            line.close()


def test_a_crowd_that_drips_blocks_nobody(daemon: Installation, shop: Page) -> None:
    """A word now and then keeps a line; whoever comes anew takes the place of the one who was silent longest."""
    crowd = [socket.create_connection(("127.0.0.1", daemon.port), timeout=5) for _ in range(450)]
    try:
        for _ in range(4):
            for line in crowd:
                try:
                    line.sendall(b"GET / HTTP/1.1\r\nX-Drip: a\r\n"[:3])
                except OSError:
                    continue
            look(shop)
            time.sleep(0.5)
    finally:
        for line in crowd:
            line.close()


def test_a_crowd_of_guessers_keeps_no_thread(daemon: Installation, shop: Page) -> None:
    """Comparing a password takes long on purpose: two strangers wait for it at a time, the page goes on."""
    done: list[int] = []
    head = POST + b"Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"

    def guess(number: int) -> None:
        with socket.socket() as line:
            line.settimeout(60)
            line.bind((f"127.0.0.{2 + number}", 0))
            line.connect(("127.0.0.1", daemon.port))
            line.sendall(b"GET /login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            page = b"".join(iter(lambda: line.recv(65536), b"")).decode()
        cookie, token = re.search(r"Set-Cookie: (smsbox=[^;]+)", page), re.search(r'name="token" value="(\w+)"', page)
        assert cookie and token
        body = f"token={token[1]}&name=owner&password=guess+number+{number}".encode()
        with socket.socket() as line:
            line.settimeout(60)
            line.bind((f"127.0.0.{2 + number}", 0))
            line.connect(("127.0.0.1", daemon.port))
            line.sendall(head + f"Cookie: {cookie[1]}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            done.append(int(line.recv(4096).split()[1]))

    crowd = [threading.Thread(target=guess, args=(number,)) for number in range(100)]
    for thread in crowd:
        thread.start()
    waits = [look(shop) for _ in range(5)]
    for thread in crowd:
        thread.join()
    assert set(done) <= {401, 503} and len(done) == 100
    assert 401 in done
    print(f"100 guessers: the page in {max(waits):.3f} s")


def test_a_crowd_that_has_gone_leaves_nothing(daemon: Installation, shop: Page) -> None:
    """Places are free again, and the log was not filled."""
    look(shop)
    until(lambda: len(list(Path(f"/proc/{daemon.owner()}/fd").iterdir())) < 100, what="descriptors given back")
    assert len(daemon.log().splitlines()) < 200, daemon.log()[-2000:]


@pytest.mark.parametrize("shaken", [False, True])
def test_the_encrypted_page_stands_a_crowd_too(tmp_path: Path, shaken: bool) -> None:
    """A thousand handshakes that are half done, or done and followed by answers nobody reads."""
    made = Installation(tmp_path, [])
    made.config.write_text(made.config.read_text().replace("[web]\n", '[web]\ntls = "own"\n'))
    made.start()
    crowd: list[socket.socket] = []
    try:
        before = memory(made)
        for _ in range(600 if shaken else 1000):
            line = socket.create_connection(("127.0.0.1", made.port), timeout=60)
            crowd.append(line)
            try:
                if shaken:
                    crowd[-1] = ssl._create_unverified_context().wrap_socket(line)
                    crowd[-1].sendall(STYLE * 100)
                else:
                    line.sendall(client_hello())
            except OSError:
                pass  # his place was given to another one
        began = time.monotonic()
        assert b"Make this box yours" in encrypted(made.port, made.directory / "page.pem")
        assert not overdue(began, FREE)
        assert memory(made) - before < MOST_MEMORY
        print(f"the encrypted page in {time.monotonic() - began:.3f} s, {memory(made) - before} MB")
    finally:
        for line in crowd:
            line.close()
        made.kill()
