"""The daily self-test: the doctor's examination in a process of its own, without disturbing a modem; what it found.

`python -m smsbox.alarms.examining` gets the path of the configuration as its order and prints findings as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from smsbox.clock import SystemClock
from smsbox.doctor.examination import Means, examine
from smsbox.doctor.findings import Severity
from smsbox.problems import WARNING, Problem
from smsbox.problems.records import plain
from smsbox.sheets.process import ordered

KEY = "selftest.found"
_OF_MODEMS = (
    *("modem_", "not_registered", "registered", "signal_", "no_smsc", "smsc", "paused", "swapped", "recovering"),
    *("given_up", "storage_", "money", "runs_out", "package", "held", "resets", "pin_", "sticks", "port_busy"),
    *("disk_", "inodes_", "directory_", "clock_wrong", "clock_behind", "daemon_", "nothing_", "last_traffic"),
)
"""Beginnings of what is watched all the time, and a problem of its own at once."""


def problems_of(found: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """What a self-test found, as problems: one for each finding."""
    return [
        Problem(KEY, f"{each['key']} {each['about']}".strip(), WARNING, {"finding": each["key"], **each})
        for each in found
    ]


def main() -> int:
    """Examine, and print what needs somebody."""
    path = Path(ordered()["path"])
    found = []
    for each in examine(path, clock=SystemClock(), means=Means()):
        grave = each.severity in (Severity.WARNING, Severity.PROBLEM)
        if grave and not each.key.removeprefix("doctor.").startswith(_OF_MODEMS):
            facts = json.loads(plain(Problem(each.key, facts=each.facts)))
            found.append({"key": each.key, "about": each.about, "of": facts})
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
