"""The page of backups: what there is, make one, read one, take one along; never another file."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from smsbox import backup
from smsbox.backup import BackupDamaged, making
from smsbox.clock import DAY
from smsbox.people import audit
from smsbox.people.rights import Role
from tests.web.desk import Desk, Visitor, signed_in


class Maker:
    """Notes what it is asked."""

    act = ""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def make(self) -> bool:
        self.asked.append("make")
        return not self.act

    def check(self, path: str) -> bool:
        self.asked.append(path)
        return not self.act


@pytest.fixture
def maker(desk: Desk) -> Maker:
    site, folder = desk.site, desk.site.config.store.directory
    told = replace(site.config.backup, folder=folder / "backups", stick=folder / "stick")
    site.config = replace(site.config, backup=told)
    site.backups = made = Maker()
    return made


def page(visitor: Visitor) -> str:
    answer = visitor.get("/backups")
    assert answer.status == 200
    return html.unescape(answer.text)


def deeds(desk: Desk) -> list[tuple[str, str]]:
    return [(line.what, line.subject) for line in audit.entries(desk.store, limit=10) if line.what.startswith("backup")]


def test_an_empty_one_says_what_to_do(desk: Desk, maker: Maker, owner: Visitor) -> None:
    text = page(owner)
    assert "No backup yet" in text and "same card" in text and "sudo smsbox restore latest" in text


def test_one_is_made_read_and_taken_along(desk: Desk, maker: Maker, owner: Visitor) -> None:
    page(owner)
    assert owner.post("/backups").status == 303
    assert maker.asked == ["make"] and deeds(desk) == [("backup.made", "")]
    path = backup.make(desk.site.config, desk.store, desk.clock.at).file
    text = page(owner)
    assert path.name in text and "when it was made" in text and "In order" in text
    assert owner.post(f"/backups/folder/{path.name}/check").status == 303
    assert maker.asked[-1] == str(path)
    making.check(desk.site.config, desk.store, path, desk.clock.at)
    assert "Whole" in page(owner)
    answer = owner.get(f"/backups/folder/{path.name}/file")
    assert answer.status == 200 and answer.body == path.read_bytes()
    assert deeds(desk)[0] == ("backup.taken", path.name)
    path.write_bytes(path.read_bytes()[:-2048])
    with pytest.raises(BackupDamaged):
        making.check(desk.site.config, desk.store, path, desk.clock.at)
    assert "Not whole" in page(owner)


def test_only_the_owner_takes_what_the_shop_knows(desk: Desk, maker: Maker) -> None:
    path = backup.make(desk.site.config, desk.store, desk.clock.at).file
    technician = signed_in(desk, Role.TECHNICIAN)
    assert "Download" not in page(technician)
    assert technician.get(f"/backups/folder/{path.name}/file").status == 403
    assert signed_in(desk, Role.MANAGER).get("/backups").status == 403


@pytest.mark.parametrize(
    "path", ["folder/smsbox.db", "folder/..%2Fsmsbox.db", "stick/smsbox-20260305-010000.db", "etc/passwd", "folder/x"]
)
def test_nothing_else_is_handed_out(desk: Desk, maker: Maker, owner: Visitor, path: str) -> None:
    backup.make(desk.site.config, desk.store, desk.clock.at)
    assert owner.get(f"/backups/{path}/file").status == 404
    assert owner.post(f"/backups/{path}/check").status == 404


def test_while_one_is_made_no_other_is_begun(desk: Desk, maker: Maker, owner: Visitor) -> None:
    maker.act = "make"
    assert "A backup is being made" in page(owner) and "Make one now" not in page(owner)
    assert "backup_busy" in str(owner.post("/backups").header("Location"))
    assert deeds(desk) == []


def test_what_went_wrong_is_told_in_words(desk: Desk, maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    from smsbox.store import copying

    backup.make(desk.site.config, desk.store, desk.clock.at)
    monkeypatch.setattr(copying, "room", lambda _: 1_000_000)
    with pytest.raises(copying.NoRoomForCopy):
        backup.make(desk.site.config, desk.store, desk.clock.at + DAY)
    assert "немає місця" in page(desk.owner(Accept_Language="uk"))
