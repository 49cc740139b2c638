"""Secrets by name: the first place that has one counts, nobody else may read it, and it is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.config import SecretUnusable, load, secret, secrets
from smsbox.doctor.secrets import known


def put(path: Path, content: str = "hush hush\n", mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    path.chmod(mode)
    return path


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setattr(secrets, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(secrets, "SERVICE", tmp_path / "service")


def test_each_place_in_its_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = tmp_path / "etc"
    put(beside / "smtp", "beside\n")
    assert secret("smtp", beside) == "beside"
    put(tmp_path / "kept/smtp", "kept\n")
    assert secret("smtp", beside) == "kept"
    put(tmp_path / "service/smsbox_smtp", "of the running service\n")
    assert secret("smtp", beside) == "of the running service"
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "own"))
    assert secret("smtp", beside) == "kept", "a process with credentials of its own looks at no other's"
    put(tmp_path / "own/smsbox_smtp", "loaded\n")
    assert secret("smtp", beside) == "loaded"
    put(tmp_path / "own/smtp", "loaded by name\n")
    assert secret("smtp", beside) == "loaded by name"


def test_a_path_is_a_path(tmp_path: Path) -> None:
    put(tmp_path / "kept/smtp", "kept")
    put(tmp_path / "there/smtp", "there")
    assert secret(tmp_path / "there/smtp") == "there"
    assert secret("there/smtp", tmp_path) == "there"


@pytest.mark.parametrize(("content", "read"), [("a b\n", "a b"), (" a \r\n", " a "), ("пароль", "пароль")])
def test_the_line_is_taken_as_it_is(tmp_path: Path, content: str, read: str) -> None:
    assert secret(put(tmp_path / "one", content)) == read


@pytest.mark.parametrize("content", ["", "\n", "hush\nhush\n", "hush\0hush", "h" * 5000])
def test_what_is_no_one_line_is_refused_and_not_shown(tmp_path: Path, content: str) -> None:
    with pytest.raises(SecretUnusable) as caught:
        secret(put(tmp_path / "one", content))
    assert "hush" not in str(caught.value) and "one line" in str(caught.value.facts["problem"])


def test_one_that_others_can_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SecretUnusable) as caught:
        secret(put(tmp_path / "one", mode=0o644))
    assert "chmod 600" in str(caught.value.facts["problem"])


def test_one_that_is_nowhere_is_named_with_the_place_it_belongs_to(tmp_path: Path) -> None:
    with pytest.raises(SecretUnusable) as caught:
        secret("smtp", tmp_path)
    assert caught.value.facts["name"] == "smtp"
    assert caught.value.facts["path"] == str(tmp_path / "kept/smtp")
    assert caught.value.exit_code == 78


def test_a_pin_is_found_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[[modem]]\nname = "main"\nport = "/dev/ttyUSB0"\npin_file = "main.pin"\n')
    put(tmp_path / "service/smsbox_main.pin", "4321\n")
    assert load(path, secrets=True).modems[0].read_pin() == "4321"


def test_the_support_bundle_is_rid_of_every_secret(tmp_path: Path) -> None:
    put(tmp_path / "service/smsbox_smtp", "korrekt horse\n")
    path = tmp_path / "config.toml"
    path.write_text("")
    assert "korrekt" not in known(load(path), None).text("login with korrekt horse refused")
