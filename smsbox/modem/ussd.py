"""USSD strings: how a code is written into AT+CUSD, and what the text of a +CUSD answer says.

27.007 7.15 (+CUSD), 23.038 5 (the data coding scheme of broadcasts and USSD), 6.1.2.3 (packing for USSD). Pure. Modems
follow these in part only: what an answer is written in is judged by the scheme, by the text itself, and by its vendor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final as Constant

from smsbox.errors import SmsboxError
from smsbox.modem.at import octets
from smsbox.sms.alphabet import BASIC, decode_gsm7, decode_ucs2, encode_gsm7, encode_ucs2, is_gsm7, pack, unpack

MOST_CHARACTERS: Constant = 182
"""160 octets of packed septets (23.038 6.1.2.3.1): the longest text a USSD operation carries."""

_CODE: Constant = re.compile(r"[*#]{1,3}[0-9][*#0-9]{0,80}(?<=#)")
_CLOSED: Constant = re.compile(r'"(.*)"\s*(?:,\s*(\d*)\s*)?', re.DOTALL)
_LETTERS: Constant = re.compile("[a-z]{2}")
_WORD: Constant = re.compile("[A-Za-z]{3}")
_LANGUAGE: Constant = re.compile(r"[a-z]{2}[\r\n]")
_CONTROL: Constant = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_GSM_ONLY: Constant = re.compile(r"[\x01-\x09\x0b\x0c\x0e-\x1f]")
_PLAUSIBLE: Constant = re.compile(r"[ -~\n\r\u00a0-\u00ff\u0400-\u04ff\u2010-\u2026\u20ac\u20b4\u2116]")
_PACKED_BY: Constant = ("huawei",)
_JUNK: Constant = str.maketrans("", "", "\xff\xfe")


class UssdState(Enum):
    """<m> of 27.007 7.15: what the network expects after an answer."""

    DONE = 0
    REPLY_WANTED = 1
    ENDED = 2
    OTHER_CLIENT = 3
    UNSUPPORTED = 4
    NETWORK_TIMEOUT = 5


class Form(Enum):
    """How a modem wants a code written: as it is, as hex of packed septets (old Huawei), as hex of UCS-2."""

    PLAIN = "plain"
    PACKED = "packed"
    UCS2 = "ucs2"


@dataclass(frozen=True, slots=True)
class UssdReply:
    """One answer of the network: readable `text` (lines end in \\n), and `raw`, `dcs` as the modem wrote them."""

    text: str
    state: UssdState
    dcs: int | None
    raw: str


class BadUssd(SmsboxError):
    """What was given cannot be a USSD code or an answer to a menu. Facts: `text`."""

    key = "modem.bad_ussd"
    exit_code = 65


def code(text: str) -> str:
    """`text` without blanks, if it is a USSD code: `*100#`, `*#06#`, `#123*4#`. Raises BadUssd."""
    compact = re.sub(r"[\s\u00a0]", "", text)
    if _CODE.fullmatch(compact) is None:
        raise BadUssd(text=text)
    return compact


def answer(text: str) -> str:
    """`text`, if it can be typed into a menu: one line of 1 to 182 characters, no quotation mark. Raises BadUssd."""
    typed = text.strip()
    if not typed or '"' in typed or len(typed) > MOST_CHARACTERS or not typed.isprintable():
        raise BadUssd(text=text)
    return typed


# ── writing


def forms(known: Form | None, text: str) -> tuple[Form, ...]:
    """In which forms to try `text`, the first one first; a form that has worked (`known`) is never left again."""
    if not (text.isascii() and is_gsm7(text)):
        return (Form.UCS2,)
    return tuple(Form) if known is None else (known,)


def packs(vendor: str) -> bool:
    """Whether `vendor` (+CGMI) makes modems that want and give packed septets."""
    return any(name in vendor.lower() for name in _PACKED_BY)


def command(text: str, form: Form) -> str:
    """The AT command that sends `text`. Under Form.UCS2 the line must stand at +CSCS="UCS2"."""
    if form is Form.PLAIN:
        return f'AT+CUSD=1,"{text}",15'
    if form is Form.PACKED:
        return f'AT+CUSD=1,"{packed(text).hex().upper()}",15'
    return f'AT+CUSD=1,"{encode_ucs2(text).hex().upper()}",{15 if is_gsm7(text) else 72}'


def packed(text: str) -> bytes:
    """`text` in packed septets; seven spare bits are a CR, else they would read as `@` (23.038 6.1.2.3.1)."""
    septets = encode_gsm7(text)
    return pack(septets + b"\r" if len(septets) % 8 == 7 else septets)


# ── reading


def parts(line: str) -> tuple[int | None, str, int | None]:
    """<m>, <str>, <dcs> of a whole `+CUSD:` line, its text possibly of several lines.

    The text goes from the first quotation mark to the last one, since modems do not escape those inside.
    """
    head, _, tail = line.partition(":")[2].partition(",")
    state, tail = _digits(head), tail.strip()
    if not tail.startswith('"'):
        text, comma, scheme = tail.rpartition(",")
        return (state, text.strip(), _digits(scheme)) if comma and scheme.strip().isdigit() else (state, tail, None)
    closed = _CLOSED.fullmatch(tail)
    if closed is None:
        return state, tail[1:], None
    return state, closed.group(1), _digits(closed.group(2) or "")


def is_whole(line: str) -> bool:
    """Whether a `+CUSD:` line, or what is put together of it, is complete: no text, or the text's end is there."""
    tail = line.partition(",")[2].strip()
    closed = _CLOSED.fullmatch(tail)
    if closed is None:
        return not tail.startswith('"')
    # What looks like the end may be inside the text (`"Plan "Shop", 5`): quotation marks there come in pairs.
    return tail.count('"') % 2 == 0


def _digits(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


def text_of(raw: str, dcs: int | None, *, charset: str = "GSM", vendor: str = "") -> str:
    """What `raw` says to a person. `charset` is +CSCS as the line has set it, `vendor` the manufacturer by +CGMI."""
    compact = raw.translate(_JUNK).replace("\n", "")
    data = octets(compact if len(compact) % 2 == 0 else compact[:-1])
    text = _of_hex(compact, data, dcs, charset, vendor) if data else None
    return _tidied(_of_text(raw, dcs) if text is None else text)


def _of_hex(digits: str, data: bytes, dcs: int | None, charset: str, vendor: str) -> str | None:
    """The text of a string that consists of hex digits only; None when it means just what it says."""
    alphabet = _alphabet(dcs)
    if alphabet == "ucs2":
        return _ucs2(data[2:] if dcs == 0x11 and _LETTERS.match(decode_gsm7(unpack(data, 2))) else data)
    if _looks_ucs2(data) or (charset == "UCS2" and _likely(_ucs2(data))):
        return _ucs2(data)
    if alphabet == "octets":
        return _octets(data)
    text, letters = _septets(data), re.search("[A-Fa-f]", digits)
    # A number is a string of hex digits too: it is septets only where these make words.
    sure = packs(vendor) or len(data) >= 6 if letters else packs(vendor) and _WORD.search(text)
    return text if sure and _likely(text) else None


def _alphabet(dcs: int | None) -> str:
    """The alphabet of a data coding scheme (23.038 5): "septets", "octets" or "ucs2"."""
    if dcs is None:
        return "septets"
    group = dcs >> 4
    if dcs == 0x11:
        return "ucs2"
    if group in (4, 5, 6, 7, 9):
        return ("septets", "octets", "ucs2", "septets")[dcs >> 2 & 3]
    return "octets" if group == 15 and dcs & 4 else "septets"


def _looks_ucs2(data: bytes) -> bool:
    """Whether every other octet is one of the few high octets that occur in Latin, Cyrillic and punctuation."""
    if len(data) < 8 or len(data) % 2 or not set(data[::2]) <= {0x00, 0x04, 0x20, 0x21} or 0 in data[1::2]:
        return False
    text = _ucs2(data)
    return _likely(text) and any(character.isalnum() for character in text)


def _ucs2(data: bytes) -> str:
    return decode_ucs2(data[: len(data) // 2 * 2])


def _octets(data: bytes) -> str:
    """Octets of no stated alphabet: UTF-8 if they are that, else Latin-1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _septets(data: bytes) -> str:
    """Packed septets; a last septet that is nothing but filling (CR, or zero bits) says nothing."""
    unpacked = unpack(data, len(data) * 8 // 7)
    if len(unpacked) % 8 == 0 and unpacked[-1:] in (b"\r", b"\0"):
        unpacked = unpacked[:-1]
    text = decode_gsm7(unpacked)
    return text[3:] if _LANGUAGE.match(text) else text


def _likely(text: str) -> bool:
    """Whether nearly all of `text` is what networks write to people."""
    return bool(text) and len(_PLAUSIBLE.findall(text)) >= 0.9 * len(text)


def _of_text(raw: str, dcs: int | None) -> str:
    """Plain text: GSM septets written as octets where a control code proves it, else ASCII, UTF-8 or Latin-1."""
    if dcs == 0x10 and _LANGUAGE.match(raw):
        raw = raw[3:]
    try:
        raw = raw.translate(_JUNK).encode("latin-1").decode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError):
        raw = raw.translate(_JUNK)
    if not _GSM_ONLY.search(raw):
        return raw
    return re.sub("\x1b(.)|([\x01-\x09\x0b\x0c\x0e-\x1a\x1c-\x1f])", _gsm_character, raw, flags=re.DOTALL)


def _gsm_character(found: re.Match[str]) -> str:
    """One character of the default table, or of the extension table after ESC."""
    if found.group(1) is not None:
        return decode_gsm7(b"\x1b" + found.group(1).encode("latin-1", "replace")[:1])
    return BASIC[ord(found.group(2))]


def _tidied(text: str) -> str:
    """Line ends as \\n, no other control characters, no blanks around."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
