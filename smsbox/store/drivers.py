"""Loads peewee without the drivers of PostgreSQL: those take 24 MB, which a box with SQLite has better uses for.

Whoever does open a PostgreSQL database has `with_psycopg` give peewee what it would have taken by itself.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

_DRIVERS = ("psycopg2cffi", "psycopg2", "psycopg")


def _load_peewee() -> ModuleType:
    """peewee imports whatever driver it finds; for that moment there is none to be found."""
    absent = [name for name in _DRIVERS if name not in sys.modules]
    for name in absent:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        import peewee
    finally:
        for name in absent:
            del sys.modules[name]
    return peewee


def with_psycopg() -> ModuleType:
    """psycopg 3, known to peewee from now on. Raises ImportError where it is not installed."""
    import psycopg
    from psycopg.pq import TransactionStatus
    from psycopg.types.json import Json, Jsonb

    if _peewee.psycopg is None:
        _peewee.psycopg, _peewee.TransactionStatus = psycopg, TransactionStatus
        _peewee.Json_pg3, _peewee.Jsonb_pg3 = Json, Jsonb
        adapter = _peewee.Psycopg3Adapter
        adapter.txn_idle, adapter.txn_inerror = TransactionStatus.IDLE, TransactionStatus.INERROR
        adapter.txn_unknown = TransactionStatus.UNKNOWN
    return psycopg


_peewee: Any = _load_peewee()
