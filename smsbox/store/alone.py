"""Being alone with a number: what is decided about one customer is decided by one transaction after the other."""

from __future__ import annotations

from smsbox.store.db import Store


def alone(store: Store, number: str) -> None:
    """Wait until nobody else decides about `number`, and keep others waiting until the open transaction has ended.

    Two boxes with one database hear the same customer at the same moment, each by a SIM of its own: what one has
    promised, asked or confirmed the other must see before it does it, too. It comes before every row lock of the
    transaction, so that two never wait for each other. Raises StoreBusy after the patience of the database.
    """
    store.dialect.alone(store.run, number)
