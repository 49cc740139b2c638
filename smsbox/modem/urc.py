"""What a modem says unasked: the event types, and the table that turns a line into one.

27.005 3.4 (+CMTI, +CMT, +CDSI, +CDS, +CBM), 27.007 (+CREG 7.2, +CLIP 7.7, +CUSD 7.15), and the vendors' own noise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final as Constant

from smsbox.modem.at import CALL_ENDS, fields, name_of, number
from smsbox.modem.ussd import parts


@dataclass(frozen=True, slots=True)
class Urc:
    """Root of everything a modem reports unasked. A doorbell, never a parcel, unless it carries a PDU."""


@dataclass(frozen=True, slots=True)
class StoredSms(Urc):
    """A message was stored (+CMTI). `index` None: the modem did not say where; list the memory."""

    memory: str
    index: int | None


@dataclass(frozen=True, slots=True)
class StoredReport(Urc):
    """A status report was stored (+CDSI)."""

    memory: str
    index: int | None


@dataclass(frozen=True, slots=True)
class DirectDeliver(Urc):
    """A message that exists nowhere but here (+CMT; often flash). `pdu` with SMSC octets, b"" if `raw` is no hex."""

    pdu: bytes
    raw: str = ""


@dataclass(frozen=True, slots=True)
class DirectReport(Urc):
    """A status report that exists nowhere but here (+CDS)."""

    pdu: bytes
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Ring(Urc):
    """Somebody calls. First comes one with `number` None (RING), then one with the number, "" if it is withheld."""

    number: str | None


@dataclass(frozen=True, slots=True)
class RegistrationChanged(Urc):
    """The network registration changed. `domain` +CREG/+CGREG/+CEREG, `stat` as 27.007 7.2, `act` the radio or None."""

    domain: str
    stat: int
    act: int | None = None


@dataclass(frozen=True, slots=True)
class StorageFull(Urc):
    """No room for messages; the network holds them back until slots are free."""

    memory: str


@dataclass(frozen=True, slots=True)
class Rebooted(Urc):
    """The modem started anew, or its SIM changed: connect again before anything else."""

    marker: str


@dataclass(frozen=True, slots=True)
class PowerLost(Urc):
    """The modem switches itself off."""

    marker: str = ""


@dataclass(frozen=True, slots=True)
class SignalChanged(Urc):
    """Field strength 0..31 (+CSQ scale) or None when the modem tells it in another unit."""

    rssi: int | None


@dataclass(frozen=True, slots=True)
class UssdAnswer(Urc):
    """What the network says by USSD, asked or not: `status` 0..5, `text` as the modem wrote it (27.007 7.15)."""

    status: int
    text: str
    dcs: int | None


@dataclass(frozen=True, slots=True)
class OtherUrc(Urc):
    """A line nobody knows."""

    line: str


HEADERS: Constant = {
    "+CMT": DirectDeliver,
    "^HCMT": DirectDeliver,
    "+CDS": DirectReport,
    "^HCDS": DirectReport,
    "+CBM": None,
}
"""URCs whose next line belongs to them (27.005 3.4.1); +CBM is broadcast and dropped."""

REGISTRATIONS: Constant = frozenset({"+CREG", "+CGREG", "+CEREG"})

_NOISE_NAMES: Constant = """
    ^MODE ^SRVST ^DSFLOWRPT ^STIN ^CSNR ^NWTIME ^RFSWITCH ^DSDORMANT ^NDISSTAT ^NDISEND ^PDPDEACT ^EONS ^LWURC
    ^ECCLIST ^LTERSRP ^POSITION ^POSEND ^CSCHANNELINFO ^CCALLSTATE ^RSSILVL ^HRSSILVL ^ORIG ^CONF ^CONN ^CEND ^DDTMF
    ^HCSQ ^CARDMODE +CUSATP +CUSATEND +ZUSIMR +ZDONR +ZPASR +ZPSTM +ZEND +ZPAS +CNSMOD +CSQN *PSUTTZ *PSNWID +CTZV
    +CTZE +NITZ DST +CMTE +PSBEARER +QUSIM +QNWINFO ^DSCI ^HCMGSS #STN #NITZ +UUSTS +UUDTMFD +UCALLSTAT +UUSIMSTAT
    +CCWA +COLP +CGEV +CSSI +CSSU _OSIGQ _OBS _OSSYS +MBAN +ECAV +CCED +RXDTMF +SIMEVT
"""
NOISE: Constant = frozenset(_NOISE_NAMES.split())
"""Prefixes that carry nothing smsbox acts on; counted, never queued, never part of a reply."""

NOISE_LINES: Constant = CALL_ENDS | {"MO RING", "MO CONNECTED", "CHARGE-ONLY MODE"}

RESTARTS: Constant = frozenset({"RDY", "+CFUN: 1", "+WIND: 3", "+WIND: 4", "+PBREADY", "^SYSSTART"})
"""Said only by a modem that has just started: whatever was under way is lost."""

FAINT_RESTARTS: Constant = frozenset(
    {"Call Ready", "SMS Ready", "SMS DONE", "PB DONE", "+QIND: SMS DONE", "+QIND: PB DONE"}
)
"""Said after a start too, but up to half a minute late."""


def _stored(kind: Callable[[str, int | None], Urc]) -> Callable[[str], Urc]:
    """+CMTI and +CDSI in every spelling: quotes or none, blanks or none, index -1 or missing."""

    def parse(line: str) -> Urc:
        values = fields(line)
        index = number(values[1]) if len(values) > 1 else None
        return kind(values[0] if values else "", None if index is None or index < 0 else index)

    return parse


def registration(line: str) -> Urc:
    """`+CREG: stat[,"lac","ci"[,act]]`, the unasked form (27.007 7.2)."""
    values = fields(line)
    stat = number(values[0]) if values else None
    if stat is None:
        return OtherUrc(line)
    return RegistrationChanged(name_of(line), stat, number(values[3]) if len(values) > 3 else None)


def _ring(line: str) -> Urc:
    """`+CLIP: "number",type`; a withheld number is empty (27.007 7.7)."""
    values = fields(line)
    return Ring(values[0] if values else None)


def _signal(line: str) -> Urc:
    values = fields(line)
    rssi = number(values[0]) if values else None
    return SignalChanged(rssi if rssi is not None and 0 <= rssi <= 31 else None)


def _full(line: str) -> Urc:
    values = fields(line)
    return StorageFull(values[0] if values else "")


def _smgo(line: str) -> Urc:
    """Siemens ^SMGO: 1 = memory full, 2 = full and a message waits."""
    values = fields(line)
    return StorageFull("") if values and values[0] in ("1", "2") else OtherUrc(line)


def _indicator(line: str) -> Urc:
    """+CIEV and +QIND tell a full memory by name ("SMSFULL"); by number only +CIND could tell which it is."""
    values = fields(line)
    if values and values[0].lower() == "smsfull":
        memory = values[1] if len(values) > 1 else ""
        return StorageFull("" if memory.isdigit() else memory)
    return OtherUrc(line)


def ussd(line: str) -> Urc:
    """`+CUSD: m[,"text"[,dcs]]` (27.007 7.15), put together of its lines already."""
    status, text, dcs = parts(line)
    return OtherUrc(line) if status is None else UssdAnswer(status, text, dcs)


def _sim_state(line: str) -> Urc:
    """+CPIN unasked: "READY" follows every start and says nothing new; anything else means that the SIM went."""
    values = fields(line)
    return OtherUrc(line) if values and values[0] == "READY" else Rebooted(line)


PARSERS: Constant[dict[str, Callable[[str], Urc]]] = {
    "+CMTI": _stored(StoredSms),
    "+CDSI": _stored(StoredReport),
    "+CLIP": _ring,
    "+CRING": lambda line: Ring(None),
    "RING": lambda line: Ring(None),
    "^RSSI": _signal,
    "+CSQ": _signal,
    "^SMMEMFULL": _full,
    "^SMGO": _smgo,
    "+CIEV": _indicator,
    "+QIND": _indicator,
    "+CUSD": ussd,
    "+CPIN": _sim_state,
    "#QSS": OtherUrc,
    "^BOOT": OtherUrc,
    "^SIMST": OtherUrc,
    "+WIND": OtherUrc,
    "+CFUN": OtherUrc,
    **dict.fromkeys(REGISTRATIONS, registration),
}


def powers_down(line: str) -> bool:
    """Whether the modem says that it switches itself off."""
    return line.endswith(("POWER DOWN", "POWERED DOWN"))


def is_unasked_form(line: str) -> bool:
    """Whether a registration line is the URC, not the answer to the query, which has <n> in front (27.007 7.2)."""
    values = fields(line)
    if len(values) == 4:
        return not (len(values[1]) == 1 and values[1].isdigit() and not line.partition(",")[2].lstrip().startswith('"'))
    return len(values) in (1, 3)
