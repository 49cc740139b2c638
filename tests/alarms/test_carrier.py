"""Letters and calls reach real servers on loopback; what servers do to them is told for what it is."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smsbox.alarms import carrier, troubles
from smsbox.errors import SmsboxError
from tests.alarms.listeners import Post, certificate, hook, post
from tests.ports import free_port


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certificate(tmp_path_factory.mktemp("own"))


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "smtp"
    path.write_text("пароль with spaces\n")
    path.chmod(0o600)
    return path


def letter(port: int, **more: Any) -> dict[str, Any]:
    order = {
        "way": "email",
        "at": 1_800_000_000_000_000,
        "server": f"localhost:{port}",
        "host": "localhost",
        "port": port,
        "security": "starttls",
        "sender": "box@example.com",
        "to": ["a@example.com", "b@example.com"],
        "subject": "Щось не так: модем m0",
        "body": "Що робити: …\n",
        "message_id": "<1@example.com>",
    }
    return {**order, **more}


def failure(order: dict[str, Any]) -> SmsboxError:
    with pytest.raises(SmsboxError) as caught:
        carrier.carry(order)
    assert troubles.of_plain(troubles.plain(caught.value)).key == caught.value.key
    return caught.value


@pytest.fixture
def mail(own: tuple[Path, Path]) -> Iterator[Post]:
    with post(certificate=own) as made:
        yield made


def test_a_letter_goes_encrypted_and_whole(mail: Post, own: tuple[Path, Path], password: Path) -> None:
    carrier.carry(letter(mail.port, authority=str(own[0]), user="box", secret=str(password)))
    (got,) = mail.letters
    assert got["Subject"] == "Щось не так: модем m0" and got.get_content() == "Що робити: …\n"
    assert got["Auto-Submitted"] == "auto-generated" and got["Message-ID"] == "<1@example.com>"
    assert mail.encrypted == [True] and len(mail.logins) == 1


def test_tls_from_the_start(own: tuple[Path, Path]) -> None:
    with post(certificate=own, at_once=True) as made:
        carrier.carry(letter(made.port, security="tls", authority=str(own[0])))
        assert made.encrypted == [True]


def test_a_certificate_nobody_trusts_gets_neither_password_nor_letter(mail: Post, password: Path) -> None:
    trouble = failure(letter(mail.port, user="box", secret=str(password)))
    assert trouble.key == "alarms.certificate" and not mail.letters and not mail.logins


def test_a_certificate_of_another_name_is_not_trusted(tmp_path: Path) -> None:
    other = certificate(tmp_path, "elsewhere.example")
    with post(certificate=other) as made:
        order = letter(made.port, authority=str(other[0]))
        assert failure(order).key == "alarms.certificate" and not made.letters


def test_a_wrong_password(own: tuple[Path, Path], password: Path) -> None:
    with post("password", own) as made:
        trouble = failure(letter(made.port, authority=str(own[0]), user="box", secret=str(password)))
    assert trouble.key == "alarms.password" and "535" in str(trouble.facts["said"])


def test_no_encryption_offered(own: tuple[Path, Path]) -> None:
    with post("plain", own) as made:
        assert failure(letter(made.port, authority=str(own[0]))).key == "alarms.no_encryption" and not made.letters


def test_a_letter_that_is_refused(own: tuple[Path, Path]) -> None:
    with post("refuse", own) as made:
        trouble = failure(letter(made.port, authority=str(own[0])))
    assert trouble.key == "alarms.refused" and "no such box" in str(trouble.facts["said"])


def test_a_server_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "_SILENCE", 0.3)
    with post("hang") as made:
        assert failure(letter(made.port, security="none")).key == "alarms.hangs"
        content = {"id": "1"}
        call = {"way": "webhook", "at": 0, "server": "x", "url": f"http://127.0.0.1:{made.port}/", "content": content}
        assert failure(call).key == "alarms.hangs"


def test_a_server_that_is_not_there() -> None:
    assert failure(letter(free_port(), security="none")).key == "alarms.unreachable"


def test_a_file_of_a_password_that_others_can_read_is_not_used(mail: Post, password: Path) -> None:
    password.chmod(0o644)
    assert failure(letter(mail.port, user="box", secret=str(password))).key == "config.secret_file"


def test_a_call_that_is_refused() -> None:
    with hook(500) as other:
        order = {"way": "webhook", "at": 0, "server": "127.0.0.1", "url": f"http://127.0.0.1:{other.port}"}
        trouble = failure({**order, "content": {"id": "1"}})
    assert trouble.key == "alarms.webhook_status" and trouble.facts["status"] == 500


def test_nobody_listens_there() -> None:
    order = {"way": "webhook", "at": 0, "server": "127.0.0.1", "url": f"http://127.0.0.1:{free_port()}/"}
    assert failure({**order, "content": {"id": "1"}}).key == "alarms.unreachable"


@pytest.mark.parametrize("led_to", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1%eth0"])
def test_the_machinery_of_the_network_is_asked_for_nothing(led_to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No such address can be reached in a test: where the name leads is played, what is thought of it is not."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (led_to, 80))])
    url, content = "http://hook.example.com/", {"id": "x"}
    with pytest.raises(troubles.Unreachable) as told:
        carrier.carry({"way": "webhook", "at": 0, "server": "hook.example.com", "url": url, "content": content})
    assert told.value.facts["problem"] == led_to
