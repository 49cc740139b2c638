"""The simulator's own GSM 7-bit alphabet: tables of 23.038 6.2.1 and 6.2.1.1, septet packing of 6.1.2.1.

Written apart from the product's codec on purpose: what the product sends is judged by this one.
"""

from __future__ import annotations

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = {
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
ESCAPE = 0x1B

_TO_SEPTETS: dict[str, list[int]] = {char: [code] for code, char in enumerate(_BASIC) if code != ESCAPE}
_TO_SEPTETS.update({char: [ESCAPE, code] for code, char in _EXTENDED.items()})


def septets_of(text: str) -> list[int] | None:
    """The septets of `text`, or None when a character is in neither table."""
    septets: list[int] = []
    for char in text:
        codes = _TO_SEPTETS.get(char)
        if codes is None:
            return None
        septets += codes
    return septets


def text_of(septets: list[int]) -> str:
    """Septets as text; an unknown extension shows the base character, a last ESC shows nothing."""
    text = ""
    escaped = False
    for code in septets:
        if escaped:
            text += _EXTENDED.get(code, _BASIC[code])
            escaped = False
        elif code == ESCAPE:
            escaped = True
        else:
            text += _BASIC[code]
    return text


def pack(septets: list[int], fill: int = 0) -> bytes:
    """Septets as octets, after `fill` zero bits that align them behind a user data header."""
    stream = 0
    for place, code in enumerate(septets):
        stream |= code << (7 * place)
    bits = fill + 7 * len(septets)
    return (stream << fill).to_bytes((bits + 7) // 8, "little")


def unpack(data: bytes, count: int, fill: int = 0) -> list[int]:
    """`count` septets out of octets, skipping `fill` bits; fewer when the octets do not reach."""
    stream = int.from_bytes(data, "little") >> fill
    count = min(count, max(0, (len(data) * 8 - fill) // 7))
    return [(stream >> (7 * place)) & 0x7F for place in range(count)]
