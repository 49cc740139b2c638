"""Who would get a campaign: counted with those left out by reason, in bounded steps; and audiences kept by a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from smsbox import contacts
from smsbox.campaigns import due
from smsbox.campaigns.asking import Asked, ask
from smsbox.campaigns.plan import Plan
from smsbox.clock import Micros
from smsbox.config import Config
from smsbox.contacts import Contact, Wanted
from smsbox.errors import SmsboxError
from smsbox.store import Store, scanning
from smsbox.store.pages import GoOn, one_step

_STEP = 500
Met = Callable[[Contact, Asked], None]


class NoAudience(SmsboxError):
    """There is no saved audience with this id. Facts: `id`."""

    key = "campaigns.no_audience"
    exit_code = 69


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
) -> Counts:
    """Count who would get `plan` now, as long as `go_on` says so (one step at least), or go on `after` an earlier
    count. `met` is called for each who may get it. Nobody has chosen an audience: nobody gets it.
    """
    begun = after or Counts()
    if plan.audience.empty and not plan.audience.everyone:
        return begun
    matching, place, over = begun.matching, begun.place, False
    excluded, sums = Counter(begun.excluded), Counter(may=begun.may_get, lead=begun.leads, later=begun.later)
    search = due.searched(store, config, plan, now)
    while not over:
        step = scanning.step(store, search, limit=_STEP, after=place)
        people = contacts.views(store, step.ids)
        asked = ask(store, config, plan, people, now)
        matching, place, over = matching + len(people), step.place, step.over
        for each in people:
            said = asked[each.id]
            if said.verdict.refused:
                excluded[str(said.verdict.reason)] += 1
                continue
            sums.update(may=1, lead=each.state is contacts.State.LEAD, later=said.verdict.until is not None)
            if met is not None:
                met(each, said)
        if not go_on():
            break
    may, leads = sums["may"], sums["lead"]
    return Counts(matching, may, dict(excluded.most_common()), over, leads, may - leads, sums["later"], place)


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
        known = next((each for each in saved(store) if each.name.casefold() == name.casefold()), None)
        if known is not None:
            sql = "UPDATE audiences SET name = ?, filter = ?, changed_at = ? WHERE id = ?"
            store.run(sql, name, wanted.as_json(), now, known.id)
            return get(store, known.id)
        (audience_id,) = store.reserve_ids("audiences", 1)
        sql = "INSERT INTO audiences (id, name, filter, made_at, by_whom, changed_at) VALUES (?, ?, ?, ?, ?, ?)"
        store.run(sql, audience_id, name, wanted.as_json(), now, by, now)
        return get(store, audience_id)


def forget(store: Store, audience_id: int) -> bool:
    """Keep it no more; campaigns that were made of it have a copy. Whether there was one."""
    with store.write():
        return bool(store.run("DELETE FROM audiences WHERE id = ?", audience_id).rowcount)


def _read(row: tuple) -> Audience:
    return Audience(row[0], row[1], Wanted.from_json(row[2]), row[3], row[4], row[5])
