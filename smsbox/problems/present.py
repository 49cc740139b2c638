"""What is open at this very moment: the rows, brought up to date by what the modems say since the last review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smsbox.clock import Micros
from smsbox.problems.judging import Status
from smsbox.problems.looking import moment
from smsbox.problems.modems import BY_STATUS, of_modem
from smsbox.problems.problem import Case, Problem


def present(rows: Sequence[Case], modems: Sequence[Status], now: Micros) -> list[Case]:
    """The open `rows` without those that the modems deny by now, and with what they say beside (id 0: no row yet), the
    worst first, then the newest: whoever pressed a button sees at once that it helped.
    """
    known = {each.problem.name for each in rows}
    telling = {str(modem.get("name")): modem for modem in modems if modem.get("state") != "starting"}
    found = {problem.name: problem for modem in telling.values() for problem in of_modem(modem, known)}
    cases = [_fresh(each, found) for each in rows if each.problem.name in found or not _denied(each, telling)]
    for name, problem in found.items():
        if name not in known:
            since = moment(telling.get(problem.subject, {}).get("since")) or now
            cases.append(Case(0, problem, min(since, now), now))
    return sorted(cases, key=lambda each: (-each.problem.severity, -each.opened_at, -each.id))


def _denied(row: Case, telling: dict[str, Status]) -> bool:
    return row.problem.key in BY_STATUS and row.problem.subject in telling


def _fresh(row: Case, found: dict[tuple[str, str], Problem]) -> Case:
    return replace(row, problem=found.get(row.problem.name, row.problem))
