"""What the commands print: JSON lines, facts, remarks; and never anything a terminal would obey."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from smsbox.errors import SmsboxError
from smsbox.i18n.marks import NN_

if TYPE_CHECKING:
    import click

    from smsbox.config import ConfigErrors
    from smsbox.dialogs.flows.errors import FlowErrors
    from smsbox.i18n.translator import Translator

# Control characters except none, direction overrides, zero-width marks, line separators, lone surrogates.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_PROBLEMS = NN_("{path}: {num} problem", "{path}: {num} problems")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escaped(text: str) -> str:
    """`text` on one line, with everything a terminal might obey written out: `\\x1b[2J`."""
    return _HIDDEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    return _SHORT.get(character) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def json_line(row: Mapping[str, Any]) -> str:
    """One object as one line of JSON, hidden characters written as \\u escapes."""
    line = json.dumps(row, ensure_ascii=False, separators=(", ", ": "))
    return _UNSAFE_IN_JSON.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def print_json(row: Mapping[str, Any]) -> None:
    """Print one object a line."""
    line = json_line(row)
    if not (sys.stdout.encoding or "").lower().startswith("utf"):
        line = json.dumps(json.loads(line))
    print(line)


def make_output_safe() -> None:
    """A character the terminal's encoding lacks is written as an escape instead of ending the command; what was
    closed (`>&-`) is written nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            cast(Any, stream).reconfigure(errors="backslashreplace")


def print_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Name and value, one pair a line; names are phrases of the catalogues, values are escaped here."""
    pairs = [(speech().gettext(name), value) for name, value in facts if value]
    width = max((len(name) for name, _ in pairs), default=0)
    for name, value in pairs:
        print(f"{name:<{width}}  {escaped(value)}")


def note(phrase: str, **facts: object) -> None:
    """A remark for the person at the terminal, in his language: on stderr, so that pipes carry data alone.

    Facts fill the phrase, written as he writes them and escaped; without any it may hold braces.
    """
    from smsbox.i18n.facts import written

    tr = speech()
    told = tr.gettext(phrase)
    if facts:
        told = told.format_map({name: escaped(str(fact)) for name, fact in written(tr, facts).items()})
    print(told, file=sys.stderr)


def announce(line: str) -> None:
    """Say a phrase of the daemon to whoever sits at the console; at once, since a pipe or a journal reads along."""
    from smsbox.i18n.phrases import told

    print(told(speech(), line), flush=True)


def misused(phrase: str, **facts: object) -> click.UsageError:
    """The error for a wrong use of options, told in the language of the terminal; facts fill the phrase."""
    import click

    return click.UsageError(speech().gettext(phrase).format_map(facts))


def complain(error: SmsboxError) -> None:
    """Say on stderr what went wrong and what to do."""
    print(f"smsbox: {sentence_of(error)}", file=sys.stderr)


def sentence_of(error: SmsboxError) -> str:
    """The cause and the next step, in the language of the terminal; the problems of a file line by line."""
    from smsbox.config import ConfigErrors
    from smsbox.dialogs.flows.errors import FlowErrors
    from smsbox.i18n.explanations import explain

    if isinstance(error, (ConfigErrors, FlowErrors)):
        return _listed_errors(error)
    explained = explain(speech(), error.key, error.facts)
    return f"{escaped(explained.cause)}\n  → {escaped(explained.step)}"


def _listed_errors(error: ConfigErrors | FlowErrors) -> str:
    tr = speech()
    head = tr.ngettext(*_PROBLEMS, len(error.problems)).format(path=error.facts["path"], num=len(error.problems))
    return "\n".join([escaped(head), *(f"  {escaped(problem.sentence.told(tr))}" for problem in error.problems)])


def speech() -> Translator:
    """The language of the terminal."""
    from smsbox.i18n.translator import of_environment, translator

    return translator(of_environment(os.environ))
