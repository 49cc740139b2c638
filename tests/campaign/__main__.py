"""`python -m tests.campaign`: runs the parts in turns until all have been or the time is up, and prints the table."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.campaign.case import Case, ModeRow, Outcome, p95
from tests.campaign.parts import PARTS


def in_turns(parts: dict[str, Iterator[Case]]) -> Iterator[Case]:
    """One case of each part after the other, until none has any."""
    left = dict(parts)
    while left:
        for name in list(left):
            case = next(left[name], None)
            if case is None:
                del left[name]
            else:
                yield case


def one(case: Case, seed: int, folder: Path) -> Outcome:
    """Run one case; a harness that breaks is a finding too."""
    try:
        return case.run(folder, random.Random(f"{seed} {case.title}"))
    except Exception as error:  # noqa: BLE001 – whatever goes wrong in one case must not end the night
        outcome = Outcome()
        outcome.judgement.trouble.append(f"{type(error).__name__}: {error}"[:2000])
        return outcome


def table(total: Outcome, tried: int, survived: int) -> str:
    """The report."""
    found = total.judgement
    rows = [
        ("cases tried / survived", f"{tried} / {survived}"),
        ("segments queued / accepted by the network", f"{found.segments} / {found.accepted}"),
        ("lost (accepted, booked as not sent)", len(found.lost)),
        ("silent duplicates", len(found.silent_duplicates)),
        ("booked as sent, never accepted", len(found.false_claims)),
        ("messages vanished", len(found.vanished)),
        ("reports booked wrongly", len(found.wrong_reports)),
        ("uncertain flagged / really sent", f"{found.flagged} / {found.flagged_sent}"),
        ("sent twice and marked so", found.marked_duplicates),
        ("reports not recognised", len(found.unrecognised)),
        ("inbound / lost / repeated", f"{found.inbound} / {len(found.inbound_lost)} / {len(found.inbound_repeated)}"),
        ("other trouble", len(found.trouble)),
        ("kill -9", total.kills),
        ("faults fired", f"{total.fired.total()} of {len(total.fired)} modes"),
        *_timings(total),
    ]
    return "\n".join(f"{name:45} {value}" for name, value in rows)


def modes(rows: list[ModeRow]) -> str:
    """The table of fault modes."""
    lines = [f"{'mode':6} {'back':>7} {'goal':>5} {'lost':>4} {'twice':>5}  what happens"]
    for row in sorted(rows, key=lambda each: each.name):
        took = "never" if row.took is None else f"{row.took:.1f} s"
        silent = "" if row.fired else "  (did not fire)"
        figures = f"{row.name:6} {took:>7} {row.goal:5.0f} {row.lost:4} {row.duplicates:5}"
        lines.append(f"{figures}  {row.title}{silent}")
    return "\n".join(lines)


def _timings(total: Outcome) -> list[tuple[str, str]]:
    kinds = (
        ("back after the modem's return (goal 60 s)", total.recoveries),
        ("back after a re-plug (goal 10 s)", total.replugs),
        ("back after kill -9", total.restarts),
        ("a fault noticed after", total.detections),
        *((f"deaf for ever until {cure} (goal 60 s)", seconds) for cure, seconds in total.hangs.items()),
    )
    return [
        (name, f"p95 {p95(values):.1f} s, worst {max(values):.1f} s, n={len(values)}")
        for name, values in kinds
        if values
    ]


def main() -> int:
    """Parse the options and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="repeats a run")
    parser.add_argument("--minutes", type=float, default=30.0, help="stop starting cases after so long")
    parser.add_argument("--only", default="", help="cases whose title part/name contains this")
    parser.add_argument("--list", action="store_true", help="show the cases and end")
    parser.add_argument("--keep", action="store_true", help="keep the folders of cases that failed")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    iterators = {name: part(random.Random(f"{seed} {name}")) for name, part in PARTS.items()}
    if options.list:
        for iterator in iterators.values():
            for case in islice(iterator, 400):
                print(case.title)
        return 0
    print(f"seed {seed}", flush=True)
    chosen = (case for case in islice(in_turns(iterators), 20_000) if options.only in case.title)
    return run(chosen, seed, options.minutes, keep=options.keep)


def run(chosen: Iterator[Case], seed: int, minutes: float, *, keep: bool) -> int:
    """Run cases until the time is up; 1 when any promise was broken."""
    total, tried, survived = Outcome(), 0, 0
    end = time.monotonic() + 60 * minutes
    base = Path(tempfile.mkdtemp(prefix="smsbox-campaign-"))
    for case in chosen:
        if time.monotonic() > end:
            break
        started, folder = time.monotonic(), base / str(tried)
        outcome = one(case, seed, folder)
        tried += 1
        survived += outcome.judgement.survived
        total.add(outcome)
        word = "ok" if outcome.judgement.survived else "BROKEN"
        print(f"{word:7}{time.monotonic() - started:6.1f} s  {case.title}", flush=True)
        for kind, findings in (outcome.judgement.findings | {"note": outcome.judgement.unrecognised}).items():
            for finding in findings:
                print(f"        {kind}: {finding}", flush=True)
        if not (keep and (outcome.judgement.findings or outcome.judgement.unrecognised)):
            shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(base, ignore_errors=True) if not keep else print(base)
    if total.modes:
        print(modes(total.modes))
    print(table(total, tried, survived))
    return int(survived < tried)


if __name__ == "__main__":
    sys.exit(main())
