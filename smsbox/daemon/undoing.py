"""What becomes of a change whose trial failed: the old values come back, as far as the file lets them; why is told."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from smsbox.clock import SECOND, Micros
from smsbox.config import Config, in_force, judge
from smsbox.daemon import trials
from smsbox.people import audit
from smsbox.store.kept import Kept
from smsbox.web.settings.desk import Trial, Undone

log = logging.getLogger(__name__)

UNDONE = "setting.undone"
"""What the audit log says."""

SECRETS = ("pin_file",)
"""Settings whose values are told nowhere."""


def take_back(
    path: Path,
    kept: Kept,
    trial: Trial,
    now: Micros,
    *,
    why: str,
    facts: Mapping[str, object] | None = None,
    text: str | None = None,
) -> Config:
    """Undo the change of a trial, as far as the file lets it (`text`: as it counts), and tell why: an explanation's key
    with its facts; the configuration in force then.
    """
    rows = kept.rows()
    whole = judge(path, rows, trial.undo, text=text)
    after = dict(rows if whole.problems else whole.rows)
    for key, value in trial.undo.items() if whole.problems else ():
        judged = judge(path, after, {key: value}, text=text)
        if not judged.problems:
            after = dict(judged.rows)
    log.warning("settings: the change of %s is undone (%s)", trial.subject, why)
    with kept.store.write():
        kept.become(rows, after, now)
        trials.passed(kept, trial.subject)
        tried = _tried(path, rows, trial, text)
        trials.tell(kept, Undone(trial.subject, now, why, facts or {}, tuple(trial.undo), tried), now)
        audit.note(kept.store, audit.ITSELF, now, UNDONE, trial.subject, {"why": (None, why)})
    return in_force(path, after, text=text)


def at_start(path: Path, kept: Kept, now: Micros) -> Config:
    """The configuration in force when the daemon starts; trials it died in, or whose time is over, are undone first."""
    for trial, parked in trials.under_way(kept):
        if not parked or not 0 < trial.until - now <= trials.MODEM_S * SECOND:
            take_back(path, kept, trial, now, why="settings.ended_meanwhile")
    return in_force(path, kept.rows())


def _tried(path: Path, rows: Mapping[str, str], trial: Trial, text: str | None) -> dict[str, object]:
    """What the trial was about, so that it can be tried once more; a PIN is given anew."""
    written = in_force(path, rows, text=text).written
    return {key: written.get(key) for key in trial.undo if not key.endswith(SECRETS)}
