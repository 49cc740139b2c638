"""What a modem says of its message memories and slots: the answers to +CPMS, +CMGL and +CMGR, in all their spellings.

27.005 3.2.2, 4.1, 4.2. Pure: lines in, values out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final as Constant

from smsbox.modem.at import HEX, Reply, clean, fields, number, octets

_STATES: Constant = {"REC UNREAD": 0, "REC READ": 1, "STO UNSENT": 2, "STO SENT": 3}
_ENTRY: Constant = re.compile(r"\+CMG[LR]\s*:")


@dataclass(frozen=True, slots=True)
class Storage:
    """The memory in use: `used` of `capacity` slots; `memory` "" when the modem has no +CPMS."""

    memory: str
    used: int
    capacity: int


@dataclass(frozen=True, slots=True)
class StoredPdu:
    """One slot. `stat` 0/1 received, 2/3 written by us (27.005 3.1); `pdu` with SMSC octets, b"" if `raw` is no hex."""

    memory: str
    index: int
    stat: int
    pdu: bytes
    raw: str


def counts(reply: Reply, memory: str) -> Storage | None:
    """Used and capacity of mem1 from the answer to the setting (no names) or to the query (names)."""
    line = reply.named("+CPMS")
    values = fields(line) if line else []
    numbers = [value for value in (number(text) for text in values) if value is not None]
    if len(numbers) < 2:
        return None
    named = values[0] if number(values[0]) is None else memory
    return Storage(named, numbers[0], numbers[1])


def receiving(reply: Reply) -> str:
    """The name of mem3, where messages arrive, from the answer to the query; "" when it is not told."""
    line = reply.named("+CPMS")
    names = [value for value in (fields(line) if line else []) if value and number(value) is None]
    return names[2] if len(names) > 2 else ""


def is_text_mode(line: str) -> bool:
    """Whether a heading has its state in words, as only text mode writes it."""
    return bool(_ENTRY.match(line)) and ('"REC' in line.upper() or '"STO' in line.upper())


def entries(lines: tuple[str, ...], memory: str, index: int | None = None) -> Iterator[StoredPdu]:
    """The slots in an answer to +CMGL, or to +CMGR when `index` is given: a heading, then the PDU in hex.

    One slot that makes no sense never costs its neighbours: each heading starts afresh.
    """
    heading: str | None = None
    body = ""
    for line in (*lines, "+CMGL:"):
        if _ENTRY.match(line):
            if heading is not None:
                yield from _slot(heading, body, memory, index)
            heading, body = line, ""
        elif heading is not None and not body:
            body = line


def _slot(heading: str, raw: str, memory: str, index: int | None) -> Iterator[StoredPdu]:
    values = fields(heading)
    place = index if index is not None else (number(values[0]) if values else None)
    if place is None:
        return
    stat = values[0 if index is not None else 1] if len(values) > 1 else ""
    state = number(stat)
    text = clean(raw)
    pdu = octets(text) if HEX.fullmatch(text) else b""
    if not pdu and is_text_mode(heading):
        return  # the words of a message are not the message: whoever took them would delete the rest
    yield StoredPdu(memory, place, _STATES.get(stat.upper(), 0) if state is None else state, pdu, raw)
