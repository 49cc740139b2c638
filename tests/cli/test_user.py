"""`smsbox user`: the way back in, from the box itself."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

import pytest

from smsbox.cli.audited import account
from smsbox.cli.user import ROLES
from smsbox.clock import SystemClock
from smsbox.people import accounts, audit, invitations, second_factor
from smsbox.people.rights import Role
from smsbox.store import Store
from tests.cli.conftest import Run


@pytest.fixture
def store(config: Path) -> Store:
    return Store.open(f"sqlite://{config.parent}/smsbox.db")


def test_the_words_of_the_roles() -> None:
    assert tuple(role.value for role in Role) == ROLES


def test_a_user_is_made_with_a_code_that_opens_the_page(run: Run, store: Store) -> None:
    ran = run("user", "add", "Olena K", "--role", "owner")
    assert ran.code == 0
    name, code = ran.out.strip().split("\t")
    assert "/welcome" in ran.err and code not in ran.err
    now = SystemClock().now()
    assert invitations.accept(store, name, code, "vareniki with cherries", address="", now=now) is not None
    (entry, *_) = reversed(audit.entries(store, limit=9))
    assert (entry.who, entry.role, entry.what, entry.subject) == (account(), "console", "user.added", "Olena K")


def test_users_are_listed(run: Run, store: Store) -> None:
    run("user", "add", "Olena")
    run("user", "add", "Taras", "--role", "technician")
    rows = run("user", "list", "--json").rows
    assert [(row["name"], row["role"], row["state"], row["code_on"]) for row in rows] == [
        ("Olena", "manager", "invited", False),
        ("Taras", "technician", "invited", False),
    ]
    assert "hash" not in str(rows) and "secret" not in str(rows)
    assert "Taras" in run("user", "list").out


def test_nobody_there_yet(run: Run) -> None:
    assert run("user", "list").code == 0


def test_the_way_back_in(run: Run, store: Store) -> None:
    name, code = run("user", "add", "boss", "--role", "owner").out.strip().split("\t")
    now = SystemClock().now()
    boss = invitations.accept(store, name, code, "vareniki with cherries", address="", now=now)
    assert boss is not None
    assert run("user", "disable", "boss").code == 1
    assert run("user", "role", "boss", "manager").code == 1
    assert accounts.password_fits(store, boss.id, "vareniki with cherries")
    _, fresh = run("user", "reset-password", "BOSS").out.strip().split("\t")
    assert not accounts.password_fits(store, boss.id, "vareniki with cherries")
    assert invitations.accept(store, "boss", fresh, "borshch with garlic", address="", now=SystemClock().now())
    assert second_factor.begin(store, boss.id)
    assert run("user", "reset-code", "boss").out == "boss\tunchanged\n"


def test_roles_and_doors(run: Run, store: Store) -> None:
    run("user", "add", "Olena")
    assert run("user", "role", "Olena", "marketer").out == "Olena\tchanged\n"
    assert run("user", "role", "olena", "marketer").out == "Olena\tunchanged\n"
    assert run("user", "disable", "Olena").out == "Olena\tchanged\n"
    assert run("user", "reset-password", "Olena").code == 1
    assert run("user", "enable", "Olena").out == "Olena\tchanged\n"
    said = [entry.what for entry in reversed(audit.entries(store, limit=9))]
    assert said == ["user.added", "user.role", "user.disabled", "user.enabled"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("add", "Olena"), 1),
        (("add", "a\u202eb"), 65),
        (("add", "x", "--role", "root"), 2),
        (("role", "Olena", "root"), 2),
        (("disable", "nobody"), 69),
        (("reset-password", "nobody"), 69),
    ],
)
def test_misuse(run: Run, store: Store, arguments: tuple[str, ...], code: int) -> None:
    run("user", "add", "olena")
    assert run("user", *arguments).code == code
    assert len(run("user", "list", "--json").rows) == 1


def test_what_other_commands_change_is_in_the_log(run: Run, store: Store, tmp_path: Path) -> None:
    run("modems", "pause", "main")
    run("modems", "pause", "main")
    run("modems", "resume", "main")
    run("send", "--to", "+380500000001", "--text", "Hello")
    run("outbox", "hold", "1")
    run("routes", "set", "+38099", "Vodafone")
    run("routes", "drop", "+38099")
    run("outbox", "export", str(tmp_path / "sent.csv"), "--state", "held")
    run("settings", "set", "sending.gap=2")
    said = [(entry.what, entry.subject) for entry in reversed(audit.entries(store, limit=20))]
    assert said == [
        ("modem.paused", "main"),
        ("modem.resumed", "main"),
        ("message.queued", "1"),
        ("message.hold", "1"),
        ("route.set", "+38099"),
        ("route.dropped", "+38099"),
        ("message.exported", "outbox --state held"),
        ("setting.changed", "sending"),
    ]
    assert {(entry.who, entry.role) for entry in audit.entries(store, limit=20)} == {(account(), "console")}


def test_who_types_is_the_account_of_the_system_whatever_the_environment_claims(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = pwd.getpwuid(os.getuid()).pw_name
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody")
    monkeypatch.delenv("SUDO_USER", raising=False)
    assert account() == real
    monkeypatch.setenv("SUDO_USER", "olena")
    assert account() == (f"olena ({real})" if os.getuid() == 0 else real)
