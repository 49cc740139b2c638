"""Puts what is kept in the database below the file: one configuration in force, and what a change would make of it.

Kept rows are `setting.sending.gap` with a JSON value, and `modem.main` with a JSON object of the keys of that modem.
The file counts more than a row, a row more than the default; a row that became invalid is left out, with a warning.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from smsbox.config.checks import Wrong, allowed, checked
from smsbox.config.load import Reader, load
from smsbox.config.model import Config
from smsbox.config.problems import Problem
from smsbox.i18n.phrases import Phrase
from smsbox.settings import Setting, declaration

SETTING, MODEM = "setting.", "modem."
_FIRST = ("port", "imei", "call_prompt")
"""What other keys of the same modem lean on."""

Value = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting by its full key, before and after, in the form the file uses; None: not set."""

    key: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Judged:
    """What changes would make: the configuration and the kept rows (only right without `problems`), what differs."""

    config: Config
    rows: Mapping[str, str]
    problems: tuple[Problem, ...]
    differences: tuple[Difference, ...]

    def moved(self, seen: Mapping[str, object]) -> tuple[Difference, ...]:
        """The differences that begin elsewhere than whoever wants them has `seen`: somebody else was quicker."""
        return tuple(each for each in self.differences if each.key in seen and each.before != seen[each.key])


def in_force(path: Path | str, rows: Mapping[str, str], *, secrets: bool = False, text: str | None = None) -> Config:
    """The configuration of the file (`text`: as it was read at the start) and, below it, the kept `rows` (others among
    them are passed over).

    Raises as `load`: for mistakes of the file, never for those of rows, which become warnings.
    """
    path = Path(path)
    config = load(path, secrets=secrets, text=text)
    problems: list[Problem] = []
    values, ignored = _read(rows)
    if values:
        config, problems = _attempt(path, values, text)
    if problems:
        good: list[Value] = []
        for value in values:
            found = _attempt(path, [*good, value], text)[1]
            if found:
                ignored.append(_ignored(value[0], found[0].said))
            else:
                good.append(value)
        config, _ = _attempt(path, good, text)
    return replace(config, warnings=(*config.warnings, *ignored), ignored=tuple(ignored))


def judge(
    path: Path | str, rows: Mapping[str, str], changes: Mapping[str, object], *, text: str | None = None
) -> Judged:
    """What becomes of it when settings are changed: by full key the new value, None to leave it to the default; `text`
    as for `in_force`.

    `modem.<name>` with None takes the whole modem away. Raises as `load`.
    """
    before = in_force(path, rows, text=text)
    problems = [problem for key, value in changes.items() if (problem := _wrong(before, key, value))]
    after_rows = _changed(rows, changes)
    if problems:
        return Judged(before, dict(rows), tuple(problems), ())
    after, found = _attempt(Path(path), _read(after_rows)[0], text)
    known = _attempt(Path(path), _read(rows)[0], text)[1]
    problems = [replace(each, key=_blamed(each.key, changes)) for each in found if each not in known]
    if problems:
        return Judged(before, dict(rows), tuple(problems), ())
    after = in_force(path, after_rows, text=text)
    touched = ((key, before.written.get(key), after.written.get(key)) for key in _touched(before, changes))
    return Judged(after, after_rows, (), tuple(Difference(*each) for each in touched if each[1] != each[2]))


def undoing(config: Config, changes: Iterable[str]) -> dict[str, object]:
    """The changes that would bring back the values `config` has under these keys."""
    return {key: config.written.get(key) for key in changes if key not in config.locked}


def forgotten(rows: Mapping[str, str], ignored: Iterable[Problem]) -> dict[str, str]:
    """The kept rows without those that are not in force."""
    return _changed(rows, dict.fromkeys(each.key for each in ignored))


def _read(rows: Mapping[str, str]) -> tuple[list[Value], list[Problem]]:
    """The values of all rows that are settings, and those that cannot be read."""
    values: list[Value] = []
    ignored: list[Problem] = []
    for row, text in sorted(rows.items()):
        if not row.startswith((SETTING, MODEM)):
            continue
        try:
            found = json.loads(text)
        except ValueError:
            ignored.append(_ignored(row.removeprefix(SETTING), Phrase("it cannot be read")))
            continue
        if row.startswith(SETTING):
            key, said = row.removeprefix(SETTING), Phrase("unknown key")
            if _belongs_here(key):
                values.append((key, found))
            else:
                ignored.append(_ignored(key, said))
        elif isinstance(found, dict):
            names = sorted(found, key=lambda name: (name not in _FIRST, name))
            values += [(f"{row}.{name}", found[name]) for name in names if name != "name"]
    return values, ignored


def _belongs_here(key: str) -> bool:
    setting = declaration(key)
    return setting is not None and setting.section not in ("store", "modem")


def _ignored(key: str, why: str) -> Problem:
    return Problem(key, None, Phrase("what was set on the page is not in force: {why}", why=why))


def _attempt(path: Path, values: Iterable[Value], text: str | None) -> tuple[Config, list[Problem]]:
    reader = Reader(path, values, text=text)
    return reader.config(), reader.problems


def _wrong(config: Config, key: str, value: object) -> Problem | None:
    """What stands against setting `key` to `value`."""
    if key.startswith(MODEM) and value is None and config.modem(key.removeprefix(MODEM)):
        line = config.locked.get(f"{key}.name")
        return Problem(key, None, _pinned(config, line)) if line else None
    setting = declaration(key)
    if setting is None or setting.section == "store" or _names_a_modem(key):
        return Problem(key, None, Phrase("unknown key"))
    if key in config.locked:
        return Problem(key, None, _pinned(config, config.locked[key]))
    if value is None:
        return None
    return _unfit(setting, key, value)


def _names_a_modem(key: str) -> bool:
    """Whether it is the name of a modem: by it the modem is known, so it is no setting. That of the shop is one."""
    return key.startswith(MODEM) and key.endswith(".name")


def _pinned(config: Config, line: int) -> Phrase:
    return Phrase("it is set in {path}, line {line}, and only there", path=config.path, line=line)


def _unfit(setting: Setting, key: str, value: object) -> Problem | None:
    try:
        checked(setting, value)
    except Wrong as wrong:
        return Problem(key, None, wrong.said, allowed(setting), wrong.nearest)
    return None


def _changed(rows: Mapping[str, str], changes: Mapping[str, object]) -> dict[str, str]:
    after = dict(rows)
    for key, value in changes.items():
        if not key.startswith(MODEM):
            _put(after, SETTING + key, value)
        elif value is None and (key in after or (declaration(key) is None and key.count(".") == 1)):
            after.pop(key, None)
        else:
            row, _, name = key.rpartition(".")
            table = json.loads(after.get(row, "{}")) | {name: value}
            _put(after, row, {each: kept for each, kept in table.items() if kept is not None} or None)
    return after


def _put(rows: dict[str, str], row: str, value: object) -> None:
    if value is None:
        rows.pop(row, None)
    else:
        rows[row] = json.dumps(value, ensure_ascii=False, sort_keys=True)


def _blamed(key: str, changes: Mapping[str, object]) -> str:
    """Which of the changes a problem of the whole belongs to; `key` has no name of a modem in it."""
    section, _, name = key.partition(".")
    near = [each for each in changes if each.startswith(f"{section}.") and each.endswith(f".{name}")]
    return (near or list(changes) or [key])[0]


def _touched(config: Config, changes: Mapping[str, object]) -> list[str]:
    """The changed keys; of a modem that is taken away all that were set."""
    found: list[str] = []
    for key in changes:
        found += [key] if declaration(key) else [each for each in config.written if each.rpartition(".")[0] == key]
    return [key for key in found if not _names_a_modem(key)]
