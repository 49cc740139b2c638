"""How the list of those who agreed grows, week by week: a drawing of the busiest sources, and sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smsbox.i18n.marks import N_
from smsbox.subscription import growth
from smsbox.subscription.growth import Grown, Period
from smsbox.subscription.sources import Source
from smsbox.web.charts import KINDS, Chart, beside, piled

if TYPE_CHECKING:
    from smsbox.web.visit import Visit

_OTHERS = N_("all others")
_NO_SOURCE = N_("without a source")


@dataclass(frozen=True, slots=True)
class Sums:
    """How many were asked, came and left."""

    asked: int = 0
    came: int = 0
    went: int = 0


@dataclass(frozen=True, slots=True)
class Growing:
    """`by_source`: source id (None: none) → its sums, `chart` None where nobody came."""

    chart: Chart | None
    total: Sums
    by_source: dict[int | None, Sums]


def growing(visit: Visit, sources: Sequence[Source], periods: Sequence[Period]) -> Growing:
    """All sources over these periods."""
    lines = growth.grown(visit.site.store, periods)
    by_source = {line.source_id: _sums(line) for line in lines}
    total = Sums(*(sum(getattr(each, what) for each in by_source.values()) for what in ("asked", "came", "went")))
    titles = {source.id: source.title for source in sources}
    return Growing(piled(labels(visit, periods), _series(visit, titles, lines)), total, by_source)


def growing_one(visit: Visit, source: Source, periods: Sequence[Period]) -> Growing:
    """One source over these periods: who was asked, who came of it."""
    lines = growth.grown(visit.site.store, periods)
    line = next((each for each in lines if each.source_id == source.id), None)
    if line is None:
        return Growing(None, Sums(), {})
    say = visit.tr.gettext
    series = [
        (say(N_("asked by SMS")), line.asked),
        (say(N_("said yes")), line.came),
        (say(N_("left again")), line.went),
    ]
    return Growing(beside(labels(visit, periods), series), _sums(line), {source.id: _sums(line)})


def labels(visit: Visit, periods: Sequence[Period]) -> list[str]:
    """Each period by its first day."""
    return [visit.tr.day(period.day, periods[-1].day) for period in periods]


def _sums(line: Grown) -> Sums:
    return Sums(sum(line.asked), sum(line.came), sum(line.went))


def _series(visit: Visit, titles: dict[int, str], lines: Sequence[Grown]) -> list[tuple[str, Sequence[int]]]:
    """The busiest by name, all others as one."""
    came = [line for line in lines if any(line.came)]
    most = KINDS if len(came) <= KINDS else KINDS - 1
    found: list[tuple[str, Sequence[int]]] = [(_title(visit, titles, line), line.came) for line in came[:most]]
    if came[most:]:
        found.append((visit.tr.gettext(_OTHERS), growth.total(came[most:], "came")))
    return found


def _title(visit: Visit, titles: dict[int, str], line: Grown) -> str:
    if line.source_id is None:
        return visit.tr.gettext(_NO_SOURCE)
    return titles.get(line.source_id, f"№ {line.source_id}")
