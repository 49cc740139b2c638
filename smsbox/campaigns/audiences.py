"""Who would get a campaign: counted with those left out by reason, in bounded steps; and audiences kept by a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from smsbox import contacts
from smsbox.campaigns import due
from smsbox.campaigns.asking import Asked
from smsbox.campaigns.kinds import Kinds, Person
from smsbox.campaigns.plan import Plan
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.contacts import Contact, Wanted
from smsbox.errors import SmsboxError
from smsbox.store import Store, scanning
from smsbox.store.pages import GoOn, one_step

_STEP = 500
MET = 400
"""So many of those who may get it are read whole, for whoever wants to meet them."""
Met = Callable[[Contact, Asked], None]


class NoAudience(SmsboxError):
    """There is no saved audience with this id. Facts: `id`."""

    key = "campaigns.no_audience"
    exit_code = 69


class BadName(SmsboxError):
    """An audience cannot be called so. Facts: `name` ("": it has none; else another is called so)."""

    key = "campaigns.audience_name"
    exit_code = 65


@dataclass(frozen=True, slots=True)
class Counts:
    """`matching` the audience, of whom `may_get` it now; `excluded` by reason (`consent.REFUSALS`, `destination`); of
    those who may, `leads` and `customers`. `later`: may get it, but not this moment (quiet hours, holidays, their own
    hours). `exact`: all were looked at, else so far only those up to `place`.
    """

    matching: int = 0
    may_get: int = 0
    excluded: Mapping[str, int] = field(default_factory=dict)
    exact: bool = True
    leads: int = 0
    customers: int = 0
    later: int = 0
    place: int = 0


def counts(
    store: Store,
    plan: Plan,
    config: Config,
    now: Micros,
    *,
    go_on: GoOn = one_step,
    after: Counts | None = None,
    met: Met | None = None,
    meets: int = MET,
) -> Counts:
    """Count who would get `plan` now, as long as `go_on` says so (one step at least), or go on `after` an earlier
    count. `met` is called for the first `meets` who may get it. Nobody has chosen an audience: nobody gets it.
    """
    begun = after or Counts()
    if plan.audience.empty and not plan.audience.everyone:
        return begun
    matching, place, over = begun.matching, begun.place, False
    excluded, sums = Counter(begun.excluded), Counter(may=begun.may_get, lead=begun.leads, later=begun.later)
    search, kinds = due.searched(store, config, plan, now), Kinds(store, config, plan, now)
    while not over:
        step = scanning.step(store, search, limit=_STEP, after=place)
        people = kinds.ask(step.ids)
        matching, place, over = matching + len(people), step.place, step.over
        may = [each for each in people if not each.said.verdict.refused]
        excluded.update(str(each.said.verdict.reason) for each in people if each.said.verdict.refused)
        if met is not None:
            _meet(store, may[: max(meets - sums["may"], 0)], met)
        later = sum(each.said.verdict.until is not None for each in may)
        sums.update(may=len(may), lead=sum(each.state == contacts.State.LEAD for each in may), later=later)
        if not go_on():
            break
    may_get, leads = sums["may"], sums["lead"]
    left_out = dict(excluded.most_common())
    return Counts(matching, may_get, left_out, over, leads, may_get - leads, sums["later"], place)


def _meet(store: Store, some: Sequence[Person], met: Met) -> None:
    said = {each.id: each.said for each in some}
    for contact in contacts.views(store, list(said)):
        met(contact, said[contact.id])


# ── by name


@dataclass(frozen=True, slots=True)
class Audience:
    """A filter that is kept by a name."""

    id: int
    name: str
    wanted: Wanted
    made_at: Micros
    by_whom: str
    changed_at: Micros


_COLUMNS = "SELECT id, name, filter, made_at, by_whom, changed_at FROM audiences"


def saved(store: Store) -> list[Audience]:
    """All that are kept, by name."""
    found = [_read(row) for row in store.run(f"{_COLUMNS} ORDER BY id LIMIT 1000").fetchall()]
    return sorted(found, key=lambda each: each.name.casefold())


def get(store: Store, audience_id: int) -> Audience:
    """One of them. Raises NoAudience."""
    row = store.run(f"{_COLUMNS} WHERE id = ?", audience_id).fetchone()
    if row is None:
        raise NoAudience(id=audience_id)
    return _read(row)


def save(store: Store, name: str, wanted: Wanted, *, by: str, now: Micros) -> Audience:
    """Keep a filter; one that is called so already becomes this one."""
    name = " ".join(name.split())
    with store.write():
        known = named(store, name)
        if known is not None:
            sql = "UPDATE audiences SET name = ?, filter = ?, changed_at = ? WHERE id = ?"
            store.run(sql, name, wanted.as_json(), now, known.id)
            return get(store, known.id)
        (audience_id,) = store.reserve_ids("audiences", 1)
        sql = "INSERT INTO audiences (id, name, filter, made_at, by_whom, changed_at) VALUES (?, ?, ?, ?, ?, ?)"
        store.run(sql, audience_id, name, wanted.as_json(), now, by, now)
        return get(store, audience_id)


def named(store: Store, name: str) -> Audience | None:
    """The one that is called so, in whatever letters."""
    wanted = " ".join(name.split()).casefold()
    return next((each for each in saved(store) if each.name.casefold() == wanted), None)


def rename(store: Store, audience_id: int, name: str, *, now: Micros) -> Audience:
    """Give it another name. Raises NoAudience, BadName."""
    name = " ".join(name.split())
    with store.write():
        found, other = get(store, audience_id), named(store, name)
        if not name or (other is not None and other.id != found.id):
            raise BadName(name=name)
        store.run("UPDATE audiences SET name = ?, changed_at = ? WHERE id = ?", name, now, found.id)
        return get(store, found.id)


def forget(store: Store, audience_id: int) -> bool:
    """Keep it no more; campaigns that were made of it have a copy. Whether there was one."""
    with store.write():
        return bool(store.run("DELETE FROM audiences WHERE id = ?", audience_id).rowcount)


def _read(row: tuple) -> Audience:
    return Audience(row[0], row[1], Wanted.from_json(row[2]), row[3], row[4], row[5])
