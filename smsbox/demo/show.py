"""The demonstration itself: the simulated modems in a process of their own, and the daemon in this one."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

from smsbox.clock import SystemClock
from smsbox.config import Config, in_force, load
from smsbox.config.layers import SETTING
from smsbox.daemon import run as run_daemon
from smsbox.demo import customers, shop, talks
from smsbox.i18n.phrases import Phrase
from smsbox.modem.simulator import serve
from smsbox.store import Store
from smsbox.store.kept import Kept

_PATIENCE = 10.0
_AIR = "air.control"
_SPEED = 3.0
"""How much quicker than a real modem the simulated ones are: a campaign is to be seen from its launch to its end."""

_CONFIG = """\
# Written by `smsbox demo`; the modems are simulated, nothing leaves this machine.
[store]
url = "sqlite://{directory}/smsbox.db"

[web]
listen = "{listen}"

[sending]
gap = 0.6
spread = 0.4
per_hour = 6000  # a shop of its own writes slower: here all is to be seen within a minute or two
quiet = "off"  # there is something to see at any hour

[[modem]]
name = "kyivstar"
port = "{directory}/modem-1"
price = 0.69

[[modem]]
name = "lifecell"
port = "{directory}/modem-2"
price = 0.75
"""


_SHOP = {
    "name": "Зерно",
    "phone": "050 000 00 01",
    "number": "+380500000003",
    "staff": ["+380500000002"],
}
"""Set as on the page, so that there it can be changed."""


def run(listen: str, data: str | Path, announce: Callable[[str], None] = print) -> int:
    """Run the demonstration in folder `data` until it is interrupted; returns the exit status. `announce` gets what a
    person at the console must see. Raises SmsboxError.
    """
    directory = Path(data).resolve()
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "config.toml"
    path.write_text(_CONFIG.format(directory=directory, listen=listen), encoding="utf-8")
    config = load(path)
    links = [str(modem.port) for modem in config.modems]
    air = multiprocessing.get_context("spawn").Process(target=_be_the_air, args=(links, directory), daemon=True)
    air.start()
    _await(links)
    closing, store = threading.Event(), Store.open(config.store.url)
    config = _named(path, Kept(store, directory))
    keeper = threading.Thread(target=shop.keep, args=(config, store, closing), name="sample shop", daemon=True)
    talking = threading.Thread(
        target=talks.keep, args=(str(directory / _AIR), customers.QUIET, closing), name="sample customers", daemon=True
    )
    announce(Phrase("smsbox demo: two simulated modems, sample customers who answer. Ctrl-C ends it."))
    announce(Phrase("To look at: a campaign under way, its answers in the inbox, its coupons at the till."))
    announce(Phrase("Scenarios at work, too: for two minutes customers vote, order, book and play."))
    try:
        keeper.start()
        talking.start()
        return run_daemon(config, announce=announce)
    finally:
        closing.set()
        keeper.join(_PATIENCE)
        talking.join(_PATIENCE)
        air.terminate()
        air.join(_PATIENCE)


def _named(path: Path, kept: Kept) -> Config:
    """The configuration with the name of the shop and whatever else was set on the page."""
    known, now = kept.rows(), SystemClock().now()
    for name, value in _SHOP.items():
        if f"{SETTING}shop.{name}" not in known:
            kept.put(f"{SETTING}shop.{name}", json.dumps(value), now)
    return in_force(path, kept.rows())


def _be_the_air(links: list[str], directory: Path) -> None:
    """The process of the simulated modems: it outlives Ctrl-C, so that the daemon can finish, but not its parent."""
    os.setsid()
    parent = os.getppid()

    def follow() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=follow, name="follow the parent", daemon=True).start()
    serve(links, control=str(directory / _AIR), seed=1, speed=_SPEED)


def _await(links: list[str]) -> None:
    """Wait until the simulated modems have their ports; a daemon that is earlier finds them a second later."""
    deadline = time.monotonic() + _PATIENCE
    while not all(map(os.path.exists, links)) and time.monotonic() < deadline:
        time.sleep(0.05)
