"""How much advertising somebody got: counted from the outbox's own rows, so nothing kept beside them can be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smsbox.clock import Micros
from smsbox.outbox.message import MessageClass
from smsbox.store import Store
from smsbox.store.scanning import octets

_KIND = int(MessageClass.MARKETING)
# Whatever may have been on the air counts, also what the network could not deliver. What it certainly refused does not.
_ON_THE_AIR = "(s.state IN (1, 2, 4, 5, 6, 7) OR s.maybe_duplicate = 1 OR s.doubted_at IS NOT NULL)"
_LEFT = (
    "SELECT m.recipient, m.id, max(s.submitted_at) FROM messages m "  # noqa: S608 – constants
    "JOIN segments s ON s.message_id = m.id AND s.seq > 0 "
    f"WHERE m.recipient{{}} IN ({{}}) AND m.kind = {_KIND} AND s.submitted_at > ? AND {_ON_THE_AIR} "
    "GROUP BY m.recipient, m.id"
)
_SINCE = (
    "SELECT DISTINCT m.id FROM segments s JOIN messages m ON m.id = s.message_id "  # noqa: S608 – constants
    f"WHERE s.seq > 0 AND s.submitted_at > ? AND m.kind = {_KIND} AND {_ON_THE_AIR} ORDER BY m.id"
)
_FOREVER = (1 << 63) - 1
# When it left last; 0: something of it may have, nobody knows when; "for ever": nothing, and it waits.
_AIR = (
    "coalesce((SELECT max(coalesce(s.submitted_at, 0)) FROM segments s WHERE s.message_id = m.id AND s.seq > 0 "  # noqa: S608
    f"AND {_ON_THE_AIR}), CASE WHEN m.state IN (0, 3) THEN {_FOREVER} END)"
)
_GOT = (
    f"SELECT m.recipient, {_AIR}, coalesce(m.due_at, m.send_after, 0) FROM messages m "  # noqa: S608 – constants
    f"WHERE m.recipient{{}} IN ({{}}) AND m.kind = {_KIND} AND {_AIR} > ?"
)
_BATCH = 400


def got(store: Store, numbers: Sequence[str], since: Micros, now: Micros) -> Iterator[tuple[str, Micros]]:
    """As `left`, and with it advertising that waits for these numbers or is held, nothing of it out yet: each with when
    it may leave.
    """
    for some in _some(numbers):
        sql = _GOT.format(octets(store), ",".join("?" * len(some)))
        rows = store.run(sql, *some, since).fetchall()
        yield from ((row[0], max(now, row[2]) if row[1] == _FOREVER else row[1]) for row in rows)


def left(
    store: Store, numbers: Sequence[str], since: Micros, *, besides: int | None = None
) -> Iterator[tuple[str, Micros]]:
    """Advertising that left, or may have left, for these numbers after `since`, with when; message `besides` not
    counted.
    """
    for some in _some(numbers):
        sql = _LEFT.format(octets(store), ",".join("?" * len(some)))
        yield from ((row[0], row[2]) for row in store.run(sql, *some, since).fetchall() if row[1] != besides)


def left_since(store: Store, since: Micros) -> list[int]:
    """Advertising that left, or may have left, for anybody after `since`: ids. Looks at every segment."""
    return [row[0] for row in store.run(_SINCE, since).fetchall()]


def _some(numbers: Sequence[str]) -> Iterator[Sequence[str]]:
    return (numbers[start : start + _BATCH] for start in range(0, len(numbers), _BATCH))
