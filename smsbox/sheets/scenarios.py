"""What scenarios brought in a month: votes, answers, entries and the like, a chapter for each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from smsbox.config import Config
from smsbox.dialogs import asked, ballots
from smsbox.dialogs.ballots import UNKNOWN
from smsbox.dialogs.flow import FlowState
from smsbox.dialogs.flows import rows as flows
from smsbox.dialogs.flows.rows import Kept
from smsbox.errors import SmsboxError
from smsbox.i18n.marks import N_
from smsbox.sheets.chapters import Chapter, Figures, Line, lines, most, pair
from smsbox.store import Store
from smsbox.subscription.growth import Period


def scenarios(store: Store, config: Config, month: Period, before: Period) -> Iterator[Chapter]:
    """A chapter, or several, of every flow that was ever open."""
    for kept in flows.listed(store):
        if kept.state is not FlowState.DRAFT and kept.kind in _OF_FLOWS:
            yield from _OF_FLOWS[kept.kind](store, config, kept, month, before)


def _votes(store: Store, config: Config, kept: Kept, month: Period, before: Period) -> Iterator[Chapter]:
    def read(period: Period) -> Figures:
        return ballots.counts_between(store, kept.id, period.since, period.until)

    flow = _loaded(store, config, kept)
    now, then = pair(read, month, before)
    titles = {key: flow.part.title(key) for key in {*now, *then} - {UNKNOWN}} if flow else {}
    told = [Line(titles.get(key, str(key)), now.get(key, 0), then.get(key, 0), given=True) for key in {**now, **then}]
    told = [each for each in told if each.name]
    unread = Line(N_("Nobody could tell"), now.get(UNKNOWN, 0), then.get(UNKNOWN, 0))
    ordered = sorted(told, key=lambda each: (-each.now, -each.before, each.name))
    yield Chapter(N_("Votes"), (*most(ordered), unread), kept.title, f"/dialogs/{kept.id}/votes")


def _answers(store: Store, config: Config, kept: Kept, month: Period, before: Period) -> Iterator[Chapter]:
    def read(period: Period) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = {}
        for question, answer, count in asked.answered(store, kept.id, period.since, period.until):
            for each in answer.split(", ") if answer else [""]:
                found.setdefault(question, Counter())[each] += count
        return found

    flow, now, then = _loaded(store, config, kept), read(month), read(before)
    for key in dict.fromkeys((*now, *then)):
        question = flow.part.question(key) if flow else None
        told = lines(now.get(key, {}), then.get(key, {}), {"": N_("in their own words")})
        yield Chapter(N_("What they answered"), told, question.text if question else key, f"/dialogs/{kept.id}/answers")


def _counted(
    table: str, column: str, title: str, text: str, path: str, where: str = ""
) -> Callable[[Store, Config, Kept, Period, Period], Iterable[Chapter]]:
    """A chapter of one figure: how many rows a scenario got, read once for both months."""
    sql = (
        f"SELECT count(CASE WHEN {column} >= ? THEN 1 END), count(CASE WHEN {column} < ? THEN 1 END) "  # noqa: S608
        f"FROM {table} WHERE flow_id = ? AND {column} >= ? AND {column} < ?{where}"
    )

    def read(store: Store, config: Config, kept: Kept, month: Period, before: Period) -> Iterator[Chapter]:
        values = (month.since, before.until, kept.id, before.since, month.until)
        now, then = store.run(sql, *values).fetchone()
        yield Chapter(title, (Line(text, int(now), int(then)),), kept.title, f"/dialogs/{kept.id}/{path}")

    return read


_OF_FLOWS: Mapping[str, Callable[[Store, Config, Kept, Period, Period], Iterable[Chapter]]] = {
    "vote": _votes,
    "survey": _answers,
    "quiz": _counted("quiz_results", "ended_at", N_("Quiz"), N_("Attempts to the end"), "leaders"),
    "contest": _counted("entries", "at", N_("Contest"), N_("Entries that take part"), "entries", " AND state = 0"),
    "form": _counted("applications", "at", N_("Applications"), N_("Sent in"), "answers"),
}


def _loaded(store: Store, config: Config, kept: Kept) -> Any:
    """The flow, None where this program understands it no more."""
    try:
        return flows.as_flow(kept, config)
    except SmsboxError:
        return None
