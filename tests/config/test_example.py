"""config.example.toml documents every declared key where it stands, and nothing else; and it is a valid file."""

from __future__ import annotations

import re
from pathlib import Path

from smsbox.config import load
from smsbox.config.example import example
from smsbox.settings import SECTIONS, SETTINGS, keys_of

FILE = Path(__file__).parents[2] / "config.example.toml"
KEY = re.compile(r"(?:# )?([a-z_]+) = \S")


def keys_in_the_file() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    section = ""
    for line in FILE.read_text().splitlines():
        if header := re.fullmatch(r"\[\[?(\w+)\]\]?", line):
            section = header.group(1)
        elif key := KEY.match(line):
            found.setdefault(section, []).append(key.group(1))
    return found


def test_every_declared_key_is_in_the_file_below_its_section() -> None:
    found = keys_in_the_file()
    for setting in SETTINGS:
        assert setting.name in found[setting.section], setting.key


def test_every_key_of_the_file_is_declared() -> None:
    for section, names in keys_in_the_file().items():
        assert set(names) <= set(keys_of(section)), section


def test_each_key_is_explained_right_above_it() -> None:
    lines = FILE.read_text().splitlines()
    for setting in SETTINGS:
        header = next(n for n, line in enumerate(lines) if re.fullmatch(rf"\[\[?{setting.section}\]\]?", line))
        at = next(n for n, line in enumerate(lines) if n > header and re.match(rf"(# )?{setting.name} = ", line))
        doc = setting.doc.splitlines()
        assert lines[at - 1 - len(doc) : at - 1] == [f"# {line}" for line in doc], setting.key
        assert setting.allowed in lines[at - 1]


def test_the_file_is_what_the_declarations_say() -> None:
    assert FILE.read_text() == example(), "run: python -m smsbox.config.example > config.example.toml"


def test_the_file_loads_without_a_complaint() -> None:
    config = load(FILE)
    assert [modem.name for modem in config.modems] == ["main"]
    assert config.warnings == ()


def test_every_example_value_would_be_accepted_uncommented(tmp_path: Path) -> None:
    (tmp_path / "main.pin").write_text("0000")
    (tmp_path / "main.pin").chmod(0o600)
    text = re.sub(r"^# ([a-z_]+ = )", r"\1", FILE.read_text(), flags=re.MULTILINE)
    path = tmp_path / "config.toml"
    path.write_text(text)
    assert load(path).modems[0].per_day == 200


def test_declarations_are_sound() -> None:
    keys = [setting.key for setting in SETTINGS]
    assert len(keys) == len(set(keys))
    assert {setting.section for setting in SETTINGS} == {section.name for section in SECTIONS}
