"""Draws of contests: the seed promised, the list closed, the winners drawn and told; each of it once, in this order."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from smsbox.clock import SECOND, Micros
from smsbox.config import Config
from smsbox.config.problems import Problem
from smsbox.dialogs import drawing, later
from smsbox.dialogs.drawing import Draw, Rules
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows.errors import FlowErrors
from smsbox.dialogs.saying import said
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.i18n.phrases import Phrase
from smsbox.inbox.routed import unrouted
from smsbox.store import Store

_PROMISE = "INSERT INTO draws (id, flow_id, committed_at, commitment, seed) VALUES (?, ?, ?, ?, ?)"
_SELECT = (
    "SELECT id, flow_id, committed_at, commitment, rules, listed_at, list_hash, entries, value, drawn_at, by_whom "
    "FROM draws WHERE flow_id = ?"
)
_ENTRIES = "SELECT code, number FROM entries WHERE flow_id = ? AND state = 0"
_ONE_MORE = (
    "INSERT INTO draw_places (draw_id, place, mark, entry_id) "
    "SELECT ?, ?, ?, id FROM entries WHERE flow_id = ? AND code = ? AND state IN (0, 4) ORDER BY state, id LIMIT 1"
)


class NotOver(SmsboxError):
    """Entries are still taken. Facts: `name`."""

    key = "dialogs.not_over"
    exit_code = 65


class NotRead(SmsboxError):
    """Messages are there that nobody has read, perhaps entries of before the end."""

    key = "dialogs.not_read"
    retryable = True
    exit_code = 75


class NoEntries(SmsboxError):
    """Nothing to draw from. Facts: `name`."""

    key = "dialogs.no_entries"
    exit_code = 65


class NotListed(SmsboxError):
    """The list is not closed. Facts: `name`."""

    key = "dialogs.not_listed"
    exit_code = 65


class Listed(SmsboxError):
    """The list is closed and stays as it is. Facts: `name`."""

    key = "dialogs.listed"
    exit_code = 65


class Drawn(SmsboxError):
    """It has been drawn. Facts: `name`."""

    key = "dialogs.drawn"
    exit_code = 65


class NotDrawn(SmsboxError):
    """It has not been drawn. Facts: `name`."""

    key = "dialogs.not_drawn"
    exit_code = 65


class ValueAwaited(SmsboxError):
    """A value was promised and is not given. Facts: `awaits`."""

    key = "dialogs.value_awaited"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the draw of a contest stands, without its list and without its secret."""

    id: int
    flow_id: int
    committed_at: Micros
    commitment: str
    rules: Rules | None
    listed_at: Micros | None
    list_hash: str | None
    entries: int | None
    value: str | None
    drawn_at: Micros | None
    by_whom: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """One that was drawn: the first `rules.winners` of them win, the others are reserves. `number` – of its entry,
    whose `code` it is; "" once its customer was erased. `told_at`: when he was written to.
    """

    place: int
    mark: str
    entry_id: int
    code: str
    number: str
    message_id: int | None
    told_at: Micros | None


# ── the promise


def begun(store: Store, flow_id: int, now: Micros) -> None:
    """A contest is opened: its seed is promised. Raises FlowErrors where its list is closed, and all would be turned
    away.
    """
    if listed(store, flow_id):
        wrong = N_("the list of this contest is closed for good: the next one needs another name")
        raise FlowErrors([Problem("name", None, Phrase(wrong))])
    promised(store, flow_id, now)


def promised(store: Store, flow_id: int, now: Micros) -> None:
    """Make the seed and promise it by its SHA-256, once; inside a transaction that holds the flow."""
    if store.run("SELECT 1 FROM draws WHERE flow_id = ?", flow_id).fetchone() is None:
        seed = drawing.fresh_seed()
        (draw_id,) = store.reserve_ids("draws", 1)
        store.run(_PROMISE, draw_id, flow_id, now, drawing.sha256(seed), seed)


def standing(store: Store, flow_id: int) -> Standing | None:
    """Where the draw stands; None before the seed was promised."""
    row = store.run(_SELECT, flow_id).fetchone()
    if row is None:
        return None
    rules = None if row[4] is None else Rules(**json.loads(row[4])["rules"])
    return Standing(*(*row[:4], rules, *row[5:]))


def listed(store: Store, flow_id: int) -> bool:
    """Whether the list is closed: then nobody gets in, whatever the clock says."""
    row = store.run("SELECT listed_at FROM draws WHERE flow_id = ?", flow_id).fetchone()
    return row is not None and row[0] is not None


def require_open(store: Store, flow_id: int) -> None:
    """Raises Listed once the list is closed."""
    if listed(store, flow_id):
        raise Listed(name=_name(store, flow_id))


# ── the list


def close_list(store: Store, flow: Flow[Any], *, by: str, now: Micros) -> Standing:
    """Make the list of what takes part, for good, with its sum; inside a transaction that holds the flow.

    Raises NotOver, NotRead, NoEntries, Listed.
    """
    promised(store, flow.id, now)
    require_open(store, flow.id)
    if flow.state is not FlowState.CLOSED and (flow.closes_at is None or now < flow.closes_at):
        raise NotOver(name=flow.name)
    if unrouted(store, 1):
        raise NotRead
    marks = drawing.marks(store.run(_ENTRIES, flow.id).fetchall())
    if not marks:
        raise NoEntries(name=flow.name)
    text = drawing.lines(marks)
    about = {"title": flow.title, "contest": flow.name, "rules": asdict(flow.part.rules)}
    store.run(
        "UPDATE draws SET rules = ?, listed_at = ?, list_hash = ?, list = ?, entries = ?, by_whom = ? "
        "WHERE flow_id = ?",
        *(json.dumps(about, ensure_ascii=False), now, drawing.sha256(text), text, len(marks), by, flow.id),
    )
    found = standing(store, flow.id)
    assert found is not None
    return found


# ── the draw


def draw(store: Store, flow_id: int, *, value: str = "", by: str, now: Micros) -> list[Place]:
    """Draw, and lay the seed open; inside a transaction that holds the flow. Raises NotListed, Drawn, ValueAwaited."""
    stands, known = standing(store, flow_id), _published(store, flow_id)
    if stands is None or known is None:
        raise NotListed(name=_name(store, flow_id))
    if stands.drawn_at is not None:
        raise Drawn(name=known.contest)
    value = " ".join(value.split())
    if known.rules.awaits and not value:
        raise ValueAwaited(awaits=known.rules.awaits)
    (seed,) = store.run("SELECT seed FROM draws WHERE flow_id = ?", flow_id).fetchone()
    made = known.with_seed(seed, value, _iso(now))
    sql = "UPDATE draws SET value = ?, drawn_at = ?, by_whom = ? WHERE flow_id = ?"
    store.run(sql, value, now, by, flow_id)
    for place, mark in enumerate(made.places, 1):
        store.run(_ONE_MORE, stands.id, place, mark, flow_id, mark.rpartition("-")[0])
    return places(store, flow_id)


def places(store: Store, flow_id: int) -> list[Place]:
    """Who was drawn, the first first."""
    rows = store.run(
        "SELECT p.place, p.mark, p.entry_id, e.shown, e.number, p.message_id, p.told_at FROM draw_places p "
        "JOIN draws d ON d.id = p.draw_id JOIN entries e ON e.id = p.entry_id WHERE d.flow_id = ? ORDER BY p.place",
        flow_id,
    ).fetchall()
    return [Place(*(*row[:4], row[4] if row[4].startswith("+") else "", *row[5:])) for row in rows]


def published(store: Store, flow_id: int) -> Draw:
    """What anybody may have of it: without the seed until it is drawn. Raises NotListed."""
    found = _published(store, flow_id)
    if found is None:
        raise NotListed(name=_name(store, flow_id))
    return found


def _published(store: Store, flow_id: int) -> Draw | None:
    stands = standing(store, flow_id)
    if stands is None or stands.rules is None or stands.listed_at is None or stands.list_hash is None:
        return None
    sql = "SELECT list, rules, seed FROM draws WHERE flow_id = ?"
    text, kept, seed = store.run(sql, flow_id).fetchone()
    about: Mapping[str, Any] = json.loads(kept)
    known = Draw(
        *(about["contest"], about["title"], stands.commitment, _iso(stands.committed_at), stands.rules),
        *(_iso(stands.listed_at), tuple(text.splitlines()), stands.list_hash),
    )
    if stands.drawn_at is None:
        return known
    rows = store.run("SELECT mark FROM draw_places WHERE draw_id = ? ORDER BY place", stands.id).fetchall()
    drawn = tuple(row[0] for row in rows)
    return replace(known, seed=seed, value=stands.value or "", drawn=_iso(stands.drawn_at), places=drawn)


def tell(store: Store, config: Config, flow: Flow[Any], wanted: list[int], *, now: Micros) -> list[int]:
    """Write to those drawn at the `wanted` places that they won, outside the night, each once; the places that were.

    Inside a transaction that holds the flow. Raises NotDrawn.
    """
    found = places(store, flow.id)
    if not found:
        raise NotDrawn(name=flow.name)
    told = []
    for each in found:
        if each.place not in wanted or each.told_at is not None or not each.number:
            continue
        message_id = later.tell(store, config, each.number, _congratulations(store, config, flow, each), now=now)
        if message_id is not None:
            sql = (
                "UPDATE draw_places SET message_id = ?, told_at = ? WHERE place = ? "
                "AND draw_id = (SELECT id FROM draws WHERE flow_id = ?)"
            )
            store.run(sql, message_id, now, each.place, flow.id)
            told.append(each.place)
    return told


def _congratulations(store: Store, config: Config, flow: Flow[Any], place: Place) -> str:
    part, stands = flow.part, standing(store, flow.id)
    if stands is not None and stands.rules is not None:
        part = replace(part, rules=stands.rules)  # who wins was settled with the list
    prize = part.prize(place.place) or flow.title
    say = flow.say("won", code=place.code, prize=prize, place=place.place, title=flow.title)
    return said(store, config, place.number, say, language=flow.language)


def _iso(at: Micros) -> str:
    return datetime.fromtimestamp(at // SECOND, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(store: Store, flow_id: int) -> str:
    row = store.run("SELECT name FROM flows WHERE id = ?", flow_id).fetchone()
    return "" if row is None else str(row[0])
