"""Changes on trial, as the database keeps them: what they were, until when, and what became of those that failed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from smsbox.clock import SECOND, Micros
from smsbox.config import LINE, REACH, Config, ModemConfig
from smsbox.i18n import phrases
from smsbox.relay import HOLDING, READY, ModemStatus
from smsbox.store.kept import Kept
from smsbox.web.settings.desk import PAGE, Trial, Undone

PAGE_S, MODEM_S = 90, 120
"""Seconds of a trial."""

_TRIAL, _UNDONE, _PARKED = "trial.", "undone.", "parked"
_NOT_AT_WORK = ("relay.not_registered",)


def begun(before: Config, after: Config, working: Iterable[str], now: Micros, by_whom: str) -> list[Trial]:
    """The trials that come of a change; `working`: the modems that could send before it."""
    trials = []
    if before.web.reach != after.web.reach:
        keys = [f"web.{name}" for name in REACH]
        changed = [key for key in keys if before.written.get(key) != after.written.get(key)]
        undo = {key: before.written.get(key) for key in changed}
        trials.append(Trial(PAGE, now + PAGE_S * SECOND, undo, by_whom))
    able = set(working)
    for modem in before.modems:
        other = after.modem(modem.name)
        if other is not None and modem.name in able and modem.line != other.line:
            trials.append(
                Trial(f"modem.{modem.name}", now + MODEM_S * SECOND, _line_back(before, modem, other), by_whom)
            )
    return trials


def _line_back(before: Config, modem: ModemConfig, other: ModemConfig) -> dict[str, object]:
    keys = (f"modem.{modem.name}.{name}" for name in LINE if getattr(modem, name) != getattr(other, name))
    return {key: before.written.get(key) for key in keys}


def at_work(status: ModemStatus | None) -> bool:
    """Whether a modem could send, as far as its line, its SIM and its network go."""
    if status is None or status.reason in _NOT_AT_WORK:
        return False
    return status.state in (READY, HOLDING)


def keep(kept: Kept, trial: Trial, now: Micros) -> None:
    """Write down that it is on trial, and that nothing of the same thing is undone any more."""
    kept.put(_TRIAL + trial.subject, json.dumps(asdict(trial), ensure_ascii=False), now)
    kept.drop(_UNDONE + trial.subject)


def passed(kept: Kept, subject: str) -> None:
    """The trial of `subject` is over."""
    kept.drop(_TRIAL + subject)


def park(kept: Kept, trials: Iterable[Trial], now: Micros) -> None:
    """The daemon ends in good order: these trials go on at its next start if it comes in time."""
    for trial in trials:
        kept.put(_TRIAL + trial.subject, json.dumps(asdict(trial) | {_PARKED: True}), now)


def under_way(kept: Kept) -> list[tuple[Trial, bool]]:
    """All trials of an earlier run, and whether that one ended in good order."""
    found = []
    for row, text in sorted(kept.rows().items()):
        if row.startswith(_TRIAL):
            facts = json.loads(text)
            parked = facts.pop(_PARKED, False)
            found.append((Trial(**facts), parked))
    return found


def tell(kept: Kept, undone: Undone, now: Micros) -> None:
    """Write down for people that it was undone."""
    plain = asdict(undone) | {"facts": phrases.kept(undone.facts)}
    kept.put(_UNDONE + undone.subject, json.dumps(plain, ensure_ascii=False, default=str), now)


def told(kept: Kept) -> list[Undone]:
    """What was undone and not seen to since."""
    rows = sorted(kept.rows().items())
    return [Undone(**json.loads(text)) for row, text in rows if row.startswith(_UNDONE)]


def forget(kept: Kept, subject: str) -> None:
    """Somebody has read it."""
    kept.drop(_UNDONE + subject)
