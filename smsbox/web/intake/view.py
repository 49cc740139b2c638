"""An import in words: what was counted, why rows cannot be used, what was left out, who stays as he wished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from smsbox.i18n.explanations import Explained, explain
from smsbox.i18n.imports import AGREEMENTS, left_out, why_bad
from smsbox.i18n.marks import N_
from smsbox.i18n.translator import Translator
from smsbox.intake import Import, Stage
from smsbox.intake.reading import PARTS
from smsbox.sheets import SheetRefused
from smsbox.web.words import Word

STAGES = {
    Stage.DRAFT: Word("waiting", "idle", N_("Columns")),
    Stage.COUNTING: Word("waiting", "busy", N_("Being counted")),
    Stage.ASKED: Word("waiting", "warn", N_("Counted, waits for a yes")),
    Stage.RUNNING: Word("waiting", "busy", N_("Being imported")),
    Stage.DONE: Word("ok", "good", N_("Done")),
    Stage.STOPPED: Word("cancelled", "warn", N_("Stopped")),
    Stage.UNDOING: Word("waiting", "busy", N_("Being undone")),
    Stage.UNDONE: Word("back", "idle", N_("Undone")),
    Stage.FAILED: Word("failed", "bad", N_("Failed")),
}


PARTS_OF_NAMES = frozenset(name for names in PARTS.values() for name in names)
BAD_ROW = Word("failed", "bad", N_("bad"))


@dataclass(frozen=True, slots=True)
class Said:
    """A number of rows, and what about them."""

    count: int
    text: str


def reasons(tr: Translator, found: Mapping[str, Any]) -> list[Said]:
    """Why rows cannot be used, the most frequent first."""
    return [Said(count, why_bad(tr, reason)) for reason, count in found.get("reasons", {}).items()]


def wrong(tr: Translator, found: Mapping[str, Any]) -> list[Said]:
    """Values that are left out of rows that can be used."""
    return [Said(count, left_out(tr, reason)) for reason, count in found.get("wrong", {}).items()]


def agreements(tr: Translator, found: Mapping[str, Any]) -> list[Said]:
    """What the import says of consent, and for whom it cannot speak."""
    counts = found.get("agreements", {})
    return [Said(counts[word], tr.gettext(text)) for word, text in AGREEMENTS.items() if counts.get(word)]


def examples(tr: Translator, found: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    """Some rows that cannot be used: line, piece, why."""
    return [(line, value, why_bad(tr, reason, of)) for line, reason, value, of in found.get("examples", ())]


def birthday(tr: Translator, kept: str | None) -> str:
    """A birthday as its reader writes it; without its year where that is not known."""
    if not kept:
        return ""
    return tr.whole_day(date.fromisoformat(kept)) if len(kept) > 5 else f"{kept[3:]}.{kept[:2]}"


def problem(tr: Translator, found: Import) -> Explained | None:
    """Why an import failed."""
    if found.problem is None:
        return None
    return explain(tr, SheetRefused.key, {"detail": "", **found.problem, "path": found.name})


def refused(tr: Translator, refusal: SheetRefused | None) -> Explained | None:
    """Why a file cannot be used."""
    return None if refusal is None else explain(tr, refusal.key, refusal.facts)
