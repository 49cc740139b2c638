"""What somebody has typed into the fields of a conversation while he does something else there: kept for a day."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from smsbox.clock import DAY
from smsbox.privacy.conversations import DRAFT
from smsbox.store import options

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class Typed:
    """The answer, the note for colleagues, the label, and until when it is to be put off, as they were typed."""

    text: str = ""
    note: str = ""
    label: str = ""
    moment: str = ""


def given(visit: Visit) -> Typed:
    """What stands in the form that was sent."""
    return Typed(*(_clean(visit.field(name))[:LONGEST] for name in ("text", "note", "label", "moment")))


def keep(visit: Visit, number: str, typed: Typed) -> None:
    """Have this until the visitor is back in the conversation; of earlier days nothing is left."""
    key, store = _key(visit, number), visit.site.store
    with store.write():
        options.drop_older(store, DRAFT, visit.now - DAY)
        if any(each.strip() for each in asdict(typed).values()):
            options.put(store, key, json.dumps({"at": visit.now} | asdict(typed)), visit.now)
        elif options.get(store, key) is not None:
            options.drop(store, key)


def left(visit: Visit, number: str) -> Typed:
    """What the visitor left there less than a day ago."""
    found = json.loads(options.get(visit.site.store, _key(visit, number)) or "{}")
    return Typed(**found) if visit.now - found.pop("at", 0) < DAY else Typed()


def _key(visit: Visit, number: str) -> str:
    return f"{DRAFT}{number}.{visit.actor.name}"


def _clean(text: str) -> str:
    """Without what no text can have."""
    return text.replace("\r\n", "\n").replace("\0", "").encode("utf-8", "replace").decode()
