"""The bundle for whoever helps: a zip of findings, settings, versions, states, events and log, with nothing private.

Every file is made from plain values that pass the redactor; no file of this box is copied.
"""

from __future__ import annotations

import json
import platform
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, BinaryIO

from smsbox import events, outbox
from smsbox.clock import DAY, Micros, iso
from smsbox.config import Config
from smsbox.doctor.findings import Finding
from smsbox.doctor.ground import Ground
from smsbox.doctor.redaction import DOTS, Redactor
from smsbox.doctor.secrets import known
from smsbox.errors import SmsboxError
from smsbox.outbox import MessageClass, State
from smsbox.recovery import records
from smsbox.store import Store, signals

EVENTS = 500
_KEPT_OF_EVENTS = frozenset(
    ("seq", "attempt", "attempts", "ref", "st", "sim", "sim_id", "before", "reason", "hold", "rule", "rung", "tries")
    + ("effect", "helped", "count", "uncertain", "state", "permanent", "seconds", "measure", "trouble", "key")
)
"""What an event may say besides what, when and where."""
_LEFT_OUT = frozenset({"store", "warnings", "ignored", "path", "written", "locked"})
"""Of the configuration: what is told otherwise, or once more."""
_ABOUT = """smsbox bundle for support, made {at}.

Telephone numbers, IMSI, ICCID and IMEI are shortened (+38050•••01). Texts of messages, answers of the operator, PINs,
passwords, codes and their hashes are left out; so is everything in quotation marks in the log. Read it before you hand
it on: findings.txt first.
"""


@dataclass(frozen=True, slots=True)
class Patient:
    """What a bundle is made from. `config` None: it could not be read; `store` None: there is none.

    `log` and `wire` are lines: the log, and what was said to modems (direction, a space, what was said).
    """

    findings: Sequence[Finding]
    config: Config | None
    store: Store | None
    statuses: Sequence[Mapping[str, Any]]
    log: Sequence[str] = ()
    wire: Sequence[str] = ()
    ground: Ground = field(default_factory=Ground)


def write(stream: BinaryIO, patient: Patient, now: Micros) -> None:
    """Write the bundle as a zip archive to `stream`."""
    redactor = known(patient.config, patient.store)
    files: dict[str, Callable[[], str]] = {
        "ABOUT.txt": lambda: _ABOUT.format(at=iso(now)[:19]),
        "findings.txt": lambda: _findings_text(patient.findings, redactor),
        "findings.jsonl": lambda: _lines(_finding(each, redactor) for each in patient.findings),
        "versions.json": lambda: _json(redactor.value(_versions(patient.ground))),
        "config.json": lambda: _json(_config(patient.config, redactor)),
        "modems.json": lambda: _json(redactor.value(list(patient.statuses))),
        "log.txt": lambda: _text(redactor.strict(line) for line in patient.log),
        "wire.txt": lambda: _text(_said(line, redactor) for line in patient.wire),
    }
    if patient.store is not None:
        store = patient.store
        files["events.jsonl"] = lambda: _lines(_event(each, redactor) for each in events.recent(store, EVENTS))
        files["counts.json"] = lambda: _json(_counts(store))
        files["recoveries.jsonl"] = lambda: _lines(_dated(asdict(each), redactor) for each in records.tallies(store))
        files["signals.jsonl"] = lambda: _lines(_signals(store, patient.config, redactor, now))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, make in files.items():
            archive.writestr(name, _made(make, redactor))


def file_name(now: Micros) -> str:
    """What a bundle made at `now` is called."""
    return f"smsbox-{iso(now)[:10]}.zip"


def _made(make: Callable[[], str], redactor: Redactor) -> str:
    """One file; a database that fails leaves a sentence instead."""
    try:
        return make()
    except SmsboxError as trouble:
        return redactor.strict(f"{trouble.key}: {trouble}") + "\n"


def _finding(finding: Finding, redactor: Redactor) -> dict[str, Any]:
    safe = _safe(finding, redactor)
    told = safe.told("en")
    return {
        "key": safe.key,
        "severity": safe.severity.value,
        "modem": safe.about,
        "facts": safe.facts,
        "cause": redactor.text(told.cause),
    }


def _safe(finding: Finding, redactor: Redactor) -> Finding:
    """The same finding with redacted facts; `because` is the key of an explanation and stays."""
    facts = {name: value if name == "because" else redactor.value(value, name) for name, value in finding.facts.items()}
    return Finding(finding.key, finding.severity, facts, redactor.text(finding.about))


def _findings_text(findings: Sequence[Finding], redactor: Redactor) -> str:
    told = ((each.severity.value, _safe(each, redactor).told("en")) for each in findings)
    return _text(redactor.text(f"{severity:<8} {one.cause}") for severity, one in told)


def _config(config: Config | None, redactor: Redactor) -> object:
    """The settings in force, without the address of the database and what looks private."""
    if config is None:
        return None
    plain = {name: value for name, value in asdict(config).items() if name not in _LEFT_OUT}
    plain["store"] = {"kind": config.store.url.partition(":")[0], "directory": str(config.store.directory)}
    plain["pinned"] = sorted(config.pinned)
    for modem in plain["modems"]:
        modem["pin_file"] = None if modem["pin_file"] is None else DOTS
        modem["balance_patterns"] = len(modem["balance_patterns"])
    return redactor.value(plain)


def _versions(ground: Ground) -> dict[str, Any]:
    system = (ground.text("etc/os-release") or "").splitlines()
    named = next((line.partition("=")[2].strip('"') for line in system if line.startswith("PRETTY_NAME=")), "")
    return {
        "python": platform.python_version(),
        "kernel": platform.release(),
        "machine": ground.text("proc/device-tree/model") or platform.machine(),
        "system": named,
        "packages": {name: _version(name) for name in ("smsbox", *_required())},
    }


def _required() -> list[str]:
    try:
        wanted = metadata.requires("smsbox") or []
    except metadata.PackageNotFoundError:
        return []
    plain = [each for each in wanted if "extra ==" not in each]
    return [each.split(";")[0].split(">")[0].split("<")[0].split("=")[0].strip() for each in plain]


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _event(line: events.Happening, redactor: Redactor) -> dict[str, Any]:
    """What, when, where, and of its data only what is known to be harmless."""
    kept = {name: value for name, value in line.data.items() if name in _KEPT_OF_EVENTS and _simple(value)}
    modem = line.modem and redactor.text(line.modem)
    plain = {"id": line.id, "at": iso(line.at)[:19], "kind": line.kind, "modem": modem, "message": line.message_id}
    left_out = sorted(set(line.data) - set(kept))
    # a SIM is told by its number in our table here
    data = {name: value if isinstance(value, int) else redactor.value(value) for name, value in kept.items()}
    return plain | {"data": data} | ({"left_out": left_out} if left_out else {})


def _simple(value: object) -> bool:
    return isinstance(value, (bool, int, float, str))


def _counts(store: Store) -> dict[str, Any]:
    """How many messages stand where: replies, service, marketing."""
    counts = outbox.counts(store)
    states = {state.label: [counts.of(state, kind=kind) for kind in MessageClass] for state in State}
    return {"messages": {name: each for name, each in states.items() if any(each)}}


def _signals(store: Store, config: Config | None, redactor: Redactor, now: Micros) -> Iterable[dict[str, Any]]:
    for modem in config.modems if config is not None else ():
        for sample in signals.history(store, modem.name, since=now - DAY):
            yield _dated({"modem": modem.name} | asdict(sample), redactor)


def _dated(plain: dict[str, Any], redactor: Redactor) -> Any:
    """A row with its moments to the second, for a reader."""
    return redactor.value(
        {name: iso(value)[:19] if name in ("at", "last_at") else value for name, value in plain.items()}
    )


def _said(line: str, redactor: Redactor) -> str:
    direction, _, said = line.partition(" ")
    return f"{direction} {redactor.wire(said)}"


def _json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def save(path: Path, patient: Patient, now: Micros) -> None:
    """Write the bundle to the file `path`. Raises OSError."""
    with path.open("wb") as stream:
        write(stream, patient, now)
