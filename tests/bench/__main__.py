"""`python -m tests.bench`: runs the rows, tells figures as they come, prints one table; a goal missed is printed so."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import machine
from tests.bench.bench import Bench
from tests.bench.figures import Table
from tests.bench.rows import ROWS


def main() -> int:
    """Run; 0 also when goals are missed: this measures, tests judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=sorted(ROWS), help="one row; may be repeated")
    parser.add_argument("--quick", action="store_true", help="under five minutes; for a look, not for a verdict")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all single values, for machines")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # leave no process behind
    table, broken = Table(), []
    with tempfile.TemporaryDirectory(prefix="smsbox-bench-") as folder:
        bench = Bench(Path(folder), quick=given.quick)
        line = machine.describe(bench.folder)
        began = time.monotonic()
        for name, row in ROWS.items():
            if given.only and name not in given.only:
                continue
            print(f"{name} ({time.monotonic() - began:.0f} s)", flush=True)
            try:
                table.add(row(bench))
            except Exception as error:  # noqa: BLE001 – one row that cannot be measured must not cost the others
                broken.append(f"{name}: not measured: {type(error).__name__}: {error}")
                print(f"  {broken[-1]}", flush=True)
    minutes = (time.monotonic() - began) / 60
    print("\n" + "\n".join([table.text(), *broken]))
    print(f"{line}; {minutes:.1f} minutes{', quick' if given.quick else ''}")
    if given.json:
        found = {"machine": line, "quick": given.quick, "broken": broken}
        rows = [figure.as_json() for figure in table.figures]
        given.json.write_text(json.dumps(found | {"figures": rows}, indent=1, ensure_ascii=False), encoding="utf-8")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
