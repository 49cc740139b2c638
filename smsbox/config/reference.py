"""docs/settings.md, made from the declarations: `python -m smsbox.config.reference en > docs/settings.md`, and `uk`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from smsbox.config.checks import allowed
from smsbox.config.example import written
from smsbox.i18n.phrases import told
from smsbox.i18n.translator import Translator, translator
from smsbox.settings import SECTIONS, SETTINGS, Section, Setting

_HEADS = {
    "en": """\
# Settings

Every setting there is. This page is made from the declarations themselves (`python -m smsbox.config.reference en`).

A setting can be given in three places; the first that has it counts:

1. the file `/etc/smsbox/config.toml` (what stands there is locked on the page, which says on which line it is);
2. the page **Settings**, or the command line, which hold at once and need no restart:
   `smsbox settings set sending.gap=2`;
3. the default of the program, given below.

What is set now, and where: `smsbox settings list`. What differs from the defaults: `smsbox settings diff`. Every
mistake in the file is told at once, with its line: `smsbox doctor`. The same list as a file to fill in:
`config.example.toml`, on a box `/usr/share/doc/smsbox/examples/config.toml`.
""",
    "uk": """\
# Налаштування

Усі налаштування, які є. Сторінку створено із самої програми (`python -m smsbox.config.reference uk`).

Налаштування можна задати в трьох місцях; діє перше, де воно є:

1. файл `/etc/smsbox/config.toml` (що записано там, на сторінці замкнено, і видно, у якому воно рядку);
2. сторінка **Налаштування** або командний рядок: діє одразу, перезапускати нічого не треба:
   `smsbox settings set sending.gap=2`;
3. значення за замовчуванням, вказане нижче.

Що задано зараз і де: `smsbox settings list`. Що відрізняється від типового: `smsbox settings diff`. Про всі помилки
у файлі сказано одразу, з номером рядка: `smsbox doctor`. Той самий перелік як файл, який можна заповнити:
`config.example.toml`, на пристрої `/usr/share/doc/smsbox/examples/config.toml`.
""",
}
_WORDS = {
    "en": {
        "may": "What may stand there",
        "default": "Default",
        "unset": "not set",
        "must": "has to be given",
        "example": "In the file",
        "modem": "May stand in a `[[modem]]` too, and then holds for that modem alone.",
    },
    "uk": {
        "may": "Що можна вказати",
        "default": "За замовчуванням",
        "unset": "не задано",
        "must": "треба вказати",
        "example": "У файлі",
        "modem": "Можна вказати й у `[[modem]]`: тоді діє лише для цього модема.",
    },
}
LANGUAGES = tuple(_HEADS)


def reference(language: str) -> str:
    """The whole page in one of LANGUAGES."""
    tr = translator(language)
    return "\n".join([_HEADS[language], *_contents(tr), *(line for each in SECTIONS for line in _chapter(tr, each))])


def _contents(tr: Translator) -> Iterator[str]:
    for each in SECTIONS:
        yield f"* `{_table(each)}` {tr.gettext(each.title)}: " + ", ".join(
            f"[{setting.name}](#{setting.key.replace('.', '')})" for setting in _of(each)
        )
    yield ""


def _chapter(tr: Translator, section: Section) -> Iterator[str]:
    yield f"## {tr.gettext(section.title)}\n"
    yield f"`{_table(section)}` {tr.gettext(section.help)}\n"
    for setting in _of(section):
        yield from _entry(tr, setting)


def _entry(tr: Translator, setting: Setting) -> Iterator[str]:
    words = _WORDS[tr.language]
    default = words["must" if setting.required else "unset"]
    if setting.default is not None:
        default = f"`{written(setting, setting.default)}`"
    yield f"### {setting.key}\n"
    title = f"**{tr.gettext(setting.title)}.** " if setting.title else ""
    yield f"{title}{tr.gettext(setting.help)}\n"
    yield f"* {words['may']}: {told(tr, allowed(setting))}"
    yield f"* {words['default']}: {default}"
    if setting.example is not None:
        yield f"* {words['example']}: `{setting.name} = {written(setting, setting.example)}`"
    if setting.per_modem:
        yield f"* {words['modem']}"
    yield ""


def _of(section: Section) -> list[Setting]:
    return [each for each in SETTINGS if each.section == section.name]


def _table(section: Section) -> str:
    return f"[[{section.name}]]" if section.many else f"[{section.name}]"


if __name__ == "__main__":
    print(reference(sys.argv[1]), end="")
