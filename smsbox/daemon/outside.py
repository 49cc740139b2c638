"""What speaks with other programs without being asked: webhooks and e-mail, each with a thread of its own."""

from __future__ import annotations

from collections.abc import Callable

from smsbox.clock import Clock
from smsbox.config import Config
from smsbox.daemon.heartbeats import Heartbeats
from smsbox.daemon.hooking import Hooking
from smsbox.daemon.mailing import Mailing
from smsbox.problems import Problem
from smsbox.store import Store


class Outside:
    """Both threads. `box`: what this box calls itself; `ring` is called when something was queued."""

    def __init__(
        self, config: Config, store: Store, clock: Clock, hearts: Heartbeats, box: str, ring: Callable[[], object]
    ) -> None:
        self._threads = (
            Hooking(config, store, clock, hearts, box),
            Mailing(config, store, clock, hearts, box, ring),
        )

    def adopt(self, config: Config) -> None:
        """Have these settings count from the next look on."""
        for each in self._threads:
            each.adopt(config)

    def problems(self) -> list[Problem]:
        """What is wrong there; for any thread."""
        return [problem for each in self._threads for problem in each.problems()]

    def dead(self) -> list[str]:
        """Those that ended although nobody stopped them."""
        return [each.name for each in self._threads if not each.is_alive()]

    def start(self) -> None:
        """Start both."""
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        """Have both end after the look in hand."""
        for each in self._threads:
            each.stop()

    def join(self, seconds: float) -> None:
        """Wait so long for each."""
        for each in self._threads:
            each.join(seconds)
