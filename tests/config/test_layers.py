"""The file above the database above the default: what is in force, what is ignored and told, what a change would do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from smsbox.config import in_force, judge
from smsbox.config.typed import from_text, to_text
from smsbox.settings import SETTINGS, declaration

FILE = """\
[store]
url = "sqlite:///tmp/smsbox.db"

[sending]
per_day = 100

[[modem]]
name = "main"
port = "/dev/ttyUSB0"
weight = 3
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "config.toml"
    made.write_text(FILE)
    return made


def test_the_file_counts_more_than_the_database_and_that_more_than_the_default(path: Path) -> None:
    rows = {"setting.sending.per_day": "5", "setting.sending.gap": "2.5", "lanes": "not ours"}
    config = in_force(path, rows)
    assert (config.sending.per_day, config.sending.gap, config.sending.per_hour) == (100, 2.5, 0)
    assert config.locked["sending.per_day"] == 5
    assert "sending.gap" not in config.locked and config.written["sending.gap"] == 2.5
    assert config.modems[0].gap == 2.5 and config.warnings == ()


def test_a_modem_of_the_file_gets_what_the_file_leaves_open(path: Path) -> None:
    rows = {"modem.main": json.dumps({"weight": 7, "per_hour": 11, "port": "/dev/other"})}
    modem = in_force(path, rows).modems[0]
    assert (modem.weight, modem.per_hour, modem.port) == (3, 11, "/dev/ttyUSB0")


def test_a_box_without_a_modem_in_the_file_gets_it_from_the_database(path: Path) -> None:
    path.write_text('[store]\nurl = "sqlite:///tmp/smsbox.db"\n')
    config = in_force(path, {"modem.shop.floor": json.dumps({"imei": "860000000000001", "baudrate": 9600})})
    assert [(each.name, each.imei, each.baudrate) for each in config.modems] == [
        ("shop.floor", "860000000000001", 9600)
    ]
    assert not [each for each in config.warnings if each.key == "modem"]


def test_what_became_invalid_is_ignored_and_told_and_takes_nothing_else_with_it(path: Path) -> None:
    rows = {
        "setting.sending.gap": '"quick"',
        "setting.sending.spread": "0.25",
        "setting.sending.nonsense": "1",
        "setting.region.country": "{",
        "modem.main": json.dumps({"per_hour": -1, "calls": "prompt", "price": 0.5}),
        "modem.other": json.dumps({"port": "/dev/ttyUSB0", "per_day": 3}),
    }
    config = in_force(path, rows)
    assert (config.sending.gap, config.sending.spread, config.region.country) == (0.0, 0.25, "UA")
    assert (config.modems[0].per_hour, config.modems[0].calls, config.modems[0].price) == (0, "log", 0.5)
    assert [each.name for each in config.modems] == ["main"]
    told = {each.key for each in config.warnings}
    assert told >= {"sending.gap", "sending.nonsense", "region.country", "modem.main.per_hour", "modem.main.calls"}
    assert {each.key for each in config.ignored} == told
    assert told >= {"modem.other.port", "modem.other.per_day"} and "modem.main.price" not in told


def test_a_change_tells_what_differs_and_which_rows_come_of_it(path: Path) -> None:
    judged = judge(path, {"setting.sending.gap": "1.0"}, {"sending.gap": 2.0, "modem.main.per_day": 7})
    assert judged.problems == ()
    assert [(each.key, each.before, each.after) for each in judged.differences] == [
        ("sending.gap", 1.0, 2.0),
        ("modem.main.per_day", None, 7),
    ]
    assert judged.rows == {"setting.sending.gap": "2.0", "modem.main": '{"per_day": 7}'}
    back = judge(path, judged.rows, {"sending.gap": None, "modem.main.per_day": None})
    assert back.rows == {} and back.config.sending.gap == 0.0


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("sending.gap", -1, "too small"),
        ("sending.per_day", 5, "line 5"),
        ("modem.main.port", "/dev/x", "line 9"),
        ("modem.main", None, "line 8"),
        ("modem.main.calls", "prompt", "call_prompt"),
        ("modem.other.port", "/dev/ttyUSB0", "already"),
        ("modem.other.per_day", 3, "neither port nor imei"),
        ("store.url", "sqlite:///x", "unknown"),
        ("sending.nonsense", 1, "unknown"),
        ("modem.main.name", "x", "unknown"),
    ],
)
def test_a_change_that_cannot_be_is_refused_beside_its_key(path: Path, key: str, value: object, said: str) -> None:
    judged = judge(path, {}, {key: value})
    assert [each.key for each in judged.problems] == [key]
    assert said in str(judged.problems[0].sentence) and judged.differences == ()


def test_a_modem_of_the_database_can_be_taken_away(path: Path) -> None:
    rows = {"modem.other": json.dumps({"port": "/dev/ttyUSB1", "per_day": 3})}
    judged = judge(path, rows, {"modem.other": None})
    assert [each.name for each in judged.config.modems] == ["main"] and judged.rows == {}
    assert {each.key for each in judged.differences} == {"modem.other.port", "modem.other.per_day"}


def test_the_password_of_the_database_is_not_among_what_is_shown(path: Path) -> None:
    path.write_text('[store]\nurl = "postgresql://shop:hidden@host/smsbox"\n')
    assert "hidden" not in repr(in_force(path, {}).written)


@pytest.mark.parametrize("typed", ["2", "2 %", "2%", " 2,0 % "])
def test_a_share_is_typed_and_shown_in_per_cent(typed: str) -> None:
    setting = declaration("shop.most_leaving")
    assert setting is not None and from_text(setting, typed) == 0.02
    assert to_text(setting, 0.025, ",") == "2,5 %"


def test_a_share_may_be_written_both_ways_in_the_file(path: Path) -> None:
    for written in ("0.03", '"3 %"', '"3,0%"'):
        path.write_text(f"{FILE}[shop]\nmost_leaving = {written}\n")
        assert in_force(path, {}).shop.most_leaving == 0.03


def test_every_example_can_be_typed_and_read_back() -> None:
    for setting in SETTINGS:
        text = to_text(setting, setting.example)
        again = from_text(setting, text)
        wanted = list(setting.example) if isinstance(setting.example, tuple) else setting.example
        assert again == wanted, setting.key
        assert from_text(setting, "  ") is None


def test_a_modem_whose_name_holds_a_dot_has_its_declarations() -> None:
    assert declaration("modem.shop.floor.per_day") is not None
    assert declaration("modem.per_day") is None and declaration("modem") is None and declaration("sending") is None
