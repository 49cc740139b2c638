"""The process that reads a file: its order comes as one line of JSON, its answers go as lines of JSON."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from smsbox.i18n.phrases import kept
from smsbox.intake import counting, looking
from smsbox.intake import plan as plans
from smsbox.intake.apart import LOOK, Order
from smsbox.intake.counting import Told
from smsbox.intake.spool import Spool
from smsbox.sheets import SheetRefused, process
from smsbox.store import Store


def main() -> int:
    """Do what is ordered; 0, also when nobody wants it any more."""
    raw = process.ordered()
    order = Order(**{**raw, "parts": tuple(raw["parts"])})
    try:
        for told in _answers(order):
            sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            if process.unwanted():
                return 0
    except BrokenPipeError:
        process.silence()
    return 0


def _answers(order: Order) -> Iterator[Told]:
    spool = Spool(Path(order.directory), order.import_id)
    plan = plans.from_json(order.plan)
    try:
        if order.act == LOOK:
            found, seen = looking.look(spool.file, plan, order.reading)
            yield {"plan": found.as_json(), "look": seen.as_json()}
            return
        store = Store.open(order.url, create=False, check=False)
        try:
            yield from counting.count(store, spool.file, plan, order.reading, spool)
        finally:
            store.close()
    except SheetRefused as refusal:
        yield {"refused": kept(refusal.facts)}
    except (OSError, MemoryError, sqlite3.Error) as error:
        yield {"refused": {"reason": "unreadable", "detail": str(error)}}


if __name__ == "__main__":
    sys.exit(main())
