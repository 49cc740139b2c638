"""Backups on a server: a local one that speaks TLS and WebDAV as far as it is used."""

from __future__ import annotations

import base64
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from smsbox import backup
from smsbox.backup import files, standing
from smsbox.clock import DAY, SECOND
from smsbox.config import Config, ConfigErrors, load
from smsbox.store import Store
from smsbox.store.kept import Kept

NOW = 1_772_672_400 * SECOND
PASSWORD = "Таємне слово"


class Cloud(ThreadingHTTPServer):
    """What it was given, by path; how it answers is set by tests."""

    daemon_threads = True
    stored: dict[str, bytes]
    folders: set[str]
    says: dict[str, int]
    short = False


class _Handler(BaseHTTPRequestHandler):
    server: Cloud

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def _answer(self, status: int, length: int = 0) -> None:
        self.send_response(self.server.says.get(self.command, status))
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def _known(self) -> bool:
        wanted = "Basic " + base64.b64encode(f"shop:{PASSWORD}".encode()).decode()
        return self.headers.get("Authorization") == wanted

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._known():
            return self._answer(401)
        if self.path.rpartition("/")[0] + "/" not in self.server.folders:
            return self._answer(409)
        self.server.stored[self.path] = body[:-1] if self.server.short else body
        return self._answer(201)

    def do_MKCOL(self) -> None:
        self.server.folders.add(self.path)
        self._answer(201)

    def do_HEAD(self) -> None:
        found = self.server.stored.get(self.path)
        self._answer(404 if found is None else 200, len(found or b""))

    def do_DELETE(self) -> None:
        self.server.stored.pop(self.path, None)
        self._answer(204)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    made = ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "9")
    subprocess.run(
        (*made, *names, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"), check=True, capture_output=True
    )
    return folder


@pytest.fixture
def cloud(certificate: Path) -> Iterator[Cloud]:
    made = Cloud(("127.0.0.1", 0), _Handler)
    made.stored, made.folders, made.says = {}, set(), {}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    made.socket = context.wrap_socket(made.socket, server_side=True)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def configured(folder: Path, cloud: Cloud, certificate: Path, *, trusted: bool = True) -> Config:
    secret = folder / "backup.password"
    secret.write_text(PASSWORD + "\n", encoding="utf-8")
    secret.chmod(0o600)
    path = folder / "config.toml"
    authority = f'authority = "{certificate}/cert.pem"\n' if trusted else ""
    path.write_text(
        f'[store]\nurl = "sqlite://{folder}/smsbox.db"\n[backup]\nurl = "https://localhost:{cloud.server_port}/dav/box"\n'
        f'user = "shop"\npassword_file = "{secret}"\n{authority}daily = 2\nweekly = 0\n'
    )
    return load(path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(f"sqlite://{tmp_path}/smsbox.db")
    yield made
    made.close()


def test_it_arrives_whole_with_its_sum_and_old_ones_go(
    tmp_path: Path, store: Store, cloud: Cloud, certificate: Path
) -> None:
    config = configured(tmp_path, cloud, certificate)
    done = backup.make(config, store, NOW)
    assert done.there == ("folder", "server") and not done.failed
    assert cloud.stored[f"/dav/box/{done.file.name}"] == done.file.read_bytes()
    assert cloud.stored[f"/dav/box/{done.file.name}{files.SUM}"] == files.sum_file(done.file).read_bytes()
    for day in range(1, 6):
        backup.make(config, store, NOW + day * DAY)
    assert sorted(cloud.stored) == sorted(
        f"/dav/box/smsbox-202603{day:02}-010000.db{ending}" for day in (8, 9, 10) for ending in ("", files.SUM)
    ), "the newest three and no more"


def test_a_server_nobody_vouches_for_gets_neither_password_nor_data(
    tmp_path: Path, store: Store, cloud: Cloud, certificate: Path
) -> None:
    done = backup.make(configured(tmp_path, cloud, certificate, trusted=False), store, NOW)
    assert done.there == ("folder",) and cloud.stored == {}
    assert "self-signed" in str(done.failed["server"].facts["problem"])


@pytest.mark.parametrize(("method", "status"), [("PUT", 507), ("PUT", 401), ("PUT", 301), ("HEAD", 404)])
def test_a_server_that_refuses_is_told(
    tmp_path: Path, store: Store, cloud: Cloud, certificate: Path, method: str, status: int
) -> None:
    config = configured(tmp_path, cloud, certificate)
    cloud.says[method] = status
    done = backup.make(config, store, NOW)
    assert f"HTTP {status}" in str(done.failed["server"].facts["problem"])
    known = standing.places(Kept(store, tmp_path))["server"]
    assert known.why == "backup.place_failed" and PASSWORD not in str(known)


def test_what_arrived_cut_off_did_not_arrive(tmp_path: Path, store: Store, cloud: Cloud, certificate: Path) -> None:
    cloud.short = True
    assert "server" in backup.make(configured(tmp_path, cloud, certificate), store, NOW).failed


def test_a_password_that_others_can_read_is_not_used(
    tmp_path: Path, store: Store, cloud: Cloud, certificate: Path
) -> None:
    config = configured(tmp_path, cloud, certificate)
    (tmp_path / "backup.password").chmod(0o644)
    done = backup.make(config, store, NOW)
    assert done.there == ("folder",) and done.failed["server"].key == "config.secret_file"


@pytest.mark.parametrize("url", ["http://cloud.example.com/", "https://", "cloud", "https://a:b@c/", "https://a/?x=1"])
def test_addresses_that_would_tell_everybody_are_refused(tmp_path: Path, url: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[backup]\nurl = "{url}"\n')
    with pytest.raises(ConfigErrors) as told:
        load(path)
    (problem,) = told.value.facts["problems"]  # type: ignore[misc,attr-defined]
    assert (problem.key, problem.line) == ("backup.url", 2)
