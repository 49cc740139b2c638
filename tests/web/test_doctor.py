"""The doctor's page: findings worst first with all they say, and the redacted file for whoever helps."""

from __future__ import annotations

import html
import logging
from pathlib import Path

import pytest

from smsbox.doctor.log import LastLines
from smsbox.doctor.phrases import PHRASES
from smsbox.people import audit
from smsbox.people.rights import Role
from smsbox.store import StoreFull
from smsbox.web.pages import doctor
from tests.doctor import planted
from tests.doctor.planted import leaks, unpacked
from tests.web.desk import Desk, Visitor, signed_in

READY = {"name": "main", "port": "/dev/ttyUSB0", "state": "ready", "operator": "SAMPLE UA", "dbm": -71, "imsi": "255"}


def page(owner: Visitor) -> str:
    answer = owner.get("/doctor")
    assert answer.status == 200
    return html.unescape(answer.text)


def test_problems_come_first_with_cause_consequence_step_and_command(desk: Desk, owner: Visitor) -> None:
    desk.modems[:] = [READY | {"state": "down", "reason": "modem.pin_wrong", "facts": {"tries_left": 2}}]
    text = page(owner)
    down, fine = text.index("Modem main does not work"), text.index("The daemon runs and answers.")
    assert down < text.index("In order") < fine
    assert "Tries left: 2" in text and "neither sends nor receives" in text
    assert "Plug the modem in, or correct its port" in text
    desk.modems[:] = [READY]
    assert "Modem main is ready: SAMPLE UA, signal -71 dBm" in page(owner)


def test_a_finding_leads_to_the_page_that_mends_it(desk: Desk, owner: Visitor) -> None:
    from smsbox import outbox

    outbox.hold(desk.store, [desk.queue()], desk.clock.at)
    text = page(owner)
    assert 'href="/outbox?state=held"' in text and "<code>smsbox outbox list --state held</code>" in text


def test_every_page_a_finding_leads_to_is_there_and_named(owner: Visitor) -> None:
    for phrase in PHRASES.values():
        if phrase.page:
            assert owner.get(phrase.page).status == 200 and phrase.page in doctor._LINKS


def test_in_ukrainian(desk: Desk) -> None:
    text = page(desk.owner(Accept_Language="uk"))
    assert "Служба працює" in text or "Діагностика" in text
    assert "Завантажити файл" in text


@pytest.mark.parametrize("path", ["/doctor", "/doctor/bundle"])
def test_nobody_else_may_look(desk: Desk, owner: Visitor, path: str) -> None:
    answer = desk.visitor().get(path)
    assert answer.status == 302 and (answer.header("Location") or "").startswith("/login")
    assert b"PK" not in answer.body


def test_who_took_the_file_to_hand_on_is_in_the_audit_log_unless_the_database_refuses(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    technician = signed_in(desk, Role.TECHNICIAN)
    assert technician.get("/doctor/bundle").status == 200
    assert [(line.who, line.what) for line in audit.entries(desk.store, limit=1)] == [("technician", "bundle.taken")]
    assert signed_in(desk, Role.MANAGER).get("/doctor/bundle").status == 403

    def full(*_: object, **__: object) -> None:
        raise StoreFull(store="x", problem="disk full")

    monkeypatch.setattr(audit, "note", full)
    assert technician.get("/doctor/bundle").body.startswith(b"PK"), "a broken box needs it most"


def test_the_file_to_hand_on_holds_no_secret(desk: Desk, owner: Visitor, tmp_path: Path) -> None:
    (tmp_path / "setup-code").write_text(planted.SETUP_CODE)
    planted.fill(desk.store, with_owner=False)
    with desk.store.write():
        desk.store.run("UPDATE users SET password_hash = ?", planted.PASSWORD_HASH)
    desk.modems[:] = [planted.status()]
    kept, root = LastLines(), logging.getLogger()
    root.addHandler(kept)
    try:
        for line in planted.log_lines():
            # this desk has no PIN file and no prompt: what has no shape is known from there
            if planted.PIN not in line and planted.PROMPT not in line:
                logging.getLogger("smsbox.test").error(line)
        answer = owner.get("/doctor/bundle")
    finally:
        root.removeHandler(kept)
    assert answer.status == 200 and answer.header("Content-Type") == "application/zip"
    assert answer.header("Content-Disposition") == 'attachment; filename="smsbox-2026-02-25.zip"'
    assert answer.header("Cache-Control") == "no-store"
    assert leaks(answer.body) == []
    files = unpacked(answer.body)
    assert "refused: CMS 21" in files["log.txt"] and '"imsi": "25503•••23"' in files["modems.json"]
