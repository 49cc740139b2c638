"""Each declared setting arrives: in a field of the configuration, with the default it is declared with, and is read."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path

import smsbox
from smsbox.config import load
from smsbox.config.model import Config, ModemConfig
from smsbox.settings import PER_MODEM, SETTINGS, Kind, Setting

ROOT = Path(smsbox.__file__).parent
PARTS = {each.name for each in fields(Config)}
OTHERWISE = {"web.listen": ("host", "port")}
"""Settings that become fields of other names."""


def carriers(setting: Setting) -> tuple[str, ...]:
    """The fields that carry it; spans are seconds and say so."""
    usual = f"{setting.name}_s" if setting.kind is Kind.SPAN else setting.name
    return OTHERWISE.get(setting.key, (usual,))


def names(of: type) -> set[str]:
    return {each.name for each in fields(of)}


def plain(tmp_path: Path) -> Config:
    (tmp_path / "c.toml").write_text("")
    return load(tmp_path / "c.toml")


def test_each_setting_has_a_field(tmp_path: Path) -> None:
    config = plain(tmp_path)
    lacking = [
        f"{setting.key}: {name}"
        for setting in SETTINGS
        for name in carriers(setting)
        if name not in names(ModemConfig if setting.section == "modem" else type(getattr(config, setting.section)))
    ]
    lacking += [f"modem.{setting.name}" for setting in PER_MODEM if not set(carriers(setting)) <= names(ModemConfig)]
    assert not lacking, f"nothing in smsbox/config carries {lacking}"


def test_a_field_has_the_default_of_its_declaration(tmp_path: Path) -> None:
    """A configuration that is made without a file, as tests do, is the one of an empty file."""
    config = plain(tmp_path)
    for section in ("region", "shop", "routing", "records", "alarms"):
        of = type(getattr(config, section))
        assert of() == getattr(config, section), f"smsbox/config and smsbox/settings differ in [{section}]"


def test_each_setting_is_read_somewhere() -> None:
    nodes = [
        node
        for path in ROOT.rglob("*.py")
        if path.parent.name != "settings"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    read = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    # The shop's own texts are read by name: `own_words` asks for `text_` and the text's key.
    by_name = {setting.name for setting in SETTINGS if setting.name.startswith("text_")}
    # So are the ways in of other programs: each says by `Door("kannel", …)` which setting opens it.
    by_name |= {
        str(getattr(node.args[0], "value", ""))
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Door"
    }
    unread = [setting.key for setting in SETTINGS if not set(carriers(setting)) & (read | by_name)]
    assert not unread, f"{unread}: declared, shown on the page, and without any effect"
