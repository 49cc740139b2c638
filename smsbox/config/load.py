"""Loads a configuration file: every problem is collected, with key and line, before anything is decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from smsbox.config.alarms import alarms_config, wrong_alarms, wrong_mail_to
from smsbox.config.backup import backup_config, wrong_address
from smsbox.config.checks import Wrong, allowed, checked, nearest
from smsbox.config.content import read
from smsbox.config.cross import cross_check
from smsbox.config.lines import SKIPPED, KeyPath, is_many, key_lines, parse
from smsbox.config.model import (
    Config,
    ModemConfig,
    RecordsConfig,
    RegionConfig,
    RoutingConfig,
    SendingConfig,
    ShopConfig,
    StoreConfig,
    WebConfig,
)
from smsbox.config.problems import ConfigErrors, ConfigMissing, PinFileUnusable, Problem
from smsbox.config.programs import ProgramsConfig
from smsbox.config.secrets import open_to_others, place
from smsbox.i18n.phrases import Phrase
from smsbox.settings import PER_MODEM, SECTIONS, Kind, Setting, keys_of

DEFAULT_PATH = Path("/etc/smsbox/config.toml")
_POSTGRES_DIRECTORY = Path("/var/lib/smsbox")


def load(path: Path | str, *, secrets: bool = False, text: str | None = None) -> Config:
    """The checked configuration in `path`, or of `text`, which stood there. With `secrets` PIN files must be readable
    too (the daemon needs them).

    Raises ConfigMissing when there is no such file, ConfigErrors with all problems otherwise.
    """
    path = Path(path)
    reader = Reader(path, text=text)
    config = reader.config()
    if secrets:
        reader.problems += _pin_problems(config, reader.lines)
    if reader.problems:
        raise ConfigErrors(
            path=str(path), problems=sorted(reader.problems, key=lambda each: (each.line or 0, each.key))
        )
    return config


def read_text(path: Path) -> str | None:
    """What stands in the file, as far as it can be read; None when there is nothing."""
    try:
        return read(path)[0]
    except ConfigMissing:
        return None


def mistakes(path: Path) -> tuple[Problem, ...]:
    """What would keep the daemon from starting with the file as it is now."""
    try:
        load(path)
    except ConfigErrors as errors:
        return errors.problems
    except ConfigMissing as missing:
        return (Problem("", None, Phrase("{path}: {problem}", **missing.facts)),)
    return ()


class Reader:
    """One pass over one file, or over its `text` of an earlier moment; problems gather in `problems`. `kept`: full keys
    of the database and their values, which count where the file says nothing.
    """

    def __init__(self, path: Path, kept: Iterable[tuple[str, object]] = (), *, text: str | None = None) -> None:
        self.path = path
        text, self.problems = read(path) if text is None else (text, [])
        self.data, syntax, understood = parse(text)
        self.problems += syntax
        self.lines = key_lines(understood)
        self.pinned: set[str] = set()
        self._written: dict[KeyPath, object] = {}
        self._kept: set[KeyPath] = set()
        for key, value in kept:
            self._lay(key, value)

    def _lay(self, key: str, value: object) -> None:
        """Put a value of the database below those of the file, where the file says nothing."""
        home, _, name = key.rpartition(".")
        if not home.startswith("modem."):
            self._put(self.data.setdefault(home, {}), (home, name), value)
        else:
            modems, called = self.data.setdefault("modem", []), home.removeprefix("modem.")
            place = next((at for at, each in enumerate(modems) if each.get("name") == called), len(modems))
            if place == len(modems):
                modems.append({})
                self._put(modems[place], ("modem", place, "name"), called)
            self._put(modems[place], ("modem", place, name), value)

    def _put(self, table: dict[str, object], at: KeyPath, value: object) -> None:
        if at[-1] not in table:
            table[str(at[-1])] = value
            self._kept.add(at)

    def config(self) -> Config:
        """The configuration as far as it can be made out; only right when `problems` stays empty."""
        self._unknown_sections()
        tables = {each.name: self._table(each.name) for each in SECTIONS if not each.many}
        region = RegionConfig(**tables["region"])
        tables["sending"].setdefault("allow", _own_country(region.country))
        sending = SendingConfig(**tables["sending"])
        modems = tuple(self._modem(index, sending) for index in range(len(self._modem_tables())))
        store = self._store(tables["store"])
        config = Config(
            store=store,
            web=self._web(tables["web"]),
            region=region,
            sending=sending,
            shop=ShopConfig(**tables["shop"]),
            routing=RoutingConfig(**tables["routing"]),
            records=RecordsConfig(**tables["records"]),
            programs=ProgramsConfig(**tables["programs"]),
            alarms=alarms_config(tables["alarms"], self.path.parent.absolute()),
            backup=backup_config(tables["backup"], store.directory, self.path.parent.absolute()),
            modems=modems,
            path=self.path,
            pinned=frozenset(self.pinned),
            written={_full(at, modems): value for at, value in self._written.items()},
            locked={_full(at, modems): self._line(at) or 0 for at in self._written if at not in self._kept},
        )
        given = {".".join(str(step) for step in at) for at in self._written}
        found, warnings = cross_check(config, self.lines, given, syntax_faults=bool(self.problems))
        found += wrong_address(config.backup, self._line(("backup", "url")))
        found += wrong_alarms(config.alarms, self.lines)
        found += wrong_mail_to(config.programs.mail_to, config.alarms, self.lines)
        self.problems += found
        return replace(config, warnings=tuple(warnings))

    def _unknown_sections(self) -> None:
        known = [each.name for each in SECTIONS]
        for name, value in self.data.items():
            if name in known or name.startswith(SKIPPED):
                continue
            line = self.lines.get((name,)) or self.lines.get((name, 0))
            if isinstance(value, (dict, list)) and not self._stray(name):
                self.problems.append(Problem(name, line, Phrase("unknown table"), _listed(known), nearest(name, known)))
            else:
                homes = self._stray(name)
                said = (
                    Phrase("this key belongs below {home}", home=f"[{homes[0]}]")
                    if homes
                    else Phrase("unknown key, and it stands above all tables")
                )
                self.problems.append(Problem(name, line, said, "" if homes else _listed(known)))

    @staticmethod
    def _stray(key: str) -> list[str]:
        return [each.name for each in SECTIONS if key in keys_of(each.name)]

    def _table(self, name: str) -> dict[str, Any]:
        value = self.data.get(name, {})
        if not isinstance(value, dict):
            line = self.lines.get((name,)) or self.lines.get((name, 0))
            self.problems.append(
                Problem(
                    name,
                    line,
                    Phrase("this is one table"),
                    Phrase("{table}, once, with single brackets", table=f"[{name}]"),
                )
            )
            value = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else {}
        return self._values(name, (name,), value)

    def _modem_tables(self) -> list[dict[str, Any]]:
        value = self.data.get("modem", [])
        if isinstance(value, list) and all(isinstance(each, dict) for each in value):
            return value
        said = Phrase("modems are written with two brackets")
        self.problems.append(Problem("modem", self.lines.get(("modem",)), said, "[[modem]]"))
        self.data["modem"] = []
        return []

    def _values(self, section: str, at: KeyPath, table: dict[str, Any]) -> dict[str, Any]:
        declared = keys_of(section)
        right: dict[str, Any] = {}
        for name, value in table.items():
            line = self._line(at + (name,))
            setting = declared.get(name)
            if setting is None:
                self.problems.append(self._unknown_key(section, name, line, list(declared)))
                continue
            self._written[at + (name,)] = value if setting.kind is not Kind.STORE_URL else _without_password(value)
            if at + (name,) not in self._kept:
                self.pinned.add(".".join(str(step) for step in at + (name,)))
            try:
                right[name] = checked(setting, value)
            except Wrong as wrong:
                self.problems.append(Problem(f"{section}.{name}", line, wrong.said, allowed(setting), wrong.nearest))
        for name, setting in declared.items():
            if setting.kind in (Kind.SPAN, Kind.DAY_SPAN) and setting.default is not None:
                right.setdefault(name, checked(setting, setting.default))
            elif setting.section == section and name not in right and setting.default is not None:
                right[name] = setting.default
        return _renamed_spans(right, declared)

    def _unknown_key(self, section: str, name: str, line: int | None, known: list[str]) -> Problem:
        near = nearest(name, known)
        elsewhere = [home for home in self._stray(name) if home != section]
        if not near and elsewhere:
            brackets = f"[[{elsewhere[0]}]]" if is_many(elsewhere[0]) else f"[{elsewhere[0]}]"
            return Problem(f"{section}.{name}", line, Phrase("unknown here, it belongs below {home}", home=brackets))
        return Problem(f"{section}.{name}", line, Phrase("unknown key"), "" if near else _listed(known), near)

    def _line(self, at: KeyPath) -> int | None:
        """Where the key stands; keys of an inline table stand where the table does."""
        return next((self.lines[at[:end]] for end in range(len(at), 0, -1) if at[:end] in self.lines), None)

    def _store(self, table: dict[str, Any]) -> StoreConfig:
        url = table["url"]
        store = StoreConfig(url=url, directory=_POSTGRES_DIRECTORY)
        home = store.sqlite_path.parent if store.sqlite_path else _POSTGRES_DIRECTORY
        given = table.get("directory")
        return StoreConfig(url=url, directory=self.path.parent.absolute() / given if given else home)

    def _web(self, table: dict[str, Any]) -> WebConfig:
        listen = table["listen"]
        host, port = listen if isinstance(listen, tuple) else checked(keys_of("web")["listen"], listen)
        files = {name: self.path.parent.absolute() / table[name] for name in ("certificate", "key") if table.get(name)}
        if table["tls"] == "files" and "certificate" not in files:
            line = self._line(("web", "tls"))
            self.problems.append(Problem("web.tls", line, Phrase("a certificate is needed"), "web.certificate"))
        return WebConfig(host=host, port=port, hosts=table["hosts"], tls=table["tls"], **files)

    def _modem(self, index: int, sending: SendingConfig) -> ModemConfig:
        table = self._values("modem", ("modem", index), self._modem_tables()[index])
        for setting in PER_MODEM:
            table.setdefault(setting.name, getattr(sending, setting.name))
        if "pin_file" in table:
            table["pin_file"] = place(table["pin_file"], self.path.parent.absolute())
        table.setdefault("name", "")
        return ModemConfig(**table)


def _renamed_spans(table: dict[str, Any], declared: Mapping[str, Setting]) -> dict[str, Any]:
    """Spans are seconds inside the program and say so in their names."""
    spans = [name for name in table if declared[name].kind is Kind.SPAN]
    return {f"{name}_s" if name in spans else name: value for name, value in table.items()}


def _full(at: KeyPath, modems: Sequence[ModemConfig]) -> str:
    """`modem.main.port` of ("modem", 0, "port")."""
    return ".".join(modems[step].name if isinstance(step, int) else step for step in at)


def _without_password(url: object) -> str:
    """A database's address as anybody may read it."""
    return re.sub(r"(?<=:)[^/@]*(?=@)", "…", str(url))


def _own_country(country: str) -> tuple[str, ...]:
    import phonenumbers

    return (f"+{phonenumbers.country_code_for_region(country)}",)


def _listed(names: list[str]) -> str:
    return ", ".join(names)


def _pin_problems(config: Config, lines: dict[KeyPath, int]) -> list[Problem]:
    problems = []
    for index, modem in enumerate(config.modems):
        if modem.pin_file is not None and open_to_others(modem.pin_file):
            continue  # said already
        try:
            modem.read_pin()
        except PinFileUnusable as error:
            line = lines.get(("modem", index, "pin_file"))
            said = Phrase("{path}: {problem}", path=error.facts["path"], problem=error.facts["problem"])
            problems.append(Problem("modem.pin_file", line, said))
    return problems
