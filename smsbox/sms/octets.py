"""Walking over the octets of a PDU, and the one error for a PDU that cannot be read at all."""

from __future__ import annotations

from smsbox.errors import SmsboxError

_SHOWN = 400


class BadTpdu(SmsboxError):
    """A PDU that does not even say whom it is from or which message it reports on.

    Facts: `reason` (`empty`, `truncated`, `not_incoming`, `not_submit`), `hex` (what came, at most 400 digits of it).
    """

    key = "sms.bad_tpdu"
    exit_code = 65

    def __init__(self, *, reason: str, octets: bytes) -> None:
        super().__init__(reason=reason, hex=octets.hex().upper()[:_SHOWN])


class Octets:
    """A place in a PDU that moves forward as fields are taken; asking beyond the end raises BadTpdu (`truncated`)."""

    __slots__ = ("_all", "_at")

    def __init__(self, octets: bytes) -> None:
        self._all = octets
        self._at = 0

    def octet(self) -> int:
        return self.take(1)[0]

    def take(self, count: int) -> bytes:
        end = self._at + count
        if end > len(self._all):
            raise BadTpdu(reason="truncated" if self._all else "empty", octets=self._all)
        taken = self._all[self._at : end]
        self._at = end
        return taken

    def rest(self) -> bytes:
        return self._all[self._at :]


def swap_nibbles(octets: bytes) -> bytes:
    """Semi-octets in reading order: the low one of each octet comes first on the wire (23.040 9.1.2.3)."""
    return octets.translate(_SWAPPED)


_SWAPPED = bytes((octet << 4 | octet >> 4) & 0xFF for octet in range(256))
