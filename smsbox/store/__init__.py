"""The database: SQLite by default, PostgreSQL for several boxes; transactions, schema, and the small tables without a
room.
"""

import smsbox.store.drivers  # noqa: F401 (before anything that imports peewee)
from smsbox.store.db import Store
from smsbox.store.troubles import (
    BadStoreUrl,
    DriverMissing,
    StoreBusy,
    StoreCorrupt,
    StoreForeign,
    StoreFull,
    StoreIoError,
    StoreMissing,
    StoreNewer,
    StoreTrouble,
    StoreUnreachable,
    StoreUnusable,
)

__all__ = [
    "BadStoreUrl",
    "DriverMissing",
    "Store",
    "StoreBusy",
    "StoreCorrupt",
    "StoreForeign",
    "StoreFull",
    "StoreIoError",
    "StoreMissing",
    "StoreNewer",
    "StoreTrouble",
    "StoreUnreachable",
    "StoreUnusable",
]
