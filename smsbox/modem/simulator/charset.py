"""Strings in the character set chosen by +CSCS: as they are, or as hexadecimal of GSM septets or UCS-2 (27.007 5.5)."""

from __future__ import annotations

from smsbox.modem.simulator import gsm7


def encoded(text: str, charset: str) -> str:
    """`text` as the modem writes it; under HEX only what the GSM alphabet has is turned into hexadecimal."""
    if charset == "UCS2":
        return text.encode("utf-16-be", "surrogatepass").hex().upper()
    septets = gsm7.septets_of(text) if charset == "HEX" else None
    return text if septets is None else bytes(septets).hex().upper()


def decoded(text: str, charset: str) -> str:
    """What was meant by `text`; taken as it is where it is no hexadecimal."""
    try:
        if charset == "UCS2":
            return bytes.fromhex(text).decode("utf-16-be")
        if charset == "HEX":
            return gsm7.text_of([octet & 0x7F for octet in bytes.fromhex(text)])
    except ValueError:
        pass
    return text
