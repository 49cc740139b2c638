"""Several threads that begin at the same moment, for tests of who comes first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from smsbox.store import Store


def at_once(store: Store, works: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of `works` gives when all begin together, each in a thread of its own; None for what
    raised."""
    gate = threading.Barrier(len(works))
    found: list[Any] = [None] * len(works)

    def run(place: int) -> None:
        gate.wait()
        try:
            found[place] = works[place]()
        finally:
            store.forget_connection()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
