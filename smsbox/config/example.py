"""Writes config.example.toml from the declarations, so that the file and the program cannot disagree."""

from __future__ import annotations

import textwrap

from smsbox.settings import SECTIONS, SETTINGS, Kind, Section, Setting, per_cent

_HEAD = """\
# smsbox: example configuration. Copy it to /etc/smsbox/config.toml and edit it there.
#
# Lines beginning with # are explanations, or settings shown with an example value and not in force.
# A setting that is left out has the value given as "default". Mistakes are all reported at once when
# the daemon starts (or by `smsbox doctor`), with the line and what is allowed.
# Written from smsbox/settings by `python -m smsbox.config.example`.
"""


def example() -> str:
    """The whole text of config.example.toml."""
    return "\n".join([_HEAD, *(_section(each) for each in SECTIONS)])


def _section(section: Section) -> str:
    lines = [_comment(section.doc), f"[[{section.name}]]" if section.many else f"[{section.name}]", ""]
    for setting in SETTINGS:
        if setting.section == section.name:
            lines += [_comment(setting.doc), f"# {_facts(setting)}", _assignment(setting), ""]
    if section.many:
        names = ", ".join(setting.name for setting in SETTINGS if setting.per_modem)
        lines += [*(f"# {line}" for line in textwrap.wrap(f"For this modem alone, as in [sending]: {names}.", 100))]
        lines += ["# per_day = 200", ""]
    return "\n".join(lines)


def _comment(doc: str) -> str:
    return "\n".join(f"# {line}" for line in doc.splitlines())


def _facts(setting: Setting) -> str:
    default = "required" if setting.required else f"default: {_shown_default(setting)}"
    return f"({setting.allowed}; {default})"


def _shown_default(setting: Setting) -> str:
    return "not set" if setting.default is None else written(setting, setting.default)


def _assignment(setting: Setting) -> str:
    return f"{'' if setting.active else '# '}{setting.name} = {written(setting, setting.example)}"


def written(setting: Setting, value: object) -> str:
    """`value` as the file writes it."""
    if isinstance(value, tuple):
        return "[" + ", ".join(f'"{each}"' for each in value) + "]"
    if setting.kind is Kind.FRACTION and isinstance(value, (int, float)):
        return f'"{per_cent(value)}"'
    if setting.kind in (Kind.SECONDS, Kind.COUNT, Kind.AMOUNT):
        return str(value)
    return f'"{value}"'


if __name__ == "__main__":
    print(example(), end="")
