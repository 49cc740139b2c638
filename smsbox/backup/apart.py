"""Backups made and checked in a process of their own: reading a whole database in the daemon would keep its relays and
pages waiting, and what talks to servers takes memory.

`python -m smsbox.backup.apart` is ordered by one line of JSON (`sheets.process`); what came of it is kept in the
database, where the page and the problems find it.
"""

from __future__ import annotations

import logging
import sys
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from smsbox.backup.making import check, make
from smsbox.clock import SystemClock
from smsbox.config import in_force, load
from smsbox.errors import SmsboxError
from smsbox.sheets import process
from smsbox.sheets.process import Apart
from smsbox.store import Store
from smsbox.store.kept import Kept

PROGRAM = (sys.executable, "-m", "smsbox.backup.apart")
MAKE, CHECK = "make", "check"
TOLD = 3
"""Status of a process that failed and has written down why."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: `act` MAKE (`said` is why) or CHECK (`said` is which file), by the configuration at `config`."""

    act: str
    config: str
    said: str


def begin(order: Order) -> Apart:
    """Have it done. Raises OSError when the system gives no process."""
    return Apart(PROGRAM, asdict(order))


def main() -> int:
    """Do what is ordered; 0 when it went well, TOLD when it did not."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    order = Order(**process.ordered())
    file = load(order.config)
    with closing(Store.open(file.store.url, create=False, check=False)) as store:
        config = in_force(order.config, Kept(store, file.store.directory).rows())
        try:
            if order.act == MAKE:
                make(config, store, SystemClock().now(), why=order.said)
            else:
                check(config, store, Path(order.said), SystemClock().now())
        except SmsboxError as error:
            logging.getLogger(__name__).error("%s", error)
            return TOLD
    return 0


if __name__ == "__main__":
    sys.exit(main())
