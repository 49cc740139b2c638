"""The client side of the doorbell against a real socket."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

from smsbox.outbox import doorbell


def answer(directory: Path, reply: bytes) -> list[bytes]:
    heard: list[bytes] = []
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(directory / doorbell.NAME))
    server.listen(1)

    def serve() -> None:
        caller, _ = server.accept()
        heard.append(caller.recv(100))
        caller.sendall(reply)
        caller.close()
        server.close()

    threading.Thread(target=serve).start()
    return heard


def test_ring(tmp_path: Path) -> None:
    heard = answer(tmp_path, b"ok\n")
    assert doorbell.ring(tmp_path)
    assert heard == [b"wake\n"]


def test_nobody_at_home(tmp_path: Path) -> None:
    assert not doorbell.ring(tmp_path)
    assert doorbell.modems(tmp_path) is None


def test_modems(tmp_path: Path) -> None:
    answer(tmp_path, '{"name":"left","operator":"Київстар"}\n{"name":"right"}\n'.encode())
    assert doorbell.modems(tmp_path) == [{"name": "left", "operator": "Київстар"}, {"name": "right"}]


def test_an_answer_that_makes_no_sense(tmp_path: Path) -> None:
    answer(tmp_path, b"what?\n")
    assert doorbell.modems(tmp_path) is None
