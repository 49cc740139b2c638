"""What can go wrong with a store, as typed errors: its file or server, its schema, its disk."""

from __future__ import annotations

from smsbox.errors import SmsboxError

_CONFIGURATION = 78
_TRY_LATER = 75


class StoreUnusable(SmsboxError):
    """The store cannot be used as it is; nothing in it was changed. Facts: `store` and `problem`."""

    key = "store.unusable"
    exit_code = _CONFIGURATION


class BadStoreUrl(StoreUnusable):
    """The address of the store cannot be read. Facts: `url`."""

    key = "store.bad_url"


class StoreMissing(StoreUnusable):
    """There is no store yet and none may be made here. Facts: `store`."""

    key = "store.missing"


class StoreForeign(StoreUnusable):
    """The file or database belongs to another program, or is empty; it stays untouched. Facts: `store`, `problem`."""

    key = "store.foreign"


class StoreNewer(StoreUnusable):
    """A newer smsbox has written here; it stays untouched. Facts: `store`, `found`, `known` (schema numbers), `copy`:
    the file from before that this program can use, None when there is none.
    """

    key = "store.newer"


class DriverMissing(StoreUnusable):
    """PostgreSQL is asked for and its driver is not installed. Facts: `store`."""

    key = "store.driver_missing"


class StoreTrouble(SmsboxError):
    """An operation failed and was rolled back as a whole. Facts: `problem`. `retryable` tells whether it may succeed
    later.
    """

    key = "store.trouble"
    exit_code = _TRY_LATER


class StoreCorrupt(StoreUnusable, StoreTrouble):
    """The database file is malformed: found when it was opened, or by an operation. Facts: `store`, `problem`."""

    key = "store.corrupt"


class StoreFull(StoreTrouble):
    """The disk is full; sending stops, resumes when there is room again."""

    key = "store.full"
    retryable = True


class StoreIoError(StoreTrouble):
    """The disk, card or file system reports errors."""

    key = "store.io_error"
    retryable = True


class StoreBusy(StoreTrouble):
    """Another process keeps the store busy for longer than the patience of this one."""

    key = "store.busy"
    retryable = True


class StoreUnreachable(StoreTrouble):
    """The database server does not answer."""

    key = "store.unreachable"
    retryable = True
