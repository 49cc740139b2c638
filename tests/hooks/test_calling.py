"""One call: to the address that was judged, under its name; nothing followed, nothing waited for without end."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from smsbox.hooks import calling, postman
from smsbox.hooks.addresses import BadAddress
from tests.alarms.listeners import certificate, hook

HERE = ("127.0.0.0/8",)


def _lead(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Every name leads to the first of `answers`, then to the next."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def answer(host: str, port: int, *rest: object, **how: object) -> object:
        if host.endswith(".example"):
            host = answers[min(len(asked), len(answers) - 1)]
            asked.append(host)
        return real(host, port, *rest, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_a_call_goes_where_it_was_judged_and_under_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _lead(monkeypatch, "127.0.0.1", "10.255.255.1")
    with hook() as other:
        answer = calling.call(f"http://shop.example:{other.port}/in?a=1", body=b"{}", networks=HERE)
    assert answer.good and asked == ["127.0.0.1"]
    assert other.calls[0][0]["Host"] == f"shop.example:{other.port}"


def test_a_name_that_leads_elsewhere_by_now_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: good when it was saved, inside when it is called."""
    with hook() as other:
        _lead(monkeypatch, "127.0.0.1")
        with pytest.raises(BadAddress):
            calling.call(f"http://shop.example:{other.port}/", body=b"{}")
        assert not other.calls


def test_nothing_is_followed() -> None:
    with (
        hook() as inside,
        _talking(
            f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:{inside.port}/\r\n\r\n"
        ) as port,
    ):
        answer = calling.call(f"http://127.0.0.1:{port}/", body=b"{}", networks=HERE)
        assert answer.status == 302 and not answer.good and not inside.calls


def test_an_answer_without_end_is_cut() -> None:
    with _talking("HTTP/1.1 500 Oh\r\n\r\n" + "x" * 100_000) as port:
        assert len(calling.call(f"http://127.0.0.1:{port}/", networks=HERE).text) == 2048


def test_who_never_answers_and_who_drips() -> None:
    with _talking("") as port, pytest.raises(TimeoutError):
        calling.call(f"http://127.0.0.1:{port}/", networks=HERE, silence=0.2)
    with _talking("HTTP/1.1 200 OK\r\nX: ") as port, pytest.raises(TimeoutError):
        calling.call(f"http://127.0.0.1:{port}/", networks=HERE, silence=30, whole=0.2)


def test_a_certificate_is_held_against_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ssl

    chain, key = certificate(tmp_path, "shop.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    _lead(monkeypatch, "127.0.0.1")
    with _talking("HTTP/1.1 204 No Content\r\n\r\n", context) as port:
        url = f"https://shop.example:{port}/"
        assert calling.call(url, networks=HERE, authority=str(chain)).status == 204
        with pytest.raises(ssl.SSLCertVerificationError):
            calling.call(f"https://other.example:{port}/", networks=HERE, authority=str(chain))
        with _talking("HTTP/1.1 200 OK\r\nX: ", context) as slow, pytest.raises(TimeoutError):
            drips = f"https://shop.example:{slow}/"
            calling.call(drips, networks=HERE, authority=str(chain), silence=30, whole=0.5)
        assert postman.made({"url": url, "method": "POST", "body": ""}, HERE)["error"]["key"] == "hooks.certificate"


def test_the_signature_is_that_of_sms_gate() -> None:
    """HMAC-SHA256 over the body and the timestamp, as docs.sms-gate.app says; made with openssl."""
    body, secret = b'{"event":"sms:received"}', "123456789"
    headers = postman.signed(body, secret, 1_700_000_000)
    assert headers["X-Timestamp"] == "1700000000"
    assert headers["X-Signature"] == "f3a64a36256d88ad029ff7690e02eacd040672fdc9ec36aeb2776f4797736a55"


@contextmanager
def _talking(said: str, context: object = None) -> Iterator[int]:
    """Somebody who says that to whoever knocks, whatever he asks, and then nothing more."""
    server = socket.create_server(("127.0.0.1", 0))
    lines: list[socket.socket] = []

    def talk() -> None:
        while True:
            try:
                line = server.accept()[0]
            except OSError:
                return
            lines.append(line)
            try:
                if context is not None:
                    line = context.wrap_socket(line, server_side=True)  # type: ignore[attr-defined]
                    lines.append(line)
                line.recv(4096)
                line.sendall(said.encode())
            except OSError:
                pass

    threading.Thread(target=talk, daemon=True).start()
    try:
        yield server.getsockname()[1]
    finally:
        server.close()
        for line in lines:
            line.close()
