"""The rows of dialogs: which is open with a number at a SIM, where it stands, and each of its steps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smsbox.clock import Micros
from smsbox.desk.happening import Happening
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase
from smsbox.store import Store

_COLUMNS = (
    "id, flow_id, version, number, sim_id, step, state, misses, opened_at, touched_at, expires_at, ended_at, outcome"
)
_SELECT = f"SELECT {_COLUMNS} FROM dialogs WHERE "  # noqa: S608 – names from above
_INSERT = f"INSERT INTO dialogs ({_COLUMNS}) VALUES ({', '.join('?' * 13)})"  # noqa: S608 – the same
_SAVE = (
    "UPDATE dialogs SET step = ?, state = ?, misses = ?, touched_at = ?, expires_at = ?, ended_at = ?, outcome = ? "
    "WHERE id = ?"
)
_STEP = (
    "INSERT INTO dialog_steps (dialog_id, seq, at, received_id, step, message_ids) VALUES (?, "
    "(SELECT coalesce(max(seq), 0) + 1 FROM dialog_steps WHERE dialog_id = ?), ?, ?, ?, ?)"
)

OUTCOMES: Mapping[str, str] = {
    "done": N_("finished"),
    "left": N_("left by the customer"),
    "late": N_("not answered in time"),
    "full": N_("nothing was left"),
    "closed": N_("the scenario was closed"),
    "stop": N_("the customer unsubscribed"),
}
"""How a dialog may end, in words, English."""


@dataclass(frozen=True, slots=True)
class Dialog:
    """One dialog: which flow in which version, where it stands (`step` for people, `state` for its kind), how many
    answers in a row were not understood (`misses`); `touched_at` when the box last said something in it. An open one
    that has an `outcome` is to end for that reason.
    """

    id: int
    flow_id: int
    version: int
    number: str
    sim_id: int
    step: str
    state: Mapping[str, Any]
    misses: int
    opened_at: Micros
    touched_at: Micros
    expires_at: Micros
    ended_at: Micros | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the message that was `heard` (None: time, or the shop), what it was answered with, its word."""

    at: Micros
    received_id: int | None
    step: str
    message_ids: tuple[int, ...]


# ── looking


def open_with(store: Store, number: str, sim_id: int) -> Dialog | None:
    """The dialog that is open with a number at this SIM; else the only one at another, since an answer may have left
    by another SIM than he had written to.
    """
    found = _dialogs(store, "number = ? AND ended_at IS NULL ORDER BY id", number)
    here = next((each for each in found if each.sim_id == sim_id), None)
    return here or (found[0] if len(found) == 1 else None)


def still_open(store: Store, dialog_id: int) -> Dialog | None:
    """The same dialog as it is now, kept from others until the open transaction has ended; None where it has ended."""
    found = _dialogs(store, "id = ? AND ended_at IS NULL FOR UPDATE", dialog_id)
    return found[0] if found else None


def due(store: Store, now: Micros, limit: int) -> list[Dialog]:
    """Open dialogs nobody has answered in time, the longest overdue first."""
    return _dialogs(store, "ended_at IS NULL AND expires_at <= ? ORDER BY expires_at LIMIT ?", now, limit)


def last_with(store: Store, number: str) -> Dialog | None:
    """The newest dialog with a number, open or not."""
    found = _dialogs(store, "number = ? ORDER BY id DESC LIMIT 1", number)
    return found[0] if found else None


def get(store: Store, dialog_id: int) -> Dialog | None:
    """The dialog of that id."""
    found = _dialogs(store, "id = ?", dialog_id)
    return found[0] if found else None


def listed(
    store: Store, *, flow_id: int | None = None, number: str = "", open_only: bool = False, limit: int = 50
) -> list[Dialog]:
    """The newest dialogs, of a flow, with a number."""
    where, values = ["1 = 1"], list[object]()
    for condition, value in (("flow_id = ?", flow_id), ("number = ?", number or None)):
        if value is not None:
            where.append(condition)
            values.append(value)
    if open_only:
        where.append("ended_at IS NULL")
    return _dialogs(store, f"{' AND '.join(where)} ORDER BY id DESC LIMIT ?", *values, limit)


def steps(store: Store, dialog_id: int) -> list[Step]:
    """Every step of a dialog, in order."""
    sql = "SELECT at, received_id, step, message_ids FROM dialog_steps WHERE dialog_id = ? ORDER BY seq"
    return [Step(at, heard, step, _ids(said)) for at, heard, step, said in store.run(sql, dialog_id).fetchall()]


def counted(store: Store, flow_id: int) -> tuple[int, dict[str, int]]:
    """How many dialogs of a flow are open, and how many ended how (by the keys of `OUTCOMES` and of kinds)."""
    sql = "SELECT outcome, count(*) FROM dialogs WHERE flow_id = ? GROUP BY outcome"
    found = {outcome: int(count) for outcome, count in store.run(sql, flow_id).fetchall()}
    return found.pop(None, 0), found


def happenings(store: Store, number: str, limit: int) -> list[Happening]:
    """What of dialogs happened with a number, the newest first, for his thread: each began, each ended so."""
    sql = (
        "SELECT d.id, d.flow_id, d.opened_at, d.ended_at, d.outcome, f.title FROM dialogs d "
        "JOIN flows f ON f.id = d.flow_id WHERE d.number = ? ORDER BY d.id DESC LIMIT ?"
    )
    found: list[Happening] = []
    for _, flow_id, opened_at, ended_at, outcome, title in store.run(sql, number, limit).fetchall():
        href = f"/dialogs/{flow_id}"
        if ended_at is not None:
            how = Phrase(OUTCOMES.get(outcome, outcome or "–")) if outcome in OUTCOMES else outcome
            said = Phrase("Scenario “{title}” ended: {how}", title=title, how=how)
            found.append(Happening(ended_at, "dialog", said, href))
        found.append(Happening(opened_at, "dialog", Phrase("Scenario “{title}” began", title=title), href))
    return sorted(found, key=lambda each: -each.at)[:limit]


# ── writing, in the caller's transaction


def insert(store: Store, dialog: Dialog) -> bool:
    """Keep a new one; False where one is open with that number at that SIM already."""
    row = (
        *(dialog.id, dialog.flow_id, dialog.version, dialog.number, dialog.sim_id, dialog.step, _text(dialog.state)),
        *(dialog.misses, dialog.opened_at, dialog.touched_at, dialog.expires_at, dialog.ended_at, dialog.outcome),
    )
    return bool(store.run(_INSERT + " ON CONFLICT DO NOTHING", *row).rowcount == 1)


def save(store: Store, dialog: Dialog) -> None:
    """Keep where it stands now."""
    store.run(
        _SAVE,
        *(dialog.step, _text(dialog.state), dialog.misses, dialog.touched_at, dialog.expires_at),
        *(dialog.ended_at, dialog.outcome, dialog.id),
    )


def give_up(store: Store, number: str, now: Micros, why: str) -> int:
    """Mark all that is open with a number as to be ended at once, for that reason; how many."""
    sql = "UPDATE dialogs SET outcome = ?, expires_at = ? WHERE number = ? AND ended_at IS NULL"
    return int(store.run(sql, why, now, number).rowcount)


def postpone(store: Store, dialog_id: int, until: Micros) -> None:
    """Look at it again only then."""
    store.run("UPDATE dialogs SET expires_at = ? WHERE id = ? AND ended_at IS NULL", until, dialog_id)


def note(store: Store, dialog_id: int, step: str, at: Micros, heard: int | None, said: Sequence[int]) -> None:
    """Keep one step."""
    store.run(_STEP, dialog_id, dialog_id, at, heard, step, ",".join(map(str, said)))


# ── inside


def _dialogs(store: Store, where: str, *values: object) -> list[Dialog]:
    rows = store.run(_SELECT + where, *values).fetchall()
    return [_dialog(list(row)) for row in rows]


def _dialog(values: list[Any]) -> Dialog:
    values[6] = json.loads(values[6])
    return Dialog(*values)


def _text(state: Mapping[str, Any]) -> str:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def _ids(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(",") if each)
