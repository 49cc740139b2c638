"""Every setting of the configuration file, declared once: name, kind, default, range, meaning.

`smsbox.config` checks a file against these declarations and `config.example.toml` is written from them.
"""

from __future__ import annotations

from smsbox.settings.kinds import Kind, Section, Setting, per_cent
from smsbox.settings.table import SECTIONS, SETTINGS

__all__ = [
    "PER_MODEM",
    "SECTIONS",
    "SETTINGS",
    "Kind",
    "Section",
    "Setting",
    "declaration",
    "keys_of",
    "per_cent",
    "section",
]

PER_MODEM: tuple[Setting, ...] = tuple(setting for setting in SETTINGS if setting.per_modem)


def section(name: str) -> Section | None:
    """The declared section `name`, or None."""
    return next((each for each in SECTIONS if each.name == name), None)


def keys_of(name: str) -> dict[str, Setting]:
    """What may stand in section `name`, by key; for `modem` with the overridable keys of `sending`."""
    own = {setting.name: setting for setting in SETTINGS if setting.section == name}
    if name == "modem":
        own.update({setting.name: setting for setting in PER_MODEM})
    return own


def declaration(key: str) -> Setting | None:
    """What is declared of a full key: `sending.gap`, or `modem.<name>.per_day`; the name may hold dots itself."""
    home, _, name = key.rpartition(".")
    if home.startswith("modem.") and home != "modem.":
        return keys_of("modem").get(name)
    return None if home == "modem" else keys_of(home).get(name)
