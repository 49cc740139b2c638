"""The two alphabets of a short message: GSM 7 bit with its extension table, and UCS-2 (3GPP 23.038).

Text becomes *septets* (one octet each, 0..127) and septets become packed octets; UCS-2 is sent and read as UTF-16BE,
so that characters above U+FFFF travel as surrogate pairs.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from smsbox.errors import SmsboxError

ESC = 0x1B
"""The septet that announces one of the extension table (23.038 6.2.1); never part of a text itself."""

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
"""23.038 6.2.1: the character of each septet."""

EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
"""23.038 6.2.1.1: the character of a septet that follows ESC."""

_SEPTETS_OF = {ord(character): chr(septet) for septet, character in enumerate(BASIC) if septet != ESC} | {
    ord(character): chr(ESC) + chr(septet) for septet, character in EXTENSION.items()
}
_CHARACTERS = frozenset(map(chr, _SEPTETS_OF))
_EXTENSION_CHARACTERS = tuple(EXTENSION.values())
# 128..255 cannot come out of unpacking; they stand here so that the table answers for every octet.
_CHARACTER_OF = dict(enumerate(BASIC)) | dict.fromkeys(range(128, 256), "\ufffd")
_ESCAPED = re.compile("\x1b(.?)", re.DOTALL)
# A second ESC is reserved for "another extension table" and shown as a space (23.038 6.2.1.1 note 1).
_AFTER_ESC = {BASIC[septet]: character for septet, character in EXTENSION.items()} | {"\x1b": " "}


class BadText(SmsboxError):
    """A text that cannot be sent as it is.

    Facts: `reason` (`nul`, `surrogate`, `not_gsm7`, `segment_full`), `position` (index of the character, or None).
    """

    key = "sms.bad_text"
    exit_code = 65


class Alphabet(Enum):
    """How a text travels: GSM7 in septets, UCS2 in 16-bit code units."""

    GSM7 = "gsm7"
    UCS2 = "ucs2"


def is_gsm7(text: str) -> bool:
    """Whether every character of `text` has a place in the default or the extension table."""
    return _CHARACTERS.issuperset(text)


def septets(text: str) -> int:
    """How many septets `text` takes; characters of the extension table take two. Raises BadText (`not_gsm7`)."""
    _require_gsm7(text)
    return len(text) + sum(map(text.count, _EXTENSION_CHARACTERS))


def encode_gsm7(text: str) -> bytes:
    """`text` as septets, one octet each, not packed. Raises BadText (`not_gsm7`)."""
    _require_gsm7(text)
    return text.translate(_SEPTETS_OF).encode("latin-1")


def decode_gsm7(unpacked: bytes) -> str:
    """The text of septets (one octet each).

    An unknown extension code shows the character of the default table (23.038 6.2.1.1); ESC as the last septet is
    ignored.
    """
    text = unpacked.decode("latin-1").translate(_CHARACTER_OF)
    if "\x1b" in text:
        text = _ESCAPED.sub(lambda found: _AFTER_ESC.get(found[1], found[1]), text)
    return text


def encode_ucs2(text: str) -> bytes:
    """`text` as UTF-16BE. Raises BadText (`surrogate`) for half a surrogate pair."""
    try:
        return text.encode("utf-16-be")
    except UnicodeEncodeError as error:
        raise BadText(reason="surrogate", position=error.start) from error


def decode_ucs2(octets: bytes) -> str:
    """The text of UTF-16BE octets; half a pair and a lone last octet become U+FFFD."""
    return octets.decode("utf-16-be", "replace")


def pack(unpacked: bytes, fill: int = 0) -> bytes:
    """Septets packed into octets, least significant bit first, after `fill` (0..6) zero bits (23.038 6.1.2.1.1)."""
    lanes = -(-len(unpacked) // 8)
    pairs, quads, eights = _masks(lanes)
    # Eight septets lie in eight octets: close the gaps of 1, 2 and 4 bits everywhere at once, drop each eighth octet.
    bits = int.from_bytes(unpacked, "little")
    for mask, gap in ((pairs, 1), (quads, 2), (eights, 4)):
        low = bits & mask
        bits = low | (bits ^ low) >> gap
    packed = bytearray(bits.to_bytes(lanes * 8, "little"))
    del packed[7::8]
    if fill:
        packed = bytearray((int.from_bytes(packed, "little") << fill).to_bytes(len(packed) + 1, "little"))
    return bytes(packed[: packed_length(len(unpacked), fill)])


def unpack(packed: bytes, count: int, fill: int = 0) -> bytes:
    """`count` septets (one octet each) out of `packed`, skipping `fill` bits; fewer when the octets end before."""
    count = max(0, min(count, (len(packed) * 8 - fill) // 7))
    lanes = -(-count // 8)
    dense = (int.from_bytes(packed, "little") >> fill).to_bytes(max(len(packed), lanes * 7), "little")
    spread = bytearray(lanes * 8)
    for place in range(7):
        spread[place::8] = dense[place : lanes * 7 : 7]
    pairs, quads, eights = _masks(lanes)
    bits = int.from_bytes(spread, "little")
    for mask, gap in ((eights, 4), (quads, 2), (pairs, 1)):
        low = bits & mask
        bits = low | (bits ^ low) << gap
    return bits.to_bytes(lanes * 8, "little")[:count]


def packed_length(count: int, fill: int = 0) -> int:
    """Octets that `count` septets take after `fill` bits."""
    return (count * 7 + fill + 7) // 8


@lru_cache(maxsize=64)
def _masks(lanes: int) -> tuple[int, int, int]:
    """The lower half of every 16, 32 and 64 bits, over `lanes` times 64 bits."""
    return (
        int.from_bytes(b"\x7f\x00" * 4 * lanes, "little"),
        int.from_bytes(b"\xff\x3f\x00\x00" * 2 * lanes, "little"),
        int.from_bytes(b"\xff\xff\xff\x0f\x00\x00\x00\x00" * lanes, "little"),
    )


def _require_gsm7(text: str) -> None:
    if not _CHARACTERS.issuperset(text):
        position = next(place for place, character in enumerate(text) if character not in _CHARACTERS)
        raise BadText(reason="not_gsm7", position=position)
