"""How backups stand: what became of the last one at each place, and when the next is due; kept among the options."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta

from smsbox.clock import SECOND, Micros
from smsbox.config import Config
from smsbox.errors import SmsboxError
from smsbox.i18n.phrases import kept as kept_facts
from smsbox.store.kept import Kept

FOLDER, STICK, SERVER = "folder", "stick", "server"
_STANDING, _NEXT, _CHECKED = "backup.standing", "backup.next", "backup.checked"
_CHECKS = 50


@dataclass(frozen=True, slots=True)
class Place:
    """One place: when a backup last came there whole (0: never), as which file of how many octets; since when none does
    (0: the last try went well), and why: an error's key and facts.
    """

    at: Micros = 0
    file: str = ""
    size: int = 0
    failed_at: Micros = 0
    why: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def places(kept: Kept) -> dict[str, Place]:
    """What is known, by the word of the place; nothing of a place that was never tried."""
    try:
        found = json.loads(kept.rows().get(_STANDING, "{}"))
        return {str(word): Place(**each) for word, each in found.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def went_well(kept: Kept, word: str, file: str, size: int, now: Micros) -> None:
    """A backup came to a place."""
    _keep(kept, word, Place(now, file, size), now)


def went_wrong(kept: Kept, word: str, error: SmsboxError, now: Micros) -> None:
    """None came to a place; what is known of the last good one stays."""
    before = places(kept).get(word, Place())
    _keep(kept, word, replace(before, failed_at=before.failed_at or now, why=error.key, facts=_plain(error)), now)


def forget(kept: Kept, word: str, now: Micros) -> None:
    """A place that is no longer wanted."""
    if word in places(kept):
        _keep(kept, word, None, now)


@dataclass(frozen=True, slots=True)
class Check:
    """When a backup was last read whole, and what was wrong with it: an error's key ("" nothing) and facts."""

    at: Micros
    why: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def found(kept: Kept, file: str, error: SmsboxError | None, now: Micros) -> None:
    """A backup was read whole."""
    told = {} if error is None else {"why": error.key, "facts": _plain(error)}
    checks = {**{name: asdict(each) for name, each in checked(kept).items()}, file: {"at": now, **told}}
    newest = dict(sorted(checks.items(), key=lambda pair: -pair[1]["at"])[:_CHECKS])
    kept.put(_CHECKED, json.dumps(newest, ensure_ascii=False, default=str), now)


def checked(kept: Kept) -> dict[str, Check]:
    """What was found of the files that somebody had read, by name."""
    try:
        return {str(name): Check(**each) for name, each in json.loads(kept.rows().get(_CHECKED, "{}")).items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def due(kept: Kept, config: Config, now: Micros) -> bool:
    """Whether the backup of the night is to be made now. A box that never made one waits for its first night."""
    if config.backup.nightly != "on":
        return False
    text = kept.rows().get(_NEXT, "")
    if not text.isdigit() or int(text) > now + 2 * 86400 * SECOND:
        plan(kept, config, now)
        return False
    return now >= int(text)


def plan(kept: Kept, config: Config, now: Micros) -> None:
    """The next is due at the next coming of its hour, by the clock of the shop."""
    local = datetime.fromtimestamp(now // SECOND, config.region.zone)
    at = local.replace(hour=config.backup.hour, minute=0, second=0, microsecond=0)
    if at <= local:
        at = (at.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=config.region.zone)
    kept.put(_NEXT, str(int(at.timestamp()) * SECOND), now)


def next_at(kept: Kept) -> Micros | None:
    """When the next is due; None before the first look."""
    text = kept.rows().get(_NEXT, "")
    return int(text) if text.isdigit() else None


def _keep(kept: Kept, word: str, place: Place | None, now: Micros) -> None:
    found = places(kept)
    found.pop(word, None)
    if place is not None:
        found[word] = place
    kept.put(
        _STANDING, json.dumps({each: asdict(one) for each, one in found.items()}, ensure_ascii=False, default=str), now
    )


def _plain(error: SmsboxError) -> dict[str, object]:
    return kept_facts(error.facts)
