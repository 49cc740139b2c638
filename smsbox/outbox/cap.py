"""How much advertising somebody got: counted from the outbox's own rows, so nothing kept beside them can be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smsbox.clock import Micros
from smsbox.outbox.message import MessageClass
from smsbox.store import Store
from smsbox.store.scanning import octets

_KIND = int(MessageClass.MARKETING)
# Whatever may have been on the air counts, also what the network could not deliver. What it certainly refused does not.
_ON_THE_AIR = "(s.state IN (1, 2, 4, 5, 6, 7) OR s.maybe_duplicate = 1 OR s.doubted_at IS NOT NULL)"
_LEFT = (
    "SELECT m.id, max(s.submitted_at) FROM messages m JOIN segments s ON s.message_id = m.id AND s.seq > 0 "  # noqa: S608 – constants
    f"WHERE m.recipient{{}} = ? AND m.kind = {_KIND} AND s.submitted_at > ? AND {_ON_THE_AIR} GROUP BY m.id"
)
_WAITING = (
    "SELECT coalesce(m.due_at, m.send_after, 0) FROM messages m "  # noqa: S608 – constants
    f"WHERE m.recipient{{}} = ? AND m.kind = {_KIND} AND m.state IN (0, 3) AND NOT EXISTS "
    f"(SELECT 1 FROM segments s WHERE s.message_id = m.id AND s.seq > 0 AND {_ON_THE_AIR})"
)


def left(store: Store, since: Mapping[str, Micros], *, besides: int | None = None) -> dict[str, list[Micros]]:
    """When advertising left, or may have left, for each of these numbers after its moment; message `besides` not
    counted.
    """
    sql = _LEFT.format(octets(store))
    found: dict[str, list[Micros]] = {}
    for number, after in since.items():
        found[number] = [row[1] for row in store.run(sql, number, after).fetchall() if row[0] != besides]
    return found


def waiting(store: Store, numbers: Sequence[str], now: Micros) -> list[tuple[str, Micros]]:
    """Advertising that waits for these numbers or is held, nothing of it out yet; each with when it may leave."""
    sql = _WAITING.format(octets(store))
    return [(number, max(now, row[0])) for number in numbers for row in store.run(sql, number).fetchall()]
