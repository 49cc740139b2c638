"""Checks across keys: modems that collide, modems without a port, secrets that others can read."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from smsbox.config.lines import KeyPath
from smsbox.config.model import Config
from smsbox.config.problems import Problem
from smsbox.config.secrets import open_to_others
from smsbox.i18n.phrases import Phrase


def cross_check(
    config: Config, lines: Mapping[KeyPath, int], pinned: Collection[str], *, syntax_faults: bool
) -> tuple[list[Problem], list[Problem]]:
    """Errors and warnings. With `syntax_faults` missing keys are no error: theirs may be the faulty line."""
    errors = [*_collisions(config, lines), *_open_pins(config, lines), *_wordless_prompts(config, lines)]
    if not syntax_faults:
        errors += _incomplete(config, lines, pinned)
    return errors, _warnings(config, lines, pinned)


def _modem_line(lines: Mapping[KeyPath, int], index: int, key: str) -> int | None:
    return lines.get(("modem", index, key)) or lines.get(("modem", index))


def _incomplete(config: Config, lines: Mapping[KeyPath, int], pinned: Collection[str]) -> list[Problem]:
    problems = []
    for index in range(len(config.modems)):
        line = lines.get(("modem", index))
        if f"modem.{index}.name" not in pinned:
            problems.append(Problem("modem.name", line, Phrase("this modem has no name"), Phrase("a text in quotes")))
        if not {f"modem.{index}.port", f"modem.{index}.imei"} & set(pinned):
            problems.append(
                Problem("modem.port", line, Phrase("this modem has neither port nor imei"), Phrase("one of them"))
            )
    return problems


def _collisions(config: Config, lines: Mapping[KeyPath, int]) -> list[Problem]:
    problems = []
    for key in ("name", "port", "imei"):
        first: dict[str, int] = {}
        for index, modem in enumerate(config.modems):
            value = getattr(modem, key)
            if not value:
                continue
            same = os.path.realpath(value) if key == "port" else value.casefold()
            if same in first:
                other = config.modems[first[same]]
                facts = {"value": value, "key": key, "line": _modem_line(lines, first[same], key), "name": other.name}
                said = Phrase('"{value}" is the {key} of the modem on line {line} ("{name}") already', **facts)
                if key == "name":
                    said = Phrase('"{value}" is the {key} of the modem on line {line} already', **facts)
                problems.append(Problem(f"modem.{key}", _modem_line(lines, index, key), said))
            first.setdefault(same, index)
    return problems


def _wordless_prompts(config: Config, lines: Mapping[KeyPath, int]) -> list[Problem]:
    said = Phrase("calls are to be answered by SMS, and call_prompt does not say what to write")
    return [
        Problem("modem.call_prompt", _modem_line(lines, index, "calls"), said, Phrase("a text in quotes"))
        for index, modem in enumerate(config.modems)
        if modem.calls == "prompt" and not modem.call_prompt
    ]


def _open_pins(config: Config, lines: Mapping[KeyPath, int]) -> list[Problem]:
    return [
        Problem(
            "modem.pin_file",
            _modem_line(lines, index, "pin_file"),
            Phrase("every account of this machine can read {path}", path=modem.pin_file),
            Phrase("mode 600: chmod 600 {path}", path=modem.pin_file),
        )
        for index, modem in enumerate(config.modems)
        if modem.pin_file is not None and open_to_others(modem.pin_file)
    ]


def _warnings(config: Config, lines: Mapping[KeyPath, int], pinned: Collection[str]) -> list[Problem]:
    found = []
    if not config.modems:
        found.append(
            Problem("modem", None, Phrase("no [[modem]] is configured: the page comes up, nothing can be sent"))
        )
    if _has_password(config) and config.path is not None and open_to_others(config.path):
        line = lines.get(("store", "url"))
        said = Phrase("the address holds a password and every account of this machine can read this file")
        found.append(Problem("store.url", line, said, Phrase("a password in ~/.pgpass, or chmod 640")))
    if config.region.country != "UA" and "region.timezone" not in pinned:
        said = Phrase(
            "not set, so the clock of {timezone} counts although the country is {country}",
            timezone=config.region.timezone,
            country=config.region.country,
        )
        found.append(Problem("region.timezone", lines.get(("region", "country")), said))
    return found


def _has_password(config: Config) -> bool:
    return config.store.sqlite_path is None and bool(urlsplit(config.store.url).password)
