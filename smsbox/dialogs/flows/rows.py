"""The rows of flows: kept in versions, opened, closed; and held while somebody's move is worked out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.config.lines import key_lines
from smsbox.config.problems import Problem
from smsbox.dialogs.flow import Flow, FlowState
from smsbox.dialogs.flows import words
from smsbox.dialogs.flows.errors import FlowErrors, NoSuchFlow
from smsbox.i18n.phrases import Phrase
from smsbox.store import Store

_COLUMNS = "id, name, kind, title, state, version, source, made_at, by_whom, changed_at, launched_at, closed_at"
_SELECT = f"SELECT {_COLUMNS} FROM flows"  # noqa: S608 – names from above
_INSERT = f"INSERT INTO flows ({_COLUMNS}) VALUES ({', '.join('?' * 12)})"  # noqa: S608 – the same
_VERSION = "INSERT INTO flow_versions (flow_id, version, source, at, by_whom) VALUES (?, ?, ?, ?, ?)"
_CHANGE = (
    "UPDATE flows SET name = ?, title = ?, version = ?, source = ?, changed_at = ?, by_whom = ? WHERE id = ? "
    "AND version = ?"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A flow as it is kept: its newest `version` and `source`; `launched_at` when it was first opened; `by_whom` it was
    last changed, opened or closed.
    """

    id: int
    name: str
    kind: str
    title: str
    state: FlowState
    version: int
    source: str
    made_at: Micros
    by_whom: str
    changed_at: Micros
    launched_at: Micros | None
    closed_at: Micros | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a flow file, by whom and when."""

    version: int
    source: str
    at: Micros
    by_whom: str


# ── looking


def get(store: Store, flow_id: int) -> Kept | None:
    """The flow of that id."""
    return _one(store, "id = ?", flow_id)


def named(store: Store, name: str) -> Kept:
    """The flow called so, or with that id where `name` is a number. Raises NoSuchFlow."""
    found = _one(store, "name = ?", name) or (_one(store, "id = ?", int(name)) if _is_id(name) else None)
    if found is None:
        raise NoSuchFlow(name=name)
    return found


def _is_id(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 18


def listed(store: Store, state: FlowState | None = None, *, kind: str = "") -> list[Kept]:
    """All flows (of a state, of a kind), open ones first, then drafts, then closed ones; the newest first."""
    rows = store.run(f"{_SELECT} ORDER BY (CASE state WHEN 1 THEN 0 WHEN 0 THEN 1 ELSE 2 END), id DESC").fetchall()
    found = map(_kept, rows)
    return [each for each in found if state in (None, each.state) and kind in ("", each.kind)]


def versions(store: Store, flow_id: int) -> list[Version]:
    """Every version of a flow, the newest first."""
    sql = "SELECT version, source, at, by_whom FROM flow_versions WHERE flow_id = ? ORDER BY version DESC"
    return [Version(*row) for row in store.run(sql, flow_id).fetchall()]


def loaded(store: Store, config: Config, flow_id: int, version: int | None = None) -> Flow[Any]:
    """The flow as the engine and its kind use it, in that version (None: the newest), with the state it has now.

    Raises NoSuchFlow; FlowErrors where this program does not understand any more what an earlier one kept.
    """
    kept = get(store, flow_id)
    if kept is None:
        raise NoSuchFlow(name=str(flow_id))
    if version is None or version == kept.version:
        return as_flow(kept, config)
    sql = "SELECT source FROM flow_versions WHERE flow_id = ? AND version = ?"
    row = store.run(sql, flow_id, version).fetchone()
    if row is None:
        raise NoSuchFlow(name=str(flow_id))
    return as_flow(replace(kept, source=row[0], version=version), config)


def as_flow(kept: Kept, config: Config) -> Flow[Any]:
    """The same from a row that was read already. Raises FlowErrors."""
    from smsbox.dialogs.flows.reading import read  # TOML and kinds: only for who has flows

    return replace(read(kept.source, config.region.timezone), id=kept.id, version=kept.version, state=kept.state)


# ── changing


def create(store: Store, config: Config, source: str, *, by: str, now: Micros) -> Kept:
    """Keep a new flow, a draft, whose word opens nothing yet. Raises FlowErrors, also where its name is taken."""
    flow = _read(source, config)
    with store.write():
        if _one(store, "name = ?", flow.name) is not None:
            raise _wrong(flow, "name", Phrase("there is a scenario called “{name}” already", name=flow.name))
        return _created(store, flow, by=by, now=now)


def put(store: Store, config: Config, source: str, *, by: str, now: Micros, flow_id: int | None = None) -> Kept:
    """Keep `source` as the newest version of the flow called so in it (or of `flow_id`, which may be called otherwise
    then), or as a new draft. Dialogs that are open end with the version they began with. Raises FlowErrors, NoSuchFlow.
    """
    flow = _read(source, config)
    with store.write():
        of_name = _one(store, "name = ?", flow.name, lock=True)
        old = of_name if flow_id is None else _one(store, "id = ?", flow_id, lock=True)
        if old is None and flow_id is not None:
            raise NoSuchFlow(name=str(flow_id))
        if old is None:
            return _created(store, flow, by=by, now=now)
        if of_name is not None and of_name.id != old.id:
            raise _wrong(flow, "name", Phrase("there is a scenario called “{name}” already", name=flow.name))
        if old.kind != flow.kind:
            said = Phrase("this scenario is a {kind} and stays one: give the new one another name", kind=old.kind)
            raise _wrong(flow, "kind", said)
        if old.source == source:
            return old
        return _changed(store, config, old, flow, by=by, now=now)


def open(store: Store, config: Config, flow_id: int, *, by: str, now: Micros) -> Kept:
    """Let its words open dialogs from now on. Raises FlowErrors where they are somebody else's, NoSuchFlow."""
    with store.write():
        kept = _one(store, "id = ?", flow_id, lock=True)
        if kept is None:
            raise NoSuchFlow(name=str(flow_id))
        if kept.state is FlowState.OPEN:
            return kept
        flow = replace(as_flow(kept, config), state=FlowState.OPEN)
        _take_words(store, config, flow)
        sql = "UPDATE flows SET state = ?, launched_at = coalesce(launched_at, ?), closed_at = NULL, changed_at = ?, "
        store.run(sql + "by_whom = ? WHERE id = ?", int(FlowState.OPEN), now, now, by, flow_id)
        _tell_books(store, config, flow, "opened", now)
        return _known(store, flow_id)


def close(store: Store, config: Config, flow_id: int, *, by: str, now: Micros) -> bool:
    """Nobody begins any more, and what is open is left within seconds; its words say for some time that it is over.
    False where it was not open.
    """
    with store.write():
        kept = _one(store, "id = ?", flow_id, lock=True)
        if kept is None or kept.state is not FlowState.OPEN:
            return False
        sql = "UPDATE flows SET state = ?, closed_at = ?, changed_at = ?, by_whom = ? WHERE id = ?"
        store.run(sql, int(FlowState.CLOSED), now, now, by, flow_id)
        due = "UPDATE dialogs SET expires_at = ? WHERE flow_id = ? AND ended_at IS NULL AND expires_at > ?"
        store.run(due, now, flow_id, now)
        _tell_books(store, config, replace(as_flow(kept, config), state=FlowState.CLOSED), "closed", now)
        return True


def discard(store: Store, flow_id: int) -> bool:
    """Throw a draft away that was never open, with its versions; in the caller's transaction. False for any other."""
    sql = "DELETE FROM flows WHERE id = ? AND state = ? AND launched_at IS NULL"
    if store.run(sql, flow_id, int(FlowState.DRAFT)).rowcount != 1:
        return False
    store.run("DELETE FROM flow_versions WHERE flow_id = ?", flow_id)
    return True


def hold(store: Store, flow_id: int) -> None:
    """Keep everybody else from changing what customers of this flow share, until the open transaction has ended."""
    store.run("SELECT id FROM flows WHERE id = ? FOR UPDATE", flow_id).fetchone()


# ── inside


def _read(source: str, config: Config) -> Flow[Any]:
    from smsbox.dialogs.flows.reading import read

    return read(source, config.region.timezone)


def _created(store: Store, flow: Flow[Any], *, by: str, now: Micros) -> Kept:
    (flow_id,) = store.reserve_ids("flows", 1)
    row = (flow_id, flow.name, flow.kind, flow.title, int(FlowState.DRAFT), 1, flow.source, now, by, now, None, None)
    store.run(_INSERT, *row)
    store.run(_VERSION, flow_id, 1, flow.source, now, by)
    return _kept(row)


def _changed(store: Store, config: Config, old: Kept, flow: Flow[Any], *, by: str, now: Micros) -> Kept:
    flow = replace(flow, id=old.id, version=old.version + 1, state=old.state)
    store.run(_CHANGE, flow.name, flow.title, flow.version, flow.source, now, by, old.id, old.version)
    store.run(_VERSION, old.id, flow.version, flow.source, now, by)
    if old.state is FlowState.OPEN:
        _take_words(store, config, flow)
        _tell_books(store, config, flow, "opened", now)
    return _known(store, old.id)


def _take_words(store: Store, config: Config, flow: Flow[Any]) -> None:
    wrong = words.problems(store, config, flow)
    if wrong:
        raise FlowErrors(wrong)
    words.take(store, flow)


def _tell_books(store: Store, config: Config, flow: Flow[Any], what: str, now: Micros) -> None:
    """Books may want to know (`opened`, also with each new version of an open flow; `closed`): for stock, for seeds."""
    from smsbox.dialogs.kinds import books_of

    told = getattr(books_of(flow.kind), what, None)
    if told is not None:
        told(store, config, flow, now)


def _wrong(flow: Flow[Any], key: str, said: str) -> FlowErrors:
    return FlowErrors([Problem(key, key_lines(flow.source).get((key,)), said)])


def _known(store: Store, flow_id: int) -> Kept:
    kept = get(store, flow_id)
    assert kept is not None
    return kept


def _one(store: Store, where: str, value: object, *, lock: bool = False) -> Kept | None:
    row = store.run(f"{_SELECT} WHERE {where}{' FOR UPDATE' if lock else ''}", value).fetchone()
    return None if row is None else _kept(row)


def _kept(row: Any) -> Kept:
    values = list(row)
    values[4] = FlowState(row[4])
    return Kept(*values)
