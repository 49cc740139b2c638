"""Settings kept in the database, on both of them: written as one, told apart by box, undone, in the audit log."""

from __future__ import annotations

from pathlib import Path

import pytest

from smsbox.clock import SECOND, SystemClock
from smsbox.config import in_force
from smsbox.daemon import trials
from smsbox.daemon.configuration import Configuration
from smsbox.daemon.undoing import at_start
from smsbox.people import audit
from smsbox.people.audit import Actor
from smsbox.store import Store
from smsbox.store.kept import Kept
from smsbox.web.settings.desk import SettingsMoved, SettingsRefused, Trial

NOW = 1_790_000_010 * SECOND
BOSS = Actor("boss", "owner", "192.168.1.2")
FILE = '[store]\nurl = "sqlite:///tmp/smsbox.db"\n'


def box(folder: Path, store: Store) -> Configuration:
    """A configuration without a daemon, in a folder of its own."""
    folder.mkdir(exist_ok=True)
    path = folder / "config.toml"
    path.write_text(FILE)
    kept = Kept(store, folder)
    return Configuration(in_force(path, kept.rows()), kept, SystemClock())


def test_a_change_is_written_as_one_with_its_line_in_the_audit_log(store: Store, tmp_path: Path) -> None:
    made = box(tmp_path, store)
    made.apply({"sending.gap": 2.0, "modem.main.port": "/dev/ttyUSB0", "sending.allow": ["+380"]}, by=BOSS, now=NOW)
    again = box(tmp_path, store).config
    assert (again.sending.gap, again.modems[0].port, again.sending.allow) == (2.0, "/dev/ttyUSB0", ("+380",))
    (entry,) = audit.entries(store, limit=10)
    assert (entry.who, entry.what) == ("boss", "setting.changed")
    assert entry.changes == {
        "sending.gap": (None, 2.0),
        "modem.main.port": (None, "/dev/ttyUSB0"),
        "sending.allow": (None, "+380"),
    }


def test_what_is_refused_changes_nothing_at_all(store: Store, tmp_path: Path) -> None:
    made = box(tmp_path, store)
    with pytest.raises(SettingsRefused):
        made.apply({"sending.gap": 2.0, "sending.spread": 9}, by=BOSS, now=NOW)
    assert Kept(store, tmp_path).rows() == {} and audit.entries(store, limit=10) == []


def test_boxes_that_share_a_database_have_settings_of_their_own(store: Store, tmp_path: Path) -> None:
    if store.dialect.sole_owner:
        pytest.skip("SQLite belongs to one box")
    box(tmp_path / "one", store).apply({"modem.main.port": "/dev/ttyUSB0"}, by=BOSS, now=NOW)
    box(tmp_path / "two", store).apply({"sending.gap": 1.0}, by=BOSS, now=NOW)
    assert len(box(tmp_path / "one", store).config.modems) == 1
    assert box(tmp_path / "two", store).config.modems == ()
    assert box(tmp_path / "one", store).config.sending.gap == 0.0


@pytest.mark.parametrize(
    ("parked", "later", "stays"),
    [(True, 10, True), (True, 200, False), (False, 10, False), (True, -86_400, False)],
)
def test_a_trial_outlives_a_stop_in_good_order_within_its_time_and_nothing_else(
    store: Store, tmp_path: Path, parked: bool, later: int, stays: bool
) -> None:
    made = box(tmp_path, store)
    made.apply({"modem.main.port": "/dev/ttyUSB0"}, by=BOSS, now=NOW)
    made.apply({"modem.main.port": "/dev/ttyUSB9", "sending.gap": 3.0}, by=BOSS, now=NOW)
    kept = Kept(store, tmp_path)
    trial = Trial("modem.main", NOW + 120 * SECOND, {"modem.main.port": "/dev/ttyUSB0"}, "boss")
    trials.keep(kept, trial, NOW)
    if parked:
        trials.park(kept, [trial], NOW)
    config = at_start(tmp_path / "config.toml", kept, NOW + later * SECOND)
    assert config.modems[0].port == ("/dev/ttyUSB9" if stays else "/dev/ttyUSB0")
    assert config.sending.gap == 3.0
    assert bool(trials.under_way(kept)) is stays
    assert [undone.why for undone in trials.told(kept)] == ([] if stays else ["settings.ended_meanwhile"])


def test_of_two_who_change_the_same_the_later_one_is_told_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    made = box(tmp_path, store)
    made.apply({"sending.gap": 2.0}, by=BOSS, now=NOW, seen={"sending.gap": None})
    with pytest.raises(SettingsMoved) as refused:
        made.apply({"sending.gap": 5.0, "sending.spread": 0.5}, by=BOSS, now=NOW, seen={"sending.gap": None})
    assert [each.before for each in refused.value.moved] == [2.0]
    assert (made.config.sending.gap, made.config.sending.spread) == (2.0, 0.0)
    made.apply({"sending.gap": 2.0}, by=BOSS, now=NOW, seen={"sending.gap": None})
    made.apply({"sending.gap": 5.0}, by=BOSS, now=NOW, seen={"sending.gap": 2})
    assert made.config.sending.gap == 5.0 and len(audit.entries(store, limit=10)) == 2


def test_a_modem_taken_away_during_its_trial_does_not_come_back_with_it(store: Store, tmp_path: Path) -> None:
    made = box(tmp_path, store)
    made.apply({"modem.main.port": "/dev/ttyUSB9"}, by=BOSS, now=NOW)
    kept = Kept(store, tmp_path)
    trials.keep(kept, Trial("modem.main", NOW + 120 * SECOND, {"modem.main.port": "/dev/ttyUSB0"}, "boss"), NOW)
    made.apply({"modem.main": None}, by=BOSS, now=NOW)
    assert at_start(tmp_path / "config.toml", kept, NOW).modems == () and trials.told(kept) == []


def test_what_was_undone_is_remembered_for_another_try_but_for_secrets(store: Store, tmp_path: Path) -> None:
    made = box(tmp_path, store)
    made.apply({"modem.main.port": "/dev/ttyUSB0"}, by=BOSS, now=NOW)
    made.apply({"modem.main.port": "/dev/ttyUSB9", "modem.main.pin_file": "/x/pin"}, by=BOSS, now=NOW)
    kept = Kept(store, tmp_path)
    undo = {"modem.main.port": "/dev/ttyUSB0", "modem.main.pin_file": None}
    trials.keep(kept, Trial("modem.main", NOW + 120 * SECOND, undo, "boss"), NOW)
    at_start(tmp_path / "config.toml", kept, NOW)
    (undone,) = trials.told(kept)
    assert undone.tried == {"modem.main.port": "/dev/ttyUSB9"}
