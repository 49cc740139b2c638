"""What the catalogues must hold: every marked phrase of the code and the templates.

`python -m tests.i18n.extraction` brings the .po files up to date: it keeps translations, adds new phrases empty, drops
what is gone.
"""

from __future__ import annotations

import fcntl
import io
import os
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import smsbox
from smsbox.cli import smsbox as smsbox_command
from smsbox.cli.language import help_texts
from smsbox.i18n.translator import LANGUAGES, catalogue_path
from smsbox.settings import SECTIONS, SETTINGS, Kind
from tests.i18n.typography import polished

ROOT = Path(smsbox.__file__).parent
METHODS = [("web/templates/**.html", "jinja2"), ("**.py", "python")]
KEYWORDS = {"_": None, "Phrase": None, "misused": None, "N_": None, "NN_": (1, 2), "ngettext": (1, 2), "gettext": None}
OPTIONS = {"web/templates/**.html": {"encoding": "utf-8", "trimmed": "false"}}

FEWEST_HELPS = 80
_FIXED = datetime(2026, 1, 1, tzinfo=UTC)  # no moment in the files: they change only when phrases do
_FEW = "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
_PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "uk": f"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : {_FEW});",
    "pl": f"nplurals=3; plural=(n==1 ? 0 : {_FEW});",
    "ru": f"nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : {_FEW});",
}
"""As the Unicode CLDR counts whole numbers; Polish says 21 messages with the form of many."""


def phrases() -> Catalog:
    """Every phrase marked for translation, with the files it stands in."""
    found = Catalog(project="smsbox", charset="utf-8")
    for file, _line, message, _comments, context in extract_from_dir(
        ROOT, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
    ):
        found.add(message, locations=[(file, None)], context=context)
    helps = list(help_texts(smsbox_command))
    assert len(helps) > FEWEST_HELPS, "the commands are not all there: their translations would be dropped"
    for text in helps:
        found.add(text, locations=[("cli", None)])
    for kind in Kind:
        found.add(kind.value, locations=[("settings/kinds.py", None)])
    for declared in (*SECTIONS, *SETTINGS):
        for text in (declared.help, declared.title, getattr(declared, "unit", "")):
            if text:
                found.add(text, locations=[("settings", None)])
    return found


def load(language: str) -> Catalog:
    """The committed catalogue."""
    with catalogue_path(language).open("rb") as stream:
        return read_po(stream, locale=language)


def alone() -> None:
    """Wait until nobody else brings the catalogues up to date, and keep others waiting until this process ends."""
    if not _HELD:
        _HELD.append(os.open(ROOT / "i18n" / "locale", os.O_RDONLY))
        fcntl.flock(_HELD[0], fcntl.LOCK_EX)


_HELD: list[int] = []


def refresh(language: str) -> None:
    """Bring one catalogue up to date; English speaks for itself."""
    alone()
    fresh = phrases()
    path = catalogue_path(language)
    old = load(language) if path.exists() else Catalog(locale=language)
    new = Catalog(locale=language, project="smsbox", version=smsbox.__version__, charset="utf-8", fuzzy=False)
    new.creation_date = new.revision_date = _FIXED
    for message in fresh:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        if known is not None and bool(known.pluralizable) is not bool(message.pluralizable):
            known = None  # what was counted and is no more, or the other way round, is said anew
        if known and message.pluralizable != isinstance(known.string, tuple):
            known = None  # it is counted now, or is no more
        string = _polished(language, known.string) if known else message.id if language == "en" else None
        new.add(
            message.id, string=string or _nothing(message, new), locations=message.locations, context=message.context
        )
    comment = head_comment(path, language)
    body = io.BytesIO()
    write_po(body, new, width=120, sort_output=True, include_lineno=False, omit_header=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_suffix(".new")
    whole.write_bytes((_header(language, comment, translated(new)) + "\n").encode() + body.getvalue())
    whole.replace(path)


def _polished(language: str, said: str | tuple[str, ...]) -> str | tuple[str, ...]:
    return polished(language, said) if isinstance(said, str) else tuple(polished(language, each) for each in said)


def _nothing(message: Message, catalogue: Catalog) -> str | tuple[str, ...]:
    return ("",) * catalogue.num_plurals if message.pluralizable else ""


def translated(catalogue: Catalog) -> int:
    """How much of it has words, in whole percent, rounded down."""
    phrases = [message for message in catalogue if message.id]
    done = sum(all(strings(message)) for message in phrases)
    return 100 * done // max(1, len(phrases))


def strings(message: Message) -> tuple[str, ...]:
    """All forms of a translation."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def head_comment(path: Path, language: str) -> str:
    """The comment a catalogue begins with: how the words of the product are said. Written by hand, and kept."""
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = list(takewhile(lambda line: line.startswith("#"), written.splitlines()))
    return "\n".join(lines or [f"# smsbox in {LANGUAGES[language]}"]) + "\n"


def _header(language: str, comment: str, share: int) -> str:
    return (
        f"{comment}"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {_PLURALS[language]}\\n"\n'
        f'"X-Translated: {share}\\n"\n'
    )


if __name__ == "__main__":
    for code in LANGUAGES:
        refresh(code)
