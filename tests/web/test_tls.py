"""The page encrypted, on real sockets: certificate, one port for both schemes, slow handshakes, answers, trials."""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import os
import re
import socket
import ssl
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from smsbox.config import WebConfig
from smsbox.daemon.page import Page
from smsbox.store import accounts
from smsbox.web.app import make_app
from smsbox.web.server import certificate
from smsbox.web.server.certificate import CertificateUnusable, own_path
from smsbox.web.server.reach import own_addresses
from smsbox.web.server.serve import Server
from tests.patience import PATIENCE, overdue
from tests.ports import free_port
from tests.web.desk import PASSWORD, PASSWORD_HASH, Desk, make_desk
from tests.web.test_server import SLOW_CLIENTS, raw, request, status

WEB = WebConfig("127.0.0.1", 0, ("smsbox.lan",), tls="own")
HELLO = b"GET /setup HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls")


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    desk = make_desk(folder, listen="127.0.0.1:0")
    server = Server(make_app(desk.site, WEB), "127.0.0.1:0", tls=certificate.context(WEB, folder))
    server.start()
    yield server.port
    server.stop()
    desk.store.close()


def trusting(path: Path) -> ssl.SSLContext:
    """A browser that was shown this very certificate, and checks names."""
    context = ssl.create_default_context()
    context.load_verify_locations(cadata=path.read_text("ascii"))
    return context


def encrypted(port: int, path: Path, octets: bytes = HELLO) -> bytes:
    bare = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    with bare, trusting(path).wrap_socket(bare, server_hostname="127.0.0.1") as line:
        line.sendall(octets)
        heard = b""
        while chunk := line.recv(65536):
            heard += chunk
    return heard


def test_the_certificate_is_one_browsers_can_be_shown(folder: Path, port: int) -> None:
    path = own_path(folder)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = subprocess.run(["openssl", "x509", "-noout", "-text", "-in", str(path)], capture_output=True, text=True)
    for wanted in ("prime256v1", "CA:FALSE", "TLS Web Server Authentication", "DNS:smsbox.lan", "DNS:localhost"):
        assert wanted in told.stdout
    for own in own_addresses():
        pieces = ipaddress.ip_address(own).exploded.split(":")
        written = own if len(pieces) == 1 else ":".join(f"{int(piece, 16):X}" for piece in pieces)
        assert f"IP Address:{written}" in told.stdout
    for wanted in ("IP Address:127.0.0.1", f"DNS:{socket.gethostname().lower()}", "ecdsa-with-SHA256"):
        assert wanted in told.stdout
    ends = subprocess.run(
        ["openssl", "x509", "-noout", "-checkend", str(825 * 86_400), "-in", str(path)], capture_output=True
    )
    assert ends.returncode == 1, "no longer than Apple's systems accept"
    assert [each.name for each in folder.iterdir() if "certificate-" in each.name] == [], "nothing is left over"


def test_it_is_made_once_and_anew_when_it_is_broken(tmp_path: Path) -> None:
    assert certificate.ensure(WEB, tmp_path)
    first = own_path(tmp_path).read_bytes()
    assert not certificate.ensure(WEB, tmp_path) and own_path(tmp_path).read_bytes() == first
    own_path(tmp_path).write_bytes(first[:200])
    assert certificate.ensure(WEB, tmp_path) and own_path(tmp_path).read_bytes() != first


def test_it_is_made_anew_before_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as soon:
        soon.setattr(certificate, "DAYS", 20)
        assert certificate.ensure(WEB, tmp_path)
    first = caplog.messages
    assert certificate.ensure(WEB, tmp_path) and not certificate.ensure(WEB, tmp_path)
    assert len(caplog.messages) == 2 and caplog.messages[0] != caplog.messages[1], "each is told with its fingerprint"
    assert first and re.search(r"fingerprint ([0-9A-F]{2}:){31}[0-9A-F]{2}$", caplog.messages[1])


def test_the_fingerprint_is_what_a_browser_shows(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    config = replace(desk.site.config, web=WEB)
    assert certificate.fingerprint(config) is None
    certificate.ensure(WEB, tmp_path)
    server = Server(make_app(desk.site, WEB), "127.0.0.1:0", tls=certificate.context(WEB, tmp_path))
    server.start()
    try:
        bare = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        with bare, ssl._create_unverified_context().wrap_socket(bare) as line:
            shown = hashlib.sha256(line.getpeercert(binary_form=True) or b"").digest().hex(":").upper()
    finally:
        server.stop()
        desk.store.close()
    assert certificate.fingerprint(config) == shown


@pytest.mark.parametrize("content", ["", "no certificate"])
def test_files_that_are_none_are_told_with_their_path(tmp_path: Path, content: str) -> None:
    path = tmp_path / "given.pem"
    if content:
        path.write_text(content)
    with pytest.raises(CertificateUnusable) as caught:
        certificate.context(WebConfig("127.0.0.1", 1, tls="files", certificate=path), tmp_path)
    assert caught.value.facts["path"] == str(path) and caught.value.exit_code == 78


def test_without_openssl_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CertificateUnusable, match="openssl is missing"):
        certificate.context(WEB, tmp_path)


def test_own_files_may_lie_apart(tmp_path: Path) -> None:
    certificate.ensure(WEB, tmp_path)
    key, _, rest = own_path(tmp_path).read_text().partition("-----BEGIN CERTIFICATE")
    (tmp_path / "a.key").write_text(key)
    (tmp_path / "a.crt").write_text("-----BEGIN CERTIFICATE" + rest)
    web = replace(WEB, tls="files", certificate=tmp_path / "a.crt", key=tmp_path / "a.key")
    assert certificate.context(web, tmp_path / "nowhere") is not None


def test_a_page_comes_encrypted(port: int, folder: Path) -> None:
    answer = encrypted(port, own_path(folder))
    assert status(answer) == 200 and b"Make this box yours" in answer
    cookie = next(line for line in answer.split(b"\r\n") if line.startswith(b"Set-Cookie"))
    assert b"__Host-smsbox=" in cookie and b"; Secure" in cookie and b"Path=/" in cookie


def test_the_real_address_of_the_client_is_kept(folder: Path) -> None:
    seen: list[str] = []

    def app(environ: dict[str, str], start: object) -> list[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        start("200 OK", [("Content-Length", "0")])  # type: ignore[operator]
        return []

    server = Server(app, "127.0.0.1:0", tls=certificate.context(WEB, folder))  # type: ignore[arg-type]
    server.start()
    try:
        bare = socket.create_connection(("127.0.0.1", server.port), 5, ("127.0.0.77", 0))
        with bare, trusting(own_path(folder)).wrap_socket(bare, server_hostname="localhost") as line:
            line.sendall(HELLO)
            line.recv(100)
    finally:
        server.stop()
    assert seen == ["127.0.0.77"]


@pytest.mark.parametrize("size", [1, 16 * 1024, 16 * 1024 + 1, 5_000_000])
def test_large_answers_arrive_whole_at_slow_readers(folder: Path, size: int) -> None:
    content = os.urandom(size)

    def app(environ: object, start: object) -> list[bytes]:
        start("200 OK", [("Content-Length", str(size))])  # type: ignore[operator]
        return [content[at : at + 100_000] for at in range(0, size, 100_000)]

    server = Server(app, "127.0.0.1:0", tls=certificate.context(WEB, folder))  # type: ignore[arg-type]
    server.start()
    try:
        with socket.socket() as bare:
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
            bare.settimeout(20)
            bare.connect(("127.0.0.1", server.port))
            with trusting(own_path(folder)).wrap_socket(bare, server_hostname="localhost") as line:
                line.sendall(HELLO)
                time.sleep(0.3)  # all buffers on the way are full by now
                heard = b""
                while chunk := line.recv(65536):
                    heard += chunk
    finally:
        server.stop()
    assert heard.partition(b"\r\n\r\n")[2] == content


def test_a_large_body_goes_in(port: int, folder: Path) -> None:
    line = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=trusting(own_path(folder)))
    try:
        line.request("POST", "/login", b"a=" + b"x" * 200_000, {"Content-Type": "application/x-www-form-urlencoded"})
        assert line.getresponse().status == 403, "read to its end, and refused for want of a token"
    finally:
        line.close()


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_of_the_versions_only_the_good_ones(port: int, version: ssl.TLSVersion) -> None:
    context = ssl._create_unverified_context()
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", port), timeout=5) as bare, context.wrap_socket(bare) as line:
        assert line.version() == version.name.replace("_", ".")
        assert line.selected_alpn_protocol() is None


def test_old_versions_are_refused(port: int, folder: Path) -> None:
    made = certificate.context(WEB, folder)
    assert made is not None and made.minimum_version is ssl.TLSVersion.TLSv1_2, "whatever the system would allow"
    context = ssl._create_unverified_context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection(("127.0.0.1", port), timeout=5) as bare, pytest.raises(ssl.SSLError):
        context.wrap_socket(bare)


def test_who_comes_unencrypted_is_led_to_the_right_page(port: int) -> None:
    answer = raw(port, request("GET /outbox?q=%D0%B0&x=%0d%0aA:b HTTP/1.1", b"\r\n"))
    assert status(answer) == 302
    assert b"\r\nLocation: https://127.0.0.1/outbox?q=%D0%B0&x=%0d%0aA:b\r\n" in answer
    assert b"Set-Cookie" not in answer and b"no-store" in answer


def browser(port: int, path: str, *more: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Accept: text/html,*/*;q=0.8", "Accept-Language: uk", *more]
    return raw(port, request("\r\n".join(lines), b"\r\n"))


def test_a_browser_is_told_once_why_it_is_going_to_warn(port: int) -> None:
    told = browser(port, "/outbox?state=held", "Cookie: smsbox=" + "A" * 43)
    assert status(told) == 200 and b"no-store" in told and b"Content-Security-Policy" in told
    assert 'href="https://127.0.0.1/outbox?state=held"' in told.decode()
    assert '<html lang="uk">' in told.decode() and "This page is encrypted" not in told.decode()
    assert told.count(b"Set-Cookie") == 1 and b"Set-Cookie: smsbox-told=1; Path=/;" in told
    assert browser(port, "/").count(b"Set-Cookie") == 1, "no session begins where everybody can read it"
    assert b"<form" not in told, "nothing can be typed here that somebody could read"
    again = browser(port, "/outbox?state=held", "Cookie: smsbox-told=1")
    assert status(again) == 302 and b"Location: https://127.0.0.1/outbox?state=held" in again
    for asset in re.findall(r'"(/static/[^"#]+)', told.decode()):
        assert status(browser(port, asset)) == 200, "the look of that page comes unencrypted too"
    assert status(browser(port, "/x%22%3E%3Cscript%3E?a=%22%3E<script>")) == 200
    assert b"<script" not in browser(port, "/x%22%3E%3Cscript%3E?a=%22%3E<script>")


def test_a_certificate_that_browsers_know_needs_no_words(folder: Path, tmp_path: Path) -> None:
    certificate.ensure(WEB, folder)
    web = replace(WEB, tls="files", certificate=own_path(folder))
    desk = make_desk(tmp_path, listen="127.0.0.1:0")
    server = Server(make_app(desk.site, web), "127.0.0.1:0", tls=certificate.context(web, tmp_path))
    server.start()
    try:
        assert status(browser(server.port, "/")) == 302
    finally:
        server.stop()
        desk.store.close()


def test_what_was_sent_unencrypted_is_not_taken(port: int) -> None:
    body = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b"
    assert status(raw(port, request("POST /login HTTP/1.1", body))) == 403


def test_nobody_is_led_to_a_foreign_name(port: int) -> None:
    assert status(raw(port, b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")) == 421


def test_half_open_handshakes_and_slow_clients_block_nobody(port: int, folder: Path) -> None:
    lines = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(SLOW_CLIENTS)]
    hello = client_hello()
    kept = []
    try:
        for number, line in enumerate(lines):
            if number % 4 == 0:
                line.sendall(hello[: 1 + number])  # a part of the first message
            elif number % 4 == 1:
                line.sendall(hello)  # and never a word more
            elif number % 4 == 2:
                line.sendall(b"\x16\x03\x01\xff\xff" + b"\0" * 1000)  # no TLS at all
            else:
                secret = ssl._create_unverified_context().wrap_socket(line)
                secret.sendall(b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\na")
                kept.append(secret)
        started = time.monotonic()
        assert status(encrypted(port, own_path(folder))) == 200
        assert not overdue(started, 1)
        print(f"{SLOW_CLIENTS} slow clients, another served in {time.monotonic() - started:.3f} s")
    finally:
        for line in (*lines, *kept):
            line.close()


def client_hello() -> bytes:
    come, go = ssl.MemoryBIO(), ssl.MemoryBIO()
    with pytest.raises(ssl.SSLWantReadError):
        ssl._create_unverified_context().wrap_bio(come, go).do_handshake()
    return go.read()


def test_a_handshake_that_drips_ends(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One octet now and then is no word: the seconds of silence are counted from the beginning."""
    monkeypatch.setattr("smsbox.web.server.serve._CHANNEL_SECONDS", 4)
    server = Server(lambda environ, start: [], "127.0.0.1:0", tls=certificate.context(WEB, folder))
    server.start()
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=0.5) as line:
            started = time.monotonic()
            for octet in client_hello():
                try:
                    line.sendall(bytes([octet]))
                    if line.recv(1) == b"":
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
            assert not overdue(started, 8)
    finally:
        server.stop()


# ── trials


@pytest.fixture
def moving(tmp_path: Path) -> Iterator[tuple[Desk, Page, int]]:
    """A page without encryption at a port of its own."""
    free = free_port()
    desk = make_desk(tmp_path, listen=f"127.0.0.1:{free}")
    page = Page(desk.site, desk.site.config.web, 64)
    page.start()
    yield desk, page, free
    page.stop(1.0)
    desk.store.close()


def sign_in(desk: Desk, port: int, path: Path | None) -> int:
    """As a browser does it; the answer to the page behind the door."""
    if not accounts.has_owner(desk.store):
        accounts.create_owner(desk.store, name="owner", password_hash=PASSWORD_HASH, now=desk.clock.at)
    line: http.client.HTTPConnection
    if path is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    else:
        line = http.client.HTTPSConnection("127.0.0.1", port, timeout=60, context=trusting(path))
    cookies: dict[str, str] = {}

    def ask(method: str, where: str, body: str = "") -> tuple[int, str]:
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        line.request(method, where, body, head | {"Content-Type": "application/x-www-form-urlencoded"})
        answer = line.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            cookies[name] = rest.partition(";")[0]
        return answer.status, answer.read().decode()

    try:
        token = re.search(r'name="token" value="([0-9a-f]+)"', ask("GET", "/login")[1])
        assert token
        code, _ = ask("POST", "/login", f"token={token[1]}&name=owner&password={PASSWORD.replace(' ', '+')}")
        assert code == 303
        return ask("GET", "/account")[0]
    finally:
        line.close()


def test_encryption_is_tried_at_the_same_port_beside_the_plain_page(moving: tuple[Desk, Page, int]) -> None:
    desk, page, port = moving
    folder = desk.site.config.store.directory
    page.open(replace(desk.site.config.web, tls="own"))
    assert sign_in(desk, port, None) == 200 and not page.reached, "the old way still works, and proves nothing"
    assert sign_in(desk, port, own_path(folder)) == 200 and page.reached
    page.move()
    assert sign_in(desk, port, own_path(folder)) == 200
    assert status(raw(port, HELLO)) == 302


def test_a_trial_that_nobody_proves_leaves_the_plain_page(moving: tuple[Desk, Page, int]) -> None:
    desk, page, port = moving
    page.open(replace(desk.site.config.web, tls="own"))
    page.stay()
    assert sign_in(desk, port, None) == 200 and not page.reached
    with pytest.raises((ssl.SSLError, OSError)):
        encrypted(port, own_path(desk.site.config.store.directory))


def test_switching_it_off_is_tried_too(moving: tuple[Desk, Page, int]) -> None:
    desk, page, port = moving
    folder, plain = desk.site.config.store.directory, desk.site.config.web
    page.open(replace(plain, tls="own"))
    page.move()
    page.open(plain)
    assert sign_in(desk, port, own_path(folder)) == 200 and not page.reached
    assert sign_in(desk, port, None) == 200 and page.reached
    page.move()
    assert sign_in(desk, port, None) == 200
    with pytest.raises((ssl.SSLError, OSError)):
        encrypted(port, own_path(folder))


def test_a_certificate_that_cannot_be_used_changes_nothing(moving: tuple[Desk, Page, int], tmp_path: Path) -> None:
    desk, page, port = moving
    with pytest.raises(CertificateUnusable):
        page.open(replace(desk.site.config.web, tls="files", certificate=tmp_path / "none.pem"))
    assert sign_in(desk, port, None) == 200 and not page.reached


def test_a_renewed_certificate_is_taken_without_a_start(moving: tuple[Desk, Page, int]) -> None:
    desk, page, port = moving
    folder = desk.site.config.store.directory
    page.open(replace(desk.site.config.web, tls="own"))
    page.move()
    own_path(folder).unlink()
    page.renew()
    assert status(encrypted(port, own_path(folder), HELLO.replace(b"/setup", b"/login"))) in (200, 302)
